//! The reading as the scorers need it: the only file here that knows the reader's own types.
//! Judges nothing.

use serde_json::Value;
use truce_read::{Options, Reader};

/// Returns the facts of a report in the form of a reading: `{"document": {..}, "facts": [..]}`.
pub fn facts(reader: &Reader<'_>, bytes: &[u8]) -> Value {
    reader.read(bytes, &Options::default()).facts()
}
