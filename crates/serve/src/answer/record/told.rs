//! What is told of a record: the names are the interface's.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::row::Row;
use super::super::said::{ActorTold, NoteTold, PlaceTold, ReviewTold, Said};

/// A position that somebody takes on an incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClaimTold {
    /// The statement.
    pub statement: String,
    /// The document.
    pub document: String,
    /// Who published it.
    pub source: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// The document whose text it carries.
    pub origin: String,
    /// Who; none for the report itself.
    pub speaker: Option<String>,
    /// `asserts`, `blames`, `denies`, ...
    pub stance: String,
    /// Who is blamed.
    pub target: Vec<String>,
    /// The words.
    pub quote: String,
}

/// A figure that a source gives.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FigureTold {
    /// The statement.
    pub statement: String,
    /// The document.
    pub document: String,
    /// Who published it.
    pub source: Option<String>,
    /// Who gives it; none for the report itself.
    pub speaker: Option<String>,
    /// What is counted.
    pub measure: String,
    /// At least.
    pub low: Option<i64>,
    /// At most.
    pub high: Option<i64>,
    /// The source's own best estimate.
    pub best: Option<i64>,
    /// "about".
    pub approximate: bool,
    /// Whom it counts.
    pub of: Option<String>,
    /// The day of the document that gives it.
    pub as_of: Option<String>,
    /// The words.
    pub quote: String,
    /// `incident` or `cumulative`.
    pub scope: String,
}

/// What an inquiry found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingTold {
    /// The finding.
    pub finding: &'static str,
    /// Who found it.
    pub body: Option<String>,
    /// Who wrote it down.
    pub by: String,
    /// Number of the entry.
    pub entry: u64,
}

/// A term that an incident breaks or may break.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TermNear {
    /// The statement of the term.
    pub term: String,
    /// The agreement.
    pub agreement: Option<String>,
    /// Its name.
    pub agreement_name: Option<String>,
    /// The duty.
    pub duty: String,
    /// The words.
    pub quote: String,
}

/// One act said to answer another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResponseTold {
    /// The statement.
    pub statement: String,
    /// Words of the cause.
    pub cause: String,
    /// Words of the effect.
    pub effect: String,
    /// Who says so; none for the report itself.
    pub speaker: Option<String>,
    /// The words of both.
    pub quote: String,
    /// The record that the cause's words tell of.
    pub cause_record: Option<String>,
    /// The record that the effect's words tell of.
    pub effect_record: Option<String>,
}

/// A state of an agreement or of talks, as one document has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StageTold {
    /// The stage.
    pub stage: String,
    /// The day of the document.
    pub as_of: Option<String>,
    /// The document.
    pub document: String,
    /// The statement.
    pub statement: String,
    /// The words.
    pub quote: String,
}

/// A term of an agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TermTold {
    /// The statement.
    pub statement: String,
    /// The duty.
    pub duty: String,
    /// Those bound.
    pub bound: Vec<String>,
    /// The deadline, in EDTF.
    pub due: Option<String>,
    /// The words.
    pub quote: String,
}

/// An incident that breaks a term, as a person says.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Broken {
    /// The incident.
    pub incident: String,
    /// The statement of the term.
    pub term: String,
    /// The incident in a line.
    pub label: String,
}

/// Another record that may be the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CandidateTold {
    /// Id of the question.
    pub id: String,
    /// How sure, 0 to 1.
    pub score: f64,
    /// Why.
    pub reason: String,
    /// The other record; none where a statement is asked about that belongs to none.
    pub other: Option<Row>,
    /// The statement that may speak of this record, where it is not a whole record that may be the same.
    pub statement: Option<Said>,
}

/// A record that became part of another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergedTold {
    /// The id it had.
    pub id: String,
    /// Number of the entry that merged it.
    pub entry: Option<u64>,
}

/// What an incident has beside its statements.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IncidentPart {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Doers that any statement names.
    pub who: Vec<ActorTold>,
    /// Those it was done to.
    pub whom: Vec<ActorTold>,
    /// How it stands with those who speak of it.
    pub standing: &'static str,
    /// Independent origins that report it.
    pub origins: Vec<String>,
    /// Positions taken on it.
    pub claims: Vec<ClaimTold>,
    /// Figures given of it, in order of time.
    pub figures: Vec<FigureTold>,
    /// What the latest inquiry found.
    pub finding: Option<FindingTold>,
    /// Terms that it breaks, as people say.
    pub violations: Vec<TermNear>,
    /// Acts that are said to answer it, or that it is said to answer.
    pub responses: Vec<ResponseTold>,
    /// Terms of agreements in force near it, which a finding may be linked to.
    pub terms_nearby: Vec<TermNear>,
}

/// What an agreement has beside its statements.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AgreementPart {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its parties.
    pub parties: Vec<ActorTold>,
    /// Mediators, guarantors, hosts.
    pub brokers: Vec<ActorTold>,
    /// Its end, in EDTF.
    pub until: Option<String>,
    /// Its stage, as a person set it or the latest report has it.
    pub stage: Option<String>,
    /// The stage that a person set.
    pub stage_set: Option<String>,
    /// Its stages in order of the documents' days.
    pub stages: Vec<StageTold>,
    /// Its terms.
    pub terms: Vec<TermTold>,
    /// Incidents that break its terms, as people say.
    pub violations: Vec<Broken>,
}

/// What talks have beside their statements.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TalksPart {
    /// Name of the series.
    pub series: Option<String>,
    /// Number of the round.
    pub round: Option<u32>,
    /// Those who take part.
    pub attending: Vec<ActorTold>,
    /// Those who stay away or left.
    pub absent: Vec<ActorTold>,
    /// Mediators.
    pub mediators: Vec<ActorTold>,
    /// Their stages in order of the documents' days.
    pub stages: Vec<StageTold>,
}

/// What a zone has beside its statements.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ZonePart {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Rules that documents give.
    pub rules: Vec<String>,
    /// Its outline as a GeoJSON geometry, of an imported zone.
    #[schema(value_type = Option<Object>)]
    pub outline: Option<Value>,
}

/// What only one kind of record has.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Part {
    Incident(Box<IncidentPart>),
    Agreement(Box<AgreementPart>),
    Talks(Box<TalksPart>),
    Zone(Box<ZonePart>),
    None {},
}

/// A record, or a statement by itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordAnswer {
    /// The id it goes by now.
    pub id: String,
    /// `incident`, `agreement`, `talks`, `zone`, `claim` or `statement`.
    pub kind: &'static str,
    /// It in a line.
    pub label: String,
    /// When, in EDTF.
    pub when: Option<String>,
    /// The act of an incident, the type of others.
    pub act: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Where, the most exact first.
    pub places: Vec<PlaceTold>,
    /// Its statements that count, with why each belongs to it.
    pub statements: Vec<Said>,
    /// What a person said of it.
    pub review: Option<ReviewTold>,
    /// Whether a person rejected it.
    pub rejected: bool,
    /// Notes of people.
    pub notes: Vec<NoteTold>,
    /// Admiralty grades.
    pub grade: String,
    /// Records that became part of it.
    pub merged: Vec<MergedTold>,
    /// Questions whether it is the same as another.
    pub candidates: Vec<CandidateTold>,
    /// Records of the same kind near in time and place.
    pub related: Vec<Row>,
    /// Records that a statement is linked to.
    pub records: Vec<Labelled>,
    /// What only its kind has.
    #[serde(flatten)]
    pub part: Part,
}

/// A record in a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Labelled {
    /// Its id.
    pub id: String,
    /// It in a line.
    pub label: String,
}
