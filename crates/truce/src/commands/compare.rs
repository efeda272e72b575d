//! `truce compare`: what happened before and after a day, with what the numbers assume.

use std::process::ExitCode;

use jiff::civil::Date;
use truce_record::id::RecordId;
use truce_record::log::Ledger as _;
use truce_report::area::{Asked, Scope};
use truce_report::compare::{CompareError, Comparison, Question, compare, plot, text};

use super::read::{lexicon, write};
use crate::ledger::{self, LedgerArgument, told};

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A note on method for people.
    Text,
    /// Every number, with the incidents behind it (schemas/comparison.json).
    Json,
    /// A plot: the weeks, the ratio, the placebo days.
    Svg,
}

/// Compare what happened before and after a day.
///
/// Events are counted on their first day, in windows of so many days on each side; the day itself is in neither. The
/// rows of a data set are the events, if the ledger has one; else each incident is one. Every number comes with what
/// it assumes, and the p-value with why it misleads.
///
/// Examples:
///   truce compare --around 2018-09-17 --days 72 --area adm1:Idlib
///   truce compare --around 2018-09-17 --days 72 --area adm1:Idlib --control-area adm1:Hama,Latakia,Aleppo
///   truce compare --around 2018-09-17 --days 72 --zone zon-0123456789 --strict --format svg > plot.svg
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    question: ComparisonArguments,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Which days are compared, where, and what is counted.
#[derive(clap::Args)]
pub struct ComparisonArguments {
    /// The day around which the windows lie.
    #[arg(long, value_name = "DAY")]
    around: Date,
    /// Days of each window.
    #[arg(long, value_name = "N", default_value_t = 90)]
    days: u32,
    /// First-level divisions of the area, as a source or the gazetteer calls them; `everywhere` for all.
    #[arg(long, value_name = "adm1:NAME,...", value_parser = Asked::parse)]
    area: Option<Asked>,
    /// A zone of the ledger; with --area, what lies in both.
    #[arg(long, value_name = "ID")]
    zone: Option<RecordId>,
    /// Divisions to compare the area with.
    #[arg(long, value_name = "adm1:NAME,...", value_parser = Asked::parse)]
    control_area: Option<Asked>,
    /// Only this pair of parties, as the data set names it; may be repeated.
    #[arg(long, value_name = "NAME")]
    dyad: Vec<String>,
    /// Only these acts, or UCDP's types: state-based, non-state, one-sided.
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    act: Vec<String>,
    /// Only what is told exactly: date_prec 1-2, where_prec 1-3, event_clarity 1.
    #[arg(long)]
    strict: bool,
    /// The data set whose rows are counted; `incidents` counts each incident once, whoever tells it.
    #[arg(long, value_name = "NAME")]
    data_set: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let comparison = arguments.question.comparison()?;
    write(&match arguments.format {
        Format::Text => text(&comparison),
        Format::Json => serde_json::to_string_pretty(&comparison)? + "\n",
        Format::Svg => plot(&comparison),
    })?;
    Ok(ExitCode::SUCCESS)
}

impl ComparisonArguments {
    /// Compares.
    pub fn comparison(&self) -> anyhow::Result<Comparison> {
        let refused = |error: CompareError| anyhow::anyhow!("{error}\nhelp: {}", error.help());
        let ledger = ledger::tables(&self.ledger.path)?;
        let question = Question {
            around: self.around,
            days: self.days,
            area: self.area.clone(),
            zone: self.zone.as_ref().map(|id| zone(&self.ledger, id)).transpose()?,
            control: self.control_area.clone(),
            dyads: self.dyad.clone(),
            acts: self.act.clone(),
            strict: self.strict,
            data_set: self.data_set.clone(),
        };
        let lexicon = lexicon(None)?;
        let rows = ledger.occurrences().map_err(told)?;
        let head = ledger.head().map_err(told)?;
        compare(&rows, &question, &lexicon, &head).map_err(refused)
    }
}

/// The ground of a zone, with its name.
fn zone(ledger: &LedgerArgument, id: &RecordId) -> anyhow::Result<(String, Scope)> {
    let state = ledger::state(&ledger.path)?;
    let Some(area) = state.zone(id) else {
        anyhow::bail!("{id} is no zone\nhelp: `truce list zones` shows the zones of a ledger");
    };
    let Some(scope) = Scope::of_zone(&area) else {
        anyhow::bail!(
            "{id} has neither an outline nor a place with a point\nhelp: import its outline with `truce import FILE --zones TYPE`, or place it with `truce correct {id} place NAME`"
        );
    };
    Ok((area.name.unwrap_or_else(|| id.to_string()), scope))
}
