//! Lines in, units out: lines broken only by the width of a column or a mail are joined again.
//! Knows no wording; what a unit is for is decided in `sort`.

use super::lines::{Line, begins_low, closes};
use super::marks;
use crate::span::Bytes;

/// One or more lines that belong together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// From the first word to the last.
    pub span: Bytes,
    /// Whether an empty line stands before it.
    pub gap: bool,
    /// How many lines it was joined from.
    pub lines: u32,
    /// Whether it is drawn as a row of a table.
    pub row: bool,
}

/// Narrowest and widest column that is taken for one.
const COLUMN: std::ops::RangeInclusive<u32> = 28..=140;

/// Joins the lines of paragraphs that were broken by the width of a column.
pub(super) fn units(text: &str, lines: &[Line]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(lines.len());
    let usual = usual_width(text, lines);
    for run in runs(lines) {
        let width = column(text, run).or(usual.filter(|_| run.len() < 3));
        let base = run.iter().map(|line| line.indent).min().unwrap_or(0);
        let mut unit = Unit { span: run[0].span, gap: run[0].gap, lines: 1, row: run[0].row };
        for pair in run.windows(2) {
            if joins(text, &pair[0], &pair[1], width, base) {
                unit.span = unit.span.join(pair[1].span);
                unit.lines += 1;
            } else {
                units.push(unit);
                unit = Unit { span: pair[1].span, gap: false, lines: 1, row: pair[1].row };
            }
        }
        units.push(unit);
    }
    units
}

/// Groups lines that no empty line separates.
fn runs(lines: &[Line]) -> impl Iterator<Item = &[Line]> {
    lines.chunk_by(|_, next| !next.gap)
}

/// The width at which most lines of the report were broken, if any were.
fn usual_width(text: &str, lines: &[Line]) -> Option<u32> {
    let mut widths: Vec<(u32, u32)> = Vec::new();
    for run in runs(lines) {
        if let Some(width) = column(text, run) {
            widths.push((width, run.len() as u32));
        }
    }
    widths.sort_unstable();
    let half = widths.iter().map(|&(_, count)| count).sum::<u32>() / 2;
    let mut seen = 0;
    widths.into_iter().find_map(|(width, count)| {
        seen += count;
        (seen >= half).then_some(width)
    })
}

/// The width at which the lines of `run` were broken, if they were: most lines are so full that the first
/// word of the next would not have fitted, and most of these stop in the middle of a sentence.
fn column(text: &str, run: &[Line]) -> Option<u32> {
    if run.len() < 3 {
        return None;
    }
    let mut widths: Vec<u32> = run.iter().map(|line| line.indent + line.width).collect();
    widths.sort_unstable();
    let widest = widths[(widths.len() * 19 / 20).min(widths.len() - 1)];
    let width = if run.len() < 8 { widths[widths.len() - 1] } else { widest };
    if !COLUMN.contains(&width) {
        return None;
    }
    let (mut full, mut broken, mut low) = (0, 0, 0);
    for pair in run.windows(2) {
        if pair[0].row {
            return None;
        }
        if is_full(text, &pair[0], &pair[1], width, width / 12) {
            full += 1;
            broken += usize::from(!closes(pair[0].span.of(text)));
            low += usize::from(begins_low(pair[1].span.of(text)) || is_capital(pair[1].span.of(text)));
        }
    }
    (full * 2 >= run.len() - 1 && broken * 2 >= full && broken > 0 && low * 3 >= full).then_some(width)
}

/// Says whether the first word of `next` would not have fitted on `line`.
fn is_full(text: &str, line: &Line, next: &Line, width: u32, slack: u32) -> bool {
    let word = next.span.of(text).split_whitespace().next().map_or(0, |word| word.chars().count());
    line.indent + line.width + 1 + word as u32 + slack > width
}

fn joins(text: &str, line: &Line, next: &Line, width: Option<u32>, base: u32) -> bool {
    let (words, after) = (line.span.of(text), next.span.of(text));
    if line.row || next.row || marks::opens(after) || marks::is_page(words) || marks::is_page(after) {
        return false;
    }
    let hyphenated = words.ends_with('-') && words.chars().rev().nth(1).is_some_and(char::is_alphabetic);
    if hyphenated && (begins_low(after) || (is_capital(words) && is_capital(after))) {
        return true;
    }
    let Some(width) = width else {
        // A line that starts in lower case goes on with the sentence before it.
        return begins_low(after)
            && !closes(words)
            && !words.ends_with(':')
            && (line.width > 24 || next.width > 24 || begins_low(words))
            && is_capital(words) == is_capital(after);
    };
    let listed = marks::list_marker(words).is_some();
    if next.indent >= line.indent + 2 && !listed && line.indent <= base + 1 {
        return false;
    }
    if begins_low(after) && !closes(words) {
        return true;
    }
    if closes(words) {
        is_full(text, line, next, width, width / 16)
    } else {
        is_full(text, line, next, width, width / 4) && !is_heading_pair(words, after)
    }
}

/// Says whether one of two lines is in capitals throughout and the other is not.
fn is_heading_pair(words: &str, after: &str) -> bool {
    is_capital(words) != is_capital(after)
}

/// Says whether no letter is in lower case.
pub(super) fn is_capital(words: &str) -> bool {
    let mut any = false;
    for c in words.chars() {
        if c.is_lowercase() {
            return false;
        }
        any |= c.is_uppercase();
    }
    any
}
