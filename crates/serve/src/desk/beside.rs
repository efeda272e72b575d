//! What is kept beside the ledger's file and not in it: saved searches and signed checkpoints. Losing it loses no record.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use truce_record::entry::Checkpoint;
use utoipa::ToSchema;

use crate::problem::Problem;

/// A search that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Saved {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What was asked, as the parameters of an address.
    pub query: String,
}

/// Searches that may be saved.
const MOST: usize = 500;

/// The files beside a ledger.
#[derive(Debug, Clone)]
pub struct BesideLedger {
    searches: PathBuf,
    checkpoints: PathBuf,
}

fn ended(ledger: &Path, ending: &str) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

impl BesideLedger {
    /// Names the files beside a ledger.
    pub fn of(ledger: &Path) -> Self {
        Self { searches: ended(ledger, ".searches.json"), checkpoints: ended(ledger, ".checkpoints.json") }
    }

    /// Returns the saved searches.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn searches(&self) -> Result<Vec<Saved>, Problem> {
        read(&self.searches)
    }

    /// Saves a search.
    ///
    /// # Errors
    ///
    /// If there are too many, or the file cannot be written.
    pub fn save(&self, name: &str, query: &str) -> Result<Saved, Problem> {
        let mut all = self.searches()?;
        if all.len() >= MOST {
            return Err(Problem::conflict(format!("{MOST} searches are saved already"), "delete one first"));
        }
        let number = |saved: &Saved| saved.id.strip_prefix("search-")?.parse::<u64>().ok();
        let next = all.iter().filter_map(number).max().unwrap_or_default() + 1;
        let saved = Saved { id: format!("search-{next}"), name: name.to_owned(), query: query.to_owned() };
        all.push(saved.clone());
        write(&self.searches, &all)?;
        Ok(saved)
    }

    /// Forgets a search. Says whether there was one.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn forget(&self, id: &str) -> Result<bool, Problem> {
        let mut all = self.searches()?;
        let before = all.len();
        all.retain(|saved| saved.id != id);
        let was = all.len() < before;
        if was {
            write(&self.searches, &all)?;
        }
        Ok(was)
    }

    /// Returns the checkpoints.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn checkpoints(&self) -> Result<Vec<Checkpoint>, Problem> {
        read(&self.checkpoints)
    }

    /// Keeps a checkpoint.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn keep(&self, checkpoint: Checkpoint) -> Result<(), Problem> {
        let mut all = self.checkpoints()?;
        all.push(checkpoint);
        write(&self.checkpoints, &all)
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Problem> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Problem::failed(
                format!("{}: {error}", path.display()),
                "check that you may read it",
            ));
        }
    };
    serde_json::from_slice(&text).map_err(|error| {
        Problem::failed(
            format!("{} cannot be read: {error}", path.display()),
            "put it right or move it away; no record of the ledger is in it",
        )
    })
}

/// Writes a file under another name and then moves it into place.
fn write<T: Serialize>(path: &Path, all: &[T]) -> Result<(), Problem> {
    let part = ended(path, ".part");
    let text = serde_json::to_vec_pretty(all).unwrap_or_default();
    std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path)).map_err(|error| {
        Problem::failed(
            format!("{} cannot be written: {error}", path.display()),
            "check the folder and the room on the disk",
        )
    })
}
