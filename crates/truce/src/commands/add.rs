//! `truce add`: reports in, a ledger that has them out.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use truce_lexicon::Lexicon;
use truce_record::State;
use truce_record::entry::Obtained;
use truce_record::id::RecordId;
use truce_record::intake::{Arrival, Intake, Taken};
use truce_record::log::{Access, LedgerError};
use truce_record::taking::{self, Brought, Taking};

use super::read::{bytes, lexicon, write};
use crate::ledger::{self, ByArgument, LedgerArgument, told};
use crate::listing::{Collected, Listing, Report};

/// Add reports to a ledger: read them, keep their bytes, link what they state.
///
/// A report is plain text or a saved web page. Of a page, the main text is read and the whole page is kept.
/// The same bytes twice are one document. Each report is added whole or not at all: after an interruption, run the
/// same command again.
///
/// Examples:
///   truce add reports/ --ledger mission.ledger
///   truce add reports/ --meta reports/reports.jsonl
///   curl ... | truce add - --source "Example Wire" --published 2018-11-28
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Files or folders; `-` is standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// What is known of the reports: one JSON object a line with `file` and any of `source`, `url`, `published`.
    /// Of a folder, only the files named here are added.
    #[arg(long, value_name = "FILE")]
    meta: Option<PathBuf>,
    /// Who published the reports, where --meta does not say.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// When they were published (YYYY-MM-DD, a time may follow), where --meta does not say.
    #[arg(long, value_name = "DAY")]
    published: Option<String>,
    /// Print a line for each report as soon as it is kept for good.
    #[arg(long)]
    each: bool,
    /// Use the lexicon in this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    by: ByArgument,
}

/// Reports read at a time: enough for every core, few enough for any memory.
const CHUNK: usize = 16;

/// What became of the reports.
#[derive(Debug, Default)]
struct Summary {
    new: usize,
    known: usize,
    statements: usize,
    records: BTreeSet<RecordId>,
    joined: BTreeSet<RecordId>,
    copies: usize,
    unread: usize,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let by = ledger::adder(&arguments.by)?;
    let mut listing = match &arguments.meta {
        Some(path) => Listing::read(path)?,
        None => Listing::default(),
    };
    listing.fill(arguments.source.as_deref(), arguments.published.as_deref())?;
    let Collected { reports, mut failures, unlisted } = listing.collect(&arguments.paths);
    if let Some(note) = Collected::note(&unlisted) {
        anstream::eprintln!("{note}");
    }
    if reports.is_empty() && failures.is_empty() {
        anyhow::bail!(
            "no report found\nhelp: a folder is searched for files that end in .txt, .text, .md, .html or .htm; with --meta, for those it names"
        );
    }
    let lexicon = lexicon(arguments.lexicon.as_ref())?;
    let mut register = ledger::register(&arguments.ledger.path, Access::Create)?;
    let intake = intake(&lexicon);
    let progress = progress(reports.len());
    let mut summary = Summary::default();
    let mut taking = Taking::new(&lexicon, ledger::program());
    let mut stopped = None;
    'adding: for chunk in reports.chunks(CHUNK) {
        let state = register.state();
        let taken: Vec<anyhow::Result<(Option<Taken>, Vec<u8>)>> =
            chunk.par_iter().map(|report| take(&intake, state, report)).collect();
        for (report, taken) in chunk.iter().zip(taken) {
            let here = |error: LedgerError| told(error).context(report.path.display().to_string());
            match taken {
                Ok((None, _)) => summary.known += 1,
                Ok((Some(taken), bytes)) => {
                    match taking.keep(&mut register, &by, &taken, &bytes, &ledger::now) {
                        Ok(brought) => {
                            summary.count(brought);
                            if arguments.each {
                                write(&format!("{} {}\n", taken.document, report.name))?;
                            }
                        }
                        Err(error @ LedgerError::Refused(_)) => failures.push(here(error)),
                        // Whatever stands in the way of this one stands in the way of the others.
                        Err(error) => {
                            stopped = Some(here(error));
                            break 'adding;
                        }
                    }
                }
                Err(error) => failures.push(error),
            }
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    for error in &failures {
        anstream::eprintln!("error: {error:#}");
    }
    if stopped.is_some() {
        // Of what stopped half way nothing was kept.
        let _ = register.refresh();
    }
    tell(&summary, register.state(), failures.len(), &arguments.ledger.path)?;
    match stopped {
        // What was kept before stays kept, and was told.
        Some(error) => Err(error),
        None => Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
    }
}

/// Makes the intake by which this version reads.
pub fn intake(lexicon: &Lexicon) -> Intake<'_> {
    Intake::new(lexicon, concat!("truce-read ", env!("CARGO_PKG_VERSION")))
}

/// Reads one report, unless the ledger has its bytes.
fn take(intake: &Intake<'_>, state: &State, report: &Report) -> anyhow::Result<(Option<Taken>, Vec<u8>)> {
    let stdin = report.path == Path::new("-");
    let arrival = Arrival {
        bytes: bytes(&report.path)?,
        media: report.media().to_owned(),
        name: report.name.clone(),
        obtained: Obtained {
            how: if stdin { "standard-input" } else { "file" }.to_owned(),
            when: ledger::now(),
            from: (!stdin).then(|| report.path.display().to_string()),
        },
        source: report.source.clone(),
        url: report.url.clone(),
        published: report.published.clone(),
    };
    let taken = taking::read(intake, state, &arrival)
        .map_err(|error| told(error).context(report.path.display().to_string()))?;
    Ok((taken, arrival.bytes))
}

impl Summary {
    fn count(&mut self, brought: Brought) {
        if !brought.new {
            self.known += 1;
            return;
        }
        self.new += 1;
        self.statements += brought.statements;
        self.unread += usize::from(brought.statements == 0);
        self.copies += usize::from(brought.copy);
        self.records.extend(brought.made);
        self.joined.extend(brought.joined);
    }
}

fn progress(reports: usize) -> ProgressBar {
    if reports < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(reports as u64);
    bar.set_style(
        ProgressStyle::with_template("adding {bar:30} {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

fn tell(summary: &Summary, state: &State, failed: usize, path: &Path) -> anyhow::Result<()> {
    let count =
        |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
    let mut lines = vec![format!(
        "{} new with {}, {} already known",
        count(summary.new, "report", "reports"),
        count(summary.statements, "statement", "statements"),
        summary.known
    )];
    if failed > 0 {
        lines.push(format!("{} could not be read", count(failed, "report", "reports")));
    }
    if summary.unread > 0 {
        lines.push(format!("{} without a statement", count(summary.unread, "report", "reports")));
    }
    if summary.copies > 0 {
        lines.push(format!("{} of a text that others carry too", count(summary.copies, "copy", "copies")));
    }
    let joined = summary.joined.difference(&summary.records).count();
    if !summary.records.is_empty() || joined > 0 {
        lines.push(format!(
            "{} new, {joined} known before and told of again",
            count(summary.records.len(), "record", "records")
        ));
    }
    let open = state.open_questions().len();
    if open > 0 {
        lines.push(format!(
            "{} for review: truce review --ledger {}",
            count(open, "question", "questions"),
            path.display()
        ));
    }
    write(&format!("{}\n", lines.join("\n")))
}
