//! Tables follow the entries, whatever was left behind by an older or interrupted program, and whoever writes beside.

mod town;

use std::path::Path;
use std::time::Duration;

use town::{DOCUMENTS, body, draft, intake, judged, reread, statements, text};
use truce_record::State;
use truce_record::entry::{Accepted, Body, Draft, Head, LinkedByPerson, Undone, Verdict};
use truce_record::id::{ChainHash, RecordId, RecordKind, Sha256Hash, Target};
use truce_record::log::{
    Access, Filter, Kept, Ledger, LedgerError, Original, Register, SqliteLedger, Writing, verify,
};

fn open(path: &Path, access: Access) -> SqliteLedger {
    SqliteLedger::open_patiently(path, access, Duration::from_millis(50)).expect("opens")
}

fn append<L: Ledger>(register: &mut Register<L>, number: usize) {
    let text = text(number);
    let original = Original { sha256: Sha256Hash::of(text.as_bytes()), bytes: text.as_bytes() };
    let drafts: Vec<Draft> = intake(number).into_iter().map(|body| draft(number as u64, body)).collect();
    register
        .append_with(&[original], &mut |_: &State| Ok(drafts.clone()), &mut |_| Ok(Vec::new()))
        .expect("appended");
}

/// Checks that the tables are what the entries amount to.
fn check(path: &Path) {
    let ledger = open(path, Access::Read);
    let verified = verify(&ledger).expect("readable").expect("as it was written");
    ledger.check_tables(&verified.state).expect("the tables are of these entries");
}

#[test]
fn what_is_verified_is_of_one_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    let mut register = Register::open(open(&path, Access::Create)).expect("a ledger");
    append(&mut register, 0);
    let ledger = open(&path, Access::Read);
    let checked = ledger.still(|ledger| {
        let verified = verify(ledger).expect("readable").expect("as it was written");
        append(&mut register, 1);
        assert_eq!(ledger.head().expect("a head"), verified.head, "nothing new is seen");
        ledger.check_tables(&verified.state)
    });
    checked.expect("readable").expect("the tables are of the same entries");
    assert_eq!(ledger.head().expect("a head").seq, 4, "afterwards it is");
}

/// A ledger beside which somebody else writes, just before each of its transactions.
struct Beside<F: FnMut()>(SqliteLedger, F);

impl<F: FnMut()> Ledger for Beside<F> {
    fn head(&self) -> Result<Head, LedgerError> {
        self.0.head()
    }

    fn entries(
        &self,
        seq: u64,
        each: &mut dyn FnMut(Kept) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.0.entries(seq, each)
    }

    fn original(&self, sha256: &Sha256Hash) -> Result<Option<Vec<u8>>, LedgerError> {
        self.0.original(sha256)
    }

    fn transact(
        &mut self,
        write: &mut dyn FnMut(&mut dyn Writing) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        (self.1)();
        self.0.transact(write)
    }

    fn digest(&self) -> Result<ChainHash, LedgerError> {
        self.0.digest()
    }
}

#[test]
fn a_rebuild_takes_up_what_others_append_meanwhile() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    append(&mut Register::open(open(&path, Access::Create)).expect("a ledger"), 0);
    let mut other = Register::open(open(&path, Access::Append)).expect("a ledger");
    let mut number = 0;
    let meddle = || {
        number += 1;
        append(&mut other, number);
    };
    let mut register = Register::open(Beside(open(&path, Access::Append), meddle)).expect("a ledger");
    register.rebuild().expect("rebuilt");
    assert_eq!(register.state().documents().len(), 2);
    check(&path);
}

#[test]
fn tables_that_were_left_behind_are_built_anew_before_anything_is_appended() {
    for left in [
        "UPDATE built SET seq = 2; DELETE FROM statement WHERE num >> 24 = 4",
        "UPDATE built SET form = 0; DELETE FROM document",
        "DROP TABLE built; DROP TABLE figure",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ledger");
        let mut register = Register::open(open(&path, Access::Create)).expect("a ledger");
        append(&mut register, 0);
        append(&mut register, 1);
        rusqlite::Connection::open(&path).and_then(|one| one.execute_batch(left)).expect(left);
        assert!(matches!(open(&path, Access::Read).check_built(), Err(LedgerError::Stale { .. })), "{left}");
        append(&mut register, 2);
        check(&path);
    }
}

/// Appends a body, and returns the row of the figure of a document.
fn figure_after(path: &Path, body: Body) -> truce_record::log::StatementRow {
    let mut register = Register::open(open(path, Access::Append)).expect("a ledger");
    register.append(vec![draft(99, body)]).expect("appended");
    check(path);
    let all = Filter { rejected: true, ..Filter::default() };
    register.ledger().statements(Some("figure"), &all).expect("rows").remove(0)
}

#[test]
fn figures_are_as_of_the_day_that_the_latest_reading_tells() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    append(&mut Register::open(open(&path, Access::Create)).expect("a ledger"), 3);
    let row = figure_after(&path, reread(3, 0, 2));
    assert_eq!(row.as_of.as_deref(), Some("2011-03-10"));
    let row = figure_after(&path, reread(3, 0b100, 5));
    assert_eq!(row.as_of.as_deref(), Some("2011-03-13"), "also where the reading no longer has it");
}

#[test]
fn what_a_person_upholds_is_listed_though_a_later_reading_does_not_have_it() {
    let record = RecordId::of(RecordKind::Incident, &[statements(0)[2].id.clone()], "");
    let figure = || statements(0)[2].id.clone();
    for judgement in [
        Verdict::Accepted(Accepted { target: Target::Statement(figure()) }),
        Verdict::LinkedByPerson(LinkedByPerson { statement: figure(), record: record.clone() }),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ledger");
        let mut register = Register::open(open(&path, Access::Create)).expect("a ledger");
        append(&mut register, 0);
        let listed = |ledger: &SqliteLedger| {
            ledger.statements(Some("figure"), &Filter::default()).expect("rows").len()
        };
        let upheld = register.append(vec![draft(8, judged(judgement.clone()))]).expect("appended");
        register.append(vec![draft(9, reread(0, 0b100, 0))]).expect("appended");
        assert_eq!(listed(register.ledger()), 1, "{judgement:?}");
        check(&path);
        let undone = Verdict::Undone(Undone { entry: upheld.entries[0] });
        register.append(vec![draft(9, judged(undone))]).expect("appended");
        assert_eq!(listed(register.ledger()), 0, "{judgement:?}");
        check(&path);
    }
}

#[test]
fn who_says_so_is_as_the_latest_reading_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    append(&mut Register::open(open(&path, Access::Create)).expect("a ledger"), 3);
    let row = figure_after(&path, reread(3, 0, 2));
    assert_eq!(row.speaker.as_deref(), Some("Witness 2"));
    let Body::ReadingAdded(mut reading) = reread(3, 0, 1) else { panic!("a reading") };
    // As if its bytes were decoded otherwise by now.
    reading.text = Sha256Hash::of(b"another text");
    reading.statements[2].anchor.quote = "Six persons died".to_owned();
    let row = figure_after(&path, Body::ReadingAdded(reading));
    assert_eq!((row.speaker.as_deref(), row.quote.as_str()), (Some("Witness 1"), "Six persons died"));
    let register = Register::open(open(&path, Access::Append)).expect("a ledger");
    register.ledger().check_words().expect("the index of words fits");
    let known = &register.state().statements()[&statements(3)[2].id];
    assert_eq!(known.statement.attribution[0].speaker.as_ref().expect("a speaker").name, "Witness 1");
    for (words, found) in [("persons", 1), ("people died", 0)] {
        assert_eq!(register.ledger().search(words, 9).expect("hits").len(), found, "{words}");
    }
}

#[test]
fn an_index_of_words_that_does_not_fit_is_found() {
    for (harm, found) in [
        ("INSERT INTO statement_words (statement_words) VALUES ('delete-all')", true),
        (
            "INSERT INTO statement_words (statement_words, rowid, quote, names) \
             SELECT 'delete', num, quote, names FROM statement WHERE kind = 'figure'",
            true,
        ),
        (
            "INSERT INTO statement_words (rowid, quote, names) VALUES (7, 'a truce that nobody told of', '')",
            true,
        ),
        ("INSERT INTO statement_words (statement_words) VALUES ('optimize')", false),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ledger");
        let mut register = Register::open(open(&path, Access::Create)).expect("a ledger");
        for number in 0..3 {
            append(&mut register, number);
        }
        check(&path);
        rusqlite::Connection::open(&path).and_then(|one| one.execute_batch(harm)).expect(harm);
        let checked = open(&path, Access::Read).check_tables(register.state());
        assert_eq!(matches!(checked, Err(LedgerError::Words)), found, "{harm}: {checked:?}");
        register.rebuild().expect("rebuilt");
        check(&path);
    }
}

#[test]
fn many_entries_are_taken_up_in_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ledger");
    let mut register = Register::open(open(&path, Access::Create)).expect("a ledger");
    for number in 0..DOCUMENTS {
        append(&mut register, number);
    }
    let mut drafts = Vec::new();
    for number in 0..3000_u32 {
        let [one, two, three] = [number, number / 7, number / 31].map(|part| (part % 251) as u8);
        drafts.push(draft(u64::from(number), body(((number % 4) as u8, one, two, three), 0)));
    }
    register.append(drafts).expect("appended");
    let again = Register::open(open(&path, Access::Read)).expect("a ledger");
    assert_eq!(again.state(), register.state());
    // The first that was changed is told, also among many.
    for sql in [
        "DROP TRIGGER entries_stay; UPDATE entries SET by = 'person:Eve' WHERE seq > 1777",
        "UPDATE entries SET hash = zeroblob(32) WHERE seq = 2900",
    ] {
        rusqlite::Connection::open(&path).and_then(|one| one.execute_batch(sql)).expect(sql);
        let opened = Register::open(open(&path, Access::Read)).map(|register| register.state().head());
        assert!(matches!(opened, Err(LedgerError::Entry { seq: 1778, .. })), "{opened:?}");
    }
}
