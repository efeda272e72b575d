//! Counts and the wordings of the data in, the wording that fits each count out.
//! Looks at the words beside the count; who says so and where is for the drawing.

use truce_lexicon::load::figures::{Figures, Step, Wording};

use super::count::{Count, Kind, takes};
use crate::grammar::{Sentence, Token};
use crate::statement::Context;

/// A wording found at a count.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Index of the measure's entry in the lexicon.
    pub entry: u16,
    /// First word of wording and count.
    pub first: usize,
    /// One past the last.
    pub last: usize,
    /// Words skipped between count and wording.
    pub skipped: usize,
    /// Places of the wording.
    pub places: usize,
    /// Whether the words stand before the count.
    pub before: bool,
}

/// Returns the wording that fits the count best: the one that skips least and has most words.
#[must_use]
pub fn best(
    context: &Context<'_>,
    sentence: Sentence,
    counts: &[Count],
    index: usize,
    noun: Option<usize>,
) -> Option<Found> {
    let figures = &context.lexicon.tables.figures;
    let matcher = Matcher {
        figures,
        words: &context.grammar.tokens,
        first: sentence.start as usize,
        end: sentence.end as usize,
        counts,
        index,
    };
    let count = &counts[index];
    let mut best: Option<Found> = None;
    for wording in &figures.wordings {
        let entry = &figures.entries[wording.entry as usize];
        if count.kind == Kind::Zero && !entry.zero && !wording.of.zero
            || matches!(count.kind, Kind::Single | Kind::Definite) && !entry.single
            || count.low.or(count.high).unwrap_or(0.0) < entry.least && count.kind == Kind::Number
        {
            continue;
        }
        let Some((found, real)) = matcher.fits(wording) else { continue };
        let rank = |found: &Found| {
            (figures.entries[found.entry as usize].weak, found.skipped, std::cmp::Reverse(found.places))
        };
        let better = best.is_none_or(|best| rank(&found) < rank(&best));
        if !better || !(real || entry.planned) || !takes(context, &wording.of, count, noun) {
            continue;
        }
        if wording.noun && count.head.is_none() {
            continue;
        }
        // "the general" counts only right beside the verb.
        if count.kind == Kind::Definite && (found.skipped > 2 || wording.noun) {
            continue;
        }
        best = Some(found);
    }
    best
}

struct Matcher<'a> {
    figures: &'a Figures,
    words: &'a [Token],
    first: usize,
    end: usize,
    counts: &'a [Count],
    index: usize,
}

/// Where a run of steps ends, how many words it skipped, and whether it tells of what is.
type Way = (usize, usize, bool);

impl Matcher<'_> {
    fn lower(&self, at: usize) -> &str {
        if at < self.end { self.words.get(at).map_or("", |word| word.lower.as_str()) } else { "" }
    }

    fn is(&self, at: usize, among: &[String]) -> bool {
        let word = self.lower(at);
        !word.is_empty() && self.figures.among(word, among)
    }

    fn fits(&self, wording: &Wording) -> Option<(Found, bool)> {
        let count = &self.counts[self.index];
        if count.times
            != matches!(wording.after.first(), Some(Step::Word(words)) if words.iter().any(|word| word == "times" || word == "occasions"))
        {
            return None;
        }
        let (first, skipped_before, mut real) = if wording.before.is_empty() {
            (count.start, 0, true)
        } else {
            self.adverbs_before(count.start).find_map(|start| self.backward(&wording.before, start))?
        };
        let from = if count.compound { count.number_end } else { count.end };
        let (last, skipped_after, real_after) = self.forward(&wording.after, from)?;
        real &= real_after;
        if !wording.before.is_empty() {
            real &= self.is_real(first);
        }
        let places = wording
            .before
            .iter()
            .chain(&wording.after)
            .filter(|step| matches!(step, Step::Word(_) | Step::Be))
            .count()
            + usize::from(wording.of.zero);
        let found = Found {
            entry: wording.entry,
            first,
            last: last.max(count.end),
            skipped: skipped_before + skipped_after,
            places,
            before: !wording.before.is_empty(),
        };
        Some((found, real))
    }

    /// The count's first word, and the one before an adverb in front of it.
    fn adverbs_before(&self, start: usize) -> impl Iterator<Item = usize> {
        let adverb = start > self.first
            && matches!(
                self.lower(start - 1),
                "reportedly" | "allegedly" | "apparently" | "possibly" | "also" | "a" | "the" | "there"
            );
        std::iter::once(start).chain(adverb.then(|| start - 1))
    }

    /// Says whether a word that is skipped belongs to another count or another part of the sentence.
    fn bars(&self, at: usize) -> bool {
        matches!(self.lower(at), ";" | ":" | "")
            || self.counts.iter().enumerate().any(|(index, count)| {
                index != self.index
                    && count.kind != Kind::Definite
                    && count.kind != Kind::Single
                    && count.start <= at
                    && at < count.number_end
            })
    }

    /// Matches `steps` so that they end before `at`.
    fn backward(&self, steps: &[Step], at: usize) -> Option<Way> {
        let Some((step, rest)) = steps.split_last() else { return Some((at, 0, true)) };
        let previous = at.checked_sub(1).filter(|&previous| previous >= self.first);
        match step {
            Step::Word(words) => {
                let previous = previous.filter(|&previous| self.is(previous, words))?;
                self.backward(rest, previous).map(near)
            }
            Step::Maybe(words) => previous
                .filter(|&previous| self.is(previous, words))
                .and_then(|previous| self.backward(rest, previous))
                .or_else(|| self.backward(rest, at)),
            Step::Gap(most) | Step::Some(most) => {
                let mut at = at;
                for skipped in 0..=usize::from(*most) {
                    if (skipped > 0 || matches!(step, Step::Gap(_)))
                        && let Some((first, _, real)) = self.backward(rest, at)
                    {
                        return Some((first, skipped, real));
                    }
                    if at <= self.first || self.bars(at - 1) {
                        return None;
                    }
                    at -= 1;
                }
                None
            }
            Step::Be => {
                let previous = previous.filter(|&previous| is_be(self.lower(previous)))?;
                let before = previous.checked_sub(1).map_or("", |before| self.lower(before));
                let (start, real) = match before {
                    "have" | "has" | "had" => (previous - 1, true),
                    "to" | "will" | "would" | "may" | "might" | "could" | "should" => (previous - 1, false),
                    _ => (previous, true),
                };
                self.backward(rest, start).map(|(first, _, more)| (first, 0, real && more))
            }
            Step::Closed => self.backward(rest, at),
        }
    }

    /// Matches `steps` from `at` on.
    fn forward(&self, steps: &[Step], at: usize) -> Option<Way> {
        let Some((step, rest)) = steps.split_first() else { return Some((at, 0, true)) };
        match step {
            Step::Word(words) => self.is(at, words).then(|| self.forward(rest, at + 1)).flatten().map(near),
            Step::Maybe(words) => self
                .is(at, words)
                .then(|| self.forward(rest, at + 1))
                .flatten()
                .or_else(|| self.forward(rest, at)),
            Step::Gap(most) | Step::Some(most) => {
                let mut at = at;
                for skipped in 0..=usize::from(*most) {
                    if (skipped > 0 || matches!(step, Step::Gap(_)))
                        && let Some((last, _, real)) = self.forward(rest, at)
                    {
                        return Some((last, skipped, real));
                    }
                    // "12 people, among them two girls, were killed"
                    if let Some(close) = self.aside(at) {
                        at = close;
                        continue;
                    }
                    if self.bars(at) || self.stops(at) {
                        return None;
                    }
                    at += 1;
                }
                None
            }
            Step::Be => {
                let (next, real) = self.be(at)?;
                self.forward(rest, next).map(|(last, _, more)| (last, 0, real && more))
            }
            Step::Closed => self.is_closed(at).then(|| self.forward(rest, at)).flatten(),
        }
    }

    /// Returns the word after the closing comma of an aside about part of those counted.
    fn aside(&self, at: usize) -> Option<usize> {
        let opens = matches!(self.lower(at), "," | "(" | "--" | "-")
            && (matches!(
                self.lower(at + 1),
                "including" | "among" | "most" | "many" | "some" | "mostly" | "mainly" | "half" | "all"
            ) || matches!(self.lower(at + 1), "which" | "who" | "whose" | "whom")
                || self.counts.iter().any(|count| count.start == at + 1 && count.of_them));
        let close = if self.lower(at) == "(" { ")" } else { self.lower(at) };
        opens
            .then(|| {
                (at + 2..self.end.min(at + 24))
                    .find(|&index| self.lower(index) == close)
                    .map(|index| index + 1)
            })
            .flatten()
    }

    /// Says whether a finite verb or a new clause begins here, so that what follows is not said of the count.
    fn stops(&self, at: usize) -> bool {
        let word = &self.words[at];
        matches!(word.xpos, "VBD" | "VBZ" | "VBP" | "MD")
            || matches!(
                word.lower.as_str(),
                "who"
                    | "which"
                    | "whose"
                    | "that"
                    | "when"
                    | "while"
                    | "because"
                    | "but"
                    | "if"
                    | "where"
                    | "as"
                    | "after"
                    | "before"
                    | "until"
                    | "since"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "said"
                    | "says"
                    | "\""
            )
    }

    /// Reads "were", "have reportedly been", "are being"; false where it tells of what is not (yet) so.
    fn be(&self, at: usize) -> Option<(usize, bool)> {
        let (mut next, mut be, mut real) = (at, false, true);
        while next < self.end && next < at + 7 {
            match self.lower(next) {
                word if is_be(word) => be = true,
                "has" | "have" | "had" | "having" | "also" | "since" | "already" | "all" | "both"
                | "each" | "now" | "still" | "later" | "then" | "either" | "ever" | "currently"
                | "themselves" | "believed" | "known" | "said" | "thought" | "feared" | "estimated"
                | "confirmed" | "listed" => {}
                "to" => {
                    if self.lower(next + 1) != "have" {
                        real = false;
                    }
                }
                "will" | "would" | "may" | "might" | "could" | "should" | "shall" | "can" | "must"
                | "not" | "n't" | "never" => real = false,
                word if word.ends_with("ly") => {}
                _ => break,
            }
            next += 1;
        }
        be.then_some((next, real))
    }

    /// Says whether no object follows: then a participle before is passive.
    fn is_closed(&self, at: usize) -> bool {
        let count = &self.counts[self.index];
        let counted = self.counts.iter().any(|other| {
            other.start == at
                && matches!(other.kind, Kind::Number | Kind::Single | Kind::Definite | Kind::Zero)
        });
        if counted {
            return false;
        }
        let Some(word) = self.words.get(at).filter(|_| at < self.end) else { return true };
        let named = count.head.is_some() || count.of_them;
        !named
            || !(matches!(
                word.lower.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "its"
                    | "their"
                    | "his"
                    | "her"
                    | "our"
                    | "this"
                    | "that"
                    | "it"
                    | "them"
                    | "him"
                    | "us"
                    | "me"
                    | "nobody"
                    | "everyone"
                    | "people"
                    | "civilians"
                    | "soldiers"
            ) || word.xpos == "NNP"
                || word.xpos == "NNS")
    }

    /// Says whether the verb at `at` tells of what was done: not "to kill", "would kill", "did not kill".
    fn is_real(&self, at: usize) -> bool {
        let word = self.lower(at);
        let before = |back: usize| {
            at.checked_sub(back).filter(|&index| index >= self.first).map_or("", |index| self.lower(index))
        };
        if matches!(before(1), "not" | "n't" | "never" | "nor") {
            return false;
        }
        let finite = word.ends_with("ed") || word.ends_with("ing") || word.ends_with('s');
        if finite {
            return true;
        }
        match before(1) {
            "to" => matches!(
                before(2),
                "had"
                    | "have"
                    | "has"
                    | "managed"
                    | "continued"
                    | "continues"
                    | "continue"
                    | "began"
                    | "seemed"
                    | "appeared"
            ),
            "will" | "would" | "may" | "might" | "could" | "should" | "shall" | "can" | "must" => false,
            _ => true,
        }
    }
}

/// Forgets the words skipped further out: only those beside the count tell how far it is.
fn near((end, _, real): Way) -> Way {
    (end, 0, real)
}

fn is_be(word: &str) -> bool {
    matches!(
        word,
        "is" | "are" | "was" | "were" | "be" | "been" | "being" | "get" | "got" | "getting" | "'re"
    )
}
