//! Briefs on one thing: an agreement, an incident, an actor, a place.

use jiff::civil::Date;
use truce_record::State;
use truce_record::fold::Document;
use truce_record::id::{RecordId, Target};
use truce_record::statement::{Actor, Place};

use super::{CAUTION, parts};
use crate::assess::{self, Bearing, Evidence};
use crate::matrix;
use crate::page::{Block, Page, Text};
use crate::plot;
use crate::scene::{Class, Period, Question, Scene, SceneError, Seen, positions};

/// Why a brief cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BriefError {
    /// The scene cannot be set.
    #[error("{0}")]
    Scene(#[from] SceneError),
    /// There is no such incident.
    #[error("{0} is no incident of this ledger")]
    NoIncident(RecordId),
    /// Nothing names it.
    #[error("nothing in this ledger names \"{0}\"")]
    Nowhere(String),
}

impl BriefError {
    /// Returns what to do.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Scene(error) => error.help(),
            Self::NoIncident(_) => "`truce list incidents` prints their ids",
            Self::Nowhere(_) => "`truce search WORDS` looks in all statements; part of a name is enough",
        }
    }
}

fn page(state: &State, title: String) -> Page {
    let head = state.head();
    Page {
        title,
        subtitle: format!("Ledger entry {}, {}. Method {}.", head.seq, head.hash, assess::METHOD),
        caution: CAUTION.to_owned(),
        ..Page::default()
    }
}

/// Writes a brief on an agreement: its parties, terms and states, the assessment, incidents and talks.
///
/// # Errors
///
/// If the agreement or the zone is not there.
pub fn agreement(state: &State, question: &Question) -> Result<Page, BriefError> {
    let scene = Scene::set(state, question)?;
    let assessment = assess::of_scene(&scene);
    let mut page = page(state, format!("{}: {}", assessment.name, assessment.verdict.as_str()));
    page.heading("Verdict");
    let items = assessment
        .grounds
        .iter()
        .map(|ground| page.noted(ground.words.clone(), ground.evidence.iter().cloned()))
        .collect();
    page.list(items, "");
    for (bearing, title) in [
        (Bearing::Against, "What speaks against it"),
        (Bearing::For, "What speaks for it"),
        (Bearing::Neither, "What else is told"),
        (Bearing::Unknown, "What the record is too thin for"),
    ] {
        let of: Vec<_> = assessment.indicators.iter().filter(|one| one.bearing == bearing).collect();
        if of.is_empty() {
            continue;
        }
        page.heading(title);
        let items = of
            .into_iter()
            .map(|one| {
                page.noted(format!("{}: {}", one.title, one.words), one.evidence.iter().take(3).cloned())
            })
            .collect();
        page.list(items, "");
    }
    page.heading("What is not known");
    page.list(assessment.gaps.iter().map(|gap| gap.words.clone().into()).collect(), "");
    page.heading("Terms");
    parts::terms(&mut page, &scene, std::slice::from_ref(&scene.accord));
    let seen: Vec<&Seen> = scene.incidents.iter().filter(|seen| seen.class != Class::Other).collect();
    page.heading("Incidents");
    page.blocks.push(Block::Figure {
        svg: plot::timeline(&scene, &scene.accord.stages),
        caption: "Incidents by day and act, with what reports said of the agreement.".to_owned(),
    });
    parts::incidents(&mut page, &scene, &seen);
    page.heading("Claims");
    page.blocks.push(Block::Figure {
        svg: plot::matrix(&matrix::matrix(&scene)),
        caption: "Who takes which position on which incident.".to_owned(),
    });
    page.heading("Talks");
    let reports = scene.reports.iter().cloned().collect();
    let meetings = parts::meetings(&scene, &reports);
    parts::talks(&mut page, &scene, &meetings);
    parts::annex(&mut page, &scene, &scene.reports);
    Ok(page)
}

/// The whole record as a period: every day, everywhere.
fn whole(state: &State) -> Result<Period<'_>, SceneError> {
    let days = state.documents().values().filter_map(Document::day);
    let told = state.statements().values().filter_map(|known| known.statement.when()).map(|when| when.latest);
    let last = days.chain(told).max().ok_or(SceneError::NoDay)?;
    Period::set(state, Date::MIN, last, None)
}

/// Writes a brief on an incident: what each source says of it, figures, positions, findings, notes.
///
/// # Errors
///
/// If the incident is not there.
pub fn incident(state: &State, id: &RecordId) -> Result<Page, BriefError> {
    let missing = || BriefError::NoIncident(id.clone());
    let incident = state.incident(id).ok_or_else(missing)?;
    let period = whole(state)?;
    let place = incident.places.first().map_or("place not told", |place| place.name.as_str());
    let when = incident.when.map_or_else(|| "day not told".to_owned(), |when| when.to_string());
    let mut page =
        page(state, format!("{}, {place}, {when}", incident.name.as_deref().unwrap_or(&incident.act)));
    page.heading("Standing");
    page.paragraph(format!(
        "{} by {} independent origins in {} statements. Type {}.{}",
        incident.standing.as_str(),
        incident.origins.len(),
        incident.statements.len(),
        incident.kind,
        incident.finding.as_ref().map_or_else(
            || " No finding.".to_owned(),
            |held| format!(
                " Finding: {}{}.",
                held.finding.as_str(),
                held.body.as_ref().map_or_else(String::new, |body| format!(", by {body}"))
            )
        )
    ));
    page.heading("Positions");
    let items = positions(&incident)
        .into_iter()
        .map(|position| {
            let holder = position
                .holder
                .map_or_else(|| period.source_of(&position.statement.document), |holder| holder.name.clone());
            let doers: Vec<&str> = position.doers.iter().map(|doer| doer.name.as_str()).collect();
            page.noted(
                format!("{holder} {} {}", position.stance.as_str(), doers.join(", ")),
                [Evidence::of(&period, position.statement)],
            )
        })
        .collect();
    page.list(items, "Nobody takes a position.");
    page.heading("Figures");
    let rows = incident
        .figures
        .iter()
        .map(|given| {
            let figure = &*given.figure;
            let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
            let source = given
                .speaker
                .as_ref()
                .map_or_else(|| period.source_of(&given.document), |speaker| speaker.name.clone());
            vec![
                given.as_of.map_or_else(|| "undated".to_owned(), |day| day.to_string()).into(),
                source.into(),
                page.noted(
                    format!("{} {}", figure.measure, figure.of.as_deref().unwrap_or_default()),
                    Evidence::of_id(&period, &given.statement),
                ),
                number(figure.low).into(),
                number(figure.best).into(),
                number(figure.high).into(),
                figure.scope.clone().into(),
            ]
        })
        .collect();
    page.table(&["As of", "Source", "Of", "Least", "Best", "Most", "Scope"], rows, "No figure is given.");
    page.heading("Words");
    let items = incident
        .statements
        .iter()
        .map(|(statement, link)| {
            page.noted(
                format!(
                    "{}: linked because {} ({})",
                    statement.content.kind(),
                    link.reason,
                    if link.by_person { "by a person" } else { "by the program" }
                ),
                [Evidence::of(&period, statement)],
            )
        })
        .collect();
    page.list(items, "");
    let target = Target::Record(incident.id.clone());
    let notes: Vec<Text> = state
        .notes(&target)
        .into_iter()
        .map(|note| format!("{}: {}", note.by.name(), note.text).into())
        .collect();
    if !notes.is_empty() {
        page.heading("Notes by people");
        page.list(notes, "");
    }
    let documents: std::collections::BTreeSet<_> =
        incident.statements.iter().map(|(statement, _)| statement.document.clone()).collect();
    parts::annex(&mut page, &period, &documents);
    Ok(page)
}

/// Says whether a name holds some letters, whatever their case.
fn holds(name: &str, letters: &str) -> bool {
    name.to_lowercase().contains(letters)
}

/// Writes a brief on an actor: what it is said to have done, by whom, what was done to it, and what it holds itself.
///
/// # Errors
///
/// If nothing names the actor.
pub fn actor(state: &State, name: &str) -> Result<Page, BriefError> {
    let letters = name.to_lowercase();
    let is = |actor: &Actor| {
        actor.id.as_deref() == Some(&letters)
            || holds(&actor.name, &letters)
            || actor.also.iter().any(|other| holds(other, &letters))
    };
    let period = whole(state)?;
    let mut page = page(state, format!("What reports say of {name}"));
    let has = |seen: &&Seen, of: fn(&Seen) -> &Vec<Actor>| of(seen).iter().any(is);
    let did: Vec<&Seen> =
        period.incidents.iter().filter(|seen| has(seen, |seen| &seen.incident.who)).collect();
    let suffered: Vec<&Seen> =
        period.incidents.iter().filter(|seen| has(seen, |seen| &seen.incident.whom)).collect();
    page.heading("Said to have done");
    parts::incidents(&mut page, &period, &did);
    page.heading("Said to have been done to it");
    parts::incidents(&mut page, &period, &suffered);
    page.heading("Its own positions");
    let mut items = Vec::new();
    for seen in &period.incidents {
        for position in positions(&seen.incident).into_iter().filter(|one| one.holder.is_some_and(is)) {
            let doers: Vec<&str> = position.doers.iter().map(|doer| doer.name.as_str()).collect();
            let words = format!(
                "{} ({}): {} {}",
                seen.incident.act,
                seen.incident.id,
                position.stance.as_str(),
                doers.join(", ")
            );
            items.push(page.noted(words, [Evidence::of(&period, position.statement)]));
        }
    }
    if did.is_empty() && suffered.is_empty() && items.is_empty() {
        return Err(BriefError::Nowhere(name.to_owned()));
    }
    page.list(items, "No report quotes it on an incident.");
    parts::annex(&mut page, &period, &documents(did.into_iter().chain(suffered)));
    Ok(page)
}

/// Writes a brief on a place: what happened there and who is said to hold it.
///
/// # Errors
///
/// If nothing names the place.
pub fn place(state: &State, name: &str) -> Result<Page, BriefError> {
    let letters = name.to_lowercase();
    let is = |place: &Place| {
        holds(&place.name, &letters)
            || place.also.iter().any(|other| holds(other, &letters))
            || place.division.as_ref().is_some_and(|division| holds(division, &letters))
    };
    let period = whole(state)?;
    let seen: Vec<&Seen> =
        period.incidents.iter().filter(|seen| seen.incident.places.iter().any(is)).collect();
    let mut page = page(state, format!("What reports say of {name}"));
    page.heading("Incidents");
    parts::incidents(&mut page, &period, &seen);
    page.heading("Who is said to hold it");
    let mut items = Vec::new();
    for known in state.statements().values().filter(|known| known.current) {
        let truce_record::statement::Content::Control(control) = &known.statement.content else { continue };
        if let (true, Some(holder)) = (control.place.iter().any(is), &control.holder) {
            let extent = control.extent.as_ref().map_or_else(String::new, |extent| format!(" ({extent})"));
            items.push(
                page.noted(format!("{}{extent}", holder.name), [Evidence::of(&period, &known.statement)]),
            );
        }
    }
    if seen.is_empty() && items.is_empty() {
        return Err(BriefError::Nowhere(name.to_owned()));
    }
    page.list(items, "No report says.");
    parts::annex(&mut page, &period, &documents(seen));
    Ok(page)
}

fn documents<'a>(
    seen: impl IntoIterator<Item = &'a Seen>,
) -> std::collections::BTreeSet<truce_record::id::DocumentId> {
    seen.into_iter()
        .flat_map(|seen| seen.incident.statements.iter())
        .map(|(statement, _)| statement.document.clone())
        .collect()
}
