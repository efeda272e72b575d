//! Bytes in, decoded text out: encodings, damage, binary files.
//! Knows nothing of titles or dates; that is `document`.

use crate::notice::Notice;

/// One captured report as text.
#[derive(Debug, Clone, Default)]
pub struct Capture {
    /// The decoded text, exactly as it arrived; every span refers to it.
    pub text: String,
    /// What was noticed while decoding.
    pub notices: Vec<Notice>,
}

/// Decodes the bytes of one report.
#[must_use]
pub fn decode(bytes: &[u8]) -> Capture {
    Capture { text: String::from_utf8_lossy(bytes).into_owned(), notices: Vec::new() }
}
