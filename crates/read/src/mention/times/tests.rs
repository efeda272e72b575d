//! Runs every example of the data, and what must hold for any text.

use std::sync::LazyLock;

use truce_lexicon::Lexicon;

use super::{Context, Discourse, Tense, anchor, recognise, timex};
use crate::document::{Block, BlockKind, Document};
use crate::grammar::tokenise;
use crate::span::Bytes;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::embedded);

pub(super) fn document(text: &str) -> Document {
    let blocks =
        vec![Block { span: Bytes::new(0, text.len()), kind: BlockKind::Paragraph, ..Block::default() }];
    Document { text: text.to_owned(), blocks, ..Document::default() }
}

fn tense(text: &str) -> Tense {
    let text = text.to_lowercase();
    if [" will ", " is to ", " starts ", " is set "].iter().any(|word| text.contains(word)) {
        Tense::Future
    } else if [" has ", " have "].iter().any(|word| text.contains(word)) {
        Tense::Present
    } else {
        Tense::Past
    }
}

/// Returns what is found in a text: rule, words, EDTF or none, TIMEX2 value or none.
fn read(text: &str, published: &str) -> Vec<(u16, String, Option<String>, Option<String>)> {
    let lexicon = &*LEXICON;
    let grammar = tokenise(&document(text));
    let mentions = recognise(&grammar, &lexicon.tables);
    let reference = published.parse().ok();
    let mut discourse = Discourse::new(&lexicon.tables.times, reference, false);
    let tense = tense(text);
    mentions
        .iter()
        .map(|mention| {
            let when = discourse.anchor(mention, tense, 0);
            let value = timex(&mention.value, when.as_ref());
            (mention.rule, mention.span.of(text).to_owned(), when.map(|when| when.to_edtf()), value)
        })
        .collect()
}

#[test]
fn examples_of_the_data() {
    let times = &LEXICON.tables.times;
    let mut wrong = Vec::new();
    for example in &times.examples {
        let id = &times.rules[example.rule as usize].id;
        let found = read(&example.text, &example.published);
        let right = match &example.gives {
            None => found.iter().all(|(rule, ..)| *rule != example.rule),
            Some(gives) if gives == "none" => found.iter().any(|(_, _, edtf, _)| edtf.is_none()),
            Some(gives) => found
                .iter()
                .any(|(_, _, edtf, timex)| edtf.as_deref() == Some(gives) || timex.as_deref() == Some(gives)),
        };
        if !right {
            let shown: Vec<String> = found
                .iter()
                .map(|(rule, words, edtf, timex)| {
                    format!("[{}] {words:?} {edtf:?} {timex:?}", times.rules[*rule as usize].id)
                })
                .collect();
            wrong.push(format!(
                "`{id}`: {:?} should give {:?}, gives {}",
                example.text,
                example.gives,
                shown.join("; ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} examples are wrong:\n{}",
        wrong.len(),
        times.examples.len(),
        wrong.join("\n")
    );
}

proptest::proptest! {
    #[test]
    fn any_text_is_sound(text in "\\PC{0,80}|([0-9]{1,6}|[a-z]{1,3}|May|Monday|to|-|/|:|the|last|week|days|of|century|ago| |,|BC){0,40}") {
        let lexicon = &*LEXICON;
        let grammar = tokenise(&document(&text));
        let mut last = 0;
        for mention in recognise(&grammar, &lexicon.tables) {
            assert!(last <= mention.start && mention.start < mention.end && mention.end as usize <= grammar.tokens.len());
            last = mention.end;
            assert!(text.get(mention.span.start as usize..mention.span.end as usize).is_some());
            for reference in [None, "2018-11-24".parse().ok(), "9999-12-31".parse().ok(), "-009999-01-01".parse().ok()] {
                let context = Context {
                    times: &lexicon.tables.times,
                    reference,
                    tense: Tense::Past,
                    previous: None,
                    year: None,
                    history: false,
                };
                let when = anchor(&mention, &context);
                if let Some(when) = &when {
                    assert!(when.earliest <= when.latest);
                    let _ = when.to_edtf();
                }
                if let Some(value) = timex(&mention.value, when.as_ref()) {
                    assert!(!value.is_empty() && !value.contains(char::is_whitespace), "{value:?} for {text:?}");
                }
            }
        }
    }
}
