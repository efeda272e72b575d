//! Bytes in, decoded text out: encodings, damage, binary files.
//! Knows nothing of titles or dates; that is `document`.

use crate::notice::Notice;

/// One captured report as text.
#[derive(Debug, Clone)]
pub struct Capture {
    /// The decoded text, exactly as it arrived; every span refers to it.
    pub text: String,
    /// What was noticed while decoding.
    pub notices: Vec<Notice>,
}
