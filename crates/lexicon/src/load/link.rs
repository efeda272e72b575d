//! What is known about telling one happening from another: acts that are alike, words that point back, weights.
//! Comparing is `truce_read::thread` inside one report and `truce_record::link` between reports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{LoadError, toml_file};

/// Acts of one sort.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: String,
    pub acts: Vec<String>,
}

/// Acts under which one happening is told by different people.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alike {
    pub acts: Vec<String>,
    /// In hundredths.
    pub likeness: u8,
    pub why: String,
}

/// Words by which a clause speaks of a happening told elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    pub id: String,
    /// Groups of acts.
    pub of: Vec<String>,
    pub words: BTreeSet<String>,
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Whether it only points back.
    #[serde(default)]
    pub back: bool,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// Nouns that stand for a happening by themselves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    pub of: Vec<String>,
    pub words: BTreeSet<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// A list of words, with phrases beside them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub words: BTreeSet<String>,
    #[serde(default)]
    pub phrases: Vec<String>,
}

/// A word that tells how many happenings a plural means.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Several {
    pub word: String,
    pub count: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActFile {
    group: Vec<Group>,
    alike: Vec<Alike>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceFile {
    cue: Vec<Cue>,
    noun: Vec<Noun>,
    novelty: Words,
    several: Vec<Several>,
    generic: Words,
    common: Words,
}

/// A number that linking uses, with its reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    pub id: String,
    pub value: i32,
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightFile {
    weight: Vec<Weight>,
}

/// Everything about telling one happening from another.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Link {
    pub groups: Vec<Group>,
    pub alike: Vec<Alike>,
    pub cues: Vec<Cue>,
    pub nouns: Vec<Noun>,
    pub novelty: Words,
    pub several: Vec<Several>,
    /// Nouns that tell nothing of which happening is meant.
    pub generic: BTreeSet<String>,
    /// Words that stand in every report.
    pub common: BTreeSet<String>,
    weights: BTreeMap<String, i32>,
}

impl Link {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let folder = folder.join("link");
        let path = folder.join("acts.toml");
        let acts: ActFile = toml_file(&path)?;
        let known = |act: &String| acts.group.iter().any(|group| group.acts.contains(act));
        if let Some(act) = acts.alike.iter().flat_map(|alike| &alike.acts).find(|act| !known(act)) {
            return Err(LoadError::Entry { path, message: format!("act `{act}` stands in no group") });
        }
        let references: ReferenceFile = toml_file(&folder.join("references.toml"))?;
        let weights: WeightFile = toml_file(&folder.join("weights.toml"))?;
        Ok(Self {
            groups: acts.group,
            alike: acts.alike,
            cues: references.cue,
            nouns: references.noun,
            novelty: references.novelty,
            several: references.several,
            generic: references.generic.words,
            common: references.common.words,
            weights: weights.weight.into_iter().map(|weight| (weight.id, weight.value)).collect(),
        })
    }

    /// Returns the group of an act; none for acts that are never logged as incidents.
    pub fn group(&self, act: &str) -> Option<&str> {
        self.groups
            .iter()
            .find(|group| group.acts.iter().any(|one| one == act))
            .map(|group| group.id.as_str())
    }

    /// Returns how well two acts may be one happening, in hundredths.
    pub fn likeness(&self, one: &str, other: &str) -> u8 {
        if one == other {
            return 100;
        }
        let holds = |alike: &&Alike| {
            alike.acts.iter().any(|act| act == one) && alike.acts.iter().any(|act| act == other)
        };
        self.alike.iter().filter(holds).map(|alike| alike.likeness).max().unwrap_or(0)
    }

    /// Returns the weight of this id; 0 if the data has none.
    pub fn weight(&self, id: &str) -> i32 {
        self.weights.get(id).copied().unwrap_or(0)
    }
}
