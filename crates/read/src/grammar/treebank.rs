//! Treebanks in CoNLL-U in, grammars with gold trees out, and how near an engine comes to them.
//! Trains nothing; that is `cargo xtask train`.

use super::labels::{RELATIONS, XPOS, index_of};
use super::view::plain_form;
use super::{Engine, Grammar, Sentence, Token, Upos};
use crate::span::Bytes;

/// Reads the sentences of a CoNLL-U file; multiword ranges and empty nodes are left out.
///
/// Spans are those of the forms joined by the white space that the file notes.
#[must_use]
pub fn read(text: &str) -> Grammar {
    let mut grammar = Grammar::default();
    let (mut at, mut spaced, mut start) = (0, false, 0);
    let mut range_end = 0;
    let mut range_glued = false;
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            let end = grammar.tokens.len() as u32;
            if end > start {
                grammar.sentences.push(Sentence { start, end, block: 0 });
            }
            start = end;
            spaced = false;
            range_end = 0;
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, form, lemma, upos, xpos, _, head, deprel, _, misc] = cells[..] else { continue };
        let glued = misc.contains("SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            range_end = last.parse().unwrap_or(0);
            range_glued = glued;
            continue;
        }
        let (Ok(id), Ok(head)) = (id.parse::<u32>(), head.parse::<u32>()) else { continue };
        let form = plain_form(form);
        at += u32::from(spaced);
        let span = Bytes { start: at, end: at + form.len() as u32 };
        at = span.end;
        grammar.tokens.push(Token {
            span,
            lower: form.to_lowercase(),
            form,
            lemma: lemma.to_lowercase(),
            upos: Upos::named(upos).unwrap_or_default(),
            xpos: index_of(XPOS, xpos).map_or("FW", |index| XPOS[usize::from(index)]),
            head: if head == 0 { start + id - 1 } else { start + head - 1 },
            deprel: index_of(RELATIONS, deprel).map_or("dep", |index| RELATIONS[usize::from(index)]),
            spaced,
        });
        // Inside a multiword range ("don't") the words stand together.
        spaced = if id < range_end {
            false
        } else if id == range_end {
            !range_glued
        } else {
            !glued
        };
    }
    grammar.link();
    grammar
}

/// How near an engine comes to a treebank, its words given.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Syntax {
    /// Words compared.
    pub words: usize,
    /// Share of words with the right universal part of speech.
    pub upos: f64,
    /// Share with the right Penn tag.
    pub xpos: f64,
    /// Share with the right dictionary form.
    pub lemma: f64,
    /// Share with the right head.
    pub uas: f64,
    /// Share with the right head and relation, subtypes ("nsubj:pass") aside, as the CoNLL 2018 shared task counts.
    pub las: f64,
    /// Share with the right head and relation, subtypes included.
    pub las_subtypes: f64,
}

/// Parses the words of `gold`.
#[must_use]
pub fn parsed(engine: &Engine<'_>, gold: &Grammar) -> Grammar {
    let mut found = gold.clone();
    for token in &mut found.tokens {
        token.upos = Upos::X;
        token.xpos = "";
    }
    engine.parse(&mut found, &[]);
    found
}

/// Compares the trees found for the words of `gold`.
#[must_use]
pub fn compare(gold: &Grammar, found: &Grammar) -> Syntax {
    let pairs = || gold.tokens.iter().zip(&found.tokens);
    let share = |right: fn(&Token, &Token) -> bool| {
        pairs().filter(|(gold, found)| right(gold, found)).count() as f64 / gold.tokens.len().max(1) as f64
    };
    let plain = |token: &Token| token.deprel.split(':').next().unwrap_or_default().to_owned();
    let las = pairs().filter(|(gold, found)| gold.head == found.head && plain(gold) == plain(found)).count();
    Syntax {
        words: gold.tokens.len(),
        upos: share(|gold, found| gold.upos == found.upos),
        xpos: share(|gold, found| gold.xpos == found.xpos),
        lemma: share(|gold, found| gold.lemma == found.lemma),
        uas: share(|gold, found| gold.head == found.head),
        las: las as f64 / gold.tokens.len().max(1) as f64,
        las_subtypes: share(|gold, found| gold.head == found.head && gold.deprel == found.deprel),
    }
}
