//! Blocks in, words out, cut as Universal Dependencies cuts English: "do|n't", "rebels|'", "3|-|5|km".
//! Hyphened words stay whole ("cease-fire", "al-Sham", "Mi-8", "Tarsk-Leva"), except that a measure
//! ("45|-|day") and a doer or place before a participle ("Swiss|-|led", "army|-|held") are cut.

use super::view::{DASH, Seen, Seens};
use super::words::{ANYWHERE, BEFORE_NAME, BEFORE_NUMBER, MANNERS, RELATORS, UNITS, is_number};
use super::{Grammar, Token, split};
use crate::document::{BlockKind, Document};
use crate::span::Bytes;

/// Returns the sentences and words of every block but the furniture, without tags and heads.
#[must_use]
pub fn tokenise(document: &Document) -> Grammar {
    let mut grammar = Grammar::default();
    let mut seens = Seens::new(&document.text);
    for (block, part) in document.blocks.iter().enumerate() {
        if part.kind == BlockKind::Furniture {
            continue;
        }
        let cells: &[Bytes] = if part.cells.is_empty() { &[part.span] } else { &part.cells };
        for &cell in cells {
            let view = seens.view(cell);
            let first = grammar.tokens.len();
            let mut cutter = Cutter { view: &view, tokens: &mut grammar.tokens, gap: Gap::Wide };
            let gaps = cutter.run();
            let table = part.kind == BlockKind::TableRow && part.cells.is_empty();
            split::split(&grammar.tokens, first, &gaps, table, block as u32, &mut grammar.sentences);
        }
    }
    grammar.root_all();
    grammar
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    None,
    Space,
    Line,
    /// A tab, three spaces or the edge of the block: where a table drawn with spaces has its cells.
    Wide,
}

struct Cutter<'v, 'g> {
    view: &'v [Seen],
    tokens: &'g mut Vec<Token>,
    gap: Gap,
}

impl Cutter<'_, '_> {
    fn at(&self, index: usize) -> char {
        self.view.get(index).map_or('\0', |seen| seen.ch)
    }

    fn is_word(&self, index: usize) -> bool {
        is_word(self.at(index))
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.view[start..end].iter().map(|seen| seen.ch).collect()
    }

    fn lower(&self, start: usize, end: usize) -> String {
        self.view[start..end].iter().flat_map(|seen| seen.ch.to_lowercase()).collect()
    }

    /// Returns the first index from `start` on whose character fails `test`.
    fn run_of(&self, start: usize, test: impl Fn(char) -> bool) -> usize {
        self.view[start..].iter().position(|seen| !test(seen.ch)).map_or(self.view.len(), |at| start + at)
    }

    fn run(&mut self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut at = 0;
        while at < self.view.len() {
            let blank = self.run_of(at, char::is_whitespace);
            if blank > at {
                let spaces = &self.view[at..blank];
                self.gap = self.gap.max(if spaces.len() > 2 || spaces.iter().any(|seen| seen.ch == '\t') {
                    Gap::Wide
                } else if spaces.iter().any(|seen| seen.ch == '\n') {
                    Gap::Line
                } else {
                    Gap::Space
                });
                at = blank;
                continue;
            }
            let before = self.tokens.len();
            let gap = self.gap;
            at = self.word(at);
            self.gap = Gap::None;
            for index in before..self.tokens.len() {
                gaps.push(if index == before { gap } else { Gap::None });
            }
        }
        gaps
    }

    /// Emits `start..end` as one token.
    fn push(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let run = &self.view[start..end];
        let mut form = String::with_capacity(run.len());
        for seen in run {
            match seen.ch {
                DASH => form.push_str("--"),
                '…' => form.push_str("..."),
                ch => form.push(ch),
            }
        }
        let lower = form.to_lowercase();
        let span = Bytes { start: run[0].span.start, end: run[run.len() - 1].span.end };
        let spaced = self.gap != Gap::None;
        self.gap = Gap::None;
        self.tokens.push(Token { span, form, lower, spaced, ..Token::default() });
    }

    /// Emits the word or mark at `at` (never white space) and returns where it ends.
    fn word(&mut self, at: usize) -> usize {
        let ch = self.at(at);
        if let Some(end) = self.address(at) {
            self.push(at, end);
            return end;
        }
        if ch.is_numeric() {
            return self.number(at);
        }
        if is_word(ch) || ((ch == '#' || ch == '@') && self.is_word(at + 1)) {
            return self.letters(at);
        }
        let end = match ch {
            '.' | '-' | '!' | '?' | '=' | '*' | '_' | '~' | '+' | '#' | DASH | '…' => {
                self.run_of(at, |other| other == ch)
            }
            // "'s", "'90s" after something that is not a word.
            '\'' if self.at(at + 1).is_numeric() => self.run_of(at + 1, is_word),
            '\'' if self.lower(at, (at + 2).min(self.view.len())) == "'s" && !self.is_word(at + 2) => at + 2,
            _ => at + 1,
        };
        self.push(at, end);
        end
    }

    /// Returns the end of a web or mail address at `at`.
    fn address(&self, at: usize) -> Option<usize> {
        if !self.at(at).is_alphanumeric() {
            return None;
        }
        let starts = |word: &str| word.chars().enumerate().all(|(step, ch)| self.at(at + step) == ch);
        let mut end = at;
        if starts("http://") || starts("https://") || starts("www.") {
            end = self.run_of(at, |ch| !ch.is_whitespace() && !matches!(ch, '"' | '<' | '>' | '|'));
        } else {
            let name =
                self.run_of(at, |ch| ch.is_ascii_alphanumeric() || matches!(ch, '.' | '_' | '-' | '+'));
            if self.at(name) == '@' && self.is_word(name + 1) {
                end = self.run_of(name + 1, |ch| ch.is_ascii_alphanumeric() || matches!(ch, '.' | '-'));
            } else if name > at + 4 && self.at(name - 1).is_ascii_lowercase() {
                let dot = (at..name).rev().find(|&index| self.at(index) == '.')?;
                let ending = self.text(dot + 1, name);
                if matches!(ending.as_str(), "com" | "org" | "net" | "gov" | "mil" | "edu" | "info" | "int") {
                    end = self.run_of(name, |ch| ch.is_ascii_alphanumeric() || "/.-_?=&%".contains(ch));
                }
            }
        }
        while end > at && matches!(self.at(end - 1), '.' | ',' | ')' | ';' | ':' | '\'' | '-') {
            end -= 1;
        }
        (end > at).then_some(end)
    }

    /// Emits a number, with its unit apart.
    fn number(&mut self, at: usize) -> usize {
        let digits = |from: usize| self.run_of(from, char::is_numeric);
        let mut end = digits(at);
        // "2018-03-12"
        if end - at == 4 && self.at(end) == '-' && digits(end + 1) == end + 3 && self.at(end + 3) == '-' {
            let day = end + 4;
            if digits(day) == day + 2 {
                self.push(at, day + 2);
                return day + 2;
            }
        }
        // "12-03-2018"
        if end - at <= 2 && self.at(end) == '-' {
            let month = digits(end + 1);
            let year = digits((month + 1).min(self.view.len()));
            let joined = month > end + 1 && month <= end + 3 && self.at(month) == '-' && year == month + 5;
            if joined && !self.is_word(year) && self.at(year) != '-' {
                self.push(at, year);
                return year;
            }
        }
        loop {
            let next = digits((end + 1).min(self.view.len()));
            let length = next.saturating_sub(end + 1);
            let joined = match self.at(end) {
                ',' => length == 3 && end - at <= 3 + (end - at) / 4 * 4,
                '.' | '/' => length > 0,
                ':' => length == 2,
                _ => false,
            };
            if !joined {
                break;
            }
            end = next;
        }
        let letters = self.run_of(end, char::is_alphabetic);
        if letters == end {
            if self.at(end) == '\'' && self.at(end + 1) == 's' && !self.is_word(end + 2) {
                self.push(at, end);
                return end;
            }
            self.push(at, end);
            return end;
        }
        let word = self.lower(end, letters);
        let dotted = self.dotted(end);
        let half_day = matches!(word.get(..2), Some("am" | "pm")) && self.at(end).is_lowercase();
        if half_day && (letters == end + 2 || self.at(end + 2).is_uppercase()) {
            // "7.15amOster's"
            self.push(at, end);
            self.push(end, end + 2);
            return end + 2;
        }
        if UNITS.contains(&word.as_str()) && !self.at(letters).is_numeric() && self.at(letters) != '-' {
            self.push(at, end);
            self.push(end, letters);
            return letters;
        }
        if let Some(dotted) = dotted.filter(|_| matches!(word.as_str(), "a" | "p")) {
            self.push(at, end);
            self.push(end, dotted);
            return dotted;
        }
        let end = self.run_of(letters, is_word);
        self.push(at, end);
        end
    }

    /// Returns the end of letters each with a full stop ("U.S.", "a.m.", "R.E.") at `at`.
    fn dotted(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while self.at(end).is_alphabetic()
            && self.at(end + 1) == '.'
            && !(end > at && self.at(end - 1) != '.')
        {
            end += 2;
        }
        if end == at {
            return None;
        }
        // "U.S" without its last stop.
        if end > at + 1 && self.at(end).is_uppercase() && !self.is_word(end + 1) && self.at(at).is_uppercase()
        {
            return Some(end + 1);
        }
        if self.is_word(end) && end == at + 2 {
            // "T.Corran" is an initial and a name; "a.word" is a missing space.
            return self.at(at).is_uppercase().then_some(end);
        }
        if end == at + 2 && !self.at(at).is_uppercase() {
            return None;
        }
        Some(end)
    }

    /// Emits a word with its abbreviation point, hyphens and apostrophes.
    fn letters(&mut self, at: usize) -> usize {
        if let Some(end) = self.initials(at) {
            self.push(at, end);
            return end;
        }
        let mut end = at + 1;
        loop {
            end = self.run_of(end, is_word);
            let joined = match self.at(end) {
                '-' | '\'' => self.is_word(end + 1) && self.at(end - 1) != '\'',
                '_' => self.is_word(end + 1),
                // "AT&T"
                '&' => self.at(end - 1).is_uppercase() && self.at(end + 1).is_uppercase(),
                // "S/2018/138"
                '/' => {
                    self.at(at).is_uppercase()
                        && end - at <= 3
                        && (self.at(end + 1).is_numeric() || self.text(at, end) == "A")
                        || self.view[at..end].iter().any(|seen| seen.ch == '/')
                            && self.at(end + 1).is_numeric()
                }
                _ => false,
            };
            if !joined {
                break;
            }
            end += 1;
        }
        if self.at(end) == '.' && self.abbreviates(at, end) {
            self.push(at, end + 1);
            return end + 1;
        }
        self.pieces(at, end);
        end
    }

    /// Returns the end of an abbreviation made of initials at `at`, or of the initial of a name.
    fn initials(&self, at: usize) -> Option<usize> {
        let end = self.dotted(at)?;
        if end > at + 2 {
            return Some(end);
        }
        // One capital with its stop: "T. W. Corran", but not the end of "vitamin A. The".
        let mut after = end;
        while self.at(after) == ' ' {
            after += 1;
        }
        let vowel = matches!(self.at(at), 'I');
        (self.at(after).is_uppercase() && !(vowel && after > end) && self.at(end) != '\n').then_some(end)
    }

    /// Says whether the stop after the word `start..end` belongs to the word.
    fn abbreviates(&self, start: usize, end: usize) -> bool {
        if end - start > 7 {
            return false;
        }
        let word = self.lower(start, end);
        let word = word.as_str();
        let capital = self.at(start).is_uppercase();
        let after = self.run_of(end + 1, char::is_whitespace);
        let number = self.at(after).is_numeric();
        if BEFORE_NUMBER.contains(&word) {
            return number && (capital || word.len() < 3);
        }
        if !capital {
            return matches!(
                word,
                "approx"
                    | "vs"
                    | "etc"
                    | "al"
                    | "incl"
                    | "est"
                    | "ca"
                    | "cf"
                    | "pp"
                    | "viz"
                    | "para"
                    | "paras"
            ) || (matches!(word, "art" | "sec" | "vol" | "fig" | "op" | "ref") && number);
        }
        if matches!(word, "art" | "op" | "res" | "para" | "min" | "ref" | "ave" | "dep") && !number {
            // Words of their own; only "Min. Hassan" and the like are abbreviations.
            return word != "art" && self.at(after).is_uppercase() && after > end + 1 && word != "op";
        }
        BEFORE_NAME.contains(&word) || ANYWHERE.contains(&word)
    }

    /// Emits the parts of the hyphened or apostrophed word `start..end`.
    fn pieces(&mut self, start: usize, end: usize) {
        let cuts: Vec<usize> = (start..end).filter(|&index| self.at(index) == '-').collect();
        if let (Some(&first), Some(&last)) = (cuts.first(), cuts.last())
            && self.is_cut(start, first, last, end)
        {
            let mut from = start;
            for cut in cuts {
                self.push(from, cut);
                self.push(cut, cut + 1);
                from = cut + 1;
            }
            self.contraction(from, end);
        } else {
            self.contraction(start, end);
        }
    }

    /// Says whether a hyphened word is a measure or a doer with its participle.
    fn is_cut(&self, start: usize, first: usize, last: usize, end: usize) -> bool {
        let head = self.lower(start, first);
        let tail = self.lower(last + 1, end);
        let tail_start = self.at(last + 1);
        if is_number(&head) {
            return tail.len() > 2 && !is_number(&tail);
        }
        if head == "mid" {
            return tail_start.is_uppercase() || tail_start.is_numeric();
        }
        if MANNERS.contains(&head.as_str()) || head.chars().count() < 2 || self.at(end - 1).is_uppercase() {
            return false;
        }
        let participle = tail.len() > 4 && tail.ends_with("ed") && !tail.ends_with("eed");
        participle || RELATORS.contains(&tail.as_str())
    }

    /// Emits `start..end`, a contracted ending apart.
    fn contraction(&mut self, start: usize, end: usize) {
        let word = self.lower(start, end);
        let count = end - start;
        let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
        let cut = if word == "cannot" || (count > 3 && ends(&["n't", "'re", "'ve", "'ll"])) {
            3
        } else if count > 2 && ends(&["'s", "'m", "'d"]) {
            2
        } else {
            0
        };
        self.push(start, end - cut);
        self.push(end - cut, end);
    }
}

fn is_word(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}
