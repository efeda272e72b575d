//! Frames: how a predicate and the words around it are written down in the data, for events and for cues.
//! Matching them against a sentence is `truce_read::statement`.
//!
//! A frame is one line of words:
//!
//! ```text
//! shell                       the verb alone
//! break_out                   with its particle
//! open obj:fire               its object's head is one of the words (joined by |)
//! withdraw obj:-              without an object; `obj:+` with any
//! fire on|at|into:*           with a preposition and any complement
//! come under:fire|$attack     complement among the words or a class of words ($name)
//! shell notobj:pea            its object is none of the words
//! arrest obj:$actor           its object names somebody who can act; `$place`: a place
//! refuse xcomp:comment|answer with an infinitive
//! have obj:comment neg        negated; `pos`: only where not negated
//! land subj:$weapon           its subject's head
//! ```
//!
//! Flags: `swap` the subject suffers what is done; `mutual` both sides do it; `plain` only as an active verb;
//! `passive` only as a passive; `nowho` the subject is no doer.

use serde::{Deserialize, Serialize};

/// What a place beside a predicate must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Lemmas, or classes with `$` before them; empty where anything will do.
    pub words: Vec<String>,
}

/// A predicate with its conditions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// Index of the entry (event or cue) it belongs to.
    pub entry: u16,
    /// Lemma of the verb, or last word of the noun.
    pub lemma: String,
    /// Particle of a phrasal verb.
    pub particle: Option<String>,
    pub subject: Option<Slot>,
    pub object: Option<Slot>,
    /// What the object may not be.
    pub not_object: Option<Slot>,
    /// Prepositions (any of them) and their complement.
    pub obliques: Vec<(Vec<String>, Slot)>,
    pub infinitive: Option<Slot>,
    /// For nouns: the words before the last.
    pub before: Vec<String>,
    pub swap: bool,
    pub mutual: bool,
    pub plain: bool,
    pub passive: bool,
    pub no_doer: bool,
    pub negated: Option<bool>,
}

impl Frame {
    /// Reads a verb frame; the message says what is wrong with it.
    pub fn verb(entry: usize, line: &str) -> Result<Self, String> {
        let mut words = line.split_whitespace();
        let first = words.next().ok_or("an empty frame")?;
        let (lemma, particle) = match first.split_once('_') {
            Some((lemma, particle)) => (lemma, Some(particle.to_owned())),
            None => (first, None),
        };
        let mut frame = Self { entry: entry as u16, lemma: lemma.to_owned(), particle, ..Self::default() };
        for word in words {
            match word {
                "swap" => frame.swap = true,
                "mutual" => frame.mutual = true,
                "plain" => frame.plain = true,
                "passive" => frame.passive = true,
                "nowho" => frame.no_doer = true,
                "neg" => frame.negated = Some(true),
                "pos" => frame.negated = Some(false),
                _ => {
                    let (place, values) =
                        word.split_once(':').ok_or_else(|| format!("`{word}` in frame `{line}`"))?;
                    let words = if values == "*" { Vec::new() } else { split(values) };
                    let slot = Slot { words };
                    match place {
                        "subj" => frame.subject = Some(slot),
                        "obj" => frame.object = Some(slot),
                        "notobj" => frame.not_object = Some(slot),
                        "xcomp" => frame.infinitive = Some(slot),
                        prepositions => frame.obliques.push((split(prepositions), slot)),
                    }
                }
            }
        }
        Ok(frame)
    }

    /// Reads a noun, possibly of several words.
    pub fn noun(entry: usize, line: &str) -> Result<Self, String> {
        let mut before: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let lemma = before.pop().ok_or("an empty noun")?;
        Ok(Self { entry: entry as u16, lemma, before, ..Self::default() })
    }

    /// Counts conditions: of two frames that match, the one with more is meant.
    pub fn weight(&self) -> usize {
        let slots = [&self.subject, &self.object, &self.infinitive];
        slots.into_iter().flatten().map(|slot| 1 + usize::from(!slot.words.is_empty())).sum::<usize>()
            + self.obliques.iter().map(|(_, slot)| 1 + usize::from(!slot.words.is_empty())).sum::<usize>()
            + 2 * usize::from(self.particle.is_some())
            + usize::from(self.negated.is_some())
            + 2 * self.before.len()
    }
}

fn split(values: &str) -> Vec<String> {
    values.split('|').filter(|value| !value.is_empty()).map(str::to_owned).collect()
}
