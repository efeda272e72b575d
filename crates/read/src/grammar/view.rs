//! A block's text in, its characters made plain out, each with its place.
//! Cuts nothing; words are cut in `tokenise`.

use std::collections::HashSet;

use super::words::{KEEP_HYPHEN, RELATORS};
use crate::span::Bytes;

/// One character as it is read, with the bytes it was made from.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// The plain character: one kind of quotation mark, apostrophe, hyphen and space.
    pub ch: char,
    /// Where it stands in the text.
    pub span: Bytes,
}

/// Stands for a dash between clauses, as opposed to a hyphen inside a word.
pub const DASH: char = '—';

/// Words of the document, to settle whether a hyphen at a line end belongs to the word.
#[derive(Default)]
pub struct Seens<'t> {
    text: &'t str,
    words: Option<HashSet<String>>,
}

impl<'t> Seens<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, words: None }
    }

    fn has(&mut self, word: &str) -> bool {
        let text = self.text;
        let words = self.words.get_or_insert_with(|| {
            text.split(|ch: char| !(ch.is_alphanumeric() || ch == '-'))
                .filter(|word| !word.is_empty() && !word.ends_with('-'))
                .map(str::to_lowercase)
                .collect()
        });
        words.contains(&word.to_lowercase())
    }

    /// Returns the plain characters of the text at `run`.
    pub fn view(&mut self, run: Bytes) -> Vec<Seen> {
        let base = run.start as usize;
        let Some(text) = self.text.get(base..run.end as usize) else { return Vec::new() };
        let mut view: Vec<Seen> = Vec::with_capacity(text.len());
        let mut next = 0;
        while let Some(ch) = text[next..].chars().next() {
            let at = next;
            next += ch.len_utf8();
            // A mark that the page wrote as an entity, or that was decoded twice, is read as the mark it stands for.
            if let Some((mark, length)) = disguised(&text[at..]) {
                next = at + length;
                if let Some(mark) = plain(mark) {
                    view.push(Seen { ch: mark, span: Bytes::new(base + at, base + next) });
                }
                continue;
            }
            let Some(ch_plain) = plain(ch) else {
                if ch == '\u{AD}' {
                    next += line_break(&text[next..]).unwrap_or(0);
                }
                continue;
            };
            let span = Bytes::new(base + at, base + next);
            if ch_plain == '-'
                && view.last().is_some_and(|seen| seen.ch.is_alphanumeric())
                && let Some(skip) = line_break(&text[next..])
            {
                let after = next + skip;
                let second: String = text[after..].chars().take_while(|ch| ch.is_alphanumeric()).collect();
                let mut first: Vec<char> =
                    view.iter().rev().map(|seen| seen.ch).take_while(|ch| ch.is_alphanumeric()).collect();
                first.reverse();
                let first: String = first.into_iter().collect();
                match self.joint(&first, &second) {
                    Joint::Word => {}
                    Joint::Compound => view.push(Seen { ch: '-', span }),
                    Joint::None => {
                        view.push(Seen { ch: '-', span });
                        continue;
                    }
                }
                next = after;
                continue;
            }
            view.push(Seen { ch: ch_plain, span });
        }
        view
    }

    /// Decides what a hyphen at a line end between `first` and `second` is.
    fn joint(&mut self, first: &str, second: &str) -> Joint {
        let Some(next) = second.chars().next() else { return Joint::None };
        let capitals = |word: &str| word.chars().all(char::is_uppercase);
        if first.chars().any(char::is_numeric) || next.is_numeric() {
            return Joint::Compound;
        }
        if next.is_uppercase() {
            let broken = capitals(first) && capitals(second) && first.chars().count() > 1;
            return if broken { Joint::Word } else { Joint::Compound };
        }
        if capitals(first) {
            return Joint::Compound;
        }
        if self.has(&format!("{first}{second}")) {
            return Joint::Word;
        }
        let lower = first.to_lowercase();
        let related = second.strip_suffix("ed").is_some_and(|stem| stem.len() > 3) && first.len() > 5;
        if self.has(&format!("{first}-{second}"))
            || KEEP_HYPHEN.contains(&lower.as_str())
            || RELATORS.contains(&second)
            || (related && self.has(first) && self.has(second))
        {
            return Joint::Compound;
        }
        Joint::Word
    }
}

enum Joint {
    /// The hyphen only breaks the line.
    Word,
    /// The hyphen belongs to the word.
    Compound,
    /// No word follows.
    None,
}

/// Returns the length of the white space at the start of `rest` if it holds one line break.
fn line_break(rest: &str) -> Option<usize> {
    let length = rest.len() - rest.trim_start().len();
    let breaks = rest[..length].matches('\n').count();
    (breaks == 1 && length < rest.len() && length < 40).then_some(length)
}

/// Returns the plain form of a character, or none if it is not seen at all.
/// Returns the mark that a text begins with in disguise, and the bytes it takes: an HTML entity of punctuation
/// ("&#8217;", "&quot;"), or punctuation in UTF-8 that was read as windows-1252.
fn disguised(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix('&') {
        let end = rest.find(';').filter(|&end| (2..=7).contains(&end))?;
        let name = rest.get(..end)?;
        let mark = match name {
            "quot" | "ldquo" | "rdquo" => '"',
            "apos" | "rsquo" | "lsquo" => '\'',
            "amp" => '&',
            "nbsp" => ' ',
            "ndash" => '\u{2013}',
            "mdash" => '\u{2014}',
            "hellip" => '\u{2026}',
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code).filter(|mark| !mark.is_alphanumeric())?
            }
        };
        return Some((mark, end + 2));
    }
    TWICE.iter().find(|(shown, _)| text.starts_with(shown)).map(|&(shown, mark)| (mark, shown.len()))
}

/// Punctuation as it shows when its UTF-8 was read as windows-1252.
const TWICE: &[(&str, char)] = &[
    ("\u{e2}\u{20ac}\u{2122}", '\''),
    ("\u{e2}\u{20ac}\u{2dc}", '\''),
    ("\u{e2}\u{20ac}\u{153}", '"'),
    ("\u{e2}\u{20ac}\u{9d}", '"'),
    ("\u{e2}\u{20ac}\u{201c}", '\u{2013}'),
    ("\u{e2}\u{20ac}\u{201d}", '\u{2014}'),
    ("\u{e2}\u{20ac}\u{a6}", '\u{2026}'),
];

fn plain(ch: char) -> Option<char> {
    Some(match ch {
        '\n' | '\t' => ch,
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        _ if ch.is_whitespace() => ' ',
        '‘' | '’' | '‚' | '‛' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | '′' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '"',
        '‐' | '‑' | '‒' | '–' | '−' | '﹣' | '－' => '-',
        '—' | '―' => DASH,
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FFFD}'
        | '\u{61C}' => return None,
        _ if ch.is_control() => return None,
        _ => ch,
    })
}

/// Returns a word in plain characters.
pub fn plain_form(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for ch in form.chars().filter_map(plain) {
        match ch {
            DASH => out.push_str("--"),
            '…' => out.push_str("..."),
            ch => out.push(ch),
        }
    }
    if out == "``" || out == "''" { "\"".to_owned() } else { out }
}
