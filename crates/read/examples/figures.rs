//! Prints the figures of each line of standard input, with the rules that made them.
//! Takes the lexicon from the folder named as its argument, or the built-in one.

use std::io::BufRead as _;

use truce_lexicon::Lexicon;
use truce_read::statement::Content;
use truce_read::{Options, Reader};

fn main() {
    let lexicon = match std::env::args().nth(1) {
        Some(folder) => Lexicon::load(folder.as_ref()).expect("the lexicon loads"),
        None => Lexicon::embedded(),
    };
    let reader = Reader::new(&lexicon);
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is text");
        let text = format!(
            "TARSK, 17 October 2009 (AP) - Quiet returned at dawn, residents said. {line}\n\nThe road was open.\n"
        );
        let reading = reader.read(text.as_bytes(), &Options::default());
        println!("{line}");
        for statement in &reading.statements {
            if let Content::Figure(figure) = &statement.content {
                println!(
                    "    {} {:?} {:?} {} of {:?} speaker {:?} {} | {:?} | {}",
                    figure.measure,
                    figure.low,
                    figure.high,
                    if figure.approximate { "~" } else { "" },
                    figure.of,
                    figure.speaker.as_ref().map(|name| &name.name),
                    figure.scope,
                    statement.anchor.of(&reading.document.text),
                    statement.rules.join(" ")
                );
            }
        }
    }
}
