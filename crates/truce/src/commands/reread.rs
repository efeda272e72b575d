//! `truce reread`: documents of a ledger, read again by this version of the program.

use std::path::PathBuf;
use std::process::ExitCode;

use rayon::prelude::*;
use truce_record::entry::{Body, Draft};
use truce_record::fold::Document;
use truce_record::intake::{Arrival, Intake, Taken};
use truce_record::link;
use truce_record::log::{Access, Ledger as _, Register, SqliteLedger};

use super::read::{lexicon, write};
use crate::ledger::{self, LedgerArgument, told};

/// Read every document of a ledger again that another version, or another lexicon, read before.
///
/// What people linked, corrected and judged stays as it is; what the new reading sees otherwise is linked or asked.
/// Imported data sets are no reports and are left as they are: import them again instead.
#[derive(clap::Args)]
pub struct Arguments {
    /// Use the lexicon in this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Documents read at a time.
const CHUNK: usize = 16;

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut register = ledger::register(&arguments.ledger.path, Access::Append)?;
    let lexicon = lexicon(arguments.lexicon.as_ref())?;
    let intake = super::add::intake(&lexicon);
    let (reports, others): (Vec<&Document>, Vec<&Document>) = register
        .state()
        .documents()
        .values()
        .partition(|document| intake.reads(&document.added, document.reading.as_ref()));
    let old: Vec<Document> =
        reports.iter().filter(|document| !is_read(&intake, document)).map(|one| (*one).clone()).collect();
    let (known, others) = (reports.len() - old.len(), others.len());
    let (mut same, mut other) = (0, 0);
    for chunk in old.chunks(CHUNK) {
        let arrivals: Vec<Arrival> =
            chunk.iter().map(|one| arrival(&register, one)).collect::<Result<_, _>>()?;
        let taken: Vec<Taken> = arrivals.par_iter().map(|arrival| intake.take(arrival)).collect();
        for (taken, document) in taken.iter().zip(chunk) {
            let before: Vec<_> = document.statements.clone();
            let now: Vec<_> = taken.reading.statements.iter().map(|statement| statement.id.clone()).collect();
            if before == now {
                same += 1
            } else {
                other += 1
            }
            let program = ledger::program();
            register
                .append_with(
                    &[],
                    &mut |state| {
                        // Another process may have read it meanwhile.
                        if state.document(&taken.document).is_some_and(|now| is_read(&intake, now)) {
                            return Ok(Vec::new());
                        }
                        Ok(vec![ledger::draft(&program, Body::ReadingAdded(Box::new(taken.reading.clone())))])
                    },
                    &mut |state| {
                        // Its text is as it was, and so are the copies of it.
                        let bodies = link::propose(state, &taken.reading.statements, &lexicon);
                        Ok(bodies
                            .into_iter()
                            .map(|body| ledger::draft(&program, body))
                            .collect::<Vec<Draft>>())
                    },
                )
                .map_err(told)?;
        }
    }
    let left = if others > 0 { format!("; {others} imported, left as they are") } else { String::new() };
    write(&format!(
        "{} documents read again: {same} as before, {other} otherwise; {known} were up to date{left}\n",
        old.len(),
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Says whether a document's latest reading is this version's.
fn is_read(intake: &Intake<'_>, document: &Document) -> bool {
    document.reading.as_ref().is_some_and(|reading| intake.made(reading))
}

/// Returns a document as it arrived.
fn arrival(register: &Register<SqliteLedger>, document: &Document) -> anyhow::Result<Arrival> {
    let added = &document.added;
    let bytes = register.ledger().original(&added.sha256).map_err(told)?.ok_or_else(|| {
        anyhow::anyhow!("the bytes of document {} are missing\nhelp: run `truce verify`", added.document)
    })?;
    Ok(Arrival {
        bytes,
        media: added.media.clone(),
        name: added.name.clone(),
        obtained: added.obtained.clone(),
        source: added.source.clone(),
        url: added.url.clone(),
        published: added.published.clone(),
    })
}
