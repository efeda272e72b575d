//! Rows of incident tables: what each says happened, where, when and by whom.
//! Tolls in tables are read with all other figures.

use super::context::Context;
use super::event::{Drawn, event_of_words};
use super::kinds::Name;
use crate::document::{Block, BlockKind};
use crate::grammar::TokenId;

/// Draws the events of all table rows.
#[must_use]
pub fn draw(context: &Context<'_>) -> Vec<Drawn> {
    let mut columns: Vec<Option<&str>> = Vec::new();
    let mut drawn = Vec::new();
    let mut last: Option<u32> = None;
    for (at, block) in context.document.blocks.iter().enumerate() {
        if block.kind != BlockKind::TableRow {
            continue;
        }
        // Another table begins where rows do not touch.
        if last.is_some_and(|last| at as u32 > last + 1) {
            columns.clear();
        }
        last = Some(at as u32);
        if block.header {
            columns =
                block.cells.iter().map(|cell| column(context, cell.of(&context.document.text))).collect();
            continue;
        }
        if columns.contains(&Some("event")) {
            drawn.extend(row(context, block, &columns));
        }
    }
    drawn
}

fn column<'a>(context: &'a Context<'_>, head: &str) -> Option<&'a str> {
    let head = head.to_lowercase();
    let words: Vec<&str> =
        head.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|word| !word.is_empty()).collect();
    context
        .lexicon
        .tables
        .events
        .columns
        .iter()
        .find(|column| words.iter().any(|word| column.words.iter().any(|known| known == word)))
        .map(|column| column.id.as_str())
}

fn row(context: &Context<'_>, block: &Block, columns: &[Option<&str>]) -> Option<Drawn> {
    let cell = |id: &str| {
        columns
            .iter()
            .zip(&block.cells)
            .filter(|(column, _)| **column == Some(id))
            .map(|(_, cell)| context.grammar.tokens_in(*cell))
            .find(|tokens| !tokens.is_empty())
    };
    let mut found = None;
    for (_, run) in columns.iter().zip(&block.cells).filter(|(column, _)| **column == Some("event")) {
        let tokens = context.grammar.tokens_in(*run);
        if let Some(event) = event_of_words(context, tokens.start, tokens.end) {
            found = Some(event);
            break;
        }
    }
    let mut drawn = found?;
    let doers = cell("doer").unwrap_or(0..0);
    drawn.doers = doers
        .clone()
        .filter(|&token| {
            let word = &context.grammar.tokens[token as usize];
            let part = doers.contains(&word.head)
                && word.head != token
                && matches!(word.deprel, "compound" | "amod" | "nmod:poss" | "flat");
            context.acts(token) && !part
        })
        .collect::<Vec<TokenId>>();
    drawn.event.who = drawn.doers.iter().flat_map(|&token| context.names(token)).collect();
    drawn.event.who.dedup();
    if let Some(place) = cell("place") {
        let known = context.place_of(place.start, place.end);
        drawn.event.place = if known.is_empty() {
            vec![Name::plain(context.grammar.text(place.start, place.end))]
        } else {
            known
        };
    }
    drawn.event.when =
        cell("date").and_then(|date| context.time_of(date.start, date.end)).or(drawn.event.when);
    drawn.event.status = "reported";
    let first = context.grammar.tokens_in(block.span);
    drawn.tokens = (
        cell("time").or_else(|| cell("place")).map_or(first.start, |tokens| tokens.start).min(drawn.tokens.0),
        doers.end.max(drawn.tokens.1),
    );
    drawn.rules.insert(0, "event/table-row".to_owned());
    Some(drawn)
}
