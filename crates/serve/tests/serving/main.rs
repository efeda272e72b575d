//! The server as programs and browsers meet it: a real socket, a real ledger, reports written for these tests.

mod adding;
mod answers;
mod describing;
mod documents;
mod guarding;
mod hostile;
mod judging;
mod lists;
mod proofs;
mod server;
mod sitreps;
