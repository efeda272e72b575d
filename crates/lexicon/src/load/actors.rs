//! States, bodies, groups, persons, generic agents and offices, with an index of their names.
//! Which of several actors of one name is meant in a report is decided by `truce_read::mention`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{LoadError, csv_file, files, list_file, listed, toml_file};

/// What sort of actor a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    State,
    StateForce,
    GovernmentBody,
    Government,
    ArmedGroup,
    Militia,
    Party,
    Coalition,
    InternationalOrganisation,
    Mission,
    Monitor,
    JointCommission,
    ContactGroup,
    CivilSociety,
    Court,
    Media,
    Person,
}

/// One actor: an entry of a file under `data/actors`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Actor {
    pub id: String,
    pub name: String,
    pub kind: ActorKind,
    /// ISO 3166 alpha-2.
    pub countries: Vec<String>,
    pub aliases: Vec<String>,
    /// First and last year known by the name or in the office; 0 where open.
    pub from: i16,
    pub until: i16,
    /// Ids of the actors it belongs to or speaks for.
    pub parents: Vec<String>,
    /// For a state: adjectives ("Syrian").
    pub demonyms: Vec<String>,
    /// For a state: its people ("Syrians").
    pub people: Vec<String>,
    /// For a state: its capital.
    pub capital: String,
    /// For a person: the office held.
    pub office: String,
}

/// How a name must be written to be that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Case {
    /// An abbreviation: all capitals.
    Upper,
    /// Begins with a capital.
    Title,
    /// Any.
    Free,
}

/// In what way a name stands for its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameUse {
    /// Name or alias.
    Name,
    /// Adjective of a state.
    Demonym,
    /// People of a state.
    People,
    /// Seat that acts for a government ("the Kremlin").
    Metonym,
    /// Capital: acts for the government only where it acts.
    Capital,
    /// Armed forces of a state by their proper name.
    Force,
    /// A person's last name alone.
    Surname,
}

/// One way of naming one actor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Name {
    pub actor: u32,
    pub case: Case,
    pub used: NameUse,
    /// The name as the file has it.
    pub text: String,
}

/// A kind of agent without a name: "rebels", "the foreign ministry", "witnesses".
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    pub id: String,
    pub kind: String,
    pub role: AgentRole,
    #[serde(default)]
    pub person: bool,
    #[serde(default)]
    pub singular: Vec<String>,
    #[serde(default)]
    pub plural: Vec<String>,
    #[serde(default)]
    pub collective: Vec<String>,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// What part a generic agent plays in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgentRole {
    Armed,
    State,
    Speaker,
    Civilian,
    Party,
}

/// A title or office that stands beside a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    pub id: String,
    pub titles: Vec<String>,
    #[serde(default)]
    pub of: String,
    #[serde(default)]
    pub rank: bool,
    #[serde(default)]
    pub examples: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
}

/// All actors, with an index of their names.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Actors {
    pub actors: Vec<Actor>,
    pub agents: Vec<Agent>,
    pub offices: Vec<Office>,
    /// Last word of an agent's name to the words before it, the agent, and whether it is several.
    agent_index: BTreeMap<String, Vec<Phrase>>,
    /// First word of a title to its words and the office.
    title_index: BTreeMap<String, Vec<Phrase>>,
    names: Vec<Vec<Name>>,
    index: Vec<u8>,
    ids: BTreeMap<String, u32>,
    /// Country code to the state there now.
    states: BTreeMap<String, u32>,
}

/// A phrase of an agent or an office.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Phrase {
    /// All its words, lower case.
    pub words: Vec<String>,
    /// Index of the agent or office.
    pub of: u16,
    /// Whether it names several.
    pub plural: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateRow {
    id: String,
    name: String,
    countries: String,
    aliases: String,
    demonyms: String,
    people: String,
    capital: String,
    metonyms: String,
    from: String,
    until: String,
    forces: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationRow {
    id: String,
    name: String,
    kind: ActorKind,
    countries: String,
    aliases: String,
    from: String,
    until: String,
    parents: String,
    #[serde(default)]
    #[allow(dead_code)]
    roles: String,
    #[allow(dead_code)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolderRow {
    id: String,
    name: String,
    aliases: String,
    office: String,
    body: String,
    countries: String,
    from: String,
    until: String,
}

#[derive(Deserialize)]
struct CountryRow {
    name: String,
    country: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentFile {
    agent: Vec<Agent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeFile {
    office: Vec<Office>,
}

/// Makes agents of offices, for "the president" where nobody is named: those of states, and others.
fn office_holders(agents: &[Agent], offices: &[Office]) -> Vec<Agent> {
    let known: BTreeSet<&str> = agents.iter().flat_map(|agent| &agent.singular).map(String::as_str).collect();
    let make = |id: &str, role: AgentRole, of_state: bool| {
        let titles: BTreeSet<String> = offices
            .iter()
            .filter(|office| !office.rank && (office.of == "state") == of_state)
            .flat_map(|office| &office.titles)
            .map(|title| title.to_lowercase())
            .filter(|title| !known.contains(title.as_str()) && title.len() > 3)
            .collect();
        let titles: Vec<String> = titles.into_iter().collect();
        Agent {
            id: id.to_owned(),
            kind: "office-holder".to_owned(),
            role,
            person: true,
            plural: titles.iter().map(|title| plural(title)).collect(),
            singular: titles,
            collective: Vec::new(),
            examples: Vec::new(),
            not: Vec::new(),
        }
    };
    vec![make("state-offices", AgentRole::State, true), make("offices", AgentRole::Speaker, false)]
}

/// Makes one agent of nouns that mean a person.
fn persons(nouns: &[String]) -> Agent {
    Agent {
        id: "persons".to_owned(),
        kind: "civilian-group".to_owned(),
        role: AgentRole::Civilian,
        person: false,
        singular: nouns.to_vec(),
        plural: nouns.iter().map(|noun| plural(noun)).collect(),
        collective: Vec::new(),
        examples: Vec::new(),
        not: Vec::new(),
    }
}

/// The regular plural of a noun, with "-men" for "-man".
fn plural(noun: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    if let Some(stem) = noun.strip_suffix("man").filter(|_| noun != "human" && noun != "german") {
        return format!("{stem}men");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "z", "ch", "sh"]) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

impl Actors {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let folder = folder.join("actors");
        let mut actors = Vec::new();
        let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        let mut add = |text: &str, actor: usize, used: NameUse| {
            let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
            let entry = Name { actor: actor as u32, case: case_of(text, used), used, text: text.to_owned() };
            let known = names.entry(fold(text)).or_default();
            if !known.iter().any(|name| name.actor == entry.actor) {
                known.push(entry);
            }
        };
        let path = folder.join("states.csv");
        let rows = if path.exists() { csv_file::<StateRow>(&path)? } else { Vec::new() };
        for row in rows {
            let index = actors.len();
            let aliases = listed(&row.aliases);
            let demonyms = listed(&row.demonyms);
            let people = listed(&row.people);
            add(&row.name, index, NameUse::Name);
            aliases.iter().for_each(|text| add(text, index, NameUse::Name));
            listed(&row.metonyms).iter().for_each(|text| add(text, index, NameUse::Metonym));
            demonyms.iter().for_each(|text| add(text, index, NameUse::Demonym));
            people.iter().for_each(|text| add(text, index, NameUse::People));
            if !row.capital.is_empty() {
                add(&row.capital, index, NameUse::Capital);
            }
            listed(&row.forces).iter().for_each(|text| add(text, index, NameUse::Force));
            actors.push(Actor {
                id: row.id,
                name: row.name,
                kind: ActorKind::State,
                countries: listed(&row.countries),
                aliases,
                from: year(&row.from),
                until: year(&row.until),
                parents: Vec::new(),
                demonyms,
                people,
                capital: row.capital,
                office: String::new(),
            });
        }
        let mut tables = files(&folder, "groups-", "csv")?;
        let organisations = folder.join("organisations.csv");
        if organisations.exists() {
            tables.push(organisations);
        }
        for path in tables {
            for row in csv_file::<OrganisationRow>(&path)? {
                let index = actors.len();
                let aliases = listed(&row.aliases);
                add(&row.name, index, NameUse::Name);
                aliases.iter().for_each(|text| add(text, index, NameUse::Name));
                actors.push(Actor {
                    id: row.id,
                    name: row.name,
                    kind: row.kind,
                    countries: listed(&row.countries),
                    aliases,
                    from: year(&row.from),
                    until: year(&row.until),
                    parents: listed(&row.parents)
                        .into_iter()
                        .map(|parent| parent.split('@').next().unwrap_or_default().to_owned())
                        .collect(),
                    demonyms: Vec::new(),
                    people: Vec::new(),
                    capital: String::new(),
                    office: String::new(),
                });
            }
        }
        for path in files(&folder, "holders-", "csv")? {
            for row in csv_file::<HolderRow>(&path)? {
                let index = actors.len();
                let aliases = listed(&row.aliases);
                add(&row.name, index, NameUse::Name);
                aliases.iter().for_each(|text| add(text, index, NameUse::Name));
                if let Some(surname) = surname(&row.name) {
                    add(surname, index, NameUse::Surname);
                    if let Some((_, bare)) =
                        surname.split_once('-').filter(|(particle, _)| particle.len() <= 3)
                    {
                        add(bare, index, NameUse::Surname);
                    }
                }
                actors.push(Actor {
                    id: row.id,
                    name: row.name,
                    kind: ActorKind::Person,
                    countries: listed(&row.countries),
                    aliases,
                    from: year(&row.from),
                    until: year(&row.until),
                    parents: listed(&row.body),
                    demonyms: Vec::new(),
                    people: Vec::new(),
                    capital: String::new(),
                    office: row.office,
                });
            }
        }
        let path = folder.join("generic.toml");
        let mut agents = if path.exists() { toml_file::<AgentFile>(&path)?.agent } else { Vec::new() };
        let path = folder.join("offices.toml");
        let offices = if path.exists() { toml_file::<OfficeFile>(&path)?.office } else { Vec::new() };
        agents.extend(office_holders(&agents, &offices));
        let path = folder.join("persons.txt");
        if path.exists() {
            agents.push(persons(&list_file(&path)?));
        }
        names.remove("");
        let mut agent_index: BTreeMap<String, Vec<Phrase>> = BTreeMap::new();
        for (of, agent) in agents.iter().enumerate() {
            for (list, plural) in
                [(&agent.singular, false), (&agent.plural, true), (&agent.collective, false)]
            {
                for text in list {
                    let words = words(text);
                    if let Some(last) = words.last() {
                        let phrase = Phrase { words: words.clone(), of: of as u16, plural };
                        agent_index.entry(last.clone()).or_default().push(phrase);
                    }
                }
            }
        }
        let mut title_index: BTreeMap<String, Vec<Phrase>> = BTreeMap::new();
        for (of, office) in offices.iter().enumerate() {
            for text in &office.titles {
                let words = words(text);
                if let Some(first) = words.first() {
                    let phrase = Phrase { words: words.clone(), of: of as u16, plural: false };
                    title_index.entry(first.clone()).or_default().push(phrase);
                }
            }
        }
        for phrases in agent_index.values_mut().chain(title_index.values_mut()) {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        let index = fst::Map::from_iter(names.keys().enumerate().map(|(at, key)| (key, at as u64)))
            .map_err(|error| LoadError::Entry { path: folder.clone(), message: error.to_string() })?
            .into_fst()
            .into_inner();
        let ids = actors.iter().enumerate().rev().map(|(at, actor)| (actor.id.clone(), at as u32)).collect();
        let countries = folder.parent().unwrap_or(&folder).join("places/countries.csv");
        let countries = if countries.exists() { csv_file::<CountryRow>(&countries)? } else { Vec::new() };
        let mut states = BTreeMap::new();
        for (at, actor) in
            actors.iter().enumerate().filter(|(_, actor)| actor.kind == ActorKind::State && actor.until == 0)
        {
            let Some(code) = actor.countries.first() else { continue };
            // Of several states on one soil, the country's own name decides.
            let own = countries.iter().any(|row| {
                row.country == *code
                    && std::iter::once(&actor.name)
                        .chain(&actor.aliases)
                        .any(|name| fold(name) == fold(&row.name))
            });
            if own || !states.contains_key(code) {
                states.insert(code.clone(), at as u32);
            }
        }
        Ok(Self {
            ids,
            states,
            actors,
            agents,
            offices,
            agent_index,
            title_index,
            names: names.into_values().collect(),
            index,
        })
    }

    /// Returns the longest name that begins at the first of `words`: how many words it takes, and whom it
    /// may name. `words` are the tokens of the text in order; how they are cut does not matter.
    pub fn longest_match<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<(usize, &[Name])> {
        if self.index.is_empty() {
            return None;
        }
        let index = fst::raw::Fst::new(self.index.as_slice()).ok()?;
        let mut node = index.root();
        let mut output = fst::raw::Output::zero();
        let mut best = None;
        'words: for (at, word) in words.enumerate() {
            for byte in folded_bytes(word) {
                let Some(input) = node.find_input(byte) else { break 'words };
                let transition = node.transition(input);
                output = output.cat(transition.out);
                node = index.node(transition.addr);
            }
            if node.is_final() {
                let value = output.cat(node.final_output()).value() as usize;
                best = self.names.get(value).map(|names| (at + 1, names.as_slice()));
            }
        }
        best
    }

    /// Returns what `text`, a whole name, may stand for.
    pub fn named(&self, text: &str) -> &[Name] {
        match self.longest_match(std::iter::once(text)) {
            Some((1, names)) => names,
            _ => &[],
        }
    }

    /// Returns the phrases of agents that end in `word` (lower case), longest first.
    pub fn agents_ending(&self, word: &str) -> &[Phrase] {
        self.agent_index.get(word).map_or(&[], Vec::as_slice)
    }

    /// Returns the titles that begin with `word` (lower case), longest first.
    pub fn titles_beginning(&self, word: &str) -> &[Phrase] {
        self.title_index.get(word).map_or(&[], Vec::as_slice)
    }

    /// Returns the index of the actor with this id.
    pub fn index_of(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    /// Returns the state that a country code stands for now.
    pub fn state_of_country(&self, country: &str) -> Option<u32> {
        self.states.get(country).copied()
    }

    /// Returns the actor with this id.
    pub fn by_id(&self, id: &str) -> Option<&Actor> {
        self.index_of(id).map(|at| &self.actors[at as usize])
    }
}

/// Letters and digits of a name without case and diacritics, and without anything between them, so that
/// "al-Sham", "al Sham" and "Al‑Shām" are one.
pub fn fold(text: &str) -> String {
    String::from_utf8(folded_bytes(text).collect()).unwrap_or_default()
}

fn folded_bytes(text: &str) -> impl Iterator<Item = u8> + '_ {
    use unicode_normalization::UnicodeNormalization;
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).flat_map(|c| {
        let mut buffer = [0; 4];
        let length = c.encode_utf8(&mut buffer).len();
        buffer.into_iter().take(length)
    })
}

fn case_of(text: &str, used: NameUse) -> Case {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    if matches!(used, NameUse::Demonym | NameUse::People | NameUse::Capital | NameUse::Surname) {
        Case::Title
    } else if text.len() <= 8 && letters.clone().count() >= 1 && letters.clone().all(char::is_uppercase) {
        Case::Upper
    } else if letters.any(char::is_uppercase) {
        Case::Title
    } else {
        Case::Free
    }
}

/// The last name of a person, with its particle ("de Mistura", "al-Assad"); none for a single name.
fn surname(name: &str) -> Option<&str> {
    let (before, last) = name.rsplit_once(' ')?;
    if last.len() < 3 || last.ends_with('.') || last.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
        return None;
    }
    let particle = before.rsplit(' ').next().filter(|word| {
        matches!(
            *word,
            "de" | "da" | "dos" | "van" | "von" | "bin" | "ben" | "al" | "el" | "bint" | "di" | "le" | "la"
        )
    });
    Some(particle.map_or(last, |particle| &name[name.len() - last.len() - 1 - particle.len()..]))
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split_whitespace().map(str::to_owned).collect()
}

fn year(edtf: &str) -> i16 {
    edtf.get(..4).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
