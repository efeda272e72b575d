//! Names that the gazetteer lacks and only their company shows to be places: "the village of Arrun",
//! "Sarr bridge", "near Arrun", "the Arrun-Sett road".
//! Takes no name that the lexicon knows for an actor.

use truce_lexicon::load::places::PlaceKind;

use super::find::{Candidate, Finder, phrase};
use super::line::{Line, Style, is_upper};
use super::words;
use crate::grammar::TokenId;
use crate::mention::names::{NameRun, RunKind};

/// Adds the places of a sentence that are not yet among the candidates.
pub fn find(finder: &Finder<'_>, line: &Line<'_>, candidates: &mut Vec<Candidate>) {
    let first = finder.runs.partition_point(|run| (run.start as usize) < line.start);
    let mut found: Vec<Candidate> = Vec::new();
    let taken: Vec<(usize, usize)> = candidates
        .iter()
        .filter(|candidate| candidate.start < line.end && candidate.end > line.start)
        .map(|candidate| (candidate.start, candidate.until))
        .collect();
    for (at, run) in finder.runs.iter().enumerate().skip(first) {
        if run.start as usize >= line.end {
            break;
        }
        if taken.iter().any(|&(start, end)| start < run.end as usize && end > run.start as usize) {
            continue;
        }
        if !matches!(run.kind, RunKind::Unknown) {
            continue;
        }
        let titled = at > 0
            && matches!(finder.runs[at - 1].kind, RunKind::Title(..))
            && finder.runs[at - 1].end == run.start;
        if titled {
            continue;
        }
        let listed = candidates.iter().chain(&found).any(|other| {
            other.until < run.start as usize
                && run.start as usize - other.until <= 2
                && in_list(line, other, run)
        });
        if let Some(candidate) = shaped(finder, line, run, listed) {
            found.push(candidate);
        }
    }
    candidates.append(&mut found);
}

/// Adds names that were found to be places elsewhere in the report: "in Arrun" tells what "to Arrun" means.
pub fn again(finder: &Finder<'_>, candidates: &mut Vec<Candidate>) {
    let known: Vec<(String, Option<PlaceKind>)> = candidates
        .iter()
        .filter(|candidate| !candidate.known)
        .map(|candidate| (candidate.name.clone(), candidate.noun))
        .collect();
    if known.is_empty() {
        return;
    }
    for run in finder.runs.iter().filter(|run| matches!(run.kind, RunKind::Unknown)) {
        let (start, end) = (run.start as usize, run.end as usize);
        if candidates.iter().any(|other| other.start < end && start < other.end) {
            continue;
        }
        for length in [end - start + 1, end - start] {
            let last = (start + length).min(finder.grammar.tokens.len());
            let name = words(finder.grammar, start as TokenId, last as TokenId);
            if known.iter().any(|(other, _)| *other == name) {
                candidates.push(Candidate {
                    start,
                    end: last,
                    core: name.clone(),
                    name,
                    associated: false,
                    score: 0.75,
                    noun: None,
                    from: start,
                    until: last,
                    known: false,
                    rule: "place/shape/again",
                });
                break;
            }
        }
    }
}

fn shaped(finder: &Finder<'_>, line: &Line<'_>, run: &NameRun, listed: bool) -> Option<Candidate> {
    let (start, mut end) = (run.start as usize, (run.end as usize).min(line.end));
    while end > start && !line.form(end - 1).chars().any(char::is_alphanumeric) {
        end -= 1;
    }
    if end <= start || line.style == Style::Shouted {
        return None;
    }
    // "Camp 12", "Sector 4": the number is part of the name.
    if end < line.end && end - start == 1 && super::find::numbered(line, end, finder.words) {
        end += 1;
    }
    let words_of = |start: usize, end: usize| words(finder.grammar, start as TokenId, end as TokenId);
    let candidate = |score: f32, noun: Option<PlaceKind>, from: usize, until: usize, rule: &'static str| {
        let name = words_of(start, end);
        Some(Candidate {
            start,
            end,
            core: name.clone(),
            name,
            associated: false,
            score,
            noun,
            from,
            until,
            known: false,
            rule,
        })
    };
    if finder.words.titles(line.lower(start)) || finder.words.titles(line.before(start)) {
        return None;
    }
    // "the Old Mill quarter": words that are no name by themselves need the noun.
    let plain =
        (start..end).all(|at| finder.words.is_stop(line.lower(at)) || finder.words.is_part(line.lower(at)));
    if plain && end - start == 1 {
        return None;
    }
    // "Sarr Bridge", "Camp Sarr", "Mount Sarr": the noun is part of the name.
    if end - start > 1 {
        let bare = (start..end - 1)
            .all(|at| finder.words.is_stop(line.lower(at)) || finder.words.is_part(line.lower(at)));
        if let Some(noun) = finder
            .words
            .after(line.lower(end - 1))
            .filter(|noun| noun.unknown && !bare && noun.kind != PlaceKind::Line)
        {
            return candidate(0.85, Some(noun.kind), start, end, "place/shape/noun-inside");
        }
        if let Some(noun) = finder.words.before(line.lower(start)).filter(|noun| noun.unknown) {
            return candidate(0.85, Some(noun.kind), start, end, "place/shape/noun-first");
        }
    }
    if line.style == Style::Title {
        return None;
    }
    for length in [2, 1] {
        let behind = phrase(line, end, length);
        if let Some(noun) = finder.words.after(&behind).filter(|noun| noun.unknown) {
            if is_upper(line.form(end - 1)) && end - start == 1 && noun.kind != PlaceKind::Road {
                return None;
            }
            return candidate(0.85, Some(noun.kind), start, end + length, "place/shape/noun-after");
        }
    }
    let of = line.before(start) == "of";
    let at = if of { start - 1 } else { start };
    if let Some(noun) = finder
        .words
        .before(line.before(at))
        .filter(|noun| noun.unknown && (of || noun.kind.is_settlement() || noun.capital))
    {
        return candidate(0.9, Some(noun.kind), at - 1, end, "place/shape/noun-before");
    }
    if plain || is_upper(line.form(end - 1)) && end - start == 1 {
        return None;
    }
    if listed {
        return candidate(0.75, None, start, end, "place/shape/list");
    }
    let lead = line.before(start);
    let strong = matches!(
        lead,
        "in" | "near"
            | "outside"
            | "around"
            | "inside"
            | "at"
            | "towards"
            | "toward"
            | "into"
            | "neighbouring"
            | "neighboring"
    );
    if strong && ends_phrase(finder, line, end) && !line.form(start).chars().any(|c| c.is_ascii_digit()) {
        let score = if lead == "at" { 0.75 } else { 0.8 };
        return candidate(score, None, start, end, "place/shape/preposition");
    }
    None
}

/// Says whether nothing behind a name goes on with it ("in Sarr ranks").
fn ends_phrase(finder: &Finder<'_>, line: &Line<'_>, end: usize) -> bool {
    let form = line.form(end);
    let Some(first) = form.chars().next() else { return true };
    !first.is_alphabetic() && form != "'s" && form != "-" || finder.words.is_follower(line.lower(end))
}

/// Says whether `run` goes on the list that `other` is in: "in Douma, Arrun and Sett".
fn in_list(line: &Line<'_>, other: &Candidate, run: &NameRun) -> bool {
    let (from, start, end) = (other.until, run.start as usize, run.end as usize);
    let comma = line.form(from) == ",";
    let and = matches!(line.lower(start - 1), "and" | "or" | "&");
    let placed = other.noun.is_some()
        || other.rule == "place/shape/list"
        || matches!(
            line.before(other.from),
            "in" | "near" | "at" | "around" | "between" | "outside" | "towards" | "," | "and"
        );
    if !placed || from < line.start {
        return false;
    }
    let behind = line.lower(end);
    if and {
        return start - from <= 2
            && (behind.is_empty()
                || matches!(
                    behind,
                    "." | ";" | "," | ")" | "in" | "on" | "after" | "at" | "were" | "was" | "by"
                ));
    }
    // A comma alone also sets off the speaker of what was said: wait for one that goes on, or the "and".
    comma
        && start == from + 1
        && (matches!(behind, "and" | "or" | "&") || behind == ",")
        && line.is_name_word(end + 1)
}
