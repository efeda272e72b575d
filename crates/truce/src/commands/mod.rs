//! One file for each command.

pub mod explain;
pub mod read;
