//! Work on the project itself: training, checks of the house, generated files.

mod train;

use clap::Parser;

/// Work on the project itself.
#[derive(Debug, Parser)]
enum Task {
    /// Trains the tagger and parser and writes their weights.
    Train(train::Train),
    /// Prints the parse of a text or treebank.
    Parse(train::show::Parse),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Train(train) => train.run(),
        Task::Parse(parse) => parse.run(),
    }
}
