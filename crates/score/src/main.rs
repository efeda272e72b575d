//! Is it right, is it fast: runs the reader over gold sets and says how much of each it found.
//! Holds no gold set; each is named by its path.

mod all;
mod facts;
mod factuality;
mod matching;
mod muc4;
mod names;
mod pages;
mod places;
mod plover;
mod re3d;
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
    /// Main text and days of saved pages: a folder with `ground-truth.json` and `html.tar.gz`.
    Pages(Common),
    /// Tags and trees: a CoNLL-U file.
    Syntax(Common),
    /// Mentions: a folder of re3d with one folder for each source.
    Re3d(Common),
    /// Event types, sources and targets: JSON lines of coded sentences.
    Plover(Common),
    /// Perpetrators, targets, victims and weapons: JSON lines with `doctext`, `extracts`.
    Muc4 {
        #[command(flatten)]
        common: Common,
        /// Original answer keys, for numbers and confidences.
        #[arg(long, num_args = 1..)]
        keys: Vec<PathBuf>,
    },
    /// Names: sentences in CoNLL form.
    Names(Common),
    /// Factuality of predicates: a folder with `factuality.zip` and `ud_ids.json`.
    Factuality {
        #[command(flatten)]
        common: Common,
        /// The treebank that holds the sentences; `../ud/en_ewt-ud-dev.conllu` beside the folder if not given.
        #[arg(long)]
        conllu: Option<PathBuf>,
    },
    /// Everything, on the development sets; writes the accepted scores.
    All {
        /// The folder with `facts` and `gold`.
        #[arg(long)]
        shared: PathBuf,
        /// Where the scores are written.
        #[arg(long, default_value = "corpus/scores.csv")]
        out: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    let (common, scores) = match Command::parse().kind {
        Kind::Facts { common, readings } => {
            let scores = facts::run(&common.gold, readings.as_deref(), common.errors)?;
            (common, scores)
        }
        Kind::Times(common) => with(common, times::run)?,
        Kind::Places(common) => with(common, places::run)?,
        Kind::Pages(common) => with(common, pages::run)?,
        Kind::Syntax(common) => with(common, syntax::run)?,
        Kind::Re3d(common) => with(common, re3d::run)?,
        Kind::Plover(common) => with(common, plover::run)?,
        Kind::Muc4 { common, keys } => {
            let scores = muc4::run(&common.gold, &keys, common.errors)?;
            (common, scores)
        }
        Kind::Names(common) => with(common, names::run)?,
        Kind::Factuality { common, conllu } => {
            let scores = factuality::run(&common.gold, conllu.as_ref(), common.errors)?;
            (common, scores)
        }
        Kind::All { shared, out } => return all::run(&shared, &out),
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
