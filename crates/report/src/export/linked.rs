//! Documents, statements, records and judgements as linked data with W3C PROV: what was derived from what, and by whom.
//! The context stands inside, so that no reader needs a network.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use truce_record::entry::Author;
use truce_record::id::{DocumentId, StatementId};

use super::{ExportError, Selection};

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let state = selection.state;
    let mut statements: BTreeSet<StatementId> = BTreeSet::new();
    let mut graph: Vec<Value> = Vec::new();
    for (incident, row) in selection.incidents.iter().zip(selection.rows()) {
        statements.extend(incident.statements.iter().map(|(statement, _)| statement.id.clone()));
        graph.push(json!({
            "@id": format!("urn:truce:{}", incident.id),
            "@type": ["prov:Entity", "truce:Incident"],
            "truce:act": row.act,
            "truce:type": row.kind,
            "truce:standing": row.standing,
            "truce:when": incident.when.map(|when| when.to_string()),
            "prov:wasDerivedFrom": incident.statements.iter().map(|(one, _)| reference(one.id.as_str())).collect::<Vec<_>>(),
            "prov:wasAttributedTo": incident.review.as_ref().filter(|review| review.accepted).map(|review| agent_id(&review.by)),
        }));
    }
    for (id, kind, name, of) in selection
        .accords
        .iter()
        .map(|one| (one.id.to_string(), "truce:Agreement", one.name.clone(), &one.statements))
        .chain(
            selection
                .meetings
                .iter()
                .map(|one| (one.id.to_string(), "truce:Talks", one.series.clone(), &one.statements)),
        )
        .chain(
            selection
                .areas
                .iter()
                .map(|one| (one.id.to_string(), "truce:Zone", one.name.clone(), &one.statements)),
        )
    {
        statements.extend(of.iter().cloned());
        graph.push(json!({
            "@id": format!("urn:truce:{id}"),
            "@type": ["prov:Entity", kind],
            "truce:name": name,
            "prov:wasDerivedFrom": of.iter().map(|one| reference(one.as_str())).collect::<Vec<_>>(),
        }));
    }
    let mut documents: BTreeSet<DocumentId> = BTreeSet::new();
    for id in &statements {
        let Some(known) = state.statement(id) else { continue };
        let statement = &known.statement;
        documents.insert(statement.document.clone());
        graph.push(json!({
            "@id": format!("urn:truce:{id}"),
            "@type": ["prov:Entity", "truce:Statement"],
            "truce:kind": statement.content.kind(),
            "prov:value": statement.anchor.quote,
            "truce:start": statement.anchor.span.start,
            "truce:end": statement.anchor.span.end,
            "truce:speaker": statement.speaker().map(|speaker| &speaker.name),
            "prov:wasQuotedFrom": reference(statement.document.as_str()),
            "prov:wasGeneratedBy": reference(&format!("reading-{}", statement.document)),
        }));
    }
    for id in &documents {
        let Some(document) = state.document(id) else { continue };
        graph.push(json!({
            "@id": format!("urn:truce:{id}"),
            "@type": ["prov:Entity", "truce:Document"],
            "truce:name": document.added.name,
            "truce:sha256": document.added.sha256,
            "truce:source": document.source(),
            "truce:published": document.day().map(|day| day.to_string()),
            "truce:obtained": document.added.obtained.how,
            "prov:generatedAtTime": { "@type": "xsd:dateTime", "@value": document.added.obtained.when.to_string() },
        }));
        if let Some(reading) = &document.reading {
            graph.push(json!({
                "@id": format!("urn:truce:reading-{id}"),
                "@type": "prov:Activity",
                "prov:used": reference(id.as_str()),
                "prov:wasAssociatedWith": {
                    "@id": format!("urn:truce:agent:{}", slug(&reading.reader)),
                    "@type": ["prov:Agent", "prov:SoftwareAgent"],
                    "truce:name": reading.reader,
                },
            }));
        }
    }
    let document = json!({
        "@context": {
            "prov": "http://www.w3.org/ns/prov#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "truce": "urn:truce:terms:",
        },
        "@graph": graph.into_iter().map(without_nothing).collect::<Vec<_>>(),
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
}

fn reference(id: &str) -> Value {
    json!({ "@id": format!("urn:truce:{id}") })
}

fn agent_id(author: &Author) -> Value {
    json!({ "@id": format!("urn:truce:agent:{}", slug(author.name())), "@type": "prov:Agent", "truce:name": author.name() })
}

/// Writes a name so that it can stand in a URN.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Leaves out fields that hold nothing: linked data has no null.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().filter(|(_, value)| !value.is_null()).collect())
        }
        other => other,
    }
}
