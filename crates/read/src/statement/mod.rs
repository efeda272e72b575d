//! Clauses and mentions in, statements out: who says what happened.
//! Sees one report; comparing reports is left to the ledger.

pub mod clause;
pub mod frame;
pub mod voice;
