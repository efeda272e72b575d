//! Words without a number in, counts out: "no casualties", "a boy", "its pilot".
//! Whether a single one counts at all is for the measure.

use truce_lexicon::load::words::SEVERAL;

use super::{Count, Finder, Kind};
use crate::grammar::Upos;

impl Finder<'_> {
    /// "no casualties", "nobody", "not one", "without loss of life".
    pub(super) fn zero(&self, at: usize, first: usize) -> Option<Count> {
        let mut count = Count {
            start: at,
            number_end: at + 1,
            end: at + 1,
            noun_start: at + 1,
            head: None,
            low: Some(0.0),
            high: Some(0.0),
            approximate: false,
            kind: Kind::Zero,
            of_them: false,
            compound: false,
            times: false,
        };
        match (self.lower(at), self.lower(at + 1)) {
            ("no", "one") | ("no-one", _) => count.number_end = at + 1 + usize::from(self.lower(at) == "no"),
            ("nobody" | "none" | "nil", _) => {
                count.number_end = at + 1;
                if self.lower(at + 1) == "of" {
                    count.of_them = true;
                    count.end = at + 3;
                    self.noun_phrase(&mut count, true);
                    return Some(count);
                }
            }
            ("not", "one" | "a") => {
                count.number_end = at + 2 + usize::from(self.lower(at + 2) == "single");
                if self.lower(at + 1) == "a" && count.number_end == at + 2 {
                    return None;
                }
            }
            ("no" | "without", next) => {
                if matches!(next, "longer" | "more" | "less" | "fewer" | "later") {
                    return None;
                }
                // "no early reports of victims", "without causing victims"
                let mut next = at + 1;
                let limit = (at + 5).min(self.words.len());
                if let Some(of) = (next..limit).find(|&index| {
                    matches!(
                        self.lower(index),
                        "reports"
                            | "report"
                            | "word"
                            | "news"
                            | "sign"
                            | "signs"
                            | "information"
                            | "record"
                            | "loss"
                            | "indication"
                            | "indications"
                    )
                }) && self.lower(of + 1) == "of"
                    && self.lower(of) != "loss"
                {
                    next = of + 2;
                    next += usize::from(matches!(self.lower(next), "any" | "the" | "new" | "further"));
                } else if matches!(
                    self.lower(next),
                    "causing" | "suffering" | "any" | "reporting" | "taking" | "inflicting"
                ) {
                    next += 1;
                    next += usize::from(self.lower(next) == "any");
                }
                count.number_end = next;
            }
            ("any", _) => {
                let negated = (at.saturating_sub(6).max(first)..at).any(|index| {
                    matches!(
                        self.lower(index),
                        "not" | "n't" | "never" | "without" | "nor" | "neither" | "nobody"
                    )
                });
                if !negated {
                    return None;
                }
            }
            _ => return None,
        }
        count.end = count.number_end;
        count.noun_start = count.number_end;
        self.noun_phrase(&mut count, true);
        // "no deaths or burns" is told apart by whoever draws it.
        let bare = matches!(self.lower(at), "no" | "without") && self.lower(at + 1) != "one"
            || self.lower(at) == "any" && !self.figures.is_predicate(self.lower(at.wrapping_sub(1)));
        match count.head {
            Some(head) => (self.class(head, "people")
                || self.figures.is_counted(self.lower(head))
                || self.lower(head) == "times")
                .then_some(count),
            None => (!bare).then_some(count),
        }
    }

    /// "a miller and his four sons": five.
    pub(super) fn with_theirs(&self, one: &Count) -> Option<Count> {
        let joined = matches!(one.kind, Kind::Single)
            && matches!(self.lower(one.end), "and" | "with")
            && matches!(self.lower(one.end + 1), "her" | "his");
        let other = joined
            .then(|| self.number(one.end + 2, one.end).or_else(|| self.single(one.end + 1)))
            .flatten()?;
        let (low, high) = (other.low? + 1.0, other.high? + 1.0);
        Some(Count {
            start: one.start,
            noun_start: one.start,
            low: Some(low),
            high: Some(high),
            kind: Kind::Number,
            ..other
        })
    }

    /// "no deaths or burns": the second noun has none either.
    pub(super) fn also_none(&self, count: &Count) -> Option<Count> {
        let joined = count.kind == Kind::Zero
            && count.head.is_some_and(|head| self.figures.is_counted(self.lower(head)))
            && matches!(self.lower(count.end), "or" | "and" | "nor");
        let noun = count.end + 1;
        (joined && self.is_noun(noun) && !self.figures.is_predicate(self.lower(noun))).then(|| Count {
            number_end: noun,
            noun_start: noun,
            end: noun + 1,
            head: Some(noun),
            ..count.clone()
        })
    }

    /// "a boy", "its pilot", "the governor".
    pub(super) fn single(&self, at: usize) -> Option<Count> {
        let kind = match self.lower(at) {
            "a" | "an" | "another" => Kind::Single,
            "the" | "its" | "their" | "his" | "her" | "our" | "my" | "your" => Kind::Definite,
            _ => return None,
        };
        let mut start = at + 1;
        // "a 70-year-old ferryman"
        if self.words.get(start).is_some_and(|word| {
            word.upos == Upos::Num || word.form.starts_with(|ch: char| ch.is_ascii_digit())
        }) {
            let old =
                (start..self.words.len().min(start + 5)).find(|&index| self.lower(index).ends_with("old"))?;
            start = old + 1;
        }
        let mut next = start;
        let mut head = None;
        while next < self.words.len() && next - start < 6 {
            if self.figures.in_class(self.lower(next), "people")
                && !self.figures.is_predicate(self.lower(next))
            {
                head = Some(next);
            } else if head.is_some()
                || !(self.is_noun(next)
                    || self.is_modifier(next)
                    || self.is_joint(next)
                    || self.lower(next).ends_with("-old"))
            {
                break;
            }
            next += 1;
        }
        let head = head?;
        let word = self.lower(head);
        let plural = word.ends_with('s') && !word.ends_with("ss")
            || self.classes(word) & SEVERAL != 0
            || word.ends_with("men");
        if plural {
            return None;
        }
        Some(Count {
            start: at,
            number_end: at + 1,
            end: head + 1,
            noun_start: start,
            head: Some(head),
            low: Some(1.0),
            high: Some(1.0),
            approximate: false,
            kind,
            of_them: false,
            compound: false,
            times: false,
        })
    }
}
