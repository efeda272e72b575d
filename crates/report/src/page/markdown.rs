//! A page as Markdown with footnotes, as GitHub and Pandoc read them.

use std::fmt::Write as _;

use super::{Block, Page, Text, note};
use crate::words::{escaped, one_line};

/// Writes a page as Markdown. Drawings are left out but for their captions: Markdown cannot hold them safely.
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", plain(&page.title));
    let _ = writeln!(out, "{}\n\n> {}", plain(&page.subtitle), plain(&page.caution));
    for block in &page.blocks {
        out.push('\n');
        out.push_str(&match block {
            Block::Heading(words) => format!("## {}\n", plain(words)),
            Block::Paragraph(text) => format!("{}\n", words(text)),
            Block::List(items) => items.iter().map(|item| format!("- {}\n", words(item))).collect(),
            Block::Table { head, rows } => table(head, rows),
            Block::Figure { caption, .. } => {
                format!("*Figure (in the HTML and PDF forms): {}*\n", plain(caption))
            }
        });
    }
    if !page.notes.is_empty() {
        out.push('\n');
    }
    for (at, evidence) in page.notes.iter().enumerate() {
        let _ = writeln!(out, "[^{}]: {}", at + 1, plain(&note(evidence)));
    }
    out
}

fn table(head: &[String], rows: &[Vec<Text>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(head.iter().map(|name| plain(name)).collect());
    out.push_str(&format!("|{}\n", " --- |".repeat(head.len())));
    out.extend(rows.iter().map(|row| line(row.iter().map(words).collect())));
    out
}

fn plain(text: &str) -> String {
    escaped(&one_line(text))
}

fn words(text: &Text) -> String {
    let notes: String = text.notes.iter().map(|number| format!("[^{number}]")).collect();
    format!("{}{notes}", plain(&text.words))
}
