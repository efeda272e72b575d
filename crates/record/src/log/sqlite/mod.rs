//! A ledger in one file of SQLite: WAL, every transaction on the disk before it is told to be done.

mod digest;
mod occurrence;
mod open;
mod pack;
mod query;
mod rows;
mod schema;
mod snapshot;
mod tables;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

pub use occurrence::OccurrenceRow;
pub use open::Access;
use pack::Packer;
pub use rows::{DocumentRow, RecordRow, SearchHit, StatementRow};

use super::catch_up::catch_up;
use super::{Beside, Existing, Kept, Ledger, LedgerError, Writing};
use crate::entry::Head;
use crate::fold::State;
use crate::id::{ChainHash, Sha256Hash};

/// A ledger in one file.
#[derive(Debug)]
pub struct SqliteLedger {
    connection: Connection,
    packer: Packer,
    path: PathBuf,
    /// How long to wait for other processes.
    patience: Duration,
    /// There is no file yet: the first append makes it.
    new: bool,
}

impl SqliteLedger {
    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `read` on the ledger as it is now, whatever others append meanwhile.
    ///
    /// # Errors
    ///
    /// If the ledger cannot be read.
    pub fn still<T>(&self, read: impl FnOnce(&Self) -> T) -> Result<T, LedgerError> {
        let transaction = self.connection.unchecked_transaction()?;
        // The first read fixes what all later ones see.
        self.head()?;
        let read = read(self);
        transaction.rollback()?;
        Ok(read)
    }

    /// Checks that the tables are built from all entries, in this program's form.
    ///
    /// # Errors
    ///
    /// If they are not.
    pub fn check_built(&self) -> Result<(), LedgerError> {
        // One query, so that nobody writes between the two numbers.
        let built: Option<(i64, i64, i64)> = self
            .connection
            .query_row(
                "SELECT form, seq, (SELECT coalesce(max(seq), 0) FROM entries) FROM built",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()
            .unwrap_or_default();
        match built {
            Some((schema::BUILT_FORM, seq, head)) if seq == head => Ok(()),
            Some((_, seq, head)) => Err(LedgerError::Stale { built: seq as u64, head: head as u64 }),
            None => Err(LedgerError::Stale { built: 0, head: self.head()?.seq }),
        }
    }

    /// Checks every page of the file.
    ///
    /// # Errors
    ///
    /// If one is damaged.
    pub fn check_pages(&self) -> Result<(), LedgerError> {
        let mut query = self.connection.prepare("PRAGMA integrity_check(5)")?;
        let found: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        if found == ["ok"] { Ok(()) } else { Err(LedgerError::Damaged(found.join("; "))) }
    }

    /// Checks that the index of words fits the statements. Needs a ledger that was opened to append, and changes nothing.
    ///
    /// # Errors
    ///
    /// If it does not.
    pub fn check_words(&self) -> Result<(), LedgerError> {
        digest::check_words(&self.connection)
    }

    /// Checks that the tables, the index of words among them, are those that the entries of `state` amount to.
    ///
    /// # Errors
    ///
    /// If they are not.
    pub fn check_tables(&self, state: &State) -> Result<(), LedgerError> {
        self.check_built()?;
        let fresh = Self::in_memory()?;
        tables::rebuild(&fresh.connection, state)?;
        if fresh.digest()? != self.digest()? {
            return Err(LedgerError::Tables);
        }
        digest::check_words_in(&self.connection, &fresh.connection)
    }

    /// Checks that the snapshot, if there is one, is of what the entries of `state` amount to.
    ///
    /// # Errors
    ///
    /// If it is damaged, of another ledger, or holds something else.
    pub fn check_snapshot(&self, state: &State) -> Result<(), LedgerError> {
        let Some(mut kept) = snapshot::read(&self.connection).map_err(|_| LedgerError::Snapshot)? else {
            return Ok(());
        };
        catch_up(&mut kept, &mut |seq, each| self.entries(seq, each))?;
        if kept == *state { Ok(()) } else { Err(LedgerError::Snapshot) }
    }

    /// Copies the ledger into another file, whole and consistent, while others may be writing.
    ///
    /// # Errors
    ///
    /// If the copy cannot be written, or a file is there already. A copy that was not finished is not left there.
    pub fn backup(&self, to: &Path, existing: Existing) -> Result<Head, LedgerError> {
        let beside = Beside::new(to, existing, &self.path)?;
        let head = {
            let mut copy = Connection::open(beside.path())?;
            let backup = rusqlite::backup::Backup::new(&self.connection, &mut copy)?;
            // In one step: a step by step copy begins anew whenever somebody writes.
            while backup.step(-1)? != rusqlite::backup::StepResult::Done {
                std::thread::sleep(Duration::from_millis(20));
            }
            drop(backup);
            copy.pragma_update(None, "journal_mode", "delete")?;
            head_of(&copy)?
        };
        beside.settle()?;
        Ok(head)
    }
}

fn head_of(connection: &Connection) -> Result<Head, LedgerError> {
    let head = connection
        .prepare_cached("SELECT seq, hash FROM entries ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(head.map_or(Head::EMPTY, |(seq, hash)| Head { seq: seq as u64, hash: ChainHash(hash) }))
}

fn entries_of(
    connection: &Connection,
    packer: &Packer,
    from: u64,
    each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut prev = connection
        .prepare_cached("SELECT hash FROM entries WHERE seq < ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([from as i64], |row| row.get(0))
        .optional()?
        .map_or(Head::EMPTY.hash, ChainHash);
    let mut query = connection
        .prepare_cached("SELECT seq, form, at, by, hash, body FROM entries WHERE seq >= ?1 ORDER BY seq")?;
    let mut rows = query.query([from as i64])?;
    while let Some(row) = rows.next()? {
        let seq = row.get::<_, i64>(0)? as u64;
        let damaged = |what: String| LedgerError::Entry { seq, what };
        let packed = row.get_ref(5)?.as_blob().map_err(|error| damaged(error.to_string()))?;
        let at =
            jiff::Timestamp::from_millisecond(row.get(2)?).map_err(|error| damaged(error.to_string()))?;
        let hash = ChainHash(row.get(4)?);
        let body = packer
            .unpack(packed)
            .map_err(|error| damaged(format!("its body cannot be unpacked: {error}")))?;
        each(Kept { seq, form: row.get(1)?, at, by: row.get(3)?, prev, hash, body })?;
        prev = hash;
    }
    Ok(())
}

impl Ledger for SqliteLedger {
    fn head(&self) -> Result<Head, LedgerError> {
        head_of(&self.connection)
    }

    fn entries(
        &self,
        seq: u64,
        each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        entries_of(&self.connection, &self.packer, seq, each)
    }

    fn original(&self, sha256: &Sha256Hash) -> Result<Option<Vec<u8>>, LedgerError> {
        let packed: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT packed FROM originals WHERE sha256 = ?1")?
            .query_row([sha256.0], |row| row.get(0))
            .optional()?;
        packed
            .map(|packed| zstd::stream::decode_all(packed.as_slice()))
            .transpose()
            .map_err(|error| LedgerError::Damaged(format!("the bytes of document {sha256}: {error}")))
    }

    fn transact(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Writing) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let mut made = if self.new { Some(open::to_write(&self.path, self.patience)?) } else { None };
        let connection = made.as_mut().unwrap_or(&mut self.connection);
        let rows = connection.total_changes();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut packer = None;
        if self.new {
            open::make_tables(&transaction, &self.path)?;
            packer = Some(open::packer(&transaction)?);
        }
        let before = head_of(&transaction)?.seq;
        let packed = packer.as_ref().unwrap_or(&self.packer);
        let mut writer = write::Writer { connection: &transaction, packer: packed, before };
        write(&mut writer)?;
        if self.new && head_of(&transaction)? == Head::EMPTY {
            // Nothing was appended: there is still no ledger.
            return Ok(());
        }
        transaction.commit()?;
        let wrote = connection.total_changes() > rows;
        if let (Some(connection), Some(packer)) = (made, packer) {
            (self.connection, self.packer, self.new) = (connection, packer, false);
        }
        if wrote {
            self.write_ahead();
        }
        Ok(())
    }

    fn digest(&self) -> Result<ChainHash, LedgerError> {
        digest::digest(&self.connection)
    }

    fn snapshot(&self) -> Option<State> {
        // Of a snapshot that is damaged `verify` tells; the entries say the same without it.
        snapshot::read(&self.connection).ok().flatten()
    }

    fn keep_snapshot(&mut self, state: &State) -> Result<(), LedgerError> {
        // Whoever else is writing is not waited for: a snapshot can be kept at any time.
        self.connection.busy_timeout(Duration::ZERO)?;
        let kept = (|| {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            snapshot::keep(&transaction, state)?;
            transaction.commit().map_err(LedgerError::from)
        })();
        self.connection.busy_timeout(self.patience)?;
        kept
    }
}
