//! Places in, where they lie out: inside an area, outside it, or not to be told.
//! A place that is not exactly known is never forced in or out.

use geo::{Contains as _, Coord, LineString, MultiPolygon, Point as GeoPoint, Polygon};
use truce_record::fold;
use truce_record::statement::{Place, Point};

/// Where a thing lies, seen from an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// All places that it can have been lie inside.
    Inside,
    /// It can have been inside or outside.
    Undetermined,
    /// All places that it can have been lie outside.
    Outside,
}

impl Relation {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Undetermined => "undetermined",
            Self::Outside => "outside",
        }
    }
}

/// One area.
#[derive(Debug, Clone, PartialEq)]
pub enum Area {
    /// A country, by its code.
    Country(String),
    /// A first-level division of a country.
    Division {
        /// The country's code, if known.
        country: Option<String>,
        /// The division's name, without its generic word.
        name: String,
    },
    /// A circle.
    Circle {
        /// Its middle.
        point: Point,
        /// Its radius in metres.
        metres: u32,
    },
    /// An outline.
    Outline(MultiPolygon<f64>),
}

/// The areas looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// Their names.
    pub names: Vec<String>,
    /// The areas; none where no place is known, and then nothing is left out.
    pub areas: Vec<Area>,
    /// What was taken for granted in making them, in words.
    pub assumed: Vec<String>,
}

impl Scope {
    /// Makes the scope of places that a text names.
    pub fn of_places(places: &[Place]) -> Self {
        let mut scope = Self::default();
        // "Idlib; Syria": the country is only where the place lies.
        let finer = places.iter().any(|place| !is_country(place));
        for place in places.iter().filter(|place| !finer || !is_country(place)) {
            let Some(area) = Area::of(place, &mut scope.assumed) else {
                scope.assumed.push(format!("\"{}\" is on no map here and was left out", place.name));
                continue;
            };
            scope.names.push(place.name.clone());
            scope.areas.push(area);
        }
        scope
    }

    /// Makes the scope of a zone; none if it has neither an outline nor a place.
    pub fn of_zone(zone: &fold::Area) -> Option<Self> {
        let name = zone.name.clone().unwrap_or_else(|| zone.id.to_string());
        if let Some(shape) = zone.outline.as_deref().and_then(outline) {
            return Some(Self { names: vec![name], areas: vec![Area::Outline(shape)], assumed: Vec::new() });
        }
        let mut scope = Self::of_places(&zone.places);
        scope
            .assumed
            .push(format!("no outline of {name} is known; the places that reports name for it were taken"));
        (!scope.areas.is_empty()).then_some(scope)
    }

    /// Says where the places of a thing lie.
    pub fn relation(&self, places: &[Place]) -> Relation {
        if self.areas.is_empty() {
            return if places.is_empty() { Relation::Undetermined } else { Relation::Inside };
        }
        let Some(place) = places.iter().find(|place| place.point.is_some() || place.country.is_some()) else {
            return Relation::Undetermined;
        };
        self.areas.iter().map(|area| area.relation(place)).min().unwrap_or(Relation::Undetermined)
    }

    /// Says in words what it is.
    pub fn words(&self) -> String {
        if self.areas.is_empty() { "everywhere".to_owned() } else { self.names.join(", ") }
    }
}

fn is_country(place: &Place) -> bool {
    place.kind.as_deref() == Some("country")
}

/// Returns a division's name without the word for what it is.
fn bare(name: &str) -> String {
    const WORDS: [&str; 14] = [
        "governorate",
        "province",
        "oblast",
        "region",
        "state",
        "district",
        "department",
        "county",
        "prefecture",
        "division",
        "territory",
        "muhafazah",
        "of",
        "the",
    ];
    let words = name.split_whitespace().map(str::to_lowercase).filter(|word| !WORDS.contains(&word.as_str()));
    words.collect::<Vec<_>>().join(" ")
}

impl Area {
    /// Makes the area that a place names.
    fn of(place: &Place, assumed: &mut Vec<String>) -> Option<Self> {
        if is_country(place) {
            return place.country.clone().map(Self::Country);
        }
        if let Some(division) = &place.division
            && bare(division) == bare(&place.name)
        {
            if place.kind.as_deref() == Some("settlement") {
                assumed.push(format!(
                    "\"{}\" names a town and the division around it; the division was taken",
                    place.name
                ));
            }
            return Some(Self::Division { country: place.country.clone(), name: bare(division) });
        }
        Some(Self::Circle { point: place.point?, metres: place.radius_m.unwrap_or(10_000) })
    }

    fn relation(&self, place: &Place) -> Relation {
        match self {
            Self::Country(code) => match &place.country {
                Some(country) if country == code => Relation::Inside,
                Some(_) => Relation::Outside,
                None => Relation::Undetermined,
            },
            Self::Division { country, name } => match (&place.country, &place.division) {
                (Some(there), _) if country.as_ref().is_some_and(|here| here != there) => Relation::Outside,
                (_, Some(division)) if bare(division) == *name => Relation::Inside,
                (_, Some(_)) => Relation::Outside,
                _ => Relation::Undetermined,
            },
            Self::Circle { point, metres } => {
                let Some(there) = place.point else { return Relation::Undetermined };
                let (distance, open) = (point.metres_to(there), place.radius_m.unwrap_or(0));
                if distance.saturating_add(open) <= *metres {
                    Relation::Inside
                } else if distance > metres.saturating_add(open) {
                    Relation::Outside
                } else {
                    Relation::Undetermined
                }
            }
            Self::Outline(shape) => {
                let Some(there) = place.point else { return Relation::Undetermined };
                let (lat, lon) = there.degrees();
                let inside = shape.contains(&GeoPoint::new(lon, lat));
                let sure = metres_to_border(shape, there) >= f64::from(place.radius_m.unwrap_or(0));
                match (sure, inside) {
                    (true, true) => Relation::Inside,
                    (true, false) => Relation::Outside,
                    (false, _) => Relation::Undetermined,
                }
            }
        }
    }
}

/// Returns the distance in metres from a point to the nearest border, in a plane that touches the earth there: under
/// a hundred kilometres a few parts in a thousand wrong, and beyond that no place is so vague.
fn metres_to_border(shape: &MultiPolygon<f64>, from: Point) -> f64 {
    const METRES_A_DEGREE: f64 = 111_195.0;
    let (lat, lon) = from.degrees();
    let wide = lat.to_radians().cos();
    let plane = |at: &Coord<f64>| ((at.x - lon) * wide * METRES_A_DEGREE, (at.y - lat) * METRES_A_DEGREE);
    let mut nearest = f64::INFINITY;
    for ring in
        shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
    {
        for line in ring.0.windows(2) {
            let ((ax, ay), (bx, by)) = (plane(&line[0]), plane(&line[1]));
            let (dx, dy) = (bx - ax, by - ay);
            let long = dx * dx + dy * dy;
            let part = if long > 0.0 { (-(ax * dx + ay * dy) / long).clamp(0.0, 1.0) } else { 0.0 };
            nearest = nearest.min((ax + part * dx).hypot(ay + part * dy));
        }
    }
    nearest
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

    fn at(lat: f64, lon: f64, metres: u32) -> Place {
        Place {
            name: "Tarsk".to_owned(),
            point: Point::from_degrees(lat, lon),
            radius_m: Some(metres),
            precision: 2,
            ..Place::default()
        }
    }

    #[test]
    fn a_vague_place_is_never_forced_in_or_out() {
        let shape = outline("POLYGON ((10000000 10000000,11000000 10000000,11000000 11000000,10000000 11000000,10000000 10000000))")
            .expect("an outline");
        let scope = Scope { areas: vec![Area::Outline(shape)], ..Scope::default() };
        for (lat, lon, metres, relation) in [
            (10.5, 10.5, 1_000, Relation::Inside),
            (10.5, 10.5, 60_000, Relation::Undetermined),
            (10.5, 11.05, 1_000, Relation::Outside),
            (10.5, 11.05, 10_000, Relation::Undetermined),
            (10.5, 10.99, 5_000, Relation::Undetermined),
        ] {
            assert_eq!(scope.relation(&[at(lat, lon, metres)]), relation, "{lat} {lon} {metres}");
        }
        assert_eq!(scope.relation(&[]), Relation::Undetermined);
    }

    #[test]
    fn a_hole_is_outside() {
        let text = "MULTIPOLYGON (((0 0,9000000 0,9000000 9000000,0 9000000,0 0),(4000000 4000000,5000000 4000000,5000000 5000000,4000000 5000000,4000000 4000000)))";
        let scope =
            Scope { areas: vec![Area::Outline(outline(text).expect("an outline"))], ..Scope::default() };
        assert_eq!(scope.relation(&[at(4.5, 4.5, 100)]), Relation::Outside);
        assert_eq!(scope.relation(&[at(2.0, 2.0, 100)]), Relation::Inside);
        for text in ["", "POLYGON", "POLYGON ((", "POLYGON ((1 2,x 4))", "POINT (1 2)", "MULTIPOLYGON ()"] {
            assert_eq!(outline(text), None, "{text}");
        }
    }

    #[test]
    fn divisions_are_told_by_name_and_countries_by_code() {
        let division = |name: Option<&str>, country: &str| Place {
            name: "Orlo".to_owned(),
            division: name.map(str::to_owned),
            country: Some(country.to_owned()),
            ..Place::default()
        };
        let tarsk = Place {
            kind: Some("settlement".to_owned()),
            name: "Tarsk".to_owned(),
            ..division(Some("Tarsk"), "ZZ")
        };
        let scope = Scope::of_places(&[tarsk]);
        assert_eq!(scope.assumed.len(), 1, "{:?}", scope.assumed);
        for (place, relation) in [
            (division(Some("Tarsk Governorate"), "ZZ"), Relation::Inside),
            (division(Some("Olmen"), "ZZ"), Relation::Outside),
            (division(None, "ZZ"), Relation::Undetermined),
            (division(Some("Tarsk"), "YY"), Relation::Outside),
        ] {
            assert_eq!(scope.relation(std::slice::from_ref(&place)), relation, "{place:?}");
        }
    }
}
