//! Clauses in, the events that their verbs tell out.
//! Which frame fits is `frame`; nouns that tell an event are `noun`.

use truce_lexicon::load::events::Events;
use truce_lexicon::load::frames::Frame;

use super::super::clause::{Clause, conjuncts};
use super::super::context::Context;
use super::super::frame::fitting;
use super::super::kinds::Event;
use super::conduct::{addressed, meets_kind};
use super::finish::finish;
use super::noun::{noun_event, noun_frame, owner};
use super::{Drawn, entry};
use crate::grammar::TokenId;
use crate::mention::entity::EntityKind;

/// The frames of a verb; of one that says "again" ("reimpose", "re-open"), those of the verb without it.
pub(super) fn frames_of<'a>(events: &'a Events, lemma: &str) -> Option<&'a Vec<Frame>> {
    let again = || {
        let bare =
            lemma.strip_prefix("re-").or_else(|| lemma.strip_prefix("re")).filter(|bare| bare.len() > 3)?;
        events.verbs.get(bare)
    };
    events.verbs.get(lemma).or_else(again)
}

pub(super) fn verbal(context: &Context<'_>, clause: &Clause, used: &mut Vec<TokenId>) -> Option<Drawn> {
    let events = &context.lexicon.tables.events;
    let word = &context.grammar.tokens[clause.predicate as usize];
    if clause.copular {
        return None;
    }
    let particle = clause.particle.map(|token| context.lower(token));
    let subject_noun = clause
        .subject
        .filter(|&token| !context.acts(token))
        .and_then(|token| noun_frame(context, token).map(|frame| (token, frame)));
    // "Artillery fire shook the town": the noun is the event, the verb tells of it.
    if let Some((noun, _)) = subject_noun.filter(|_| events.in_class(&word.lemma, "telling-verb")) {
        let toll =
            matches!(word.lemma.as_str(), "kill" | "wound" | "injure" | "displace" | "claim" | "drive");
        if toll && events.in_class(context.lemma(noun), "war") {
            used.push(noun);
            return None;
        }
        let mut event = noun_event(context, noun)?;
        used.push(noun);
        let harms = !matches!(word.lemma.as_str(), "claim" | "take" | "break" | "leave" | "last");
        if let Some(object) = clause.object.filter(|&object| harms && context.acts(object)) {
            event.victims.extend(conjuncts(context.grammar, object));
        }
        if event.doers.is_empty()
            && let Some(agent) = clause.agent.filter(|&agent| context.acts(agent))
        {
            event.doers.push(agent);
        }
        let (start, end) = context.clause_tokens(clause);
        event.tokens = (event.tokens.0.min(start), event.tokens.1.max(end));
        // Told by its verb, it is an event of its own, and no mention of one told before.
        event.nominal = false;
        return finish(context, event, clause.predicate);
    }
    // "carried out strikes": the object is the event.
    if is_light(events, &word.lemma, particle)
        && let Some(noun) = clause.object
        && noun_frame(context, noun).is_some()
    {
        let mut event = noun_event(context, noun)?;
        used.push(noun);
        let stops = matches!(word.lemma.as_str(), "stop" | "halt" | "suspend" | "end");
        let doer = if clause.passive { clause.agent } else { clause.subject };
        let (doers, weapon) = doer.map_or_else(Default::default, |doer| wielders(context, doer));
        if !doers.is_empty() {
            event.doers = doers;
        }
        if let Some(act) = weapon.filter(|_| is_open(&event.event.act)) {
            event.event.act = act;
            "aerial".clone_into(&mut event.event.mode);
        }
        if stops && event.event.kind == "ASSAULT" {
            "RETREAT".clone_into(&mut event.event.kind);
            "other".clone_into(&mut event.event.act);
        }
        let (start, end) = context.clause_tokens(clause);
        event.tokens = (event.tokens.0.min(start), event.tokens.1.max(end));
        event.predicate = clause.predicate;
        event.nominal = false;
        event.rules.insert(0, format!("event/light-verb/{}", word.lemma));
        return finish(context, event, clause.predicate);
    }
    if leaves_harmed(context, clause) || is_armed_with(context, clause) {
        return None;
    }
    let frames = frames_of(events, &word.lemma)?;
    let frame = fitting(clause, frames, context.grammar, events, context.marks)?.clone();
    let entry = entry(context, &frame).clone();
    let (mut doer, mut victim) =
        if clause.passive { (clause.agent, clause.object) } else { (clause.subject, clause.object) };
    if frame.swap {
        std::mem::swap(&mut doer, &mut victim);
        if doer.is_none() {
            doer = clause
                .obliques
                .iter()
                .find(|oblique| matches!(oblique.preposition.as_str(), "from" | "by"))
                .map(|oblique| oblique.head);
        }
    }
    let mut doers: Vec<TokenId> = Vec::new();
    let mut weapon = None;
    if let Some(doer) = doer {
        for token in conjuncts(context.grammar, doer) {
            // "TARSK, 12 May - Shells fell": behind a dateline the capital makes a name of it for the tagger.
            let small = context.lower(token);
            let small = small.strip_suffix('s').unwrap_or(small);
            let named = || events.act_of_weapon(small).filter(|_| !context.acts(token));
            if let Some(act) = events.act_of_weapon(context.lemma(token)).or_else(named) {
                weapon = weapon.or(Some(act.to_owned()));
                // "Russian jets": the owner is the doer; a sniper does it himself.
                if events.in_class(context.lemma(token), "shooter") {
                    doers.push(token);
                } else {
                    doers.extend(owner(context, token));
                }
            } else if !frame.no_doer && context.acts(token) {
                doers.push(token);
            } else if frame.no_doer {
                // The subject is no doer, and neither is what belongs to it.
            } else if let Some(actor) = apposed(context, token) {
                doers.push(actor);
            } else {
                doers.extend(owner(context, token));
            }
        }
    }
    // "Troops were sent": those who move are the doers.
    if clause.passive
        && doers.is_empty()
        && matches!(entry.id.as_str(), "troop-movement" | "withdrawal" | "readiness")
        && let Some(moved) = victim.filter(|&token| context.acts(token))
    {
        doers = conjuncts(context.grammar, moved);
        victim = None;
    }
    if frame.mutual {
        let exchanged = |token: TokenId| events.in_class(context.lemma(token), "captives");
        if let Some(victim) = victim.filter(|&victim| context.acts(victim) && !exchanged(victim)) {
            doers.extend(conjuncts(context.grammar, victim));
        }
        victim = None;
        for oblique in &clause.obliques {
            if matches!(oblique.preposition.as_str(), "with" | "between" | "against")
                && context.acts(oblique.head)
            {
                doers.extend(conjuncts(context.grammar, oblique.head));
            }
        }
    }
    let mut victims: Vec<TokenId> = victim
        .into_iter()
        .flat_map(|token| conjuncts(context.grammar, token))
        .filter(|&token| context.acts(token))
        .collect();
    // "shelled positions of the front", "confiscated the villagers' cattle": it was done to whoever has what was hit.
    if victims.is_empty() && matches!(entry.kind.as_str(), "ASSAULT" | "COERCE") {
        victims = victim
            .into_iter()
            .flat_map(|token| conjuncts(context.grammar, token))
            .flat_map(|token| owner(context, token))
            .filter(|token| !doers.contains(token))
            .collect();
    }
    // "gave shelter to the crew", "apologised to Luri": whom it was done to comes behind a preposition.
    let towards = matches!(
        entry.kind.as_str(),
        "CONSULT"
            | "SUPPORT"
            | "CONCEDE"
            | "COOPERATE"
            | "AID"
            | "REQUEST"
            | "REJECT"
            | "THREATEN"
            | "SANCTION"
            | "AGREE"
    ) && victims.is_empty();
    if towards {
        for oblique in &clause.obliques {
            if matches!(
                oblique.preposition.as_str(),
                "to" | "with" | "for" | "from" | "against" | "on" | "upon" | "of"
            ) && context.acts(oblique.head)
            {
                victims.extend(conjuncts(context.grammar, oblique.head));
                break;
            }
        }
    }
    if towards && victims.is_empty() {
        victims = addressed(context, clause, &doers);
    }
    if matches!(entry.id.as_str(), "shooting" | "shelling" | "ground-attack" | "missile-strike") {
        for oblique in &clause.obliques {
            if matches!(
                oblique.preposition.as_str(),
                "on" | "at" | "against" | "to" | "with" | "upon" | "into" | "from"
            ) && context.acts(oblique.head)
            {
                victims.extend(conjuncts(context.grammar, oblique.head));
            }
        }
    }
    for oblique in &clause.obliques {
        if matches!(oblique.preposition.as_str(), "with" | "by" | "in" | "from" | "under") {
            let open = matches!(entry.id.as_str(), "killing" | "violence" | "attack");
            let act = events
                .act_of_weapon(context.lemma(oblique.head))
                .map(str::to_owned)
                .or_else(|| means_beside(context, oblique.head).filter(|_| open))
                .or_else(|| {
                    noun_frame(context, oblique.head)
                        .map(|frame| self::entry(context, frame))
                        .filter(|means| open && means.kind == "ASSAULT")
                        .filter(|_| !events.in_class(context.lemma(oblique.head), "war"))
                        .map(|means| means.act.clone())
                });
            weapon = weapon.or(act);
        }
    }
    if let Some(object) = clause.object
        && weapon.is_none()
        && matches!(entry.id.as_str(), "attack")
    {
        weapon =
            events.act_of_weapon(context.lemma(object)).filter(|_| word.lemma == "use").map(str::to_owned);
    }
    let war = |token: TokenId| events.in_class(context.lemma(token), "war");
    if matches!(entry.id.as_str(), "killing" | "violence") && clause.subject.is_some_and(war) {
        return None;
    }
    // "a regime backed by Luri", "the pact signed in May", "until the fort was rebuilt": told before, not now.
    let dated = context.grammar.children(clause.predicate).iter().any(|&child| {
        context.grammar.tokens[child as usize].deprel == "mark"
            && matches!(context.lower(child), "since" | "after" | "before" | "until" | "once")
    });
    // But a deal of which the text tells when, where or by whom it was made was made: "the pact signed in Tarsk on 3 May".
    let made = || {
        entry.kind == "AGREE"
            && clause.passive
            && clause.object.is_some_and(|deal| events.in_class(context.lemma(deal), "agreement"))
            && (clause.agent.is_some()
                || clause
                    .obliques
                    .iter()
                    .any(|oblique| context.is_time(oblique.head) || context.is_place(oblique.head)))
    };
    if matches!(entry.kind.as_str(), "SUPPORT" | "AGREE")
        && (dated || matches!(clause.relation, "acl" | "advcl"))
        && !made()
    {
        return None;
    }
    // Harm told as a consequence belongs to the act that caused it; a toll is a figure.
    let harm = matches!(entry.id.as_str(), "killing" | "violence");
    if harm {
        let participle = matches!(clause.relation, "advcl" | "acl" | "xcomp") && word.xpos == "VBG"
            || matches!(clause.relation, "conj" | "advcl")
                && clause.up.is_some_and(|up| {
                    up < clause.predicate
                        && context.lexicon.tables.events.verbs.contains_key(context.lemma(up))
                });
        // But a man who was assassinated was not only one of the dead.
        let deed = matches!(
            word.lemma.as_str(),
            "assassinate" | "murder" | "behead" | "lynch" | "massacre" | "torture" | "stab" | "bayonet"
        ) && !participle;
        if participle || doers.is_empty() && weapon.is_none() && !deed {
            return None;
        }
    }
    if !meets_kind(context, &entry, clause, &doers, &victims) {
        return None;
    }
    let mut event = Event {
        kind: entry.kind.clone(),
        mode: entry.mode.clone(),
        act: entry.act.clone(),
        ..Event::default()
    };
    if entry.id == "request" && orders_own_to_stop(context, clause) {
        "RETREAT".clone_into(&mut event.kind);
        event.mode.clear();
        victims.clear();
    }
    if let Some(act) = weapon
        && matches!(
            entry.id.as_str(),
            "attack" | "killing" | "violence" | "shooting" | "bombing" | "violation"
        )
        && (entry.id != "shooting" || act != "bombing")
    {
        event.act = act;
    }
    // Fighters who attack, and show no other means, attack on the ground.
    let armed = |token: &TokenId| {
        context.entity(*token).is_some_and(|id| {
            let entity = context.cast.get(id);
            entity.kind == EntityKind::Armed || events.in_class(context.lemma(*token), "forces")
        })
    };
    if entry.id == "attack" && event.act == "other-violence" && !doers.is_empty() && doers.iter().all(armed) {
        "ground-attack".clone_into(&mut event.act);
    }
    // What is threatened, asked for or refused gives the act.
    let inner = clause.complements.iter().find_map(|&token| {
        let frames = events.verbs.get(context.lemma(token))?;
        let inner = context.clauses.at(token)?;
        fitting(inner, frames, context.grammar, events, context.marks)
            .map(|frame| self::entry(context, frame).act.clone())
    });
    let yields = ["withdrawal", "release", "disarmament", "aid-delivery", "evacuation", "prisoner-exchange"];
    match (entry.id.as_str(), inner) {
        ("threaten", Some(act)) => event.act = act,
        ("request" | "reject", Some(act)) if yields.contains(&act.as_str()) => event.act = act,
        _ => {}
    }
    let drawn = Drawn {
        predicate: clause.predicate,
        tokens: context.clause_tokens(clause),
        doers,
        victims,
        event,
        nominal: false,
        rules: vec![format!("event/{}/verb/{}", entry.id, word.lemma)],
    };
    finish(context, drawn, clause.predicate)
}

/// "ordered her troops to stop", "told its fighters to hold their fire": one's own forces are held back.
fn orders_own_to_stop(context: &Context<'_>, clause: &Clause) -> bool {
    let events = &context.lexicon.tables.events;
    let own = clause.object.is_some_and(|object| {
        events.in_class(context.lemma(object), "forces")
            && context.grammar.children(object).iter().any(|&child| {
                context.grammar.tokens[child as usize].deprel == "nmod:poss"
                    && matches!(context.lower(child), "his" | "her" | "its" | "their" | "our" | "my")
            })
    });
    own && clause.complements.iter().any(|&token| {
        matches!(context.lemma(token), "stop" | "cease" | "halt" | "stand" | "stay")
            || context.lemma(token) == "hold"
                && context
                    .clauses
                    .at(token)
                    .and_then(|inner| inner.object)
                    .is_some_and(|object| context.lemma(object) == "fire")
    })
}

/// "left six dead": nobody withdrew.
fn leaves_harmed(context: &Context<'_>, clause: &Clause) -> bool {
    let end = context.sentence(clause.predicate).end;
    context.lemma(clause.predicate) == "leave"
        && (clause.predicate + 1..end.min(clause.predicate + 8)).any(|token| {
            matches!(
                context.lower(token),
                "dead"
                    | "wounded"
                    | "injured"
                    | "homeless"
                    | "stranded"
                    | "unconscious"
                    | "hurt"
                    | "orphaned"
            )
        })
}

/// "Armed with machetes, they ...": a description.
fn is_armed_with(context: &Context<'_>, clause: &Clause) -> bool {
    context.lemma(clause.predicate) == "arm" && matches!(clause.relation, "acl" | "advcl" | "amod")
}

/// The act that a word before a noun tells: "a car bomb explosion", "a mine blast".
pub(super) fn means_beside(context: &Context<'_>, noun: TokenId) -> Option<String> {
    let events = &context.lexicon.tables.events;
    context.grammar.children(noun).iter().find_map(|&child| {
        match context.grammar.tokens[child as usize].deprel {
            "compound" | "amod" => events.act_of_weapon(context.lemma(child)).map(str::to_owned),
            // "in a car bombing": the parse may take the noun for a verb.
            "acl" if child == noun + 1 => {
                noun_frame(context, child).map(|frame| entry(context, frame).act.clone())
            }
            _ => None,
        }
    })
}

/// Says whether an act leaves the means open, so that a weapon may tell it.
pub(super) fn is_open(act: &str) -> bool {
    matches!(act, "other-violence" | "ground-attack")
}

/// Those who act through a subject, and the act that its weapons tell: "its war planes" are flown by their owner.
pub(super) fn wielders(context: &Context<'_>, subject: TokenId) -> (Vec<TokenId>, Option<String>) {
    let events = &context.lexicon.tables.events;
    let (mut doers, mut act) = (Vec::new(), None);
    for token in conjuncts(context.grammar, subject) {
        let weapon = events.act_of_weapon(context.lemma(token)).map(str::to_owned);
        if weapon.as_deref().is_some_and(|act| matches!(act, "air-strike" | "drone-strike")) {
            doers.extend(owner(context, token));
            act = act.or(weapon);
        } else if context.acts(token) {
            doers.push(token);
        }
    }
    (doers, act)
}

/// The actor that stands beside a noun which names none: "his successor, Ada Lorn,".
pub(super) fn apposed(context: &Context<'_>, token: TokenId) -> Option<TokenId> {
    context
        .grammar
        .children(token)
        .iter()
        .copied()
        .find(|&child| context.grammar.tokens[child as usize].deprel == "appos" && context.acts(child))
}

/// Verbs that do nothing by themselves: the event is their object.
fn is_light(events: &Events, lemma: &str, particle: Option<&str>) -> bool {
    (lemma, particle) == ("carry", Some("out")) || events.in_class(lemma, "light-verb")
}
