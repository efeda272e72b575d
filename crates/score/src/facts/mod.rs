//! Readings and answer sheets in, how many facts were found and right out.
//! The rules are those of the facts form's own scorer, with which this one agrees.

mod dates;
mod names;
mod slots;

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};
use truce_lexicon::Lexicon;

use crate::reading::Desk;
use crate::scores::{Scores, Tally, share};
use names::{name_counts, overlap};
use slots::{
    FactKind, KINDS, clean, filled, is_names, key_right, naming, pair, size, slot, slot_right, text,
};

/// Counts of one kind of fact.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    found: Tally,
    right: Tally,
    slots: Tally,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.found.add(other.found);
        self.right.add(other.right);
        self.slots.add(other.slots);
    }

    fn f1s(self) -> [(&'static str, Tally); 3] {
        [("found", self.found), ("right", self.right), ("slots", self.slots)]
    }
}

/// Scores the answer sheets of a folder against the readings of `readings`, or else reads the reports.
pub fn run(gold: &Path, readings: Option<&Path>, errors: usize) -> anyhow::Result<Scores> {
    let lexicon = readings.is_none().then(Lexicon::embedded);
    let desk = lexicon.as_ref().map(Desk::new);
    let mut scores = Scores::new(errors);
    let mut counts = [Count::default(); KINDS.len()];
    let (mut dates, mut reports) = (0, 0);
    for path in sheets(gold)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let sheet: Value = load(&path)?;
        let reading = match (&desk, readings) {
            (Some(desk), _) => {
                let report = path.with_extension("txt");
                let bytes = std::fs::read(&report).with_context(|| report.display().to_string())?;
                desk.facts(&bytes)
            }
            (None, Some(folder)) if folder.join(&name).exists() => load(&folder.join(&name))?,
            _ => {
                scores.note(format!("no reading for {name}"));
                json!({})
            }
        };
        let day = |sheet: &Value| text(slot(sheet, "document"), "date").chars().take(10).collect::<String>();
        reports += 1;
        dates += usize::from(day(&sheet) == day(&reading));
        let read: Vec<Value> = facts_of(&reading).iter().map(clean).collect();
        for (kind, count) in KINDS.iter().zip(&mut counts) {
            count.add(compare(kind, facts_of(&sheet), &read, &name, &mut scores));
        }
    }
    let mut all = Count::default();
    for (kind, count) in KINDS.iter().zip(counts) {
        for (name, tally) in count.f1s() {
            scores.part_f1("kinds", kind.name, name, tally);
        }
        scores.part("kinds", kind.name, "gold", count.found.gold as f64);
        scores.part("kinds", kind.name, "read", count.found.read as f64);
        all.add(count);
    }
    for (name, tally) in all.f1s() {
        scores.f1(name, tally);
    }
    scores.value("dates", share(dates, reports));
    scores.count("gold", all.found.gold);
    scores.count("read", all.found.read);
    scores.count("reports", reports);
    if all.found.read == 0 {
        scores.note("no reading holds a fact");
    }
    Ok(scores)
}

fn sheets(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn load(path: &Path) -> anyhow::Result<Value> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&bytes).with_context(|| path.display().to_string())
}

fn facts_of(sheet: &Value) -> &[Value] {
    sheet.get("facts").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Counts the facts of one kind in one report.
fn compare(kind: &FactKind, gold: &[Value], read: &[Value], name: &str, scores: &mut Scores) -> Count {
    let of_kind = |facts: &'_ Value, kind: &str| text(facts, "kind") == kind;
    let talks: Vec<&str> =
        gold.iter().filter(|fact| of_kind(fact, "talks")).map(|fact| text(fact, "quote")).collect();
    // A meeting is `talks`; a CONSULT beside it is neither asked for nor punished.
    let meeting = |fact: &&Value| {
        kind.name == "event"
            && text(fact, "type") == "CONSULT"
            && talks.iter().any(|quote| overlap(text(fact, "quote"), quote) >= 0.3)
    };
    let wanted: Vec<&Value> =
        gold.iter().filter(|fact| of_kind(fact, kind.name)).filter(|f| !meeting(f)).collect();
    let got: Vec<&Value> =
        read.iter().filter(|fact| of_kind(fact, kind.name)).filter(|f| !meeting(f)).collect();
    let pairs = pair(&wanted, &got, kind);
    let mut count = Count::default();
    let tally = Tally { hit: 0, gold: wanted.len(), read: got.len() };
    (count.found, count.right) = (tally, tally);
    count.found.hit = pairs.len();
    let (mut paired_gold, mut paired_read) = (vec![false; wanted.len()], vec![false; got.len()]);
    for &(i, j) in &pairs {
        (paired_gold[i], paired_read[j]) = (true, true);
        let (one, other) = (wanted[i], got[j]);
        let wrong: Vec<_> =
            kind.keys.iter().copied().filter(|key| !key_right(kind.name, key, one, other)).collect();
        count.right.hit += usize::from(wrong.is_empty());
        if !wrong.is_empty() {
            scores.error(|| {
                let slots: Vec<_> = wrong
                    .iter()
                    .map(|key| format!("{key}: want {} got {}", slot(one, key), slot(other, key)))
                    .collect();
                format!("~ {name} {} {}: {}", kind.name, shown(one, 70), slots.join("; "))
            });
        }
        for key in kind.slots {
            let (one, other) = (slot(one, key), slot(other, key));
            if is_names(key) {
                let (hit, gold, read) = name_counts(one, other, naming(key));
                count.slots.add(Tally { hit, gold, read });
            } else {
                let hit = filled(one) && filled(other) && slot_right(key, one, other);
                let (gold, read) = (usize::from(filled(one)), usize::from(filled(other)));
                count.slots.add(Tally { hit: usize::from(hit), gold, read });
            }
        }
    }
    let all = |fact: &Value| kind.slots.iter().map(|key| size(key, slot(fact, key))).sum::<usize>();
    for (fact, _) in wanted.iter().zip(&paired_gold).filter(|(_, paired)| !**paired) {
        count.slots.gold += all(fact);
        scores.error(|| format!("- {name} {} missed {}", kind.name, shown(fact, 90)));
    }
    for (fact, _) in got.iter().zip(&paired_read).filter(|(_, paired)| !**paired) {
        count.slots.read += all(fact);
        scores.error(|| format!("+ {name} {} extra {}", kind.name, shown(fact, 90)));
    }
    count
}

fn shown(fact: &Value, most: usize) -> String {
    format!("{:?}", text(fact, "quote").chars().take(most).collect::<String>())
}

#[cfg(test)]
mod tests;
