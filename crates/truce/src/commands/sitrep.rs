//! `truce sitrep` and `truce brief`: pages for people, every line with notes that lead to its words.

use std::process::ExitCode;

use jiff::civil::Date;
use truce_record::id::RecordId;
use truce_report::brief::{self, Sitrep};
use truce_report::page::{self, Page};

use super::assess::{QuestionArguments, told};
use crate::filter::NarrowArguments;
use crate::ledger::{self, LedgerArgument};
use crate::output::OutArgument;

/// Form of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Markdown with footnotes.
    Md,
    /// One HTML file with its drawings, fit for print.
    Html,
    /// DOCX with footnotes; needs --out.
    Docx,
    /// PDF through Chromium; needs --out.
    Pdf,
}

/// Where and in which form a page is written.
#[derive(Debug, Clone, clap::Args)]
struct PageArguments {
    /// Form of the page; by the ending of --out if not given, else Markdown.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    out: OutArgument,
}

impl PageArguments {
    fn write(&self, page: &Page) -> anyhow::Result<ExitCode> {
        let ending =
            self.out.file.as_ref().and_then(|path| path.extension()?.to_str()).map(str::to_lowercase);
        let format = self.format.unwrap_or(match ending.as_deref() {
            Some("html" | "htm") => Format::Html,
            Some("docx") => Format::Docx,
            Some("pdf") => Format::Pdf,
            _ => Format::Md,
        });
        match (format, &self.out.file) {
            (Format::Md, _) => self.out.write(page::markdown(page).as_bytes())?,
            (Format::Html, _) => self.out.write(page::html(page).as_bytes())?,
            (Format::Docx, Some(_)) => self.out.write(&page::docx(page)?)?,
            (Format::Pdf, Some(_)) => self.out.write(&truce_serve::print::pdf(&page::html(page))?)?,
            (Format::Docx | Format::Pdf, None) => {
                anyhow::bail!("this form is no text for a terminal\nhelp: name a file with --out")
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Write the situation report of a stretch of days.
///
/// Examples:
///   truce sitrep --from 2019-02-01 --to 2019-02-14 --out week.html
///   truce sitrep --from 2019-02-01 --to 2019-02-14 --agreement agr-28tads1q6z --diff 2019-02-07 --out week.docx
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// First day.
    #[arg(long, value_name = "DAY")]
    from: Date,
    /// Last day; reports published later are left out.
    #[arg(long, value_name = "DAY")]
    to: Date,
    /// The agreement it is about; all that reports of these days tell of if not given.
    #[arg(long, value_name = "ID")]
    agreement: Option<RecordId>,
    /// The zone it is about.
    #[arg(long, value_name = "ID")]
    zone: Option<RecordId>,
    /// Also say what changed since this day.
    #[arg(long, value_name = "DAY")]
    diff: Option<Date>,
    #[command(flatten)]
    narrow: NarrowArguments,
    #[command(flatten)]
    page: PageArguments,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    check_days(arguments.from, arguments.to)?;
    let state = ledger::state(&arguments.ledger.path)?;
    let asked = Sitrep {
        from: arguments.from,
        to: arguments.to,
        agreement: arguments.agreement.clone(),
        zone: arguments.zone.clone(),
        diff: arguments.diff,
        only: arguments.narrow.incidents(&arguments.ledger)?,
    };
    arguments.page.write(&brief::sitrep(state, &asked).map_err(told)?)
}

/// Refuses days in the wrong order.
pub fn check_days(from: Date, to: Date) -> anyhow::Result<()> {
    if from > to {
        anyhow::bail!("{from} is after {to}\nhelp: --from is the first day and --to the last");
    }
    Ok(())
}

/// Write a brief on one thing: an agreement, an incident, an actor, a place.
#[derive(clap::Args)]
pub struct BriefArguments {
    #[command(subcommand)]
    subject: Subject,
}

#[derive(clap::Subcommand)]
enum Subject {
    /// On an agreement, with its assessment.
    Agreement {
        #[command(flatten)]
        question: QuestionArguments,
        #[command(flatten)]
        page: PageArguments,
        #[command(flatten)]
        ledger: LedgerArgument,
    },
    /// On an incident.
    Incident {
        /// Its id.
        id: RecordId,
        #[command(flatten)]
        page: PageArguments,
        #[command(flatten)]
        ledger: LedgerArgument,
    },
    /// On an actor: what it is said to have done, and what it says itself.
    Actor {
        /// Part of its name, or its id in the lexicon.
        name: String,
        #[command(flatten)]
        page: PageArguments,
        #[command(flatten)]
        ledger: LedgerArgument,
    },
    /// On a place.
    Place {
        /// Part of its name.
        name: String,
        #[command(flatten)]
        page: PageArguments,
        #[command(flatten)]
        ledger: LedgerArgument,
    },
}

/// Runs the command.
pub fn brief(arguments: &BriefArguments) -> anyhow::Result<ExitCode> {
    let (ledger, page) = match &arguments.subject {
        Subject::Agreement { ledger, page, .. }
        | Subject::Incident { ledger, page, .. }
        | Subject::Actor { ledger, page, .. }
        | Subject::Place { ledger, page, .. } => (ledger, page),
    };
    let state = ledger::state(&ledger.path)?;
    let written = match &arguments.subject {
        Subject::Agreement { question, .. } => brief::agreement(state, &question.question()),
        Subject::Incident { id, .. } => brief::incident(state, id),
        Subject::Actor { name, .. } => brief::actor(state, name),
        Subject::Place { name, .. } => brief::place(state, name),
    };
    page.write(&written.map_err(|error| anyhow::anyhow!("{error}\nhelp: {}", error.help()))?)
}
