//! Trained weights as they lie on disk, used in place: bytes in, scores out.
//! Knows no feature; those are made in `unit`, `tagger`, `parser` and `relation`.
//!
//! Layout, little-endian: `MAGIC`; the number of tag classes as one byte, then two bytes for each (universal and
//! Penn tag); the number of relations as one byte, then one byte for each; then five sections, each with its length
//! in four bytes: the words and the tables of tagger, transitions, attachments and lemmas.
//! A table is the number of its buckets, one offset per bucket and one more, and the entries: two bytes
//! of fingerprint, one with the number of classes, then class and weight for each.

use super::labels::{RELATIONS, UPOS, XPOS};
use super::{BadWeights, Upos};

/// Opens every file of weights; its last byte is the version of the features.
pub const MAGIC: &[u8; 8] = b"TRUCEGR\x01";

/// Most features that one decision looks at.
pub const MOST: usize = 112;

/// The hashes of the features of one decision.
#[derive(Debug, Clone)]
pub struct Features {
    hashes: [u64; MOST],
    count: usize,
    template: u64,
}

impl Default for Features {
    fn default() -> Self {
        Self { hashes: [0; MOST], count: 0, template: 0 }
    }
}

impl Features {
    /// Empties the list.
    pub fn clear(&mut self) {
        self.count = 0;
        self.template = 0;
    }

    /// Leaves out `templates` templates.
    pub fn skip(&mut self, templates: u64) {
        self.template += templates;
    }

    /// Returns the hashes.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes[..self.count]
    }

    /// Adds the feature of one value; its template is its place among those added or left out.
    pub fn one(&mut self, first: u32) {
        self.push(u64::from(first), 0);
    }

    /// Adds the feature of two values.
    pub fn two(&mut self, first: u32, second: u32) {
        self.push(u64::from(first) | u64::from(second) << 32, 0);
    }

    /// Adds the feature of three values.
    pub fn three(&mut self, first: u32, second: u32, third: u32) {
        self.push(u64::from(first) | u64::from(second) << 32, third);
    }

    fn push(&mut self, values: u64, third: u32) {
        if let Some(slot) = self.hashes.get_mut(self.count) {
            let salt = (self.template + 1) << 40 | u64::from(third);
            let mixed =
                (values ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
            let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
            *slot = mixed ^ (mixed >> 32);
            self.count += 1;
            self.template += 1;
        }
    }
}

/// Sparse weights by feature.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    buckets: u64,
    index: &'a [u8],
    entries: &'a [u8],
}

impl<'a> Table<'a> {
    fn new(section: &'a [u8]) -> Result<Self, BadWeights> {
        let (count, rest) = section.split_first_chunk().ok_or(BadWeights("a table is cut short"))?;
        let count = u32::from_le_bytes(*count) as usize;
        let (index, entries) =
            rest.split_at_checked((count + 1) * 4).ok_or(BadWeights("a table is cut short"))?;
        Ok(Self { buckets: count as u64, index, entries })
    }

    /// Returns the bucket of a feature among `buckets`, and its fingerprint.
    #[must_use]
    pub fn place(hash: u64, buckets: u64) -> (usize, u16) {
        ((((hash >> 32) * buckets) >> 32) as usize, hash as u16)
    }

    /// Returns the class and weight pairs of a feature.
    fn row(self, hash: u64) -> &'a [u8] {
        let (bucket, print) = Self::place(hash, self.buckets);
        let Some(bounds) = self.index.get(bucket * 4..bucket * 4 + 8) else { return &[] };
        let [a, b, c, d, e, f, g, h] = *bounds else { return &[] };
        let (start, end) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        let Some(mut rest) = self.entries.get(start as usize..end as usize) else { return &[] };
        while let Some((&[low, high, count], after)) = rest.split_first_chunk() {
            let length = usize::from(count) * 2;
            if u16::from_le_bytes([low, high]) == print {
                return after.get(..length).unwrap_or_default();
            }
            rest = after.get(length..).unwrap_or_default();
        }
        &[]
    }

    /// Adds the weights of all features to `scores`, by class.
    pub fn score(self, features: &Features, scores: &mut [i32]) {
        for &hash in features.hashes() {
            for pair in self.row(hash).chunks_exact(2) {
                if let Some(score) = scores.get_mut(usize::from(pair[0])) {
                    *score += value(pair[1] as i8);
                }
            }
        }
    }
}

/// Returns the weight that a byte stands for, in parts of [`ONE`].
fn value(code: i8) -> i32 {
    i32::from(code) * i32::from(code).abs()
}

/// Returns the byte that stands nearest to a weight: its root, so that small weights keep their differences and large
/// ones are not cut off.
#[must_use]
pub fn code(weight: f64) -> i8 {
    ((weight.abs() * f64::from(ONE)).sqrt().round().min(127.0) * weight.signum()) as i8
}

/// What a weight of 1 counts in scores.
pub const ONE: i32 = 64;

/// What is known of a word apart from the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Class of words used alike, 0 if none; close numbers are close in use.
    pub cluster: u16,
    /// Bits of the tags it can have, 0 if not known.
    pub tags: u16,
}

/// Everything training leaves behind.
#[derive(Debug, Clone)]
pub struct Weights<'a> {
    /// Tag classes.
    pub classes: Vec<(Upos, &'static str)>,
    /// Relations by class.
    pub relations: Vec<&'static str>,
    words: &'a [u8],
    /// Tags.
    pub tagger: Table<'a>,
    /// Transitions of the parser.
    pub transitions: Table<'a>,
    /// Relations of the arcs.
    pub attachments: Table<'a>,
    /// Irregular forms.
    pub lemmas: &'a [u8],
}

impl<'a> Weights<'a> {
    /// Finds the parts of `bytes`.
    ///
    /// # Errors
    ///
    /// If the bytes are of another version or cut short.
    pub fn new(bytes: &'a [u8]) -> Result<Self, BadWeights> {
        const SHORT: BadWeights = BadWeights("the file is cut short");
        let rest = bytes.strip_prefix(MAGIC).ok_or(BadWeights("the file is of another version"))?;
        let (&count, rest) = rest.split_first().ok_or(SHORT)?;
        let (pairs, rest) = rest.split_at_checked(usize::from(count) * 2).ok_or(SHORT)?;
        let (&count, rest) = rest.split_first().ok_or(SHORT)?;
        let (labels, mut rest) = rest.split_at_checked(usize::from(count)).ok_or(SHORT)?;
        let classes = pairs
            .chunks_exact(2)
            .map(|pair| Some((UPOS.get(usize::from(pair[0]))?.0, *XPOS.get(usize::from(pair[1]))?)))
            .collect::<Option<Vec<_>>>()
            .ok_or(BadWeights("a tag is not known"))?;
        let relations = labels
            .iter()
            .map(|&label| RELATIONS.get(usize::from(label)).copied())
            .collect::<Option<Vec<_>>>()
            .ok_or(BadWeights("a relation is not known"))?;
        if classes.is_empty() || relations.is_empty() {
            return Err(BadWeights("there are no classes"));
        }
        let mut section = || -> Result<&'a [u8], BadWeights> {
            let (length, after) = rest.split_first_chunk().ok_or(SHORT)?;
            let (section, after) =
                after.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(SHORT)?;
            rest = after;
            Ok(section)
        };
        Ok(Self {
            classes,
            relations,
            words: section()?,
            tagger: Table::new(section()?)?,
            transitions: Table::new(section()?)?,
            attachments: Table::new(section()?)?,
            lemmas: section()?,
        })
    }

    /// Returns what is known of the word with this hash.
    #[must_use]
    pub fn known(&self, hash: u32) -> Known {
        known(self.words, hash)
    }
}

/// Looks a word up in a table of eight-byte slots (hash, cluster, tags), whose number is a power of two.
#[must_use]
pub fn known(slots: &[u8], hash: u32) -> Known {
    let count = slots.len() / 8;
    let mut at = hash as usize;
    for _ in 0..count {
        at &= count - 1;
        let Some(&[a, b, c, d, e, f, g, h]) = slots.get(at * 8..at * 8 + 8) else { break };
        let found = u32::from_le_bytes([a, b, c, d]);
        let known = Known { cluster: u16::from_le_bytes([e, f]), tags: u16::from_le_bytes([g, h]) };
        if found == hash && known != Known::default() {
            return known;
        }
        if found == 0 {
            break;
        }
        at += 1;
    }
    Known::default()
}
