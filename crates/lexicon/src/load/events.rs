//! Types of events with their predicates, and the classes of words that frames refer to.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::frames::Frame;
use super::{LoadError, files, list_file, toml_file};

/// An event type or act with the words that tell of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventEntry {
    pub id: String,
    /// PLOVER type ("ASSAULT").
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode, if any.
    #[serde(default)]
    pub mode: String,
    /// Finer kind ("air-strike").
    pub act: String,
    pub definition: String,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// A class of words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    pub id: String,
    /// The act that a weapon of this class makes of a general attack.
    #[serde(default)]
    pub act: String,
    pub words: Vec<String>,
}

/// A column of an incident table, by the words of its head.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub id: String,
    pub words: Vec<String>,
}

/// All events.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Events {
    pub entries: Vec<EventEntry>,
    pub classes: Vec<Class>,
    pub columns: Vec<Column>,
    pub verbs: BTreeMap<String, Vec<Frame>>,
    pub nouns: BTreeMap<String, Vec<Frame>>,
    class_of: BTreeMap<String, Vec<u16>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFile {
    event: Vec<EventEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassFile {
    class: Vec<Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFile {
    column: Vec<Column>,
}

impl Events {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let persons = folder.join("actors").join("persons.txt");
        let folder = folder.join("events");
        let mut events = Self::default();
        for path in files(&folder, "", "toml")? {
            let bad = |message| LoadError::Entry { path: path.clone(), message };
            if path.file_name().is_some_and(|name| name == "classes.toml") {
                for class in toml_file::<ClassFile>(&path)?.class {
                    for word in &class.words {
                        events.class_of.entry(word.clone()).or_default().push(events.classes.len() as u16);
                    }
                    events.classes.push(class);
                }
                continue;
            }
            if path.file_name().is_some_and(|name| name == "columns.toml") {
                events.columns = toml_file::<ColumnFile>(&path)?.column;
                continue;
            }
            for entry in toml_file::<EventFile>(&path)?.event {
                let index = events.entries.len();
                for line in &entry.verbs {
                    let frame = Frame::verb(index, line).map_err(bad)?;
                    events.verbs.entry(frame.lemma.clone()).or_default().push(frame);
                }
                for line in &entry.nouns {
                    let frame = Frame::noun(index, line).map_err(bad)?;
                    events.nouns.entry(frame.lemma.clone()).or_default().push(frame);
                }
                events.entries.push(entry);
            }
        }
        // Whatever noun means a person may be taken, freed, hurt.
        if persons.exists() {
            let people = |class: &Class| matches!(class.id.as_str(), "captives" | "people");
            let at: Vec<u16> =
                (0u16..).zip(&events.classes).filter(|(_, class)| people(class)).map(|(at, _)| at).collect();
            for person in list_file(&persons)? {
                events.class_of.entry(person).or_default().extend(&at);
            }
        }
        for frames in events.verbs.values_mut().chain(events.nouns.values_mut()) {
            frames.sort_by_key(|frame| std::cmp::Reverse(frame.weight()));
        }
        Ok(events)
    }

    /// Says whether `lemma` is one of `words`, which may name classes with `$`.
    pub fn among(&self, lemma: &str, words: &[String]) -> bool {
        words.is_empty()
            || words.iter().any(|word| match word.strip_prefix('$') {
                Some(class) => self.in_class(lemma, class),
                None => word == lemma,
            })
    }

    /// Says whether `lemma` belongs to the class.
    pub fn in_class(&self, lemma: &str, class: &str) -> bool {
        self.class_of
            .get(lemma)
            .is_some_and(|found| found.iter().any(|&index| self.classes[index as usize].id == class))
    }

    /// Returns the act that a weapon word makes of a general attack.
    pub fn act_of_weapon(&self, lemma: &str) -> Option<&str> {
        self.class_of.get(lemma)?.iter().find_map(|&index| {
            let act = self.classes[index as usize].act.as_str();
            (!act.is_empty()).then_some(act)
        })
    }

    /// Returns the entry with this id.
    pub fn by_id(&self, id: &str) -> Option<&EventEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}
