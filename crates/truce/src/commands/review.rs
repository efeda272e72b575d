//! `truce review`: the questions that the program leaves to people.

use std::fmt::Write as _;
use std::process::ExitCode;

use truce_record::State;
use truce_record::id::{RecordId, RecordKind, Target};

use super::read::write;
use crate::dossier::one_line;
use crate::ledger::{self, LedgerArgument};

/// Show the questions that wait for a person: may these two be the same?
///
/// Answer with `truce accept ID` or `truce reject ID`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Show at most so many.
    #[arg(long, default_value_t = 20, value_name = "NUMBER")]
    limit: usize,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let state = ledger::state(&arguments.ledger.path)?;
    let open = state.open_questions();
    let mut out = String::new();
    for (id, question) in open.iter().take(arguments.limit) {
        let _ = writeln!(out, "{id}  same as? {:.2}  {}", question.score.share(), one_line(&question.reason));
        let subject = match &question.subject {
            Target::Statement(statement) => state
                .statement(statement)
                .map_or(String::new(), |known| format!("\"{}\"", one_line(&known.statement.anchor.quote))),
            Target::Record(record) => line(state, record),
            Target::Document(_) | Target::Candidate(_) => String::new(),
        };
        let _ = writeln!(out, "    {}  {subject}", question.subject);
        let record = state.resolve(&question.record);
        let _ = writeln!(out, "    {record}  {}", line(state, record));
    }
    if open.is_empty() {
        out.push_str("nothing waits for review\n");
    } else if open.len() > arguments.limit {
        let _ = writeln!(out, "{} more", open.len() - arguments.limit);
    }
    write(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// Tells a record in one line.
pub fn line(state: &State, id: &RecordId) -> String {
    let names = |places: &[truce_record::statement::Place]| {
        places.iter().take(3).map(|place| place.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let dated = |when: Option<truce_record::statement::When>| {
        when.map_or("day not known".to_owned(), |when| when.to_string())
    };
    let parts = match id.kind() {
        RecordKind::Incident => state.incident(id).map(|incident| {
            vec![
                incident.act.clone(),
                dated(incident.when),
                names(&incident.places),
                incident.standing.as_str().to_owned(),
            ]
        }),
        RecordKind::Agreement => state.agreement(id).map(|accord| {
            vec![accord.name.clone().unwrap_or(accord.kind), dated(accord.when), names(&accord.places)]
        }),
        RecordKind::Talks => state.talks(id).map(|meeting| {
            vec![
                meeting.series.clone().unwrap_or("talks".to_owned()),
                dated(meeting.when),
                names(&meeting.places),
            ]
        }),
        RecordKind::Zone => {
            state.zone(id).map(|area| vec![area.name.clone().unwrap_or(area.kind), names(&area.places)])
        }
    };
    let parts = parts.unwrap_or_else(|| vec!["no statement of it counts".to_owned()]);
    one_line(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | "))
}
