//! A page in parts: headings, paragraphs, lists, tables, figures, and notes that lead to quotes.
//! What it says is made elsewhere; here it is only carried into Markdown, HTML and DOCX.

mod docx;
mod html;
mod markdown;
mod section;

use crate::assess::Evidence;

pub use docx::docx;
pub use html::{fragment, html};
pub use markdown::markdown;
pub use section::Section;

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its title.
    pub title: String,
    /// A line under the title: the day, the ledger, the method.
    pub subtitle: String,
    /// What the reader must know before reading.
    pub caution: String,
    /// Its blocks in order.
    pub blocks: Vec<Block>,
    /// The notes, numbered from 1.
    pub notes: Vec<Evidence>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading of a section.
    Heading(String),
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(Vec<Text>),
    /// A table.
    Table {
        /// Names of the columns.
        head: Vec<String>,
        /// Its rows.
        rows: Vec<Vec<Text>>,
    },
    /// A drawing.
    Figure {
        /// The drawing as SVG.
        svg: String,
        /// What it shows.
        caption: String,
    },
}

/// Words with the notes behind them.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The words.
    pub words: String,
    /// Numbers of the notes.
    pub notes: Vec<usize>,
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self { words, notes: Vec::new() }
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, words: impl Into<String>) {
        self.blocks.push(Block::Heading(words.into()));
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a list, or a paragraph in its place if it is empty.
    pub fn list(&mut self, items: Vec<Text>, none: &str) {
        if items.is_empty() { self.paragraph(none) } else { self.blocks.push(Block::List(items)) }
    }

    /// Adds a table, or a paragraph in its place if it has no row.
    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<Text>>, none: &str) {
        if rows.is_empty() {
            self.paragraph(none);
        } else {
            self.blocks.push(Block::Table { head: head.iter().map(|&name| name.to_owned()).collect(), rows });
        }
    }

    /// Makes words with notes that show what they rest on. The same statement is one note wherever it is named.
    pub fn noted(&mut self, words: impl Into<String>, evidence: impl IntoIterator<Item = Evidence>) -> Text {
        let mut notes = Vec::new();
        for one in evidence {
            let known = self.notes.iter().position(|note| note.statement == one.statement);
            let number = known.unwrap_or_else(|| {
                self.notes.push(one);
                self.notes.len() - 1
            }) + 1;
            if !notes.contains(&number) {
                notes.push(number);
            }
        }
        Text { words: words.into(), notes }
    }
}

/// Writes a note.
fn note(evidence: &Evidence) -> String {
    let day = evidence.day.as_deref().unwrap_or("undated");
    let speaker = evidence.speaker.as_ref().map_or_else(String::new, |speaker| format!("{speaker}, in "));
    format!(
        "\u{201c}{}\u{201d} {speaker}{}, {day}. {}, {}.",
        crate::words::quote(&evidence.quote),
        evidence.source,
        evidence.document,
        evidence.statement
    )
}
