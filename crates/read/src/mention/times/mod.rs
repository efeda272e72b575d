//! Words in, times out: what expressions of time a report uses, and which days they mean.
//! Knows no happening; "two days after the raid" stays open until a statement dates the raid.

mod anchor;
mod calendar;
mod discourse;
mod matcher;
mod recognise;
mod reference;
mod shape;
mod timex;
mod value;
mod when;

#[cfg(test)]
mod tests;

pub use anchor::{Context, Tense, anchor};
pub use discourse::{Discourse, is_history};
pub use recognise::{merges, parts, recognise};
pub use reference::reference_date;
pub use timex::timex;
pub use value::{TimeMention, Value};
pub use when::{Grain, When};
