//! Noun phrases that are no names in, entities out: "the Olmen army", "its spokesman", "the road".
//! What points back to an earlier phrase is `back`.

use truce_lexicon::load::actors::AgentRole;

use super::back::is_pronoun;
use super::{Resolver, fold, strip_determiner};
use crate::grammar::{TokenId, Upos};
use crate::mention::entity::{Entity, EntityId, EntityKind};
use crate::mention::names::RunKind;

impl Resolver<'_> {
    /// A noun phrase that is no name: an agent with its modifiers, a reference back, or a thing.
    pub(super) fn description(&mut self, token: TokenId) -> EntityId {
        let word = &self.grammar.tokens[token as usize];
        let (start, _) = self.extent(token);
        let agent = self.agent(token, start);
        let modifier = self.modifier(token, start);
        let determiner = self.grammar.tokens.get(start as usize).map_or("", |token| token.lower.as_str());
        let text = self.grammar.text(start, token + 1);
        let bare = strip_determiner(&text);
        let definite = matches!(
            determiner,
            "the" | "this" | "that" | "these" | "those" | "its" | "their" | "his" | "her"
        );
        let Some((agent, plural, agent_words)) = agent else {
            // A thing, or whoever a noun that nobody knows means if he speaks: it can still be meant again by the same words.
            let full = self.full_text(token, start);
            let speaks = self.speaks(token);
            let entity = Entity {
                name: full,
                also: vec![bare.to_owned()],
                kind: if speaks { EntityKind::Speakers } else { EntityKind::Thing },
                actor: None,
                lexicon_id: None,
                state: None,
                body: modifier,
                members: Vec::new(),
                plural: word.xpos.ends_with('S'),
                noun: word.lemma.clone(),
                first: token,
                rule: if speaks { "actor/speaks" } else { "actor/thing" },
            };
            if definite && let Some(id) = self.refers_back(token, &word.lemma.clone()) {
                return id;
            }
            return self.push(entity);
        };
        let role = self.lexicon.tables.actors.agents[agent as usize].role;
        let agent_id = self.lexicon.tables.actors.agents[agent as usize].id.clone();
        let person = self.lexicon.tables.actors.agents[agent as usize].person;
        if role == AgentRole::Party
            && matches!(
                word.lemma.as_str(),
                "side"
                    | "party"
                    | "rival"
                    | "sides"
                    | "parties"
                    | "camp"
                    | "foe"
                    | "neighbour"
                    | "neighbor"
                    | "enemy"
                    | "country"
                    | "two"
            )
            && modifier.is_none()
            && (plural || word.xpos.ends_with('S'))
        {
            return self.parties(token);
        }
        if definite
            && modifier.is_none()
            && !plural
            && let Some(id) = self.refers_back(token, &word.lemma.clone())
        {
            let form = text.clone();
            self.cast.entities[id as usize].add_form(&form);
            return id;
        }
        // One entity for "the Osterian army" and "Oster's army".
        let state = modifier.and_then(|id| self.cast.get(id).state).or_else(|| {
            (role == AgentRole::State
                || role == AgentRole::Armed
                    && matches!(
                        agent_id.as_str(),
                        "army" | "troops" | "soldiers" | "police" | "military" | "air-force" | "navy"
                    ))
            .then_some(self.cast.main_state)
            .flatten()
        });
        let key = match modifier {
            Some(id) => format!("{}#{}", id, fold(&agent_words)),
            None => format!("#{}", fold(bare)),
        };
        if let Some(&id) = self.by_name.get(&key).filter(|_| !person || definite) {
            self.cast.entities[id as usize].add_form(bare);
            return id;
        }
        let name = match modifier {
            Some(id) => {
                let owner = self.cast.get(id);
                if owner.kind == EntityKind::State {
                    format!("{} {agent_words}", self.demonym(id))
                } else {
                    format!("{} {agent_words}", owner.name)
                }
            }
            None => self.full_text(token, start),
        };
        let mut entity = Entity {
            name,
            also: Vec::new(),
            kind: kind_of_role(role),
            actor: None,
            lexicon_id: None,
            state,
            body: modifier,
            members: Vec::new(),
            plural: plural || word.xpos.ends_with('S'),
            noun: word.lemma.clone(),
            first: token,
            rule: "actor/agent",
        };
        if role == AgentRole::State && modifier.is_some_and(|id| self.cast.get(id).kind == EntityKind::State)
        {
            entity.kind = EntityKind::Body;
        }
        entity.add_form(bare);
        entity.add_form(&self.full_text(token, start));
        if person {
            entity.plural = false;
        }
        if modifier.is_none()
            && let Some(state) = state
        {
            let state_actor = &self.lexicon.tables.actors.actors[state as usize];
            if let Some(demonym) = state_actor.demonyms.first() {
                entity.add_form(&format!("{demonym} {agent_words}"));
            }
        }
        let id = self.push(entity);
        if !person || modifier.is_some() {
            self.by_name.insert(key, id);
        }
        id
    }

    /// Says whether a noun is the subject of a verb that only somebody who speaks can have: "the guild complained".
    fn speaks(&self, token: TokenId) -> bool {
        let events = &self.lexicon.tables.events;
        let word = &self.grammar.tokens[token as usize];
        if word.deprel != "nsubj"
            || ["mute", "text"].iter().any(|class| events.in_class(&word.lemma, class))
            || events.nouns.contains_key(&word.lemma)
            || self.in_place[token as usize]
        {
            return false;
        }
        let verb = &self.grammar.tokens[word.head as usize];
        let clausal = || {
            self.grammar
                .children(word.head)
                .iter()
                .any(|&child| matches!(self.grammar.tokens[child as usize].deprel, "ccomp" | "parataxis"))
        };
        verb.upos == Upos::Verb
            && (events.in_class(&verb.lemma, "speaking-verb")
                || events.in_class(&verb.lemma, "speaking-verb-with-clause") && clausal())
    }

    /// Returns the agent that the noun is, whether it is several, and the words that name it.
    fn agent(&self, token: TokenId, start: TokenId) -> Option<(u16, bool, String)> {
        let tokens = &self.grammar.tokens;
        let word = &tokens[token as usize];
        for last in [word.lower.as_str(), word.lemma.as_str()] {
            for phrase in self.lexicon.tables.actors.agents_ending(last) {
                let length = phrase.words.len() as TokenId;
                if length > token + 1 {
                    continue;
                }
                let from = token + 1 - length;
                let fits = from >= start.min(token)
                    && phrase
                        .words
                        .iter()
                        .zip(&tokens[from as usize..token as usize])
                        .all(|(word, token)| *word == token.lower);
                if fits {
                    return Some((
                        phrase.of,
                        phrase.plural || word.xpos == "NNS",
                        self.grammar.text(from, token + 1).to_lowercase(),
                    ));
                }
            }
        }
        None
    }

    /// Returns the actor that a noun phrase names before or behind its noun: "Osterian", "the front's", "of X".
    fn modifier(&mut self, token: TokenId, start: TokenId) -> Option<EntityId> {
        // Before: the last known or unknown run inside the phrase, or a possessive pronoun.
        for at in (start..token).rev() {
            if let Some(&run) = self.cast.run_at.get(&at) {
                let run = self.runs[run].clone();
                match run.kind {
                    RunKind::Known(known) => {
                        if let Some(id) = self.known(&known, run.start, false) {
                            return Some(id);
                        }
                    }
                    RunKind::Unknown => {
                        if !self.in_place[at as usize] {
                            let index = self.cast.run_at[&at];
                            return Some(self.unknown_name(index, at));
                        }
                    }
                    RunKind::Title(..) => {}
                }
            }
            let word = &self.grammar.tokens[at as usize];
            if word.deprel == "nmod:poss"
                && let Some(id) = self.cast.of(at)
            {
                return Some(id);
            }
            if is_pronoun(&word.lower)
                && let Some(id) = self.cast.of(at)
            {
                return Some(id);
            }
        }
        // Behind: "of X", "for X", "in X".
        let next = token as usize + 1;
        let tokens = &self.grammar.tokens;
        if tokens.get(next).is_some_and(|word| matches!(word.lower.as_str(), "of" | "for" | "from")) {
            let sentence = self.grammar.sentence_of(token);
            let from = next + 1;
            for at in from..(from + 4).min(sentence.end as usize) {
                let at = at as TokenId;
                let Some(run) = self.run_starting(at) else {
                    if tokens[at as usize].upos == Upos::Noun
                        && at > from as TokenId
                        && matches!(tokens[at as usize - 1].lower.as_str(), "the" | "its" | "this")
                        && let Some(id) = self.refers_back(at, &tokens[at as usize].lemma)
                    {
                        return Some(id);
                    }
                    if matches!(tokens[at as usize].upos, Upos::Det | Upos::Adj | Upos::Noun) {
                        continue;
                    }
                    break;
                };
                let run = run.clone();
                return match &run.kind {
                    RunKind::Known(known) => self.known(known, run.start, false),
                    RunKind::Unknown if !self.in_place[at as usize] => {
                        let index = self.cast.run_at[&(run.end - 1)];
                        Some(self.unknown_name(index, run.end - 1))
                    }
                    _ => None,
                };
            }
        }
        None
    }

    /// Returns the tokens of the noun phrase before and including its noun.
    pub(super) fn extent(&self, token: TokenId) -> (TokenId, TokenId) {
        let mut start = token;
        for &child in self.grammar.children(token) {
            let word = &self.grammar.tokens[child as usize];
            let inside = matches!(
                word.deprel,
                "det"
                    | "amod"
                    | "compound"
                    | "nummod"
                    | "nmod:poss"
                    | "flat"
                    | "det:predet"
                    | "nmod"
                    | "appos"
                    | "cc:preconj"
                    | "obl:unmarked"
            ) && !(matches!(word.deprel, "nmod" | "obl:unmarked")
                && !self.cast.run_at.contains_key(&child));
            if child < token && inside {
                start = start.min(self.grammar.subtree(child).0);
            }
        }
        while start < token
            && matches!(self.grammar.tokens[start as usize].upos, Upos::Punct | Upos::Adp | Upos::Cconj)
        {
            start += 1;
        }
        // A phrase longer than this is a mistake of the parse.
        (start.max(token.saturating_sub(12)), token)
    }

    /// Returns the words of the phrase with what hangs behind the noun by "of" and the like, without clauses.
    fn full_text(&self, token: TokenId, start: TokenId) -> String {
        let (_, last) = self.grammar.subtree(token);
        let tokens = &self.grammar.tokens;
        let mut end = token + 1;
        while end <= last && end < token + 9 {
            let word = &tokens[end as usize];
            if matches!(word.upos, Upos::Punct | Upos::Verb | Upos::Sconj | Upos::Cconj | Upos::Aux)
                || matches!(word.lower.as_str(), "who" | "which" | "that" | "at" | "on" | "near" | "after")
            {
                break;
            }
            end += 1;
        }
        strip_determiner(&self.grammar.text(start, end)).to_owned()
    }
}

pub(super) fn kind_of_role(role: AgentRole) -> EntityKind {
    match role {
        AgentRole::Armed => EntityKind::Armed,
        AgentRole::State => EntityKind::Body,
        AgentRole::Speaker => EntityKind::Speakers,
        AgentRole::Civilian => EntityKind::Civilians,
        AgentRole::Party => EntityKind::Parties,
    }
}
