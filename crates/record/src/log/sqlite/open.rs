//! A path in, an open ledger out, or why it is none. A file that is refused is left as it was.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::pack::{self, Packer};
use super::{SqliteLedger, schema};
use crate::log::LedgerError;

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

/// How long to wait for another process before giving up.
const PATIENCE: Duration = Duration::from_secs(5);

/// Leaves what stands in the write-ahead log there when the ledger is closed.
const NO_CHECKPOINT: DbConfig = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;

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
        if access != Access::Read {
            may_write(path)?;
        }
        if found == Found::Database {
            let connection = match access {
                Access::Read => to_read(path, patience)?,
                Access::Append | Access::Create => to_write(path, patience)?,
            };
            if is_ledger(&connection, path)? {
                // What a process that was killed kept beside the file is put into it by the next one that appends,
                // and not by one that is refused.
                connection
                    .set_db_config(NO_CHECKPOINT, access != Access::Read && beside(path, "-wal") > 0)?;
                let packer = packer(&connection)?;
                return Ok(Self { connection, packer, path: path.to_owned(), patience, new: false });
            }
        }
        match access {
            Access::Read | Access::Append => Err(LedgerError::Absent(path.to_owned())),
            // The file is made by the first append: who then finds nothing to append leaves no empty ledger.
            Access::Create => Ok(Self { path: path.to_owned(), patience, new: true, ..Self::in_memory()? }),
        }
    }

    /// Makes a ledger in memory, for tests and for building tables to compare with.
    ///
    /// # Errors
    ///
    /// If there is no memory.
    pub fn in_memory() -> Result<Self, LedgerError> {
        let path = Path::new(":memory:");
        let connection = Connection::open_in_memory()?;
        make_tables(&connection, path)?;
        let packer = packer(&connection)?;
        Ok(Self { connection, packer, path: path.to_owned(), patience: PATIENCE, new: false })
    }

    /// Lets others read while somebody writes, from the first append on: a ledger to which nothing was appended is
    /// left as it was. Where that cannot be, because others have the file open, the next append does it.
    pub(super) fn write_ahead(&self) {
        let connection = &self.connection;
        let _ = connection
            .busy_timeout(Duration::ZERO)
            .and_then(|()| connection.pragma_update(None, "journal_mode", "wal"))
            .and_then(|()| connection.set_db_config(NO_CHECKPOINT, false));
        let _ = connection.busy_timeout(self.patience);
    }
}

fn connect(path: &Path, flags: OpenFlags, patience: Duration) -> Result<Connection, LedgerError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(patience)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Connects to a file that is only read.
fn to_read(path: &Path, patience: Duration) -> Result<Connection, LedgerError> {
    let looked = |connection: Connection| -> Result<Connection, LedgerError> {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    let refused = match connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, patience).and_then(looked) {
        Err(error @ LedgerError::ReadOnly(_)) => error,
        other => return other,
    };
    // What a process that was killed left half done is taken back by whoever opens the file next.
    let recovered = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, patience).and_then(|connection| {
        connection.pragma_update(None, "query_only", true)?;
        looked(connection)
    });
    // On a disk that nobody may write to, nobody writes meanwhile.
    let nothing_beside = beside(path, "-wal") == 0 && beside(path, "-journal") == 0;
    match recovered {
        Err(LedgerError::ReadOnly(_)) if nothing_beside => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            connect(Path::new(&unchanging(path)), flags, patience).and_then(looked)
        }
        Err(LedgerError::ReadOnly(_)) => Err(refused),
        other => other,
    }
}

/// Writes a path as an address by which SQLite takes the file as one that never changes.
fn unchanging(path: &Path) -> String {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                address.push(char::from(*byte));
            }
            byte => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address.push_str("?immutable=1");
    address
}

/// Connects to a file that is written to; a file that is not there is made by the first transaction.
pub(super) fn to_write(path: &Path, patience: Duration) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = connect(path, flags, patience)?;
    // A kept transaction survives a power cut.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    Ok(connection)
}

/// Says whether a database is a ledger; it is not if it is empty, as one that was interrupted while it was made.
fn is_ledger(connection: &Connection, path: &Path) -> Result<bool, LedgerError> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = number("application_id")?;
    let form = number("user_version")?;
    if application == schema::APPLICATION_ID {
        return match form {
            form if form > schema::FORM => {
                Err(LedgerError::Newer { has: form as u32, knows: schema::FORM as u32 })
            }
            _ => Ok(true),
        };
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != 0 || tables != 0 {
        let what = "a database of another program".to_owned();
        return Err(LedgerError::NoLedger { path: path.to_owned(), what });
    }
    Ok(false)
}

/// Makes the tables of a new ledger, unless another process was first.
pub(super) fn make_tables(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    if is_ledger(connection, path)? {
        return Ok(());
    }
    connection.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", schema::FORM)?;
    connection.execute_batch(schema::KEPT)?;
    connection.execute("INSERT INTO words VALUES (?1)", [pack::WORDS.as_bytes()])?;
    connection.execute_batch(schema::BUILT)?;
    connection.execute("INSERT INTO built VALUES (?1, 0)", [schema::BUILT_FORM])?;
    Ok(())
}

pub(super) fn packer(connection: &Connection) -> Result<Packer, LedgerError> {
    let words: Vec<u8> = connection.query_row("SELECT words FROM words", [], |row| row.get(0))?;
    Packer::new(&words).map_err(|error| LedgerError::Store(error.to_string()))
}

/// Returns the length of a file that SQLite keeps beside a ledger; 0 if there is none.
fn beside(path: &Path, ending: &str) -> u64 {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    std::fs::metadata(name).map_or(0, |file| file.len())
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
        Err(error) => return Err(LedgerError::Unreadable(format!("{}: {error}", path.display()))),
    };
    let mut head = Vec::new();
    let read = file.by_ref().take(100).read_to_end(&mut head);
    read.map_err(|error| LedgerError::Unreadable(format!("{}: {error}", path.display())))?;
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
