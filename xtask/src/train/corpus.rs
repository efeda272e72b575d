//! Treebanks in, sentences of units with gold tags and trees out.
//! Merges hyphened words into one unit, as the engine does when it reads.

use truce_read::grammar::parser::NO_LABEL;
use truce_read::grammar::unit::{Unit, is_cased};
use truce_read::grammar::{Grammar, Token, Upos};

/// A sentence to train on.
#[derive(Debug, Clone)]
pub struct Example {
    /// Words in lower case, hyphened ones joined.
    pub lower: Vec<String>,
    /// Words as seen; `known` and `tag` are filled in later.
    pub units: Vec<Unit>,
    /// Gold universal and Penn tags.
    pub tags: Vec<(Upos, &'static str)>,
    /// Gold heads; the number of units for the root.
    pub heads: Vec<u32>,
    /// Gold relations.
    pub relations: Vec<&'static str>,
    /// Class numbers of `tags` and `relations`.
    pub classes: Vec<u8>,
    pub labels: Vec<u8>,
}

/// Turns the sentences of a treebank into examples.
pub fn examples(grammar: &Grammar) -> Vec<Example> {
    grammar
        .sentences
        .iter()
        .map(|sentence| example(&grammar.tokens[sentence.range()], sentence.start))
        .collect()
}

fn example(tokens: &[Token], base: u32) -> Example {
    let count = tokens.len();
    let head = |at: usize| (tokens[at].head - base) as usize;
    // Runs of words joined by hyphens without white space.
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    // Stricter than reading, which also joins a form that ends in an abbreviation's full stop: with
    // those joined too the weights are worse by .003 LAS on EWT and .009 on GUM.
    let worded = |token: &Token| {
        token.form.starts_with(char::is_alphanumeric) && token.form.ends_with(char::is_alphanumeric)
    };
    while at < count {
        let start = at;
        while at + 2 < count
            && tokens[at + 1].form == "-"
            && !tokens[at + 1].spaced
            && !tokens[at + 2].spaced
            && worded(&tokens[at])
            && worded(&tokens[at + 2])
            && at - start < 10
        {
            at += 2;
        }
        at += 1;
        runs.push((start, at));
    }
    let mut run_of = vec![0; count];
    for (index, run) in runs.iter().enumerate() {
        run_of[run.0..run.1].fill(index);
    }
    // The word of a run that stands for it: the one nearest to the root.
    let depth = |mut at: usize| {
        let mut depth = 0;
        while head(at) != at && depth < count {
            at = head(at);
            depth += 1;
        }
        depth
    };
    let stands: Vec<usize> =
        runs.iter().map(|run| (run.0..run.1).min_by_key(|&at| (depth(at), at)).unwrap_or(run.0)).collect();
    let cased = is_cased(tokens.iter().map(|token| token.form.as_str()));
    let mut example = Example {
        lower: Vec::new(),
        units: Vec::new(),
        tags: Vec::new(),
        heads: Vec::new(),
        relations: Vec::new(),
        classes: Vec::new(),
        labels: Vec::new(),
    };
    for (index, run) in runs.iter().enumerate() {
        let form: String = tokens[run.0..run.1].iter().map(|token| token.form.as_str()).collect();
        let lower = form.to_lowercase();
        let token = stands[index];
        let root = head(token) == token;
        example.units.push(Unit::new(&form, &lower, cased, index == 0));
        example.lower.push(lower);
        example.tags.push((tokens[token].upos, tokens[token].xpos));
        example.heads.push(if root { runs.len() as u32 } else { run_of[head(token)] as u32 });
        example.relations.push(if root { "root" } else { tokens[token].deprel });
    }
    example.classes = vec![0; runs.len()];
    example.labels = vec![NO_LABEL; runs.len()];
    example
}

impl Example {
    /// Moves arcs that cross others up the tree until none crosses.
    pub fn make_projective(&mut self) {
        let count = self.heads.len();
        for _ in 0..count {
            let crossing = (0..count)
                .filter(|&child| self.crosses(child))
                .min_by_key(|&child| (self.heads[child] as usize).abs_diff(child));
            let Some(child) = crossing else { return };
            self.heads[child] = self.heads[self.heads[child] as usize];
        }
    }

    /// Says whether a word between `child` and its head hangs on none of those between or on the head.
    fn crosses(&self, child: usize) -> bool {
        let head = self.heads[child] as usize;
        if head == self.heads.len() {
            return false;
        }
        let (low, high) = (head.min(child), head.max(child));
        (low + 1..high).any(|mut at| {
            for _ in 0..self.heads.len() {
                if at == head {
                    return false;
                }
                if at == self.heads.len() {
                    return true;
                }
                at = self.heads[at] as usize;
            }
            true
        })
    }
}
