//! Statements in, tellings out: what one document or one row says of one happening, gathered for comparison.
//! Which happenings a document tells apart was decided when it was read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use truce_lexicon::load::link::Link;

use super::compare::Spot;
use crate::id::{DocumentId, StatementId};
use crate::statement::{Actor, Content, Place, Statement, Status, Thread, When};

/// What one document says of one happening.
#[derive(Debug, Clone)]
pub struct Telling {
    /// The document.
    pub document: DocumentId,
    /// Its day, if known.
    pub day: Option<Date>,
    /// The number of the happening in the document.
    pub number: u32,
    /// The data set and the row that it is. Two rows of one data set are never one happening.
    pub row: Option<(String, String)>,
    /// How many happenings it stands for.
    pub several: Option<u8>,
    /// Its statements, in order of the text.
    pub statements: Vec<StatementId>,
    /// The acts it gives, the most frequent first.
    pub acts: Vec<String>,
    /// The narrowest days it gives.
    pub when: Option<When>,
    /// Its closest places.
    pub places: Vec<Spot>,
    /// Whether they are told of the act itself, not only of its harm or by the way.
    pub placed: bool,
    /// Keys of doers and sufferers.
    pub actors: BTreeSet<String>,
    /// Telling words.
    pub words: BTreeSet<String>,
    /// Counts: measure, least and most.
    pub figures: BTreeSet<(String, Option<i64>, Option<i64>)>,
}

impl Telling {
    /// Gathers the tellings of a document from its statements, in order of the text.
    pub fn gather(
        document: &DocumentId,
        day: Option<Date>,
        statements: &[&Statement],
        link: &Link,
    ) -> Vec<Self> {
        let mut threads: BTreeMap<u32, (&Thread, Vec<&Statement>)> = BTreeMap::new();
        let mut rows: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
        for &statement in statements {
            for thread in &statement.threads {
                threads.entry(thread.number).or_insert((thread, Vec::new())).1.push(statement);
            }
            if let Some(foreign) = &statement.foreign {
                rows.entry(&foreign.id).or_default().push(statement);
            }
        }
        // A row of another data set is a happening of its own, if it is one that is logged at all.
        let logged = |statement: &&Statement| matches!(&statement.content, Content::Event(event) if link.group(&event.act).is_some());
        let rows = rows
            .into_values()
            .filter(|row| row.iter().any(logged))
            .enumerate()
            .map(|(at, row)| Self::new(document, day, at as u32, None, &row, link));
        threads
            .into_values()
            .map(|(thread, statements)| {
                Self::new(document, day, thread.number, Some(thread), &statements, link)
            })
            .chain(rows)
            .collect()
    }

    fn new(
        document: &DocumentId,
        day: Option<Date>,
        number: u32,
        thread: Option<&Thread>,
        statements: &[&Statement],
        link: &Link,
    ) -> Self {
        let mut acts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut times: Vec<When> = Vec::new();
        let mut places: Vec<&Place> = Vec::new();
        let mut actors = BTreeSet::new();
        let mut words = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut figures = BTreeSet::new();
        for statement in statements {
            // A sentence about two happenings tells which words belong to which only by its own.
            let own = statement.threads.len() <= 1;
            match &statement.content {
                Content::Event(event) => {
                    if link.group(&event.act).is_some() {
                        *acts.entry(&event.act).or_default() += 2;
                    }
                    // A day set for what is planned is a limit, not the day of the deed.
                    if event.status != Status::Planned {
                        times.extend(event.when);
                    }
                    actors.extend(event.who.iter().chain(&event.whom).map(|actor| actor.key().to_owned()));
                }
                Content::Reference(reference) => {
                    if let Some(act) = &reference.act {
                        *acts.entry(act).or_default() += 1;
                    }
                    if own && !reference.back {
                        times.extend(reference.when);
                    }
                }
                Content::Figure(figure) if own && figure.scope == "incident" => {
                    figures.insert((figure.measure.clone(), figure.low, figure.high));
                    times.extend(figure.when);
                }
                Content::Claim(claim) => {
                    actors.extend(claim.target.iter().map(Actor::key).map(str::to_owned));
                }
                _ => {}
            }
            // "Jets from Tarsk" struck elsewhere.
            let whence = |place: &&Place| {
                let from = |from: &str| statement.anchor.quote.contains(&format!("{from}{}", place.name));
                from("from ") || from("from the ")
            };
            if matches!(&statement.content, Content::Event(_)) {
                places.extend(statement.places().iter().filter(|place| !whence(place)));
            }
            for (_, actor) in statement.content.actors() {
                for name in actor.also.iter().chain([&actor.name]) {
                    names.extend(split(name));
                }
            }
            // The cells of a row are no prose.
            if statement.foreign.is_none() && (own || statements.len() == 1) {
                words.extend(split(&statement.anchor.quote));
            }
        }
        // What the reading settled for the whole happening stands before its single statements.
        if let Some(thread) = thread.filter(|thread| !thread.place.is_empty()) {
            places = thread.place.iter().collect();
        }
        let placed = !places.is_empty();
        if let Some(act) = thread.and_then(|thread| thread.act.as_ref()) {
            *acts.entry(act).or_default() += 2;
        }
        for name in places.iter().flat_map(|place| place.also.iter().chain([&place.name])) {
            names.extend(split(name));
        }
        words.retain(|word| {
            !names.contains(word)
                && !link.generic.contains(word)
                && !link.common.contains(word)
                && !word.chars().all(|c| c.is_ascii_digit())
        });
        let mut acts: Vec<(&str, usize)> = acts.into_iter().collect();
        acts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        Self {
            document: document.clone(),
            day,
            number,
            row: statements
                .iter()
                .find_map(|one| one.foreign.as_ref())
                .map(|foreign| (foreign.family().to_owned(), foreign.id.clone())),
            several: thread.and_then(|thread| thread.several),
            acts: acts.into_iter().map(|(act, _)| act.to_owned()).collect(),
            // The days of single statements are what the course of the report lets the reader guess.
            when: thread.map_or_else(|| narrowest(&times), |thread| thread.when),
            places: closest(places).into_iter().map(Spot::of).collect(),
            placed,
            actors,
            words,
            figures,
            statements: statements.iter().map(|one| one.id.clone()).collect(),
        }
    }

    /// Says whether the two are versions of one row, or two rows of one data set; none if not both are rows of it.
    pub fn same_row(&self, other: &Self) -> Option<bool> {
        match (&self.row, &other.row) {
            (Some((set, id)), Some((other_set, other_id))) if set == other_set => Some(id == other_id),
            _ => None,
        }
    }

    /// Returns what it is sorted by, whatever came first: day, document, place in the text.
    pub fn order(&self) -> (Option<Date>, &DocumentId, u32) {
        (self.day, &self.document, self.number)
    }
}

/// Returns the narrowest stretch; of several as narrow, the most frequent, then the first.
fn narrowest(times: &[When]) -> Option<When> {
    let least = times.iter().map(When::days_open).min()?;
    let narrow: Vec<When> = times.iter().filter(|when| when.days_open() == least).copied().collect();
    let count = |when: &When| narrow.iter().filter(|other| *other == when).count();
    let mut best = *narrow.first()?;
    for when in &narrow {
        if count(when) > count(&best) {
            best = *when;
        }
    }
    Some(best)
}

/// Drops places that only say where another of them lies.
fn closest(mut places: Vec<&Place>) -> Vec<&Place> {
    places.sort();
    places.dedup();
    let holds = |wide: &Place, close: &Place| match (wide.point, close.point) {
        (Some(one), Some(other)) => {
            let (reach, small) = (wide.radius_m.unwrap_or(0), close.radius_m.unwrap_or(0));
            reach > small.saturating_mul(2) && one.metres_to(other) <= reach
        }
        // A name without a point, told beside a country or a province, lies in it.
        (Some(_), None) => wide.precision >= 4,
        _ => false,
    };
    let kept: Vec<&Place> = places
        .iter()
        .filter(|place| !places.iter().any(|other| other != *place && holds(place, other)))
        .copied()
        .collect();
    if kept.is_empty() { places } else { kept }
}

/// Splits words into lower-case stems: letters only, four or more, without the commonest endings.
fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4).map(|word| {
        let lower = word.to_lowercase();

        lower
            .strip_suffix("ies")
            .map(|stem| format!("{stem}y"))
            .or_else(|| {
                let stem = lower.strip_suffix('s')?;
                (stem.len() > 3 && !stem.ends_with('s')).then(|| stem.to_owned())
            })
            .unwrap_or(lower)
    })
}
