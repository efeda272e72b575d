//! Every event and cue of the lexicon proves its own examples, through the whole reader.

use truce_lexicon::Lexicon;
use truce_read::statement::Content;
use truce_read::{Options, Reader};

/// Reads one sentence of a report and returns what it states.
fn check(reader: &Reader<'_>, text: &str) -> Vec<Content> {
    let report = format!(
        "A valley between two rivers\n\nTarsk, 4 March 2019\n\nThe road to the valley is long and the weather was fair. {text} It was still warm in the \
         evening, and the bread was good.\n"
    );
    let reading = reader.read(report.as_bytes(), &Options::default());
    reading.statements.into_iter().map(|statement| statement.content).collect()
}

#[test]
fn events_are_read_from_their_examples() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut wrong = Vec::new();
    for entry in &lexicon.tables.events.entries {
        let has = |text: &str| {
            check(&reader, text).iter().any(|content| {
                matches!(content, Content::Event(event) if event.kind == entry.kind && event.act == entry.act)
            })
        };
        wrong.extend(entry.examples.iter().filter(|text| !has(text)).map(|text| format!("{} misses `{text}`", entry.id)));
        wrong.extend(entry.not.iter().filter(|text| has(text)).map(|text| format!("{} must not read `{text}`", entry.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn positions_are_read_from_their_examples() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut wrong = Vec::new();
    for entry in lexicon.tables.cues.entries.iter().filter(|entry| !entry.stance.is_empty()) {
        let has = |text: &str| {
            check(&reader, text)
                .iter()
                .any(|content| matches!(content, Content::Claim(claim) if claim.stance == entry.stance))
        };
        wrong.extend(entry.examples.iter().filter(|text| !has(text)).map(|text| format!("{} misses `{text}`", entry.id)));
        wrong.extend(entry.not.iter().filter(|text| has(text)).map(|text| format!("{} must not read `{text}`", entry.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
