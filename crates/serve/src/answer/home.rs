//! A state in, the first screen out: what is new, what waits; and apart from it, for they take longer, agreements with
//! their verdicts.

use serde::Serialize;
use truce_record::State;
use truce_record::fold::Document;
use truce_record::id::{RecordId, RecordKind};
use truce_record::log::{LedgerError, SqliteLedger};
use truce_report::area::Relation;
use truce_report::assess;
use truce_report::scene::{Class, Question, Scene};
use utoipa::ToSchema;

use super::history::{Line, recent};
use super::record::line;

/// An agreement on the first screen.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgreementCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its stage.
    pub stage: Option<String>,
    /// The verdict of its assessment; none where it was not assessed.
    pub verdict: Option<String>,
    /// Days from the last use of force in its area to the day looked from.
    pub days_since_last: Option<i32>,
    /// Its parties.
    pub parties: Vec<String>,
    /// The first day counted.
    pub since: Option<String>,
    /// The day looked from: that of the latest report.
    pub as_of: Option<String>,
}

/// A document on the first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DocumentCard {
    /// Its id.
    pub id: String,
    /// Name of its file.
    pub name: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// How many statements it has.
    pub statements: usize,
}

/// Agreements on the first screen.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AgreementCards {
    /// Agreements that reports tell of, the latest told first.
    pub items: Vec<AgreementCard>,
    /// How many agreements there are in all.
    pub total: usize,
}

/// The first screen.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Home {
    /// The latest documents and judgements.
    pub recent: Vec<Line>,
    /// Questions that wait for a person.
    pub review: usize,
    /// Readings that nobody has looked at.
    pub readings: usize,
    /// The latest documents.
    pub latest_documents: Vec<DocumentCard>,
}

/// Agreements shown.
const AGREEMENTS: usize = 8;

/// Lines and documents shown.
const LATEST: usize = 12;

/// Assesses the agreements of the first screen.
pub fn cards(state: &State) -> AgreementCards {
    let mut agreements: Vec<(u64, &RecordId)> = state
        .records(RecordKind::Agreement)
        .filter_map(|(id, record)| {
            let told = record.statements.keys().filter_map(|id| state.statement(id));
            let latest = told
                .filter_map(|known| state.document(&known.statement.document))
                .filter(|document| !document.added.is_data_set())
                .map(|document| document.entry)
                .max()?;
            Some((latest, id))
        })
        .collect();
    agreements.sort_by(|one, other| other.cmp(one));
    let items = agreements
        .iter()
        .filter(|(_, id)| state.agreement(id).is_some_and(|accord| !is_rejected(accord.review.as_ref())))
        .take(AGREEMENTS)
        .map(|(_, id)| card(state, id))
        .collect();
    AgreementCards { items, total: state.records(RecordKind::Agreement).count() }
}

/// Makes the first screen.
///
/// # Errors
///
/// If the entries cannot be read.
pub fn home(state: &State, ledger: &SqliteLedger) -> Result<Home, LedgerError> {
    let mut documents: Vec<_> = state.documents().iter().collect();
    documents.sort_by_key(|(_, document)| std::cmp::Reverse(document.entry));
    let (review, readings) = super::review::waiting(state);
    Ok(Home {
        recent: recent(state, ledger, LATEST)?,
        review,
        readings,
        latest_documents: documents
            .into_iter()
            .take(LATEST)
            .map(|(id, document)| DocumentCard {
                id: id.to_string(),
                name: document.added.name.clone(),
                title: document.reading.as_ref().and_then(|reading| reading.title.clone()),
                source: document.source().map(str::to_owned),
                day: Document::day(document).map(|day| day.to_string()),
                statements: document.statements.len(),
            })
            .collect(),
    })
}

fn is_rejected(review: Option<&truce_record::fold::Review>) -> bool {
    review.is_some_and(|review| !review.accepted)
}

fn card(state: &State, id: &RecordId) -> AgreementCard {
    let question = Question { agreement: id.clone(), as_of: None, since: None, zone: None };
    let accord = state.agreement(id);
    let parties = accord.as_ref().map(|accord| super::said::names(&accord.parties)).unwrap_or_default();
    let label = accord.and_then(|accord| accord.name).unwrap_or_else(|| line(state, id));
    let Ok(scene) = Scene::set(state, &question) else {
        return AgreementCard {
            id: id.to_string(),
            label,
            stage: None,
            verdict: None,
            days_since_last: None,
            parties,
            since: None,
            as_of: None,
        };
    };
    let last = scene
        .incidents
        .iter()
        .filter(|seen| seen.class == Class::Force && seen.told() && seen.relation != Relation::Outside)
        .filter_map(|seen| seen.incident.when)
        .map(|when| when.earliest)
        .filter(|day| *day <= scene.as_of)
        .max();
    AgreementCard {
        id: id.to_string(),
        label,
        stage: scene.stage().map(str::to_owned),
        verdict: Some(assess::of_scene(&scene).verdict.as_str().to_owned()),
        days_since_last: last.map(|last| {
            truce_record::statement::day_number(scene.as_of) - truce_record::statement::day_number(last)
        }),
        parties,
        since: scene.since.map(|day| day.to_string()),
        as_of: Some(scene.as_of.to_string()),
    }
}
