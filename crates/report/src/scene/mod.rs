//! A ledger's state and an agreement in, the scene out: what was known of it on one day, and what lies in its area.
//! Everything the answers are made of; answers nothing itself.

mod coverage;
mod seen;
mod voices;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use jiff::civil::Date;
use truce_record::State;
use truce_record::fold::{Accord, Document};
use truce_record::id::{DocumentId, RecordId, RecordKind, StatementId};
use truce_record::statement::Actor;

use crate::area::Scope;

use coverage::Reported;
pub use coverage::{Coverage, Silence};
pub use seen::{Class, Seen, Timing};
pub use voices::{Position, Stance, positions};

/// Why a scene cannot be set.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SceneError {
    /// There is no such agreement.
    #[error("{0} is no agreement of this ledger")]
    NoAgreement(RecordId),
    /// There is no such zone.
    #[error("{0} is no zone of this ledger, or has no place")]
    NoZone(RecordId),
    /// Nothing in the ledger has a day.
    #[error("no report in this ledger has a day, so there is none to assess on")]
    NoDay,
}

impl SceneError {
    /// Returns what to do.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoAgreement(_) => "`truce list agreements` prints their ids",
            Self::NoZone(_) => {
                "`truce list zones` prints their ids; `truce import` takes zones with an outline"
            }
            Self::NoDay => "name the day with --as-of, or add the reports again with --meta and their days",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The agreement.
    pub agreement: RecordId,
    /// The day to look from; the day of the latest report if not given.
    pub as_of: Option<Date>,
    /// The day to count from; the day the agreement took effect if not given.
    pub since: Option<Date>,
    /// The zone to look at; the agreement's own places if not given.
    pub zone: Option<RecordId>,
}

/// What was known of a time and an area on one day.
pub struct Period<'a> {
    /// What the ledger amounted to: nothing that was published later.
    pub state: Cow<'a, State>,
    /// The day looked from.
    pub as_of: Date,
    /// The day counted from, if one is known.
    pub since: Option<Date>,
    /// The area looked at.
    pub scope: Scope,
    /// Incidents that are or may be of that time and area, in order of time; outside ones are left out.
    pub incidents: Vec<Seen>,
    /// How many incidents of that time lie outside the area.
    pub outside: usize,
    /// Reports that tell of one of the incidents, or of the agreement, in order of their days.
    pub reports: Vec<DocumentId>,
    /// What the reports say: found once, when it is first asked for.
    reported: OnceLock<Reported>,
}

/// What was known of an agreement on one day.
pub struct Scene<'a> {
    /// The time and area.
    pub period: Period<'a>,
    /// The agreement.
    pub accord: Accord,
    /// Whether the day counted from was given by whoever asks.
    pub since_given: bool,
}

impl<'a> std::ops::Deref for Scene<'a> {
    type Target = Period<'a>;

    fn deref(&self) -> &Period<'a> {
        &self.period
    }
}

/// Returns what the ledger amounted to on a day.
fn known_on(state: &State, day: Date) -> Cow<'_, State> {
    let later =
        state.documents().values().any(|document| document.day().is_some_and(|published| published > day));
    if later { Cow::Owned(state.as_of(day)) } else { Cow::Borrowed(state) }
}

fn scope_of(state: &State, zone: &RecordId) -> Result<Scope, SceneError> {
    let none = || SceneError::NoZone(zone.clone());
    if zone.kind() != RecordKind::Zone {
        return Err(none());
    }
    state.zone(zone).and_then(|area| Scope::of_zone(&area)).ok_or_else(none)
}

impl<'a> Scene<'a> {
    /// Sets the scene.
    ///
    /// # Errors
    ///
    /// If the agreement or the zone is not there, or no day can be told.
    pub fn set(state: &'a State, question: &Question) -> Result<Self, SceneError> {
        let as_of = question.as_of.or_else(|| latest_day(state)).ok_or(SceneError::NoDay)?;
        let state = known_on(state, as_of);
        let mut accord = (question.agreement.kind() == RecordKind::Agreement)
            .then(|| state.agreement(&question.agreement))
            .flatten()
            .ok_or_else(|| SceneError::NoAgreement(question.agreement.clone()))?;
        accord.parties.retain(|party| !is_count(party));
        accord.brokers.retain(|broker| !is_count(broker));
        let scope = match &question.zone {
            Some(zone) => scope_of(&state, zone)?,
            None => Scope::of_places(&accord.places),
        };
        let since = question.since.or_else(|| accord.when.map(|when| when.earliest));
        let period = Period::of(state, scope, since, as_of, &accord.statements);
        Ok(Self { period, accord, since_given: question.since.is_some() })
    }

    /// Returns the agreement's state: as a person set it, else as the latest report has it.
    pub fn stage(&self) -> Option<&str> {
        let told = || self.accord.stages.last().map(|last| last.stage.as_str());
        self.accord.stage_set.as_deref().or_else(told)
    }

    /// Says which part an actor has in the agreement.
    pub fn part_of(&self, actor: &Actor) -> Part {
        if self.accord.parties.iter().any(|party| is_side(party, actor)) {
            Part::Party
        } else if self.accord.brokers.iter().any(|broker| is_side(broker, actor)) {
            Part::Broker
        } else {
            Part::Neither
        }
    }
}

impl<'a> Period<'a> {
    /// Sets a time and an area without an agreement.
    ///
    /// # Errors
    ///
    /// If the zone is not there.
    pub fn set(state: &'a State, from: Date, to: Date, zone: Option<&RecordId>) -> Result<Self, SceneError> {
        let state = known_on(state, to);
        let scope = zone.map(|zone| scope_of(&state, zone)).transpose()?.unwrap_or_default();
        Ok(Self::of(state, scope, Some(from), to, &[]))
    }

    /// `told` are statements whose reports count besides those of the incidents.
    fn of(
        state: Cow<'a, State>,
        scope: Scope,
        since: Option<Date>,
        as_of: Date,
        told: &[StatementId],
    ) -> Self {
        let (incidents, outside) = seen::all(&state, &scope, since, as_of);
        let reported = OnceLock::new();
        let mut period =
            Self { state, as_of, since, scope, incidents, outside, reports: Vec::new(), reported };
        period.reports = period.reports_of(told);
        period
    }

    /// Leaves out incidents that are not among some.
    pub fn keep(&mut self, only: &BTreeSet<RecordId>) {
        self.incidents.retain(|seen| only.contains(&seen.incident.id));
    }

    /// Lists the documents of the incidents and of some statements, in order of their days.
    fn reports_of(&self, statements: &[StatementId]) -> Vec<DocumentId> {
        let mut found: BTreeSet<&DocumentId> = BTreeSet::new();
        let known = statements.iter().filter_map(|id| self.state.statement(id));
        let of_incidents = self.incidents.iter().flat_map(|seen| seen.incident.statements.iter());
        let documents = known
            .map(|known| &known.statement.document)
            .chain(of_incidents.map(|(statement, _)| &statement.document));
        found.extend(documents);
        let mut found: Vec<(Option<Date>, &DocumentId)> =
            found.into_iter().map(|id| (self.day_of(id), id)).collect();
        found.sort();
        found.into_iter().map(|(_, id)| id.clone()).collect()
    }

    /// Returns the day of a document.
    pub fn day_of(&self, document: &DocumentId) -> Option<Date> {
        self.state.document(document).and_then(Document::day)
    }

    /// Returns who published a document, else its name.
    pub fn source_of(&self, document: &DocumentId) -> String {
        self.state.document(document).map_or_else(
            || document.to_string(),
            |document| document.source().unwrap_or(&document.added.name).to_owned(),
        )
    }

    /// Says whether a document is a data set, whose rows tell their own days.
    pub fn is_data_set(&self, document: &DocumentId) -> bool {
        self.state.document(document).is_some_and(|document| document.added.is_data_set())
    }

    /// Returns the independent origins of documents.
    pub fn origins<'b>(&self, documents: impl IntoIterator<Item = &'b DocumentId>) -> BTreeSet<DocumentId> {
        documents.into_iter().map(|document| self.state.origin(document).clone()).collect()
    }
}

/// The part that an actor has in an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A party, or one who acts for it.
    Party,
    /// A mediator, guarantor or host.
    Broker,
    /// Neither.
    Neither,
}

impl Part {
    /// Returns the words for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party to the agreement",
            Self::Broker => "broker of the agreement",
            Self::Neither => "not named as a party",
        }
    }
}

/// Says whether an actor is somebody or acts for him.
pub fn is_side(side: &Actor, actor: &Actor) -> bool {
    let names = |one: &Actor, name: &str| {
        one.id.as_deref() == Some(name)
            || one.name.eq_ignore_ascii_case(name)
            || one.also.iter().any(|other| other.eq_ignore_ascii_case(name))
    };
    if let (Some(one), Some(other)) = (&side.id, &actor.id) {
        return one == other || actor.acts_for.as_deref() == Some(one);
    }
    names(side, &actor.name)
        || names(actor, &side.name)
        || actor.acts_for.as_deref().is_some_and(|party| names(side, party))
}

/// Says whether a name only counts people: "five sailors" binds itself to nothing and holds no position.
pub fn is_count(actor: &Actor) -> bool {
    const NUMBERS: [&str; 37] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "hundreds",
        "thousands",
        "dozens",
        "scores",
        "several",
        "many",
        "some",
        "both",
        "few",
    ];
    let mut words = actor.name.split_whitespace();
    let number = words.next().is_some_and(|first| {
        let first = first.to_lowercase();
        first.chars().all(|letter| letter.is_ascii_digit() || letter == ',')
            || first.split('-').all(|part| NUMBERS.contains(&part))
    });
    // "Two Rivers Brigade" is a name; its nouns are written large.
    let mut common = words.clone();
    actor.id.is_none()
        && number
        && words.next().is_some()
        && common.all(|word| word.chars().next().is_some_and(char::is_lowercase))
}

fn latest_day(state: &State) -> Option<Date> {
    let reports = state.documents().values().filter(|document| !document.added.is_data_set());
    reports.filter_map(Document::day).max().or_else(|| {
        // Data sets alone: the last day that one of their rows tells of.
        state.statements().values().filter_map(|known| known.statement.when()).map(|when| when.latest).max()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_only_counted_is_no_party() {
        for (name, counts) in [
            ("Five sailors", true),
            ("twenty-two armed men", true),
            ("1,200 villagers", true),
            ("several gunmen", true),
            ("Two Rivers Brigade", false),
            ("14 February Council", false),
            ("1st brigade", false),
            ("rebels", false),
            ("Five", false),
            ("", false),
        ] {
            assert_eq!(is_count(&Actor::named(name)), counts, "{name}");
        }
        let known = Actor { id: Some("seven-villages".to_owned()), ..Actor::named("Seven villages") };
        assert!(!is_count(&known));
    }
}
