//! Walks the tries of the lexicon over the tokens of a sentence and keeps the longest match.
//! Gives a match its value; knows no calendar.

use std::rc::Rc;

use truce_lexicon::load::times::{
    Class, Condition, Edge, Kind, Meridiem, Modifier, Origin, Part, Season, Slot, Times, Unit, Vague,
};

use super::shape::{self, Seen};
use super::value::Value;
use crate::grammar::Token;

/// A run of tokens that a rule matches.
#[derive(Debug, Clone)]
pub struct Match {
    pub start: usize,
    pub end: usize,
    pub rule: u16,
    pieces: Vec<(Slot, Piece)>,
}

#[derive(Debug, Clone)]
enum Piece {
    Token(Class, u32),
    Number(f32),
    Inner(Rc<Match>),
}

/// What was already looked for: group, token, and what was found.
type Memo = Vec<(u8, u32, Option<Rc<Match>>)>;

/// Matches groups inside one sentence.
pub struct Matcher<'a> {
    pub times: &'a Times,
    pub tokens: &'a [Token],
    pub seen: &'a [Seen],
    /// First token of the sentence.
    pub start: usize,
    /// One past its last.
    pub limit: usize,
    memo: Memo,
    stack: Vec<(Slot, Piece)>,
}

impl<'a> Matcher<'a> {
    pub fn new(times: &'a Times, tokens: &'a [Token], seen: &'a [Seen]) -> Self {
        Self { times, tokens, seen, start: 0, limit: 0, memo: Vec::new(), stack: Vec::new() }
    }

    /// Turns to the sentence `start..limit`.
    pub fn turn(&mut self, start: usize, limit: usize) {
        self.start = start;
        self.limit = limit.min(self.seen.len());
        self.memo.clear();
    }

    /// Returns the longest match at `at` of the groups in `groups`, the first group on a tie.
    pub fn longest(&mut self, at: usize, groups: u32) -> Option<Rc<Match>> {
        self.memo.retain(|(_, token, _)| *token as usize >= at);
        let mut best: Option<Rc<Match>> = None;
        let mut left = groups & self.seen[at].starts;
        while left != 0 {
            let group = left.trailing_zeros() as u8;
            left &= left - 1;
            if let Some(found) = self.group(group, at)
                && best.as_ref().is_none_or(|best| found.end > best.end)
            {
                best = Some(found);
            }
        }
        best
    }

    fn group(&mut self, group: u8, at: usize) -> Option<Rc<Match>> {
        if at >= self.limit || self.seen[at].starts & (1 << group) == 0 {
            return None;
        }
        let known = self.memo.iter().find(|(other, token, _)| *other == group && *token as usize == at);
        if let Some((_, _, found)) = known {
            return found.clone();
        }
        let outer = std::mem::take(&mut self.stack);
        let mut best = None;
        self.walk(group, 0, at, at, &mut best);
        self.stack = outer;
        let found = best.map(Rc::new);
        self.memo.push((group, at as u32, found.clone()));
        found
    }

    fn walk(&mut self, group: u8, node: u32, start: usize, at: usize, best: &mut Option<Match>) {
        let times = self.times;
        let Some(node) = times.groups[group as usize].trie.nodes.get(node as usize) else { return };
        if at > start && best.as_ref().is_none_or(|best| at > best.end) {
            for &rule in &node.leaves {
                if self.allows(rule, start, at) {
                    *best = Some(Match { start, end: at, rule, pieces: self.stack.clone() });
                    break;
                }
            }
        }
        if at >= self.limit {
            return;
        }
        let seen = self.seen[at];
        if seen.word != u16::MAX
            && let Ok(edge) = node.words.binary_search_by_key(&seen.word, |edge| edge.0)
        {
            self.walk(group, node.words[edge].1, start, at + 1, best);
        }
        for &(class, slot, next) in &node.classes {
            if seen.classes & class.bit() == 0 {
                continue;
            }
            if class == Class::Number {
                if let Some((value, end)) = shape::number(self.tokens, self.seen, at, self.limit, times) {
                    self.step(group, next, start, end, (slot, Piece::Number(value)), best);
                }
            } else {
                self.step(group, next, start, at + 1, (slot, Piece::Token(class, at as u32)), best);
            }
        }
        for &(inner, slot, next) in &node.groups {
            if let Some(found) = self.group(inner, at) {
                let end = found.end;
                self.step(group, next, start, end, (slot, Piece::Inner(found)), best);
            }
        }
    }

    fn step(
        &mut self,
        group: u8,
        next: u32,
        start: usize,
        end: usize,
        piece: (Slot, Piece),
        best: &mut Option<Match>,
    ) {
        self.stack.push(piece);
        self.walk(group, next, start, end, best);
        self.stack.pop();
    }

    /// Says whether the tokens beside `start..end` are as the rule asks.
    fn allows(&self, rule: u16, start: usize, end: usize) -> bool {
        let rule = &self.times.rules[rule as usize];
        let before = (start > self.start).then(|| start - 1);
        let after = (end < self.limit).then_some(end);
        (!rule.after.any || self.test(&rule.after, before))
            && (!rule.not_after.any || !self.test(&rule.not_after, before))
            && (!rule.before.any || self.test(&rule.before, after))
            && (!rule.not_before.any || !self.test(&rule.not_before, after))
    }

    fn test(&self, condition: &Condition, at: Option<usize>) -> bool {
        let Some(at) = at else { return condition.edge };
        let (seen, token) = (self.seen[at], &self.tokens[at]);
        seen.classes & condition.classes != 0
            || condition.words.binary_search(&seen.word).is_ok()
            || (condition.plural && is_plural(&token.form))
            || (condition.capital && token.form.starts_with(char::is_uppercase))
            || (condition.lower && token.form.starts_with(char::is_lowercase))
            || (condition.glued && !token.spaced)
    }

    /// Returns the tokens of the two ends of a range.
    pub fn ends(found: &Match) -> Option<[(u32, u32); 2]> {
        let mut ends = [None, None];
        for (slot, piece) in &found.pieces {
            let run = match piece {
                Piece::Inner(inner) => (inner.start as u32, inner.end as u32),
                Piece::Token(_, at) => (*at, at + 1),
                Piece::Number(_) => continue,
            };
            match slot {
                Slot::From => ends[0] = Some(run),
                Slot::To => ends[1] = Some(run),
                _ => {}
            }
        }
        Some([ends[0]?, ends[1]?])
    }

    /// Returns what a match says.
    pub fn value(&self, found: &Match) -> Value {
        let rule = &self.times.rules[found.rule as usize];
        let mut value = Value { kind: rule.kind.unwrap_or(Kind::Date), ..Value::default() };
        let (mut half, mut meridiem) = (false, None);
        let (mut from, mut to) = (None, None);
        for &(slot, number) in &rule.set {
            set(&mut value, slot, number, &mut half, &mut meridiem);
        }
        for (slot, piece) in &found.pieces {
            match piece {
                Piece::Inner(inner) => {
                    let inner = self.value(inner);
                    match slot {
                        Slot::From => from = Some(inner),
                        Slot::To => to = Some(inner),
                        Slot::Base => value.base = Some(Box::new(inner)),
                        Slot::Skip => {}
                        _ => {
                            if rule.kind.is_none() && inner.kind != Kind::Date {
                                value.kind = inner.kind;
                            }
                            value.fill(&inner);
                        }
                    }
                }
                Piece::Number(number) => match slot {
                    Slot::Clock => value.clock = Some(*number as i16 * 60),
                    Slot::Count => value.count = Some(*number),
                    _ => {}
                },
                Piece::Token(class, at) => {
                    let at = *at as usize;
                    let Some(number) = self.token_value(*class, at) else { continue };
                    match (slot, class) {
                        (Slot::From | Slot::To, _) => {
                            let mut end = Value::default();
                            match class {
                                Class::Figure if value.bc => end.year = Some(number as i16),
                                Class::Figure => end.clock = Some(number as i16 * 60),
                                Class::Short => end.year = Some(number as i16 % 100),
                                _ => set(&mut end, class.slot(), number, &mut half, &mut meridiem),
                            }
                            if *slot == Slot::From { from = Some(end) } else { to = Some(end) }
                        }
                        (Slot::Clock, Class::Figure) => value.clock = Some(number as i16 * 60),
                        (Slot::Count, Class::Some) => value.count = Some(0.0),
                        _ => set(&mut value, *slot, number, &mut half, &mut meridiem),
                    }
                }
            }
        }
        if half {
            value.count = Some(value.count.unwrap_or(1.0) / 2.0);
        }
        match (meridiem, value.clock) {
            (Some(Meridiem::Pm), Some(clock)) if clock < 720 => value.clock = Some(clock + 720),
            (Some(Meridiem::Am), Some(clock)) if (720..780).contains(&clock) => {
                value.clock = Some(clock - 720)
            }
            _ => {}
        }
        if value.bc {
            value.year = value.year.map(|year| if year > 0 { 1 - year } else { year });
        }
        if let (Some(mut from), Some(mut to)) = (from, to) {
            if value.bc {
                for end in [&mut from, &mut to] {
                    end.bc = true;
                    end.year = end.year.map(|year| if year > 0 { 1 - year } else { year });
                }
            }
            // "9-11 a.m."
            if let (Some(first), Some(last)) = (from.clock, to.clock)
                && from.zone.is_none()
                && first + 720 <= last
                && found.end - found.start <= 4
                && matches!(self.tokens[found.end - 1].lower.as_bytes().first(), Some(b'p'))
            {
                from.clock = Some(first + 720);
            }
            value.ends = Some(Box::new((from, to)));
            value = value.with_whole_ends();
        }
        value
    }

    fn token_value(&self, class: Class, at: usize) -> Option<i32> {
        let lower = &self.tokens[at].lower;
        match class {
            Class::Months => shape::joined_months(lower, self.times),
            Class::Nth | Class::Day => shape::figure(class, lower),
            _ => shape::word_value(self.seen[at], class, self.times).or_else(|| shape::figure(class, lower)),
        }
    }
}

/// Says whether a word looks like a plural noun ("troops"), as far as its letters tell.
fn is_plural(form: &str) -> bool {
    form.len() > 3
        && form.ends_with('s')
        && !form.ends_with("ss")
        && form.starts_with(char::is_lowercase)
        && !matches!(
            form,
            "this"
                | "thus"
                | "does"
                | "whereas"
                | "perhaps"
                | "always"
                | "across"
                | "towards"
                | "besides"
                | "alias"
        )
}

fn set(value: &mut Value, slot: Slot, number: i32, half: &mut bool, meridiem: &mut Option<Meridiem>) {
    let short = number as i16;
    match slot {
        Slot::Year => value.year = Some(short),
        Slot::Month => value.month = Some(number as i8),
        Slot::Day => value.day = Some(number as i8),
        Slot::Weekday => value.weekday = Some(number as i8),
        Slot::Season => value.season = Season::of(number),
        Slot::Holiday => value.holiday = Some(number as u16),
        Slot::Part => {
            value.part = Part::of(number);
            if value.part == Some(Part::Noon) && value.clock.is_none() {
                value.clock = Some(720);
            }
        }
        Slot::Clock => value.clock = Some(short),
        Slot::Meridiem => *meridiem = Meridiem::of(number),
        Slot::Zone => value.zone = Some(short),
        Slot::Unit => value.unit = Unit::of(number),
        Slot::Count => value.count = Some(number as f32),
        Slot::Half => *half = true,
        Slot::Direction => value.direction = Some(number as i8),
        Slot::Decade => value.decade = Some(short),
        Slot::Century => value.century = Some(short - 1),
        Slot::Era => value.bc = number == 1,
        Slot::Edge => value.edge = Edge::of(number),
        Slot::Modifier => value.modifier = Modifier::of(number),
        Slot::Origin => value.origin = Origin::of(number).unwrap_or(Origin::Reference),
        Slot::Iso => {
            value.year = Some((number / 10000) as i16);
            value.month = Some((number / 100 % 100) as i8);
            value.day = Some((number % 100) as i8);
        }
        Slot::Slashed => {
            value.year = Some((number / 10000) as i16);
            value.slashed = Some(((number / 100 % 100) as i8, (number % 100) as i8));
        }
        Slot::Group => {
            value.day = Some((number / 10000) as i8);
            value.clock = Some((number / 100 % 100 * 60 + number % 100) as i16);
        }
        Slot::Months => {
            value.month = Some((number / 100) as i8);
            value.last_month = Some((number % 100) as i8);
        }
        Slot::Vague => value.vague = Vague::of(number),
        Slot::Inner | Slot::From | Slot::To | Slot::Base | Slot::Skip => {}
    }
}
