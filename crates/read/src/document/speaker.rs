//! Who speaks in a transcript: the label at the start of a line.
//! Whether a report is a transcript is told by how often such labels come, not by one line.

use std::collections::BTreeMap;

use truce_lexicon::load::sources::{Sort, Sources};

use super::words::Words;

/// Longest label, in bytes.
const LONGEST: usize = 64;

/// The labels of a report.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    /// How often each label stands at the start of a line.
    counts: BTreeMap<String, u32>,
    /// Lines with labels of known speakers ("Q", "THE SPOKESMAN").
    known: u32,
    words: Words,
}

/// A label, in bytes of the line: the name, and where the words start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub name: usize,
    pub end: usize,
}

impl Speakers {
    /// Counts the label of `line`, if it has one.
    pub fn count(&mut self, line: &str, sources: &Sources) {
        let Some(label) = label(line) else {
            return;
        };
        let name = &line[..label.name];
        if self.is_known(name, sources) {
            self.known += 1;
        }
        if let Some(count) = self.counts.get_mut(name) {
            *count += 1;
        } else if self.counts.len() < 4096 {
            self.counts.insert(name.to_owned(), 1);
        }
    }

    /// Whether the report is a transcript.
    pub fn is_transcript(&self) -> bool {
        let twice = self.counts.iter().filter(|(name, count)| **count > 1 && is_titled(name)).count();
        self.known >= 2 || twice >= 2
    }

    /// Returns the label of `line`, in a transcript.
    pub fn find(&mut self, line: &str, sources: &Sources) -> Option<Label> {
        let label = label(line)?;
        let name = &line[..label.name];
        let often = self.counts.get(name).copied().unwrap_or(0);
        (self.is_known(name, sources) || (is_titled(name) && (often > 1 || capitals(name)))).then_some(label)
    }

    fn is_known(&mut self, name: &str, sources: &Sources) -> bool {
        self.words.read(name);
        let count = self.words.len();
        let mut known = false;
        self.words.hits_at(0, sources, |hit| {
            known |= hit.sort == Sort::Speaker && (hit.end == count || capitals(name));
        });
        known
    }
}

/// A label: a few words with a capital each before a colon, or "Q" and "A" before a stop or wide space.
fn label(line: &str) -> Option<Label> {
    let bytes = line.as_bytes();
    if matches!(bytes.first(), Some(b'Q' | b'A')) {
        let rest = line.get(1..)?;
        let mark = usize::from(rest.starts_with(['.', ':']));
        let after = rest.get(mark..)?;
        let gap = after.len() - after.trim_start().len();
        if gap > 1 - mark.min(1)
            && gap < after.len()
            && (mark > 0 || after.starts_with([' ', '\t', '\u{a0}']))
        {
            return Some(Label { name: 1, end: 1 + mark + gap });
        }
    }
    let mut limit = line.len().min(LONGEST);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let colon = line[..limit].find(':')?;
    let name = line[..colon].trim_end();
    let words = name.split_whitespace().count();
    if !(1..=8).contains(&words) || !name.starts_with(char::is_uppercase) {
        return None;
    }
    let proper = name.split_whitespace().all(|word| {
        let first = word.trim_start_matches(['(', '[']).chars().next();
        first.is_none_or(|c| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "of" | "the" | "for" | "and" | "to" | "de" | "in")
    });
    let after = &line[colon + 1..];
    let gap = after.len() - after.trim_start().len();
    let spaced = gap > 0 || after.is_empty() || after.starts_with(char::is_uppercase);
    (proper && spaced && !name.contains(['"', '“', '.']) || is_titled(name) && proper && spaced)
        .then_some(Label { name: name.len(), end: colon + 1 + gap })
}

/// "MR. KESH", "Ms. Torvald", "THE PRESIDENT", "Question": no sentence, no place with a date.
fn is_titled(name: &str) -> bool {
    !name.chars().any(|c| c.is_ascii_digit()) && name.split_whitespace().count() <= 6
}

fn capitals(name: &str) -> bool {
    name.len() > 2 && !name.chars().any(char::is_lowercase)
}
