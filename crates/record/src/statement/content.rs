//! What a statement states: one form for each kind of fact, with actors, places and times resolved.

use serde::{Deserialize, Serialize};

use super::{Anchor, Place, When};

/// Somebody who acts, speaks or is acted upon.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// The fullest name the document gives.
    pub name: String,
    /// Every other form the document has, whom it acts for included. Forms of the lexicon are found by the id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Id in the lexicon, if it is known there; the same actor has the same id in every document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Country it belongs to, ISO 3166 alpha-2, if the lexicon knows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// What sort of actor: `state`, `body`, `armed`, `organisation`, `media`, `person`, `civilians`, ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Id or name of the party it acts or speaks for, if that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<String>,
}

impl Actor {
    /// Makes an actor of whom only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Returns what tells it from others: its id, else its name.
    pub fn key(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

/// Whether a thing is said to have happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Plainly, as fact.
    Reported,
    /// By its doer.
    Claimed,
    /// By somebody else.
    Alleged,
    /// The text carries only a denial.
    Denied,
    /// Announced, agreed or expected.
    Planned,
    /// Threatened.
    Threatened,
    /// Said not to have happened.
    NotDone,
    /// Not to be told.
    #[default]
    Unknown,
}

impl Status {
    /// Reads the word of the facts form; an unknown word is [`Status::Unknown`].
    pub fn from_word(word: &str) -> Self {
        match word {
            "reported" => Self::Reported,
            "claimed" => Self::Claimed,
            "alleged" => Self::Alleged,
            "denied" => Self::Denied,
            "planned" => Self::Planned,
            "threatened" => Self::Threatened,
            "not-done" => Self::NotDone,
            _ => Self::Unknown,
        }
    }

    /// Returns the word of the facts form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Claimed => "claimed",
            Self::Alleged => "alleged",
            Self::Denied => "denied",
            Self::Planned => "planned",
            Self::Threatened => "threatened",
            Self::NotDone => "not-done",
            Self::Unknown => "unknown",
        }
    }

    /// Says whether somebody holds that it happened.
    pub fn happened(self) -> bool {
        matches!(self, Self::Reported | Self::Claimed | Self::Alleged | Self::Unknown)
    }

    /// Says whether it is said not to have happened.
    pub fn refused(self) -> bool {
        matches!(self, Self::Denied | Self::NotDone)
    }
}

/// What a statement states. Written as an object whose one field is the word for the kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Content {
    Event(Event),
    Claim(Claim),
    Agreement(Agreement),
    Term(Term),
    Talks(Talks),
    Zone(Zone),
    Control(Control),
    Figure(Figure),
    Response(Response),
    Reference(Reference),
}

/// Something done in the world.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mode: String,
    /// Finer kind.
    pub act: String,
    /// Doers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<Actor>,
    /// Those it was done to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whom: Vec<Actor>,
    /// Places.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Whether it is said to have happened.
    pub status: Status,
}

/// A position taken on something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who takes it; none for the report itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Actor>,
    /// `asserts`, `blames`, `denies`, `admits`, `confirms`, `disputes`, `no-comment`, `retracts`, `assesses`.
    pub stance: String,
    /// Who is blamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<Actor>,
    /// A few words naming the matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// A ceasefire, accord or deal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The text's own name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its parties.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Actor>,
    /// Mediators, guarantors, hosts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brokers: Vec<Actor>,
    /// Its scope.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// Concluded or effective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// Its stage as of the document's reference date.
    pub stage: String,
}

/// A duty that an agreement lays down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Name of the agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// The duty.
    pub duty: String,
    /// Those bound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Actor>,
    /// Deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<When>,
}

/// A meeting or round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talks {
    /// Name of the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Number of the round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
    /// Where.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Those who take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attending: Vec<Actor>,
    /// Those who stay away or left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<Actor>,
    /// Mediators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mediators: Vec<Actor>,
    /// `planned`, `under-way`, `concluded`, `collapsed`, `postponed`.
    pub status: String,
}

/// An area with a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// Its rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Its outline as well-known text in microdegrees, for imported zones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<String>,
}

/// Who holds what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// The holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<Actor>,
    /// What is held.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// How much of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extent: Option<String>,
}

/// A count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What is counted (`killed`).
    pub measure: String,
    /// At least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<i64>,
    /// The source's own best estimate, where it gives one beside its bounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<i64>,
    /// At most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<i64>,
    /// "about".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// Whom it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Where.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// Over which time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Who gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Actor>,
    /// `incident` or `cumulative`.
    pub scope: String,
}

/// One act said to answer another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Words of the cause.
    pub cause: Anchor,
    /// Words of the effect.
    pub effect: Anchor,
    /// Who says so; none for the report itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Actor>,
}

/// Words that speak of a happening which other words of the document tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The act of the happening, as the document tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Places in these words.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// When, if these words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Whether it only points back; if not, these words tell the happening themselves.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
}

impl Content {
    /// Returns the word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Claim(_) => "claim",
            Self::Agreement(_) => "agreement",
            Self::Term(_) => "term",
            Self::Talks(_) => "talks",
            Self::Zone(_) => "zone",
            Self::Control(_) => "control",
            Self::Figure(_) => "figure",
            Self::Response(_) => "response",
            Self::Reference(_) => "reference",
        }
    }

    /// Returns when it was, if that is told.
    pub fn when(&self) -> Option<&When> {
        match self {
            Self::Event(Event { when, .. })
            | Self::Agreement(Agreement { when, .. })
            | Self::Talks(Talks { when, .. })
            | Self::Figure(Figure { when, .. })
            | Self::Reference(Reference { when, .. }) => when.as_ref(),
            Self::Term(term) => term.due.as_ref(),
            Self::Claim(_) | Self::Zone(_) | Self::Control(_) | Self::Response(_) => None,
        }
    }

    /// Returns the places it names.
    pub fn places(&self) -> &[Place] {
        match self {
            Self::Event(Event { place, .. })
            | Self::Agreement(Agreement { place, .. })
            | Self::Talks(Talks { place, .. })
            | Self::Zone(Zone { place, .. })
            | Self::Control(Control { place, .. })
            | Self::Figure(Figure { place, .. })
            | Self::Reference(Reference { place, .. }) => place,
            Self::Claim(_) | Self::Term(_) | Self::Response(_) => &[],
        }
    }

    /// Returns everybody it names, each with the part taken.
    pub fn actors(&self) -> Vec<(&'static str, &Actor)> {
        let lists: Vec<(&'static str, &[Actor])> = match self {
            Self::Event(event) => vec![("who", &event.who), ("whom", &event.whom)],
            Self::Claim(claim) => vec![("speaker", claim.speaker.as_slice()), ("target", &claim.target)],
            Self::Agreement(agreement) => vec![("party", &agreement.parties), ("broker", &agreement.brokers)],
            Self::Term(term) => vec![("bound", &term.on)],
            Self::Talks(talks) => vec![
                ("attending", &talks.attending),
                ("absent", &talks.absent),
                ("mediator", &talks.mediators),
            ],
            Self::Zone(_) | Self::Reference(_) => Vec::new(),
            Self::Control(control) => vec![("holder", control.holder.as_slice())],
            Self::Figure(figure) => vec![("speaker", figure.speaker.as_slice())],
            Self::Response(response) => vec![("speaker", response.speaker.as_slice())],
        };
        lists.into_iter().flat_map(|(part, actors)| actors.iter().map(move |actor| (part, actor))).collect()
    }

    /// Returns its canonical bytes: JSON with the fields in the order in which they are declared, those that are
    /// empty left out, no white space, and no floats.
    ///
    /// # Panics
    ///
    /// Never: content holds only what JSON can write.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("content holds only text, whole numbers and lists")
    }
}
