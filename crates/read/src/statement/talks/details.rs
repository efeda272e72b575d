//! A meeting's noun or verb in; its place, time, and those who come, stay away and mediate out.

use super::{Meeting, cue, number};
use crate::grammar::{Sentence, TokenId, Upos};
use crate::statement::context::{Context, PlaceUse};
use crate::statement::wording::{self, named_list, push, sides};

/// Fills place, time, those who come, stay away and mediate.
pub(super) fn details(
    context: &Context<'_>,
    sentence: Sentence,
    meeting: &mut Meeting,
    phrase: (TokenId, TokenId),
) {
    let (start, end) = meeting.words;
    // Of two meetings in a sentence only the first takes the place at its beginning.
    let second = cue(context, "noun").is_some_and(|cue| {
        (sentence.start..phrase.0).any(|token| {
            context.lower(token) == "talks"
                || wording::longest(context, token, phrase.0, &cue.nouns).is_some()
        })
    });
    for place in context.places_in(phrase.0, phrase.1) {
        push(&mut meeting.talks.place, place.name.clone());
    }
    if meeting.talks.place.is_empty() {
        let placed = |from: TokenId, to: TokenId| {
            context
                .places_in(from, to)
                .into_iter()
                .filter(|place| {
                    let mut at = place.start;
                    // "in the capital Olmen", "at the Sund crossing".
                    while at > from
                        && place.start - at < 5
                        && matches!(
                            context.grammar.tokens[at as usize - 1].upos,
                            Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Part
                        )
                    {
                        at -= 1;
                    }
                    at > 0
                        && matches!(
                            context.lower(at - 1),
                            "in" | "at" | "near" | "to" | "inside" | "on" | "of" | "outside"
                        )
                        && !(context.lower(at - 1) == "of"
                            && !matches!(
                                context.lemma(at.saturating_sub(2)),
                                "city" | "town" | "capital" | "port" | "village"
                            ))
                        && !(matches!(context.lower(at - 1), "to" | "on"))
                })
                .min_by_key(|place| {
                    let apart = if place.start >= phrase.1 {
                        place.start - phrase.1
                    } else {
                        phrase.0.abs_diff(place.end) + 1
                    };
                    // "in Oster's capital Tarsk": the town is the closer answer.
                    apart + if place.country { 4 } else { 0 }
                })
        };
        // "talks aiming to keep a truce in the north": the place is that of another matter.
        let own = context.clauses.around(context.grammar, meeting.head).map(|clause| clause.predicate);
        let aim = (phrase.1..end.max(phrase.1))
            .find(|&token| {
                let word = &context.grammar.tokens[token as usize];
                let held = [
                    "open", "begin", "start", "resume", "hold", "convene", "take", "conclude", "end",
                    "continue",
                ];
                word.upos == Upos::Verb
                    && matches!(word.xpos, "VBG" | "VB")
                    && Some(token) != own
                    && !wording::is(context, token, &held)
            })
            .unwrap_or(end.max(phrase.1));
        let found = placed(start, aim)
            .or_else(|| {
                (sentence.start < start && !second)
                    .then(|| placed(sentence.start, start))
                    .flatten()
                    .filter(|place| place.start <= sentence.start + 4)
            })
            .or_else(|| antecedent(context, sentence, meeting.head));
        meeting.talks.place.extend(found.map(|place| place.name.clone()));
    }
    let time = |from: TokenId, to: TokenId| {
        context.times_in(from, to).into_iter().find(|time| {
            // "wrote on Sunday that ...": the time of the saying.
            let said = context
                .clauses
                .around(context.grammar, time.end.saturating_sub(1))
                .is_some_and(|clause| context.voices.is_cue(clause.predicate));
            !time.duration
                && time.when.is_some()
                && !said
                && !(time.start > 0
                    && matches!(context.lower(time.start - 1), "until" | "since" | "after" | "before"))
        })
    };
    let found = time(start, end)
        .or_else(|| time(end, sentence.end.min(end + 8)))
        .or_else(|| time(sentence.start, start.min(sentence.start + 6)));
    meeting.talks.when = found.and_then(|time| time.when.clone());
    // "bound to rise on Saturday": a day that ends them.
    meeting.ends = context.clauses.around(context.grammar, meeting.head).is_some_and(|clause| {
        let ends =
            |token: TokenId| wording::is(context, token, &["conclude", "end", "close", "finish", "wrap"]);
        ends(clause.predicate) || clause.complements.iter().any(|&token| ends(token))
    });
    meeting.talks.round =
        meeting.talks.round.or_else(|| of_their_kind(context, sentence).filter(|_| !second));
    if let (Some(when), Some(date)) = (&meeting.talks.when, context.document.date) {
        let today = date.day.to_string();
        meeting.ahead = when.split('/').next().unwrap_or("") > today.as_str();
    }
    attendance(context, sentence, meeting, phrase);
}

/// "the seventh of its kind", "the fourth such parley".
fn of_their_kind(context: &Context<'_>, sentence: Sentence) -> Option<u32> {
    (sentence.start..sentence.end).find_map(|token| {
        let kind = context.lower(token + 1) == "of"
            && matches!(context.lower(token + 2), "their" | "its" | "the" | "this")
            && matches!(context.lower(token + 3), "kind" | "series" | "sort");
        (kind || context.lower(token + 1) == "such").then(|| number(context, token, token + 1)).flatten()
    })
}

/// The place before "where": "went to Olmen, where he met ...".
fn antecedent<'c>(context: &Context<'c>, sentence: Sentence, head: TokenId) -> Option<&'c PlaceUse> {
    let at = (sentence.start..head).rev().take(14).find(|&token| context.lower(token) == "where")?;
    context.places.iter().find(|place| place.end <= at && place.end + 2 > at)
}

fn attendance(context: &Context<'_>, sentence: Sentence, meeting: &mut Meeting, phrase: (TokenId, TokenId)) {
    let stop = sentence.end.min(phrase.1 + 20);
    for token in phrase.1..stop {
        match context.lower(token) {
            "between" | "with" | "among" | "attended" => {
                let from = token + 1 + TokenId::from(context.lower(token + 1) == "by");
                let names = named_list(context, from, sentence.end).0;
                names.into_iter().for_each(|name| push(&mut meeting.talks.attending, name));
                break;
            }
            ";" | "." => break,
            _ => {}
        }
    }
    if let Some(clause) = context.clauses.around(context.grammar, meeting.head)
        && wording::is(
            context,
            clause.predicate,
            &[
                "hold",
                "attend",
                "open",
                "begin",
                "resume",
                "start",
                "join",
                "enter",
                "conduct",
                "conclude",
                "host",
                "have",
                "leave",
                "quit",
                "represent",
            ],
        )
        && let Some(subject) = if clause.passive { clause.object } else { clause.subject }
            .filter(|&subject| subject != meeting.head)
    {
        sides(context, subject).into_iter().for_each(|name| push(&mut meeting.talks.attending, name));
    }
    if let Some(absent) = cue(context, "absent")
        && let Some((at, ..)) = wording::first(context, sentence.start, sentence.end, &absent.phrases)
    {
        let names = context
            .clauses
            .around(context.grammar, at)
            .and_then(|clause| clause.subject)
            .map(|subject| sides(context, subject))
            .unwrap_or_default();
        names.into_iter().for_each(|name| push(&mut meeting.talks.absent, name));
    }
    if let Some(clause) = context.clauses.around(context.grammar, meeting.head)
        && let Some(absent) = cue(context, "absent")
        && absent.verbs.iter().any(|verb| {
            verb.split(['_', ' ']).next() == Some(context.lemma(clause.predicate))
                && verb
                    .split_once(['_', ' '])
                    .is_none_or(|(_, particle)| particle == context.lower(clause.predicate + 1))
        })
        && let Some(subject) = clause.subject
    {
        sides(context, subject).into_iter().for_each(|name| push(&mut meeting.talks.absent, name));
    }
    if let Some(mediator) = cue(context, "mediator")
        && let Some((_, to, _)) =
            wording::first(context, phrase.0, sentence.end.min(phrase.1 + 24), &mediator.phrases)
    {
        named_list(context, to, sentence.end)
            .0
            .into_iter()
            .for_each(|name| push(&mut meeting.talks.mediators, name));
    }
    let absent = meeting.talks.absent.clone();
    meeting.talks.attending.retain(|name| !absent.iter().any(|gone| gone.name == name.name));
}
