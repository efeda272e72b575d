//! The ledger's state in, pages out: briefs on one thing, and the situation report of a stretch of days.
//! Every number in them carries notes that lead to the words it rests on.

mod changes;
mod parts;
mod sitrep;
mod subject;

pub use changes::{Change, changes};
pub use sitrep::{Only, Sitrep, sitrep};
pub use subject::{BriefError, actor, agreement, incident, place};

/// What every page says before anything else.
const CAUTION: &str = "Drawn by a machine from reports; unverified where no person is named. Each line is what somebody says, with its source in the notes. None of it is a finding.";
