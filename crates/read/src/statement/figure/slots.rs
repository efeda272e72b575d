//! A count with its measure in, the figure with place, time, speaker and scope out.

use super::{Counted, Kind, MEASURES};
use crate::document::Genre;
use crate::grammar::Sentence;
use crate::statement::Context;
use crate::statement::kinds::{Figure, Name};

/// Fills in a figure; none where the number cannot be one.
pub fn fill(context: &Context<'_>, sentence: Sentence, counted: &Counted) -> Option<Figure> {
    let count = &counted.count;
    let entry = &context.lexicon.tables.figures.entries[counted.entry as usize];
    let measure = MEASURES.iter().copied().find(|measure| *measure == entry.measure)?;
    let scope = scope(context, sentence, counted, &entry.scope, measure);
    Some(Figure {
        measure,
        low: count.low,
        high: count.high,
        approximate: count.approximate && count.low == count.high,
        of: of(context, counted),
        place: place(context, sentence, counted),
        when: when(context, sentence, counted),
        speaker: speaker(context, counted),
        scope,
    })
}

/// The words that name what is counted.
fn of(context: &Context<'_>, counted: &Counted) -> Option<String> {
    let count = &counted.count;
    let text = &context.document.text;
    match count.head {
        Some(head) if count.kind != Kind::Number || count.noun_start <= head => {
            let run = context.quote(count.noun_start as u32, head as u32 + 1);
            Some(run.of(text).split_whitespace().collect::<Vec<_>>().join(" "))
        }
        _ => counted.noun.map(|noun| context.quote(noun as u32, noun as u32 + 1).of(text).to_owned()),
    }
    .filter(|words| !words.is_empty())
}

fn place(context: &Context<'_>, sentence: Sentence, counted: &Counted) -> Vec<Name> {
    let (first, last) = (counted.first as u32, counted.last as u32);
    let near = context.place_of(first, (last + 6).min(sentence.end));
    if !near.is_empty() {
        return near;
    }
    let here = context.place_of(sentence.start, sentence.end);
    if !here.is_empty() {
        return here;
    }
    // The place that the block last spoke of.
    let index = context.grammar.sentence_index(sentence.start);
    let before = index
        .checked_sub(1)
        .and_then(|before| context.grammar.sentences.get(before))
        .filter(|before| before.block == sentence.block);
    before.map(|before| context.place_of(before.start, before.end)).unwrap_or_default()
}

fn when(context: &Context<'_>, sentence: Sentence, counted: &Counted) -> Option<String> {
    let words = &context.grammar.tokens;
    // "since April 15": up to the report's day.
    let since = (sentence.start..sentence.end).find(|&at| words[at as usize].lower == "since");
    if let Some(since) = since
        && let Some(day) = context.document.date
        && let Some(start) = context
            .times_in(since, sentence.end)
            .into_iter()
            .find(|time| !time.duration)
            .and_then(|time| time.when.clone())
    {
        let start = start.split('/').next().unwrap_or_default().to_owned();
        return Some(format!("{start}/{}", day.day));
    }
    context.time_of(counted.first as u32, counted.last as u32)
}

fn speaker(context: &Context<'_>, counted: &Counted) -> Option<Name> {
    let at = counted.count.start as u32;
    let document = context.document;
    let issuer = document
        .issuer
        .map(|run| context.grammar.tokens_in(run))
        .and_then(|run| run.rev().find_map(|token| context.cast.of(token)));
    let voice = context.voices.over(at).last().and_then(|speech| speech.speakers.first().copied());
    match (voice, document.genre) {
        // A monitor's own staff speak in the report's voice.
        (Some(voice), Genre::MonitorReport) if issuer == Some(voice) => None,
        (Some(voice), _) => Some(context.name(voice, at)),
        (None, Genre::Statement) => issuer.map(|issuer| context.name(issuer, at)),
        (None, _) => None,
    }
}

/// Tells a sum over a time from what one incident did.
fn scope(
    context: &Context<'_>,
    sentence: Sentence,
    counted: &Counted,
    fixed: &str,
    measure: &str,
) -> &'static str {
    match fixed {
        "cumulative" => return "cumulative",
        "incident" => return "incident",
        _ => {}
    }
    let words = &context.grammar.tokens[sentence.range()];
    let sums = words.iter().enumerate().any(|(at, word)| match word.lower.as_str() {
        "since" | "overall" | "total" | "cumulative" | "cumulatively" | "altogether" | "toll" | "war"
        | "conflict" | "offensive" | "campaign" | "year" | "months" | "years" => {
            // "the toll" of one raid is no sum; only with its time.
            word.lower != "toll"
                && !(matches!(word.lower.as_str(), "year" | "years")
                    && words.get(at + 1).is_some_and(|next| next.lower.starts_with("old")))
        }
        "far" => at > 0 && words[at - 1].lower == "so",
        "date" => at > 0 && words[at - 1].lower == "to",
        lower => {
            lower.len() == 4
                && (lower.starts_with("19") || lower.starts_with("20"))
                && lower.bytes().all(|byte| byte.is_ascii_digit())
        }
    });
    let large = counted.count.low.or(counted.count.high).is_some_and(|low| low >= 1000.0);
    if sums || large || matches!(measure, "displaced" | "population" | "troops" | "missing") {
        "cumulative"
    } else {
        "incident"
    }
}
