//! Scores mentions against re3d: documents and entities with their types, nested ones included.
//! Relations are not scored.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;
use truce_lexicon::Lexicon;

use crate::reading::{Desk, Mention, Read, Sort};
use crate::scores::{Scores, Tally};

/// A run of characters with its type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entity {
    begin: u32,
    end: u32,
    sort: String,
}

#[derive(Debug, Deserialize)]
struct Report {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    document_id: String,
    begin: u32,
    end: u32,
    #[serde(rename = "type")]
    sort: String,
    #[serde(default = "sure")]
    confidence: f64,
}

fn sure() -> f64 {
    1.0
}

/// Scores a folder that holds one folder for each source.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let lexicon = Lexicon::embedded();
    let desk = Desk::new(&lexicon);
    let mut scores = Scores::new(errors);
    let mut counts = Counts::default();
    for folder in folders(path)? {
        let reports: Vec<Report> = lines(&folder.join("documents.jsonl"))?;
        let mut gold: BTreeMap<String, Vec<(Entity, f64)>> = BTreeMap::new();
        for row in lines::<Row>(&folder.join("entities.jsonl"))? {
            let entity = Entity { begin: row.begin, end: row.end, sort: row.sort };
            gold.entry(row.document_id).or_default().push((entity, row.confidence));
        }
        for report in reports {
            let read = desk.report(&report.text);
            let found = entities(&read);
            let rows = gold.remove(&report.id).unwrap_or_default();
            let all: BTreeSet<Entity> = rows.iter().map(|row| row.0.clone()).collect();
            let doubtful: BTreeSet<Entity> =
                rows.into_iter().filter(|row| row.1 < 0.5).map(|row| row.0).collect();
            counts.add(&all, &doubtful, &found);
            tell(&report, &all, &found, &mut scores);
        }
    }
    counts.write(&mut scores);
    Ok(scores)
}

/// Returns the sub-folders that hold documents, in order of their names.
fn folders(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| path.display().to_string())? {
        let folder = entry?.path();
        if folder.join("documents.jsonl").exists() {
            folders.push(folder);
        }
    }
    folders.sort();
    Ok(folders)
}

/// Reads a file of JSON lines.
pub fn lines<T: serde::de::DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), at + 1))
        })
        .collect()
}

/// Says what re3d calls a mention. Governments and classes of people are its organisations.
fn sort_of(mention: &Mention) -> &'static str {
    match mention.sort {
        Sort::Person => "Person",
        Sort::Place => "Location",
        Sort::State | Sort::Organisation | Sort::Named => "Organisation",
        Sort::People => "Nationality",
        Sort::Weapon => "Weapon",
        Sort::Time => "Temporal",
    }
}

fn entities(read: &Read<'_>) -> BTreeSet<Entity> {
    let entity = |mention: &Mention| {
        let span = read.span(mention.span);
        Entity { begin: span.start, end: span.end, sort: sort_of(mention).to_owned() }
    };
    read.mentions().iter().map(entity).collect()
}

#[derive(Debug, Default)]
struct Counts {
    exact: Tally,
    sure: Tally,
    overlap: Tally,
    types: BTreeMap<String, (Tally, Tally)>,
    reports: usize,
}

impl Counts {
    fn add(&mut self, gold: &BTreeSet<Entity>, doubtful: &BTreeSet<Entity>, read: &BTreeSet<Entity>) {
        self.reports += 1;
        self.exact.add(exact(gold, read));
        // Doubtful entities are neither asked for nor punished.
        let wanted: BTreeSet<Entity> = gold.difference(doubtful).cloned().collect();
        let given: BTreeSet<Entity> = read.difference(doubtful).cloned().collect();
        self.sure.add(exact(&wanted, &given));
        let sorts: BTreeSet<&str> = gold.iter().chain(read).map(|entity| entity.sort.as_str()).collect();
        for sort in sorts {
            let of = |all: &BTreeSet<Entity>| all.iter().filter(|one| one.sort == sort).cloned().collect();
            let (gold, read): (BTreeSet<Entity>, BTreeSet<Entity>) = (of(gold), of(read));
            let lapping = overlapping(&gold, &read);
            self.overlap.add(lapping);
            let row = self.types.entry(sort.to_owned()).or_default();
            row.0.add(exact(&gold, &read));
            row.1.add(lapping);
        }
    }

    fn write(&self, scores: &mut Scores) {
        scores.f1("exact", self.exact);
        scores.f1("exact_sure", self.sure);
        scores.f1("overlap_typed", self.overlap);
        for (sort, (exact, overlap)) in &self.types {
            scores.part_f1("types", sort, "exact", *exact);
            scores.part_f1("types", sort, "overlap", *overlap);
            scores.part("types", sort, "gold", exact.gold as f64);
            scores.part("types", sort, "read", exact.read as f64);
        }
        scores.count("gold", self.exact.gold);
        scores.count("read", self.exact.read);
        scores.count("reports", self.reports);
        if self.exact.read == 0 {
            scores.note("no mention was read");
        }
    }
}

fn exact(gold: &BTreeSet<Entity>, read: &BTreeSet<Entity>) -> Tally {
    Tally { hit: gold.intersection(read).count(), gold: gold.len(), read: read.len() }
}

/// Pairs entities of one type that overlap, one to one, those with the most characters in common first.
fn overlapping(gold: &BTreeSet<Entity>, read: &BTreeSet<Entity>) -> Tally {
    let mut pairs = Vec::new();
    for (i, one) in gold.iter().enumerate() {
        for (j, other) in read.iter().enumerate() {
            let shared = one.end.min(other.end).saturating_sub(one.begin.max(other.begin));
            if shared > 0 {
                pairs.push((std::cmp::Reverse(shared), one.end - one.begin + other.end - other.begin, i, j));
            }
        }
    }
    pairs.sort_unstable();
    let (mut used_gold, mut used_read) = (vec![false; gold.len()], vec![false; read.len()]);
    let mut hit = 0;
    for (_, _, i, j) in pairs {
        if !used_gold[i] && !used_read[j] {
            (used_gold[i], used_read[j]) = (true, true);
            hit += 1;
        }
    }
    Tally { hit, gold: gold.len(), read: read.len() }
}

fn tell(report: &Report, gold: &BTreeSet<Entity>, read: &BTreeSet<Entity>, scores: &mut Scores) {
    let words = |begin: u32, end: u32| {
        report
            .text
            .chars()
            .skip(begin as usize)
            .take((end.saturating_sub(begin)) as usize)
            .collect::<String>()
    };
    let line = |sign: &str, one: &Entity| {
        let before = words(one.begin.saturating_sub(30), one.begin);
        let after = words(one.end, one.end + 30);
        let line = format!("{sign} {} {before}[{}]{after}", one.sort, words(one.begin, one.end));
        line.replace('\n', " ")
    };
    for entity in gold.difference(read) {
        scores.error(|| line("-", entity));
    }
    for entity in read.difference(gold) {
        scores.error(|| line("+", entity));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(rows: &[(u32, u32, &str)]) -> BTreeSet<Entity> {
        rows.iter().map(|&(begin, end, sort)| Entity { begin, end, sort: sort.to_owned() }).collect()
    }

    #[test]
    fn exact_needs_both_ends_and_the_type() {
        let gold = set(&[(0, 4, "Person"), (0, 9, "Organisation"), (20, 24, "Location")]);
        let read = set(&[(0, 4, "Organisation"), (0, 9, "Organisation"), (20, 25, "Location")]);
        let mut counts = Counts::default();
        counts.add(&gold, &BTreeSet::new(), &read);
        assert_eq!(counts.exact, Tally { hit: 1, gold: 3, read: 3 });
        assert_eq!(counts.overlap, Tally { hit: 2, gold: 3, read: 3 });
        assert_eq!(counts.types["Person"].0, Tally { hit: 0, gold: 1, read: 0 });
    }

    #[test]
    fn doubtful_entities_are_left_out() {
        let gold = set(&[(0, 4, "Person"), (6, 9, "Person")]);
        let doubtful = set(&[(6, 9, "Person")]);
        let mut counts = Counts::default();
        counts.add(&gold, &doubtful, &set(&[(0, 4, "Person"), (6, 9, "Person")]));
        assert_eq!(counts.sure, Tally { hit: 1, gold: 1, read: 1 });
    }

    #[test]
    fn one_wide_mention_takes_one_narrow_one() {
        let gold = set(&[(0, 4, "Person"), (5, 9, "Person")]);
        assert_eq!(overlapping(&gold, &set(&[(0, 9, "Person")])), Tally { hit: 1, gold: 2, read: 1 });
        assert_eq!(overlapping(&gold, &set(&[(4, 5, "Person")])), Tally { hit: 0, gold: 2, read: 1 });
    }
}
