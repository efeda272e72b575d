//! Blocks in, sentences of tagged and parsed tokens out.
//! Knows words, not the world; names and times are handed in as spans to be merged.

mod engine;
pub mod labels;
pub mod lemma;
pub mod parser;
mod regraft;
pub mod relation;
mod repair;
mod split;
pub mod tagger;
mod tokenise;
mod tree;
pub mod treebank;
pub mod unit;
mod view;
pub mod weights;
mod words;

use crate::span::Bytes;

pub use engine::{BadWeights, Engine, is_worded};
pub use split::LONGEST as LONGEST_SENTENCE;
pub use tokenise::tokenise;
pub(crate) use words::{SMALL_NUMBERS, TENS};

/// Index of a token in [`Grammar::tokens`].
pub type TokenId = u32;

/// Universal part of speech.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

/// A word with its place in the text and in the sentence.
#[derive(Debug, Clone, Default)]
pub struct Token {
    /// Where it stands.
    pub span: Bytes,
    /// The word as normalised: hyphens at line ends joined, quotation marks and dashes made plain.
    pub form: String,
    /// `form` in lower case.
    pub lower: String,
    /// Dictionary form, lower case.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag ("VBD").
    pub xpos: &'static str,
    /// The token it depends on; itself for the root of a sentence.
    pub head: TokenId,
    /// Universal dependency relation ("nsubj:pass").
    pub deprel: &'static str,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// A run of tokens `start..end`, inside one block.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sentence {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// Index of the block in the document.
    pub block: u32,
}

impl Sentence {
    /// Returns the tokens of the sentence as a range of indices.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A run of tokens `start..end` to be parsed as one word of the class `upos`: a name, a time, a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// What the run is in the sentence.
    pub upos: Upos,
}

/// The report's words.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    /// All tokens in order of the text.
    pub tokens: Vec<Token>,
    /// All sentences in order of the text.
    pub sentences: Vec<Sentence>,
    /// The trees seen from above, made by [`Grammar::link`].
    links: tree::Links,
}

#[cfg(test)]
mod tests;
