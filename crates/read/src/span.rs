//! Where words stand in a report.

use serde::{Deserialize, Serialize};

/// A run of bytes of the report's decoded text, `start..end`, always on character boundaries.
///
/// Used while reading; what is published is a [`Span`] of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Bytes {
    /// Makes the run `start..end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// Returns the words of `text` at this run.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Returns the shortest run that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Says whether the two runs share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Says whether `other` lies wholly inside.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A run of Unicode characters of the report as it arrived, `start..end`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// Turns byte runs into character spans in constant time per look-up.
#[derive(Debug)]
pub struct Characters {
    /// Characters before each 64-byte step.
    steps: Vec<u32>,
}

const STEP: usize = 64;

impl Characters {
    /// Counts the characters of `text` once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut steps = vec![0];
        let mut count = 0;
        for (index, byte) in text.bytes().enumerate() {
            if index > 0 && index % STEP == 0 {
                steps.push(count);
            }
            count += u32::from(byte & 0xC0 != 0x80);
        }
        Self { steps }
    }

    /// Returns the number of characters of `text` before byte `at`.
    #[must_use]
    pub fn before(&self, text: &str, at: u32) -> u32 {
        let step = (at as usize / STEP).min(self.steps.len() - 1);
        let rest = &text.as_bytes()[step * STEP..at as usize];
        self.steps[step] + rest.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32
    }

    /// Returns the characters of `run`.
    #[must_use]
    pub fn span(&self, text: &str, run: Bytes) -> Span {
        Span { start: self.before(text, run.start), end: self.before(text, run.end) }
    }
}
