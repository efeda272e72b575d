//! Bytes into characters: marked encodings, sound and broken UTF-8, and guesses at older encodings.
//! Every guess is noticed.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::notice::Notice;
use crate::span::Span;

/// Bytes handed to the detector: enough for any report, and a bound for large files.
const SAMPLE: usize = 1 << 20;

/// Decodes `bytes`, noticing guesses and damage.
pub(super) fn text(bytes: &[u8], notices: &mut Vec<Notice>) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return utf8(rest, notices);
    }
    if let Some((encoding, marked)) = wide(bytes) {
        let (text, _, damaged) = encoding.decode(bytes);
        if !marked {
            notices.push(guessed(encoding));
        }
        if damaged {
            notices.push(broken(&text, encoding.name()));
        }
        return text.into_owned();
    }
    utf8(bytes, notices)
}

/// Recognises UTF-16 by its mark, or by every second byte being zero; says whether it was marked.
pub(super) fn wide(bytes: &[u8]) -> Option<(&'static Encoding, bool)> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some((UTF_16LE, true)),
        [0xFE, 0xFF, ..] => return Some((UTF_16BE, true)),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 2;
    if most < 4 {
        None
    } else if odd * 10 > most * 7 && even * 10 < most {
        Some((UTF_16LE, false))
    } else if even * 10 > most * 7 && odd * 10 < most {
        Some((UTF_16BE, false))
    } else {
        None
    }
}

fn utf8(bytes: &[u8], notices: &mut Vec<Notice>) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if is_broken_utf8(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        notices.push(broken(&text, "UTF-8"));
        return text;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Plain ASCII tells the detector nothing, so it is shown the part from the first other byte on.
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(256);
    let end = bytes.len().min(first + SAMPLE);
    detector.feed(&bytes[first..end], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _, damaged) = encoding.decode(bytes);
    notices.push(guessed(encoding));
    if damaged {
        notices.push(broken(&text, encoding.name()));
    }
    text.into_owned()
}

/// Says whether bytes that are not UTF-8 were so once: sound characters outnumber the damage, or only the
/// last character is cut.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut damage) = (0_usize, 0_usize);
    let mut cut = false;
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        let invalid = chunk.invalid();
        damage += usize::from(!invalid.is_empty());
        // Two bytes that begin a longer character are hardly chance.
        cut = invalid.len() >= 2;
    }
    sound > damage || (damage == 1 && cut)
}

fn guessed(encoding: &'static Encoding) -> Notice {
    Notice {
        id: "encoding/guessed",
        message: format!("the text was taken for {}", encoding.name()),
        help: "if names look wrong, save the report as UTF-8",
        span: None,
    }
}

fn broken(text: &str, encoding: &str) -> Notice {
    let count = text.matches('\u{FFFD}').count();
    let first = text.chars().position(|c| c == '\u{FFFD}').unwrap_or(0) as u32;
    Notice {
        id: "encoding/damaged",
        message: format!(
            "{count} characters are not sound {encoding}, the first at character {first}; each shows as \u{FFFD}"
        ),
        help: "get the report again from its source if a name or figure is hit",
        span: Some(Span { start: first, end: first + 1 }),
    }
}
