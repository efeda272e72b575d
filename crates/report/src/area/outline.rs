//! The outline of an area as the ledger keeps it in; its polygons, and where a point lies to them, out.
//! Measures in a plane about the point: over the radii that precision gives, the error is far below them.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use truce_record::statement::Point;

use super::Relation;

/// Metres to a degree of latitude, on a sphere of the earth's mean radius.
const DEGREE: f64 = 6_371_009.0 * std::f64::consts::PI / 180.0;

/// Says where a thing lies that was within so many metres of a point.
pub fn relation(shape: &MultiPolygon<f64>, point: Point, radius_m: u32) -> Relation {
    let mut found = Relation::Outside;
    for polygon in shape {
        let (within, apart) = measure(polygon, point);
        if apart <= f64::from(radius_m) {
            found = Relation::Undetermined;
        } else if within {
            return Relation::Inside;
        }
    }
    found
}

/// Says whether a point lies in a polygon, and how many metres it is from its border.
fn measure(polygon: &Polygon<f64>, point: Point) -> (bool, f64) {
    let (lat, lon) = point.degrees();
    let shrink = lat.to_radians().cos();
    // Metres east and north of the point; across the date line the shorter way round.
    let flat = |at: &Coord<f64>| {
        let turn = (at.x - lon + 540.0).rem_euclid(360.0) - 180.0;
        (turn * DEGREE * shrink, (at.y - lat) * DEGREE)
    };
    let mut within = false;
    let mut nearest = f64::INFINITY;
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        for line in ring.0.windows(2) {
            let ((x, y), (to_x, to_y)) = (flat(&line[0]), flat(&line[1]));
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

/// Reads an outline as the ledger keeps it: well-known text in whole microdegrees. Only what has an area counts.
pub fn outline(text: &str) -> Option<MultiPolygon<f64>> {
    let text = text.trim();
    let (kind, rest) = text.split_once(' ')?;
    let polygons: Vec<&str> = match kind {
        "POLYGON" => vec![rest],
        "MULTIPOLYGON" => parts(rest),
        "GEOMETRYCOLLECTION" => {
            let all: Vec<Polygon<f64>> =
                parts(rest).into_iter().filter_map(outline).flat_map(|shape| shape.0).collect();
            return (!all.is_empty()).then_some(MultiPolygon(all));
        }
        _ => return None,
    };
    let read: Vec<Polygon<f64>> = polygons.into_iter().map(polygon).collect::<Option<_>>()?;
    (!read.is_empty()).then_some(MultiPolygon(read))
}

/// Splits "(a,b,(c,d))" at the commas of its outermost bracket.
fn parts(text: &str) -> Vec<&str> {
    let Some(inner) = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')')) else {
        return Vec::new();
    };
    let (mut found, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (at, letter) in inner.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&inner[start..]);
    found
}

fn polygon(text: &str) -> Option<Polygon<f64>> {
    let ring = |text: &str| -> Option<LineString<f64>> {
        let positions = parts(text).into_iter().map(|position| {
            let mut numbers = position.split_whitespace().map(|number| number.parse::<f64>().ok());
            Some(Coord { x: numbers.next()?? / 1e6, y: numbers.next()?? / 1e6 })
        });
        positions.collect::<Option<Vec<_>>>().map(LineString)
    };
    let mut rings = parts(text).into_iter().map(ring);
    let outer = rings.next()??;
    (outer.0.len() >= 3).then(|| Polygon::new(outer, rings.flatten().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(shape: &MultiPolygon<f64>, lat: f64, lon: f64, metres: u32, expected: Relation) {
        let point = Point::from_degrees(lat, lon).expect("a point");
        assert_eq!(relation(shape, point, metres), expected, "{lat} {lon} {metres}");
    }

    #[test]
    fn a_vague_place_is_never_forced_in_or_out() {
        // A degree each way about 36.5 north, 50.5 east, with a hole in its middle.
        let square = outline(
            "POLYGON ((50000000 36000000,51000000 36000000,51000000 37000000,50000000 37000000,50000000 36000000),(50400000 36400000,50600000 36400000,50600000 36600000,50400000 36600000,50400000 36400000))",
        )
        .expect("an outline");
        for (lat, lon, radius, expected) in [
            (36.2, 50.2, 5_000, Relation::Inside),
            (36.02, 50.2, 5_000, Relation::Undetermined),
            (36.02, 50.2, 1_000, Relation::Inside),
            (35.98, 50.2, 5_000, Relation::Undetermined),
            (35.9, 50.2, 5_000, Relation::Outside),
            (36.5, 50.5, 5_000, Relation::Outside),
            (36.5, 50.5, 25_000, Relation::Undetermined),
            (36.2, 50.2, 500_000, Relation::Undetermined),
        ] {
            check(&square, lat, lon, radius, expected);
        }
    }

    #[test]
    fn across_the_date_line_the_shorter_way_counts() {
        let strip =
            outline("POLYGON ((179000000 0,181000000 0,181000000 1000000,179000000 1000000,179000000 0))")
                .expect("an outline");
        check(&strip, 0.5, 179.5, 1_000, Relation::Inside);
        check(&strip, 0.5, -179.5, 1_000, Relation::Inside);
        check(&strip, 0.5, -178.5, 1_000, Relation::Outside);
    }

    #[test]
    fn outlines_are_read_whole() {
        let many = "MULTIPOLYGON (((0 0,1000000 0,1000000 1000000,0 0)),((5000000 5000000,6000000 5000000,6000000 6000000,5000000 5000000)))";
        let shape = outline(many).expect("an outline");
        assert_eq!(shape.0.len(), 2);
        check(&shape, 5.2, 5.8, 100, Relation::Inside);
        let open =
            outline("POLYGON ((0 0,1000000 0,1000000 1000000))").expect("an outline that is not closed");
        check(&open, 0.2, 0.8, 100, Relation::Inside);
        let mixed = outline("GEOMETRYCOLLECTION (POLYGON ((0 0,2 0,2 2,0 0)),POINT (3 3))");
        assert_eq!(mixed.map(|shape| shape.0.len()), Some(1));
        for broken in [
            "",
            "POLYGON",
            "POLYGON ((",
            "POINT (1 1)",
            "POLYGON ((1 2,x 4))",
            "POLYGON ((1 1,2 2",
            "MULTIPOLYGON ()",
        ] {
            assert_eq!(outline(broken), None, "{broken}");
        }
    }
}
