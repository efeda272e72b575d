//! One file for each part of the interface. Each handler reads what is asked, asks the desk, and sends what it gets.

mod adding;
mod agreements;
mod body;
mod documents;
mod entries;
mod events;
mod exports;
mod fresh;
mod home;
mod judgements;
mod lists;
mod names;
mod once;
mod page;
mod places;
mod proofs;
mod records;
mod review;
mod saved;
mod search;
mod sitrep;
mod zones;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
pub use once::LARGEST;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use crate::desk::Desk;
use crate::problem::Problem;

/// What the interface is.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Truce",
        description = "The record of ceasefires: what reports say, who says so, and whether it is holding. \
            Everything read by the program is a machine's reading, unverified where no person is named. \
            Times are RFC 3339 in UTC, dates EDTF. Every answer carries `X-Ledger-Head`; errors are `application/problem+json`. \
            What changes something is taken only from the same origin."
    ),
    tags(
        (name = "home", description = "How the ledger stands, and the first screen"),
        (name = "lists", description = "What the ledger holds, filtered"),
        (name = "records", description = "One thing with its words and its history"),
        (name = "documents", description = "Reports, as they came and as they were read"),
        (name = "judgements", description = "What people decide; every one is an entry and can be undone"),
        (name = "answers", description = "Is it holding, who claims what, before and after"),
        (name = "ledger", description = "Entries, proofs, copies"),
    )
)]
struct Interface;

/// Where the interface begins.
pub const BASE: &str = "/api/v1";

fn described() -> OpenApiRouter<Desk> {
    // Answers of these follow from the ledger's head alone: they are sent again only when it moves.
    let still = OpenApiRouter::new()
        .merge(agreements::routes())
        .merge(documents::routes())
        .merge(entries::routes())
        .merge(home::still())
        .merge(lists::routes())
        .merge(names::routes())
        .merge(places::routes())
        .merge(records::routes())
        .merge(review::routes())
        .merge(sitrep::still())
        .merge(search::routes());
    let live = OpenApiRouter::new()
        .merge(adding::routes())
        .merge(events::routes())
        .merge(exports::routes())
        .merge(home::live())
        .merge(judgements::routes())
        .merge(proofs::routes())
        .merge(saved::routes())
        .merge(sitrep::live())
        .merge(zones::routes());
    OpenApiRouter::with_openapi(Interface::openapi()).nest(BASE, still.merge(live))
}

/// Returns the description of the interface.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().into_openapi()
}

/// Makes the router of the interface.
pub fn router(desk: &Desk) -> Router {
    let (router, api) = described().split_for_parts();
    let described = axum::Json(api);
    router
        .route(&format!("{BASE}/openapi.json"), get(move || async move { described.clone() }))
        .route(&format!("{BASE}/{{*rest}}"), axum::routing::any(nowhere))
        .route("/api", get(page::page))
        .route("/api/", get(page::page))
        .route("/api/page.js", get(page::script))
        .route("/api/page.css", get(page::style))
        .method_not_allowed_fallback(otherwise)
        .layer(middleware::from_fn_with_state(desk.clone(), once::once))
        .layer(middleware::from_fn_with_state(desk.clone(), fresh::fresh))
        .layer(middleware::from_fn_with_state(desk.clone(), stands))
        .with_state(desk.clone())
}

/// Answers where there is no route.
pub async fn nowhere(uri: Uri) -> Problem {
    Problem::missing(format!("nothing is served at {}", uri.path()), "/api/ lists every address")
}

/// Answers where there is a route for other methods.
pub async fn otherwise(uri: Uri) -> Problem {
    Problem::method(
        format!("{} is not asked in this way", uri.path()),
        "/api/ lists every address with its methods",
    )
}

/// Tells with every answer where the ledger stands.
async fn stands(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let head = desk.head();
    if let Ok(value) = HeaderValue::from_str(&format!("{}:{}", head.seq, head.hash)) {
        answer.headers_mut().insert("x-ledger-head", value);
    }
    answer
}
