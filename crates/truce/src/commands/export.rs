//! `truce export`: the ledger in a form for others.

use std::process::ExitCode;

use serde_json::{Value, json};
use truce_record::State;
use truce_record::fold::Incident;
use truce_record::id::{DocumentId, RecordKind};
use truce_record::log::Access;

use super::read::write;
use crate::ledger::{self, LedgerArgument};

/// Form of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Incidents with their statements, figures and standing, and the reports that are one origin.
    Incidents,
}

/// Write what the ledger holds in a form for others.
#[derive(clap::Args)]
pub struct Arguments {
    /// Form of the export.
    #[arg(long, value_enum, default_value_t = Form::Incidents)]
    format: Form,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let register = ledger::register(&arguments.ledger.path, Access::Read)?;
    let value = match arguments.format {
        Form::Incidents => incidents(register.state()),
    };
    write(&format!("{}\n", serde_json::to_string_pretty(&value)?))?;
    Ok(ExitCode::SUCCESS)
}

fn file(state: &State, document: &DocumentId) -> String {
    state.document(document).map_or_else(|| document.to_string(), |document| document.added.name.clone())
}

/// Incidents that nobody rejected, with the names of files as they were added.
fn incidents(state: &State) -> Value {
    let incidents: Vec<Value> = state
        .records(RecordKind::Incident)
        .filter_map(|(id, _)| state.incident(id))
        .filter(|incident| incident.review.as_ref().is_none_or(|review| review.accepted))
        .map(|incident| one(state, &incident))
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
    json!({ "incidents": incidents, "origins": origins })
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
