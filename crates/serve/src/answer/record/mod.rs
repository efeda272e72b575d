//! A record in, everything the ledger has about it out, each line with the words it rests on.

mod incident;
mod told;

use truce_record::State;
use truce_record::fold::StageAt;
use truce_record::id::{RecordId, RecordKind, StatementId, Target};
use truce_record::log::{Filter, LedgerError, Near, SqliteLedger};
use truce_record::statement::{Content, Place, Statement, When};

pub use told::*;

use super::row::Row;
use super::said::{self, NoteTold, ReviewTold, Said};
use incident::incident_part;

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
