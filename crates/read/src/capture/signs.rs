//! Characters that a reader does not see or that show text in another order than it is stored.
//! They stay in the text, so that offsets hold; they are only noticed.

use crate::notice::Notice;
use crate::span::Span;

/// A kind of sign, how often it was met, and where first.
struct Sign {
    id: &'static str,
    what: &'static str,
    help: &'static str,
    count: u32,
    first: u32,
}

impl Sign {
    const fn new(id: &'static str, what: &'static str, help: &'static str) -> Self {
        Self { id, what, help, count: 0, first: 0 }
    }

    fn met(&mut self, at: u32) {
        if self.count == 0 {
            self.first = at;
        }
        self.count += 1;
    }
}

/// Notices control characters, direction controls, invisible characters and text decoded twice.
pub(super) fn notice(text: &str, notices: &mut Vec<Notice>) {
    let mut control = Sign::new(
        "text/control-characters",
        "control characters stand in the text",
        "they are kept and read as white space; check how the report was saved",
    );
    let mut direction = Sign::new(
        "text/direction-controls",
        "direction controls stand in the text, which may show its words in another order than they are read",
        "compare the quotes with the report as it is shown",
    );
    let mut invisible = Sign::new(
        "text/invisible-characters",
        "invisible characters stand in the text",
        "they are kept and passed over; a copy and paste of a quote carries them along",
    );
    let mut twice = Sign::new(
        "encoding/decoded-twice",
        "places look like UTF-8 that was read as windows-1252 and saved again",
        "get the report again from its source, or repair it, for names to be found",
    );
    if !text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')) {
        let mut before = '\0';
        for (at, c) in text.chars().enumerate() {
            match c {
                ' '..='~' | '\n' | '\r' | '\t' | '\u{c}' => {}
                '\0'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' => control.met(at as u32),
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
                    direction.met(at as u32);
                }
                '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{e0000}'..='\u{e007f}' => {
                    invisible.met(at as u32)
                }
                '€' if before == 'â' => twice.met(at as u32 - 1),
                '\u{a0}'..='\u{bf}' if before == 'Ã' => twice.met(at as u32 - 1),
                _ => {}
            }
            before = c;
        }
    }
    for sign in [control, direction, invisible, twice] {
        if sign.count > 0 {
            notices.push(Notice {
                id: sign.id,
                message: format!("{} {}", sign.count, sign.what),
                help: sign.help,
                span: Some(Span { start: sign.first, end: sign.first + 1 }),
            });
        }
    }
}
