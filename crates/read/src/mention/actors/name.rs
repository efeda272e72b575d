//! Names in, entities out: the actor of the lexicon that a name means here, or somebody new.
//! Titles around names are `title`.

use truce_lexicon::load::actors::{ActorKind, NameUse};

use super::description::kind_of_role;
use super::{Resolver, fold, last_word, last_word_cased};
use crate::grammar::TokenId;
use crate::mention::entity::{Entity, EntityId, EntityKind};
use crate::mention::names::{Known, RunKind};

impl Resolver<'_> {
    /// Chooses whom a known name means here.
    pub(super) fn known(&mut self, known: &[Known], start: TokenId, titled: bool) -> Option<EntityId> {
        let actors = &self.lexicon.tables.actors.actors;
        let mut best: Option<(i32, Known)> = None;
        for &candidate in known {
            let actor = &actors[candidate.actor as usize];
            let mut score = 0;
            if self.by_actor.contains_key(&candidate.actor) {
                score += 4;
            }
            if actor
                .countries
                .iter()
                .any(|country| self.countries.get(country).is_some_and(|weight| *weight >= 1.0))
            {
                score += 3;
            }
            if self.setting.year > 0 {
                let year = self.setting.year;
                let after = actor.from == 0 || year >= actor.from - 1;
                let before = actor.until == 0 || year <= actor.until + 3;
                score += if after && before { 1 } else { -4 };
            }
            if actor.kind == ActorKind::State
                && matches!(candidate.used, NameUse::Name | NameUse::Demonym | NameUse::People)
            {
                score += 3;
            }
            // "Ministry of Defence" is the British one only in a report on Britain.
            if matches!(candidate.used, NameUse::Metonym | NameUse::Force) && score < 3 && known.len() > 1 {
                score -= 4;
            }
            if candidate.used == NameUse::Surname {
                score -= 2 - 2 * i32::from(titled);
                // A bare last name of somebody of another time or country is somebody else.
                if score < 1 {
                    continue;
                }
            }
            if best.is_none_or(|(top, _)| score > top) {
                best = Some((score, candidate));
            }
        }
        let (score, chosen) = best?;
        if score < -1 {
            return None;
        }
        if chosen.used == NameUse::Capital {
            self.cast.capital[start as usize] = true;
        }
        Some(self.actor_entity(chosen.actor, start))
    }

    fn actor_entity(&mut self, index: u32, first: TokenId) -> EntityId {
        if let Some(&id) = self.by_actor.get(&index) {
            return id;
        }
        let actor = &self.lexicon.tables.actors.actors[index as usize];
        // A person may hold several offices: the rows are one person.
        if actor.kind == ActorKind::Person
            && let Some(&id) = self.by_name.get(&fold(&actor.name))
        {
            self.by_actor.insert(index, id);
            return id;
        }
        let kind = kind_of(actor.kind);
        let state = self.state_of(index);
        let mut entity = Entity {
            name: actor.name.clone(),
            also: Vec::new(),
            kind,
            actor: Some(index),
            lexicon_id: Some(actor.id.clone()),
            state,
            body: None,
            members: Vec::new(),
            plural: false,
            noun: last_word(&actor.name),
            first,
            rule: "actor/lexicon",
        };
        for alias in &actor.aliases {
            entity.add_form(alias);
        }
        if actor.kind == ActorKind::State {
            entity.add_form(&actor.capital);
            for demonym in actor.demonyms.iter().take(2) {
                entity.add_form(&format!("{demonym} government"));
            }
            entity.add_form(&format!("Government of {}", actor.name));
        }
        if let Some(surname) = actor.name.rsplit(' ').next().filter(|_| actor.kind == ActorKind::Person) {
            self.by_surname.entry(fold(surname)).or_insert(self.cast.entities.len() as EntityId);
        }
        self.by_name.entry(fold(&actor.name)).or_insert(self.cast.entities.len() as EntityId);
        let id = self.push(entity);
        self.by_actor.insert(index, id);
        if actor.kind == ActorKind::Person
            && let Some(parent) = actor.parents.first().and_then(|parent| self.actor_index(parent))
        {
            let body = self.actor_entity(parent, first);
            self.cast.entities[id as usize].body = Some(body);
        }
        id
    }

    fn actor_index(&self, id: &str) -> Option<u32> {
        self.lexicon.tables.actors.index_of(id)
    }

    /// Returns the state that an actor of the lexicon belongs to.
    fn state_of(&self, index: u32) -> Option<u32> {
        let actor = &self.lexicon.tables.actors.actors[index as usize];
        match actor.kind {
            ActorKind::State => Some(index),
            ActorKind::StateForce | ActorKind::GovernmentBody | ActorKind::Government => {
                let country = actor.countries.first()?;
                self.lexicon.tables.actors.state_of_country(country)
            }
            ActorKind::Person => actor.parents.iter().find_map(|parent| {
                let parent = self.actor_index(parent)?;
                (self.lexicon.tables.actors.actors[parent as usize].kind == ActorKind::State)
                    .then_some(parent)
            }),
            _ => None,
        }
    }

    /// A capitalised run that the lexicon does not know: the same as before, a person, or a new name.
    pub(super) fn unknown_name(&mut self, at: usize, token: TokenId) -> EntityId {
        let run = self.runs[at].clone();
        let text = self.grammar.text(run.start, run.end);
        let key = fold(&text);
        let titled = at > 0
            && self.runs[at - 1].end == run.start
            && matches!(self.runs[at - 1].kind, RunKind::Title(..));
        let words = (run.end - run.start) as usize;
        let found = self.by_name.get(&key).copied().or_else(|| {
            (words == 1 || titled)
                .then(|| self.by_surname.get(&fold(&last_word_cased(&text))).copied())
                .flatten()
        });
        let id = if let Some(id) = found {
            id
        } else {
            let lower = text.to_lowercase();
            let last = last_word(&text);
            let agent = self.lexicon.tables.actors.agents_ending(&last).first().map(|phrase| phrase.of);
            let role = agent.map(|agent| self.lexicon.tables.actors.agents[agent as usize].role);
            let person =
                titled || (role.is_none() && looks_like_person(&lower, words) && self.is_person_place(token));
            let kind = if person { EntityKind::Person } else { role.map_or(EntityKind::Named, kind_of_role) };
            let entity = Entity {
                name: text.clone(),
                also: Vec::new(),
                kind,
                actor: None,
                lexicon_id: None,
                state: None,
                body: None,
                members: Vec::new(),
                plural: false,
                noun: last,
                first: run.start,
                rule: if person { "actor/person" } else { "actor/name" },
            };
            let id = self.push(entity);
            self.by_name.insert(key, id);
            if person {
                self.by_surname.insert(fold(&last_word_cased(&text)), id);
            }
            id
        };
        if titled {
            self.link_titles(id, at);
        } else {
            self.apposition(id, run.end);
        }
        self.abbreviation(id, run.end);
        // "X spokesman", "X forces": handled by the noun.
        id
    }

    fn is_person_place(&self, token: TokenId) -> bool {
        !self.in_place[token as usize]
    }
}

fn kind_of(kind: ActorKind) -> EntityKind {
    match kind {
        ActorKind::State => EntityKind::State,
        ActorKind::StateForce | ActorKind::GovernmentBody | ActorKind::Court => EntityKind::Body,
        ActorKind::Government
        | ActorKind::ArmedGroup
        | ActorKind::Militia
        | ActorKind::Party
        | ActorKind::Coalition => EntityKind::Armed,
        ActorKind::InternationalOrganisation
        | ActorKind::Mission
        | ActorKind::Monitor
        | ActorKind::JointCommission
        | ActorKind::ContactGroup
        | ActorKind::CivilSociety => EntityKind::Organisation,
        ActorKind::Media => EntityKind::Media,
        ActorKind::Person => EntityKind::Person,
    }
}

fn looks_like_person(lower: &str, words: usize) -> bool {
    (2..=4).contains(&words) && !lower.chars().any(|c| c.is_ascii_digit())
}
