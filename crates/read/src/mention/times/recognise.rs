//! Tokens in, expressions of time out, in order of the text and never overlapping.
//! Needs no tags, so that an expression can be handed to the parser as one word.

use truce_lexicon::load::Tables;
use truce_lexicon::load::times::{Bound, Kind, Times};

use super::matcher::Matcher;
use super::shape;
use super::value::{TimeMention, Value};
use crate::grammar::{Grammar, Merge, Token, Upos};

/// Finds the expressions of time in a report's words.
#[must_use]
pub fn recognise(grammar: &Grammar, lexicon: &Tables) -> Vec<TimeMention> {
    let times = &lexicon.times;
    let tokens = &grammar.tokens;
    let seen = shape::see(tokens, times);
    let stands = times
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.stands)
        .fold(0u32, |bits, (index, _)| bits | 1 << index);
    let mut matcher = Matcher::new(times, tokens, &seen);
    let mut mentions = Vec::new();
    for sentence in &grammar.sentences {
        matcher.turn(sentence.start as usize, sentence.end as usize);
        let mut at = matcher.start;
        while at < matcher.limit {
            if seen[at].starts & stands == 0 {
                at += 1;
                continue;
            }
            let Some(found) = matcher.longest(at, stands) else {
                at += 1;
                continue;
            };
            let (first, last) = (&tokens[found.start], &tokens[found.end - 1]);
            mentions.push(TimeMention {
                start: found.start as u32,
                end: found.end as u32,
                span: first.span.join(last.span),
                value: matcher.value(&found),
                bound: bound(times, &tokens[matcher.start..found.start]),
                ends: Matcher::ends(&found),
                rule: found.rule,
            });
            at = found.end;
        }
    }
    settle_slashes(&mut mentions);
    mentions
}

/// Returns what the words before an expression make of it.
fn bound(times: &Times, before: &[Token]) -> Option<Bound> {
    times
        .bounds
        .iter()
        .find(|(words, _)| {
            before.len() >= words.len()
                && before[before.len() - words.len()..]
                    .iter()
                    .zip(words)
                    .all(|(token, word)| token.lower == *word)
        })
        .map(|&(_, bound)| bound)
}

/// Decides which figure of "05/02/2016" is the month: the one that can be; as other such dates of the report
/// have it; as a written date of the report has it; else the second.
fn settle_slashes(mentions: &mut [TimeMention]) {
    let all = |mentions: &[TimeMention]| -> Vec<(i8, i8)> {
        mentions.iter().filter_map(|mention| mention.value.slashed).collect()
    };
    let figures = all(mentions);
    if figures.is_empty() {
        return;
    }
    let mut month_first = figures.iter().any(|&(_, second)| second > 12);
    if !month_first && !figures.iter().any(|&(first, _)| first > 12) {
        let written = |first: i8, second: i8| {
            mentions.iter().any(|mention| {
                let value = &mention.value;
                value.slashed.is_none() && value.month == Some(first) && value.day == Some(second)
            })
        };
        month_first =
            figures.iter().any(|&(first, second)| written(first, second) && !written(second, first));
    }
    let settle = |value: &mut Value| {
        if let Some((first, second)) = value.slashed.take() {
            let swap = if first > 12 { false } else { month_first || second > 12 };
            (value.day, value.month) =
                if swap { (Some(second), Some(first)) } else { (Some(first), Some(second)) };
        }
    };
    for mention in mentions {
        settle(&mut mention.value);
        if let Some(ends) = mention.value.ends.as_mut() {
            settle(&mut ends.0);
            settle(&mut ends.1);
        }
        if let Some(base) = mention.value.base.as_mut() {
            settle(base);
        }
    }
}

/// Returns the two ends of a range as expressions of their own, or the expression itself.
#[must_use]
pub fn parts(mention: &TimeMention, grammar: &Grammar) -> Vec<TimeMention> {
    let (Some(runs), Some(ends)) = (mention.ends, mention.value.ends.as_deref()) else {
        return vec![mention.clone()];
    };
    let part = |start: u32, end: u32, value: &Value| {
        let tokens = grammar.tokens.get(start as usize..end as usize).unwrap_or_default();
        let (first, last) = (tokens.first()?, tokens.last()?);
        let mut value = value.clone();
        value.fill(&Value { ends: None, ..mention.value.clone() });
        let span = first.span.join(last.span);
        Some(TimeMention { start, end, span, value, ends: None, bound: None, rule: mention.rule })
    };
    [part(mention.start, runs[0].1, &ends.0), part(runs[1].0, mention.end, &ends.1)]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the runs to be parsed as one word each.
///
/// A name of the calendar stands like a noun, an amount of time before a noun like an adjective.
#[must_use]
pub fn merges(mentions: &[TimeMention], grammar: &Grammar) -> Vec<Merge> {
    mentions
        .iter()
        .filter(|mention| {
            mention.end - mention.start > 1 && !matches!(mention.value.kind, Kind::Vague | Kind::Repeat)
        })
        .filter_map(|mention| {
            let run = grammar.tokens.get(mention.start as usize..mention.end as usize)?;
            let upos = match mention.value.kind {
                Kind::Duration if run.iter().any(|token| token.lower == "-") => Upos::Adj,
                Kind::Duration => return None,
                Kind::Offset => Upos::Adv,
                Kind::Date | Kind::Range if !run[0].lower.starts_with("the") => Upos::Propn,
                _ => Upos::Noun,
            };
            Some(Merge { start: mention.start, end: mention.end, upos })
        })
        .collect()
}
