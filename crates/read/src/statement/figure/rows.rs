//! Rows of tables in, figures out: the numbers under "Killed", beside "Killed" or under a heading about it.
//! Cells that tell their measure themselves ("2 wounded") are read as sentences.

use truce_lexicon::load::figures::Figures;

use super::{MEASURES, number};
use crate::document::{Block, BlockKind};
use crate::span::Bytes;
use crate::statement::Context;
use crate::statement::kinds::{Content, Figure, Name, Statement};

/// Draws the figures of all tables, but for cells that hold one of `drawn`.
#[must_use]
pub fn draw(context: &Context<'_>, drawn: &[Bytes]) -> Vec<Statement> {
    let figures = &context.lexicon.tables.figures;
    let mut found = Vec::new();
    let mut table = Table::default();
    let mut heading = None;
    for block in &context.document.blocks {
        match block.kind {
            BlockKind::TableRow if block.header => {
                table = Table {
                    columns: block.cells.iter().map(|cell| column(context, *cell)).collect(),
                    heading,
                };
            }
            BlockKind::TableRow => {
                table.heading = heading;
                row(context, block, &table, drawn, &mut found);
            }
            BlockKind::Title | BlockKind::Furniture | BlockKind::Metadata => {}
            _ => {
                table = Table::default();
                heading = (block.kind != BlockKind::ListItem)
                    .then(|| entry_of(figures, block.span.of(&context.document.text)))
                    .flatten();
            }
        }
    }
    found
}

#[derive(Default)]
struct Table {
    columns: Vec<Column>,
    /// Entry that the words above the table name.
    heading: Option<u16>,
}

/// What a column holds.
enum Column {
    /// Counts of this entry.
    Counts(u16),
    /// Numbers of whatever the heading names.
    Numbers,
    /// A known sort of words: "place", "date", "source".
    Words(String),
    Other,
}

/// Returns the entry whose column words the text holds, the first that is named.
fn entry_of(figures: &Figures, text: &str) -> Option<u16> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > 12 {
        return None;
    }
    let named = |at: usize| {
        figures.entries[at]
            .columns
            .iter()
            .filter_map(|column| words.iter().position(|word| word == column))
            .max()
    };
    // "Civilians killed in attacks": the last word that names an entry stands nearest to the count.
    let of = |at: usize| named(at).map(|place| (place, at));
    let killed_and_injured = words.iter().any(|word| matches!(*word, "killed" | "dead"))
        && words.iter().any(|word| matches!(*word, "injured" | "wounded"));
    if killed_and_injured {
        return figures
            .entries
            .iter()
            .position(|entry| entry.measure == "killed-or-injured")
            .map(|at| at as u16);
    }
    (0..figures.entries.len()).filter_map(of).min().map(|(_, at)| at as u16)
}

fn column(context: &Context<'_>, cell: Bytes) -> Column {
    let figures = &context.lexicon.tables.figures;
    let text = cell.of(&context.document.text);
    if let Some(entry) = entry_of(figures, text) {
        return Column::Counts(entry);
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|ch: char| !ch.is_alphanumeric() && ch != '.').collect();
    let numbers = [
        "persons",
        "people",
        "number",
        "numbers",
        "no.",
        "total",
        "count",
        "individuals",
        "families",
        "households",
        "figure",
        "figures",
    ];
    if words.iter().any(|word| numbers.contains(word)) {
        return Column::Numbers;
    }
    let known = context
        .lexicon
        .tables
        .events
        .columns
        .iter()
        .find(|column| words.iter().any(|word| column.words.iter().any(|known| known == word)));
    known.map_or(Column::Other, |column| Column::Words(column.id.clone()))
}

fn row(context: &Context<'_>, block: &Block, table: &Table, drawn: &[Bytes], found: &mut Vec<Statement>) {
    let figures = &context.lexicon.tables.figures;
    let text = &context.document.text;
    let label = block.cells.first().map_or("", |cell| cell.of(text));
    // "Killed | 12 | 5": the row names the measure.
    let by_row = entry_of(figures, label).filter(|_| block.cells.len() > 1);
    for (at, cell) in block.cells.iter().enumerate() {
        let entry = match table.columns.get(at) {
            Some(Column::Counts(entry)) => Some(*entry),
            Some(Column::Numbers) => table.heading.or(by_row),
            Some(Column::Words(_)) => None,
            Some(Column::Other) | None => by_row.filter(|_| at > 0),
        };
        let Some(entry) = entry else { continue };
        if drawn.iter().any(|known| cell.overlaps(*known)) {
            continue;
        }
        let Some((low, high, approximate)) = value(context, *cell) else { continue };
        let kept = &figures.entries[entry as usize];
        if low == Some(0.0) && !kept.zero {
            continue;
        }
        let Some(measure) = MEASURES.iter().copied().find(|measure| *measure == kept.measure) else {
            continue;
        };
        let words_of = |id: &str| {
            let named = |column: &Column| matches!(column, Column::Words(words) if words == id);
            table
                .columns
                .iter()
                .position(named)
                .and_then(|column| block.cells.get(column))
                .filter(|cell| !cell.of(text).is_empty())
        };
        let first = if at == 1 { block.cells[0] } else { block.cells[at.saturating_sub(1)] };
        let place = words_of("place");
        let when = words_of("date")
            .map(|cell| context.grammar.tokens_in(*cell))
            .and_then(|run| context.time_of(run.start, run.end));
        let speaker = words_of("source")
            .map(|cell| cell.of(text).trim())
            .filter(|words| words.chars().any(char::is_alphabetic))
            .map(Name::plain);
        found.push(Statement {
            anchor: first.join(*cell),
            content: Content::Figure(Figure {
                measure,
                low,
                high,
                approximate,
                of: None,
                place: place.map(|cell| places(context, *cell)).unwrap_or_default(),
                when,
                speaker,
                scope: if words_of("date").is_some() { "incident" } else { "cumulative" },
            }),
            rules: vec![format!("figure/{}", kept.id), "figure/table-cell".to_owned()],
            voice: None,
        });
    }
}

fn places(context: &Context<'_>, cell: Bytes) -> Vec<Name> {
    let run = context.grammar.tokens_in(cell);
    let known = context.place_of(run.start, run.end);
    if known.is_empty() { vec![Name::plain(cell.of(&context.document.text).trim())] } else { known }
}

/// Reads a cell that holds nothing but a number, "none" or "nil", with a remark in brackets at most.
fn value(context: &Context<'_>, cell: Bytes) -> Option<(Option<f64>, Option<f64>, bool)> {
    let run = context.grammar.tokens_in(cell);
    let words = context.grammar.tokens.get(run.start as usize..run.end as usize)?;
    let first = words.first()?;
    if words.len() == 1 && matches!(first.lower.as_str(), "none" | "nil" | "zero") {
        return Some((Some(0.0), Some(0.0), false));
    }
    let number = number::read(words, 0, &context.lexicon.tables.figures)?;
    let rest = words.get(number.end).map_or("", |word| word.form.as_str());
    let whole = matches!(rest, "" | "(" | "*" | "[" | "persons" | "people" | "civilians" | "families");
    whole.then_some((number.low, number.high, number.approximate && number.low == number.high))
}
