//! Incidents as points and zones as outlines in GeoJSON. Source: RFC 7946.

use geo::{LineString, Polygon};
use serde_json::{Value, json};

use super::{ExportError, Row, Selection};
use crate::area::outline;

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let incidents = selection.rows().map(|row| incident(&row));
    let zones = selection.areas.iter().map(|area| {
        let shape = area.outline.as_deref().and_then(outline).map_or_else(
            || {
                let point = area.places.iter().find_map(|place| place.point)?;
                Some(self::point(point))
            },
            |shape| Some(multipolygon(&shape)),
        );
        json!({
            "type": "Feature",
            "id": area.id,
            "geometry": shape,
            "properties": { "record": "zone", "type": area.kind, "name": area.name, "rules": area.rules },
        })
    });
    let collection = json!({
        "type": "FeatureCollection",
        "features": incidents.chain(zones).collect::<Vec<_>>(),
    });
    Ok(format!("{}\n", serde_json::to_string(&collection)?))
}

/// Writes an outline that a zone of the ledger has as a GeoJSON geometry; none if it is no outline.
pub fn geometry(outline: &str) -> Option<Value> {
    self::outline(outline).map(|shape| multipolygon(&shape))
}

fn multipolygon(shape: &geo::MultiPolygon<f64>) -> Value {
    json!({ "type": "MultiPolygon", "coordinates": shape.0.iter().map(polygon).collect::<Vec<_>>() })
}

fn point(point: truce_record::statement::Point) -> Value {
    let (lat, lon) = point.degrees();
    json!({ "type": "Point", "coordinates": [lon, lat] })
}

fn incident(row: &Row) -> Value {
    json!({
        "type": "Feature",
        "id": row.id,
        "geometry": row.point.map(point),
        "properties": {
            "record": "incident",
            "type": row.kind,
            "act": row.act,
            "date_start": row.start.map(|day| day.to_string()),
            "date_end": row.end.map(|day| day.to_string()),
            "date_prec": row.date_prec,
            "place": row.place,
            "adm_1": row.division,
            "country": row.country,
            "radius_m": row.radius_m,
            "where_prec": row.where_prec,
            "who": row.who.iter().map(|actor| &actor.name).collect::<Vec<_>>(),
            "whom": row.whom.iter().map(|actor| &actor.name).collect::<Vec<_>>(),
            "killed_low": row.low,
            "killed_best": row.best,
            "killed_high": row.high,
            "standing": row.standing,
            "origins": row.origins,
            "sources": row.sources,
            "claims": row.claims,
            "review": row.review,
        },
    })
}

/// A ring of positions, the outer one against the clock and holes with it, each closed.
fn polygon(polygon: &Polygon<f64>) -> Value {
    let ring = |line: &LineString<f64>, outer: bool| {
        let mut positions: Vec<[f64; 2]> = line.0.iter().map(|at| [at.x, at.y]).collect();
        if positions.first() != positions.last() {
            positions.extend(positions.first().copied());
        }
        let twice: f64 =
            positions.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum();
        if (twice > 0.0) != outer {
            positions.reverse();
        }
        positions
    };
    let mut rings = vec![ring(polygon.exterior(), true)];
    rings.extend(polygon.interiors().iter().map(|hole| ring(hole, false)));
    json!(rings)
}
