//! An averaged perceptron over hashed features, with sparse rows.
//! Fixed order and whole numbers: the same inputs give the same weights on every machine.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use truce_read::grammar::weights::{Features, Table, code};

/// Passes on hashes that are mixed already.
#[derive(Default)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, value: u64) {
        self.0 = value.rotate_left(20);
    }
}

struct Cell {
    class: u8,
    weight: i32,
    since: u32,
    total: i64,
}

#[derive(Default)]
struct Row {
    cells: Vec<Cell>,
    updates: u32,
}

/// Weights in training.
#[derive(Default)]
pub struct Perceptron {
    rows: HashMap<u64, Row, BuildHasherDefault<Mixed>>,
    now: u32,
}

impl Perceptron {
    /// Adds the present weights of all features to `scores`.
    pub fn score(&self, features: &Features, scores: &mut [i32]) {
        for hash in features.hashes() {
            for cell in self.rows.get(hash).into_iter().flat_map(|row| &row.cells) {
                scores[usize::from(cell.class)] += cell.weight;
            }
        }
    }

    /// Counts one decision, for the average.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Moves the weights of all features toward `right` and away from `wrong`.
    pub fn update(&mut self, features: &Features, right: u8, wrong: u8) {
        for hash in features.hashes() {
            let row = self.rows.entry(*hash).or_default();
            row.updates += 1;
            let row = &mut row.cells;
            for (class, change) in [(right, 1), (wrong, -1)] {
                let cell = if let Some(at) = row.iter().position(|cell| cell.class == class) {
                    &mut row[at]
                } else {
                    row.push(Cell { class, weight: 0, since: self.now, total: 0 });
                    row.last_mut().expect("a cell was just added")
                };
                cell.total += i64::from(cell.weight) * i64::from(self.now - cell.since);
                cell.since = self.now;
                cell.weight += change;
            }
        }
    }

    /// Returns the perceptron with its averaged weights, in parts of 64.
    pub fn averaged(mut self) -> Self {
        let now = i64::from(self.now.max(1));
        for cell in self.rows.values_mut().flat_map(|row| &mut row.cells) {
            let total = cell.total + i64::from(cell.weight) * (now - i64::from(cell.since));
            cell.weight = (total * 64 / now) as i32;
        }
        self
    }

    /// Writes the averaged weights as a table, without those under `least` and features that fewer than `updates`
    /// mistakes have touched.
    pub fn pack(&self, least: f64, updates: u32) -> Vec<u8> {
        let now = i64::from(self.now.max(1));
        let mut rows: Vec<(u64, Vec<(u8, f64)>)> = Vec::new();
        let mut count = 0;
        for (hash, row) in &self.rows {
            if row.updates < updates {
                continue;
            }
            let mut cells: Vec<(u8, f64)> = row
                .cells
                .iter()
                .map(|cell| {
                    let total = cell.total + i64::from(cell.weight) * (now - i64::from(cell.since));
                    (cell.class, total as f64 / now as f64)
                })
                .filter(|(_, weight)| weight.abs() >= least)
                .collect();
            cells.sort_by_key(|cell| cell.0);
            count += cells.len();
            if !cells.is_empty() {
                rows.push((*hash, cells));
            }
        }
        let buckets = (rows.len() as u64 / 3).max(1);
        rows.sort_by_key(|row| (Table::place(row.0, buckets), row.0));
        let mut index = Vec::new();
        let mut entries: Vec<u8> = Vec::new();
        let mut bucket = 0;
        let (mut kept, mut last) = (0, None);
        for (hash, cells) in &rows {
            let place = Table::place(*hash, buckets);
            while bucket <= place.0 {
                index.extend((entries.len() as u32).to_le_bytes());
                bucket += 1;
            }
            let cells: Vec<(u8, i8)> = cells
                .iter()
                .map(|(class, weight)| (*class, code(*weight)))
                .filter(|cell| cell.1 != 0)
                .collect();
            // Two features of one fingerprint in one bucket: the first in order of hashes stays.
            if cells.is_empty() || last == Some(place) {
                continue;
            }
            last = Some(place);
            kept += 1;
            entries.extend(place.1.to_le_bytes());
            entries.push(cells.len() as u8);
            for (class, weight) in cells {
                entries.push(class);
                entries.push(weight as u8);
            }
        }
        while bucket <= buckets as usize {
            index.extend((entries.len() as u32).to_le_bytes());
            bucket += 1;
        }
        let mut packed = (buckets as u32).to_le_bytes().to_vec();
        packed.extend(index);
        packed.extend(entries);
        eprintln!(
            "  {} features in training, {kept} kept, {count} weights, {:.2} MB",
            self.rows.len(),
            packed.len() as f64 / 1e6
        );
        packed
    }
}

/// A small generator of numbers (xorshift64*), so that no library can change the order of training.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// Returns a number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Says yes in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
