//! Clauses and mentions in, statements out: who says what happened.
//! Sees one report; comparing reports is left to the ledger.

pub mod claim;
pub mod clause;
pub mod context;
pub mod event;
pub mod frame;
pub mod kinds;
pub mod status;
pub mod table;
pub mod voice;

pub use context::Context;
pub use kinds::{
    Agreement, Claim, Content, Control, Event, Figure, Name, Response, Statement, Talks, Term, Zone,
};
