//! The statements of an incident in, its standing out: how it stands with those who speak of it.
//! Weighs nobody's word; that is `assess`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::wording::Wording;
use super::{Document, State};
use crate::id::DocumentId;
use crate::statement::{Content, Statement};

/// How an incident stands with those who speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// One origin reports it.
    SingleSource,
    /// Two or more independent origins report it.
    Corroborated,
    /// It is reported, and somebody denies or disputes it.
    Disputed,
    /// It is known only from its denial.
    Denied,
    /// Whoever reported it took it back.
    Retracted,
}

impl Standing {
    /// All standings.
    pub const ALL: [Self; 5] =
        [Self::SingleSource, Self::Corroborated, Self::Disputed, Self::Denied, Self::Retracted];

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SingleSource => "single-source",
            Self::Corroborated => "corroborated",
            Self::Disputed => "disputed",
            Self::Denied => "denied",
            Self::Retracted => "retracted",
        }
    }
}

/// Computes the standing of an incident, and the origins that report it.
pub(super) fn standing(state: &State, statements: &[&Arc<Statement>]) -> (Standing, BTreeSet<DocumentId>) {
    let mut by_document: BTreeMap<&DocumentId, Vec<&Arc<Statement>>> = BTreeMap::new();
    for statement in statements {
        by_document.entry(&statement.document).or_default().push(statement);
    }
    let voices: BTreeMap<&DocumentId, Voice> =
        by_document.iter().map(|(document, own)| (*document, Voice::of(own))).collect();
    // Whoever takes a story back takes back all that it published of it.
    let source =
        |document: &DocumentId| state.document(document).and_then(Document::source).map(str::to_lowercase);
    let retracting: BTreeSet<String> = voices
        .iter()
        .filter(|(_, voice)| voice.retracts)
        .filter_map(|(document, _)| source(document))
        .collect();
    let withdrawn = |document: &DocumentId| {
        voices.get(document).is_some_and(|voice| voice.retracts)
            || source(document).is_some_and(|source| retracting.contains(&source))
    };
    let reporting: BTreeSet<&DocumentId> =
        voices.iter().filter(|(_, voice)| voice.reports).map(|(document, _)| *document).collect();
    // A report that only passes on another of those here is no second origin.
    let passed_on = |document: &DocumentId| -> Option<&DocumentId> {
        let own = by_document.get(document)?;
        reporting.iter().copied().find(|other| {
            *other != document
                && state.origin(other) != state.origin(document)
                && source(other)
                    .is_some_and(|source| own.iter().any(|statement| passes_on(statement, &source)))
        })
    };
    let origin = |document: &DocumentId| state.origin(passed_on(document).unwrap_or(document)).clone();
    let all: BTreeSet<DocumentId> = reporting.iter().map(|document| origin(document)).collect();
    let left: BTreeSet<DocumentId> =
        reporting.iter().filter(|document| !withdrawn(document)).map(|document| origin(document)).collect();
    let denied = voices.values().any(|voice| voice.denies_event);
    let disowned = voices.values().any(|voice| voice.denies_own);
    let standing = if !retracting.is_empty() && left.is_empty() {
        Standing::Retracted
    } else if (denied || disowned) && reporting.is_empty() {
        Standing::Denied
    } else if denied {
        Standing::Disputed
    } else if left.len() >= 2 {
        Standing::Corroborated
    } else {
        Standing::SingleSource
    };
    let origins =
        if all.is_empty() { by_document.keys().map(|document| origin(document)).collect() } else { all };
    (standing, origins)
}

/// What one document says of an incident, as far as its standing goes.
struct Voice {
    /// It tells that it happened.
    reports: bool,
    /// Somebody in it says that it did not happen.
    denies_event: bool,
    /// Somebody in it says that it was not his doing, and leaves open whether it happened.
    denies_own: bool,
    /// It takes back what it said before.
    retracts: bool,
}

impl Voice {
    fn of(statements: &[&Arc<Statement>]) -> Self {
        let mut voice = Self { reports: false, denies_event: false, denies_own: false, retracts: false };
        let refusals: Vec<&Arc<Statement>> = statements
            .iter()
            .copied()
            .filter(|one| matches!(&one.content, Content::Claim(claim) if claim.stance == "denies"))
            .collect();
        // What stands in a denial is told in order to deny it.
        let refused = |statement: &Statement| {
            refusals.iter().any(|one| {
                let (here, there) = (one.anchor.span, statement.anchor.span);
                here.start < there.end && there.start < here.end
            })
        };
        for statement in statements {
            let wording = Wording::of(&statement.anchor.quote);
            voice.retracts |= wording.retracts();
            match &statement.content {
                // "No vehicle struck a mine", "rumours of a raid are a fabrication", however the verb was read.
                Content::Event(_) if wording.has_no_subject() || wording.is_untrue() => {
                    voice.denies_event = true;
                }
                // "We did not fire a single round": a doer speaks of his own act. "No truck was stopped": of the event.
                Content::Event(event) if event.status.refused() => {
                    if wording.denies_event() {
                        voice.denies_event = true;
                    } else {
                        voice.denies_own = true;
                    }
                }
                Content::Event(event) => voice.reports |= event.status.happened(),
                Content::Figure(figure) => voice.reports |= figure.low.is_some_and(|low| low > 0),
                // "The story was a fabrication."
                Content::Reference(_) if wording.is_untrue() => voice.denies_event = true,
                Content::Reference(reference) => voice.reports |= !reference.back && !refused(statement),
                Content::Claim(claim) => match claim.stance.as_str() {
                    "denies" if wording.denies_event() => voice.denies_event = true,
                    "denies" => voice.denies_own = true,
                    "retracts" => voice.retracts = true,
                    _ => {}
                },
                _ => {}
            }
        }
        // What was only told in order to deny it is no report.
        if voice.retracts {
            voice.reports = false;
        }
        voice
    }
}

/// Says whether the words name a source as the one from whom they come.
fn passes_on(statement: &Statement, source: &str) -> bool {
    const FROM: &[&str] =
        &["from ", "according to ", "citing ", "as reported by ", "quoting ", "reported by "];
    let quote = statement.anchor.quote.to_lowercase();
    FROM.iter().any(|words| quote.contains(&format!("{words}{source}")))
}
