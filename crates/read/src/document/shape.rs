//! A line in, its signs out: how many words, verbs, known phrases, glued places, dates.
//! Weighs nothing; that is `sort`.

use truce_lexicon::load::sources::{At, Sort, Sources};
use truce_lexicon::load::words::{BE, CLOCK, FINITE, MONTH, SAYS, WEEKDAY};

use super::flow::is_capital;
use super::lines::closes;
use super::words::{Hit, Words};

/// What a line shows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    pub words: usize,
    /// Words that begin in lower case.
    pub low: usize,
    /// Words of menus, share bars, page notes and sections, where they make up the line.
    pub covered: usize,
    /// Phrases among these that are furniture by themselves.
    pub furniture: usize,
    /// Words of menus among these.
    pub menu: usize,
    /// Section labels among these.
    pub section: usize,
    /// Known phrases that stand anywhere, or end the line: a bit for each sort.
    any: u32,
    /// What the line opens with: a bit for each sort, and the words of the longest.
    open: u32,
    pub open_words: usize,
    /// Words of the longest furniture phrase that stands anywhere.
    pub any_words: usize,
    /// Where the longest opening phrase ends, in bytes of the line.
    pub open_end: usize,
    /// Whether somebody is quoted.
    pub says: bool,
    /// Whether a form of "be" is among the words.
    pub passive: bool,
    /// The line is one known phrase from end to end: a bit for each sort.
    whole: u32,
    /// Places where words are glued together.
    pub glue: usize,
    /// Bars, angle quotes and bullets between words.
    pub bars: usize,
    pub closes: bool,
    pub verbs: usize,
    /// No letter is in lower case.
    pub capital: bool,
    /// Words of dates and times.
    pub dated: usize,
    /// Numbers, and single letters.
    pub numbers: usize,
    pub letters: usize,
    /// Whether a day with its month, or a date in digits, is among them.
    pub date: bool,
    /// More words than are looked at.
    pub long: bool,
}

const fn bit(sort: Sort) -> u32 {
    1 << sort as u32
}

impl Shape {
    pub fn any(&self, sort: Sort) -> bool {
        self.any & bit(sort) != 0
    }

    pub fn opens(&self, sort: Sort) -> bool {
        self.open & bit(sort) != 0
    }

    pub fn is(&self, sort: Sort) -> bool {
        self.whole & bit(sort) != 0
    }

    /// Whether it could stand alone as a sentence.
    pub fn prose(&self) -> bool {
        self.long
            || (self.words >= 10 && self.closes && (self.low * 5 >= self.words * 2 || self.capital))
            || (self.words >= 5 && self.closes && self.verbs > 0 && self.glue == 0)
            || (self.words >= 28 && self.low * 2 >= self.words)
    }
}

/// Bytes above which a line is text, whatever its words.
const LONG: usize = 480;

/// Takes the signs of `line`, using `words` as memory.
pub(super) fn shape(line: &str, words: &mut Words, sources: &Sources) -> Shape {
    if line.len() > LONG {
        words.read("");
        return Shape {
            words: LONG / 8,
            long: true,
            closes: closes(line),
            capital: is_capital(line),
            ..Shape::default()
        };
    }
    words.read(line);
    let mut shape = Shape {
        words: words.len(),
        closes: closes(line),
        capital: is_capital(line),
        long: words.more,
        ..Shape::default()
    };
    for (at, word) in words.words.iter().enumerate() {
        shape.low += usize::from(!word.upper && !word.number);
        shape.glue += usize::from(word.glued);
        shape.numbers += usize::from(word.number);
        shape.letters += usize::from(word.end == word.start + 1 && !word.number);
        let classes = sources.words.hashed(words.low(at), word.hash);
        if classes != 0 {
            shape.verbs += usize::from(classes & FINITE);
            shape.says |= classes & SAYS != 0;
            shape.passive |= classes & BE != 0;
        }
    }
    if words.more {
        return shape;
    }
    if !shape.closes || shape.words <= 20 {
        shape.bars = bars(line);
    }
    dates(words, &mut shape, line, sources);
    phrases(words, &mut shape, line, sources);
    if shape.capital
        && shape.words <= 6
        && shape.covered < shape.words
        && !shape.closes
        && is_glued_line(words, sources)
    {
        shape.covered = shape.words;
        shape.furniture += 1;
    }
    shape
}

fn phrases(words: &Words, shape: &mut Shape, line: &str, sources: &Sources) {
    let count = words.len();
    let mut covered_to = 0;
    let mut numbers = 0;
    for at in 0..count {
        let mut best: Option<Hit> = None;
        words.hits_at(at, sources, |hit| {
            match hit.at {
                At::Any => {
                    shape.any |= bit(hit.sort);
                    if hit.sort == Sort::Furniture {
                        shape.any_words = shape.any_words.max(hit.end - hit.start);
                    }
                }
                At::End if hit.end == count => shape.any |= bit(hit.sort),
                At::Open | At::Cut if at == 0 => {
                    shape.open |= bit(hit.sort);
                    if hit.end > shape.open_words {
                        shape.open_words = hit.end;
                        shape.open_end = words.words[hit.end - 1].end;
                    }
                }
                _ => {}
            }
            if at == 0 && hit.end == count {
                shape.whole |= bit(hit.sort);
            }
            let covers = matches!(hit.at, At::Whole)
                && matches!(hit.sort, Sort::Furniture | Sort::Menu | Sort::Section)
                || matches!(hit.at, At::Cut) && hit.sort == Sort::Furniture;
            let wins =
                best.is_none_or(|best| hit.end > best.end || (hit.end == best.end && hit.sort < best.sort));
            if covers && at >= covered_to && wins {
                best = Some(hit);
            }
        });
        if let Some(hit) = best {
            covered_to = hit.end;
            shape.covered += hit.end - hit.start;
            match hit.sort {
                Sort::Furniture => shape.furniture += 1,
                Sort::Menu => shape.menu += 1,
                _ => shape.section += 1,
            }
        } else if at >= covered_to
            && words.low(at).len() > 6
            && capitals(words, at, line)
            && glued_capitals(words.low(at), sources) > 1
        {
            shape.covered += 1;
            shape.menu += 2;
        } else if at >= covered_to && words.words[at].number {
            // Counts ("Comments (212)") prove nothing and disprove nothing.
            numbers += 1;
        }
    }
    if shape.covered > 0 {
        shape.covered += numbers;
    }
}

/// Whether a word is in capitals, as glued menus are.
fn capitals(words: &Words, at: usize, line: &str) -> bool {
    let word = words.words[at];
    !line[word.start..word.end].bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Says whether `word` is made of known menu words glued together ("homenewsoster"): their number, or 0.
pub(super) fn glued_capitals(word: &str, sources: &Sources) -> usize {
    const LONGEST: usize = 64;
    if word.len() < 7 || word.len() >= LONGEST || !word.is_ascii() {
        return 0;
    }
    // fewest[i]: the fewest known words that make up the first i letters; 0 if none do.
    let mut fewest = [0_usize; LONGEST];
    for end in 3..=word.len() {
        for start in end.saturating_sub(28)..=end - 3 {
            let reached = start == 0 || fewest[start] > 0;
            let known = reached
                && sources.compact.binary_search_by(|known| known.as_str().cmp(&word[start..end])).is_ok();
            if known && (fewest[end] == 0 || fewest[start] + 1 < fewest[end]) {
                fewest[end] = fewest[start] + 1;
            }
        }
    }
    fewest[word.len()]
}

/// Says whether a line in capitals is made of known wordings, some of them glued ("SAVE ARTICLEPRINT PAGE").
fn is_glued_line(words: &Words, sources: &Sources) -> bool {
    let mut letters = String::new();
    for at in 0..words.len() {
        letters.push_str(words.low(at));
    }
    glued_capitals(&letters, sources) > 1
}

/// Bars, angle quotes, bullets and wide spaces between words.
fn bars(line: &str) -> usize {
    line.chars().filter(|c| matches!(c, '|' | '»' | '›' | '•' | '·' | '>')).count()
        + line.matches(" / ").count()
        + gaps(line)
}

/// Wide spaces between words: three and more, or two where that happens again and again.
fn gaps(line: &str) -> usize {
    let wide = line.matches("   ").count();
    let double = line.matches("  ").count();
    if wide == 0 && double > 2 && !line.contains(". ") && !line.contains(".  ") { double } else { wide }
}

fn dates(words: &Words, shape: &mut Shape, line: &str, sources: &Sources) {
    for at in 0..words.len() {
        let low = words.low(at);
        let number = words.words[at].number;
        let classes = sources.words.hashed(low, words.words[at].hash);
        let month = classes & MONTH != 0;
        let counts = classes & (MONTH | WEEKDAY | CLOCK) != 0
            || (number && low.len() <= 4)
            || (low.len() <= 7 && low.starts_with(|c: char| c.is_ascii_digit()));
        shape.dated += usize::from(counts);
        if month {
            let day = |at: usize| words.low(at).starts_with(|c: char| c.is_ascii_digit());
            let spelled = words.words[at].upper && (day(at + 1) || (at > 0 && day(at - 1)));
            // "3rd of May"
            let of = at > 1 && words.low(at - 1) == "of" && day(at - 2);
            shape.date |= spelled || of;
        }
        if number && at + 2 < words.len() && words.words[at + 1].number && words.words[at + 2].number {
            let [first, second, third] = [at, at + 1, at + 2].map(|at| words.low(at).len());
            let between =
                |left: usize, right: usize| line.get(words.words[left].end..words.words[right].start);
            let same = between(at, at + 1) == between(at + 1, at + 2);
            let mark = matches!(between(at, at + 1), Some("/" | "." | "-"));
            shape.date |=
                same && mark && matches!((first, second, third), (1..=2, 1..=2, 2 | 4) | (4, 1..=2, 1..=2));
        }
    }
}
