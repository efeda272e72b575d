//! A page as one HTML file: no script, no address outside, drawings inside, fit for print.

use std::fmt::Write as _;

use super::{Block, Page, Text, note};
use crate::export::xml;

const STYLE: &str = include_str!("../../data/page.css");

/// Writes a page as HTML.
pub fn html(page: &Page) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"subtitle\">{subtitle}</p>\n<p class=\"caution\">{caution}</p>\n",
        title = xml(&page.title),
        subtitle = xml(&page.subtitle),
        caution = xml(&page.caution),
    );
    for block in &page.blocks {
        self::block(&mut out, block);
    }
    if !page.notes.is_empty() {
        out.push_str("<h2 id=\"notes\">Notes</h2>\n<ol class=\"notes\">\n");
        for (at, evidence) in page.notes.iter().enumerate() {
            let number = at + 1;
            let _ = writeln!(out, "<li id=\"note-{number}\"><bdi>{}</bdi></li>", xml(&note(evidence)));
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Writes some blocks of a page as HTML, to stand in another page.
pub fn fragment(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|one| block(&mut out, one));
    out
}

fn block(out: &mut String, block: &Block) {
    match block {
        Block::Heading(words) => out.push_str(&format!("<h2>{}</h2>\n", xml(words))),
        Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", words(text))),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", words(item))).collect();
            out.push_str(&format!("<ul>\n{items}</ul>\n"));
        }
        Block::Table { head, rows } => {
            let names: String =
                head.iter().map(|name| format!("<th scope=\"col\">{}</th>", xml(name))).collect();
            let cells = |row: &Vec<Text>| {
                row.iter().map(|cell| format!("<td>{}</td>", words(cell))).collect::<String>()
            };
            let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
            out.push_str(&format!(
                "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"table\"><table>\n<thead><tr>{names}</tr></thead>\n\
                 <tbody>\n{rows}</tbody>\n</table></div>\n"
            ));
        }
        Block::Figure { svg, caption } => {
            out.push_str(&format!("<figure>\n{svg}\n<figcaption>{}</figcaption>\n</figure>\n", xml(caption)));
        }
    }
}

/// Words in an element of their own direction, so that a name in Arabic letters does not turn the line around.
fn words(text: &Text) -> String {
    let notes: String = text
        .notes
        .iter()
        .map(|number| {
            format!("<sup><a href=\"#note-{number}\" aria-label=\"note {number}\">{number}</a></sup>")
        })
        .collect();
    format!("<bdi>{}</bdi>{notes}", xml(&text.words))
}
