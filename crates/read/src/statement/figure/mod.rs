//! Figures: counts of people or things harmed, moved, held or freed, of troops and of breaches.
//! Numbers and nouns are found in `count`, the measure by the wordings of the data; durations, ages, sums,
//! dates and ordinals are no figures.

mod count;
mod number;
mod rows;
mod slots;
mod wording;

#[cfg(test)]
mod tests;

use count::{Count, Kind};
use wording::Found;

use super::Context;
use super::kinds::{Content, Figure, Statement};
use crate::grammar::Sentence;

/// Measures of the facts form.
const MEASURES: &[&str] = &[
    "killed",
    "injured",
    "killed-or-injured",
    "displaced",
    "detained",
    "abducted",
    "missing",
    "released",
    "returned",
    "population",
    "troops",
    "violations",
    "other",
];

/// A count with its measure.
#[derive(Debug, Clone)]
struct Counted {
    count: Count,
    entry: u16,
    /// First word and one past the last of the words that tell it.
    first: usize,
    last: usize,
    /// The counted noun, also where it is left out.
    noun: Option<usize>,
    /// Whether more of the same may follow: "destroyed two houses, a mill and ..."
    lists: bool,
    rule: &'static str,
}

/// Draws the figures of a report, in order of the text.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Statement> {
    let mut drawn: Vec<(Counted, Figure)> = Vec::new();
    let mut last: Option<(Counted, u32)> = None;
    for sentence in &context.grammar.sentences {
        if !context.is_read(sentence.block) || sentence.range().is_empty() {
            continue;
        }
        let before = last
            .as_ref()
            .filter(|(_, block)| *block == sentence.block || *block + 1 == sentence.block)
            .map(|(counted, _)| counted.clone());
        for counted in sentence_figures(context, *sentence, before.as_ref()) {
            let Some(figure) = slots::fill(context, *sentence, &counted) else { continue };
            last = Some((counted.clone(), sentence.block));
            if !drawn.iter().any(|(_, known)| repeats(known, &figure)) {
                drawn.push((counted, figure));
            }
        }
    }
    let mut statements: Vec<Statement> = drawn
        .into_iter()
        .map(|(counted, figure)| {
            let entry = &context.lexicon.tables.figures.entries[counted.entry as usize];
            Statement {
                anchor: context.quote(counted.first as u32, counted.last as u32),
                content: Content::Figure(figure),
                rules: vec![format!("figure/{}", entry.id), format!("figure/{}", counted.rule)],
                voice: None,
            }
        })
        .collect();
    let anchors: Vec<_> = statements.iter().map(|statement| statement.anchor).collect();
    statements.extend(rows::draw(context, &anchors));
    statements.sort_by_key(|statement| (statement.anchor.start, statement.anchor.end));
    statements
}

/// Says whether a figure only repeats another: the same number of the same speaker. Small numbers recur by
/// chance.
fn repeats(known: &Figure, figure: &Figure) -> bool {
    known.measure == figure.measure
        && known.low == figure.low
        && known.high == figure.high
        && known.low.or(known.high).unwrap_or(0.0) >= 10.0
        && (known.speaker.as_ref().map(|name| &name.name) == figure.speaker.as_ref().map(|name| &name.name))
}

/// Finds the figures of one sentence; `before` is the last one of the same block.
fn sentence_figures(context: &Context<'_>, sentence: Sentence, before: Option<&Counted>) -> Vec<Counted> {
    let counts = count::find(context, sentence);
    // A number without a noun counts what the last one did.
    let mut nouns: Vec<Option<usize>> = Vec::with_capacity(counts.len());
    let mut noun = before.and_then(|before| before.noun);
    for count in &counts {
        if count.head.is_some() && count.kind != Kind::Definite {
            noun = count.head;
        }
        nouns.push(count.head.or(if count.kind == Kind::Zero { None } else { noun }));
    }
    let found: Vec<Option<Found>> = (0..counts.len())
        .map(|index| wording::best(context, sentence, &counts, index, nouns[index]))
        .collect();
    let mut counted: Vec<Option<Counted>> = found
        .iter()
        .zip(&counts)
        .zip(&nouns)
        .map(|((found, count), &noun)| {
            found.map(|found| Counted {
                count: count.clone(),
                entry: found.entry,
                first: found.first.min(count.start),
                last: found.last,
                noun,
                lists: found.before,
                rule: "wording",
            })
        })
        .collect();
    for index in 0..counts.len() {
        let weak = counted[index]
            .as_ref()
            .is_none_or(|counted| context.lexicon.tables.figures.entries[counted.entry as usize].weak);
        if weak
            && let Some(better) = shared(context, sentence, &counts, &nouns, &found, &counted, index, before)
        {
            counted[index] = Some(better);
        }
    }
    counted.into_iter().flatten().collect()
}

/// Gives a count without a wording of its own the measure of the one it is joined to.
#[allow(clippy::too_many_arguments)]
fn shared(
    context: &Context<'_>,
    sentence: Sentence,
    counts: &[Count],
    nouns: &[Option<usize>],
    found: &[Option<Found>],
    counted: &[Option<Counted>],
    index: usize,
    before: Option<&Counted>,
) -> Option<Counted> {
    let count = &counts[index];
    let words = &context.grammar.tokens;
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let entries = &context.lexicon.tables.figures.entries;
    let made = |entry: u16, rule: &'static str| {
        let single = matches!(count.kind, Kind::Number | Kind::Zero)
            || count.kind == Kind::Single && entries[entry as usize].single;
        let of = truce_lexicon::load::figures::Of::parse(&entries[entry as usize].of);
        (single && count::takes(context, &of, count, nouns[index])).then(|| Counted {
            count: count.clone(),
            entry,
            first: count.start,
            last: count.end,
            noun: nouns[index],
            lists: rule == "joined" || rule == "exchanged",
            rule,
        })
    };
    let previous = index.checked_sub(1).and_then(|previous| counted[previous].as_ref());
    let prior = |at: usize| {
        count.start.checked_sub(at).filter(|&at| at >= sentence.start as usize).map_or("", &lower)
    };
    // "..., including four nurses", "of whom rebels 16": part of those counted before.
    let opens = |word: &str| {
        matches!(word, "including" | "whom" | "them" | "which" | "notably" | "includes" | "included")
    };
    let from = (1..6).find(|&back| opens(prior(back)));
    let plain = |back: usize| !matches!(prior(back), "" | "," | ";" | "and" | "was" | "were" | "in" | "with");
    let part = count.of_them || from.is_some_and(|from| (1..from).all(plain));
    if part && let Some(above) = previous.or(before.filter(|_| count.of_them)) {
        return made(above.entry, "part");
    }
    // "exchanged 17 prisoners for three"
    if let Some(above) = previous.filter(|above| entries[above.entry as usize].measure == "released")
        && matches!(prior(1), "for" | "against")
        && (above.last..count.start).len() <= 2
    {
        return made(above.entry, "exchanged");
    }
    // "killed five gunners and nine porters"
    if let Some(above) = previous.filter(|above| above.lists)
        && count.kind != Kind::Definite
    {
        let from = above.count.end;
        let gap: Vec<&str> = (from..count.start).map(&lower).collect();
        if matches!(gap.as_slice(), ["and" | "," | "or" | "plus"] | [",", "and"] | ["as", "well", "as"]) {
            return made(above.entry, "joined");
        }
        if gap.len() < 7
            && gap.last().is_some_and(|word| matches!(*word, "and" | "plus"))
            && matches!(gap.first(), Some(&("in" | "of" | "at" | "from" | "near")))
        {
            return made(above.entry, "joined");
        }
    }
    // "five gunners and nine porters were killed"
    if let Some(next) = counts.get(index + 1)
        && let Some(below) = found[index + 1].as_ref()
        && !below.before
        && count.kind != Kind::Definite
    {
        let gap: Vec<&str> = (count.end..next.start).map(&lower).collect();
        let joined = matches!(gap.as_slice(), ["and" | "," | "or"] | [",", "and"] | ["as", "well", "as"]);
        if joined && below.skipped < 8 && found[index + 1].is_some_and(|found| found.last > next.end) {
            return made(below.entry, "joined");
        }
    }
    if count.kind != Kind::Number || count.head.is_some() {
        return None;
    }
    let above = previous.or(before)?;
    let after = lower(count.end);
    let ends = count.end >= sentence.end as usize
        || matches!(
            after,
            "," | ";"
                | "."
                | ")"
                | "and"
                | "while"
                | "since"
                | "on"
                | "in"
                | "for"
                | "of"
                | "between"
                | "during"
                | "last"
                | "the"
                | "a"
                | "--"
                | "from"
                | "over"
        );
    // "from five to nine"
    if prior(1) == "to" && previous.is_some() && ends {
        return made(above.entry, "changed");
    }
    // "Leva counted 73 breaches; Olmen 58"
    if let Some(same) = previous
        && ends
    {
        let from = same.last;
        let gap: Vec<usize> = (from..count.start).collect();
        let mark = gap.iter().rposition(|&at| matches!(lower(at), "," | ";" | ":" | "and" | "while" | "of"));
        if let Some(mark) = mark
            && (1..=4).contains(&(gap.len() - mark - 1))
            && gap[mark + 1..].iter().all(|&at| {
                is_name_like(&words[at].form)
                    || matches!(
                        lower(at),
                        "the"
                            | "for"
                            | "in"
                            | "side"
                            | "army"
                            | "government"
                            | "undetermined"
                            | "unknown"
                            | "against"
                            | "rebels"
                            | "others"
                            | "armed"
                            | "forces"
                            | "police"
                            | "opposition"
                            | "militia"
                            | "side's"
                    )
            })
        {
            return made(same.entry, "gapped");
        }
    }
    // "The army says the front has committed 11."
    let verb = matches!(
        prior(1),
        "committed"
            | "counted"
            | "recorded"
            | "registered"
            | "reported"
            | "acknowledged"
            | "admitted"
            | "listed"
            | "claimed"
            | "documented"
            | "alleged"
            | "confirmed"
    );
    if verb && ends {
        return made(above.entry, "elided");
    }
    // "found the clan responsible for 19", "against 85 the year before", "compared with 44"
    let beside = prior(1) == "for" && prior(2) == "responsible"
        || matches!(prior(1), "against" | "versus" | "vs" | "vs.")
        || matches!(prior(1), "with" | "to")
            && matches!(prior(2), "compared" | "compares" | "comparison" | "opposed")
        || matches!(prior(1), "from" | "than")
            && matches!(
                prior(2),
                "down"
                    | "up"
                    | "rise"
                    | "increase"
                    | "decrease"
                    | "fewer"
                    | "more"
                    | "drop"
                    | "toll"
                    | "higher"
                    | "lower"
            )
        || prior(1) == ":" && matches!(prior(2), "day" | "week" | "month" | "period" | "year");
    if beside && ends {
        return made(above.entry, "compared");
    }
    // "lowered it to fourteen", "puts it at 70", "our own tally is 23"
    let it = matches!(prior(1), "to" | "at")
        && matches!(
            prior(2),
            "it" | "that"
                | "this"
                | "figure"
                | "number"
                | "count"
                | "toll"
                | "total"
                | "tally"
                | "figures"
                | "sum"
        );
    let number = matches!(prior(1), "is" | "was" | "gives" | "gave" | "said" | "of" | "at")
        && (2..11).any(|back| matches!(prior(back), "figure" | "number" | "count" | "toll" | "tally"));
    if (it || number) && ends {
        return made(above.entry, "elided");
    }
    None
}

fn is_name_like(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}
