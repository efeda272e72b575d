//! Bytes in, statements out: the whole reading of one report.
//! Pure: no file, network, clock or environment; comparing reports is left to the ledger.

pub mod capture;
pub mod document;
pub mod grammar;
pub mod mention;
pub mod notice;
pub mod span;
pub mod statement;
