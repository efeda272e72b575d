//! What the gazetteer says of a name, looked up once for each name of a report.
//! Chooses no place; that is `resolve`.

use std::collections::BTreeMap;

use truce_lexicon::Lexicon;
use truce_lexicon::load::places::{Place, PlaceKind};

/// Most places of one name that are looked at.
const MOST: usize = 48;

/// The places of one name.
#[derive(Debug, Clone, Default)]
pub struct Known<'l> {
    /// All places, the likeliest kinds of name first.
    pub places: Vec<Place<'l>>,
    /// How well known the best of them is, from 0 to 1.
    pub prominence: f32,
}

/// The names of a report, looked up as they are asked for.
pub struct Names<'l> {
    lexicon: &'l Lexicon,
    names: BTreeMap<String, Known<'l>>,
}

impl<'l> Names<'l> {
    /// Makes an empty list.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, names: BTreeMap::new() }
    }

    /// Returns what is known of a name.
    pub fn get(&mut self, name: &str) -> &Known<'l> {
        let lexicon = self.lexicon;
        if !self.names.contains_key(name) {
            let places: Vec<Place<'l>> = lexicon.places.lookup(name).take(MOST).collect();
            let prominence = places.iter().map(prominence).fold(0.0, f32::max);
            self.names.insert(name.to_owned(), Known { places, prominence });
        }
        &self.names[name]
    }
}

/// Says how likely somebody who writes a place's name expects it to be known: 1 for a state.
pub fn prominence(place: &Place<'_>) -> f32 {
    let base = match place.kind {
        PlaceKind::Country | PlaceKind::FormerCountry | PlaceKind::Continent => 1.0,
        PlaceKind::Capital => 0.95,
        // The parishes and quarters of small states are as little known as villages.
        PlaceKind::First if place.radius_km < 8.0 => 0.3,
        PlaceKind::First => 0.75,
        PlaceKind::Second => 0.35,
        PlaceKind::Settlement if place.population >= 500_000 => 0.85,
        PlaceKind::Settlement if place.population >= 100_000 => 0.7,
        PlaceKind::Settlement if place.population >= 15_000 => 0.45,
        PlaceKind::Settlement => 0.25,
        PlaceKind::Area | PlaceKind::Site => 0.6,
        _ => 0.8,
    };
    let named = if place.main || matches!(place.kind, PlaceKind::Country | PlaceKind::FormerCountry) {
        1.0
    } else if place.id >= 1 << 31 {
        0.95
    } else {
        0.75
    };
    base * named * if place.exact { 1.0 } else { 0.45 }
}
