//! What holds of linking, tried on the stories of the corpus: the order in which reports come changes no incident, what
//! people decided stays, and each story comes out as its answers say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::Value;
use truce_lexicon::Lexicon;
use truce_record::entry::{Author, Body, Draft, Entry, Judgement, Merged, Obtained, Unlinked, Verdict};
use truce_record::id::{RecordId, RecordKind};
use truce_record::intake::{Arrival, Intake, Taken};
use truce_record::origin::Shelf;
use truce_record::{State, link};

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/stories");
    let mut stories: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a story is whole")
        .map(|entry| entry.expect("a story is whole").path())
        .filter(|path| path.join("reports.jsonl").is_file())
        .collect();
    stories.sort();
    assert!(stories.len() >= 3);
    stories
}

fn read(story: &Path, lexicon: &Lexicon) -> Vec<(Taken, Vec<u8>)> {
    let intake = Intake::new(lexicon, "test");
    std::fs::read_to_string(story.join("reports.jsonl"))
        .expect("a story is whole")
        .lines()
        .map(|line| {
            let meta: Value = serde_json::from_str(line).expect("a story is whole");
            let word = |key: &str| meta[key].as_str().map(str::to_owned);
            let bytes = std::fs::read(story.join(meta["file"].as_str().expect("a story is whole")))
                .expect("a story is whole");
            let arrival = Arrival {
                bytes: bytes.clone(),
                media: "text/plain".to_owned(),
                name: meta["file"].as_str().expect("a story is whole").to_owned(),
                obtained: Obtained { how: "file".to_owned(), when: Timestamp::UNIX_EPOCH, from: None },
                source: word("source"),
                url: word("url"),
                published: word("published"),
            };
            (intake.take(&arrival), bytes)
        })
        .collect()
}

fn write(state: &mut State, by: &Author, body: Body) {
    state.check(by, &body).expect("a story is whole");
    let entry = Entry::chain(&state.head(), Draft { at: Timestamp::UNIX_EPOCH, by: by.clone(), body });
    state.apply(entry);
}

fn program() -> Author {
    Author::Program("test".to_owned())
}

fn add(state: &mut State, shelf: &mut Shelf, (taken, bytes): &(Taken, Vec<u8>), lexicon: &Lexicon) {
    for body in taken.bodies() {
        write(state, &program(), body);
    }
    shelf.put(&taken.document, bytes, lexicon);
    for found in shelf.find(state, &taken.document) {
        write(state, &program(), Body::OriginFound(found));
    }
    for body in link::propose(state, &taken.reading.statements, lexicon) {
        write(state, &program(), body);
    }
}

fn all(reports: &[(Taken, Vec<u8>)], order: &[usize], lexicon: &Lexicon) -> State {
    let mut state = State::default();
    let mut shelf = Shelf::default();
    for &at in order {
        add(&mut state, &mut shelf, &reports[at], lexicon);
    }
    state
}

/// The records of a kind as sets of their statements: what they are called does not matter.
fn partition(state: &State, kind: RecordKind) -> BTreeSet<BTreeSet<String>> {
    state
        .records(kind)
        .map(|(_, record)| record.statements.keys().map(ToString::to_string).collect::<BTreeSet<_>>())
        .filter(|statements| !statements.is_empty())
        .collect()
}

#[test]
fn the_order_of_reports_changes_no_record() {
    let lexicon = Lexicon::embedded();
    for story in stories() {
        let reports = read(&story, &lexicon);
        let count = reports.len();
        let first: Vec<usize> = (0..count).collect();
        let expected = all(&reports, &first, &lexicon);
        let mut orders = vec![first.iter().rev().copied().collect::<Vec<_>>()];
        // Rotations and a walk in steps: every report comes first, last and in between.
        orders.extend((1..count).map(|by| (0..count).map(|at| (at + by) % count).collect()));
        orders.push((0..count).map(|at| (at * 3 + 1) % count).collect());
        for order in orders.iter().filter(|order| order.iter().collect::<BTreeSet<_>>().len() == count) {
            let state = all(&reports, order, &lexicon);
            for kind in RecordKind::ALL {
                assert_eq!(
                    partition(&state, kind),
                    partition(&expected, kind),
                    "{} in the order {order:?}, {}",
                    story.display(),
                    kind.as_str()
                );
            }
            let groups = |state: &State| -> BTreeSet<BTreeSet<String>> {
                state
                    .origin_groups()
                    .iter()
                    .map(|group| group.iter().map(ToString::to_string).collect())
                    .collect()
            };
            assert_eq!(groups(&state), groups(&expected), "{} in the order {order:?}", story.display());
        }
    }
}

#[test]
fn nothing_is_proposed_twice() {
    let lexicon = Lexicon::embedded();
    for story in stories() {
        let reports = read(&story, &lexicon);
        let state = all(&reports, &(0..reports.len()).collect::<Vec<_>>(), &lexicon);
        for (taken, _) in &reports {
            assert_eq!(link::propose(&state, &taken.reading.statements, &lexicon), [], "{}", story.display());
        }
    }
}

#[test]
fn what_people_decided_stays() {
    let lexicon = Lexicon::embedded();
    let person = Author::Person("A. Monitor".to_owned());
    let judge = |verdict| Body::Judgement(Judgement { verdict, reason: None });
    for story in stories() {
        let reports = read(&story, &lexicon);
        let last = reports.len() - 1;
        let mut state = State::default();
        let mut shelf = Shelf::default();
        for report in &reports[..last] {
            add(&mut state, &mut shelf, report, &lexicon);
        }
        let ids: Vec<RecordId> = state.records(RecordKind::Incident).map(|(id, _)| id.clone()).collect();
        let (into, from) = (ids[0].clone(), ids[1].clone());
        let parted = state
            .record(&into)
            .expect("a story is whole")
            .statements
            .keys()
            .next()
            .expect("a story is whole")
            .clone();
        write(
            &mut state,
            &person,
            judge(Verdict::Unlinked(Unlinked { statement: parted.clone(), record: into.clone() })),
        );
        let moved: Vec<_> =
            state.record(&from).expect("a story is whole").statements.keys().cloned().collect();
        write(&mut state, &person, judge(Verdict::Merged(Merged { into: into.clone(), from: vec![from] })));
        add(&mut state, &mut shelf, &reports[last], &lexicon);
        let record = state.record(&into).expect("a story is whole");
        assert!(
            !record.statements.contains_key(&parted),
            "{}: what was parted was linked again",
            story.display()
        );
        for statement in moved {
            assert!(record.statements.contains_key(&statement), "{}: a merge came apart", story.display());
        }
    }
}

// FIXME: incidents that are not found today, for no statement is read of them: "were led away", "were released".
const NOT_FOUND: &[(&str, &str)] = &[("menna-2015", "observers-release")];

#[test]
fn stories_have_the_incidents_and_origins_of_their_answers() {
    let lexicon = Lexicon::embedded();
    for story in stories() {
        let answers: Value = serde_json::from_str(
            &std::fs::read_to_string(story.join("answers.json")).expect("a story is whole"),
        )
        .expect("a story is whole");
        let reports = read(&story, &lexicon);
        let state = all(&reports, &(0..reports.len()).collect::<Vec<_>>(), &lexicon);
        let copies: usize = state.origin_groups().iter().map(|group| group.len() - 1).sum();
        let told = answers["origins"].as_array().expect("a story is whole");
        let expected: usize =
            told.iter().map(|group| group.as_array().expect("a story is whole").len() - 1).sum();
        assert_eq!(copies, expected, "{}: copies", story.display());
        let mut missed = Vec::new();
        let incidents = answers["incidents"].as_array().expect("a story is whole");
        for answer in incidents {
            // Some incident of this act has most of its clauses in words that the answers quote for it.
            let quotes: Vec<&str> = answer["mentions"]
                .as_array()
                .expect("a story is whole")
                .iter()
                .map(|mention| mention["quote"].as_str().expect("a story is whole"))
                .collect();
            let found = state.records(RecordKind::Incident).filter_map(|(id, _)| state.incident(id)).any(
                |incident| {
                    let own = incident.statements.iter().filter(|(statement, _)| {
                        quotes.iter().any(|quote| {
                            quote.contains(&statement.anchor.quote) || statement.anchor.quote.contains(quote)
                        })
                    });
                    own.count() * 2 >= incident.statements.len()
                },
            );
            let name = story.file_name().and_then(|name| name.to_str()).expect("a story is whole");
            let id = answer["id"].as_str().expect("a story is whole");
            if NOT_FOUND.contains(&(name, id)) {
                assert!(!found, "{name}: {id} is found now: take it off the list");
            } else if !found {
                missed.push(id);
            }
        }
        // Quotes of the answers are clauses, ours may cross them: some incidents are lost to that.
        assert!(missed.len() * 3 <= incidents.len(), "{}: {missed:?}", story.display());
    }
}
