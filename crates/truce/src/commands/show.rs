//! `truce show`: one thing with everything the ledger has about it, and the words each line rests on.

use std::fmt::Write as _;
use std::process::ExitCode;

use anstyle::Style;
use truce_record::State;
use truce_record::fold::{Document, FigureGiven, Grade, Incident, Link, StageAt};
use truce_record::id::{DocumentId, RecordId, RecordKind, StatementId, Target};
use truce_record::statement::{Actor, Place, Statement};

use super::read::write;
use super::review::line;
use crate::dossier::one_line;
use crate::ledger::{self, LedgerArgument};

const HEAD: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// Show a document, a statement, an incident, an agreement, talks, a zone or a question.
#[derive(clap::Args)]
pub struct Arguments {
    /// Its id.
    id: Target,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let state = ledger::state(&arguments.ledger.path)?;
    let mut out = String::new();
    let found = match &arguments.id {
        Target::Document(id) => state.document(id).map(|one| document(&mut out, state, id, one)),
        Target::Statement(id) => state.statement(id).map(|known| {
            let _ = writeln!(out, "{HEAD}{id}{HEAD:#}  {}", known.statement.content.kind());
            words(&mut out, state, &known.statement, None);
            let content = serde_json::to_string_pretty(&known.statement.content).unwrap_or_default();
            let _ = writeln!(out, "{content}");
            for one in &known.statement.attribution {
                let speaker = one.speaker.as_ref().map_or("the report", |speaker| speaker.name.as_str());
                let _ = writeln!(out, "said by {} ({})", one_line(speaker), one.stance);
            }
            for rule in &known.statement.rules {
                let _ = writeln!(out, "rule {rule}");
            }
            for record in state.records_of(id) {
                let _ = writeln!(out, "part of {record}  {}", line(state, record));
            }
            if !known.current {
                let _ = writeln!(out, "the latest reading of its document does not have it");
            }
        }),
        Target::Record(id) => state.record(id).map(|_| record(&mut out, state, state.resolve(id))),
        Target::Candidate(id) => state.questions().get(id).map(|question| {
            let answer = match question.answer {
                None => "open",
                Some(true) => "answered: the same",
                Some(false) => "answered: not the same",
            };
            let _ = writeln!(out, "{HEAD}{id}{HEAD:#}  {answer}\n{}", one_line(&question.reason));
            let _ =
                writeln!(out, "{}\n{}  {}", question.subject, question.record, line(state, &question.record));
        }),
    };
    if found.is_none() {
        return Err(ledger::missing(&arguments.id));
    }
    for note in state.notes(&arguments.id) {
        let _ = writeln!(out, "note by {}: {}", note.by.name(), one_line(&note.text));
    }
    let grade = state.grade(&arguments.id);
    if grade != Grade::default() {
        let _ = writeln!(out, "graded {grade}");
    }
    if let Some(review) = state.review(&arguments.id) {
        let word = if review.accepted { "accepted" } else { "rejected" };
        let _ = writeln!(out, "{word} by {}, entry {}", review.by.name(), review.entry);
    }
    write(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn document(out: &mut String, state: &State, id: &DocumentId, document: &Document) {
    let added = &document.added;
    let title = document.reading.as_ref().and_then(|reading| reading.title.as_deref());
    let _ = writeln!(out, "{HEAD}{id}{HEAD:#}  {}", one_line(title.unwrap_or(&added.name)));
    field(out, "file", Some(added.name.as_str()));
    field(out, "source", document.source());
    field(out, "url", added.url.as_deref());
    field(out, "published", added.published.as_deref());
    field(out, "day", document.day().map(|day| day.to_string()).as_deref());
    field(out, "sha256", Some(&added.sha256.to_string()));
    let obtained = &added.obtained;
    let from = obtained.from.as_ref().map_or(String::new(), |from| format!(" {from}"));
    field(
        out,
        "obtained",
        Some(&format!("{} as {}{from}, {} bytes", obtained.when, obtained.how, added.length)),
    );
    if let Some(reading) = &document.reading {
        field(out, "read by", Some(&format!("{}, lexicon {}", reading.reader, reading.lexicon)));
    }
    let origin = state.origin(id);
    if origin != id {
        field(out, "carries the text of", Some(origin.as_str()));
    }
    for (known, statement) in document.statements.iter().filter_map(|id| Some((id, state.statement(id)?))) {
        let _ = writeln!(out, "  {known}  {}", statement.statement.content.kind());
        let _ = writeln!(out, "      {QUIET}\"{}\"{QUIET:#}", one_line(&statement.statement.anchor.quote));
    }
}

fn field(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        let _ = writeln!(out, "  {name}: {}", one_line(value));
    }
}

fn actors(actors: &[Actor]) -> String {
    actors.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn places(places: &[Place]) -> String {
    let written = places.iter().map(|place| match place.point {
        Some(point) => {
            let (lat, lon) = point.degrees();
            format!("{} ({lat:.3}, {lon:.3}, precision {})", place.name, place.precision)
        }
        None => place.name.clone(),
    });
    written.collect::<Vec<_>>().join("; ")
}

/// The words of a statement, where they stand, and why they belong here.
fn words(out: &mut String, state: &State, statement: &Statement, link: Option<&Link>) {
    let document = state.document(&statement.document);
    let name = document.map_or("", |document| document.added.name.as_str());
    let day = document.and_then(Document::day).map_or(String::new(), |day| format!(" of {day}"));
    let _ = writeln!(out, "      {QUIET}\"{}\"{QUIET:#}", one_line(&statement.anchor.quote));
    let _ = write!(
        out,
        "      {QUIET}{}{day} at {}, {}{QUIET:#}",
        one_line(name),
        statement.anchor.span.start,
        statement.id
    );
    if let Some(link) = link {
        let _ = write!(out, "{QUIET}; linked {:.2}: {}{QUIET:#}", link.score.share(), one_line(&link.reason));
    }
    out.push('\n');
}

fn record(out: &mut String, state: &State, id: &RecordId) {
    let _ = writeln!(out, "{HEAD}{id}{HEAD:#}  {}", line(state, id));
    let parts: Vec<&str> =
        state.record(id).into_iter().flat_map(|record| &record.merged).map(RecordId::as_str).collect();
    field(out, "merged with", Some(&parts.join(", ")));
    match id.kind() {
        RecordKind::Incident => {
            if let Some(one) = state.incident(id) {
                incident(out, state, &one);
            }
        }
        RecordKind::Agreement => {
            if let Some(accord) = state.agreement(id) {
                field(out, "type", Some(&accord.kind));
                field(out, "parties", Some(&actors(&accord.parties)));
                field(out, "brokers", Some(&actors(&accord.brokers)));
                field(out, "where", Some(&places(&accord.places)));
                field(out, "until", accord.until.map(|until| until.to_string()).as_deref());
                field(out, "stage set by a person", accord.stage_set.as_deref());
                stages(out, state, &accord.stages);
                for (statement, term) in &accord.terms {
                    let _ = writeln!(out, "  term {statement}: binds {}", actors(&term.on));
                    quoted(out, state, statement);
                }
                for violation in &accord.violations {
                    let _ = writeln!(out, "  {} breaks {}", violation.incident, violation.term);
                }
                rest(out, state, &accord.statements);
            }
        }
        RecordKind::Talks => {
            if let Some(meeting) = state.talks(id) {
                field(out, "where", Some(&places(&meeting.places)));
                field(out, "round", meeting.round.map(|round| round.to_string()).as_deref());
                field(out, "attending", Some(&actors(&meeting.attending)));
                field(out, "absent", Some(&actors(&meeting.absent)));
                field(out, "mediators", Some(&actors(&meeting.mediators)));
                stages(out, state, &meeting.stages);
                rest(out, state, &meeting.statements);
            }
        }
        RecordKind::Zone => {
            if let Some(area) = state.zone(id) {
                field(out, "type", Some(&area.kind));
                field(out, "where", Some(&places(&area.places)));
                area.rules.iter().for_each(|rule| field(out, "rule", Some(rule)));
                rest(out, state, &area.statements);
            }
        }
    }
}

fn incident(out: &mut String, state: &State, incident: &Incident) {
    field(out, "name", incident.name.as_deref());
    field(out, "where", Some(&places(&incident.places)));
    field(out, "by, as some say", Some(&actors(&incident.who)));
    field(out, "to, as some say", Some(&actors(&incident.whom)));
    let count = incident.origins.len();
    field(out, "standing", Some(&format!("{}, {count} independent", incident.standing.as_str())));
    if let Some(held) = &incident.finding {
        let body = held.body.as_ref().map_or(String::new(), |body| format!(", by {body}"));
        field(out, "finding", Some(&format!("{}{body}, entry {}", held.finding.as_str(), held.entry)));
    }
    for term in &incident.violations {
        field(out, "breaks", Some(term.as_str()));
    }
    for claim in &incident.claims {
        let speaker = claim.speaker.as_ref().map_or("the report", |speaker| speaker.name.as_str());
        let _ =
            writeln!(out, "  {} {} {}", one_line(speaker), claim.stance, one_line(&actors(&claim.target)));
    }
    for given in &incident.figures {
        figure(out, given);
    }
    for (statement, link) in &incident.statements {
        let _ = writeln!(out, "  {}", statement.content.kind());
        words(out, state, statement, Some(link));
    }
}

fn figure(out: &mut String, given: &FigureGiven) {
    let count = match (given.figure.low, given.figure.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "a number".to_owned(),
    };
    let speaker = given.speaker.as_ref().map_or("the report", |speaker| speaker.name.as_str());
    let day = given.as_of.map_or(String::new(), |day| format!(", as of {day}"));
    let _ = writeln!(out, "  {count} {}, says {}{day}", given.figure.measure, one_line(speaker));
}

fn stages(out: &mut String, state: &State, stages: &[StageAt]) {
    for stage in stages {
        let day = stage.as_of.map_or("day not known".to_owned(), |day| day.to_string());
        let _ = writeln!(out, "  {day}: {}", stage.stage);
        quoted(out, state, &stage.statement);
    }
}

fn quoted(out: &mut String, state: &State, id: &StatementId) {
    if let Some(known) = state.statement(id) {
        words(out, state, &known.statement, None);
    }
}

fn rest(out: &mut String, state: &State, statements: &[StatementId]) {
    let _ = writeln!(out, "  {} statements", statements.len());
    for id in statements {
        quoted(out, state, id);
    }
}
