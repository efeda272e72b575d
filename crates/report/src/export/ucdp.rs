//! Uses of force with a day, in the columns of UCDP GED 25.1. Ids of UCDP's conflicts, dyads and actors stay empty: they are UCDP's.

use jiff::civil::Date;
use truce_record::statement::Actor;

use super::csv::degrees;
use super::{ExportError, Row, Selection, table};

const HEAD: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let rows = selection.rows().filter(|row| row.kind == "ASSAULT" && row.start.is_some()).enumerate().map(
        |(at, row)| {
            let (lat, lon) = degrees(&row);
            let day = |day: Option<Date>| day.map(|day| format!("{day} 00:00:00.000")).unwrap_or_default();
            let number = |number: Option<i64>| number.unwrap_or(0).to_string();
            let (side_a, side_b) = (Row::names(&row.who), Row::names(&row.whom));
            let dyad = if side_a.is_empty() || side_b.is_empty() {
                String::new()
            } else {
                format!("{side_a} - {side_b}")
            };
            // UCDP's clarity: 1 where a single happening with its day and place can be told, else 2.
            let clarity = if row.date_prec == 1 && (1..=3).contains(&row.where_prec) { "1" } else { "2" };
            let cell = |name: &str| -> String {
                match name {
                    // UCDP's ids are numbers; ours, which stays the same, is `relid`.
                    "id" => (at + 1).to_string(),
                    "relid" => row.id.clone(),
                    "year" => row.start.map(|day| day.year().to_string()).unwrap_or_default(),
                    "code_status" => "Machine reading, unverified".to_owned(),
                    "type_of_violence" => violence(&row.who, &row.whom).to_owned(),
                    "dyad_name" => dyad.clone(),
                    "side_a" => side_a.clone(),
                    "side_b" => side_b.clone(),
                    "number_of_sources" => row.origins.to_string(),
                    "source_article" => row.quotes.join(" / "),
                    "source_office" => row.sources.join("; "),
                    "source_original" => row.claims.clone(),
                    "where_prec" => row.where_prec.to_string(),
                    "where_coordinates" => row.place.clone(),
                    "adm_1" => row.division.clone(),
                    "latitude" => lat.clone(),
                    "longitude" => lon.clone(),
                    "geom_wkt" if !lat.is_empty() => format!("POINT ({lon} {lat})"),
                    "country" => row.country.clone(),
                    "event_clarity" => clarity.to_owned(),
                    "date_prec" => row.date_prec.to_string(),
                    "date_start" => day(row.start),
                    "date_end" => day(row.end),
                    "deaths_civilians" => number(row.civilians),
                    "deaths_unknown" => {
                        number(row.best.map(|best| (best - row.civilians.unwrap_or(0)).max(0)))
                    }
                    "best" => number(row.best.or(row.civilians)),
                    "high" => number(row.high.or(row.civilians)),
                    "low" => number(row.low.or(row.civilians)),
                    _ => String::new(),
                }
            };
            HEAD.iter().map(|name| cell(name).into()).collect()
        },
    );
    table(&[&HEAD], rows)
}

/// UCDP's type of violence: 1 with a state on a side, 2 without, 3 against civilians; empty where nobody is named.
fn violence(who: &[Actor], whom: &[Actor]) -> &'static str {
    let of = |actors: &[Actor], kinds: &[&str]| {
        actors.iter().any(|actor| actor.kind.as_deref().is_some_and(|kind| kinds.contains(&kind)))
    };
    if of(whom, &["civilians"]) {
        "3"
    } else if who.is_empty() || whom.is_empty() {
        ""
    } else if of(who, &["state"]) || of(whom, &["state"]) || who.iter().chain(whom).any(acts_for_state) {
        "1"
    } else {
        "2"
    }
}

fn acts_for_state(actor: &Actor) -> bool {
    actor.kind.as_deref() == Some("body") && actor.country.is_some()
}
