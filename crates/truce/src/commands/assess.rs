//! `truce assess`: is the truce holding, with what speaks for it, what against, and what is not known.

use std::process::ExitCode;

use jiff::civil::Date;
use truce_record::id::RecordId;
use truce_report::assess;
use truce_report::scene::{Question, Scene, SceneError};

use super::read::write;
use crate::ledger::{self, LedgerArgument};

/// Form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people, on a terminal.
    Text,
    /// One JSON object (schemas/assessment.json).
    Json,
    /// Markdown.
    Md,
}

/// Which agreement, on which day, from which day on, and where.
#[derive(Debug, Clone, clap::Args)]
pub struct QuestionArguments {
    /// Id of the agreement (`truce list agreements`).
    agreement: RecordId,
    /// Look from this day: reports published later are left out. The day of the latest report if not given.
    #[arg(long, value_name = "DAY")]
    as_of: Option<Date>,
    /// Count from this day. The day on which the agreement was concluded if not given.
    #[arg(long, value_name = "DAY")]
    since: Option<Date>,
    /// Look at this zone (`truce list zones`). The agreement's own places if not given.
    #[arg(long, value_name = "ID")]
    zone: Option<RecordId>,
}

impl QuestionArguments {
    /// Returns what is asked.
    pub fn question(&self) -> Question {
        Question {
            agreement: self.agreement.clone(),
            as_of: self.as_of,
            since: self.since,
            zone: self.zone.clone(),
        }
    }
}

/// Says what failed and what to do.
pub fn told(error: SceneError) -> anyhow::Error {
    anyhow::anyhow!("{error}\nhelp: {}", error.help())
}

/// Say whether a truce is holding: holding, strained, broken or undetermined, with reasons for and against.
///
/// Examples:
///   truce assess agr-b8axfspkjj
///   truce assess agr-b8axfspkjj --as-of 2018-11-29 --zone zon-369n2q9r3y --format md
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(flatten)]
    question: QuestionArguments,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let state = ledger::state(&arguments.ledger.path)?;
    let scene = Scene::set(state, &arguments.question.question()).map_err(told)?;
    let assessment = assess::of_scene(&scene);
    // Like the state, the scene is left to the end of the program.
    std::mem::forget(scene);
    write(&match arguments.format {
        Format::Text => assess::plain(&assessment),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&assessment)?),
        Format::Md => assess::markdown(&assessment),
    })?;
    Ok(ExitCode::SUCCESS)
}
