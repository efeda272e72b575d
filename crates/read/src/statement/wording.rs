//! Phrases of the data matched against the words of a report, and the names that stand in a run of words.
//! Knows no meaning; what a phrase tells is for its caller.

use super::clause::{Clause, Tense, conjuncts};
use super::context::Context;
use super::kinds::Name;
use super::status::{self, Realis};
use crate::grammar::{Sentence, TokenId, Upos};
use crate::mention::entity::EntityKind;

/// Returns one past the last token of `phrase` (words with single spaces, lemmas or forms) if it begins at `at`.
#[must_use]
pub fn at(context: &Context<'_>, at: TokenId, end: TokenId, phrase: &str) -> Option<TokenId> {
    let mut next = at;
    for word in phrase.split(' ') {
        if next >= end || context.lower(next) != word && context.lemma(next) != word {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// Returns the longest of the phrases that begins at `from`.
#[must_use]
pub fn longest<'p>(
    context: &Context<'_>,
    from: TokenId,
    end: TokenId,
    phrases: &'p [String],
) -> Option<(TokenId, &'p str)> {
    phrases
        .iter()
        .filter_map(|phrase| at(context, from, end, phrase).map(|end| (end, phrase.as_str())))
        .max_by_key(|found| found.0)
}

/// Returns the first place in `start..end` where one of the phrases stands: its tokens and itself.
#[must_use]
pub fn first<'p>(
    context: &Context<'_>,
    start: TokenId,
    end: TokenId,
    phrases: &'p [String],
) -> Option<(TokenId, TokenId, &'p str)> {
    (start..end).find_map(|from| longest(context, from, end, phrases).map(|(to, phrase)| (from, to, phrase)))
}

/// Says whether one of the words is the token, by form or by lemma.
#[must_use]
pub fn is(context: &Context<'_>, token: TokenId, words: &[&str]) -> bool {
    words.contains(&context.lower(token)) || words.contains(&context.lemma(token))
}

/// The number that a word names, up to twelve.
#[must_use]
pub fn cardinal(word: &str) -> Option<i64> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.iter().position(|known| *known == word).map(|at| at as i64 + 1)
}

/// Says whether the token is a mark that parts clauses.
#[must_use]
pub fn parts(context: &Context<'_>, token: TokenId) -> bool {
    matches!(context.lower(token), ";" | "." | ":" | "?" | "!" | "(" | ")" | "\"" | "—")
}

/// Returns the names of those who act in a list that begins at `start` ("X and Y", "President X and Y's army"),
/// and one past its last token. Stops at the first word that no list of names holds.
#[must_use]
pub fn named_list(context: &Context<'_>, start: TokenId, end: TokenId) -> (Vec<Name>, TokenId) {
    let mut names: Vec<Name> = Vec::new();
    let mut at = start;
    let mut last = start;
    while at < end {
        let word = &context.grammar.tokens[at as usize];
        if context.acts(at) && !matches!(word.deprel, "amod" | "compound")
            || context.acts(at) && next_ends_name(context, at, end)
        {
            for name in context.names(at) {
                push(&mut names, name);
            }
            last = at + 1;
        } else if !matches!(
            word.upos,
            Upos::Det
                | Upos::Adj
                | Upos::Noun
                | Upos::Propn
                | Upos::Cconj
                | Upos::Num
                | Upos::Part
                | Upos::X
                | Upos::Pron
        ) && !matches!(word.lower.as_str(), "," | "of" | "'s" | "." | "-" | "(" | ")")
        {
            break;
        }
        at += 1;
        if at > start + 24 {
            break;
        }
    }
    (names, last)
}

fn next_ends_name(context: &Context<'_>, token: TokenId, end: TokenId) -> bool {
    token + 1 >= end
        || !matches!(context.grammar.tokens[token as usize + 1].upos, Upos::Noun | Upos::Propn | Upos::Adj)
}

/// Adds a name unless it is there already.
pub fn push(names: &mut Vec<Name>, name: Name) {
    if !names.iter().any(|known| known.name == name.name) {
        names.push(name);
    }
}

/// Returns the names of a phrase if it is a party, a person or a body: no thing, no unnamed speaker, no civilian.
#[must_use]
pub fn sides(context: &Context<'_>, token: TokenId) -> Vec<Name> {
    let mut names = Vec::new();
    for head in conjuncts(context.grammar, token) {
        // "negotiators from Oster, Luri and the front": those who sent them.
        let sent = envoys(context, head);
        if sent.len() > 1 {
            sent.into_iter().for_each(|name| push(&mut names, name));
            continue;
        }
        let Some(id) = context.entity(head) else { continue };
        if !matches!(
            context.cast.get(id).kind,
            EntityKind::Thing | EntityKind::Civilians | EntityKind::Media | EntityKind::Speakers
        ) {
            for name in context.names(head) {
                push(&mut names, name);
            }
        }
    }
    names
}

/// Those whom "negotiators from ..." or "delegations of ..." speak for.
fn envoys(context: &Context<'_>, head: TokenId) -> Vec<Name> {
    let sent = [
        "negotiator",
        "delegation",
        "delegate",
        "representative",
        "official",
        "envoy",
        "minister",
        "leader",
        "diplomat",
        "mediator",
        "commander",
        "general",
        "chief",
        "team",
        "emissary",
    ];
    if !sent.contains(&context.lemma(head)) {
        return Vec::new();
    }
    let mut names = Vec::new();
    for &child in context.grammar.children(head) {
        if context.grammar.tokens[child as usize].deprel == "nmod"
            && matches!(super::clause::preposition(context.grammar, child).as_str(), "from" | "of")
        {
            for token in conjuncts(context.grammar, child).into_iter().filter(|&token| context.acts(token)) {
                context.names(token).into_iter().for_each(|name| push(&mut names, name));
            }
        }
    }
    names
}

/// Returns the tokens of the clause that stands around `token` without a tree: from the mark that parts clauses
/// before it to the one behind it, commas included only where the run stays short.
#[must_use]
pub fn stretch(context: &Context<'_>, token: TokenId, most: TokenId) -> (TokenId, TokenId) {
    let sentence = context.sentence(token);
    let edge = |token: TokenId| parts(context, token) || context.lower(token) == ",";
    let mut start = token;
    while start > sentence.start && !edge(start - 1) && token - start < most {
        start -= 1;
    }
    let mut end = token + 1;
    while end < sentence.end && !edge(end) && end - start < most {
        end += 1;
    }
    (start, end)
}

/// Returns the clauses of a sentence, in order.
#[must_use]
pub fn clauses<'c>(context: &Context<'c>, sentence: Sentence) -> &'c [Clause] {
    let all = &context.clauses.all;
    let start = all.partition_point(|clause| clause.predicate < sentence.start);
    let end = all.partition_point(|clause| clause.predicate < sentence.end);
    all.get(start..end).unwrap_or_default()
}

/// Judges a predicate as told, with what governs it; a clause of time or a participle stands by itself.
#[must_use]
pub fn realis(context: &Context<'_>, token: TokenId) -> Realis {
    let word = &context.grammar.tokens[token as usize];
    if let Some(clause) = context.clauses.at(token) {
        let bare = word.xpos == "VBN"
            && !context.grammar.children(token).iter().any(|&child| {
                matches!(context.grammar.tokens[child as usize].deprel, "aux" | "aux:pass" | "mark")
            });
        if bare && matches!(clause.relation, "acl" | "advcl" | "conj" | "amod") {
            return if clause.negated { Realis::NotDone } else { Realis::Told };
        }
        // "to draft a truce", "prepared to declare a truce": not yet, whatever governs it.
        let infinitive = word.xpos == "VB"
            && token > 0
            && (context.lower(token - 1) == "to"
                || token > 1
                    && context.lower(token - 2) == "to"
                    && context.grammar.tokens[token as usize - 1].upos == Upos::Adv);
        if infinitive && matches!(clause.relation, "acl" | "advcl" | "xcomp" | "conj" | "csubj") {
            let above = status::realis(context, token);
            return if matches!(above, Realis::Told | Realis::Hedged) { Realis::Planned } else { above };
        }
        let timed = clause.relation == "advcl" && clause.tense != Tense::None;
        if timed || clause.relation == "acl:relcl" {
            return status::of_clause(context, clause);
        }
    }
    status::realis(context, token)
}
