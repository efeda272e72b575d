//! A reading in the form of the facts format, for interchange and scoring.

use serde_json::{Value, json};

use crate::Reading;
use crate::document::BlockKind;
use crate::span::{Bytes, Characters};
use crate::statement::{Content, Statement};

impl Reading {
    /// Returns the reading as `{"document": {...}, "facts": [...]}`.
    #[must_use]
    pub fn facts(&self) -> Value {
        let text = &self.document.text;
        let characters = Characters::new(text);
        let facts: Vec<Value> = self
            .statements
            .iter()
            .filter(|statement| !matches!(statement.content, Content::Reference(_)))
            .map(|statement| fact(statement, text, &characters))
            .collect();
        let quote = |run: Bytes| run.of(text).to_owned();
        let document = &self.document;
        let furniture = document.blocks.iter().filter(|block| block.kind == BlockKind::Furniture);
        json!({
            "document": {
                "title": document.title.map(quote),
                "date": document.date.map(|date| date.day.to_string()),
                "agency": document.agency.as_ref().map(|(name, _)| name),
                "publisher": self.publisher(),
                "tags": document.tags.iter().map(|&run| quote(run)).collect::<Vec<_>>(),
                "boilerplate": furniture.map(|block| quote(block.span)).collect::<Vec<_>>(),
            },
            "facts": facts,
        })
    }
}

/// Returns one statement with its quote, the offset of the quote in characters, and its slots.
fn fact(statement: &Statement, text: &str, characters: &Characters) -> Value {
    let mut fact = serde_json::to_value(&statement.content).unwrap_or_default();
    if let Value::Object(slots) = &mut fact {
        slots.insert("quote".to_owned(), json!(statement.anchor.of(text)));
        slots.insert("start".to_owned(), json!(characters.before(text, statement.anchor.start)));
        if let Content::Response(response) = &statement.content {
            slots.insert("cause".to_owned(), json!(response.cause.of(text)));
            slots.insert("effect".to_owned(), json!(response.effect.of(text)));
        }
    }
    fact
}
