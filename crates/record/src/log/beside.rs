//! A place for a file in; a file beside it out, which takes its place when it is whole.
//! What is there already is replaced only where that was asked for, and a ledger never by a copy of itself.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use super::LedgerError;

/// What to do with a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Keep it, and refuse.
    Keep,
    /// Put the new one in its place.
    Replace,
}

/// A file that is being written beside its place.
#[derive(Debug)]
pub struct Beside {
    part: PathBuf,
    to: PathBuf,
    existing: Existing,
    settled: bool,
}

impl Beside {
    /// Begins an empty file beside its place. `ledger` is the one that it is made from.
    ///
    /// # Errors
    ///
    /// If a file is there already, or none can be made.
    pub fn new(to: &Path, existing: Existing, ledger: &Path) -> Result<Self, LedgerError> {
        let part = with_ending(to, ".part");
        let same = |one: &Path| {
            one == ledger
                || one.canonicalize().is_ok_and(|one| ledger.canonicalize().is_ok_and(|two| one == two))
        };
        if same(to) || same(&part) {
            return Err(LedgerError::Itself(to.to_owned()));
        }
        // A ledger that is being written to is more than its file.
        let in_use = ["-wal", "-journal"].iter().any(|ending| with_ending(to, ending).exists());
        if in_use || (existing == Existing::Keep && to.symlink_metadata().is_ok()) {
            return Err(LedgerError::There(to.to_owned()));
        }
        if existing == Existing::Replace {
            match std::fs::remove_file(&part) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&part, &error)),
                _ => {}
            }
        }
        match OpenOptions::new().write(true).create_new(true).open(&part) {
            Ok(_) => Ok(Self { part, to: to.to_owned(), existing, settled: false }),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(LedgerError::There(part)),
            Err(error) => Err(failed(&part, &error)),
        }
    }

    /// Returns the path of the file that is being written.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Moves the file to its place, once all of it is on the disk.
    ///
    /// # Errors
    ///
    /// If somebody was first, or it cannot be moved.
    pub fn settle(mut self) -> Result<(), LedgerError> {
        let told = |error: &io::Error| failed(&self.to, error);
        OpenOptions::new()
            .write(true)
            .open(&self.part)
            .and_then(|file| file.sync_all())
            .map_err(|error| told(&error))?;
        let linked = match self.existing {
            Existing::Replace => Err(io::ErrorKind::Unsupported.into()),
            // A link takes no file's place, not even one that appeared meanwhile.
            Existing::Keep => std::fs::hard_link(&self.part, &self.to),
        };
        match linked {
            Ok(()) => std::fs::remove_file(&self.part).map_err(|error| told(&error))?,
            Err(_) if self.existing == Existing::Keep && self.to.symlink_metadata().is_ok() => {
                return Err(LedgerError::There(self.to.clone()));
            }
            // Some disks have no links.
            Err(_) => std::fs::rename(&self.part, &self.to).map_err(|error| told(&error))?,
        }
        self.settled = true;
        let folder =
            self.to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Where folders cannot be opened, as on Windows, their entries need no order of their own.
        if let Ok(folder) = std::fs::File::open(folder) {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.settled {
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn failed(path: &Path, error: &io::Error) -> LedgerError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge => LedgerError::Full,
        _ => LedgerError::ReadOnly(format!("{}: {error}", path.display())),
    }
}
