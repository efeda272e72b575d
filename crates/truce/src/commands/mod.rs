//! One file for each command.

pub mod add;
pub mod assess;
pub mod backup;
pub mod checkpoint;
pub mod compare;
pub mod demo;
pub mod explain;
pub mod export;
pub mod history;
pub mod import;
pub mod judge;
pub mod list;
pub mod matrix;
pub mod plot;
pub mod read;
pub mod rebuild;
pub mod reread;
pub mod review;
pub mod search;
pub mod serve;
pub mod show;
pub mod sitrep;
pub mod verify;
