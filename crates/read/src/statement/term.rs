//! Sentences about agreements, and the words of agreements, in; the duties they lay down out.
//! Whether a duty was kept is for the assessment.

use truce_lexicon::load::deals::Cue;

use super::agreement::{Deal, near_sentence};
use super::clause::Clause;
use super::context::Context;
use super::kinds::{Content, Name, Statement, Term};
use super::status::{Realis, of_clause};
use super::wording::{self, push, sides};
use crate::document::Genre;
use crate::grammar::{Sentence, TokenId, Upos};

/// Draws the duties of a report's agreements.
#[must_use]
pub fn draw(context: &Context<'_>, deals: &[Deal]) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut chain: Option<usize> = None;
    for index in 0..context.grammar.sentences.len() {
        let sentence = context.grammar.sentences[index];
        if !context.is_read(sentence.block) {
            continue;
        }
        let before = found.len();
        let legal = context.document.genre == Genre::Legal;
        let here = near_sentence(context, deals, index, 0);
        let framed = here.is_some() && frame(context, sentence);
        // What goes on from a sentence with duties ("Both sides are also to ...").
        let goes_on = chain.is_some_and(|last| index - last <= 2);
        let deal =
            here.or_else(|| near_sentence(context, deals, index, if goes_on || legal { 40 } else { 1 }));
        for clause in context
            .clauses
            .all
            .iter()
            .filter(|clause| sentence.start <= clause.predicate && clause.predicate < sentence.end)
        {
            found.extend(bound_by_agreement(context, sentence, clause, deals, index));
            found.extend(undertaken(context, sentence, clause, deal, framed || here.is_some() || legal));
            if framed || goes_on || legal {
                found.extend(modal(context, sentence, clause, deal, legal || framed));
            }
        }
        if found.len() > before {
            chain = Some(index);
        }
    }
    distinct(found)
}

fn cue<'a>(context: &'a Context<'_>, id: &str) -> Option<&'a Cue> {
    context.lexicon.tables.deals.duties.iter().find(|cue| cue.id == id)
}

/// Says whether the sentence opens what an agreement says: "under the deal", "according to the protocol".
fn frame(context: &Context<'_>, sentence: Sentence) -> bool {
    cue(context, "frame")
        .is_some_and(|cue| wording::first(context, sentence.start, sentence.end, &cue.phrases).is_some())
}

/// "The accord obliges the front to free its captives", "It also provides for a joint force".
fn bound_by_agreement(
    context: &Context<'_>,
    sentence: Sentence,
    clause: &Clause,
    deals: &[Deal],
    index: usize,
) -> Vec<Statement> {
    let Some(cue) = cue(context, "agreement-binds") else { return Vec::new() };
    let lemma = context.lemma(clause.predicate);
    let binds = cue.verbs.iter().any(|verb| match verb.split_once(' ') {
        Some((verb, preposition)) => verb == lemma && context.lower(clause.predicate + 1) == preposition,
        None => {
            verb == lemma
                && !matches!(
                    lemma,
                    "say" | "state" | "set" | "create" | "include" | "order" | "ensure" | "demand" | "commit"
                )
        }
    });
    if !binds
        || clause.passive
        || !matches!(of_clause(context, clause), Realis::Told | Realis::Hedged | Realis::Planned)
    {
        return Vec::new();
    }
    let Some(subject) = clause.subject else { return Vec::new() };
    // The subject is the agreement: by mention, or by "it" where the sentence before spoke of it.
    let deal = deals
        .iter()
        .find(|deal| {
            deal.mentions
                .iter()
                .any(|mention| mention.start <= subject && subject < mention.end || mention.head == subject)
        })
        .or_else(|| {
            (matches!(context.lower(subject), "it" | "which" | "that" | "this"))
                .then(|| near_sentence(context, deals, index, 1))
                .flatten()
        });
    let Some(deal) = deal else { return Vec::new() };
    let on = clause.object.map(|object| sides(context, object)).unwrap_or_default();
    if matches!(lemma, "oblige" | "require" | "bind" | "mandate" | "call" | "demand") {
        let duties =
            infinitives(context, sentence, clause.predicate + 1, part_end(context, sentence, clause));
        if !duties.is_empty() {
            return duties
                .into_iter()
                .map(|words| term(context, Some(deal), words, on.clone(), "term/obliges"))
                .collect();
        }
    }
    let end = part_end(context, sentence, clause);
    if end <= clause.predicate + 1 {
        return Vec::new();
    }
    vec![term(context, Some(deal), (clause.predicate, end), on, "term/provides")]
}

/// "both sides undertook to let aid through, to withdraw ... and to restore ...".
fn undertaken(
    context: &Context<'_>,
    sentence: Sentence,
    clause: &Clause,
    deal: Option<&Deal>,
    about: bool,
) -> Vec<Statement> {
    let Some(cue) = cue(context, "party-undertakes") else { return Vec::new() };
    let lemma = context.lemma(clause.predicate);
    if !about
        || !cue.verbs.iter().any(|verb| verb == lemma)
        || clause.negated
        || !matches!(of_clause(context, clause), Realis::Told | Realis::Hedged)
    {
        return Vec::new();
    }
    let on = clause
        .subject
        .or(clause.object.filter(|_| clause.passive))
        .map(|subject| sides(context, subject))
        .unwrap_or_default();
    if on.is_empty() {
        return Vec::new();
    }
    let end = part_end(context, sentence, clause);
    infinitives(context, sentence, clause.predicate + 1, end)
        .into_iter()
        // "agreed to prolong the truce", "agreed to meet": about the deal, not of it.
        .filter(|&(start, end)| {
            !(start..end.min(start + 3)).any(|token| {
                wording::is(
                    context,
                    token,
                    &[
                        "extend",
                        "prolong",
                        "renew",
                        "meet",
                        "sign",
                        "hold",
                        "observe",
                        "talk",
                        "negotiate",
                        "discuss",
                    ],
                )
            })
        })
        .map(|words| term(context, deal, words, on.clone(), "term/undertakes"))
        .collect()
}

/// "all armed units must return to camp", "Hezbollah is to move ...".
fn modal(
    context: &Context<'_>,
    sentence: Sentence,
    clause: &Clause,
    deal: Option<&Deal>,
    framed: bool,
) -> Vec<Statement> {
    let Some(cue) = cue(context, "modal") else { return Vec::new() };
    // The auxiliaries stand before the verb.
    let start = clause.predicate.saturating_sub(4).max(sentence.start);
    let phrase = wording::first(context, start, clause.predicate + 2, &cue.phrases)
        .filter(|&(_, to, _)| to <= clause.predicate + 2);
    let bound = phrase.is_some()
        || clause.modal.is_some_and(|modal| {
            matches!(modal, "shall" | "must")
                || modal == "will" && framed && context.document.genre == Genre::Legal
        });
    if !bound || clause.conditional || clause.negated && clause.modal.is_none() {
        return Vec::new();
    }
    let subject = clause.subject.or(clause.object.filter(|_| clause.passive));
    let Some(subject) = subject.filter(|&subject| subject < clause.predicate) else { return Vec::new() };
    let (first, _) = context.phrase(subject);
    if matches!(clause.relation, "acl:relcl" | "advcl") || is_meeting(context, clause) {
        return Vec::new();
    }
    let on = sides(context, subject);
    let end = part_end(context, sentence, clause);
    vec![term(
        context,
        deal,
        (first.max(clause.predicate.saturating_sub(20)).max(sentence.start), end),
        on,
        "term/modal",
    )]
}

/// "talks are to open", "the two ministers are to meet": plans, no duties.
fn is_meeting(context: &Context<'_>, clause: &Clause) -> bool {
    wording::is(
        context,
        clause.predicate,
        &[
            "meet", "open", "resume", "hold", "last", "begin", "expire", "end", "run", "start", "visit",
            "attend", "arrive",
        ],
    ) || clause.subject.is_some_and(|subject| {
        wording::is(context, subject, &["talks", "round", "meeting", "summit", "conference", "negotiations"])
    })
}

/// The infinitives in `start..end`: each from "to" (or its coordinated verb) up to the next.
fn infinitives(
    context: &Context<'_>,
    sentence: Sentence,
    start: TokenId,
    end: TokenId,
) -> Vec<(TokenId, TokenId)> {
    let tokens = &context.grammar.tokens;
    let verb = |token: TokenId| {
        token < end
            && (tokens[token as usize].upos == Upos::Verb || tokens[token as usize].upos == Upos::Aux)
            && matches!(tokens[token as usize].xpos, "VB" | "VBP")
    };
    let opens = |token: TokenId| {
        let word = &tokens[token as usize];
        word.lower == "to"
            && (verb(token + 1)
                || tokens.get(token as usize + 1).is_some_and(|next| next.upos == Upos::Adv)
                    && verb(token + 2))
    };
    let mut starts: Vec<TokenId> = Vec::new();
    for token in start..end.min(sentence.end) {
        let first = starts.is_empty();
        let previous = context.lower(token.saturating_sub(1));
        if opens(token) && (first || matches!(previous, "," | "and" | ";" | "or" | "not" | "also")) {
            starts.push(if previous == "not" && token > start { token - 1 } else { token });
        } else if !first
            && matches!(previous, "and" | ",")
            && verb(token)
            && tokens[token as usize].xpos == "VB"
        {
            starts.push(token);
        }
        // An object between the verb and its infinitive may be long; a clause with its own subject ends the list.
    }
    let ends: Vec<TokenId> = starts.iter().skip(1).copied().chain(std::iter::once(end)).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(start, mut end)| {
            while end > start + 1 && matches!(context.lower(end - 1), "and" | "," | "or" | "also") {
                end -= 1;
            }
            (start, end)
        })
        .filter(|(start, end)| end - start > 1)
        .collect()
}

/// Where the clause's part of the sentence ends: at a mark, or where a joined clause with its own subject begins.
fn part_end(context: &Context<'_>, sentence: Sentence, clause: &Clause) -> TokenId {
    let mut end = (clause.predicate + 1..sentence.end)
        .find(|&token| wording::parts(context, token))
        .unwrap_or(sentence.end);
    for &child in context.grammar.children(clause.predicate) {
        let word = &context.grammar.tokens[child as usize];
        let own = context
            .grammar
            .children(child)
            .iter()
            .any(|&token| context.grammar.tokens[token as usize].deprel.starts_with("nsubj"));
        if child > clause.predicate && matches!(word.deprel, "conj" | "parataxis") && own {
            end = end.min(context.grammar.subtree(child).0);
        }
    }
    while end > clause.predicate + 1 && matches!(context.lower(end - 1), "and" | "," | "but" | ";") {
        end -= 1;
    }
    end.max(clause.predicate + 1)
}

fn term(
    context: &Context<'_>,
    deal: Option<&Deal>,
    words: (TokenId, TokenId),
    on: Vec<Name>,
    rule: &str,
) -> Statement {
    let words = (words.0, words.1.min(words.0 + 30));
    let anchor = context.quote(words.0, words.1);
    let mut bound = on;
    if bound.is_empty()
        && let Some(deal) = deal
    {
        deal.agreement.parties.iter().cloned().for_each(|name| push(&mut bound, name));
    }
    let due = context
        .times_in(words.0, words.1)
        .into_iter()
        .find(|time| {
            time.when.is_some()
                && time.start > 0
                && matches!(
                    context.lower(time.start - 1),
                    "by" | "until" | "before" | "within" | "on" | "from" | ","
                )
        })
        .and_then(|time| time.when.clone());
    Statement {
        anchor,
        content: Content::Term(Term {
            agreement: deal.and_then(|deal| deal.agreement.name.clone()),
            duty: anchor.of(&context.document.text).to_owned(),
            on: bound,
            due,
        }),
        rules: vec![rule.to_owned()],
        voice: None,
    }
}

fn distinct(found: Vec<Statement>) -> Vec<Statement> {
    let mut kept: Vec<Statement> = Vec::new();
    for statement in found {
        if let Some(known) = kept.iter_mut().find(|known| known.anchor.overlaps(statement.anchor)) {
            // The closer of two readings of the same words.
            if known.anchor.holds(statement.anchor)
                && known.rules[0] == "term/modal"
                && statement.rules[0] != "term/modal"
            {
                *known = statement;
            }
            continue;
        }
        kept.push(statement);
    }
    kept
}
