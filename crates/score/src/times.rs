//! Scores expressions of time and their values against texts annotated with TIMEX2.
//! Strict wants the same words, relaxed a shared character; a value counts only where it is the same string.

use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;
use truce_lexicon::Lexicon;
use truce_read::document::{Block, BlockKind, Document};
use truce_read::grammar::tokenise;
use truce_read::mention::times::{Discourse, Tense, is_history, parts, recognise, timex};
use truce_read::span::{Bytes, Characters};

use crate::scores::{Scores, Tally, share};

#[derive(Deserialize)]
struct Text {
    id: String,
    date: String,
    text: String,
    times: Vec<Time>,
}

#[derive(Deserialize, Clone)]
struct Time {
    start: u32,
    end: u32,
    value: Option<String>,
}

/// Scores the gold file at `path`, keeping the first `errors` error lines.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let gold = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lexicon = Lexicon::embedded();
    let mut scores = Scores::new(errors);
    let (mut strict, mut relaxed, mut valued) = (Tally::default(), Tally::default(), 0);
    for (number, line) in gold.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let text: Text = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        let read = read(&text, &lexicon);
        let overlaps = |gold: &Time, read: &Time| gold.start < read.end && read.start < gold.end;
        let mut taken = vec![false; read.len()];
        let (mut exact, mut hit, mut same) = (0, 0, 0);
        for time in &text.times {
            exact += usize::from(read.iter().any(|read| read.start == time.start && read.end == time.end));
            // The exact expression first, so that nested ones do not take each other's partner.
            let found = (0..read.len())
                .filter(|&index| !taken[index] && overlaps(time, &read[index]))
                .max_by_key(|&index| {
                    (read[index].start == time.start && read[index].end == time.end, std::cmp::Reverse(index))
                });
            let Some(index) = found else {
                scores.error(|| format!("{} missed {}", text.id, shown(&text.text, time)));
                continue;
            };
            taken[index] = true;
            hit += 1;
            if read[index].value == time.value {
                same += 1;
            } else {
                scores.error(|| {
                    format!(
                        "{} value of {} is read as {} {:?}",
                        text.id,
                        shown(&text.text, time),
                        shown(&text.text, &read[index]),
                        read[index].value
                    )
                });
            }
        }
        for (time, _) in read.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            scores.error(|| format!("{} extra {}", text.id, shown(&text.text, time)));
        }
        let (gold, read) = (text.times.len(), read.len());
        let tally = Tally { hit, gold, read };
        strict.add(Tally { hit: exact, gold, read });
        relaxed.add(tally);
        valued += same;
        scores.part("texts", &text.id, "relaxed", tally.f1());
        scores.part("texts", &text.id, "right_values", share(same, hit));
    }
    scores.f1("strict", strict);
    scores.f1("relaxed", relaxed);
    scores.value("right_values", share(valued, relaxed.hit));
    scores.value("value", relaxed.f1() * share(valued, relaxed.hit));
    scores.count("times", relaxed.gold);
    Ok(scores)
}

/// Returns the words of a time between a few words of its neighbourhood, and its value.
fn shown(text: &str, time: &Time) -> String {
    let part = |from: u32, to: u32| -> String {
        text.chars()
            .skip(from as usize)
            .take((to - from) as usize)
            .map(|ch| if ch == '\n' { ' ' } else { ch })
            .collect()
    };
    let before = part(time.start.saturating_sub(30), time.start);
    let after = part(time.end, time.end + 20);
    format!("{before}[{}]{after} {:?}", part(time.start, time.end), time.value)
}

fn read(text: &Text, lexicon: &Lexicon) -> Vec<Time> {
    let mut document = Document { text: text.text.clone(), ..Document::default() };
    let mut start = 0;
    for line in text.text.split_inclusive('\n') {
        let span = Bytes::new(start, start + line.len());
        document.blocks.push(Block { span, kind: BlockKind::Paragraph, ..Block::default() });
        start += line.len();
    }
    let grammar = tokenise(&document);
    let mentions = recognise(&grammar, &lexicon.tables);
    let reference = text.date.parse().ok();
    let mut discourse = Discourse::new(&lexicon.tables.times, reference, is_history(&mentions, reference));
    let characters = Characters::new(&text.text);
    let mut times = Vec::new();
    for mention in &mentions {
        let block = grammar.sentence_of(mention.start).block;
        for part in parts(mention, &grammar) {
            let when = discourse.anchor(&part, Tense::Unknown, block);
            let span = characters.span(&text.text, part.span);
            times.push(Time { start: span.start, end: span.end, value: timex(&part.value, when.as_ref()) });
        }
    }
    times
}
