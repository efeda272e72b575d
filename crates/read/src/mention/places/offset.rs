//! Words before a name in, how the matter told stands to the place out: "20 km south-west of", "near".
//! Computes no coordinates; that is `resolve`.

use truce_lexicon::load::places::words::PlaceWords;

use super::Relation;
use super::line::Line;

/// Reads the relation in the words before the token `at`, and the first token of the words that tell it.
pub fn before(line: &Line<'_>, at: usize, words: &PlaceWords) -> (Relation, usize) {
    let mut end = at;
    while end > line.start && matches!(line.before(end), "the" | "a" | "an") {
        end -= 1;
    }
    match line.before(end) {
        "near" | "outside" | "around" | "nearby" | "surrounding" => (Relation::Near, end - 1),
        "between" => (Relation::Between, end - 1),
        "to" if line.before(end - 1) == "close" || line.before(end - 1) == "next" => {
            (Relation::Near, end - 2)
        }
        "of" | "from" | "off" => distance(line, end - 1, words).unwrap_or((Relation::At, at)),
        _ => (Relation::At, at),
    }
}

/// Reads what stands before the "of" at `of`.
fn distance(line: &Line<'_>, of: usize, words: &PlaceWords) -> Option<(Relation, usize)> {
    let noun = line.before(of);
    if matches!(
        noun,
        "outskirts"
            | "vicinity"
            | "edge"
            | "edges"
            | "fringes"
            | "periphery"
            | "surroundings"
            | "environs"
            | "suburbs"
    ) {
        return Some((Relation::Near, of - 1));
    }
    if noun == "far" && line.before(of - 1) == "not" {
        return Some((Relation::Near, of - 2));
    }
    let mut at = of;
    let bearing = words.bearing(noun);
    if bearing.is_some() {
        at -= 1;
    } else if matches!(noun, "away" | "outside" | "out") {
        at -= 1;
    }
    while matches!(line.before(at), "the" | "to" | "due" | "just" | "further" | "-") {
        at -= 1;
    }
    let Some((least_km, most_km, first)) = length(line, at, words) else {
        return bearing.map(|bearing| (Relation::Side(bearing), at));
    };
    let within = matches!(line.before(first), "within" | "to") && bearing.is_none();
    Some((Relation::Offset { least_km: if within { 0.0 } else { least_km }, most_km, bearing }, first))
}

/// Reads a length that ends before `end`: kilometres from and to, and its first token.
fn length(line: &Line<'_>, end: usize, words: &PlaceWords) -> Option<(f64, f64, usize)> {
    let unit = words.unit(line.before(end).trim_end_matches('.'))?;
    let mut at = end - 1;
    if line.before(at) == "-" {
        at -= 1;
    }
    let most = number(line.before(at))?;
    at -= 1;
    let mut least = most;
    let joined = matches!(line.before(at), "-" | "to" | "or" | "and");
    if let Some(lower) = at.checked_sub(1).filter(|_| joined).and_then(|before| number(line.before(before)))
        && lower < most
    {
        least = lower;
        at -= 2;
    }
    Some((least * unit, most * unit, at))
}

fn number(word: &str) -> Option<f64> {
    let named = match word {
        "a" | "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "twelve" => 12.0,
        "fifteen" => 15.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" => 40.0,
        "fifty" => 50.0,
        "hundred" => 100.0,
        _ => {
            return word
                .replace(',', "")
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite() && (0.0..20_000.0).contains(value));
        }
    };
    Some(named)
}

/// Returns the point `km` away from `from` (latitude, longitude in degrees) in the direction `bearing`.
pub fn moved(from: (f64, f64), km: f64, bearing: f64) -> (f64, f64) {
    let turn = bearing.to_radians();
    let lat = (from.0 + km * turn.cos() / 110.57).clamp(-90.0, 90.0);
    let east = 111.32 * from.0.to_radians().cos().max(0.05);
    let lon = from.1 + km * turn.sin() / east;
    (lat, (lon + 540.0).rem_euclid(360.0) - 180.0)
}

/// Returns the distance of two points in kilometres, on a sphere.
pub fn far(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (lat, lon) = ((other.0 - one.0).to_radians(), (other.1 - one.1).to_radians());
    let half = (lat / 2.0).sin().powi(2)
        + one.0.to_radians().cos() * other.0.to_radians().cos() * (lon / 2.0).sin().powi(2);
    12_742.0 * half.sqrt().min(1.0).asin()
}
