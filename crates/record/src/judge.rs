//! What a person judges, in words, and a state in; the verdict to be written out, or what the words should have been.
//! Writes nothing, and does not say whether the verdict would mean something: that is asked of `State::check`.

use std::collections::BTreeSet;

use truce_lexicon::Lexicon;

use crate::entry::{
    Accepted, Change, Corrected, Finding, FindingSet, Graded, InformationGrade, LinkedByPerson, Merged,
    Noted, Rejected, SourceGrade, Split, Undone, Unlinked, Verdict, ViolationLinked,
};
use crate::fold::{Refusal, State};
use crate::id::{RecordId, RecordKind, StatementId, Target};
use crate::import::ZONE_TYPES;

/// A judgement as a person gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opinion {
    /// What the program read or decided is right; of a question, that the two are the same.
    Accept(Target),
    /// It is wrong.
    Reject(Target),
    /// A field of a record should be another.
    Correct {
        /// The record.
        record: RecordId,
        /// The field.
        field: String,
        /// Its value, as people write it.
        value: String,
    },
    /// Several records are one.
    Merge {
        /// The record that stays.
        into: RecordId,
        /// Those that become part of it.
        from: Vec<RecordId>,
    },
    /// Statements leave a record, into a new one.
    Split {
        /// The record.
        record: RecordId,
        /// The statements.
        statements: Vec<StatementId>,
    },
    /// A statement speaks of a record.
    Link {
        /// The statement.
        statement: StatementId,
        /// The record; a new one of the kind if none is named.
        record: Option<RecordId>,
        /// What a new record is of.
        kind: RecordKind,
    },
    /// A statement does not speak of a record.
    Unlink {
        /// The statement.
        statement: StatementId,
        /// The record.
        record: RecordId,
    },
    /// How reliable a source is, how credible information, or both: `B`, `2`, `B2`.
    Grade {
        /// What is graded.
        target: Target,
        /// The grade.
        grade: String,
    },
    /// What an inquiry found.
    Find {
        /// The incident.
        incident: RecordId,
        /// The finding.
        finding: Finding,
        /// Who found it.
        body: Option<String>,
    },
    /// An incident breaks a term.
    Break {
        /// The incident.
        incident: RecordId,
        /// The statement of the term.
        term: StatementId,
    },
    /// A note.
    Note {
        /// What it is about.
        target: Target,
        /// Its text.
        text: String,
    },
    /// An entry counts no longer.
    Undo(u64),
}

/// What is wrong with the words of a judgement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpinionError {
    /// The grade is none.
    #[error("`{0}` is no grade")]
    Grade(String),
    /// The field or its value is none.
    #[error("{0}")]
    Change(String),
    /// Nothing else would ever match the word.
    #[error("`{value}` is no {what}")]
    Word {
        /// The word.
        value: String,
        /// What it should be.
        what: &'static str,
        /// Those that are known.
        known: Vec<String>,
    },
    /// The ledger does not have it.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl OpinionError {
    /// Returns what to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Grade(_) => "give a letter from A to F, a number from 1 to 6, or both: B2".to_owned(),
            Self::Change(_) => format!("fields are {}", Change::FIELDS.join(", ")),
            Self::Word { known, .. } => format!("it is one of {}", known.join(", ")),
            Self::Refused(refusal) => refusal.help().to_owned(),
        }
    }
}

impl Opinion {
    /// Returns the verdict that is to be written.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the words.
    pub fn verdict(&self, state: &State, lexicon: &Lexicon) -> Result<Verdict, OpinionError> {
        Ok(match self.clone() {
            Self::Accept(target) => Verdict::Accepted(Accepted { target }),
            Self::Reject(target) => Verdict::Rejected(Rejected { target }),
            Self::Correct { record, field, value } => {
                let change = Change::parse(&field, &value).map_err(OpinionError::Change)?;
                allowed(record.kind(), &change, lexicon)?;
                Verdict::Corrected(Corrected { record, change: located(state, change) })
            }
            Self::Merge { into, from } => Verdict::Merged(Merged { into, from }),
            Self::Split { record, statements } => {
                // The number of the entry sets it apart from any record that these statements founded before.
                let apart = format!("split {}", state.head().seq + 1);
                let into = RecordId::of(record.kind(), &statements, &apart);
                Verdict::Split(Split { record, statements, into })
            }
            Self::Link { statement, record, kind } => {
                if let Some(record) = &record
                    && state.record(record).is_none()
                {
                    return Err(Refusal::Missing(record.to_string()).into());
                }
                let record = record.unwrap_or_else(|| founded(state, &statement, kind));
                Verdict::LinkedByPerson(LinkedByPerson { statement, record })
            }
            Self::Unlink { statement, record } => Verdict::Unlinked(Unlinked { statement, record }),
            Self::Grade { target, grade: text } => {
                let (source, information) = grade(&text)?;
                Verdict::Graded(Graded { target, source, information })
            }
            Self::Find { incident, finding, body } => {
                Verdict::FindingSet(FindingSet { incident, finding, body })
            }
            Self::Break { incident, term } => Verdict::ViolationLinked(ViolationLinked { incident, term }),
            Self::Note { target, text } => Verdict::Noted(Noted { target, text }),
            Self::Undo(entry) => Verdict::Undone(Undone { entry }),
        })
    }
}

/// Names the new record that a statement founds.
fn founded(state: &State, statement: &StatementId, kind: RecordKind) -> RecordId {
    let founders = [statement.clone()];
    let plain = RecordId::of(kind, &founders, "");
    if state.record(&plain).is_none() {
        return plain;
    }
    RecordId::of(kind, &founders, &format!("link {}", state.head().seq + 1))
}

/// Reads `B2`, `B` or `2`.
///
/// # Errors
///
/// If it is none of these.
pub fn grade(text: &str) -> Result<(Option<SourceGrade>, Option<InformationGrade>), OpinionError> {
    let wrong = || OpinionError::Grade(text.to_owned());
    let (mut source, mut information) = (None, None);
    for sign in text.chars() {
        if let Some(number) = sign.to_digit(10) {
            let grade = InformationGrade::try_from(number as u8).map_err(|_| wrong())?;
            if information.replace(grade).is_some() {
                return Err(wrong());
            }
        } else {
            let grade = SourceGrade::from_letter(sign).ok_or_else(wrong)?;
            if source.replace(grade).is_some() || information.is_some() {
                return Err(wrong());
            }
        }
    }
    if source.is_none() && information.is_none() {
        return Err(wrong());
    }
    Ok((source, information))
}

/// Returns the acts that the lexicon knows of incidents.
pub fn acts(lexicon: &Lexicon) -> BTreeSet<&str> {
    lexicon.tables.link.groups.iter().flat_map(|group| &group.acts).map(String::as_str).collect()
}

/// Returns the types of agreements.
pub fn types(lexicon: &Lexicon) -> BTreeSet<&str> {
    let deals = &lexicon.tables.deals;
    let nouns = deals.nouns.iter().map(|noun| &noun.kind);
    let qualifiers = deals.qualifiers.iter().map(|qualifier| &qualifier.kind);
    let verbals = deals.verbals.iter().map(|verbal| &verbal.kind);
    let kinds = nouns.chain(qualifiers).chain(verbals).map(String::as_str).chain(["other"]);
    kinds.filter(|kind| !kind.is_empty()).collect()
}

/// Returns the stages of agreements.
pub fn stages(lexicon: &Lexicon) -> BTreeSet<&str> {
    lexicon.tables.deals.stages.iter().map(|stage| stage.stage.as_str()).collect()
}

/// Refuses acts, types and stages that nothing else would ever match.
fn allowed(kind: RecordKind, change: &Change, lexicon: &Lexicon) -> Result<(), OpinionError> {
    let (value, what, known): (&str, &str, BTreeSet<&str>) = match (kind, change) {
        (RecordKind::Incident, Change::Act(act)) => (act, "act", acts(lexicon)),
        (RecordKind::Agreement, Change::Act(kind)) => (kind, "type of agreement", types(lexicon)),
        (RecordKind::Zone, Change::Act(kind)) => (kind, "type of zone", ZONE_TYPES.into()),
        (RecordKind::Agreement, Change::Stage(stage)) => (stage, "stage", stages(lexicon)),
        _ => return Ok(()),
    };
    if known.contains(value) {
        return Ok(());
    }
    let known = known.into_iter().map(str::to_owned).collect();
    Err(OpinionError::Word { value: value.to_owned(), what, known })
}

/// Gives a corrected place the point that some document of the ledger has for its name.
fn located(state: &State, change: Change) -> Change {
    let Change::Place(places) = change else { return change };
    let known = |name: &str| {
        let statements = state.statements().values();
        let mut places = statements.flat_map(|known| known.statement.places());
        places.find(|place| place.name == name && place.point.is_some()).cloned()
    };
    Change::Place(places.into_iter().map(|place| known(&place.name).unwrap_or(place)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_are_a_letter_a_number_or_both() {
        for (text, source, information) in
            [("B2", Some('B'), Some(2)), ("b", Some('B'), None), ("6", None, Some(6))]
        {
            let (has, held) = grade(text).expect(text);
            assert_eq!(has, source.and_then(SourceGrade::from_letter), "{text}");
            assert_eq!(held.map(u8::from), information, "{text}");
        }
        for text in ["", "G", "7", "2B", "BB", "B22", "0"] {
            assert!(grade(text).is_err(), "{text}");
        }
    }
}
