//! The pattern language of `data/times`: words, `{classes}`, `{groups}`, `(a|b c)`, `?`, `<macros>`.
//! A pattern is expanded to plain runs, and the runs of a group share one trie.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Word;
use super::terms::{Class, Slot};

/// What a token, or a run of tokens, must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Symbol {
    /// A word, by its number.
    Word(u16),
    Class(Class),
    /// The longest match of a group, by its number.
    Group(u8),
}

/// One step of a run, and the slot it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub symbol: Symbol,
    pub slot: Slot,
}

#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Node {
    /// Next node by word, sorted.
    pub words: Vec<(u16, u32)>,
    pub classes: Vec<(Class, Slot, u32)>,
    pub groups: Vec<(u8, Slot, u32)>,
    /// Rules whose run ends here, in the order of the file.
    pub leaves: Vec<u16>,
}

/// All runs of a group; the first node is the root.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Trie {
    pub nodes: Vec<Node>,
}

impl Trie {
    /// Adds one run.
    pub fn insert(&mut self, run: &[Item], rule: u16) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for item in run {
            let fresh = self.nodes.len() as u32;
            let node = &mut self.nodes[at];
            let next = match item.symbol {
                Symbol::Word(word) => match node.words.binary_search_by_key(&word, |edge| edge.0) {
                    Ok(found) => node.words[found].1,
                    Err(place) => {
                        node.words.insert(place, (word, fresh));
                        fresh
                    }
                },
                Symbol::Class(class) => follow(&mut node.classes, class, item.slot, fresh),
                Symbol::Group(group) => follow(&mut node.groups, group, item.slot, fresh),
            };
            if next == fresh {
                self.nodes.push(Node::default());
            }
            at = next as usize;
        }
        let leaves = &mut self.nodes[at].leaves;
        if !leaves.contains(&rule) {
            leaves.push(rule);
        }
    }
}

fn follow<K: PartialEq + Copy>(edges: &mut Vec<(K, Slot, u32)>, key: K, slot: Slot, fresh: u32) -> u32 {
    if let Some(edge) = edges.iter().find(|edge| edge.0 == key && edge.1 == slot) {
        return edge.2;
    }
    edges.push((key, slot, fresh));
    fresh
}

/// A pattern as written.
enum Part {
    Word(String),
    Class(Class, Slot),
    Group(String, Slot),
    Choice(Vec<Vec<Part>>),
    Maybe(Box<Part>),
}

/// Keeps the words, groups and macros that patterns share.
pub struct Compiler {
    words: BTreeMap<String, Word>,
    macros: BTreeMap<String, String>,
    pub groups: Vec<String>,
}

/// Most runs that one pattern may stand for; more is a mistake in the data.
const MOST_RUNS: usize = 6000;

impl Compiler {
    pub fn new(macros: BTreeMap<String, String>) -> Self {
        Self { words: BTreeMap::new(), macros, groups: Vec::new() }
    }

    /// Returns the entry of a word, making it if need be.
    pub fn word(&mut self, form: &str) -> &mut Word {
        self.words.entry(form.to_owned()).or_insert_with(|| Word { form: form.to_owned(), ..Word::default() })
    }

    /// Notes the words of patterns.
    pub fn learn(&mut self, patterns: &[String]) -> Result<(), String> {
        for pattern in patterns {
            let parts = self.parse(pattern)?;
            self.learn_parts(&parts);
        }
        Ok(())
    }

    fn learn_parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Word(word) => {
                    self.word(word);
                }
                Part::Choice(choices) => choices.iter().for_each(|choice| self.learn_parts(choice)),
                Part::Maybe(part) => self.learn_parts(std::slice::from_ref(part)),
                Part::Class(..) | Part::Group(..) => {}
            }
        }
    }

    /// Gives out the words, sorted.
    pub fn finish(&mut self) -> Vec<Word> {
        self.words.values().cloned().collect()
    }

    /// Returns all runs that `pattern`, of the group with index `group`, stands for.
    pub fn expand(&self, pattern: &str, group: usize, words: &[Word]) -> Result<Vec<Vec<Item>>, String> {
        let runs = self.runs(&self.parse(pattern)?, group, words)?;
        if runs.iter().any(Vec::is_empty) {
            return Err(format!("`{pattern}` matches nothing at all"));
        }
        Ok(runs)
    }

    fn runs(&self, parts: &[Part], group: usize, words: &[Word]) -> Result<Vec<Vec<Item>>, String> {
        let mut runs = vec![Vec::new()];
        for part in parts {
            let ways: Vec<Vec<Item>> = match part {
                Part::Word(word) => {
                    let index = words
                        .binary_search_by(|other| other.form.as_str().cmp(word))
                        .map_err(|_| format!("`{word}` is not known"))?;
                    vec![vec![Item { symbol: Symbol::Word(index as u16), slot: Slot::Skip }]]
                }
                Part::Class(class, slot) => vec![vec![Item { symbol: Symbol::Class(*class), slot: *slot }]],
                Part::Group(name, slot) => {
                    let inner = self.groups.iter().position(|other| other == name);
                    let inner = inner.ok_or_else(|| format!("no class or group is called `{name}`"))?;
                    if inner >= group {
                        return Err(format!("`{name}` does not stand before its own group"));
                    }
                    vec![vec![Item { symbol: Symbol::Group(inner as u8), slot: *slot }]]
                }
                Part::Choice(choices) => {
                    let mut ways = Vec::new();
                    for choice in choices {
                        ways.extend(self.runs(choice, group, words)?);
                    }
                    ways
                }
                Part::Maybe(part) => {
                    let mut ways = self.runs(std::slice::from_ref(part), group, words)?;
                    ways.push(Vec::new());
                    ways
                }
            };
            if runs.len() * ways.len() > MOST_RUNS {
                return Err("stands for too many runs".to_owned());
            }
            runs = runs
                .iter()
                .flat_map(|run: &Vec<Item>| ways.iter().map(move |way| [run.as_slice(), way].concat()))
                .collect();
        }
        Ok(runs)
    }

    fn parse(&self, pattern: &str) -> Result<Vec<Part>, String> {
        let mut text = pattern.to_owned();
        for _ in 0..4 {
            for (name, body) in &self.macros {
                text = text.replace(&format!("<{name}>"), &format!("({body})"));
            }
        }
        let mut rest = text.as_str();
        let parts = self.sequence(&mut rest)?;
        if rest.is_empty() { Ok(parts) } else { Err(format!("`{rest}` in `{pattern}` is not understood")) }
    }

    fn sequence(&self, rest: &mut &str) -> Result<Vec<Part>, String> {
        let mut parts = Vec::new();
        loop {
            *rest = rest.trim_start();
            let Some(first) = rest.chars().next() else { break };
            let part = match first {
                ')' | '|' => break,
                '(' => {
                    let mut choices = Vec::new();
                    loop {
                        *rest = &rest[1..];
                        choices.push(self.sequence(rest)?);
                        match rest.chars().next() {
                            Some('|') => {}
                            Some(')') => break,
                            _ => return Err("a bracket is not closed".to_owned()),
                        }
                    }
                    *rest = &rest[1..];
                    Part::Choice(choices)
                }
                '{' => {
                    let end = rest.find('}').ok_or("a brace is not closed")?;
                    let (name, slot) = rest[1..end].split_once(':').unwrap_or((&rest[1..end], ""));
                    *rest = &rest[end + 1..];
                    let slot = match slot {
                        "" => None,
                        slot => Some(Slot::parse(slot).ok_or_else(|| format!("no slot is called `{slot}`"))?),
                    };
                    match Class::parse(name) {
                        Some(class) => Part::Class(class, slot.unwrap_or_else(|| class.slot())),
                        None => Part::Group(name.to_owned(), slot.unwrap_or(Slot::Inner)),
                    }
                }
                '<' => return Err(format!("a macro in `{rest}` is not known")),
                _ => {
                    let end = rest.find([' ', '(', ')', '|', '?', '{']).unwrap_or(rest.len());
                    let word = &rest[..end];
                    if word.is_empty() {
                        return Err(format!("`{rest}` is not understood"));
                    }
                    *rest = &rest[end..];
                    Part::Word(word.to_owned())
                }
            };
            if let Some(after) = rest.strip_prefix('?') {
                *rest = after;
                parts.push(Part::Maybe(Box::new(part)));
            } else {
                parts.push(part);
            }
        }
        Ok(parts)
    }
}
