//! Two records in, one out: with all that was linked to, judged of and parted from either.
//! Undoing a merge is no affair of this file: the steps are replayed without it.

use super::{Grade, Linkage, Touched};
use crate::id::{RecordId, StatementId, Target};

impl Linkage {
    pub(super) fn merge(&mut self, into: &RecordId, from: &RecordId, touched: &mut Touched) {
        let (into, from) = (self.resolve(into).clone(), self.resolve(from).clone());
        if into == from || into.kind() != from.kind() || !self.records.contains_key(&into) {
            return;
        }
        let Some(part) = self.records.remove(&from) else { return };
        for (statement, link) in part.statements {
            let mut pair = (statement, from.clone());
            self.linked.remove(&pair);
            touched.insert(Target::Statement(pair.0.clone()));
            // A link of the program does not bring back what a person parted.
            pair.1 = into.clone();
            if link.by_person {
                self.severed.remove(&pair);
            } else if self.severed.contains(&pair) {
                continue;
            }
            self.link(&pair.0, &into, link, touched);
        }
        self.part_too(&into, &from, touched);
        for term in part.violations.keys() {
            if let Some(incidents) = self.broken.get_mut(term) {
                incidents.remove(&from);
                incidents.insert(into.clone());
            }
            touched.insert(Target::Statement(term.clone()));
        }
        if let Some(whole) = self.records.get_mut(&into) {
            for (field, change) in part.corrections {
                whole.corrections.entry(field).or_insert(change);
            }
            whole.findings.extend(part.findings);
            whole.findings.sort_by_key(|held| held.entry);
            for (term, entry) in part.violations {
                whole.violations.entry(term).or_insert(entry);
            }
            whole.merged.extend(part.merged);
            whole.merged.insert(from.clone());
        }
        self.judged_too(&into, &from);
        self.became.insert(from.clone(), into.clone());
        touched.insert(Target::Record(from));
        touched.insert(Target::Record(into));
    }

    /// What a person parted from the part is parted from the whole, unless a person linked it there.
    fn part_too(&mut self, into: &RecordId, from: &RecordId, touched: &mut Touched) {
        let parted: Vec<StatementId> = self
            .severed
            .iter()
            .filter(|(_, record)| record == from)
            .map(|(statement, _)| statement.clone())
            .collect();
        for statement in parted {
            self.severed.remove(&(statement.clone(), from.clone()));
            let by_person = self
                .records
                .get(into)
                .and_then(|whole| whole.statements.get(&statement))
                .is_some_and(|link| link.by_person);
            if !by_person {
                self.loosen(&statement, into, touched);
                self.severed.insert((statement, into.clone()));
            }
        }
    }

    /// What was judged of the part holds of the whole, where nothing else was judged of the whole itself.
    fn judged_too(&mut self, into: &RecordId, from: &RecordId) {
        let (whole, part) = (Target::Record(into.clone()), Target::Record(from.clone()));
        if let Some(notes) = self.notes.remove(&part) {
            let all = self.notes.entry(whole.clone()).or_default();
            all.extend(notes);
            all.sort_by_key(|note| note.entry);
        }
        if let Some(grade) = self.grades.remove(&part) {
            let none = Grade::default();
            let own = self.grades.entry(whole.clone()).or_default();
            if own.source == none.source {
                own.source = grade.source;
            }
            if own.information == none.information {
                own.information = grade.information;
            }
        }
        // Who rejected a duplicate and then merged it has not rejected what it is a duplicate of.
        if let Some(review) = self.reviews.remove(&part)
            && review.accepted
        {
            self.reviews.entry(whole).or_insert(review);
        }
    }
}
