//! The state of a ledger in, answers out: is a truce holding, who claims what, what happened in a month, did a day
//! change anything. Changes nothing in the ledger, and every number it gives leads to the statements behind it.
//!
//! ```text
//! scene    State, agreement, day -> Scene        what the record knew on that day, inside and outside the area
//! assess   Scene                 -> Assessment   indicators for and against, what is unknown, a verdict
//! matrix   Scene                 -> Matrix       which party takes which position on which incident
//! export   records        -> tables, maps, calendars, graphs
//! brief    State                 -> pages: briefs, situation reports, what changed; `page` and `plot` write them
//! area     names, zones, points  -> inside, outside, not to be told
//! compare  occurrences           -> Comparison   counts before and after a day; as a note on method, JSON or a plot
//! stats    counts and days       -> estimates, intervals, p-values: pure functions
//! ```

pub mod area;
pub mod assess;
pub mod brief;
pub mod cell;
pub mod compare;
pub mod export;
pub mod matrix;
pub mod page;
pub mod plot;
pub mod scene;
pub mod stats;
mod words;
