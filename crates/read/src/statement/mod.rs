//! Clauses and mentions in, statements out: who says what happened.
//! Sees one report; comparing reports is left to the ledger.

pub mod agreement;
pub mod attribution;
pub mod claim;
pub mod clause;
pub mod context;
pub mod control;
pub mod event;
pub mod figure;
pub mod frame;
pub mod kinds;
pub mod response;
pub mod status;
pub mod table;
pub mod talks;
pub mod term;
pub mod voice;
pub mod wording;
pub mod zone;

pub use context::Context;
pub use kinds::{
    Agreement, Claim, Content, Control, Event, Figure, Name, Reference, Response, Statement, Talks, Term,
    Zone,
};
