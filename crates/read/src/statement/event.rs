//! Events: what is said to have been done, by whom, to whom, where and when.
//! Predicates come from the lexicon's frames; nouns count only where the text tells something of them.

use truce_lexicon::load::events::{EventEntry, Events};
use truce_lexicon::load::frames::Frame;

use super::clause::{Clause, conjuncts, preposition};
use super::context::{Context, PlaceUse};
use super::frame::fitting;
use super::kinds::{Content, Event, Name, Statement};
use super::status::{Realis, realis};
use crate::grammar::{TokenId, Upos};
use crate::mention::entity::EntityKind;

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
        }
        let spoken_of = answered(context, &here);
        here.retain(|event| !spoken_of.contains(&event.predicate));
        here.sort_by_key(|event| event.predicate);
        for event in here {
            drawn.extend(each_of_the_other(context, event));
        }
    }
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

/// "Oster must open the wells, the guild said": a party says what another has to do.
fn demanded(context: &Context<'_>, clause: &Clause) -> Option<Drawn> {
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

/// The frames of a verb; of one that says "again" ("reimpose", "re-open"), those of the verb without it.
fn frames_of<'a>(events: &'a Events, lemma: &str) -> Option<&'a Vec<Frame>> {
    let again = || {
        let bare =
            lemma.strip_prefix("re-").or_else(|| lemma.strip_prefix("re")).filter(|bare| bare.len() > 3)?;
        events.verbs.get(bare)
    };
    events.verbs.get(lemma).or_else(again)
}

fn entry<'a>(context: &'a Context<'_>, frame: &Frame) -> &'a EventEntry {
    &context.lexicon.tables.events.entries[frame.entry as usize]
}

/// Verbs that do nothing by themselves: the event is their object.
fn is_light(lemma: &str, particle: Option<&str>) -> bool {
    matches!(
        (lemma, particle),
        ("carry", Some("out"))
            | (
                "conduct"
                    | "launch"
                    | "mount"
                    | "stage"
                    | "commit"
                    | "perpetrate"
                    | "undertake"
                    | "make"
                    | "open"
                    | "resume"
                    | "continue"
                    | "begin"
                    | "start"
                    | "wage"
                    | "unleash"
                    | "stop"
                    | "halt"
                    | "suspend"
                    | "end"
                    | "step"
                    | "intensify"
                    | "repeat"
                    | "order"
                    | "impose"
                    | "declare"
                    | "effect"
                    | "execute"
                    | "complete"
                    | "pursue"
                    | "renew",
                _
            )
    )
}

/// Verbs by which an event noun as subject is told: "shelling killed", "strikes hit".
fn tells_subject(lemma: &str) -> bool {
    matches!(
        lemma,
        "kill"
            | "wound"
            | "injure"
            | "hit"
            | "strike"
            | "shake"
            | "rock"
            | "destroy"
            | "damage"
            | "target"
            | "continue"
            | "resume"
            | "intensify"
            | "erupt"
            | "break"
            | "occur"
            | "take"
            | "follow"
            | "begin"
            | "start"
            | "leave"
            | "claim"
            | "cost"
            | "cause"
            | "drive"
            | "force"
            | "spread"
            | "rage"
            | "flare"
            | "happen"
            | "displace"
            | "hurt"
            | "last"
            | "level"
            | "set"
            | "burn"
            | "pound"
            | "blow"
            | "be"
            | "go"
            | "fall"
            | "land"
            | "come"
            | "cut"
    )
}

fn noun_frame<'a>(context: &'a Context<'_>, token: TokenId) -> Option<&'a Frame> {
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

fn verbal(context: &Context<'_>, clause: &Clause, used: &mut Vec<TokenId>) -> Option<Drawn> {
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
    if let Some((noun, _)) = subject_noun.filter(|_| tells_subject(&word.lemma)) {
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
        return finish(context, event, clause.predicate);
    }
    // "carried out strikes": the object is the event.
    if is_light(&word.lemma, particle)
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
            if let Some(act) = events.act_of_weapon(context.lemma(token)) {
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
        if let Some(victim) = victim.filter(|&victim| context.acts(victim)) {
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
    if matches!(entry.kind.as_str(), "SUPPORT" | "AGREE")
        && (dated || matches!(clause.relation, "acl" | "advcl"))
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
        if participle || doers.is_empty() && weapon.is_none() {
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
    if let Some(act) = weapon
        && matches!(
            entry.id.as_str(),
            "attack" | "killing" | "violence" | "shooting" | "bombing" | "violation"
        )
        && (entry.id != "shooting" || act != "bombing")
    {
        event.act = act;
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

/// The act that a word before a noun tells: "a car bomb explosion", "a mine blast".
fn means_beside(context: &Context<'_>, noun: TokenId) -> Option<String> {
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
fn is_open(act: &str) -> bool {
    matches!(act, "other-violence" | "ground-attack")
}

/// Those who act through a subject, and the act that its weapons tell: "its war planes" are flown by their owner.
fn wielders(context: &Context<'_>, subject: TokenId) -> (Vec<TokenId>, Option<String>) {
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

/// Whom conduct is aimed at where no phrase of the verb names him: the one who is to do what is demanded, whose offer is
/// rejected, with whom ties are cut.
fn addressed(context: &Context<'_>, clause: &Clause, doers: &[TokenId]) -> Vec<TokenId> {
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
fn meets_kind(
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
            !doers.is_empty()
                && (addressed()
                    || clause.object.is_some_and(placed)
                    || clause.obliques.iter().any(|oblique| {
                        oblique.preposition == "to"
                            || matches!(oblique.preposition.as_str(), "in" | "at" | "for")
                                && placed(oblique.head)
                    }))
        }
        "AGREE" | "REJECT" | "THREATEN" | "CONCEDE" => !doers.is_empty() || clause.passive,
        "MOBILIZE" | "RETREAT" => !doers.is_empty() || clause.object.is_some(),
        _ => true,
    }
}

/// The actor that stands beside a noun which names none: "his successor, Ada Lorn,".
fn apposed(context: &Context<'_>, token: TokenId) -> Option<TokenId> {
    context
        .grammar
        .children(token)
        .iter()
        .copied()
        .find(|&child| context.grammar.tokens[child as usize].deprel == "appos" && context.acts(child))
}

/// The actor that a weapon or event noun belongs to: "Russian jets", "the army's guns".
fn owner(context: &Context<'_>, token: TokenId) -> Vec<TokenId> {
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
fn noun_event(context: &Context<'_>, token: TokenId) -> Option<Drawn> {
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
fn is_figurative(context: &Context<'_>, token: TokenId) -> bool {
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
fn nominal(context: &Context<'_>, token: TokenId) -> Option<Drawn> {
    let word = &context.grammar.tokens[token as usize];
    if !matches!(word.upos, Upos::Noun | Upos::Propn)
        || matches!(word.deprel, "compound" | "flat" | "nmod:poss")
        || context.is_place(token)
    {
        return None;
    }
    let event = noun_event(context, token)?;
    if !matches!(event.event.kind.as_str(), "ASSAULT" | "COERCE" | "RETREAT" | "MOBILIZE") {
        return None;
    }
    let children = context.grammar.children(token);
    let determiner = children.iter().map(|&child| context.lower(child)).find(|lower| {
        matches!(
            *lower,
            "the" | "this" | "that" | "these" | "those" | "any" | "such" | "an" | "a" | "no" | "every"
        )
    });
    let counted = children.iter().any(|&child| context.grammar.tokens[child as usize].deprel == "nummod");
    let situated = children.iter().any(|&child| {
        let word = &context.grammar.tokens[child as usize];
        matches!(word.deprel, "nmod" | "obl" | "nmod:tmod" | "nmod:unmarked" | "obl:tmod")
            && (context.is_place(child) || context.is_time(child))
    });
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

/// Fills in status, names, place and time.
fn finish(context: &Context<'_>, mut drawn: Drawn, at: TokenId) -> Option<Drawn> {
    let (mut start, mut end) = drawn.tokens;
    // Long clauses are cut at a comma outside their core.
    if end - start > 28 {
        start = start.max(at.saturating_sub(14));
        end = end.min(at + 15);
    }
    drawn.tokens = (start, end);
    let realis = realis(context, at);
    let inner = context.voices.inner(at);
    if let Some(inner) = inner
        && context.lexicon.tables.cues.entry(inner.entry).stance == "denies"
        && !inner.negated
    {
        return None;
    }
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
        _ if threat => "threatened",
        Realis::NotDone => "not-done",
        Realis::Planned => {
            if conditional_threat(context, at, &drawn) {
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

/// Names that nobody knows, behind words that lead to a place: "from Kolvar".
fn unknown_places(context: &Context<'_>, start: TokenId, end: TokenId) -> Vec<Name> {
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

/// "If they cross, we will burn the bridge": a plan to harm under a condition is a threat.
fn conditional_threat(context: &Context<'_>, at: TokenId, drawn: &Drawn) -> bool {
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
    condition && (first_person || warned)
}

fn unique(names: Vec<Name>) -> Vec<Name> {
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
