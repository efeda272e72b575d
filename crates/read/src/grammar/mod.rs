//! Blocks in, sentences of tagged and parsed tokens out.
//! Knows words, not the world; names and times are handed in as spans to be merged.

use crate::span::Bytes;

/// Index of a token in [`Grammar::tokens`].
pub type TokenId = u32;

/// Universal part of speech.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Upos {
    Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb,
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

/// The report's words.
#[derive(Debug, Clone, Default)]
pub struct Grammar {
    /// All tokens in order of the text.
    pub tokens: Vec<Token>,
    /// All sentences in order of the text.
    pub sentences: Vec<Sentence>,
}
