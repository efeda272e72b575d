//! Records with their points in, what a map shows out: points, or clusters where there are many, and zones.
//! Clusters are cells of the map's own grid, so that they stay where they are while the map is moved.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use truce_record::State;
use truce_record::fold::{Area, Standing};
use truce_record::id::RecordKind;
use truce_record::statement::Place;
use utoipa::ToSchema;

use super::prepared::{Narrowing, Pinned};

/// A GeoJSON collection. Points: `id`, `label`, `act`, `standing`, `day`, `radius_m`, `precision`; clusters: `cluster`,
/// `count`, `by_standing`, `bbox`; zones: `kind` is `zone`, `id`, `label`, `type`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Map {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its features.
    #[schema(value_type = Vec<Object>)]
    pub features: Vec<Value>,
    /// Records with a point in the window.
    pub total: usize,
    /// Records that the filter finds and that have no point: no map shows them.
    pub unplaced: usize,
    /// Whether records are shown in clusters.
    pub clustered: bool,
}

/// Points that are shown one by one.
const SINGLE: usize = 2000;

/// Cells along one side of a tile.
const CELLS: f64 = 4.0;

/// What falls into one cell.
struct Cell<'a> {
    first: &'a Pinned,
    count: usize,
    standings: [usize; Standing::ALL.len()],
    sum: (f64, f64),
    bounds: [f64; 4],
}

/// Makes a map of those records that are asked for, at a zoom level as web maps count them.
pub fn map(state: &State, records: &[Pinned], asked: &Narrowing, zoom: u8) -> Map {
    let (mut unplaced, mut inside) = (0, Vec::new());
    for one in records.iter().filter(|one| asked.holds(one)) {
        if one.row.lat.is_none() || one.row.lon.is_none() {
            unplaced += 1;
        } else if asked.in_window(one) {
            inside.push(one);
        }
    }
    let total = inside.len();
    let clustered = total > SINGLE;
    let mut features: Vec<Value> =
        if clustered { clusters(inside.into_iter(), zoom) } else { inside.into_iter().map(point).collect() };
    features.extend(zones(state));
    Map { kind: "FeatureCollection", features, total, unplaced, clustered }
}

fn clusters<'a>(records: impl Iterator<Item = &'a Pinned>, zoom: u8) -> Vec<Value> {
    let side = f64::from(1_u32 << zoom.min(22)) * CELLS;
    let mut cells: BTreeMap<(i64, i64), Cell<'_>> = BTreeMap::new();
    for one in records {
        let (Some(lat), Some(lon)) = (one.row.lat, one.row.lon) else { continue };
        let (x, y) = mercator(lat, lon);
        let cell = cells.entry(((x * side) as i64, (y * side) as i64)).or_insert_with(|| Cell {
            first: one,
            count: 0,
            standings: [0; Standing::ALL.len()],
            sum: (0.0, 0.0),
            bounds: [lon, lat, lon, lat],
        });
        cell.count += 1;
        cell.sum = (cell.sum.0 + lon, cell.sum.1 + lat);
        let [west, south, east, north] = cell.bounds;
        cell.bounds = [west.min(lon), south.min(lat), east.max(lon), north.max(lat)];
        if let Some(standing) = one.standing {
            cell.standings[standing] += 1;
        }
    }
    cells
        .into_iter()
        .map(|((x, y), cell)| {
            if cell.count == 1 {
                return point(cell.first);
            }
            let by_standing: BTreeMap<&str, usize> = Standing::ALL
                .iter()
                .zip(cell.standings)
                .filter(|(_, count)| *count > 0)
                .map(|(standing, count)| (standing.as_str(), count))
                .collect();
            let count = cell.count as f64;
            let at = [cell.sum.0 / count, cell.sum.1 / count].map(|degrees| (degrees * 1e6).round() / 1e6);
            json!({
                "type": "Feature",
                "id": format!("cell-{}-{x}-{y}", zoom.min(22)),
                "geometry": { "type": "Point", "coordinates": at },
                "properties": {
                    "cluster": true,
                    "count": cell.count,
                    "by_standing": by_standing,
                    "bbox": cell.bounds,
                },
            })
        })
        .collect()
}

/// A point of the earth on the square of web maps, each side from 0 to 1.
fn mercator(lat: f64, lon: f64) -> (f64, f64) {
    // Beyond this the square ends.
    let lat = lat.clamp(-85.051_128, 85.051_128).to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    ((lon + 180.0) / 360.0, y)
}

fn point(one: &Pinned) -> Value {
    let row = &one.row;
    json!({
        "type": "Feature",
        "id": row.id,
        "geometry": { "type": "Point", "coordinates": [row.lon, row.lat] },
        "properties": {
            "id": row.id,
            "label": label(one),
            "act": row.act,
            "actors": row.actors,
            "standing": row.standing,
            "day": row.when,
            "radius_m": row.radius_m,
            "precision": row.precision,
            "finding": row.finding,
        },
    })
}

fn label(one: &Pinned) -> String {
    let row = &one.row;
    let place = row.places.split("; ").next().unwrap_or_default();
    let parts = [row.name.as_deref().unwrap_or(&row.act), row.when.as_deref().unwrap_or(""), place];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn zones(state: &State) -> Vec<Value> {
    state
        .records(RecordKind::Zone)
        .filter_map(|(id, _)| state.zone(id))
        .filter(|area| area.review.as_ref().is_none_or(|review| review.accepted))
        .filter_map(|area| zone(&area))
        .collect()
}

/// Shows a zone: its outline, else circles around its places.
pub fn zone(area: &Area) -> Option<Value> {
    let outline = area.outline.as_deref().and_then(truce_report::export::geometry);
    let rough = outline.is_none();
    let geometry = outline.or_else(|| circles(&area.places))?;
    Some(json!({
        "type": "Feature",
        "id": area.id,
        "geometry": geometry,
        "properties": {
            "kind": "zone",
            "id": area.id,
            "label": area.name.clone().unwrap_or_else(|| area.kind.clone()),
            "type": area.kind,
            "rough": rough,
        },
    }))
}

/// Corners of a circle.
const CORNERS: u32 = 48;

/// Shows places as circles of their radius.
pub fn circles(places: &[Place]) -> Option<Value> {
    let polygons: Vec<Value> = places
        .iter()
        .filter_map(|place| Some((place.point?, place.radius_m?.max(1000))))
        .map(|(point, radius)| {
            let (lat, lon) = point.degrees();
            let north = f64::from(radius) / 111_195.0;
            let east = north / lat.to_radians().cos().max(0.01);
            let ring: Vec<[f64; 2]> = (0..=CORNERS)
                .map(|corner| {
                    let turn = std::f64::consts::TAU * f64::from(corner % CORNERS) / f64::from(CORNERS);
                    [lon + east * turn.cos(), (lat + north * turn.sin()).clamp(-90.0, 90.0)]
                        .map(|degrees| (degrees * 1e6).round() / 1e6)
                })
                .collect();
            json!([ring])
        })
        .collect();
    (!polygons.is_empty()).then(|| json!({ "type": "MultiPolygon", "coordinates": polygons }))
}

#[cfg(test)]
mod tests {
    use truce_record::log::{Filter, Window};

    use super::super::row::Row;
    use super::*;

    fn pinned(at: usize, lat: f64, lon: f64) -> Pinned {
        let row = truce_record::log::RecordRow {
            id: format!("inc-{at:010}"),
            act: "shelling".to_owned(),
            lat: Some(lat),
            lon: Some(lon),
            standing: "disputed".to_owned(),
            actors: "army; Olmen Front".to_owned(),
            ..truce_record::log::RecordRow::default()
        };
        let standing = Standing::ALL.iter().position(|one| one.as_str() == "disputed");
        Pinned { row: Row::from(row), first: None, last: None, standing }
    }

    #[test]
    fn many_points_are_clusters_that_lose_none() {
        let many: Vec<Pinned> = (0..5000)
            .map(|at| pinned(at, (at % 170) as f64 - 85.0, ((at * 7) % 360) as f64 - 180.0))
            .collect();
        for zoom in [0, 3, 22, 255] {
            let map = map(&State::default(), &many, &Narrowing::default(), zoom);
            let counted: u64 =
                map.features.iter().map(|one| one["properties"]["count"].as_u64().unwrap_or(1)).sum();
            assert_eq!(counted, 5000, "zoom {zoom}");
            assert!(map.clustered);
        }
        let window = Window { west: 0.0, south: 0.0, east: 10.0, north: 10.0 };
        let asked = Narrowing::take(&mut Filter { window: Some(window), ..Filter::default() });
        let few = map(&State::default(), &many, &asked, 3);
        assert!(!few.clustered && few.features.len() == few.total && few.total < 2000);
        assert_eq!(few.features[0]["properties"]["actors"], "army; Olmen Front");
    }
}
