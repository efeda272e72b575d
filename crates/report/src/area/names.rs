//! A name of a division in, the texts of a ledger's sources that mean it out. Or why it cannot be told, with names
//! that are near.
//!
//! A name that a source writes itself means that text and nothing else. Only a name that no source writes is sought
//! without its noun ("Tarsk" for "Tarsk Governorate") and then by the gazetteer ("Tersk" for "Tarsk").

use std::collections::{BTreeMap, BTreeSet};

use truce_lexicon::Lexicon;
use truce_lexicon::load::places::{PlaceKind, fold};

/// Texts by which sources call divisions, with the countries that they stand for.
pub type Known = BTreeMap<String, BTreeSet<String>>;

/// The texts that a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The texts.
    pub texts: BTreeSet<String>,
    /// How they were found.
    pub how: &'static str,
    /// Other texts that may mean the same and were left out.
    pub left_out: Vec<String>,
}

/// Why a name means nothing here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// Nothing is called so.
    Unknown {
        /// The name.
        name: String,
        /// Names that are near, the nearest first.
        near: Vec<String>,
    },
    /// Divisions of several countries are called so.
    Ambiguous {
        /// The name.
        name: String,
        /// The texts.
        texts: Vec<String>,
    },
}

/// Kinds whose nouns a name that somebody asks for may carry: "Tarsk district" is no province of Tarsk.
const ASKED: &[PlaceKind] = &[PlaceKind::First];
/// Kinds whose nouns a source may give its first-level divisions: in some countries they are districts.
const TOLD: &[PlaceKind] = &[PlaceKind::First, PlaceKind::Second];

/// Returns a name without accents, case and the noun that tells its kind, if it is one of these kinds or a region.
fn bare(name: &str, kinds: &[PlaceKind], lexicon: &Lexicon) -> String {
    let light = fold::light(name);
    let words: Vec<&str> = light.split_whitespace().collect();
    let nouns = &lexicon.tables.places;
    let tells = |word: &str, kind: PlaceKind| kinds.contains(&kind) || word == "region";
    let kept = match words.as_slice() {
        [before @ .., last]
            if !before.is_empty() && nouns.after(last).is_some_and(|noun| tells(last, noun.kind)) =>
        {
            before
        }
        [first, "of", rest @ ..]
            if !rest.is_empty() && nouns.before(first).is_some_and(|noun| tells(first, noun.kind)) =>
        {
            rest
        }
        all => all,
    };
    kept.join(" ")
}

/// Returns the ids of the divisions that a name may stand for in the gazetteer; by a place in it, if none is called so.
fn divisions(name: &str, countries: &BTreeSet<String>, lexicon: &Lexicon) -> BTreeSet<u32> {
    let gazetteer = &lexicon.places;
    let in_country = |country: &str| countries.is_empty() || countries.contains(country);
    let bare = bare(name, ASKED, lexicon);
    let places: Vec<_> = [name, bare.as_str()]
        .into_iter()
        .flat_map(|name| gazetteer.lookup(name))
        .filter(|place| in_country(place.country))
        .collect();
    let named = |exact: bool| -> BTreeSet<u32> {
        let met = places.iter().filter(|place| place.kind == PlaceKind::First && place.exact == exact);
        met.map(|place| place.id).collect()
    };
    let found = named(true);
    if !found.is_empty() {
        return found;
    }
    let found = named(false);
    if !found.is_empty() {
        return found;
    }
    // "Latakia" is a town before it is a governorate: the division that the largest such town lies in.
    let towns = places
        .iter()
        .filter(|place| place.exact && matches!(place.kind, PlaceKind::Settlement | PlaceKind::Capital));
    let town = towns.max_by_key(|place| (place.population, std::cmp::Reverse(place.id)));
    town.and_then(|town| gazetteer.place(town.first?)).map(|division| division.id).into_iter().collect()
}

/// Finds what a name means.
///
/// # Errors
///
/// If it means nothing, or divisions of several countries.
pub fn resolve(name: &str, known: &Known, lexicon: &Lexicon) -> Result<Resolved, NameError> {
    let mine = bare(name, ASKED, lexicon);
    let alike: BTreeSet<String> =
        known.keys().filter(|text| bare(text, TOLD, lexicon) == mine).cloned().collect();
    let exact: BTreeSet<String> =
        known.keys().filter(|text| text.trim().eq_ignore_ascii_case(name.trim())).cloned().collect();
    if !exact.is_empty() {
        let left_out = alike.difference(&exact).cloned().collect();
        return Ok(Resolved { texts: exact, how: "the sources' own name", left_out });
    }
    if !alike.is_empty() {
        return one_country(name, alike, known, "the sources' name without its noun");
    }
    let asked = divisions(name, &BTreeSet::new(), lexicon);
    let same: BTreeSet<String> = known
        .iter()
        .filter(|(text, countries)| !divisions(text, countries, lexicon).is_disjoint(&asked))
        .map(|(text, _)| text.clone())
        .collect();
    if !same.is_empty() {
        return one_country(name, same, known, "the gazetteer");
    }
    Err(NameError::Unknown { name: name.to_owned(), near: near(name, known.keys().map(String::as_str)) })
}

fn one_country(
    name: &str,
    texts: BTreeSet<String>,
    known: &Known,
    how: &'static str,
) -> Result<Resolved, NameError> {
    let countries: BTreeSet<&String> = texts.iter().filter_map(|text| known.get(text)).flatten().collect();
    if countries.len() > 1 {
        return Err(NameError::Ambiguous { name: name.to_owned(), texts: texts.into_iter().collect() });
    }
    Ok(Resolved { texts, how, left_out: Vec::new() })
}

/// Returns the five names that are nearest to one: those that hold it first, then by the letters to change.
pub fn near<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let name = fold::light(name);
    let mut found: Vec<(bool, usize, &str)> = among
        .into_iter()
        .map(|other| {
            let folded = fold::light(other);
            (!folded.contains(&name), changes(&name, &folded), other)
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(5).map(|(_, _, other)| other.to_owned()).collect()
}

/// Counts the letters to change, add or leave out to make one text of another (Levenshtein 1966).
fn changes(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (place, with) in other.iter().enumerate() {
            let swap = before + usize::from(letter != *with);
            before = row[place + 1];
            row[place + 1] = swap.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(texts: &[(&str, &str)]) -> Known {
        let mut known = Known::new();
        for (text, country) in texts {
            known.entry((*text).to_owned()).or_default().insert((*country).to_owned());
        }
        known
    }

    #[test]
    fn names_are_met_as_sources_and_people_write_them() {
        let lexicon = Lexicon::embedded();
        let texts = known(&[
            ("Idlib Governorate", "SY"),
            ("Hamah Governorate", "SY"),
            ("Latakia Governorate", "SY"),
            ("Damascus Governorate", "SY"),
            ("Rif Dimashq Governorate", "SY"),
        ]);
        for (name, expected) in [
            ("Idlib Governorate", "Idlib Governorate"),
            ("idlib governorate", "Idlib Governorate"),
            ("Idlib", "Idlib Governorate"),
            ("the Idlib", ""),
            ("Idleb", "Idlib Governorate"),
            ("Idlib province", "Idlib Governorate"),
            ("Governorate of Idlib", "Idlib Governorate"),
            ("Idlib district", ""),
            ("Hamah", "Hamah Governorate"),
            ("Hama", "Hamah Governorate"),
            ("Latakia", "Latakia Governorate"),
            ("Damascus", "Damascus Governorate"),
            ("Damascus Countryside", "Rif Dimashq Governorate"),
            ("Nowhere", ""),
        ] {
            let found =
                resolve(name, &texts, &lexicon).map(|found| found.texts.into_iter().collect::<Vec<_>>());
            match found {
                Ok(found) => assert_eq!(found, [expected], "{name}"),
                Err(_) => assert_eq!(expected, "", "{name}"),
            }
        }
    }

    #[test]
    fn what_is_unknown_or_ambiguous_is_refused() {
        let lexicon = Lexicon::embedded();
        let texts = known(&[("Punjab province", "PK"), ("Punjab state", "IN"), ("Sindh province", "PK")]);
        assert!(matches!(resolve("Punjab", &texts, &lexicon), Err(NameError::Ambiguous { .. })));
        assert_eq!(resolve("Punjab state", &texts, &lexicon).expect("known").left_out, ["Punjab province"]);
        let Err(NameError::Unknown { near, .. }) = resolve("Sindhi provinc", &texts, &lexicon) else {
            panic!("it is unknown")
        };
        assert_eq!(near[0], "Sindh province");
    }
}
