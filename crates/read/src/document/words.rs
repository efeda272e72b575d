//! A line in, its words and the known phrases among them out.
//! Words that a page glued together ("WorldAfrica") come out apart; what they mean is for `sort`.

use truce_lexicon::load::sources::{At, Sort, Sources, Wording, glued};

/// Words of a line that are looked at; more than any line of furniture has.
const MOST: usize = 90;

/// A word of a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// First byte, in the line.
    pub start: usize,
    /// One past the last byte, in the line.
    pub end: usize,
    /// Its lower-case form, in [`Words::low`].
    low: (u32, u32),
    /// Whether it follows the word before it without anything between.
    pub glued: bool,
    /// Whether its first letter is a capital.
    pub upper: bool,
    /// Whether it is a number.
    pub number: bool,
}

/// A known phrase in a line: words `start..end`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub sort: Sort,
    pub at: At,
    /// Index into the phrases of the lexicon.
    pub phrase: u16,
}

/// The words of one line; used again for the next to spare memory.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub words: Vec<Word>,
    lower: String,
    /// Whether the line has more words than are looked at.
    pub more: bool,
}

impl Words {
    /// Takes `line` apart.
    pub fn read(&mut self, line: &str) {
        self.words.clear();
        self.lower.clear();
        self.more = false;
        let mut before = ' ';
        let mut open: Option<Word> = None;
        let mut chars = line.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|&(_, next)| next);
            let inside = c.is_alphanumeric() || c == '©' || is_combining(c);
            let joiner = matches!(c, '\'' | '’') && open.is_some() && next.is_some_and(char::is_alphanumeric);
            if joiner {
                continue;
            }
            if inside {
                let glued = open.is_some_and(|word| glued(before, c, next, self.lower.len() - word.low.0 as usize));
                if glued && let Some(word) = open.take() {
                    self.close(word, at);
                }
                if open.is_none() {
                    if self.words.len() >= MOST {
                        self.more = true;
                        break;
                    }
                    let low = self.lower.len() as u32;
                    open = Some(Word { start: at, end: at, low: (low, low), glued, upper: c.is_uppercase(), number: false });
                }
                self.lower.extend(c.to_lowercase());
            } else if let Some(word) = open.take() {
                self.close(word, at);
            }
            before = c;
        }
        if let Some(word) = open {
            self.close(word, line.len());
        }
    }

    fn close(&mut self, mut word: Word, end: usize) {
        word.end = end;
        word.low.1 = self.lower.len() as u32;
        let low = &self.lower[word.low.0 as usize..];
        word.number = low.bytes().all(|byte| byte.is_ascii_digit());
        self.words.push(word);
    }

    /// Returns the lower-case form of word `at`, or nothing past the end.
    pub fn low(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &self.lower[word.low.0 as usize..word.low.1 as usize])
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Calls `met` with every known phrase that starts at word `at`.
    pub fn hits_at(&self, at: usize, sources: &Sources, mut met: impl FnMut(Hit)) {
        let mut search = |first: &str, group: &[Wording]| {
            let from = group.partition_point(|wording| wording.words[0].as_str() < first);
            for wording in &group[from..] {
                if wording.words[0] != first {
                    break;
                }
                let end = at + wording.words.len();
                let matches = end <= self.len()
                    && wording.words.iter().enumerate().skip(1).all(|(index, word)| self.is(at + index, word));
                if matches && let Some(phrase) = sources.phrases.get(usize::from(wording.phrase)) {
                    met(Hit { start: at, end, sort: phrase.sort, at: phrase.at, phrase: wording.phrase });
                }
            }
        };
        let low = self.low(at);
        if let Some(first) = low.bytes().next() {
            search(low, sources.beginning(first));
        }
        if self.words.get(at).is_some_and(|word| word.number) {
            search("#", sources.beginning(b'#'));
        }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.low(at) == word || (word == "#" && self.words.get(at).is_some_and(|word| word.number))
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}
