//! Is it right, is it fast: runs the reader over gold sets and says how much of each it found.
//! Holds no gold set; each is named by its path.

mod facts;
mod places;
mod reading;
mod scores;
mod syntax;
mod times;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use scores::Scores;

/// Scores the reader against a gold set.
#[derive(Debug, Parser)]
#[command(name = "score", version)]
struct Command {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Args)]
struct Common {
    /// The gold set: a file or a folder.
    #[arg(long)]
    gold: PathBuf,
    /// Print one JSON object instead of a table.
    #[arg(long)]
    json: bool,
    /// Print the first N misses and extras.
    #[arg(long, default_value_t = 0, value_name = "N")]
    errors: usize,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// Whole readings: a folder of NAME.txt and answer sheets NAME.json.
    Facts {
        #[command(flatten)]
        common: Common,
        /// Score the readings NAME.json of this folder instead of reading the reports.
        #[arg(long)]
        readings: Option<PathBuf>,
    },
    /// Time expressions: JSON lines with `text`, `date`, `times`.
    Times(Common),
    /// Places: JSON lines with `text`, `places`.
    Places(Common),
    /// Tags and trees: a CoNLL-U file.
    Syntax(Common),
}

fn main() -> anyhow::Result<()> {
    let (common, scores) = match Command::parse().kind {
        Kind::Facts { common, readings } => {
            let scores = facts::run(&common.gold, readings.as_deref(), common.errors)?;
            (common, scores)
        }
        Kind::Times(common) => with(common, times::run)?,
        Kind::Places(common) => with(common, places::run)?,
        Kind::Syntax(common) => with(common, syntax::run)?,
    };
    for line in &scores.errors {
        if common.json { eprintln!("{line}") } else { println!("{line}") }
    }
    if common.json {
        println!("{}", serde_json::to_string_pretty(&scores.json())?);
    } else {
        print!("{}", scores.table());
    }
    Ok(())
}

type Run = fn(&std::path::Path, usize) -> anyhow::Result<Scores>;

fn with(common: Common, run: Run) -> anyhow::Result<(Common, Scores)> {
    let scores = run(&common.gold, common.errors)?;
    Ok((common, scores))
}
