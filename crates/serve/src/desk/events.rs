//! What is told to those who listen: where the ledger stands, and how jobs get on.

use serde::Serialize;
use truce_record::entry::Head;
use utoipa::ToSchema;

use super::Job;

/// Something happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// The ledger stands elsewhere.
    Head(HeadMoved),
    /// A job got on.
    Job(Job),
}

/// Where the ledger stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HeadMoved {
    /// Entries.
    pub entries: u64,
    /// Hash of the last one.
    pub head: String,
}

impl HeadMoved {
    /// Tells a head.
    pub fn of(head: &Head) -> Self {
        Self { entries: head.seq, head: head.hash.to_string() }
    }
}
