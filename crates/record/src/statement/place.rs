//! Where: a name with its point, how far around that it can have been, and how exact that is.

use serde::{Deserialize, Serialize};

/// A point on the earth, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Point {
    /// Microdegrees north.
    pub lat: i32,
    /// Microdegrees east.
    pub lon: i32,
}

impl Point {
    /// Makes a point of degrees; none where they are out of bounds or no numbers.
    pub fn from_degrees(lat: f64, lon: f64) -> Option<Self> {
        let sound = lat.abs() <= 90.0 && lon.abs() <= 180.0;
        sound.then(|| Self { lat: (lat * 1e6).round() as i32, lon: (lon * 1e6).round() as i32 })
    }

    /// Returns degrees north and east.
    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat) / 1e6, f64::from(self.lon) / 1e6)
    }

    /// Returns the distance in metres on a sphere of the earth's mean radius (6,371,009 m, IUGG); a half of a
    /// percent wrong at most.
    ///
    /// ```
    /// use truce_record::statement::Point;
    /// let one = Point::from_degrees(0.0, 0.0).unwrap();
    /// let other = Point::from_degrees(0.0, 1.0).unwrap();
    /// assert!((one.metres_to(other) as i64 - 111_195).abs() < 10);
    /// ```
    pub fn metres_to(self, other: Self) -> u32 {
        let (lat, lon) = self.degrees();
        let (other_lat, other_lon) = other.degrees();
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let chord = half(lat, other_lat)
            + lat.to_radians().cos() * other_lat.to_radians().cos() * half(lon, other_lon);
        (2.0 * 6_371_009.0 * chord.sqrt().min(1.0).asin()).round() as u32
    }
}

/// A place that a statement names.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The name as the document has it.
    pub name: String,
    /// Other forms, the gazetteer's main name among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Where it lies, moved by a distance told ("5 km north of").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// How far from the point the matter told may be, in metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_m: Option<u32>,
    /// UCDP `where_prec`, 1 (exact) to 7; 0 where there is no point.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub precision: u8,
    /// ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Id in GeoNames; the project's own places have ids above 2^31.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u32>,
    /// Name of the first-level division it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// What sort of place: `town`, `province`, `country`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(value: &u8) -> bool {
    *value == 0
}

impl Place {
    /// Makes a place of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}
