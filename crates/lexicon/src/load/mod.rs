//! One loader for the data folder: used at build time and by `--lexicon DIR`.
//! Looks nothing up; lookups live beside each table.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub mod actors;
pub mod cues;
pub mod deals;
pub mod events;
pub mod figures;
pub mod frames;
pub mod link;
pub mod places;
pub mod sources;
pub mod times;
pub mod words;

/// The tables that are small enough to be decoded at start-up.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tables {
    pub actors: actors::Actors,
    pub cues: cues::Cues,
    pub deals: deals::Deals,
    pub events: events::Events,
    pub figures: figures::Figures,
    pub link: link::Link,
    pub places: places::words::PlaceWords,
    pub sources: sources::Sources,
    pub times: times::Times,
}

/// A data file that could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: {message}", path.display())]
    Entry { path: PathBuf, message: String },
    #[error("packed tables are damaged: {0}")]
    Packed(#[from] postcard::Error),
}

impl LoadError {
    /// Says what to do next.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Io { .. } => "check that the folder has the form of crates/lexicon/data",
            Self::Entry { .. } => "correct the entry; every key is described in CONTRIBUTING.md",
            Self::Packed(_) => "rebuild the program",
        }
    }
}

impl Tables {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let times = times::Times::load(folder)?;
        let words = words::Words::load(folder, &times)?;
        Ok(Self {
            actors: actors::Actors::load(folder)?,
            cues: cues::Cues::load(folder)?,
            deals: deals::Deals::load(folder)?,
            events: events::Events::load(folder)?,
            figures: figures::Figures::load(folder)?,
            link: link::Link::load(folder)?,
            places: places::words::PlaceWords::load(folder)?,
            sources: sources::Sources { words, ..sources::Sources::load(folder)? },
            times,
        })
    }

    pub fn pack(&self) -> Result<Vec<u8>, LoadError> {
        Ok(postcard::to_allocvec(self)?)
    }

    pub fn unpack(bytes: &[u8]) -> Result<Self, LoadError> {
        Ok(postcard::from_bytes(bytes)?)
    }
}

/// Reads one TOML file into `T`, naming the file in errors.
pub(crate) fn toml_file<T: DeserializeOwned>(path: &Path) -> Result<T, LoadError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
    toml::from_str(&text)
        .map_err(|error| LoadError::Entry { path: path.to_owned(), message: error.to_string() })
}

/// Reads a list: one entry a line, without empty lines and those that begin with `#`.
pub(crate) fn list_file(path: &Path) -> Result<Vec<String>, LoadError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| LoadError::Io { path: path.to_owned(), source })?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(str::to_owned).collect())
}

/// Reads one CSV file into rows of `T`, naming file and line in errors.
pub(crate) fn csv_file<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, LoadError> {
    let mut reader = csv::Reader::from_path(path)
        .map_err(|error| LoadError::Entry { path: path.to_owned(), message: error.to_string() })?;
    reader
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| LoadError::Entry { path: path.to_owned(), message: error.to_string() })
}

/// Lists the files `folder/PREFIX*.EXT`, sorted, so that order never depends on the disk.
pub(crate) fn files(folder: &Path, prefix: &str, extension: &str) -> Result<Vec<PathBuf>, LoadError> {
    let mut found = Vec::new();
    let entries =
        std::fs::read_dir(folder).map_err(|source| LoadError::Io { path: folder.to_owned(), source })?;
    for entry in entries {
        let path = entry.map_err(|source| LoadError::Io { path: folder.to_owned(), source })?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(prefix) && path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Splits a cell whose values are joined by `|`.
pub(crate) fn listed(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
