//! Rows of incident tables: what each says happened, where, when and by whom.
//! Tolls in tables are read with all other figures.

use jiff::civil::Date;

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

/// Reads a cell that gives a day and a month without a year: "13/05", "17.5.", "16-17/05". Of day first and month
/// first the reading is meant that lies closest before the day of the report.
#[must_use]
pub fn days(cell: &str, reference: Date) -> Option<(Date, Date)> {
    // "5.9" is the number of a row; a day is written "5.9." or "5/9".
    let cell = cell.trim();
    let (first, last) = cell.split_once('/').or_else(|| cell.strip_suffix('.')?.split_once('.'))?;
    let (from, to) = first.split_once(['-', '\u{2013}']).unwrap_or((first, first));
    let number = |text: &str| -> Option<i8> {
        (!text.is_empty() && text.len() <= 2).then(|| text.parse().ok()).flatten()
    };
    let (from, to, last) = (number(from)?, number(to)?, number(last)?);
    let before = |day: i8, month: i8| {
        [reference.year(), reference.year() - 1]
            .into_iter()
            .filter_map(|year| Date::new(year, month, day).ok())
            .find(|day| *day <= reference)
    };
    let day_first = before(from, last).zip(before(to, last));
    let month_first = (from == to).then(|| before(last, from)).flatten().map(|day| (day, day));
    let distance = |days: &(Date, Date)| (reference - days.1).get_days();
    let found = [day_first, month_first].into_iter().flatten().min_by_key(distance)?;
    (distance(&found) <= 200 && found.0 <= found.1).then_some(found)
}

fn written((from, to): (Date, Date)) -> String {
    if from == to { from.to_string() } else { format!("{from}/{to}") }
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
    drawn.event.when = cell("date")
        .and_then(|date| {
            let words = context.grammar.span(date.start, date.end).of(&context.document.text);
            context
                .time_of(date.start, date.end)
                .or_else(|| days(words, context.document.date?.day).map(written))
        })
        .or(drawn.event.when);
    drawn.event.status = "reported";
    let first = context.grammar.tokens_in(block.span);
    drawn.tokens = (
        cell("time").or_else(|| cell("place")).map_or(first.start, |tokens| tokens.start).min(drawn.tokens.0),
        doers.end.max(drawn.tokens.1),
    );
    drawn.rules.insert(0, "event/table-row".to_owned());
    Some(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_cells() {
        let reference = Date::constant(1977, 5, 20);
        for (cell, days) in [
            ("13/05", Some("1977-05-13")),
            ("17.5.", Some("1977-05-17")),
            ("16-17/05", Some("1977-05-16/1977-05-17")),
            ("05/25", None),
            ("31/12", Some("1976-12-31")),
            ("1/9", Some("1977-01-09")),
            ("5.9", None),
            ("5 km", None),
            ("3/200", None),
        ] {
            assert_eq!(super::days(cell, reference).map(written).as_deref(), days, "{cell}");
        }
    }
}
