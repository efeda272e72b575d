//! Names of places, packed into one run of bytes that is read where it lies.
//! Which of several places of one name a report means is decided by `truce_read::mention::places`.
//!
//! The bytes are: a header of ten little-endian words; records of 32 bytes; a pool of names; postings of four
//! bytes; an `fst::Map` from folded names to postings. Light foldings stand in the map as they are, strong ones
//! behind the byte 1.

use std::borrow::Cow;
use std::path::Path;

use fst::raw::{Fst, Output};

use super::LoadError;

pub mod fold;
mod pack;
mod tables;
pub mod words;

pub use tables::PlaceKind;

pub(crate) const MAGIC: u32 = u32::from_le_bytes(*b"TPL1");
pub(crate) const HEADER: usize = 32;
pub(crate) const RECORD: usize = 32;
/// Strong foldings shorter than this tell nothing and are not indexed.
pub(crate) const LEAST_STRONG: usize = 4;
pub(crate) const STRONG: u8 = 1;

/// All names of places.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
}

/// One place that a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'g> {
    /// Number of the record; changes with the data.
    pub index: u32,
    /// The id of `GeoNames`, or above 2^31 for the project's own entries; stable.
    pub id: u32,
    pub name: &'g str,
    /// ISO 3166 alpha-2; several joined by `|` never occur: a place across borders has `""`.
    pub country: &'g str,
    /// Record of the first-level division it lies in.
    pub first: Option<u32>,
    pub lat: f64,
    pub lon: f64,
    /// Zero where unknown.
    pub population: u32,
    pub kind: PlaceKind,
    /// Radius of a circle of its size; zero where unknown.
    pub radius_km: f32,
    /// Whether the name asked for is one of its names but for accents and punctuation.
    pub exact: bool,
    /// Whether the name asked for is its main name.
    pub main: bool,
}

/// How many words a name of the gazetteer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Words of the longest name met exactly, but for accents and punctuation.
    pub exact: usize,
    /// Words of the longest name met by its strong folding.
    pub strong: usize,
}

#[derive(Clone, Copy)]
enum Part {
    Records,
    Names,
    Postings,
    Index,
}

impl Gazetteer {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        Ok(Self { bytes: Cow::Owned(pack::pack(&tables::read(&folder.join("places"))?)?) })
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_owned()
    }

    /// Uses bytes made by [`Gazetteer::into_bytes`]; bytes of another form make an empty gazetteer.
    pub fn from_static(bytes: &'static [u8]) -> Self {
        Self { bytes: Cow::Borrowed(bytes) }
    }

    /// Returns the number of places.
    pub fn len(&self) -> usize {
        self.part(Part::Records).len() / RECORD
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns every place that `name` may stand for: exact names before folded ones, main names before aliases,
    /// larger places before smaller ones.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = Place<'_>> {
        let index = self.index();
        let exact = self.postings(find(index.as_ref(), fold::light(name).as_bytes()));
        let mut key = vec![STRONG];
        key.extend_from_slice(fold::strong(name).as_bytes());
        let (mut plain, mut strong) = (Postings::default(), Postings::default());
        if key.len() > LEAST_STRONG {
            plain = self.postings(find(index.as_ref(), &key[1..]));
            strong = self.postings(find(index.as_ref(), &key));
        }
        let has = |list: &Postings<'_>, posting: u32| list.clone().any(|other| other >> 1 == posting >> 1);
        let met = exact.clone();
        let plain = plain.filter(move |&posting| !has(&met, posting));
        let (met, other) = (exact.clone(), plain.clone().collect::<Vec<u32>>());
        let strong = strong.filter(move |&posting| {
            !has(&met, posting) && !other.iter().any(|other| other >> 1 == posting >> 1)
        });
        let exact = exact.filter_map(|posting| self.posted(posting, true));
        exact.chain(plain.chain(strong).filter_map(|posting| self.posted(posting, false)))
    }

    /// Returns how many of `words`, from the first on, the longest name takes.
    pub fn longest_match(&self, words: &[&str]) -> Option<usize> {
        let reach = self.reach(words);
        Some(reach.exact.max(reach.strong)).filter(|&count| count > 0)
    }

    /// Returns how many of `words`, from the first on, the longest names take.
    pub fn reach(&self, words: &[&str]) -> Reach {
        let mut reach = Reach::default();
        let Some(index) = self.index() else { return reach };
        let mut light = Some(Walk::new(&index));
        let mut plain = Some(Walk::new(&index));
        let mut strong = plain;
        step(&index, &mut strong, char::from(STRONG));
        let mut folded = String::new();
        let mut length = 0;
        let mut begun = false;
        let mut gap;
        let mut given;
        for (at, word) in words.iter().enumerate() {
            gap = at > 0 && !fold::joins(word) && !words[at - 1].ends_with(['\'', '’']);
            given = false;
            fold::light_word(word, |c| {
                if c == ' ' {
                    gap = true;
                } else {
                    if gap && begun {
                        step(&index, &mut light, ' ');
                    }
                    (gap, begun, given) = (false, true, true);
                    step(&index, &mut light, c);
                }
            });
            folded.clear();
            fold::strong_word(word, &mut folded);
            for c in folded.chars() {
                step(&index, &mut plain, c);
                step(&index, &mut strong, c);
            }
            length += folded.len();
            if given && ends(&index, light) {
                reach.exact = at + 1;
            }
            if !folded.is_empty() && length >= LEAST_STRONG && (ends(&index, strong) || ends(&index, plain)) {
                reach.strong = at + 1;
            }
            if light.is_none() && strong.is_none() && plain.is_none() {
                break;
            }
        }
        reach
    }

    /// Returns the place of this record.
    pub fn place(&self, index: u32) -> Option<Place<'_>> {
        let at = index as usize * RECORD;
        let record = self.part(Part::Records).get(at..at + RECORD)?;
        let word = |at: usize| word(record, at).unwrap_or_default();
        let name = word(16) as usize;
        let name = self.part(Part::Names).get(name..name + usize::from(record[26]))?;
        Some(Place {
            index,
            id: word(0),
            name: std::str::from_utf8(name).ok()?,
            country: std::str::from_utf8(&record[24..26])
                .ok()
                .filter(|code| *code != "  ")
                .unwrap_or_default(),
            first: Some(word(20)).filter(|&first| first != u32::MAX),
            lat: f64::from(word(4) as i32) / 1e5,
            lon: f64::from(word(8) as i32) / 1e5,
            population: word(12),
            kind: PlaceKind::from_byte(record[27]),
            radius_km: f32::from(u16::from_le_bytes([record[28], record[29]])) / 10.0,
            exact: true,
            main: true,
        })
    }

    fn posted(&self, posting: u32, exact: bool) -> Option<Place<'_>> {
        self.place(posting >> 1).map(|place| Place { exact, main: posting & 1 == 0, ..place })
    }

    fn part(&self, part: Part) -> &[u8] {
        let bytes = &self.bytes;
        if word(bytes, 0) != Some(MAGIC) {
            return &[];
        }
        let at = 4 + 4 * part as usize;
        let from = word(bytes, at).unwrap_or_default() as usize;
        let until = word(bytes, at + 4).unwrap_or_default() as usize;
        bytes.get(from..until).unwrap_or_default()
    }

    fn index(&self) -> Option<Fst<&[u8]>> {
        Fst::new(self.part(Part::Index)).ok()
    }

    fn postings(&self, value: Option<u64>) -> Postings<'_> {
        match value {
            None => Postings::default(),
            Some(value) if value & 1 == 0 => Postings { one: Some((value >> 1) as u32), rest: &[] },
            Some(value) => {
                let (from, count) = ((value >> 17) as usize, (value >> 1 & 0xFFFF) as usize);
                let rest = self.part(Part::Postings).get(from * 4..(from + count) * 4).unwrap_or_default();
                Postings { one: None, rest }
            }
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn find(index: Option<&Fst<&[u8]>>, key: &[u8]) -> Option<u64> {
    index?.get(key).map(Output::value)
}

/// Places behind one name: record number, and in the lowest bit whether the name is an alias.
#[derive(Debug, Clone, Default)]
struct Postings<'g> {
    one: Option<u32>,
    rest: &'g [u8],
}

impl Iterator for Postings<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if let Some(one) = self.one.take() {
            return Some(one);
        }
        let posting = word(self.rest, 0)?;
        self.rest = &self.rest[4..];
        Some(posting)
    }
}

/// A position in the index.
#[derive(Clone, Copy)]
struct Walk {
    node: fst::raw::CompiledAddr,
}

impl Walk {
    fn new(index: &Fst<&[u8]>) -> Self {
        Self { node: index.root().addr() }
    }
}

fn ends(index: &Fst<&[u8]>, walk: Option<Walk>) -> bool {
    walk.is_some_and(|walk| index.node(walk.node).is_final())
}

fn step(index: &Fst<&[u8]>, walk: &mut Option<Walk>, c: char) {
    let mut buffer = [0; 4];
    for &byte in c.encode_utf8(&mut buffer).as_bytes() {
        let Some(at) = walk else { return };
        let node = index.node(at.node);
        *walk = node.find_input(byte).map(|input| Walk { node: node.transition_addr(input) });
    }
}

#[cfg(test)]
mod tests;
