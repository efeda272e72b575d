//! `truce verify`: is everything in the ledger as it was written?

use std::process::ExitCode;

use truce_record::log::{Access, SqliteLedger, Verified, verify};

use super::read::write;
use crate::ledger::{self, LedgerArgument, told};

/// Check a ledger: its pages, the chain of its entries, the bytes of every document, every quote, its tables, and its snapshot.
///
/// Names the first entry that is not as it was written. Changes nothing.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let ledger = ledger::open(&arguments.ledger.path, Access::Read)?;
    let verified = ledger.still(whole).map_err(told)??;
    write(&format!(
        "{} entries, {} documents and {} quotes are as they were written\nhead {} {}\n",
        verified.entries, verified.documents, verified.anchors, verified.head.seq, verified.head.hash
    ))?;
    for document in &verified.unread {
        write(&format!(
            "note: document {document} was decoded otherwise when it was read; its quotes were not compared\n"
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks everything, of one moment: beside somebody who adds, two moments would differ.
fn whole(ledger: &SqliteLedger) -> anyhow::Result<Verified> {
    ledger.check_pages().map_err(told)?;
    let verified = match verify(ledger).map_err(told)? {
        Ok(verified) => verified,
        Err(failure) => anyhow::bail!(
            "{failure}\nhelp: this and all later entries cannot be trusted; take the newest backup for which `truce verify` passes"
        ),
    };
    ledger.check_tables(&verified.state).map_err(told)?;
    ledger.check_snapshot(&verified.state).map_err(told)?;
    Ok(verified)
}
