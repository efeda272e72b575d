//! A page as a DOCX file with footnotes. Drawings are left out but for their captions.

use docx_rs::{
    Docx, DocxError, Footnote, Paragraph, Run, RunFonts, Style, StyleType, Table, TableCell, TableRow,
    WidthType,
};

use super::{Block, Page, Text, note};

/// Why a DOCX file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the DOCX file could not be written: {0}")]
pub struct Unwritten(String);

/// Writes a page as DOCX.
///
/// # Errors
///
/// If the archive cannot be packed.
pub fn docx(page: &Page) -> Result<Vec<u8>, Unwritten> {
    let heading = |id: &str, name: &str, size: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .size(size)
            .bold()
            .outline_lvl(usize::from(id == "Heading2"))
    };
    let mut file = Docx::new()
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Arial"))
        .default_size(21)
        .add_style(heading("Heading1", "heading 1", 34))
        .add_style(heading("Heading2", "heading 2", 26))
        .add_paragraph(Paragraph::new().style("Heading1").add_run(run(&page.title)))
        .add_paragraph(Paragraph::new().add_run(run(&page.subtitle)))
        .add_paragraph(Paragraph::new().add_run(run(&page.caution).italic()));
    for block in &page.blocks {
        file = match block {
            Block::Heading(words) => {
                file.add_paragraph(Paragraph::new().style("Heading2").add_run(run(words)))
            }
            Block::Paragraph(text) => file.add_paragraph(paragraph(page, text)),
            Block::List(items) => items.iter().fold(file, |file, item| {
                let bullet = Text { words: format!("\u{2022} {}", item.words), notes: item.notes.clone() };
                file.add_paragraph(paragraph(page, &bullet).indent(Some(360), None, None, None))
            }),
            Block::Table { head, rows } => {
                file.add_table(table(page, head, rows)).add_paragraph(Paragraph::new())
            }
            Block::Figure { caption, .. } => file.add_paragraph(
                Paragraph::new()
                    .add_run(run(&format!("Figure (in the HTML and PDF forms): {caption}")).italic()),
            ),
        };
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    file.build().pack(&mut bytes).map_err(|error| unwritten(&error.into()))?;
    Ok(bytes.into_inner())
}

fn unwritten(error: &DocxError) -> Unwritten {
    Unwritten(error.to_string())
}

fn table(page: &Page, head: &[String], rows: &[Vec<Text>]) -> Table {
    let names = head
        .iter()
        .map(|name| TableCell::new().add_paragraph(Paragraph::new().add_run(run(name).bold())))
        .collect();
    let mut all = vec![TableRow::new(names)];
    for row in rows {
        all.push(TableRow::new(
            row.iter().map(|cell| TableCell::new().add_paragraph(paragraph(page, cell))).collect(),
        ));
    }
    Table::new(all).width(5000, WidthType::Pct)
}

fn paragraph(page: &Page, text: &Text) -> Paragraph {
    let mut paragraph = Paragraph::new().add_run(run(&text.words));
    for number in &text.notes {
        let Some(evidence) = page.notes.get(number - 1) else { continue };
        let words = Paragraph::new().add_run(run(&note(evidence)));
        paragraph = paragraph.add_run(Run::new().add_footnote_reference(Footnote::new().add_content(words)));
    }
    paragraph
}

/// Words without letters that XML cannot hold.
fn run(words: &str) -> Run {
    Run::new().add_text(crate::words::one_line(words))
}
