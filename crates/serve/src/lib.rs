//! A ledger in, an HTTP interface and a web application out, for one machine: no accounts, no other host.
//! Reads, links and judges nothing itself: it asks what the command line asks, and writes through the same functions.
//!
//! ```text
//! answer   State, tables  -> what is sent: records with their words, maps, lists
//! assets   the built web application, embedded
//! desk     the open ledger: many readers, one writer; jobs, events, replies to requests that came twice
//! print    a page in HTML -> PDF, through a browser
//! query    the words of an address -> what is asked for
//! routes   one file for each part of the interface
//! server   the listening socket, and who may ask
//! ```

pub mod answer;
mod assets;
pub mod desk;
pub mod print;
mod problem;
mod query;
mod routes;
pub mod server;

pub use desk::{Desk, Opened};
pub use problem::Problem;
pub use routes::openapi;
pub use server::{Serving, application, serve};
