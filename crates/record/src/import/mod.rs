//! Files of other data sets in; statements like any other out, and the entries that a ledger needs to have them.
//! Compares no row with a report: that is `link`'s.
//!
//! ```text
//! sheet       bytes, a mapping        -> Sheet      rows as statements, and those rejected with the reason
//! plan        a sheet, a state        -> Plan       what the ledger lacks, as bodies of entries
//! mapping     TOML                    -> Mapping    which columns mean what; the known data sets are mappings too
//! crosswalk   codes of a data set     -> type, mode and act
//! delimited, json, kml, shapefile     -> table      rows of each format
//! draw, extent   a row of a table     -> content    with value, names and geometry
//! ```
//!
//! The file is one document, kept as it arrived. Each row's words are its anchor, its id and its other fields are
//! kept as [`crate::statement::Foreign`].

mod crosswalk;
mod delimited;
mod draw;
mod error;
mod extent;
mod geometry;
mod json;
mod kml;
mod mapping;
mod names;
mod plan;
mod shapefile;
mod sheet;
mod table;
mod value;

pub use crosswalk::plover_type;
pub use error::{ImportError, Rejected};
pub use mapping::{
    AgreementColumns, Code, CodeTold, Column, EventColumns, FigureColumns, Mapping, Rows, WhenColumns,
    WhereColumns, ZoneColumns,
};
pub use plan::{Plan, plan};
pub use sheet::{Importer, Sheet, SheetRow};
pub use value::{DayOrder, Told};

/// Largest file in bytes: its rows become one entry, which must fit into memory a few times over.
pub const LARGEST: usize = 96 << 20;

/// Types of areas that the facts form has.
pub const ZONE_TYPES: [&str; 9] = [
    "buffer",
    "demilitarized",
    "de-escalation",
    "safe",
    "no-fly",
    "corridor",
    "line-of-contact",
    "exclusion",
    "other",
];
