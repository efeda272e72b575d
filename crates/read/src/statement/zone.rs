//! Nouns of zones and lines in, areas with a rule out.
//! Draws no shape; where a zone lies on the map is left to whoever has a map.

use super::context::Context;
use super::kinds::{Content, Name, Statement, Zone};
use super::wording;
use crate::grammar::{Sentence, TokenId, Upos};

/// Draws the zones of a report, each once.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Statement> {
    let mut found: Vec<(Zone, Statement)> = Vec::new();
    for &sentence in &context.grammar.sentences {
        if !context.is_read(sentence.block) {
            continue;
        }
        let mut at = sentence.start;
        while at < sentence.end {
            let Some((to, kind)) = named(context, at, sentence.end) else {
                at += 1;
                continue;
            };
            let (zone, words) = zone(context, sentence, at, to, kind);
            at = to;
            add(context, &mut found, zone, words);
        }
    }
    found.into_iter().map(|(_, statement)| statement).collect()
}

fn add(context: &Context<'_>, found: &mut Vec<(Zone, Statement)>, zone: Zone, words: (TokenId, TokenId)) {
    let lower = |zone: &Zone| zone.name.as_ref().map(|name| name.to_lowercase());
    let place = |one: &Zone, other: &Zone| {
        one.place.iter().any(|one| other.place.iter().any(|other| one.name == other.name))
    };
    let same = |known: &Zone| {
        known.kind == zone.kind
            && (place(known, &zone)
                || (known.place.is_empty() || zone.place.is_empty()) && lower(known) == lower(&zone))
    };
    if let Some((known, statement)) = found.iter_mut().find(|(known, _)| same(known)) {
        known.rule = known.rule.take().or(zone.rule);
        if known.place.is_empty() {
            known.place = zone.place;
        }
        statement.content = Content::Zone(known.clone());
        return;
    }
    let rule = format!("zone/{}", zone.kind);
    let statement = Statement {
        anchor: context.quote(words.0, words.1),
        content: Content::Zone(zone.clone()),
        rules: vec![rule],
        voice: None,
    };
    found.push((zone, statement));
}

const KINDS: [&str; 9] = [
    "buffer",
    "demilitarized",
    "de-escalation",
    "safe",
    "no-fly",
    "corridor",
    "line-of-contact",
    "exclusion",
    "other",
];

/// The zone's noun that begins at `at`: one past its end, and its type. A bare "zone" needs a rule.
fn named(context: &Context<'_>, at: TokenId, end: TokenId) -> Option<(TokenId, &'static str)> {
    let zones = &context.lexicon.tables.deals.zones;
    let best = zones
        .iter()
        .filter(|cue| !cue.gives.is_empty())
        .filter_map(|cue| wording::longest(context, at, end, &cue.nouns).map(|(to, words)| (to, words, cue)))
        .max_by_key(|(to, ..)| *to);
    if let Some((to, words, cue)) = best {
        let kind = KINDS.iter().copied().find(|kind| *kind == cue.gives)?;
        // One word alone is a zone only with a place or a rule behind it.
        let single = !words.contains(' ') && words != "dmz";
        let next = context.grammar.tokens.get(to as usize).filter(|_| to < end);
        if single
            && !(next.is_some_and(|next| {
                matches!(next.lower.as_str(), "between" | "from" | "to" | "for" | "along")
            }) && at > 0
                && kind == "corridor"
                && !context.places_in(to, end.min(to + 8)).is_empty())
        {
            return None;
        }
        return Some((to, kind));
    }
    let noun = matches!(context.lower(at), "zone" | "strip" | "belt");
    let rules = &zones.iter().find(|cue| cue.id == "rule")?.phrases;
    let ruled = noun
        && (at + 1..end.min(at + 8)).any(|token| {
            wording::longest(context, token, end, rules).is_some_and(|(_, words)| {
                matches!(
                    words,
                    "free of"
                        | "off limits to"
                        | "in which no"
                        | "where no"
                        | "cleared of"
                        | "without weapons"
                        | "must be free of"
                )
            })
        });
    ruled.then_some((at + 1, "demilitarized"))
}

fn zone(
    context: &Context<'_>,
    sentence: Sentence,
    at: TokenId,
    to: TokenId,
    kind: &'static str,
) -> (Zone, (TokenId, TokenId)) {
    let mut start = at;
    while start > sentence.start && at - start < 6 {
        let word = &context.grammar.tokens[start as usize - 1];
        if !matches!(word.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Det)
            && !matches!(word.lower.as_str(), "-" | "'s")
        {
            break;
        }
        start -= 1;
        if word.upos == Upos::Det {
            break;
        }
    }
    let rules = context
        .lexicon
        .tables
        .deals
        .zones
        .iter()
        .find(|cue| cue.id == "rule")
        .map_or(&[][..], |cue| &cue.phrases);
    // Behind the noun, up to a verb or a mark: "west of the dyke", "closed to all boats".
    let mut end = to;
    let rule = wording::first(context, to, sentence.end.min(to + 14), rules);
    while end < sentence.end && end - to < 16 && !wording::parts(context, end) && context.lower(end) != "," {
        let word = &context.grammar.tokens[end as usize];
        if matches!(word.upos, Upos::Verb | Upos::Aux)
            && word.xpos != "VBN"
            && rule.is_none_or(|(from, ..)| end < from)
        {
            break;
        }
        end += 1;
    }
    let mut place: Vec<Name> =
        context.places_in(start, end.min(to + 10)).into_iter().map(|place| place.name.clone()).collect();
    if place.is_empty()
        && to + 1 < end
        && matches!(
            context.lower(to),
            "south" | "north" | "east" | "west" | "between" | "along" | "around" | "in" | "near"
        )
    {
        place.push(Name::plain(context.quote(to, end).of(&context.document.text)));
    }
    // "The Tarsk delta is one of two neutral zones".
    if place.is_empty()
        && let Some(clause) = context
            .clauses
            .around(context.grammar, to - 1)
            .filter(|clause| clause.copular || context.lemma(clause.predicate) == "be")
        && let Some(named) = clause.subject.and_then(|subject| context.place_at(subject))
    {
        place.push(named.name.clone());
    }
    let text = |from: TokenId, to: TokenId| context.quote(from, to).of(&context.document.text).to_owned();
    let skip = (start..to)
        .take_while(|&token| matches!(context.lower(token), "the" | "a" | "an" | "this" | "that" | "its"))
        .count() as TokenId;
    let rule = rule.map(|(from, ..)| {
        let stop = (from..sentence.end)
            .find(|&token| wording::parts(context, token))
            .unwrap_or(sentence.end)
            .min(from + 20);
        text(from, stop)
    });
    (Zone { kind, name: Some(text((start + skip).min(to - 1), to)), place, rule }, (start, end))
}
