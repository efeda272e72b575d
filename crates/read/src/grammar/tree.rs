//! The trees of a grammar seen from above: children, yields, ancestors.
//! Decides nothing about words.

use truce_lexicon::load::words::Words;

use super::{Grammar, Sentence, TokenId, Upos};
use crate::span::Bytes;

/// Children and yields of every token.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Where the children of each token start in `children`; one more at the end.
    starts: Vec<u32>,
    children: Vec<TokenId>,
    /// First and last token of the yield of each token.
    yields: Vec<(TokenId, TokenId)>,
}

impl Grammar {
    /// Gives forms of verbs that spelling does not tell ("retook") their verb.
    pub fn know_verbs(&mut self, words: &Words) {
        for token in &mut self.tokens {
            if token.upos == Upos::Verb
                && matches!(token.xpos, "VBD" | "VBN" | "VBG" | "VBP")
                && let Some(verb) = words.verb_of(&token.lower)
            {
                verb.clone_into(&mut token.lemma);
            }
        }
    }

    /// Returns the index of the sentence that holds `token`.
    #[must_use]
    pub fn sentence_index(&self, token: TokenId) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= token)
    }

    /// Returns the sentence that holds `token`.
    #[must_use]
    pub fn sentence_of(&self, token: TokenId) -> Sentence {
        self.sentences.get(self.sentence_index(token)).copied().unwrap_or_default()
    }

    /// Returns the tokens that depend on `token`, in order of the text.
    #[must_use]
    pub fn children(&self, token: TokenId) -> &[TokenId] {
        let token = token as usize;
        match (self.links.starts.get(token), self.links.starts.get(token + 1)) {
            (Some(&start), Some(&end)) => &self.links.children[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Returns the first and the last token of everything under `token`, itself included.
    #[must_use]
    pub fn subtree(&self, token: TokenId) -> (TokenId, TokenId) {
        self.links.yields.get(token as usize).copied().unwrap_or((token, token))
    }

    /// Returns the bytes of everything under `token`, without punctuation at its edges.
    #[must_use]
    pub fn subtree_span(&self, token: TokenId) -> Bytes {
        let (first, last) = self.subtree(token);
        self.trimmed(first, last + 1)
    }

    /// Returns the bytes of the tokens `start..end`, without punctuation at the edges
    /// (brackets and quotation marks stay where their partner is inside).
    #[must_use]
    pub fn trimmed(&self, start: TokenId, end: TokenId) -> Bytes {
        let Some(run) = self.tokens.get(start as usize..end as usize) else { return Bytes::default() };
        let marks = |form: &str| form.chars().all(|ch| !ch.is_alphanumeric() && !"%$€£#@".contains(ch));
        let partner = |form: &str| match form {
            ")" => "(",
            "]" => "[",
            "(" => ")",
            "[" => "]",
            "\"" => "\"",
            "'" => "'",
            _ => "",
        };
        let (mut from, mut to) = (0, run.len());
        while from + 1 < to && marks(&run[from].form) {
            let other = partner(&run[from].form);
            if !other.is_empty() && run[from + 1..to].iter().any(|token| token.form == other) {
                break;
            }
            from += 1;
        }
        while to > from + 1 && marks(&run[to - 1].form) {
            let other = partner(&run[to - 1].form);
            if !other.is_empty() && run[from..to - 1].iter().any(|token| token.form == other) {
                break;
            }
            to -= 1;
        }
        match run.get(from..to) {
            Some([first, .., last]) => Bytes { start: first.span.start, end: last.span.end },
            Some([only]) => only.span,
            _ => Bytes::default(),
        }
    }

    /// Returns the bytes of the tokens `start..end`.
    #[must_use]
    pub fn span(&self, start: TokenId, end: TokenId) -> Bytes {
        match self.tokens.get(start as usize..end as usize) {
            Some([first, .., last]) => Bytes { start: first.span.start, end: last.span.end },
            Some([only]) => only.span,
            _ => Bytes::default(),
        }
    }

    /// Returns the forms of the tokens `start..end`, with single spaces where the text has white space.
    #[must_use]
    pub fn text(&self, start: TokenId, end: TokenId) -> String {
        let mut text = String::new();
        for token in self.tokens.get(start as usize..end as usize).unwrap_or_default() {
            if token.spaced && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&token.form);
        }
        text
    }

    /// Returns the tokens that lie wholly inside `run`, as a range of indices.
    #[must_use]
    pub fn tokens_in(&self, run: Bytes) -> std::ops::Range<TokenId> {
        let start = self.tokens.partition_point(|token| token.span.start < run.start);
        let end = self.tokens.partition_point(|token| token.span.end <= run.end);
        start as u32..end.max(start) as u32
    }

    /// Says whether `above` is a head of `below`, at any distance; never of itself.
    #[must_use]
    pub fn is_ancestor(&self, above: TokenId, below: TokenId) -> bool {
        let mut token = below;
        for _ in 0..self.tokens.len() {
            match self.tokens.get(token as usize) {
                Some(found) if found.head != token => token = found.head,
                _ => return false,
            }
            if token == above {
                return true;
            }
        }
        false
    }

    /// Says whether `token` is the root of its sentence.
    #[must_use]
    pub fn is_root(&self, token: TokenId) -> bool {
        self.tokens.get(token as usize).is_some_and(|found| found.head == token)
    }

    /// Returns the root of `sentence`.
    #[must_use]
    pub fn root(&self, sentence: Sentence) -> TokenId {
        (sentence.start..sentence.end).find(|&token| self.is_root(token)).unwrap_or(sentence.start)
    }

    /// Hangs every word of a sentence on its first, so that trees hold before any parse.
    pub(crate) fn root_all(&mut self) {
        for sentence in &self.sentences {
            for token in &mut self.tokens[sentence.range()] {
                token.head = sentence.start;
                token.deprel = "dep";
            }
            if let Some(token) = self.tokens.get_mut(sentence.start as usize) {
                token.deprel = "root";
            }
        }
        self.link();
    }

    /// Rebuilds what is derived from the heads; to be called after heads were changed by hand.
    pub fn link(&mut self) {
        let count = self.tokens.len();
        let mut starts = vec![0u32; count + 1];
        for (index, token) in self.tokens.iter().enumerate() {
            if token.head as usize != index && (token.head as usize) < count {
                starts[token.head as usize + 1] += 1;
            }
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut next = starts.clone();
        let mut children = vec![0; starts[count] as usize];
        for (index, token) in self.tokens.iter().enumerate() {
            if token.head as usize != index && (token.head as usize) < count {
                children[next[token.head as usize] as usize] = index as u32;
                next[token.head as usize] += 1;
            }
        }
        // Heads before children, so that the way back sees every child before its head.
        let mut yields: Vec<(u32, u32)> = (0..count as u32).map(|index| (index, index)).collect();
        let mut order: Vec<u32> = (0..count as u32).filter(|&token| self.is_root(token)).collect();
        let mut done = 0;
        while let Some(&token) = order.get(done) {
            let token = token as usize;
            order.extend(&children[starts[token] as usize..starts[token + 1] as usize]);
            done += 1;
        }
        for &token in order.iter().rev() {
            let (first, last) = yields[token as usize];
            let above = &mut yields[self.tokens[token as usize].head as usize];
            *above = (first.min(above.0), last.max(above.1));
        }
        self.links = Links { starts, children, yields };
    }
}
