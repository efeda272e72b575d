//! The text of a report in, whether it is in a language that is read out.
//! Short texts are given the benefit of the doubt.

use super::{BlockKind, Document};
use crate::notice::Notice;

/// Bytes of text that are looked at.
const SAMPLE: usize = 4000;

/// Small words that English text is full of, and hardly any other.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "said", "with", "by", "he", "it", "at",
    "from", "his", "had", "has", "have", "were", "are", "be", "been", "not", "which", "they", "their", "but",
    "this", "an", "would", "who",
];

/// Says which language other than English the report is in, if it is.
pub(super) fn notice(document: &Document) -> Option<Notice> {
    let mut sample = String::new();
    for block in &document.blocks {
        let read = !matches!(block.kind, BlockKind::Furniture | BlockKind::Metadata | BlockKind::TableRow);
        if read && sample.len() < SAMPLE {
            let words = block.span.of(&document.text);
            let mut end = words.len().min(SAMPLE);
            while !words.is_char_boundary(end) {
                end -= 1;
            }
            sample.push_str(&words[..end]);
            sample.push('\n');
        }
    }
    if is_english(&sample) {
        return None;
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let foreign = sample.chars().filter(|c| c.is_alphabetic() && *c as u32 >= 0x370).count();
    if letters < 40 {
        return None;
    }
    let found = whatlang::detect(&sample)?;
    let name = if foreign * 2 > letters {
        // No English is written in another script, so the script alone decides.
        if found.is_reliable() {
            found.lang().eng_name().to_owned()
        } else {
            format!("{} script", found.script().name())
        }
    } else if found.is_reliable() && letters > 60 && found.lang() != whatlang::Lang::Eng {
        found.lang().eng_name().to_owned()
    } else {
        return None;
    };
    Some(Notice {
        id: "language/not-english",
        message: format!("the report seems to be in another language than English: {name}"),
        help: "no statement is drawn from it; give an English translation",
        span: None,
    })
}

/// Says whether small English words are as frequent as in English text.
fn is_english(sample: &str) -> bool {
    let (mut words, mut known) = (0_u32, 0_u32);
    let mut met = [false; ENGLISH.len()];
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(240) {
        words += 1;
        if word.len() <= 5
            && let Some(at) = ENGLISH.iter().position(|english| english.eq_ignore_ascii_case(word))
        {
            known += 1;
            met[at] = true;
        }
    }
    let kinds = met.iter().filter(|met| **met).count();
    known * 100 >= words * 12 && kinds * 12 >= (words as usize).min(60)
}
