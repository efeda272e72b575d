//! Decoded text in, the parts of a report out: title, date, agency, furniture, paragraphs.
//! Reads no statement.

mod carve;
mod credits;
mod dateline;
mod flow;
mod head;
mod headings;
mod issuer;
mod language;
mod lines;
mod maker;
mod marks;
mod menus;
mod shape;
mod sort;
mod speaker;
mod tables;
#[cfg(test)]
mod tests;
mod title;
mod words;

use truce_lexicon::load::sources::Sources;

use crate::capture::Capture;
use crate::notice::Notice;
use crate::span::Bytes;

/// What a block of text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A deck or sub-headline under the title.
    Subtitle,
    /// A heading inside the report ("2. CASUALTIES").
    Heading,
    /// Running text.
    #[default]
    Paragraph,
    /// An item of a list; its marker ("- ", "(a) ", "3. ") is not part of the span.
    ListItem,
    /// A row of a table drawn with bars or tabs; read by cells.
    TableRow,
    /// Page furniture: menus, share buttons, related links; never read.
    Furniture,
    /// Byline, dateline, issue line, agency credit, section tags; not read for statements.
    Metadata,
}

/// What a [`BlockKind::Metadata`] block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meta {
    /// Who wrote it.
    Byline,
    /// Place, date and agency before the first words ("Tarsk, March 4 (AP) - ").
    Dateline,
    /// When, where or under which number it was issued or updated, or what time it covers.
    Issued,
    /// Agency, staff and desk credits.
    Credit,
    /// Section labels.
    Tags,
    /// The name of the paper, mission or office, at the head.
    Masthead,
    /// The time or number that labels the next block ("6.35am", "2/5", "Article 9.").
    Label,
    /// Who speaks in the next block ("Q:", "THE SPOKESMAN:").
    Speaker,
    /// The names under a document.
    Signature,
}

/// A block: one paragraph, heading, list item, table row or piece of furniture.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Its text, without surrounding white space, list marker, label or dateline.
    pub span: Bytes,
    /// What it is for.
    pub kind: BlockKind,
    /// What it holds, if it is metadata.
    pub meta: Option<Meta>,
    /// The marker of a list item or numbered heading, without white space ("(a)"); outside `span`.
    pub marker: Option<Bytes>,
    /// The time, number or article that labels it: a block of its own before this one.
    pub label: Option<Bytes>,
    /// Who speaks, in a transcript; paragraphs that go on inherit it.
    pub speaker: Option<Bytes>,
    /// The cells of a table row, without surrounding white space.
    pub cells: Vec<Bytes>,
    /// Whether a table row names the columns.
    pub header: bool,
    /// The block that a list item goes on from ("The parties shall:"), by its index.
    pub lead: Option<u32>,
}

/// What sort of text a report is, by its own signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Genre {
    /// A news report.
    News,
    /// A statement of a party, government or body about itself and others.
    Statement,
    /// A report of a mission, office or monitor on what it saw and counted.
    MonitorReport,
    /// Questions and answers as spoken.
    Transcript,
    /// Entries under times.
    LiveBlog,
    /// Broadcasts as monitored.
    Broadcast,
    /// An agreement, resolution, order or answer to parliament.
    Legal,
    /// Opinion, analysis, review.
    Comment,
    /// Not to be told.
    #[default]
    Unknown,
}

/// How the reference date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// Given by the caller.
    Given,
    /// Told by the page, beside the text.
    Page,
    /// Written out in the report with its year.
    Stated,
    /// Day and month are stated, the year was inferred (weekday + day and month + latest explicit year).
    YearInferred,
}

/// The report's reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferenceDate {
    /// The day.
    pub day: jiff::civil::Date,
    /// How it was found.
    pub source: DateSource,
    /// The words it was found in, if any.
    pub span: Option<Bytes>,
}

/// A report taken apart.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The decoded text; every `Bytes` refers to it.
    pub text: String,
    /// All blocks in order of the text; together they hold every visible character.
    pub blocks: Vec<Block>,
    /// The headline.
    pub title: Option<Bytes>,
    /// The reference date, or none if it cannot be known.
    pub date: Option<ReferenceDate>,
    /// The wire service credited: its name, and the words that credit it.
    pub agency: Option<(String, Bytes)>,
    /// The publisher, if the text names it.
    pub publisher: Option<(String, Bytes)>,
    /// Section labels.
    pub tags: Vec<Bytes>,
    /// The body whose text this is (a mission, a ministry, a movement), if it speaks for itself as "we" or
    /// reports in its own name: the words that name it.
    pub issuer: Option<Bytes>,
    /// Place named by the dateline ("TARSK, OSTER, MAR. 6 (AP)").
    pub dateline: Option<Bytes>,
    /// What sort of text it is.
    pub genre: Genre,
    /// Whether the text is in a language that is read; if not, no statement is drawn from it.
    pub readable: bool,
    /// What was noticed while taking it apart.
    pub notices: Vec<Notice>,
}

impl Document {
    /// Returns the words that are the page's and not the report's: furniture, menus, credits.
    pub fn boilerplate(&self) -> Vec<Bytes> {
        let mut found: Vec<Bytes> = Vec::new();
        let (mut before, mut seen, mut body) = (false, false, false);
        for block in &self.blocks {
            let furniture = match block.meta {
                None => block.kind == BlockKind::Furniture,
                Some(Meta::Credit) => true,
                Some(Meta::Tags) => seen || body,
                Some(Meta::Masthead) => {
                    before || block.span.of(&self.text).contains(|c: char| c.is_ascii_digit())
                }
                Some(_) => false,
            };
            seen |= furniture;
            body |= block.kind == BlockKind::Paragraph;
            if furniture {
                let between =
                    found.last().map_or("x", |last| &self.text[last.end as usize..block.span.start as usize]);
                match found.last_mut() {
                    Some(last) if before && between.trim().is_empty() && !between.contains("\n\n") => {
                        *last = last.join(block.span)
                    }
                    _ => found.push(block.span),
                }
            }
            before = furniture;
        }
        found
    }
}

/// What a page tells to be its headline is the title, whatever it looks like.
fn name_title(document: &mut Document, headline: Bytes) {
    let Some(at) = document.blocks.iter().position(|block| headline.holds(block.span)) else { return };
    for block in &mut document.blocks {
        if block.kind == BlockKind::Title && Some(block.span) == document.title {
            block.kind = BlockKind::Subtitle;
        }
    }
    let block = &mut document.blocks[at];
    (block.kind, block.meta) = (BlockKind::Title, None);
    document.title = Some(block.span);
}

/// A text of nothing but one sentence is read, not taken for a headline.
fn read_lone_sentence(document: &mut Document) {
    let read = |kind| matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow);
    if document.blocks.iter().any(|block| read(block.kind)) {
        return;
    }
    let ends =
        |block: &Block| block.span.of(&document.text).trim_end().ends_with(['.', '!', '"', '\u{201d}']);
    let headings = [BlockKind::Title, BlockKind::Subtitle, BlockKind::Heading];
    let Some(at) = document.blocks.iter().position(|block| headings.contains(&block.kind) && ends(block))
    else {
        return;
    };
    if document.title == Some(document.blocks[at].span) {
        document.title = None;
    }
    document.blocks[at].kind = BlockKind::Paragraph;
}

/// Takes a report apart into blocks, in order, which together hold every visible character of the text
/// except list markers.
///
/// Takes time linear in the length of the text.
#[must_use]
pub fn extract(capture: &Capture, sources: &Sources) -> Document {
    let text = capture.text.as_str();
    let units = flow::units(text, &lines::split(text));
    let mut maker = maker::Maker::new(text, sources);
    maker.survey(&units);
    let body = maker.body_start(&units);
    let tail = maker.tail_start(&units, body);
    head::read(&mut maker, &units[..body]);
    let mut at = body;
    while at < units.len() {
        let zone = if at < tail { sort::Zone::Body } else { sort::Zone::Tail };
        let last = maker.document.blocks.last().is_some_and(|block| block.kind == BlockKind::TableRow);
        let more = last && at > body && tables::goes_on(text, &units[at - 1], &units[at]);
        let rows = tables::length(text, &units[at..]).max(usize::from(more));
        if rows > 0 {
            maker.rows(&units[at..at + rows]);
            at += rows;
        } else {
            maker.unit(&units[at], units.get(at + 1), zone);
            at += 1;
        }
    }
    menus::find(&mut maker);
    let (transcript, timed, agency) = (maker.transcript, maker.timed, maker.dateline_agency);
    let mut document = maker.document;
    document.text.clone_from(&capture.text);
    document.issuer = issuer::issuer(&document, sources);
    credits::find(&mut document, agency, sources);
    document.genre = issuer::genre(&document, transcript, timed, sources);
    if let Some(headline) = capture.page.as_ref().and_then(|page| page.headline) {
        name_title(&mut document, headline);
    }
    read_lone_sentence(&mut document);
    let notice = language::notice(&document);
    document.readable = notice.is_none();
    document.notices.extend(notice);
    document
}
