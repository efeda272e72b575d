//! Who did what to whom, as runs of the text; and the parts that persons and things play in attacks.

use std::collections::{BTreeMap, BTreeSet};

use truce_read::grammar::{TokenId, Upos};
use truce_read::mention::entity::{EntityId, EntityKind};
use truce_read::span::Bytes;
use truce_read::statement::clause::conjuncts;
use truce_read::statement::{Content, Event, Name};

use super::Read;

/// A noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// The whole phrase.
    pub span: Bytes,
    /// Its head word.
    pub head: Bytes,
}

/// An event with the words for those who took part.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Its type ("ASSAULT").
    pub kind: String,
    /// The words that tell of it.
    pub span: Bytes,
    /// Those who did it.
    pub doers: Vec<Phrase>,
    /// Those it was done to.
    pub victims: Vec<Phrase>,
}

/// The parts played in the attacks of a report; each entity once, by one form of its name.
#[derive(Debug, Clone, Default)]
pub struct Fillers {
    /// Persons who did it, by name or description.
    pub perpetrators: BTreeSet<String>,
    /// Groups and bodies that did it, each with the statuses it is told with.
    pub organisations: BTreeMap<String, BTreeSet<&'static str>>,
    /// Things attacked.
    pub targets: BTreeSet<String>,
    /// Persons attacked.
    pub victims: BTreeSet<String>,
    /// With what.
    pub weapons: BTreeSet<String>,
    /// Numbers of persons harmed, exact ones: measure ("killed") and number.
    pub numbers: Vec<(String, u64)>,
    /// Parts already given to an entity.
    pub(crate) seen: BTreeSet<(Part, EntityId)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Perpetrator,
    Target,
    Victim,
    Counted,
}

impl Read<'_> {
    /// Returns the events in order of the text: also deals and meetings, as AGREE and CONSULT, and claims that
    /// blame, as ACCUSE.
    pub fn deeds(&self) -> Vec<Deed> {
        let none: &[Name] = &[];
        let mut deeds = Vec::new();
        for statement in &self.reading.statements {
            let (kind, doers, victims) = match &statement.content {
                // PLOVER takes the place for the recipient where the sentence names nobody.
                Content::Event(event) if event.whom.is_empty() => {
                    (event.plover_type(), event.who.as_slice(), event.place.as_slice())
                }
                Content::Event(event) => (event.plover_type(), event.who.as_slice(), event.whom.as_slice()),
                Content::Claim(claim) if claim.stance == "blames" => {
                    ("ACCUSE", claim.speaker.as_slice(), claim.target.as_slice())
                }
                Content::Talks(talks) => ("CONSULT", talks.attending.as_slice(), none),
                Content::Agreement(deal) => ("AGREE", deal.parties.as_slice(), none),
                _ => continue,
            };
            let Some(span) = self.given(statement.anchor) else { continue };
            let phrases = |names: &[Name]| {
                let heads = names.iter().filter_map(|name| self.token_of(name, statement.anchor));
                let mut phrases: Vec<Phrase> = heads.filter_map(|head| self.phrase(head)).collect();
                phrases.sort();
                phrases.dedup();
                phrases
            };
            deeds.push(Deed {
                kind: kind.to_owned(),
                span,
                doers: phrases(doers),
                victims: phrases(victims),
            });
        }
        deeds
    }

    /// Returns the token by which a statement's words, or the sentence around them, name somebody.
    // FIXME: looks for the entity by its name, because a statement does not keep its tokens.
    fn token_of(&self, name: &Name, anchor: Bytes) -> Option<TokenId> {
        let grammar = &self.reading.grammar;
        let inside = grammar.tokens_in(anchor);
        let sentence = grammar.sentence_of(inside.start);
        let named = |token: &TokenId| {
            self.reading.cast.of(*token).is_some_and(|id| self.reading.cast.get(id).name == name.name)
                || self
                    .place_at(*token)
                    .is_some_and(|place| place.name == name.name && place.end == token + 1)
        };
        inside.into_iter().find(named).or_else(|| (sentence.start..sentence.end).find(named))
    }

    fn phrase(&self, head: TokenId) -> Option<Phrase> {
        let (start, end) = self.noun_phrase(head);
        Some(Phrase { span: self.bytes(start, end)?, head: self.bytes(head, head + 1)? })
    }

    /// Returns the words of the phrase headed by `head`.
    fn phrase_words(&self, head: TokenId) -> String {
        self.phrase(head).map(|phrase| self.words(phrase.span).to_owned()).unwrap_or_default()
    }

    /// Returns the parts played in attacks, kidnappings, arson and robbery.
    pub fn fillers(&self) -> Fillers {
        let mut fillers = Fillers::default();
        for statement in &self.reading.statements {
            match &statement.content {
                Content::Event(event) if is_attack(event) => {
                    self.attack(event, statement.anchor, &mut fillers)
                }
                Content::Figure(figure) => {
                    if let (Some(low), Some(high)) = (figure.low, figure.high)
                        && (low - high).abs() < f64::EPSILON
                        && low >= 0.0
                    {
                        fillers.numbers.push((figure.measure.to_owned(), low as u64));
                    }
                }
                _ => {}
            }
        }
        fillers
    }

    fn attack(&self, event: &Event, anchor: Bytes, fillers: &mut Fillers) {
        let grammar = &self.reading.grammar;
        let heads = |names: &[Name]| {
            names.iter().filter_map(|name| self.token_of(name, anchor)).collect::<Vec<TokenId>>()
        };
        let (doers, victims) = (heads(&event.who), heads(&event.whom));
        for &doer in &doers {
            self.doer(doer, event.status, fillers);
        }
        for &victim in &victims {
            self.sufferer(victim, fillers);
            if let Some(measure) = measure(&event.act)
                && let Some(id) = self.reading.cast.of(victim)
                && !self.reading.cast.get(id).plural
                && fillers.seen.insert((Part::Counted, id))
            {
                fillers.numbers.push((measure.to_owned(), 1));
            }
        }
        let weapon = |token: TokenId| {
            self.lexicon.tables.events.act_of_weapon(&grammar.tokens[token as usize].lemma).is_some()
        };
        let noun = |token: TokenId| matches!(grammar.tokens[token as usize].upos, Upos::Noun | Upos::Propn);
        for token in grammar.tokens_in(anchor).filter(|&token| noun(token) && weapon(token)) {
            fillers.weapons.insert(self.phrase_words(token));
        }
        // Things suffer too, though they are nobody's name.
        for token in grammar.tokens_in(anchor) {
            let Some(clause) = self.clauses.at(token) else { continue };
            let at = clause
                .obliques
                .iter()
                .filter(|one| matches!(one.preposition.as_str(), "at" | "on" | "against"));
            for token in clause.object.into_iter().chain(at.map(|oblique| oblique.head)) {
                for token in conjuncts(grammar, token) {
                    if noun(token) && !weapon(token) && !victims.contains(&token) && !doers.contains(&token) {
                        self.sufferer(token, fillers);
                    }
                }
            }
        }
    }

    fn doer(&self, doer: TokenId, status: &'static str, fillers: &mut Fillers) {
        let cast = &self.reading.cast;
        let body = |token: TokenId| {
            cast.of(token).filter(|&id| {
                let entity = cast.get(id);
                entity.actor.is_some() && entity.kind != EntityKind::Person
            })
        };
        if let Some(id) = body(doer) {
            self.organisation(id, doer, status, fillers);
            return;
        }
        let Some(id) = cast.of(doer) else { return };
        if fillers.seen.insert((Part::Perpetrator, id)) {
            fillers.perpetrators.insert(self.phrase_words(doer));
        }
        // "members of the front": the front did it.
        for &child in self.reading.grammar.children(doer) {
            if let Some(id) = body(child) {
                self.organisation(id, child, status, fillers);
            }
        }
    }

    fn organisation(&self, id: EntityId, token: TokenId, status: &'static str, fillers: &mut Fillers) {
        let cast = &self.reading.cast;
        let first = cast.get(id).first;
        let at = if cast.of(first) == Some(id) { first } else { token };
        let run = self.run_ending(at).and_then(|run| self.bytes(run.start, run.end));
        let words = run.map_or_else(|| self.phrase_words(at), |run| self.words(run).to_owned());
        fillers.organisations.entry(words).or_default().insert(status);
    }

    fn sufferer(&self, token: TokenId, fillers: &mut Fillers) {
        let Some(id) = self.reading.cast.of(token) else { return };
        let thing = self.reading.cast.get(id).kind == EntityKind::Thing;
        let (list, part) =
            if thing { (&mut fillers.targets, Part::Target) } else { (&mut fillers.victims, Part::Victim) };
        if fillers.seen.insert((part, id)) {
            list.insert(self.phrase_words(token));
        }
    }
}

fn is_attack(event: &Event) -> bool {
    event.kind == "ASSAULT" || matches!(event.act.as_str(), "abduction" | "looting" | "destruction")
}

fn measure(act: &str) -> Option<&'static str> {
    Some(match act {
        "killing" | "execution" => "killed",
        "abduction" => "abducted",
        "release" => "released",
        _ => return None,
    })
}
