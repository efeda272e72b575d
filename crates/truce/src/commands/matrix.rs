//! `truce matrix`: which party takes which position on which incident.

use std::process::ExitCode;

use truce_report::matrix;
use truce_report::scene::Scene;

use super::assess::{QuestionArguments, told};
use super::read::write;
use crate::ledger::{self, LedgerArgument};

/// Form of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people, on a terminal.
    Text,
    /// One JSON object (schemas/matrix.json).
    Json,
    /// Markdown.
    Md,
    /// Comma-separated values: a line for each incident, a column for each party.
    Csv,
}

/// Show which party takes which position on which incident: blames, denies, admits, silent.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    question: QuestionArguments,
    /// Form of the matrix.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let state = ledger::state(&arguments.ledger.path)?;
    let scene = Scene::set(state, &arguments.question.question()).map_err(told)?;
    let matrix = matrix::matrix(&scene);
    write(&match arguments.format {
        Format::Text => matrix::plain(&matrix),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&matrix)?),
        Format::Md => matrix::markdown(&matrix),
        Format::Csv => matrix::csv(&matrix)?,
    })?;
    Ok(ExitCode::SUCCESS)
}
