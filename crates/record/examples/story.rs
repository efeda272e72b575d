//! Reads a folder of reports about the same happenings, links them without a ledger file, and prints the incidents
//! and origins: `cargo run -p truce-record --example story -- FOLDER [--lexicon DIR] [--reverse] [--why]`.
//!
//! The folder holds `reports.jsonl`, one line a report: `{"file": ..., "source": ..., "url": ..., "published": ...}`.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json};
use truce_lexicon::Lexicon;
use truce_read::span::Characters;
use truce_read::document::BlockKind;
use truce_read::{Options, Reader};
use truce_record::entry::{Author, Body, DocumentAdded, Draft, Entry, Obtained, ReadingAdded};
use truce_record::id::{DocumentId, RecordKind, Sha256Hash};
use truce_record::statement::{Span, draw};
use truce_record::{State, link, origin};

struct Report {
    file: String,
    meta: Value,
    bytes: Vec<u8>,
    document: DocumentId,
    text: String,
    agency: Option<String>,
    furniture: Vec<Span>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = PathBuf::from(arguments.first().ok_or("name a folder that holds reports.jsonl")?);
    let after = |flag: &str| arguments.iter().position(|one| one == flag).and_then(|at| arguments.get(at + 1));
    let lexicon = match after("--lexicon") {
        Some(folder) => Lexicon::load(Path::new(folder))?,
        None => Lexicon::embedded(),
    };
    let reader = Reader::new(&lexicon);
    let mut lines: Vec<Value> = std::fs::read_to_string(folder.join("reports.jsonl"))?
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    if arguments.iter().any(|one| one == "--reverse") {
        lines.reverse();
    }
    let mut state = State::default();
    let mut reports: Vec<Report> = Vec::new();
    for meta in lines {
        let file = meta["file"].as_str().ok_or("a line has no file")?.to_owned();
        let bytes = std::fs::read(folder.join(&file))?;
        add(&mut state, &reader, &lexicon, &mut reports, file, meta, bytes)?;
    }
    if arguments.iter().any(|one| one == "--tellings") {
        show(&state, &reports, &lexicon);
        return Ok(());
    }
    let export = export(&state, &reports, arguments.iter().any(|one| one == "--why"));
    println!("{}", serde_json::to_string_pretty(&export)?);
    Ok(())
}

fn add(
    state: &mut State,
    reader: &Reader<'_>,
    lexicon: &Lexicon,
    reports: &mut Vec<Report>,
    file: String,
    meta: Value,
    bytes: Vec<u8>,
) -> Result<(), Box<dyn std::error::Error>> {
    let word = |key: &str| meta[key].as_str().map(str::to_owned);
    let published = word("published");
    let date = published.as_deref().and_then(|text| text.get(..10)?.parse().ok());
    let reading = reader.read(&bytes, &Options { date, source: word("source") });
    let sha256 = Sha256Hash::of(&bytes);
    let document = DocumentId::of(&sha256);
    let characters = Characters::new(&reading.document.text);
    let furniture = reading
        .document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Furniture)
        .map(|block| characters.span(&reading.document.text, block.span))
        .collect();
    let statements = draw(&reading, &document, lexicon);
    let agency = reading.document.agency.as_ref().map(|(name, _)| name.clone());
    let write = |state: &mut State, body: Body| -> Result<(), Box<dyn std::error::Error>> {
        let entry = Entry::chain(
            &state.head(),
            Draft { at: Timestamp::UNIX_EPOCH, by: Author::Program("truce".to_owned()), body },
        );
        state.apply(entry);
        Ok(())
    };
    write(
        state,
        Body::DocumentAdded(DocumentAdded {
            document: document.clone(),
            sha256,
            length: bytes.len() as u64,
            media: "text/plain".to_owned(),
            name: file.clone(),
            obtained: Obtained { how: "file".to_owned(), when: Timestamp::UNIX_EPOCH, from: None },
            source: word("source"),
            url: word("url"),
            published,
        }),
    )?;
    write(
        state,
        Body::ReadingAdded(ReadingAdded {
            document: document.clone(),
            reader: "example".to_owned(),
            lexicon: "example".to_owned(),
            text: Sha256Hash::of(reading.document.text.as_bytes()),
            title: None,
            date: reading.document.date.map(|date| date.day),
            agency: agency.clone(),
            publisher: reading.document.publisher.as_ref().map(|(name, _)| name.clone()),
            issuer: None,
            genre: None,
            notices: Vec::new(),
            statements: statements.clone(),
        }),
    )?;
    reports.push(Report { file, meta, bytes, document: document.clone(), text: reading.document.text, agency, furniture });
    let texts: Vec<origin::Text<'_>> = reports
        .iter()
        .map(|report| origin::Text {
            document: &report.document,
            day: state.document(&report.document).and_then(truce_record::fold::Document::day),
            text: &report.text,
            agency: report.agency.as_deref(),
            furniture: &report.furniture,
        })
        .collect();
    let (new, known) = texts.split_last().ok_or("a report was just added")?;
    let roots: Vec<origin::Text<'_>> =
        known.iter().filter(|text| state.origin(text.document) == text.document).cloned().collect();
    for found in origin::find(new, &roots) {
        write(state, Body::OriginFound(found))?;
    }
    for body in link::propose(state, &statements, lexicon) {
        write(state, body)?;
    }
    Ok(())
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
        for telling in link::Telling::gather(&report.document, document.day(), &statements, &lexicon.tables.link) {
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
                    one["why"] = json!(link.reason);
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
        let questions = state.open_questions().len();
        let bytes: usize = reports.iter().map(|report| report.bytes.len()).sum();
        all["questions"] = json!(questions);
        all["read"] = json!({ "reports": reports.len(), "bytes": bytes, "sources": reports.iter().map(|report| &report.meta["source"]).collect::<Vec<_>>() });
    }
    all
}
