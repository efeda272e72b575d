//! A record's statements in, the incident they amount to out. Computed whenever it is asked for, stored nowhere.
//! Figures and claims are listed, never averaged and never decided between.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::standing::{Standing, standing};
use super::{Held, Known, Link, Record, Review, State};
use crate::entry::Change;
use crate::id::{DocumentId, RecordId, StatementId, Target};
use crate::statement::{Actor, Content, Figure, Place, Statement, When};

/// A position that somebody takes on an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimHeld {
    /// The statement.
    pub statement: StatementId,
    /// The document.
    pub document: DocumentId,
    /// Who; none for the document itself.
    pub speaker: Option<Actor>,
    /// `asserts`, `blames`, `denies`, ...
    pub stance: String,
    /// Who is blamed.
    pub target: Vec<Actor>,
    /// The words.
    pub quote: String,
}

/// A figure that a source gives.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureGiven {
    /// The statement.
    pub statement: StatementId,
    /// The document.
    pub document: DocumentId,
    /// The figure.
    pub figure: FigureOf,
    /// Who gives it: its speaker, else none for the document itself.
    pub speaker: Option<Actor>,
    /// The day of the document that gives it.
    pub as_of: Option<Date>,
}

/// The figure of a statement: held with the statement, for incidents have many.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureOf(Arc<Statement>);

impl FigureOf {
    fn of(statement: &Arc<Statement>) -> Option<Self> {
        matches!(statement.content, Content::Figure(_)).then(|| Self(statement.clone()))
    }
}

impl std::ops::Deref for FigureOf {
    type Target = Figure;

    fn deref(&self) -> &Figure {
        match &self.0.content {
            Content::Figure(figure) => figure,
            _ => unreachable!("it is made of statements that give a figure"),
        }
    }
}

/// One happening in the world, as far as documents tell of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// Its id.
    pub id: RecordId,
    /// What was done: the act that most documents name, a finer one before `violation` and `other`.
    pub act: String,
    /// PLOVER type that goes with the act.
    pub kind: String,
    /// A name, if a person gave one.
    pub name: Option<String>,
    /// When: the narrowest stretch that most documents give.
    pub when: Option<When>,
    /// Where, the most exact first.
    pub places: Vec<Place>,
    /// Doers that any statement names, each once.
    pub who: Vec<Actor>,
    /// Those it was done to.
    pub whom: Vec<Actor>,
    /// Its statements that count, with why each belongs to it.
    pub statements: Vec<(Arc<Statement>, Link)>,
    /// Positions taken on it.
    pub claims: Vec<ClaimHeld>,
    /// Figures given of it, in order of time.
    pub figures: Vec<FigureGiven>,
    /// Independent origins that report it.
    pub origins: Vec<DocumentId>,
    /// How it stands with those who speak of it.
    pub standing: Standing,
    /// What the latest inquiry found.
    pub finding: Option<Held>,
    /// Terms that it breaks, as a person says.
    pub violations: Vec<StatementId>,
    /// Whether a person accepted or rejected it.
    pub review: Option<Review>,
}

/// Returns the most frequent value; of those, the first.
pub(super) fn most<T: Ord + Clone>(values: impl IntoIterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, (usize, usize)> = BTreeMap::new();
    for (at, value) in values.into_iter().enumerate() {
        counts.entry(value).or_insert((0, at)).0 += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)))
        .map(|(value, _)| value)
}

/// Adds actors not yet among them, by their keys.
pub(super) fn gather<'a>(into: &mut Vec<Actor>, actors: impl IntoIterator<Item = &'a Actor>) {
    for actor in actors {
        if !into.iter().any(|known| known.key() == actor.key()) {
            into.push(actor.clone());
        }
    }
}

/// Gathers places, each once by its id or name, the most exact first.
pub(super) fn gather_places<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Vec<Place> {
    let mut counted: Vec<(Place, usize)> = Vec::new();
    for place in statements.into_iter().flat_map(Statement::places) {
        let same = |known: &Place| match (known.geonames, place.geonames) {
            (Some(one), Some(other)) => one == other,
            _ => known.name == place.name,
        };
        match counted.iter_mut().find(|(known, _)| same(known)) {
            Some((_, count)) => *count += 1,
            None => counted.push((place.clone(), 1)),
        }
    }
    // Stable: of equals, the one named first comes first.
    counted.sort_by_key(|(place, count)| {
        (if place.precision == 0 { 9 } else { place.precision }, place.radius_m, std::cmp::Reverse(*count))
    });
    counted.into_iter().map(|(place, _)| place).collect()
}

/// Returns the narrowest stretch of days that most statements agree on.
pub(super) fn agreed_when<'a>(times: impl IntoIterator<Item = &'a When>) -> Option<When> {
    let times: Vec<&When> = times.into_iter().collect();
    let narrowest = times.iter().map(|when| when.days_open()).min()?;
    most(times.into_iter().filter(|when| when.days_open() == narrowest).copied())
}

impl State {
    /// Returns what a record's statements amount to as an incident; none if no statement of it counts.
    pub fn incident(&self, id: &RecordId) -> Option<Incident> {
        let id = self.resolve(id);
        let record = self.record(id)?;
        self.incident_of(id, record, self.statements_of(record))
    }

    /// Returns what the statements of a record amount to, for whoever has looked them up already. `id` is the one that
    /// the record goes by now.
    pub fn incident_of(
        &self,
        id: &RecordId,
        record: &Record,
        statements: Vec<(&Known, &Link)>,
    ) -> Option<Incident> {
        let counted = self.counted_among(statements);
        if counted.is_empty() {
            return None;
        }
        let statements: Vec<&Arc<Statement>> = counted.iter().map(|(statement, _)| *statement).collect();
        let (standing, origins) = standing(self, &statements);
        let events = || {
            statements.iter().filter_map(|statement| match &statement.content {
                Content::Event(event) => Some((&statement.document, event)),
                _ => None,
            })
        };
        let told = || {
            statements
                .iter()
                .filter(|statement| statement.threads.len() == 1)
                .filter_map(|statement| statement.threads.first()?.act.as_deref())
        };
        let fine = |act: &str| !matches!(act, "other" | "violation" | "other-violence");
        let acts = || events().map(|(_, event)| event.act.as_str());
        let act = most(acts().filter(|act| fine(act)))
            .or_else(|| most(told().filter(|act| fine(act))))
            .or_else(|| most(acts()))
            .or_else(|| most(told()))
            .unwrap_or("other");
        let kind = most(events().filter(|(_, event)| event.act == act).map(|(_, event)| event.kind.as_str()));
        let threads = || {
            statements
                .iter()
                .filter(|statement| statement.threads.len() == 1)
                .filter_map(|one| one.threads.first())
        };
        let when = agreed_when(threads().filter_map(|thread| thread.when.as_ref()))
            .or_else(|| agreed_when(events().filter_map(|(_, event)| event.when.as_ref())))
            .or_else(|| agreed_when(statements.iter().filter_map(|statement| statement.when())));
        let (mut who, mut whom) = (Vec::new(), Vec::new());
        for (_, event) in events() {
            gather(&mut who, &event.who);
            gather(&mut whom, &event.whom);
        }
        let mut incident = Incident {
            act: act.to_owned(),
            kind: kind.unwrap_or_default().to_owned(),
            name: None,
            when,
            places: gather_places(statements.iter().map(|statement| &***statement)),
            who,
            whom,
            claims: statements.iter().filter_map(|statement| claim(statement)).collect(),
            figures: self.figures(&statements),
            origins: origins.into_iter().collect(),
            standing,
            finding: record.findings.last().cloned(),
            violations: record.violations.keys().cloned().collect(),
            review: self.review(&Target::Record(id.clone())).cloned(),
            statements: counted
                .iter()
                .map(|(statement, link)| ((*statement).clone(), (*link).clone()))
                .collect(),
            id: id.clone(),
        };
        correct(&mut incident, record);
        Some(incident)
    }

    fn figures(&self, statements: &[&Arc<Statement>]) -> Vec<FigureGiven> {
        let mut figures: Vec<FigureGiven> = statements
            .iter()
            .filter_map(|statement| {
                Some(FigureGiven {
                    statement: statement.id.clone(),
                    document: statement.document.clone(),
                    figure: FigureOf::of(statement)?,
                    speaker: statement.speaker().cloned(),
                    as_of: self.document(&statement.document).and_then(super::Document::day),
                })
            })
            .collect();
        figures.sort_by_key(|figure| figure.as_of);
        figures
    }
}

fn claim(statement: &Statement) -> Option<ClaimHeld> {
    let Content::Claim(claim) = &statement.content else { return None };
    Some(ClaimHeld {
        statement: statement.id.clone(),
        document: statement.document.clone(),
        speaker: claim.speaker.clone(),
        stance: claim.stance.clone(),
        target: claim.target.clone(),
        quote: statement.anchor.quote.clone(),
    })
}

/// What a person put right stands before what documents say.
fn correct(incident: &mut Incident, record: &Record) {
    for (_, change) in record.corrections.values() {
        match change {
            Change::Act(act) => incident.act.clone_from(act),
            Change::When(when) => incident.when = *when,
            Change::Place(places) => incident.places.clone_from(places),
            Change::Name(name) => incident.name = Some(name.clone()),
            Change::Stage(_) => {}
        }
    }
}
