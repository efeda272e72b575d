//! A clause and the frames of the data in, the frame that fits out.

use truce_lexicon::load::events::Events;
use truce_lexicon::load::frames::{Frame, Slot};

use super::clause::Clause;
use crate::grammar::{Grammar, TokenId, Upos};
use crate::mention::actors::Cast;
use crate::mention::entity::EntityKind;

/// What is known of tokens when frames are matched.
#[derive(Debug, Default)]
pub struct Marks {
    /// Whether a token names somebody who can act.
    pub actor: Vec<bool>,
    /// Whether a token is part of a place's name.
    pub place: Vec<bool>,
}

impl Marks {
    /// Marks the actors of a cast, beside places that are marked already.
    #[must_use]
    pub fn new(cast: &Cast, tokens: usize, place: Vec<bool>, known: &[(TokenId, TokenId)]) -> Self {
        let is_known = |token: TokenId| {
            let at = known.partition_point(|&(_, end)| end <= token);
            known.get(at).is_some_and(|&(start, _)| start <= token)
        };
        // A town that the gazetteer knows is captured, not arrested.
        let acts = |token: TokenId| {
            cast.of(token)
                .map(|id| cast.get(id).kind)
                .is_some_and(|kind| kind.acts() && !(kind == EntityKind::Named && is_known(token)))
        };
        Self { actor: (0..tokens as TokenId).map(acts).collect(), place }
    }

    /// Says whether a token meets `$actor` or `$place`, if they are among the words of a slot.
    fn meets(&self, token: TokenId, slot: &Slot) -> bool {
        let marked = |marks: &[bool]| marks.get(token as usize).copied().unwrap_or(false);
        slot.words
            .iter()
            .any(|word| word == "$actor" && marked(&self.actor) || word == "$place" && marked(&self.place))
    }
}

/// Returns the first frame that fits: the data's order puts the one with most conditions first.
#[must_use]
pub fn fitting<'f>(
    clause: &Clause,
    frames: &'f [Frame],
    grammar: &Grammar,
    events: &Events,
    marks: &Marks,
) -> Option<&'f Frame> {
    frames.iter().find(|frame| fits(clause, frame, grammar, events, marks))
}

/// Says whether a clause meets all the conditions of a frame.
#[must_use]
pub fn fits(clause: &Clause, frame: &Frame, grammar: &Grammar, events: &Events, marks: &Marks) -> bool {
    let lemma = |token: TokenId| grammar.tokens[token as usize].lemma.as_str();
    let holds = |token: Option<TokenId>, slot: &Slot| match token {
        None => false,
        Some(token) => {
            slot.words.first().is_some_and(|word| word == "+")
                || any_noun(grammar, token, slot, events, marks)
        }
    };
    if frame.negated.is_some_and(|negated| negated != clause.negated) {
        return false;
    }
    if frame.plain && clause.passive || frame.passive && !clause.passive {
        return false;
    }
    if let Some(particle) = &frame.particle {
        let written = clause.particle.is_some_and(|token| grammar.tokens[token as usize].lower == *particle)
            || clause.obliques.iter().any(|oblique| oblique.preposition == *particle)
            || grammar.tokens.get(clause.predicate as usize + 1).is_some_and(|word| word.lower == *particle);
        if !written {
            return false;
        }
    }
    if let Some(slot) = &frame.subject
        && !holds(if clause.passive { clause.agent } else { clause.subject }, slot)
    {
        return false;
    }
    if let Some(slot) = &frame.not_object
        && clause.object.is_some_and(|object| any_noun(grammar, object, slot, events, marks))
    {
        return false;
    }
    // "handed over its guns", where the parse takes the particle for a preposition.
    let carried = frame.particle.as_ref().and_then(|particle| {
        let next = grammar.tokens.get(clause.predicate as usize + 1)?;
        let near = clause.object.is_none() && !clause.passive && next.lower == *particle;
        clause
            .obliques
            .iter()
            .find(|oblique| near && oblique.preposition == *particle)
            .map(|oblique| oblique.head)
    });
    if let Some(slot) = &frame.object {
        let none = slot.words.first().is_some_and(|word| word == "-");
        // "were refused entry": what a passive verb keeps as its object.
        let kept = || {
            let children = grammar.children(clause.predicate).iter().copied();
            clause.passive.then(|| children.filter(|&child| grammar.tokens[child as usize].deprel == "obj"))
        };
        if none && clause.object.is_some()
            || !none
                && !holds(clause.object.or(carried), slot)
                && !kept().into_iter().flatten().any(|kept| holds(Some(kept), slot))
        {
            return false;
        }
    }
    if let Some(slot) = &frame.infinitive {
        let fitting = clause
            .complements
            .iter()
            .any(|&token| slot.words.is_empty() || events.among(lemma(token), &slot.words));
        if !fitting {
            return false;
        }
    }
    frame.obliques.iter().all(|(prepositions, slot)| {
        prepositions.iter().any(|wanted| match wanted.as_str() {
            // "that": any clause as complement. "pred": a noun or adjective as complement.
            "that" => !clause.complements.is_empty(),
            "pred" => {
                let near = (clause.predicate as usize + 1
                    ..grammar.tokens.len().min(clause.predicate as usize + 9))
                    .map(|at| at as TokenId);
                clause
                    .complements
                    .iter()
                    .copied()
                    .chain(clause.object)
                    .chain(near)
                    .any(|token| events.among(lemma(token), &slot.words))
            }
            // "drove over a mine", where the parse takes the preposition for a particle.
            _ => clause
                .obliques
                .iter()
                .filter(|oblique| oblique.preposition == *wanted)
                .map(|oblique| oblique.head)
                .chain(clause.object.filter(|_| {
                    clause.particle.is_some_and(|particle| grammar.tokens[particle as usize].lower == *wanted)
                }))
                .any(|head| any_noun(grammar, head, slot, events, marks)),
        })
    })
}

/// Says whether the noun, one joined to it, or its compound is among the words of a slot.
fn any_noun(grammar: &Grammar, token: TokenId, slot: &Slot, events: &Events, marks: &Marks) -> bool {
    if slot.words.is_empty() {
        return true;
    }
    let lemma = |token: TokenId| grammar.tokens[token as usize].lemma.as_str();
    if marks.meets(token, slot) {
        return true;
    }
    // "arrested two": a bare number counts people.
    let people = |word: &String| matches!(word.as_str(), "$captives" | "$people" | "$actor");
    if grammar.tokens[token as usize].upos == Upos::Num && slot.words.iter().any(people) {
        return true;
    }
    events.among(lemma(token), &slot.words)
        || grammar.children(token).iter().any(|&child| {
            let word = &grammar.tokens[child as usize];
            matches!(word.deprel, "conj" | "compound") && matches!(word.upos, Upos::Noun | Upos::Propn) && events.among(&word.lemma, &slot.words)
        })
        // "dozens of villages", "a column of tanks": what the noun counts.
        || grammar.children(token).iter().any(|&child| {
            let word = &grammar.tokens[child as usize];
            word.deprel == "nmod" && super::clause::preposition(grammar, child) == "of" && events.among(&word.lemma, &slot.words)
        })
}
