//! Tables drawn with bars, tabs or wide spaces: their cells, and whether the first row names the columns.
//! Does not say what a column means.

use super::flow::Unit;
use super::marks;
use crate::span::Bytes;

/// How a row is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Bars,
    Tabs,
    Spaces,
}

fn rule(line: &str) -> Rule {
    if line.bytes().filter(|byte| *byte == b'|').count() >= 2 {
        Rule::Bars
    } else if line.bytes().filter(|byte| *byte == b'\t').count() >= 2 {
        Rule::Tabs
    } else {
        Rule::Spaces
    }
}

/// Says whether two units can be rows of one table.
pub(super) fn pair(text: &str, unit: &Unit, next: &Unit) -> bool {
    if !unit.row || !next.row {
        return false;
    }
    let (line, next) = (unit.span.of(text), next.span.of(text));
    if rule(line) != rule(next) {
        return false;
    }
    let (left, right) = (count(line), count(next));
    left.abs_diff(right) <= 1 || marks::is_drawn(next) || marks::is_drawn(line)
}

/// Says whether a lone row after an empty line (a total) belongs to the table before it.
pub(super) fn goes_on(text: &str, row: &Unit, next: &Unit) -> bool {
    pair(text, row, next)
}

fn count(line: &str) -> usize {
    match rule(line) {
        Rule::Bars => line.trim_matches('|').bytes().filter(|byte| *byte == b'|').count(),
        Rule::Tabs => line.bytes().filter(|byte| *byte == b'\t').count(),
        Rule::Spaces => 0,
    }
}

/// Returns how many units from the first on are rows of one table; 0 if it is none.
pub(super) fn length(text: &str, units: &[Unit]) -> usize {
    let more =
        units.windows(2).take_while(|pair| !pair[1].gap && self::pair(text, &pair[0], &pair[1])).count();
    if more == 0 { 0 } else { more + 1 }
}

/// Returns the cells of a row, without white space; none if the row only draws a line.
pub(super) fn cells(text: &str, row: Bytes) -> Vec<Bytes> {
    let line = row.of(text);
    if marks::is_drawn(line) {
        return Vec::new();
    }
    let start = row.start as usize;
    let mut cells = Vec::new();
    let mut add = |cell: &str| {
        let inner = cell.trim();
        let from = start + (inner.as_ptr() as usize - line.as_ptr() as usize);
        cells.push(Bytes::new(from, from + inner.len()));
    };
    match rule(line) {
        Rule::Bars => {
            line.strip_prefix('|').unwrap_or(line).trim_end_matches('|').split('|').for_each(&mut add)
        }
        Rule::Tabs => line.split('\t').for_each(&mut add),
        Rule::Spaces => line.split("   ").filter(|cell| !cell.trim().is_empty()).for_each(&mut add),
    }
    cells
}

/// Says whether the first row names the columns: it holds no figures where others do.
pub(super) fn has_header(text: &str, units: &[Unit]) -> bool {
    let rows: Vec<Vec<Bytes>> =
        units.iter().take(6).map(|unit| cells(text, unit.span)).filter(|cells| !cells.is_empty()).collect();
    let digits = |row: &[Bytes]| {
        row.iter().filter(|cell| cell.of(text).contains(|c: char| c.is_ascii_digit())).count()
    };
    let Some((first, rest)) = rows.split_first() else {
        return false;
    };
    if rest.is_empty() || digits(first) > 0 {
        return false;
    }
    let short = first.iter().all(|cell| cell.end - cell.start <= 40);
    short
        && (rest.iter().any(|row| digits(row) > 0)
            || units.get(1).is_some_and(|unit| marks::is_drawn(unit.span.of(text)))
            || rest.len() > 1)
}
