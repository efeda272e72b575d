//! Scores events against sentences coded with one PLOVER event each: its type, its source, its target.
//! Modes and contexts are not scored.

use std::path::Path;

use serde::Deserialize;
use truce_lexicon::Lexicon;

use crate::re3d::lines;
use crate::reading::{Deed, Desk, Phrase, Read};
use crate::scores::{Scores, Tally, share};

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    text: String,
    expected: Vec<Coded>,
    #[serde(default)]
    spans: Vec<Marked>,
}

#[derive(Debug, Deserialize)]
struct Coded {
    source: Vec<Actor>,
    target: Vec<Actor>,
    #[serde(default)]
    reciprocal: bool,
    code: String,
    #[serde(default)]
    code_2024: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Actor {
    start: Option<u32>,
    end: Option<u32>,
}

#[derive(Debug, Deserialize)]
struct Marked {
    role: String,
    start: Option<u32>,
    end: Option<u32>,
}

/// A run of characters.
type Run = (u32, u32);

/// A phrase that was read: the whole, and its head word.
type Found = (Run, Run);

/// Scores a file of JSON lines.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let lexicon = Lexicon::embedded();
    let desk = Desk::new(&lexicon);
    let mut scores = Scores::new(errors);
    let (mut kinds, mut source, mut target) = (Tally::default(), Tally::default(), Tally::default());
    let mut by_kind: std::collections::BTreeMap<String, Tally> = std::collections::BTreeMap::new();
    for row in lines::<Row>(path)? {
        let Some(coded) = row.expected.first() else { continue };
        let want = coded.code_2024.as_deref().unwrap_or(&coded.code);
        let read = desk.sentence(&row.text);
        let deeds = read.deeds();
        let marked =
            runs(row.spans.iter().filter(|span| span.role == "EVT").map(|span| (span.start, span.end)));
        let deed = chosen(&deeds, &read, &marked);
        kinds.gold += 1;
        by_kind.entry(want.to_owned()).or_default().gold += 1;
        let got = deed.map_or("nothing", |deed| deed.kind.as_str());
        if deed.is_some() {
            kinds.read += 1;
            by_kind.entry(got.to_owned()).or_default().read += 1;
        }
        if want == got {
            kinds.hit += 1;
            by_kind.entry(want.to_owned()).or_default().hit += 1;
        } else {
            scores.error(|| format!("type {}: want {want} got {got}: {}", row.id, row.text.trim()));
        }
        let sources = runs(coded.source.iter().map(|actor| (actor.start, actor.end)));
        let targets = runs(coded.target.iter().map(|actor| (actor.start, actor.end)));
        let (mut doers, mut victims) = deed.map_or((Vec::new(), Vec::new()), |deed| {
            (found(&read, &deed.doers), found(&read, &deed.victims))
        });
        if coded.reciprocal {
            // Both sides are sources; whom the reading calls what does not matter.
            doers.append(&mut victims);
        }
        for (name, wanted, got, tally) in
            [("source", &sources, &doers, &mut source), ("target", &targets, &victims, &mut target)]
        {
            let one = pair(wanted, got);
            tally.add(one);
            if one.hit < one.gold.max(one.read) {
                scores.error(|| {
                    let words = |runs: Vec<Run>| {
                        runs.iter().map(|&run| words(&row.text, run)).collect::<Vec<_>>().join(" | ")
                    };
                    let (wanted, got) =
                        (words(wanted.clone()), words(got.iter().map(|found| found.0).collect()));
                    format!("{name} {}: want [{wanted}] got [{got}]: {}", row.id, row.text.trim())
                });
            }
        }
    }
    scores.value("type", share(kinds.hit, kinds.read));
    scores.f1("type_f1", kinds);
    scores.f1("source", source);
    scores.f1("target", target);
    scores.count("sentences", kinds.gold);
    scores.count("read", kinds.read);
    if kinds.read == 0 {
        scores.note("no event was read in any sentence");
    }
    for (kind, tally) in by_kind {
        scores.part_f1("types", &kind, "f1", tally);
        scores.part("types", &kind, "gold", tally.gold as f64);
        scores.part("types", &kind, "read", tally.read as f64);
    }
    Ok(scores)
}

fn runs(ends: impl Iterator<Item = (Option<u32>, Option<u32>)>) -> Vec<Run> {
    ends.filter_map(|(start, end)| Some((start?, end?))).collect()
}

/// Chooses the event that is coded: the one that covers most of what is marked; of several the one with the
/// fewest words.
fn chosen<'d>(deeds: &'d [Deed], read: &Read<'_>, marked: &[Run]) -> Option<&'d Deed> {
    deeds.iter().min_by_key(|deed| {
        let span = read.span(deed.span);
        let covered: u32 =
            marked.iter().map(|run| span.end.min(run.1).saturating_sub(span.start.max(run.0))).sum();
        (std::cmp::Reverse(covered), span.end - span.start)
    })
}

fn found(read: &Read<'_>, phrases: &[Phrase]) -> Vec<Found> {
    let run = |bytes| {
        let span = read.span(bytes);
        (span.start, span.end)
    };
    phrases.iter().map(|phrase| (run(phrase.span), run(phrase.head))).collect()
}

fn words(text: &str, run: Run) -> String {
    text.chars().skip(run.0 as usize).take(run.1.saturating_sub(run.0) as usize).collect()
}

/// Pairs phrases one to one where the head that was read lies in the coded phrase, or the other way about:
/// the coded phrase lies in the phrase that was read.
fn pair(gold: &[Run], read: &[Found]) -> Tally {
    let fits = |wanted: &Run, got: &Found| {
        let (phrase, head) = got;
        wanted.0 <= head.0 && head.1 <= wanted.1 || phrase.0 <= wanted.0 && wanted.1 <= phrase.1
    };
    let edges: Vec<Vec<usize>> =
        gold.iter().map(|wanted| (0..read.len()).filter(|&at| fits(wanted, &read[at])).collect()).collect();
    Tally { hit: crate::matching::largest(&edges, read.len()), gold: gold.len(), read: read.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_match_by_head() {
        for (gold, read, want) in [
            // "Velt troops": the head is inside.
            (vec![(0, 11)], vec![((0, 11), (5, 11))], 1),
            // "Velt" is coded, "Velt troops" read.
            (vec![(0, 4)], vec![((0, 11), (5, 11))], 1),
            // Something else.
            (vec![(20, 24)], vec![((0, 11), (5, 11))], 0),
            // One phrase is not two.
            (vec![(0, 4), (5, 11)], vec![((0, 11), (5, 11))], 1),
        ] {
            assert_eq!(pair(&gold, &read).hit, want, "{gold:?} {read:?}");
        }
    }

    #[test]
    fn words_are_counted_in_characters() {
        assert_eq!(words("é Velt", (2, 6)), "Velt");
    }
}
