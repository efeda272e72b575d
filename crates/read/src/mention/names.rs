//! Tokens in, runs of tokens that are names out, before parsing: names of the lexicon, persons behind their
//! titles, and capitalised runs that nobody knows yet.
//! Decides nothing about who is meant; that is `actors`.

use truce_lexicon::Lexicon;
use truce_lexicon::load::actors::{ActorKind, Case, Name, NameUse, Phrase};
use truce_lexicon::load::words::{FULL_WEEKDAY, HOUR, MONTH, OPENER};

use crate::grammar::{Grammar, TokenId};

/// What a run of tokens is, as far as its words alone tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunKind {
    /// A name of the lexicon: the names it may be.
    Known(Vec<Known>),
    /// A title ("prime minister"): index of the office, whether it is a mere rank.
    Title(u16, bool),
    /// A capitalised run that the lexicon does not know.
    Unknown,
}

/// One reading of a known name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Index of the actor in the lexicon.
    pub actor: u32,
    /// In what way the name stands for it.
    pub used: NameUse,
    /// Whether the actor is a person.
    pub person: bool,
}

/// A run of tokens `start..end` inside one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRun {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// What it is.
    pub kind: RunKind,
}

/// Finds the runs, in order and without overlap.
#[must_use]
pub fn find(grammar: &Grammar, lexicon: &Lexicon) -> Vec<NameRun> {
    let mut runs = Vec::new();
    for sentence in &grammar.sentences {
        let range = sentence.start as usize..sentence.end as usize;
        let shouted = is_shouted(grammar, range.clone());
        let mut at = range.start;
        while at < range.end {
            let mut run = known(grammar, lexicon, at, range.end, shouted);
            // A last name or short alias is weaker than a title, and than a longer name that holds it.
            if run.as_ref().is_some_and(is_weak) {
                if let Some(title) = title(grammar, lexicon, at, range.end) {
                    run = Some(title);
                } else if let Some(longer) = unknown(grammar, lexicon, at, range.clone(), shouted)
                    && run.as_ref().is_some_and(|run| longer.end > run.end)
                {
                    run = Some(longer);
                } else if let Some(run) = run.as_mut()
                    && is_number(grammar, run.end as usize, range.end)
                {
                    // "Hill 355" is no Mr Hill.
                    *run = NameRun { start: run.start, end: run.end + 1, kind: RunKind::Unknown };
                }
            }
            let run = run
                .or_else(|| title(grammar, lexicon, at, range.end))
                .or_else(|| unknown(grammar, lexicon, at, range.clone(), shouted));
            match run {
                Some(run) => {
                    at = run.end as usize;
                    runs.push(run);
                }
                None => at += 1,
            }
        }
    }
    runs
}

/// Says whether a number stands at `at` ("355").
fn is_number(grammar: &Grammar, at: usize, end: usize) -> bool {
    at < end && grammar.tokens[at].form.chars().all(|c| c.is_ascii_digit())
}

/// Says whether a known name is one word that persons and places share.
fn is_weak(run: &NameRun) -> bool {
    run.end - run.start == 1
        && matches!(&run.kind, RunKind::Known(known) if known.iter().all(|known| matches!(known.used, NameUse::Surname | NameUse::Capital) || known.used == NameUse::Name && known.person))
}

/// Says whether a sentence is written in capitals (a headline or a telegram).
fn is_shouted(grammar: &Grammar, range: std::ops::Range<usize>) -> bool {
    let (mut upper, mut lower) = (0, 0);
    for token in &grammar.tokens[range] {
        for c in token.form.chars() {
            upper += usize::from(c.is_uppercase());
            lower += usize::from(c.is_lowercase());
        }
    }
    upper > 6 && upper > 4 * lower
}

fn known(grammar: &Grammar, lexicon: &Lexicon, at: usize, end: usize, shouted: bool) -> Option<NameRun> {
    let tokens = &grammar.tokens;
    let first = &tokens[at];
    if !first.form.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let window = end.min(at + 14);
    let (length, names) =
        lexicon.tables.actors.longest_match(tokens[at..window].iter().map(|token| token.form.as_str()))?;
    let written = &tokens[at..at + length];
    // A hyphen or full stop that ends the run belongs to what follows.
    let mut length = length;
    while length > 1 && !written[length - 1].form.chars().any(char::is_alphanumeric) {
        length -= 1;
    }
    let written = &tokens[at..at + length];
    let known: Vec<Known> = names
        .iter()
        .filter(|name| case_fits(name, written, shouted))
        .map(|name| Known {
            actor: name.actor,
            used: name.used,
            person: lexicon.tables.actors.actors[name.actor as usize].kind == ActorKind::Person,
        })
        .collect();
    (!known.is_empty()).then(|| NameRun {
        start: at as TokenId,
        end: (at + length) as TokenId,
        kind: RunKind::Known(known),
    })
}

fn case_fits(name: &Name, written: &[crate::grammar::Token], shouted: bool) -> bool {
    let first_upper = written[0].form.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    match name.case {
        Case::Free => true,
        Case::Title => {
            // A short name in capitals inside a text that is not shouted is an abbreviation of something else.
            first_upper
                && (shouted || written.len() > 1 || name.text.len() > 4 || !is_upper(&written[0].form))
        }
        Case::Upper => written.iter().all(|token| !token.form.chars().any(char::is_lowercase)) && first_upper,
    }
}

fn is_upper(form: &str) -> bool {
    form.chars().any(char::is_uppercase) && !form.chars().any(char::is_lowercase)
}

fn title(grammar: &Grammar, lexicon: &Lexicon, at: usize, end: usize) -> Option<NameRun> {
    let tokens = &grammar.tokens;
    let lower = tokens[at].lower.trim_end_matches('.');
    let fits = |phrase: &&Phrase| {
        at + phrase.words.len() <= end
            && phrase
                .words
                .iter()
                .zip(&tokens[at..])
                .all(|(word, token)| word.trim_end_matches('.') == token.lower.trim_end_matches('.'))
    };
    let phrase = lexicon.tables.actors.titles_beginning(lower).iter().find(fits)?;
    let rank = lexicon.tables.actors.offices[phrase.of as usize].rank;
    Some(NameRun {
        start: at as TokenId,
        end: (at + phrase.words.len()) as TokenId,
        kind: RunKind::Title(phrase.of, rank),
    })
}

/// Particles that stand inside a name in small letters.
const PARTICLES: &[&str] = &[
    "al", "el", "de", "da", "do", "dos", "del", "la", "bin", "ben", "bint", "ibn", "van", "von", "der",
    "den", "di", "ul", "ud", "ur", "e", "abu",
];

fn unknown(
    grammar: &Grammar,
    lexicon: &Lexicon,
    at: usize,
    range: std::ops::Range<usize>,
    shouted: bool,
) -> Option<NameRun> {
    let tokens = &grammar.tokens;
    let ordinal = tokens[at].form.chars().next().is_some_and(|c| c.is_ascii_digit())
        && tokens[at].lower.ends_with("th")
        && at + 1 < range.end
        && is_unit(&tokens[at + 1].lower);
    if shouted || !ordinal && !is_name_word(&tokens[at].form) || is_time(lexicon, &tokens[at].lower) {
        return None;
    }
    // A capital at the beginning of a sentence tells nothing unless the next word has one too.
    // A dateline in the same line comes first: "TARSK, 12 May (Reuters) - Shells fell".
    let opens = at == range.start
        || at < range.start + 16
            && matches!(tokens[at - 1].form.as_str(), "-" | "--" | "–" | "—")
            && tokens[at].spaced
            && tokens[at - 1].spaced;
    if opens
        && (lexicon.tables.sources.words.of(&tokens[at].lower) & OPENER != 0
            || !follows(tokens, at + 1, range.end))
    {
        return None;
    }
    let mut end = at + 1;
    while end < range.end {
        let token = &tokens[end];
        let glued = !token.spaced;
        let next = tokens.get(end + 1).filter(|_| end + 1 < range.end);
        if is_time(lexicon, &token.lower) {
            break;
        }
        if is_name_word(&token.form) {
            // The next name of the lexicon or title begins a run of its own, unless it is part of this one.
            let starts_other = title(grammar, lexicon, end, range.end).is_some()
                || known(grammar, lexicon, end, range.end, false)
                    .is_some_and(|run| run.end - run.start > 1 || is_state_name(&run, end));
            if starts_other && !glued {
                break;
            }
            end += 1;
        } else if PARTICLES.contains(&token.lower.as_str())
            && next.is_some_and(|next| is_name_word(&next.form) || next.form == "-")
            || (token.form == "-"
                && glued
                && next.is_some_and(|next| !next.spaced && is_name_word(&next.form)))
            || (token.form == "." && glued && tokens[end - 1].form.chars().count() == 1)
        {
            end += 1;
        } else {
            break;
        }
    }
    // Units carry numbers: "Battalion 504".
    if is_unit(&tokens[end - 1].lower)
        && end < range.end
        && tokens[end].form.chars().all(|c| c.is_ascii_digit())
    {
        end += 1;
    }
    (end > at).then_some(NameRun { start: at as TokenId, end: end as TokenId, kind: RunKind::Unknown })
}

fn is_state_name(run: &NameRun, _at: usize) -> bool {
    matches!(&run.kind, RunKind::Known(known) if known.iter().any(|known| matches!(known.used, NameUse::Demonym | NameUse::People)))
}

fn follows(tokens: &[crate::grammar::Token], at: usize, end: usize) -> bool {
    at < end && (is_name_word(&tokens[at].form) || PARTICLES.contains(&tokens[at].lower.as_str()))
}

fn is_name_word(form: &str) -> bool {
    let mut chars = form.chars();
    chars.next().is_some_and(char::is_uppercase)
        && form.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '‘' | 'ʿ'))
        && !matches!(
            form,
            "I" | "The"
                | "A"
                | "An"
                | "In"
                | "On"
                | "At"
                | "It"
                | "He"
                | "She"
                | "They"
                | "We"
                | "But"
                | "And"
        )
}

fn is_unit(lower: &str) -> bool {
    matches!(
        lower,
        "battalion"
            | "brigade"
            | "division"
            | "regiment"
            | "corps"
            | "company"
            | "infantry"
            | "squadron"
            | "column"
            | "front"
            | "army"
            | "fleet"
            | "unit"
    )
}

/// Days, months and hours: parts of times.
fn is_time(lexicon: &Lexicon, lower: &str) -> bool {
    let classes = lexicon.tables.sources.words.of(lower.trim_end_matches('.'));
    classes & (MONTH | FULL_WEEKDAY | HOUR) != 0
}
