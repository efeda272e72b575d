//! The situation report of a stretch of days, in the order in which missions write it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use truce_record::State;
use truce_record::fold::{Accord, Area};
use truce_record::id::{DocumentId, RecordId, RecordKind};
use truce_record::statement::{Content, Status};

use super::changes::changes;
use super::{CAUTION, parts};
use crate::area::Relation;
use crate::assess::{self, Evidence, count, of_period};
use crate::matrix;
use crate::page::{Page, Text};
use crate::plot;
use crate::scene::{Class, Period, Question, Scene, SceneError, Seen};

/// What a situation report is asked for.
#[derive(Debug, Clone)]
pub struct Sitrep {
    /// First day.
    pub from: Date,
    /// Last day. Reports published later are left out.
    pub to: Date,
    /// The agreement it is about; all that reports of these days tell of if not given.
    pub agreement: Option<RecordId>,
    /// The zone it is about; everywhere if not given.
    pub zone: Option<RecordId>,
    /// Also say what changed since this day.
    pub diff: Option<Date>,
    /// The incidents that it is about; all of its time and area if not given.
    pub only: Option<Only>,
}

/// Some incidents, and what they have in common.
#[derive(Debug, Clone)]
pub struct Only {
    /// The incidents.
    pub incidents: BTreeSet<RecordId>,
    /// What they have in common, as it follows "incidents".
    pub words: String,
}

/// Writes a situation report.
///
/// # Errors
///
/// If the agreement or zone is not there.
pub fn sitrep(state: &State, asked: &Sitrep) -> Result<Page, SceneError> {
    let mut scene = asked
        .agreement
        .as_ref()
        .map(|agreement| {
            Scene::set(
                state,
                &Question {
                    agreement: agreement.clone(),
                    as_of: Some(asked.to),
                    since: Some(asked.from),
                    zone: asked.zone.clone(),
                },
            )
        })
        .transpose()?;
    let mut free = match &scene {
        Some(_) => None,
        None => Some(Period::set(state, asked.from, asked.to, asked.zone.as_ref())?),
    };
    if let Some(only) = &asked.only {
        let periods = scene.as_mut().map(|scene| &mut scene.period).into_iter().chain(free.as_mut());
        periods.for_each(|period| period.keep(&only.incidents));
    }
    let period: &Period<'_> =
        scene.as_ref().map_or_else(|| free.as_ref(), |scene| Some(&scene.period)).ok_or(SceneError::NoDay)?;
    Ok(write(state, asked, period, scene.as_ref()))
}

fn write(state: &State, asked: &Sitrep, period: &Period<'_>, scene: Option<&Scene<'_>>) -> Page {
    let reports: BTreeSet<DocumentId> = reports(period, asked);
    let accords = accords(period, &reports, scene);
    let head = state.head();
    let mut page = Page {
        title: format!("Situation report, {} to {}", asked.from, asked.to),
        subtitle: format!(
            "Area: {}.{} Ledger entry {}, {}. Method {}.",
            period.scope.words(),
            asked.only.as_ref().map_or_else(String::new, |only| format!(" Only incidents {}.", only.words)),
            head.seq,
            head.hash,
            assess::METHOD
        ),
        caution: CAUTION.to_owned(),
        ..Page::default()
    };
    let seen: Vec<&Seen> = period.incidents.iter().filter(|seen| seen.class != Class::Other).collect();
    summary(&mut page, period, &seen, &reports, &accords, state, asked);
    if let Some(day) = asked.diff {
        page.heading(format!("Changed since {day}"));
        let items =
            changes(state, day, asked.to).into_iter().map(|change| Text::from(change.words)).collect();
        page.list(items, "Nothing that reports tell has changed.");
    }
    page.heading("Incidents");
    by_area(&mut page, &seen);
    let stages = scene.map(|scene| scene.accord.stages.clone()).unwrap_or_default();
    page.blocks.push(crate::page::Block::Figure {
        svg: plot::timeline(period, &stages),
        caption: "Incidents by day and act.".to_owned(),
    });
    page.blocks.push(crate::page::Block::Figure {
        svg: plot::map(period, &zones(period)),
        caption: "Incidents by place; a grey circle is how far from its point an incident may have been."
            .to_owned(),
    });
    parts::incidents(&mut page, period, &seen);
    page.heading("Claims and responses");
    let parties = scene.map(|scene| scene.accord.parties.clone()).unwrap_or_default();
    claims(&mut page, period, &parties);
    parts::indicator(&mut page, &of_period(period, "responses"));
    page.heading("Violations by finding");
    parts::findings(&mut page, period, &seen);
    page.heading("Casualties by source");
    parts::indicator(&mut page, &of_period(period, "tolls"));
    page.heading("Terms and deadlines");
    parts::terms(&mut page, period, &accords);
    page.heading("Talks");
    let meetings = parts::meetings(period, &reports);
    parts::talks(&mut page, period, &meetings);
    page.heading("Access");
    parts::indicator(&mut page, &of_period(period, "access"));
    page.heading("Outlook");
    outlook(&mut page, period, &reports);
    parts::annex(&mut page, period, &reports);
    page
}

/// Documents of those days, with those that tell of their incidents.
fn reports(period: &Period<'_>, asked: &Sitrep) -> BTreeSet<DocumentId> {
    let days = asked.from..=asked.to;
    let mut reports: BTreeSet<DocumentId> = period.reports.iter().cloned().collect();
    if period.scope.areas.is_empty() {
        reports.extend(
            period
                .state
                .documents()
                .iter()
                .filter(|(_, document)| document.day().is_some_and(|day| days.contains(&day)))
                .map(|(id, _)| id.clone()),
        );
    }
    reports
}

fn accords(period: &Period<'_>, reports: &BTreeSet<DocumentId>, scene: Option<&Scene<'_>>) -> Vec<Accord> {
    if let Some(scene) = scene {
        return vec![scene.accord.clone()];
    }
    let told = |accord: &Accord| {
        accord
            .statements
            .iter()
            .filter_map(|id| period.state.statement(id))
            .any(|known| reports.contains(&known.statement.document))
    };
    period
        .state
        .records(RecordKind::Agreement)
        .filter_map(|(id, _)| period.state.agreement(id))
        .filter(|accord| accord.review.as_ref().is_none_or(|review| review.accepted) && told(accord))
        .collect()
}

fn zones(period: &Period<'_>) -> Vec<Area> {
    period.state.records(RecordKind::Zone).filter_map(|(id, _)| period.state.zone(id)).collect()
}

fn summary(
    page: &mut Page,
    period: &Period<'_>,
    seen: &[&Seen],
    reports: &BTreeSet<DocumentId>,
    accords: &[Accord],
    state: &State,
    asked: &Sitrep,
) {
    page.heading("Summary");
    let origins = period.origins(reports).len();
    let of = |class: Class| seen.iter().filter(|seen| seen.class == class && seen.told()).count();
    let inside = seen
        .iter()
        .filter(|seen| seen.class == Class::Force && seen.told() && seen.relation == Relation::Inside)
        .count();
    let mut items: Vec<Text> = vec![
        format!(
            "{} of {} tell of {} of force, {} of coercion, {} of build-up and {} of restraint.",
            count(reports.len(), "document"),
            count(origins, "independent origin"),
            count(of(Class::Force), "use"),
            count(of(Class::Coercion), "case"),
            count(of(Class::BuildUp), "case"),
            count(of(Class::Restraint), "act"),
        )
        .into(),
    ];
    if !period.scope.areas.is_empty() {
        items.push(format!("{inside} of the uses of force surely lie inside the area; {} incidents lie outside and are left out.", period.outside).into());
    }
    for accord in accords {
        let question = Question {
            agreement: accord.id.clone(),
            as_of: Some(asked.to),
            since: None,
            zone: asked.zone.clone(),
        };
        let Ok(assessment) = assess::assess(state, &question) else { continue };
        let grounds: Vec<&str> = assessment.grounds.iter().map(|ground| ground.words.as_str()).collect();
        let evidence = assessment.grounds.iter().flat_map(|ground| ground.evidence.iter().take(2).cloned());
        let words = format!(
            "{} ({}): {} on {}. {}",
            assessment.name,
            assessment.agreement,
            assessment.verdict.as_str(),
            assessment.as_of,
            grounds.join(" ")
        );
        items.push(page.noted(words, evidence));
    }
    page.list(items, "");
}

/// Incidents by first-level division and act.
fn by_area(page: &mut Page, seen: &[&Seen]) {
    let mut acts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut areas: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for one in seen.iter().filter(|seen| seen.told()) {
        let place = one.incident.places.first();
        let area = place
            .and_then(|place| place.division.clone())
            .or_else(|| place.map(|place| place.name.clone()))
            .unwrap_or_else(|| "place not told".to_owned());
        *acts.entry(&one.incident.act).or_default() += 1;
        *areas.entry(area).or_default().entry(&one.incident.act).or_default() += 1;
    }
    let mut head = vec!["Area"];
    head.extend(acts.keys().copied());
    head.push("all");
    let rows = areas
        .iter()
        .map(|(area, counts)| {
            let mut row: Vec<Text> = vec![area.clone().into()];
            row.extend(
                acts.keys()
                    .map(|act| Text::from(counts.get(act).map_or_else(String::new, ToString::to_string))),
            );
            row.push(counts.values().sum::<usize>().to_string().into());
            row
        })
        .collect();
    page.table(&head, rows, "No incident is on record.");
}

fn claims(page: &mut Page, period: &Period<'_>, parties: &[truce_record::statement::Actor]) {
    let matrix = matrix::of_period(period, parties);
    let items = matrix
        .accounts
        .iter()
        .map(|account| {
            let counts: Vec<String> =
                account.positions.iter().map(|(word, count)| format!("{word} {count}")).collect();
            let column = matrix.parties.iter().position(|party| *party == account.party);
            let evidence = matrix
                .lines
                .iter()
                .filter_map(|line| line.cells.get(column?))
                .flat_map(|cell| cell.evidence.iter().take(1).cloned());
            let evidence: Vec<Evidence> = evidence.take(4).collect();
            page.noted(format!("{}: {}", account.party, counts.join(", ")), evidence)
        })
        .collect();
    page.list(items, "Nobody is on record with a position on an incident.");
    page.blocks.push(crate::page::Block::Figure {
        svg: plot::matrix(&matrix),
        caption: "Who takes which position on which incident.".to_owned(),
    });
}

/// What reports of these days say is planned, threatened or due.
fn outlook(page: &mut Page, period: &Period<'_>, reports: &BTreeSet<DocumentId>) {
    let mut items = Vec::new();
    for id in reports {
        // What an older report said was ahead is no outlook.
        if period.since.is_some_and(|since| period.day_of(id).is_none_or(|day| day < since))
            || period.is_data_set(id)
        {
            continue;
        }
        let statements = period.state.document(id).into_iter().flat_map(|document| &document.statements);
        for known in statements.filter_map(|id| period.state.statement(id)) {
            let Content::Event(event) = &known.statement.content else { continue };
            let word = match event.status {
                Status::Planned => "planned",
                Status::Threatened => "threatened",
                _ => continue,
            };
            if event.when.is_some_and(|when| when.latest < period.as_of) {
                continue;
            }
            let when = event.when.map_or_else(String::new, |when| format!(", {when}"));
            let words = format!(
                "{word}{when}: \u{201c}{}\u{201d}",
                crate::words::quote(&known.statement.anchor.quote)
            );
            items.push(page.noted(words, [Evidence::of(period, &known.statement)]));
        }
    }
    page.list(items, "No report of these days says what is planned or threatened.");
}
