//! Shapes in degrees in; outlines in whole microdegrees, middles and buffers out.

use std::fmt::Write as _;

use geo::{
    BoundingRect as _, Buffer as _, Centroid as _, Coord, Geometry, GeometryCollection, LineString,
    MapCoords as _, MultiLineString, MultiPoint, MultiPolygon, Point as GeoPoint, Polygon,
};
use serde_json::Value;

use crate::statement::Point;

/// Reads a GeoJSON geometry.
pub(super) fn of_geojson(value: &Value) -> Result<Geometry<f64>, String> {
    let kind = value["type"].as_str().ok_or("its geometry has no type")?;
    if kind == "GeometryCollection" {
        let parts = value["geometries"].as_array().ok_or("its geometries are no list")?;
        let parts: Result<Vec<_>, _> = parts.iter().map(of_geojson).collect();
        return Ok(Geometry::GeometryCollection(GeometryCollection::from(parts?)));
    }
    let coordinates = &value["coordinates"];
    Ok(match kind {
        "Point" => Geometry::Point(GeoPoint(position(coordinates)?)),
        "MultiPoint" => Geometry::MultiPoint(MultiPoint::new(line(coordinates)?.into_points())),
        "LineString" => Geometry::LineString(line(coordinates)?),
        "MultiLineString" => Geometry::MultiLineString(MultiLineString::new(each(coordinates, line)?)),
        "Polygon" => Geometry::Polygon(polygon(coordinates)?),
        "MultiPolygon" => Geometry::MultiPolygon(MultiPolygon::new(each(coordinates, polygon)?)),
        other => return Err(format!("there is no geometry `{other}`")),
    })
}

fn each<T>(value: &Value, read: impl Fn(&Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    value.as_array().ok_or("its coordinates are no list")?.iter().map(read).collect()
}

fn position(value: &Value) -> Result<Coord<f64>, String> {
    let number = |at: usize| value.get(at).and_then(Value::as_f64);
    let (Some(x), Some(y)) = (number(0), number(1)) else {
        return Err("a position has no two numbers".to_owned());
    };
    checked(Coord { x, y })
}

/// Checks that a position is in degrees, east before north.
pub(super) fn checked(at: Coord<f64>) -> Result<Coord<f64>, String> {
    if at.x.abs() <= 180.0 && at.y.abs() <= 90.0 {
        Ok(at)
    } else {
        Err(format!("the position {} {} is not in degrees, east before north", at.x, at.y))
    }
}

fn line(value: &Value) -> Result<LineString<f64>, String> {
    each(value, position).map(LineString::new)
}

fn polygon(value: &Value) -> Result<Polygon<f64>, String> {
    let mut rings = each(value, line)?.into_iter();
    let outer = rings.next().ok_or("a polygon has no ring")?;
    if outer.0.len() < 3 {
        return Err("a ring has fewer than three positions".to_owned());
    }
    Ok(Polygon::new(outer, rings.collect()))
}

/// Writes a shape as well-known text, in whole microdegrees, east before north.
pub(super) fn outline(shape: &Geometry<f64>) -> String {
    let mut text = String::new();
    write(shape, &mut text);
    text
}

fn write(shape: &Geometry<f64>, to: &mut String) {
    match shape {
        Geometry::Point(point) => part(to, "POINT", |to| points(to, std::slice::from_ref(&point.0))),
        Geometry::MultiPoint(many) => {
            let all: Vec<Coord<f64>> = many.iter().map(|point| point.0).collect();
            part(to, "MULTIPOINT", |to| points(to, &all));
        }
        Geometry::LineString(line) => part(to, "LINESTRING", |to| points(to, &line.0)),
        Geometry::MultiLineString(many) => part(to, "MULTILINESTRING", |to| {
            list(to, &many.0, |to, line| points(to, &line.0));
        }),
        Geometry::Polygon(polygon) => part(to, "POLYGON", |to| rings(to, polygon)),
        Geometry::MultiPolygon(many) => part(to, "MULTIPOLYGON", |to| list(to, &many.0, rings)),
        Geometry::GeometryCollection(many) => {
            to.push_str("GEOMETRYCOLLECTION ");
            list(to, &many.0, |to, shape| write(shape, to));
        }
        // Readers make none of these.
        Geometry::Line(line) => part(to, "LINESTRING", |to| points(to, &[line.start, line.end])),
        Geometry::Rect(rect) => part(to, "POLYGON", |to| rings(to, &rect.to_polygon())),
        Geometry::Triangle(triangle) => part(to, "POLYGON", |to| rings(to, &triangle.to_polygon())),
    }
}

fn part(to: &mut String, name: &str, inside: impl FnOnce(&mut String)) {
    to.push_str(name);
    to.push(' ');
    inside(to);
}

fn list<T>(to: &mut String, all: &[T], one: impl Fn(&mut String, &T)) {
    to.push('(');
    for (at, item) in all.iter().enumerate() {
        if at > 0 {
            to.push(',');
        }
        one(to, item);
    }
    to.push(')');
}

fn points(to: &mut String, all: &[Coord<f64>]) {
    list(to, all, |to, at| {
        let _ = write!(to, "{} {}", (at.x * 1e6).round() as i64, (at.y * 1e6).round() as i64);
    });
}

fn rings(to: &mut String, polygon: &Polygon<f64>) {
    let all: Vec<&LineString<f64>> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
    list(to, &all, |to, ring| points(to, &ring.0));
}

/// Returns the middle of a shape, and how far from it the shape reaches, in metres.
pub(super) fn middle(shape: &Geometry<f64>) -> Option<(Point, u32)> {
    let centre = shape.centroid()?;
    let point = Point::from_degrees(centre.y(), centre.x())?;
    let bounds = shape.bounding_rect()?;
    let corners = [
        (bounds.min().y, bounds.min().x),
        (bounds.min().y, bounds.max().x),
        (bounds.max().y, bounds.min().x),
        (bounds.max().y, bounds.max().x),
    ];
    let reach =
        corners.iter().filter_map(|&(lat, lon)| Some(point.metres_to(Point::from_degrees(lat, lon)?))).max();
    Some((point, reach.unwrap_or(0)))
}

/// Semi-major axis and first eccentricity squared of WGS 84.
const AXIS: f64 = 6_378_137.0;
const ECCENTRICITY: f64 = 0.006_694_379_990_141;

/// The plane that touches the earth at a point, with distances from the point kept (azimuthal equidistant).
struct Plane {
    centre: Coord<f64>,
    /// Metres to a radian north and east at the centre, by the curvature of the ellipsoid there.
    north: f64,
    east: f64,
}

impl Plane {
    fn at(centre: Coord<f64>) -> Self {
        let centre = Coord { x: centre.x.to_radians(), y: centre.y.to_radians() };
        let bulge = 1.0 - ECCENTRICITY * centre.y.sin().powi(2);
        Self { centre, north: AXIS * (1.0 - ECCENTRICITY) / bulge.powf(1.5), east: AXIS / bulge.sqrt() }
    }

    fn flat(&self, at: Coord<f64>) -> Coord<f64> {
        let (lat, turn) = (at.y.to_radians(), at.x.to_radians() - self.centre.x);
        let cosine = self.centre.y.sin() * lat.sin() + self.centre.y.cos() * lat.cos() * turn.cos();
        let angle = cosine.clamp(-1.0, 1.0).acos();
        let scale = if angle.abs() < 1e-12 { 1.0 } else { angle / angle.sin() };
        Coord {
            x: self.east * scale * lat.cos() * turn.sin(),
            y: self.north
                * scale
                * (self.centre.y.cos() * lat.sin() - self.centre.y.sin() * lat.cos() * turn.cos()),
        }
    }

    fn round(&self, at: Coord<f64>) -> Coord<f64> {
        let (x, y) = (at.x / self.east, at.y / self.north);
        let angle = x.hypot(y);
        if angle < 1e-12 {
            return Coord { x: self.centre.x.to_degrees(), y: self.centre.y.to_degrees() };
        }
        let lat = (angle.cos() * self.centre.y.sin() + y * angle.sin() * self.centre.y.cos() / angle).asin();
        let turn = (x * angle.sin())
            .atan2(angle * self.centre.y.cos() * angle.cos() - y * self.centre.y.sin() * angle.sin());
        Coord { x: (self.centre.x + turn).to_degrees(), y: lat.to_degrees() }
    }
}

/// Returns the shape with everything within `km` of it, measured in a plane that touches the earth at its middle;
/// none for an empty shape.
pub(super) fn buffered(shape: &Geometry<f64>, km: f64) -> Option<Geometry<f64>> {
    let plane = Plane::at(shape.centroid()?.0);
    let flat = shape.map_coords(|at| plane.flat(at));
    let wide: MultiPolygon<f64> = flat.buffer(km * 1000.0);
    let mut round = wide.map_coords(|at| plane.round(at));
    Some(match round.0.len() {
        0 => return None,
        1 => Geometry::Polygon(round.0.remove(0)),
        _ => Geometry::MultiPolygon(round),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(json: &str) -> Result<Geometry<f64>, String> {
        of_geojson(&serde_json::from_str(json).expect("JSON"))
    }

    #[test]
    fn outlines_are_whole_microdegrees() {
        for (json, expected) in [
            (r#"{"type":"Point","coordinates":[36.5,35.25]}"#, "POINT (36500000 35250000)"),
            (
                r#"{"type":"LineString","coordinates":[[36,35],[37,36,100]]}"#,
                "LINESTRING (36000000 35000000,37000000 36000000)",
            ),
            (
                r#"{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,2],[0,0]],[[1,0.5],[1.5,0.5],[1.5,1],[1,0.5]]]}"#,
                "POLYGON ((0 0,2000000 0,2000000 2000000,0 0),(1000000 500000,1500000 500000,1500000 1000000,1000000 500000))",
            ),
        ] {
            assert_eq!(outline(&shape(json).expect(json)), expected);
        }
        for json in [
            r#"{"type":"Point","coordinates":[360,35]}"#,
            r#"{"type":"Point","coordinates":["a",35]}"#,
            r#"{"type":"Polygon","coordinates":[]}"#,
            r#"{"type":"Blob","coordinates":[]}"#,
        ] {
            assert!(shape(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_buffer_is_as_wide_as_told() {
        let line = shape(r#"{"type":"LineString","coordinates":[[36.0,35.5],[37.5,36.2]]}"#).expect("a line");
        let wide = buffered(&line, 20.0).expect("a buffer");
        let Geometry::Polygon(polygon) = &wide else { panic!("one polygon") };
        let ends = [Coord { x: 36.0, y: 35.5 }, Coord { x: 37.5, y: 36.2 }];
        let plane = Plane::at(Coord { x: 36.75, y: 35.85 });
        let (from, to) = (plane.flat(ends[0]), plane.flat(ends[1]));
        for at in polygon.exterior().coords() {
            let at = plane.flat(*at);
            let along = ((at.x - from.x) * (to.x - from.x) + (at.y - from.y) * (to.y - from.y))
                / ((to.x - from.x).powi(2) + (to.y - from.y).powi(2));
            let along = along.clamp(0.0, 1.0);
            let foot = Coord { x: from.x + along * (to.x - from.x), y: from.y + along * (to.y - from.y) };
            let apart = (at.x - foot.x).hypot(at.y - foot.y);
            assert!((apart - 20_000.0).abs() < 250.0, "{apart} m");
        }
    }

    #[test]
    fn the_plane_keeps_distances() {
        let plane = Plane::at(Coord { x: 36.75, y: 35.85 });
        for at in [Coord { x: 36.0, y: 35.5 }, Coord { x: 38.0, y: 36.9 }, Coord { x: 36.75, y: 35.85 }] {
            let back = plane.round(plane.flat(at));
            assert!((back.x - at.x).abs() < 1e-9 && (back.y - at.y).abs() < 1e-9, "{at:?} {back:?}");
        }
        // One degree of latitude at 36 degrees north is 110,959 m on WGS 84.
        let north = plane.flat(Coord { x: 36.75, y: 36.35 }).y - plane.flat(Coord { x: 36.75, y: 35.35 }).y;
        assert!((north - 110_957.0).abs() < 30.0, "{north}");
    }
}
