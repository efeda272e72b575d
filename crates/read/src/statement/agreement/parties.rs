//! Mentions of an agreement in, its parties and brokers out.
//! Gives nobody rather than a guess, except that a truce with no party named binds those who fight.

use std::collections::BTreeMap;

use truce_lexicon::load::deals::Place;

use super::mention::Mention;
use crate::grammar::{TokenId, Upos};
use crate::mention::entity::{EntityId, EntityKind};
use crate::statement::clause::Clause;
use crate::statement::context::Context;
use crate::statement::kinds::Name;
use crate::statement::status::Realis;
use crate::statement::wording::{self, named_list, push, sides};

/// Parties and brokers that the text names beside the mentions.
#[derive(Debug, Clone, Default)]
pub struct Sides {
    /// Those bound.
    pub parties: Vec<Name>,
    /// Those who brought it about.
    pub brokers: Vec<Name>,
}

const CONCLUDING: &[&str] = &[
    "sign",
    "agree",
    "reach",
    "conclude",
    "accept",
    "declare",
    "announce",
    "extend",
    "prolong",
    "renew",
    "violate",
    "break",
    "breach",
    "observe",
    "honour",
    "honor",
    "initial",
    "ratify",
    "strike",
    "make",
    "negotiate",
    "share",
    "suspend",
    "call",
    "proclaim",
    "end",
    "undertake",
    "pledge",
    "have",
    "clinch",
    "respect",
    "abandon",
    "order",
    "issue",
    "keep",
    "resume",
    "adopt",
    "enter",
];

/// Verbs by which one may also tell of the agreement of others.
const TELLING: &[&str] =
    &["announce", "declare", "call", "proclaim", "make", "have", "share", "issue", "respect", "extend"];

/// Whoever announces a truce of others: a minister, an organisation.
fn is_onlooker(context: &Context<'_>, token: TokenId) -> bool {
    context.entity(token).is_some_and(|id| {
        let side = context.cast.side(id);
        matches!(
            context.cast.get(side).kind,
            EntityKind::Organisation | EntityKind::Person | EntityKind::Named
        )
    })
}

/// Collects what stands beside one mention.
#[must_use]
pub fn beside(context: &Context<'_>, mention: &Mention) -> Sides {
    let mut found = Sides::default();
    let sentence = context.sentence(mention.head);
    if let Some(owner) = mention.owner
        && context.cast.get(owner).kind != EntityKind::Thing
    {
        push(&mut found.parties, context.name(owner, mention.head));
    }
    between(context, mention, sentence.end, &mut found);
    hyphened_broker(context, mention, &mut found);
    for link in mention.links.iter().filter(|link| !link.nominal) {
        let Some(clause) = context.clauses.at(link.predicate) else { continue };
        let lemma = context.lemma(link.predicate);
        let agent = agent_tokens(context, clause, sentence.end);
        if broker_verb(context, lemma, false) || broker_verb(context, lemma, true) && agent.is_some() {
            match (agent, clause.subject) {
                (Some((start, _)), _) => named_list(context, start, sentence.end)
                    .0
                    .into_iter()
                    .for_each(|name| push(&mut found.brokers, name)),
                (None, Some(subject))
                    if link.place == Place::Object && broker_verb(context, lemma, false) =>
                {
                    sides(context, subject).into_iter().for_each(|name| push(&mut found.brokers, name));
                }
                _ => {}
            }
            continue;
        }
        if !CONCLUDING.contains(&lemma) || matches!(wording::realis(context, link.predicate), Realis::Unreal)
        {
            continue;
        }
        if let Some((start, _)) = agent {
            let signed_for = on_behalf(context, start, sentence.end);
            let names =
                if signed_for.is_empty() { named_list(context, start, sentence.end).0 } else { signed_for };
            names.into_iter().for_each(|name| push(&mut found.parties, name));
        } else if let Some(subject) = clause
            .subject
            .filter(|_| link.place != Place::Subject)
            .filter(|&subject| !(TELLING.contains(&lemma) && is_onlooker(context, subject)))
        {
            sides(context, subject).into_iter().for_each(|name| push(&mut found.parties, name));
        }
    }
    if mention.verbal
        && let Some(subject) = context.clauses.at(mention.head).and_then(|clause| clause.subject)
    {
        sides(context, subject).into_iter().for_each(|name| push(&mut found.parties, name));
    }
    auspices(context, mention, &mut found);
    found
}

/// Those who, in a sentence that does not name the agreement, agreed on something of the same days:
/// "In June, Oster and Luri agreed to draw a line".
pub fn elsewhere(context: &Context<'_>, dates: &[String], places: &[Name]) -> Vec<Name> {
    for clause in &context.clauses.all {
        let lemma = context.lemma(clause.predicate);
        if lemma != "agree" || clause.negated || clause.modal.is_some() || clause.conditional {
            continue;
        }
        let Some(subject) = clause.subject else { continue };
        let sentence = context.sentence(clause.predicate);
        let when = context.time_of(sentence.start, sentence.end);
        let same_days =
            when.as_ref().is_some_and(|when| dates.iter().any(|date| super::near(when, date, 20)));
        let there = context.places_in(sentence.start, sentence.end);
        let same_place = there.iter().any(|there| places.iter().any(|place| place.name == there.name.name));
        if !same_days || !same_place && !places.is_empty() {
            continue;
        }
        let names = sides(context, subject);
        if names.len() > 1 {
            return names;
        }
    }
    Vec::new()
}

/// Says whether the verb makes its subject (or, with `by`, only its agent) a broker.
fn broker_verb(context: &Context<'_>, lemma: &str, by: bool) -> bool {
    context.lexicon.tables.deals.brokers.iter().flat_map(|cue| &cue.verbs).any(|verb| {
        match verb.strip_suffix(" by") {
            Some(verb) => by && verb == lemma,
            None => !by && verb == lemma,
        }
    })
}

/// The tokens behind "by" after a passive or participle.
fn agent_tokens(context: &Context<'_>, clause: &Clause, end: TokenId) -> Option<(TokenId, TokenId)> {
    if !clause.passive
        && clause.agent.is_none()
        && context.grammar.tokens[clause.predicate as usize].xpos != "VBN"
    {
        return None;
    }
    let by = (clause.predicate + 1..end.min(clause.predicate + 12))
        .take_while(|&token| !wording::parts(context, token))
        .find(|&token| context.lower(token) == "by")?;
    // "by Monday", "by nine weeks": no doer.
    if context.times.iter().any(|time| time.start == by + 1 || time.start == by) {
        return None;
    }
    Some((by + 1, end))
}

/// "signed by X for the crown and Y for the guilds": those signed for.
fn on_behalf(context: &Context<'_>, start: TokenId, end: TokenId) -> Vec<Name> {
    let mut names = Vec::new();
    for token in start..end {
        if wording::parts(context, token) {
            break;
        }
        if context.lower(token) == "for"
            || context.lower(token) == "of" && token > start && wording::is(context, token - 1, &["behalf"])
        {
            let head = (token + 1..end.min(token + 6))
                .take_while(|&token| {
                    !matches!(
                        context.grammar.tokens[token as usize].upos,
                        Upos::Verb | Upos::Punct | Upos::Cconj
                    )
                })
                .find(|&token| context.acts(token));
            if let Some(head) = head {
                sides(context, head).into_iter().for_each(|name| push(&mut names, name));
            }
        }
    }
    names
}

/// "between A and B", "with B" behind the noun.
fn between(context: &Context<'_>, mention: &Mention, end: TokenId, found: &mut Sides) {
    let stop = (mention.end..end.min(mention.end + 16))
        .find(|&token| wording::parts(context, token))
        .unwrap_or(end.min(mention.end + 16));
    for token in mention.end..stop {
        match context.lower(token) {
            "between" => {
                let (names, _) = named_list(context, token + 1, end);
                if names.len() > 1
                    || names
                        .first()
                        .is_some_and(|name| name.name.contains("side") || name.name.contains("part"))
                {
                    names.into_iter().for_each(|name| push(&mut found.parties, name));
                    return;
                }
            }
            "with"
                if token < mention.end + 4
                    && context
                        .grammar
                        .tokens
                        .get(token as usize + 1)
                        .is_some_and(|next| next.upos != Upos::Pron) =>
            {
                let (names, _) = named_list(context, token + 1, end);
                names.into_iter().take(2).for_each(|name| push(&mut found.parties, name));
                if let Some(subject) = context
                    .clauses
                    .around(context.grammar, mention.head)
                    .and_then(|clause| clause.subject.filter(|&subject| subject != mention.head))
                {
                    sides(context, subject).into_iter().for_each(|name| push(&mut found.parties, name));
                }
                return;
            }
            _ => {}
        }
    }
}

/// "a Swiss-brokered armistice".
fn hyphened_broker(context: &Context<'_>, mention: &Mention, found: &mut Sides) {
    for token in mention.start + 1..mention.end {
        let lower = context.lower(token);
        let stem = context.lemma(token);
        let participle = broker_verb(context, stem, false)
            || matches!(
                lower,
                "brokered"
                    | "mediated"
                    | "sponsored"
                    | "backed"
                    | "guaranteed"
                    | "hosted"
                    | "negotiated"
                    | "facilitated"
                    | "arranged"
            );
        if participle && context.lower(token - 1) == "-" && token >= 2 {
            for at in (mention.start..token - 1).rev() {
                if context.grammar.tokens[at as usize].form.chars().next().is_some_and(char::is_uppercase) {
                    if let Some(name) = adjective_name(context, at) {
                        push(&mut found.brokers, name);
                    }
                } else if context.lower(at) != "-" && context.lower(at) != "and" {
                    break;
                }
            }
        }
    }
}

/// The actor that a token names, be it only as an adjective ("Russian").
#[must_use]
pub fn adjective_name(context: &Context<'_>, token: TokenId) -> Option<Name> {
    if let Some(id) = context.entity(token).filter(|&id| context.cast.get(id).kind.acts()) {
        return Some(context.name(id, token));
    }
    let form = &context.grammar.tokens[token as usize].form;
    let actors = &context.lexicon.tables.actors.actors;
    let state = actors.iter().find(|actor| {
        actor.kind == truce_lexicon::load::actors::ActorKind::State
            && actor.until == 0
            && (actor.demonyms.iter().any(|demonym| demonym == form)
                || actor.name == *form
                || actor.aliases.iter().any(|alias| alias == form))
    })?;
    Some(Name { name: state.name.clone(), also: state.aliases.clone() })
}

/// "under the auspices of X", "in the presence of X" in the same sentence; "the mediators, X and Y".
fn auspices(context: &Context<'_>, mention: &Mention, found: &mut Sides) {
    let sentence = context.sentence(mention.head);
    let brokers = &context.lexicon.tables.deals.brokers;
    for cue in brokers {
        if let Some((_, to, _)) =
            wording::first(context, mention.end, sentence.end.min(mention.end + 30), &cue.phrases)
        {
            named_list(context, to, sentence.end)
                .0
                .into_iter()
                .for_each(|name| push(&mut found.brokers, name));
        }
    }
}

/// Those whom the report names as mediators, guarantors, witnesses of the agreement, wherever it does.
#[must_use]
pub fn by_role(context: &Context<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    let roles: Vec<&str> =
        context.lexicon.tables.deals.brokers.iter().flat_map(|cue| &cue.nouns).map(String::as_str).collect();
    for token in 0..context.grammar.tokens.len() as TokenId {
        if !wording::is(context, token, &roles) || !context.is_read(context.sentence(token).block) {
            continue;
        }
        let end = context.sentence(token).end;
        // "mediators X and Y", "the mediators, X and Y,".
        let start = token + 1 + TokenId::from(context.lower(token + 1) == ",");
        if start < end && context.grammar.tokens[start as usize].upos == Upos::Propn {
            named_list(context, start, end).0.into_iter().for_each(|name| push(&mut names, name));
        }
        // "Russian mediators".
        if token > 0
            && context.grammar.tokens[token as usize - 1].form.chars().next().is_some_and(char::is_uppercase)
            && let Some(name) = adjective_name(context, token - 1)
        {
            push(&mut names, name);
        }
    }
    names
}

/// Says whether a name only counts those meant: "the two leaders", "both sides".
#[must_use]
pub fn is_group(name: &str) -> bool {
    const GROUPS: [&str; 22] = [
        "leaders",
        "sides",
        "parties",
        "rivals",
        "neighbours",
        "neighbors",
        "armies",
        "governments",
        "camps",
        "countries",
        "delegations",
        "generals",
        "foes",
        "factions",
        "presidents",
        "officers",
        "negotiators",
        "delegates",
        "nations",
        "belligerents",
        "enemies",
        "ministers",
    ];
    let lower = name.to_lowercase();
    let mut words = lower.split_whitespace().rev();
    words.next().is_some_and(|last| GROUPS.contains(&last))
        && words.all(|word| {
            matches!(
                word,
                "the"
                    | "two"
                    | "both"
                    | "warring"
                    | "rival"
                    | "opposing"
                    | "all"
                    | "three"
                    | "these"
                    | "same"
                    | "hostile"
                    | "belligerent"
            )
        })
}

/// What a report tells of a side that may be fighting.
#[derive(Debug, Default)]
struct Standing {
    score: i32,
    /// Signs that it fights: arms, attacks, accusations.
    fights: i32,
    names: BTreeMap<EntityId, i32>,
}

/// Those who fight each other by this report, the most spoken of first; at most two.
#[must_use]
pub fn belligerents(context: &Context<'_>) -> Vec<EntityId> {
    let mut counts: BTreeMap<EntityId, Standing> = BTreeMap::new();
    let mut group_of_state: BTreeMap<u32, EntityId> = BTreeMap::new();
    let events = &context.lexicon.tables.events;
    for token in 0..context.grammar.tokens.len() as TokenId {
        let Some(id) = context.entity(token) else { continue };
        let entity = context.cast.get(id);
        // Guns and aircraft act in a sentence, and agree to nothing.
        let arms = ["artillery", "aircraft", "drone", "missile"];
        if !entity.members.is_empty()
            || !context.is_read(context.sentence(token).block)
            || entity.actor.is_none() && arms.iter().any(|class| events.in_class(context.lemma(token), class))
        {
            continue;
        }
        let side = context.cast.side(id);
        let party = context.cast.get(side);
        if !matches!(party.kind, EntityKind::State | EntityKind::Armed | EntityKind::Body)
            || context.is_place(token)
        {
            continue;
        }
        let group = match party.state.filter(|_| party.kind != EntityKind::Armed) {
            Some(state) => *group_of_state.entry(state).or_insert(side),
            None => side,
        };
        let standing = counts.entry(group).or_default();
        *standing.names.entry(side).or_default() += 1;
        standing.score += 1;
        if party.kind == EntityKind::Armed
            || events.in_class(context.lemma(token), "forces")
            || matches!(context.lemma(token), "army" | "military" | "guerrilla" | "rebel" | "militia")
        {
            standing.fights += 1;
        }
        // Who fires, accuses and denies is a party; who urges and welcomes is not.
        for clause in wording::clauses(context, context.sentence(token)).iter().filter(|clause| {
            clause.subject == Some(token) || clause.agent == Some(token) || clause.object == Some(token)
        }) {
            let lemma = context.lemma(clause.predicate);
            let hostile = events.verbs.get(lemma).is_some_and(|frames| {
                frames.iter().any(|frame| {
                    matches!(events.entries[frame.entry as usize].kind.as_str(), "ASSAULT" | "COERCE")
                })
            });
            if hostile
                || matches!(lemma, "accuse" | "blame" | "deny" | "fight" | "violate" | "break" | "breach")
            {
                standing.score += 2;
                standing.fights += 1;
            } else if matches!(lemma, "sign" | "agree" | "withdraw") {
                standing.score += 2;
            } else if clause.object != Some(token)
                && matches!(
                    lemma,
                    "urge"
                        | "welcome"
                        | "condemn"
                        | "mediate"
                        | "broker"
                        | "host"
                        | "call"
                        | "sponsor"
                        | "guarantee"
                        | "propose"
                )
            {
                standing.score -= 3;
            }
        }
    }
    let mut ranked: Vec<(i32, EntityId)> = counts
        .into_values()
        .filter(|standing| standing.fights > 0 && standing.score > 1)
        .filter_map(|standing| {
            let side = standing
                .names
                .into_iter()
                .max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(&one.0)))?
                .0;
            Some((standing.score + standing.fights, side))
        })
        .collect();
    ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let least = ranked.first().map_or(0, |best| best.0 / 6);
    ranked.into_iter().filter(|(score, _)| *score >= least).map(|(_, id)| id).take(2).collect()
}
