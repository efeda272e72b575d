//! Words and patterns of time expressions, compiled to one trie per group of rules.
//! Resolves no expression to a day; that is `truce_read::mention::times`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{LoadError, files, toml_file};

mod pattern;
mod terms;

pub use pattern::{Item, Node, Symbol, Trie};
pub use terms::{Class, Edge, Era, Kind, Meridiem, Modifier, Origin, Part, Season, Slot, Unit, Vague};

/// Everything known about time expressions.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Times {
    /// Every word that a pattern or a word list names, in lower case, sorted.
    pub words: Vec<Word>,
    /// One trie per group, in the order of the file; a group uses only groups before it.
    pub groups: Vec<Group>,
    pub rules: Vec<Rule>,
    pub holidays: BTreeMap<String, Holiday>,
    /// Holidays in the order of their number.
    pub holiday_names: Vec<String>,
    /// Words before an expression that make it the start or end of something, longest first.
    pub bounds: Vec<(Vec<String>, Bound)>,
    pub examples: Vec<Example>,
    /// Groups that can start with a token of a class.
    pub class_starts: Vec<u32>,
}

/// A word and what it can be.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Word {
    pub form: String,
    pub meanings: Vec<(Class, i32)>,
    /// Only with a capital initial ("May", "Sat").
    pub capital: bool,
    /// Groups that can start with it.
    pub starts: u32,
}

#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    /// Whether its matches are mentions by themselves.
    pub stands: bool,
    pub trie: Trie,
}

/// What a rule makes of its match.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub kind: Option<Kind>,
    pub set: Vec<(Slot, i32)>,
    pub after: Condition,
    pub not_after: Condition,
    pub before: Condition,
    pub not_before: Condition,
}

/// A test of the token beside a match.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Condition {
    /// Whether anything is asked.
    pub any: bool,
    /// Indices into [`Times::words`], sorted.
    pub words: Vec<u16>,
    /// Classes as bits.
    pub classes: u64,
    /// The edge of a sentence.
    pub edge: bool,
    /// A word in lower case that ends in "s": most often a plural ("2000 troops").
    pub plural: bool,
    /// A word with a capital initial.
    pub capital: bool,
    /// A word with a small initial.
    pub lower: bool,
    /// A token that follows without white space.
    pub glued: bool,
}

/// What stands before an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    Since,
    From,
    Until,
    By,
    Before,
    After,
    Within,
    For,
    During,
}

/// How the day of a holiday is found.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    #[serde(default)]
    pub month: Option<i8>,
    #[serde(default)]
    pub day: Option<i8>,
    /// Days after Easter Sunday of the western churches.
    #[serde(default)]
    pub easter: Option<i16>,
    /// Days after Easter Sunday of the eastern churches.
    #[serde(default)]
    pub orthodox_easter: Option<i16>,
    /// Month and day of the civil Islamic calendar; sighting moves it by a day either way.
    #[serde(default)]
    pub islamic: Option<(u8, u8)>,
    /// Weekday (1 is Monday), which one of the month (-1 is the last).
    #[serde(default)]
    pub nth: Option<(i8, i8)>,
    /// Earliest and latest month and day, where no formula is kept.
    #[serde(default)]
    pub within: Option<((i8, i8), (i8, i8))>,
    /// How many days it lasts.
    #[serde(default)]
    pub days: Option<i16>,
}

/// A text that a rule must, or must not, match.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Example {
    pub rule: u16,
    pub text: String,
    pub published: String,
    /// What it means: EDTF, a TIMEX2 value, or "none"; `None` if the rule must not match.
    pub gives: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimesFile {
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    capital: Vec<String>,
    #[serde(default)]
    macros: BTreeMap<String, String>,
    #[serde(default)]
    bounds: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    holiday: BTreeMap<String, Holiday>,
    #[serde(default)]
    group: Vec<GroupEntry>,
    #[serde(default)]
    rule: Vec<RuleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    name: String,
    #[serde(default)]
    stands: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleEntry {
    id: String,
    group: String,
    when: Vec<String>,
    #[serde(default)]
    gives: String,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    not_after: Vec<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    not_before: Vec<String>,
    #[serde(default)]
    examples: Vec<ExampleEntry>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleEntry {
    text: String,
    #[serde(default)]
    published: String,
    gives: String,
}

impl Times {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let mut times = Self::default();
        let folder = folder.join("times");
        if !folder.is_dir() {
            return Ok(times);
        }
        for path in files(&folder, "", "toml")? {
            let file = toml_file::<TimesFile>(&path)?;
            times.add(file).map_err(|message| LoadError::Entry { path: path.clone(), message })?;
        }
        times.mark_starts();
        Ok(times)
    }

    /// Returns the index of `form` in [`Times::words`].
    #[must_use]
    pub fn word(&self, form: &str) -> Option<u16> {
        self.words.binary_search_by(|word| word.form.as_str().cmp(form)).ok().map(|index| index as u16)
    }

    fn add(&mut self, file: TimesFile) -> Result<(), String> {
        let mut compiler = pattern::Compiler::new(file.macros);
        for (class, entries) in &file.words {
            let class = Class::parse(class).ok_or_else(|| format!("no word class is called `{class}`"))?;
            for (value, forms) in entries {
                let value = terms::value(class.slot(), value)
                    .ok_or_else(|| format!("`{value}` is no value of `{class:?}`"))?;
                for form in forms.split_whitespace() {
                    compiler.word(form).meanings.push((class, value));
                }
            }
        }
        for form in &file.capital {
            compiler.word(form).capital = true;
        }
        self.holiday_names = file.holiday.keys().cloned().collect();
        self.holidays = file.holiday;
        for (name, phrases) in &file.bounds {
            let bound = bound(name).ok_or_else(|| format!("no bound is called `{name}`"))?;
            for phrase in phrases {
                self.bounds.push((phrase.split_whitespace().map(str::to_owned).collect(), bound));
            }
        }
        self.bounds.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        for group in file.group {
            compiler.groups.push(group.name.clone());
            self.groups.push(Group { name: group.name, stands: group.stands, trie: Trie::default() });
        }
        // Words must be known, and so numbered, before the first trie is built.
        for entry in &file.rule {
            compiler.learn(&entry.when).map_err(|message| format!("rule `{}`: {message}", entry.id))?;
            for test in [&entry.after, &entry.not_after, &entry.before, &entry.not_before] {
                for word in test.iter().filter(|word| !word.starts_with(['{', '^', '*'])) {
                    compiler.word(word);
                }
            }
        }
        self.words = compiler.finish();
        for entry in file.rule {
            self.rule(&compiler, entry)?;
        }
        Ok(())
    }

    fn rule(&mut self, compiler: &pattern::Compiler, entry: RuleEntry) -> Result<(), String> {
        let id = &entry.id;
        let bad = |message: String| format!("rule `{id}`: {message}");
        let group = compiler
            .groups
            .iter()
            .position(|name| *name == entry.group)
            .ok_or_else(|| bad(format!("no group is called `{}`", entry.group)))?;
        let index = self.rules.len() as u16;
        let mut rule = Rule { id: id.clone(), ..Rule::default() };
        for word in entry.gives.split_whitespace() {
            if let Some((slot, value)) = word.split_once('=') {
                let slot = Slot::parse(slot).ok_or_else(|| bad(format!("no slot is called `{slot}`")))?;
                let value = if slot == Slot::Holiday {
                    self.holiday_names.iter().position(|name| name == value).map(|at| at as i32)
                } else {
                    terms::value(slot, value)
                };
                rule.set.push((slot, value.ok_or_else(|| bad(format!("`{word}` has no such value")))?));
            } else {
                rule.kind =
                    Some(Kind::parse(word).ok_or_else(|| bad(format!("no kind is called `{word}`")))?);
            }
        }
        rule.after = self.condition(&entry.after).map_err(bad)?;
        rule.not_after = self.condition(&entry.not_after).map_err(bad)?;
        rule.before = self.condition(&entry.before).map_err(bad)?;
        rule.not_before = self.condition(&entry.not_before).map_err(bad)?;
        for when in &entry.when {
            let runs = compiler.expand(when, group, &self.words).map_err(bad)?;
            for run in runs {
                self.groups[group].trie.insert(&run, index);
            }
        }
        if entry.examples.is_empty() {
            return Err(bad("has no examples".to_owned()));
        }
        for example in entry.examples {
            let gives = Some(example.gives);
            self.examples.push(Example {
                rule: index,
                text: example.text,
                published: example.published,
                gives,
            });
        }
        for text in entry.not {
            self.examples.push(Example { rule: index, text, published: String::new(), gives: None });
        }
        self.rules.push(rule);
        Ok(())
    }

    fn condition(&self, words: &[String]) -> Result<Condition, String> {
        let mut condition = Condition { any: !words.is_empty(), ..Condition::default() };
        for word in words {
            match word.as_str() {
                "^" => condition.edge = true,
                "*plural" => condition.plural = true,
                "*capital" => condition.capital = true,
                "*lower" => condition.lower = true,
                "*glued" => condition.glued = true,
                unknown if unknown.starts_with('*') => return Err(format!("`{unknown}` is not understood")),
                class if class.starts_with('{') => {
                    let name = class.trim_matches(['{', '}']);
                    let class = Class::parse(name).ok_or_else(|| format!("no class is called `{name}`"))?;
                    condition.classes |= class.bit();
                }
                word => condition.words.extend(self.word(word)),
            }
        }
        condition.words.sort_unstable();
        Ok(condition)
    }

    /// Notes for every word and class which groups can start with it.
    fn mark_starts(&mut self) {
        self.class_starts = vec![0; 64];
        for group in 0..self.groups.len() {
            let bit = 1u32 << group;
            let Some(root) = self.groups[group].trie.nodes.first() else { continue };
            let root = root.clone();
            for &(word, _) in &root.words {
                self.words[word as usize].starts |= bit;
            }
            for &(class, _, _) in &root.classes {
                self.class_starts[class as usize] |= bit;
            }
            for &(inner, _, _) in &root.groups {
                let inner = 1u32 << inner;
                for starts in
                    self.words.iter_mut().map(|word| &mut word.starts).chain(self.class_starts.iter_mut())
                {
                    if *starts & inner != 0 {
                        *starts |= bit;
                    }
                }
            }
        }
    }
}

fn bound(name: &str) -> Option<Bound> {
    Some(match name {
        "since" => Bound::Since,
        "from" => Bound::From,
        "until" => Bound::Until,
        "by" => Bound::By,
        "before" => Bound::Before,
        "after" => Bound::After,
        "within" => Bound::Within,
        "for" => Bound::For,
        "during" => Bound::During,
        _ => return None,
    })
}
