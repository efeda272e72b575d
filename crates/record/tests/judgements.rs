//! What people judge, and how it changes what the ledger shows.

mod town;

use town::{draft, intake, judged, person, statements};
use truce_record::State;
use truce_record::entry::{
    Accepted, Author, Body, Change, Corrected, Entry, Graded, InformationGrade, Linked, LinkedByPerson,
    Merged, Noted, OriginFound, ReadingAdded, Rejected, SourceGrade, Split, Thousandths, Undone, Unlinked,
    Verdict, ViolationLinked,
};
use truce_record::fold::{Refusal, Standing, replay};
use truce_record::id::{RecordId, RecordKind, StatementId, Target};

fn state(bodies: impl IntoIterator<Item = Body>) -> State {
    let mut head = truce_record::entry::Head::EMPTY;
    let entries: Vec<Entry> = bodies
        .into_iter()
        .map(|body| {
            let entry = Entry::chain(&head, draft(0, body));
            head = entry.head();
            entry
        })
        .collect();
    replay(entries)
}

fn documents(numbers: &[usize]) -> Vec<Body> {
    numbers.iter().flat_map(|&number| intake(number)).collect()
}

fn event(number: usize) -> StatementId {
    statements(number)[0].id.clone()
}

fn incident(number: usize) -> RecordId {
    RecordId::of(RecordKind::Incident, &[event(number)], "")
}

fn linked(statement: StatementId, record: RecordId) -> Body {
    Body::Linked(Linked {
        statement,
        record,
        score: Thousandths(800),
        reason: "same day and place".to_owned(),
    })
}

#[test]
fn standing_follows_origins_and_denials() {
    let link = |number: usize| linked(event(number), incident(0));
    let copy = Body::OriginFound(OriginFound {
        document: town::document(1),
        of: town::document(0),
        containment: Thousandths(950),
        spans: Vec::new(),
        evidence: Vec::new(),
    });
    let denial = linked(statements(0)[1].id.clone(), incident(0));
    let cases: [(&str, Vec<Body>, Standing); 6] = [
        ("one report", vec![link(0)], Standing::SingleSource),
        ("two reports", vec![link(0), link(1)], Standing::Corroborated),
        ("a report and its copy", vec![link(0), link(1), copy.clone()], Standing::SingleSource),
        ("a copy and a report of its own", vec![link(0), link(1), copy, link(2)], Standing::Corroborated),
        ("two reports and a denial", vec![link(0), link(1), denial], Standing::Disputed),
        ("only said not to have happened", vec![linked(event(4), incident(0))], Standing::Denied),
    ];
    for (what, links, standing) in cases {
        let state = state(documents(&[0, 1, 2, 4]).into_iter().chain(links));
        assert_eq!(state.incident(&incident(0)).expect(what).standing, standing, "{what}");
    }
}

#[test]
fn the_id_of_a_merged_record_goes_on_meaning_the_whole() {
    let merge = judged(Verdict::Merged(Merged { into: incident(0), from: vec![incident(1)] }));
    let mut bodies = documents(&[0, 1, 2]);
    bodies.extend([linked(event(0), incident(0)), linked(event(1), incident(1)), merge]);
    bodies.push(linked(event(2), incident(1)));
    let state = state(bodies);
    assert_eq!(state.resolve(&incident(1)), &incident(0));
    assert_eq!(state.incident(&incident(1)).expect("the whole").statements.len(), 3);
    assert_eq!(state.records(RecordKind::Incident).count(), 1);
}

#[test]
fn the_program_does_not_link_what_a_person_parted() {
    let part = judged(Verdict::Unlinked(Unlinked { statement: event(1), record: incident(0) }));
    let mut bodies = documents(&[0, 1]);
    bodies.extend([linked(event(0), incident(0)), linked(event(1), incident(0)), part]);
    bodies.push(linked(event(1), incident(0)));
    let parted = state(bodies.clone());
    assert!(parted.severed(&event(1), &incident(0)));
    assert_eq!(parted.incident(&incident(0)).expect("an incident").statements.len(), 1);
    bodies.push(judged(Verdict::LinkedByPerson(LinkedByPerson { statement: event(1), record: incident(0) })));
    assert_eq!(state(bodies).incident(&incident(0)).expect("an incident").statements.len(), 2);
}

fn parted(statement: StatementId, record: RecordId) -> Body {
    judged(Verdict::Unlinked(Unlinked { statement, record }))
}

fn merged(into: usize, from: usize) -> Body {
    judged(Verdict::Merged(Merged { into: incident(into), from: vec![incident(from)] }))
}

#[test]
fn what_a_person_parted_from_a_part_is_parted_from_the_whole() {
    let two = || {
        let mut bodies = documents(&[0, 1, 2]);
        bodies.extend([linked(event(0), incident(0)), linked(event(1), incident(1))]);
        bodies
    };
    for (what, of) in [("the part that goes", 1), ("the part that stays", 0)] {
        let mut bodies = two();
        bodies.extend([linked(event(2), incident(of)), parted(event(2), incident(of)), merged(0, 1)]);
        for record in [0, 1] {
            let mut bodies = bodies.clone();
            bodies.push(linked(event(2), incident(record)));
            let state = state(bodies);
            assert!(state.severed(&event(2), &incident(record)), "{what}");
            assert_eq!(state.incident(&incident(0)).expect(what).statements.len(), 2, "{what}");
        }
        // The program had linked it to the other part too.
        let mut bodies = two();
        bodies.extend([linked(event(2), incident(0)), linked(event(2), incident(1))]);
        bodies.extend([parted(event(2), incident(of)), merged(0, 1)]);
        assert_eq!(state(bodies).incident(&incident(0)).expect(what).statements.len(), 2, "{what}");
        // A person had.
        let mut bodies = two();
        let by_person = LinkedByPerson { statement: event(2), record: incident(1 - of) };
        bodies.extend([linked(event(2), incident(of)), parted(event(2), incident(of))]);
        bodies.extend([judged(Verdict::LinkedByPerson(by_person)), merged(0, 1)]);
        let state = state(bodies);
        assert_eq!(state.incident(&incident(0)).expect(what).statements.len(), 3, "{what}");
        assert!(!state.severed(&event(2), &incident(0)), "{what}");
    }
}

#[test]
fn merging_and_undoing_it_leaves_no_trace() {
    let mut bodies = documents(&[0, 1, 2]);
    bodies.extend([0, 1].map(|number| linked(event(number), incident(number))));
    bodies.extend([linked(event(2), incident(1)), parted(event(2), incident(1))]);
    let note = Noted { target: Target::Record(incident(1)), text: "see the log".into() };
    let grade = Graded {
        target: Target::Record(incident(1)),
        source: SourceGrade::from_letter('B'),
        information: None,
    };
    let term = statements(0)[4].id.clone();
    let breach = ViolationLinked { incident: incident(1), term: term.clone() };
    bodies
        .extend([Verdict::Noted(note), Verdict::Graded(grade), Verdict::ViolationLinked(breach)].map(judged));
    let before = state(bodies.clone());
    bodies.push(merged(0, 1));
    let number = bodies.len() as u64;
    let whole = state(bodies.clone());
    assert_eq!(whole.breaking(&term).collect::<Vec<_>>(), [&incident(0)]);
    assert_ne!(town::shown(&whole), town::shown(&before));
    bodies.push(judged(Verdict::Undone(Undone { entry: number })));
    let after = state(bodies);
    assert_eq!(town::shown(&after), town::shown(&before));
    assert_eq!(after.breaking(&term).collect::<Vec<_>>(), [&incident(1)]);
}

#[test]
fn what_was_judged_of_a_part_is_shown_of_the_whole() {
    let record = |number: usize| Target::Record(incident(number));
    let mut bodies = documents(&[0, 1]);
    bodies.extend([0, 1].map(|number| linked(event(number), incident(number))));
    let note = |number: usize, text: &str| {
        judged(Verdict::Noted(Noted { target: record(number), text: text.into() }))
    };
    let grade = |number: usize, letter: Option<char>, credible: Option<u8>| {
        judged(Verdict::Graded(Graded {
            target: record(number),
            source: letter.and_then(SourceGrade::from_letter),
            information: credible.map(|number| InformationGrade::try_from(number).expect("a grade")),
        }))
    };
    bodies.extend([
        note(1, "first"),
        note(0, "second"),
        grade(1, Some('B'), Some(2)),
        grade(0, None, Some(3)),
    ]);
    bodies.push(judged(Verdict::Accepted(Accepted { target: record(1) })));
    bodies.push(merged(0, 1));
    let number = bodies.len() as u64;
    // Judged by its old id, it is judged as a whole.
    bodies.push(note(1, "third"));
    let whole = state(bodies.clone());
    for number in [0, 1] {
        let notes: Vec<&str> = whole.notes(&record(number)).iter().map(|note| note.text.as_str()).collect();
        assert_eq!(notes, ["first", "second", "third"]);
        assert_eq!(whole.grade(&record(number)).to_string(), "B3");
        assert!(whole.review(&record(number)).is_some_and(|review| review.accepted));
    }
    assert!(whole.incident(&incident(0)).expect("the whole").review.is_some());
    bodies.push(judged(Verdict::Undone(Undone { entry: number })));
    let parts = state(bodies);
    let notes =
        |number: usize| parts.notes(&record(number)).iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    assert_eq!((notes(0), notes(1)), (vec!["second".into()], vec!["first".into(), "third".into()]));
    assert_eq!(
        (parts.grade(&record(0)).to_string(), parts.grade(&record(1)).to_string()),
        ("F3".into(), "B2".into())
    );
    assert!(parts.review(&record(0)).is_none());
}

#[test]
fn a_rejected_duplicate_does_not_reject_the_whole() {
    let mut bodies = documents(&[0, 1]);
    bodies.extend([0, 1].map(|number| linked(event(number), incident(number))));
    bodies.push(judged(Verdict::Rejected(Rejected { target: Target::Record(incident(1)) })));
    bodies.push(merged(0, 1));
    assert!(state(bodies).incident(&incident(0)).expect("the whole").review.is_none());
}

#[test]
fn a_correction_stands_until_it_is_undone() {
    let right =
        judged(Verdict::Corrected(Corrected { record: incident(0), change: Change::Act("clash".into()) }));
    let mut bodies = documents(&[0]);
    bodies.extend([linked(event(0), incident(0)), right]);
    let number = bodies.len() as u64;
    assert_eq!(state(bodies.clone()).incident(&incident(0)).expect("an incident").act, "clash");
    bodies.push(judged(Verdict::Undone(Undone { entry: number })));
    assert_eq!(state(bodies).incident(&incident(0)).expect("an incident").act, "shelling");
}

#[test]
fn reading_again_never_overrides_a_person() {
    let [_, Body::ReadingAdded(reading)] = intake(0) else { panic!("a reading") };
    let again = Body::ReadingAdded(Box::new(ReadingAdded {
        statements: Vec::new(),
        reader: "test 2".into(),
        ..*reading
    }));
    let by_person =
        judged(Verdict::LinkedByPerson(LinkedByPerson { statement: event(0), record: incident(0) }));
    for (what, link, left) in
        [("the program's", linked(event(0), incident(0)), 0), ("a person's", by_person, 1)]
    {
        let state = state(documents(&[0]).into_iter().chain([link, again.clone()]));
        let counted = state.incident(&incident(0)).map_or(0, |incident| incident.statements.len());
        assert_eq!(counted, left, "{what} link");
    }
}

#[test]
fn rejected_statements_do_not_count() {
    let reject = judged(Verdict::Rejected(Rejected { target: Target::Statement(event(1)) }));
    let mut bodies = documents(&[0, 1]);
    bodies.extend([linked(event(0), incident(0)), linked(event(1), incident(0)), reject]);
    let incident = state(bodies).incident(&incident(0)).expect("an incident");
    assert_eq!((incident.statements.len(), incident.standing), (1, Standing::SingleSource));
}

#[test]
fn what_means_nothing_is_refused() {
    let mut bodies = documents(&[0, 1]);
    bodies.extend([linked(event(0), incident(0)), linked(event(1), incident(1))]);
    let state = state(bodies);
    let agreement = RecordId::of(RecordKind::Agreement, &[event(0)], "");
    let split = |statements: Vec<StatementId>| {
        let into = RecordId::of(RecordKind::Incident, &statements, "split");
        judged(Verdict::Split(Split { record: incident(0), statements, into }))
    };
    let merge = |into: RecordId, from: RecordId| judged(Verdict::Merged(Merged { into, from: vec![from] }));
    let undo = |entry| judged(Verdict::Undone(Undone { entry }));
    let cases = [
        (intake(0)[0].clone(), "already"),
        (linked(event(3), incident(0)), "not in this ledger"),
        (merge(incident(0), incident(0)), "already"),
        (merge(incident(0), incident(2)), "not in this ledger"),
        (merge(incident(0), agreement), "not in this ledger"),
        (split(vec![event(0)]), "must leave"),
        (split(vec![event(1)]), "no part"),
        (undo(1), "kept for good"),
        (undo(99), "no such entry"),
        (judged(Verdict::Unlinked(Unlinked { statement: event(0), record: incident(1) })), "no part"),
    ];
    for (body, words) in cases {
        let refusal = state.check(&person(), &body).expect_err(words);
        assert!(refusal.to_string().contains(words), "{refusal}");
        assert!(!refusal.help().is_empty());
    }
    let machine = Author::Program("truce".to_owned());
    assert_eq!(state.check(&machine, &undo(5)), Err(Refusal::NoPerson), "judgements are people's");
    assert_eq!(state.check(&person(), &undo(5)), Ok(()));
}
