//! A reading with everything in it: spans, rules, actors, notices. Its schema is published.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Reading;
use crate::capture::page::Direction;
use crate::document::DateSource;
use crate::notice::Notice;
use crate::span::{Bytes, Characters, Span};
use crate::statement::{Content, Statement};

/// A whole reading of one report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Full {
    /// Version of this form.
    pub form: &'static str,
    /// The report taken apart.
    pub document: FullDocument,
    /// Everybody who takes part.
    pub actors: Vec<FullActor>,
    /// What the report states, in order of the text. Readings of a machine, not findings.
    pub statements: Vec<FullStatement>,
    /// The happenings that it tells apart, each with the statements that speak of it.
    pub threads: Vec<FullThread>,
    /// Damage and doubts.
    pub notices: Vec<Notice>,
}

/// Words of the report with their place.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Quote {
    /// The words.
    pub quote: String,
    /// Their characters.
    pub span: Span,
}

/// The parts of a report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullDocument {
    /// The headline.
    pub title: Option<Quote>,
    /// The reference date, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// "given", "page", "stated" or "year-inferred"; null if no date could be found.
    pub date_source: Option<&'static str>,
    /// The words the date was found in.
    pub date_words: Option<Quote>,
    /// The wire service credited.
    pub agency: Option<String>,
    /// The publisher, if the page or the text names it.
    pub publisher: Option<String>,
    /// Section labels.
    pub tags: Vec<Quote>,
    /// What sort of text it is.
    pub genre: String,
    /// The body whose own text it is.
    pub issuer: Option<Quote>,
    /// Whether its language is read.
    pub readable: bool,
    /// All blocks in order.
    pub blocks: Vec<FullBlock>,
    /// What the web page tells that it was taken from; null for a text.
    pub page: Option<FullPage>,
}

/// What a web page tells of its report beside the words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullPage {
    /// Its address.
    pub address: Option<String>,
    /// Its language tag.
    pub language: Option<String>,
    /// "ltr" or "rtl".
    pub direction: Option<&'static str>,
    /// Where it tells its day: "json-ld", "meta", "time", "address", the most trusted first. Two make it near certain.
    pub day_told_by: Vec<&'static str>,
    /// Blocks of the text, with their places in the page.
    pub blocks: Vec<FullPlace>,
}

/// Where a block of the text stands in its page.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullPlace {
    /// Its characters in the text.
    pub span: Span,
    /// Its bytes in the page as decoded to UTF-8, from the first to one past the last, tags between them; null where the
    /// page has the words only in other form.
    pub source: Option<[u32; 2]>,
}

/// One block of text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullBlock {
    /// What it is for.
    pub kind: String,
    /// Its characters.
    pub span: Span,
}

/// An actor of the report.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullActor {
    /// The fullest name.
    pub name: String,
    /// Other names, also such as only the lexicon knows.
    pub also: Vec<String>,
    /// What sort of actor it is.
    pub kind: String,
    /// Id in the lexicon, if it is known there.
    pub lexicon: Option<String>,
    /// Whom it acts or speaks for.
    pub acts_for: Option<String>,
    /// The rule that made it.
    pub rule: &'static str,
}

/// A happening as this report tells it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullThread {
    /// The act, if it is told.
    pub act: Option<String>,
    /// The days it lies in.
    pub when: Option<String>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Vec<crate::statement::Name>,
    /// How many happenings it stands for, if the report counts several without telling them apart.
    pub several: Option<usize>,
    /// Statements that speak of it, by their ids.
    pub statements: Vec<usize>,
}

/// One statement.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FullStatement {
    /// Number in this reading.
    pub id: usize,
    /// The words.
    pub quote: String,
    /// Their characters.
    pub span: Span,
    /// What they state.
    #[serde(flatten)]
    pub content: Content,
    /// Words of the cause, of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Quote>,
    /// Words of the effect, of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Quote>,
    /// The claim that attributes it, by its id; null in the report's own voice.
    pub voice: Option<usize>,
    /// The rules that made it, in order of use.
    pub rules: Vec<String>,
}

impl Reading {
    /// Returns the whole reading in its published form.
    #[must_use]
    pub fn full(&self) -> Full {
        let text = &self.document.text;
        let characters = Characters::new(text);
        let span = |run: Bytes| characters.span(text, run);
        let quote = |run: Bytes| Quote { quote: run.of(text).to_owned(), span: span(run) };
        let document = &self.document;
        let statement = |(id, statement): (usize, &Statement)| {
            let (cause, effect) = match &statement.content {
                Content::Response(response) => (Some(quote(response.cause)), Some(quote(response.effect))),
                _ => (None, None),
            };
            FullStatement {
                id,
                quote: statement.anchor.of(text).to_owned(),
                span: span(statement.anchor),
                content: statement.content.clone(),
                cause,
                effect,
                voice: statement.voice,
                rules: statement.rules.clone(),
            }
        };
        Full {
            form: "truce/reading/1",
            document: FullDocument {
                title: document.title.map(quote),
                date: document.date.map(|date| date.day.to_string()),
                date_source: document.date.map(|date| match date.source {
                    DateSource::Given => "given",
                    DateSource::Page => "page",
                    DateSource::Stated => "stated",
                    DateSource::YearInferred => "year-inferred",
                }),
                date_words: document.date.and_then(|date| date.span).map(quote),
                agency: document.agency.as_ref().map(|(name, _)| name.clone()),
                publisher: self.publisher().map(str::to_owned),
                tags: document.tags.iter().map(|&run| quote(run)).collect(),
                genre: format!("{:?}", document.genre),
                issuer: document.issuer.map(quote),
                readable: document.readable,
                blocks: document
                    .blocks
                    .iter()
                    .map(|block| FullBlock { kind: format!("{:?}", block.kind), span: span(block.span) })
                    .collect(),
                page: self.page.as_ref().map(|page| FullPage {
                    address: page.address.clone(),
                    language: page.language.clone(),
                    direction: page.direction.map(Direction::name),
                    day_told_by: page
                        .published
                        .iter()
                        .flat_map(|published| published.tellers.iter().map(|teller| teller.name()))
                        .collect(),
                    blocks: page
                        .blocks
                        .iter()
                        .map(|block| FullPlace {
                            span: span(block.run),
                            source: block.source.map(|run| [run.start, run.end]),
                        })
                        .collect(),
                }),
            },
            actors: self
                .cast
                .entities
                .iter()
                .filter(|entity| entity.kind.acts())
                .map(|entity| FullActor {
                    name: entity.name.clone(),
                    also: entity.also.clone(),
                    kind: format!("{:?}", entity.kind),
                    lexicon: entity.lexicon_id.clone(),
                    acts_for: entity.body.map(|body| self.cast.get(body).name.clone()),
                    rule: entity.rule,
                })
                .collect(),
            statements: self.statements.iter().enumerate().map(statement).collect(),
            threads: self
                .threads
                .iter()
                .map(|thread| FullThread {
                    act: thread.act.clone(),
                    when: thread.when.clone(),
                    place: thread.place.clone(),
                    several: thread.several,
                    statements: thread.statements.clone(),
                })
                .collect(),
            notices: self.notices.clone(),
        }
    }
}
