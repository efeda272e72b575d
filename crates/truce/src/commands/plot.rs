//! `truce plot`: drawings of the record.

use std::process::ExitCode;

use jiff::civil::Date;
use truce_record::id::{RecordId, RecordKind};
use truce_record::log::Access;
use truce_report::matrix;
use truce_report::plot;
use truce_report::scene::{Period, Question, Scene};

use super::assess::told;
use crate::ledger::{self, LedgerArgument};
use crate::output::OutArgument;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Incidents by day and act.
    Timeline,
    /// Incidents by place, with their uncertainty.
    Map,
    /// Who takes which position on which incident.
    Matrix,
}

/// Draw a timeline, a map or the claims matrix as SVG. Rates before and after are drawn by `truce compare --format svg`.
///
/// Examples:
///   truce plot timeline --agreement agr-28tads1q6z --out timeline.svg
///   truce plot map --from 2019-02-01 --to 2019-02-14 --out map.svg
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// What is drawn.
    #[arg(value_enum)]
    what: What,
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

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let register = ledger::register(&arguments.ledger.path, Access::Read)?;
    let state = register.state();
    let zones: Vec<_> = state.records(RecordKind::Zone).filter_map(|(id, _)| state.zone(id)).collect();
    let svg = match (&arguments.agreement, arguments.from, arguments.to) {
        (Some(agreement), since, as_of) => {
            let question =
                Question { agreement: agreement.clone(), as_of, since, zone: arguments.zone.clone() };
            let scene = Scene::set(state, &question).map_err(told)?;
            match arguments.what {
                What::Timeline => plot::timeline(&scene, &scene.accord.stages),
                What::Map => plot::map(&scene, &zones),
                What::Matrix => plot::matrix(&matrix::matrix(&scene)),
            }
        }
        (None, Some(from), Some(to)) => {
            let period = Period::set(state, from, to, arguments.zone.as_ref()).map_err(told)?;
            match arguments.what {
                What::Timeline => plot::timeline(&period, &[]),
                What::Map => plot::map(&period, &zones),
                What::Matrix => plot::matrix(&matrix::of_period(&period, &[])),
            }
        }
        _ => anyhow::bail!("nothing says which days are meant\nhelp: give --agreement, or --from and --to"),
    };
    arguments.out.write(format!("{svg}\n").as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
