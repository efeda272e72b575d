//! `truce backup`: a whole copy of a ledger, also while somebody writes to it.

use std::path::PathBuf;
use std::process::ExitCode;

use truce_record::log::Access;

use super::read::write;
use crate::ledger::{self, LedgerArgument, told};

/// Copy a ledger into another file, whole and consistent, also while it is being written to.
#[derive(clap::Args)]
pub struct Arguments {
    /// The copy; must not be there yet.
    to: PathBuf,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.to.exists() {
        anyhow::bail!(
            "{} is there already\nhelp: give a new name; backups are not overwritten",
            arguments.to.display()
        );
    }
    let ledger = ledger::open(&arguments.ledger.path, Access::Read)?;
    let head = ledger.backup(&arguments.to).map_err(told)?;
    write(&format!("{}: {} entries, head {}\n", arguments.to.display(), head.seq, head.hash))?;
    Ok(ExitCode::SUCCESS)
}
