//! Who did what to whom, as runs of the text; and the parts that persons and things play in attacks.

use std::collections::{BTreeMap, BTreeSet};

use truce_read::grammar::{TokenId, Upos};
use truce_read::mention::entity::EntityKind;
use truce_read::span::Bytes;
use truce_read::statement::clause::conjuncts;
use truce_read::statement::event::{self, Drawn};
use truce_read::statement::{Content, Context};

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
    /// The verb or noun that tells of it.
    pub predicate: Bytes,
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
}

impl Read<'_> {
    /// Returns the events, with claims that blame as ACCUSE, in order of the text.
    pub fn deeds(&self) -> Vec<Deed> {
        let context = self.context();
        let mut deeds: Vec<Deed> = event::draw(&context)
            .into_iter()
            .map(|drawn| Deed {
                kind: drawn.event.kind.clone(),
                predicate: self.token_bytes(drawn.predicate),
                doers: self.phrases(&drawn.doers),
                victims: self.phrases(&drawn.victims),
            })
            .collect();
        for speech in &self.voices.all {
            let stance = self.lexicon.tables.cues.entry(speech.entry).stance.as_str();
            let predicate = self.token_bytes(speech.cue);
            if stance != "blames" || speech.negated || deeds.iter().any(|deed| deed.predicate == predicate) {
                continue;
            }
            let speakers: Vec<TokenId> = (speech.region.0..speech.region.1)
                .filter(|&token| self.cast.of(token).is_some_and(|id| speech.speakers.contains(&id)))
                .collect();
            deeds.push(Deed {
                kind: "ACCUSE".to_owned(),
                predicate,
                doers: self.phrases(&speakers),
                victims: self.phrases(&speech.targets),
            });
        }
        deeds.sort_by_key(|deed| deed.predicate);
        deeds
    }

    fn token_bytes(&self, token: TokenId) -> Bytes {
        self.grammar.tokens.get(token as usize).map(|token| token.span).unwrap_or_default()
    }

    fn phrases(&self, heads: &[TokenId]) -> Vec<Phrase> {
        let mut phrases: Vec<Phrase> = heads.iter().map(|&head| self.phrase(head)).collect();
        phrases.sort();
        phrases.dedup();
        phrases
    }

    fn phrase(&self, head: TokenId) -> Phrase {
        let (start, end) = self.noun_phrase(head);
        Phrase { span: self.grammar.trimmed(start, end), head: self.token_bytes(head) }
    }

    /// Returns the parts played in attacks, kidnappings, arson and robbery that are told as more than a wish.
    pub fn fillers(&self) -> Fillers {
        let context = self.context();
        let mut fillers = Fillers::default();
        // One form for each entity: the first that is met.
        let mut seen: BTreeSet<(u8, u32)> = BTreeSet::new();
        for drawn in event::draw(&context) {
            if !is_attack(&drawn) {
                continue;
            }
            for &doer in &drawn.doers {
                self.doer(doer, drawn.event.status, &mut fillers, &mut seen);
            }
            for &victim in &drawn.victims {
                self.sufferer(victim, &mut fillers, &mut seen);
            }
            self.surroundings(&context, &drawn, &mut fillers, &mut seen);
            if let Some(measure) = measure(&drawn.event.act) {
                for &victim in &drawn.victims {
                    let id = self.cast.of(victim);
                    if id.is_some_and(|id| !self.cast.get(id).plural && seen.insert((9, id))) {
                        fillers.numbers.push((measure.to_owned(), 1));
                    }
                }
            }
        }
        for statement in &self.statements {
            let Content::Figure(figure) = &statement.content else { continue };
            if let (Some(low), Some(high)) = (figure.low, figure.high)
                && (low - high).abs() < f64::EPSILON
                && low >= 0.0
            {
                fillers.numbers.push((figure.measure.to_owned(), low as u64));
            }
        }
        fillers
    }

    fn doer(
        &self,
        doer: TokenId,
        status: &'static str,
        fillers: &mut Fillers,
        seen: &mut BTreeSet<(u8, u32)>,
    ) {
        let Some(id) = self.cast.of(doer) else { return };
        let words = self.words(self.phrase(doer).span).to_owned();
        let organisation = |id| {
            matches!(
                self.cast.get(id).kind,
                EntityKind::State | EntityKind::Body | EntityKind::Armed | EntityKind::Organisation
            ) && self.cast.get(id).actor.is_some()
        };
        if organisation(id) {
            self.organisation(id, doer, status, fillers);
            return;
        }
        if seen.insert((0, id)) {
            fillers.perpetrators.insert(words);
        }
        // "members of the front": the front did it.
        for &child in self.grammar.children(doer) {
            if let Some(id) = self.cast.of(child).filter(|&id| organisation(id)) {
                self.organisation(id, child, status, fillers);
            }
        }
    }

    fn organisation(&self, id: u32, token: TokenId, status: &'static str, fillers: &mut Fillers) {
        let first = self.cast.get(id).first;
        let at = if self.cast.of(first) == Some(id) { first } else { token };
        let words = match self.run_ending(at) {
            Some(run) => self.words(self.grammar.trimmed(run.start, run.end)),
            None => self.words(self.phrase(at).span),
        };
        fillers.organisations.entry(words.to_owned()).or_default().insert(status);
    }

    fn sufferer(&self, token: TokenId, fillers: &mut Fillers, seen: &mut BTreeSet<(u8, u32)>) {
        let Some(id) = self.cast.of(token) else { return };
        let words = self.words(self.phrase(token).span).to_owned();
        let (list, part) = match self.cast.get(id).kind {
            EntityKind::Thing => (&mut fillers.targets, 1),
            _ => (&mut fillers.victims, 2),
        };
        if seen.insert((part, id)) {
            list.insert(words);
        }
    }

    /// Looks for things attacked and weapons used around the predicate of an attack.
    fn surroundings(
        &self,
        context: &Context<'_>,
        drawn: &Drawn,
        fillers: &mut Fillers,
        seen: &mut BTreeSet<(u8, u32)>,
    ) {
        let Some(clause) = self.clauses.at(drawn.predicate) else { return };
        let weapon =
            |token: TokenId| self.lexicon.tables.events.act_of_weapon(context.lemma(token)).is_some();
        let around = [clause.subject, clause.object, clause.agent].into_iter().flatten();
        let with = clause
            .obliques
            .iter()
            .filter(|oblique| oblique.preposition == "with")
            .map(|oblique| oblique.head);
        for token in around.chain(with) {
            for token in conjuncts(&self.grammar, token) {
                if weapon(token) {
                    fillers.weapons.insert(self.words(self.phrase(token).span).to_owned());
                }
            }
        }
        let objects = clause.object.into_iter().chain(
            clause
                .obliques
                .iter()
                .filter(|oblique| {
                    matches!(oblique.preposition.as_str(), "at" | "on" | "against" | "in front of")
                })
                .map(|oblique| oblique.head),
        );
        for token in objects.flat_map(|token| conjuncts(&self.grammar, token)) {
            let noun = matches!(context.grammar.tokens[token as usize].upos, Upos::Noun | Upos::Propn);
            if noun && !weapon(token) && !drawn.victims.contains(&token) && !drawn.doers.contains(&token) {
                self.sufferer(token, fillers, seen);
            }
        }
    }
}

fn is_attack(drawn: &Drawn) -> bool {
    matches!(drawn.event.kind.as_str(), "ASSAULT")
        || matches!(drawn.event.act.as_str(), "abduction" | "looting" | "destruction" | "bombing")
}

fn measure(act: &str) -> Option<&'static str> {
    Some(match act {
        "killing" | "execution" => "killed",
        "abduction" => "abducted",
        "release" => "released",
        _ => return None,
    })
}
