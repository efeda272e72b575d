//! Sentences in, counts out: each number with the noun phrase that it counts, also "no", "nobody" and "a boy".
//! Decides nothing about the measure; that is for the wordings.

use truce_lexicon::load::figures::Figures;
use truce_lexicon::load::words::{CLOSED, FULL_WEEKDAY, MONTH, TODAY};

use crate::grammar::{Sentence, Token};
use crate::statement::Context;

mod numbered;
mod people;
mod phrase;
mod unnumbered;

pub use people::takes;

/// In what way a count is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// By a number.
    Number,
    /// "no", "nobody", "not one".
    Zero,
    /// One person without a number: "a boy".
    Single,
    /// One person who is known: "its pilot".
    Definite,
}

/// A number with what it counts; words are indices of the report's tokens.
#[derive(Debug, Clone)]
pub struct Count {
    /// First word, bounds included.
    pub start: usize,
    /// One past the last word of the number.
    pub number_end: usize,
    /// One past the last word of the noun phrase.
    pub end: usize,
    /// First word of the noun phrase.
    pub noun_start: usize,
    /// The counted noun, if it is named.
    pub head: Option<usize>,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// "about".
    pub approximate: bool,
    /// In what way it is given.
    pub kind: Kind,
    /// Counted out of those named before: "of them", "of whom".
    pub of_them: bool,
    /// Part of a compound: "500-strong".
    pub compound: bool,
    /// The number beside "times".
    pub times: bool,
}

/// Finds the counts of a sentence, in order.
#[must_use]
pub fn find(context: &Context<'_>, sentence: Sentence) -> Vec<Count> {
    let range = sentence.range();
    let finder = Finder {
        context,
        figures: &context.lexicon.tables.figures,
        words: &context.grammar.tokens[..range.end],
    };
    let mut counts: Vec<Count> = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let found = finder
            .zero(at, range.start)
            .or_else(|| finder.number(at, range.start))
            .or_else(|| finder.single(at));
        match found {
            Some(count) => {
                at = count.end.max(at + 1);
                let count = match finder.with_theirs(&count) {
                    Some(whole) => {
                        at = whole.end;
                        whole
                    }
                    None => count,
                };
                let also = finder.also_none(&count);
                counts.push(count);
                if let Some(also) = also {
                    at = also.end;
                    counts.push(also);
                }
            }
            None => at += 1,
        }
    }
    counts
}

struct Finder<'a> {
    context: &'a Context<'a>,
    figures: &'a Figures,
    /// The report's words up to the end of the sentence.
    words: &'a [Token],
}

impl Finder<'_> {
    fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    fn class(&self, at: usize, class: &str) -> bool {
        self.figures.in_class(self.lower(at), class)
    }

    /// The closed classes of a word, which may end in a stop.
    fn classes(&self, word: &str) -> u16 {
        self.context.lexicon.tables.sources.words.of(word)
    }

    fn is_month(&self, word: &str) -> bool {
        self.classes(word.trim_end_matches('.')) & MONTH != 0
    }

    /// Says whether a word is part of a date, or of no noun phrase at all.
    fn is_closed(&self, word: &str) -> bool {
        self.classes(word) & CLOSED != 0
            || self.classes(word.trim_end_matches('.')) & (MONTH | FULL_WEEKDAY | TODAY) != 0
    }
}
