//! A reading in, the ledger's own statements out: words, what they state, who says so, and where and when it was.
//! Holds everything an archive needs in fifty years, without the program that read it; compares no statements.
//!
//! No floats: coordinates are microdegrees, distances metres, scores thousandths. So the canonical bytes of a
//! statement are the same on every machine.

mod content;
mod draw;
mod fields;
mod place;
mod when;

use serde::{Deserialize, Serialize};
pub use truce_read::span::Span;

pub use content::{
    Actor, Agreement, Claim, Content, Control, Event, Figure, Reference, Response, Status, Talks, Term, Zone,
};
pub use draw::draw;
pub use fields::Fields;
pub use place::{Place, Point};
pub use when::{Grain, When, day_number, leading_day};

use crate::id::{DocumentId, StatementId};

/// Words of a document with their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Their characters in the document's decoded text.
    pub span: Span,
    /// The words: always the text at `span`.
    pub quote: String,
}

/// Somebody through whom a statement reaches the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who; none for a speech of the report itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Actor>,
    /// Stance taken: `asserts`, `blames`, `denies`, ... as in the facts form.
    pub stance: String,
}

/// How another data set names the row that a statement was taken from, with what else the row holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// The data set and its version: `ucdp-ged-25.1`.
    pub scheme: String,
    /// The row's id there.
    pub id: String,
    /// Fields that have no place of their own here, as the source has them.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub fields: Fields,
}

impl Foreign {
    /// Returns the name of the data set without its release.
    ///
    /// ```
    /// use truce_record::statement::Foreign;
    /// let of = |scheme: &str| Foreign { scheme: scheme.into(), id: String::new(), fields: Default::default() };
    /// assert_eq!(of("ucdp-ged-25.1").family(), "ucdp-ged");
    /// assert_eq!(of("pa-x").family(), "pa-x");
    /// ```
    pub fn family(&self) -> &str {
        family(&self.scheme)
    }
}

/// Returns the name of a data set without its release: `ucdp-ged` of `ucdp-ged-25.1`.
pub fn family(scheme: &str) -> &str {
    match scheme.rsplit_once('-') {
        Some((family, release))
            if !release.is_empty() && release.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') =>
        {
            family
        }
        _ => scheme,
    }
}

/// A happening of one document, as its reading tells it apart from the others.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Thread {
    /// Its number in the reading.
    pub number: u32,
    /// The act, as far as the document tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// When it happened, as the document tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Where it happened, as the document tells it.
    #[serde(rename = "where", default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<Place>,
    /// How many happenings it stands for, where the document counts several without telling them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub several: Option<u8>,
}

/// What one document says: one proposition with its words, attribution and modality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Made of the document, the span and the content; the same whenever the same is read again.
    pub id: StatementId,
    /// The document.
    pub document: DocumentId,
    /// Its words. For an imported row the words are the row.
    pub anchor: Anchor,
    /// What it states.
    pub content: Content,
    /// Who says so, outermost first; empty where the document says it in its own voice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Attribution>,
    /// The happenings of its document that it speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<Thread>,
    /// The rules that made it, in order of use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// The row it was imported from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Foreign>,
}

impl Statement {
    /// Makes a statement and its id.
    pub fn new(document: DocumentId, anchor: Anchor, content: Content) -> Self {
        let id = StatementId::of(&document, anchor.span.start, anchor.span.end, &content.canonical());
        Self {
            id,
            document,
            anchor,
            content,
            attribution: Vec::new(),
            threads: Vec::new(),
            rules: Vec::new(),
            foreign: None,
        }
    }

    /// Returns when it was, if that is told.
    pub fn when(&self) -> Option<&When> {
        self.content.when()
    }

    /// Returns the places it names.
    pub fn places(&self) -> &[Place] {
        self.content.places()
    }

    /// Returns the innermost speaker: who vouches for it.
    pub fn speaker(&self) -> Option<&Actor> {
        match &self.content {
            Content::Claim(claim) => claim.speaker.as_ref(),
            Content::Figure(figure) if figure.speaker.is_some() => figure.speaker.as_ref(),
            Content::Response(response) if response.speaker.is_some() => response.speaker.as_ref(),
            _ => self.attribution.last().and_then(|one| one.speaker.as_ref()),
        }
    }
}
