//! Words that show a place ("the village of ...", "... province", "20 km south of ...") and words that only look
//! like one.
//! How much each counts is decided by `truce_read::mention::places`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{LoadError, toml_file};
use super::PlaceKind;

/// A noun that tells what sort of place a name is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    pub kind: PlaceKind,
    pub words: Vec<String>,
    /// Stands after the name: "Idlib province".
    pub after: bool,
    /// Stands before it: "the village of Arbin", "Lake Assad".
    pub before: bool,
    /// Makes a place of a capitalised name that nobody knows.
    pub unknown: bool,
    /// Written with a capital where it stands before the name.
    #[serde(default)]
    pub capital: bool,
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// All such words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PlaceWords {
    pub nouns: Vec<Noun>,
    after: BTreeMap<String, u16>,
    before: BTreeMap<String, u16>,
    stops: BTreeSet<String>,
    locative: BTreeSet<String>,
    weak: BTreeSet<String>,
    part: BTreeSet<String>,
    speech: BTreeSet<String>,
    follower: BTreeSet<String>,
    taking: BTreeSet<String>,
    titling: BTreeSet<String>,
    /// Eighths of a turn, clockwise from north.
    directions: BTreeMap<String, u8>,
    units: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    noun: Vec<Noun>,
    stop: Vec<Stop>,
    context: Context,
    directions: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stop {
    #[allow(dead_code)]
    reason: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    locative: Vec<String>,
    weak: Vec<String>,
    part: Vec<String>,
    speech: Vec<String>,
    follower: Vec<String>,
    taking: Vec<String>,
    titling: Vec<String>,
}

const WINDS: [&str; 8] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

impl PlaceWords {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let path = folder.join("places/words.toml");
        let file: File = toml_file(&path)?;
        let mut words = Self {
            stops: file.stop.into_iter().flat_map(|stop| stop.words).collect(),
            locative: file.context.locative.into_iter().collect(),
            weak: file.context.weak.into_iter().collect(),
            part: file.context.part.into_iter().collect(),
            speech: file.context.speech.into_iter().collect(),
            follower: file.context.follower.into_iter().collect(),
            taking: file.context.taking.into_iter().collect(),
            titling: file.context.titling.into_iter().collect(),
            units: file.units,
            ..Self::default()
        };
        for (wind, forms) in file.directions {
            let Some(eighth) = WINDS.iter().position(|known| *known == wind) else {
                return Err(LoadError::Entry { path, message: format!("`{wind}` is no direction") });
            };
            words.directions.extend(forms.into_iter().map(|form| (form, eighth as u8)));
        }
        for (at, noun) in file.noun.into_iter().enumerate() {
            for form in &noun.words {
                if noun.after {
                    words.after.entry(form.clone()).or_insert(at as u16);
                }
                if noun.before {
                    words.before.entry(form.clone()).or_insert(at as u16);
                }
            }
            words.nouns.push(noun);
        }
        Ok(words)
    }

    /// Returns the noun of place, in lower case, that may follow a name.
    pub fn after(&self, noun: &str) -> Option<&Noun> {
        self.after.get(noun).and_then(|&at| self.nouns.get(usize::from(at)))
    }

    /// Returns the noun of place, in lower case, that may stand before a name.
    pub fn before(&self, noun: &str) -> Option<&Noun> {
        self.before.get(noun).and_then(|&at| self.nouns.get(usize::from(at)))
    }

    /// Says whether a word in lower case nearly always means something else than a place.
    pub fn is_stop(&self, word: &str) -> bool {
        self.stops.contains(word)
    }

    /// Says whether a word puts what follows somewhere ("in", "near").
    pub fn is_locative(&self, word: &str) -> bool {
        self.locative.contains(word)
    }

    /// Says whether a word may stand before a place or anything else ("from", "of").
    pub fn is_weak(&self, word: &str) -> bool {
        self.weak.contains(word)
    }

    /// Says whether an adjective cuts a part off a place ("northern", "central").
    pub fn is_part(&self, word: &str) -> bool {
        self.part.contains(word)
    }

    /// Says whether a word is a verb of speech.
    pub fn is_speech(&self, word: &str) -> bool {
        self.speech.contains(word)
    }

    /// Says whether a word ends the phrase before it, so that a name there stood alone.
    pub fn is_follower(&self, word: &str) -> bool {
        self.follower.contains(word)
    }

    /// Says whether a noun takes a name before it away from the ground ("the Minsk agreements").
    pub fn takes(&self, noun: &str) -> bool {
        self.taking.contains(noun)
    }

    /// Says whether a noun before a name makes it the name of something else ("Operation Stone Wall").
    pub fn titles(&self, noun: &str) -> bool {
        self.titling.contains(noun)
    }

    /// Returns the direction in degrees, clockwise from north.
    pub fn bearing(&self, word: &str) -> Option<f64> {
        self.directions.get(word).map(|&eighth| f64::from(eighth) * 45.0)
    }

    /// Returns how many kilometres a unit of length has.
    pub fn unit(&self, word: &str) -> Option<f64> {
        self.units.get(word).copied()
    }
}
