//! What people judge, one command for each judgement; every one is an entry and can be undone.

use std::collections::BTreeSet;
use std::process::ExitCode;

use truce_lexicon::Lexicon;
use truce_record::entry::{Body, Finding, Judgement};
use truce_record::id::{RecordId, RecordKind, StatementId, Target};
use truce_record::judge::{Opinion, OpinionError};
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

/// Runs the command.
pub fn run(judgement: Judgements) -> anyhow::Result<ExitCode> {
    let (opinion, judge) = match judgement {
        Judgements::Accept { id, judge } => (Opinion::Accept(id), judge),
        Judgements::Reject { id, judge } => (Opinion::Reject(id), judge),
        Judgements::Correct { record, field, value, judge } => {
            (Opinion::Correct { record, field, value }, judge)
        }
        Judgements::Merge { into, from, judge } => (Opinion::Merge { into, from }, judge),
        Judgements::Split { record, statements, judge } => (Opinion::Split { record, statements }, judge),
        Judgements::Link { statement, record, kind, judge } => {
            (Opinion::Link { statement, record, kind }, judge)
        }
        Judgements::Unlink { statement, record, judge } => (Opinion::Unlink { statement, record }, judge),
        Judgements::Grade { id, grade, judge } => (Opinion::Grade { target: id, grade }, judge),
        Judgements::Finding { incident, finding, body, judge } => {
            (Opinion::Find { incident, finding, body }, judge)
        }
        Judgements::Violation { incident, term, judge } => (Opinion::Break { incident, term }, judge),
        Judgements::Note { id, text, judge } => (Opinion::Note { target: id, text }, judge),
        Judgements::Undo { entry, judge } => (Opinion::Undo(entry), judge),
    };
    judge.write(&opinion)
}

/// Says what is wrong with the words of a judgement.
fn misworded(error: OpinionError) -> anyhow::Error {
    let help = match &error {
        OpinionError::Change(_) => format!("truce correct ID FIELD VALUE; {}", error.help()),
        _ => error.help(),
    };
    anyhow::anyhow!("{error}\nhelp: {help}")
}

impl Judge {
    /// Writes a judgement, which may look at the state, and tells what came of it.
    fn write(&self, opinion: &Opinion) -> anyhow::Result<ExitCode> {
        let by = ledger::person(&self.by)?;
        let lexicon = Lexicon::embedded();
        let mut register = ledger::register(&self.ledger.path, Access::Append)?;
        let mut failed = None;
        let appended = register.append_with(
            &[],
            &mut |state| match opinion.verdict(state, &lexicon) {
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
            return Err(misworded(error));
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
