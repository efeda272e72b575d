//! A state and a day in, what was known on that day out.
//! Judgements stay: a person who corrects a report of last year corrects what was known then.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::{Document, Known, State};
use crate::id::{DocumentId, StatementId};

impl State {
    /// Returns the state without the reports that were published after a day.
    ///
    /// A data set is published long after what its rows tell: its rows are kept by their own days. Reports without a
    /// day are kept.
    #[must_use]
    pub fn as_of(&self, day: Date) -> Self {
        let documents = self.documents.iter().filter(|(_, document)| {
            document.added.is_data_set() || Document::day(document).is_none_or(|published| published <= day)
        });
        let mut documents: BTreeMap<DocumentId, Document> =
            documents.map(|(id, document)| (id.clone(), document.clone())).collect();
        let mut later: HashSet<&StatementId> = HashSet::new();
        let known_then = |known: &Known| {
            documents.get(&known.statement.document).is_some_and(|document| {
                !document.added.is_data_set()
                    || known.statement.when().is_none_or(|when| when.earliest <= day)
            })
        };
        let mut statements = Vec::new();
        for (id, known) in &self.statements {
            if known_then(known) {
                statements.push((id.clone(), known.clone()));
            } else {
                later.insert(id);
            }
        }
        if !later.is_empty() {
            for document in documents.values_mut() {
                document.statements.retain(|id| !later.contains(id));
                document.earlier.retain(|id| !later.contains(id));
            }
        }
        Self {
            head: self.head,
            documents,
            statements: statements.into_iter().collect(),
            steps: self.steps.clone(),
            undone: self.undone.clone(),
            linkage: self.linkage.clone(),
        }
    }
}
