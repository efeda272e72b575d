//! A state in, a snapshot beside the entries out, and back, if it is whole and of an entry of this ledger.
//! A help and no more: it can be deleted, and whatever is wrong with it, the entries are replayed instead. That it is
//! what the entries amount to is checked by `verify`, as it is for the tables.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::pack::LONGEST;
use crate::fold::{Damaged, SNAPSHOT_FORM, State};
use crate::id::ChainHash;
use crate::log::LedgerError;

/// Level of packing: the lowest is a fifth longer than the next ones and twice as fast.
const LEVEL: i32 = 1;

/// Its parts, and what it is of. No built table: it may be of any entry, and older programs know nothing of it.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS snapshot (form TEXT NOT NULL, seq INTEGER NOT NULL, head BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS snapshot_part (part INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
DELETE FROM snapshot;
DELETE FROM snapshot_part;
";

/// Replaces the snapshot by one of a state, which must be of an entry of this ledger.
pub(super) fn keep(connection: &Connection, state: &State) -> Result<(), LedgerError> {
    let head = state.head();
    if entry(connection, head.seq as i64)? != Some(head.hash) {
        return Err(LedgerError::Stale { built: head.seq, head: super::head_of(connection)?.seq });
    }
    connection.execute_batch(TABLES)?;
    let mut insert = connection.prepare("INSERT INTO snapshot_part VALUES (?1, ?2)")?;
    let mut hashes = Vec::new();
    state.pack(&mut |part| -> Result<(), LedgerError> {
        let packed = zstd::bulk::compress(part, LEVEL)
            .map_err(|error| LedgerError::Store(format!("the snapshot could not be packed: {error}")))?;
        insert.execute(params![hashes.len() as i64, packed])?;
        hashes.push(blake3::hash(&packed));
        Ok(())
    })?;
    let hash = whole(head.seq as i64, &head.hash, &hashes);
    connection.execute(
        "INSERT INTO snapshot VALUES (?1, ?2, ?3, ?4)",
        params![SNAPSHOT_FORM, head.seq as i64, head.hash.0, hash.as_bytes()],
    )?;
    Ok(())
}

/// Reads the snapshot; none if there is none in the form of this program.
pub(super) fn read(connection: &Connection) -> Result<Option<State>, Damaged> {
    let there = "SELECT count(*) FROM sqlite_schema WHERE name IN ('snapshot', 'snapshot_part')";
    let there: i64 = connection.query_row(there, [], |row| row.get(0)).map_err(|_| Damaged)?;
    if there != 2 {
        return Ok(None);
    }
    let found: Option<(String, i64, [u8; 32], [u8; 32])> = connection
        .query_row("SELECT form, seq, head, hash FROM snapshot", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()
        .map_err(|_| Damaged)?;
    let Some((_, seq, head, hash)) = found.filter(|(form, ..)| form == SNAPSHOT_FORM) else {
        return Ok(None);
    };
    let head = ChainHash(head);
    if entry(connection, seq).map_err(|_| Damaged)? != Some(head) {
        return Err(Damaged);
    }
    let parts: Vec<Vec<u8>> = connection
        .prepare("SELECT packed FROM snapshot_part ORDER BY part")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .map_err(|_| Damaged)?;
    let hashes: Vec<blake3::Hash> = parts.iter().map(|part| blake3::hash(part)).collect();
    if whole(seq, &head, &hashes) != hash {
        return Err(Damaged);
    }
    let state = State::unpack(parts.len(), &|part| unpacked(&parts[part]).ok_or(Damaged))?;
    let of = state.head();
    if of.seq as i64 == seq && of.hash == head { Ok(Some(state)) } else { Err(Damaged) }
}

/// Returns the hash of an entry.
fn entry(connection: &Connection, seq: i64) -> Result<Option<ChainHash>, LedgerError> {
    let hash = connection
        .query_row("SELECT hash FROM entries WHERE seq = ?1", [seq], |row| row.get(0))
        .optional()?;
    Ok(hash.map(ChainHash))
}

/// Hashes what a snapshot is of with all its parts.
fn whole(seq: i64, head: &ChainHash, parts: &[blake3::Hash]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(SNAPSHOT_FORM.as_bytes());
    hasher.update(&seq.to_le_bytes());
    hasher.update(&head.0);
    for part in parts {
        hasher.update(part.as_bytes());
    }
    hasher.finalize()
}

fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let length = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten()?;
    zstd::bulk::decompress(packed, usize::try_from(length).ok().filter(|_| length <= LONGEST)?).ok()
}
