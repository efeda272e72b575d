//! The command line: reads its arguments, runs a command, tells what failed.

mod commands;
mod dossier;
mod filter;
mod ledger;
mod listing;
mod output;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A ledger is many small pieces of text, taken up by one thread and kept by another: a third of the time of opening one
/// is the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
    Add(commands::add::Arguments),
    Import(commands::import::Arguments),
    List(commands::list::Arguments),
    Show(commands::show::Arguments),
    Search(commands::search::Arguments),
    Compare(commands::compare::Arguments),
    Review(commands::review::Arguments),
    #[command(flatten)]
    Judge(commands::judge::Judgements),
    History(commands::history::Arguments),
    Assess(commands::assess::Arguments),
    Matrix(commands::matrix::Arguments),
    Brief(commands::sitrep::BriefArguments),
    Sitrep(commands::sitrep::Arguments),
    Plot(commands::plot::Arguments),
    Export(commands::export::Arguments),
    Verify(commands::verify::Arguments),
    Serve(commands::serve::Arguments),
    Rebuild(commands::rebuild::Arguments),
    Reread(commands::reread::Arguments),
    Backup(commands::backup::Arguments),
    Checkpoint(commands::checkpoint::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Read(arguments) => commands::read::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::Add(arguments) => commands::add::run(&arguments),
        Command::Import(arguments) => commands::import::run(&arguments),
        Command::List(arguments) => commands::list::run(&arguments),
        Command::Show(arguments) => commands::show::run(&arguments),
        Command::Search(arguments) => commands::search::run(&arguments),
        Command::Compare(arguments) => commands::compare::run(&arguments),
        Command::Review(arguments) => commands::review::run(&arguments),
        Command::Judge(arguments) => commands::judge::run(arguments),
        Command::History(arguments) => commands::history::run(&arguments),
        Command::Assess(arguments) => commands::assess::run(&arguments),
        Command::Matrix(arguments) => commands::matrix::run(&arguments),
        Command::Brief(arguments) => commands::sitrep::brief(&arguments),
        Command::Sitrep(arguments) => commands::sitrep::run(&arguments),
        Command::Plot(arguments) => commands::plot::run(&arguments),
        Command::Export(arguments) => commands::export::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Serve(arguments) => commands::serve::run(&arguments),
        Command::Rebuild(arguments) => commands::rebuild::run(&arguments),
        Command::Reread(arguments) => commands::reread::run(&arguments),
        Command::Backup(arguments) => commands::backup::run(&arguments),
        Command::Checkpoint(arguments) => commands::checkpoint::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Arguments;

    #[test]
    fn the_command_line_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_reference_names_every_command_and_option() {
        let page = include_str!("../../../docs/reference/command-line.md");
        let mut commands: Vec<clap::Command> = vec![Arguments::command()];
        let mut seen = 0;
        while let Some(command) = commands.pop() {
            assert!(page.contains(command.get_name()), "command `{}`", command.get_name());
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(page.contains(&format!("--{option}")), "`{}` --{option}", command.get_name());
                seen += 1;
            }
            commands.extend(command.get_subcommands().cloned());
        }
        assert!(seen > 40, "{seen} options");
    }
}
