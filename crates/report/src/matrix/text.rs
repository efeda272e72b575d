//! A claims matrix in, words for people and tables for programs out.

use std::fmt::Write as _;

use super::{Cell, Line, Matrix};
use crate::assess::Evidence;
use crate::cell::harmless;
use crate::words::{escaped, one_line, quote};

fn cell(cell: &Cell) -> String {
    let mut words = cell.positions.join(", ");
    if !cell.names.is_empty() {
        let _ = write!(words, " {}", cell.names.join("; "));
    }
    words
}

fn head(line: &Line) -> String {
    let when = line.when.as_deref().unwrap_or("no day");
    let place = if line.places.is_empty() { "no place".to_owned() } else { line.places.join(", ") };
    format!("{} {} {place} ({}, {})", when, line.act, line.standing, line.incident)
}

fn quoted(evidence: &Evidence) -> String {
    format!("\"{}\" ({})", quote(&evidence.quote), one_line(&evidence.source))
}

/// Writes the matrix for a terminal: incident by incident, a line for each party that is not silent.
pub fn plain(matrix: &Matrix) -> String {
    let mut out =
        String::from("Positions as reports tell them. Silence is no denial; no position is a finding.\n");
    for line in &matrix.lines {
        let _ = writeln!(out, "\n{}", head(line));
        let mut silent = Vec::new();
        for (party, of) in matrix.parties.iter().zip(&line.cells) {
            if of.positions == ["silent"] {
                silent.push(party.as_str());
                continue;
            }
            let _ = writeln!(out, "  {party}: {}", cell(of));
            for one in of.evidence.iter().take(2) {
                let _ = writeln!(out, "      {}", quoted(one));
            }
        }
        if !silent.is_empty() {
            let _ = writeln!(out, "  silent: {}", silent.join("; "));
        }
    }
    let _ = writeln!(out, "\nACCOUNTS");
    for account in &matrix.accounts {
        let counts: Vec<String> =
            account.positions.iter().map(|(word, count)| format!("{word} {count}")).collect();
        let _ = writeln!(out, "  {}: {}", account.party, counts.join(", "));
    }
    for one in &matrix.confirmations {
        let _ = writeln!(out, "  {} confirms {} on {}", one.by, one.of.join(" and "), one.incident);
    }
    out
}

/// Writes the matrix as a Markdown table.
pub fn markdown(matrix: &Matrix) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut head_cells = vec!["Incident".to_owned()];
    head_cells.extend(matrix.parties.iter().map(|party| escaped(&one_line(party))));
    let mut out = row(&head_cells);
    out.push_str(&row(&vec!["---".to_owned(); head_cells.len()]));
    for line in &matrix.lines {
        let mut cells = vec![escaped(&one_line(&head(line)))];
        cells.extend(line.cells.iter().map(|one| escaped(&one_line(&cell(one)))));
        out.push_str(&row(&cells));
    }
    out.push_str("\nSilence is no denial; no position is a finding.\n");
    out
}

/// Writes the matrix as comma-separated values.
///
/// # Errors
///
/// If a line cannot be written.
pub fn csv(matrix: &Matrix) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut names = vec!["incident", "act", "when", "where", "standing"];
    names.extend(matrix.parties.iter().map(String::as_str));
    writer.write_record(names.iter().map(|name| harmless(name).into_owned()))?;
    for line in &matrix.lines {
        let mut cells = vec![
            line.incident.clone(),
            line.act.clone(),
            line.when.clone().unwrap_or_default(),
            line.places.join("; "),
            line.standing.clone(),
        ];
        cells.extend(line.cells.iter().map(cell));
        writer.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
