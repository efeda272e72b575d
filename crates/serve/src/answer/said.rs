//! What records are shown with: words with their document, places in degrees, actors, links, notes.

use serde::Serialize;
use truce_record::State;
use truce_record::entry::Author;
use truce_record::fold::{Document, Link};
use truce_record::id::Target;
use truce_record::statement::{Actor, Attribution, Content, Place, Statement};
use utoipa::ToSchema;

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlaceTold {
    /// Its name.
    pub name: String,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// UCDP `where_prec`, 1 (exact) to 7; 0 without a point.
    pub precision: u8,
    /// How far from the point it may have been, in metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub radius_m: Option<u32>,
    /// ISO 3166 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl From<&Place> for PlaceTold {
    fn from(place: &Place) -> Self {
        let degrees = place.point.map(truce_record::statement::Point::degrees);
        Self {
            name: place.name.clone(),
            lat: degrees.map(|(lat, _)| lat),
            lon: degrees.map(|(_, lon)| lon),
            precision: place.precision,
            radius_m: place.radius_m,
            country: place.country.clone(),
        }
    }
}

/// Lists places.
pub fn places(places: &[Place]) -> Vec<PlaceTold> {
    places.iter().map(PlaceTold::from).collect()
}

/// Somebody.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ActorTold {
    /// The fullest name that a document gives.
    pub name: String,
    /// Id in the lexicon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What sort of actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whom it acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acts_for: Option<String>,
}

impl From<&Actor> for ActorTold {
    fn from(actor: &Actor) -> Self {
        Self {
            name: actor.name.clone(),
            id: actor.id.clone(),
            kind: actor.kind.clone(),
            acts_for: actor.acts_for.clone(),
        }
    }
}

/// Lists actors.
pub fn actors(actors: &[Actor]) -> Vec<ActorTold> {
    actors.iter().map(ActorTold::from).collect()
}

/// Lists the names of actors.
pub fn names(actors: &[Actor]) -> Vec<String> {
    actors.iter().map(|actor| actor.name.clone()).collect()
}

/// Why a statement belongs to a record.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkTold {
    /// How sure, 0 to 1.
    pub score: f64,
    /// Why.
    pub reason: String,
    /// The person who linked it, if a person did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl LinkTold {
    /// Tells a link.
    pub fn of(state: &State, link: &Link) -> Self {
        let by = link.by_person.then(|| {
            let steps = state.steps();
            let at = steps.binary_search_by_key(&link.entry, |step| step.seq);
            at.map_or_else(|_| "a person".to_owned(), |at| steps[at].by.name().to_owned())
        });
        Self { score: link.score.share(), reason: link.reason.to_string(), by }
    }
}

/// What a person said of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReviewTold {
    /// Accepted, not rejected.
    pub accepted: bool,
    /// Who.
    pub by: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Number of the entry.
    pub entry: u64,
}

impl ReviewTold {
    /// Tells what was said of a thing, if anything was.
    pub fn of(state: &State, target: &Target) -> Option<Self> {
        state.review(target).map(|review| Self {
            accepted: review.accepted,
            by: review.by.name().to_owned(),
            reason: review.reason.clone(),
            entry: review.entry,
        })
    }

    /// Says in a word what was said of a thing.
    pub fn word(state: &State, target: &Target) -> Option<&'static str> {
        state.review(target).map(|review| if review.accepted { "accepted" } else { "rejected" })
    }
}

/// A person's note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteTold {
    /// Who wrote it.
    pub by: String,
    /// The note.
    pub text: String,
    /// Number of the entry.
    pub entry: u64,
}

impl NoteTold {
    /// Lists the notes on a thing.
    pub fn all(state: &State, target: &Target) -> Vec<Self> {
        let note =
            |by: &Author, text: &str, entry| Self { by: by.name().to_owned(), text: text.to_owned(), entry };
        state.notes(target).into_iter().map(|one| note(&one.by, &one.text, one.entry)).collect()
    }
}

/// Somebody through whom a statement reaches the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttributionTold {
    /// Who; none for the report itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Stance taken.
    pub stance: String,
}

impl AttributionTold {
    /// Lists those through whom a statement comes, outermost first.
    pub fn all(attribution: &[Attribution]) -> Vec<Self> {
        attribution
            .iter()
            .map(|one| Self {
                speaker: one.speaker.as_ref().map(|speaker| speaker.name.clone()),
                stance: one.stance.clone(),
            })
            .collect()
    }
}

/// What a document says, with the words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Said {
    /// Id of the statement.
    pub id: String,
    /// The document.
    pub document: String,
    /// Name of its file.
    pub document_name: String,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// The document whose text it carries: itself, if it is no copy.
    pub origin: String,
    /// What it states: `event`, `claim`, ...
    pub kind: String,
    /// Act, stage or type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// What it states, in a line.
    pub summary: String,
    /// The words.
    pub quote: String,
    /// Where they begin in the document's text, in characters. `GET /documents/{id}` has them in UTF-16 code units.
    pub start: u32,
    /// One past their end, in characters.
    pub end: u32,
    /// Who vouches for it; none for the report itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The stance of a claim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<String>,
    /// Whether an event is said to have happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Through whom it comes, outermost first.
    pub attribution: Vec<AttributionTold>,
    /// The rules that made it.
    pub rules: Vec<String>,
    /// Why it belongs to the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkTold>,
    /// `accepted` or `rejected` by a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<&'static str>,
}

impl Said {
    /// Tells a statement.
    pub fn of(state: &State, statement: &Statement, link: Option<&Link>) -> Self {
        let document = state.document(&statement.document);
        Self {
            id: statement.id.to_string(),
            document: statement.document.to_string(),
            document_name: document.map_or_else(String::new, |document| document.added.name.clone()),
            source: document.and_then(Document::source).map(str::to_owned),
            day: document.and_then(Document::day).map(|day| day.to_string()),
            origin: state.origin(&statement.document).to_string(),
            kind: statement.content.kind().to_owned(),
            act: act(&statement.content),
            summary: super::summary::summary(statement),
            quote: statement.anchor.quote.clone(),
            start: statement.anchor.span.start,
            end: statement.anchor.span.end,
            speaker: statement.speaker().map(|speaker| speaker.name.clone()),
            stance: stance(statement),
            status: status(&statement.content),
            attribution: AttributionTold::all(&statement.attribution),
            rules: statement.rules.clone(),
            link: link.map(|link| LinkTold::of(state, link)),
            review: ReviewTold::word(state, &Target::Statement(statement.id.clone())),
        }
    }
}

/// Returns the act, stage or type that a content has.
pub fn act(content: &Content) -> Option<String> {
    let word = match content {
        Content::Event(event) => event.act.clone(),
        Content::Claim(_) | Content::Control(_) | Content::Response(_) => return None,
        Content::Agreement(agreement) => agreement.stage.clone(),
        Content::Term(term) => term.duty.clone(),
        Content::Talks(talks) => talks.status.clone(),
        Content::Zone(zone) => zone.kind.clone(),
        Content::Figure(figure) => figure.measure.clone(),
        Content::Reference(reference) => reference.act.clone()?,
    };
    (!word.is_empty()).then_some(word)
}

/// Returns the stance that a statement carries: its own, of a claim; else that of whoever vouches for it.
pub fn stance(statement: &Statement) -> Option<String> {
    match &statement.content {
        Content::Claim(claim) => Some(claim.stance.clone()),
        _ => statement.attribution.last().map(|one| one.stance.clone()),
    }
}

/// Returns whether an event is said to have happened.
pub fn status(content: &Content) -> Option<String> {
    match content {
        Content::Event(event) => Some(event.status.as_str().to_owned()),
        _ => None,
    }
}
