//! Entries in, lines that tell them out: what was done, by whom, and whether it was undone.

use std::collections::BTreeSet;

use serde::Serialize;
use truce_record::State;
use truce_record::entry::{Body, Entry, Verdict};
use truce_record::id::Target;
use truce_record::log::{Ledger as _, LedgerError, SqliteLedger};
use utoipa::ToSchema;

/// A line of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// Number of the entry.
    pub seq: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// The word for its kind.
    pub kind: &'static str,
    /// What it says.
    pub text: String,
    /// Whether it was undone.
    pub undone: bool,
    /// Whether a person judged it: it can be undone.
    pub judgement: bool,
}

impl Line {
    /// Tells an entry.
    pub fn of(state: &State, entry: &Entry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at.to_string(),
            by: entry.by.name().to_owned(),
            kind: entry.body.kind(),
            text: told(&entry.body),
            undone: state.is_undone(entry.seq),
            judgement: matches!(entry.body, Body::Judgement(_)),
        }
    }
}

/// Tells every entry about a thing, in order; none if the ledger does not have it.
///
/// # Errors
///
/// If the entries cannot be read.
pub fn history(state: &State, ledger: &SqliteLedger, target: &Target) -> Result<Vec<Line>, LedgerError> {
    let mut about = BTreeSet::from([target.clone()]);
    if let Target::Record(id) = target {
        about.insert(Target::Record(state.resolve(id).clone()));
        let merged = state.record(id).map(|record| record.merged.clone()).unwrap_or_default();
        about.extend(merged.into_iter().map(Target::Record));
    }
    let mut told_of: BTreeSet<u64> = BTreeSet::new();
    let mut lines = Vec::new();
    ledger.entries(first(state, target), &mut |kept| {
        let entry = kept.read()?;
        let undoes = match &entry.body {
            Body::Judgement(judgement) => match &judgement.verdict {
                Verdict::Undone(undone) => told_of.contains(&undone.entry),
                _ => false,
            },
            _ => false,
        };
        // A statement begins with the reading that brought it.
        let brings = match (&entry.body, target) {
            (Body::ReadingAdded(reading), Target::Statement(id)) => {
                reading.statements.iter().any(|statement| statement.id == *id)
            }
            _ => false,
        };
        if undoes || brings || entry.body.targets().iter().any(|target| about.contains(target)) {
            told_of.insert(entry.seq);
            lines.push(Line::of(state, &entry));
        }
        Ok(())
    })?;
    Ok(lines)
}

/// The first entry that can be about a thing: nothing is told of it before the ledger had it.
fn first(state: &State, target: &Target) -> u64 {
    match target {
        Target::Document(id) => state.document(id).map(|document| document.entry),
        Target::Statement(id) => state.statement(id).map(|known| known.entry),
        Target::Candidate(id) => state.questions().get(id).map(|question| question.entry),
        // A record that was merged begins with its oldest part.
        Target::Record(id) => state.record(id).filter(|record| record.merged.is_empty()).map(|one| one.entry),
    }
    .unwrap_or(1)
    .max(1)
}

/// Entries that are looked through for the latest.
const BACK: u64 = 2000;

/// Tells the latest documents and judgements, the latest first.
///
/// # Errors
///
/// If the entries cannot be read.
pub fn recent(state: &State, ledger: &SqliteLedger, limit: usize) -> Result<Vec<Line>, LedgerError> {
    let from = state.head().seq.saturating_sub(BACK).max(1);
    let mut lines = Vec::new();
    ledger.entries(from, &mut |kept| {
        // Most entries are links: their bodies need not be read.
        let shown = kept.body.starts_with(b"{\"document-added\"") || kept.body.starts_with(b"{\"judgement\"");
        if shown {
            lines.push(Line::of(state, &kept.read()?));
        }
        Ok(())
    })?;
    lines.reverse();
    lines.truncate(limit);
    Ok(lines)
}

/// Tells what an entry says, in a line.
pub fn told(body: &Body) -> String {
    let line = match body {
        // The document itself tells its whole hash.
        Body::DocumentAdded(added) => {
            format!("{}, {} bytes, {}", added.name, added.length, added.obtained.how)
        }
        Body::ReadingAdded(reading) => format!(
            "{} statements by {} with lexicon {}",
            reading.statements.len(),
            reading.reader,
            reading.lexicon
        ),
        Body::OriginFound(found) => {
            format!("{} copies {}, {:.0}%", found.document, found.of, found.containment.share() * 100.0)
        }
        Body::Linked(linked) => {
            format!(
                "{} to {}, {:.2}: {}",
                linked.statement,
                linked.record,
                linked.score.share(),
                linked.reason
            )
        }
        Body::Relinked(moved) => format!(
            "{} from {} to {}, {:.2}: {}",
            moved.statement,
            moved.from,
            moved.record,
            moved.score.share(),
            moved.reason
        ),
        Body::Candidate(candidate) => format!(
            "{} same as {}? {:.2}: {}",
            candidate.subject,
            candidate.record,
            candidate.score.share(),
            candidate.reason
        ),
        Body::Judgement(judgement) => {
            let what = judged(&judgement.verdict);
            match &judgement.reason {
                Some(reason) => format!("{what} ({reason})"),
                None => what,
            }
        }
        #[allow(unreachable_patterns)]
        _ => String::new(),
    };
    one_line(&line)
}

/// One line without control characters, so that a report cannot play with what shows it.
fn one_line(text: &str) -> String {
    let shown = |sign: &char| {
        !sign.is_control() && !matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let words = text.split_whitespace().map(|word| word.chars().filter(shown).collect::<String>());
    words.collect::<Vec<_>>().join(" ")
}

fn judged(verdict: &Verdict) -> String {
    let targets = || verdict.targets().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match verdict {
        Verdict::Corrected(corrected) => {
            format!("{} {} = {}", corrected.record, corrected.change.field(), corrected.change.value())
        }
        Verdict::Graded(graded) => format!(
            "{} {}{}",
            graded.target,
            graded.source.map_or(String::new(), |grade| format!("{grade:?}")),
            graded.information.map_or(String::new(), |grade| u8::from(grade).to_string())
        ),
        Verdict::FindingSet(set) => format!(
            "{} {}{}",
            set.incident,
            set.finding.as_str(),
            set.body.as_ref().map_or(String::new(), |body| format!(", by {body}"))
        ),
        Verdict::Noted(noted) => format!("{} \"{}\"", noted.target, noted.text),
        Verdict::Undone(undone) => format!("entry {}", undone.entry),
        _ => targets(),
    }
}
