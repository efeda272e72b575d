//! Counts in, figures out: what every scorer hands back, and how it is shown.
//! Knows no gold set; each has a file of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Hits among what was expected and what was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Expected and read.
    pub hit: usize,
    /// Expected.
    pub gold: usize,
    /// Read.
    pub read: usize,
}

impl Tally {
    /// Adds the counts of another.
    pub fn add(&mut self, other: Self) {
        self.hit += other.hit;
        self.gold += other.gold;
        self.read += other.read;
    }

    /// Returns the share of what was read that was expected; 0 if nothing was read.
    pub fn precision(self) -> f64 {
        share(self.hit, self.read)
    }

    /// Returns the share of what was expected that was read; 0 if nothing was expected.
    pub fn recall(self) -> f64 {
        share(self.hit, self.gold)
    }

    /// Returns the harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
}

/// Returns `part / whole`, or 0 of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Returns the harmonic mean of a precision and a recall.
pub fn harmonic(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

type Row = BTreeMap<String, f64>;

/// What one gold set says about the reading; all figures are fractions from 0 to 1 (a correlation from -1).
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Figures of the whole set.
    pub values: Row,
    /// How many of each thing there were.
    pub counts: BTreeMap<String, usize>,
    /// Figures and counts of parts: group ("kinds"), member ("event"), name.
    pub groups: BTreeMap<String, BTreeMap<String, Row>>,
    /// What to know about the figures: why one is 0, what was left out.
    pub notes: Vec<String>,
    /// The first misses and extras, one a line.
    pub errors: Vec<String>,
    /// How many errors are kept.
    limit: usize,
}

impl Scores {
    /// Makes an empty sheet that keeps the first `errors` error lines.
    pub fn new(errors: usize) -> Self {
        Self { limit: errors, ..Self::default() }
    }

    /// Sets one figure.
    pub fn value(&mut self, name: &str, value: f64) {
        self.values.insert(name.to_owned(), value);
    }

    /// Sets `name` to the F1 of a tally, and `name_p` and `name_r` to its precision and recall.
    pub fn f1(&mut self, name: &str, tally: Tally) {
        set_f1(&mut self.values, name, tally);
    }

    /// Sets one count.
    pub fn count(&mut self, name: &str, count: usize) {
        self.counts.insert(name.to_owned(), count);
    }

    /// Sets one figure or count of a part.
    pub fn part(&mut self, group: &str, member: &str, name: &str, value: f64) {
        self.row(group, member).insert(name.to_owned(), value);
    }

    /// Sets F1, precision and recall of a part.
    pub fn part_f1(&mut self, group: &str, member: &str, name: &str, tally: Tally) {
        set_f1(self.row(group, member), name, tally);
    }

    fn row(&mut self, group: &str, member: &str) -> &mut Row {
        self.groups.entry(group.to_owned()).or_default().entry(member.to_owned()).or_default()
    }

    /// Adds something to know about the figures.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Keeps an error line, if fewer than the wanted number are kept.
    pub fn error(&mut self, line: impl FnOnce() -> String) {
        if self.errors.len() < self.limit {
            self.errors.push(line());
        }
    }

    /// Returns everything but the error lines as one object.
    pub fn json(&self) -> Value {
        let mut object = Map::new();
        for (name, value) in &self.values {
            object.insert(name.clone(), json!(value));
        }
        for (name, count) in &self.counts {
            object.insert(name.clone(), json!(count));
        }
        for (group, members) in &self.groups {
            object.insert(group.clone(), json!(members));
        }
        if !self.notes.is_empty() {
            object.insert("notes".to_owned(), json!(self.notes));
        }
        Value::Object(object)
    }

    /// Returns the figures as a table for a terminal: the whole set, then its parts.
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.values {
            if !is_half(name, &self.values) {
                let _ = writeln!(out, "{name:<16} {}", figure(name, &self.values, *value));
            }
        }
        for (name, count) in &self.counts {
            let _ = writeln!(out, "{name:<16} {count}");
        }
        for (group, members) in &self.groups {
            let _ = writeln!(out, "{group}:");
            for (member, row) in members {
                let _ = write!(out, "  {member:<20}");
                for (name, value) in row {
                    if !is_half(name, row) {
                        let _ = write!(out, "  {name} {}", figure(name, row, *value));
                    }
                }
                out.push('\n');
            }
        }
        for note in &self.notes {
            let _ = writeln!(out, "note: {note}");
        }
        out
    }

    /// Returns every figure as a row of the accepted scores: metric, value.
    pub fn rows(&self) -> Vec<(String, f64)> {
        let mut rows: Vec<_> = self.values.iter().map(|(name, value)| (name.clone(), *value)).collect();
        for (group, members) in &self.groups {
            for (member, row) in members {
                rows.extend(row.iter().map(|(name, value)| (format!("{group}.{member}.{name}"), *value)));
            }
        }
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        rows
    }
}

fn set_f1(row: &mut Row, name: &str, tally: Tally) {
    row.insert(name.to_owned(), tally.f1());
    row.insert(format!("{name}_p"), tally.precision());
    row.insert(format!("{name}_r"), tally.recall());
}

/// Says whether a figure is the precision or recall shown beside its F1.
fn is_half(name: &str, row: &Row) -> bool {
    name.strip_suffix("_p").or_else(|| name.strip_suffix("_r")).is_some_and(|whole| row.contains_key(whole))
}

fn figure(name: &str, row: &Row, value: f64) -> String {
    match (row.get(&format!("{name}_p")), row.get(&format!("{name}_r"))) {
        (Some(precision), Some(recall)) => format!("{value:.3} ({precision:.3}/{recall:.3})"),
        _ if matches!(name, "gold" | "read" | "pairs") => format!("{value}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_of_nothing_is_zero() {
        assert_eq!(Tally::default().f1(), 0.0);
        assert_eq!(Tally { hit: 0, gold: 3, read: 0 }.precision(), 0.0);
    }

    #[test]
    fn f1_is_the_harmonic_mean() {
        let tally = Tally { hit: 2, gold: 4, read: 3 };
        assert!((tally.f1() - 4.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn rows_are_sorted_and_hold_the_parts() {
        let mut scores = Scores::new(1);
        scores.f1("right", Tally { hit: 1, gold: 2, read: 2 });
        scores.part("kinds", "event", "found", 0.25);
        scores.error(|| "one".to_owned());
        scores.error(|| "two".to_owned());
        let names: Vec<_> = scores.rows().into_iter().map(|row| row.0).collect();
        assert_eq!(names, ["kinds.event.found", "right", "right_p", "right_r"]);
        assert_eq!(scores.errors, ["one"]);
        assert_eq!(scores.json()["kinds"]["event"]["found"], 0.25);
    }
}
