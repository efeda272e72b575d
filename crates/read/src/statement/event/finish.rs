//! An event with its words in, the same with status, names, place and time out.

use super::super::clause::preposition;
use super::super::context::{Context, PlaceUse};
use super::super::kinds::Name;
use super::super::status::{Realis, realis};
use super::{Drawn, unique};
use crate::grammar::{TokenId, Upos};
use crate::mention::entity::EntityKind;

/// Fills in status, names, place and time.
pub(super) fn finish(context: &Context<'_>, mut drawn: Drawn, at: TokenId) -> Option<Drawn> {
    let (mut start, mut end) = drawn.tokens;
    // Long clauses are cut at a comma outside their core.
    if end - start > 28 {
        start = start.max(at.saturating_sub(14));
        end = end.min(at + 15);
    }
    drawn.tokens = (start, end);
    let realis = match realis(context, at) {
        // "An alleged gas attack wounded forty": the noun is hedged, not the verb.
        Realis::Told if alleged(context, &drawn) => Realis::Hedged,
        other => other,
    };
    let inner = context.voices.inner(at);
    let denied = inner.is_some_and(|inner| {
        context.lexicon.tables.cues.entry(inner.entry).stance == "denies" && !inner.negated
    });
    drawn.doers.retain(|&doer| !matches!(context.lemma(doer), "report" | "rumour" | "rumor" | "account"));
    let struck = struck_places(context, &drawn);
    drawn.victims.retain(|victim| !struck.contains(victim) && !drawn.doers.contains(victim));
    drawn.event.who = unique(drawn.doers.iter().flat_map(|&token| context.names(token)).collect());
    drawn.event.whom = unique(drawn.victims.iter().flat_map(|&token| context.names(token)).collect());
    let threat = drawn.event.kind == "THREATEN";
    let told_by = inner
        .and_then(|speech| speech.speakers.first().copied())
        .or_else(|| context.host(context.sentence(at).block));
    let own = told_by.is_some_and(|speaker| {
        drawn
            .doers
            .iter()
            .any(|&doer| context.entity(doer).is_some_and(|doer| context.cast.same_side(doer, speaker)))
    });
    drawn.event.status = match realis {
        Realis::Unreal => return None,
        // Kept only where the report tells it nowhere else.
        _ if denied => "denied",
        _ if threat => "threatened",
        Realis::NotDone => "not-done",
        Realis::Planned => {
            if conditional_threat(context, at, &drawn, own) {
                "threatened"
            } else {
                "planned"
            }
        }
        Realis::Threatened => "threatened",
        Realis::Hedged => "alleged",
        Realis::Told => match told_by {
            None => "reported",
            Some(_) if own => "claimed",
            Some(_) => "alleged",
        },
    };
    let sentence = context.sentence(at);
    drawn.event.place = unique(context.place_of(drawn.tokens.0, drawn.tokens.1));
    if drawn.event.place.is_empty() {
        drawn.event.place = unique(struck.iter().flat_map(|&token| context.names(token)).collect());
    }
    if drawn.event.place.is_empty() {
        let near = |place: &&PlaceUse| !context.is_of_saying(place.start) && !context.is_agent(place);
        let close = |place: &&PlaceUse| !place.country;
        let all = context.places_in(sentence.start, sentence.end);
        let chosen = all.iter().copied().filter(near).find(close).or_else(|| all.iter().copied().find(near));
        drawn.event.place = chosen.map(|place| place.name.clone()).into_iter().collect();
    }
    if drawn.event.place.is_empty() {
        drawn.event.place = unknown_places(context, drawn.tokens.0, drawn.tokens.1);
    }
    drawn.event.when = context.time_of(drawn.tokens.0, drawn.tokens.1);
    Some(drawn)
}

/// Names that nobody knows of what is shelled, taken or left: a name without an article is a place there.
fn struck_places(context: &Context<'_>, drawn: &Drawn) -> Vec<TokenId> {
    let strikes = matches!(
        drawn.event.act.as_str(),
        "shelling"
            | "air-strike"
            | "missile-strike"
            | "drone-strike"
            | "siege"
            | "territory-seizure"
            | "withdrawal"
            | "destruction"
            | "overflight"
            | "blockade"
            | "looting"
    );
    if !strikes {
        return Vec::new();
    }
    let clause = context.clauses.at(drawn.predicate);
    let obliques = clause.iter().flat_map(|clause| &clause.obliques).filter(|oblique| {
        matches!(
            oblique.preposition.as_str(),
            "on" | "at" | "into" | "over" | "near" | "from" | "in" | "towards"
        )
    });
    let behind = obliques.map(|oblique| oblique.head).filter(|head| !drawn.doers.contains(head));
    // "withdrew from Lipa Gora": two words that could be a person's name. Who is robbed or shot is left a person.
    let behind = behind.filter(|&token| is_unknown(context, token, true));
    let struck = drawn.victims.iter().copied().filter(|&token| is_unknown(context, token, false));
    let mut found: Vec<TokenId> = struck.chain(behind).collect();
    found.dedup();
    found
}

/// Says whether a token is a name, without an article, of nobody and nothing that is known.
fn is_unknown(context: &Context<'_>, token: TokenId, person: bool) -> bool {
    let word = &context.grammar.tokens[token as usize];
    let led = |&child: &TokenId| matches!(context.grammar.tokens[child as usize].deprel, "det" | "nmod:poss");
    word.upos == Upos::Propn
        && !context.is_place(token)
        && !context.is_time(token)
        && !context.grammar.children(token).iter().any(led)
        && context.entity(token).is_some_and(|id| {
            let entity = context.cast.get(id);
            let kind = matches!(entity.kind, EntityKind::Named | EntityKind::Thing)
                || person && entity.kind == EntityKind::Person && entity.body.is_none();
            entity.actor.is_none() && entity.members.is_empty() && kind
        })
}

/// Names that nobody knows, behind words that lead to a place: "from Kolvar".
pub(super) fn unknown_places(context: &Context<'_>, start: TokenId, end: TokenId) -> Vec<Name> {
    (start..end)
        .filter(|&token| {
            context.grammar.tokens[token as usize].upos == Upos::Propn
                && context.cast.of(token).is_some_and(|id| context.cast.get(id).kind == EntityKind::Named)
                && matches!(
                    preposition(context.grammar, token).as_str(),
                    "in" | "at"
                        | "near"
                        | "from"
                        | "around"
                        | "outside"
                        | "into"
                        | "inside"
                        | "to"
                        | "towards"
                )
        })
        .flat_map(|token| context.names(token))
        .take(2)
        .collect()
}

/// "If they cross, we will burn the bridge", "Leva said it would shoot at any boat": a plan to harm under a condition is a
/// threat, where whoever would do it speaks.
fn conditional_threat(context: &Context<'_>, at: TokenId, drawn: &Drawn, own: bool) -> bool {
    if drawn.event.kind != "ASSAULT" {
        return false;
    }
    let sentence = context.sentence(at);
    let first_person = drawn.doers.iter().any(|&token| matches!(context.lower(token), "we" | "i"));
    let warned = context
        .voices
        .inner(at)
        .is_some_and(|speech| matches!(context.lemma(speech.cue), "warn" | "threaten" | "vow" | "swear"));
    let condition = (sentence.start..sentence.end)
        .any(|token| matches!(context.lower(token), "if" | "unless" | "should" | "any"));
    condition && (first_person || warned || own)
}

/// Says whether the noun that names the event is said to be no more than alleged.
fn alleged(context: &Context<'_>, drawn: &Drawn) -> bool {
    context.grammar.children(drawn.predicate).iter().any(|&child| {
        context.grammar.tokens[child as usize].deprel == "amod"
            && matches!(
                context.lower(child),
                "alleged" | "suspected" | "purported" | "supposed" | "apparent" | "reported"
            )
    })
}
