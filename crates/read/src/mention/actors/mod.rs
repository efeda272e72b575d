//! Names and parsed sentences in, the cast of the report out: who each noun and pronoun means.
//! Places and times are found elsewhere; a noun that names none of them still gets an entity of its own words.

use std::collections::BTreeMap;

use truce_lexicon::Lexicon;
use truce_lexicon::load::actors::{ActorKind, NameUse};

use super::entity::{Entity, EntityId, EntityKind};
use super::names::{NameRun, RunKind};
use crate::grammar::{Grammar, TokenId, Upos};

mod back;
mod description;
mod name;
mod speaker;
mod title;

use back::is_pronoun;
pub use title::merges;

/// The entity that stands for whoever is speaking ("we"); drawing puts the speaker in its place.
pub const SPEAKER: EntityId = 0;

/// What is known of the report before its actors are resolved.
#[derive(Debug, Default)]
pub struct Setting {
    /// Year of the reference date, or 0.
    pub year: i16,
    /// Countries of the report's places, each with its weight.
    pub countries: Vec<(String, f32)>,
    /// Who published it, for a report in which "we" is the paper.
    pub publisher: Option<String>,
    /// Who answers in a transcript, by the label of the answers.
    pub spokesman: Option<String>,
    /// Whether the report is somebody's own statement or answers.
    pub own_voice: bool,
}

/// The actors of a report.
#[derive(Debug, Default)]
pub struct Cast {
    /// All entities; the first stands for the speaker.
    pub entities: Vec<Entity>,
    /// The entity of each token that heads a noun phrase.
    of_token: Vec<Option<EntityId>>,
    /// The run of names that ends in each token.
    run_at: BTreeMap<TokenId, usize>,
    /// Tokens that name a capital: a place, unless it acts.
    capital: Vec<bool>,
    /// The report's main state, if one stands out.
    pub main_state: Option<u32>,
}

impl Cast {
    /// Returns the entity that the noun phrase headed by `token` means.
    #[must_use]
    pub fn of(&self, token: TokenId) -> Option<EntityId> {
        self.of_token.get(token as usize).copied().flatten()
    }

    /// Says whether a token names a capital, which is a place unless it acts.
    #[must_use]
    pub fn is_capital(&self, token: TokenId) -> bool {
        self.capital.get(token as usize).copied().unwrap_or(false)
    }

    /// Returns an entity.
    #[must_use]
    pub fn get(&self, id: EntityId) -> &Entity {
        &self.entities[id as usize]
    }

    /// Says whether two entities are, or act for, the same party.
    #[must_use]
    pub fn same_side(&self, one: EntityId, other: EntityId) -> bool {
        one == other || self.side(one) == self.side(other) || {
            let (one, other) = (self.get(one), self.get(other));
            one.state.is_some()
                && one.state == other.state
                && one.kind != EntityKind::Armed
                && other.kind != EntityKind::Armed
        }
    }

    /// Returns the party that an entity acts or speaks for, or itself.
    #[must_use]
    pub fn side(&self, id: EntityId) -> EntityId {
        let mut id = id;
        for _ in 0..4 {
            match self.get(id).body {
                Some(body) if body != id => id = body,
                _ => break,
            }
        }
        id
    }
}

/// Resolves the actors of a report.
#[must_use]
pub fn resolve(
    grammar: &Grammar,
    runs: &[NameRun],
    places: &[(TokenId, TokenId)],
    issuer: Option<(TokenId, TokenId)>,
    setting: &Setting,
    lexicon: &Lexicon,
) -> Cast {
    let mut resolver = Resolver::new(grammar, runs, places, setting, lexicon);
    if let Some((start, end)) = issuer {
        resolver.set_issuer(start, end);
    }
    for token in 0..grammar.tokens.len() as TokenId {
        resolver.visit(token);
    }
    resolver.name_speaker(setting);
    resolver.cast
}

struct Resolver<'a> {
    grammar: &'a Grammar,
    runs: &'a [NameRun],
    lexicon: &'a Lexicon,
    setting: &'a Setting,
    cast: Cast,
    /// Entities by folded name.
    by_name: BTreeMap<String, EntityId>,
    /// Entities by actor of the lexicon.
    by_actor: BTreeMap<u32, EntityId>,
    /// Persons by last name, folded.
    by_surname: BTreeMap<String, EntityId>,
    /// Mentions so far: token, entity, whether a subject.
    log: Vec<(TokenId, EntityId, bool)>,
    /// Weight of countries, ISO code.
    countries: BTreeMap<String, f32>,
    in_place: Vec<bool>,
}

impl<'a> Resolver<'a> {
    fn new(
        grammar: &'a Grammar,
        runs: &'a [NameRun],
        places: &[(TokenId, TokenId)],
        setting: &'a Setting,
        lexicon: &'a Lexicon,
    ) -> Self {
        let mut countries: BTreeMap<String, f32> = BTreeMap::new();
        let mut states: BTreeMap<u32, f32> = BTreeMap::new();
        for (country, weight) in &setting.countries {
            *countries.entry(country.clone()).or_default() += weight;
        }
        for run in runs {
            let RunKind::Known(known) = &run.kind else { continue };
            for known in known {
                let actor = &lexicon.tables.actors.actors[known.actor as usize];
                let plain = matches!(
                    known.used,
                    NameUse::Name | NameUse::Demonym | NameUse::People | NameUse::Capital
                );
                if actor.kind == ActorKind::State && plain {
                    *states.entry(known.actor).or_default() += 1.0;
                    for country in &actor.countries {
                        *countries.entry(country.clone()).or_default() += 1.0;
                    }
                }
            }
        }
        for (actor, weight) in &mut states {
            for country in &lexicon.tables.actors.actors[*actor as usize].countries {
                *weight += setting
                    .countries
                    .iter()
                    .find(|(code, _)| code == country)
                    .map_or(0.0, |(_, weight)| *weight);
            }
        }
        let main_state = states
            .iter()
            .max_by(|one, other| one.1.total_cmp(other.1).then(other.0.cmp(one.0)))
            .map(|(&actor, _)| actor);
        let mut in_place = vec![false; grammar.tokens.len()];
        for &(start, end) in places {
            for token in start..end.min(grammar.tokens.len() as TokenId) {
                in_place[token as usize] = true;
            }
        }
        let speaker = Entity {
            name: "speaker".to_owned(),
            also: Vec::new(),
            kind: EntityKind::Speakers,
            actor: None,
            lexicon_id: None,
            state: None,
            body: None,
            members: Vec::new(),
            plural: false,
            noun: String::new(),
            first: 0,
            rule: "actor/speaker",
        };
        let cast = Cast {
            entities: vec![speaker],
            of_token: vec![None; grammar.tokens.len()],
            capital: vec![false; grammar.tokens.len()],
            run_at: runs.iter().enumerate().map(|(at, run)| (run.end.saturating_sub(1), at)).collect(),
            main_state,
        };
        Self {
            grammar,
            runs,
            lexicon,
            setting,
            cast,
            by_name: BTreeMap::new(),
            by_actor: BTreeMap::new(),
            by_surname: BTreeMap::new(),
            log: Vec::new(),
            countries,
            in_place,
        }
    }

    fn visit(&mut self, token: TokenId) {
        let word = &self.grammar.tokens[token as usize];
        let inner = self.is_inside_run(token);
        if inner {
            return;
        }
        let entity = match word.upos {
            Upos::Pron | Upos::Det if is_pronoun(&word.lower) => self.pronoun(token),
            Upos::Num | Upos::Det | Upos::Pron
                if matches!(word.lower.as_str(), "both" | "neither" | "each") && !self.modifies(token) =>
            {
                Some(self.parties(token))
            }
            _ if self.modifies(token) && self.cast.run_at.contains_key(&token) => {
                // "Osterian strikes": whose they are, but no mention that "it" could mean.
                let run = self.runs[self.cast.run_at[&token]].clone();
                if let RunKind::Known(known) = &run.kind {
                    self.cast.of_token[token as usize] = self.known(known, run.start, false);
                }
                return;
            }
            Upos::Noun | Upos::Propn => Some(self.noun_phrase(token)),
            Upos::Adj | Upos::Verb | Upos::X | Upos::Num
                if self.cast.run_at.contains_key(&token) && !self.modifies(token) =>
            {
                Some(self.noun_phrase(token))
            }
            _ => None,
        };
        if let Some(entity) = entity {
            self.cast.of_token[token as usize] = Some(entity);
            let relation = word.deprel;
            let subject = relation.starts_with("nsubj");
            if entity != SPEAKER && self.cast.get(entity).kind.acts() {
                self.log.push((token, entity, subject));
            }
        }
    }

    fn noun_phrase(&mut self, token: TokenId) -> EntityId {
        if let Some(&at) = self.cast.run_at.get(&token) {
            let run = self.runs[at].clone();
            match &run.kind {
                RunKind::Known(known) => {
                    let titled = at > 0
                        && self.runs[at - 1].end == run.start
                        && matches!(self.runs[at - 1].kind, RunKind::Title(..));
                    if let Some(id) = self.known(known, run.start, titled) {
                        if titled {
                            self.link_titles(id, at);
                        }
                        self.abbreviation(id, run.end);
                        return id;
                    }
                    return self.unknown_name(at, token);
                }
                RunKind::Unknown => return self.unknown_name(at, token),
                RunKind::Title(..) => {}
            }
        }
        // "Front spokesman Ada Lorn", where the parse begins the name at its first word: the name is at the end.
        let last = self
            .grammar
            .children(token)
            .iter()
            .copied()
            .rev()
            .find(|&child| self.grammar.tokens[child as usize].deprel == "flat" && child > token);
        if let Some(&at) = last.and_then(|last| self.cast.run_at.get(&last))
            && self.runs[at].start > token
            && matches!(self.runs[at].kind, RunKind::Unknown | RunKind::Known(_))
        {
            return self.noun_phrase(self.runs[at].end - 1);
        }
        self.description(token)
    }

    /// Says whether the token is an inner word of a name that ends further on.
    fn is_inside_run(&self, token: TokenId) -> bool {
        self.cast.run_at.range(token + 1..token + 14).next().is_some_and(|(_, &at)| {
            let run = &self.runs[at];
            run.start <= token && !matches!(run.kind, RunKind::Title(..))
        })
    }

    fn run_starting(&self, at: TokenId) -> Option<&'a NameRun> {
        let index = self.runs.partition_point(|run| run.start < at);
        self.runs.get(index).filter(|run| run.start == at)
    }

    fn modifies(&self, token: TokenId) -> bool {
        let relation = self.grammar.tokens[token as usize].deprel;
        matches!(relation, "amod" | "compound" | "det" | "nummod" | "flat" | "det:predet" | "cc:preconj")
    }

    fn push(&mut self, entity: Entity) -> EntityId {
        self.cast.entities.push(entity);
        (self.cast.entities.len() - 1) as EntityId
    }

    fn demonym(&self, id: EntityId) -> String {
        let entity = self.cast.get(id);
        entity
            .actor
            .and_then(|actor| self.lexicon.tables.actors.actors[actor as usize].demonyms.first().cloned())
            .unwrap_or_else(|| entity.name.clone())
    }
}

fn last_word(text: &str) -> String {
    last_word_cased(text).to_lowercase()
}

fn last_word_cased(text: &str) -> String {
    text.rsplit(' ').next().unwrap_or(text).to_owned()
}

fn fold(text: &str) -> String {
    truce_lexicon::load::actors::fold(text)
}

fn strip_determiner(text: &str) -> &str {
    for determiner in
        ["the ", "The ", "a ", "A ", "an ", "An ", "its ", "Its ", "their ", "Their ", "this ", "This "]
    {
        if let Some(rest) = text.strip_prefix(determiner) {
            return rest;
        }
    }
    text
}
