//! Entries of the ledger, the newest first.

use serde::Serialize;
use truce_record::State;
use truce_record::entry::Entry;
use truce_record::log::{Kept, Ledger as _, LedgerError, SqliteLedger};
use utoipa::ToSchema;

use super::history::Line;

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryLine {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// The word for its kind.
    pub kind: &'static str,
    /// What it says.
    pub summary: String,
    /// Its hash.
    pub hash: String,
    /// Hash of the entry before.
    pub prev: String,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether a person judged it.
    pub judgement: bool,
}

/// Reads so many entries from one on, in order.
///
/// # Errors
///
/// If they cannot be read.
pub fn some(ledger: &SqliteLedger, from: u64, count: usize) -> Result<Vec<Kept>, LedgerError> {
    let mut kept = Vec::new();
    // An error of our own ends the walk.
    let enough = || LedgerError::Store("enough".to_owned());
    let walked = ledger.entries(from.max(1), &mut |entry| {
        if kept.len() >= count {
            return Err(enough());
        }
        kept.push(entry);
        Ok(())
    });
    match walked {
        Err(LedgerError::Store(what)) if what == "enough" => Ok(kept),
        Err(error) => Err(error),
        Ok(()) => Ok(kept),
    }
}

/// Tells the entries before one, the newest first.
///
/// # Errors
///
/// If they cannot be read.
pub fn entries(
    state: &State,
    ledger: &SqliteLedger,
    before: u64,
    limit: usize,
) -> Result<Vec<EntryLine>, LedgerError> {
    let from = before.saturating_sub(limit as u64).max(1);
    let count = before.saturating_sub(from) as usize;
    let mut lines: Vec<EntryLine> = some(ledger, from, count)?
        .into_iter()
        .map(|kept| kept.read().map(|entry| line(state, &entry)))
        .collect::<Result<_, _>>()?;
    lines.reverse();
    Ok(lines)
}

fn line(state: &State, entry: &Entry) -> EntryLine {
    let Line { seq, at, by, kind, text, undone, judgement } = Line::of(state, entry);
    EntryLine {
        seq,
        at,
        by,
        kind,
        summary: text,
        hash: entry.hash.to_string(),
        prev: entry.prev.to_string(),
        undone,
        judgement,
    }
}
