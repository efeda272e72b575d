//! Closed classes of words, for every stage: verbs that make a line a sentence, words of dates, words that no name
//! begins with. Knows words by themselves; what a word does in its sentence is `truce_read::grammar`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::sources::hash;
use super::times::{Class, Times};
use super::{LoadError, csv_file, files, toml_file};

/// A finite verb wherever it stands.
pub const FINITE: u16 = 1;
/// A form of "be".
pub const BE: u16 = 1 << 1;
/// Somebody is quoted.
pub const SAYS: u16 = 1 << 2;
/// The name of a month.
pub const MONTH: u16 = 1 << 3;
/// The name of a weekday.
pub const WEEKDAY: u16 = 1 << 4;
/// The name of a weekday in full.
pub const FULL_WEEKDAY: u16 = 1 << 5;
/// "today", "yesterday".
pub const TODAY: u16 = 1 << 6;
/// Stands in lines of dates and times.
pub const CLOCK: u16 = 1 << 7;
/// Stands beside an hour.
pub const HOUR: u16 = 1 << 8;
/// Is in no counted noun phrase.
pub const CLOSED: u16 = 1 << 9;
/// Begins sentences and no names.
pub const OPENER: u16 = 1 << 10;
/// Means several without an ending that shows it.
pub const SEVERAL: u16 = 1 << 11;

/// The classes that are lists in `data/words`.
const LISTED: &[(&str, u16)] = &[
    ("finite", FINITE),
    ("be", BE),
    ("says", SAYS),
    ("today", TODAY),
    ("clock", CLOCK),
    ("hour", HOUR),
    ("closed", CLOSED),
    ("opener", OPENER),
    ("several", SEVERAL),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    class: Vec<ClassEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassEntry {
    id: String,
    words: Vec<String>,
}

/// Words with the classes of each, as bits.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// By hash, then by letters.
    known: Vec<(u32, String, u16)>,
    /// Forms of verbs that spelling does not tell ("fled"), with the verb.
    irregular: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IrregularRow {
    form: String,
    verb: String,
}

impl Words {
    /// Takes the lists of `data/words`, and the names of months and weekdays from `times`.
    pub fn load(folder: &Path, times: &Times) -> Result<Self, LoadError> {
        let mut classes: BTreeMap<String, u16> = BTreeMap::new();
        for word in &times.words {
            for (class, _) in &word.meanings {
                let bits = match class {
                    Class::Month => MONTH,
                    Class::Weekday => WEEKDAY,
                    Class::PlainWeekday => FULL_WEEKDAY,
                    _ => continue,
                };
                *classes.entry(word.form.clone()).or_default() |= bits;
            }
        }
        let folder = folder.join("words");
        let mut irregular = BTreeMap::new();
        if folder.is_dir() {
            for path in files(&folder, "irregular", "csv")? {
                irregular
                    .extend(csv_file::<IrregularRow>(&path)?.into_iter().map(|row| (row.form, row.verb)));
            }
            for path in files(&folder, "", "toml")? {
                for entry in toml_file::<WordFile>(&path)?.class {
                    let Some((_, bits)) = LISTED.iter().find(|(id, _)| *id == entry.id) else {
                        let message = format!("no class of words is called `{}`", entry.id);
                        return Err(LoadError::Entry { path, message });
                    };
                    for word in entry.words {
                        *classes.entry(word).or_default() |= bits;
                    }
                }
            }
        }
        let mut known: Vec<(u32, String, u16)> =
            classes.into_iter().map(|(word, bits)| (hash(word.bytes()), word, bits)).collect();
        known.sort();
        Ok(Self { known, irregular })
    }

    /// Returns the classes of a lower-case word; 0 for most.
    #[must_use]
    pub fn of(&self, word: &str) -> u16 {
        self.hashed(word, hash(word.bytes()))
    }

    /// The same for a word whose hash is known.
    #[must_use]
    pub fn hashed(&self, word: &str, hash: u32) -> u16 {
        let from = self.known.partition_point(|(known, ..)| *known < hash);
        self.known[from..]
            .iter()
            .take_while(|(known, ..)| *known == hash)
            .find(|(_, known, _)| known == word)
            .map_or(0, |(.., bits)| *bits)
    }

    /// Returns the verb of which a lower-case word is a form that spelling does not tell.
    #[must_use]
    pub fn verb_of(&self, form: &str) -> Option<&str> {
        self.irregular.get(form).map(String::as_str)
    }

    /// Says whether a word is the name of a month or weekday.
    #[must_use]
    pub fn is_calendar(&self, word: &str) -> bool {
        self.of(word) & (MONTH | WEEKDAY) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_words() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let times = Times::load(&folder).expect("the times are sound");
        let words = Words::load(&folder, &times).expect("the words are sound");
        for (word, expected) in [
            ("said", FINITE | SAYS | CLOSED),
            ("may", FINITE | MONTH | CLOSED),
            ("june", MONTH),
            ("sat", WEEKDAY),
            ("sunday", WEEKDAY | FULL_WEEKDAY),
            ("yesterday", TODAY),
            ("gmt", CLOCK | HOUR),
            ("crew", SEVERAL),
            ("truce", 0),
            ("", 0),
        ] {
            assert_eq!(words.of(word), expected, "{word}");
        }
    }
}
