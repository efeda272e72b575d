//! Sentences in, counts out: each number with the noun phrase that it counts, also "no", "nobody" and "a boy".
//! Decides nothing about the measure; that is for the wordings.

use truce_lexicon::load::figures::{Figures, Of};

use super::number;
use crate::grammar::{Sentence, Token, Upos};
use crate::mention::entity::EntityKind;
use crate::statement::Context;

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

    fn number(&self, at: usize, first: usize) -> Option<Count> {
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
            && (is_month(before)
                || is_month(self.lower(end))
                || (self.lower(end) == "of" && is_month(self.lower(end + 1))))
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

    /// Reads the noun phrase behind a number.
    fn noun_phrase(&self, count: &mut Count, partitive: bool) {
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
    fn is_noun(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        let lower = word.lower.as_str();
        if self.figures.in_class(lower, "people") || self.figures.in_class(lower, "things") {
            return true;
        }
        if self.figures.is_predicate(lower)
            || is_closed(lower)
            || is_month(lower)
            || is_weekday(lower)
            || !lower.starts_with(char::is_alphabetic)
        {
            return false;
        }
        matches!(word.upos, Upos::Noun | Upos::Propn) && !lower.ends_with("ly")
    }

    /// Says whether a word can stand between a number and its noun.
    fn is_modifier(&self, at: usize) -> bool {
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
        if is_closed(lower)
            || is_month(lower)
            || is_weekday(lower)
            || self.figures.is_predicate(lower) && !self.is_noun(at + 1)
        {
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
    fn is_joint(&self, at: usize) -> bool {
        let glued = |at: usize| self.words.get(at).is_some_and(|word| !word.spaced);
        matches!(self.lower(at), "-") && glued(at) && glued(at + 1)
            // "60 \"reprisal\" hangings"
            || self.lower(at) == "\"" && (self.lower(at + 2) == "\"" || self.lower(at.wrapping_sub(2)) == "\"") && self.is_noun(at + 1)
            || self.lower(at) == "'s"
            || self.lower(at) == "'" && glued(at) && self.is_noun(at + 1)
    }

    /// "no casualties", "nobody", "not one", "without loss of life".
    fn zero(&self, at: usize, first: usize) -> Option<Count> {
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
    fn with_theirs(&self, one: &Count) -> Option<Count> {
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
    fn also_none(&self, count: &Count) -> Option<Count> {
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
    fn single(&self, at: usize) -> Option<Count> {
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
            || matches!(
                word,
                "men"
                    | "women"
                    | "children"
                    | "people"
                    | "police"
                    | "staff"
                    | "personnel"
                    | "militia"
                    | "crew"
                    | "troop"
                    | "enemy"
                    | "elderly"
                    | "other"
                    | "one"
                    | "peshmerga"
                    | "family"
                    | "household"
                    | "couple"
            )
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

/// Says whether a wording takes what is counted.
#[must_use]
pub fn takes(context: &Context<'_>, of: &Of, count: &Count, noun: Option<usize>) -> bool {
    if of.zero {
        return count.kind == Kind::Zero;
    }
    if of.words.is_empty() {
        return true;
    }
    let figures = &context.lexicon.tables.figures;
    let Some(head) = noun else {
        // A bare number stands for whatever the wording counts; a bare "nobody" for people.
        return of.except
            || count.kind != Kind::Zero
            || of.words.iter().any(|word| word == "zero" || word == "$civilians" || word == "$people");
    };
    let word = context.grammar.tokens[head].lower.as_str();
    let among = figures.among(word, &of.words);
    if of.except {
        return !among;
    }
    among
        || of.words.iter().any(|word| {
            word.starts_with("$people") || word.starts_with("$civilians") || word.starts_with("$forces")
        }) && !figures.in_class(word, "things")
            && is_people(context, head)
}

/// Says whether a noun that the lexicon does not list means people: by its ending or its actor.
fn is_people(context: &Context<'_>, head: usize) -> bool {
    let word = &context.grammar.tokens[head];
    if context.lexicon.tables.figures.in_class(&word.lower, "people")
        || word.lower.ends_with("men")
        || word.lower.ends_with("women")
    {
        return true;
    }
    let named = context.cast.of(head as u32).is_some_and(|id| {
        matches!(
            context.cast.get(id).kind,
            EntityKind::State
                | EntityKind::Armed
                | EntityKind::Body
                | EntityKind::Civilians
                | EntityKind::Person
                | EntityKind::Parties
                | EntityKind::Speakers
        )
    });
    named && !context.is_place(head as u32)
}

fn is_month(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sept"
            | "sep"
            | "oct"
            | "nov"
            | "dec"
    )
}

fn is_weekday(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
    )
}

/// Words that never are part of a counted noun phrase.
fn is_closed(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "this"
            | "that"
            | "these"
            | "those"
            | "its"
            | "their"
            | "his"
            | "her"
            | "our"
            | "my"
            | "your"
            | "it"
            | "they"
            | "he"
            | "she"
            | "we"
            | "i"
            | "them"
            | "him"
            | "us"
            | "who"
            | "whom"
            | "which"
            | "whose"
            | "what"
            | "where"
            | "when"
            | "while"
            | "as"
            | "if"
            | "than"
            | "because"
            | "since"
            | "until"
            | "till"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "yet"
            | "so"
            | "then"
            | "of"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "to"
            | "into"
            | "onto"
            | "after"
            | "before"
            | "during"
            | "between"
            | "among"
            | "amongst"
            | "against"
            | "about"
            | "around"
            | "over"
            | "under"
            | "near"
            | "inside"
            | "outside"
            | "across"
            | "along"
            | "within"
            | "without"
            | "through"
            | "throughout"
            | "towards"
            | "toward"
            | "including"
            | "per"
            | "via"
            | "off"
            | "out"
            | "up"
            | "down"
            | "away"
            | "back"
            | "home"
            | "abroad"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "am"
            | "has"
            | "have"
            | "had"
            | "having"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "shall"
            | "should"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "not"
            | "n't"
            | "no"
            | "never"
            | "also"
            | "already"
            | "now"
            | "still"
            | "only"
            | "even"
            | "just"
            | "later"
            | "ago"
            | "again"
            | "there"
            | "here"
            | "both"
            | "either"
            | "neither"
            | "each"
            | "all"
            | "any"
            | "some"
            | "most"
            | "mostly"
            | "said"
            | "says"
            | "say"
            | "alone"
            | "overall"
            | "left"
            | "went"
            | "came"
            | "got"
            | "took"
            | "gave"
            | "made"
            | "according"
            | "amid"
            | "despite"
            | "due"
            | "too"
            | "together"
            | "apart"
            | "daily"
            | "so-called"
    )
}
