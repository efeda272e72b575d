//! The words that tagger and parser see: one token, or several read as one.
//! Holds what can be seen of a word by itself; the sentence is looked at elsewhere.

use super::weights::Known;

/// One word of a sentence as the parser sees it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unit {
    /// Hash of the word in lower case, its digits made alike.
    pub word: u32,
    /// Hash of its first letter, two letters and three letters.
    pub prefixes: [u32; 3],
    /// Hash of its last letter, and so on up to five.
    pub suffixes: [u32; 5],
    /// Its capitals, digits and marks.
    pub shape: u32,
    /// What is known of it.
    pub known: Known,
    /// Its tag class.
    pub tag: u8,
    /// Its universal part of speech, as a number.
    pub upos: u8,
}

/// Hashes bytes; never returns 0.
#[must_use]
pub fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    state ^= state >> 29;
    ((state ^ (state >> 32)) as u32).max(1)
}

fn alike(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'0' } else { byte }
}

/// Returns the hash by which a word in lower case is known.
#[must_use]
pub fn word_hash(lower: &str) -> u32 {
    hash(lower.bytes().map(alike))
}

impl Unit {
    /// Looks at a word; `cased` says whether capitals mean anything in its sentence, `first` whether it opens it.
    #[must_use]
    pub fn new(form: &str, lower: &str, cased: bool, first: bool) -> Self {
        let prefix = |letters: usize| {
            let end = lower.char_indices().nth(letters).map_or(lower.len(), |(at, _)| at);
            hash(lower[..end].bytes().map(alike))
        };
        let suffix = |letters: usize| {
            let start = lower.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
            hash(lower[start..].bytes().map(alike))
        };
        Self {
            word: word_hash(lower),
            prefixes: [prefix(1), prefix(2), prefix(3)],
            suffixes: [suffix(1), suffix(2), suffix(3), suffix(4), suffix(5)],
            shape: shape(form, cased, first),
            ..Self::default()
        }
    }
}

/// Returns capitals, digits and marks of a word as a small number.
fn shape(form: &str, cased: bool, first: bool) -> u32 {
    let mut letters = form.chars().filter(|ch| ch.is_alphabetic());
    let capital = form.chars().next().is_some_and(char::is_uppercase);
    let all = capital
        && letters.all(char::is_uppercase)
        && form.chars().filter(|ch| ch.is_alphabetic()).count() > 1;
    let inner = !all && form.chars().skip(1).any(char::is_uppercase);
    let case = u32::from(capital) | u32::from(all) << 1 | u32::from(inner) << 2;
    let digit = form.chars().any(char::is_numeric);
    let letter = form.chars().any(char::is_alphabetic);
    let hyphen = form.len() > 1 && form.contains('-');
    let point = form.len() > 1 && form.ends_with('.');
    let foreign = form.chars().any(|ch| ch.is_alphabetic() && ch > '\u{24F}');
    let marks = u32::from(digit)
        | u32::from(letter) << 1
        | u32::from(hyphen) << 2
        | u32::from(point) << 3
        | u32::from(foreign) << 4;
    let place = if cased { u32::from(first) } else { 2 };
    marks | place << 8 | if cased { case << 12 } else { 0 }
}

/// Says whether capitals mean anything in a sentence of these words: not in headlines that capitalise all.
pub fn is_cased<'f>(forms: impl Iterator<Item = &'f str>) -> bool {
    let (mut capitals, mut long) = (0, 0);
    for form in forms {
        if form.len() > 3 && form.chars().all(char::is_alphabetic) {
            long += 1;
            capitals += usize::from(form.chars().next().is_some_and(char::is_uppercase));
        }
    }
    long < 4 || capitals * 8 < long * 7
}
