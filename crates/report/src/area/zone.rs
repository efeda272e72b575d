//! The outline of a zone and a point with how far from it a thing may have been in; whether it was in the zone, out.
//! Measures in a plane about the point: over the radii that precision gives, the error is far below them.

use truce_record::fold::Area;
use truce_record::statement::{Place, Point};

use super::Inside;

/// The ground that a zone covers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// Polygons, each an outer ring and its holes, in degrees east and north.
    polygons: Vec<Vec<Vec<(f64, f64)>>>,
    /// Circles, where the zone has no outline: middle and radius in metres.
    circles: Vec<(Point, u32)>,
}

/// Metres to a degree of latitude, on a sphere of the earth's mean radius.
const DEGREE: f64 = 6_371_009.0 * std::f64::consts::PI / 180.0;

impl Shape {
    /// Returns the ground of a zone: its outline, else circles around its places; none if it has neither.
    pub fn of(area: &Area) -> Option<Self> {
        let polygons = area.outline.as_deref().map(polygons).unwrap_or_default();
        let circles = if polygons.is_empty() { circles(&area.places) } else { Vec::new() };
        (!polygons.is_empty() || !circles.is_empty()).then_some(Self { polygons, circles })
    }

    /// Says whether the zone's ground is told by circles around places alone.
    pub fn is_rough(&self) -> bool {
        self.polygons.is_empty()
    }

    /// Says whether something within so many metres of a point was in the zone.
    pub fn holds(&self, point: Point, radius_m: u32) -> Inside {
        let radius = f64::from(radius_m);
        let mut found = Inside::No;
        for &(middle, reach) in &self.circles {
            let apart = f64::from(middle.metres_to(point));
            if apart + radius <= f64::from(reach) {
                return Inside::Yes;
            }
            if apart - radius <= f64::from(reach) {
                found = Inside::Unclear;
            }
        }
        for polygon in &self.polygons {
            let (within, apart) = measure(polygon, point);
            if apart <= radius {
                found = Inside::Unclear;
            } else if within {
                return Inside::Yes;
            }
        }
        found
    }
}

fn circles(places: &[Place]) -> Vec<(Point, u32)> {
    places.iter().filter_map(|place| Some((place.point?, place.radius_m?.max(1000)))).collect()
}

/// Says whether a point lies in a polygon, and how many metres it is from its border.
fn measure(polygon: &[Vec<(f64, f64)>], point: Point) -> (bool, f64) {
    let (lat, lon) = point.degrees();
    let shrink = lat.to_radians().cos();
    // Metres east and north of the point; across the date line the shorter way round.
    let flat = |(east, north): (f64, f64)| {
        let turn = (east - lon + 540.0).rem_euclid(360.0) - 180.0;
        (turn * DEGREE * shrink, (north - lat) * DEGREE)
    };
    let mut within = false;
    let mut nearest = f64::INFINITY;
    for ring in polygon {
        let closed = ring.iter().zip(ring.iter().cycle().skip(1));
        for (&from, &to) in closed {
            let ((x, y), (to_x, to_y)) = (flat(from), flat(to));
            if (y > 0.0) != (to_y > 0.0) && x - y * (to_x - x) / (to_y - y) > 0.0 {
                within = !within;
            }
            let (along_x, along_y) = (to_x - x, to_y - y);
            let length = along_x * along_x + along_y * along_y;
            let share =
                if length > 0.0 { (-(x * along_x + y * along_y) / length).clamp(0.0, 1.0) } else { 0.0 };
            nearest = nearest.min((x + share * along_x).hypot(y + share * along_y));
        }
    }
    (within, nearest)
}

/// Reads the polygons of an outline in whole microdegrees; what is no polygon has no ground.
fn polygons(outline: &str) -> Vec<Vec<Vec<(f64, f64)>>> {
    let mut found: Vec<Vec<Vec<(f64, f64)>>> = Vec::new();
    for part in outline.split("POLYGON").skip(1) {
        // Inside MULTIPOLYGON a polygon begins with two brackets, and so does a POLYGON by itself.
        let mut rings: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut depth = 0_u32;
        let mut number = String::new();
        let mut east: Option<f64> = None;
        let mut ring: Vec<(f64, f64)> = Vec::new();
        let deep = if part.trim_start().starts_with("(((") { 3 } else { 2 };
        for sign in part.chars() {
            if sign.is_ascii_digit() || matches!(sign, '-' | '.') {
                number.push(sign);
                continue;
            }
            if let Ok(read) = number.parse::<f64>() {
                match east.take() {
                    None => east = Some(read / 1e6),
                    Some(east) => ring.push((east, read / 1e6)),
                }
            }
            number.clear();
            match sign {
                '(' => depth += 1,
                ')' => {
                    if depth == deep && ring.len() >= 3 {
                        rings.push(std::mem::take(&mut ring));
                    }
                    if depth == deep - 1 && !rings.is_empty() {
                        found.push(std::mem::take(&mut rings));
                    }
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(outline: &str) -> Shape {
        Shape { polygons: polygons(outline), circles: Vec::new() }
    }

    fn at(lat: f64, lon: f64) -> Point {
        Point::from_degrees(lat, lon).expect("a point")
    }

    #[test]
    fn what_may_lie_across_the_border_is_unclear() {
        // A degree each way about 36.5 north, 50.5 east, with a hole in its middle.
        let square = shape(
            "POLYGON ((50000000 36000000,51000000 36000000,51000000 37000000,50000000 37000000,50000000 36000000),(50400000 36400000,50600000 36400000,50600000 36600000,50400000 36600000,50400000 36400000))",
        );
        for (lat, lon, radius, expected) in [
            (36.2, 50.2, 5_000, Inside::Yes),
            (36.02, 50.2, 5_000, Inside::Unclear),
            (36.02, 50.2, 1_000, Inside::Yes),
            (35.98, 50.2, 5_000, Inside::Unclear),
            (35.9, 50.2, 5_000, Inside::No),
            (36.5, 50.5, 5_000, Inside::No),
            (36.5, 50.5, 25_000, Inside::Unclear),
            (36.2, 50.2, 500_000, Inside::Unclear),
        ] {
            assert_eq!(square.holds(at(lat, lon), radius), expected, "{lat} {lon} {radius}");
        }
    }

    #[test]
    fn outlines_are_read_whole() {
        let many = "MULTIPOLYGON (((0 0,1000000 0,1000000 1000000,0 0)),((5000000 5000000,6000000 5000000,6000000 6000000,5000000 5000000)))";
        assert_eq!(polygons(many).len(), 2);
        assert_eq!(shape(many).holds(at(5.2, 5.8), 100), Inside::Yes);
        assert_eq!(polygons("GEOMETRYCOLLECTION (POLYGON ((0 0,2 0,2 2,0 0)),POINT (3 3))").len(), 1);
        for broken in ["", "POLYGON", "POLYGON ((", "POINT (1 1)", "POLYGON ((a b, c))", "POLYGON ((1 1,2 2"]
        {
            assert!(polygons(broken).is_empty(), "{broken}");
        }
    }

    #[test]
    fn zones_without_an_outline_are_circles() {
        let round = Shape { polygons: Vec::new(), circles: vec![(at(36.0, 50.0), 20_000)] };
        assert_eq!(round.holds(at(36.0, 50.05), 5_000), Inside::Yes);
        assert_eq!(round.holds(at(36.0, 50.2), 5_000), Inside::Unclear);
        assert_eq!(round.holds(at(36.0, 51.0), 5_000), Inside::No);
        assert!(round.is_rough());
    }
}
