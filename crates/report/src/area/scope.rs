//! Places in, where they lie out: inside an area, outside it, or not to be told.
//! A place that is not exactly known is never forced in or out; the ground of outlines is measured in `outline`.

use geo::MultiPolygon;
use truce_record::fold;
use truce_record::statement::{Place, Point};

use super::{Relation, outline};

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

/// What is known of where a thing was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spot<'a> {
    /// A point.
    pub point: Option<Point>,
    /// How far from it the thing can have been.
    pub radius_m: Option<u32>,
    /// The first-level division.
    pub division: Option<&'a str>,
    /// The country's code.
    pub country: Option<&'a str>,
}

impl<'a> Spot<'a> {
    /// Returns what is known of a place.
    pub fn of(place: &'a Place) -> Self {
        Self {
            point: place.point,
            radius_m: place.radius_m,
            division: place.division.as_deref(),
            country: place.country.as_deref(),
        }
    }
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
        if let Some(shape) = zone.outline.as_deref().and_then(outline::outline) {
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
        let placed = places.iter().find(|place| place.point.is_some() || place.country.is_some());
        placed.map_or(Relation::Undetermined, |place| self.relation_of(&Spot::of(place)))
    }

    /// Says where a spot lies.
    pub fn relation_of(&self, spot: &Spot<'_>) -> Relation {
        self.areas.iter().map(|area| area.relation(spot)).min().unwrap_or(Relation::Undetermined)
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
        Some(Self::Circle { point: place.point?, metres: place.radius_m.unwrap_or(10_000).max(1_000) })
    }

    fn relation(&self, spot: &Spot<'_>) -> Relation {
        let radius = spot.radius_m.unwrap_or(0);
        match self {
            Self::Country(code) => match spot.country {
                Some(country) if country == code => Relation::Inside,
                Some(_) => Relation::Outside,
                None => Relation::Undetermined,
            },
            Self::Division { country, name } => match (spot.country, spot.division) {
                (Some(there), _) if country.as_ref().is_some_and(|here| here != there) => Relation::Outside,
                (_, Some(division)) if bare(division) == *name => Relation::Inside,
                (_, Some(_)) => Relation::Outside,
                _ => Relation::Undetermined,
            },
            Self::Circle { point, metres } => spot.point.map_or(Relation::Undetermined, |there| {
                let distance = point.metres_to(there);
                if distance.saturating_add(radius) <= *metres {
                    Relation::Inside
                } else if distance > metres.saturating_add(radius) {
                    Relation::Outside
                } else {
                    Relation::Undetermined
                }
            }),
            Self::Outline(shape) => {
                spot.point.map_or(Relation::Undetermined, |there| outline::relation(shape, there, radius))
            }
        }
    }
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
    fn areas_without_an_outline_are_circles() {
        let round = Scope::of_places(&[at(36.0, 50.0, 20_000)]);
        for (lon, metres, relation) in [
            (50.05, 5_000, Relation::Inside),
            (50.2, 5_000, Relation::Undetermined),
            (51.0, 5_000, Relation::Outside),
        ] {
            assert_eq!(round.relation(&[at(36.0, lon, metres)]), relation, "{lon}");
        }
        assert_eq!(round.relation(&[]), Relation::Undetermined);
    }

    #[test]
    fn in_one_of_several_areas_is_inside_and_in_both_of_two_scopes_needs_both() {
        let both = Scope::of_places(&[at(36.0, 50.0, 20_000), at(37.0, 50.0, 20_000)]);
        assert_eq!(both.relation(&[at(37.0, 50.0, 1_000)]), Relation::Inside);
        for (one, other, relation) in [
            (Relation::Inside, Relation::Inside, Relation::Inside),
            (Relation::Inside, Relation::Undetermined, Relation::Undetermined),
            (Relation::Undetermined, Relation::Outside, Relation::Outside),
        ] {
            assert_eq!((one.and(other), other.and(one)), (relation, relation), "{one:?} {other:?}");
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
