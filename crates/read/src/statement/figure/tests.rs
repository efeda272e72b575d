//! The examples of the data, and figures that belong to no single measure.

use std::fmt::Write as _;

use truce_lexicon::Lexicon;

use crate::statement::{Content, Figure};
use crate::{Options, Reader};

fn figures(reader: &Reader<'_>, text: &str) -> Vec<Figure> {
    // Among other sentences, so that the document stage takes it for running text.
    let text = format!(
        "TARSK, 17 October 2009 (AP) - Quiet returned to the valley at dawn, residents said. {text}\n\nThe road was open again by the evening, they said.\n"
    );
    let reading = reader.read(text.as_bytes(), &Options::default());
    reading
        .statements
        .into_iter()
        .filter_map(|statement| match statement.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        })
        .collect()
}

/// Writes a figure as examples have it: "13", "50..", "..40", "15..20", "~300".
fn written(figure: &Figure) -> String {
    let mut out = String::new();
    if figure.approximate {
        out.push('~');
    }
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => write!(out, "{low}"),
        (Some(low), Some(high)) => write!(out, "{low}..{high}"),
        (Some(low), None) => write!(out, "{low}.."),
        (None, Some(high)) => write!(out, "..{high}"),
        (None, None) => Ok(()),
    }
    .expect("a string takes all");
    out
}

fn of_measure(reader: &Reader<'_>, text: &str, measure: &str) -> String {
    let all: Vec<String> =
        figures(reader, text).iter().filter(|figure| figure.measure == measure).map(written).collect();
    all.join(", ")
}

#[test]
fn examples_hold() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut wrong = String::new();
    for entry in &lexicon.tables.figures.entries {
        for example in &entry.examples {
            let found = of_measure(&reader, &example.text, &entry.measure);
            if found != example.gives {
                writeln!(wrong, "{}: {:?} gives {found:?}, not {:?}", entry.id, example.text, example.gives)
                    .expect("a string takes all");
            }
        }
        for text in &entry.not {
            let found = of_measure(&reader, text, &entry.measure);
            if !found.is_empty() {
                writeln!(wrong, "{}: {text:?} gives {found:?}, not nothing", entry.id)
                    .expect("a string takes all");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
