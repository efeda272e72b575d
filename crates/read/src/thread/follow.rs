//! Units without a core in, the happenings they speak of out: harm, traces, authors, the truth of an account.
//! A clause that only stands near a happening and names nothing of it is left out.

use super::join::{Happening, closeness, places, shared, times};
use super::nucleus::definite;
use super::unit::{Unit, has_phrase, names_act, numbers};
use crate::grammar::{TokenId, Upos};
use crate::statement::{Content, Context, Statement};

/// What made a unit speak of a happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Words of a cue, by its index in the data.
    Cue(usize),
    /// A noun that stands for the happening.
    Noun,
    /// Telling nouns that it shares.
    Words,
    /// It goes on about the sentence before it.
    GoesOn,
    /// The number of a table row.
    Label,
}

/// Finds the happenings that a unit without a core speaks of.
#[must_use]
pub fn follow(
    context: &Context<'_>,
    at: usize,
    units: &[Unit],
    happenings: &[Happening],
    statements: &[Statement],
) -> (Vec<usize>, Option<Why>) {
    let link = &context.lexicon.tables.link;
    let unit = &units[at];
    let labels = numbers(context, unit);
    let labelled: Vec<usize> = (0..happenings.len())
        .filter(|&which| happenings[which].label.as_ref().is_some_and(|label| labels.contains(label)))
        .collect();
    if !labelled.is_empty() {
        return (labelled, Some(Why::Label));
    }
    let legend = (unit.start..unit.end).any(|token| context.lower(token) == "=");
    if unit.row || legend || bound(context, unit, statements) {
        return (Vec::new(), None);
    }
    // Two days named, and a happening told for each: it speaks of both.
    if unit.days.len() > 1 {
        let by_day: Vec<Option<usize>> = unit
            .days
            .iter()
            .map(|&(_, day)| {
                (0..happenings.len()).find(|&which| {
                    let happening = &happenings[which];
                    happening.when == Some(day) && places(&happening.spots, &unit.spots, link) >= 0
                })
            })
            .collect();
        if by_day.iter().all(Option::is_some) {
            let mut all: Vec<usize> = by_day.into_iter().flatten().collect();
            all.sort_unstable();
            all.dedup();
            return (all, Some(Why::Noun));
        }
    }
    let groups = |of: &[String], happening: &Happening| {
        let act = happening.act().unwrap_or("killing");
        link.group(act).is_some_and(|group| of.iter().any(|one| one == group))
    };
    let cues: Vec<usize> = (0..link.cues.len())
        .filter(|&index| {
            let cue = &link.cues[index];
            (unit.start..unit.end).any(|token| {
                cue.words.contains(context.lemma(token)) || cue.words.contains(context.lower(token))
            }) || has_phrase(context, unit.start, unit.end, &cue.phrases)
        })
        .collect();
    let nouns: Vec<TokenId> = (unit.start..unit.end)
        .filter(|&token| {
            context.grammar.tokens[token as usize].upos == Upos::Noun && names_act(context, token)
        })
        .collect();
    let goes_on = goes_on(context, unit, statements);
    let mut best: Option<(usize, i32, Why)> = None;
    let mut fitting: Vec<(usize, i32)> = Vec::new();
    for (which, happening) in happenings.iter().enumerate() {
        let Some(time) = times(happening.when, unit.when, link) else { continue };
        let words = shared(unit, happening, happenings, link);
        let place = match places(&happening.spots, &unit.spots, link) {
            // A quarter is taken for a part of the town only where the act itself goes on.
            0 if both_placed(unit, happening) => link.weight("own-place-other"),
            points => points,
        };
        let near = closeness(at, units, happening, link);
        let cue = cues.iter().copied().find(|&index| groups(&link.cues[index].of, happening));
        let noun = nouns.iter().copied().find(|&token| {
            link.nouns
                .iter()
                .any(|noun| noun.words.contains(context.lemma(token)) && groups(&noun.of, happening))
        });
        let mut score = time + words + place + near;
        let mut why = None;
        if let Some(token) = noun {
            let weight = link.weight("own-definite");
            score += if definite(context, token) { weight } else { weight / 2 };
            why = Some(Why::Noun);
        }
        if let Some(index) = cue {
            score += link.weight("own-next");
            why = why.or(Some(Why::Cue(index)));
        }
        if why.is_none() && words > 0 {
            why = Some(Why::Words);
        }
        if why.is_none() && goes_on && near >= link.weight("own-next") {
            score += link.weight("own-paragraph");
            why = Some(Why::GoesOn);
        }
        if which == 0 && unit.when.is_none() && noun.is_none() {
            score += link.weight("own-main");
        }
        let Some(why) = why else { continue };
        // A headline names what it is about.
        if unit.title && words + place <= 0 && !matches!(why, Why::Noun) {
            continue;
        }
        if score >= link.weight("own-bar") {
            fitting.push((which, score));
            if best.is_none_or(|(_, most, _)| score > most) {
                best = Some((which, score, why));
            }
        }
    }
    // "Both", "the two": as many as the words count, the latest told.
    if let Some(count) = unit.several
        && let Some(all) = several(count, at, unit, happenings, context)
    {
        return (all, Some(Why::Noun));
    }
    if let Some((which, _, why)) = best {
        return (vec![which], Some(why));
    }
    // It points to a happening that this report does not tell: the reader of many reports may know it.
    let named =
        unit.spots.iter().any(|spot| !spot.wide) || nouns.iter().any(|&token| definite(context, token));
    let telling = cues.iter().any(|&index| link.cues[index].id != "answer") || nouns.len() > 1;
    if telling && named && !unit.words.is_empty() && !unit.title {
        return (Vec::new(), Some(cues.first().map_or(Why::Noun, |&index| Why::Cue(index))));
    }
    (Vec::new(), None)
}

fn both_placed(unit: &Unit, happening: &Happening) -> bool {
    unit.spots.iter().any(|spot| !spot.wide) && happening.spots.iter().any(|spot| !spot.wide)
}

/// Says whether a unit lays down duties or tells of talks: it speaks of no happening, whatever nouns it has.
fn bound(context: &Context<'_>, unit: &Unit, statements: &[Statement]) -> bool {
    let run = context.grammar.span(unit.start, unit.end);
    statements.iter().any(|statement| {
        matches!(&statement.content, Content::Term(_) | Content::Talks(_))
            && statement.anchor.overlaps(run)
            && (statement.anchor.end - statement.anchor.start) * 2 > run.end - run.start
    })
}

/// Returns the acts that the nouns of a unit stand for.
#[must_use]
pub fn acts(context: &Context<'_>, unit: &Unit) -> Vec<String> {
    let tables = &context.lexicon.tables;
    (unit.start..unit.end)
        .filter(|&token| names_act(context, token))
        .filter_map(|token| {
            let lemma = context.lemma(token);
            tables.events.act_of_weapon(lemma).map(str::to_owned).or_else(|| {
                let frame = tables.events.nouns.get(lemma)?.iter().find(|frame| frame.before.is_empty())?;
                let act = &tables.events.entries[frame.entry as usize].act;
                tables.link.group(act).is_some().then(|| act.clone())
            })
        })
        .collect()
}

/// Finds the happenings that a counted plural means: exactly as many as it counts, of one group, the latest told.
#[must_use]
pub fn several(
    count: usize,
    at: usize,
    unit: &Unit,
    happenings: &[Happening],
    context: &Context<'_>,
) -> Option<Vec<usize>> {
    let link = &context.lexicon.tables.link;
    let acts = acts(context, unit);
    let told_last =
        |which: usize| happenings[which].units.iter().rev().find(|&&other| unit.title || other < at).copied();
    let mut told: Vec<usize> = (0..happenings.len())
        .filter(|&which| {
            let happening = &happenings[which];
            times(happening.when, unit.when, link).is_some()
                && happening.several.is_none()
                && (unit.title || happening.units.iter().any(|&other| other < at))
                && acts.iter().all(|act| happening.fits(Some(act), link) >= 45)
                && places(&happening.spots, &unit.spots, link) >= link.weight("own-place-other")
        })
        .collect();
    let group = |which: usize| link.group(happenings[which].act().unwrap_or("killing"));
    let last = *told.iter().max_by_key(|&&which| told_last(which))?;
    told.retain(|&which| group(which) == group(last));
    told.sort_by_key(|&which| std::cmp::Reverse(told_last(which)));
    told.truncate(count);
    told.sort_unstable();
    (told.len() == count).then_some(told)
}

/// Says whether a unit goes on about the one before: a quotation or a sentence whose subject points back.
fn goes_on(context: &Context<'_>, unit: &Unit, statements: &[Statement]) -> bool {
    let run = context.grammar.span(unit.start, unit.end);
    let silent = statements.iter().any(|statement| {
        statement.anchor.overlaps(run)
            && match &statement.content {
                Content::Claim(claim) => claim.stance == "no-comment",
                Content::Agreement(_) | Content::Term(_) | Content::Talks(_) => true,
                _ => false,
            }
    });
    if silent {
        return false;
    }
    let first = (unit.start..unit.end).find(|&token| {
        !matches!(context.grammar.tokens[token as usize].upos, Upos::Punct | Upos::Cconj | Upos::Adv)
    });
    let Some(first) = first else { return false };
    let word = &context.grammar.tokens[first as usize];
    let points = word.upos == Upos::Pron
        && matches!(
            word.lower.as_str(),
            "it" | "they"
                | "this"
                | "that"
                | "these"
                | "those"
                | "some"
                | "others"
                | "one"
                | "both"
                | "all"
                | "none"
                | "most"
        )
        || word.lower == "some"
        || matches!(word.lower.as_str(), "he" | "she" | "his" | "her" | "their" | "its")
            && context.clauses.around(context.grammar, first).is_some_and(|clause| {
                !matches!(
                    context.lemma(clause.predicate),
                    "say"
                        | "tell"
                        | "add"
                        | "give"
                        | "respond"
                        | "speak"
                        | "decline"
                        | "refer"
                        | "call"
                        | "urge"
                )
            });
    points && unit.when.is_none() && unit.spots.is_empty()
}
