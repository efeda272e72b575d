//! A line in, its parts out: labels glued before a headline, furniture in the middle of text, parts between bars.
//! Says where to cut, never what a part is for.

use truce_lexicon::load::sources::{At, Sort, Sources, hash, hash_on};

use super::sort::Zone;
use super::words::Words;

/// Names written in one word with a capital inside; no glue.
const NAMES: &[&str] = &[
    "mc", "mac", "de", "di", "du", "da", "la", "le", "lo", "el", "al", "van", "von", "fitz", "o", "mo", "do",
    "i", "e", "ph", "mi", "you", "whats", "tik", "linked", "face", "git", "open",
];

/// Finds where a headline or sentence starts after labels glued before it: "WorldAfricaTruce lapses in Tarsk".
///
/// `words` holds the words of `line`. Some label must be known, or several be glued, and four words follow.
pub(super) fn glued_labels(line: &str, words: &Words, zone: Zone, sources: &Sources) -> Option<usize> {
    let starts = parts(line, words);
    if starts.len() < 2 || line.contains('@') {
        return None;
    }
    let end_of = |index: usize| starts.get(index + 1).copied().unwrap_or(words.len());
    let mut known = 0;
    for (index, &start) in starts.iter().enumerate() {
        let length = end_of(index) - start;
        if index > 0 {
            // Under the head a glued name is a name ("HillsBank said"), unless all before it are labels.
            let sure = if zone == Zone::Head {
                known > 0 || (index > 1 && start <= 3 * index)
            } else {
                known == index
            };
            let here = words.words[start];
            let before = words.low(start - 1);
            let name = here.glued && length > 0 && NAMES.contains(&before) && known == 0;
            if length >= 4 && sure && here.upper && !name && here.glued {
                return Some(here.start);
            }
            if name {
                return None;
            }
        }
        if length > 5 {
            return None;
        }
        let capitals = length == 1 && super::shape::glued_capitals(words.low(start), sources) > 1;
        known += usize::from(capitals || is_label(words, start, start + length, sources));
    }
    None
}

/// The words at which a new part starts: after glue, bars and angle quotes.
pub(super) fn parts(line: &str, words: &Words) -> Vec<usize> {
    let mut starts = Vec::new();
    for (at, word) in words.words.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| line.get(words.words[at].end..word.start)).unwrap_or("");
        if at == 0
            || word.glued
            || before.contains(['|', '»', '›', '•', '·', '>', '\n'])
            || before.contains("  ")
            || before.trim() == "/"
        {
            starts.push(at);
        }
    }
    starts
}

/// Whether words `start..end` are one known label: of a section, a menu or a publisher.
pub(super) fn is_label(words: &Words, start: usize, end: usize, sources: &Sources) -> bool {
    sort_of(words, start, end, sources).is_some()
}

/// What words `start..end` are as one known label.
pub(super) fn sort_of(words: &Words, start: usize, end: usize, sources: &Sources) -> Option<Sort> {
    let mut found = None;
    words.hits_at(start, sources, |hit| {
        let counts = (hit.at == At::Whole
            && matches!(hit.sort, Sort::Menu | Sort::Section | Sort::Furniture))
            || hit.sort == Sort::Publisher;
        // A word that is a menu's and a section's ("Opinion") is a section when it stands among sections.
        if counts && hit.end == end && found.is_none_or(|sort| hit.sort > sort) {
            found = Some(hit.sort);
        }
    });
    found
}

/// A run of furniture in the middle of a line of text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub start: usize,
    pub end: usize,
}

/// Finds furniture in a line of text: an advertisement mark, or "Read more: ..." after a sentence.
pub(super) fn cuts(line: &str, words: &mut Words, sources: &Sources, found: &mut Vec<Cut>) {
    found.clear();
    let bytes = line.as_bytes();
    let mut from = 0;
    let (mut before, mut closed) = (b' ', true);
    for at in 0..bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_uppercase() && at >= from {
            let glued = before.is_ascii_lowercase()
                || (before.is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase));
            let capitals = !before.is_ascii_alphanumeric()
                && bytes[at + 1..].iter().take(5).filter(|byte| byte.is_ascii_uppercase()).count() == 5;
            let fresh = !before.is_ascii_alphanumeric() && closed;
            if (glued || capitals || fresh)
                && may_cut(&bytes[at..], sources)
                && let Some(cut) = cut_at(line, at, capitals && !fresh, words, sources)
            {
                if cut.start > 0 || cut.end < line.len() {
                    found.push(cut);
                }
                from = cut.end;
            }
        } else if byte == b'['
            && at >= from
            && let Some(cut) = aside(line, at, words, sources)
        {
            found.push(cut);
            from = cut.end;
        }
        if !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b')' | b']' | 0x80..=0xBF) {
            closed = matches!(byte, b'.' | b'!' | b'?') || (closed && byte >= 0xC0);
        }
        before = byte;
    }
}

/// Whether the word at the start may begin something to cut out.
fn may_cut(rest: &[u8], sources: &Sources) -> bool {
    let (mut before, mut length) = (b' ', 0);
    let (mut now, mut last) = (hash(std::iter::empty()), 0);
    for byte in rest {
        // "ADVERTISEMENTThe" and "MOST READ1" end where a page glued them.
        if !byte.is_ascii_alphabetic() || (before.is_ascii_lowercase() && byte.is_ascii_uppercase()) {
            break;
        }
        last = now;
        now = hash_on(now, byte.to_ascii_lowercase());
        before = *byte;
        length += 1;
    }
    // The last capital of a run may belong to the next word.
    sources.may_cut(now) || (length > 1 && sources.may_cut(last))
}

/// "[passage indistinct]" and the like, put in by a monitor.
fn aside(line: &str, at: usize, words: &mut Words, sources: &Sources) -> Option<Cut> {
    let close = line[at..].find(']').filter(|close| *close < 60)? + at;
    words.read(&line[at + 1..close]);
    let count = words.len();
    let mut known = false;
    words.hits_at(0, sources, |hit| known |= hit.sort == Sort::Broadcast && hit.end == count);
    known.then_some(Cut { start: at, end: close + 1 })
}

fn cut_at(line: &str, at: usize, capitals: bool, words: &mut Words, sources: &Sources) -> Option<Cut> {
    let mut limit = line.len().min(at + 200);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let rest = line.get(at..limit)?;
    // Only as many words as the longest phrase has are needed to see whether one stands here.
    let mut near = rest.len().min(64);
    while !rest.is_char_boundary(near) {
        near -= 1;
    }
    words.read(&rest[..near]);
    let mut best: Option<(usize, Sort)> = None;
    words.hits_at(0, sources, |hit| {
        let cuts = hit.at == At::Cut || (hit.sort == Sort::Caption && hit.at == At::Open && hit.end == 1);
        if cuts && best.is_none_or(|(end, _)| hit.end > end) {
            best = Some((hit.end, hit.sort));
        }
    });
    let (count, sort) = best?;
    let end = words.words[count - 1].end;
    let phrase = &rest[..end];
    let after = &rest[end..];
    let upper = !phrase.chars().any(char::is_lowercase);
    if upper && phrase.starts_with("ADVERT") {
        // The mark alone is cut out; what follows is text again.
        let marks = after.len() - after.trim_start_matches([':', '-', '–', '—', ' ']).len();
        let stop = if after.trim_start().starts_with([':', '-', '–', '—']) { end + marks } else { end };
        let short = line.len() - at < 120 && !super::lines::closes(&line[at..]) && stop > end;
        return Some(Cut { start: at, end: if short { line.len() } else { at + end } });
    }
    if capitals && !upper {
        return None;
    }
    let marked = after.trim_start().starts_with([':', '|', '»', '›'])
        || after.starts_with(|c: char| c.is_ascii_digit());
    // What follows must end with the line and be no sentence.
    let tail = &line[at..];
    let short = tail.len() < 160
        && (!super::lines::closes(tail) || (marked && tail.ends_with('?')) || sort == Sort::Caption);
    ((marked || (upper && count > 1)) && short).then_some(Cut { start: at, end: line.len() })
}
