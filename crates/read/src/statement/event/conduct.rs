//! Conduct between parties: who must be named for it to be one, and whom it is aimed at.

use truce_lexicon::load::events::EventEntry;

use super::super::clause::{Clause, Tense, conjuncts, preposition};
use super::super::context::Context;
use super::super::kinds::Event;
use super::{Drawn, unique};
use crate::grammar::TokenId;

/// "Oster must open the wells, the guild said": a party says what another has to do.
pub(super) fn demanded(context: &Context<'_>, clause: &Clause) -> Option<Drawn> {
    let speech = context.voices.inner(clause.predicate)?;
    let &speaker = speech.speakers.first()?;
    let subject = clause.subject.filter(|&subject| clause.modal == Some("must") && context.acts(subject))?;
    let bound = context.entity(subject)?;
    if clause.negated && clause.copular || context.cast.same_side(bound, speaker) {
        return None;
    }
    let tokens = context.clause_tokens(clause);
    let victims = conjuncts(context.grammar, subject);
    let event = Event {
        kind: "REQUEST".to_owned(),
        mode: "request".to_owned(),
        act: "other".to_owned(),
        who: vec![context.name(speaker, speech.cue)],
        whom: unique(victims.iter().flat_map(|&token| context.names(token)).collect()),
        place: unique(context.place_of(tokens.0, tokens.1)),
        when: context.time_of(tokens.0, tokens.1),
        status: "reported",
    };
    Some(Drawn {
        predicate: clause.predicate,
        tokens,
        doers: Vec::new(),
        victims,
        event,
        nominal: false,
        rules: vec!["event/request/must".to_owned()],
    })
}

/// Whom conduct is aimed at where no phrase of the verb names him: the one who is to do what is demanded, whose offer is
/// rejected, with whom ties are cut.
pub(super) fn addressed(context: &Context<'_>, clause: &Clause, doers: &[TokenId]) -> Vec<TokenId> {
    let other = |token: TokenId| context.acts(token) && !doers.contains(&token);
    for &token in &clause.complements {
        let inner = context.clauses.at(token).and_then(|inner| inner.subject.or(inner.object));
        if let Some(subject) = inner.filter(|&subject| Some(subject) != clause.subject && other(subject)) {
            return conjuncts(context.grammar, subject);
        }
    }
    // "demanded that the guild open the wells", where the parse finds no clause behind "that".
    if let Some(that) = (clause.predicate + 1..clause.predicate + 4)
        .find(|&token| (token as usize) < context.grammar.tokens.len() && context.lower(token) == "that")
        && let end = context.sentence(clause.predicate).end
        && let Some(bound) = (that + 1..end.min(that + 9)).find(|&token| other(token))
    {
        return conjuncts(context.grammar, bound);
    }
    let Some(object) = clause.object else { return Vec::new() };
    let mut found = Vec::new();
    for &child in context.grammar.children(object) {
        let word = &context.grammar.tokens[child as usize];
        let held = matches!(word.deprel, "nmod:poss" | "amod" | "compound");
        let aimed = word.deprel == "nmod"
            && matches!(
                preposition(context.grammar, child).as_str(),
                "to" | "with" | "for" | "from" | "on" | "against" | "between" | "of"
            );
        if (held || aimed) && other(child) {
            found.extend(conjuncts(context.grammar, child));
        }
    }
    found
}

/// Conduct between parties needs parties.
pub(super) fn meets_kind(
    context: &Context<'_>,
    entry: &EventEntry,
    clause: &Clause,
    doers: &[TokenId],
    victims: &[TokenId],
) -> bool {
    let addressed = || {
        !victims.is_empty()
            || clause.obliques.iter().any(|oblique| context.acts(oblique.head))
            || clause.complements.iter().any(|&token| {
                context.clauses.at(token).is_some_and(|inner| {
                    inner
                        .subject
                        .is_some_and(|subject| context.acts(subject) && Some(subject) != clause.subject)
                })
            })
    };
    match entry.kind.as_str() {
        "REQUEST" => !doers.is_empty() && addressed(),
        "SUPPORT" => !doers.is_empty(),
        "CONSULT" => {
            let placed = |token: TokenId| context.is_place(token);
            let by_line = clause.obliques.iter().any(|oblique| {
                matches!(context.lemma(oblique.head), "phone" | "telephone" | "hotline" | "radio")
            });
            !doers.is_empty()
                && (addressed()
                    || by_line
                    || clause.object.is_some_and(placed)
                    || clause.obliques.iter().any(|oblique| {
                        oblique.preposition == "to"
                            || matches!(oblique.preposition.as_str(), "in" | "at" | "for")
                                && placed(oblique.head)
                    }))
        }
        "AGREE" | "REJECT" | "THREATEN" | "CONCEDE" => !doers.is_empty() || clause.passive,
        "MOBILIZE" | "RETREAT" => !doers.is_empty() || clause.object.is_some() || entry.act == "overflight",
        _ => true,
    }
}

/// "If it happens again, we will answer": what one's own side will do under a condition, in words that leave open what, is
/// a threat.
pub(super) fn warned(context: &Context<'_>, clause: &Clause) -> Option<Drawn> {
    let events = &context.lexicon.tables.events;
    let will = matches!(clause.modal, Some("will" | "would" | "shall")) || clause.tense == Tense::Future;
    let answers = events.in_class(context.lemma(clause.predicate), "answering-verb")
        || clause.object.is_some_and(|object| events.in_class(context.lemma(object), "answer"))
        || clause.subject.is_some_and(|subject| events.in_class(context.lemma(subject), "answer"));
    if !will || !answers || clause.conditional {
        return None;
    }
    let sentence = context.sentence(clause.predicate);
    let condition = context.clauses.all.iter().any(|other| {
        other.conditional
            && sentence.start <= other.predicate
            && other.predicate < sentence.end
            && other.predicate.abs_diff(clause.predicate) < 40
    }) || context.lower(sentence.start) == "should"
        || (sentence.start..clause.predicate).any(|token| is_any_breach(context, token));
    let speaker = context
        .voices
        .inner(clause.predicate)
        .and_then(|speech| speech.speakers.first().copied())
        .or_else(|| context.host(sentence.block))?;
    let subject = clause.subject?;
    let own = context.entity(subject).is_some_and(|id| context.cast.same_side(id, speaker))
        || events.in_class(context.lemma(subject), "answer");
    if !condition || !own {
        return None;
    }
    let tokens = context.clause_tokens(clause);
    let event = Event {
        kind: "THREATEN".to_owned(),
        mode: "threaten".to_owned(),
        act: "other".to_owned(),
        who: vec![context.name(speaker, clause.predicate)],
        status: "threatened",
        ..Event::default()
    };
    Some(Drawn {
        predicate: clause.predicate,
        tokens,
        doers: Vec::new(),
        victims: Vec::new(),
        event,
        nominal: false,
        rules: vec!["event/threaten/condition".to_owned()],
    })
}

/// "any violation", "any further attack": a condition in two words.
fn is_any_breach(context: &Context<'_>, token: TokenId) -> bool {
    let noun = context.grammar.tokens[token as usize].head;
    context.lower(token) == "any" && context.lexicon.tables.events.nouns.contains_key(context.lemma(noun))
}

/// "at the request of the governor", "upon the guild's demand", "at his urging": what was done was asked for.
pub(super) fn asked(context: &Context<'_>, noun: TokenId) -> Option<Drawn> {
    let word = &context.grammar.tokens[noun as usize];
    let asks = matches!(
        word.lemma.as_str(),
        "request" | "demand" | "urging" | "insistence" | "invitation" | "appeal"
    );
    let led = matches!(preposition(context.grammar, noun).as_str(), "at" | "upon" | "on" | "following");
    if !asks || !led {
        return None;
    }
    let doers: Vec<TokenId> = context
        .grammar
        .children(noun)
        .iter()
        .copied()
        .filter(|&child| {
            let word = &context.grammar.tokens[child as usize];
            let of = word.deprel == "nmod"
                && matches!(preposition(context.grammar, child).as_str(), "of" | "by" | "from");
            (of || matches!(word.deprel, "nmod:poss" | "amod" | "compound")) && context.acts(child)
        })
        .flat_map(|child| conjuncts(context.grammar, child))
        .collect();
    if doers.is_empty() {
        return None;
    }
    let (start, last) = context.grammar.subtree(noun);
    let tokens = (start, (last + 1).min(noun + 12));
    let event = Event {
        kind: "REQUEST".to_owned(),
        mode: "request".to_owned(),
        act: "other".to_owned(),
        who: unique(doers.iter().flat_map(|&token| context.names(token)).collect()),
        status: "reported",
        when: context.time_of(tokens.0, tokens.1),
        ..Event::default()
    };
    Some(Drawn {
        predicate: noun,
        tokens,
        doers,
        victims: Vec::new(),
        event,
        nominal: true,
        rules: vec![format!("event/request/noun/{}", word.lemma)],
    })
}
