//! An incident in, positions out: who says that who did it, who denies it, who keeps silent. Judges nobody.

use truce_record::fold::Incident;
use truce_record::statement::{Actor, Content, Statement};

/// What somebody holds about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Says that it happened, and names no doer.
    Asserts,
    /// Says that somebody else did it.
    Blames,
    /// Says that it was not so.
    Denies,
    /// Says that it was his own doing.
    Admits,
    /// Bears out what another said.
    Confirms,
    /// Casts doubt.
    Disputes,
    /// Was asked and said nothing of it.
    NoComment,
    /// Takes back what he said.
    Retracts,
    /// Judges it.
    Assesses,
}

impl Stance {
    /// Reads the word of the facts form.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "asserts" => Self::Asserts,
            "blames" => Self::Blames,
            "denies" => Self::Denies,
            "admits" => Self::Admits,
            "confirms" => Self::Confirms,
            "disputes" => Self::Disputes,
            "no-comment" => Self::NoComment,
            "retracts" => Self::Retracts,
            "assesses" => Self::Assesses,
            _ => return None,
        })
    }

    /// Returns the word of the facts form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserts => "asserts",
            Self::Blames => "blames",
            Self::Denies => "denies",
            Self::Admits => "admits",
            Self::Confirms => "confirms",
            Self::Disputes => "disputes",
            Self::NoComment => "no-comment",
            Self::Retracts => "retracts",
            Self::Assesses => "assesses",
        }
    }
}

/// A position on an incident, with the statement that shows it.
#[derive(Debug, Clone)]
pub struct Position<'a> {
    /// Who holds it; none for the report itself.
    pub holder: Option<&'a Actor>,
    /// What is held.
    pub stance: Stance,
    /// Whom it names as the doer.
    pub doers: Vec<&'a Actor>,
    /// The statement.
    pub statement: &'a Statement,
}

/// Lists the positions on an incident, in the order in which they came.
pub fn positions(incident: &Incident) -> Vec<Position<'_>> {
    let mut found = Vec::new();
    for (statement, _) in &incident.statements {
        match &statement.content {
            Content::Claim(claim) => {
                if let Some(stance) = Stance::from_word(&claim.stance) {
                    let doers = match stance {
                        Stance::Admits => claim.speaker.iter().collect(),
                        _ => claim.target.iter().collect(),
                    };
                    found.push(Position { holder: claim.speaker.as_ref(), stance, doers, statement });
                }
            }
            Content::Event(event) if event.status.happened() => {
                let holder = statement.speaker();
                let own =
                    holder.is_some_and(|holder| event.who.iter().any(|doer| super::is_side(doer, holder)));
                let stance = match (event.who.is_empty(), own) {
                    (true, _) => Stance::Asserts,
                    (false, true) => Stance::Admits,
                    (false, false) => Stance::Blames,
                };
                found.push(Position { holder, stance, doers: event.who.iter().collect(), statement });
            }
            // What a report tells as not done in its own voice is no denial by anybody.
            Content::Event(event) if event.status.refused() && statement.speaker().is_some() => {
                let holder = statement.speaker();
                found.push(Position {
                    holder,
                    stance: Stance::Denies,
                    doers: event.who.iter().collect(),
                    statement,
                });
            }
            _ => {}
        }
    }
    found
}
