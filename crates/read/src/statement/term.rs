//! Sentences about agreements, and the words of agreements, in; the duties they lay down out.
//! Whether a duty was kept is for the assessment.

use truce_lexicon::load::deals::Cue;

use super::agreement::{Deal, near_sentence};
use super::clause::Clause;
use super::context::Context;
use super::kinds::{Content, Name, Statement, Term};
use super::status::{Realis, of_clause};
use super::wording::{self, push, sides};
use crate::document::{BlockKind, Genre};
use crate::grammar::{Sentence, TokenId, Upos};

/// How a sentence stands to an agreement.
#[derive(Debug, Clone, Copy)]
struct About<'d> {
    deal: Option<&'d Deal>,
    /// It names the agreement.
    here: bool,
    /// It tells what the agreement says, or goes on from a sentence that does.
    framed: bool,
    /// It stands in the agreement itself.
    legal: bool,
}

/// Draws the duties of a report's agreements.
#[must_use]
pub fn draw(context: &Context<'_>, deals: &[Deal]) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    // How many more sentences may go on from one that tells what an agreement says.
    let mut open = 0u32;
    for index in 0..context.grammar.sentences.len() {
        let sentence = context.grammar.sentences[index];
        let kind = context.document.blocks.get(sentence.block as usize).map(|block| block.kind);
        if frame_question(context, sentence) {
            open = 6;
            continue;
        }
        if kind == Some(BlockKind::Heading) {
            open = 0;
        }
        if !context.is_read(sentence.block) {
            continue;
        }
        let legal = context.document.genre == Genre::Legal;
        let here = near_sentence(context, deals, index, 0);
        let framed = (here.is_some() || resolution(context, sentence)) && frame(context, sentence);
        let about = About {
            deal: here
                .or_else(|| near_sentence(context, deals, index, if open > 0 || legal { 40 } else { 1 })),
            here: here.is_some(),
            framed: framed || open > 0,
            legal,
        };
        let before = found.len();
        if let Some(item) = listed(context, sentence, about) {
            found.push(item);
            open = open.max(2);
            continue;
        }
        for clause in wording::clauses(context, sentence) {
            found.extend(bound_by_agreement(context, sentence, clause, deals, index));
            found.extend(undertaken(context, sentence, clause, about));
        }
        if about.framed || legal || about.deal.is_some() {
            found.extend(modals(context, sentence, about));
        }
        found.extend(participle(context, sentence, deals));
        open = if framed || found.len() > before { open.max(2) } else { open.saturating_sub(1) };
    }
    distinct(found)
}

fn cue<'a>(context: &'a Context<'_>, id: &str) -> Option<&'a Cue> {
    context.lexicon.tables.deals.duties.iter().find(|cue| cue.id == id)
}

/// Says whether the sentence opens what an agreement says: "under the pact", "as laid down in the protocol".
fn frame(context: &Context<'_>, sentence: Sentence) -> bool {
    cue(context, "frame")
        .is_some_and(|cue| wording::first(context, sentence.start, sentence.end, &cue.phrases).is_some())
}

/// "Resolution 598 says ...".
fn resolution(context: &Context<'_>, sentence: Sentence) -> bool {
    (sentence.start..sentence.end).any(|token| {
        context.lemma(token) == "resolution"
            && context.grammar.tokens.get(token as usize + 1).is_some_and(|next| next.upos == Upos::Num)
    })
}

/// "What does it require of the clans?", "Terms of the pact": a heading or question behind which duties stand.
fn frame_question(context: &Context<'_>, sentence: Sentence) -> bool {
    let kind = context.document.blocks.get(sentence.block as usize).map(|block| block.kind);
    let asks = sentence.end > sentence.start && context.lower(sentence.end - 1) == "?";
    (kind == Some(BlockKind::Heading) || asks)
        && (sentence.start..sentence.end).any(|token| {
            wording::is(
                context,
                token,
                &[
                    "oblige",
                    "require",
                    "stipulate",
                    "term",
                    "terms",
                    "provision",
                    "condition",
                    "obligation",
                    "commitment",
                    "provide",
                ],
            )
        })
}

/// An item of a list that goes on from "The parties shall:".
fn listed(context: &Context<'_>, sentence: Sentence, about: About<'_>) -> Option<Statement> {
    let blocks = &context.document.blocks;
    let block = blocks.get(sentence.block as usize).filter(|block| block.kind == BlockKind::ListItem)?;
    let lead = blocks.get(block.lead? as usize)?.span;
    let tokens = context.grammar.tokens_in(lead);
    let binds = tokens.clone().any(|token| {
        wording::is(
            context,
            token,
            &[
                "shall",
                "must",
                "undertake",
                "agree",
                "pledge",
                "commit",
                "oblige",
                "require",
                "provide",
                "stipulate",
                "obligation",
                "term",
            ],
        )
    });
    let agreed = tokens.clone().any(|token| {
        wording::is(
            context,
            token,
            &[
                "agreement",
                "accord",
                "truce",
                "ceasefire",
                "deal",
                "communique",
                "protocol",
                "side",
                "party",
                "following",
                "government",
            ],
        )
    });
    if !binds || !agreed || sentence.end - sentence.start < 3 {
        return None;
    }
    let on = tokens
        .rev()
        .find(|&token| {
            context.acts(token) && context.grammar.tokens[token as usize].deprel.starts_with("nsubj")
        })
        .map(|token| sides(context, token))
        .unwrap_or_default();
    Some(term(context, about.deal, (sentence.start, sentence.end), on, "term/listed"))
}

/// "The accord obliges the front to free its captives", "The charter foresees a shared market".
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
        || clause.passive && clause.agent.is_none()
        || !matches!(of_clause(context, clause), Realis::Told | Realis::Hedged | Realis::Planned)
    {
        return Vec::new();
    }
    let Some(deal) = binding(context, sentence, clause, deals, index) else { return Vec::new() };
    let on = clause.object.map(|object| sides(context, object)).unwrap_or_default();
    let end = part_end(context, sentence, clause);
    if matches!(lemma, "oblige" | "require" | "bind" | "mandate" | "call" | "demand") {
        let duties = infinitives(context, sentence, clause.predicate + 1, end);
        if !duties.is_empty() {
            return duties
                .into_iter()
                .map(|words| term(context, Some(deal), words, on.clone(), "term/obliges"))
                .collect();
        }
    }
    if end <= clause.predicate + 2 {
        return Vec::new();
    }
    vec![term(context, Some(deal), (clause.predicate, end), on, "term/provides")]
}

/// The agreement that is the subject of a binding verb: by mention, by "it", or named before the verb.
fn binding<'d>(
    context: &Context<'_>,
    sentence: Sentence,
    clause: &Clause,
    deals: &'d [Deal],
    index: usize,
) -> Option<&'d Deal> {
    let mentioned = |token: TokenId| {
        deals.iter().find(|deal| {
            deal.mentions
                .iter()
                .any(|mention| mention.start <= token && token < mention.end || mention.head == token)
        })
    };
    let Some(subject) = clause.subject.or(clause.agent) else {
        return (sentence.start..clause.predicate).rev().find_map(|token| {
            mentioned(token).filter(|_| context.grammar.tokens[token as usize].deprel.starts_with("nsubj"))
        });
    };
    mentioned(subject)
        .or_else(|| {
            matches!(context.lower(subject), "it" | "which" | "that" | "this")
                .then(|| near_sentence(context, deals, index, 1))
                .flatten()
        })
        .or_else(|| {
            // A relative clause or an apposition took the subject's place: "annex B, on which it rests, forbids ...".
            (clause.predicate < sentence.start + 14 && !context.acts(subject))
                .then(|| mentioned(sentence.start).or_else(|| mentioned(sentence.start + 1)))
                .flatten()
        })
}

/// "the clans undertook to open the mills, to return ... and to rebuild ...".
fn undertaken(
    context: &Context<'_>,
    sentence: Sentence,
    clause: &Clause,
    about: About<'_>,
) -> Vec<Statement> {
    let Some(cue) = cue(context, "party-undertakes") else { return Vec::new() };
    let lemma = context.lemma(clause.predicate);
    if !cue.verbs.iter().any(|verb| verb == lemma)
        || clause.negated
        || !matches!(of_clause(context, clause), Realis::Told | Realis::Hedged)
    {
        return Vec::new();
    }
    let met = (sentence.start..clause.predicate)
        .any(|token| wording::is(context, token, &["conference", "summit", "meeting", "talks"]))
        && about.deal.is_some();
    if !about.here && !about.framed && !about.legal && !met {
        return Vec::new();
    }
    let on = clause
        .subject
        .or(clause.object.filter(|_| clause.passive))
        .map(|subject| sides(context, subject))
        .unwrap_or_default();
    if on.is_empty() && !about.here && !about.framed {
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
                        "respect",
                        "consider",
                        "study",
                        "continue",
                        "seek",
                        "try",
                    ],
                ) && !met
            })
        })
        .map(|words| term(context, about.deal, words, on.clone(), "term/undertakes"))
        .collect()
}

/// "a pact founding a court", "a protocol providing for an exchange".
fn participle(context: &Context<'_>, sentence: Sentence, deals: &[Deal]) -> Vec<Statement> {
    let mut found = Vec::new();
    for deal in deals {
        for mention in deal
            .mentions
            .iter()
            .filter(|mention| sentence.start <= mention.head && mention.head < sentence.end)
        {
            let at = mention.end + TokenId::from(context.lower(mention.end) == ",");
            let opens = at + 2 < sentence.end
                && matches!(
                    context.lower(at),
                    "setting"
                        | "establishing"
                        | "creating"
                        | "providing"
                        | "calling"
                        | "requiring"
                        | "obliging"
                        | "banning"
                        | "barring"
                        | "committing"
                        | "forbidding"
                        | "prohibiting"
                        | "envisaging"
                        | "stipulating"
                        | "mandating"
                        | "allowing"
                );
            if opens
                && (context.lower(at) != "setting" || context.lower(at + 1) == "up")
                && (context.lower(at) != "calling" || context.lower(at + 1) == "for")
            {
                let end =
                    (at..sentence.end).find(|&token| wording::parts(context, token)).unwrap_or(sentence.end);
                found.push(term(context, Some(deal), (at, end), Vec::new(), "term/participle"));
            }
        }
    }
    found
}

/// "every patrol must leave the ridge", "the league is to sail ...", "Oster has six weeks to disarm".
fn modals(context: &Context<'_>, sentence: Sentence, about: About<'_>) -> Vec<Statement> {
    let Some(cue) = cue(context, "modal") else { return Vec::new() };
    let mut found = Vec::new();
    for at in sentence.start + 1..sentence.end {
        let lower = context.lower(at);
        let plain = matches!(lower, "shall" | "must") || lower == "will" && about.legal;
        let phrase = wording::longest(context, at, sentence.end, &cue.phrases)
            .map(|(to, _)| to)
            .or_else(|| spread(context, at, sentence.end));
        let Some(to) = phrase.or(plain.then_some(at + 1)) else { continue };
        let (start, subject) = clause_start(context, sentence, at);
        let Some(subject) = subject else { continue };
        // "we must guarantee": a speech, unless it is the agreement's own text.
        if !about.legal && matches!(context.lower(subject), "we" | "i" | "you" | "one") {
            continue;
        }
        let group = super::agreement::is_group(&context.grammar.text(start, at));
        if !about.framed && !about.legal && !(group && about.deal.is_some()) {
            continue;
        }
        let verb = (to..sentence.end.min(to + 4)).find(|&token| {
            !matches!(context.grammar.tokens[token as usize].upos, Upos::Adv | Upos::Part)
                && !matches!(context.lower(token), "be" | "have")
        });
        let Some(verb) = verb else { continue };
        if planned(context, verb, subject) || unreal(context, sentence, start, at) {
            continue;
        }
        let end = clause_end(context, sentence, to);
        let on = sides(context, subject);
        if matches!(
            context.grammar.tokens[at as usize].lower.as_str(),
            "must" | "shall" | "will" | "is" | "are" | "was" | "were" | "has" | "have" | "had"
        ) {
            found.push(term(context, about.deal, (start, end), on, "term/modal"));
        }
    }
    found
}

/// "is also to", "are each to", "has two months to": a modal with words between.
fn spread(context: &Context<'_>, at: TokenId, end: TokenId) -> Option<TokenId> {
    let tokens = &context.grammar.tokens;
    let to = (at + 1..end.min(at + 10))
        .find(|&token| context.lower(token) == "to" || wording::parts(context, token))?;
    if context.lower(to) != "to" {
        return None;
    }
    match context.lower(at) {
        "is" | "are" | "was" | "were" => {
            let between = to - at <= 2
                && (at + 1..to).all(|token| {
                    matches!(context.lower(token), "also" | "then" | "now" | "each" | "both" | "thus" | "not")
                });
            let infinitive = tokens.get(to as usize + 1).is_some_and(|next| {
                matches!(next.upos, Upos::Verb | Upos::Aux | Upos::Adj | Upos::Adv)
                    && !next.form.starts_with(char::is_uppercase)
            });
            (between && infinitive).then_some(to + 1)
        }
        "has" | "have" | "had" => {
            let spell = (at + 1..to)
                .any(|token| matches!(context.lemma(token), "day" | "hour" | "week" | "month" | "year"));
            let verb =
                tokens.get(to as usize + 1).is_some_and(|next| matches!(next.upos, Upos::Verb | Upos::Adj));
            (spell && verb).then_some(to + 1)
        }
        _ => None,
    }
}

/// Where the clause of a modal begins, and the head of its subject.
fn clause_start(context: &Context<'_>, sentence: Sentence, at: TokenId) -> (TokenId, Option<TokenId>) {
    let tokens = &context.grammar.tokens;
    let mut start = at;
    let mut subject = None;
    while start > sentence.start && at - start < 24 {
        let token = start - 1;
        let word = &tokens[token as usize];
        if matches!(word.lower.as_str(), ";" | ":" | "\"" | "that") || wording::parts(context, token) {
            break;
        }
        if matches!(word.lower.as_str(), "," | "and" | "while" | "but") && subject.is_some() {
            let opens = tokens
                .get(token as usize + 1)
                .is_some_and(|next| !matches!(next.upos, Upos::Verb | Upos::Adp | Upos::Cconj | Upos::Num));
            let joins = word.lower == "and"
                && matches!(word.deprel, "cc")
                && tokens[word.head as usize].upos != Upos::Verb;
            let aside = word.lower == "," && commas(context, start, at) % 2 == 1;
            if opens && !joins && !aside {
                break;
            }
        }
        if matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Pron)
            && (subject.is_none() || word.deprel.starts_with("nsubj"))
            && !context.is_time(token)
        {
            subject = Some(token);
        }
        // A time or "under the deal" before the subject is not part of the duty.
        if subject.is_some() && context.is_time(token) && !context.is_time(start) && word.upos != Upos::Noun {
            break;
        }
        start = token;
    }
    while start < at && matches!(tokens[start as usize].upos, Upos::Cconj | Upos::Punct) {
        start += 1;
    }
    (start, subject)
}

fn commas(context: &Context<'_>, start: TokenId, end: TokenId) -> usize {
    (start..end).filter(|&token| context.lower(token) == ",").count()
}

/// Where the clause of a modal ends: at a mark, or where another clause with its own subject is joined.
fn clause_end(context: &Context<'_>, sentence: Sentence, from: TokenId) -> TokenId {
    let tokens = &context.grammar.tokens;
    let mut end = from;
    while end < sentence.end && end - from < 30 {
        if wording::parts(context, end) && !matches!(context.lower(end), "(" | ")") {
            break;
        }
        let joint = matches!(context.lower(end), "and" | "while" | "but")
            || context.lower(end) == ","
                && matches!(context.lower(end + 1), "and" | "while" | "but" | "which");
        let own = (end + 1..sentence.end.min(end + 9)).any(|token| {
            tokens[token as usize].deprel.starts_with("nsubj")
                && tokens[token as usize].head > token
                && tokens[token as usize].head < token + 12
        });
        if joint && own {
            break;
        }
        end += 1;
    }
    end
}

/// "talks are to open", "the admirals are to dine": plans, no duties.
fn planned(context: &Context<'_>, verb: TokenId, subject: TokenId) -> bool {
    wording::is(
        context,
        verb,
        &[
            "meet", "open", "resume", "hold", "last", "expire", "end", "run", "visit", "attend", "arrive",
            "talk", "speak", "say", "note",
        ],
    ) || wording::is(
        context,
        subject,
        &["talks", "round", "meeting", "summit", "conference", "negotiations", "it", "they"],
    ) && wording::is(context, verb, &["begin", "start", "take", "go"])
}

/// "if ... must", "could": no duty that is laid down.
fn unreal(context: &Context<'_>, sentence: Sentence, start: TokenId, at: TokenId) -> bool {
    let from = start.saturating_sub(1).max(sentence.start);
    (from..at).any(|token| matches!(context.lower(token), "if" | "unless" | "whether" | "?"))
}

/// The infinitives in `start..end`: each from "to" (or its coordinated verb) up to the next.
fn infinitives(
    context: &Context<'_>,
    sentence: Sentence,
    start: TokenId,
    end: TokenId,
) -> Vec<(TokenId, TokenId)> {
    let tokens = &context.grammar.tokens;
    let word = |token: TokenId| tokens.get(token as usize).filter(|_| token < end);
    let verb = |token: TokenId| {
        word(token).is_some_and(|found| {
            matches!(found.upos, Upos::Verb | Upos::Aux) && matches!(found.xpos, "VB" | "VBP")
                // "to free everyone", "to clear mines": adjectives to the tagger.
                || found.upos == Upos::Adj && word(token + 1).is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Det | Upos::Num | Upos::Pron | Upos::Propn | Upos::Adj))
        })
    };
    let opens = |token: TokenId| {
        context.lower(token) == "to"
            && (verb(token + 1)
                || word(token + 1).is_some_and(|next| next.upos == Upos::Adv) && verb(token + 2))
    };
    let mut starts: Vec<TokenId> = Vec::new();
    for token in start..end.min(sentence.end) {
        let first = starts.is_empty();
        let previous = context.lower(token.saturating_sub(1));
        if opens(token) {
            if first || matches!(previous, "," | "and" | ";" | "or" | "not" | "also" | "both") {
                starts.push(if previous == "not" && token > start { token - 1 } else { token });
            } else if let Some(joint) = (token.saturating_sub(5).max(start)..token)
                .rev()
                .find(|&token| matches!(context.lower(token), "and" | ","))
            {
                // "... and the crown to raise ships".
                let noun = (joint + 1..token).all(|token| {
                    matches!(
                        tokens[token as usize].upos,
                        Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
                    )
                });
                if noun && starts.last().is_some_and(|last| *last < joint) {
                    starts.push(joint + 1);
                }
            }
        } else if !first
            && matches!(previous, "and" | ",")
            && word(token).is_some_and(|word| word.xpos == "VB")
        {
            starts.push(token);
        }
    }
    let ends: Vec<TokenId> = starts.iter().skip(1).copied().chain(std::iter::once(end)).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|(start, mut end)| {
            while end > start + 1 && matches!(context.lower(end - 1), "and" | "," | "or" | "also" | "not") {
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
        .find(|&token| wording::parts(context, token) && !matches!(context.lower(token), "(" | ")"))
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
    // ", a joint statement said": whoever says so is not part of the duty.
    if let Some(comma) = (clause.predicate + 2..end).find(|&token| {
        context.lower(token) == ","
            && (token + 1..end.min(token + 8))
                .any(|token| wording::is(context, token, &["say", "tell", "add", "report"]))
    }) {
        end = comma;
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
    let mut bound: Vec<Name> =
        on.into_iter().filter(|name| !super::agreement::is_group(&name.name)).collect();
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
                && (matches!(context.lower(time.start), "by" | "until" | "before" | "within")
                    || time.start > 0
                        && matches!(
                            context.lower(time.start - 1),
                            "by" | "until" | "before" | "within" | "on" | "from" | ","
                        ))
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
