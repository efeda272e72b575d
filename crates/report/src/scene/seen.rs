//! Incidents in, those of a time and an area out, each with how surely it belongs there and what class of act it is.

use jiff::civil::Date;
use truce_record::State;
use truce_record::fold::{Incident, Record, Standing};
use truce_record::id::{RecordId, RecordKind};
use truce_record::statement::{Content, When};

use crate::area::{Relation, Scope};

/// Whether an incident is of the time looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// All days that it can have been lie in it.
    Within,
    /// Some of the days that it can have been lie in it.
    Open,
    /// No day is told.
    Unknown,
}

/// What sort of act it is, as far as a truce is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Force used against people or things.
    Force,
    /// Coercion without shots: arrests, sieges, seizures, blocked aid.
    Coercion,
    /// Forces moved, dug in or raised.
    BuildUp,
    /// Fire stopped, forces drawn back, people let go, aid let through.
    Restraint,
    /// Anything else.
    Other,
}

impl Class {
    /// All classes.
    pub const ALL: [Self; 5] = [Self::Force, Self::Coercion, Self::BuildUp, Self::Restraint, Self::Other];

    /// Returns the words for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Force => "use of force",
            Self::Coercion => "coercion",
            Self::BuildUp => "build-up",
            Self::Restraint => "restraint",
            Self::Other => "other",
        }
    }

    /// Returns the class of a PLOVER type.
    pub fn of(kind: &str) -> Self {
        match kind {
            "ASSAULT" => Self::Force,
            "COERCE" => Self::Coercion,
            "MOBILIZE" => Self::BuildUp,
            "RETREAT" | "AID" => Self::Restraint,
            _ => Self::Other,
        }
    }
}

/// An incident of the scene.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The incident.
    pub incident: Incident,
    /// Where it lies.
    pub relation: Relation,
    /// When it was, seen from the time looked at.
    pub timing: Timing,
    /// What class of act it is.
    pub class: Class,
}

impl Seen {
    /// Says whether somebody tells that it happened, and nobody has taken that back or rejected it.
    pub fn told(&self) -> bool {
        !matches!(self.incident.standing, Standing::Denied | Standing::Retracted)
    }

    /// Says whether it surely belongs to time and area.
    pub fn placed(&self) -> bool {
        self.relation == Relation::Inside && self.timing == Timing::Within
    }

    /// Says whether a person has accepted it or all that it rests on.
    pub fn reviewed(&self) -> bool {
        self.incident.review.as_ref().is_some_and(|review| review.accepted)
            || self.incident.statements.iter().all(|(_, link)| link.by_person)
    }

    /// Returns the last day that it can have been, so that a vague date counts as recent.
    pub fn day(&self) -> Option<Date> {
        self.incident.when.map(|when| when.latest)
    }
}

/// Records that are not worth a thread of their own.
const FEW: usize = 1_000;

/// Returns the incidents that can be of a time and an area, in order of time, and how many of that time lie outside.
pub(super) fn all(state: &State, scope: &Scope, since: Option<Date>, as_of: Date) -> (Vec<Seen>, usize) {
    let records: Vec<(&RecordId, &Record)> = state.records(RecordKind::Incident).collect();
    let some = |records: &[(&RecordId, &Record)]| {
        let (mut found, mut outside) = (Vec::with_capacity(records.len()), 0);
        for (id, record) in records {
            match one(state, id, record, scope, since, as_of) {
                Some(seen) if seen.relation == Relation::Outside => outside += 1,
                seen => found.extend(seen),
            }
        }
        (found, outside)
    };
    // Each incident is put together by itself, so halves of them can be at once.
    let (mut found, outside) = if records.len() > FEW {
        let (first, second) = records.split_at(records.len() / 2);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| some(second));
            let (mut found, outside) = some(first);
            let (rest, more) = second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            found.extend(rest);
            (found, outside + more)
        })
    } else {
        some(&records)
    };
    found.sort_by_cached_key(|seen| (seen.day(), seen.incident.id.clone()));
    (found, outside)
}

/// Returns an incident if it can be of a time, also where it lies outside the area.
fn one(
    state: &State,
    id: &RecordId,
    record: &Record,
    scope: &Scope,
    since: Option<Date>,
    as_of: Date,
) -> Option<Seen> {
    let statements = state.statements_of(record);
    // Most of a large ledger is of other times: look at the days told before the incident is put together.
    let mut days = statements.iter().filter_map(|(known, _)| known.statement.when()).peekable();
    if days.peek().is_some() && days.all(|when| timing(Some(when), since, as_of).is_none()) {
        return None;
    }
    let incident = state.incident_of(id, record, statements)?;
    if incident.review.as_ref().is_some_and(|review| !review.accepted) || !happened(&incident) {
        return None;
    }
    let timing = timing(incident.when.as_ref(), since, as_of)?;
    // What has no day of its own is of the time of the reports that tell it.
    if timing == Timing::Unknown && since.is_some_and(|since| told_before(state, &incident, since)) {
        return None;
    }
    let relation = scope.relation(&incident.places);
    let class = Class::of(&incident.kind);
    Some(Seen { incident, relation, timing, class })
}

/// Says whether all reports of an incident were published before a day.
fn told_before(state: &State, incident: &Incident, day: Date) -> bool {
    incident.statements.iter().all(|(statement, _)| {
        let published = state.document(&statement.document).and_then(truce_record::fold::Document::day);
        published.is_some_and(|published| published < day)
    })
}

/// Says how a time lies in the days looked at; none if it lies outside.
fn timing(when: Option<&When>, since: Option<Date>, as_of: Date) -> Option<Timing> {
    let Some(when) = when else { return Some(Timing::Unknown) };
    if when.earliest > as_of || since.is_some_and(|since| when.latest < since) {
        None
    } else if when.latest <= as_of && since.is_none_or(|since| when.earliest >= since) {
        Some(Timing::Within)
    } else {
        Some(Timing::Open)
    }
}

/// Says whether anybody tells or denies that it happened: plans and threats have not.
fn happened(incident: &Incident) -> bool {
    let mut events = incident.statements.iter().filter_map(|(statement, _)| match &statement.content {
        Content::Event(event) => Some(event.status),
        _ => None,
    });
    let any = events.clone().next().is_some();
    !any || events.any(|status| status.happened() || status.refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_that_reaches_beyond_the_days_looked_at_stays_open() {
        let day = |text: &str| text.parse::<Date>().expect(text);
        for (when, timing_is) in [
            (Some("2021-03-05"), Some(Timing::Within)),
            (Some("2021-03"), Some(Timing::Open)),
            (Some("2021-02-27"), None),
            (Some("2021-04-02"), None),
            (Some("2021-03-30/2021-04-02"), Some(Timing::Open)),
            (None, Some(Timing::Unknown)),
        ] {
            let when = when.map(|text| When::parse(text).expect(text));
            let found = timing(when.as_ref(), Some(day("2021-03-02")), day("2021-04-01"));
            assert_eq!(found, timing_is, "{when:?}");
        }
    }
}
