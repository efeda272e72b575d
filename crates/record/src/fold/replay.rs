//! Many entries in, a state out, without what each of them changes: so that a ledger is opened in the time of one replay.
//! Whoever must know what an entry changes uses [`State::apply`]; the state is the same.

use std::sync::Arc;

use super::{State, Touched};
use crate::entry::Entry;

/// A state that takes up many entries.
#[derive(Debug, Default)]
pub struct Replay {
    state: State,
    /// Something was undone: the steps are replayed once, at the end, however many undoings there are.
    undoing: bool,
}

impl Replay {
    /// Goes on from a state.
    pub fn of(state: State) -> Self {
        Self { state, undoing: false }
    }

    /// Takes up the next entry.
    pub fn apply(&mut self, entry: Entry) {
        let Err(step) = self.state.take_in(entry) else { return };
        self.undoing |= step.undoes();
        if !self.undoing {
            Arc::make_mut(&mut self.state.linkage).apply(&step, &mut Touched::new());
        }
        Arc::make_mut(&mut self.state.steps).push(step);
    }

    /// Returns the state that the entries amount to.
    #[must_use]
    pub fn finish(mut self) -> State {
        if self.undoing {
            self.state.relink();
        }
        self.state
    }
}

/// Replays entries from the first on.
pub fn replay(entries: impl IntoIterator<Item = Entry>) -> State {
    let mut replay = Replay::default();
    for entry in entries {
        replay.apply(entry);
    }
    replay.finish()
}
