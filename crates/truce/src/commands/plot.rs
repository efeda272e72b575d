//! `truce plot`: drawings of the record.

use std::process::ExitCode;

use jiff::civil::Date;
use truce_record::id::{RecordId, RecordKind};
use truce_report::scene::{Period, Question, Scene};
use truce_report::{compare, matrix, plot};

use super::assess::told;
use super::compare::ComparisonArguments;
use crate::ledger::{self, LedgerArgument};
use crate::output::OutArgument;

/// Draw the record: a timeline, a map, the claims matrix, or rates before and after a day.
///
/// The picture is SVG, or PNG where the name of --out ends in .png.
///
/// Examples:
///   truce plot timeline --agreement agr-28tads1q6z --out timeline.svg
///   truce plot map --from 2019-02-01 --to 2019-02-14 --out map.png
///   truce plot rates --around 2018-09-17 --days 72 --area adm1:Idlib --out rates.svg
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

/// What is drawn.
#[derive(clap::Subcommand)]
enum What {
    /// Incidents by day and act.
    Timeline(SceneArguments),
    /// Incidents by place, with their uncertainty.
    Map(SceneArguments),
    /// Who takes which position on which incident.
    Matrix(SceneArguments),
    /// Weeks before and after a day, the ratio of the rates, and the ratios around other days.
    Rates(RatesArguments),
}

/// Which time and area are drawn.
#[derive(clap::Args)]
struct SceneArguments {
    /// The agreement it is about; its own time and places are taken.
    #[arg(long, value_name = "ID")]
    agreement: Option<RecordId>,
    /// First day.
    #[arg(long, value_name = "DAY", required_unless_present = "agreement")]
    from: Option<Date>,
    /// Last day.
    #[arg(long, value_name = "DAY", required_unless_present = "agreement")]
    to: Option<Date>,
    /// The zone it is about.
    #[arg(long, value_name = "ID")]
    zone: Option<RecordId>,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    ledger: LedgerArgument,
}

#[derive(clap::Args)]
struct RatesArguments {
    #[command(flatten)]
    question: ComparisonArguments,
    #[command(flatten)]
    out: OutArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (svg, out) = match &arguments.what {
        What::Timeline(asked) | What::Map(asked) | What::Matrix(asked) => {
            (scene(&arguments.what, asked)?, &asked.out)
        }
        What::Rates(asked) => (compare::plot(&asked.question.comparison()?), &asked.out),
    };
    let ending = out.file.as_ref().and_then(|path| path.extension()?.to_str()).map(str::to_lowercase);
    match ending.as_deref() {
        Some("png") => out.write(&plot::png(&svg)?)?,
        None | Some("svg") => out.write(format!("{}\n", svg.trim_end()).as_bytes())?,
        Some(other) => anyhow::bail!(
            "a drawing cannot be written as .{other}\nhelp: let the name of --out end in .svg or .png"
        ),
    }
    Ok(ExitCode::SUCCESS)
}

/// Draws a time and an area.
fn scene(what: &What, asked: &SceneArguments) -> anyhow::Result<String> {
    let state = ledger::state(&asked.ledger.path)?;
    let zones: Vec<_> = state.records(RecordKind::Zone).filter_map(|(id, _)| state.zone(id)).collect();
    let (scene, free) = match (&asked.agreement, asked.from, asked.to) {
        (Some(agreement), since, as_of) => {
            let zone = asked.zone.clone();
            let question = Question { agreement: agreement.clone(), as_of, since, zone };
            (Some(Scene::set(state, &question).map_err(told)?), None)
        }
        (None, Some(from), Some(to)) => {
            super::sitrep::check_days(from, to)?;
            (None, Some(Period::set(state, from, to, asked.zone.as_ref()).map_err(told)?))
        }
        _ => (None, None),
    };
    let Some(period) = scene.as_deref().or(free.as_ref()) else {
        anyhow::bail!("nothing says which days are meant\nhelp: give --agreement, or --from and --to")
    };
    let accord = scene.as_ref().map(|scene| &scene.accord);
    Ok(match what {
        What::Timeline(_) => plot::timeline(period, accord.map_or(&[], |accord| &accord.stages)),
        What::Map(_) => plot::map(period, &zones),
        What::Matrix(_) | What::Rates(_) => {
            plot::matrix(&matrix::of_period(period, accord.map_or(&[], |accord| &accord.parties)))
        }
    })
}
