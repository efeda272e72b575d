//! Work on the project itself: training, checks of the house, generated files.
//! Nothing here is part of the program that people run.

mod gates;
mod house;
mod schema;
mod train;

use std::process::ExitCode;

use clap::Parser;

/// Work on the project itself.
#[derive(Debug, Parser)]
#[command(name = "xtask")]
enum Task {
    /// Compares a score with the least that is accepted (corpus/gates.toml).
    Gates(gates::Gates),
    /// Writes the files that are made from the code, or checks them.
    #[command(name = "gen")]
    Generate(schema::Generate),
    /// Checks the direction of dependencies, the names and sizes of rooms, and what may not be committed.
    House(house::House),
    /// Prints the parse of a text or treebank.
    Parse(train::show::Parse),
    /// Trains the tagger and parser and writes their weights.
    Train(train::Train),
}

fn main() -> anyhow::Result<ExitCode> {
    match Task::parse() {
        Task::Gates(gates) => return gates.run(),
        Task::Generate(generate) => return generate.run(),
        Task::House(house) => return house.run(),
        Task::Parse(parse) => parse.run()?,
        Task::Train(train) => train.run()?,
    }
    Ok(ExitCode::SUCCESS)
}
