//! A state and a day in, what was known on that day out.
//! Judgements stay: a person who corrects a report of last year corrects what was known then.

use jiff::civil::Date;

use super::{Document, State};

impl State {
    /// Returns the state without the reports that were published after a day.
    ///
    /// A data set is published long after what its rows tell: its rows are kept by their own days. Reports without a
    /// day are kept.
    #[must_use]
    pub fn as_of(&self, day: Date) -> Self {
        let mut state = self.clone();
        state.documents.retain(|_, document| {
            document.added.is_data_set() || Document::day(document).is_none_or(|published| published <= day)
        });
        let documents = &state.documents;
        state.statements.retain(|_, known| {
            documents.get(&known.statement.document).is_some_and(|document| {
                !document.added.is_data_set()
                    || known.statement.when().is_none_or(|when| when.earliest <= day)
            })
        });
        let statements = &state.statements;
        for document in state.documents.values_mut() {
            document.statements.retain(|id| statements.contains_key(id));
            document.earlier.retain(|id| statements.contains_key(id));
        }
        state
    }
}
