//! Parts that several pages have: the list of incidents, tolls, talks, sources.

use std::collections::BTreeSet;

use truce_record::entry::Finding;
use truce_record::fold::{Accord, Incident, Meeting};
use truce_record::id::{DocumentId, RecordKind, Target};

use crate::assess::{Evidence, Indicator};
use crate::export::Row;
use crate::page::{Page, Text};
use crate::scene::{Period, Seen, Stance, positions};

/// How many notes a line has.
const NOTES: usize = 3;

/// How many lines of an indicator are shown.
const LINES: usize = 20;

/// Adds a table of incidents, a line for each, in order of time.
pub(super) fn incidents(page: &mut Page, period: &Period<'_>, seen: &[&Seen]) {
    let rows = seen
        .iter()
        .map(|seen| {
            let incident = &seen.incident;
            let row = Row::of(&period.state, incident);
            let evidence = evidence(period, incident);
            let place = if row.place.is_empty() { "not told".to_owned() } else { row.place.clone() };
            let relation = match seen.relation {
                crate::area::Relation::Undetermined if !period.scope.areas.is_empty() => {
                    " (place undetermined)"
                }
                _ => "",
            };
            vec![
                incident.when.map_or_else(|| "not told".to_owned(), |when| when.to_string()).into(),
                incident.act.clone().into(),
                format!("{place}{relation}").into(),
                said(incident).into(),
                toll(&row).into(),
                page.noted(standing(incident), evidence),
            ]
        })
        .collect();
    page.table(
        &["When", "Act", "Where", "Who, and who says so", "Killed", "Standing"],
        rows,
        "No incident is on record.",
    );
}

/// Returns the words that an incident rests on: its event first, then positions.
fn evidence(period: &Period<'_>, incident: &Incident) -> Vec<Evidence> {
    let mut told: Vec<_> = incident.statements.iter().map(|(statement, _)| statement).collect();
    told.sort_by_key(|statement| match statement.content.kind() {
        "event" => 0,
        "claim" => 1,
        "figure" => 2,
        _ => 3,
    });
    let mut documents = BTreeSet::new();
    // One note for each document first: independent sources say more than one source twice.
    let (mut first, rest): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|one| documents.insert(&one.document));
    first.extend(rest);
    first.into_iter().take(NOTES).map(|statement| Evidence::of(period, statement)).collect()
}

/// Writes who is said to have done it, and by whom.
fn said(incident: &Incident) -> String {
    let mut lines: Vec<String> = Vec::new();
    for position in positions(incident) {
        let holder = position.holder.map_or("reports in their own voice", |holder| holder.name.as_str());
        let doers = position.doers.iter().map(|doer| doer.name.as_str()).collect::<Vec<_>>().join(", ");
        let line = match position.stance {
            Stance::Blames if !doers.is_empty() => format!("{doers}, say {holder}"),
            Stance::Admits => format!("{holder}, by own account"),
            Stance::Denies => format!("{holder} denies it"),
            Stance::NoComment => format!("{holder}: no comment"),
            _ => continue,
        };
        let line = if position.holder.is_some() { line.replace(", say ", ", says ") } else { line };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if lines.is_empty() { "nobody named".to_owned() } else { lines.join("; ") }
}

fn toll(row: &Row) -> String {
    match (row.low, row.high) {
        (None, None) => String::new(),
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, Some(high)) => format!("up to {high}"),
    }
}

fn standing(incident: &Incident) -> String {
    let finding =
        incident.finding.as_ref().map_or_else(String::new, |held| format!(", {}", held.finding.as_str()));
    let origins = incident.origins.len();
    format!(
        "{} ({origins} origin{}){finding}",
        incident.standing.as_str(),
        if origins == 1 { "" } else { "s" }
    )
}

/// Adds an indicator's words and rows as a paragraph and a list.
pub(super) fn indicator(page: &mut Page, indicator: &Indicator) {
    let words = page.noted(indicator.words.clone(), indicator.evidence.iter().take(NOTES).cloned());
    page.paragraph(words);
    if !indicator.rows.is_empty() {
        let mut items: Vec<Text> = indicator
            .rows
            .iter()
            .take(LINES)
            .map(|row| format!("{}: {}", row.label, row.count).into())
            .collect();
        if indicator.rows.len() > LINES {
            items.push(format!("and {} more lines", indicator.rows.len() - LINES).into());
        }
        page.list(items, "");
    }
}

/// Adds a table of terms with their deadlines.
pub(super) fn terms(page: &mut Page, period: &Period<'_>, accords: &[Accord]) {
    let mut rows = Vec::new();
    for accord in accords {
        let name = accord.name.clone().unwrap_or_else(|| accord.kind.clone());
        for (id, term) in &accord.terms {
            let due = term.due.map_or_else(
                || "none told".to_owned(),
                |due| format!("{due}{}", if due.latest < period.as_of { " (passed)" } else { "" }),
            );
            let bound = if term.on.is_empty() { "not told".to_owned() } else { Row::names(&term.on) };
            let broken = accord.violations.iter().filter(|violation| violation.term == *id).count();
            rows.push(vec![
                name.clone().into(),
                page.noted(term.duty.clone(), Evidence::of_id(period, id)),
                bound.into(),
                due.into(),
                if broken == 0 { Text::default() } else { format!("{broken} incidents linked").into() },
            ]);
        }
    }
    page.table(
        &["Agreement", "Duty", "Binds", "Due", "Violations, as people say"],
        rows,
        "No report tells terms.",
    );
}

/// Adds a list of talks.
pub(super) fn talks(page: &mut Page, period: &Period<'_>, meetings: &[Meeting]) {
    let rows = meetings
        .iter()
        .map(|meeting| {
            let series = meeting.series.clone().unwrap_or_else(|| "talks".to_owned());
            let round = meeting.round.map_or_else(String::new, |round| format!(", round {round}"));
            let name = page.noted(
                format!("{series}{round}"),
                meeting.statements.iter().take(NOTES).filter_map(|id| Evidence::of_id(period, id)),
            );
            let place =
                meeting.places.first().map_or_else(|| "not told".to_owned(), |place| place.name.clone());
            vec![
                meeting.when.map_or_else(|| "not told".to_owned(), |when| when.to_string()).into(),
                name,
                place.into(),
                meeting
                    .stages
                    .last()
                    .map_or_else(|| "not told".to_owned(), |stage| stage.stage.clone())
                    .into(),
                Row::names(&meeting.attending).into(),
                Row::names(&meeting.absent).into(),
            ]
        })
        .collect();
    page.table(&["When", "Talks", "Where", "State", "Attending", "Absent"], rows, "No talks are on record.");
}

/// Returns the talks that reports of a period tell of, or that fall into it.
pub(super) fn meetings(period: &Period<'_>, reports: &BTreeSet<DocumentId>) -> Vec<Meeting> {
    let mut meetings: Vec<Meeting> = period
        .state
        .records(RecordKind::Talks)
        .filter_map(|(id, _)| period.state.talks(id))
        .filter(|meeting| meeting.review.as_ref().is_none_or(|review| review.accepted))
        .filter(|meeting| {
            let told = meeting
                .statements
                .iter()
                .filter_map(|id| period.state.statement(id))
                .any(|known| reports.contains(&known.statement.document));
            let over = meeting.when.is_some_and(|when| period.since.is_some_and(|since| when.latest < since));
            told && !over
        })
        .collect();
    meetings.sort_by_key(|meeting| meeting.when.map(|when| when.earliest));
    meetings
}

/// Adds the findings that people entered.
pub(super) fn findings(page: &mut Page, period: &Period<'_>, seen: &[&Seen]) {
    let mut rows = Vec::new();
    for finding in Finding::ALL {
        for one in seen
            .iter()
            .filter(|seen| seen.incident.finding.as_ref().is_some_and(|held| held.finding == finding))
        {
            let incident = &one.incident;
            let body = incident.finding.as_ref().and_then(|held| held.body.clone()).unwrap_or_default();
            let terms = incident.violations.iter().filter_map(|id| Evidence::of_id(period, id));
            let place = incident.places.first().map_or("place not told", |place| place.name.as_str());
            rows.push(vec![
                finding.as_str().into(),
                format!(
                    "{}, {place}, {}",
                    incident.when.map_or_else(|| "no day".to_owned(), |when| when.to_string()),
                    incident.act
                )
                .into(),
                body.into(),
                page.noted(format!("{} terms", incident.violations.len()), terms),
            ]);
        }
    }
    page.table(
        &["Finding", "Incident", "Found by", "Terms it breaks"],
        rows,
        "Nobody has entered a finding, so nothing here is called a violation.",
    );
}

/// Adds the annex: every document with its hash, so that anybody can check that it is the same.
pub(super) fn annex<'a>(
    page: &mut Page,
    period: &Period<'_>,
    documents: impl IntoIterator<Item = &'a DocumentId>,
) {
    page.heading("Annex: sources");
    let rows = documents
        .into_iter()
        .filter_map(|id| Some((id, period.state.document(id)?)))
        .map(|(id, document)| {
            let origin = period.state.origin(id);
            let of = if origin == id {
                String::new()
            } else {
                period.state.document(origin).map_or_else(String::new, |origin| origin.added.name.clone())
            };
            vec![
                document.day().map_or_else(|| "undated".to_owned(), |day| day.to_string()).into(),
                document.source().unwrap_or("not told").into(),
                document.added.name.clone().into(),
                of.into(),
                period.state.grade(&Target::Document(id.clone())).to_string().into(),
                document.added.sha256.to_string().into(),
            ]
        })
        .collect();
    page.table(&["Day", "Source", "File", "Copy of", "Grade", "SHA-256"], rows, "No document.");
}
