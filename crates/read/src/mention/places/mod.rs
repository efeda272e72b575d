//! Words and runs of names in, places out: where the report speaks of, and which place of that name is meant.
//! Whether a place acts (a state) or something happened there is decided by whoever draws statements.
//!
//! `find` runs before parsing; `resolve` compares all places of the report with each other.

mod find;
mod known;
mod line;
mod offset;
mod resolve;
mod shape;

pub use find::find;
pub use offset::far;
pub use resolve::{PlaceReading, countries, resolve};
use truce_lexicon::load::places::PlaceKind;

use crate::grammar::{Grammar, Merge, TokenId, Upos};
use crate::span::Bytes;

/// How the matter told stands to the place named.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Relation {
    /// At the place itself.
    #[default]
    At,
    /// Near it: "near", "outside", "on the outskirts of".
    Near,
    /// In a direction from it, without a distance: degrees clockwise from north.
    Side(f64),
    /// At a distance: kilometres, and degrees clockwise from north if told.
    Offset {
        /// Least distance.
        least_km: f64,
        /// Greatest distance.
        most_km: f64,
        /// Direction.
        bearing: Option<f64>,
    },
    /// Between two places, or on the line that joins them.
    Between,
}

/// A place named in the report.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceMention {
    /// First token of the name.
    pub start: TokenId,
    /// One past its last token.
    pub end: TokenId,
    /// First token of the whole phrase: "[northern] Aleppo", "[the town of] Arbin".
    pub from: TokenId,
    /// One past the last token of the whole phrase: "Idlib [province]".
    pub until: TokenId,
    /// Where the name stands.
    pub span: Bytes,
    /// The name as written, with its direction and, where that has a capital, its noun: "Idlib Governorate".
    pub name: String,
    /// The name with its noun: "Zharkhat gorge".
    pub full: String,
    /// The name without noun and direction: "Idlib".
    pub core: String,
    /// What its noun says that it is ("province").
    pub noun: Option<PlaceKind>,
    /// How the matter told stands to it.
    pub relation: Relation,
    /// Named by an adjective or a people ("Turkish"), or only lending its name ("the Minsk agreements"): nothing
    /// happened there.
    pub associated: bool,
    /// The gazetteer has the name.
    pub known: bool,
    /// Index of the mention that holds it: "Bergen, [Norway]", "[Peru]'s Cusco".
    pub within: Option<usize>,
    /// How sure it is that this is a place: from 0, with 1 for sure.
    pub score: f32,
    /// The rule that found it.
    pub rule: &'static str,
}

/// Returns the names of several words as runs that the parser should take as one word.
#[must_use]
pub fn merges(mentions: &[PlaceMention]) -> Vec<Merge> {
    mentions
        .iter()
        .filter(|mention| !mention.associated && mention.end - mention.start > 1)
        .map(|mention| Merge { start: mention.start, end: mention.end, upos: Upos::Propn })
        .collect()
}

/// Returns the words of the tokens `start..end` as written, in one line.
pub(crate) fn words(grammar: &Grammar, start: TokenId, end: TokenId) -> String {
    let mut text = String::new();
    for token in grammar.tokens.get(start as usize..end as usize).unwrap_or_default() {
        if token.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&token.form);
    }
    text
}

#[cfg(test)]
mod tests;
