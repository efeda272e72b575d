//! One record or statement, and its history.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use truce_record::id::Target;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, Line, RecordAnswer};
use crate::desk::Desk;
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(record)).routes(routes!(history))
}

/// An incident, agreement, talks, zone or statement with everything the ledger has about it.
#[utoipa::path(get, path = "/records/{id}", tag = "records",
    params(("id" = String, Path, description = "inc-, agr-, tlk-, zon- or st-")),
    responses((status = 200, body = RecordAnswer), (status = 400, body = Problem), (status = 404, body = Problem)))]
async fn record(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Json<RecordAnswer>, Problem> {
    let found = desk.answer(move |view| {
        let target: Target = id.parse()?;
        answer::record(view.state, view.tables, &target)?.ok_or_else(|| Problem::no(&target))
    });
    found.await.map(Json)
}

/// What happened to a thing.
#[derive(Serialize, ToSchema)]
struct History {
    /// Its entries, in order.
    items: Vec<Line>,
}

/// Every entry about a document, statement, record or question, and which of them were undone.
#[utoipa::path(get, path = "/records/{id}/history", tag = "records",
    params(("id" = String, Path, description = "any id of the ledger")),
    responses((status = 200, body = History), (status = 404, body = Problem)))]
async fn history(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Json<History>, Problem> {
    let found = desk.answer(move |view| {
        let target: Target = id.parse()?;
        let items = answer::history(view.state, view.tables, &target)?;
        if items.is_empty() { Err(Problem::no(&target)) } else { Ok(History { items }) }
    });
    found.await.map(Json)
}
