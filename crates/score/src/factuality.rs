//! Scores how far predicates are said to be so against UDS factuality over a treebank.
//! Uses the treebank's words only to find each predicate in its sentence.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;
use truce_lexicon::Lexicon;

use crate::reading::Desk;
use crate::scores::{Scores, Tally};

/// A sentence of the treebank: its text, and the byte at which each word begins, by its number.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sentence {
    text: String,
    starts: BTreeMap<u32, u32>,
}

/// Scores the values in the folder `path` (`factuality.zip`, `ud_ids.json`) whose sentences are in `conllu`.
pub fn run(path: &Path, conllu: Option<&PathBuf>, errors: usize) -> anyhow::Result<Scores> {
    let lexicon = Lexicon::embedded();
    let desk = Desk::new(&lexicon);
    let mut scores = Scores::new(errors);
    let beside = path.join("../ud/en_ewt-ud-dev.conllu");
    let conllu = conllu.unwrap_or(&beside);
    let text = std::fs::read_to_string(conllu).with_context(|| conllu.display().to_string())?;
    let sentences = sentences(&text);
    let values = unzipped(&path.join("factuality.zip"))?;
    let ids: BTreeMap<String, Value> = serde_json::from_slice(&std::fs::read(path.join("ud_ids.json"))?)?;
    let (mut pairs, mut unread) = (Vec::new(), 0);
    let data: BTreeMap<String, Value> = values
        .get("data")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(id, row)| (id.clone(), row.clone()))
        .collect();
    for (id, row) in &data {
        let Some(sentence) = ids
            .get(id)
            .and_then(|row| row["sentence_id"].as_str())
            .and_then(|sentence| sentences.get(sentence))
        else {
            continue;
        };
        let read = desk.sentence(&sentence.text);
        for (word, want) in predicates(row) {
            let got = sentence.starts.get(&word).and_then(|&at| read.factuality(at));
            unread += usize::from(got.is_none());
            let got = got.unwrap_or(0.0);
            pairs.push((want, got));
            if (want > 0.0) != (got > 0.0) {
                scores.error(|| {
                    let at = sentence.starts.get(&word).map_or(0, |&at| at as usize);
                    let (before, after) = sentence.text.split_at_checked(at).unwrap_or(("", &sentence.text));
                    format!("want {want:.2} got {got:.2}: {before}>>{after}")
                });
            }
        }
    }
    scores.value("pearson", pearson(&pairs));
    scores.value("polarity", polarity(&pairs));
    scores.count("predicates", pairs.len());
    scores.count("unread", unread);
    if pairs.is_empty() {
        scores.note("no predicate belongs to a sentence of the treebank");
    }
    Ok(scores)
}

/// Reads the first file of an archive as JSON.
fn unzipped(path: &Path) -> anyhow::Result<Value> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let text =
        first_file(&bytes).with_context(|| format!("{}: no file packed by deflate", path.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

/// Unpacks the first file of a zip archive, packed by deflate.
///
/// Source: PKWARE's APPNOTE 4.3.7, the local file header: 30 bytes, then the name and an extra field.
fn first_file(bytes: &[u8]) -> Option<Vec<u8>> {
    let word = |at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    if !bytes.starts_with(b"PK\x03\x04") || word(8)? != 8 {
        return None;
    }
    let packed = bytes.get(30 + word(26)? + word(28)?..)?;
    let mut text = Vec::new();
    flate2::read::DeflateDecoder::new(packed).read_to_end(&mut text).ok()?;
    Some(text)
}

/// Returns the number of each predicate's word, and its value.
fn predicates(row: &Value) -> Vec<(u32, f64)> {
    let mut all: Vec<(u32, f64)> = row
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| {
            let word = name.rsplit('-').next()?.parse().ok()?;
            Some((word, value["factuality"]["factual"]["value"].as_f64()?))
        })
        .collect();
    all.sort_by_key(|one| one.0);
    all
}

/// Reads the sentences of a treebank by their ids.
fn sentences(conllu: &str) -> BTreeMap<String, Sentence> {
    let mut all = BTreeMap::new();
    let mut id = String::new();
    let mut sentence = Sentence::default();
    let mut at = 0;
    for line in conllu.lines().chain([""]) {
        if let Some(value) = line.strip_prefix("# sent_id = ") {
            value.trim().clone_into(&mut id);
        } else if let Some(value) = line.strip_prefix("# text = ") {
            value.clone_into(&mut sentence.text);
            at = 0;
        } else if line.is_empty() {
            if !id.is_empty() {
                all.insert(std::mem::take(&mut id), std::mem::take(&mut sentence));
            }
        } else {
            let mut columns = line.split('\t');
            let (Some(Ok(number)), Some(form)) = (columns.next().map(str::parse::<u32>), columns.next())
            else {
                continue;
            };
            if let Some(found) = sentence.text.get(at..).and_then(|rest| rest.find(form)) {
                sentence.starts.insert(number, (at + found) as u32);
                at += found + form.len();
            }
        }
    }
    all
}

fn pearson(pairs: &[(f64, f64)]) -> f64 {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
    for pair in pairs {
        both += (pair.0 - x) * (pair.1 - y);
        one += (pair.0 - x).powi(2);
        other += (pair.1 - y).powi(2);
    }
    if one > 0.0 && other > 0.0 { both / (one * other).sqrt() } else { 0.0 }
}

/// Returns the mean of the F1 of "is so" and of "is not so".
fn polarity(pairs: &[(f64, f64)]) -> f64 {
    let f1 = |so: bool| {
        let count = |fits: &dyn Fn(bool, bool) -> bool| {
            pairs.iter().filter(|pair| fits((pair.0 > 0.0) == so, (pair.1 > 0.0) == so)).count()
        };
        Tally { hit: count(&|a, b| a && b), gold: count(&|a, _| a), read: count(&|_, b| b) }.f1()
    };
    f1(true).midpoint(f1(false))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn correlation_has_its_sign() {
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} {other}");
        near(pearson(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]), 1.0);
        near(pearson(&[(1.0, -2.0), (2.0, -4.0)]), -1.0);
        near(pearson(&[(1.0, 1.0), (2.0, 1.0)]), 0.0);
        near(pearson(&[]), 0.0);
    }

    #[test]
    fn polarity_is_the_mean_of_both_sides() {
        // Positive: precision 1/2, recall 1; negative: precision 1, recall 1/2.
        let pairs = [(1.0, 1.0), (-1.0, 0.5), (-2.0, -0.1)];
        assert!((polarity(&pairs) - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn words_are_found_in_the_text() {
        let conllu =
            "# sent_id = a-1\n# text = Don't go.\n1-2\tDon't\t_\n1\tDo\t_\n2\tn't\t_\n3\tgo\t_\n4\t.\t_\n\n";
        let all = sentences(conllu);
        assert_eq!(all["a-1"].starts, BTreeMap::from([(1, 0), (2, 2), (3, 6), (4, 8)]));
    }

    #[test]
    fn the_first_file_of_an_archive_is_unpacked() {
        // "hi", stored in a deflate block without packing.
        let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0".to_vec();
        bytes.resize(26, 0);
        bytes.extend([1, 0, 0, 0, b'x', 1, 2, 0, 0xFD, 0xFF, b'h', b'i']);
        assert_eq!(first_file(&bytes).as_deref(), Some(b"hi".as_slice()));
        assert_eq!(first_file(&bytes[..20]), None);
        assert_eq!(first_file(b"{}"), None);
    }

    #[test]
    fn predicates_are_named_by_their_word() {
        let row = json!({"x-1-semantics-pred-6": {"factuality": {"factual": {"value": -1.5}}}, "x-1-semantics-arg-2": {}});
        assert_eq!(predicates(&row), [(6, -1.5)]);
    }
}
