//! One file for each command.

pub mod demo;
pub mod explain;
pub mod read;
