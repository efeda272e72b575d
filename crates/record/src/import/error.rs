//! What keeps a file, or a row of it, from being imported: what happened, where, and what to do next.

/// Why a file was not imported at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The mapping cannot be read.
    #[error("the mapping cannot be used: {0}")]
    Mapping(String),
    /// No built-in mapping fits.
    #[error("this file is of no data set that is known; its columns are: {0}")]
    Unknown(String),
    /// A column that the mapping needs is missing.
    #[error("the file has no column {wanted}, which the mapping of {scheme} needs")]
    Column {
        /// The data set.
        scheme: String,
        /// The column, with the names it may go by.
        wanted: String,
    },
    /// The file is not of the form it seems to be.
    #[error("line {line}: the file is broken: {what}")]
    Broken {
        /// The line, or the number of the row.
        line: u32,
        /// What is wrong.
        what: String,
    },
    /// The file holds no rows.
    #[error("the file holds no rows")]
    Empty,
    /// The file is too large for one entry.
    #[error("the file has {0} MB; one file may have {limit} MB", limit = super::LARGEST >> 20)]
    Large(usize),
    /// The shapes are not in degrees.
    #[error("the coordinates are not degrees north and east: {0}")]
    Projection(String),
}

impl ImportError {
    /// Returns what to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Mapping(_) => "docs/guide/imports.md shows a mapping line by line",
            Self::Unknown(_) => {
                "name the data set with --as (`truce import --list` shows them), or give a mapping with --mapping; for areas, use --zones"
            }
            Self::Column { .. } => {
                "check --as or --mapping; a mapping may name several columns, `date|event_date`, of which the first is taken that is there"
            }
            Self::Broken { .. } => {
                "save the file again from where it comes; if it is packed (.zip, .gz), unpack it first"
            }
            Self::Empty => "check that the file was saved whole",
            Self::Large(_) => {
                "split it, for instance by year, and import the parts: the order does not matter"
            }
            Self::Projection(_) => {
                "reproject it to WGS 84 (EPSG:4326), for instance with `ogr2ogr -t_srs EPSG:4326`"
            }
        }
    }
}

/// A row, or a cell of it, that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejected {
    /// Its line in the file; of a file without lines, the number of the row.
    pub line: u32,
    /// The column.
    pub field: String,
    /// What the cell says.
    pub value: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: &'static str,
}

/// Longest value that is shown.
const SHOWN: usize = 60;

impl Rejected {
    /// Returns the value, shortened for a line of a terminal.
    pub fn shown(&self) -> String {
        let line = self.value.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= SHOWN {
            line
        } else {
            line.chars().take(SHOWN).chain(['\u{2026}']).collect()
        }
    }
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.field.is_empty() {
            write!(f, ", {} `{}`", self.field, self.shown())?;
        }
        write!(f, ": {}; {}", self.what, self.help)
    }
}
