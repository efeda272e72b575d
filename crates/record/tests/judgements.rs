//! What people judge, and how it changes what the ledger shows.

mod town;

use town::{draft, intake, judged, person, statements};
use truce_record::State;
use truce_record::entry::{
    Author, Body, Change, Corrected, Entry, Linked, LinkedByPerson, Merged, OriginFound, ReadingAdded,
    Rejected, Split, Thousandths, Undone, Unlinked, Verdict,
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
    let again =
        Body::ReadingAdded(ReadingAdded { statements: Vec::new(), reader: "test 2".into(), ..reading });
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
