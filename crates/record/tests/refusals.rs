//! What a ledger refuses, and that its file is then as it was.

mod town;

use std::path::{Path, PathBuf};
use std::time::Duration;

use town::{draft, intake, judged, text};
use truce_record::State;
use truce_record::entry::{Body, Checkpoint, CheckpointError, Draft, Noted, SigningKey, Verdict};
use truce_record::id::{Sha256Hash, Target};
use truce_record::log::{
    Access, Beside, Existing, Kept, Ledger as _, LedgerError, Original, Register, SqliteLedger, verify,
};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a ledger of so many documents, closed.
    fn ledger(&self, documents: usize) -> PathBuf {
        let path = self.path("a.ledger");
        let mut register = open(&path, Access::Create).expect("a new ledger");
        for number in 0..documents {
            add(&mut register, number).expect("added");
        }
        path
    }
}

fn open(path: &Path, access: Access) -> Result<Register<SqliteLedger>, LedgerError> {
    Register::open(SqliteLedger::open_patiently(path, access, Duration::from_millis(50))?)
}

fn add(register: &mut Register<SqliteLedger>, number: usize) -> Result<usize, LedgerError> {
    let text = text(number);
    let original = Original { sha256: Sha256Hash::of(text.as_bytes()), bytes: text.as_bytes() };
    let mut drafts = |state: &State| {
        if state.document(&town::document(number)).is_some() {
            return Ok(Vec::new());
        }
        Ok(intake(number).into_iter().map(|body| draft(number as u64, body)).collect::<Vec<Draft>>())
    };
    register
        .append_with(&[original], &mut drafts, &mut |_| Ok(Vec::new()))
        .map(|appended| appended.entries.len())
}

/// Changes a ledger behind its back, as somebody with a database tool would.
fn tamper(path: &Path, sql: &str) {
    let connection = rusqlite::Connection::open(path).expect("a database");
    for trigger in [
        "entries_follow",
        "entries_stay",
        "entries_remain",
        "originals_once",
        "originals_stay",
        "originals_remain",
    ] {
        connection.execute_batch(&format!("DROP TRIGGER {trigger}")).expect("dropped");
    }
    connection.execute_batch(sql).expect("tampered with");
}

fn first_failure(path: &Path) -> (u64, String) {
    let ledger = SqliteLedger::open(path, Access::Read).expect("opens");
    let failure = verify(&ledger).expect("readable").expect_err("something was changed");
    (failure.seq, failure.what)
}

#[test]
fn other_files_are_left_as_they_were() {
    let place = Place::new();
    let database = place.path("other.db");
    rusqlite::Connection::open(&database)
        .and_then(|other| other.execute_batch("CREATE TABLE t (a)"))
        .expect("made");
    let words = place.path("notes.txt");
    std::fs::write(&words, "The truce held.").expect("written");
    let newer = place.ledger(1);
    let raise =
        rusqlite::Connection::open(&newer).and_then(|ledger| ledger.pragma_update(None, "user_version", 99));
    raise.expect("raised");
    for (path, says) in [(&database, "another program"), (&words, "another kind"), (&newer, "form 99")] {
        let before = std::fs::read(path).expect("read");
        for access in [Access::Read, Access::Append, Access::Create] {
            let error = open(path, access).map(|_| ()).expect_err("refused");
            assert!(error.to_string().contains(says), "{}: {error}", path.display());
            assert!(!error.help().is_empty());
        }
        assert_eq!(std::fs::read(path).expect("read"), before, "{}", path.display());
    }
}

#[test]
fn what_is_not_there_is_not_made_unasked() {
    let place = Place::new();
    let (absent, empty) = (place.path("none.ledger"), place.path("empty.ledger"));
    std::fs::write(&empty, "").expect("written");
    for path in [&absent, &empty] {
        for access in [Access::Read, Access::Append] {
            assert!(matches!(open(path, access), Err(LedgerError::Absent(_))), "{}", path.display());
        }
    }
    assert!(!absent.exists());
    assert!(matches!(open(place.folder.path(), Access::Create), Err(LedgerError::NoLedger { .. })));
    assert!(matches!(open(&place.path("no/such/folder"), Access::Create), Err(LedgerError::ReadOnly(_))));
    // What was interrupted while it was made is made whole.
    assert!(open(&empty, Access::Create).is_ok());
}

#[test]
fn the_file_itself_refuses_to_change_the_past() {
    let place = Place::new();
    let path = place.ledger(2);
    let connection = rusqlite::Connection::open(&path).expect("a database");
    for (sql, says) in [
        ("UPDATE entries SET by = 'person:Eve' WHERE seq = 1", "never changed"),
        ("DELETE FROM entries WHERE seq = 4", "never deleted"),
        ("INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 2", "follows the last"),
        ("INSERT INTO entries SELECT 9, form, at, by, hash, body FROM entries WHERE seq = 1", "follows"),
        ("UPDATE originals SET packed = x'00'", "never changed"),
        ("DELETE FROM originals", "never deleted"),
        ("INSERT OR REPLACE INTO originals SELECT * FROM originals LIMIT 1", "kept once"),
    ] {
        let error = connection.execute_batch(sql).expect_err(sql);
        assert!(error.to_string().contains(says), "{sql}: {error}");
    }
    drop(connection);
    let ledger = SqliteLedger::open(&path, Access::Read).expect("opens");
    assert_eq!(verify(&ledger).expect("readable").expect("as it was written").entries, 4);
}

#[test]
fn verify_names_the_first_entry_that_was_changed() {
    for (sql, seq, says) in [
        ("UPDATE entries SET by = 'person:Eve' WHERE seq = 3", 3, "does not fit"),
        ("UPDATE entries SET by = 'nobody' WHERE seq = 3", 3, "does not fit"),
        ("UPDATE entries SET at = at + 1 WHERE seq = 2", 2, "does not fit"),
        ("UPDATE entries SET form = 0 WHERE seq = 2", 2, "does not fit"),
        ("UPDATE entries SET form = 9 WHERE seq = 4", 4, "does not fit"),
        (
            "UPDATE entries SET body = (SELECT body FROM entries WHERE seq = 2) WHERE seq = 6",
            6,
            "does not fit",
        ),
        ("DELETE FROM entries WHERE seq = 2", 3, "missing"),
        ("UPDATE entries SET hash = zeroblob(32) WHERE seq = 4", 4, "does not fit"),
        ("UPDATE entries SET body = x'28B52FFD00' WHERE seq = 4", 4, "unpacked"),
        ("DELETE FROM originals", 1, "missing"),
        (
            "UPDATE originals SET packed = (SELECT packed FROM originals ORDER BY rowid LIMIT 1)",
            3,
            "bytes of document",
        ),
    ] {
        let place = Place::new();
        let path = place.ledger(3);
        tamper(&path, sql);
        let (first, what) = first_failure(&path);
        assert_eq!(first, seq, "{sql}: {what}");
        assert!(what.contains(says), "{sql}: {what}");
    }
}

#[test]
fn a_quote_that_is_not_in_the_text_shows() {
    let place = Place::new();
    let path = place.path("a.ledger");
    let mut register = open(&path, Access::Create).expect("a new ledger");
    let text = text(0);
    let [added, Body::ReadingAdded(mut reading)] = intake(0) else { panic!("a reading") };
    reading.statements[2].anchor.quote = "Sixty people died".to_owned();
    let original = Original { sha256: Sha256Hash::of(text.as_bytes()), bytes: text.as_bytes() };
    let drafts = vec![draft(0, added), draft(0, Body::ReadingAdded(reading))];
    register
        .append_with(&[original], &mut |_| Ok(drafts.clone()), &mut |_| Ok(Vec::new()))
        .expect("appended");
    let (seq, what) = first_failure(&path);
    assert_eq!(seq, 2);
    assert!(what.contains("quotes words that do not stand"), "{what}");
}

#[test]
fn damaged_pages_are_found() {
    let place = Place::new();
    let path = place.ledger(3);
    let mut bytes = std::fs::read(&path).expect("read");
    let at = bytes.len() / 2 / 4096 * 4096;
    bytes[at..at + 4096].fill(0xAA);
    std::fs::write(&path, &bytes).expect("written");
    let checked = SqliteLedger::open(&path, Access::Read).and_then(|ledger| ledger.check_pages());
    assert!(matches!(checked, Err(LedgerError::Damaged(_))), "{checked:?}");
    assert_eq!(std::fs::read(&path).expect("read"), bytes, "left as it was");
}

#[test]
fn two_who_write_take_turns_or_are_refused() {
    let place = Place::new();
    let path = place.ledger(1);
    let mut one = open(&path, Access::Append).expect("opens");
    let mut other = open(&path, Access::Append).expect("opens");
    assert_eq!(add(&mut one, 1).expect("added"), 2);
    assert_eq!(add(&mut other, 1).expect("known by now"), 0, "the other saw what the one added");
    assert_eq!(add(&mut other, 2).expect("added"), 2);
    assert_eq!(add(&mut one, 3).expect("added"), 2);
    let holder = rusqlite::Connection::open(&path).expect("a database");
    holder.execute_batch("BEGIN IMMEDIATE").expect("held");
    assert!(matches!(add(&mut one, 4), Err(LedgerError::Busy)));
    holder.execute_batch("ROLLBACK").expect("let go");
    assert_eq!(add(&mut one, 4).expect("added"), 2);
    assert_eq!(one.state().head().seq, 10);
    let ledger = SqliteLedger::open(&path, Access::Read).expect("opens");
    assert!(verify(&ledger).expect("readable").is_ok());
    assert!(ledger.check_built().is_ok());
}

#[test]
fn a_refused_entry_leaves_state_and_file_as_they_were() {
    let place = Place::new();
    let path = place.ledger(2);
    let mut register = open(&path, Access::Append).expect("opens");
    let before = register.state().clone();
    let note = |target: Target| judged(Verdict::Noted(Noted { target, text: "see map".to_owned() }));
    let good = draft(9, note(Target::Document(town::document(0))));
    let bad = draft(9, note(Target::Document(town::document(4))));
    let refused = register.append(vec![good.clone(), bad]);
    assert!(matches!(refused, Err(LedgerError::Refused(_))), "{refused:?}");
    register.refresh().expect("read again");
    assert_eq!(register.state(), &before);
    assert_eq!(register.append(vec![good]).expect("appended").entries, [5]);
    assert_eq!(open(&path, Access::Read).expect("opens").state(), register.state());
}

#[test]
fn a_refusal_leaves_the_file_as_it_was_byte_for_byte() {
    let place = Place::new();
    let path = place.ledger(2);
    let open_still = open(&path, Access::Append).map(|mut register| {
        add(&mut register, 2).expect("added");
        register
    });
    // A copy, which nobody wrote to since; and what a process that was killed leaves: a part of it beside the file.
    let (copy, killed) = (place.path("copy.ledger"), place.path("killed.ledger"));
    SqliteLedger::open(&path, Access::Read)
        .and_then(|ledger| ledger.backup(&copy, Existing::Keep))
        .expect("copied");
    let wal = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    std::fs::copy(&path, &killed).expect("copied");
    std::fs::copy(wal(&path), wal(&killed)).expect("copied");
    drop(open_still);
    for path in [&path, &copy, &killed] {
        let before = std::fs::read(path).expect("read");
        let mut register = open(path, Access::Append).expect("opens");
        assert_eq!(register.state().head().seq, 6, "{}", path.display());
        let nobody = judged(Verdict::Noted(Noted {
            target: Target::Document(town::document(4)),
            text: "see map".to_owned(),
        }));
        assert!(matches!(register.append(vec![draft(9, nobody)]), Err(LedgerError::Refused(_))));
        assert_eq!(add(&mut register, 1).expect("known"), 0);
        drop(register);
        assert!(std::fs::read(path).expect("read") == before, "{}", path.display());
        let mut register = open(path, Access::Append).expect("opens");
        assert_eq!(add(&mut register, 3).expect("added"), 2);
        drop(register);
        assert_eq!(&std::fs::read(path).expect("read")[18..20], [2, 2], "from the first append on: WAL");
        assert!(!wal(path).exists(), "nothing is left beside it");
    }
}

#[test]
fn a_backup_is_whole_while_others_write() {
    let place = Place::new();
    let path = place.ledger(2);
    let mut register = open(&path, Access::Append).expect("opens");
    let writer = std::thread::spawn(move || {
        for number in 2..5 {
            add(&mut register, number).expect("added");
        }
    });
    let ledger = SqliteLedger::open(&path, Access::Read).expect("opens");
    let copies: Vec<PathBuf> = (0..5).map(|number| place.path(&format!("copy-{number}"))).collect();
    for copy in &copies {
        ledger.backup(copy, Existing::Keep).expect("copied");
    }
    writer.join().expect("written");
    for copy in &copies {
        let copy = SqliteLedger::open(copy, Access::Read).expect("opens");
        let verified = verify(&copy).expect("readable").expect("as it was written");
        assert!(verified.entries >= 4 && verified.entries.is_multiple_of(2), "whole documents");
        copy.check_built().expect("its tables are of its last entry");
    }
}

#[test]
fn nothing_is_overwritten_unasked() {
    let place = Place::new();
    let path = place.ledger(1);
    let ledger = SqliteLedger::open(&path, Access::Read).expect("opens");
    let (copy, part) = (place.path("copy"), place.path("copy.part"));
    for there in [&copy, &part] {
        std::fs::write(there, "the notes of somebody").expect("written");
        let refused = ledger.backup(&copy, Existing::Keep);
        assert!(matches!(&refused, Err(LedgerError::There(path)) if path == there), "{refused:?}");
        assert_eq!(std::fs::read(there).expect("read"), b"the notes of somebody");
        ledger.backup(&copy, Existing::Replace).expect("replaced");
        assert_eq!(open(&copy, Access::Read).expect("opens").state().head().seq, 2);
        assert!(!part.exists());
        std::fs::remove_file(&copy).expect("removed");
    }
    // A file that appears while the copy is made.
    let beside = Beside::new(&copy, Existing::Keep, &path).expect("begun");
    std::fs::write(&copy, "the notes of somebody").expect("written");
    assert!(matches!(beside.settle(), Err(LedgerError::There(_))));
    assert_eq!(std::fs::read(&copy).expect("read"), b"the notes of somebody");
    assert!(!part.exists(), "what was begun is taken away");
    let before = std::fs::read(&path).expect("read");
    assert!(matches!(ledger.backup(&path, Existing::Replace), Err(LedgerError::Itself(_))));
    assert!(std::fs::read(&path).expect("read") == before);
    let mut writing = open(&copy_of(&ledger, &place), Access::Append).expect("opens");
    add(&mut writing, 1).expect("added");
    add(&mut writing, 2).expect("added");
    let refused = ledger.backup(writing.ledger().path(), Existing::Replace);
    assert!(matches!(refused, Err(LedgerError::There(_))), "somebody writes to it: {refused:?}");
}

fn copy_of(ledger: &SqliteLedger, place: &Place) -> PathBuf {
    let path = place.path("other.ledger");
    ledger.backup(&path, Existing::Keep).expect("copied");
    path
}

#[test]
fn a_checkpoint_shows_a_ledger_that_was_swapped() {
    let place = Place::new();
    let path = place.ledger(2);
    let mut register = open(&path, Access::Append).expect("opens");
    let head = register.ledger().head().expect("a head");
    let checkpoint = Checkpoint::sign(&head, town::time(9), "Ana", &SigningKey::from_bytes(&[3; 32]));
    add(&mut register, 2).expect("added");
    let hash = |path: &Path, seq: u64| {
        let mut hash = None;
        let ledger = SqliteLedger::open(path, Access::Read).expect("opens");
        let read = ledger.entries(seq, &mut |kept| {
            hash = hash.or(Some(kept.hash));
            Ok(())
        });
        read.expect("readable");
        (ledger.head().expect("a head"), hash)
    };
    let (head, has) = hash(&path, 4);
    assert!(checkpoint.verify(&head, has).is_ok());
    let other = Place::new();
    let swapped = other.path("a.ledger");
    let mut rewritten = open(&swapped, Access::Create).expect("a new ledger");
    for number in [1, 0] {
        add(&mut rewritten, number).expect("added");
    }
    let (head, has) = hash(&swapped, 4);
    assert!(verify(rewritten.ledger()).expect("readable").is_ok(), "it is whole in itself");
    assert!(matches!(checkpoint.verify(&head, has), Err(CheckpointError::Differs { .. })));
}

#[test]
fn an_entry_of_a_newer_form_is_told_from_a_damaged_one() {
    let place = Place::new();
    let ledger = SqliteLedger::open(&place.ledger(1), Access::Read).expect("opens");
    let mut first = None;
    let read = ledger.entries(1, &mut |kept| {
        first = first.take().or(Some(kept));
        Ok(())
    });
    read.expect("readable");
    let kept = Kept { form: 9, body: b"{\"what-will-come\":{}}".to_vec(), ..first.expect("an entry") };
    assert!(matches!(kept.clone().read(), Err(LedgerError::Entry { seq: 1, .. })));
    let hash = truce_record::entry::chained(&kept.prev, 9, 1, &kept.at, &kept.by, &kept.body);
    assert!(matches!(Kept { hash, ..kept }.read(), Err(LedgerError::Newer { has: 9, .. })));
}
