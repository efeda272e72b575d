//! A state and new documents in, proposals out: which statements speak of which record, with a score and a reason.
//! Pure. Weighs nobody's word and overrides nobody: what a person linked, merged, parted or told apart stays.
//!
//! What one document says of one happening is a [`Telling`]. Tellings are compared two by two, and grouped by
//! their points, over everything that can be reached from the new ones. So the groups are a function of
//! the documents, not of the order in which they came; a statement that fits another record better, now that more
//! is known, is moved by an entry of its own.
//!
//! ```text
//! telling    statements          -> Telling        what a document or a row says of one happening
//! index      Telling             -> [Telling]      those that may be of the same one, by days, places and words
//! compare    Telling, Telling    -> Likeness       points and reasons
//! cluster    points              -> groups         the closest first
//! incident, deal                                   what is grouped, and which questions are left to people
//! settle     groups              -> [Body]         which record each group is, what is linked and what moves
//! ```

mod cluster;
mod compare;
mod deal;
mod incident;
mod index;
mod settle;
mod telling;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;
use truce_lexicon::Lexicon;
use truce_lexicon::load::link::Link;

pub use compare::{Likeness, Spot, compare};
pub use telling::Telling;

use crate::entry::Body;
use crate::fold::State;
use crate::id::{DocumentId, RecordKind, StatementId};
use crate::statement::{Content, Statement};
use index::Index;

/// Proposes what the statements of new documents are to be linked to, and what must move because of them.
///
/// The documents must be in the state. Whoever links several in a row keeps a [`Linker`].
#[must_use]
pub fn propose(state: &State, new: &[Statement], lexicon: &Lexicon) -> Vec<Body> {
    let fresh: BTreeSet<DocumentId> = new.iter().map(|statement| statement.document.clone()).collect();
    Linker::default().propose(state, &fresh, lexicon)
}

/// What is known of a ledger's documents, ready to be compared with new ones.
#[derive(Debug, Default)]
pub struct Linker {
    kept: BTreeMap<DocumentId, Kept>,
    /// None where a newer reading took its place.
    tellings: Vec<Option<Telling>>,
    index: Index,
}

/// A document as it was when it was taken up.
#[derive(Debug)]
struct Kept {
    day: Option<Date>,
    statements: Vec<StatementId>,
    /// Numbers of its tellings.
    tellings: Range<usize>,
    /// Statements of agreements, terms, talks and zones.
    named: Vec<StatementId>,
}

impl Linker {
    /// Proposes what the statements of these documents of the state are to be linked to, and what must move.
    #[must_use]
    pub fn propose(&mut self, state: &State, fresh: &BTreeSet<DocumentId>, lexicon: &Lexicon) -> Vec<Body> {
        let link = &lexicon.tables.link;
        self.take_up(state, link);
        let mut bodies = incident::propose(state, self, fresh, link);
        for kind in [RecordKind::Agreement, RecordKind::Talks, RecordKind::Zone] {
            bodies.extend(deal::propose(state, &self.named(state), fresh, kind, link));
        }
        bodies
    }

    /// Takes up the documents that are new or were read again.
    fn take_up(&mut self, state: &State, link: &Link) {
        // What a transaction that failed had added is gone from the state.
        let tellings = &mut self.tellings;
        self.kept.retain(|id, kept| {
            let stays = state.documents().contains_key(id);
            if !stays {
                tellings[kept.tellings.clone()].fill_with(|| None);
            }
            stays
        });
        for (id, document) in state.documents() {
            let day = document.day();
            let same = |kept: &Kept| kept.day == day && kept.statements == document.statements;
            if self.kept.get(id).is_some_and(same) {
                continue;
            }
            let statements: Vec<&Statement> = document
                .statements
                .iter()
                .filter_map(|id| state.statement(id))
                .map(|known| &*known.statement)
                .collect();
            let first = self.tellings.len();
            for telling in Telling::gather(id, day, &statements, link) {
                self.index.put(self.tellings.len(), &telling);
                self.tellings.push(Some(telling));
            }
            let named = statements.iter().filter(|one| {
                matches!(
                    one.content,
                    Content::Agreement(_) | Content::Term(_) | Content::Talks(_) | Content::Zone(_)
                )
            });
            let kept = Kept {
                day,
                named: named.map(|one| one.id.clone()).collect(),
                statements: document.statements.clone(),
                tellings: first..self.tellings.len(),
            };
            if let Some(before) = self.kept.insert(id.clone(), kept) {
                self.tellings[before.tellings].fill_with(|| None);
            }
        }
    }

    /// Returns the statements of agreements, terms, talks and zones of each document, in order of the text.
    fn named<'a>(&self, state: &'a State) -> Vec<(Option<Date>, Vec<&'a Statement>)> {
        let kept = self.kept.values().filter(|kept| !kept.named.is_empty());
        let known = |id: &StatementId| Some(&*state.statement(id)?.statement);
        kept.map(|kept| (kept.day, kept.named.iter().filter_map(known).collect())).collect()
    }
}
