//! Names as data sets write them in; actors and countries of the lexicon out, where exactly one fits.

use std::collections::{BTreeSet, HashMap};

use truce_lexicon::Lexicon;
use truce_lexicon::load::actors::{ActorKind, NameUse};

use crate::statement::Actor;

/// What data sets put before the name of a state when they mean its government or its forces.
const OF_A_STATE: [&str; 5] = [
    "Government of ",
    "Military Forces of ",
    "Police Forces of ",
    "Armed Forces of ",
    "Unidentified Military Forces of ",
];

/// Looks names up, each once.
pub(super) struct Names<'l> {
    lexicon: &'l Lexicon,
    actors: HashMap<(String, Option<String>, Option<i16>), Actor>,
    countries: HashMap<String, Option<String>>,
}

impl<'l> Names<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, actors: HashMap::new(), countries: HashMap::new() }
    }

    /// Returns the actors that a cell names. A cell that is a name as a whole is one actor, however it is parted.
    pub fn actors(
        &mut self,
        cell: &str,
        split: Option<&str>,
        country: Option<&str>,
        year: Option<i16>,
    ) -> Vec<Actor> {
        let whole = self.actor(cell, country, year);
        let parts = split.map(|split| parts(cell, split)).unwrap_or_default();
        if whole.id.is_some() || parts.len() < 2 {
            return vec![whole];
        }
        parts.into_iter().map(|part| self.actor(part, country, year)).collect()
    }

    /// Returns the actor of a name; one of whom only the name is known, if none or several fit.
    pub fn actor(&mut self, name: &str, country: Option<&str>, year: Option<i16>) -> Actor {
        let key = (name.to_owned(), country.map(str::to_owned), year);
        if let Some(known) = self.actors.get(&key) {
            return known.clone();
        }
        let actor = self.find(name, country, year);
        self.actors.insert(key, actor.clone());
        actor
    }

    fn find(&self, name: &str, country: Option<&str>, year: Option<i16>) -> Actor {
        let mut actor = Actor::named(name);
        let bare = unbracketed(name);
        if bare.eq_ignore_ascii_case("civilians") {
            actor.kind = Some("civilians".to_owned());
            return actor;
        }
        let state = OF_A_STATE.iter().find_map(|before| bare.strip_prefix(before));
        let found = self
            .only(name, country, year, false)
            .or_else(|| self.only(bare, country, year, false))
            .or_else(|| self.only(state?, country, year, true));
        if let Some(entry) = found.and_then(|at| self.lexicon.tables.actors.actors.get(at as usize)) {
            actor.id = Some(entry.id.clone());
            actor.country = entry.countries.first().cloned();
            actor.kind = Some(kind(entry.kind).to_owned());
        }
        actor
    }

    /// Returns the one actor that a name can stand for, given the country and the year.
    fn only(&self, name: &str, country: Option<&str>, year: Option<i16>, state: bool) -> Option<u32> {
        let known = &self.lexicon.tables.actors;
        let named: BTreeSet<u32> = known
            .named(name)
            .iter()
            .filter(|found| matches!(found.used, NameUse::Name | NameUse::Force))
            .map(|found| found.actor)
            .filter(|&at| {
                let kind = known.actors[at as usize].kind;
                if state { kind == ActorKind::State } else { kind != ActorKind::Media }
            })
            .collect();
        let mut left: Vec<u32> = named.into_iter().collect();
        // A rule that leaves nobody rules nothing out.
        let mut narrow = |keep: &dyn Fn(&truce_lexicon::load::actors::Actor) -> bool| {
            let kept: Vec<u32> =
                left.iter().copied().filter(|&at| keep(&known.actors[at as usize])).collect();
            if !kept.is_empty() {
                left = kept;
            }
        };
        if let Some(year) = year {
            narrow(&|actor| {
                (actor.from == 0 || actor.from <= year) && (actor.until == 0 || year <= actor.until)
            });
        }
        narrow(&|actor| actor.kind != ActorKind::Person);
        if let Some(country) = country {
            narrow(&|actor| actor.countries.iter().any(|known| known == country));
        }
        match left.as_slice() {
            &[one] => Some(one),
            _ => None,
        }
    }

    /// Returns the code of a country (ISO 3166 alpha-2) by its name or code.
    pub fn country(&mut self, name: &str) -> Option<String> {
        if let Some(known) = self.countries.get(name) {
            return known.clone();
        }
        let actors = &self.lexicon.tables.actors;
        let code = name.len() == 2 && actors.state_of_country(name).is_some();
        let found = if code {
            Some(name.to_owned())
        } else {
            self.only(name, None, None, true)
                .or_else(|| self.only(unbracketed(name), None, None, true))
                .and_then(|at| actors.actors[at as usize].countries.first().cloned())
        };
        self.countries.insert(name.to_owned(), found.clone());
        found
    }
}

/// Returns what stands before a remark in brackets at the end: "Military Forces of Syria (2000-)".
fn unbracketed(name: &str) -> &str {
    match name.rfind(" (") {
        Some(at) if name.ends_with(')') => name[..at].trim_end(),
        _ => name,
    }
}

/// Parts names where no bracket is open.
fn parts<'a>(cell: &'a str, split: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_i32);
    for (at, letter) in cell.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth <= 0 && at >= start && cell[at..].starts_with(split) => {
                parts.push(cell[start..at].trim());
                start = at + split.len();
            }
            _ => {}
        }
    }
    parts.push(cell[start.min(cell.len())..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// The word for a kind, as readings have it.
fn kind(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::State => "state",
        ActorKind::StateForce | ActorKind::GovernmentBody | ActorKind::Court => "body",
        ActorKind::Government
        | ActorKind::ArmedGroup
        | ActorKind::Militia
        | ActorKind::Party
        | ActorKind::Coalition => "armed",
        ActorKind::InternationalOrganisation
        | ActorKind::Mission
        | ActorKind::Monitor
        | ActorKind::JointCommission
        | ActorKind::ContactGroup
        | ActorKind::CivilSociety => "organisation",
        ActorKind::Media => "media",
        ActorKind::Person => "person",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_found_by_names_of_data_sets() {
        let lexicon = Lexicon::embedded();
        let mut names = Names::new(&lexicon);
        for (name, id) in [
            ("Government of Syria", Some("syria")),
            ("Military Forces of Syria (2000-)", Some("syria")),
            ("Syria", Some("syria")),
            ("A band that nobody knows", None),
        ] {
            assert_eq!(names.actor(name, Some("SY"), Some(2018)).id.as_deref(), id, "{name}");
        }
        assert_eq!(names.actor("Civilians (Syria)", None, None).kind.as_deref(), Some("civilians"));
        let two = names.actors("HTS, Band of Nobody (North, South)", Some(", "), Some("SY"), Some(2018));
        assert_eq!(two.len(), 2);
        assert!(two[0].id.is_some());
        for (name, code) in [
            ("Syria", Some("SY")),
            ("UA", Some("UA")),
            ("Russia (Soviet Union)", Some("RU")),
            ("Nowhere", None),
        ] {
            assert_eq!(names.country(name).as_deref(), code, "{name}");
        }
    }
}
