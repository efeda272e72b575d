//! A document in, its text with everything read of it out. Places are UTF-16 code units of the text.

use std::collections::BTreeSet;

use serde::Serialize;
use truce_lexicon::Lexicon;
use truce_read::capture::{self, Capture};
use truce_read::document::{self, BlockKind};
use truce_record::State;
use truce_record::entry::Overlap;
use truce_record::fold::Document;
use truce_record::id::{DocumentId, Sha256Hash, Target};
use truce_record::statement::Statement;
use utoipa::ToSchema;

use super::said::{self, AttributionTold, NoteTold, ReviewTold};
use super::units::Units;

/// A run of the text, in UTF-16 code units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Run {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A block of the text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BlockTold {
    /// First code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// What it is for: `title`, `paragraph`, `furniture`, ...
    pub kind: &'static str,
    /// Whether it is page furniture: never read.
    pub furniture: bool,
}

/// A document of a group that carries one text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// Name of its file.
    pub name: String,
    /// Who published it.
    pub source: Option<String>,
    /// Its day.
    pub day: Option<String>,
}

/// The group of documents that carry one text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OriginTold {
    /// The document whose text it is.
    pub group: String,
    /// All documents of the group.
    pub members: Vec<Member>,
    /// What this document shares with others of the group.
    pub spans: Vec<Run>,
}

/// A field of what is stated.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldTold {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Where the value stands in the statement's words, if it stands there as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// One past its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
}

/// A statement in its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Marked {
    /// Its id.
    pub id: String,
    /// What it states: `event`, `claim`, ...
    pub kind: &'static str,
    /// Act, stage or type.
    pub act: Option<String>,
    /// PLOVER type of an event.
    #[serde(rename = "type")]
    pub plover: Option<String>,
    /// First code unit of its words.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Its words.
    pub quote: String,
    /// Whether an event is said to have happened.
    pub status: Option<String>,
    /// The stance it carries.
    pub stance: Option<String>,
    /// Who vouches for it; none for the report itself.
    pub speaker: Option<String>,
    /// Through whom it comes, outermost first.
    pub attribution: Vec<AttributionTold>,
    /// The rules that made it.
    pub rules: Vec<String>,
    /// Records that it is linked to.
    pub records: Vec<String>,
    /// What it states, in a line.
    pub summary: String,
    /// Its fields.
    pub fields: Vec<FieldTold>,
    /// `accepted` or `rejected` by a person.
    pub review: Option<&'static str>,
    /// Whether a person stated it, and no program.
    pub by_person: bool,
}

/// Something about the document that a person should know.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeTold {
    /// Stable id: `encoding/guessed`.
    pub id: String,
    /// What was met.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// First code unit, if it is at one place.
    pub start: Option<u32>,
    /// One past the last.
    pub end: Option<u32>,
}

/// A document with everything read of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentAnswer {
    /// Its id.
    pub id: String,
    /// Name of its file.
    pub name: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published, as told.
    pub published: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// When the program took it in.
    pub captured_at: String,
    /// How it was obtained.
    pub how: String,
    /// Who added it.
    pub by: Option<String>,
    /// Media type.
    pub media: String,
    /// Number of its bytes.
    pub length: u64,
    /// SHA-256 of its bytes.
    pub hash: String,
    /// What read it.
    pub extractor: Option<String>,
    /// Fingerprint of the lexicon it was read with.
    pub lexicon: Option<String>,
    /// What sort of text it is.
    pub genre: Option<String>,
    /// Whether it is a data set, whose rows are statements. Its text is not shown: download the original.
    pub data_set: bool,
    /// Direction of its script: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its language, if its page tells it.
    pub lang: Option<String>,
    /// Its text.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<BlockTold>,
    /// The group of documents that carry this text, if others do.
    pub origin: Option<OriginTold>,
    /// Admiralty grades.
    pub grade: String,
    /// What a person said of it.
    pub review: Option<ReviewTold>,
    /// Notes of people.
    pub notes: Vec<NoteTold>,
    /// What it states, in order of the text.
    pub statements: Vec<Marked>,
    /// How many statements it has; of data sets not all are listed.
    pub statements_total: usize,
    /// Damage and doubts.
    pub notices: Vec<NoticeTold>,
}

/// Statements of a data set that are listed.
const ROWS: usize = 200;

/// Tells a document. `bytes` are those it arrived as; `by` is who added it.
pub fn document(
    state: &State,
    lexicon: &Lexicon,
    id: &DocumentId,
    document: &Document,
    bytes: &[u8],
    by: Option<String>,
) -> DocumentAnswer {
    let data_set = document.added.is_data_set();
    let capture = if data_set { Capture::default() } else { capture::decode(bytes) };
    let units = Units::new(&capture.text);
    let parts = document::extract(&capture, &lexicon.tables.sources);
    let reading = document.reading.as_ref();
    let mut notices: Vec<NoticeTold> = capture
        .notices
        .iter()
        .chain(&parts.notices)
        .map(|notice| NoticeTold {
            id: notice.id.to_owned(),
            message: notice.message.clone(),
            help: Some(notice.help.to_owned()),
            start: notice.span.map(|span| units.of_character(span.start)),
            end: notice.span.map(|span| units.of_character(span.end)),
        })
        .collect();
    let same_text =
        reading.is_none_or(|reading| reading.text == Sha256Hash::of(capture.text.as_bytes())) || data_set;
    if !same_text {
        notices.push(NoticeTold {
            id: "document/decoded-otherwise".to_owned(),
            message: "an older version of the program decoded this document otherwise, and its places may be wrong here".to_owned(),
            help: Some("run `truce reread`: the quotes stay as they are".to_owned()),
            start: None,
            end: None,
        });
    }
    let stated = if data_set { first_rows(state, document) } else { state.stated_in(id) };
    let statements: Vec<Marked> =
        stated.into_iter().map(|statement| marked(state, statement, &units)).collect();
    let target = Target::Document(id.clone());
    let page = capture.page.as_ref();
    DocumentAnswer {
        id: id.to_string(),
        name: document.added.name.clone(),
        title: reading.and_then(|reading| reading.title.clone()),
        source: document.source().map(str::to_owned),
        url: document.added.url.clone(),
        published: document.added.published.clone(),
        day: document.day().map(|day| day.to_string()),
        captured_at: document.added.obtained.when.to_string(),
        how: document.added.obtained.how.clone(),
        by,
        media: document.added.media.clone(),
        length: document.added.length,
        hash: document.added.sha256.to_string(),
        extractor: reading.map(|reading| reading.reader.clone()),
        lexicon: reading.map(|reading| reading.lexicon.clone()),
        genre: reading.and_then(|reading| reading.genre.clone()),
        data_set,
        dir: page.and_then(|page| page.direction).map_or_else(|| direction(&capture.text), |dir| dir.name()),
        lang: page.and_then(|page| page.language.clone()),
        blocks: parts
            .blocks
            .iter()
            .map(|block| BlockTold {
                start: units.of_byte(block.span.start),
                end: units.of_byte(block.span.end),
                kind: kind(block.kind),
                furniture: block.kind == BlockKind::Furniture,
            })
            .collect(),
        origin: origin(state, id, &units),
        grade: state.grade(&target).to_string(),
        review: ReviewTold::of(state, &target),
        notes: NoteTold::all(state, &target),
        statements_total: document.statements.len(),
        statements,
        notices,
        text: capture.text,
    }
}

/// The first rows of a data set: it may have a hundred thousand, of which no screen can show all.
fn first_rows<'a>(state: &'a State, document: &Document) -> Vec<&'a Statement> {
    let first = document.statements.iter().take(ROWS).filter_map(|id| state.statement(id));
    first.map(|known| &*known.statement).collect()
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Subtitle => "subtitle",
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list-item",
        BlockKind::TableRow => "table-row",
        BlockKind::Furniture => "furniture",
        BlockKind::Metadata => "metadata",
    }
}

/// The direction in which most letters of a text run.
pub fn direction(text: &str) -> &'static str {
    let (mut left, mut right) = (0_usize, 0_usize);
    for sign in text.chars().filter(|sign| sign.is_alphabetic()).take(4000) {
        // Hebrew, Arabic, Syriac, Thaana, N'Ko and the presentation forms of them.
        match sign {
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => right += 1,
            _ => left += 1,
        }
    }
    if right > left { "rtl" } else { "ltr" }
}

fn marked(state: &State, statement: &Statement, units: &Units<'_>) -> Marked {
    let span = statement.anchor.span;
    let target = Target::Statement(statement.id.clone());
    Marked {
        id: statement.id.to_string(),
        kind: statement.content.kind(),
        act: said::act(&statement.content),
        plover: match &statement.content {
            truce_record::statement::Content::Event(event) => Some(event.kind.clone()),
            _ => None,
        },
        start: units.of_character(span.start),
        end: units.of_character(span.end),
        quote: statement.anchor.quote.clone(),
        status: said::status(&statement.content),
        stance: said::stance(statement),
        speaker: statement.speaker().map(|speaker| speaker.name.clone()),
        attribution: AttributionTold::all(&statement.attribution),
        rules: statement.rules.clone(),
        records: state.records_of(&statement.id).map(ToString::to_string).collect(),
        summary: super::summary::summary(statement),
        fields: fields(statement, units),
        review: ReviewTold::word(state, &target),
        by_person: state.stated_by(&statement.id).is_some(),
    }
}

/// The fields of a statement, each with its place in the words if it stands there as it is.
pub fn fields(statement: &Statement, units: &Units<'_>) -> Vec<FieldTold> {
    let quote = &statement.anchor.quote;
    let begin = units.of_character(statement.anchor.span.start);
    super::summary::fields(statement)
        .into_iter()
        .map(|(name, value)| {
            let at = quote.find(value.as_str()).map(|at| {
                let before = quote[..at].encode_utf16().count() as u32;
                let long = value.encode_utf16().count() as u32;
                (begin + before, begin + before + long)
            });
            FieldTold { name, value, start: at.map(|at| at.0), end: at.map(|at| at.1) }
        })
        .collect()
}

fn origin(state: &State, id: &DocumentId, units: &Units<'_>) -> Option<OriginTold> {
    let group = state.origin(id);
    let mut members = BTreeSet::from([group.clone()]);
    members.extend(state.origins().keys().filter(|copy| state.origin(copy) == group).cloned());
    if members.len() < 2 {
        return None;
    }
    let shared = |overlaps: &[Overlap], here: bool| -> Vec<truce_record::statement::Span> {
        overlaps.iter().map(|one| if here { one.here } else { one.there }).collect()
    };
    let mut spans: Vec<truce_record::statement::Span> = Vec::new();
    for (copy, found) in state.origins() {
        if copy == id {
            spans.extend(shared(&found.spans, true));
        } else if found.of == *id {
            spans.extend(shared(&found.spans, false));
        }
    }
    spans.sort();
    let mut runs: Vec<Run> = Vec::new();
    for span in spans {
        let run = Run { start: units.of_character(span.start), end: units.of_character(span.end) };
        match runs.last_mut() {
            Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
            _ => runs.push(run),
        }
    }
    let member = |id: &DocumentId| {
        state.document(id).map(|document| Member {
            id: id.to_string(),
            name: document.added.name.clone(),
            source: document.source().map(str::to_owned),
            day: document.day().map(|day| day.to_string()),
        })
    };
    Some(OriginTold {
        group: group.to_string(),
        members: members.iter().filter_map(member).collect(),
        spans: runs,
    })
}
