//! A ledger that is opened from a snapshot is the ledger that its entries make, whatever has become of the snapshot.

mod town;

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use rusqlite::Connection;
use town::{DOCUMENTS, Happening, body, document, draft, intake, judged, text};
use truce_record::State;
use truce_record::entry::{Body, Draft, Entry, Head, Noted, Verdict};
use truce_record::fold::{Damaged, Replay, SNAPSHOT_FORM, replay};
use truce_record::id::{Sha256Hash, Target};
use truce_record::log::{Access, LedgerError, Original, Register, SqliteLedger, verify};

/// Packs a state and reads it again.
fn packed(state: &State) -> (Vec<Vec<u8>>, State) {
    let mut parts = Vec::new();
    let taken: Result<(), ()> = state.pack(&mut |part| {
        parts.push(part.to_vec());
        Ok(())
    });
    taken.expect("packed");
    let read = State::unpack(parts.len(), &|part| Ok(parts[part].clone())).expect("read");
    (parts, read)
}

/// Chains what happened to the documents of the town.
fn entries(happenings: &[Happening]) -> Vec<Entry> {
    let mut bodies: Vec<Body> = (0..DOCUMENTS).flat_map(intake).collect();
    for happening in happenings {
        bodies.push(body(*happening, bodies.len() as u64 + 1));
    }
    let mut head = Head::EMPTY;
    let chain = |(at, body)| {
        let entry = Entry::chain(&head, draft(at as u64, body));
        head = entry.head();
        entry
    };
    bodies.into_iter().enumerate().map(chain).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_snapshot_and_the_rest_are_the_whole(
        happenings in proptest::collection::vec(any::<Happening>(), 0..60),
        cut in 0usize..80,
    ) {
        let entries = entries(&happenings);
        let cut = cut.min(entries.len());
        let before = replay(entries[..cut].to_vec());
        let (parts, read) = packed(&before);
        prop_assert_eq!(&read, &before);
        prop_assert_eq!(packed(&read).0, parts, "the same state is the same bytes");
        let mut later = Replay::of(read);
        entries[cut..].iter().cloned().for_each(|entry| later.apply(entry));
        prop_assert_eq!(later.finish(), replay(entries));
    }

    #[test]
    fn no_bytes_are_too_strange_to_be_read(
        happenings in proptest::collection::vec(any::<Happening>(), 0..12),
        part in 0usize..6, at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let (mut parts, _) = packed(&replay(entries(&happenings)));
        let part = part.min(parts.len() - 1);
        let at = at.index(parts[part].len());
        parts[part][at] = byte;
        // Read or refused, but never more.
        let _ = State::unpack(parts.len(), &|part| parts.get(part).cloned().ok_or(Damaged));
    }
}

#[test]
fn another_form_has_another_name() {
    let mut happenings: Vec<Happening> = Vec::new();
    for kind in 0..40 {
        happenings.extend([(kind, kind, 1, 2), (kind, 3, kind, kind / 2)]);
    }
    let mut hasher = blake3::Hasher::new();
    for part in packed(&replay(entries(&happenings))).0 {
        hasher.update(&part);
    }
    assert_eq!(
        (SNAPSHOT_FORM.split_once(' ').map(|(number, _)| number), &*hasher.finalize().to_hex()),
        (Some("1"), "29862ab89033e1da102e249aa3ecd59e36dbd2c8e4406801cb31083c53005a39"),
        "the same entries now make other bytes: give `fold::snapshot::FORM` another number, so that no program takes \
         a snapshot of an older one for its own"
    );
}

fn open(path: &Path, access: Access) -> Register<SqliteLedger> {
    SqliteLedger::open_patiently(path, access, Duration::from_millis(50))
        .and_then(Register::open)
        .expect("opens")
}

fn append(register: &mut Register<SqliteLedger>, number: usize) {
    let text = text(number);
    let original = Original { sha256: Sha256Hash::of(text.as_bytes()), bytes: text.as_bytes() };
    let drafts: Vec<Draft> = intake(number).into_iter().map(|body| draft(number as u64, body)).collect();
    register
        .append_with(&[original], &mut |_: &State| Ok(drafts.clone()), &mut |_| Ok(Vec::new()))
        .expect("appended");
}

/// Makes a ledger of two documents with a snapshot, and a third document after it.
fn ledger(path: &Path) {
    let mut register = open(path, Access::Create);
    append(&mut register, 0);
    append(&mut register, 1);
    register.rebuild().expect("rebuilt");
    append(&mut register, 2);
}

/// Returns the state that a ledger is opened with, that of its entries alone, and what `verify` says of the snapshot.
fn opened(path: &Path) -> (State, State, Result<(), LedgerError>) {
    let register = open(path, Access::Read);
    let verified = verify(register.ledger()).expect("readable").expect("as it was written");
    let checked = register.ledger().check_snapshot(&verified.state);
    (register.state().clone(), verified.state, checked)
}

fn change(path: &Path, how: &str) {
    Connection::open(path).and_then(|one| one.execute_batch(how)).expect(how);
}

fn parts(path: &Path) -> i64 {
    let connection = Connection::open(path).expect("opens");
    connection.query_row("SELECT count(*) FROM snapshot_part", [], |row| row.get(0)).expect("a snapshot")
}

#[test]
fn a_ledger_opens_from_its_snapshot_and_what_came_after() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    ledger(&path);
    assert!(parts(&path) >= 3, "{}", parts(&path));
    let (state, replayed, checked) = opened(&path);
    assert_eq!(state, replayed);
    checked.expect("the snapshot is of these entries");
    // The entries before a snapshot are not looked at when the ledger is opened: `verify` does that.
    change(&path, "DROP TRIGGER entries_stay; UPDATE entries SET body = x'00' WHERE seq = 1");
    assert_eq!(open(&path, Access::Read).state(), &replayed);
    let ledger = SqliteLedger::open(&path, Access::Read).expect("opens");
    assert_eq!(verify(&ledger).expect("readable").expect_err("it was changed").seq, 1);
}

#[test]
fn whatever_became_of_a_snapshot_the_state_is_that_of_the_entries() {
    for (how, told) in [
        ("DELETE FROM snapshot", false),
        ("DROP TABLE snapshot", false),
        ("DROP TABLE snapshot_part", false),
        ("UPDATE snapshot SET form = '0'", false),
        ("UPDATE snapshot SET seq = 3", true),
        ("UPDATE snapshot SET seq = 99", true),
        ("UPDATE snapshot SET head = zeroblob(32)", true),
        ("UPDATE snapshot SET hash = zeroblob(32)", true),
        ("UPDATE snapshot_part SET packed = zeroblob(9) WHERE part = 1", true),
        ("DELETE FROM snapshot_part WHERE part = 2", true),
        ("DELETE FROM snapshot_part", true),
        ("DROP TABLE snapshot_part; CREATE TABLE snapshot_part (other)", true),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ledger");
        ledger(&path);
        change(&path, how);
        let (state, replayed, checked) = opened(&path);
        assert_eq!(state, replayed, "{how}");
        assert_eq!(matches!(checked, Err(LedgerError::Snapshot)), told, "{how}");
        change(&path, "DROP TABLE IF EXISTS snapshot_part");
        open(&path, Access::Append).rebuild().expect("rebuilt");
        let (state, replayed, checked) = opened(&path);
        assert_eq!(state, replayed, "{how}");
        checked.expect(how);
    }
}

#[test]
fn a_snapshot_of_another_ledger_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, other) = (folder.path().join("a.ledger"), folder.path().join("b.ledger"));
    ledger(&path);
    let mut register = open(&other, Access::Create);
    append(&mut register, 3);
    append(&mut register, 4);
    register.rebuild().expect("rebuilt");
    let attach = format!("ATTACH '{}' AS other", other.display());
    change(
        &path,
        &format!(
            "{attach}; DELETE FROM snapshot; DELETE FROM snapshot_part;
             INSERT INTO snapshot SELECT * FROM other.snapshot;
             INSERT INTO snapshot_part SELECT * FROM other.snapshot_part;"
        ),
    );
    let (state, replayed, checked) = opened(&path);
    assert_eq!(state, replayed);
    assert!(matches!(checked, Err(LedgerError::Snapshot)), "{checked:?}");
}

#[test]
fn a_snapshot_that_somebody_made_up_is_found_by_verify_and_gone_after_a_rebuild() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    ledger(&path);
    // A part is left out, and the hash made to fit.
    let connection = Connection::open(&path).expect("opens");
    connection.execute("DELETE FROM snapshot_part WHERE part = 2", []).expect("deleted");
    let mut hasher = blake3::Hasher::new();
    let (seq, head): (i64, [u8; 32]) = connection
        .query_row("SELECT seq, head FROM snapshot", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("a snapshot");
    hasher.update(SNAPSHOT_FORM.as_bytes());
    hasher.update(&seq.to_le_bytes());
    hasher.update(&head);
    let mut query = connection.prepare("SELECT packed FROM snapshot_part ORDER BY part").expect("parts");
    for part in query.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("parts") {
        hasher.update(blake3::hash(&part.expect("a part")).as_bytes());
    }
    connection.execute("UPDATE snapshot SET hash = ?1", [hasher.finalize().as_bytes()]).expect("updated");
    drop(query);
    let (state, replayed, checked) = opened(&path);
    // Like a row of a table that was changed, it is shown until somebody verifies.
    assert_ne!(state, replayed);
    assert!(matches!(checked, Err(LedgerError::Snapshot)), "{checked:?}");
    open(&path, Access::Append).rebuild().expect("rebuilt");
    let (state, replayed, checked) = opened(&path);
    assert_eq!(state, replayed);
    checked.expect("the snapshot is of these entries");
}

#[test]
fn a_snapshot_is_kept_when_many_entries_came_and_not_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    let mut register = open(&path, Access::Create);
    append(&mut register, 0);
    let there = |path: &Path| {
        let connection = Connection::open(path).expect("opens");
        let seq: rusqlite::Result<i64> =
            connection.query_row("SELECT seq FROM snapshot", [], |row| row.get(0));
        seq.ok()
    };
    assert_eq!(there(&path), None);
    let note = |number: usize| {
        let noted = Noted { target: Target::Document(document(0)), text: format!("page {number}") };
        draft(number as u64, judged(Verdict::Noted(noted)))
    };
    let drafts: Vec<Draft> = (0..5_100).map(note).collect();
    register.append(drafts).expect("appended");
    let kept = there(&path).expect("a snapshot");
    assert_eq!(kept as u64, register.state().head().seq);
    register.append(vec![note(1)]).expect("appended");
    assert_eq!(there(&path), Some(kept), "one entry more is no reason for another");
    let (state, replayed, checked) = opened(&path);
    assert_eq!(state, replayed);
    checked.expect("the snapshot is of these entries");
}
