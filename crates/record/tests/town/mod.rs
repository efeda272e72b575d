//! An invented war of a few towns, from which tests make ledgers.
#![allow(dead_code)]

use jiff::Timestamp;
use truce_record::State;
use truce_record::entry::{
    Accepted, Author, Body, Candidate, Change, Corrected, DocumentAdded, Draft, Finding, FindingSet, Graded,
    Judgement, Linked, LinkedByPerson, Merged, Noted, Obtained, OriginFound, ReadingAdded, Rejected,
    SourceGrade, Split, Thousandths, Undone, Unlinked, Verdict, ViolationLinked,
};
use truce_record::id::{CandidateId, DocumentId, RecordId, RecordKind, Sha256Hash, StatementId, Target};
use truce_record::statement::{
    Actor, Agreement, Anchor, Attribution, Claim, Content, Event, Figure, Place, Point, Span, Statement,
    Status, Term, When,
};

/// Documents of the war.
pub const DOCUMENTS: usize = 5;

/// Returns the bytes of a document.
pub fn text(number: usize) -> String {
    format!(
        "Gunners shelled Tarsk on 3 March. The Dorva Front said no shell had fallen. Six people died. Report {number} of Olmen Radio."
    )
}

fn anchor(text: &str, words: &str) -> Anchor {
    let start = text.find(words).expect("the words are in the text") as u32;
    Anchor { span: Span { start, end: start + words.len() as u32 }, quote: words.to_owned() }
}

/// Returns the statements of a document: an event, a claim, a figure, an agreement and a term.
pub fn statements(number: usize) -> Vec<Statement> {
    let text = text(number);
    let document = document(number);
    let place = Place {
        name: "Tarsk".to_owned(),
        point: Point::from_degrees(40.0 + number as f64, 50.0),
        radius_m: Some(3000),
        precision: 1,
        ..Place::default()
    };
    let when = When::parse("2011-03-03");
    let front = Actor { id: Some("dorva-front".to_owned()), ..Actor::named("Dorva Front") };
    let contents = [
        (
            "Gunners shelled Tarsk on 3 March",
            Content::Event(Event {
                kind: "ASSAULT".to_owned(),
                act: if number.is_multiple_of(3) { "shelling" } else { "violation" }.to_owned(),
                who: vec![front.clone()],
                place: vec![place.clone()],
                when,
                status: if number == 4 { Status::NotDone } else { Status::Reported },
                ..Event::default()
            }),
        ),
        (
            "no shell had fallen",
            Content::Claim(Claim {
                speaker: Some(front.clone()),
                stance: if number.is_multiple_of(2) { "denies" } else { "asserts" }.to_owned(),
                ..Claim::default()
            }),
        ),
        (
            "Six people died",
            Content::Figure(Figure {
                measure: "killed".to_owned(),
                low: Some(6 + number as i64),
                high: Some(6 + number as i64),
                scope: "incident".to_owned(),
                ..Figure::default()
            }),
        ),
        (
            "Gunners shelled Tarsk",
            Content::Agreement(Agreement {
                kind: "ceasefire".to_owned(),
                name: Some("Tarsk truce".to_owned()),
                parties: vec![front],
                stage: "violated".to_owned(),
                ..Agreement::default()
            }),
        ),
        ("fallen", Content::Term(Term { duty: "hold fire".to_owned(), ..Term::default() })),
    ];
    contents
        .into_iter()
        .map(|(words, content)| Statement::new(document.clone(), anchor(&text, words), content))
        .collect()
}

/// Returns the id of a document.
pub fn document(number: usize) -> DocumentId {
    DocumentId::of(&Sha256Hash::of(text(number).as_bytes()))
}

/// Returns the bodies that take a document in.
pub fn intake(number: usize) -> [Body; 2] {
    let text = text(number);
    let sha256 = Sha256Hash::of(text.as_bytes());
    let added = DocumentAdded {
        document: document(number),
        sha256,
        length: text.len() as u64,
        media: "text/plain".to_owned(),
        name: format!("{number:02}.txt"),
        obtained: Obtained { how: "file".to_owned(), when: time(number as u64), from: None },
        source: (number != 3).then(|| "Olmen Radio".to_owned()),
        url: None,
        // Of the fourth only its reading tells the day and the source.
        published: (number != 3).then(|| format!("2011-03-{:02}", 4 + number)),
    };
    let reading = ReadingAdded {
        document: document(number),
        reader: "test 1".to_owned(),
        lexicon: "none".to_owned(),
        text: sha256,
        title: None,
        date: (number == 3).then(|| jiff::civil::Date::constant(2011, 3, 7)),
        agency: None,
        publisher: None,
        issuer: None,
        genre: None,
        notices: Vec::new(),
        statements: statements(number),
    };
    [Body::DocumentAdded(Box::new(added)), Body::ReadingAdded(Box::new(reading))]
}

/// Returns a later reading of a document: on another day, without some of the statements, heard from somebody else.
pub fn reread(number: usize, without: u8, day: u8) -> Body {
    let [_, Body::ReadingAdded(mut reading)] = intake(number) else { panic!("a reading") };
    "test 2".clone_into(&mut reading.reader);
    reading.publisher = Some(format!("Paper {}", day % 2));
    reading.date = jiff::civil::Date::new(2011, 3, 8 + (day % 8) as i8).ok();
    let mut at = 0;
    reading.statements.retain(|_| {
        at += 1;
        without >> (at - 1) & 1 == 0
    });
    for statement in &mut reading.statements {
        let speaker = Some(Actor::named(format!("Witness {}", day % 4)));
        statement.attribution = vec![Attribution { speaker, stance: "asserts".to_owned() }];
    }
    Body::ReadingAdded(reading)
}

/// Returns a time.
pub fn time(seconds: u64) -> Timestamp {
    Timestamp::from_second(1_300_000_000 + seconds as i64).expect("a time")
}

/// Returns a person.
pub fn person() -> Author {
    Author::Person("Ana".to_owned())
}

/// Makes a draft by a person.
pub fn draft(seconds: u64, body: Body) -> Draft {
    Draft { at: time(seconds), by: person(), body }
}

/// Makes a body of a judgement.
pub fn judged(verdict: Verdict) -> Body {
    Body::Judgement(Judgement { reason: Some("as the mission saw it".to_owned()), verdict })
}

/// One thing that may happen to a ledger, told in small numbers.
pub type Happening = (u8, u8, u8, u8);

/// Makes a body of a happening. Many mean nothing, as in life: the fold must take them all.
pub fn body(happening: Happening, seq: u64) -> Body {
    let (what, one, two, three) = happening;
    let any = |number: u8| statement(number);
    let incident = |number: u8| record(RecordKind::Incident, number);
    let either = |number: u8| {
        let kind = if number.is_multiple_of(5) { RecordKind::Agreement } else { RecordKind::Incident };
        record(kind, number)
    };
    match what % 20 {
        0..=3 => Body::Linked(Linked {
            statement: any(one),
            record: either(two),
            score: Thousandths(u16::from(three)),
            reason: "alike".to_owned(),
        }),
        4 => {
            let subject = if one.is_multiple_of(2) {
                Target::Statement(any(one))
            } else {
                Target::Record(incident(one))
            };
            Body::Candidate(Candidate {
                candidate: CandidateId::of(&subject, &incident(two)),
                subject,
                record: incident(two),
                score: Thousandths(u16::from(three)),
                reason: "alike".to_owned(),
            })
        }
        5 => Body::OriginFound(OriginFound {
            document: document(usize::from(one) % DOCUMENTS),
            of: document(usize::from(two) % DOCUMENTS),
            containment: Thousandths(900),
            spans: Vec::new(),
            evidence: Vec::new(),
        }),
        6 => judged(Verdict::Merged(Merged {
            into: incident(one),
            from: vec![incident(two), incident(three)],
        })),
        7 => judged(Verdict::Split(Split {
            record: incident(one),
            statements: vec![any(two), any(three)],
            into: RecordId::of(RecordKind::Incident, &[any(two)], &format!("split {seq}")),
        })),
        8 => judged(Verdict::LinkedByPerson(LinkedByPerson { statement: any(one), record: either(two) })),
        9 => judged(Verdict::Unlinked(Unlinked { statement: any(one), record: either(two) })),
        10 => judged(Verdict::Accepted(Accepted { target: target(one, two, three) })),
        11 => judged(Verdict::Rejected(Rejected { target: target(one, two, three) })),
        12 => judged(Verdict::Corrected(Corrected {
            record: incident(one),
            change: if two.is_multiple_of(2) {
                Change::Act("clash".to_owned())
            } else {
                Change::When(When::parse("2011-03"))
            },
        })),
        13 => judged(Verdict::Graded(Graded {
            target: target(one, two, three),
            source: SourceGrade::from_letter('B'),
            information: None,
        })),
        14 => judged(Verdict::FindingSet(FindingSet {
            incident: incident(one),
            finding: Finding::ALL[usize::from(two) % 4],
            body: None,
        })),
        15 => judged(Verdict::ViolationLinked(ViolationLinked {
            incident: incident(one),
            term: statements(usize::from(two) % DOCUMENTS)[4].id.clone(),
        })),
        16 | 17 => reread(usize::from(one) % DOCUMENTS, two, three),
        18 => judged(Verdict::Noted(Noted { target: target(one, two, three), text: "see map".to_owned() })),
        _ => judged(Verdict::Undone(Undone { entry: seq.saturating_sub(1 + u64::from(one % 12)) })),
    }
}

fn statement(number: u8) -> StatementId {
    let all = statements(usize::from(number) % DOCUMENTS);
    all[usize::from(number) / DOCUMENTS % all.len()].id.clone()
}

fn record(kind: RecordKind, number: u8) -> RecordId {
    RecordId::of(kind, &[statement(number % 7)], "")
}

fn target(one: u8, two: u8, three: u8) -> Target {
    match one % 4 {
        0 => Target::Document(document(usize::from(two) % DOCUMENTS)),
        1 => Target::Statement(statement(two)),
        2 => Target::Record(record(RecordKind::Incident, two)),
        _ => {
            let subject = Target::Statement(statement(two));
            Target::Candidate(CandidateId::of(&subject, &record(RecordKind::Incident, three)))
        }
    }
}

/// Everything that a state shows of what can be undone, as text to compare.
pub fn shown(state: &State) -> String {
    let about = |target: Target| {
        format!("{target} {} {:?} {:?}", state.grade(&target), state.review(&target), state.notes(&target))
    };
    let mut lines = Vec::new();
    for kind in RecordKind::ALL {
        for (id, record) in state.records(kind) {
            lines.push(format!("{id} {record:?} {:?} {:?}", state.incident(id), state.agreement(id)));
            lines.push(about(Target::Record(id.clone())));
            for number in 0..DOCUMENTS {
                let parted = |one: &Statement| state.severed(&one.id, id);
                lines.push(format!("{:?}", statements(number).iter().map(parted).collect::<Vec<_>>()));
            }
        }
    }
    for (id, question) in state.questions() {
        lines.push(format!("{id} {question:?}"));
    }
    lines.push(format!("{:?}\n{:?}", state.open_questions(), state.origins()));
    for number in 0..DOCUMENTS {
        lines.push(about(Target::Document(document(number))));
        for statement in statements(number) {
            lines.push(format!("{:?}", state.records_of(&statement.id).collect::<Vec<_>>()));
            lines.push(about(Target::Statement(statement.id)));
        }
    }
    lines.join("\n")
}
