//! Incidents with the statements, figures and standing, and the groups of reports that are one origin: the form in which
//! linkings are scored.

use serde_json::{Value, json};
use truce_record::State;
use truce_record::fold::Incident;
use truce_record::id::DocumentId;

use super::{ExportError, Selection};

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let state = selection.state;
    // The most told first: what only a few words tell may be a part of it that was not joined.
    let mut told: Vec<&Incident> = selection.incidents.iter().collect();
    told.sort_by_key(|incident| std::cmp::Reverse(incident.statements.len()));
    let incidents: Vec<Value> = told
        .into_iter()
        .filter(|incident| incident.review.as_ref().is_none_or(|review| review.accepted))
        .map(|incident| one(state, incident))
        .collect();
    let origins: Vec<Vec<String>> = state
        .origin_groups()
        .into_iter()
        .map(|group| {
            let mut files: Vec<String> = group.iter().map(|document| file(state, document)).collect();
            files.sort();
            files
        })
        .collect();
    let all = json!({ "incidents": incidents, "origins": origins });
    Ok(format!("{}\n", serde_json::to_string_pretty(&all)?))
}

fn file(state: &State, document: &DocumentId) -> String {
    state.document(document).map_or_else(|| document.to_string(), |document| document.added.name.clone())
}

fn one(state: &State, incident: &Incident) -> Value {
    let statements: Vec<Value> = incident
        .statements
        .iter()
        .map(|(statement, _)| {
            json!({
                "file": file(state, &statement.document),
                "quote": statement.anchor.quote,
                "start": statement.anchor.span.start,
            })
        })
        .collect();
    let figures: Vec<Value> = incident
        .figures
        .iter()
        .map(|given| {
            json!({
                "measure": given.figure.measure,
                "low": given.figure.low,
                "high": given.figure.high,
                "speaker": given.speaker.as_ref().map(|speaker| &speaker.name),
                "file": file(state, &given.document),
                "as_of": given.as_of.map(|day| day.to_string()),
            })
        })
        .collect();
    json!({
        "id": incident.id,
        "act": incident.act,
        "when": incident.when.map(|when| when.to_string()),
        "where": incident.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(),
        "standing": incident.standing.as_str(),
        "statements": statements,
        "figures": figures,
    })
}
