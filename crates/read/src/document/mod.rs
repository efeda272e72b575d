//! Decoded text in, the parts of a report out: title, date, agency, furniture, paragraphs.
//! Reads no statement.

use crate::span::Bytes;

/// What a block of text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A deck or sub-headline under the title.
    Subtitle,
    /// A heading inside the report ("2. CASUALTIES").
    Heading,
    /// Running text.
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

/// A block: one paragraph, heading, list item, table row or piece of furniture.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its text, without surrounding white space, list marker or dateline.
    pub span: Bytes,
    /// What it is for.
    pub kind: BlockKind,
}

/// How the reference date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSource {
    /// Given by the caller.
    Given,
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
    /// Place named by the dateline ("MUNSAN, KOREA, DEC. 28 (AP)").
    pub dateline: Option<Bytes>,
}
