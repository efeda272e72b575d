//! Reports that were read in, a ledger that has them out, with what follows: whose text they carry, what they speak of.
//! Knows no files and no clock: whoever takes reports in passes both.

use std::collections::BTreeSet;

use jiff::Timestamp;
use truce_lexicon::Lexicon;

use crate::entry::{Author, Body, Draft};
use crate::fold::{State, Touched};
use crate::id::{RecordId, Sha256Hash, Target};
use crate::import::{Plan, Sheet, plan};
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

/// What became of the rows of a data set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Laid {
    /// What was new of them.
    pub plan: Plan,
    /// Rows that joined a record that other documents tell of.
    pub joined: usize,
    /// Questions for review.
    pub questions: usize,
    /// Numbers of the entries.
    pub entries: Vec<u64>,
    /// What they changed.
    pub touched: Touched,
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

    /// Appends what the ledger does not have of a sheet, and what follows from it, in one transaction.
    ///
    /// # Errors
    ///
    /// If it cannot be written; then nothing of it is.
    pub fn lay<L: Ledger>(
        &mut self,
        register: &mut Register<L>,
        by: &Author,
        (sheet, arrival, beside): (&Sheet, &Arrival, &[Arrival]),
        now: &dyn Fn() -> Timestamp,
    ) -> Result<Laid, LedgerError> {
        register.refresh()?;
        let documents = std::iter::once((&sheet.added, arrival)).chain(sheet.beside.iter().zip(beside));
        let originals: Vec<Original<'_>> = documents
            .filter(|(added, _)| register.state().document(&added.document).is_none())
            .map(|(added, arrival)| Original { sha256: added.sha256, bytes: &arrival.bytes })
            .collect();
        let mut laid = Laid::default();
        let (mut made, mut questions) = (Plan::default(), 0);
        let program = self.program.clone();
        let (linker, lexicon) = (&mut self.linker, self.lexicon);
        let fresh = BTreeSet::from([sheet.added.document.clone()]);
        let appended = register.append_with(
            &originals,
            &mut |state| {
                for added in std::iter::once(&sheet.added).chain(&sheet.beside) {
                    state.has_bytes(&added.sha256)?;
                }
                made = plan(state, sheet);
                let drafts = std::mem::take(&mut made.bodies).into_iter().map(|body| {
                    let author = if matches!(body, Body::DocumentAdded(_)) { by } else { &program };
                    Draft { at: now(), by: author.clone(), body }
                });
                Ok(drafts.collect())
            },
            &mut |state| {
                let bodies = linker.propose(state, &fresh, lexicon);
                questions = bodies.iter().filter(|body| matches!(body, Body::Candidate(_))).count();
                Ok(bodies.into_iter().map(|body| Draft { at: now(), by: program.clone(), body }).collect())
            },
        )?;
        laid.joined = joined(register.state(), sheet);
        (laid.plan, laid.questions) = (made, questions);
        (laid.entries, laid.touched) = (appended.entries, appended.touched);
        Ok(laid)
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

/// Counts the rows whose record other documents tell of too.
fn joined(state: &State, sheet: &Sheet) -> usize {
    let told_elsewhere = |record: &RecordId| {
        let statements = state.record(record).into_iter().flat_map(|record| record.statements.keys());
        statements.filter_map(|id| state.statement(id)).any(|known| known.statement.foreign.is_none())
    };
    sheet
        .rows
        .iter()
        .filter_map(|row| row.statements.first())
        .filter(|statement| state.records_of(&statement.id).any(told_elsewhere))
        .count()
}
