//! Everything about each record, one JSON object a line: its statements with their words, speakers and reasons.

use serde_json::{Value, json};
use truce_record::State;
use truce_record::id::{RecordId, StatementId, Target};
use truce_record::statement::Statement;

use super::{ExportError, Selection};

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let state = selection.state;
    let mut lines: Vec<Value> = Vec::new();
    for (incident, row) in selection.incidents.iter().zip(selection.rows()) {
        let links = incident.statements.iter().map(|(statement, link)| {
            let mut value = told(state, statement);
            value["link"] =
                json!({ "score": link.score.0, "reason": &*link.reason, "by_person": link.by_person });
            value
        });
        let figures = incident.figures.iter().map(|given| {
            json!({
                "statement": given.statement,
                "source": given.speaker.as_ref().map(|speaker| speaker.name.clone())
                    .or_else(|| state.document(&given.document).and_then(|document| document.source().map(str::to_owned))),
                "as_of": given.as_of.map(|day| day.to_string()),
                "figure": &*given.figure,
            })
        });
        lines.push(json!({
            "record": "incident",
            "id": incident.id,
            "type": incident.kind,
            "act": incident.act,
            "name": incident.name,
            "when": incident.when.map(|when| when.to_string()),
            "where": incident.places,
            "who": incident.who,
            "whom": incident.whom,
            "standing": incident.standing,
            "origins": incident.origins,
            "finding": row.finding,
            "violates": incident.violations,
            "review": row.review,
            "notes": notes(state, &incident.id),
            "figures": figures.collect::<Vec<_>>(),
            "statements": links.collect::<Vec<_>>(),
        }));
    }
    for accord in &selection.accords {
        lines.push(json!({
            "record": "agreement",
            "id": accord.id,
            "type": accord.kind,
            "name": accord.name,
            "parties": accord.parties,
            "brokers": accord.brokers,
            "where": accord.places,
            "when": accord.when.map(|when| when.to_string()),
            "until": accord.until.map(|when| when.to_string()),
            "stage_set": accord.stage_set,
            "stages": accord.stages.iter().map(|stage| json!({
                "stage": stage.stage,
                "as_of": stage.as_of.map(|day| day.to_string()),
                "document": stage.document,
                "statement": stage.statement,
            })).collect::<Vec<_>>(),
            "terms": accord.terms.iter().map(|(id, term)| json!({ "statement": id, "term": term })).collect::<Vec<_>>(),
            "violations": accord.violations.iter().map(|one| json!({ "incident": one.incident, "term": one.term })).collect::<Vec<_>>(),
            "notes": notes(state, &accord.id),
            "statements": all(state, &accord.statements),
        }));
    }
    for meeting in &selection.meetings {
        lines.push(json!({
            "record": "talks",
            "id": meeting.id,
            "series": meeting.series,
            "round": meeting.round,
            "when": meeting.when.map(|when| when.to_string()),
            "where": meeting.places,
            "attending": meeting.attending,
            "absent": meeting.absent,
            "mediators": meeting.mediators,
            "stage": meeting.stages.last().map(|stage| &stage.stage),
            "notes": notes(state, &meeting.id),
            "statements": all(state, &meeting.statements),
        }));
    }
    for area in &selection.areas {
        lines.push(json!({
            "record": "zone",
            "id": area.id,
            "type": area.kind,
            "name": area.name,
            "where": area.places,
            "rules": area.rules,
            "outline": area.outline,
            "notes": notes(state, &area.id),
            "statements": all(state, &area.statements),
        }));
    }
    let mut out = String::new();
    for line in &lines {
        out.push_str(&serde_json::to_string(line)?);
        out.push('\n');
    }
    Ok(out)
}

fn notes(state: &State, id: &RecordId) -> Vec<Value> {
    let notes = state.notes(&Target::Record(id.clone()));
    notes.iter().map(|note| json!({ "text": note.text, "by": note.by.name() })).collect()
}

fn all(state: &State, ids: &[StatementId]) -> Vec<Value> {
    ids.iter().filter_map(|id| state.statement(id)).map(|known| told(state, &known.statement)).collect()
}

fn told(state: &State, statement: &Statement) -> Value {
    let document = state.document(&statement.document);
    json!({
        "id": statement.id,
        "document": statement.document,
        "file": document.map(|document| &document.added.name),
        "source": document.and_then(truce_record::fold::Document::source),
        "day": document.and_then(truce_record::fold::Document::day).map(|day| day.to_string()),
        "start": statement.anchor.span.start,
        "end": statement.anchor.span.end,
        "quote": statement.anchor.quote,
        "content": statement.content,
        "attribution": statement.attribution,
        "rules": statement.rules,
        "foreign": statement.foreign,
    })
}
