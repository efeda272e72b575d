//! An agreement in; its stages, terms, incidents, talks and ground over time out.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use truce_record::State;
use truce_record::id::{RecordKind, StatementId};
use truce_record::statement::day_number;
use truce_report::scene::{Question, Scene, SceneError};
use utoipa::ToSchema;

use super::record::line;
use super::said;

/// Words with their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnchorTold {
    /// The statement.
    pub statement: String,
    /// The document.
    pub document: String,
    /// First character.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub quote: String,
}

/// A stretch in which reports have an agreement in one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageStretch {
    /// The stage.
    pub stage: String,
    /// The day of the first report that has it.
    pub from: Option<String>,
    /// The day of the first report that has another; none for the last stage.
    pub to: Option<String>,
    /// The words of that first report.
    pub words: String,
    /// Where they stand.
    pub anchor: Option<AnchorTold>,
}

/// A term over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TermStretch {
    /// The statement.
    pub statement: String,
    /// The words.
    pub text: String,
    /// The duty.
    pub duty: String,
    /// Those bound.
    pub bound: Vec<String>,
    /// The deadline, in EDTF.
    pub deadline: Option<String>,
    /// `open`, `due` (within two weeks), `past`, or `unknown` without a deadline. Whether it was met is for people to say.
    pub state: &'static str,
}

/// An incident of the agreement's time and area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IncidentAt {
    /// Its id.
    pub id: String,
    /// It in a line.
    pub label: String,
    /// Its first day.
    pub day: Option<String>,
    /// When, in EDTF.
    pub when: Option<String>,
    /// Its act.
    pub act: String,
    /// How it stands.
    pub standing: &'static str,
    /// `inside`, `outside` or `undetermined`.
    pub inside: &'static str,
    /// What class of act it is: `use of force`, `coercion`, `build-up`, `restraint`, `other`.
    pub class: &'static str,
}

/// Talks that the same reports tell of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TalksAt {
    /// Their id.
    pub id: String,
    /// They in a line.
    pub label: String,
    /// Their first day.
    pub day: Option<String>,
    /// When, in EDTF.
    pub when: Option<String>,
}

/// An agreement over time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Timeline {
    /// The day looked from.
    pub as_of: String,
    /// The first day counted.
    pub since: Option<String>,
    /// Its stages.
    pub stages: Vec<StageStretch>,
    /// Its terms.
    pub terms: Vec<TermStretch>,
    /// Incidents of its time, and of its area or perhaps so.
    pub incidents: Vec<IncidentAt>,
    /// Talks that the same reports tell of.
    pub talks: Vec<TalksAt>,
    /// Its ground: a GeoJSON collection.
    #[schema(value_type = Object)]
    pub zone: Value,
}

/// Days before a deadline in which it is due.
const DUE: i32 = 14;

/// Tells an agreement over time.
///
/// # Errors
///
/// If the agreement or zone is not there.
pub fn timeline(state: &State, question: &Question) -> Result<Timeline, SceneError> {
    let scene = Scene::set(state, question)?;
    let mut stages: Vec<StageStretch> = Vec::new();
    for stage in &scene.accord.stages {
        let day = stage.as_of.map(|day| day.to_string());
        if stages.last().is_some_and(|last| last.stage == stage.stage) {
            continue;
        }
        if let Some(last) = stages.last_mut() {
            last.to.clone_from(&day);
        }
        let anchor = anchor(state, &stage.statement);
        stages.push(StageStretch {
            stage: stage.stage.clone(),
            from: day,
            to: None,
            words: anchor.as_ref().map_or_else(String::new, |anchor| anchor.quote.clone()),
            anchor,
        });
    }
    let terms = scene.accord.terms.iter().map(|(id, term)| TermStretch {
        statement: id.to_string(),
        text: anchor(state, id).map_or_else(String::new, |anchor| anchor.quote),
        duty: term.duty.clone(),
        bound: said::names(&term.on),
        deadline: term.due.map(|due| due.to_string()),
        state: match term.due {
            None => "unknown",
            Some(due) if due.latest < scene.as_of => "past",
            Some(due) if days(scene.as_of, due.latest) <= DUE => "due",
            Some(_) => "open",
        },
    });
    let incidents = scene.incidents.iter().map(|seen| IncidentAt {
        id: seen.incident.id.to_string(),
        label: line(state, &seen.incident.id),
        day: seen.incident.when.map(|when| when.earliest.to_string()),
        when: seen.incident.when.map(|when| when.to_string()),
        act: seen.incident.act.clone(),
        standing: seen.incident.standing.as_str(),
        inside: seen.relation.as_str(),
        class: seen.class.as_str(),
    });
    let reported = |statements: &[StatementId]| {
        let known = statements.iter().filter_map(|id| state.statement(id));
        known.map(|known| &known.statement.document).any(|document| scene.reports.contains(document))
    };
    let mut talks: Vec<(Option<Date>, TalksAt)> = state
        .records(RecordKind::Talks)
        .filter_map(|(id, _)| state.talks(id))
        .filter(|meeting| reported(&meeting.statements))
        .map(|meeting| {
            let first = meeting.when.map(|when| when.earliest);
            let told = TalksAt {
                id: meeting.id.to_string(),
                label: line(state, &meeting.id),
                day: first.map(|day| day.to_string()),
                when: meeting.when.map(|when| when.to_string()),
            };
            (first, told)
        })
        .collect();
    talks.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
    let own = super::map::circles(&scene.accord.places).map(|geometry| {
        json!({ "type": "Feature", "geometry": geometry, "properties": { "kind": "area", "label": scene.scope.words(), "rough": true } })
    });
    let zones = state
        .records(RecordKind::Zone)
        .filter_map(|(id, _)| state.zone(id))
        .filter(|area| question.zone.as_ref() == Some(&area.id) || reported(&area.statements))
        .filter_map(|area| super::map::zone(&area));
    Ok(Timeline {
        as_of: scene.as_of.to_string(),
        since: scene.since.map(|day| day.to_string()),
        stages,
        terms: terms.collect(),
        incidents: incidents.collect(),
        talks: talks.into_iter().map(|(_, told)| told).collect(),
        zone: json!({ "type": "FeatureCollection", "features": own.into_iter().chain(zones).collect::<Vec<_>>() }),
    })
}

fn days(from: Date, to: Date) -> i32 {
    day_number(to) - day_number(from)
}

fn anchor(state: &State, id: &StatementId) -> Option<AnchorTold> {
    let statement = &state.statement(id)?.statement;
    Some(AnchorTold {
        statement: id.to_string(),
        document: statement.document.to_string(),
        start: statement.anchor.span.start,
        end: statement.anchor.span.end,
        quote: statement.anchor.quote.clone(),
    })
}
