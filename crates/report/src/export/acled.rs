//! Incidents in the columns of ACLED's exports since 2023. Event types by our own crosswalk, `data/exports/acled.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::csv::degrees;
use super::{ExportError, Row, Selection, table};

const HEAD: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

static TYPES: LazyLock<BTreeMap<&str, [&str; 3]>> = LazyLock::new(|| {
    include_str!("../../data/exports/acled.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?]))
        })
        .collect()
});

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let made = selection.made.as_second().to_string();
    // Acts without a type of ACLED's (agreements, statements) are no events there, nor is what has no day.
    let rows = selection
        .rows()
        .filter(|row| row.start.is_some())
        .filter_map(|row| Some((*TYPES.get(row.act.as_str())?, row)))
        .map(|(types, row)| {
            let (lat, lon) = degrees(&row);
            let [disorder, event, sub] = types;
            let time_precision = match row.date_prec {
                1 => "1",
                2 | 3 => "2",
                0 => "",
                _ => "3",
            };
            let geo_precision = match row.where_prec {
                1 => "1",
                2 | 3 => "2",
                0 => "",
                _ => "3",
            };
            let civilians = row.whom.iter().any(|actor| actor.kind.as_deref() == Some("civilians"));
            let mut notes = row.quotes.join(" / ");
            if !row.claims.is_empty() {
                notes = format!("{notes} [{}]", row.claims);
            }
            let cell = |name: &str| -> String {
                match name {
                    "event_id_cnty" => row.id.clone(),
                    "event_date" => row.start.map(|day| day.to_string()).unwrap_or_default(),
                    "year" => row.start.map(|day| day.year().to_string()).unwrap_or_default(),
                    "time_precision" => time_precision.to_owned(),
                    "disorder_type" => disorder.to_owned(),
                    "event_type" => event.to_owned(),
                    "sub_event_type" => sub.to_owned(),
                    "actor1" => Row::names(&row.who),
                    "actor2" => Row::names(&row.whom),
                    "civilian_targeting" if civilians => "Civilian targeting".to_owned(),
                    "country" => row.country.clone(),
                    "admin1" => row.division.clone(),
                    "location" => row.place.clone(),
                    "latitude" => lat.clone(),
                    "longitude" => lon.clone(),
                    "geo_precision" => geo_precision.to_owned(),
                    "source" => row.sources.join("; "),
                    "notes" => notes.clone(),
                    "fatalities" => row.best.or(row.civilians).unwrap_or(0).to_string(),
                    "tags" => format!(
                        "standing={}; origins={}; machine reading, {}",
                        row.standing, row.origins, row.review
                    ),
                    "timestamp" => made.clone(),
                    _ => String::new(),
                }
            };
            HEAD.iter().map(|name| cell(name).into()).collect()
        });
    table(&[&HEAD], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crosswalk_is_whole() {
        assert!(TYPES.len() > 30, "{}", TYPES.len());
        for (act, types) in TYPES.iter() {
            assert!(types.iter().all(|name| !name.is_empty()), "{act}");
        }
    }
}
