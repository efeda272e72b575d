//! A ledger with the state of its entries: opened once, then read and appended to.
//! Decides nothing: what to append is told by whoever reads, links or judges.

use super::catch_up::catch_up;
use super::{Ledger, LedgerError, Rebuilt, Writing};
use crate::entry::Draft;
use crate::fold::{State, Touched};
use crate::id::Sha256Hash;

/// Entries after a snapshot that are replayed at each opening before another is kept.
const LATER: u64 = 5_000;

/// The share of all entries that this number grows to: an eighth.
const SHARE: u64 = 8;

/// The bytes of a document, to be kept with the entry that adds it.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// Their hash.
    pub sha256: Sha256Hash,
    /// The bytes as they arrived.
    pub bytes: &'a [u8],
}

/// What was appended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appended {
    /// Numbers of the entries, in order.
    pub entries: Vec<u64>,
    /// What they changed.
    pub touched: Touched,
}

/// A ledger with its state.
#[derive(Debug)]
pub struct Register<L> {
    ledger: L,
    state: State,
    /// Number of the entry that the snapshot is of.
    kept: u64,
    /// Set while a transaction has changed the state and is not yet kept.
    unsure: bool,
}

impl<L: Ledger> Register<L> {
    /// Reads a ledger: its snapshot if it has one, and all entries after that, checking their chain. Whether entries
    /// before a snapshot are still as they were written is for [`super::verify`] to tell.
    ///
    /// # Errors
    ///
    /// If the ledger cannot be read, or an entry does not fit the one before.
    pub fn open(ledger: L) -> Result<Self, LedgerError> {
        let mut state = ledger.snapshot().unwrap_or_default();
        let kept = state.head().seq;
        catch_up(&mut state, &mut |seq, each| ledger.entries(seq, each))?;
        Ok(Self { ledger, state, kept, unsure: false })
    }

    /// Returns what the entries amount to.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Returns what the entries amount to, and closes the ledger.
    pub fn into_state(self) -> State {
        self.state
    }

    /// Returns the ledger.
    pub fn ledger(&self) -> &L {
        &self.ledger
    }

    /// Returns the ledger, to rebuild its tables.
    pub fn ledger_mut(&mut self) -> &mut L {
        &mut self.ledger
    }

    /// Builds every table anew from the entries, those of other processes among them.
    ///
    /// # Errors
    ///
    /// If they cannot be written.
    pub fn rebuild(&mut self) -> Result<Rebuilt, LedgerError> {
        let mut rebuilt = None;
        // From the first entry on: what is built must not rest on a snapshot. If this fails, the state is read again.
        self.unsure = true;
        let state = &mut self.state;
        // In one transaction: an entry that came in between would be in no table.
        self.ledger.transact(&mut |writing| {
            *state = State::default();
            catch_up(state, &mut |seq, each| writing.entries(seq, each))?;
            rebuilt = Some(writing.rebuild(state)?);
            Ok(())
        })?;
        self.unsure = false;
        self.kept = self.state.head().seq;
        rebuilt.ok_or_else(|| LedgerError::Store("the tables were not built".to_owned()))
    }

    /// Takes up entries that other processes appended.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn refresh(&mut self) -> Result<(), LedgerError> {
        if self.unsure {
            self.state = self.ledger.snapshot().unwrap_or_default();
        }
        let (state, ledger) = (&mut self.state, &self.ledger);
        catch_up(state, &mut |seq, each| ledger.entries(seq, each))?;
        self.unsure = false;
        Ok(())
    }

    /// Appends drafts and what follows from them, in one transaction.
    ///
    /// `drafts` sees the state with all entries so far, those of other processes among them. `follow` then sees the
    /// state with the drafts applied, and returns what follows: links, origins, questions.
    ///
    /// # Errors
    ///
    /// If an entry would mean nothing, or cannot be written; then nothing is appended.
    pub fn append_with(
        &mut self,
        originals: &[Original<'_>],
        drafts: &mut dyn FnMut(&State) -> Result<Vec<Draft>, LedgerError>,
        follow: &mut dyn FnMut(&State) -> Result<Vec<Draft>, LedgerError>,
    ) -> Result<Appended, LedgerError> {
        if self.unsure {
            self.refresh()?;
        }
        let mut appended = Appended::default();
        let (state, unsure) = (&mut self.state, &mut self.unsure);
        let outcome = self.ledger.transact(&mut |writing| {
            appended = Appended::default();
            catch_up(state, &mut |seq, each| writing.entries(seq, each))?;
            let first = drafts(state)?;
            if first.is_empty() {
                return Ok(());
            }
            write(state, writing, first, &mut appended, unsure)?;
            for original in originals {
                writing.keep(&original.sha256, original.bytes)?;
            }
            let following = follow(state)?;
            write(state, writing, following, &mut appended, unsure)?;
            writing.project(state, &appended.touched)
        });
        outcome?;
        self.unsure = false;
        self.keep_snapshot();
        Ok(appended)
    }

    /// Keeps a snapshot, if replaying what came after the last one takes longer than anybody should wait. The more
    /// entries there are the rarer: so that all snapshots together cost no more than a few replays.
    fn keep_snapshot(&mut self) {
        let seq = self.state.head().seq;
        if seq.saturating_sub(self.kept) >= LATER.max(seq / SHARE) {
            // What was appended is kept whether or not this is; where it fails it is tried again as many entries later.
            let _ = self.ledger.keep_snapshot(&self.state);
            self.kept = seq;
        }
    }

    /// Appends drafts in one transaction.
    ///
    /// # Errors
    ///
    /// If an entry would mean nothing, or cannot be written; then nothing is appended.
    pub fn append(&mut self, drafts: Vec<Draft>) -> Result<Appended, LedgerError> {
        self.append_with(&[], &mut |_| Ok(drafts.clone()), &mut |_| Ok(Vec::new()))
    }
}

fn write(
    state: &mut State,
    writing: &mut dyn Writing,
    drafts: Vec<Draft>,
    appended: &mut Appended,
    unsure: &mut bool,
) -> Result<(), LedgerError> {
    for draft in drafts {
        state.check(&draft.by, &draft.body)?;
        *unsure = true;
        let entry = writing.append(draft)?;
        appended.entries.push(entry.seq);
        appended.touched.extend(state.apply(entry));
    }
    Ok(())
}
