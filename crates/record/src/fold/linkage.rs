//! Steps in, links out: which statements make which record, which documents are one origin, what people judged.
//! Knows statements and documents only by their ids, so that it can be replayed without them.

use std::collections::{BTreeMap, BTreeSet};

mod merge;
mod parts;

pub use parts::{Grade, Held, Link, Note, Origin, Question, Record, Review};

use super::{Step, Touched};
use crate::entry::{Body, Thousandths, Verdict};
use crate::id::{CandidateId, DocumentId, RecordId, StatementId, Target};

/// Everything that can be undone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Linkage {
    pub origins: BTreeMap<DocumentId, Origin>,
    pub records: BTreeMap<RecordId, Record>,
    pub questions: BTreeMap<CandidateId, Question>,
    pub reviews: BTreeMap<Target, Review>,
    pub grades: BTreeMap<Target, Grade>,
    pub notes: BTreeMap<Target, Vec<Note>>,
    /// What each merged record became part of.
    pub became: BTreeMap<RecordId, RecordId>,
    /// The records of each statement, in pairs.
    pub linked: BTreeSet<(StatementId, RecordId)>,
    /// What people parted, by the ids that records go by now.
    pub severed: BTreeSet<(StatementId, RecordId)>,
    /// What people stated that no program read, each with the entry that says so.
    pub stated: BTreeMap<StatementId, u64>,
    /// The incidents that break each term.
    pub broken: BTreeMap<StatementId, BTreeSet<RecordId>>,
}

impl Linkage {
    pub fn resolve<'a>(&'a self, id: &'a RecordId) -> &'a RecordId {
        let mut id = id;
        // Merging resolves first, so that no chain closes on itself.
        while let Some(next) = self.became.get(id) {
            id = next;
        }
        id
    }

    /// Returns what a target goes by now: what was judged of a record holds of what it became part of.
    pub fn now(&self, target: &Target) -> Target {
        match target {
            Target::Record(id) => Target::Record(self.resolve(id).clone()),
            other => other.clone(),
        }
    }

    pub fn record(&self, id: &RecordId) -> Option<&Record> {
        self.records.get(self.resolve(id))
    }

    /// Returns the incidents that break a term, as people say.
    pub fn breaking<'a>(&'a self, term: &StatementId) -> impl Iterator<Item = &'a RecordId> + use<'a> {
        self.broken.get(term).into_iter().flatten()
    }

    pub fn records_of<'a>(&'a self, statement: &StatementId) -> impl Iterator<Item = &'a RecordId> + use<'a> {
        let pairs = (statement.clone(), RecordId::FIRST)..=(statement.clone(), RecordId::LAST);
        self.linked.range(pairs).map(|(_, record)| record)
    }

    pub fn severed(&self, statement: &StatementId, record: &RecordId) -> bool {
        self.severed.contains(&(statement.clone(), self.resolve(record).clone()))
    }

    pub fn origin<'a>(&'a self, document: &'a DocumentId) -> &'a DocumentId {
        let mut document = document;
        for _ in 0..64 {
            match self.origins.get(document) {
                Some(origin) => document = &origin.of,
                None => break,
            }
        }
        document
    }

    pub fn apply(&mut self, step: &Step, touched: &mut Touched) {
        match &*step.body {
            Body::DocumentAdded(_) | Body::ReadingAdded(_) => {}
            Body::OriginFound(found) => {
                if found.document == found.of || self.origin(&found.of) == &found.document {
                    return;
                }
                let origin = Origin {
                    of: found.of.clone(),
                    containment: found.containment,
                    spans: found.spans.clone(),
                    evidence: found.evidence.clone(),
                    entry: step.seq,
                };
                self.origins.insert(found.document.clone(), origin);
                touched.insert(Target::Document(found.document.clone()));
                touched.insert(Target::Document(found.of.clone()));
                self.copies(touched);
            }
            Body::Linked(linked) => {
                if !self.severed(&linked.statement, &linked.record) {
                    let link = Link {
                        score: linked.score,
                        reason: linked.reason.as_str().into(),
                        by_person: false,
                        entry: step.seq,
                    };
                    self.link(&linked.statement, &linked.record, link, touched);
                }
            }
            Body::Relinked(moved) => {
                let from = self.resolve(&moved.from).clone();
                let by_person = |linkage: &Self| {
                    linkage
                        .records
                        .get(&from)
                        .and_then(|record| record.statements.get(&moved.statement))
                        .is_none_or(|link| link.by_person)
                };
                if by_person(self) || self.severed(&moved.statement, &moved.record) {
                    return;
                }
                self.loosen(&moved.statement, &from, touched);
                let link = Link {
                    score: moved.score,
                    reason: moved.reason.as_str().into(),
                    by_person: false,
                    entry: step.seq,
                };
                self.link(&moved.statement, &moved.record, link, touched);
            }
            Body::Candidate(candidate) => {
                let question = Question {
                    subject: candidate.subject.clone(),
                    record: candidate.record.clone(),
                    score: candidate.score,
                    reason: candidate.reason.clone(),
                    entry: step.seq,
                    answer: None,
                };
                self.questions.entry(candidate.candidate.clone()).or_insert(question);
                touched.insert(Target::Candidate(candidate.candidate.clone()));
            }
            Body::Judgement(judgement) => {
                self.judge(step, &judgement.verdict, judgement.reason.as_ref(), touched);
            }
        }
    }

    fn judge(&mut self, step: &Step, verdict: &Verdict, reason: Option<&String>, touched: &mut Touched) {
        let by_person = || Link {
            score: Thousandths(1000),
            reason: reason.cloned().unwrap_or_else(|| format!("linked by {}", step.by.name())).into(),
            by_person: true,
            entry: step.seq,
        };
        match verdict {
            Verdict::Accepted(accepted) => {
                self.review(step, &accepted.target, true, reason, touched);
                let Target::Candidate(id) = &accepted.target else { return };
                let Some(question) = self.questions.get_mut(id) else { return };
                question.answer = Some(true);
                let (subject, record) = (question.subject.clone(), question.record.clone());
                match subject {
                    Target::Statement(statement) => {
                        self.severed.remove(&(statement.clone(), self.resolve(&record).clone()));
                        self.link(&statement, &record, by_person(), touched);
                    }
                    Target::Record(other) => self.merge(&record, &other, touched),
                    Target::Document(_) | Target::Candidate(_) => {}
                }
            }
            Verdict::Rejected(rejected) => {
                self.review(step, &rejected.target, false, reason, touched);
                if let Target::Candidate(id) = &rejected.target
                    && let Some(question) = self.questions.get_mut(id)
                {
                    question.answer = Some(false);
                }
            }
            Verdict::Corrected(corrected) => {
                if let Some((id, record)) = self.found(&corrected.record) {
                    record.corrections.insert(corrected.change.field(), (step.seq, corrected.change.clone()));
                    touched.insert(Target::Record(id));
                }
            }
            Verdict::Merged(merged) => {
                for from in &merged.from {
                    self.merge(&merged.into, from, touched);
                }
            }
            Verdict::Split(split) => {
                for statement in &split.statements {
                    if self.unlink(statement, &split.record, touched) {
                        self.link(statement, &split.into, by_person(), touched);
                    }
                }
            }
            Verdict::LinkedByPerson(linked) => {
                self.severed.remove(&(linked.statement.clone(), self.resolve(&linked.record).clone()));
                self.link(&linked.statement, &linked.record, by_person(), touched);
            }
            Verdict::Unlinked(unlinked) => {
                self.unlink(&unlinked.statement, &unlinked.record, touched);
            }
            Verdict::Graded(graded) => {
                let target = self.now(&graded.target);
                let grade = self.grades.entry(target.clone()).or_default();
                grade.source = graded.source.unwrap_or(grade.source);
                grade.information = graded.information.unwrap_or(grade.information);
                touched.insert(target);
            }
            Verdict::FindingSet(set) => {
                let held = Held { finding: set.finding, body: set.body.clone(), entry: step.seq };
                if let Some((id, record)) = self.found(&set.incident) {
                    record.findings.push(held);
                    touched.insert(Target::Record(id));
                }
            }
            Verdict::ViolationLinked(linked) => {
                if let Some((id, record)) = self.found(&linked.incident) {
                    record.violations.insert(linked.term.clone(), step.seq);
                    self.broken.entry(linked.term.clone()).or_default().insert(id.clone());
                    touched.insert(Target::Record(id));
                    touched.insert(Target::Statement(linked.term.clone()));
                }
            }
            Verdict::Noted(noted) => {
                let note = Note { text: noted.text.clone(), by: step.by.clone(), entry: step.seq };
                let target = self.now(&noted.target);
                self.notes.entry(target.clone()).or_default().push(note);
                touched.insert(target);
            }
            Verdict::Stated(stated) => {
                self.stated.insert(stated.statement.id.clone(), step.seq);
                touched.insert(Target::Statement(stated.statement.id.clone()));
                touched.insert(Target::Document(stated.statement.document.clone()));
            }
            // Undoing is the state's affair: it replays the steps that are left.
            Verdict::Undone(_) => {}
        }
    }

    fn review(
        &mut self,
        step: &Step,
        target: &Target,
        accepted: bool,
        reason: Option<&String>,
        touched: &mut Touched,
    ) {
        let target = self.now(target);
        let review = Review { accepted, by: step.by.clone(), reason: reason.cloned(), entry: step.seq };
        self.reviews.insert(target.clone(), review);
        touched.insert(target);
    }

    fn found(&mut self, id: &RecordId) -> Option<(RecordId, &mut Record)> {
        let id = self.resolve(id).clone();
        let record = self.records.get_mut(&id)?;
        Some((id, record))
    }

    fn link(&mut self, statement: &StatementId, record: &RecordId, link: Link, touched: &mut Touched) {
        let id = self.resolve(record).clone();
        let entry = link.entry;
        let record = self.records.entry(id.clone()).or_insert_with(|| Record { entry, ..Record::default() });
        // What a person linked stays as the person linked it.
        match record.statements.get(statement) {
            Some(before) if before.by_person && !link.by_person => {}
            _ => {
                record.statements.insert(statement.clone(), link);
            }
        }
        self.linked.insert((statement.clone(), id.clone()));
        touched.insert(Target::Record(id));
        touched.insert(Target::Statement(statement.clone()));
    }

    /// Takes a statement out of a record, and leaves open whether it comes back.
    fn loosen(&mut self, statement: &StatementId, id: &RecordId, touched: &mut Touched) -> bool {
        let was =
            self.records.get_mut(id).is_some_and(|record| record.statements.remove(statement).is_some());
        if was {
            self.linked.remove(&(statement.clone(), id.clone()));
            touched.insert(Target::Record(id.clone()));
            touched.insert(Target::Statement(statement.clone()));
        }
        was
    }

    fn unlink(&mut self, statement: &StatementId, record: &RecordId, touched: &mut Touched) -> bool {
        let id = self.resolve(record).clone();
        let was = self.loosen(statement, &id, touched);
        if was {
            self.severed.insert((statement.clone(), id.clone()));
            touched.insert(Target::Record(id));
            touched.insert(Target::Statement(statement.clone()));
        }
        was
    }

    /// Adds whatever is not the same in both.
    pub fn differences(&self, other: &Self, touched: &mut Touched) {
        differing(&self.origins, &other.origins, Target::Document, touched);
        differing(&self.records, &other.records, Target::Record, touched);
        differing(&self.questions, &other.questions, Target::Candidate, touched);
        for (statement, _) in self.linked.symmetric_difference(&other.linked) {
            touched.insert(Target::Statement(statement.clone()));
        }
        differing(&self.reviews, &other.reviews, |target| target, touched);
        differing(&self.grades, &other.grades, |target| target, touched);
        differing(&self.notes, &other.notes, |target| target, touched);
        self.copies(touched);
        other.copies(touched);
        // A person's link makes a statement count, whichever records it had before.
        for statement in self.by_person().symmetric_difference(&other.by_person()) {
            touched.insert(Target::Statement((*statement).clone()));
        }
        differing(&self.stated, &other.stated, Target::Statement, touched);
        differing(&self.broken, &other.broken, Target::Statement, touched);
        for incident in self.broken.values().chain(other.broken.values()).flatten() {
            touched.insert(Target::Record(incident.clone()));
        }
    }

    /// Adds the copies whose origin changes with a document, and the origins of copies.
    pub fn copies(&self, touched: &mut Touched) {
        let mut more = Touched::new();
        for (copy, origin) in &self.origins {
            let mut document = copy;
            for _ in 0..64 {
                if touched.contains(&Target::Document(document.clone())) {
                    more.insert(Target::Document(copy.clone()));
                    more.insert(Target::Document(origin.of.clone()));
                    break;
                }
                let Some(next) = self.origins.get(document) else { break };
                document = &next.of;
            }
        }
        touched.append(&mut more);
    }

    fn by_person(&self) -> BTreeSet<&StatementId> {
        let links = self.records.values().flat_map(|record| &record.statements);
        links.filter(|(_, link)| link.by_person).map(|(statement, _)| statement).collect()
    }
}

fn differing<K: Ord + Clone, V: PartialEq>(
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
    target: impl Fn(K) -> Target,
    touched: &mut Touched,
) {
    for (key, value) in before {
        if after.get(key) != Some(value) {
            touched.insert(target(key.clone()));
        }
    }
    for key in after.keys().filter(|key| !before.contains_key(*key)) {
        touched.insert(target(key.clone()));
    }
}
