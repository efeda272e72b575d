//! Names and parsed sentences in, the cast of the report out: who each noun and pronoun means.
//! Places and times are found elsewhere; a noun that names none of them still gets an entity of its own words.

use std::collections::BTreeMap;

use truce_lexicon::Lexicon;
use truce_lexicon::load::actors::{ActorKind, AgentRole, NameUse};

use super::entity::{Entity, EntityId, EntityKind};
use super::names::{Known, NameRun, RunKind};
use crate::grammar::{Grammar, Merge, TokenId, Upos};

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

/// Returns the runs that the parser should take as one word each: persons with the titles before them,
/// and names of several words.
#[must_use]
pub fn merges(runs: &[NameRun]) -> Vec<Merge> {
    let mut merges = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let (end, _) = group(runs, at);
        let (start, stop) = (runs[at].start, runs[end - 1].end);
        let name = runs[at..end].iter().any(|run| !matches!(run.kind, RunKind::Title(..)));
        if stop - start > 1 && name {
            merges.push(Merge { start, end: stop, upos: Upos::Propn });
        }
        at = end;
    }
    merges
}

/// Returns the end of the group of runs that begins at `at` (a person with titles and the body before them),
/// and whether it is a person's.
fn group(runs: &[NameRun], at: usize) -> (usize, bool) {
    let touches = |one: usize| one + 1 < runs.len() && runs[one].end == runs[one + 1].start;
    let mut end = at;
    let before = match &runs[end].kind {
        RunKind::Known(known) => known.iter().any(|known| is_body(known.used)),
        RunKind::Unknown => true,
        RunKind::Title(..) => false,
    };
    if before {
        if touches(end) && matches!(runs[end + 1].kind, RunKind::Title(..)) {
            end += 1;
        } else {
            return (at + 1, false);
        }
    }
    if !matches!(runs[end].kind, RunKind::Title(..)) {
        return (at + 1, false);
    }
    while touches(end) && matches!(runs[end + 1].kind, RunKind::Title(..)) {
        end += 1;
    }
    if touches(end) && is_person_name(&runs[end + 1]) { (end + 2, true) } else { (at + 1, false) }
}

fn is_body(used: NameUse) -> bool {
    matches!(
        used,
        NameUse::Demonym
            | NameUse::Name
            | NameUse::People
            | NameUse::Force
            | NameUse::Metonym
            | NameUse::Capital
    )
}

fn is_person_name(run: &NameRun) -> bool {
    match &run.kind {
        RunKind::Unknown => true,
        RunKind::Known(known) => {
            known.iter().any(|known| known.used == NameUse::Surname)
                || known.iter().all(|known| known.used == NameUse::Name)
        }
        RunKind::Title(..) => false,
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

    /// Gives the speaker of the report a name: the body whose own text it is.
    fn set_issuer(&mut self, start: TokenId, end: TokenId) {
        let run = (start..end).find_map(|token| {
            self.cast.run_at.get(&token).copied().filter(|&at| matches!(&self.runs[at].kind, RunKind::Known(known) if known.iter().any(|known| known.used != NameUse::Demonym)))
        });
        let text = self.grammar.text(start, end);
        let id = match run.map(|at| self.runs[at].clone()) {
            Some(NameRun { kind: RunKind::Known(known), start, .. }) => self.known(&known, start, false),
            _ => None,
        };
        let (name, mut also, kind, actor, state) = match id {
            Some(id) => {
                let entity = self.cast.get(id);
                (entity.name.clone(), entity.also.clone(), entity.kind, entity.actor, entity.state)
            }
            None => (text.clone(), Vec::new(), EntityKind::Organisation, None, self.cast.main_state),
        };
        also.push(text);
        let speaker = &mut self.cast.entities[SPEAKER as usize];
        (speaker.name, speaker.kind, speaker.actor, speaker.state) = (name, kind, actor, state);
        speaker.also = Vec::new();
        for form in also {
            speaker.add_form(&form);
        }
        speaker.rule = "actor/issuer";
        if let Some(actor) = actor {
            self.by_actor.insert(actor, SPEAKER);
        }
    }

    /// Finds out who "we" is where no letterhead tells: the first person or state that the report names in
    /// its first sentences; the paper, in a report of its own.
    fn name_speaker(&mut self, setting: &Setting) {
        if self.cast.entities[SPEAKER as usize].rule != "actor/speaker" {
            return;
        }
        if !setting.own_voice {
            if let Some(publisher) = &setting.publisher {
                let speaker = &mut self.cast.entities[SPEAKER as usize];
                publisher.clone_into(&mut speaker.name);
                speaker.kind = EntityKind::Media;
                speaker.rule = "actor/publisher";
            }
            return;
        }
        if let Some(label) = &setting.spokesman {
            let speaker = &mut self.cast.entities[SPEAKER as usize];
            label.clone_into(&mut speaker.name);
            speaker.rule = "actor/label";
            return;
        }
        let early = |at: TokenId| self.grammar.sentence_index(at) < 6;
        let first = |wanted: &dyn Fn(&Entity) -> bool, subject: bool| {
            self.log
                .iter()
                .take_while(|(at, ..)| early(*at))
                .find(|(_, id, is_subject)| (*is_subject || !subject) && wanted(self.cast.get(*id)))
                .map(|&(_, id, _)| id)
        };
        let person = |entity: &Entity| {
            entity.kind == EntityKind::Person && (entity.actor.is_some() || !entity.also.is_empty())
        };
        let body = |entity: &Entity| {
            matches!(
                entity.kind,
                EntityKind::State | EntityKind::Organisation | EntityKind::Body | EntityKind::Armed
            )
        };
        let found = first(&person, false).or_else(|| first(&body, true)).or_else(|| first(&body, false));
        if let Some(id) = found {
            let entity = self.cast.get(id).clone();
            let speaker = &mut self.cast.entities[SPEAKER as usize];
            speaker.name = entity.name;
            speaker.also = entity.also;
            speaker.kind = entity.kind;
            speaker.actor = entity.actor;
            speaker.state = entity.state;
            speaker.body = entity.body;
            speaker.rule = "actor/first-named";
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
        self.description(token)
    }

    /// Chooses whom a known name means here.
    fn known(&mut self, known: &[Known], start: TokenId, titled: bool) -> Option<EntityId> {
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
            if matches!(candidate.used, NameUse::Metonym | NameUse::Force) && score < 3 {
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

    fn push(&mut self, entity: Entity) -> EntityId {
        self.cast.entities.push(entity);
        (self.cast.entities.len() - 1) as EntityId
    }

    /// Joins titles and the body before a person's name to the person.
    fn link_titles(&mut self, person: EntityId, at: usize) {
        let mut first = at;
        while first > 0
            && self.runs[first - 1].end == self.runs[first].start
            && matches!(self.runs[first - 1].kind, RunKind::Title(..))
        {
            first -= 1;
        }
        let name_start = self.runs[at].start;
        let title_start = self.runs[first].start;
        let mut office = None;
        for run in &self.runs[first..at] {
            if let RunKind::Title(index, rank) = run.kind
                && !rank
            {
                office = Some(index);
            }
        }
        let body = if first > 0 && self.runs[first - 1].end == title_start {
            match &self.runs[first - 1].kind {
                RunKind::Known(known) => {
                    let known = known.clone();
                    let start = self.runs[first - 1].start;
                    self.known(&known, start, false)
                }
                _ => None,
            }
        } else {
            None
        };
        if self.cast.entities[person as usize].body.is_none() {
            self.cast.entities[person as usize].body = body;
        }
        if self.cast.entities[person as usize].state.is_none() {
            self.cast.entities[person as usize].state = body.and_then(|body| self.cast.get(body).state);
        }
        if office.is_some() {
            let title = self.grammar.text(title_start, name_start);
            let form = match body {
                Some(body) => format!("{} {title}", self.demonym(body)),
                None => title,
            };
            self.cast.entities[person as usize].add_form(&form);
        }
    }

    fn demonym(&self, id: EntityId) -> String {
        let entity = self.cast.get(id);
        entity
            .actor
            .and_then(|actor| self.lexicon.tables.actors.actors[actor as usize].demonyms.first().cloned())
            .unwrap_or_else(|| entity.name.clone())
    }

    /// Takes "(RSF)" behind a name as another name of it.
    fn abbreviation(&mut self, id: EntityId, end: TokenId) {
        let tokens = &self.grammar.tokens;
        let at = end as usize;
        if tokens.get(at).is_some_and(|token| token.form == "(")
            && let Some(short) = tokens.get(at + 1)
            && tokens.get(at + 2).is_some_and(|token| matches!(token.form.as_str(), ")" | "/" | "-"))
            && short.form.chars().filter(|c| c.is_uppercase()).count() >= 2
        {
            let form = short.form.clone();
            self.by_name.insert(fold(&form), id);
            self.cast.entities[id as usize].add_form(&form);
        }
    }

    /// A capitalised run that the lexicon does not know: the same as before, a person, or a new name.
    fn unknown_name(&mut self, at: usize, token: TokenId) -> EntityId {
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
        // "X spokesman": handled by the noun; "Ansar Allah forces" too.
        id
    }

    fn is_person_place(&self, token: TokenId) -> bool {
        !self.in_place[token as usize]
    }

    /// Takes the office behind a name (", spokesman for the front,") as the person's.
    fn apposition(&mut self, id: EntityId, end: TokenId) {
        let tokens = &self.grammar.tokens;
        let sentence_end = self.grammar.sentence_of(end.saturating_sub(1)).end as usize;
        let at = end as usize;
        if at + 1 >= sentence_end || tokens[at].form != "," {
            return;
        }
        let window = at + 1..sentence_end.min(at + 9);
        let title = window.clone().find_map(|at| {
            let token = &tokens[at];
            if matches!(token.form.as_str(), "," | "." | ";") {
                return None;
            }
            self.lexicon
                .tables
                .actors
                .titles_beginning(&token.lower)
                .iter()
                .find(|phrase| {
                    phrase.words.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.lower)
                        && !self.lexicon.tables.actors.offices[phrase.of as usize].rank
                })
                .map(|phrase| (at, at + phrase.words.len()))
        });
        let Some((start, stop)) = title else { return };
        if tokens[at + 1..start].iter().any(|token| token.form == "," || token.upos == Upos::Verb) {
            return;
        }
        let close = (stop..sentence_end)
            .find(|&at| matches!(tokens[at].form.as_str(), "," | "." | ";" | ")"))
            .unwrap_or(sentence_end);
        let form = self.grammar.text(at as TokenId + 1, close.min(stop + 8) as TokenId);
        let entity = &mut self.cast.entities[id as usize];
        entity.kind = EntityKind::Person;
        entity.add_form(&form);
        let surname = fold(&last_word_cased(&entity.name.clone()));
        self.by_surname.entry(surname).or_insert(id);
        // The body: a name inside the apposition.
        let from = self.runs.partition_point(|run| run.start as usize <= at);
        let inside = self.runs[from..]
            .iter()
            .take(12)
            .find(|run| {
                run.start as usize > at
                    && (run.end as usize) <= close
                    && matches!(run.kind, RunKind::Known(_))
            })
            .cloned();
        if let Some(NameRun { kind: RunKind::Known(known), start, .. }) = inside
            && let Some(body) = self.known(&known, start, false)
        {
            let state = self.cast.get(body).state;
            let entity = &mut self.cast.entities[id as usize];
            entity.body.get_or_insert(body);
            entity.state = entity.state.or(state);
        }
    }

    /// A noun phrase that is no name: an agent with its modifiers, a reference back, or a thing.
    fn description(&mut self, token: TokenId) -> EntityId {
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
            // A thing: it can still be meant again by the same words.
            let full = self.full_text(token, start);
            let entity = Entity {
                name: full,
                also: vec![bare.to_owned()],
                kind: EntityKind::Thing,
                actor: None,
                lexicon_id: None,
                state: None,
                body: modifier,
                members: Vec::new(),
                plural: word.xpos.ends_with('S'),
                noun: word.lemma.clone(),
                first: token,
                rule: "actor/thing",
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
        // One entity for "the Armenian army" and "Armenia's army".
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

    /// Returns the actor that a noun phrase names before or behind its noun: "Armenian", "the front's", "of X".
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
    fn extent(&self, token: TokenId) -> (TokenId, TokenId) {
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

    /// Finds an earlier entity that "the NOUN" means.
    fn refers_back(&self, token: TokenId, noun: &str) -> Option<EntityId> {
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

    fn pronoun(&mut self, token: TokenId) -> Option<EntityId> {
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
    fn parties(&mut self, token: TokenId) -> EntityId {
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

fn is_pronoun(lower: &str) -> bool {
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

fn kind_of_role(role: AgentRole) -> EntityKind {
    match role {
        AgentRole::Armed => EntityKind::Armed,
        AgentRole::State => EntityKind::Body,
        AgentRole::Speaker => EntityKind::Speakers,
        AgentRole::Civilian => EntityKind::Civilians,
        AgentRole::Party => EntityKind::Parties,
    }
}

fn looks_like_person(lower: &str, words: usize) -> bool {
    (2..=4).contains(&words) && !lower.chars().any(|c| c.is_ascii_digit())
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
