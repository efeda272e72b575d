//! Agreements, talks, zones, control and answers: their nouns, and what is said of them.
//! Finding them in sentences is `truce_read::statement`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{LoadError, toml_file};

/// How far a noun names an agreement by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// By itself ("truce").
    Strong,
    /// Only with something beside it ("deal").
    Weak,
}

/// A noun that agreements are called by.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DealNoun {
    pub id: String,
    /// Type of `facts/FORMAT.md`, or empty where other words must settle it.
    #[serde(rename = "type")]
    pub kind: String,
    pub strength: Strength,
    pub words: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// Words beside the noun that settle the type.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualifier {
    #[serde(rename = "type")]
    pub kind: String,
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherMatter {
    words: Vec<String>,
}

/// Agreeing without a noun.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verbal {
    #[serde(rename = "type")]
    pub kind: String,
    pub verbs: Vec<String>,
    pub infinitives: Vec<String>,
    pub objects: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// A stage of an agreement with the words that tell of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub id: String,
    pub stage: String,
    pub rank: u8,
    #[serde(default)]
    pub subject: Vec<String>,
    #[serde(default)]
    pub object: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub on: Vec<String>,
    #[serde(default)]
    pub adjectives: Vec<String>,
    #[serde(default)]
    pub phrases: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// Words that do one thing, by their place in the sentence; used for brokers, duties, talks and the like.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    pub id: String,
    /// What it gives: a zone's type, a status of talks, a direction; empty where the id says all.
    #[serde(default)]
    pub gives: String,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub modals: Vec<String>,
    #[serde(default)]
    pub phrases: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// A verb with what must follow it, from a line such as `take obj:effect|hold`, `agree on|to`, `break_down`,
/// `suspend passive`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub verb: String,
    pub particle: Option<String>,
    /// Prepositions, any of them.
    pub prepositions: Vec<String>,
    /// Lemmas of the object, any of them.
    pub object: Vec<String>,
    pub passive: bool,
}

impl Line {
    /// Reads a line; the message says what is wrong with it.
    pub fn read(line: &str) -> Result<Self, String> {
        let mut words = line.split_whitespace();
        let first = words.next().ok_or("an empty line")?;
        let (verb, particle) = match first.split_once('_') {
            Some((verb, particle)) => (verb, Some(particle.to_owned())),
            None => (first, None),
        };
        let mut read = Self { verb: verb.to_owned(), particle, ..Self::default() };
        for word in words {
            match (word, word.split_once(':')) {
                ("passive", _) => read.passive = true,
                (_, Some(("obj", values))) => read.object = values.split('|').map(str::to_owned).collect(),
                (_, Some((place, _))) => return Err(format!("`{place}` in line `{line}`")),
                (values, None) => read.prepositions = values.split('|').map(str::to_owned).collect(),
            }
        }
        Ok(read)
    }
}

/// A run of words, each one of several.
pub type Phrase = Vec<Vec<String>>;

/// Splits a phrase such as `in force|effect`.
#[must_use]
pub fn phrase(line: &str) -> Phrase {
    line.split_whitespace().map(|word| word.split('|').map(str::to_owned).collect()).collect()
}

/// Where a verb of a stage has the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    Subject,
    Object,
    Oblique,
}

/// All that is known of agreements.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Deals {
    pub nouns: Vec<DealNoun>,
    pub qualifiers: Vec<Qualifier>,
    /// Words that make a weak noun another matter.
    pub other_matters: Vec<String>,
    pub verbals: Vec<Verbal>,
    pub stages: Vec<Stage>,
    pub brokers: Vec<Cue>,
    pub duties: Vec<Cue>,
    pub talks: Vec<Cue>,
    pub zones: Vec<Cue>,
    pub control: Vec<Cue>,
    pub responses: Vec<Cue>,
    /// Last word of a noun to the nouns' words before it and their index, longest first.
    pub by_word: BTreeMap<String, Vec<(Vec<String>, u16)>>,
    /// Verb to the stages it tells of.
    pub stage_verbs: BTreeMap<String, Vec<(u16, Place, Line)>>,
    /// Noun or adjective to the stage it tells of.
    pub stage_nouns: BTreeMap<String, u16>,
    pub stage_adjectives: BTreeMap<String, u16>,
    /// Phrases with their stage.
    pub stage_phrases: Vec<(Phrase, u16)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeFile {
    noun: Vec<DealNoun>,
    qualifier: Vec<Qualifier>,
    other_matter: Vec<OtherMatter>,
    verbal: Vec<Verbal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFile {
    stage: Vec<Stage>,
}

impl Deals {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let folder = folder.join("deals");
        let types: TypeFile = toml_file(&folder.join("types.toml"))?;
        let mut deals = Self {
            nouns: types.noun,
            qualifiers: types.qualifier,
            other_matters: types.other_matter.into_iter().flat_map(|matter| matter.words).collect(),
            verbals: types.verbal,
            stages: toml_file::<StageFile>(&folder.join("stages.toml"))?.stage,
            brokers: cues(&folder, "broker")?,
            duties: cues(&folder, "duty")?,
            talks: cues(&folder, "talks")?,
            zones: cues(&folder, "zone")?,
            control: cues(&folder, "control")?,
            responses: cues(&folder, "response")?,
            ..Self::default()
        };
        deals.index().map_err(|message| LoadError::Entry { path: folder.join("stages.toml"), message })?;
        Ok(deals)
    }

    fn index(&mut self) -> Result<(), String> {
        for (at, noun) in self.nouns.iter().enumerate() {
            for words in &noun.words {
                let mut before: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
                let last = before.pop().ok_or("an empty noun")?;
                self.by_word.entry(last).or_default().push((before, at as u16));
            }
        }
        for nouns in self.by_word.values_mut() {
            nouns.sort_by_key(|(before, at)| (std::cmp::Reverse(before.len()), *at));
        }
        for (at, stage) in self.stages.iter().enumerate() {
            let at = at as u16;
            for (place, lines) in [
                (Place::Subject, &stage.subject),
                (Place::Object, &stage.object),
                (Place::Oblique, &stage.on),
            ] {
                for line in lines {
                    let line = Line::read(line)?;
                    self.stage_verbs.entry(line.verb.clone()).or_default().push((at, place, line));
                }
            }
            for noun in &stage.nouns {
                self.stage_nouns.insert(noun.clone(), at);
            }
            for adjective in &stage.adjectives {
                self.stage_adjectives.insert(adjective.clone(), at);
            }
            self.stage_phrases.extend(stage.phrases.iter().map(|line| (phrase(line), at)));
        }
        Ok(())
    }
}

/// Reads `NAME*.toml` (its plural or itself), a list of entries under the key `NAME`.
fn cues(folder: &Path, name: &str) -> Result<Vec<Cue>, LoadError> {
    let file = match name {
        "duty" => "duties.toml".to_owned(),
        "talks" | "control" => format!("{name}.toml"),
        _ => format!("{name}s.toml"),
    };
    let path = folder.join(file);
    let mut entries: BTreeMap<String, Vec<Cue>> = toml_file(&path)?;
    let found = entries.remove(name);
    match (found, entries.into_keys().next()) {
        (Some(found), None) => Ok(found),
        (_, Some(other)) => Err(LoadError::Entry { path, message: format!("unknown key `{other}`") }),
        (None, None) => Err(LoadError::Entry { path, message: format!("no `[[{name}]]` entry") }),
    }
}
