//! A record's statements in, what it counts as out: one occurrence, or one for each row of a data set in it.
//! Counts nothing itself; which occurrences make a rate is for `report` to say.
//!
//! Linking never makes rows of one data set fewer: whoever compiled it counted each as an event of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::incident::{Incident, most};
use super::{Known, Standing, State};
use crate::entry::Change;
use crate::id::{DocumentId, RecordId, StatementId};
use crate::statement::{Content, Event, Figure, Place, Statement, When};

/// Something that is counted once: a row of a data set, or an incident that only reports tell of.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The incident.
    pub record: RecordId,
    /// The statement of its row; none for what only reports tell of.
    pub statement: Option<StatementId>,
    /// The data set without its release, `ucdp-ged`; empty for what only reports tell of.
    pub data_set: String,
    /// The row's id there.
    pub row: String,
    /// The row's own act and that of its incident, each once.
    pub acts: Vec<String>,
    /// The day it counts for: the data set's first day, else the first it can have been.
    pub day: Option<Date>,
    /// How exactly that is known, as UCDP's `date_prec` from 1 (the day) to 5 (a year or more); 0 if unknown.
    pub date_precision: u8,
    /// The most exact place.
    pub place: Option<Place>,
    /// First-level division, in the words of whoever tells it.
    pub division: Option<String>,
    /// The pair of parties, as the data set names it.
    pub dyad: Option<String>,
    /// Names of the doers.
    pub who: Vec<String>,
    /// Names of those it was done to.
    pub whom: Vec<String>,
    /// UCDP's `event_clarity`: 1 if the event is told clearly, 2 if it is a sum over several; 0 if not told.
    pub clarity: u8,
    /// UCDP's `type_of_violence`: 1 state-based, 2 non-state, 3 one-sided; 0 if not told.
    pub violence: u8,
    /// People killed: the lowest estimate.
    pub low: Option<i64>,
    /// The best estimate; of reports the latest that is given.
    pub best: Option<i64>,
    /// The highest estimate.
    pub high: Option<i64>,
    /// Civilians among the killed, by the best estimate.
    pub civilians: Option<i64>,
    /// Who told it: offices that the row names, else publishers of the reports that are no copies.
    pub sources: Vec<String>,
    /// Whether a person accepted or rejected the incident.
    pub accepted: Option<bool>,
}

/// Returns UCDP's `date_prec` that a stretch of days comes to: a day, up to six days, a week, a month, more.
fn date_precision(when: &When) -> u8 {
    match when.days_open() {
        ..=0 => 1,
        1..=5 => 2,
        6..=12 => 3,
        13..=30 => 4,
        _ => 5,
    }
}

/// Reads a day as UCDP's releases write it: `2018-11-24` or `11/24/2018 12:00:00 AM`, with a time or without.
fn first_day(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T']).next()?;
    let mut parts = day.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(month), Some(date), Some(year)) => {
            Date::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?).ok()
        }
        _ => day.parse().ok(),
    }
}

/// Adds to a list what it lacks.
fn add(to: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() && !to.iter().any(|known| known == text) {
        to.push(text.to_owned());
    }
}

/// Rows by data set and id, the latest version of each.
type Rows<'s> = BTreeMap<(&'s str, &'s str), (&'s Known, &'s Event)>;

impl State {
    /// Returns what an incident counts as; nothing if no statement of it counts.
    pub fn occurrences(&self, id: &RecordId) -> Vec<Occurrence> {
        self.incident(id).map_or_else(Vec::new, |incident| self.occurrences_of(&incident))
    }

    /// Returns what an incident counts as.
    pub fn occurrences_of(&self, incident: &Incident) -> Vec<Occurrence> {
        let rows = self.rows(incident);
        if rows.is_empty() {
            return if happened(incident) { vec![self.told_only(incident)] } else { Vec::new() };
        }
        rows.into_iter()
            .map(|((set, row), (known, event))| {
                let mut occurrence = self.of_row(incident, &known.statement, event);
                set.clone_into(&mut occurrence.data_set);
                row.clone_into(&mut occurrence.row);
                self.correct_occurrence(incident, &mut occurrence);
                occurrence
            })
            .collect()
    }

    fn rows<'s>(&'s self, incident: &'s Incident) -> Rows<'s> {
        let mut rows = Rows::new();
        for (statement, _) in &incident.statements {
            let (Some(foreign), Content::Event(event)) = (&statement.foreign, &statement.content) else {
                continue;
            };
            let Some(known) = self.statement(&statement.id) else { continue };
            let version = rows.entry((foreign.family(), &foreign.id)).or_insert((known, event));
            if (known.entry, known.at) > (version.0.entry, version.0.at) {
                *version = (known, event);
            }
        }
        rows
    }

    fn of_row(&self, incident: &Incident, statement: &Arc<Statement>, event: &Event) -> Occurrence {
        let foreign = statement.foreign.as_ref();
        let field = |name: &str| {
            let text = foreign.and_then(|foreign| foreign.fields.get(name))?.trim();
            (!text.is_empty()).then_some(text)
        };
        let code = |name: &str| field(name).and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut acts = Vec::new();
        add(&mut acts, &event.act);
        add(&mut acts, &incident.act);
        let mut sources = Vec::new();
        let offices = field("source_office").or_else(|| field("source")).unwrap_or_default();
        offices.split(';').for_each(|office| add(&mut sources, office));
        if sources.is_empty() {
            self.publishers(std::iter::once(&statement.document), &mut sources);
        }
        let figure = |of: Option<&str>| {
            incident.statements.iter().find_map(|(other, _)| match &other.content {
                Content::Figure(figure)
                    if other.document == statement.document
                        && other.foreign.as_ref().map(|other| &other.id)
                            == foreign.map(|foreign| &foreign.id)
                        && figure.measure == "killed"
                        && figure.of.as_deref() == of =>
                {
                    Some(figure)
                }
                _ => None,
            })
        };
        let killed = figure(None);
        let day = field("date_start").and_then(first_day).or_else(|| event.when.map(|when| when.earliest));
        let place = event.place.first().cloned();
        Occurrence {
            record: incident.id.clone(),
            statement: Some(statement.id.clone()),
            data_set: String::new(),
            row: String::new(),
            acts,
            day,
            date_precision: match code("date_prec") {
                0 => event.when.as_ref().map_or(0, date_precision),
                told => told,
            },
            division: place.as_ref().and_then(|place| place.division.clone()),
            place,
            dyad: field("dyad_name").map(str::to_owned),
            who: event.who.iter().map(|actor| actor.name.clone()).collect(),
            whom: event.whom.iter().map(|actor| actor.name.clone()).collect(),
            clarity: code("event_clarity"),
            violence: code("type_of_violence"),
            low: killed.and_then(|figure| figure.low),
            best: killed.and_then(best),
            high: killed.and_then(|figure| figure.high),
            civilians: figure(Some("civilians")).and_then(best),
            sources,
            accepted: incident.review.as_ref().map(|review| review.accepted),
        }
    }

    /// What a person put right about the incident stands before what its row says.
    fn correct_occurrence(&self, incident: &Incident, occurrence: &mut Occurrence) {
        let Some(record) = self.record(&incident.id) else { return };
        for (_, change) in record.corrections.values() {
            match change {
                Change::Act(act) => occurrence.acts = vec![act.clone()],
                Change::When(when) => {
                    occurrence.day = when.map(|when| when.earliest);
                    occurrence.date_precision = when.as_ref().map_or(0, date_precision);
                }
                Change::Place(places) => {
                    occurrence.place = places.first().cloned();
                    occurrence.division = places.iter().find_map(|place| place.division.clone());
                }
                Change::Name(_) | Change::Stage(_) => {}
            }
        }
    }

    /// What only reports tell of is one occurrence, whatever number of them tells it.
    fn told_only(&self, incident: &Incident) -> Occurrence {
        let figures = |of: Option<&'static str>| {
            incident.figures.iter().map(|given| &*given.figure).filter(move |figure| {
                figure.measure == "killed" && figure.of.as_deref() == of && figure.scope == "incident"
            })
        };
        let mut sources = Vec::new();
        self.publishers(&incident.origins, &mut sources);
        let names = |actors: &[crate::statement::Actor]| actors.iter().map(|one| one.name.clone()).collect();
        Occurrence {
            record: incident.id.clone(),
            statement: None,
            data_set: String::new(),
            row: String::new(),
            acts: vec![incident.act.clone()],
            day: incident.when.map(|when| when.earliest),
            date_precision: incident.when.as_ref().map_or(0, date_precision),
            place: incident.places.iter().find(|place| place.point.is_some()).cloned(),
            division: most(incident.places.iter().filter_map(|place| place.division.clone())),
            dyad: None,
            who: names(&incident.who),
            whom: names(&incident.whom),
            clarity: 0,
            violence: 0,
            low: figures(None).filter_map(|figure| figure.low.or(figure.high)).min(),
            best: figures(None).filter_map(best).next_back(),
            high: figures(None).filter_map(|figure| figure.high.or(figure.low)).max(),
            civilians: figures(Some("civilians")).filter_map(best).next_back(),
            sources,
            accepted: incident.review.as_ref().map(|review| review.accepted),
        }
    }

    fn publishers<'d>(&self, documents: impl IntoIterator<Item = &'d DocumentId>, to: &mut Vec<String>) {
        let named: BTreeSet<&str> = documents
            .into_iter()
            .filter_map(|id| self.document(id).and_then(super::Document::source))
            .collect();
        named.into_iter().for_each(|name| add(to, name));
    }
}

/// Says whether what only reports tell of counts: what is planned, denied or taken back by all does not, nor what is
/// left of a row whose event a person rejected.
fn happened(incident: &Incident) -> bool {
    let mut events = incident.statements.iter().filter_map(|(statement, _)| match &statement.content {
        Content::Event(event) => Some(event),
        _ => None,
    });
    let told = incident.statements.iter().any(|(statement, _)| statement.foreign.is_none());
    let first = events.next();
    let done =
        first.is_none_or(|first| first.status.happened() || events.any(|event| event.status.happened()));
    told && done && !matches!(incident.standing, Standing::Denied | Standing::Retracted)
}

/// Returns a figure's best estimate: its own, else its lower bound, else its upper one.
fn best(figure: &Figure) -> Option<i64> {
    figure.best.or(figure.low).or(figure.high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_all_releases_are_read() {
        for (text, expected) in [
            ("2018-11-24", Some("2018-11-24")),
            ("2018-11-24 00:00:00.000", Some("2018-11-24")),
            ("1/2/2014 12:00:00 AM", Some("2014-01-02")),
            ("13/2/2014", None),
            ("", None),
            ("soon", None),
        ] {
            assert_eq!(first_day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn stretches_of_days_are_told_in_steps_of_ucdp() {
        for (edtf, expected) in [
            ("2018-09-17", 1),
            ("2018-09-17/2018-09-20", 2),
            ("2018-09-11/2018-09-17", 3),
            ("2018-09-11/2018-09-23", 3),
            ("2018-09", 4),
            ("2018", 5),
            ("2018-08-01/2018-09-30", 5),
        ] {
            assert_eq!(date_precision(&When::parse(edtf).expect(edtf)), expected, "{edtf}");
        }
    }
}
