//! Rows with named cells and their places in a file: what every format is read into.
//! Understands no cell; that is for `value` and `draw`.

use std::collections::HashMap;

use geo::Geometry;
use truce_read::span::Bytes;

/// One cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cell {
    /// What it says, without quotes and outer white space.
    pub text: String,
    /// Where it stands in the decoded text, if it stands there as it is.
    pub run: Option<Bytes>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    /// Its first line, from 1; of a file without lines, its number.
    pub line: u32,
    /// Where it stands in the decoded text.
    pub run: Bytes,
    /// Its cells in order of the columns; cells at the end may be missing.
    pub cells: Vec<Cell>,
    /// Its shape, if the format has shapes.
    pub shape: Option<Geometry<f64>>,
    /// What keeps it from being read: what is wrong, and what to do.
    pub fault: Option<(String, &'static str)>,
}

/// A file as rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Names of the columns as the file has them.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    index: HashMap<String, usize>,
}

/// Name of a column without what differs between releases: case, blanks and punctuation.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            plain.extend(letter.to_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('_') {
            plain.push('_');
        }
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

impl Table {
    /// Makes a table.
    pub fn new(columns: Vec<String>, rows: Vec<Row>) -> Self {
        let mut index = HashMap::new();
        for (at, column) in columns.iter().enumerate() {
            // Of two columns with one name, the first is meant.
            index.entry(plain(column)).or_insert(at);
        }
        Self { columns, rows, index }
    }

    /// Makes a table of rows that name their own cells.
    pub fn of_named(rows: Vec<(Row, Vec<(String, Cell)>)>) -> Self {
        let mut columns: Vec<String> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let rows = rows
            .into_iter()
            .map(|(mut row, named)| {
                for (name, cell) in named {
                    let at = *known.entry(plain(&name)).or_insert_with(|| {
                        columns.push(name);
                        columns.len() - 1
                    });
                    if row.cells.len() <= at {
                        row.cells.resize(at + 1, Cell::default());
                    }
                    row.cells[at] = cell;
                }
                row
            })
            .collect();
        Self::new(columns, rows)
    }

    /// Returns the place of the first of these columns, given by their plain names, that the table has.
    pub fn find(&self, names: &[String]) -> Option<usize> {
        names.iter().find_map(|name| self.index.get(name).copied())
    }

    /// Says whether it has any of these columns.
    pub fn has(&self, names: &[String]) -> bool {
        self.find(names).is_some()
    }
}

impl Row {
    /// Returns a cell that says something.
    pub fn cell(&self, at: usize) -> Option<&Cell> {
        self.cells.get(at).filter(|cell| !cell.text.is_empty())
    }
}

/// Tells the lines of places that come in order, in one walk of the text.
pub(super) struct Lines<'a> {
    text: &'a str,
    line: u32,
    counted: usize,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a str) -> Self {
        Self { text, line: 1, counted: 0 }
    }

    /// Returns the text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Returns the line, from 1, of a byte that is not before the one asked for last.
    pub fn at(&mut self, byte: usize) -> u32 {
        self.line += self.text.get(self.counted..byte).map_or(0, |text| text.matches('\n').count()) as u32;
        self.counted = byte;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_plain() {
        for (name, expected) in [
            ("Event ID", "event_id"),
            ("where_prec", "where_prec"),
            ("GLOBALEVENTID", "globaleventid"),
            (" Date (start) ", "date_start"),
            ("attributes.ACTOR.text", "attributes_actor_text"),
            ("", ""),
        ] {
            assert_eq!(plain(name), expected, "{name}");
        }
    }
}
