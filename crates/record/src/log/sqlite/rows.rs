//! Rows as lists show them: flat, in words and degrees, ready for a table, JSON or CSV.

use serde::Serialize;

/// An incident, agreement, talks or zone, as lists show it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RecordRow {
    /// Its id.
    pub id: String,
    /// `incident`, `agreement`, `talks`, `zone`.
    pub kind: String,
    /// Act of an incident, latest stage of an agreement or talks, type of a zone.
    pub act: String,
    /// Its name.
    pub name: Option<String>,
    /// When, in EDTF.
    pub when: Option<String>,
    /// Names of places, the most exact first.
    pub places: String,
    /// Degrees north of the most exact point.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// UCDP `where_prec` of that point; 0 without one.
    pub precision: u8,
    /// How far from that point it may have been, in metres.
    pub radius_m: Option<u32>,
    /// Names of those who act or are acted upon.
    pub actors: String,
    /// Standing of an incident.
    pub standing: String,
    /// Statements that count.
    pub statements: u32,
    /// Documents that tell of it.
    pub documents: u32,
    /// Independent origins that report it.
    pub origins: u32,
    /// What the latest inquiry found.
    pub finding: Option<String>,
    /// Terms that it breaks, or violations of its terms, as people say.
    pub violations: u32,
    /// `accepted` or `rejected` by a person.
    pub review: Option<String>,
}

/// A statement, as lists show it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct StatementRow {
    /// Its id.
    pub id: String,
    /// Its document.
    pub document: String,
    /// What it states: `event`, `claim`, ...
    pub kind: String,
    /// Act, stance, stage or measure.
    pub act: String,
    /// Whether an event is said to have happened.
    pub status: Option<String>,
    /// First day.
    pub earliest: Option<String>,
    /// Last day.
    pub latest: Option<String>,
    /// Who says so, of a claim or figure.
    pub speaker: Option<String>,
    /// Who is blamed, of a claim.
    pub target: Option<String>,
    /// At least, of a figure.
    pub low: Option<i64>,
    /// At most, of a figure.
    pub high: Option<i64>,
    /// The day of the document that gives a figure.
    pub as_of: Option<String>,
    /// Names of places and actors.
    pub names: String,
    /// The record it is linked to, if to any; the first of several.
    pub record: Option<String>,
    /// Where its words begin, in characters.
    pub start: u32,
    /// The words.
    pub quote: String,
}

/// A document, as lists show it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DocumentRow {
    /// Its id.
    pub id: String,
    /// Name of its file.
    pub name: String,
    /// Who published it.
    pub source: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The wire service credited.
    pub agency: Option<String>,
    /// The document whose text it carries: itself, if it is no copy.
    pub origin: String,
    /// Statements of its latest reading.
    pub statements: u32,
    /// Admiralty grades.
    pub grade: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A statement that holds the words looked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SearchHit {
    /// The statement.
    pub statement: StatementRow,
    /// Name of the document's file.
    pub name: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its day.
    pub day: Option<String>,
}
