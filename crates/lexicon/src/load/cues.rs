//! Cues: words that report, blame, deny, doubt, admit, threaten, plan, hedge.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::frames::Frame;
use super::{LoadError, files, toml_file};

/// A way of taking a position, with the words that do so.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CueEntry {
    pub id: String,
    /// Stance of `facts/FORMAT.md` ("denies"), or empty for cues that only colour what follows.
    #[serde(default)]
    pub stance: String,
    /// What the cue does to the events in its content: "alleged", "planned", "threatened", "not-done",
    /// "wished", "denied", or empty.
    #[serde(default)]
    pub status: String,
    /// Where the one who is blamed stands: "obj", "on", "with", "against", or empty.
    #[serde(default)]
    pub target: String,
    /// Where the matter stands: "clause" (default), "obj", or prepositions joined by |.
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub verbs: Vec<String>,
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Adjectives and nouns as predicates with "be" ("is adamant").
    #[serde(default)]
    pub predicates: Vec<String>,
    /// Words and phrases by themselves ("allegedly", "according to").
    #[serde(default)]
    pub phrases: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// All cues.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Cues {
    pub entries: Vec<CueEntry>,
    pub verbs: BTreeMap<String, Vec<Frame>>,
    pub nouns: BTreeMap<String, Vec<Frame>>,
    pub predicates: BTreeMap<String, Vec<Frame>>,
    /// First word of a phrase to the phrases (all words) and their entries, longest first.
    pub phrases: BTreeMap<String, Vec<(Vec<String>, u16)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    cue: Vec<CueEntry>,
}

impl Cues {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let mut cues = Self::default();
        for path in files(&folder.join("cues"), "", "toml")? {
            let bad = |message| LoadError::Entry { path: path.clone(), message };
            for entry in toml_file::<CueFile>(&path)?.cue {
                let index = cues.entries.len();
                for (lines, table) in
                    [(&entry.verbs, &mut cues.verbs), (&entry.predicates, &mut cues.predicates)]
                {
                    for line in lines {
                        let frame = Frame::verb(index, line).map_err(bad)?;
                        table.entry(frame.lemma.clone()).or_default().push(frame);
                    }
                }
                for line in &entry.nouns {
                    let frame = Frame::noun(index, line).map_err(bad)?;
                    cues.nouns.entry(frame.lemma.clone()).or_default().push(frame);
                }
                for phrase in &entry.phrases {
                    let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
                    if let Some(first) = words.first() {
                        cues.phrases.entry(first.clone()).or_default().push((words, index as u16));
                    }
                }
                cues.entries.push(entry);
            }
        }
        for frames in
            cues.verbs.values_mut().chain(cues.nouns.values_mut()).chain(cues.predicates.values_mut())
        {
            frames.sort_by_key(|frame| std::cmp::Reverse(frame.weight()));
        }
        for phrases in cues.phrases.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Ok(cues)
    }

    /// Returns the entry with this index.
    pub fn entry(&self, index: u16) -> &CueEntry {
        &self.entries[index as usize]
    }
}
