//! The command line: reads its arguments, runs a command, tells what failed.

mod commands;
mod dossier;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads reports about armed conflict and keeps the record of its ceasefires.
#[derive(Parser)]
#[command(name = "truce", version, about, long_about = None, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Read(commands::read::Arguments),
    Explain(commands::explain::Arguments),
    Demo(commands::demo::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Read(arguments) => commands::read::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Demo(arguments) => commands::demo::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
