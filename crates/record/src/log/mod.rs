//! Entries in, a file that keeps them out: appended in one transaction, read back, verified.
//! What entries mean is `fold`; a ledger only keeps them, with the bytes of documents, for good.

mod beside;
mod catch_up;
mod error;
mod filter;
mod register;
mod sqlite;
mod verify;

pub use beside::{Beside, Existing};
pub use error::LedgerError;
pub use filter::{Filter, Near, Window};
pub use register::{Appended, Original, Register};
pub use sqlite::{Access, DocumentRow, OccurrenceRow, RecordRow, SearchHit, SqliteLedger, StatementRow};
pub use verify::{Verified, VerifyFailure, verify};

use crate::entry::{Draft, Entry, Head};
use crate::fold::State;
use crate::id::{ChainHash, Sha256Hash};

/// An entry as it is kept: its body as bytes, not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Version of the form.
    pub form: u32,
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: jiff::Timestamp,
    /// Who, as written.
    pub by: String,
    /// Hash of the entry before.
    pub prev: ChainHash,
    /// Its hash.
    pub hash: ChainHash,
    /// The canonical bytes of its body.
    pub body: Vec<u8>,
}

/// Digests of the tables, built anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rebuilt {
    /// Of the tables as they were; none if they could not be read.
    pub before: Option<ChainHash>,
    /// Of the tables as the entries make them.
    pub after: ChainHash,
}

/// Adds to one transaction.
pub trait Writing {
    /// Chains a draft to the entries so far and keeps it.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    fn append(&mut self, draft: Draft) -> Result<Entry, LedgerError>;

    /// Keeps the bytes of a document.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    fn keep(&mut self, sha256: &Sha256Hash, bytes: &[u8]) -> Result<(), LedgerError>;

    /// Brings the tables that are built from entries up to date with what this transaction changed. Tables that were
    /// not of the entries before it are built anew.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    fn project(&mut self, state: &State, touched: &crate::fold::Touched) -> Result<(), LedgerError>;

    /// Throws away every table that is built from entries, and builds them anew from `state`, a snapshot among them.
    ///
    /// # Errors
    ///
    /// If `state` is not of the last entry, or they cannot be written.
    fn rebuild(&mut self, state: &State) -> Result<Rebuilt, LedgerError>;

    /// Reads the entries from `seq` on, as this transaction sees them.
    ///
    /// # Errors
    ///
    /// If they cannot be read, or `each` fails.
    fn entries(
        &self,
        seq: u64,
        each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;
}

/// Keeps entries and the bytes of documents, and tables built from the entries.
///
/// Narrow, so that a file on a laptop and a server for a team are the same to everybody else.
pub trait Ledger {
    /// Returns where the ledger stands.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    fn head(&self) -> Result<Head, LedgerError>;

    /// Reads the entries from `seq` on, in order.
    ///
    /// # Errors
    ///
    /// If they cannot be read, or `each` fails.
    fn entries(
        &self,
        seq: u64,
        each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;

    /// Returns the bytes of a document as they arrived.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn original(&self, sha256: &Sha256Hash) -> Result<Option<Vec<u8>>, LedgerError>;

    /// Runs `write` in one transaction: all of what it writes is kept for good when this returns, or none.
    ///
    /// Nobody else writes meanwhile.
    ///
    /// # Errors
    ///
    /// If another process keeps writing, the disk is full, or `write` fails.
    fn transact(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Writing) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError>;

    /// Returns a digest over the tables that are built from entries: the same entries give the same digest.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    fn digest(&self) -> Result<ChainHash, LedgerError>;

    /// Returns the state as it was at some entry of this ledger, if it was kept and is whole: only what came after must
    /// then be replayed.
    fn snapshot(&self) -> Option<State> {
        None
    }

    /// Keeps a state of this ledger in the place of the one that was kept before. Does nothing where none is kept.
    ///
    /// # Errors
    ///
    /// If it cannot be written, or somebody else is writing. The ledger is then as it was.
    fn keep_snapshot(&mut self, _state: &State) -> Result<(), LedgerError> {
        Ok(())
    }
}

impl Kept {
    /// Reads the entry, and checks that its hash is its own.
    ///
    /// # Errors
    ///
    /// If it was written by a newer program, was changed, or cannot be read.
    pub fn read(self) -> Result<Entry, LedgerError> {
        let seq = self.seq;
        let unreadable = |what: String| LedgerError::Entry { seq, what };
        let at = self.at;
        // The hash first: what was damaged is told as damage, whatever it looks like now.
        if crate::entry::chained(&self.prev, self.form, seq, &at, &self.by, &self.body) != self.hash {
            return Err(unreadable("its hash does not fit what it says: it was changed".to_owned()));
        }
        if self.form > crate::entry::FORM {
            return Err(LedgerError::Newer { has: self.form, knows: crate::entry::FORM });
        }
        let by = self.by.parse().map_err(unreadable)?;
        let body = serde_json::from_slice(&self.body).map_err(|error| unreadable(error.to_string()))?;
        Ok(Entry { seq, at, by, prev: self.prev, hash: self.hash, body })
    }
}
