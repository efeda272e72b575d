//! Pronouns and "the NOUN" in, entities told before out.
//! Looks only back: a pronoun before its name stays open.

use std::collections::BTreeMap;

use super::{Resolver, SPEAKER};
use crate::grammar::TokenId;
use crate::mention::entity::{Entity, EntityId, EntityKind};

impl Resolver<'_> {
    /// Finds an earlier entity that "the NOUN" means.
    pub(super) fn refers_back(&self, token: TokenId, noun: &str) -> Option<EntityId> {
        let fits = |entity: &Entity| {
            entity.noun == noun
                || match noun {
                    "group" | "movement" | "faction" | "organisation" | "organization" | "guerrilla"
                    | "rebel" | "front" => entity.kind == EntityKind::Armed && !entity.plural,
                    "government" | "country" | "state" | "regime" => entity.kind == EntityKind::State,
                    "mission" | "agency" | "monitor" | "body" | "commission" => {
                        entity.kind == EntityKind::Organisation
                    }
                    "newspaper" | "channel" | "station" | "radio" | "paper" => {
                        entity.kind == EntityKind::Media
                    }
                    "envoy" | "president" | "minister" | "commander" | "leader" | "spokesman"
                    | "spokeswoman" | "general" | "governor" | "premier" | "diplomat" | "official" => {
                        entity.kind == EntityKind::Person
                            && entity.also.iter().any(|form| form.to_lowercase().contains(noun))
                    }
                    _ => false,
                }
        };
        self.log
            .iter()
            .rev()
            .take_while(|(at, ..)| token - at < 400)
            .map(|&(_, id, _)| id)
            .find(|&id| fits(self.cast.get(id)))
    }

    pub(super) fn pronoun(&mut self, token: TokenId) -> Option<EntityId> {
        let lower = self.grammar.tokens[token as usize].lower.clone();
        match lower.as_str() {
            "we" | "us" | "our" | "ours" | "i" | "me" | "my" => Some(SPEAKER),
            "he" | "him" | "his" | "she" | "her" | "hers" => self.latest(token, |entity| {
                entity.kind == EntityKind::Person || (entity.kind == EntityKind::Speakers && !entity.plural)
            }),
            "it" | "its" => self.latest(token, |entity| {
                !entity.plural
                    && matches!(
                        entity.kind,
                        EntityKind::State
                            | EntityKind::Body
                            | EntityKind::Armed
                            | EntityKind::Organisation
                            | EntityKind::Media
                            | EntityKind::Named
                    )
            }),
            "they" | "them" | "their" | "theirs" => {
                self.latest(token, |entity| entity.plural || !entity.members.is_empty()).or_else(|| {
                    self.latest(token, |entity| {
                        matches!(entity.kind, EntityKind::Armed | EntityKind::Body | EntityKind::State)
                    })
                })
            }
            "who" | "which" | "whose" | "whom" | "that" => None,
            _ => None,
        }
    }

    /// Finds the latest mention that fits, subjects of this and the sentence before first.
    fn latest(&self, token: TokenId, fits: impl Fn(&Entity) -> bool) -> Option<EntityId> {
        let sentence = self.grammar.sentence_index(token);
        let recent =
            |at: TokenId, far: usize| sentence - self.grammar.sentence_index(at).min(sentence) <= far;
        let subjects = self
            .log
            .iter()
            .rev()
            .take_while(|(at, ..)| recent(*at, 1))
            .find(|(_, id, subject)| *subject && fits(self.cast.get(*id)));
        subjects
            .or_else(|| {
                self.log
                    .iter()
                    .rev()
                    .take_while(|(at, ..)| recent(*at, 4))
                    .find(|(_, id, _)| fits(self.cast.get(*id)))
            })
            .map(|&(_, id, _)| id)
    }

    /// Makes an entity of the two main parties of the report so far.
    pub(super) fn parties(&mut self, token: TokenId) -> EntityId {
        let mut counts: BTreeMap<EntityId, (usize, TokenId)> = BTreeMap::new();
        let recent = self.log.len().saturating_sub(400);
        for &(at, id, subject) in &self.log[recent..] {
            let side = self.cast.side(id);
            let entity = self.cast.get(side);
            if matches!(entity.kind, EntityKind::State | EntityKind::Armed | EntityKind::Body)
                && entity.members.is_empty()
            {
                let slot = counts.entry(side).or_insert((0, at));
                slot.0 += 1 + usize::from(subject);
            }
        }
        // Pairs that the text itself sets side by side: "between A and B", "A and B agreed".
        for &(at, id, _) in &self.log[recent..] {
            let word = &self.grammar.tokens[at as usize];
            if word.deprel == "conj"
                && let Some(other) = self.cast.of(word.head)
            {
                for one in [id, other] {
                    if let Some(slot) = counts.get_mut(&self.cast.side(one)) {
                        slot.0 += 2;
                    }
                }
            }
        }
        let mut ranked: Vec<_> = counts.into_iter().collect();
        ranked.sort_by(|one, other| other.1.0.cmp(&one.1.0).then(one.1.1.cmp(&other.1.1)));
        let (start, _) = self.extent(token);
        let text = self.grammar.text(start, token + 1);
        let members: Vec<EntityId> =
            if ranked.len() < 2 { Vec::new() } else { ranked.iter().take(2).map(|(id, _)| *id).collect() };
        let entity = Entity {
            name: text,
            also: Vec::new(),
            kind: EntityKind::Parties,
            actor: None,
            lexicon_id: None,
            state: None,
            body: None,
            members,
            plural: true,
            noun: "side".to_owned(),
            first: token,
            rule: "actor/both-sides",
        };
        self.push(entity)
    }
}

pub(super) fn is_pronoun(lower: &str) -> bool {
    matches!(
        lower,
        "we" | "us"
            | "our"
            | "ours"
            | "i"
            | "me"
            | "my"
            | "he"
            | "him"
            | "his"
            | "she"
            | "her"
            | "hers"
            | "it"
            | "its"
            | "they"
            | "them"
            | "their"
            | "theirs"
    )
}
