//! What people judge, one command for each judgement; every one is an entry and can be undone.

use std::collections::BTreeSet;
use std::process::ExitCode;

use truce_lexicon::Lexicon;
use truce_record::State;
use truce_record::entry::{
    Accepted, Body, Change, Corrected, Finding, FindingSet, Graded, InformationGrade, Judgement,
    LinkedByPerson, Merged, Noted, Rejected, SourceGrade, Split, Undone, Unlinked, Verdict, ViolationLinked,
};
use truce_record::id::{RecordId, RecordKind, StatementId, Target};
use truce_record::import::ZONE_TYPES;
use truce_record::log::Access;

use super::read::write;
use crate::ledger::{self, ByArgument, LedgerArgument, told};

/// Whose judgement it is, on which ledger, and why.
#[derive(clap::Args)]
pub struct Judge {
    /// Why, in your words.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    by: ByArgument,
}

/// The judgements.
#[derive(clap::Subcommand)]
pub enum Judgements {
    /// Accept a statement, a record, or that the two of a question are the same.
    Accept {
        /// An id: st-, inc-, agr-, tlk-, zon- or rev-.
        id: Target,
        #[command(flatten)]
        judge: Judge,
    },
    /// Reject a statement, a record, or that the two of a question are the same.
    Reject {
        /// An id: st-, inc-, agr-, tlk-, zon- or rev-.
        id: Target,
        #[command(flatten)]
        judge: Judge,
    },
    /// Put a field of a record right: act, when, place, name or stage.
    ///
    /// `act` is the act of an incident, the type of an agreement or zone; a word that is none is refused with a list of
    /// those that are.
    ///
    /// Example:
    ///   truce correct inc-4k2m9x0c7w when 2018-11-24 --reason "the mission's own log"
    #[command(verbatim_doc_comment)]
    Correct {
        /// The record.
        record: RecordId,
        /// The field.
        field: String,
        /// Its right value: a day, month, year or A/B for `when`; names with `;` between for `place`.
        value: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// Make several records one.
    Merge {
        /// The record that stays.
        into: RecordId,
        /// Those that become part of it.
        #[arg(required = true)]
        from: Vec<RecordId>,
        #[command(flatten)]
        judge: Judge,
    },
    /// Take statements out of a record, into a new one.
    Split {
        /// The record.
        record: RecordId,
        /// The statements that leave it.
        #[arg(required = true)]
        statements: Vec<StatementId>,
        #[command(flatten)]
        judge: Judge,
    },
    /// Link a statement to a record, or to a new record.
    Link {
        /// The statement.
        statement: StatementId,
        /// The record; without it a new one is made.
        record: Option<RecordId>,
        /// What the new record is of.
        #[arg(long, value_parser = kind, default_value = "incident", conflicts_with = "record")]
        kind: RecordKind,
        #[command(flatten)]
        judge: Judge,
    },
    /// Take a statement from a record; the program will not link the two again.
    Unlink {
        /// The statement.
        statement: StatementId,
        /// The record.
        record: RecordId,
        #[command(flatten)]
        judge: Judge,
    },
    /// Grade a source from A to F, information from 1 to 6, or both, after the Admiralty system.
    Grade {
        /// A document, a statement or a record.
        id: Target,
        /// A letter, a number, or both: `B`, `2`, `B2`.
        grade: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// Say what an inquiry into an incident found.
    Finding {
        /// The incident.
        incident: RecordId,
        /// The finding.
        #[arg(value_parser = finding)]
        finding: Finding,
        /// Who found it: a joint commission, a mission.
        #[arg(long, value_name = "NAME")]
        body: Option<String>,
        #[command(flatten)]
        judge: Judge,
    },
    /// Say that an incident breaks a term of an agreement.
    Violation {
        /// The incident.
        incident: RecordId,
        /// The statement of the term.
        term: StatementId,
        #[command(flatten)]
        judge: Judge,
    },
    /// Note something about a document, statement, record or question.
    Note {
        /// Its id.
        id: Target,
        /// The note.
        text: String,
        #[command(flatten)]
        judge: Judge,
    },
    /// Undo an entry, by its number; undoing the undoing brings it back.
    Undo {
        /// The number, as `truce history` prints it.
        entry: u64,
        #[command(flatten)]
        judge: Judge,
    },
}

fn kind(word: &str) -> Result<RecordKind, String> {
    let words = RecordKind::ALL.map(RecordKind::as_str);
    RecordKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == word)
        .ok_or_else(|| format!("a record is one of {}", words.join(", ")))
}

fn finding(word: &str) -> Result<Finding, String> {
    let words: Vec<&str> = Finding::ALL.iter().map(|finding| finding.as_str()).collect();
    Finding::ALL
        .into_iter()
        .find(|finding| finding.as_str() == word)
        .ok_or_else(|| format!("a finding is one of {}", words.join(", ")))
}

/// Reads `B2`, `B` or `2`.
fn grade(text: &str) -> anyhow::Result<(Option<SourceGrade>, Option<InformationGrade>)> {
    let wrong = || {
        anyhow::anyhow!(
            "`{text}` is no grade\nhelp: give a letter from A to F, a number from 1 to 6, or both: B2"
        )
    };
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

/// Runs the command.
pub fn run(judgement: Judgements) -> anyhow::Result<ExitCode> {
    match judgement {
        Judgements::Accept { id, judge } => {
            judge.write(|_| Ok(Verdict::Accepted(Accepted { target: id.clone() })))
        }
        Judgements::Reject { id, judge } => {
            judge.write(|_| Ok(Verdict::Rejected(Rejected { target: id.clone() })))
        }
        Judgements::Correct { record, field, value, judge } => {
            let change = Change::parse(&field, &value).map_err(|error| {
                anyhow::anyhow!(
                    "{error}\nhelp: truce correct ID FIELD VALUE; fields are {}",
                    Change::FIELDS.join(", ")
                )
            })?;
            allowed(record.kind(), &change)?;
            judge.write(|state| {
                let change = located(state, &change);
                Ok(Verdict::Corrected(Corrected { record: record.clone(), change }))
            })
        }
        Judgements::Merge { into, from, judge } => {
            judge.write(|_| Ok(Verdict::Merged(Merged { into: into.clone(), from: from.clone() })))
        }
        Judgements::Split { record, statements, judge } => judge.write(|state| {
            // The number of the entry sets it apart from any record that these statements founded before.
            let apart = format!("split {}", state.head().seq + 1);
            let into = RecordId::of(record.kind(), &statements, &apart);
            Ok(Verdict::Split(Split { record: record.clone(), statements: statements.clone(), into }))
        }),
        Judgements::Link { statement, record, kind, judge } => judge.write(|state| {
            let new = || {
                let founders = [statement.clone()];
                let plain = RecordId::of(kind, &founders, "");
                let apart = format!("link {}", state.head().seq + 1);
                if state.record(&plain).is_none() { plain } else { RecordId::of(kind, &founders, &apart) }
            };
            if let Some(record) = &record
                && state.record(record).is_none()
            {
                return Err(ledger::missing(record).context("leave the record out to make a new one"));
            }
            let record = record.clone().unwrap_or_else(new);
            Ok(Verdict::LinkedByPerson(LinkedByPerson { statement: statement.clone(), record }))
        }),
        Judgements::Unlink { statement, record, judge } => judge.write(|_| {
            Ok(Verdict::Unlinked(Unlinked { statement: statement.clone(), record: record.clone() }))
        }),
        Judgements::Grade { id, grade: text, judge } => {
            let (source, information) = grade(&text)?;
            judge.write(|_| Ok(Verdict::Graded(Graded { target: id.clone(), source, information })))
        }
        Judgements::Finding { incident, finding, body, judge } => judge.write(|_| {
            Ok(Verdict::FindingSet(FindingSet { incident: incident.clone(), finding, body: body.clone() }))
        }),
        Judgements::Violation { incident, term, judge } => judge.write(|_| {
            Ok(Verdict::ViolationLinked(ViolationLinked { incident: incident.clone(), term: term.clone() }))
        }),
        Judgements::Note { id, text, judge } => {
            judge.write(|_| Ok(Verdict::Noted(Noted { target: id.clone(), text: text.clone() })))
        }
        Judgements::Undo { entry, judge } => judge.write(|_| Ok(Verdict::Undone(Undone { entry }))),
    }
}

/// Refuses acts, types and stages that nothing else would ever match.
fn allowed(kind: RecordKind, change: &Change) -> anyhow::Result<()> {
    if !matches!(change, Change::Act(_) | Change::Stage(_)) {
        return Ok(());
    }
    let lexicon = Lexicon::embedded();
    let tables = &lexicon.tables;
    let (value, what, known): (&str, &str, BTreeSet<&str>) = match (kind, change) {
        (RecordKind::Incident, Change::Act(act)) => {
            let acts = tables.link.groups.iter().flat_map(|group| &group.acts).map(String::as_str);
            (act, "act", acts.collect())
        }
        (RecordKind::Agreement, Change::Act(kind)) => {
            let deals = &tables.deals;
            let nouns = deals.nouns.iter().map(|noun| &noun.kind);
            let qualifiers = deals.qualifiers.iter().map(|qualifier| &qualifier.kind);
            let verbals = deals.verbals.iter().map(|verbal| &verbal.kind);
            let kinds = nouns.chain(qualifiers).chain(verbals).map(String::as_str).chain(["other"]);
            (kind, "type of agreement", kinds.filter(|kind| !kind.is_empty()).collect())
        }
        (RecordKind::Zone, Change::Act(kind)) => (kind, "type of zone", ZONE_TYPES.into()),
        (RecordKind::Agreement, Change::Stage(stage)) => {
            (stage, "stage", tables.deals.stages.iter().map(|stage| stage.stage.as_str()).collect())
        }
        _ => return Ok(()),
    };
    if known.contains(value) {
        return Ok(());
    }
    let known = known.into_iter().collect::<Vec<_>>().join(", ");
    anyhow::bail!("`{value}` is no {what}\nhelp: it is one of {known}")
}

/// Gives a corrected place the point that some document of the ledger has for its name.
fn located(state: &State, change: &Change) -> Change {
    let Change::Place(places) = change else { return change.clone() };
    let known = |name: &str| {
        let statements = state.statements().values();
        let mut places = statements.flat_map(|known| known.statement.places());
        places.find(|place| place.name == name && place.point.is_some()).cloned()
    };
    Change::Place(places.iter().map(|place| known(&place.name).unwrap_or_else(|| place.clone())).collect())
}

impl Judge {
    /// Writes a judgement, which may look at the state, and tells what came of it.
    fn write(&self, verdict: impl Fn(&State) -> anyhow::Result<Verdict>) -> anyhow::Result<ExitCode> {
        let by = ledger::person(&self.by)?;
        let mut register = ledger::register(&self.ledger.path, Access::Append)?;
        let mut failed = None;
        let appended = register.append_with(
            &[],
            &mut |state| match verdict(state) {
                Ok(verdict) => {
                    let judgement = Judgement { reason: self.reason.clone(), verdict };
                    Ok(vec![ledger::draft(&by, Body::Judgement(judgement))])
                }
                Err(error) => {
                    failed = Some(error);
                    Ok(Vec::new())
                }
            },
            &mut |_| Ok(Vec::new()),
        );
        if let Some(error) = failed {
            return Err(error);
        }
        let appended = appended.map_err(told)?;
        let records: Vec<String> = appended
            .touched
            .iter()
            .filter_map(|target| match target {
                Target::Record(id) => Some(register.state().resolve(id).to_string()),
                _ => None,
            })
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        let about = if records.is_empty() { String::new() } else { format!(": {}", records.join(", ")) };
        let entry = appended.entries.first().copied().unwrap_or_default();
        write(&format!("entry {entry} written{about}\n"))?;
        Ok(ExitCode::SUCCESS)
    }
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
