//! Who takes part in a report: one entity for each actor, person, body or description, with all its names.

use serde::Serialize;

use crate::grammar::TokenId;

/// Index of an entity in [`super::actors::Cast::entities`].
pub type EntityId = u32;

/// What sort of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A state or its government.
    State,
    /// A ministry, army, police or other body of a state.
    Body,
    /// An armed group, militia or movement.
    Armed,
    /// An international or civil organisation, mission or monitor.
    Organisation,
    /// A newspaper, agency, station.
    Media,
    /// One person.
    Person,
    /// People without arms.
    Civilians,
    /// Those who speak without a name: witnesses, officials.
    Speakers,
    /// A party to the conflict without a closer name ("both sides").
    Parties,
    /// Named, but not known to the lexicon.
    Named,
    /// Anything else.
    Thing,
}

impl EntityKind {
    /// Says whether such an entity can act in a conflict.
    #[must_use]
    pub fn acts(self) -> bool {
        !matches!(self, Self::Thing)
    }

    /// Says whether it is a party with arms.
    #[must_use]
    pub fn is_party(self) -> bool {
        matches!(self, Self::State | Self::Body | Self::Armed | Self::Parties)
    }
}

/// One actor of the report.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The fullest name.
    pub name: String,
    /// Other names, and whom it acts or speaks for.
    pub also: Vec<String>,
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// The lexicon's actor, if it is one.
    pub actor: Option<u32>,
    /// The lexicon's id of that actor.
    pub lexicon_id: Option<String>,
    /// The lexicon's state that it belongs to.
    pub state: Option<u32>,
    /// Whom it acts or speaks for.
    pub body: Option<EntityId>,
    /// Those it is made of, for "both sides".
    pub members: Vec<EntityId>,
    /// Several persons or things.
    pub plural: bool,
    /// Last noun of its name, lower case.
    pub noun: String,
    /// Where it was first met.
    pub first: TokenId,
    /// The rule that made it.
    pub rule: &'static str,
}

impl Entity {
    /// Adds another form of the name.
    pub fn add_form(&mut self, form: &str) {
        let form = form.trim();
        if !form.is_empty() && form != self.name && !self.also.iter().any(|known| known == form) {
            self.also.push(form.to_owned());
        }
    }
}
