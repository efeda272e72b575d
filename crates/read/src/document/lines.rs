//! Text in, lines out: where each stands, how wide and how far indented it is.
//! Decides nothing; `flow` joins lines, `sort` judges them.

use crate::span::Bytes;

/// A line with something on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Its words, without surrounding white space.
    pub span: Bytes,
    /// Columns of white space before it; a tab counts four.
    pub indent: u32,
    /// Characters of `span`.
    pub width: u32,
    /// Whether it is drawn as a row of a table.
    pub row: bool,
    /// Whether an empty line, a new page or the start of the text stands before it.
    pub gap: bool,
}

/// Splits `text` at every kind of line end, leaving out empty lines.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 60 + 1);
    let bytes = text.as_bytes();
    let (mut start, mut gap) = (0, true);
    let mut at = 0;
    while at <= bytes.len() {
        let end_width = match bytes.get(at) {
            None | Some(b'\n' | b'\x0C' | b'\x0B') => 1,
            Some(b'\r') => 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')),
            // NEL is C2 85; the line and paragraph separators are E2 80 A8 and E2 80 A9.
            Some(0xC2) if bytes.get(at + 1) == Some(&0x85) => 2,
            Some(0xE2) if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
            Some(_) => {
                at += 1;
                continue;
            }
        };
        match line(text, start, at, gap) {
            Some(line) => {
                lines.push(line);
                gap = false;
            }
            None => gap = true,
        }
        gap |= bytes.get(at) == Some(&b'\x0C');
        at += end_width;
        start = at;
    }
    lines
}

fn line(text: &str, start: usize, end: usize, gap: bool) -> Option<Line> {
    let whole = &text[start..end];
    let kept = whole.trim_start();
    if kept.is_empty() {
        return None;
    }
    let before = &whole[..whole.len() - kept.len()];
    let indent = before.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let kept = kept.trim_end();
    let from = start + before.len();
    let width = if kept.is_ascii() { kept.len() } else { kept.chars().count() } as u32;
    Some(Line {
        span: Bytes::new(from, from + kept.len()),
        indent,
        width,
        row: super::marks::is_row(kept),
        gap,
    })
}

/// Says whether `words` close a sentence: a stop, perhaps with quotation marks or brackets after it.
pub(super) fn closes(words: &str) -> bool {
    let inner = words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*']);
    inner.ends_with(['.', '!', '?', '…', '。', '؟', '۔'])
}

/// Says whether the first letter is in lower case, with no mark before it but quotation marks.
pub(super) fn begins_low(words: &str) -> bool {
    words.trim_start_matches(['"', '\'', '“', '‘', '(']).chars().next().is_some_and(char::is_lowercase)
}
