//! Reports that were read in, a ledger that has them out, with what follows: whose text they carry, what they speak of.
//! Knows no files and no clock: whoever takes reports in passes both.

use std::collections::BTreeSet;

use jiff::Timestamp;
use truce_lexicon::Lexicon;

use crate::entry::{Author, Body, Draft};
use crate::fold::State;
use crate::id::{RecordId, Sha256Hash, Target};
use crate::intake::{Arrival, Intake, Taken};
use crate::link::Linker;
use crate::log::{Ledger, LedgerError, Original, Register};
use crate::origin::Shelf;
use crate::statement::leading_day;

/// What became of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    /// Whether the ledger has it only now.
    pub new: bool,
    /// Statements of it.
    pub statements: usize,
    /// Records that it made.
    pub made: BTreeSet<RecordId>,
    /// Records that others told of before.
    pub joined: BTreeSet<RecordId>,
    /// Whether it carries the text of another.
    pub copy: bool,
}

/// Takes reports into a ledger, one after another, and remembers what it needs to compare them.
pub struct Taking<'l> {
    lexicon: &'l Lexicon,
    program: Author,
    shelf: Shelf,
    linker: Linker,
}

/// Reads a report, unless the ledger has its bytes.
///
/// # Errors
///
/// If another document has the id that these bytes would have.
pub fn read(intake: &Intake<'_>, state: &State, arrival: &Arrival) -> Result<Option<Taken>, LedgerError> {
    let known = state.has_bytes(&Sha256Hash::of(&arrival.bytes))?;
    Ok((!known).then(|| intake.take(arrival)))
}

impl<'l> Taking<'l> {
    /// Makes one. `program` is the author of what is read and linked.
    pub fn new(lexicon: &'l Lexicon, program: Author) -> Self {
        Self { lexicon, program, shelf: Shelf::default(), linker: Linker::default() }
    }

    /// Appends one report with what follows from it, in one transaction.
    ///
    /// # Errors
    ///
    /// If it cannot be written; then nothing of it is.
    pub fn keep<L: Ledger>(
        &mut self,
        register: &mut Register<L>,
        by: &Author,
        taken: &Taken,
        bytes: &[u8],
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Brought, LedgerError> {
        self.fetch(register, taken, bytes)?;
        let draft = |by: &Author, body: Body| Draft { at: now(), by: by.clone(), body };
        let program = self.program.clone();
        let (shelf, linker, lexicon) = (&self.shelf, &mut self.linker, self.lexicon);
        let appended = register.append_with(
            &[Original { sha256: taken.sha256, bytes }],
            &mut |state| {
                // Another process, or the same bytes under another name, was first.
                if state.has_bytes(&taken.sha256)? {
                    return Ok(Vec::new());
                }
                let [added, reading] = taken.bodies();
                Ok(vec![draft(by, added), draft(&program, reading)])
            },
            &mut |state| {
                let origins = shelf.find(state, &taken.document).into_iter().map(Body::OriginFound);
                let fresh = BTreeSet::from([taken.document.clone()]);
                let bodies = origins.chain(linker.propose(state, &fresh, lexicon));
                Ok(bodies.map(|body| draft(&program, body)).collect())
            },
        )?;
        let Some(&first) = appended.entries.first() else { return Ok(Brought::default()) };
        let state = register.state();
        let mut brought = Brought {
            new: true,
            statements: taken.reading.statements.len(),
            copy: state.origins().contains_key(&taken.document),
            ..Brought::default()
        };
        for target in &appended.touched {
            if let Target::Record(id) = target
                && let Some(record) = state.record(id)
            {
                let set = if record.entry < first { &mut brought.joined } else { &mut brought.made };
                set.insert(state.resolve(id).clone());
            }
        }
        Ok(brought)
    }

    /// Puts on the shelf what the report is to be compared with.
    fn fetch<L: Ledger>(
        &mut self,
        register: &Register<L>,
        taken: &Taken,
        bytes: &[u8],
    ) -> Result<(), LedgerError> {
        let shelf = &mut self.shelf;
        shelf.put(&taken.document, bytes, self.lexicon);
        let state = register.state();
        let published = taken.added.published.as_deref().and_then(leading_day);
        for missing in shelf.missing(state, published.or(taken.reading.date)) {
            let Some(document) = state.document(&missing) else { continue };
            if let Some(bytes) = register.ledger().original(&document.added.sha256)? {
                shelf.put(&missing, &bytes, self.lexicon);
            }
        }
        Ok(())
    }
}
