//! `truce search`: statements that hold the words looked for.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::list::Format;
use super::read::write;
use crate::dossier::one_line;
use crate::ledger::{self, LedgerArgument, told};

/// Search the words of all statements, with the places and actors they name; the latest added first.
///
/// All words must be there. A word that ends in * finds every word that begins so.
#[derive(clap::Args)]
pub struct Arguments {
    /// The words.
    #[arg(required = true)]
    words: Vec<String>,
    /// Show at most so many.
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    limit: usize,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let ledger = ledger::tables(&arguments.ledger.path)?;
    let hits = ledger.search(&arguments.words.join(" "), arguments.limit).map_err(told)?;
    let mut out = String::new();
    if arguments.format == Format::Table {
        for hit in &hits {
            let statement = &hit.statement;
            let _ = writeln!(
                out,
                "{}  {} {}  {}  {}:{}",
                statement.record.as_deref().unwrap_or(&statement.id),
                statement.kind,
                statement.act,
                hit.day.as_deref().unwrap_or("day not known"),
                hit.name,
                statement.start
            );
            let _ = writeln!(out, "    \"{}\"", one_line(&statement.quote));
        }
        if hits.is_empty() {
            out.push_str("nothing found\n");
        }
    } else {
        out = super::list::printed(&hits, arguments.format)?;
    }
    write(&out)?;
    Ok(ExitCode::SUCCESS)
}
