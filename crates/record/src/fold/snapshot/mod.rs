//! A state in, parts of bytes out, and back: so that a ledger is opened without replaying all its entries.
//! Says nothing of where the parts are kept and whether they are still whole; that is `log`.

mod forms;
mod pack;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use pack::Damaged;

use super::linkage::{Linkage, Record};
use super::{Document, Known, State, Step};
use crate::entry::Head;
use crate::id::{DocumentId, RecordId, StatementId};
use pack::{Packed, Packing, Reading};

/// Name of the form: what another form or version wrote is not read, for the same entries may amount to something else
/// there. Changes with every type in `forms`, and with every rule of `fold`.
pub const FORM: &str = concat!("1 truce-record ", env!("CARGO_PKG_VERSION"));

/// Values of a part: few enough that several threads read a large state, many enough that strings are shared.
const PART: usize = 8_192;

/// Threads that read parts, the one that asks among them.
const READERS: usize = 2;

/// What a part holds.
enum Part {
    Rest(Box<Rest>),
    Documents(Vec<(DocumentId, Document)>),
    Statements(Vec<Known>),
    Records(Vec<(RecordId, Record)>),
    Linked(Vec<(StatementId, RecordId)>),
    Steps(Vec<Step>),
}

/// What is of one piece: linkage without records and without the records of each statement.
struct Rest {
    head: Head,
    undone: BTreeSet<u64>,
    linkage: Linkage,
}

impl State {
    /// Packs the state, part by part.
    ///
    /// # Errors
    ///
    /// If `each` fails.
    pub fn pack<E>(&self, each: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut first = Packing::default();
        first.number(0);
        self.head.pack(&mut first);
        self.undone.pack(&mut first);
        self.linkage.pack_rest(&mut first);
        each(&first.finish())?;
        pack_all(1, self.documents.iter(), each)?;
        pack_all(2, self.statements.values(), each)?;
        pack_all(3, self.linkage.records.iter(), each)?;
        pack_all(4, self.linkage.linked.iter(), each)?;
        pack_all(5, self.steps.iter(), each)
    }

    /// Reads a state from its parts. `part` returns the bytes of one, on any of several threads.
    ///
    /// # Errors
    ///
    /// If the parts are not those of one state.
    pub fn unpack(
        parts: usize,
        part: &(dyn Fn(usize) -> Result<Vec<u8>, Damaged> + Sync),
    ) -> Result<Self, Damaged> {
        let next = AtomicUsize::new(0);
        let read = || {
            let mut found = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= parts {
                    return found;
                }
                found.push((number, part(number).and_then(|bytes| Part::read(&bytes))));
            }
        };
        let mut found = std::thread::scope(|scope| {
            let beside: Vec<_> = (1..READERS.min(parts)).map(|_| scope.spawn(read)).collect();
            let mut found = read();
            for reader in beside {
                found.extend(reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            found
        });
        found.sort_by_key(|(number, _)| *number);
        let mut rest = None;
        let (mut documents, mut statements, mut records) = (Vec::new(), Vec::new(), Vec::new());
        let (mut linked, mut steps) = (Vec::new(), Vec::new());
        for (_, part) in found {
            match part? {
                Part::Rest(one) => rest = Some(one),
                Part::Documents(some) => documents.extend(some),
                Part::Statements(some) => {
                    statements.extend(some.into_iter().map(|known| (known.statement.id.clone(), known)));
                }
                Part::Records(some) => records.extend(some),
                Part::Linked(some) => linked.extend(some),
                Part::Steps(some) => steps.extend(some),
            }
        }
        let Rest { head, undone, mut linkage } = *rest.ok_or(Damaged)?;
        linkage.records = records.into_iter().collect();
        linkage.linked = linked.into_iter().collect();
        Ok(Self {
            head,
            documents: documents.into_iter().collect(),
            statements: statements.into_iter().collect::<BTreeMap<_, _>>(),
            steps: Arc::new(steps),
            undone,
            linkage: Arc::new(linkage),
        })
    }
}

/// Packs values, so many to a part.
fn pack_all<T: PackedRef, E>(
    kind: u64,
    mut values: impl ExactSizeIterator<Item = T>,
    each: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<(), E> {
    while values.len() > 0 {
        let mut packing = Packing::default();
        packing.number(kind);
        packing.number(values.len().min(PART) as u64);
        values.by_ref().take(PART).for_each(|value| value.pack_into(&mut packing));
        each(&packing.finish())?;
    }
    Ok(())
}

/// What a walk over a state gives to be packed.
trait PackedRef {
    fn pack_into(&self, to: &mut Packing);
}

impl<T: Packed> PackedRef for &T {
    fn pack_into(&self, to: &mut Packing) {
        self.pack(to);
    }
}

impl<K: Packed, V: Packed> PackedRef for (&K, &V) {
    fn pack_into(&self, to: &mut Packing) {
        self.0.pack(to);
        self.1.pack(to);
    }
}

impl Part {
    fn read(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut from = Reading::of(bytes)?;
        let part = match from.number()? {
            0 => Self::Rest(Box::new(Rest {
                head: Packed::unpack(&mut from)?,
                undone: Packed::unpack(&mut from)?,
                linkage: Linkage::unpack_rest(&mut from)?,
            })),
            1 => Self::Documents(Packed::unpack(&mut from)?),
            2 => Self::Statements(Packed::unpack(&mut from)?),
            3 => Self::Records(Packed::unpack(&mut from)?),
            4 => Self::Linked(Packed::unpack(&mut from)?),
            5 => Self::Steps(Packed::unpack(&mut from)?),
            _ => return Err(Damaged),
        };
        from.end()?;
        Ok(part)
    }
}

impl Linkage {
    /// Packs all but what is packed in parts of its own: records, and the records of each statement.
    fn pack_rest(&self, to: &mut Packing) {
        let Self {
            origins,
            records: _,
            questions,
            reviews,
            grades,
            notes,
            became,
            linked: _,
            severed,
            stated,
            broken,
        } = self;
        origins.pack(to);
        questions.pack(to);
        reviews.pack(to);
        grades.pack(to);
        notes.pack(to);
        became.pack(to);
        severed.pack(to);
        stated.pack(to);
        broken.pack(to);
    }

    fn unpack_rest(from: &mut Reading<'_>) -> Result<Self, Damaged> {
        Ok(Self {
            origins: Packed::unpack(from)?,
            records: BTreeMap::new(),
            questions: Packed::unpack(from)?,
            reviews: Packed::unpack(from)?,
            grades: Packed::unpack(from)?,
            notes: Packed::unpack(from)?,
            became: Packed::unpack(from)?,
            linked: BTreeSet::new(),
            severed: Packed::unpack(from)?,
            stated: Packed::unpack(from)?,
            broken: Packed::unpack(from)?,
        })
    }
}
