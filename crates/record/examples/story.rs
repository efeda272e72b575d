//! Reads a folder of reports about the same happenings, links them without a ledger file, and prints the incidents
//! and origins: `cargo run -p truce-record --example story -- FOLDER [--lexicon DIR] [--reverse] [--why]`.
//!
//! The folder holds `reports.jsonl`, one line a report: `{"file": ..., "source": ..., "url": ..., "published": ...}`.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json};
use truce_lexicon::Lexicon;
use truce_record::entry::{Author, Body, Draft, Entry, Obtained};
use truce_record::id::{DocumentId, RecordKind};
use truce_record::intake::{Arrival, Intake};
use truce_record::origin::Shelf;
use truce_record::{State, link};

struct Report {
    file: String,
    document: DocumentId,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(arguments.first().ok_or("name a folder that holds reports.jsonl")?);
    let after =
        |flag: &str| arguments.iter().position(|one| one == flag).and_then(|at| arguments.get(at + 1));
    let lexicon = match after("--lexicon") {
        Some(folder) => Lexicon::load(Path::new(folder))?,
        None => Lexicon::embedded(),
    };
    let intake = Intake::new(&lexicon, "story");
    let mut lines: Vec<Value> = std::fs::read_to_string(folder.join("reports.jsonl"))?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    if arguments.iter().any(|one| one == "--reverse") {
        lines.reverse();
    }
    let mut state = State::default();
    let mut shelf = Shelf::default();
    let mut reports: Vec<Report> = Vec::new();
    for meta in lines {
        let file = meta["file"].as_str().ok_or("a line has no file")?.to_owned();
        let word = |key: &str| meta[key].as_str().map(str::to_owned);
        let arrival = Arrival {
            bytes: std::fs::read(folder.join(&file))?,
            media: "text/plain".to_owned(),
            name: file.clone(),
            obtained: Obtained { how: "file".to_owned(), when: Timestamp::UNIX_EPOCH, from: None },
            source: word("source"),
            url: word("url"),
            published: word("published"),
        };
        let taken = intake.take(&arrival);
        for body in taken.bodies() {
            write(&mut state, body);
        }
        shelf.put(&taken.document, &arrival.bytes, &lexicon);
        for found in shelf.find(&state, &taken.document) {
            write(&mut state, Body::OriginFound(found));
        }
        for body in link::propose(&state, &taken.reading.statements, &lexicon) {
            write(&mut state, body);
        }
        reports.push(Report { file, document: taken.document });
    }
    if arguments.iter().any(|one| one == "--tellings") {
        show(&state, &reports, &lexicon);
        return Ok(());
    }
    let export = export(&state, &reports, arguments.iter().any(|one| one == "--why"));
    println!("{}", serde_json::to_string_pretty(&export)?);
    Ok(())
}

fn write(state: &mut State, body: Body) {
    let draft = Draft { at: Timestamp::UNIX_EPOCH, by: Author::Program("story".to_owned()), body };
    let entry = Entry::chain(&state.head(), draft);
    state.apply(entry);
}

/// Prints what each report says of each happening, as it is compared.
fn show(state: &State, reports: &[Report], lexicon: &Lexicon) {
    for report in reports {
        let Some(document) = state.document(&report.document) else { continue };
        let statements: Vec<_> = document
            .statements
            .iter()
            .filter_map(|id| state.statement(id))
            .map(|known| &*known.statement)
            .collect();
        for telling in
            link::Telling::gather(&report.document, document.day(), &statements, &lexicon.tables.link)
        {
            println!(
                "{} #{} several {:?} acts {:?} when {} places {:?} words {:?} figures {:?}",
                report.file,
                telling.number,
                telling.several,
                telling.acts,
                telling.when.map_or("-".to_owned(), |when| when.to_string()),
                telling.places.iter().map(|place| (&place.name, place.point.is_some())).collect::<Vec<_>>(),
                telling.words,
                telling.figures,
            );
        }
    }
}

fn export(state: &State, reports: &[Report], why: bool) -> Value {
    let file = |document: &DocumentId| {
        reports.iter().find(|report| report.document == *document).map(|report| report.file.clone())
    };
    let mut incidents: Vec<Value> = Vec::new();
    for (id, _) in state.records(RecordKind::Incident) {
        let Some(incident) = state.incident(id) else { continue };
        let statements: Vec<Value> = incident
            .statements
            .iter()
            .map(|(statement, link)| {
                let mut one = json!({
                    "file": file(&statement.document),
                    "quote": statement.anchor.quote,
                    "start": statement.anchor.span.start,
                });
                if why {
                    one["why"] = json!(&*link.reason);
                    one["rules"] = json!(statement.rules);
                    one["kind"] = json!(statement.content.kind());
                }
                one
            })
            .collect();
        let figures: Vec<Value> = incident
            .figures
            .iter()
            .map(|given| {
                json!({
                    "measure": given.figure.measure, "low": given.figure.low, "high": given.figure.high,
                    "speaker": given.speaker.as_ref().map(|speaker| &speaker.name),
                    "file": file(&given.document), "as_of": given.as_of.map(|day| day.to_string()),
                })
            })
            .collect();
        incidents.push(json!({
            "id": id.to_string(), "act": incident.act, "when": incident.when.map(|when| when.to_string()),
            "where": incident.places.iter().map(|place| &place.name).collect::<Vec<_>>(),
            "standing": incident.standing.as_str(), "statements": statements, "figures": figures,
        }));
    }
    let origins: Vec<Vec<Option<String>>> =
        state.origin_groups().iter().map(|group| group.iter().map(file).collect()).collect();
    let mut all = json!({ "incidents": incidents, "origins": origins });
    if why {
        all["questions"] = json!(state.open_questions().len());
    }
    all
}
