//! The built tables in, one hash out: the rows in order of all their values, whatever order they were written in.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

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

/// Checks the index of words against the statements.
pub(super) fn check_words(connection: &Connection) -> Result<(), LedgerError> {
    connection
        .execute("INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)", [])
        .map(|_| ())
        .map_err(|error| {
            LedgerError::Damaged(format!("the index of words does not fit the statements: {error}"))
        })
}
