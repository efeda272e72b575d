//! Bytes in, decoded text out: encodings, damage, binary files, the report of a web page.
//! Knows no title or date but those that a page tells of itself; the others are found by `document`.

mod binary;
mod encoding;
pub mod page;
mod signs;
#[cfg(test)]
mod tests;

use crate::notice::Notice;

/// One captured report as text.
#[derive(Debug, Clone, Default)]
pub struct Capture {
    /// The decoded text, exactly as it arrived but for a byte order mark; of a web page, the words of its report.
    /// Every span refers to it.
    pub text: String,
    /// What was noticed while decoding.
    pub notices: Vec<Notice>,
    /// What a saved web page tells beside its words; none for a text.
    pub page: Option<page::Page>,
}

/// Longest text in bytes that offsets can point into.
///
/// What comes after it is left out, with a notice.
pub const LONGEST: usize = u32::MAX as usize - 1;

/// Length in bytes above which a file is probably many reports; it is read all the same, in linear time.
pub const LARGE: usize = 8 << 20;

/// Decodes the bytes of one report.
///
/// Never fails: damage, guesses and files that hold no text become notices. Takes time linear in the length
/// of `bytes` and holds the text once; a page is held a few times over.
///
/// ```
/// let capture = truce_read::capture::decode(b"The truce held at Caf\xE9 Tarsk.");
/// assert_eq!(capture.text, "The truce held at Café Tarsk.");
/// assert_eq!(capture.notices[0].id, "encoding/guessed");
/// ```
#[must_use]
pub fn decode(bytes: &[u8]) -> Capture {
    if let Some(notice) = binary::refuse(bytes) {
        return Capture { notices: vec![notice], ..Capture::default() };
    }
    let mut notices = Vec::new();
    let mut page = None;
    let mut text = if page::is_page(bytes) {
        let mut source = page::decoded(bytes, &mut notices);
        // Damage was noticed at its place in the page, which is not its place in the text.
        notices.iter_mut().for_each(|notice| notice.span = None);
        shorten(&mut source, LONGEST, &mut notices);
        let (text, found) = page::read(&source, &mut notices);
        page = Some(found);
        text
    } else {
        encoding::text(bytes, &mut notices)
    };
    shorten(&mut text, LONGEST, &mut notices);
    if text.trim().is_empty() && page.is_none() {
        notices.push(Notice {
            id: "text/empty",
            message: "the file holds no words".to_owned(),
            help: "check that the report was saved whole",
            span: None,
        });
    }
    if text.len() > LARGE {
        notices.push(Notice {
            id: "text/large",
            message: format!("the text has {} MB, more than one report", text.len() >> 20),
            help: "if the file holds many reports, split it: each has its own date and sources",
            span: None,
        });
    }
    signs::notice(&text, &mut notices);
    Capture { text, notices, page }
}

/// Cuts `text` to at most `longest` bytes.
fn shorten(text: &mut String, longest: usize, notices: &mut Vec<Notice>) {
    if text.len() <= longest {
        return;
    }
    let end = (0..=longest).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.truncate(end);
    notices.push(Notice {
        id: "text/cut",
        message: format!("only the first {end} bytes were read"),
        help: "split the file into reports",
        span: None,
    });
}
