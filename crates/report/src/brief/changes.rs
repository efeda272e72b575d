//! Two days in, what changed between them out: reports that came, incidents that are new or stand otherwise, figures
//! that moved, states that were said.

use std::collections::BTreeMap;

use jiff::civil::Date;
use truce_record::State;
use truce_record::fold::Incident;
use truce_record::id::{RecordId, RecordKind};

use crate::export::Row;

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Its sort: `report`, `incident`, `standing`, `toll`, `stage`.
    pub sort: &'static str,
    /// The record or document.
    pub id: String,
    /// What changed.
    pub words: String,
}

/// Lists what changed from the evening of one day to the evening of another, by reports published in between.
pub fn changes(state: &State, from: Date, to: Date) -> Vec<Change> {
    let (before, after) = (state.as_of(from), state.as_of(to));
    let mut found = Vec::new();
    let new = after.documents().keys().filter(|id| before.document(id).is_none()).count();
    if new > 0 {
        let words = format!("{new} new document{}", if new == 1 { "" } else { "s" });
        found.push(Change { sort: "report", id: String::new(), words });
    }
    let incidents = |state: &State| -> BTreeMap<RecordId, Incident> {
        let all = state.records(RecordKind::Incident).filter_map(|(id, _)| state.incident(id));
        all.filter(|one| one.review.as_ref().is_none_or(|review| review.accepted))
            .map(|one| (one.id.clone(), one))
            .collect()
    };
    let (old, now) = (incidents(&before), incidents(&after));
    for (id, incident) in &now {
        let name = head(incident);
        let row = Row::of(&after, incident);
        let Some(known) = old.get(id) else {
            found.push(Change {
                sort: "incident",
                id: id.to_string(),
                words: format!("new: {name}, {}", incident.standing.as_str()),
            });
            continue;
        };
        if known.standing != incident.standing {
            found.push(Change {
                sort: "standing",
                id: id.to_string(),
                words: format!("{name}: was {}, is {}", known.standing.as_str(), incident.standing.as_str()),
            });
        }
        let earlier = Row::of(&before, known);
        if (earlier.low, earlier.high) != (row.low, row.high) {
            let toll = |low: Option<i64>, high: Option<i64>| match (low, high) {
                (None, None) => "no figure".to_owned(),
                (low, high) => format!(
                    "{} to {}",
                    low.unwrap_or(0),
                    high.map_or_else(|| "more".to_owned(), |high| high.to_string())
                ),
            };
            found.push(Change {
                sort: "toll",
                id: id.to_string(),
                words: format!(
                    "{name}: killed {}, before {}",
                    toll(row.low, row.high),
                    toll(earlier.low, earlier.high)
                ),
            });
        }
    }
    for (id, _) in after.records(RecordKind::Agreement) {
        let Some(accord) = after.agreement(id) else { continue };
        let stage = |state: &State| {
            state.agreement(id).and_then(|accord| {
                accord.stage_set.or_else(|| accord.stages.last().map(|last| last.stage.clone()))
            })
        };
        let (earlier, later) = (stage(&before), stage(&after));
        if earlier != later {
            let word = |stage: Option<String>| stage.unwrap_or_else(|| "not told".to_owned());
            found.push(Change {
                sort: "stage",
                id: id.to_string(),
                words: format!(
                    "{}: was {}, is {}",
                    accord.name.as_deref().unwrap_or(&accord.kind),
                    word(earlier),
                    word(later)
                ),
            });
        }
    }
    found
}

fn head(incident: &Incident) -> String {
    let when = incident.when.map_or_else(|| "no day".to_owned(), |when| when.to_string());
    let place = incident.places.first().map_or("place not told", |place| place.name.as_str());
    format!("{}, {place}, {when} ({})", incident.act, incident.id)
}
