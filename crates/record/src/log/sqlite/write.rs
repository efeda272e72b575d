//! One transaction: entries, the bytes of documents, and the tables built from them.

use rusqlite::{Connection, params};

use super::digest::{check_words, digest};
use super::pack::Packer;
use super::{entries_of, head_of, snapshot, tables};
use crate::entry::{Draft, Entry, FORM};
use crate::fold::{State, Touched};
use crate::id::Sha256Hash;
use crate::log::{Kept, LedgerError, Rebuilt, Writing};

pub(super) struct Writer<'a> {
    pub connection: &'a Connection,
    pub packer: &'a Packer,
    /// Number of the last entry before this transaction.
    pub before: u64,
}

impl Writing for Writer<'_> {
    fn append(&mut self, draft: Draft) -> Result<Entry, LedgerError> {
        let (entry, body) = Entry::written(&head_of(self.connection)?, draft);
        let body = self.packer.pack(&body).map_err(|error| {
            LedgerError::Store(format!("entry {} could not be packed: {error}", entry.seq))
        })?;
        self.connection
            .prepare_cached(
                "INSERT INTO entries (seq, form, at, by, hash, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                entry.seq as i64,
                FORM,
                entry.at.as_millisecond(),
                entry.by.to_string(),
                entry.hash.0,
                body,
            ])?;
        Ok(entry)
    }

    fn keep(&mut self, sha256: &Sha256Hash, bytes: &[u8]) -> Result<(), LedgerError> {
        let packed = zstd::bulk::compress(bytes, 6).map_err(|error| {
            LedgerError::Store(format!("the bytes of {sha256} could not be packed: {error}"))
        })?;
        self.connection
            .prepare_cached("INSERT INTO originals (sha256, length, packed) VALUES (?1, ?2, ?3)")?
            .execute(params![sha256.0, bytes.len() as i64, packed])?;
        Ok(())
    }

    fn project(&mut self, state: &State, touched: &Touched) -> Result<(), LedgerError> {
        if tables::are_of(self.connection, self.before) {
            tables::project(self.connection, state, touched)
        } else {
            tables::rebuild(self.connection, state)
        }
    }

    fn rebuild(&mut self, state: &State) -> Result<Rebuilt, LedgerError> {
        let head = head_of(self.connection)?;
        if state.head() != head {
            return Err(LedgerError::Stale { built: state.head().seq, head: head.seq });
        }
        let before = digest(self.connection).ok();
        tables::rebuild(self.connection, state)?;
        check_words(self.connection)?;
        snapshot::keep(self.connection, state)?;
        Ok(Rebuilt { before, after: digest(self.connection)? })
    }

    fn entries(
        &self,
        seq: u64,
        each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        entries_of(self.connection, self.packer, seq, each)
    }
}
