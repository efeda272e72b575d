//! Words in, tags out, from left to right.
//! Knows no syntax; every tag is chosen once.

use super::unit::Unit;
use super::weights::{Features, Weights};

/// What stands before and after a sentence.
const EDGE: Unit = Unit {
    word: 7,
    prefixes: [7; 3],
    suffixes: [7; 5],
    shape: 7,
    known: super::weights::Known { cluster: 0, tags: 0 },
    tag: 255,
    upos: 255,
};

/// Fills in the features of the word at `at`; tags to its left are chosen already.
pub fn features(units: &[Unit], at: usize, out: &mut Features) {
    let unit =
        |offset: isize| at.checked_add_signed(offset).and_then(|index| units.get(index)).unwrap_or(&EDGE);
    let here = unit(0);
    let (before, before2, after, after2) = (unit(-1), unit(-2), unit(1), unit(2));
    let tag = u32::from(before.tag);
    let tag2 = u32::from(before2.tag);
    let cluster = |unit: &Unit| u32::from(unit.known.cluster);
    let tags = |unit: &Unit| u32::from(unit.known.tags);
    out.clear();
    out.one(0);
    out.one(here.word);
    out.two(here.word, here.shape);
    out.two(here.word, tag);
    out.three(here.word, tag, tag2);
    out.two(here.word, before.word);
    out.two(here.word, after.word);
    out.one(here.shape);
    out.two(here.shape, here.suffixes[2]);
    out.two(here.shape, tag);
    for prefix in here.prefixes {
        out.one(prefix);
    }
    for suffix in here.suffixes {
        out.one(suffix);
    }
    out.two(here.suffixes[1], tag);
    out.two(here.suffixes[2], tag);
    out.one(tag);
    out.two(tag, tag2);
    out.one(before.word);
    out.one(before2.word);
    out.one(after.word);
    out.one(after2.word);
    out.two(before.word, after.word);
    out.one(before.suffixes[2]);
    out.one(after.suffixes[2]);
    out.one(after2.suffixes[2]);
    out.two(after.shape, here.shape);
    out.two(tag, after.word);
    out.one(tags(here));
    out.two(tags(here), tag);
    out.three(tags(here), tag, tag2);
    out.three(tags(here), tag, tags(after));
    out.two(tags(here), here.suffixes[2]);
    out.two(tags(here), after.word);
    out.two(tags(here), before.word);
    out.one(tags(after));
    out.two(tags(after), tags(after2));
    out.two(here.word, tags(after));
    out.three(here.word, tags(after), tags(after2));
    out.three(here.word, tag, tags(after));
    out.three(tags(here), before.word, tags(after));
    out.three(before.shape, here.shape, after.shape);
    out.three(here.shape, tags(here), tag);
    out.two(here.shape, tags(here));
    out.two(here.shape, cluster(here) >> 2);
    out.two(here.shape, cluster(here) >> 5);
    out.two(here.shape, after.word);
    out.one(cluster(here));
    out.one(cluster(here) >> 4);
    out.two(cluster(here), tag);
    out.one(cluster(before));
    out.one(cluster(after));
    out.one(cluster(after2));
    out.two(cluster(before), cluster(after));
    out.two(cluster(here), cluster(after));
    out.two(cluster(here) >> 4, tag);
    out.one(cluster(here) >> 2);
    out.one(cluster(here) >> 6);
    out.two(here.word, cluster(after) >> 3);
    out.two(here.word, cluster(before) >> 3);
}

/// Tags every word that has no tag given in `given`.
pub fn tag(weights: &Weights<'_>, units: &mut [Unit], given: &[Option<u8>]) {
    let mut features_here = Features::default();
    let mut scores = vec![0i32; weights.classes.len()];
    for at in 0..units.len() {
        let class = given.get(at).copied().flatten().unwrap_or_else(|| {
            features(units, at, &mut features_here);
            scores.fill(0);
            weights.tagger.score(&features_here, &mut scores);
            best(&scores)
        });
        units[at].tag = class;
        units[at].upos = weights.classes.get(usize::from(class)).map_or(255, |class| class.0 as u8);
    }
}

/// Returns the class of the highest score, the first of equals.
#[must_use]
pub fn best(scores: &[i32]) -> u8 {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best as u8
}
