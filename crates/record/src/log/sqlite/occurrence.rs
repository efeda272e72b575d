//! What incidents count as: written beside their rows, read whole.

use rusqlite::{Connection, params};

use super::SqliteLedger;
use crate::fold::Occurrence;
use crate::log::LedgerError;
use crate::statement::{Place, Point, day_number};

/// An occurrence as rates are made of it: days are numbers from 1970-01-01.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OccurrenceRow {
    /// The incident.
    pub record: String,
    /// The statement of its row; none for what only reports tell of.
    pub statement: Option<String>,
    /// The data set; empty for what only reports tell of.
    pub data_set: String,
    /// The row's id there.
    pub row: String,
    /// Its acts.
    pub acts: Vec<String>,
    /// The day it counts for.
    pub day: Option<i32>,
    /// As UCDP's `date_prec`; 0 if unknown.
    pub date_precision: u8,
    /// Its point.
    pub point: Option<Point>,
    /// How far from the point it may have been, in metres.
    pub radius_m: Option<u32>,
    /// As UCDP's `where_prec`; 0 if unknown.
    pub precision: u8,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// First-level division, in the words of whoever tells it.
    pub division: Option<String>,
    /// The pair of parties, as the data set names it.
    pub dyad: Option<String>,
    /// Names of the doers.
    pub who: Vec<String>,
    /// Names of those it was done to.
    pub whom: Vec<String>,
    /// As UCDP's `event_clarity`; 0 if not told.
    pub clarity: u8,
    /// As UCDP's `type_of_violence`; 0 if not told.
    pub violence: u8,
    /// People killed: the lowest estimate.
    pub low: Option<i64>,
    /// The best estimate.
    pub best: Option<i64>,
    /// The highest estimate.
    pub high: Option<i64>,
    /// Civilians among the killed.
    pub civilians: Option<i64>,
    /// Who told it.
    pub sources: Vec<String>,
    /// Whether a person accepted the incident; none if nobody judged it.
    pub accepted: Option<bool>,
}

/// What parts the names of a list in one field: no name holds it.
const BETWEEN: &str = "\n";

fn joined(names: &[String]) -> String {
    names.iter().map(|name| name.replace(BETWEEN, " ")).collect::<Vec<_>>().join(BETWEEN)
}

fn parted(text: &str) -> Vec<String> {
    text.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Writes what an incident counts as.
pub(super) fn write(
    connection: &Connection,
    record: i64,
    occurrences: &[Occurrence],
) -> Result<(), LedgerError> {
    for (at, one) in occurrences.iter().enumerate() {
        let place = one.place.as_ref();
        let point = place.and_then(|place| place.point);
        connection
            .prepare_cached(
                "INSERT INTO occurrence VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, \
                 ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
            )?
            .execute(params![
                record,
                at as i64,
                one.statement.as_ref().map(crate::id::StatementId::as_str),
                one.data_set,
                one.row,
                joined(&one.acts),
                one.day.map(day_number),
                one.date_precision,
                point.map(|point| point.lat),
                point.map(|point| point.lon),
                place.and_then(|place| place.radius_m),
                place.map_or(0, |place: &Place| place.precision),
                place.and_then(|place| place.country.as_deref()),
                one.division,
                one.dyad,
                joined(&one.who),
                joined(&one.whom),
                one.clarity,
                one.violence,
                one.low,
                one.best,
                one.high,
                one.civilians,
                joined(&one.sources),
                one.accepted,
            ])?;
    }
    Ok(())
}

impl SqliteLedger {
    /// Lists what all incidents count as that nobody rejected, in order of their ids.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn occurrences(&self) -> Result<Vec<OccurrenceRow>, LedgerError> {
        let mut query = self.connection.prepare_cached(
            "SELECT r.id, o.statement, o.data_set, o.data_row, o.acts, o.day, o.date_precision, o.lat, o.lon, o.radius, \
             o.precision, o.country, o.division, o.dyad, o.who, o.whom, o.clarity, o.violence, o.low, o.best, o.high, \
             o.civilians, o.sources, o.accepted FROM occurrence o JOIN record r ON r.num = o.record \
             WHERE o.accepted IS NOT 0 ORDER BY o.record, o.at",
        )?;
        let mut rows = query.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let list = |at: usize| -> rusqlite::Result<Vec<String>> {
                Ok(parted(row.get_ref(at)?.as_str().unwrap_or_default()))
            };
            let point = match (row.get(7)?, row.get(8)?) {
                (Some(lat), Some(lon)) => Some(Point { lat, lon }),
                _ => None,
            };
            found.push(OccurrenceRow {
                record: row.get(0)?,
                statement: row.get(1)?,
                data_set: row.get(2)?,
                row: row.get(3)?,
                acts: list(4)?,
                day: row.get(5)?,
                date_precision: row.get(6)?,
                point,
                radius_m: row.get(9)?,
                precision: row.get(10)?,
                country: row.get(11)?,
                division: row.get(12)?,
                dyad: row.get(13)?,
                who: list(14)?,
                whom: list(15)?,
                clarity: row.get(16)?,
                violence: row.get(17)?,
                low: row.get(18)?,
                best: row.get(19)?,
                high: row.get(20)?,
                civilians: row.get(21)?,
                sources: list(22)?,
                accepted: row.get(23)?,
            });
        }
        Ok(found)
    }
}
