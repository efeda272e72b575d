//! Clauses and compounds in, statements of control out: who holds what, and how much of it.
//! Tells what is held at the time of the report; taking a place is an event.

use super::clause::{Clause, Tense, conjuncts};
use super::context::Context;
use super::kinds::{Content, Control, Name, Statement};
use super::status::{Realis, of_clause};
use super::wording::{self, named_list, sides};
use crate::grammar::{TokenId, Upos};
use crate::mention::entity::EntityKind;

/// Draws who holds what.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    for clause in &context.clauses.all {
        if context.is_read(context.sentence(clause.predicate).block) {
            found.extend(of_verb(context, clause));
        }
    }
    for &sentence in &context.grammar.sentences {
        if context.is_read(sentence.block) {
            for token in sentence.start..sentence.end {
                let more = of_compound(context, token, sentence.end)
                    .or_else(|| of_phrase(context, token, sentence.end))
                    .or_else(|| of_noun(context, token));
                found.extend(
                    more.filter(|more| !found.iter().any(|known| known.anchor.overlaps(more.anchor))),
                );
            }
        }
    }
    distinct(found)
}

fn verbs<'a>(context: &'a Context<'_>, id: &str) -> &'a [String] {
    context.lexicon.tables.deals.control.iter().find(|cue| cue.id == id).map_or(&[], |cue| &cue.verbs)
}

fn extents<'a>(context: &'a Context<'_>) -> &'a [String] {
    context.lexicon.tables.deals.control.iter().find(|cue| cue.id == "extent").map_or(&[], |cue| &cue.phrases)
}

/// "The front holds most of Tarsk", "the port is held by the front", "has seized the hills".
fn of_verb(context: &Context<'_>, clause: &Clause) -> Vec<Statement> {
    let lemma = context.lemma(clause.predicate).to_owned();
    let lasting = verbs(context, "lasting").contains(&lemma) || matches!(lemma.as_str(), "keep");
    let taking = verbs(context, "taking").contains(&lemma);
    if !lasting && !(taking && perfect(context, clause)) {
        return Vec::new();
    }
    let realis = of_clause(context, clause);
    if !matches!(realis, Realis::Told | Realis::Hedged)
        && !(realis == Realis::Planned && matches!(lemma.as_str(), "keep" | "retain"))
    {
        return Vec::new();
    }
    let Some(object) = clause.object else { return Vec::new() };
    // Told in the past, to occupy is an act.
    if lemma == "occupy" && clause.tense == Tense::Past && !clause.passive && !perfect(context, clause) {
        return Vec::new();
    }
    let holder = if clause.passive {
        clause.agent.map(|agent| sides(context, agent)).unwrap_or_default()
    } else {
        clause
            .subject
            .or_else(|| first_actor(context, clause))
            .map(|subject| sides(context, subject))
            .unwrap_or_default()
    };
    let Some(holder) = holder.into_iter().next() else { return Vec::new() };
    let clause_words = context.clause_tokens(clause);
    let mut whole: Vec<Name> = Vec::new();
    let mut found = Vec::new();
    let mut make = |place: Vec<Name>, extent: Option<String>, words: (TokenId, TokenId)| {
        found.push(statement(context, holder.clone(), place, extent, words, format!("control/{lemma}")));
    };
    for head in conjuncts(context.grammar, object) {
        if !territory(context, head) {
            continue;
        }
        let (first, last) = own_phrase(context, head);
        let (place, extent) = held(context, first, last + 1);
        match extent {
            None => whole.push(place),
            Some(extent) => make(vec![place], Some(extent), (clause_words.0, clause_words.1.max(last + 1))),
        }
    }
    if !whole.is_empty() {
        make(whole, None, clause_words);
    }
    found
}

/// The actor at the head of the sentence, where an apposition parted it from its verb.
fn first_actor(context: &Context<'_>, clause: &Clause) -> Option<TokenId> {
    let sentence = context.sentence(clause.predicate);
    if !matches!(clause.tense, Tense::Present | Tense::Past)
        || clause.relation != "root" && clause.relation != "conj"
    {
        return None;
    }
    (sentence.start..clause.predicate.min(sentence.start + 8)).find(|&token| {
        context.acts(token)
            && context.lower(token + 1) != "'s"
            && !context.grammar.tokens[token as usize].deprel.starts_with("nmod")
    })
}

/// "has taken", "have seized": the perfect tells of what is held now.
fn perfect(context: &Context<'_>, clause: &Clause) -> bool {
    context.grammar.children(clause.predicate).iter().any(|&child| {
        let word = &context.grammar.tokens[child as usize];
        word.deprel == "aux" && matches!(word.lower.as_str(), "has" | "have" | "'ve")
    })
}

/// Says whether the phrase is land: a place, a word for territory, or an amount of it.
fn territory(context: &Context<'_>, head: TokenId) -> bool {
    let lemma = context.lemma(head);
    let noun = land(context, head);
    let counted = context.grammar.tokens[head as usize].upos == Upos::Num
        || matches!(
            lemma,
            "most"
                | "much"
                | "half"
                | "part"
                | "all"
                | "third"
                | "quarter"
                | "percent"
                | "bulk"
                | "rest"
                | "majority"
                | "swathe"
                | "whole"
                | "dozen"
                | "cent"
                | "chunk"
                | "portion"
                | "%"
                | "area"
        );
    let end = context.sentence(head).end.min(head + 6);
    let amount = counted
        && (context.lower(head + 1) == "of" || context.grammar.tokens[head as usize].upos != Upos::Num)
        && (head + 1..end)
            .take_while(|&token| !wording::parts(context, token))
            .any(|token| !matches!(context.lemma(token), "most" | "part" | "all") && land(context, token));
    noun || amount
        || context.cast.of(head).is_some_and(|id| {
            matches!(context.cast.get(id).kind, EntityKind::Named)
                && context.grammar.tokens[head as usize].upos == Upos::Propn
        })
}

/// Says whether the noun is land by itself: a place or a word for territory.
fn land(context: &Context<'_>, token: TokenId) -> bool {
    let lemma = context.lemma(token);
    context.place_at(token).is_some()
        || context.lexicon.tables.events.in_class(lemma, "territory")
        || matches!(
            lemma,
            "border"
                | "north"
                | "south"
                | "east"
                | "west"
                | "northwest"
                | "northeast"
                | "southwest"
                | "southeast"
                | "centre"
                | "center"
                | "land"
                | "ground"
                | "enclave"
                | "terrain"
                | "country"
                | "coast"
                | "road"
                | "valley"
                | "island"
                | "suburb"
                | "quarter"
                | "neighbourhood"
                | "neighborhood"
                | "strip"
                | "field"
                | "refinery"
                | "square"
                | "pocket"
                | "countryside"
                | "capital"
                | "shore"
                | "bank"
                | "everything"
                | "crossroads"
                | "kilometre"
                | "kilometer"
                | "mile"
                | "province"
                | "heights"
                | "line"
                | "trench"
                | "ridge"
                | "barracks"
                | "headquarters"
        )
}

/// A conjunct's words without the conjuncts after it.
fn own_phrase(context: &Context<'_>, head: TokenId) -> (TokenId, TokenId) {
    let (first, mut last) = context.phrase(head);
    for &child in context.grammar.children(head) {
        let word = &context.grammar.tokens[child as usize];
        if child > head && word.deprel == "conj" {
            last = last.min(context.grammar.subtree(child).0.saturating_sub(1)).max(head);
        }
    }
    (first, last.min(first + 16).max(head))
}

/// The place held and how much of it.
fn held(context: &Context<'_>, first: TokenId, end: TokenId) -> (Name, Option<String>) {
    let mut start = first;
    while start + 1 < end
        && matches!(context.grammar.tokens[start as usize].upos, Upos::Cconj | Upos::Adp | Upos::Punct)
    {
        start += 1;
    }
    let mut extent = None;
    for at in start..end.min(start + 4) {
        if let Some((to, phrase)) = wording::longest(context, at, end, extents(context)) {
            // "all" and the like inside a phrase of its own words.
            extent = Some(phrase.trim_end_matches(" of").trim_start_matches("the whole").to_owned())
                .map(|phrase: String| if phrase.is_empty() { "the whole".to_owned() } else { phrase });
            start = to.min(end - 1);
            break;
        }
    }
    while start + 1 < end
        && (matches!(context.lower(start), "the" | "a" | "an" | "of" | ",")
            || context.grammar.tokens[start as usize].upos == Upos::Det)
    {
        start += 1;
    }
    if end > start + 1 && wording::is(context, end - 1, &[",", "and", "."]) {
        return held_name(context, start, end - 1, extent);
    }
    held_name(context, start, end, extent)
}

fn held_name(
    context: &Context<'_>,
    start: TokenId,
    end: TokenId,
    extent: Option<String>,
) -> (Name, Option<String>) {
    let mut name = Name::plain(context.grammar.text(start, end));
    for place in context.places_in(start, end) {
        name.also.push(place.name.name.clone());
        name.also.extend(place.name.also.iter().cloned());
    }
    (name, extent)
}

/// "rebel-held Tarsk", "government-controlled areas of Olmen".
fn of_compound(context: &Context<'_>, token: TokenId, end: TokenId) -> Option<Statement> {
    let compound = context.lexicon.tables.deals.control.iter().find(|cue| cue.id == "compound")?;
    if token < 2
        || context.lower(token - 1) != "-"
        || !compound.nouns.iter().any(|word| word == context.lower(token))
    {
        return None;
    }
    let holder = super::agreement::adjective_name(context, token - 2)
        .unwrap_or_else(|| Name::plain(context.grammar.tokens[token as usize - 2].form.clone()));
    let place =
        context.places.iter().find(|place| place.start > token && place.start < end.min(token + 6))?;
    let between = (token + 1..place.start).all(|token| {
        !wording::parts(context, token) && context.grammar.tokens[token as usize].upos != Upos::Verb
    });
    between.then(|| {
        let name = Name {
            name: context.grammar.text(token + 1, place.end),
            also: std::iter::once(place.name.name.clone()).chain(place.name.also.iter().cloned()).collect(),
        };
        statement(context, holder, vec![name], None, (token - 2, place.end), "control/compound".to_owned())
    })
}

/// "Olmen is in the hands of the front", "areas under the control of the army".
fn of_phrase(context: &Context<'_>, token: TokenId, end: TokenId) -> Option<Statement> {
    let phrases = &context.lexicon.tables.deals.control.iter().find(|cue| cue.id == "held-by")?.phrases;
    let (to, phrase) = wording::longest(context, token, end, phrases)?;
    let (holders, last) = named_list(context, to, end);
    let holder = holders.into_iter().next()?;
    let sentence = context.sentence(token);
    // The land: the noun phrase right before, or the subject of the clause.
    let head =
        (sentence.start..token).rev().take(12).take_while(|&token| !wording::parts(context, token)).find(
            |&token| {
                !context.grammar.tokens[token as usize].deprel.starts_with("aux")
                    && territory(context, token)
                    && matches!(
                        context.grammar.tokens[token as usize].upos,
                        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num
                    )
            },
        )?;
    let (first, _) = own_phrase(context, head);
    let (place, extent) = held(context, first.max(head.saturating_sub(8)), head + 1);
    Some(statement(
        context,
        holder,
        vec![place],
        extent,
        (first.max(head.saturating_sub(8)), last),
        format!("control/phrase/{}", phrase.replace(' ', "-")),
    ))
}

/// "is in control of the port", "has full control of Olmen", "under army control", "in rebel hands".
fn of_noun(context: &Context<'_>, token: TokenId) -> Option<Statement> {
    let sentence = context.sentence(token);
    let tokens = &context.grammar.tokens;
    let before =
        |back: TokenId| if token >= sentence.start + back { context.lower(token - back) } else { "" };
    match context.lower(token) {
        "control" | "possession" if context.lower(token + 1) == "of" => {
            let clause = context.clauses.around(context.grammar, token)?;
            let keeps = wording::is(
                context,
                clause.predicate,
                &["be", "have", "keep", "retain", "remain", "maintain", "hold", "control", "possession"],
            ) || perfect(context, clause);
            if !keeps
                || clause.negated
                || !matches!(of_clause(context, clause), Realis::Told | Realis::Hedged)
                || before(1) == "lost"
            {
                return None;
            }
            let holder = clause
                .subject
                .map(|subject| sides(context, subject))
                .and_then(|names| names.into_iter().next())?;
            let head = (token + 2..sentence.end.min(token + 8))
                .take_while(|&token| !wording::parts(context, token))
                .find(|&token| territory(context, token))?;
            let (_, last) = own_phrase(context, head);
            let (place, extent) = held(context, token + 2, last + 1);
            let (first, _) = context.clause_tokens(clause);
            Some(statement(
                context,
                holder,
                vec![place],
                extent,
                (first.max(token.saturating_sub(14)), last + 1),
                "control/in-control".to_owned(),
            ))
        }
        "control" | "hands" | "rule" | "occupation"
            if matches!(before(2), "under" | "in") || matches!(before(3), "under" | "in") =>
        {
            let from = if matches!(before(2), "under" | "in") { token - 1 } else { token - 2 };
            let holder = (from..token)
                .rev()
                .find_map(|token| {
                    super::agreement::adjective_name(context, token).or_else(|| {
                        context.acts(token).then(|| Name::plain(tokens[token as usize].form.clone()))
                    })
                })
                .or_else(|| {
                    wording::is(
                        context,
                        token - 1,
                        &[
                            "rebel",
                            "government",
                            "army",
                            "militia",
                            "insurgent",
                            "guerrilla",
                            "opposition",
                            "separatist",
                        ],
                    )
                    .then(|| Name::plain(tokens[token as usize - 1].form.clone()))
                })?;
            let head = (sentence.start..from)
                .rev()
                .take(10)
                .take_while(|&token| !wording::parts(context, token))
                .find(|&token| territory(context, token))?;
            let negated = context.clauses.around(context.grammar, token).is_some_and(|clause| clause.negated);
            let (first, _) = own_phrase(context, head);
            let first = first.max(head.saturating_sub(8));
            let (place, extent) = held(context, first, head + 1);
            (!negated).then(|| {
                statement(
                    context,
                    holder,
                    vec![place],
                    extent,
                    (first, token + 1),
                    "control/under-control".to_owned(),
                )
            })
        }
        _ => None,
    }
}

fn statement(
    context: &Context<'_>,
    holder: Name,
    place: Vec<Name>,
    extent: Option<String>,
    words: (TokenId, TokenId),
    rule: String,
) -> Statement {
    Statement {
        anchor: context.quote(words.0, words.1),
        content: Content::Control(Control { holder: Some(holder), place, extent }),
        rules: vec![rule],
        voice: None,
    }
}

fn distinct(found: Vec<Statement>) -> Vec<Statement> {
    let mut kept: Vec<Statement> = Vec::new();
    for statement in found {
        let again = kept.iter().any(|known| match (&known.content, &statement.content) {
            (Content::Control(one), Content::Control(other)) => one == other,
            _ => false,
        });
        if !again {
            kept.push(statement);
        }
    }
    kept
}

impl PartialEq for Control {
    fn eq(&self, other: &Self) -> bool {
        self.holder == other.holder && self.place == other.place && self.extent == other.extent
    }
}
