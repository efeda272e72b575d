//! Nouns and verbs of meeting in, one meeting or round for each out: where, when, who came and who did not.
//! A telephone call or a visit is an event, not talks.

mod details;
mod merge;

use truce_lexicon::load::deals::Cue;

use details::details;
use merge::merge;

use super::clause::{Clause, Tense};
use super::context::Context;
use super::kinds::{Content, Statement, Talks};
use super::status::{Realis, realis};
use super::wording::{self, push, sides};
use crate::grammar::{Sentence, TokenId, Upos};
use crate::mention::entity::EntityKind;

/// A meeting as one clause tells it.
#[derive(Debug, Clone)]
struct Meeting {
    talks: Talks,
    /// The noun or verb.
    head: TokenId,
    /// Words that tell it.
    words: (TokenId, TokenId),
    /// Whether a definite phrase refers to it.
    definite: bool,
    /// "another", "next", "new": not the one told before.
    further: bool,
    /// What is known of its time is the reference day or later.
    ahead: bool,
    /// "U.N.-led": told to be others than the main ones.
    others: bool,
    /// Its time is that of its end.
    ends: bool,
    /// What is told of it is worth a statement even without place and day.
    told: bool,
    rule: String,
}

/// Draws the meetings of a report, each once.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Statement> {
    let mut meetings: Vec<Meeting> = Vec::new();
    for &sentence in &context.grammar.sentences {
        if !context.is_read(sentence.block) {
            continue;
        }
        let mut skip = sentence.start;
        for token in sentence.start..sentence.end {
            if token < skip {
                continue;
            }
            let Some((meeting, to)) =
                of_noun(context, sentence, token).or_else(|| of_verb(context, sentence, token))
            else {
                continue;
            };
            skip = to;
            merge(context, &mut meetings, meeting);
        }
    }
    meetings.retain(worth_telling);
    meetings
        .into_iter()
        .map(|meeting| Statement {
            anchor: context.quote(meeting.words.0, meeting.words.1),
            content: Content::Talks(meeting.talks),
            rules: vec![meeting.rule],
            voice: None,
        })
        .collect()
}

/// A meeting is told where the text gives its place, day, number or those who met; "talks" alone is a topic.
fn worth_telling(meeting: &Meeting) -> bool {
    let talks = &meeting.talks;
    let fixed = !talks.place.is_empty() || talks.round.is_some();
    let told = talks.when.is_some()
        || !talks.absent.is_empty()
        || talks.attending.len() > 1
        || matches!(talks.status, "collapsed" | "postponed");
    fixed || told || meeting.told
}

fn cue<'a>(context: &'a Context<'_>, id: &str) -> Option<&'a Cue> {
    context.lexicon.tables.deals.talks.iter().find(|cue| cue.id == id)
}

/// "talks in Olmen", "the ninth round of negotiations", "a summit".
fn of_noun(context: &Context<'_>, sentence: Sentence, token: TokenId) -> Option<(Meeting, TokenId)> {
    let word = &context.grammar.tokens[token as usize];
    if matches!(word.upos, Upos::Verb | Upos::Aux) || word.lower == "talk" {
        return None;
    }
    let nouns = &cue(context, "noun")?.nouns;
    let mut end = if word.lower == "talks" {
        token + 1
    } else {
        wording::longest(context, token, sentence.end, nouns)?.0
    };
    let others = &cue(context, "other-matter")?.nouns;
    if token > sentence.start
        && others.iter().any(|other| other == context.lower(token - 1) || other == context.lemma(token - 1))
    {
        return None;
    }
    // "round of talks"; but "rounds of artillery".
    if word.lemma == "round" {
        let of = context.lower(end) == "of"
            && (end + 1..sentence.end.min(end + 6)).any(|at| {
                context.lower(at) == "talks"
                    || nouns.iter().any(|noun| {
                        noun != "round" && (noun == context.lemma(at) || noun == context.lower(at))
                    })
            });
        if of {
            end = (end + 1..sentence.end.min(end + 6))
                .find(|&at| {
                    context.lower(at) == "talks"
                        || nouns.iter().any(|noun| {
                            noun != "round" && (noun == context.lemma(at) || noun == context.lower(at))
                        })
                })
                .map_or(end, |at| at + 1);
        } else if number(context, token.saturating_sub(3).max(sentence.start), token).is_none()
            && !(token > sentence.start
                && wording::is(context, token - 1, &["next", "new", "further", "another", "latest"]))
        {
            return None;
        }
    }
    // "talks table", "summit venue": no meeting by itself.
    let verbs = |lemma: &str| {
        context.lexicon.tables.deals.talks.iter().any(|cue| cue.verbs.iter().any(|verb| verb == lemma))
    };
    if context.grammar.tokens.get(end as usize).is_some_and(|next| {
        end < sentence.end
            && next.upos == Upos::Noun
            && word.xpos != "NNS"
            && word.lower != "talks"
            && !(next.lower.ends_with('s') && verbs(&next.lemma))
    }) {
        return None;
    }
    let start = phrase_start(context, sentence, token);
    let first = context.lower(start);
    if (start..token).any(|token| matches!(context.lower(token), "no" | "any" | "such"))
        || denied(context, token)
    {
        return None;
    }
    let clause = context.clauses.around(context.grammar, token);
    let realis = realis(context, token);
    let words = stretch(context, sentence, clause, start, end);
    let mut meeting = blank(token, words, format!("talks/{}", context.lemma(token)));
    meeting.definite = matches!(first, "the" | "this" | "these" | "those")
        || context.grammar.tokens[token as usize - usize::from(token > start)].upos == Upos::Propn
            && first != "a";
    meeting.further = (start..token).any(|token| {
        matches!(
            context.lower(token),
            "another" | "next" | "further" | "new" | "second" | "third" | "a" | "an"
        )
    });
    // "Swiss-led negotiations": others than those told before.
    meeting.others = (start..token).any(|token| {
        let word = context.lower(token).rsplit('-').next().unwrap_or_default();
        matches!(word, "led" | "brokered" | "mediated" | "sponsored" | "backed" | "hosted")
    });
    meeting.further |= meeting.others;
    meeting.talks.round = number(context, start, token).or_else(|| after_number(context, end, sentence.end));
    meeting.talks.series = series(context, start, token, end);
    details(context, sentence, &mut meeting, (start, end));
    let status = status(context, &meeting, clause, realis);
    let maybe = clause.is_some_and(|clause| {
        matches!(clause.modal, Some("could" | "may" | "might"))
            && !clause.conditional
            && wording::is(
                context,
                clause.predicate,
                &["resume", "open", "begin", "start", "hold", "convene", "follow"],
            )
    });
    if matches!(realis, Realis::Unreal | Realis::NotDone)
        && !maybe
        && !matches!(status, "postponed" | "collapsed")
        && meeting.talks.place.is_empty()
        && meeting.talks.absent.is_empty()
    {
        return None;
    }
    meeting.talks.status = if maybe { "planned" } else { status };
    meeting.told = matches!(status, "under-way" | "collapsed" | "postponed")
        && (start..token).any(|token| {
            matches!(
                context.lower(token),
                "indirect"
                    | "direct"
                    | "peace"
                    | "proximity"
                    | "ceasefire"
                    | "truce"
                    | "cease-fire"
                    | "armistice"
                    | "formal"
                    | "disarmament"
                    | "security"
                    | "political"
                    | "face-to-face"
                    | "mediated"
            )
        });
    Some((meeting, end))
}

/// "The two ministers met in Olmen", "sat down with".
fn of_verb(context: &Context<'_>, sentence: Sentence, token: TokenId) -> Option<(Meeting, TokenId)> {
    let lemma = context.lemma(token);
    if !matches!(lemma, "meet" | "sit" | "confer" | "convene" | "reconvene") {
        return None;
    }
    let clause = context.clauses.at(token)?;
    if clause.passive || lemma == "sit" && context.lower(token + 1) != "down" {
        return None;
    }
    let acts = |head: TokenId| {
        context.acts(head)
            && !context.cast.of(head).is_some_and(|id| {
                matches!(context.cast.get(id).kind, EntityKind::Civilians | EntityKind::Thing)
            })
    };
    let subject = clause.subject.filter(|&head| acts(head))?;
    if clause.object.is_some_and(|object| !acts(object)) {
        return None;
    }
    let mut attending = sides(context, subject);
    for head in clause.object.into_iter().chain(
        clause.obliques.iter().filter(|oblique| oblique.preposition == "with").map(|oblique| oblique.head),
    ) {
        sides(context, head).into_iter().for_each(|name| push(&mut attending, name));
    }
    let realis = realis(context, token);
    if matches!(realis, Realis::Unreal | Realis::NotDone) || attending.is_empty() {
        return None;
    }
    let words = stretch(context, sentence, Some(clause), context.phrase(subject).0.min(token), token + 1);
    let mut meeting = blank(token, words, format!("talks/{lemma}"));
    meeting.further = true;
    meeting.talks.attending = attending;
    details(context, sentence, &mut meeting, (token, token + 1));
    meeting.talks.status = status(context, &meeting, Some(clause), realis);
    // Whoever meets without place and day is a contact.
    (!meeting.talks.place.is_empty() || meeting.talks.when.is_some()).then_some((meeting, token + 1))
}

fn blank(head: TokenId, words: (TokenId, TokenId), rule: String) -> Meeting {
    Meeting {
        talks: Talks { status: "planned", ..Talks::default() },
        head,
        words,
        definite: false,
        further: false,
        ahead: false,
        ends: false,
        others: false,
        told: false,
        rule,
    }
}

/// Says whether somebody only denies that there were talks.
fn denied(context: &Context<'_>, token: TokenId) -> bool {
    context.voices.over(token).last().is_some_and(|speech| {
        context.lexicon.tables.cues.entry(speech.entry).stance == "denies" && !speech.negated
    })
}

fn phrase_start(context: &Context<'_>, sentence: Sentence, token: TokenId) -> TokenId {
    let mut start = token;
    while start > sentence.start && token - start < 8 {
        let word = &context.grammar.tokens[start as usize - 1];
        let modifies =
            matches!(word.upos, Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn | Upos::Det | Upos::X)
                || matches!(word.xpos, "PRP$" | "POS")
                || matches!(word.lower.as_str(), "'s" | "announced" | "planned")
                || word.lower == "-" && !context.grammar.tokens[start as usize].spaced
                || word.upos == Upos::Verb && word.deprel == "amod";
        if !modifies {
            break;
        }
        start -= 1;
        if word.upos == Upos::Det {
            break;
        }
    }
    start
}

/// The words of the clause, up to the next mark.
fn stretch(
    context: &Context<'_>,
    sentence: Sentence,
    clause: Option<&Clause>,
    start: TokenId,
    end: TokenId,
) -> (TokenId, TokenId) {
    let (mut from, mut to) = (start, end);
    if let Some(clause) = clause.filter(|clause| clause.predicate.abs_diff(start) < 16) {
        let (first, last) = context.clause_tokens(clause);
        from = from.min(first.max(start.saturating_sub(16)));
        to = to.max(last.min(end + 14));
    }
    while to < sentence.end && to - from < 26 && !wording::parts(context, to) && context.lower(to) != "," {
        to += 1;
    }
    (from.max(sentence.start), to.min(sentence.end))
}

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];
const CARDINALS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The ordinal before the noun: "fifth", "11th".
fn number(context: &Context<'_>, start: TokenId, end: TokenId) -> Option<u32> {
    (start..end).find_map(|token| {
        let lower = context.lower(token);
        ORDINALS.iter().position(|word| *word == lower).map(|at| at as u32 + 1).or_else(|| {
            let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
            let rest = &lower[digits.len()..];
            matches!(rest, "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
        })
    })
}

/// The cardinal behind it: "round three".
fn after_number(context: &Context<'_>, at: TokenId, end: TokenId) -> Option<u32> {
    if at >= end || context.lemma(at - 1) != "round" {
        return None;
    }
    let lower = context.lower(at);
    CARDINALS
        .iter()
        .position(|word| *word == lower)
        .map(|at| at as u32 + 1)
        .or_else(|| lower.parse().ok().filter(|&round| round < 200))
}

/// Its name in the text: "Olmen talks", "peace talks".
fn series(context: &Context<'_>, start: TokenId, token: TokenId, end: TokenId) -> Option<String> {
    let mut from = start;
    while from < token
        && (context.grammar.tokens[from as usize].upos == Upos::Det
            || ORDINALS.contains(&context.lower(from))
            || matches!(
                context.lower(from),
                "new" | "next" | "further" | "latest" | "a" | "the" | "its" | "their"
            ))
    {
        from += 1;
    }
    let text = context.quote(from, end).of(&context.document.text).to_owned();
    (!text.is_empty()).then_some(text)
}

/// How the meeting stands at the reference date.
fn status(context: &Context<'_>, meeting: &Meeting, clause: Option<&Clause>, realis: Realis) -> &'static str {
    let (start, end) = meeting.words;
    let says = |id: &str| {
        cue(context, id).is_some_and(|cue| {
            clause.is_some_and(|clause| {
                cue.verbs.iter().any(|verb| {
                    let (first, rest) = verb
                        .split_once(['_', ' '])
                        .map_or((verb.as_str(), None), |(first, rest)| (first, Some(rest)));
                    first == context.lemma(clause.predicate)
                        && rest.is_none_or(|rest| {
                            context.lower(clause.predicate + 1) == rest
                                || clause.particle.is_some_and(|token| context.lower(token) == rest)
                        })
                })
            }) || wording::first(context, start, end, &cue.phrases).is_some()
        })
    };
    if says("postponed") && realis != Realis::Planned {
        return "postponed";
    }
    if says("collapsed") && matches!(realis, Realis::Told | Realis::Hedged) {
        return "collapsed";
    }
    if meeting.ahead || realis == Realis::Planned {
        return "planned";
    }
    let tense = clause.map_or(Tense::None, |clause| clause.tense);
    let planned =
        wording::first(context, start, end, cue(context, "planned").map_or(&[], |cue| &cue.phrases))
            .is_some();
    if planned && meeting.talks.when.is_none() {
        return "planned";
    }
    if says("under-way") {
        return "under-way";
    }
    let same_day = meeting
        .talks
        .when
        .as_deref()
        .zip(context.document.date)
        .is_some_and(|(when, date)| when.starts_with(&date.day.to_string()));
    match tense {
        Tense::Past => "concluded",
        Tense::Present if same_day => "under-way",
        Tense::Present if planned => "planned",
        _ if planned => "planned",
        _ => "concluded",
    }
}
