//! Sentences in, answers out: one act said to answer or follow from another, each by its own words.
//! Sequence alone is no answer: only words that say so, or a reaction told right after a harm.

use super::context::Context;
use super::kinds::{Content, Response, Statement};
use super::wording;
use crate::grammar::{Sentence, TokenId, Upos};

/// Draws the answers of a report.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    for index in 0..context.grammar.sentences.len() {
        let sentence = context.grammar.sentences[index];
        if !context.is_read(sentence.block) {
            continue;
        }
        let previous = index
            .checked_sub(1)
            .map(|at| context.grammar.sentences[at])
            .filter(|previous| previous.block + 1 >= sentence.block && context.is_read(previous.block));
        if let Some(one) = sentence_answer(context, sentence, previous) {
            found.push(one);
        }
    }
    found
}

type Run = (TokenId, TokenId);

fn sentence_answer(
    context: &Context<'_>,
    sentence: Sentence,
    previous: Option<Sentence>,
) -> Option<Statement> {
    for cue in &context.lexicon.tables.deals.responses {
        for at in sentence.start..sentence.end {
            let found = if cue.gives == "effect-after" {
                triggered(context, sentence, at, &cue.verbs)
            } else {
                let Some((to, phrase)) = wording::longest(context, at, sentence.end, &cue.phrases) else {
                    continue;
                };
                match cue.gives.as_str() {
                    "cause-after" => cause_after(context, sentence, at, to, phrase),
                    "cause-before" => cause_before(context, sentence, previous, at, to),
                    "cause-clause" => reaction(context, sentence, at),
                    "cause-accused" => accused(context, sentence, at, to),
                    _ => None,
                }
            };
            if let Some((cause, effect)) = found {
                return Some(statement(context, cause, effect, format!("response/{}", cue.id)));
            }
        }
    }
    None
}

fn statement(context: &Context<'_>, cause: Run, effect: Run, rule: String) -> Statement {
    let (cause_words, effect_words) = (context.quote(cause.0, cause.1), context.quote(effect.0, effect.1));
    let speaker = context.voices.speaker(effect.0).map(|id| context.name(id, effect.0));
    let near = cause.0 <= effect.1 + 12
        && effect.0 <= cause.1 + 12
        && context.grammar.sentence_index(cause.0) == context.grammar.sentence_index(effect.0);
    Statement {
        anchor: if near { cause_words.join(effect_words) } else { effect_words },
        content: Content::Response(Response { cause: cause_words, effect: effect_words, speaker }),
        rules: vec![rule],
        voice: None,
    }
}

/// The part of the sentence before `at`: back to a mark, a comma before a new clause, or a word of speech.
fn before(context: &Context<'_>, sentence: Sentence, at: TokenId) -> Run {
    let mut start = at;
    let mut verb = false;
    while start > sentence.start && at - start < 26 {
        let token = start - 1;
        let word = &context.grammar.tokens[token as usize];
        if matches!(word.lower.as_str(), ";" | ":" | "\"" | "?" | "!") {
            break;
        }
        if verb
            && (word.lower == "that" && word.upos == Upos::Sconj
                || matches!(word.lower.as_str(), "said" | "says" | "but"))
        {
            break;
        }
        if verb && word.lower == "," && subject_follows(context, token + 1, at) {
            break;
        }
        verb |= matches!(word.upos, Upos::Verb | Upos::Aux);
        start = token;
    }
    while start < at && matches!(context.grammar.tokens[start as usize].upos, Upos::Cconj | Upos::Punct) {
        start += 1;
    }
    // "The arrests were an answer": what is left of the predicate says nothing by itself.
    let mut end = at;
    while end > start + 1
        && matches!(
            context.grammar.tokens[end as usize - 1].upos,
            Upos::Det | Upos::Aux | Upos::Adp | Upos::Punct
        )
    {
        end -= 1;
    }
    (start, end)
}

/// Says whether a clause with its own subject begins at `at`.
fn subject_follows(context: &Context<'_>, at: TokenId, end: TokenId) -> bool {
    (at..end.min(at + 8)).any(|token| context.grammar.tokens[token as usize].deprel.starts_with("nsubj"))
}

/// The part of the sentence from `at`: up to a mark, or a comma that ends it.
fn after(context: &Context<'_>, sentence: Sentence, at: TokenId) -> Run {
    let mut end = at;
    while end < sentence.end && end - at < 24 {
        if matches!(context.lower(end), ";" | ":" | "?" | "!" | ")") {
            break;
        }
        if context.lower(end) == "," && end > at + 1 {
            break;
        }
        end += 1;
    }
    (at, end)
}

fn events_in(context: &Context<'_>, run: Run) -> bool {
    (run.0..run.1).any(|token| is_event(context, token, false))
}

/// Says whether the token tells of an event; `harm` asks for one that does harm.
fn is_event(context: &Context<'_>, token: TokenId, harm: bool) -> bool {
    let events = &context.lexicon.tables.events;
    let lemma = context.lemma(token);
    let word = &context.grammar.tokens[token as usize];
    let table = match word.upos {
        Upos::Verb => &events.verbs,
        Upos::Noun => &events.nouns,
        _ => return false,
    };
    table.get(lemma).is_some_and(|frames| {
        frames.iter().any(|frame| {
            !harm
                || matches!(
                    events.entries[frame.entry as usize].kind.as_str(),
                    "ASSAULT" | "COERCE" | "THREATEN" | "ACCUSE"
                )
        })
    }) || matches!(
        lemma,
        "violation"
            | "provocation"
            | "breach"
            | "attack"
            | "incident"
            | "ultimatum"
            | "killing"
            | "explosion"
            | "ambush"
            | "blast"
            | "encirclement"
    )
}

fn has_verb(context: &Context<'_>, run: Run) -> bool {
    (run.0..run.1).any(|token| context.grammar.tokens[token as usize].upos == Upos::Verb)
}

/// EFFECT in response to CAUSE.
fn cause_after(
    context: &Context<'_>,
    sentence: Sentence,
    at: TokenId,
    to: TokenId,
    phrase: &str,
) -> Option<(Run, Run)> {
    let cause = after(context, sentence, to);
    let mut effect = before(context, sentence, at);
    // "In response to CAUSE, EFFECT".
    if effect.1 - effect.0 < 2 {
        let start = cause.1 + 1;
        effect = (start.min(sentence.end), after(context, sentence, start.min(sentence.end)).1);
    }
    let tells = has_verb(context, effect) || phrase == "response to" && events_in(context, effect);
    if cause.1 <= cause.0 || effect.1 <= effect.0 || !tells {
        return None;
    }
    if wording::is(context, to, &["question", "query", "letter", "request"])
        || (to..cause.1.min(to + 3))
            .any(|token| wording::is(context, token, &["question", "query", "letter", "inquiry"]))
    {
        return None;
    }
    let strict = matches!(
        phrase,
        "following"
            | "due to"
            | "because of"
            | "owing to"
            | "citing"
            | "in the wake of"
            | "as a result of"
            | "in return for"
            | "on account of"
            | "response to"
            | "answering"
            | "for lack of"
    );
    let tied = !strict || reacts(context, effect) || events_in(context, effect) && events_in(context, cause);
    tied.then_some((cause, effect))
}

/// EFFECT in response: the cause stands before.
fn cause_before(
    context: &Context<'_>,
    sentence: Sentence,
    previous: Option<Sentence>,
    at: TokenId,
    to: TokenId,
) -> Option<(Run, Run)> {
    let part = before(context, sentence, at);
    let effect = (part.0, to.max(after(context, sentence, to).1.min(to + 12)));
    if !has_verb(context, effect) {
        return None;
    }
    // An earlier clause of the sentence, else the sentence before.
    let earlier = (part.0 > sentence.start + 3)
        .then(|| before(context, sentence, part.0.saturating_sub(1).max(sentence.start)))
        .filter(|run| events_in(context, *run));
    let cause = earlier.or_else(|| {
        let previous = previous?;
        let run = (previous.start, previous.end);
        events_in(context, run).then(|| {
            let first = (previous.start..previous.end)
                .find(|&token| is_event(context, token, false))
                .unwrap_or(previous.start);
            let clause = context.clauses.around(context.grammar, first);
            clause.map_or((previous.start, previous.end.min(previous.start + 20)), |clause| {
                context.clause_tokens(clause)
            })
        })
    })?;
    Some((cause, effect))
}

const REACTIONS: &[&str] = &[
    "evacuate",
    "withdraw",
    "leave",
    "suspend",
    "close",
    "flee",
    "halt",
    "quit",
    "walk",
    "pull",
    "cancel",
    "postpone",
    "put",
    "recall",
    "expel",
    "abandon",
    "shut",
    "stop",
    "respond",
    "retaliate",
    "bomb",
    "strike",
    "shell",
    "fire",
    "launch",
    "deploy",
    "send",
    "call",
    "scrap",
    "freeze",
    "downgrade",
    "cut",
    "impose",
    "seal",
    "escape",
    "move",
    "relocate",
    "retreat",
    "interrupt",
    "break",
    "mobilise",
    "mobilize",
    "order",
    "ban",
    "arrest",
    "surrender",
    "announce",
    "declare",
    "reinforce",
    "boycott",
    "revoke",
    "reject",
    "refuse",
    "state",
    "warn",
    "end",
    "terminate",
    "resume",
    "attack",
    "demand",
];

fn reacts(context: &Context<'_>, run: Run) -> bool {
    (run.0..run.1).any(|token| {
        context.grammar.tokens[token as usize].upos == Upos::Verb && wording::is(context, token, REACTIONS)
    })
}

/// EFFECT after HARM: a reaction, with a clause of harm that has its own subject.
fn reaction(context: &Context<'_>, sentence: Sentence, at: TokenId) -> Option<(Run, Run)> {
    let word = &context.grammar.tokens[at as usize];
    let connective = word.lower.as_str();
    // "two hours after": a time, no cause. "as", "since", "when": only as a conjunction.
    if at > sentence.start {
        let previous = context.lemma(at - 1);
        if matches!(
            previous,
            "hour"
                | "day"
                | "week"
                | "month"
                | "year"
                | "minute"
                | "shortly"
                | "soon"
                | "just"
                | "long"
                | "ever"
                | "even"
                | "immediately"
                | "moment"
                | "only"
                | "night"
                | "second"
        ) {
            return None;
        }
    }
    if matches!(connective, "as" | "since") {
        return None;
    }
    let cause = after(context, sentence, at + 1);
    let harm = (cause.0..cause.1).any(|token| {
        context.grammar.tokens[token as usize].upos == Upos::Verb && is_event(context, token, true)
            || wording::is(
                context,
                token,
                &[
                    "explode", "land", "hit", "erupt", "break", "kill", "die", "enter", "advance",
                    "approach", "rob", "threaten", "wound",
                ],
            ) && context.grammar.tokens[token as usize].upos == Upos::Verb
    });
    if !harm || !subject_follows(context, cause.0, cause.1) && connective != "after" {
        return None;
    }
    let effect = if at > sentence.start + 1 {
        before(context, sentence, at)
    } else {
        let start = (cause.1 + 1).min(sentence.end);
        after(context, sentence, start)
    };
    if effect.1 <= effect.0 + 1
        || !has_verb(context, effect)
        || connective == "when" && !reacts(context, effect)
    {
        return None;
    }
    let first =
        (effect.0..effect.1).find(|&token| context.grammar.tokens[token as usize].upos == Upos::Verb)?;
    (reacts(context, effect) && !wording::is(context, first, &["say", "die", "tell"]))
        .then_some((cause, effect))
}

/// EFFECT, accusing X of CAUSE.
fn accused(context: &Context<'_>, sentence: Sentence, at: TokenId, to: TokenId) -> Option<(Run, Run)> {
    if at == sentence.start || context.lower(at - 1) != "," {
        return None;
    }
    let effect = before(context, sentence, at - 1);
    if !reacts(context, effect) {
        return None;
    }
    let of = (to..sentence.end.min(to + 10))
        .find(|&token| matches!(context.lower(token), "of" | "for" | "that"))?;
    let cause = after(context, sentence, of + 1);
    (cause.1 > cause.0).then_some((cause, effect))
}

/// CAUSE triggered EFFECT.
fn triggered(context: &Context<'_>, sentence: Sentence, at: TokenId, verbs: &[String]) -> Option<(Run, Run)> {
    let clause = context.clauses.at(at).filter(|clause| !clause.passive && !clause.negated)?;
    let lemma = context.lemma(at);
    let next = context.lower(at + 1);
    let fits = verbs.iter().any(|verb| match verb.split_once([' ', '_']) {
        Some((verb, after)) => verb == lemma && after == next,
        None => verb == lemma,
    });
    let object = clause.object.or_else(|| {
        clause
            .obliques
            .iter()
            .find(|oblique| matches!(oblique.preposition.as_str(), "to" | "in"))
            .map(|oblique| oblique.head)
    });
    let (subject, object) = (clause.subject?, object?);
    if !fits || !is_event(context, subject, false) && !events_in(context, context.phrase(subject)) {
        return None;
    }
    let wide = |head: TokenId| {
        let (first, last) = context.phrase(head);
        (first.max(sentence.start), (last + 1).min(sentence.end))
    };
    let (cause, mut effect) = (wide(subject), wide(object));
    if matches!(lemma, "force" | "compel" | "prompt" | "drive" | "lead") {
        effect.1 = after(context, sentence, effect.0).1;
    }
    (events_in(context, effect) || reacts(context, effect)).then_some((cause, effect))
}
