//! A record in, everything the ledger has about it out, each line with the words it rests on.

use serde::Serialize;
use serde_json::Value;
use truce_record::State;
use truce_record::fold::{FigureGiven, Incident, Link, StageAt};
use truce_record::id::{RecordId, RecordKind, StatementId, Target};
use truce_record::log::{Filter, LedgerError, Near, SqliteLedger};
use truce_record::statement::{Anchor, Content, Place, Statement, When};
use utoipa::ToSchema;

use super::row::Row;
use super::said::{self, ActorTold, NoteTold, PlaceTold, ReviewTold, Said};

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

/// Tells a record in one line.
pub fn line(state: &State, id: &RecordId) -> String {
    let names = |places: &[Place]| {
        places.iter().take(3).map(|place| place.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let dated = |when: Option<When>| when.map_or("day not known".to_owned(), |when| when.to_string());
    let parts = match id.kind() {
        RecordKind::Incident => state.incident(id).map(|incident| {
            vec![
                incident.name.clone().unwrap_or_else(|| incident.act.clone()),
                dated(incident.when),
                names(&incident.places),
            ]
        }),
        RecordKind::Agreement => state.agreement(id).map(|accord| {
            vec![accord.name.clone().unwrap_or(accord.kind), dated(accord.when), names(&accord.places)]
        }),
        RecordKind::Talks => state.talks(id).map(|meeting| {
            vec![
                meeting.series.clone().unwrap_or("talks".to_owned()),
                dated(meeting.when),
                names(&meeting.places),
            ]
        }),
        RecordKind::Zone => {
            state.zone(id).map(|area| vec![area.name.clone().unwrap_or(area.kind), names(&area.places)])
        }
    };
    let parts = parts.unwrap_or_else(|| vec!["no statement of it counts".to_owned()]);
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
}

/// Tells everything about a record or a statement; none if it is not there.
///
/// # Errors
///
/// If the tables cannot be read.
pub fn record(
    state: &State,
    tables: &SqliteLedger,
    target: &Target,
) -> Result<Option<RecordAnswer>, LedgerError> {
    match target {
        Target::Record(id) if state.record(id).is_some() => {
            of_record(state, tables, state.resolve(id)).map(Some)
        }
        Target::Statement(id) => Ok(state.statement(id).map(|known| of_statement(state, &known.statement))),
        _ => Ok(None),
    }
}

fn of_statement(state: &State, statement: &Statement) -> RecordAnswer {
    let target = Target::Statement(statement.id.clone());
    let review = ReviewTold::of(state, &target);
    RecordAnswer {
        id: statement.id.to_string(),
        kind: if matches!(statement.content, Content::Claim(_)) { "claim" } else { "statement" },
        label: super::summary::summary(statement),
        when: statement.when().map(ToString::to_string),
        act: said::act(&statement.content),
        name: None,
        places: said::places(statement.places()),
        statements: vec![Said::of(state, statement, None)],
        rejected: review.as_ref().is_some_and(|review| !review.accepted),
        review,
        notes: NoteTold::all(state, &target),
        grade: state.grade(&target).to_string(),
        merged: Vec::new(),
        candidates: Vec::new(),
        related: Vec::new(),
        records: state.records_of(&statement.id).map(|id| labelled(state, id)).collect(),
        part: Part::None {},
    }
}

fn labelled(state: &State, id: &RecordId) -> Labelled {
    Labelled { id: id.to_string(), label: line(state, id) }
}

fn of_record(state: &State, tables: &SqliteLedger, id: &RecordId) -> Result<RecordAnswer, LedgerError> {
    let target = Target::Record(id.clone());
    let review = ReviewTold::of(state, &target);
    let kept = state.record(id).cloned().unwrap_or_default();
    let mut answer = RecordAnswer {
        id: id.to_string(),
        kind: id.kind().as_str(),
        label: line(state, id),
        when: None,
        act: None,
        name: None,
        places: Vec::new(),
        statements: state
            .counted(&kept)
            .into_iter()
            .map(|(statement, link)| Said::of(state, statement, Some(link)))
            .collect(),
        rejected: review.as_ref().is_some_and(|review| !review.accepted),
        review,
        notes: NoteTold::all(state, &target),
        grade: state.grade(&target).to_string(),
        merged: kept.merged.iter().map(|part| merged(state, part)).collect(),
        candidates: candidates(state, tables, id)?,
        related: Vec::new(),
        records: Vec::new(),
        part: Part::None {},
    };
    let (places, when): (Vec<Place>, Option<When>) = match id.kind() {
        RecordKind::Incident => {
            let Some(incident) = state.incident(id) else { return Ok(answer) };
            answer.act = Some(incident.act.clone());
            answer.name.clone_from(&incident.name);
            answer.part = Part::Incident(Box::new(incident_part(state, &incident)));
            (incident.places, incident.when)
        }
        RecordKind::Agreement => {
            let Some(accord) = state.agreement(id) else { return Ok(answer) };
            answer.act = Some(accord.kind.clone());
            answer.name.clone_from(&accord.name);
            let latest = accord.stages.last().map(|stage| stage.stage.clone());
            answer.part = Part::Agreement(Box::new(AgreementPart {
                kind: accord.kind.clone(),
                parties: said::actors(&accord.parties),
                brokers: said::actors(&accord.brokers),
                until: accord.until.map(|until| until.to_string()),
                stage: accord.stage_set.clone().or(latest),
                stage_set: accord.stage_set.clone(),
                stages: stages(state, &accord.stages),
                terms: accord
                    .terms
                    .iter()
                    .map(|(statement, term)| TermTold {
                        statement: statement.to_string(),
                        duty: term.duty.clone(),
                        bound: said::names(&term.on),
                        due: term.due.map(|due| due.to_string()),
                        quote: quote(state, statement),
                    })
                    .collect(),
                violations: accord
                    .violations
                    .iter()
                    .map(|violation| Broken {
                        incident: violation.incident.to_string(),
                        term: violation.term.to_string(),
                        label: line(state, &violation.incident),
                    })
                    .collect(),
            }));
            (accord.places, accord.when)
        }
        RecordKind::Talks => {
            let Some(meeting) = state.talks(id) else { return Ok(answer) };
            answer.name.clone_from(&meeting.series);
            answer.part = Part::Talks(Box::new(TalksPart {
                series: meeting.series,
                round: meeting.round,
                attending: said::actors(&meeting.attending),
                absent: said::actors(&meeting.absent),
                mediators: said::actors(&meeting.mediators),
                stages: stages(state, &meeting.stages),
            }));
            (meeting.places, meeting.when)
        }
        RecordKind::Zone => {
            let Some(area) = state.zone(id) else { return Ok(answer) };
            answer.act = Some(area.kind.clone());
            answer.name.clone_from(&area.name);
            answer.part = Part::Zone(Box::new(ZonePart {
                kind: area.kind,
                rules: area.rules,
                outline: area.outline.as_deref().and_then(truce_report::export::geometry),
            }));
            (area.places, None)
        }
    };
    answer.when = when.map(|when| when.to_string());
    answer.related = related(tables, id, &places, when)?;
    answer.places = said::places(&places);
    Ok(answer)
}

fn merged(state: &State, part: &RecordId) -> MergedTold {
    use truce_record::entry::{Body, Verdict};
    let entry = state.steps().iter().rev().find(|step| {
        matches!(&*step.body, Body::Judgement(judgement)
            if matches!(&judgement.verdict, Verdict::Merged(merged) if merged.from.contains(part)))
            && !state.is_undone(step.seq)
    });
    MergedTold { id: part.to_string(), entry: entry.map(|step| step.seq) }
}

fn incident_part(state: &State, incident: &Incident) -> IncidentPart {
    let published = |document| state.document(document).and_then(truce_record::fold::Document::source);
    IncidentPart {
        kind: incident.kind.clone(),
        who: said::actors(&incident.who),
        whom: said::actors(&incident.whom),
        standing: incident.standing.as_str(),
        origins: incident.origins.iter().map(ToString::to_string).collect(),
        claims: incident
            .claims
            .iter()
            .map(|claim| ClaimTold {
                statement: claim.statement.to_string(),
                document: claim.document.to_string(),
                source: published(&claim.document).map(str::to_owned),
                day: day(state, &claim.statement),
                origin: state.origin(&claim.document).to_string(),
                speaker: claim.speaker.as_ref().map(|speaker| speaker.name.clone()),
                stance: claim.stance.clone(),
                target: said::names(&claim.target),
                quote: claim.quote.clone(),
            })
            .collect(),
        figures: incident.figures.iter().map(|given| figure(state, given)).collect(),
        finding: incident.finding.as_ref().map(|held| FindingTold {
            finding: held.finding.as_str(),
            body: held.body.clone(),
            by: author(state, held.entry),
            entry: held.entry,
        }),
        violations: incident.violations.iter().filter_map(|term| term_near(state, term)).collect(),
        responses: responses(state, &incident.statements),
        terms_nearby: terms_nearby(state, incident),
    }
}

fn author(state: &State, entry: u64) -> String {
    let steps = state.steps();
    let at = steps.binary_search_by_key(&entry, |step| step.seq);
    at.map_or_else(|_| String::new(), |at| steps[at].by.name().to_owned())
}

fn figure(state: &State, given: &FigureGiven) -> FigureTold {
    let document = state.document(&given.document);
    FigureTold {
        statement: given.statement.to_string(),
        document: given.document.to_string(),
        source: document.and_then(truce_record::fold::Document::source).map(str::to_owned),
        speaker: given.speaker.as_ref().map(|speaker| speaker.name.clone()),
        measure: given.figure.measure.clone(),
        low: given.figure.low,
        high: given.figure.high,
        best: given.figure.best,
        approximate: given.figure.approximate,
        of: given.figure.of.clone(),
        as_of: given.as_of.map(|day| day.to_string()),
        quote: quote(state, &given.statement),
        scope: given.figure.scope.clone(),
    }
}

fn quote(state: &State, statement: &StatementId) -> String {
    state.statement(statement).map_or_else(String::new, |known| known.statement.anchor.quote.clone())
}

fn day(state: &State, statement: &StatementId) -> Option<String> {
    let known = state.statement(statement)?;
    state.document(&known.statement.document)?.day().map(|day| day.to_string())
}

fn stages(state: &State, stages: &[StageAt]) -> Vec<StageTold> {
    stages
        .iter()
        .map(|stage| StageTold {
            stage: stage.stage.clone(),
            as_of: stage.as_of.map(|day| day.to_string()),
            document: stage.document.to_string(),
            statement: stage.statement.to_string(),
            quote: quote(state, &stage.statement),
        })
        .collect()
}

fn term_near(state: &State, term: &StatementId) -> Option<TermNear> {
    let known = state.statement(term)?;
    let Content::Term(content) = &known.statement.content else { return None };
    let agreement = state.records_of(term).find(|id| id.kind() == RecordKind::Agreement);
    let accord = agreement.and_then(|id| state.agreement(id));
    Some(TermNear {
        term: term.to_string(),
        agreement: agreement.map(ToString::to_string),
        agreement_name: accord.and_then(|accord| accord.name).or_else(|| content.agreement.clone()),
        duty: content.duty.clone(),
        quote: known.statement.anchor.quote.clone(),
    })
}

/// Terms shown beside an incident.
const NEARBY: usize = 50;

/// Terms of the agreements that documents of the incident tell of, then those of others that bind one of its doers.
fn terms_nearby(state: &State, incident: &Incident) -> Vec<TermNear> {
    let mut found: Vec<StatementId> = Vec::new();
    let of_documents = incident
        .statements
        .iter()
        .filter_map(|(statement, _)| state.document(&statement.document))
        .filter(|document| !document.added.is_data_set())
        .flat_map(|document| &document.statements);
    let mut agreements: Vec<&RecordId> = Vec::new();
    for id in of_documents.flat_map(|statement| state.records_of(statement)) {
        if id.kind() == RecordKind::Agreement && !agreements.contains(&id) {
            agreements.push(id);
        }
    }
    for accord in agreements.iter().filter_map(|id| state.agreement(id)) {
        found.extend(accord.terms.into_iter().map(|(term, _)| term));
    }
    let bound = |id: &StatementId| {
        state.statement(id).is_some_and(|known| match &known.statement.content {
            Content::Term(term) => {
                term.on.iter().any(|one| incident.who.iter().any(|doer| doer.key() == one.key()))
            }
            _ => false,
        })
    };
    if found.is_empty() {
        let reports = state.records(RecordKind::Agreement).flat_map(|(_, record)| record.statements.keys());
        found.extend(reports.filter(|id| bound(id)).take(NEARBY).cloned());
    }
    found.iter().take(NEARBY).filter_map(|term| term_near(state, term)).collect()
}

/// Acts said to answer one another, by the documents of an incident.
fn responses(state: &State, statements: &[(std::sync::Arc<Statement>, Link)]) -> Vec<ResponseTold> {
    statements
        .iter()
        .filter_map(|(statement, _)| match &statement.content {
            Content::Response(response) => Some(ResponseTold {
                statement: statement.id.to_string(),
                cause: response.cause.quote.clone(),
                effect: response.effect.quote.clone(),
                speaker: response.speaker.as_ref().map(|speaker| speaker.name.clone()),
                quote: statement.anchor.quote.clone(),
                cause_record: record_of(state, statement, &response.cause),
                effect_record: record_of(state, statement, &response.effect),
            }),
            _ => None,
        })
        .collect()
}

/// The incident that words of a document tell of.
fn record_of(state: &State, near: &Statement, words: &Anchor) -> Option<String> {
    let document = state.document(&near.document)?;
    document
        .statements
        .iter()
        .filter_map(|id| state.statement(id))
        .filter(|known| matches!(known.statement.content, Content::Event(_)))
        .filter(|known| {
            let span = known.statement.anchor.span;
            span.start < words.span.end && words.span.start < span.end
        })
        .find_map(|known| state.records_of(&known.statement.id).find(|id| id.kind() == RecordKind::Incident))
        .map(ToString::to_string)
}

fn candidates(
    state: &State,
    tables: &SqliteLedger,
    id: &RecordId,
) -> Result<Vec<CandidateTold>, LedgerError> {
    let mut found = Vec::new();
    for (candidate, question) in state.open_questions() {
        let record = state.resolve(&question.record);
        let (other, statement) = match &question.subject {
            Target::Record(subject) if record == id => (Some(state.resolve(subject).clone()), None),
            Target::Record(subject) if state.resolve(subject) == id => (Some(record.clone()), None),
            Target::Statement(subject) if record == id => {
                (state.records_of(subject).next().cloned(), state.statement(subject))
            }
            Target::Statement(subject) if state.records_of(subject).any(|one| one == id) => {
                (Some(record.clone()), state.statement(subject))
            }
            _ => continue,
        };
        found.push(CandidateTold {
            id: candidate.to_string(),
            score: question.score.share(),
            reason: question.reason.clone(),
            other: other.map(|other| tables.record(&other)).transpose()?.flatten().map(Row::from),
            statement: statement.map(|known| Said::of(state, &known.statement, None)),
        });
    }
    Ok(found)
}

/// Records shown as near.
const RELATED: usize = 20;

/// Records of the same kind near in time and place.
fn related(
    tables: &SqliteLedger,
    id: &RecordId,
    places: &[Place],
    when: Option<When>,
) -> Result<Vec<Row>, LedgerError> {
    use jiff::ToSpan as _;
    let Some(place) = places.iter().find(|place| place.point.is_some()) else { return Ok(Vec::new()) };
    let Some(point) = place.point else { return Ok(Vec::new()) };
    let (days, metres) = match id.kind() {
        RecordKind::Incident => (3, place.radius_m.unwrap_or_default().clamp(25_000, 150_000)),
        _ => (60, 150_000),
    };
    let filter = Filter {
        kind: Some(id.kind()),
        since: when.and_then(|when| when.earliest.checked_sub(days.days()).ok()),
        until: when.and_then(|when| when.latest.checked_add(days.days()).ok()),
        near: vec![Near { point, metres }],
        limit: Some(RELATED + 1),
        ..Filter::default()
    };
    let rows = tables.records(&filter)?;
    Ok(rows.into_iter().filter(|row| row.id != id.as_str()).take(RELATED).map(Row::from).collect())
}
