//! A line in, its words and the known phrases among them out.
//! Words that a page glued together ("WorldAfrica") come out apart; what they mean is for `sort`.

use truce_lexicon::load::sources::{At, Sort, Sources, Wording, glued, hash};

/// Words of a line that are looked at; more than most lines of furniture have.
const MOST: usize = 60;

/// The hash of "#", which stands for any number in a wording.
const NUMBER: u32 = (0x811C_9DC5_u32 ^ b'#' as u32).wrapping_mul(0x0100_0193);

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
    /// The hash of its lower-case form.
    pub hash: u32,
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
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let (c, next) = match bytes[at] {
                byte if byte.is_ascii() => (byte as char, bytes.get(at + 1).copied()),
                _ => {
                    let Some(c) = line[at..].chars().next() else { break };
                    (c, bytes.get(at + c.len_utf8()).copied())
                }
            };
            let start = at;
            at += c.len_utf8();
            // What follows is looked at seldom: only where words may be glued or joined.
            let follows = || match next {
                Some(byte) if byte.is_ascii() => Some(byte as char),
                Some(_) => line[at..].chars().next(),
                None => None,
            };
            if is_inside(c) {
                let case = open.is_some() && (c.is_uppercase() || c.is_numeric() || before.is_numeric());
                if case && let Some(word) = open {
                    let length = self.lower.len() - word.low.0 as usize;
                    if glued(before, c, follows(), length) {
                        self.close(word, start);
                        open = None;
                        if !self.start(&mut open, start, c, true) {
                            break;
                        }
                    }
                } else if open.is_none() && !self.start(&mut open, start, c, false) {
                    break;
                }
                if c.is_ascii() {
                    self.lower.push(c.to_ascii_lowercase());
                } else {
                    self.lower.extend(c.to_lowercase());
                }
            } else if matches!(c, '\'' | '’')
                && open.is_some()
                && follows().is_some_and(char::is_alphanumeric)
            {
                continue;
            } else if let Some(word) = open.take() {
                self.close(word, start);
            }
            before = c;
        }
        if let Some(word) = open {
            self.close(word, line.len());
        }
    }

    /// Opens a word, if there is still room.
    fn start(&mut self, open: &mut Option<Word>, start: usize, c: char, glued: bool) -> bool {
        if self.words.len() >= MOST {
            self.more = true;
            return false;
        }
        let low = self.lower.len() as u32;
        *open = Some(Word { start, low: (low, low), glued, upper: c.is_uppercase(), ..Word::default() });
        true
    }

    fn close(&mut self, mut word: Word, end: usize) {
        word.end = end;
        word.low.1 = self.lower.len() as u32;
        let low = &self.lower.as_bytes()[word.low.0 as usize..];
        word.hash = hash(low.iter().copied());
        word.number = low.iter().all(u8::is_ascii_digit);
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
        let mut search = |group: &[Wording]| {
            for wording in group {
                let end = at + wording.words.len();
                let matches = end <= self.len()
                    && wording
                        .words
                        .iter()
                        .enumerate()
                        .skip(1)
                        .all(|(index, word)| self.is(at + index, word));
                if matches && let Some(phrase) = sources.phrases.get(usize::from(wording.phrase)) {
                    met(Hit { start: at, end, sort: phrase.sort, at: phrase.at, phrase: wording.phrase });
                }
            }
        };
        let Some(word) = self.words.get(at) else {
            return;
        };
        if self.may_begin(at, sources) {
            search(sources.starting(self.low(at), word.hash));
        }
        if word.number {
            search(sources.starting("#", NUMBER));
        }
    }

    /// Whether some wording may start at word `at`, by the hashes of two words.
    fn may_begin(&self, at: usize, sources: &Sources) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        sources.may_begin(word.hash, None)
            || self.words.get(at + 1).is_some_and(|next| {
                sources.may_begin(word.hash, Some(next.hash))
                    || (next.number && sources.may_begin(word.hash, Some(NUMBER)))
            })
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.low(at) == word || (word == "#" && self.words.get(at).is_some_and(|word| word.number))
    }
}

/// Letters, digits, marks on letters, and the sign of copyright.
fn is_inside(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || c == '©' || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}')
}
