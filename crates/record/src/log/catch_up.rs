//! A state and the entries after its head in; the state with them out. Checks that each is chained to the one before.
//! Many entries are unpacked, read and applied by three threads at once; the state is the same as by one.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle};

use super::{Kept, LedgerError};
use crate::entry::{Entry, Head};
use crate::fold::{Replay, State};

/// Entries that are handed over at a time. Fewer are not worth a thread.
const BATCH: usize = 256;

/// Batches that may wait for a thread.
const WAITING: usize = 16;

type Each<'a> = &'a mut dyn FnMut(Kept) -> Result<(), LedgerError>;

/// The threads that read and apply what is sent to them.
struct Workers<'scope> {
    send: SyncSender<Vec<Kept>>,
    apply: ScopedJoinHandle<'scope, Result<(), LedgerError>>,
}

/// Applies the entries after the state's head, and checks that each is chained to the one before.
pub(super) fn catch_up(
    state: &mut State,
    read: &mut dyn FnMut(u64, Each<'_>) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let head = state.head();
    let mut replay = Replay::of(std::mem::take(state));
    let caught = take_up(&mut replay, head, read);
    *state = replay.finish();
    caught
}

fn take_up(
    replay: &mut Replay,
    mut head: Head,
    read: &mut dyn FnMut(u64, Each<'_>) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut replay = Some(replay);
    std::thread::scope(|scope| {
        let mut workers: Option<Workers<'_>> = None;
        let mut batch = Vec::new();
        let walked = read(head.seq + 1, &mut |kept| {
            if kept.seq != head.seq + 1 || kept.prev != head.hash {
                let what = format!("it is not chained to entry {}", head.seq);
                return Err(LedgerError::Entry { seq: kept.seq, what });
            }
            head = Head { seq: kept.seq, hash: kept.hash };
            batch.push(kept);
            if batch.len() == BATCH {
                if let Some(replay) = replay.take() {
                    workers = Some(Workers::start(scope, replay));
                }
                if let Some(workers) = &workers {
                    // A thread that met an entry that cannot be read takes no more, and tells of it at the end.
                    let _ = workers.send.send(std::mem::take(&mut batch));
                }
            }
            Ok(())
        });
        // Entries before the one that broke the walk come first, also what is wrong with them.
        match (workers, replay) {
            (Some(Workers { send, apply }), _) => {
                let _ = send.send(batch);
                drop(send);
                apply.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            }
            (None, Some(replay)) => {
                for kept in batch {
                    replay.apply(kept.read()?);
                }
            }
            (None, None) => {}
        }
        walked
    })
}

impl<'scope> Workers<'scope> {
    fn start<'env: 'scope>(scope: &'scope Scope<'scope, 'env>, replay: &'env mut Replay) -> Self {
        let (send, kept) = sync_channel::<Vec<Kept>>(WAITING);
        let (forward, read) = sync_channel::<Result<Vec<Entry>, LedgerError>>(WAITING);
        scope.spawn(move || {
            for batch in kept {
                let mut entries = Vec::with_capacity(batch.len());
                let failed =
                    batch.into_iter().find_map(|kept| kept.read().map(|entry| entries.push(entry)).err());
                let stop = failed.is_some();
                if forward.send(Ok(entries)).is_err() || stop {
                    let _ = failed.map(|error| forward.send(Err(error)));
                    break;
                }
            }
        });
        let apply = scope.spawn(move || {
            for entries in read {
                for entry in entries? {
                    replay.apply(entry);
                }
            }
            Ok(())
        });
        Self { send, apply }
    }
}
