//! The indicators, each in a file of its own: what is counted, what it says, and how it bears on the truce.
//! An indicator never decides; the rules of the verdict do.

mod access;
mod control_changes;
mod coverage;
mod days_quiet;
mod doers;
mod findings;
mod force_since;
mod responses;
mod restraint;
mod stages;
mod talks_ahead;
mod terms_due;
mod tolls;
mod trend;

use schemars::JsonSchema;
use serde::Serialize;

use super::evidence::{Evidence, Row};
use super::method::{Definition, Method};
use crate::scene::{Class, Period, Scene, Seen};

/// How an indicator bears on the truce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bearing {
    /// It speaks for the truce holding.
    For,
    /// It speaks against it.
    Against,
    /// It tells something, but for neither side.
    Neither,
    /// The record is too thin to tell.
    Unknown,
}

impl Bearing {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Neither => "neither",
            Self::Unknown => "unknown",
        }
    }
}

/// One thing looked at.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is counted and how.
    pub definition: String,
    /// Where the idea comes from.
    pub source: String,
    /// How it bears on the truce.
    pub bearing: Bearing,
    /// What it says.
    pub words: String,
    /// Its counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// The words it rests on, the latest first; of many, some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// What an indicator's own file gives.
struct Outcome {
    bearing: Bearing,
    words: String,
    rows: Vec<Row>,
    evidence: Vec<Evidence>,
}

impl Outcome {
    fn new(bearing: Bearing, words: impl Into<String>) -> Self {
        Self { bearing, words: words.into(), rows: Vec::new(), evidence: Vec::new() }
    }
}

type Measure = fn(&Scene<'_>, &Definition) -> Outcome;

/// All indicators in the order in which they are told.
const ALL: &[(&str, Measure)] = &[
    ("stages", stages::measure),
    ("days-quiet", days_quiet::measure),
    ("force-since", |scene, definition| force_since::measure(scene, definition)),
    ("trend", trend::measure),
    ("doers", doers::measure),
    ("responses", |scene, definition| responses::measure(scene, definition)),
    ("findings", |scene, definition| findings::measure(scene, definition)),
    ("terms-due", terms_due::measure),
    ("tolls", |scene, definition| tolls::measure(scene, definition)),
    ("control-changes", control_changes::measure),
    ("restraint", |scene, definition| restraint::measure(scene, definition)),
    ("talks-ahead", talks_ahead::measure),
    ("access", |scene, definition| access::measure(scene, definition)),
    ("coverage", coverage::measure),
];

/// Measures one of those indicators that need no agreement.
///
/// # Panics
///
/// If the indicator needs an agreement, or there is none of that id.
pub(crate) fn of_period(period: &Period<'_>, id: &str) -> Indicator {
    let measure: fn(&Period<'_>, &Definition) -> Outcome = match id {
        "responses" => responses::measure,
        "tolls" => tolls::measure,
        "access" => access::measure,
        "restraint" => restraint::measure,
        "force-since" => force_since::measure,
        "findings" => findings::measure,
        other => panic!("indicator {other} is none of a period"),
    };
    let definition = super::method::method().get(id);
    finished(definition, measure(period, definition))
}

/// How many quotes an indicator shows.
const QUOTES: usize = 6;

/// Measures all indicators.
pub(super) fn all(scene: &Scene<'_>, method: &Method) -> Vec<Indicator> {
    let one = |(id, measure): &(&str, Measure)| {
        let definition = method.get(id);
        finished(definition, measure(scene, definition))
    };
    ALL.iter().map(one).collect()
}

fn finished(definition: &Definition, mut outcome: Outcome) -> Indicator {
    outcome.evidence.truncate(QUOTES);
    Indicator {
        id: definition.id.clone(),
        title: definition.title.clone(),
        definition: definition.definition.clone(),
        source: definition.source.clone(),
        bearing: outcome.bearing,
        words: outcome.words,
        rows: outcome.rows,
        evidence: outcome.evidence,
    }
}

/// Returns the incidents of a class that somebody tells, the latest first.
fn told<'s>(scene: &'s Period<'_>, class: Class) -> Vec<&'s Seen> {
    let mut found: Vec<&Seen> =
        scene.incidents.iter().filter(|seen| seen.class == class && seen.told()).collect();
    found.reverse();
    // Those without a day come last.
    found.sort_by_key(|seen| seen.day().is_none());
    found
}

/// Returns the quotes of the first incidents.
fn quotes(scene: &Period<'_>, seen: &[&Seen]) -> Vec<Evidence> {
    seen.iter().take(QUOTES).filter_map(|seen| Evidence::of_incident(scene, seen)).collect()
}

/// Writes a number with its noun: "1 incident", "3 incidents".
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Groups in order of first appearance, the largest group first.
fn grouped<'s, K: PartialEq>(seen: &[&'s Seen], key: impl Fn(&Seen) -> K) -> Vec<(K, Vec<&'s Seen>)> {
    let mut groups: Vec<(K, Vec<&Seen>)> = Vec::new();
    for one in seen {
        let key = key(one);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(one),
            None => groups.push((key, vec![one])),
        }
    }
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    groups
}
