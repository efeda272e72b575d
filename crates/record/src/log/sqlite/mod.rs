//! A ledger in one file of SQLite: WAL, every transaction on the disk before it is told to be done.

mod digest;
mod pack;
mod query;
mod rows;
mod schema;
mod tables;
mod write;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use pack::Packer;
pub use rows::{DocumentRow, RecordRow, SearchHit, StatementRow};

use super::{Kept, Ledger, LedgerError, Writing};
use crate::entry::Head;
use crate::fold::State;
use crate::id::{ChainHash, Sha256Hash};

/// What a ledger is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To read.
    Read,
    /// To append.
    Append,
    /// To append; a ledger that is not there is made.
    Create,
}

/// A ledger in one file.
#[derive(Debug)]
pub struct SqliteLedger {
    connection: Connection,
    packer: Packer,
    path: PathBuf,
}

/// How long to wait for another process before giving up.
const PATIENCE: Duration = Duration::from_secs(5);

impl SqliteLedger {
    /// Opens a ledger's file.
    ///
    /// # Errors
    ///
    /// If it is not there, is something else, is newer than this program, or may not be read or written. The file is
    /// then as it was.
    pub fn open(path: &Path, access: Access) -> Result<Self, LedgerError> {
        Self::open_patiently(path, access, PATIENCE)
    }

    /// Opens a ledger's file, waiting so long for other processes.
    ///
    /// # Errors
    ///
    /// As [`SqliteLedger::open`].
    pub fn open_patiently(path: &Path, access: Access, patience: Duration) -> Result<Self, LedgerError> {
        let found = look(path)?;
        if found == Found::Nothing && access != Access::Create {
            return Err(LedgerError::Absent(path.to_owned()));
        }
        if access != Access::Read {
            may_write(path)?;
        }
        let flags = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Append => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Access::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(patience)?;
        connection.set_prepared_statement_cache_capacity(64);
        let ledger = Self::prepare(connection, path, access == Access::Create)?;
        if access != Access::Read {
            // WAL: readers go on while somebody writes. FULL: a kept transaction survives a power cut.
            ledger.connection.pragma_update(None, "journal_mode", "wal")?;
            ledger.connection.pragma_update(None, "synchronous", "full")?;
            ledger.connection.pragma_update(None, "cache_size", -65_536)?;
        }
        Ok(ledger)
    }

    /// Makes a ledger in memory, for tests and for building tables to compare with.
    ///
    /// # Errors
    ///
    /// If there is no memory.
    pub fn in_memory() -> Result<Self, LedgerError> {
        Self::prepare(Connection::open_in_memory()?, Path::new(":memory:"), true)
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes the tables of a new file, or checks those of an old one.
    fn prepare(mut connection: Connection, path: &Path, make: bool) -> Result<Self, LedgerError> {
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let application = number("application_id")?;
        let form = number("user_version")?;
        if application == schema::APPLICATION_ID && form > schema::FORM {
            return Err(LedgerError::Newer { has: form as u32, knows: schema::FORM as u32 });
        }
        if application != schema::APPLICATION_ID {
            let tables: i64 =
                connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            if application != 0 || tables != 0 {
                return Err(LedgerError::NoLedger {
                    path: path.to_owned(),
                    what: "a database of another program".to_owned(),
                });
            }
            if !make {
                return Err(LedgerError::Absent(path.to_owned()));
            }
            make_tables(&mut connection)?;
        }
        let words: Vec<u8> = connection.query_row("SELECT words FROM words", [], |row| row.get(0))?;
        let packer = Packer::new(&words).map_err(|error| LedgerError::Store(error.to_string()))?;
        Ok(Self { connection, packer, path: path.to_owned() })
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

    /// Copies the ledger into another file, whole and consistent, while others may be writing.
    ///
    /// # Errors
    ///
    /// If the copy cannot be written. A copy that was not finished is not left under its name.
    pub fn backup(&self, to: &Path) -> Result<Head, LedgerError> {
        if to.exists() {
            return Err(LedgerError::ReadOnly(format!("{} is there already", to.display())));
        }
        let mut name = to.as_os_str().to_owned();
        name.push(".part");
        let part = PathBuf::from(name);
        let store = |error: std::io::Error| LedgerError::ReadOnly(format!("{}: {error}", to.display()));
        if part.exists() {
            std::fs::remove_file(&part).map_err(store)?;
        }
        let head = {
            let mut copy = Connection::open(&part)?;
            let backup = rusqlite::backup::Backup::new(&self.connection, &mut copy)?;
            // In one step: a step by step copy begins anew whenever somebody writes.
            while backup.step(-1)? != rusqlite::backup::StepResult::Done {
                std::thread::sleep(Duration::from_millis(20));
            }
            drop(backup);
            copy.pragma_update(None, "journal_mode", "delete")?;
            head_of(&copy)?
        };
        std::fs::File::open(&part).and_then(|file| file.sync_all()).map_err(store)?;
        std::fs::rename(&part, to).map_err(store)?;
        Ok(head)
    }
}

fn make_tables(connection: &mut Connection) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have made them while this one waited.
    let made: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if made == 0 {
        transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", schema::FORM)?;
        transaction.execute_batch(schema::KEPT)?;
        transaction.execute("INSERT INTO words VALUES (?1)", [pack::WORDS.as_bytes()])?;
        transaction.execute_batch(schema::BUILT)?;
        transaction.execute("INSERT INTO built VALUES (?1, 0)", [schema::BUILT_FORM])?;
    }
    transaction.commit()?;
    Ok(())
}

/// What the first bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// There is no file, or an empty one.
    Nothing,
    /// A database. Whose, its tables tell: a ledger that was interrupted while it was made has none.
    Database,
}

/// Looks at the first bytes of a file, without opening it as a database.
fn look(path: &Path) -> Result<Found, LedgerError> {
    let no_ledger = |what: &str| LedgerError::NoLedger { path: path.to_owned(), what: what.to_owned() };
    if path.is_dir() {
        return Err(no_ledger("a folder"));
    }
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(LedgerError::ReadOnly(format!("{}: {error}", path.display()))),
    };
    let mut head = Vec::new();
    let read = file.by_ref().take(100).read_to_end(&mut head);
    read.map_err(|error| LedgerError::ReadOnly(format!("{}: {error}", path.display())))?;
    if head.is_empty() {
        return Ok(Found::Nothing);
    }
    let application = head.get(68..72).map(|four| i32::from_be_bytes([four[0], four[1], four[2], four[3]]));
    match application {
        _ if !head.starts_with(b"SQLite format 3\0") => Err(no_ledger("a file of another kind")),
        Some(schema::APPLICATION_ID | 0) => Ok(Found::Database),
        _ => Err(no_ledger("a database of another program")),
    }
}

/// Says clearly what SQLite would only call an error.
fn may_write(path: &Path) -> Result<(), LedgerError> {
    let refused = |error: std::io::Error| LedgerError::ReadOnly(format!("{}: {error}", path.display()));
    if path.exists() {
        std::fs::OpenOptions::new().append(true).open(path).map_err(refused)?;
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::metadata(folder).map_err(refused)?;
    Ok(())
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
        let transaction =
            self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let before = head_of(&transaction)?.seq;
        let mut writer = write::Writer { connection: &transaction, packer: &self.packer, before };
        write(&mut writer)?;
        transaction.commit()?;
        Ok(())
    }

    fn digest(&self) -> Result<ChainHash, LedgerError> {
        digest::digest(&self.connection)
    }
}
