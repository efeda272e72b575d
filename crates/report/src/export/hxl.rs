//! A row for each incident under HXL hashtags. Source: HXL 1.1 Final, hxlstandard.org.

use super::csv::degrees;
use super::{ExportError, Row, Selection, table};

const HEAD: [&str; 16] = [
    "Id",
    "Type",
    "Act",
    "From",
    "To",
    "Place",
    "Admin 1",
    "Country",
    "Latitude",
    "Longitude",
    "Alleged doers",
    "Killed, least",
    "Killed, most",
    "Standing",
    "Independent origins",
    "Sources",
];

const TAGS: [&str; 16] = [
    "#event+id",
    "#event+type+code",
    "#event+type+name",
    "#date+start",
    "#date+end",
    "#loc+name",
    "#adm1+name",
    "#country+code+v_iso2",
    "#geo+lat",
    "#geo+lon",
    "#group+name+alleged",
    "#affected+killed+num+min",
    "#affected+killed+num+max",
    "#status+standing",
    "#meta+origins+num",
    "#meta+source",
];

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let rows = selection.rows().map(|row| {
        let (lat, lon) = degrees(&row);
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        vec![
            row.id.into(),
            row.kind.into(),
            row.act.into(),
            row.start.map(|day| day.to_string()).unwrap_or_default().into(),
            row.end.map(|day| day.to_string()).unwrap_or_default().into(),
            row.place.into(),
            row.division.into(),
            row.country.into(),
            lat.into(),
            lon.into(),
            Row::names(&row.who).into(),
            number(row.low).into(),
            number(row.high).into(),
            row.standing.into(),
            row.origins.to_string().into(),
            row.sources.join("; ").into(),
        ]
    });
    // Hashtags begin with "#", which no spreadsheet runs.
    table(&[&HEAD, &TAGS], rows)
}
