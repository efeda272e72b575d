//! Every event and cue of the lexicon proves its own examples, through the whole reader.

mod proof;

use proof::check;
use truce_lexicon::Lexicon;
use truce_read::Reader;
use truce_read::statement::Content;

// FIXME: what the reader gets wrong today: the tagger takes these verbs for nouns, or a meaning cannot be told
// from the words. A line that is read right must leave this list.
const KNOWN_WRONG: &[&str] = &[
    "We are alarmed by rumours of a siege.",
    "Analysts agree that prices will rise.",
    "Olmen backed the front's demand.",
    "Engineers dug trenches along the river.",
];

/// Fails for every wrong example that is not known, and for every known one that is right.
fn prove(wrong: &[(String, String)], all: &[&String]) {
    let unknown: Vec<String> = wrong
        .iter()
        .filter(|(_, text)| !KNOWN_WRONG.contains(&text.as_str()))
        .map(|(why, text)| format!("{why} `{text}`"))
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    for text in KNOWN_WRONG.iter().filter(|text| all.iter().any(|known| known == *text)) {
        assert!(
            wrong.iter().any(|(_, found)| found == text),
            "`{text}` is read right now: take it off the list"
        );
    }
}

#[test]
fn events_are_read_from_their_examples() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut wrong = Vec::new();
    let mut all = Vec::new();
    for entry in &lexicon.tables.events.entries {
        let has = |text: &str| {
            check(&reader, text).iter().any(|content| {
                matches!(content, Content::Event(event) if event.kind == entry.kind && (event.act == entry.act || entry.act == "other"))
            })
        };
        all.extend(entry.examples.iter().chain(&entry.not));
        let missed = entry.examples.iter().filter(|text| !has(text));
        wrong.extend(missed.map(|text| (format!("{} misses", entry.id), text.clone())));
        let extra = entry.not.iter().filter(|text| has(text));
        wrong.extend(extra.map(|text| (format!("{} must not read", entry.id), text.clone())));
    }
    prove(&wrong, &all);
}

#[test]
fn positions_are_read_from_their_examples() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut wrong = Vec::new();
    let mut all = Vec::new();
    for entry in lexicon.tables.cues.entries.iter().filter(|entry| !entry.stance.is_empty()) {
        let has = |text: &str| {
            check(&reader, text)
                .iter()
                .any(|content| matches!(content, Content::Claim(claim) if claim.stance == entry.stance))
        };
        all.extend(entry.examples.iter().chain(&entry.not));
        let missed = entry.examples.iter().filter(|text| !has(text));
        wrong.extend(missed.map(|text| (format!("{} misses", entry.id), text.clone())));
        let extra = entry.not.iter().filter(|text| has(text));
        wrong.extend(extra.map(|text| (format!("{} must not read", entry.id), text.clone())));
    }
    prove(&wrong, &all);
}
