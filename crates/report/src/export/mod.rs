//! Records in, a form for others out: tables, maps, calendars, graphs.
//! Every form names the ids under which the ledger keeps the words behind a row; none gives a machine's reading as a
//! finding.
//!
//! A form is one file here and a line in [`FORMS`].

mod acled;
mod calendar;
mod csv;
mod feature;
mod hxl;
mod incidents;
mod jsonl;
mod kml;
mod linked;
#[cfg(feature = "parquet")]
mod parquet;
mod plover;
mod row;
mod ucdp;

use jiff::Timestamp;
use truce_record::State;
use truce_record::fold::{Accord, Area, Incident, Meeting};
use truce_record::id::{RecordId, RecordKind};

pub use feature::geometry;
pub(crate) use kml::xml;
pub use row::{Row, date_precision};

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A table could not be written.
    #[error("the table could not be written: {0}")]
    Table(#[from] ::csv::Error),
    /// A JSON form could not be written.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// A Parquet file could not be written.
    #[cfg(feature = "parquet")]
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

/// What is exported.
pub struct Selection<'a> {
    /// The ledger's state.
    pub state: &'a State,
    /// Incidents, in order of time.
    pub incidents: Vec<Incident>,
    /// Agreements.
    pub accords: Vec<Accord>,
    /// Talks.
    pub meetings: Vec<Meeting>,
    /// Zones.
    pub areas: Vec<Area>,
    /// When the export is made.
    pub made: Timestamp,
}

impl<'a> Selection<'a> {
    /// Selects records by their ids; those that do not count any more are left out.
    pub fn of(state: &'a State, ids: impl IntoIterator<Item = RecordId>, made: Timestamp) -> Self {
        let mut selection = Self {
            state,
            incidents: Vec::new(),
            accords: Vec::new(),
            meetings: Vec::new(),
            areas: Vec::new(),
            made,
        };
        for id in ids {
            match id.kind() {
                RecordKind::Incident => selection.incidents.extend(state.incident(&id)),
                RecordKind::Agreement => selection.accords.extend(state.agreement(&id)),
                RecordKind::Talks => selection.meetings.extend(state.talks(&id)),
                RecordKind::Zone => selection.areas.extend(state.zone(&id)),
            }
        }
        selection.incidents.sort_by_key(|one| (one.when.map(|when| when.earliest), one.id.clone()));
        selection
    }

    /// Returns the incidents as flat rows.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.incidents.iter().map(|incident| Row::of(self.state, incident))
    }
}

/// A form of export.
pub struct Form {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Usual ending of a file's name.
    pub ending: &'static str,
    /// Media type.
    pub media: &'static str,
    write: Write,
}

/// How a form is written.
enum Write {
    Text(fn(&Selection<'_>) -> Result<String, ExportError>),
    #[cfg(feature = "parquet")]
    Bytes(fn(&Selection<'_>) -> Result<Vec<u8>, ExportError>),
}

/// Forms that this program was built without, each with the feature that brings it.
pub const LEFT_OUT: &[(&str, &str)] = if cfg!(feature = "parquet") { &[] } else { &[("parquet", "parquet")] };

/// All forms.
pub const FORMS: &[Form] = &[
    Form {
        name: "incidents",
        what: "JSON: incidents with statements, figures and standing, and which reports are one origin",
        ending: "json",
        media: "application/json",
        write: Write::Text(incidents::write),
    },
    Form {
        name: "csv",
        what: "CSV: a row for each incident",
        ending: "csv",
        media: "text/csv",
        write: Write::Text(csv::write),
    },
    Form {
        name: "hxl",
        what: "CSV with HXL hashtags, for humanitarian tools",
        ending: "csv",
        media: "text/csv",
        write: Write::Text(hxl::write),
    },
    Form {
        name: "geojson",
        what: "GeoJSON (RFC 7946): incidents as points with their uncertainty, zones as outlines",
        ending: "geojson",
        media: "application/geo+json",
        write: Write::Text(feature::write),
    },
    Form {
        name: "kml",
        what: "KML 2.2: incidents in time, for Google Earth and others",
        ending: "kml",
        media: "application/vnd.google-earth.kml+xml",
        write: Write::Text(kml::write),
    },
    Form {
        name: "jsonl",
        what: "JSON Lines: everything about each record, its statements with their words",
        ending: "jsonl",
        media: "application/jsonl",
        write: Write::Text(jsonl::write),
    },
    Form {
        name: "ucdp",
        what: "CSV in the columns of UCDP GED, precision codes included",
        ending: "csv",
        media: "text/csv",
        write: Write::Text(ucdp::write),
    },
    Form {
        name: "acled",
        what: "CSV in the columns of ACLED",
        ending: "csv",
        media: "text/csv",
        write: Write::Text(acled::write),
    },
    Form {
        name: "plover",
        what: "JSON Lines: events in PLOVER",
        ending: "jsonl",
        media: "application/jsonl",
        write: Write::Text(plover::write),
    },
    Form {
        name: "jsonld",
        what: "JSON-LD with W3C PROV: which words of which document each record is derived from, and who judged it",
        ending: "jsonld",
        media: "application/ld+json",
        write: Write::Text(linked::write),
    },
    Form {
        name: "ical",
        what: "iCalendar (RFC 5545): deadlines of terms, ends of agreements, and talks",
        ending: "ics",
        media: "text/calendar",
        write: Write::Text(calendar::write),
    },
    #[cfg(feature = "parquet")]
    Form {
        name: "parquet",
        what: "Apache Parquet: the columns of the CSV form, with types",
        ending: "parquet",
        media: "application/vnd.apache.parquet",
        write: Write::Bytes(parquet::write),
    },
];

impl Form {
    /// Returns a form by its name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FORMS.iter().find(|form| form.name == name)
    }

    /// Writes a selection.
    ///
    /// # Errors
    ///
    /// If the form cannot be written; no selection is known to cause it.
    pub fn write(&self, selection: &Selection<'_>) -> Result<Vec<u8>, ExportError> {
        match self.write {
            Write::Text(write) => write(selection).map(String::into_bytes),
            #[cfg(feature = "parquet")]
            Write::Bytes(write) => write(selection),
        }
    }
}

/// Writes a table, its cells made harmless for spreadsheets.
fn table<'a>(
    heads: &[&[&str]],
    rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>,
) -> Result<String, ExportError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    for head in heads {
        writer.write_record(*head)?;
    }
    for row in rows {
        writer.write_record(row.iter().map(|cell| crate::cell::harmless(cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
