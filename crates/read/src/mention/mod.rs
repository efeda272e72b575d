//! Sentences in, mentions out: actors, places, times; who or what each means in this report.
//! Draws no statement, and compares no reports.

pub mod actors;
pub mod entity;
pub mod names;
pub mod places;
pub mod times;
