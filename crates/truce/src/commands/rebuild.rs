//! `truce rebuild`: every table but the entries, thrown away and built again.

use std::process::ExitCode;

use truce_record::log::{Access, Rebuilt, Register};

use super::read::write;
use crate::ledger::{self, LedgerArgument, told};

/// Build every table of a ledger anew from its entries. Touches no entry.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut register = Register::open(ledger::open(&arguments.ledger.path, Access::Append)?).map_err(told)?;
    let Rebuilt { before, after } = register.rebuild().map_err(told)?;
    let same = if before == Some(after) { "the same as before" } else { "other than before" };
    write(&format!("tables of {} entries built, {same}\ndigest {after}\n", register.state().head().seq))?;
    Ok(ExitCode::SUCCESS)
}
