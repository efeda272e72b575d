//! A row for each incident, with the names of columns in the first line.

use std::borrow::Cow;

use super::{ExportError, Row, Selection, table};

pub(super) const HEAD: [&str; 28] = [
    "id",
    "type",
    "act",
    "date_start",
    "date_end",
    "date_prec",
    "place",
    "adm_1",
    "country",
    "latitude",
    "longitude",
    "radius_m",
    "where_prec",
    "who",
    "whom",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_civilians",
    "standing",
    "origins",
    "documents",
    "sources",
    "finding",
    "review",
    "claims",
    "quote",
    "caution",
];

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    table(&[&HEAD], selection.rows().map(cells))
}

fn cells(row: Row) -> Vec<Cow<'static, str>> {
    let (lat, lon) = degrees(&row);
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        row.id.into(),
        row.kind.into(),
        row.act.into(),
        row.start.map(|day| day.to_string()).unwrap_or_default().into(),
        row.end.map(|day| day.to_string()).unwrap_or_default().into(),
        row.date_prec.to_string().into(),
        row.place.into(),
        row.division.into(),
        row.country.into(),
        lat.into(),
        lon.into(),
        row.radius_m.map(|metres| metres.to_string()).unwrap_or_default().into(),
        row.where_prec.to_string().into(),
        Row::names(&row.who).into(),
        Row::names(&row.whom).into(),
        number(row.low).into(),
        number(row.best).into(),
        number(row.high).into(),
        number(row.civilians).into(),
        row.standing.into(),
        row.origins.to_string().into(),
        row.documents.to_string().into(),
        row.sources.join("; ").into(),
        row.finding.unwrap_or_default().into(),
        row.review.into(),
        row.claims.into(),
        row.quotes.join(" / ").into(),
        "machine reading, no finding".into(),
    ]
}

/// Degrees as text, with the six decimals that the ledger keeps.
pub(super) fn degrees(row: &Row) -> (String, String) {
    row.point.map_or_else(Default::default, |point| {
        let (lat, lon) = point.degrees();
        (format!("{lat:.6}"), format!("{lon:.6}"))
    })
}
