//! `truce verify`: is everything in the ledger as it was written?

use std::process::ExitCode;

use truce_record::log::{Access, Ledger as _, Register, SqliteLedger, verify};

use super::read::write;
use crate::ledger::{self, LedgerArgument, told};

/// Check a ledger: its pages, the chain of its entries, the bytes of every document, every quote, and its tables.
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
    ledger.check_pages().map_err(told)?;
    let verified = match verify(&ledger).map_err(told)? {
        Ok(verified) => verified,
        Err(failure) => anyhow::bail!(
            "{failure}\nhelp: this and all later entries cannot be trusted; take the newest backup for which `truce verify` passes"
        ),
    };
    ledger.check_built().map_err(told)?;
    let mut fresh = SqliteLedger::in_memory().map_err(told)?;
    fresh.rebuild(&verified.state).map_err(told)?;
    if fresh.digest().map_err(told)? != ledger.digest().map_err(told)? {
        anyhow::bail!(
            "the tables are not what the entries amount to\nhelp: run `truce rebuild`; no entry is touched by it"
        );
    }
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

/// Rebuilds the tables of a ledger and returns their digest before and after.
pub fn digests(register: &mut Register<SqliteLedger>) -> anyhow::Result<(String, String)> {
    let before = register.ledger().digest().map(|digest| digest.to_string()).unwrap_or_default();
    register.rebuild().map_err(told)?;
    register.ledger().check_words().map_err(told)?;
    let after = register.ledger().digest().map_err(told)?.to_string();
    Ok((before, after))
}
