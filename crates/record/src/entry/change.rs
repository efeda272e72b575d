//! What a person puts right in a field.

use serde::{Deserialize, Serialize};

use crate::statement::{Place, When};

/// A field with the value it should have had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "kebab-case")]
pub enum Change {
    /// The finer kind of an incident, the type of an agreement or zone.
    Act(String),
    /// When it was; none if that cannot be known.
    When(Option<When>),
    /// Where it was.
    Place(Vec<Place>),
    /// The name of an agreement, of talks or of a zone; the title of an incident.
    Name(String),
    /// The state of an agreement or of talks.
    Stage(String),
}

impl Change {
    /// The words for the fields, as [`Change::parse`] takes them.
    pub const FIELDS: [&'static str; 5] = ["act", "when", "place", "name", "stage"];

    /// Returns the word for the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Act(_) => "act",
            Self::When(_) => "when",
            Self::Place(_) => "place",
            Self::Name(_) => "name",
            Self::Stage(_) => "stage",
        }
    }

    /// Writes the new value as [`Change::parse`] takes it.
    ///
    /// ```
    /// use truce_record::entry::Change;
    /// assert_eq!(Change::parse("when", "2019-02").unwrap().value(), "2019-02");
    /// ```
    pub fn value(&self) -> String {
        match self {
            Self::Act(text) | Self::Name(text) | Self::Stage(text) => text.clone(),
            Self::When(when) => when.map_or_else(|| "unknown".to_owned(), |when| when.to_string()),
            Self::Place(places) => {
                places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// Reads a change as people write it: a time in EDTF (or `unknown`), places with `;` between.
    ///
    /// # Errors
    ///
    /// Says what was wrong with the field or its value.
    ///
    /// ```
    /// use truce_record::entry::Change;
    /// assert_eq!(Change::parse("act", "shelling"), Ok(Change::Act("shelling".into())));
    /// assert!(Change::parse("when", "last week").is_err());
    /// ```
    pub fn parse(field: &str, value: &str) -> Result<Self, String> {
        let value = value.trim();
        let filled = || match value {
            "" => Err(format!("no value is given for `{field}`")),
            value => Ok(value.to_owned()),
        };
        match field {
            "act" => filled().map(Self::Act),
            "when" if value == "unknown" => Ok(Self::When(None)),
            "when" => When::parse(value).map(|when| Self::When(Some(when))).ok_or_else(|| {
                format!("`{value}` is no day (2018-11-24), month, year or two of them with `/` between")
            }),
            "place" => Ok(Self::Place(
                value.split(';').map(str::trim).filter(|name| !name.is_empty()).map(Place::named).collect(),
            )),
            "name" => filled().map(Self::Name),
            "stage" => filled().map(Self::Stage),
            _ => Err(format!("`{field}` is no field; the fields are {}", Self::FIELDS.join(", "))),
        }
    }
}
