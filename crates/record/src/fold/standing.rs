//! The statements of an incident in, its standing out: how it stands with those who speak of it.
//! Weighs nobody's word; that is `assess`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Document, State};
use crate::id::DocumentId;
use crate::statement::{Content, Statement};

/// How an incident stands with those who speak of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// One origin reports it.
    SingleSource,
    /// Two or more independent origins report it.
    Corroborated,
    /// It is reported, and somebody denies or disputes it.
    Disputed,
    /// It is known only from its denial.
    Denied,
    /// Whoever reported it took it back.
    Retracted,
}

impl Standing {
    /// All standings.
    pub const ALL: [Self; 5] =
        [Self::SingleSource, Self::Corroborated, Self::Disputed, Self::Denied, Self::Retracted];

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SingleSource => "single-source",
            Self::Corroborated => "corroborated",
            Self::Disputed => "disputed",
            Self::Denied => "denied",
            Self::Retracted => "retracted",
        }
    }
}

/// Computes the standing of an incident, and the origins that report it.
pub(super) fn standing(state: &State, statements: &[&Arc<Statement>]) -> (Standing, BTreeSet<DocumentId>) {
    let mut by_document: BTreeMap<&DocumentId, Vec<&Arc<Statement>>> = BTreeMap::new();
    for statement in statements {
        by_document.entry(&statement.document).or_default().push(statement);
    }
    let voices: BTreeMap<&DocumentId, Voice> =
        by_document.iter().map(|(document, own)| (*document, Voice::of(own))).collect();
    // Whoever takes a story back takes back all that it published of it.
    let source =
        |document: &DocumentId| state.document(document).and_then(Document::source).map(str::to_lowercase);
    let retracting: BTreeSet<String> = voices
        .iter()
        .filter(|(_, voice)| voice.retracts)
        .filter_map(|(document, _)| source(document))
        .collect();
    let withdrawn = |document: &DocumentId| {
        voices.get(document).is_some_and(|voice| voice.retracts)
            || source(document).is_some_and(|source| retracting.contains(&source))
    };
    let reporting: BTreeSet<&DocumentId> =
        voices.iter().filter(|(_, voice)| voice.reports).map(|(document, _)| *document).collect();
    // A report that only passes on another of those here is no second origin.
    let passed_on = |document: &DocumentId| -> Option<&DocumentId> {
        let own = by_document.get(document)?;
        reporting.iter().copied().find(|other| {
            *other != document
                && state.origin(other) != state.origin(document)
                && source(other)
                    .is_some_and(|source| own.iter().any(|statement| passes_on(statement, &source)))
        })
    };
    let origin = |document: &DocumentId| state.origin(passed_on(document).unwrap_or(document)).clone();
    let all: BTreeSet<DocumentId> = reporting.iter().map(|document| origin(document)).collect();
    let left: BTreeSet<DocumentId> =
        reporting.iter().filter(|document| !withdrawn(document)).map(|document| origin(document)).collect();
    let denied = voices.values().any(|voice| voice.denies_event);
    let disowned = voices.values().any(|voice| voice.denies_own);
    let standing = if !retracting.is_empty() && left.is_empty() {
        Standing::Retracted
    } else if (denied || disowned) && reporting.is_empty() {
        Standing::Denied
    } else if denied {
        Standing::Disputed
    } else if left.len() >= 2 {
        Standing::Corroborated
    } else {
        Standing::SingleSource
    };
    let origins =
        if all.is_empty() { by_document.keys().map(|document| origin(document)).collect() } else { all };
    (standing, origins)
}

/// What one document says of an incident, as far as its standing goes.
struct Voice {
    /// It tells that it happened.
    reports: bool,
    /// Somebody in it says that it did not happen.
    denies_event: bool,
    /// Somebody in it says that it was not his doing, and leaves open whether it happened.
    denies_own: bool,
    /// It takes back what it said before.
    retracts: bool,
}

impl Voice {
    fn of(statements: &[&Arc<Statement>]) -> Self {
        let mut voice = Self { reports: false, denies_event: false, denies_own: false, retracts: false };
        let refusals: Vec<&Arc<Statement>> = statements
            .iter()
            .copied()
            .filter(|one| matches!(&one.content, Content::Claim(claim) if claim.stance == "denies"))
            .collect();
        // What stands in a denial is told in order to deny it.
        let refused = |statement: &Statement| {
            refusals.iter().any(|one| {
                let (here, there) = (one.anchor.span, statement.anchor.span);
                here.start < there.end && there.start < here.end
            })
        };
        for statement in statements {
            voice.retracts |= retracts(&statement.anchor.quote);
            match &statement.content {
                // "No vehicle struck a mine", "rumours of a raid are a fabrication", however the verb was read.
                Content::Event(_)
                    if has_no_subject(&statement.anchor.quote) || is_untrue(&statement.anchor.quote) =>
                {
                    voice.denies_event = true;
                }
                // "We did not fire a single round": a doer speaks of his own act. "No truck was stopped": of the event.
                Content::Event(event) if event.status.refused() => {
                    if denies_event(&statement.anchor.quote) {
                        voice.denies_event = true;
                    } else {
                        voice.denies_own = true;
                    }
                }
                Content::Event(event) => voice.reports |= event.status.happened(),
                Content::Figure(figure) => voice.reports |= figure.low.is_some_and(|low| low > 0),
                // "The story was a fabrication."
                Content::Reference(_) if is_untrue(&statement.anchor.quote) => voice.denies_event = true,
                Content::Reference(reference) => voice.reports |= !reference.back && !refused(statement),
                Content::Claim(claim) => match claim.stance.as_str() {
                    "denies" if denies_event(&statement.anchor.quote) => voice.denies_event = true,
                    "denies" => voice.denies_own = true,
                    "retracts" => voice.retracts = true,
                    _ => {}
                },
                _ => {}
            }
        }
        // What was only told in order to deny it is no report.
        if voice.retracts {
            voice.reports = false;
        }
        voice
    }
}

/// Words that call a report untrue, whoever uses them.
const UNTRUE: &[&str] = &[
    "never happened",
    "did not happen",
    "didn't happen",
    "did not take place",
    "never took place",
    "never occurred",
    "did not occur",
    "invented",
    "invention",
    "fabricat",
    "hoax",
    "untrue",
    "false report",
    "fake news",
    "false news",
    "disinformation",
    "pure fiction",
    "no truth",
    "not true",
    "baseless",
    "groundless",
    "unfounded",
];

/// Words by which somebody denies a happening, and which mean nothing of the sort outside a denial: "we have seen no
/// such movement", "the two were nothing of the kind".
const DENIED: &[&str] = &["no such", "nothing of the kind", "nothing of the sort"];

/// Words of a denial that leave no happening.
const NOTHING: &[&str] = &[
    "denies event",
    "there was no",
    "there were no",
    "there had been no",
    "there has been no",
    "nothing was",
    "was no attack",
    "denied reports",
    "denies reports",
    "denied that any",
    "denies that any",
];

/// Says whether the words of a denial deny the happening, not only who did it.
fn denies_event(quote: &str) -> bool {
    let quote = quote.to_lowercase();
    let nothing = !of_harm(&quote) && NOTHING.iter().any(|words| quote.contains(words));
    let denied = DENIED.iter().any(|words| quote.contains(words));
    has_no_subject(&quote) || is_untrue(&quote) || denied || nothing
}

/// Says whether the words are about harm: that nobody was hurt does not deny that shells fell.
fn of_harm(quote: &str) -> bool {
    const HARM: &[&str] = &[
        "casualt",
        "hurt",
        "injur",
        "wound",
        "killed",
        "died",
        "deaths",
        "dead",
        "harmed",
        "victim",
        "fatalit",
        "damage",
        "loss of life",
    ];
    HARM.iter().any(|words| quote.contains(words))
}

fn is_untrue(quote: &str) -> bool {
    let quote = quote.to_lowercase();
    UNTRUE.iter().any(|words| quote.contains(words))
}

/// Says whether the words begin a clause with "no", "nobody" or "not one", of which something is told that would be the
/// happening: that nobody claims, knows or confirms it does not deny it.
fn has_no_subject(quote: &str) -> bool {
    const NONE: &[&str] =
        &["no ", "nothing ", "nobody ", "no one ", "none of ", "not one ", "not a single ", "neither "];
    const OTHER: &[&str] = &[
        "claim",
        "responsib",
        "admit",
        "admission",
        "blame",
        "comment",
        "confirm",
        "verif",
        "arrest",
        "identif",
        "charge",
        "independent",
        "evidence",
        "immediate",
        "indication",
        "sign of",
        "word on",
        "word from",
        "detail",
        "reason",
        "doubt",
        "know",
        "knew",
        "explain",
        "sure",
        "owns",
    ];
    let quote = quote.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    (NONE.iter().any(|words| quote.starts_with(words)) || quote.contains(", no "))
        && !of_harm(&quote)
        && !OTHER.iter().any(|words| quote.contains(words))
}

/// Says whether the words take a report back.
fn retracts(quote: &str) -> bool {
    const WHAT: &[&str] =
        &["story", "report", "article", "account", "item", "post", "headline", "news", "dispatch"];
    const BACK: &[&str] =
        &["withdraw", "withdrew", "withdrawn", "retract", "took back", "take back", "takes back"];
    const WHOLE: &[&str] = &[
        "regret the error",
        "regrets the error",
        "apologise to our readers",
        "apologize to our readers",
        "apologises to its readers",
        "apologizes to its readers",
        "we were wrong",
        "was wrong to report",
        "were wrong to report",
        "reported in error",
        "published in error",
        "erroneously reported",
        "erroneous report",
        "retracted by its source",
        "withdrawn by its source",
        "retraction",
        "kill notice",
        "disregard the",
    ];
    let quote = quote.to_lowercase();
    WHOLE.iter().any(|words| quote.contains(words))
        // "Withdraws its report", "took the story back": not guns.
        || BACK.iter().any(|verb| {
            quote.find(verb).is_some_and(|at| {
                let after: String = quote[at + verb.len()..].chars().take(40).collect();
                WHAT.iter().any(|what| after.split(|c: char| !c.is_alphabetic()).any(|word| {
                    word.strip_suffix('s').unwrap_or(word) == *what
                }))
            })
        })
}

/// Says whether the words name a source as the one from whom they come.
fn passes_on(statement: &Statement, source: &str) -> bool {
    const FROM: &[&str] =
        &["from ", "according to ", "citing ", "as reported by ", "quoting ", "reported by "];
    let quote = statement.anchor.quote.to_lowercase();
    FROM.iter().any(|words| quote.contains(&format!("{words}{source}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_of_the_event_are_told_from_denials_of_authorship() {
        for (quote, expected) in [
            ("No shell fell on the town", true),
            ("Not one tank crossed the river", true),
            ("Rumours that a column has crossed at Luzh are a fabrication", true),
            ("The raid never took place", true),
            ("Nobody has claimed the abduction", false),
            ("No group claimed responsibility for the blast", false),
            ("No one was arrested over the killing", false),
            ("Nobody was hurt when the shell fell", false),
            ("There were no casualties", false),
            ("We did not fire on the market", false),
            ("The shells came from the other bank", false),
        ] {
            assert_eq!(denies_event(quote), expected, "{quote}");
        }
    }

    #[test]
    fn stories_are_taken_back_and_guns_are_not() {
        for (quote, expected) in [
            ("We withdraw the report and apologise", true),
            ("The agency has retracted its story of a raid", true),
            ("An earlier item was published in error", true),
            ("The army withdrew its guns from the line", false),
            ("The rebels took back the village", false),
            ("They withdrew, the reporter of the agency said", false),
        ] {
            assert_eq!(retracts(quote), expected, "{quote}");
        }
    }
}
