//! Invented reports, as many as are asked for, and the questions that are measured on them.
#![allow(missing_docs)]

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use truce_record::State;
use truce_record::entry::{Author, Body, DocumentAdded, Draft, Linked, Obtained, ReadingAdded, Thousandths};
use truce_record::id::{DocumentId, RecordId, RecordKind, Sha256Hash, StatementId};
use truce_record::log::{Filter, LedgerError, Near, Original, Register, SqliteLedger};
use truce_record::statement::{
    Actor, Anchor, Claim, Content, Event, Figure, Place, Point, Span, Statement, Status, When,
};

/// Statements of one document.
pub const STATEMENTS: usize = 20;
/// Documents of one transaction while filling.
pub const BATCH: usize = 250;
pub const ACTS: [&str; 8] =
    ["shelling", "air-strike", "clash", "shooting", "withdrawal", "arrest", "aid-delivery", "violation"];

pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

pub struct Report {
    text: String,
    sha256: Sha256Hash,
    bodies: Vec<Body>,
    links: Vec<Body>,
}

pub fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "tar", "ol", "dor", "ka", "men", "sk", "va", "ri", "shu", "bel", "no", "zar", "im", "et", "ug", "pal",
    ];
    (0..3).map(|at| SYLLABLES[number / 16usize.pow(at) % 16]).collect()
}

pub fn report(number: usize, dice: &mut Dice, recent: &mut Vec<(StatementId, RecordId)>) -> Report {
    let day = Date::constant(2012, 1, 1).checked_add(((number / 12) as i64).days()).unwrap_or(Date::MAX);
    let mut text = format!("OLMEN, {day} (Radio {number})\n");
    let mut contents = Vec::new();
    for at in 0..STATEMENTS {
        let (town, act) = (dice.below(3000), ACTS[dice.below(ACTS.len())]);
        let killed = dice.below(40);
        let quote = format!(
            "{} {act} near {} and {} left {killed} people of the {} district dead, {} said",
            word(dice.below(4096)),
            word(town),
            word(dice.below(4096)),
            word(dice.below(4096)),
            word(dice.below(4096))
        );
        let start = text.len() as u32;
        text.push_str(&quote);
        text.push_str(".\n");
        let anchor = Anchor { span: Span { start, end: start + quote.len() as u32 }, quote };
        let actor = Actor { id: Some(word(town % 60)), ..Actor::named(word(town % 60)) };
        let content = match at % 4 {
            0 => Content::Claim(Claim {
                speaker: Some(actor),
                stance: "asserts".to_owned(),
                ..Claim::default()
            }),
            1 => Content::Figure(Figure {
                measure: "killed".to_owned(),
                low: Some(killed as i64),
                high: Some(killed as i64),
                scope: "incident".to_owned(),
                ..Figure::default()
            }),
            _ => Content::Event(Event {
                kind: "ASSAULT".to_owned(),
                act: act.to_owned(),
                who: vec![actor],
                place: vec![Place {
                    name: word(town),
                    point: Point::from_degrees(
                        10.0 + (town % 60) as f64 / 3.0,
                        20.0 + (town / 60) as f64 / 3.0,
                    ),
                    radius_m: Some(4000),
                    precision: 1,
                    country: Some("XX".to_owned()),
                    ..Place::default()
                }],
                when: Some(When::day(day)),
                status: Status::Reported,
                ..Event::default()
            }),
        };
        contents.push((anchor, content));
    }
    let sha256 = Sha256Hash::of(text.as_bytes());
    let document = DocumentId::of(&sha256);
    let statements: Vec<Statement> = contents
        .into_iter()
        .map(|(anchor, content)| Statement::new(document.clone(), anchor, content))
        .collect();
    let mut links = Vec::new();
    for statement in &statements {
        // A third begin an incident, the others tell of a recent one.
        let record = if recent.is_empty() || dice.below(3) == 0 {
            let record = RecordId::of(RecordKind::Incident, std::slice::from_ref(&statement.id), "");
            recent.push((statement.id.clone(), record.clone()));
            if recent.len() > 400 {
                recent.remove(0);
            }
            record
        } else {
            recent[dice.below(recent.len())].1.clone()
        };
        links.push(Body::Linked(Linked {
            statement: statement.id.clone(),
            record,
            score: Thousandths(700 + dice.below(300) as u16),
            reason: "same day, same place".to_owned(),
        }));
    }
    let added = DocumentAdded {
        document: document.clone(),
        sha256,
        length: text.len() as u64,
        media: "text/plain".to_owned(),
        name: format!("{number}.txt"),
        obtained: Obtained { how: "file".to_owned(), when: Timestamp::UNIX_EPOCH, from: None },
        source: Some(format!("Radio {}", number % 50)),
        url: None,
        published: Some(day.to_string()),
    };
    let reading = ReadingAdded {
        document,
        reader: "invented".to_owned(),
        lexicon: "none".to_owned(),
        text: sha256,
        title: None,
        date: Some(day),
        agency: None,
        publisher: None,
        issuer: None,
        genre: None,
        notices: Vec::new(),
        statements,
    };
    Report {
        text,
        sha256,
        bodies: vec![Body::DocumentAdded(Box::new(added)), Body::ReadingAdded(Box::new(reading))],
        links,
    }
}

pub fn append(register: &mut Register<SqliteLedger>, reports: &[Report]) -> Result<(), LedgerError> {
    let by = Author::Program("invented".to_owned());
    let drafts = |bodies: Vec<Body>| -> Vec<Draft> {
        bodies.into_iter().map(|body| Draft { at: Timestamp::UNIX_EPOCH, by: by.clone(), body }).collect()
    };
    let originals: Vec<Original<'_>> =
        reports.iter().map(|one| Original { sha256: one.sha256, bytes: one.text.as_bytes() }).collect();
    register.append_with(
        &originals,
        &mut |_: &State| Ok(drafts(reports.iter().flat_map(|one| one.bodies.clone()).collect())),
        &mut |_: &State| Ok(drafts(reports.iter().flat_map(|one| one.links.clone()).collect())),
    )?;
    Ok(())
}

/// Fills a ledger with so many documents.
pub fn fill(
    register: &mut Register<SqliteLedger>,
    documents: usize,
    dice: &mut Dice,
    recent: &mut Vec<(StatementId, RecordId)>,
) -> Result<(), LedgerError> {
    for first in (0..documents).step_by(BATCH) {
        let last = documents.min(first + BATCH);
        let reports: Vec<Report> = (first..last).map(|number| report(number, dice, recent)).collect();
        append(register, &reports)?;
    }
    Ok(())
}

/// Asks for an act, in a circle and a month.
pub fn question(documents: usize, dice: &mut Dice) -> Filter {
    let point = Point::from_degrees(10.0 + dice.below(20) as f64, 20.0 + dice.below(16) as f64);
    let days = dice.below(documents.div_ceil(12)) as i64;
    let since = Date::constant(2012, 1, 1).checked_add(days.days()).unwrap_or(Date::MAX).first_of_month();
    Filter {
        since: Some(since),
        until: Some(since.last_of_month()),
        near: point.map(|point| Near { point, metres: 100_000 }).into_iter().collect(),
        act: vec![ACTS[dice.below(ACTS.len())].to_owned()],
        ..Filter::default()
    }
}

/// Asks for two words, the second by its beginning.
pub fn words(dice: &mut Dice) -> String {
    format!("{} {}*", word(dice.below(4096)), &word(dice.below(4096))[..3])
}
