//! A body that somebody wants to write in, a refusal out where it would mean nothing.
//! The fold itself refuses nothing: what is written is written.

use super::State;
use crate::entry::{Accepted, Author, Body, Change, Corrected, Graded, Judgement, Noted, Rejected, Verdict};
use crate::id::{DocumentId, RecordId, RecordKind, Sha256Hash, StatementId, Target};
use crate::statement::Content;

/// Why an entry is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It names what the ledger does not have.
    #[error("{0} is not in this ledger")]
    Missing(String),
    /// The document is there already.
    #[error("document {0} is in this ledger already")]
    Known(DocumentId),
    /// Another document has the same short id.
    #[error(
        "these bytes are not in this ledger, but the id {0}, which is a part of their hash, is that of others"
    )]
    Alike(DocumentId),
    /// The records are of two kinds.
    #[error("{0} and {1} are not of one kind")]
    Kinds(RecordId, RecordId),
    /// The two are one already.
    #[error("{0} and {1} are one record already")]
    Same(RecordId, RecordId),
    /// The statement is no part of the record.
    #[error("statement {0} is no part of {1}")]
    NotLinked(StatementId, RecordId),
    /// The statement is part of the record already.
    #[error("statement {0} is part of {1} already")]
    Linked(StatementId, RecordId),
    /// A new record was to be made, and its id is taken.
    #[error("{0} is a record already")]
    Taken(RecordId),
    /// Nothing would be left of the record, or nothing leaves it.
    #[error("a split must leave statements in {0} and take some out")]
    NoSplit(RecordId),
    /// Only incidents have findings and violations.
    #[error("{0} is no incident")]
    NoIncident(RecordId),
    /// The statement is no term.
    #[error("statement {0} states no term of an agreement")]
    NoTerm(StatementId),
    /// The field is not one of such a record's.
    #[error("{0} has no field `{1}`")]
    NoField(RecordId, &'static str),
    /// Questions and entries have no grades, and a grade needs a letter or a number.
    #[error("nothing to grade: {0}")]
    NoGrade(String),
    /// The entry cannot be undone.
    #[error("entry {0} cannot be undone: {1}")]
    NotUndoable(u64, &'static str),
    /// The author's name would look like something else where it is shown.
    #[error("`{0}` is no name of an author: {1}")]
    Name(String, &'static str),
    /// Judgements are people's.
    #[error("the program makes no judgement of its own")]
    NoPerson,
    /// The statement is known.
    #[error("{0} is stated already")]
    Stated(StatementId),
    /// The id of a statement is not that of what it states.
    #[error("{0} is not the id of what is stated")]
    Forged(StatementId),
    /// The question was answered.
    #[error("{0} was answered already, by entry {1}")]
    Answered(String, u64),
}

impl Refusal {
    /// Returns what to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing(_) => "`truce list` and `truce search` print the ids of what is there",
            Self::Known(_) => "the same bytes are kept once; nothing needs doing",
            Self::Alike(_) => {
                "this happens by chance once in thousands of ledgers: add a line to the report, or keep it in a ledger of its own"
            }
            Self::Kinds(..) => "incidents merge with incidents, agreements with agreements, and so on",
            Self::Same(..) | Self::Linked(..) => {
                "nothing needs doing; `truce history ID` tells when it happened"
            }
            Self::NotLinked(..) => "`truce show ID` lists the statements of a record",
            Self::Taken(_) => "link the statement to that record instead",
            Self::NoSplit(_) => "name some of the record's statements, not all; `truce show ID` lists them",
            Self::NoIncident(_) => "findings and violations belong to incidents: ids that begin with inc-",
            Self::NoTerm(_) => "`truce show` of an agreement lists its terms with their statements",
            Self::NoField(..) => "incidents have act, when, place and name; agreements also stage",
            Self::NoGrade(_) => {
                "give a letter from A to F, a number from 1 to 6, or both (B2), to a document, statement or record"
            }
            Self::NotUndoable(..) => {
                "`truce history ID` lists the entries about a thing, and which of them were undone"
            }
            Self::Name(..) => "give a name of letters, digits, spaces and signs, in one line, with --by",
            Self::NoPerson => "name a person with --by",
            Self::Stated(_) => "accept or correct that statement instead",
            Self::Forged(_) => "make the statement anew: its id follows from its words and what they state",
            Self::Answered(..) => "undo that entry first: `truce undo ENTRY`",
        }
    }
}

impl State {
    /// Says whether a document of these bytes is in the ledger.
    ///
    /// # Errors
    ///
    /// If another document has the id that these would have.
    pub fn has_bytes(&self, sha256: &Sha256Hash) -> Result<bool, Refusal> {
        let id = DocumentId::of(sha256);
        match self.documents.get(&id) {
            None => Ok(false),
            Some(document) if document.added.sha256 == *sha256 => Ok(true),
            Some(_) => Err(Refusal::Alike(id)),
        }
    }

    /// Says whether an entry of this body, by this author, would mean something.
    ///
    /// # Errors
    ///
    /// Says why not.
    pub fn check(&self, by: &Author, body: &Body) -> Result<(), Refusal> {
        by.check().map_err(|why| Refusal::Name(by.name().escape_debug().to_string(), why))?;
        match body {
            Body::DocumentAdded(added) => {
                if self.has_bytes(&added.sha256)? {
                    return Err(Refusal::Known(added.document.clone()));
                }
                Ok(())
            }
            Body::ReadingAdded(reading) => self.has_document(&reading.document),
            Body::OriginFound(found) => self.has_document(&found.document).and(self.has_document(&found.of)),
            Body::Linked(linked) => self.has_statement(&linked.statement),
            Body::Relinked(moved) => self.has_statement(&moved.statement).and(self.has_record(&moved.from)),
            Body::Candidate(candidate) => {
                self.has(&candidate.subject).and(self.has_record(&candidate.record))
            }
            Body::Judgement(_) if !matches!(by, Author::Person(_)) => Err(Refusal::NoPerson),
            Body::Judgement(Judgement { verdict, .. }) => self.check_verdict(verdict),
        }
    }

    fn check_verdict(&self, verdict: &Verdict) -> Result<(), Refusal> {
        match verdict {
            Verdict::Accepted(Accepted { target }) | Verdict::Rejected(Rejected { target }) => {
                self.has(target)?;
                if let Target::Candidate(_) = target
                    && let Some(review) = self.review(target)
                {
                    return Err(Refusal::Answered(target.to_string(), review.entry));
                }
                Ok(())
            }
            Verdict::Corrected(Corrected { record, change }) => {
                self.has_record(record)?;
                let none = matches!(
                    (record.kind(), change),
                    (RecordKind::Incident, Change::Stage(_))
                        | (RecordKind::Talks, Change::Act(_) | Change::Stage(_))
                        | (RecordKind::Zone, Change::When(_) | Change::Stage(_))
                );
                if none { Err(Refusal::NoField(record.clone(), change.field())) } else { Ok(()) }
            }
            Verdict::Merged(merged) => {
                self.has_record(&merged.into)?;
                for from in &merged.from {
                    self.has_record(from)?;
                    if from.kind() != merged.into.kind() {
                        return Err(Refusal::Kinds(merged.into.clone(), from.clone()));
                    }
                    if self.resolve(from) == self.resolve(&merged.into) {
                        return Err(Refusal::Same(merged.into.clone(), from.clone()));
                    }
                }
                Ok(())
            }
            Verdict::Split(split) => {
                let record = self.record(&split.record).ok_or_else(|| missing(&split.record))?;
                if split.into.kind() != split.record.kind() {
                    return Err(Refusal::Kinds(split.record.clone(), split.into.clone()));
                }
                if self.taken(&split.into) {
                    return Err(Refusal::Taken(split.into.clone()));
                }
                for statement in &split.statements {
                    if !record.statements.contains_key(statement) {
                        return Err(Refusal::NotLinked(statement.clone(), split.record.clone()));
                    }
                }
                let out: std::collections::BTreeSet<_> = split.statements.iter().collect();
                if out.is_empty() || out.len() == record.statements.len() {
                    return Err(Refusal::NoSplit(split.record.clone()));
                }
                Ok(())
            }
            Verdict::LinkedByPerson(linked) => {
                self.has_statement(&linked.statement)?;
                let record = self.resolve(&linked.record);
                let by_person = self
                    .record(record)
                    .and_then(|record| record.statements.get(&linked.statement))
                    .is_some_and(|link| link.by_person);
                if by_person {
                    return Err(Refusal::Linked(linked.statement.clone(), linked.record.clone()));
                }
                Ok(())
            }
            Verdict::Unlinked(unlinked) => {
                self.has_statement(&unlinked.statement)?;
                let record = self.record(&unlinked.record).ok_or_else(|| missing(&unlinked.record))?;
                if record.statements.contains_key(&unlinked.statement) {
                    Ok(())
                } else {
                    Err(Refusal::NotLinked(unlinked.statement.clone(), unlinked.record.clone()))
                }
            }
            Verdict::Graded(Graded { target, source, information }) => {
                self.has(target)?;
                if matches!(target, Target::Candidate(_)) || (source.is_none() && information.is_none()) {
                    return Err(Refusal::NoGrade(target.to_string()));
                }
                Ok(())
            }
            Verdict::FindingSet(set) => self.has_incident(&set.incident),
            Verdict::ViolationLinked(linked) => {
                self.has_incident(&linked.incident)?;
                self.has_statement(&linked.term)?;
                let term = self.statement(&linked.term).map(|known| &known.statement.content);
                if matches!(term, Some(Content::Term(_))) {
                    Ok(())
                } else {
                    Err(Refusal::NoTerm(linked.term.clone()))
                }
            }
            Verdict::Noted(Noted { target, .. }) => self.has(target),
            Verdict::Stated(stated) => {
                let statement = &stated.statement;
                self.has_document(&statement.document)?;
                let known = self.statements.get(&statement.id);
                if known.is_some_and(|known| known.current || self.linkage.stated.contains_key(&statement.id))
                {
                    return Err(Refusal::Stated(statement.id.clone()));
                }
                let span = statement.anchor.span;
                let content = statement.content.canonical();
                if statement.id != StatementId::of(&statement.document, span.start, span.end, &content) {
                    return Err(Refusal::Forged(statement.id.clone()));
                }
                Ok(())
            }
            Verdict::Undone(undone) => self.check_undo(undone.entry),
        }
    }

    fn check_undo(&self, entry: u64) -> Result<(), Refusal> {
        let refuse = |why| Err(Refusal::NotUndoable(entry, why));
        if entry == 0 || entry > self.head.seq {
            return refuse("there is no such entry");
        }
        if self.steps.binary_search_by_key(&entry, |step| step.seq).is_err() {
            return refuse("documents and their readings are kept for good");
        }
        if self.undone.contains(&entry) {
            return refuse("it was undone already");
        }
        Ok(())
    }

    fn has(&self, target: &Target) -> Result<(), Refusal> {
        match target {
            Target::Document(id) => self.has_document(id),
            Target::Statement(id) => self.has_statement(id),
            Target::Record(id) => self.has_record(id),
            Target::Candidate(id) if self.linkage.questions.contains_key(id) => Ok(()),
            Target::Candidate(id) => Err(missing(id)),
        }
    }

    fn has_document(&self, id: &DocumentId) -> Result<(), Refusal> {
        if self.documents.contains_key(id) { Ok(()) } else { Err(missing(id)) }
    }

    fn has_statement(&self, id: &StatementId) -> Result<(), Refusal> {
        if self.statements.contains_key(id) { Ok(()) } else { Err(missing(id)) }
    }

    fn has_record(&self, id: &RecordId) -> Result<(), Refusal> {
        if self.record(id).is_some() { Ok(()) } else { Err(missing(id)) }
    }

    fn has_incident(&self, id: &RecordId) -> Result<(), Refusal> {
        if id.kind() != RecordKind::Incident {
            return Err(Refusal::NoIncident(id.clone()));
        }
        self.has_record(id)
    }

    /// Says whether an id is, or ever was, a record's.
    fn taken(&self, id: &RecordId) -> bool {
        self.record(id).is_some()
    }
}

fn missing(id: &impl std::fmt::Display) -> Refusal {
    Refusal::Missing(id.to_string())
}
