//! Bytes in, statements out: the whole reading of one report.
//! Pure: no file, network, clock or environment; comparing reports is left to the ledger.

pub mod capture;
pub mod document;
mod facts;
pub mod full;
pub mod grammar;
pub mod mention;
pub mod notice;
mod read;
pub mod span;
pub mod statement;
pub mod thread;

pub use read::{Options, Reader, Reading};
