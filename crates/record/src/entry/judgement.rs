//! What people judge. Each judgement is an entry, has a reason, and can be undone.
//! None of these is ever written by the program of itself.

use serde::{Deserialize, Serialize};

use super::Change;
use crate::id::{RecordId, StatementId, Target};
use crate::statement::Statement;

/// How reliable a source is, after the Admiralty system: A completely, E unreliable, F cannot be judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum SourceGrade {
    A,
    B,
    C,
    D,
    E,
    #[default]
    F,
}

/// How credible information is, after the Admiralty system: 1 confirmed by others, 5 improbable, 6 cannot be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct InformationGrade(u8);

impl Default for InformationGrade {
    fn default() -> Self {
        Self(6)
    }
}

impl TryFrom<u8> for InformationGrade {
    type Error = String;

    fn try_from(grade: u8) -> Result<Self, String> {
        if (1..=6).contains(&grade) {
            Ok(Self(grade))
        } else {
            Err(format!("{grade} is no grade from 1 to 6"))
        }
    }
}

impl From<InformationGrade> for u8 {
    fn from(grade: InformationGrade) -> Self {
        grade.0
    }
}

impl SourceGrade {
    /// Reads a letter from A to F.
    pub fn from_letter(letter: char) -> Option<Self> {
        Some(match letter.to_ascii_uppercase() {
            'A' => Self::A,
            'B' => Self::B,
            'C' => Self::C,
            'D' => Self::D,
            'E' => Self::E,
            'F' => Self::F,
            _ => return None,
        })
    }
}

/// What an inquiry found about an allegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// It is being looked into.
    UnderInquiry,
    /// It was found to be so.
    Substantiated,
    /// It was not found to be so.
    Unsubstantiated,
    /// It could not be settled.
    Inconclusive,
}

impl Finding {
    /// All findings.
    pub const ALL: [Self; 4] =
        [Self::UnderInquiry, Self::Substantiated, Self::Unsubstantiated, Self::Inconclusive];

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnderInquiry => "under-inquiry",
            Self::Substantiated => "substantiated",
            Self::Unsubstantiated => "unsubstantiated",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// A person accepts what the program read or decided: for a question for review, that the two are the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// What.
    pub target: Target,
}

/// A person rejects what the program read or decided: for a question for review, that the two are the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// What.
    pub target: Target,
}

/// A person puts a field of a record right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The record.
    pub record: RecordId,
    /// The field with its right value.
    pub change: Change,
}

/// Several records are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The record that stays.
    pub into: RecordId,
    /// Those that become part of it; their ids go on meaning it.
    pub from: Vec<RecordId>,
}

/// Some statements of a record speak of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The record.
    pub record: RecordId,
    /// The statements that leave it.
    pub statements: Vec<StatementId>,
    /// The new record that they make.
    pub into: RecordId,
}

/// A person links a statement to a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedByPerson {
    /// The statement.
    pub statement: StatementId,
    /// The record; a new id makes a new record.
    pub record: RecordId,
}

/// A person takes a statement from a record; the program will not link the two again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlinked {
    /// The statement.
    pub statement: StatementId,
    /// The record.
    pub record: RecordId,
}

/// A person grades a source, information, or both; each independently of the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// A document, a statement or a record.
    pub target: Target,
    /// How reliable the source is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceGrade>,
    /// How credible the information is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub information: Option<InformationGrade>,
}

/// An inquiry into an incident begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSet {
    /// The incident.
    pub incident: RecordId,
    /// What was found.
    pub finding: Finding,
    /// Who found it: a joint commission, a mission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// An incident breaks a term of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViolationLinked {
    /// The incident.
    pub incident: RecordId,
    /// The statement of the term.
    pub term: StatementId,
}

/// A person notes something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// What it is about.
    pub target: Target,
    /// The note.
    pub text: String,
}

/// A person states what a document says and no program read in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The statement; its quote stands in the document.
    pub statement: Box<Statement>,
}

/// An entry no longer counts. Undoing this entry brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Number of the entry.
    pub entry: u64,
}

/// What a person judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Verdict {
    Accepted(Accepted),
    Rejected(Rejected),
    Corrected(Corrected),
    Merged(Merged),
    Split(Split),
    LinkedByPerson(LinkedByPerson),
    Unlinked(Unlinked),
    Graded(Graded),
    FindingSet(FindingSet),
    ViolationLinked(ViolationLinked),
    Noted(Noted),
    Stated(Stated),
    Undone(Undone),
}

impl Verdict {
    /// Returns the word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Accepted(_) => "accepted",
            Self::Rejected(_) => "rejected",
            Self::Corrected(_) => "corrected",
            Self::Merged(_) => "merged",
            Self::Split(_) => "split",
            Self::LinkedByPerson(_) => "linked-by-person",
            Self::Unlinked(_) => "unlinked",
            Self::Graded(_) => "graded",
            Self::FindingSet(_) => "finding-set",
            Self::ViolationLinked(_) => "violation-linked",
            Self::Noted(_) => "noted",
            Self::Stated(_) => "stated",
            Self::Undone(_) => "undone",
        }
    }

    /// Returns everything it is about.
    pub fn targets(&self) -> Vec<Target> {
        let record = |id: &RecordId| Target::Record(id.clone());
        let statement = |id: &StatementId| Target::Statement(id.clone());
        match self {
            Self::Accepted(Accepted { target })
            | Self::Rejected(Rejected { target })
            | Self::Graded(Graded { target, .. })
            | Self::Noted(Noted { target, .. }) => vec![target.clone()],
            Self::Corrected(corrected) => vec![record(&corrected.record)],
            Self::Merged(merged) => std::iter::once(&merged.into).chain(&merged.from).map(record).collect(),
            Self::Split(split) => [record(&split.record), record(&split.into)]
                .into_iter()
                .chain(split.statements.iter().map(statement))
                .collect(),
            Self::LinkedByPerson(linked) => vec![statement(&linked.statement), record(&linked.record)],
            Self::Unlinked(unlinked) => vec![statement(&unlinked.statement), record(&unlinked.record)],
            Self::FindingSet(set) => vec![record(&set.incident)],
            Self::ViolationLinked(linked) => vec![record(&linked.incident), statement(&linked.term)],
            Self::Stated(Stated { statement: stated }) => {
                vec![statement(&stated.id), Target::Document(stated.document.clone())]
            }
            Self::Undone(_) => Vec::new(),
        }
    }
}

/// What a person judged, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What.
    pub verdict: Verdict,
}
