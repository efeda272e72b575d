//! `truce history`: every entry about a thing, in order, and which of them were undone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;

use memchr::memmem::Finder;
use truce_record::entry::{Body, Entry, Verdict};
use truce_record::id::Target;
use truce_record::log::{Access, Ledger as _};

use super::read::write;
use crate::dossier::one_line;
use crate::ledger::{self, LedgerArgument, told};

/// Tell every entry about a document, a statement, a record or a question, and which of them were undone.
#[derive(clap::Args)]
pub struct Arguments {
    /// Its id.
    id: Target,
    #[command(flatten)]
    ledger: LedgerArgument,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let register = ledger::register(&arguments.ledger.path, Access::Read)?;
    let state = register.state();
    let mut about = BTreeSet::from([arguments.id.clone()]);
    if let Target::Record(id) = &arguments.id {
        about.insert(Target::Record(state.resolve(id).clone()));
        let merged = state.record(id).map(|record| record.merged.clone()).unwrap_or_default();
        about.extend(merged.into_iter().map(Target::Record));
    }
    // Undoings name no more than the number of an entry. Whatever else is about a thing has its id in its words, and
    // only such entries are read.
    let words: Vec<String> = about.iter().map(ToString::to_string).chain(["\"undone\"".to_owned()]).collect();
    let words: Vec<Finder<'_>> = words.iter().map(Finder::new).collect();
    let mut told_of: BTreeSet<u64> = BTreeSet::new();
    let mut out = String::new();
    let entries = register.ledger().entries(1, &mut |kept| {
        if !words.iter().any(|word| word.find(&kept.body).is_some()) {
            return Ok(());
        }
        let entry = kept.read()?;
        let undoes = match &entry.body {
            Body::Judgement(judgement) => match &judgement.verdict {
                Verdict::Undone(undone) => told_of.contains(&undone.entry),
                _ => false,
            },
            _ => false,
        };
        // A statement begins with the reading that brought it.
        let brings = match (&entry.body, &arguments.id) {
            (Body::ReadingAdded(reading), Target::Statement(id)) => {
                reading.statements.iter().any(|statement| statement.id == *id)
            }
            _ => false,
        };
        if undoes || brings || entry.body.targets().iter().any(|target| about.contains(target)) {
            told_of.insert(entry.seq);
            line(&mut out, &entry, state.is_undone(entry.seq));
        }
        Ok(())
    });
    entries.map_err(told)?;
    if out.is_empty() {
        return Err(ledger::missing(&arguments.id));
    }
    write(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn line(out: &mut String, entry: &Entry, undone: bool) {
    let _ = write!(out, "{:>6}  {}  {}  {}", entry.seq, entry.at, entry.by.name(), entry.body.kind());
    let what = match &entry.body {
        Body::DocumentAdded(added) => {
            format!(
                "{} ({} bytes, sha256 {}), {}",
                added.name, added.length, added.sha256, added.obtained.how
            )
        }
        Body::ReadingAdded(reading) => {
            format!(
                "{} statements by {} with lexicon {}",
                reading.statements.len(),
                reading.reader,
                reading.lexicon
            )
        }
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
        Body::Relinked(moved) => {
            format!(
                "{} from {} to {}, {:.2}: {}",
                moved.statement,
                moved.from,
                moved.record,
                moved.score.share(),
                moved.reason
            )
        }
        Body::Candidate(candidate) => {
            format!(
                "{} same as {}? {:.2}: {}",
                candidate.subject,
                candidate.record,
                candidate.score.share(),
                candidate.reason
            )
        }
        Body::Judgement(judgement) => {
            let mut what = judged(&judgement.verdict);
            if let Some(reason) = &judgement.reason {
                let _ = write!(what, " ({reason})");
            }
            what
        }
        #[allow(unreachable_patterns)]
        _ => String::new(),
    };
    let _ = writeln!(out, "  {}{}", one_line(&what), if undone { "  [undone]" } else { "" });
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
