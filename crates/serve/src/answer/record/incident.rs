//! An incident in; who says what of it, the figures given, and the terms it may break out.

use truce_record::State;
use truce_record::fold::{FigureGiven, Incident, Link};
use truce_record::id::{RecordId, RecordKind, StatementId};
use truce_record::statement::{Anchor, Content, Statement};

use super::super::said;
use super::told::{ClaimTold, FigureTold, FindingTold, IncidentPart, ResponseTold, TermNear};
use super::{day, quote};

pub(super) fn incident_part(state: &State, incident: &Incident) -> IncidentPart {
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
