//! The words behind a number in, the noun phrase that it counts out.
//! Goes by the words themselves, since the parse of lists of numbers is often wrong.

use super::{Count, Finder};
use crate::grammar::Upos;

impl Finder<'_> {
    /// Reads the noun phrase behind a number.
    pub(super) fn noun_phrase(&self, count: &mut Count, partitive: bool) {
        let mut at = count.number_end;
        if self.lower(at) == "of" {
            match self.lower(at + 1) {
                "them" | "whom" | "which" | "us" | "you" | "these" | "those" if !self.is_noun(at + 2) => {
                    count.of_them = true;
                    count.end = at + 2;
                    // "of them children"
                    if self.is_noun(at + 2) || self.is_modifier(at + 2) && self.is_noun(at + 3) {
                        at += 2;
                    } else {
                        return;
                    }
                }
                "the" | "its" | "their" | "his" | "her" | "our" | "my" | "those" | "these" | "your" => {
                    at += 2
                }
                _ if partitive => at += 1,
                _ => return,
            }
        }
        count.noun_start = at;
        let mut head = None;
        let mut next = at;
        while next < self.words.len() {
            if self.is_noun(next) {
                // "120 sailors drill": after a plural only a word that is no verb goes on.
                let complete = head.is_some_and(|head| {
                    self.class(head, "people") && self.lower(head).ends_with('s') && self.lower(next) != "'s"
                });
                if complete && !self.class(next, "people") && !self.class(next, "things") {
                    break;
                }
                head = Some(next);
            } else if !(self.is_modifier(next) || self.is_joint(next)) {
                break;
            }
            next += 1;
            if next - at > 8 {
                break;
            }
        }
        if let Some(head) = head {
            count.head = Some(head);
            count.end = head + 1;
        } else {
            count.noun_start = count.end;
        }
    }

    /// Says whether a word can be the noun that is counted.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let lower = word.lower.as_str();
        if self.figures.in_class(lower, "people") || self.figures.in_class(lower, "things") {
            return true;
        }
        if self.figures.is_predicate(lower)
            || self.is_closed(lower)
            || !lower.starts_with(char::is_alphabetic)
        {
            return false;
        }
        matches!(word.upos, Upos::Noun | Upos::Propn) && !lower.ends_with("ly")
    }

    /// Says whether a word can stand between a number and its noun.
    pub(super) fn is_modifier(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let lower = word.lower.as_str();
        if matches!(
            lower,
            "more"
                | "other"
                | "others"
                | "further"
                | "additional"
                | "such"
                | "new"
                | "suspected"
                | "alleged"
                | "armed"
                | "unarmed"
        ) {
            return true;
        }
        if self.is_closed(lower) || self.figures.is_predicate(lower) && !self.is_noun(at + 1) {
            return false;
        }
        match word.upos {
            Upos::Adj | Upos::Propn | Upos::Noun => {
                // "twenty wounded soldiers": the adjective is what is counted.
                let counted = word.upos == Upos::Adj && self.figures.is_predicate(lower);
                lower.starts_with(char::is_alphabetic) && !lower.ends_with("ly") && !counted
            }
            Upos::Verb => {
                (lower.ends_with("ed") || lower.ends_with("ing"))
                    && (self.is_noun(at + 1))
                    && !self.figures.is_predicate(lower)
            }
            _ => false,
        }
    }

    /// Says whether a mark joins two words of the phrase ("Olmen-led forces").
    pub(super) fn is_joint(&self, at: usize) -> bool {
        let glued = |at: usize| self.words.get(at).is_some_and(|word| !word.spaced);
        matches!(self.lower(at), "-") && glued(at) && glued(at + 1)
            // "60 \"reprisal\" hangings"
            || self.lower(at) == "\"" && (self.lower(at + 2) == "\"" || self.lower(at.wrapping_sub(2)) == "\"") && self.is_noun(at + 1)
            || self.lower(at) == "'s"
            || self.lower(at) == "'" && glued(at) && self.is_noun(at + 1)
    }
}
