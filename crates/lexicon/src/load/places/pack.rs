//! Entries in, bytes of a gazetteer out.
//! Reads no file; that is `tables`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::super::LoadError;
use super::tables::{Entry, PlaceKind};
use super::{HEADER, LEAST_STRONG, MAGIC, STRONG, fold};

/// Packs entries; see the module above for the form.
pub(crate) fn pack(entries: &[Entry]) -> Result<Vec<u8>, LoadError> {
    check(entries)?;
    let first: BTreeMap<(&str, &str), u32> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.kind == PlaceKind::First)
        .map(|(at, entry)| ((entry.country.as_str(), entry.first.as_str()), at as u32))
        .collect();
    let mut names = Vec::new();
    let mut records = Vec::new();
    for entry in entries {
        let name = cut(&entry.name);
        let within =
            if entry.kind == PlaceKind::First { None } else { first.get(&(&entry.country, &entry.first)) };
        let mut country = [b' '; 2];
        country.iter_mut().zip(entry.country.bytes()).for_each(|(to, from)| *to = from);
        for word in [
            entry.id,
            (entry.lat * 1e5).round() as i32 as u32,
            (entry.lon * 1e5).round() as i32 as u32,
            entry.population,
            names.len() as u32,
            within.copied().unwrap_or(u32::MAX),
        ] {
            records.extend_from_slice(&word.to_le_bytes());
        }
        records.extend_from_slice(&country);
        records.extend_from_slice(&[name.len() as u8, entry.kind as u8]);
        records
            .extend_from_slice(&((entry.radius_km * 10.0).round().clamp(0.0, 65_535.0) as u16).to_le_bytes());
        records.extend_from_slice(&[0, 0]);
        names.extend_from_slice(name.as_bytes());
    }
    let (postings, index) = index(entries)?;
    let mut bytes = MAGIC.to_le_bytes().to_vec();
    let mut at = HEADER;
    for length in [0, records.len(), names.len(), postings.len(), index.len(), 0, 0] {
        at += length;
        bytes.extend_from_slice(&(at as u32).to_le_bytes());
    }
    for part in [records, names, postings, index] {
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

/// Countries whose names reach English by romanisation, where spelling wavers beyond accents.
const ROMANISED: [&str; 66] = [
    "AE", "AF", "AM", "AZ", "BA", "BD", "BG", "BH", "BT", "BY", "CY", "DJ", "DZ", "EG", "EH", "ER", "ET",
    "GE", "GR", "HR", "IL", "IN", "IQ", "IR", "JO", "KG", "KH", "KP", "KR", "KW", "KZ", "LA", "LB", "LK",
    "LY", "MA", "MD", "ME", "MK", "ML", "MM", "MN", "MR", "NE", "NP", "OM", "PK", "PS", "QA", "RS", "RU",
    "SA", "SD", "SO", "SS", "SY", "TD", "TH", "TJ", "TM", "TN", "TR", "UA", "UZ", "XK", "YE",
];

/// Order of the places of one name: those that need no introduction first.
fn rank(kind: PlaceKind) -> u8 {
    match kind {
        PlaceKind::Country | PlaceKind::FormerCountry | PlaceKind::Continent | PlaceKind::Capital => 0,
        PlaceKind::Settlement => 2,
        PlaceKind::Second => 3,
        _ => 1,
    }
}

fn index(entries: &[Entry]) -> Result<(Vec<u8>, Vec<u8>), LoadError> {
    let mut keys: BTreeMap<Vec<u8>, BTreeSet<(bool, u32)>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let at = at as u32;
        for (alias, name) in std::iter::once(&entry.name).chain(&entry.aliases).enumerate() {
            let light = fold::light(name);
            if light.is_empty() {
                continue;
            }
            let strong = fold::strong(name);
            let romanised = entry.id >= 1 << 31 || ROMANISED.contains(&entry.country.as_str());
            let told = strong.len() < LEAST_STRONG || strong == light || !strong.is_ascii() || !romanised;
            keys.entry(light.into_bytes()).or_default().insert((alias > 0, at));
            if !told {
                let mut key = vec![STRONG];
                key.extend_from_slice(strong.as_bytes());
                keys.entry(key).or_default().insert((alias > 0, at));
            }
        }
    }
    let mut postings: Vec<u8> = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, places) in keys {
        let mut seen = BTreeSet::new();
        let mut list: Vec<(bool, u32)> = places.into_iter().filter(|&(_, at)| seen.insert(at)).collect();
        list.sort_by_key(|&(alias, at)| {
            let entry = &entries[at as usize];
            (alias, rank(entry.kind), u32::MAX - entry.population, at)
        });
        let value = if let [(alias, at)] = list[..] {
            u64::from(at << 1 | u32::from(alias)) << 1
        } else {
            let from = postings.len() as u64 / 4;
            let count = list.len().min(0xFFFF) as u64;
            for (alias, at) in list {
                postings.extend_from_slice(&(at << 1 | u32::from(alias)).to_le_bytes());
            }
            from << 17 | count << 1 | 1
        };
        builder.insert(key, value).map_err(|error| wrong(&error.to_string()))?;
    }
    let index = builder.into_inner().map_err(|error| wrong(&error.to_string()))?;
    Ok((postings, index))
}

fn check(entries: &[Entry]) -> Result<(), LoadError> {
    let mut ids = BTreeMap::new();
    for entry in entries {
        if let Some(other) = ids.insert(entry.id, &entry.name) {
            return Err(wrong(&format!("`{}` and `{other}` have one id, {}", entry.name, entry.id)));
        }
        if !(-90.0..=90.0).contains(&entry.lat) || !(-180.0..=180.0).contains(&entry.lon) {
            return Err(wrong(&format!("`{}` lies outside the world", entry.name)));
        }
        if !matches!(entry.country.len(), 0 | 2) || !entry.country.is_ascii() {
            return Err(wrong(&format!(
                "`{}` has the country `{}`: two letters are wanted",
                entry.name, entry.country
            )));
        }
    }
    Ok(())
}

fn wrong(message: &str) -> LoadError {
    LoadError::Entry { path: PathBuf::from("places"), message: message.to_owned() }
}

/// Cuts a name to the 255 bytes that a record can tell.
fn cut(name: &str) -> &str {
    let mut end = name.len().min(255);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}
