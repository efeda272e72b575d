//! A reading in the form of the facts format, for interchange and scoring.

use serde_json::{Map, Value, json};

use crate::Reading;
use crate::span::Characters;
use crate::statement::{Content, Name, Statement};

impl Reading {
    /// Returns the reading as `{"document": {...}, "facts": [...]}`.
    #[must_use]
    pub fn facts(&self) -> Value {
        let text = &self.document.text;
        let characters = Characters::new(text);
        let facts: Vec<Value> = self.statements.iter().map(|statement| fact(statement, text, &characters)).collect();
        let quote = |run: crate::span::Bytes| run.of(text).to_owned();
        let document = &self.document;
        json!({
            "document": {
                "title": document.title.map(quote),
                "date": document.date.map(|date| date.day.to_string()),
                "agency": document.agency.as_ref().map(|(name, _)| name),
                "publisher": document.publisher.as_ref().map(|(name, _)| name),
                "tags": document.tags.iter().map(|&run| quote(run)).collect::<Vec<_>>(),
                "boilerplate": document.blocks.iter().filter(|block| block.kind == crate::document::BlockKind::Furniture).map(|block| quote(block.span)).collect::<Vec<_>>(),
            },
            "facts": facts,
        })
    }
}

fn name(name: &Name) -> Value {
    let also: Vec<&String> = {
        let mut seen: Vec<&String> = Vec::new();
        for form in &name.also {
            if *form != name.name && !seen.contains(&form) {
                seen.push(form);
            }
        }
        seen
    };
    if also.is_empty() { json!(name.name) } else { json!({"name": name.name, "also": also}) }
}

fn names(list: &[Name]) -> Value {
    Value::Array(list.iter().map(name).collect())
}

fn fact(statement: &Statement, text: &str, characters: &Characters) -> Value {
    let mut fact = Map::new();
    let mut put = |key: &str, value: Value| {
        fact.insert(key.to_owned(), value);
    };
    let kind = match &statement.content {
        Content::Event(_) => "event",
        Content::Claim(_) => "claim",
        Content::Agreement(_) => "agreement",
        Content::Term(_) => "term",
        Content::Talks(_) => "talks",
        Content::Zone(_) => "zone",
        Content::Control(_) => "control",
        Content::Figure(_) => "figure",
        Content::Response(_) => "response",
    };
    put("kind", json!(kind));
    put("quote", json!(statement.anchor.of(text)));
    put("start", json!(characters.before(text, statement.anchor.start)));
    match &statement.content {
        Content::Event(event) => {
            put("type", json!(event.kind));
            put("act", json!(event.act));
            put("who", names(&event.who));
            put("whom", names(&event.whom));
            put("where", names(&event.place));
            put("when", json!(event.when));
            put("status", json!(event.status));
        }
        Content::Claim(claim) => {
            put("speaker", claim.speaker.as_ref().map_or(Value::Null, name));
            put("stance", json!(claim.stance));
            put(
                "target",
                match claim.target.as_slice() {
                    [] => Value::Null,
                    [one] => name(one),
                    several => names(several),
                },
            );
            put("about", json!(claim.about));
        }
        Content::Agreement(agreement) => {
            put("type", json!(agreement.kind));
            put("name", json!(agreement.name));
            put("parties", names(&agreement.parties));
            put("brokers", names(&agreement.brokers));
            put("where", names(&agreement.place));
            put("when", json!(agreement.when));
            put("until", json!(agreement.until));
            put("stage", json!(agreement.stage));
        }
        Content::Term(term) => {
            put("agreement", json!(term.agreement));
            put("duty", json!(term.duty));
            put("on", names(&term.on));
            put("due", json!(term.due));
        }
        Content::Talks(talks) => {
            put("series", json!(talks.series));
            put("round", json!(talks.round));
            put("where", names(&talks.place));
            put("when", json!(talks.when));
            put("attending", names(&talks.attending));
            put("absent", names(&talks.absent));
            put("mediators", names(&talks.mediators));
            put("status", json!(talks.status));
        }
        Content::Zone(zone) => {
            put("type", json!(zone.kind));
            put("name", json!(zone.name));
            put("where", names(&zone.place));
            put("rule", json!(zone.rule));
        }
        Content::Control(control) => {
            put("holder", control.holder.as_ref().map_or(Value::Null, name));
            put("where", names(&control.place));
            put("extent", json!(control.extent));
        }
        Content::Figure(figure) => {
            put("measure", json!(figure.measure));
            put("low", number(figure.low));
            put("high", number(figure.high));
            if figure.approximate {
                put("approximate", json!(true));
            }
            put("of", json!(figure.of));
            put("where", names(&figure.place));
            put("when", json!(figure.when));
            put("speaker", figure.speaker.as_ref().map_or(Value::Null, name));
            put("scope", json!(figure.scope));
        }
        Content::Response(response) => {
            put("cause", json!(response.cause.of(text)));
            put("effect", json!(response.effect.of(text)));
            put("speaker", response.speaker.as_ref().map_or(Value::Null, name));
        }
    }
    Value::Object(fact)
}

/// Whole numbers are written without a fraction.
fn number(value: Option<f64>) -> Value {
    match value {
        None => Value::Null,
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => json!(value as i64),
        Some(value) => json!(value),
    }
}
