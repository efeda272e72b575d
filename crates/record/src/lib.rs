//! Statements of many documents in, one record out that nobody can quietly change.
//! Weighs nothing: every claim is kept, and whether a truce holds is for `report` to answer.
//!
//! # How the rooms hang together
//!
//! ```text
//! statement   truce_read::Reading -> Vec<Statement>      the ledger's own words: anchors, actors, places, days
//! entry       Body + who + when   -> Entry               canonical bytes, hash chain, checkpoints
//! intake      bytes           -> bodies              a report as it arrives, read
//! import      bytes, mapping  -> bodies              rows of other data sets
//! fold        entries             -> State               pure; documents, statements, records, links, judgements
//! judge       a person's words    -> Verdict             what is to be written, or what the words should have been
//! link        State, Statements   -> Vec<Body>            which statements speak of one record
//! origin      texts               -> Vec<OriginFound>     which documents carry one text
//! log         Ledger              <- SQLite              append, read, documents' bytes, tables that can be rebuilt
//! taking      a report, Register  -> Register            a report with what follows from it, in one transaction
//! id          hashes              -> doc- st- inc- ...   names that take no side
//! ```
//!
//! Whoever compares documents or links statements takes a [`fold::State`] and returns [`entry::Body`]s:
//! [`entry::OriginFound`], [`entry::Linked`], [`entry::Candidate`]. The ledger appends them and the state applies
//! them; nothing else changes a state. A record begins with the first link to its id
//! ([`id::RecordId::of`] the statement that founds it).
//!
//! What a record amounts to (when, where, claims, figures, standing) is computed from its statements whenever it is
//! asked for: [`fold::State::incident`] and its like.

pub mod entry;
pub mod fold;
pub mod id;
pub mod import;
pub mod intake;
pub mod judge;
pub mod link;
pub mod log;
pub mod origin;
pub mod statement;
pub mod taking;

pub use fold::State;
