//! Events: what is said to have been done, by whom, to whom, where and when.
//! Predicates come from the lexicon's frames; nouns count only where the text tells something of them.

mod conduct;
mod finish;
mod noun;
mod verb;

use truce_lexicon::load::events::EventEntry;
use truce_lexicon::load::frames::Frame;

use super::agreement::Deal;
use super::context::Context;
use super::kinds::{Content, Event, Name, Statement};
use crate::grammar::TokenId;

use conduct::{asked, demanded, warned};
pub use noun::event_of_words;
use noun::nominal;
use verb::verbal;

/// An event before it becomes a statement, with the tokens it rests on.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The verb or noun.
    pub predicate: TokenId,
    /// First token and one past the last of its words.
    pub tokens: (TokenId, TokenId),
    /// Heads of those who did it.
    pub doers: Vec<TokenId>,
    /// Heads of those it was done to.
    pub victims: Vec<TokenId>,
    /// The event.
    pub event: Event,
    /// Told by a noun.
    pub nominal: bool,
    /// The rules used.
    pub rules: Vec<String>,
}

/// Draws the events of a report.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = Vec::new();
    drawn.extend(super::table::draw(context));
    for sentence in &context.grammar.sentences {
        if !context.is_read(sentence.block) || context.is_table(sentence.block) {
            continue;
        }
        let mut here: Vec<Drawn> = Vec::new();
        let mut used: Vec<TokenId> = Vec::new();
        for token in sentence.start..sentence.end {
            if let Some(clause) = context.clauses.at(token)
                && let Some(event) = verbal(context, clause, &mut used)
            {
                here.push(event);
            }
        }
        for token in sentence.start..sentence.end {
            if !used.contains(&token)
                && let Some(event) = nominal(context, token)
            {
                here.push(event);
            }
        }
        for token in sentence.start..sentence.end {
            if let Some(event) = context.clauses.at(token).and_then(|clause| demanded(context, clause)) {
                here.push(event);
            }
            here.extend(asked(context, token));
            if !here.iter().any(|event| event.predicate == token) {
                here.extend(context.clauses.at(token).and_then(|clause| warned(context, clause)));
            }
        }
        let spoken_of = answered(context, &here);
        here.retain(|event| !spoken_of.contains(&event.predicate));
        here.sort_by_key(|event| event.predicate);
        for event in here {
            drawn.extend(each_of_the_other(context, event));
        }
    }
    // A denial of what the report tells elsewhere is a claim, and no second event.
    let told: Vec<(String, String)> = drawn
        .iter()
        .filter(|event| event.event.status != "denied")
        .map(|event| (event.event.kind.clone(), event.event.act.clone()))
        .collect();
    drawn.retain(|event| {
        event.event.status != "denied"
            || !event.nominal && !told.contains(&(event.event.kind.clone(), event.event.act.clone()))
    });
    let mut drawn = distinct(drawn);
    drawn.sort_by_key(|event| event.predicate);
    drawn
}

/// What is refused or threatened: the refusal or the threat is the event, not the deed.
fn answered(context: &Context<'_>, drawn: &[Drawn]) -> Vec<TokenId> {
    drawn
        .iter()
        .filter(|event| matches!(event.event.kind.as_str(), "REJECT" | "THREATEN"))
        .filter_map(|event| context.clauses.at(event.predicate))
        .flat_map(|clause| clause.complements.iter().copied())
        .collect()
}

/// "accused each other of shelling": one event for each side, done by the other.
fn each_of_the_other(context: &Context<'_>, drawn: Drawn) -> Vec<Drawn> {
    let Some(speech) =
        context.voices.inner(drawn.predicate).filter(|speech| speech.mutual && speech.speakers.len() == 2)
    else {
        return vec![drawn];
    };
    let names: Vec<Name> = speech.speakers.iter().map(|&id| context.name(id, speech.cue)).collect();
    [(0, 1), (1, 0)]
        .into_iter()
        .map(|(doer, victim)| {
            let mut drawn = drawn.clone();
            drawn.event.who = vec![names[doer].clone()];
            drawn.event.whom = vec![names[victim].clone()];
            drawn
        })
        .collect()
}

/// "The pact was signed on Tuesday": those who did it are the parties that the report names elsewhere.
pub fn sign(context: &Context<'_>, drawn: &mut [Drawn], deals: &[Deal]) {
    for drawn in drawn.iter_mut() {
        let told = matches!(drawn.event.status, "reported" | "alleged" | "claimed");
        if drawn.event.kind != "AGREE" || !drawn.event.who.is_empty() || !told {
            continue;
        }
        let clause = context.clauses.at(drawn.predicate);
        let object = clause.and_then(|clause| clause.object);
        let named = |deal: &&Deal| {
            deal.mentions
                .iter()
                .any(|mention| Some(mention.head) == object || mention.head == drawn.predicate)
        };
        let Some(deal) = deals.iter().find(named) else { continue };
        if deal.agreement.parties.len() > 1 {
            drawn.event.who.clone_from(&deal.agreement.parties);
            drawn.rules.push("event/agree/parties".to_owned());
        }
    }
}

/// Turns drawn events into statements.
#[must_use]
pub fn statements(context: &Context<'_>, drawn: &[Drawn]) -> Vec<Statement> {
    drawn
        .iter()
        .map(|drawn| Statement {
            anchor: context.quote(drawn.tokens.0, drawn.tokens.1),
            content: Content::Event(drawn.event.clone()),
            rules: drawn.rules.clone(),
            voice: None,
        })
        .collect()
}

pub(super) fn entry<'a>(context: &'a Context<'_>, frame: &Frame) -> &'a EventEntry {
    &context.lexicon.tables.events.entries[frame.entry as usize]
}

pub(super) fn unique(names: Vec<Name>) -> Vec<Name> {
    let mut kept: Vec<Name> = Vec::new();
    for name in names {
        if !kept.iter().any(|known| known.name == name.name) {
            kept.push(name);
        }
    }
    kept
}

/// Drops events that only say again what was said before.
fn distinct(drawn: Vec<Drawn>) -> Vec<Drawn> {
    let mut kept: Vec<Drawn> = Vec::new();
    for event in drawn {
        let again = kept.iter().rev().take(200).any(|known| {
            let (one, other) = (&known.event, &event.event);
            let same = one.kind == other.kind && one.act == other.act && one.status == other.status;
            let who = same_names(&one.who, &other.who, event.nominal);
            let place = same_names(&one.place, &other.place, event.nominal);
            let when =
                one.when == other.when || event.nominal && (one.when.is_none() || other.when.is_none());
            same && who && place && when && (event.nominal || same_names(&one.whom, &other.whom, false))
        });
        if !again {
            kept.push(event);
        }
    }
    kept
}

fn same_names(one: &[Name], other: &[Name], lenient: bool) -> bool {
    if lenient && (one.is_empty() || other.is_empty()) {
        return true;
    }
    one.len() == other.len() && one.iter().all(|name| other.iter().any(|known| known.name == name.name))
}
