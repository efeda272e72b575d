//! The statements of an incident in, its standing out: how it stands with those who speak of it.
//! Weighs nobody's word; that is `assess`.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::State;
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
    let mut reporting = BTreeSet::new();
    let mut retracting = BTreeSet::new();
    let (mut denied, mut mentioned) = (false, false);
    for statement in statements {
        let origin = || state.origin(&statement.document).clone();
        match &statement.content {
            Content::Event(event) if event.status.refused() => denied = true,
            Content::Event(event) if event.status.happened() => {
                reporting.insert(origin());
            }
            // A count of an incident's dead reports the incident; a claim may only speak about it.
            Content::Figure(_) => {
                reporting.insert(origin());
            }
            Content::Claim(claim) => match claim.stance.as_str() {
                "denies" | "disputes" => denied = true,
                "retracts" => {
                    retracting.insert(origin());
                }
                "no-comment" => mentioned = true,
                _ => {
                    mentioned = true;
                }
            },
            _ => mentioned = true,
        }
    }
    if reporting.is_empty() && mentioned && !denied {
        reporting.extend(statements.iter().map(|statement| state.origin(&statement.document).clone()));
    }
    let left = reporting.difference(&retracting).count();
    let standing = if !retracting.is_empty() && left == 0 {
        Standing::Retracted
    } else if denied && reporting.is_empty() {
        Standing::Denied
    } else if denied {
        Standing::Disputed
    } else if left >= 2 {
        Standing::Corroborated
    } else {
        Standing::SingleSource
    };
    (standing, reporting)
}
