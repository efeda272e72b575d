//! Nouns in, the events that they name out: by themselves, as the object of a verb that does nothing, in a cell.

use truce_lexicon::load::frames::Frame;

use super::super::clause::{conjuncts, preposition};
use super::super::context::Context;
use super::super::kinds::Event;
use super::finish::finish;
use super::{Drawn, entry};
use crate::grammar::{TokenId, Upos};
use crate::mention::entity::EntityKind;

pub(super) fn noun_frame<'a>(context: &'a Context<'_>, token: TokenId) -> Option<&'a Frame> {
    let word = &context.grammar.tokens[token as usize];
    if !matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj) {
        return None;
    }
    let frames = context
        .lexicon
        .tables
        .events
        .nouns
        .get(&word.lemma)
        .or_else(|| context.lexicon.tables.events.nouns.get(&word.lower))?;
    frames.iter().find(|frame| {
        let length = frame.before.len();
        token as usize >= length
            && frame
                .before
                .iter()
                .zip(&context.grammar.tokens[token as usize - length..token as usize])
                .all(|(wanted, word)| *wanted == word.lower || *wanted == word.lemma)
    })
}

/// The actor that a weapon or event noun belongs to: "Russian jets", "the army's guns".
pub(super) fn owner(context: &Context<'_>, token: TokenId) -> Vec<TokenId> {
    let mut found = Vec::new();
    for &child in context.grammar.children(token) {
        let word = &context.grammar.tokens[child as usize];
        let by = word.deprel == "nmod"
            && matches!(preposition(context.grammar, child).as_str(), "by" | "of" | "from");
        if matches!(word.deprel, "amod" | "nmod:poss" | "compound" | "nmod")
            && (word.deprel != "nmod" || by)
            && context.acts(child)
        {
            found.extend(conjuncts(context.grammar, child));
        }
    }
    if found.is_empty()
        && let Some(id) = context.cast.of(token)
        && context.cast.get(id).body.is_some()
        && context.cast.get(id).kind != EntityKind::Thing
    {
        found.push(token);
    }
    found
}

/// The event that a noun names, with what the noun phrase itself tells.
pub(super) fn noun_event(context: &Context<'_>, token: TokenId) -> Option<Drawn> {
    let frame = noun_frame(context, token)?;
    let entry = entry(context, frame).clone();
    if is_figurative(context, token) {
        return None;
    }
    let mutual = entry.act == "clash" || entry.act == "prisoner-exchange";
    let mut doers = Vec::new();
    let mut victims = Vec::new();
    let mut weapon = None;
    for &child in context.grammar.children(token) {
        let word = &context.grammar.tokens[child as usize];
        let acts = context.acts(child);
        match word.deprel {
            "amod" | "compound" | "nmod:poss" => {
                if acts && context.lexicon.tables.events.act_of_weapon(&word.lemma).is_none() {
                    doers.extend(conjuncts(context.grammar, child));
                }
                weapon =
                    weapon.or(context.lexicon.tables.events.act_of_weapon(&word.lemma).map(str::to_owned));
            }
            "nmod" | "obl" | "obl:agent" => match preposition(context.grammar, child).as_str() {
                "by" | "from" if acts => doers.extend(conjuncts(context.grammar, child)),
                "between" | "with" | "among" if acts && mutual => {
                    doers.extend(conjuncts(context.grammar, child))
                }
                "of" if acts
                    && matches!(
                        entry.act.as_str(),
                        "violation" | "troop-movement" | "withdrawal" | "clash"
                    ) =>
                {
                    doers.extend(conjuncts(context.grammar, child))
                }
                "on" | "against" | "at" | "of" if acts => victims.extend(conjuncts(context.grammar, child)),
                _ => {}
            },
            _ => {}
        }
    }
    let mut event = Event {
        kind: entry.kind.clone(),
        mode: entry.mode.clone(),
        act: entry.act.clone(),
        ..Event::default()
    };
    if let Some(act) = weapon.filter(|_| entry.id == "attack") {
        event.act = act;
    }
    let (start, last) = context.phrase(token);
    Some(Drawn {
        predicate: token,
        tokens: (start, last + 1),
        doers,
        victims,
        event,
        nominal: true,
        rules: vec![format!("event/{}/noun/{}", entry.id, context.lemma(token))],
    })
}

/// "a diplomatic push", "his last engagement": a word of war that tells no violence.
pub(super) fn is_figurative(context: &Context<'_>, token: TokenId) -> bool {
    let events = &context.lexicon.tables.events;
    context.grammar.children(token).iter().any(|&child| {
        let word = &context.grammar.tokens[child as usize];
        match word.deprel {
            "amod" | "compound" => events.in_class(&word.lemma, "figurative"),
            "nmod:poss" => {
                matches!(word.lower.as_str(), "his" | "her" | "my") && context.lemma(token) == "engagement"
            }
            _ => false,
        }
    })
}

/// A noun by itself: an event where the text tells whose, on whom, where, when or how many.
pub(super) fn nominal(context: &Context<'_>, token: TokenId) -> Option<Drawn> {
    let word = &context.grammar.tokens[token as usize];
    if !matches!(word.upos, Upos::Noun | Upos::Propn)
        || matches!(word.deprel, "compound" | "flat" | "nmod:poss")
        || context.is_place(token)
    {
        return None;
    }
    let mut event = noun_event(context, token)?;
    // "fired on a UN patrol": what was done to it is the event.
    let suffers = matches!(word.deprel, "obj" | "obl" | "nsubj:pass" | "nmod")
        || word.deprel == "nsubj" && context.clauses.at(word.head).is_some_and(|clause| clause.passive);
    if word.lemma == "patrol" && suffers && context.acts(token) {
        return None;
    }
    if !matches!(event.event.kind.as_str(), "ASSAULT" | "COERCE" | "RETREAT" | "MOBILIZE") {
        return None;
    }
    // "an exchange of fire near the mill": what is told of the phrase hangs on its first noun.
    let long = noun_frame(context, token).map_or(0, |frame| frame.before.len()) as TokenId;
    let (top, word) = match context.grammar.tokens.get(word.head as usize) {
        Some(above) if word.deprel == "nmod" && word.head < token && token - word.head <= long => {
            (word.head, above)
        }
        _ => (token, word),
    };
    if top != token {
        let (start, last) = context.phrase(top);
        event.tokens = (start, last + 1);
    }
    let children = context.grammar.children(top);
    let determiner = children.iter().map(|&child| context.lower(child)).find(|lower| {
        matches!(
            *lower,
            "the" | "this" | "that" | "these" | "those" | "any" | "such" | "an" | "a" | "no" | "every"
        )
    });
    let counted = children.iter().any(|&child| context.grammar.tokens[child as usize].deprel == "nummod");
    let tells_where = |child: TokenId| {
        let word = &context.grammar.tokens[child as usize];
        matches!(word.deprel, "nmod" | "obl" | "nmod:tmod" | "nmod:unmarked" | "obl:tmod")
            && (context.is_place(child) || context.is_time(child))
    };
    // "the bombing of a station in Olmen on Sunday": also of what it was done to.
    let situated = children.iter().any(|&child| {
        tells_where(child)
            || context.grammar.tokens[child as usize].deprel == "nmod"
                && preposition(context.grammar, child) == "of"
                && context.grammar.children(child).iter().any(|&inner| tells_where(inner))
    });
    if event.doers.is_empty() {
        event.doers.extend(owned_up(context, top));
    }
    let told = !event.doers.is_empty() || !event.victims.is_empty();
    let reported = matches!(word.deprel, "obj" | "nsubj:pass" | "nsubj" | "conj") && {
        let head = context.lemma(word.head);
        matches!(
            head,
            "report"
                | "record"
                | "hear"
                | "see"
                | "confirm"
                | "observe"
                | "witness"
                | "claim"
                | "register"
                | "allege"
                | "document"
                | "erupt"
                | "continue"
                | "be"
        )
    };
    let fits = match determiner {
        Some("any" | "such" | "every") => false,
        Some("the" | "this" | "that" | "these" | "those") => {
            told && (situated || !event.doers.is_empty()) || situated && event.event.act != "other-violence"
        }
        _ => told || situated || counted && word.xpos == "NNS" || reported,
    };
    if !fits || matches!(event.event.act.as_str(), "violation") && !told && !counted && !reported {
        return None;
    }
    finish(context, event, token)
}

/// The event that a few words without a sentence name: a cell, a label.
#[must_use]
pub fn event_of_words(context: &Context<'_>, start: TokenId, end: TokenId) -> Option<Drawn> {
    let events = &context.lexicon.tables.events;
    let named = (start..end).find_map(|token| noun_event(context, token));
    if let Some(mut drawn) = named {
        drawn.tokens = (start, end);
        return Some(drawn);
    }
    // A verb without its arguments ("depot burned"), or a weapon ("howitzer, 8 shells").
    for token in start..end {
        let lemma = context.lemma(token);
        let frame = events.verbs.get(lemma).and_then(|frames| {
            frames.iter().find(|frame| {
                matches!(
                    self::entry(context, frame).kind.as_str(),
                    "ASSAULT" | "COERCE" | "MOBILIZE" | "RETREAT" | "AID"
                )
            })
        });
        let weapon = events.act_of_weapon(lemma);
        let entry = match (frame, weapon) {
            (Some(frame), _) => Some(self::entry(context, frame).clone()),
            (None, Some(act)) => events.entries.iter().find(|entry| entry.act == act).cloned(),
            (None, None) => None,
        };
        if let Some(entry) = entry {
            return Some(Drawn {
                predicate: token,
                tokens: (start, end),
                doers: Vec::new(),
                victims: Vec::new(),
                event: Event {
                    kind: entry.kind,
                    mode: entry.mode,
                    act: entry.act,
                    status: "reported",
                    ..Event::default()
                },
                nominal: true,
                rules: vec![format!("event/{}/words/{lemma}", entry.id)],
            });
        }
    }
    None
}

/// Whoever claims responsibility for what a noun names: "the front claimed responsibility for the bombing".
fn owned_up(context: &Context<'_>, noun: TokenId) -> Option<TokenId> {
    let word = &context.grammar.tokens[noun as usize];
    let owned = matches!(context.lemma(word.head), "responsibility" | "credit") && word.deprel == "nmod";
    let verb = if owned { context.grammar.tokens[word.head as usize].head } else { word.head };
    let clause = context.clauses.at(verb)?;
    let claims = matches!(context.lemma(verb), "claim" | "admit" | "accept" | "take" | "acknowledge")
        && (owned
            || clause.object.is_some_and(|object| {
                object == noun || matches!(context.lemma(object), "responsibility" | "credit")
            }));
    clause.subject.filter(|&subject| claims && !clause.negated && context.acts(subject))
}
