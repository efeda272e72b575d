//! The built tables in, one hash out: the rows in order of all their values, whatever order they were written in.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::schema;
use crate::id::ChainHash;
use crate::log::LedgerError;

/// Hashes the rows of every built table.
///
/// The index of words holds nothing of its own: it is checked against the rows it was made from.
pub(super) fn digest(connection: &Connection) -> Result<ChainHash, LedgerError> {
    let mut hasher = blake3::Hasher::new();
    for table in schema::TABLES.into_iter().filter(|table| *table != "statement_words") {
        hasher.update(format!("\ntable {table}\n").as_bytes());
        let columns = connection.prepare(&format!("SELECT * FROM {table}"))?.column_count();
        let order: Vec<String> = (1..=columns).map(|column| column.to_string()).collect();
        let mut query =
            connection.prepare(&format!("SELECT * FROM {table} ORDER BY {}", order.join(", ")))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                let (mark, bytes): (u8, Vec<u8>) = match row.get_ref(column)? {
                    ValueRef::Null => (0, Vec::new()),
                    ValueRef::Integer(number) => (1, number.to_le_bytes().to_vec()),
                    ValueRef::Real(number) => (2, number.to_bits().to_le_bytes().to_vec()),
                    ValueRef::Text(text) => (3, text.to_vec()),
                    ValueRef::Blob(bytes) => (4, bytes.to_vec()),
                };
                hasher.update(&[mark]);
                hasher.update(&(bytes.len() as u64).to_le_bytes());
                hasher.update(&bytes);
            }
        }
    }
    Ok(ChainHash(*hasher.finalize().as_bytes()))
}

/// Checks the index of words against the statements. Needs a connection that may write, and changes nothing.
pub(super) fn check_words(connection: &Connection) -> Result<(), LedgerError> {
    let check = "INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)";
    connection.execute(check, []).map(|_| ()).map_err(|_| LedgerError::Words)
}

/// Checks the index of words of a ledger that is only read, in a database that has the same statements: the pages of
/// the index are put there, for the index can only be checked where it may be written.
pub(super) fn check_words_in(connection: &Connection, fresh: &Connection) -> Result<(), LedgerError> {
    let made = "SELECT sql FROM sqlite_schema WHERE name = 'statement_words'";
    let made: String = fresh.query_row(made, [], |row| row.get(0))?;
    // Anew, so that nothing of the index that was there is remembered.
    fresh.execute_batch(&format!("DROP TABLE statement_words; {made};"))?;
    for table in ["data", "idx", "docsize", "config"] {
        fresh.execute_batch(&format!("DELETE FROM statement_words_{table}"))?;
        let mut query = connection.prepare(&format!("SELECT * FROM statement_words_{table}"))?;
        let marks: Vec<&str> = (0..query.column_count()).map(|_| "?").collect();
        let into = format!("INSERT INTO statement_words_{table} VALUES ({})", marks.join(", "));
        let mut into = fresh.prepare(&into)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> =
                (0..marks.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
            into.execute(params_from_iter(values))?;
        }
    }
    check_words(fresh)
}
