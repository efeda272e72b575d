//! Entries in, state out: what the ledger amounts to. Pure, in memory, and total: no entry can break it.
//! Keeps every claim and weighs none.
//!
//! A state has two layers. Documents and statements only ever grow. Everything that can be undone (origins, links,
//! judgements) is kept as steps; undoing one replays the others, so that a merge and its undoing leave no trace.

mod agreement;
mod check;
mod cut;
mod incident;
mod linkage;
mod occurrence;
mod replay;
mod snapshot;
mod standing;
mod wording;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

pub use agreement::{Accord, Area, Meeting, StageAt, Violation};
pub use check::Refusal;
pub use incident::{ClaimHeld, FigureGiven, FigureOf, Incident};
pub use linkage::{Grade, Held, Link, Note, Origin, Question, Record, Review};
pub use occurrence::Occurrence;
pub use replay::{Replay, replay};
pub use snapshot::{Damaged, FORM as SNAPSHOT_FORM};
pub use standing::Standing;

use crate::entry::{self, Author, Body, DocumentAdded, Head, Judgement, ReadingAdded, Verdict};
use crate::id::{CandidateId, DocumentId, RecordId, RecordKind, StatementId, Target};
use crate::statement::{Statement, leading_day};
use linkage::Linkage;

/// A document with its latest reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What was taken in.
    pub added: DocumentAdded,
    /// Number of the entry that took it in.
    pub entry: u64,
    /// Its latest reading, without the statements.
    pub reading: Option<ReadingAdded>,
    /// Statements of the latest reading, in order of the text.
    pub statements: Vec<StatementId>,
    /// Statements of earlier readings that the latest does not have.
    pub earlier: BTreeSet<StatementId>,
}

impl Document {
    /// Returns the day it was published: as whoever added it says, else its reference date.
    pub fn day(&self) -> Option<Date> {
        let told = self.added.published.as_deref().and_then(leading_day);
        told.or_else(|| self.reading.as_ref().and_then(|reading| reading.date))
    }

    /// Returns who published it, as far as is known.
    pub fn source(&self) -> Option<&str> {
        let reading = self.reading.as_ref();
        self.added
            .source
            .as_deref()
            .or_else(|| reading.and_then(|reading| reading.publisher.as_deref()))
            .or_else(|| reading.and_then(|reading| reading.issuer.as_deref()))
            .or_else(|| reading.and_then(|reading| reading.agency.as_deref()))
    }
}

/// A statement with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The statement, as the latest reading that has it tells it.
    pub statement: Arc<Statement>,
    /// Number of the entry that brought it first.
    pub entry: u64,
    /// Its place in that entry.
    pub at: u32,
    /// Whether the latest reading of its document has it.
    pub current: bool,
    /// Whether only a person stated it, and no program ever read it.
    pub by_person: bool,
}

/// An entry that can be undone.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Number of the entry.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who made it.
    pub by: Author,
    /// What it says.
    pub body: Arc<Body>,
}

impl Step {
    fn undoes(&self) -> bool {
        matches!(&*self.body, Body::Judgement(judgement) if matches!(judgement.verdict, Verdict::Undone(_)))
    }
}

/// What the entries so far amount to.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    head: Head,
    documents: BTreeMap<DocumentId, Document>,
    statements: BTreeMap<StatementId, Known>,
    // Shared with the states that are cut from this one.
    steps: Arc<Vec<Step>>,
    undone: BTreeSet<u64>,
    linkage: Arc<Linkage>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            head: Head::EMPTY,
            documents: BTreeMap::new(),
            statements: BTreeMap::new(),
            steps: Arc::default(),
            undone: BTreeSet::new(),
            linkage: Arc::default(),
        }
    }
}

/// What an entry changed: whatever is shown of these may differ from before.
pub type Touched = BTreeSet<Target>;

impl State {
    /// Applies the next entry, and returns what it changed.
    ///
    /// Never fails: an entry that means nothing here (it names what is not there) changes nothing. Whether an entry
    /// should be written at all is asked before, of [`State::check`].
    pub fn apply(&mut self, entry: entry::Entry) -> Touched {
        match self.take_in(entry) {
            Ok(touched) => touched,
            Err(step) => self.step(step),
        }
    }

    /// Applies an entry that cannot be undone, or returns it as a step.
    fn take_in(&mut self, entry: entry::Entry) -> Result<Touched, Step> {
        self.head = entry.head();
        match entry.body {
            Body::DocumentAdded(added) => {
                let touched = Touched::from([Target::Document(added.document.clone())]);
                self.documents.entry(added.document.clone()).or_insert(Document {
                    added: *added,
                    entry: entry.seq,
                    reading: None,
                    statements: Vec::new(),
                    earlier: BTreeSet::new(),
                });
                Ok(touched)
            }
            Body::ReadingAdded(reading) => Ok(self.read(entry.seq, *reading)),
            body => {
                if let Body::Judgement(Judgement { verdict: Verdict::Stated(stated), .. }) = &body {
                    self.state(entry.seq, &stated.statement);
                }
                Err(Step { seq: entry.seq, at: entry.at, by: entry.by, body: Arc::new(body) })
            }
        }
    }

    fn read(&mut self, seq: u64, mut reading: ReadingAdded) -> Touched {
        let mut touched = Touched::from([Target::Document(reading.document.clone())]);
        let Some(document) = self.documents.get_mut(&reading.document) else { return touched };
        let statements = std::mem::take(&mut reading.statements);
        for old in std::mem::take(&mut document.statements) {
            if let Some(known) = self.statements.get_mut(&old) {
                known.current = false;
            }
            touched.insert(Target::Statement(old.clone()));
            document.earlier.insert(old);
        }
        for (at, statement) in statements.into_iter().enumerate() {
            let id = statement.id.clone();
            document.statements.push(id.clone());
            document.earlier.remove(&id);
            touched.insert(Target::Statement(id.clone()));
            let statement = Arc::new(statement);
            match self.statements.entry(id) {
                Entry::Vacant(new) => {
                    new.insert(Known {
                        statement,
                        entry: seq,
                        at: at as u32,
                        current: true,
                        by_person: false,
                    });
                }
                // The same words state the same, but who says so, and of which happening, may be read otherwise now.
                // Of two in one reading the first counts.
                Entry::Occupied(mut known) if !known.get().current => {
                    let known = known.get_mut();
                    known.statement = statement;
                    known.current = true;
                    known.by_person = false;
                }
                Entry::Occupied(_) => {}
            }
        }
        if document.reading.replace(reading).is_some() {
            // Who reports a document, and on which day, counts for its copies too.
            self.linkage.copies(&mut touched);
        }
        self.spread(&mut touched);
        touched
    }

    /// Keeps what a person stated, also where a reading states the same later.
    fn state(&mut self, seq: u64, statement: &Statement) {
        self.statements.entry(statement.id.clone()).or_insert_with(|| Known {
            statement: Arc::new(statement.clone()),
            entry: seq,
            at: 0,
            current: false,
            by_person: true,
        });
    }

    fn step(&mut self, step: Step) -> Touched {
        let undoes = step.undoes();
        let steps = Arc::make_mut(&mut self.steps);
        steps.push(step);
        let mut touched = Touched::new();
        if undoes {
            let before = self.relink();
            before.differences(&self.linkage, &mut touched);
        } else if let Some(step) = steps.last() {
            // A judgement may reach far: a merge moves what was judged of its parts. Judgements are few, so that all that
            // differs is looked for.
            let before = matches!(&*step.body, Body::Judgement(_)).then(|| self.linkage.clone());
            Arc::make_mut(&mut self.linkage).apply(step, &mut touched);
            if let Some(before) = before {
                before.differences(&self.linkage, &mut touched);
            }
        }
        self.spread(&mut touched);
        touched
    }

    /// Replays the steps that are left, and returns what they amounted to before.
    fn relink(&mut self) -> Arc<Linkage> {
        self.undone = undone(&self.steps);
        let mut linkage = Linkage::default();
        for step in self.steps.iter().filter(|step| !self.undone.contains(&step.seq)) {
            linkage.apply(step, &mut Touched::new());
        }
        std::mem::replace(&mut self.linkage, Arc::new(linkage))
    }

    /// What changes for a document or a statement changes for the records it is linked to.
    fn spread(&self, touched: &mut Touched) {
        let mut records = BTreeSet::new();
        for target in touched.iter() {
            match target {
                Target::Statement(statement) => records.extend(self.linkage.records_of(statement).cloned()),
                Target::Document(document) => {
                    let Some(document) = self.documents.get(document) else { continue };
                    for statement in document.statements.iter().chain(&document.earlier) {
                        records.extend(self.linkage.records_of(statement).cloned());
                    }
                }
                Target::Record(_) | Target::Candidate(_) => {}
            }
        }
        touched.extend(records.into_iter().map(Target::Record));
    }

    /// Returns where the ledger stands.
    pub fn head(&self) -> Head {
        self.head
    }

    /// Returns all documents.
    pub fn documents(&self) -> &BTreeMap<DocumentId, Document> {
        &self.documents
    }

    /// Returns a document.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.get(id)
    }

    /// Returns all statements ever read, those that a later reading no longer has among them.
    pub fn statements(&self) -> &BTreeMap<StatementId, Known> {
        &self.statements
    }

    /// Returns a statement.
    pub fn statement(&self, id: &StatementId) -> Option<&Known> {
        self.statements.get(id)
    }

    /// Returns the id that a record goes by now: its own, or that of the record it became part of.
    pub fn resolve<'a>(&'a self, id: &'a RecordId) -> &'a RecordId {
        self.linkage.resolve(id)
    }

    /// Returns a record, by any id it ever had.
    pub fn record(&self, id: &RecordId) -> Option<&Record> {
        self.linkage.record(id)
    }

    /// Returns all records of one kind that are not part of another, also those that were rejected.
    pub fn records(&self, kind: RecordKind) -> impl Iterator<Item = (&RecordId, &Record)> {
        self.linkage.records.iter().filter(move |(id, _)| id.kind() == kind)
    }

    /// Returns the records that a statement is linked to.
    pub fn records_of<'a>(&'a self, statement: &StatementId) -> impl Iterator<Item = &'a RecordId> + use<'a> {
        self.linkage.records_of(statement)
    }

    /// Says whether a person has parted a statement from a record: the program must not link them again.
    pub fn severed(&self, statement: &StatementId, record: &RecordId) -> bool {
        self.linkage.severed(statement, record)
    }

    /// Returns the statements of a record that are known, counted or not.
    pub fn statements_of<'a>(&'a self, record: &'a Record) -> Vec<(&'a Known, &'a Link)> {
        record.statements.iter().filter_map(|(id, link)| Some((self.statements.get(id)?, link))).collect()
    }

    /// Returns the statements of a record that count: read by the latest reading or upheld by a person, and not
    /// rejected; in order of their entries, documents and places in the text.
    pub fn counted<'a>(&'a self, record: &'a Record) -> Vec<(&'a Arc<Statement>, &'a Link)> {
        self.counted_among(self.statements_of(record))
    }

    fn counted_among<'a>(
        &self,
        mut statements: Vec<(&'a Known, &'a Link)>,
    ) -> Vec<(&'a Arc<Statement>, &'a Link)> {
        statements.retain(|(known, link)| self.counts(known, link));
        statements.sort_by_key(|(known, _)| {
            (known.entry, &known.statement.document, known.statement.anchor.span, &known.statement.id)
        });
        statements.into_iter().map(|(known, link)| (&known.statement, link)).collect()
    }

    fn counts(&self, known: &Known, link: &Link) -> bool {
        self.upheld(&known.statement.id).unwrap_or(known.current || link.by_person) && self.is_stated(known)
    }

    /// Says whether a statement is one that a program read, or that a person stated and did not take back.
    fn is_stated(&self, known: &Known) -> bool {
        !known.by_person || self.linkage.stated.contains_key(&known.statement.id)
    }

    /// Returns the entry by which a person stated what no program read, if it counts.
    pub fn stated_by(&self, id: &StatementId) -> Option<u64> {
        let known = self.statements.get(id).filter(|known| known.by_person)?;
        self.linkage.stated.get(&known.statement.id).copied()
    }

    /// Returns what the latest reading of a document has and what people stated of it, in order of the text.
    pub fn stated_in(&self, document: &DocumentId) -> Vec<&Statement> {
        let read = self.documents.get(document).into_iter().flat_map(|document| &document.statements);
        let read = read.filter_map(|id| self.statements.get(id));
        let stated = self.linkage.stated.keys().filter_map(|id| self.statements.get(id));
        let stated = stated.filter(|known| known.by_person && known.statement.document == *document);
        let mut all: Vec<&Statement> = read.chain(stated).map(|known| &*known.statement).collect();
        all.sort_by_key(|statement| statement.anchor.span);
        all
    }

    /// Says whether a statement counts by itself: read by the latest reading or linked by a person, and not rejected;
    /// or accepted.
    pub fn stands(&self, known: &Known) -> bool {
        let id = &known.statement.id;
        let linked = || {
            self.records_of(id)
                .filter_map(|record| self.linkage.record(record)?.statements.get(id))
                .any(|link| link.by_person)
        };
        let counts = || known.current || known.by_person || linked();
        self.upheld(id).unwrap_or_else(counts) && self.is_stated(known)
    }

    /// Returns what a person said of a statement, if anybody did.
    fn upheld(&self, id: &StatementId) -> Option<bool> {
        self.linkage.reviews.get(&Target::Statement(id.clone())).map(|review| review.accepted)
    }

    /// Returns the document whose text a document carries: itself, if it is no copy.
    pub fn origin<'a>(&'a self, document: &'a DocumentId) -> &'a DocumentId {
        self.linkage.origin(document)
    }

    /// Returns what was found of the origins of copies.
    pub fn origins(&self) -> &BTreeMap<DocumentId, Origin> {
        &self.linkage.origins
    }

    /// Returns the groups of documents that are one origin, each of two documents or more.
    pub fn origin_groups(&self) -> Vec<Vec<DocumentId>> {
        let mut groups: BTreeMap<&DocumentId, Vec<DocumentId>> = BTreeMap::new();
        for copy in self.linkage.origins.keys() {
            let origin = self.origin(copy);
            groups.entry(origin).or_insert_with(|| vec![origin.clone()]).push(copy.clone());
        }
        groups.into_values().collect()
    }

    /// Returns all questions for review, answered ones among them.
    pub fn questions(&self) -> &BTreeMap<CandidateId, Question> {
        &self.linkage.questions
    }

    /// Returns the questions that nobody has answered and that still make sense, the surest first.
    pub fn open_questions(&self) -> Vec<(&CandidateId, &Question)> {
        let mut open: Vec<_> =
            self.linkage.questions.iter().filter(|(_, question)| self.is_open(question)).collect();
        open.sort_by_key(|(id, question)| (std::cmp::Reverse(question.score), (*id).clone()));
        open
    }

    fn is_open(&self, question: &Question) -> bool {
        let record = self.resolve(&question.record);
        let apart = match &question.subject {
            Target::Statement(statement) => {
                self.statements.get(statement).is_some_and(|known| known.current)
                    && !self.records_of(statement).any(|linked| linked == record)
                    && !self.severed(statement, record)
            }
            Target::Record(other) => self.record(other).is_some() && self.resolve(other) != record,
            Target::Document(_) | Target::Candidate(_) => false,
        };
        question.answer.is_none() && apart && self.record(record).is_some()
    }

    /// Returns the Admiralty grades a person gave; F6 if nobody did. A record has those of its parts.
    pub fn grade(&self, target: &Target) -> Grade {
        self.linkage.grades.get(&self.linkage.now(target)).copied().unwrap_or_default()
    }

    /// Returns what a person said of it: accepted or rejected. A record goes by the id it has now.
    pub fn review(&self, target: &Target) -> Option<&Review> {
        self.linkage.reviews.get(&self.linkage.now(target))
    }

    /// Returns notes, the oldest first; those of records that became part of this one too.
    pub fn notes(&self, target: &Target) -> Vec<&Note> {
        self.linkage.notes.get(&self.linkage.now(target)).into_iter().flatten().collect()
    }

    /// Returns the incidents that break a term, as people say.
    pub fn breaking<'a>(&'a self, term: &StatementId) -> impl Iterator<Item = &'a RecordId> + use<'a> {
        self.linkage.breaking(term)
    }

    /// Returns the entries that can be undone, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Says whether an entry was undone.
    pub fn is_undone(&self, seq: u64) -> bool {
        self.undone.contains(&seq)
    }
}

/// Returns the entries that do not count: undone by an entry that counts.
fn undone(steps: &[Step]) -> BTreeSet<u64> {
    let mut undone = BTreeSet::new();
    // From the last on: whether an undoing counts depends only on later ones.
    for step in steps.iter().rev() {
        if let Body::Judgement(judgement) = &*step.body
            && let Verdict::Undone(which) = &judgement.verdict
            && which.entry < step.seq
            && !undone.contains(&step.seq)
        {
            undone.insert(which.entry);
        }
    }
    undone
}
