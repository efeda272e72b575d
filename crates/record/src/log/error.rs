//! What can go wrong with a ledger, where, and what to do next.

use std::path::PathBuf;

use crate::fold::Refusal;

/// Why a ledger could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such file.
    #[error("{}: there is no ledger here", .0.display())]
    Absent(PathBuf),
    /// The file is something else.
    #[error("{}: this is no ledger: {what}", .path.display())]
    NoLedger {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// A newer program wrote it.
    #[error("the ledger has form {has}, and this program knows forms up to {knows}")]
    Newer {
        /// Its form.
        has: u32,
        /// The newest form that is known.
        knows: u32,
    },
    /// There is a file already where one was to be written.
    #[error("{}: there is a file already", .0.display())]
    There(PathBuf),
    /// The file to be written is the ledger itself.
    #[error("{}: this is the ledger itself", .0.display())]
    Itself(PathBuf),
    /// Another process is writing.
    #[error("the ledger is locked: another process is writing to it")]
    Busy,
    /// It may not be written.
    #[error("the ledger may not be written: {0}")]
    ReadOnly(String),
    /// It may not be read.
    #[error("the ledger may not be read: {0}")]
    Unreadable(String),
    /// The disk is full.
    #[error("the disk is full: nothing of this was kept")]
    Full,
    /// The disk failed.
    #[error("the disk could not be read or written: {0}")]
    Disk(String),
    /// Its pages are damaged.
    #[error("the ledger's file is damaged: {0}")]
    Damaged(String),
    /// An entry is not what it was.
    #[error("entry {seq}: {what}")]
    Entry {
        /// Its number.
        seq: u64,
        /// What is wrong.
        what: String,
    },
    /// The tables were built from other entries.
    #[error("the ledger's tables are of entry {built}, and its last entry is {head}")]
    Stale {
        /// Entry that the tables are of.
        built: u64,
        /// Last entry.
        head: u64,
    },
    /// The tables hold something else.
    #[error("the tables are not what the entries amount to")]
    Tables,
    /// The snapshot holds something else.
    #[error("the snapshot is not what the entries amount to")]
    Snapshot,
    /// The index of words holds something else.
    #[error("the index of words is not what the statements hold")]
    Words,
    /// The entry would mean nothing.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store failed in another way.
    #[error("the ledger could not be read or written: {0}")]
    Store(String),
}

impl LedgerError {
    /// Returns what to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Absent(_) => "check --ledger; `truce add FILE` makes a new ledger",
            Self::NoLedger { .. } => "check --ledger; the file was left as it was",
            Self::Newer { .. } => "use the newer version of truce that wrote it; the file was left as it was",
            Self::There(_) => {
                "give another name; or, if nothing is using it, remove it or replace it with --force"
            }
            Self::Itself(_) => "give another name; the ledger was left as it was",
            Self::Busy => "wait until the other process is done, and try again; nothing was changed",
            Self::ReadOnly(_) => {
                "check that you may write the file and its folder, and that the disk is not mounted read-only"
            }
            Self::Unreadable(_) => "check that you may read the file and its folder",
            Self::Full => "make room on the disk, and run the same command again: what was kept before stays",
            Self::Disk(_) => {
                "check the disk and the room on it; what was kept before stays, and the same command can be run again"
            }
            Self::Damaged(_) => {
                "copy the file before anything else, then take the newest backup for which `truce verify` passes"
            }
            Self::Entry { .. } => {
                "compare with a backup or a checkpoint: `truce verify` names the first entry that fails"
            }
            Self::Stale { .. } => "run `truce rebuild`",
            Self::Tables | Self::Words | Self::Snapshot => "run `truce rebuild`; no entry is touched by it",
            Self::Refused(refusal) => refusal.help(),
            Self::Store(_) => "run `truce verify`; if it passes, try again",
        }
    }
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly(text)
            }
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(text),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            _ => Self::Store(text),
        }
    }
}
