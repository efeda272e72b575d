//! A ledger that several threads may hold: its one connection is lent to one of them at a time.

use std::sync::{Mutex, PoisonError};

use truce_record::State;
use truce_record::entry::Head;
use truce_record::id::{ChainHash, Sha256Hash};
use truce_record::log::{Kept, Ledger, LedgerError, SqliteLedger, Writing};

/// A ledger behind a lock.
#[derive(Debug)]
pub struct Held(Mutex<SqliteLedger>);

impl Held {
    /// Holds a ledger.
    pub fn new(ledger: SqliteLedger) -> Self {
        Self(Mutex::new(ledger))
    }

    /// Lends the ledger.
    pub fn with<T>(&self, use_it: impl FnOnce(&SqliteLedger) -> T) -> T {
        use_it(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Ledger for Held {
    fn head(&self) -> Result<Head, LedgerError> {
        self.with(Ledger::head)
    }

    fn entries(
        &self,
        seq: u64,
        each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.with(|ledger| ledger.entries(seq, each))
    }

    fn original(&self, sha256: &Sha256Hash) -> Result<Option<Vec<u8>>, LedgerError> {
        self.with(|ledger| ledger.original(sha256))
    }

    fn transact(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Writing) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).transact(write)
    }

    fn digest(&self) -> Result<ChainHash, LedgerError> {
        self.with(Ledger::digest)
    }

    fn snapshot(&self) -> Option<State> {
        self.with(Ledger::snapshot)
    }

    fn keep_snapshot(&mut self, state: &State) -> Result<(), LedgerError> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).keep_snapshot(state)
    }
}
