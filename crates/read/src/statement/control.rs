//! Clauses and compounds in, statements of control out: who holds what, and how much of it.
//! Tells what is held at the time of the report; taking a place is an event.

use super::clause::{Clause, conjuncts, preposition};
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
                found.extend(
                    of_compound(context, token, sentence.end)
                        .or_else(|| of_phrase(context, token, sentence.end)),
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
    let holder = if clause.passive {
        clause.agent.map(|agent| sides(context, agent)).unwrap_or_default()
    } else {
        clause.subject.map(|subject| sides(context, subject)).unwrap_or_default()
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
    let events = &context.lexicon.tables.events;
    let noun = events.in_class(lemma, "territory")
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
        );
    let named = context.places.iter().any(|place| place.start <= head && head < place.end);
    let amount = matches!(
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
    ) && context.grammar.children(head).iter().any(|&child| {
        context.grammar.tokens[child as usize].deprel == "nmod"
            && preposition(context.grammar, child) == "of"
            && territory(context, child)
    });
    noun || amount
        || named
        || context.cast.of(head).is_some_and(|id| {
            matches!(context.cast.get(id).kind, EntityKind::Named)
                && context.grammar.tokens[head as usize].upos == Upos::Propn
        })
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
