//! A count and what a wording counts in, whether it takes it out.
//! Finds no counts.

use truce_lexicon::load::figures::Of;

use super::{Count, Kind};
use crate::mention::entity::EntityKind;
use crate::statement::Context;

/// Says whether a wording takes what is counted.
#[must_use]
pub fn takes(context: &Context<'_>, of: &Of, count: &Count, noun: Option<usize>) -> bool {
    if of.zero {
        return count.kind == Kind::Zero;
    }
    if of.words.is_empty() {
        return true;
    }
    let figures = &context.lexicon.tables.figures;
    let Some(head) = noun else {
        // A bare number stands for whatever the wording counts; a bare "nobody" for people.
        return of.except
            || count.kind != Kind::Zero
            || of.words.iter().any(|word| word == "zero" || word == "$civilians" || word == "$people");
    };
    let word = context.grammar.tokens[head].lower.as_str();
    let among = figures.among(word, &of.words);
    if of.except {
        return !among;
    }
    among
        || of.words.iter().any(|word| {
            word.starts_with("$people") || word.starts_with("$civilians") || word.starts_with("$forces")
        }) && !figures.in_class(word, "things")
            && is_people(context, head)
}

/// Says whether a noun that the lexicon does not list means people: by its ending or its actor.
fn is_people(context: &Context<'_>, head: usize) -> bool {
    let word = &context.grammar.tokens[head];
    if context.lexicon.tables.figures.in_class(&word.lower, "people")
        || word.lower.ends_with("men")
        || word.lower.ends_with("women")
    {
        return true;
    }
    let named = context.cast.of(head as u32).is_some_and(|id| {
        matches!(
            context.cast.get(id).kind,
            EntityKind::State
                | EntityKind::Armed
                | EntityKind::Body
                | EntityKind::Civilians
                | EntityKind::Person
                | EntityKind::Parties
                | EntityKind::Speakers
        )
    });
    named && !context.is_place(head as u32)
}
