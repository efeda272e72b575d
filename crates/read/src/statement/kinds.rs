//! The kinds of statements, in the terms of the facts form.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::span::Bytes;

/// A name with its other forms.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(with = "WrittenName")]
pub struct Name {
    /// The fullest form.
    pub name: String,
    /// Other forms.
    pub also: Vec<String>,
}

/// How a name is written: plainly, or with its other forms.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)]
enum WrittenName {
    Plain(String),
    Forms { name: String, also: Vec<String> },
}

/// Nobody, one name or several.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)]
enum WrittenNames {
    Nobody(Option<Name>),
    Several(Vec<Name>),
}

impl Name {
    /// Makes a name without other forms.
    #[must_use]
    pub fn plain(name: impl Into<String>) -> Self {
        Self { name: name.into(), also: Vec::new() }
    }
}

/// A name without other forms is written as a plain string.
impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut also: Vec<&String> = Vec::new();
        for form in &self.also {
            if *form != self.name && !also.contains(&form) {
                also.push(form);
            }
        }
        if also.is_empty() {
            return serializer.serialize_str(&self.name);
        }
        let mut fields = serializer.serialize_struct("Name", 2)?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("also", &also)?;
        fields.end()
    }
}

/// One proposition with the words that state it.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The words.
    pub anchor: Bytes,
    /// What they state.
    pub content: Content,
    /// The rules that made it, in order of use.
    pub rules: Vec<String>,
    /// Which claim, by its index among the statements, attributes it; innermost; none in the
    /// report's own voice.
    pub voice: Option<usize>,
}

/// What a statement states.
#[allow(missing_docs)]
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
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

/// Something done in the world. Dates (`when`, `until`, `due`) are in EDTF as the facts form has them.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Event {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: String,
    /// Finer kind.
    pub act: String,
    /// Doers.
    pub who: Vec<Name>,
    /// Those it was done to.
    pub whom: Vec<Name>,
    /// Places.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// When.
    pub when: Option<String>,
    /// "reported", "claimed", "alleged", "denied", "planned", "threatened", "not-done", "unknown".
    pub status: &'static str,
}

impl Event {
    /// Returns the type under which PLOVER counts the event: there, an offer or promise to cooperate is AGREE until it
    /// is kept, and a threat is THREATEN whatever is threatened.
    #[must_use]
    pub fn plover_type(&self) -> &str {
        match self.status {
            "threatened" => "THREATEN",
            "planned"
                if matches!(
                    self.kind.as_str(),
                    "CONSULT" | "SUPPORT" | "CONCEDE" | "COOPERATE" | "AID" | "RETREAT"
                ) =>
            {
                "AGREE"
            }
            _ => &self.kind,
        }
    }
}

/// A position taken on something.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Claim {
    /// Who takes it; none for the report itself.
    pub speaker: Option<Name>,
    /// Its stance.
    pub stance: String,
    /// Who is blamed.
    #[serde(serialize_with = "one_or_several")]
    #[schemars(with = "WrittenNames")]
    pub target: Vec<Name>,
    /// A few words naming the matter.
    pub about: Option<String>,
}

/// A ceasefire, accord or deal.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Agreement {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The text's own name for it.
    pub name: Option<String>,
    /// Its parties.
    pub parties: Vec<Name>,
    /// Mediators, guarantors, hosts.
    pub brokers: Vec<Name>,
    /// Its scope.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// Concluded or effective.
    pub when: Option<String>,
    /// Its end.
    pub until: Option<String>,
    /// Its stage as of the reference date.
    pub stage: &'static str,
}

/// A duty that an agreement lays down.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Term {
    /// Name of the agreement.
    pub agreement: Option<String>,
    /// The duty.
    pub duty: String,
    /// Those bound.
    pub on: Vec<Name>,
    /// Deadline.
    pub due: Option<String>,
}

/// A meeting or round.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Talks {
    /// Name of the series.
    pub series: Option<String>,
    /// Number of the round.
    pub round: Option<u32>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// When.
    pub when: Option<String>,
    /// Those who take part.
    pub attending: Vec<Name>,
    /// Those who stay away or left.
    pub absent: Vec<Name>,
    /// Mediators.
    pub mediators: Vec<Name>,
    /// "planned", "under-way", "concluded", "collapsed", "postponed".
    pub status: &'static str,
}

/// An area with a rule.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Zone {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its name.
    pub name: Option<String>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// Its rule.
    pub rule: Option<String>,
}

/// Who holds what.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Control {
    /// The holder.
    pub holder: Option<Name>,
    /// What is held.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// How much of it.
    pub extent: Option<String>,
}

/// A count.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Figure {
    /// What is counted ("killed").
    pub measure: &'static str,
    /// At least.
    #[serde(serialize_with = "whole")]
    pub low: Option<f64>,
    /// At most.
    #[serde(serialize_with = "whole")]
    pub high: Option<f64>,
    /// "about".
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub approximate: bool,
    /// Whom it counts.
    pub of: Option<String>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// Over which time.
    pub when: Option<String>,
    /// Who gives it.
    pub speaker: Option<Name>,
    /// "incident" or "cumulative".
    pub scope: &'static str,
}

/// One act said to answer another.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Response {
    /// Words of the cause.
    #[serde(skip)]
    pub cause: Bytes,
    /// Words of the effect.
    #[serde(skip)]
    pub effect: Bytes,
    /// Who says so; none for the report itself.
    pub speaker: Option<Name>,
}

/// Words that speak of a happening which other words of the report tell: its harm, its traces, its author, the truth
/// of its account. No fact of its own, so the facts form leaves it out.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Reference {
    /// The act of the happening, as the report tells it.
    pub act: Option<String>,
    /// Places in these words.
    #[serde(rename = "where")]
    pub place: Vec<Name>,
    /// When, if these words say so.
    pub when: Option<String>,
    /// Whether it only points back; if not, these words tell the happening themselves.
    pub back: bool,
}

/// Null for nobody, a name for one, a list for several.
#[allow(clippy::ptr_arg)]
fn one_or_several<S: Serializer>(names: &Vec<Name>, serializer: S) -> Result<S::Ok, S::Error> {
    match names.as_slice() {
        [] => serializer.serialize_none(),
        [one] => one.serialize(serializer),
        several => several.serialize(serializer),
    }
}

/// Whole numbers are written without a fraction.
#[allow(clippy::ref_option)]
fn whole<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        None => serializer.serialize_none(),
        Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => serializer.serialize_i64(*value as i64),
        Some(value) => serializer.serialize_f64(*value),
    }
}
