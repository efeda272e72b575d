//! What a replay keeps of links, origins, questions and judgements: one form for each.
//! How they come about and change is [`super`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::entry::{Author, Change, Finding, InformationGrade, Overlap, SourceGrade, Thousandths};
use crate::id::{DocumentId, RecordId, StatementId, Target};

/// Why a statement belongs to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How sure; 1000 for a person's.
    pub score: Thousandths,
    /// Why. Shared: many links have one reason, and whoever asks for an incident takes them along.
    pub reason: Arc<str>,
    /// Whether a person made or upheld it.
    pub by_person: bool,
    /// Number of the entry.
    pub entry: u64,
}

/// What a document copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The text it copies.
    pub of: DocumentId,
    /// How much of it stands there.
    pub containment: Thousandths,
    /// The runs they share.
    pub spans: Vec<Overlap>,
    /// What else speaks for it.
    pub evidence: Vec<String>,
    /// Number of the entry.
    pub entry: u64,
}

/// A question for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// A statement that may speak of the record, or a record that may be the same.
    pub subject: Target,
    /// The record.
    pub record: RecordId,
    /// How sure.
    pub score: Thousandths,
    /// Why.
    pub reason: String,
    /// Number of the entry.
    pub entry: u64,
    /// Whether they are the same, as a person says.
    pub answer: Option<bool>,
}

/// A person accepted or rejected something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Accepted, not rejected.
    pub accepted: bool,
    /// Who.
    pub by: Author,
    /// Why.
    pub reason: Option<String>,
    /// Number of the entry.
    pub entry: u64,
}

/// Admiralty grades, each given by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grade {
    /// How reliable the source is.
    pub source: SourceGrade,
    /// How credible the information is.
    pub information: InformationGrade,
}

impl std::fmt::Display for Grade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}{}", self.source, u8::from(self.information))
    }
}

/// A person's note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The note.
    pub text: String,
    /// Who wrote it.
    pub by: Author,
    /// Number of the entry.
    pub entry: u64,
}

/// What an inquiry found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The finding.
    pub finding: Finding,
    /// Who found it.
    pub body: Option<String>,
    /// Number of the entry.
    pub entry: u64,
}

/// What an incident, an agreement, talks or a zone is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Its statements, counted or not.
    pub statements: BTreeMap<StatementId, Link>,
    /// Records that became part of it.
    pub merged: BTreeSet<RecordId>,
    /// What people put right, by field: the latest counts.
    pub corrections: BTreeMap<&'static str, (u64, Change)>,
    /// What inquiries found, the latest last.
    pub findings: Vec<Held>,
    /// Terms that the incident breaks, each with the entry that says so.
    pub violations: BTreeMap<StatementId, u64>,
    /// Number of the entry that made it.
    pub entry: u64,
}
