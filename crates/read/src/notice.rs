//! What the reader has to tell about damage and doubt in its input.
//! A notice never stops a reading.

use serde::Serialize;

use crate::span::Span;

/// Something about the input that a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Notice {
    /// Stable id, for example `encoding/guessed`.
    pub id: &'static str,
    /// What was met, without a final full stop.
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
    /// Where, if at one place.
    pub span: Option<Span>,
}
