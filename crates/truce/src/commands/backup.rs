//! `truce backup`: a whole copy of a ledger, also while somebody writes to it.

use std::path::PathBuf;
use std::process::ExitCode;

use truce_record::log::{Access, Existing};

use super::read::write;
use crate::ledger::{self, LedgerArgument, told};

/// Copy a ledger into another file, whole and consistent, also while it is being written to.
///
/// The copy is written beside its place, as NAME.part, and moved there when it is whole.
#[derive(clap::Args)]
pub struct Arguments {
    /// The copy.
    to: PathBuf,
    /// Replace a file that is there already.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let ledger = ledger::open(&arguments.ledger.path, Access::Read)?;
    let head = ledger.backup(&arguments.to, existing).map_err(told)?;
    write(&format!("{}: {} entries, head {}\n", arguments.to.display(), head.seq, head.hash))?;
    Ok(ExitCode::SUCCESS)
}
