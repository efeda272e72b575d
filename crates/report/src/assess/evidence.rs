//! Statements in, evidence out: the words that a number rests on, with their source and day.

use schemars::JsonSchema;
use serde::Serialize;
use truce_record::id::StatementId;
use truce_record::statement::Statement;

use crate::scene::{Period, Seen};

/// Words that a line rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// The statement.
    pub statement: String,
    /// The incident it speaks of, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// The words.
    pub quote: String,
    /// Who vouches for them; none for the report itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Who published them.
    pub source: String,
    /// Name of the document's file.
    pub document: String,
    /// The document.
    pub document_id: String,
    /// The day of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

impl Evidence {
    /// Makes the evidence of a statement.
    pub fn of(period: &Period<'_>, statement: &Statement) -> Self {
        let document = period.state.document(&statement.document);
        Self {
            statement: statement.id.to_string(),
            incident: None,
            quote: statement.anchor.quote.clone(),
            speaker: statement.speaker().map(|speaker| speaker.name.clone()),
            source: period.source_of(&statement.document),
            document: document
                .map_or_else(|| statement.document.to_string(), |document| document.added.name.clone()),
            document_id: statement.document.to_string(),
            day: period.day_of(&statement.document).map(|day| day.to_string()),
        }
    }

    /// Makes the evidence of a statement, if the ledger has it.
    pub fn of_id(period: &Period<'_>, id: &StatementId) -> Option<Self> {
        period.state.statement(id).map(|known| Self::of(period, &known.statement))
    }

    /// Makes the evidence of an incident: the words that tell it first.
    pub fn of_incident(period: &Period<'_>, seen: &Seen) -> Option<Self> {
        let told = seen.incident.statements.iter().map(|(statement, _)| &**statement);
        let event = told.clone().find(|statement| statement.content.kind() == "event");
        let mut evidence = Self::of(period, event.or_else(|| told.clone().next())?);
        evidence.incident = Some(seen.incident.id.to_string());
        Some(evidence)
    }
}

/// A line of an indicator: a count with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// What is counted.
    pub label: String,
    /// How many.
    pub count: usize,
    /// The incidents counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<String>,
    /// The statements counted, where they are no incidents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
}

impl Row {
    /// Makes a line that counts incidents.
    pub fn incidents(label: impl Into<String>, seen: &[&Seen]) -> Self {
        let incidents: Vec<String> = seen.iter().map(|seen| seen.incident.id.as_str().to_owned()).collect();
        Self { label: label.into(), count: incidents.len(), incidents, statements: Vec::new() }
    }

    /// Makes a line that counts statements.
    pub fn statements<'a>(label: impl Into<String>, ids: impl IntoIterator<Item = &'a StatementId>) -> Self {
        let statements: Vec<String> = ids.into_iter().map(ToString::to_string).collect();
        Self { label: label.into(), count: statements.len(), incidents: Vec::new(), statements }
    }
}
