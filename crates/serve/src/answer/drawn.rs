//! What a person says that a document states in, a statement out: the words, by their place, and what they state.

use truce_lexicon::Lexicon;
use truce_record::id::{DocumentId, RecordKind};
use truce_record::judge;
use truce_record::statement::{
    Actor, Agreement, Anchor, Claim, Content, Event, Figure, Place, Point, Span, Statement, Status, Talks,
    Term, When, Zone,
};

use super::units::Units;

/// What a person says that words state.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    /// `event`, `claim`, `agreement`, `term`, `talks`, `zone`, `figure`.
    pub kind: &'a str,
    /// Act, stage, type or measure.
    pub act: Option<&'a str>,
    /// Who says so.
    pub speaker: Option<&'a str>,
    /// The stance of a claim.
    pub stance: Option<&'a str>,
    /// Whom a claim blames, or those an act was done to.
    pub target: Option<&'a str>,
    /// Doers, parties, those bound.
    pub who: Option<&'a str>,
    /// Names of places with `;` between.
    pub place: Option<&'a str>,
    /// When, in EDTF.
    pub when: Option<&'a str>,
    /// At least.
    pub low: Option<i64>,
    /// At most.
    pub high: Option<i64>,
}

/// What is wrong, and what to do.
pub type Wrong = (String, String);

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn listed(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(';').map(str::trim).filter(|name| !name.is_empty())
}

fn actors(text: Option<&str>) -> Vec<Actor> {
    listed(text).map(Actor::named).collect()
}

/// A place by its name, with its point where the gazetteer knows one place of that name alone, or one main one.
fn place(name: &str, lexicon: &Lexicon) -> Place {
    let mut place = Place::named(name);
    let Some(found) = lexicon.places.lookup(name).find(|found| found.exact) else { return place };
    if let Some(point) = Point::from_degrees(found.lat, found.lon) {
        place.point = Some(point);
        let metres = (found.radius_km * 1000.0) as u32;
        place.radius_m = Some(metres.max(1000));
        place.precision = 2;
        place.country = (!found.country.is_empty()).then(|| found.country.to_owned());
        place.geonames = Some(found.id);
    }
    place
}

fn one_of(word: &str, what: &str, known: &[&str]) -> Result<String, Wrong> {
    if known.contains(&word) {
        return Ok(word.to_owned());
    }
    Err((format!("`{word}` is no {what}"), format!("it is one of {}", known.join(", "))))
}

/// Makes what the words state.
///
/// # Errors
///
/// Says which field is wrong, and what it should be.
pub fn content(fields: &Fields<'_>, quote: &str, lexicon: &Lexicon) -> Result<Content, Wrong> {
    let when = filled(fields.when)
        .map(|text| {
            When::parse(text).ok_or_else(|| {
                (
                    format!("`{text}` is no day, month or year"),
                    "write it as 2018-11-24, 2018-11 or 2018".to_owned(),
                )
            })
        })
        .transpose()?;
    let places: Vec<Place> = listed(fields.place).map(|name| place(name, lexicon)).collect();
    let speaker = filled(fields.speaker).map(Actor::named);
    let act = filled(fields.act);
    Ok(match fields.kind {
        "event" => {
            let acts: Vec<&str> = judge::acts(lexicon).into_iter().collect();
            let act = one_of(act.unwrap_or("other"), "act", &[acts.as_slice(), &["other"]].concat())?;
            Content::Event(Event {
                kind: truce_record::import::plover_type(&act).to_owned(),
                mode: String::new(),
                who: actors(fields.who),
                whom: actors(fields.target),
                place: places,
                when,
                status: if speaker.is_some() { Status::Alleged } else { Status::Reported },
                act,
            })
        }
        "claim" => Content::Claim(Claim {
            speaker,
            stance: one_of(filled(fields.stance).unwrap_or("asserts"), "stance", &STANCES)?,
            target: actors(fields.target),
            about: act.map(str::to_owned),
        }),
        "agreement" => {
            let stages: Vec<&str> = judge::stages(lexicon).into_iter().collect();
            Content::Agreement(Agreement {
                kind: "other".to_owned(),
                name: None,
                parties: actors(fields.who),
                brokers: Vec::new(),
                place: places,
                when,
                until: None,
                stage: act.map(|stage| one_of(stage, "stage", &stages)).transpose()?.unwrap_or_default(),
            })
        }
        "term" => Content::Term(Term {
            agreement: None,
            duty: act.map_or_else(|| quote.split_whitespace().collect::<Vec<_>>().join(" "), str::to_owned),
            on: actors(fields.who),
            due: when,
        }),
        "talks" => Content::Talks(Talks {
            series: None,
            round: None,
            place: places,
            when,
            attending: actors(fields.who),
            absent: Vec::new(),
            mediators: Vec::new(),
            status: one_of(act.unwrap_or("planned"), "stage of talks", &MEETINGS)?,
        }),
        "zone" => Content::Zone(Zone {
            kind: one_of(act.unwrap_or("other"), "type of zone", &truce_record::import::ZONE_TYPES)?,
            name: None,
            place: places,
            rule: None,
            outline: None,
        }),
        "figure" => {
            if fields.low.is_none() && fields.high.is_none() {
                return Err((
                    "a figure needs `low`, `high` or both".to_owned(),
                    "give the count as the words have it".to_owned(),
                ));
            }
            if fields.low.zip(fields.high).is_some_and(|(low, high)| low > high) {
                return Err((
                    "`low` is more than `high`".to_owned(),
                    "give the smaller number as `low`".to_owned(),
                ));
            }
            Content::Figure(Figure {
                measure: act.unwrap_or("killed").to_owned(),
                low: fields.low,
                high: fields.high,
                speaker,
                place: places,
                when,
                scope: "incident".to_owned(),
                ..Figure::default()
            })
        }
        other => {
            return Err((
                format!("`{other}` is no kind of statement that a person states"),
                "kinds are event, claim, agreement, term, talks, zone, figure".to_owned(),
            ));
        }
    })
}

/// Stances that a claim may take.
pub const STANCES: [&str; 9] =
    ["asserts", "blames", "denies", "admits", "confirms", "disputes", "no-comment", "retracts", "assesses"];

/// Stages of talks.
const MEETINGS: [&str; 5] = ["planned", "under-way", "concluded", "collapsed", "postponed"];

/// What a record would be of that a statement founds; none where it only speaks of others.
pub fn founds(content: &Content) -> Option<RecordKind> {
    match content {
        Content::Event(_) => Some(RecordKind::Incident),
        Content::Agreement(_) => Some(RecordKind::Agreement),
        Content::Talks(_) => Some(RecordKind::Talks),
        Content::Zone(_) => Some(RecordKind::Zone),
        _ => None,
    }
}

/// Makes the statement of words, by their UTF-16 code units in the text.
///
/// # Errors
///
/// If there are no words there.
pub fn statement(
    document: DocumentId,
    text: &str,
    units: &Units<'_>,
    (start, end): (u32, u32),
    content: Content,
) -> Result<Statement, Wrong> {
    let span = Span { start: units.to_character(start), end: units.to_character(end) };
    let quote: String =
        text.chars().skip(span.start as usize).take(span.end.saturating_sub(span.start) as usize).collect();
    if quote.trim().is_empty() || end > units.of_character(units.characters()) {
        return Err((
            format!("there are no words at {start}..{end}"),
            "name the words by their UTF-16 code units in the document's text".to_owned(),
        ));
    }
    let mut statement = Statement::new(document, Anchor { span, quote }, content);
    statement.rules = vec!["person/stated".to_owned()];
    Ok(statement)
}
