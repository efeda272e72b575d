//! The files of `data/places`, read into one list of entries.
//! Packs nothing; that is `pack`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{LoadError, csv_file, listed};

/// What sort of place a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    Country,
    /// A state that is no more ("Yugoslavia").
    FormerCountry,
    /// Part of the world larger than a state ("Horn of Africa").
    Continent,
    Capital,
    Settlement,
    /// First-level division: province, governorate, oblast, state.
    First,
    /// Second-level division: district, raion, territory, township.
    Second,
    /// A region without an office ("Donbas").
    Region,
    /// Quarter of a town, or a stretch of country around one.
    Area,
    Camp,
    Crossing,
    Base,
    Airport,
    Port,
    Bridge,
    Line,
    Corridor,
    Zone,
    Sea,
    River,
    Lake,
    Strait,
    Canal,
    Island,
    Mountain,
    Valley,
    Pass,
    Desert,
    Forest,
    Dam,
    Road,
    /// Plant, prison, monastery, stadium: one site.
    Site,
}

const KINDS: [PlaceKind; 32] = {
    use PlaceKind as K;
    [
        K::Country,
        K::FormerCountry,
        K::Continent,
        K::Capital,
        K::Settlement,
        K::First,
        K::Second,
        K::Region,
        K::Area,
        K::Camp,
        K::Crossing,
        K::Base,
        K::Airport,
        K::Port,
        K::Bridge,
        K::Line,
        K::Corridor,
        K::Zone,
        K::Sea,
        K::River,
        K::Lake,
        K::Strait,
        K::Canal,
        K::Island,
        K::Mountain,
        K::Valley,
        K::Pass,
        K::Desert,
        K::Forest,
        K::Dam,
        K::Road,
        K::Site,
    ]
};

impl PlaceKind {
    pub(crate) fn from_byte(byte: u8) -> Self {
        KINDS.get(usize::from(byte)).copied().unwrap_or(Self::Site)
    }

    /// Says whether it is a town or village.
    pub fn is_settlement(self) -> bool {
        matches!(self, Self::Settlement | Self::Capital)
    }

    /// Says whether it is a state or a division of one.
    pub fn is_division(self) -> bool {
        matches!(self, Self::Country | Self::FormerCountry | Self::First | Self::Second)
    }
}

/// One place before packing.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub id: u32,
    pub name: String,
    pub aliases: Vec<String>,
    pub country: String,
    /// Code of the first-level division inside the country.
    pub first: String,
    pub lat: f64,
    pub lon: f64,
    pub population: u32,
    pub kind: PlaceKind,
    pub radius_km: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryRow {
    id: u32,
    name: String,
    country: String,
    lat: f64,
    lon: f64,
    radius_km: f64,
    population: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstRow {
    id: u32,
    name: String,
    aliases: String,
    country: String,
    code: String,
    lat: f64,
    lon: f64,
    radius_km: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SecondRow {
    id: u32,
    name: String,
    aliases: String,
    country: String,
    first: String,
    lat: f64,
    lon: f64,
    radius_km: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TownRow {
    id: u32,
    name: String,
    aliases: String,
    country: String,
    first: String,
    lat: f64,
    lon: f64,
    population: u32,
    feature: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtraRow {
    name: String,
    aliases: String,
    kind: PlaceKind,
    country: String,
    lat: f64,
    lon: f64,
    radius_km: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasRow {
    country: String,
    aliases: String,
}

/// Reads every table, first-level divisions before what lies in them.
pub(crate) fn read(folder: &Path) -> Result<Vec<Entry>, LoadError> {
    let mut entries = Vec::new();
    let mut country_aliases = BTreeMap::new();
    for row in csv_file::<AliasRow>(&folder.join("country-names.csv"))? {
        country_aliases.insert(row.country, listed(&row.aliases));
    }
    for row in csv_file::<CountryRow>(&folder.join("countries.csv"))? {
        entries.push(Entry {
            id: row.id,
            aliases: country_aliases.remove(&row.country).unwrap_or_default(),
            name: row.name,
            country: row.country,
            first: String::new(),
            lat: row.lat,
            lon: row.lon,
            population: row.population,
            kind: PlaceKind::Country,
            radius_km: row.radius_km,
        });
    }
    for row in csv_file::<FirstRow>(&folder.join("divisions-first.csv"))? {
        entries.push(Entry {
            id: row.id,
            name: row.name,
            aliases: listed(&row.aliases),
            country: row.country,
            first: row.code,
            lat: row.lat,
            lon: row.lon,
            population: 0,
            kind: PlaceKind::First,
            radius_km: row.radius_km,
        });
    }
    for row in csv_file::<SecondRow>(&folder.join("divisions-second.csv"))? {
        entries.push(Entry {
            id: row.id,
            name: row.name,
            aliases: listed(&row.aliases),
            country: row.country,
            first: row.first,
            lat: row.lat,
            lon: row.lon,
            population: 0,
            kind: PlaceKind::Second,
            radius_km: row.radius_km,
        });
    }
    for row in csv_file::<TownRow>(&folder.join("geonames.csv"))? {
        entries.push(Entry {
            id: row.id,
            name: row.name,
            aliases: listed(&row.aliases),
            country: row.country,
            first: row.first,
            lat: row.lat,
            lon: row.lon,
            population: row.population,
            kind: if row.feature == "capital" { PlaceKind::Capital } else { PlaceKind::Settlement },
            radius_km: radius_of_town(row.population),
        });
    }
    for file in super::super::files(folder, "extra", "csv")? {
        for row in csv_file::<ExtraRow>(&file)? {
            entries.push(Entry {
                id: own_id(&row.country, &row.name, row.kind),
                name: row.name,
                aliases: listed(&row.aliases),
                country: row.country,
                first: String::new(),
                lat: row.lat,
                lon: row.lon,
                population: 0,
                kind: row.kind,
                radius_km: row.radius_km,
            });
        }
    }
    Ok(entries)
}

/// A town of a million has a radius of some 10 km; area grows with population.
fn radius_of_town(population: u32) -> f64 {
    (f64::from(population.max(500)).sqrt() / 100.0).clamp(0.5, 25.0)
}

/// Makes a stable id for the project's own entries: FNV-1a of country, kind and name, with the highest bit set.
fn own_id(country: &str, name: &str, kind: PlaceKind) -> u32 {
    let mut hash = 0x811C_9DC5_u32;
    for byte in country.bytes().chain([kind as u8]).chain(name.bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash | 0x8000_0000
}
