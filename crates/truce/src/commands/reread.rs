//! `truce reread`: documents of a ledger, read again by this version of the program.

use std::path::PathBuf;
use std::process::ExitCode;

use rayon::prelude::*;
use truce_record::entry::{Body, Draft};
use truce_record::fold::Document;
use truce_record::intake::{Arrival, Taken};
use truce_record::link;
use truce_record::log::{Access, Ledger as _, Register, SqliteLedger};

use super::read::{lexicon, write};
use crate::ledger::{self, LedgerArgument, told};

/// Read every document of a ledger again that another version, or another lexicon, read before.
///
/// What people linked, corrected and judged stays as it is; what the new reading sees otherwise is linked or asked.
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
    let old: Vec<Document> = register
        .state()
        .documents()
        .values()
        .filter(|document| document.reading.as_ref().is_none_or(|reading| !intake.made(reading)))
        .cloned()
        .collect();
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
                    &mut |_| Ok(vec![ledger::draft(&program, Body::ReadingAdded(taken.reading.clone()))]),
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
    write(&format!(
        "{} documents read again: {same} as before, {other} otherwise; {} were up to date\n",
        old.len(),
        register.state().documents().len() - old.len()
    ))?;
    Ok(ExitCode::SUCCESS)
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
