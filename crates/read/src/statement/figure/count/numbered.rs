//! A number and the words around it in, a count out, unless it is a date, a measure or a name.
//! What the number is comes from `figure::number`; what is counted from `phrase`.

use super::{Count, Finder, Kind};
use crate::statement::figure::number;

impl Finder<'_> {
    pub(super) fn number(&self, at: usize, first: usize) -> Option<Count> {
        let number = number::read(self.words, at, self.figures)?;
        let core = self.core(at, number.end);
        if self.is_other(core, number.end, first) {
            return None;
        }
        let mut count = Count {
            start: at,
            number_end: number.end,
            end: number.end,
            noun_start: number.end,
            head: None,
            low: number.low,
            high: number.high,
            approximate: number.approximate,
            kind: Kind::Number,
            of_them: false,
            compound: false,
            times: false,
        };
        let next = self.words.get(number.end);
        // "14 times", "hundreds of times"
        let times = number.end + usize::from(number.partitive && self.lower(number.end) == "of");
        if self.lower(times) == "times" || self.lower(times) == "occasions" {
            count.times = true;
            count.end = times;
            return Some(count);
        }
        if next.is_some_and(|next| next.form == "-" && !next.spaced) {
            // "700-strong" is a count, "45-day" none.
            count.compound = true;
            return (self.lower(number.end + 1) == "strong").then_some(count);
        }
        self.noun_phrase(&mut count, number.partitive);
        if number.one
            && count.head.is_none()
            && !count.of_them
            && !self.figures.is_predicate(self.lower(count.end))
        {
            // "one would think", "on the one hand"
            return matches!(self.lower(count.end), "was" | "were" | "is" | "has" | "had").then_some(count);
        }
        if let Some(head) = count.head
            && (self.class(head, "units") || self.lower(head) == "times")
        {
            return None;
        }
        Some(count)
    }

    /// The first word of the number itself, behind its bounds.
    fn core(&self, at: usize, end: usize) -> usize {
        (at..end)
            .find(|&index| self.words[index].form.starts_with(|ch: char| ch.is_ascii_digit()))
            .unwrap_or(at)
    }

    /// Says whether a number is a date, a measure, a name or a marker instead of a count.
    fn is_other(&self, core: usize, end: usize, first: usize) -> bool {
        let words = self.words;
        let before =
            core.checked_sub(1).filter(|&index| index >= first).map_or("", |index| self.lower(index));
        if before == "not" {
            return true;
        }
        // "5+5 commission"
        let pair = |at: usize| {
            words.get(at).is_some_and(|word| !word.spaced && matches!(word.form.as_str(), "+" | "/" | ":"))
        };
        if end > core
            && (pair(end) || pair(end - 1))
            && words
                .get(end + usize::from(pair(end)))
                .is_some_and(|word| !word.spaced && word.form.starts_with(|ch: char| ch.is_ascii_digit()))
        {
            return true;
        }
        // "a boy of 12"
        if before == "of"
            && core >= first + 2
            && self.class(core - 2, "civilians")
            && !self.lower(core - 2).ends_with('s')
            && !self.is_noun(end)
        {
            return true;
        }
        let glued = core > first && !words[core].spaced;
        if matches!(before, "$" | "€" | "£" | "¥" | "₹" | "#" | "us$")
            || (glued && matches!(before, "-" | "/" | ":" | "." | "+"))
        {
            return true;
        }
        if self.class(core.wrapping_sub(1), "labels") && core > first {
            // "Resolution 1701", "Post 4": a noun that follows makes it a count again ("the Army 12 men").
            let noun = words.get(end).is_some_and(|_| self.class(end, "people"));
            if !noun {
                return true;
            }
        }
        let digits = words[core].form.as_str();
        let day = digits.len() <= 2 || digits.len() == 4;
        if day
            && (self.is_month(before)
                || self.is_month(self.lower(end))
                || (self.lower(end) == "of" && self.is_month(self.lower(end + 1))))
        {
            return true;
        }
        if digits.len() == 4 && end == core + 1 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let year = (1800..2100).contains(&digits.parse::<u32>().unwrap_or(0));
            let counted = self.class(end, "people") || self.figures.is_predicate(self.lower(end));
            if year && !counted && !matches!(before, "killed" | "wounded" | "injured" | ":") {
                return true;
            }
        }
        if self.class(end, "units") || matches!(self.lower(end), "th" | "st" | "nd" | "rd" | "°" | "'" | "/")
        {
            return true;
        }
        // "of the 12th", "5 to 7 km", "12 x 40".
        self.context.times.iter().any(|time| (time.start as usize) <= core && core < time.end as usize)
    }
}
