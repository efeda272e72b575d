//! What entries say: what the program read and decided, and what people judged.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Judgement;
use crate::id::{CandidateId, DocumentId, RecordId, Sha256Hash, StatementId, Target};
use crate::statement::{Span, Statement};

/// A share or a score in thousandths, 0 to 1000: entries hold no floats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Thousandths(pub u16);

impl Thousandths {
    /// Makes thousandths of a share between 0 and 1; what lies outside is moved to the nearer end.
    pub fn of(share: f64) -> Self {
        Self((share.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }

    /// Returns the share.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// How, when and from where the bytes of a document came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obtained {
    /// `file`, `standard-input`, `import`, `fetch`, ...
    pub how: String,
    /// When the program took it.
    pub when: Timestamp,
    /// The file's path or the address, as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

/// The bytes of a document were taken into the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentAdded {
    /// Its id.
    pub document: DocumentId,
    /// SHA-256 of its bytes.
    pub sha256: Sha256Hash,
    /// Number of its bytes.
    pub length: u64,
    /// Media type: `text/plain`, `text/html`, `text/csv`, ...
    pub media: String,
    /// Name of the file, without folders.
    pub name: String,
    /// How it was obtained.
    pub obtained: Obtained,
    /// Who published it, as the one who added it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its address, as the one who added it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published, as the one who added it says, in the form given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
}

impl DocumentAdded {
    /// Says whether it is a data set, whose rows are statements, and not a report.
    pub fn is_data_set(&self) -> bool {
        self.obtained.how == "import"
    }
}

/// A document was read, or a table imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingAdded {
    /// The document.
    pub document: DocumentId,
    /// Name and version of what read it: `truce-read 0.1.0`.
    pub reader: String,
    /// Which lexicon it read with: its hash, or the version it was built in with.
    pub lexicon: String,
    /// SHA-256 of the decoded text that spans point into.
    pub text: Sha256Hash,
    /// The document's headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its reference date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The wire service credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The publisher that the text names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Whose own text it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// What sort of text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// Ids of the notices of the reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// What it states, in order of the text.
    pub statements: Vec<Statement>,
}

/// Words that two documents share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// Characters of the document.
    pub here: Span,
    /// Characters of the origin.
    pub there: Span,
}

/// A document carries the text of another: both are one origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginFound {
    /// The copy.
    pub document: DocumentId,
    /// The text it copies; itself no copy, or a copy of what this one then also copies.
    pub of: DocumentId,
    /// How much of the copy's words stand in the origin.
    pub containment: Thousandths,
    /// The runs they share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Overlap>,
    /// What else speaks for it: `agency AFP is credited by both`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
}

/// A statement was taken to speak of a record. The first link to a record makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// The statement.
    pub statement: StatementId,
    /// The incident, agreement, talks or zone.
    pub record: RecordId,
    /// How sure.
    pub score: Thousandths,
    /// Why, in words for people.
    pub reason: String,
}

/// A statement that the program had linked to one record fits another better, now that more is known. What people
/// linked is never moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relinked {
    /// The statement.
    pub statement: StatementId,
    /// The record it leaves.
    pub from: RecordId,
    /// The record it joins.
    pub record: RecordId,
    /// How sure.
    pub score: Thousandths,
    /// Why, in words for people.
    pub reason: String,
}

/// Two things may be the same, but not surely enough to link: a question for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id: [`CandidateId::of`] the two.
    pub candidate: CandidateId,
    /// A statement that may speak of the record, or a record that may be the same.
    pub subject: Target,
    /// The record.
    pub record: RecordId,
    /// How sure.
    pub score: Thousandths,
    /// Why, in words for people.
    pub reason: String,
}

/// What an entry says.
///
/// Written as an object whose one field is the word for the type. The word is part of the form: a body whose
/// meaning changes gets a new word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Body {
    // Few, and long beside the others: a state holds as many bodies as it has links.
    DocumentAdded(Box<DocumentAdded>),
    ReadingAdded(Box<ReadingAdded>),
    OriginFound(OriginFound),
    Linked(Linked),
    Relinked(Relinked),
    Candidate(Candidate),
    /// What a person judged.
    Judgement(Judgement),
}

impl Body {
    /// Returns the word for its type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::DocumentAdded(_) => "document-added",
            Self::ReadingAdded(_) => "reading-added",
            Self::OriginFound(_) => "origin-found",
            Self::Linked(_) => "linked",
            Self::Relinked(_) => "relinked",
            Self::Candidate(_) => "candidate",
            Self::Judgement(judgement) => judgement.verdict.kind(),
        }
    }

    /// Returns everything it is about, so that a history can be told.
    pub fn targets(&self) -> Vec<Target> {
        match self {
            Self::DocumentAdded(added) => vec![Target::Document(added.document.clone())],
            Self::ReadingAdded(added) => vec![Target::Document(added.document.clone())],
            Self::OriginFound(found) => {
                vec![Target::Document(found.document.clone()), Target::Document(found.of.clone())]
            }
            Self::Linked(linked) => {
                vec![Target::Statement(linked.statement.clone()), Target::Record(linked.record.clone())]
            }
            Self::Relinked(moved) => vec![
                Target::Statement(moved.statement.clone()),
                Target::Record(moved.from.clone()),
                Target::Record(moved.record.clone()),
            ],
            Self::Candidate(candidate) => vec![
                Target::Candidate(candidate.candidate.clone()),
                candidate.subject.clone(),
                Target::Record(candidate.record.clone()),
            ],
            Self::Judgement(judgement) => judgement.verdict.targets(),
        }
    }

    /// Returns its canonical bytes, as the chain hashes and the store keeps them.
    ///
    /// # Panics
    ///
    /// Never: bodies hold only what JSON can write.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("bodies hold only text, whole numbers and lists")
    }
}
