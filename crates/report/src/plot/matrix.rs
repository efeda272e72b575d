//! The claims matrix as a drawing: incidents down, parties across, a letter for each position.

use super::svg::{Align, Drawing, cut};
use super::{BLUE, GREY, INK, VERMILION};
use crate::matrix::Matrix;

const LEFT: f64 = 330.0;
const CELL: f64 = 88.0;
const ROW: f64 = 24.0;

/// How many incidents are drawn.
const LINES: usize = 60;

/// Returns letter and colour of a position.
fn letter(position: &str) -> (&'static str, &'static str) {
    match position {
        "blames" => ("B", VERMILION),
        "denies" => ("D", BLUE),
        "admits" => ("A", INK),
        "asserts" => ("S", INK),
        "confirms" => ("C", INK),
        "disputes" => ("?", BLUE),
        "no-comment" => ("N", GREY),
        "retracts" => ("R", GREY),
        "assesses" => ("J", GREY),
        _ => ("\u{b7}", GREY),
    }
}

/// Draws a claims matrix; of many incidents the latest.
pub fn matrix(matrix: &Matrix) -> String {
    let from = matrix.lines.len().saturating_sub(LINES);
    let lines = &matrix.lines[from..];
    let (width, top) = (LEFT + CELL * matrix.parties.len() as f64 + 20.0, 64.0);
    let width = width.max(760.0);
    let height = top + ROW * lines.len() as f64 + 62.0;
    let mut drawing = Drawing::new(
        width,
        height,
        "Claims matrix",
        &format!("Positions of {} parties on {} incidents.", matrix.parties.len(), lines.len()),
    );
    for (column, party) in matrix.parties.iter().enumerate() {
        let x = LEFT + CELL * (column as f64 + 0.5);
        let (first, rest) = split(party);
        drawing.text(x, top - 26.0, &first, Align::Middle, 11.5);
        drawing.text(x, top - 12.0, &rest, Align::Middle, 11.5);
    }
    for (row, line) in lines.iter().enumerate() {
        let y = top + ROW * (row as f64 + 0.5);
        drawing.line((12.0, y - ROW / 2.0), (width - 12.0, y - ROW / 2.0), "#dddddd", 1.0);
        let place = line.places.first().map_or("place not told", String::as_str);
        let head = format!("{} {}, {place}", line.when.as_deref().unwrap_or("no day"), line.act);
        drawing.text(14.0, y + 4.0, &cut(&head, 48), Align::Start, 12.0);
        for (column, cell) in line.cells.iter().enumerate() {
            let x = LEFT + CELL * (column as f64 + 0.5);
            let wide = 15.0;
            let start = x - wide * (cell.positions.len() as f64 - 1.0) / 2.0;
            for (at, position) in cell.positions.iter().enumerate() {
                let (letter, colour) = letter(position);
                let told = crate::export::xml(&format!(
                    "{} {position} {}",
                    matrix.parties[column],
                    cell.names.join(", ")
                ));
                drawing.raw(&format!(
                    "<g fill=\"{colour}\" font-weight=\"600\"><title>{told}</title><text x=\"{:.1}\" y=\"{:.1}\" font-size=\"13\" text-anchor=\"middle\">{letter}</text></g>",
                    start + wide * at as f64,
                    y + 4.5
                ));
            }
        }
    }
    let below = top + ROW * lines.len() as f64;
    drawing.text(14.0, below + 24.0, "B blames  D denies  A says it was its own doing  S says it happened  C confirms  ? doubts  N no comment  R takes back  J judges  \u{b7} silent", Align::Start, 11.5);
    let mut words = "Silence is no denial; no position is a finding.".to_owned();
    if from > 0 {
        words.push_str(&format!(" {from} earlier incidents are not drawn."));
    }
    drawing.text(14.0, below + 44.0, &words, Align::Start, 11.5);
    drawing.finish()
}

/// Splits a name over two lines.
fn split(name: &str) -> (String, String) {
    const WIDE: usize = 14;
    if name.chars().count() <= WIDE {
        return (String::new(), name.to_owned());
    }
    let mut first = String::new();
    let mut words = name.split(' ').peekable();
    while let Some(word) = words.peek() {
        if !first.is_empty() && first.chars().count() + 1 + word.chars().count() > WIDE {
            break;
        }
        if !first.is_empty() {
            first.push(' ');
        }
        first.push_str(word);
        words.next();
    }
    let rest: Vec<&str> = words.collect();
    (cut(&first, WIDE), cut(&rest.join(" "), WIDE))
}
