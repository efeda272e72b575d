//! Lists of what the ledger holds, filtered, one stretch at a time.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use truce_record::id::RecordKind;
use truce_record::log::Filter;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{ClaimRow, DocumentListed, Row};
use crate::desk::{Desk, View};
use crate::problem::Problem;
use crate::query::{Asked, Stretch, filtered};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(incidents))
        .routes(routes!(agreements))
        .routes(routes!(talks))
        .routes(routes!(zones))
        .routes(routes!(claims))
        .routes(routes!(figures))
        .routes(routes!(documents))
}

/// A stretch of a list.
#[derive(Serialize, ToSchema)]
pub struct Listed<T: ToSchema> {
    /// Its rows.
    pub items: Vec<T>,
    /// How many rows there are in all.
    pub total: usize,
    /// The cursor of the next stretch; none after the last.
    pub next: Option<String>,
}

filtered! {
    /// What is asked of a list.
    ListQuery {
        /// At most so many rows, 100 if not given, 1000 at most.
        limit: Option<u32>,
        /// Where the list goes on: `next` of the answer before.
        cursor: Option<String>,
    }
}

impl ListQuery {
    /// Refuses filters that mean nothing for what is listed: a list that ignored them would say too much.
    fn only(&self, what: &str, known: &[&str]) -> Result<(), Problem> {
        let given = [
            ("where", self.place.is_some()),
            ("since", self.since.is_some()),
            ("until", self.until.is_some()),
            ("near", self.near.is_some()),
            ("zone", self.zone.is_some()),
            ("actor", self.actor.is_some()),
            ("act", self.act.is_some()),
            ("standing", self.standing.is_some()),
            ("rejected", self.rejected.is_some()),
            ("document", self.document.is_some()),
            ("agreement", self.agreement.is_some()),
            ("bbox", self.bbox.is_some()),
            ("q", self.q.is_some()),
        ];
        match given.iter().find(|(name, given)| *given && !known.contains(name)) {
            None => Ok(()),
            Some((name, _)) => Err(Problem::asked_wrongly(
                format!("`{name}` cannot be asked of {what}"),
                format!("{what} take {}", known.join(", ")),
            )),
        }
    }
}

const ALL: &[&str] = &[
    "where",
    "since",
    "until",
    "near",
    "zone",
    "actor",
    "act",
    "standing",
    "rejected",
    "document",
    "agreement",
    "bbox",
    "q",
];
const DATED: &[&str] = &[
    "where",
    "since",
    "until",
    "near",
    "zone",
    "actor",
    "act",
    "rejected",
    "document",
    "agreement",
    "bbox",
    "q",
];

/// Counts the rows of a list, once for each state of the ledger: to count takes longer than to list a stretch.
pub(super) fn total(
    desk: &Desk,
    view: &View<'_>,
    list: &'static str,
    filter: &Filter,
) -> Result<usize, Problem> {
    let seq = view.state.head().seq;
    if let Some(total) = desk.prepared().total(seq, list, filter) {
        return Ok(total);
    }
    let total = match list {
        "records" => view.tables.count_records(filter)?,
        "documents" => view.tables.count_documents(filter)?,
        kind => view.tables.count_statements(Some(kind), filter)?,
    };
    desk.prepared().keep_total(seq, list, filter.clone(), total);
    Ok(total)
}

async fn records(
    desk: Desk,
    query: ListQuery,
    kind: RecordKind,
    what: &'static str,
    known: &'static [&'static str],
) -> Result<Json<Listed<Row>>, Problem> {
    let listed = desk.answer_with(move |desk, view| {
        query.only(what, known)?;
        let stretch = Stretch::of(query.limit, query.cursor.as_deref())?;
        let filter = query.words().filter(Some(kind), view)?;
        let total = total(desk, view, "records", &filter)?;
        let filter = Filter { skip: stretch.skip, limit: Some(stretch.limit), ..filter };
        let items: Vec<Row> = view.tables.records(&filter)?.into_iter().map(Row::from).collect();
        Ok(Listed { next: stretch.next(items.len(), total), items, total })
    });
    listed.await.map(Json)
}

async fn statements(
    desk: Desk,
    query: ListQuery,
    kind: &'static str,
    what: &'static str,
    known: &'static [&'static str],
) -> Result<Json<Listed<ClaimRow>>, Problem> {
    let listed = desk.answer_with(move |desk, view| {
        query.only(what, known)?;
        let stretch = Stretch::of(query.limit, query.cursor.as_deref())?;
        let filter = query.words().filter(None, view)?;
        let total = total(desk, view, kind, &filter)?;
        let filter = Filter { skip: stretch.skip, limit: Some(stretch.limit), ..filter };
        let rows = view.tables.statements(Some(kind), &filter)?;
        let items: Vec<ClaimRow> = rows.into_iter().map(ClaimRow::from).collect();
        Ok(Listed { next: stretch.next(items.len(), total), items, total })
    });
    listed.await.map(Json)
}

/// Incidents, in order of their days.
#[utoipa::path(get, path = "/incidents", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<Row>), (status = 400, body = Problem)))]
async fn incidents(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<Row>>, Problem> {
    records(desk, query, RecordKind::Incident, "incidents", ALL).await
}

/// Agreements, in order of their days.
#[utoipa::path(get, path = "/agreements", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<Row>), (status = 400, body = Problem)))]
async fn agreements(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<Row>>, Problem> {
    records(desk, query, RecordKind::Agreement, "agreements", DATED).await
}

/// Talks, in order of their days.
#[utoipa::path(get, path = "/talks", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<Row>), (status = 400, body = Problem)))]
async fn talks(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<Row>>, Problem> {
    records(desk, query, RecordKind::Talks, "talks", DATED).await
}

/// Zones.
#[utoipa::path(get, path = "/zones", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<Row>), (status = 400, body = Problem)))]
async fn zones(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<Row>>, Problem> {
    // Areas have no days and no actors.
    let known = &["where", "near", "zone", "act", "rejected", "document", "bbox", "q"];
    records(desk, query, RecordKind::Zone, "zones", known).await
}

/// Claims: who takes which position.
#[utoipa::path(get, path = "/claims", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<ClaimRow>), (status = 400, body = Problem)))]
async fn claims(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<ClaimRow>>, Problem> {
    statements(desk, query, "claim", "claims", &["actor", "act", "rejected", "document", "q"]).await
}

/// Figures that sources give.
#[utoipa::path(get, path = "/figures", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<ClaimRow>), (status = 400, body = Problem)))]
async fn figures(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<ClaimRow>>, Problem> {
    statements(desk, query, "figure", "figures", DATED).await
}

/// Documents, in order of their days.
#[utoipa::path(get, path = "/documents", tag = "lists", params(ListQuery),
    responses((status = 200, body = Listed<DocumentListed>), (status = 400, body = Problem)))]
async fn documents(
    State(desk): State<Desk>,
    Asked(query): Asked<ListQuery>,
) -> Result<Json<Listed<DocumentListed>>, Problem> {
    let listed = desk.answer_with(move |desk, view| {
        query.only("documents", &["since", "until", "document", "q"])?;
        let stretch = Stretch::of(query.limit, query.cursor.as_deref())?;
        let filter = query.words().filter(None, view)?;
        let total = total(desk, view, "documents", &filter)?;
        let filter = Filter { skip: stretch.skip, limit: Some(stretch.limit), ..filter };
        let rows = view.tables.documents(&filter)?;
        let items: Vec<DocumentListed> = rows.into_iter().map(DocumentListed::from).collect();
        Ok(Listed { next: stretch.next(items.len(), total), items, total })
    });
    listed.await.map(Json)
}
