//! Full text.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use truce_record::log::Filter;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, Found};
use crate::desk::{Desk, View};
use crate::problem::Problem;
use crate::query::{Asked, Stretch, filtered};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(search))
}

filtered! {
    /// What is looked for.
    SearchQuery {
        /// At most so many.
        limit: Option<u32>,
        /// Where the list goes on: `next` of the answer before.
        cursor: Option<String>,
    }
}

/// What was found.
#[derive(Serialize, ToSchema)]
struct FoundList {
    /// Statements, the latest added first.
    items: Vec<Found>,
    /// How many there are, up to 10,000.
    total: usize,
    /// The cursor of the next stretch.
    next: Option<String>,
}

/// Hits that are counted.
const COUNTED: usize = 10_000;

/// Statements that hold all of the words, with the places and actors they name; the latest added first.
#[utoipa::path(get, path = "/search", tag = "lists", params(SearchQuery),
    responses((status = 200, body = FoundList), (status = 400, body = Problem)))]
async fn search(
    State(desk): State<Desk>,
    Asked(query): Asked<SearchQuery>,
) -> Result<Json<FoundList>, Problem> {
    let found = desk.answer(move |view| {
        let words = query.q.as_deref().unwrap_or_default();
        let stretch = Stretch::of(query.limit, query.cursor.as_deref())?;
        let filter = query.words().filter(None, view)?;
        let (items, total) = looked(view, words, filter, stretch)?;
        Ok(FoundList { next: stretch.next(items.len(), total), items, total })
    });
    found.await.map(Json)
}

/// Looks for words.
pub(super) fn looked(
    view: &View<'_>,
    words: &str,
    filter: Filter,
    stretch: Stretch,
) -> Result<(Vec<Found>, usize), Problem> {
    if !filter.standing.is_empty() {
        return Err(Problem::asked_wrongly(
            "`standing` cannot be asked of statements",
            "search takes where, since, until, near, zone, actor, act, rejected, document, agreement and bbox",
        ));
    }
    let filter = Filter { skip: stretch.skip, limit: Some(stretch.limit), ..filter };
    let (hits, total) = view.tables.search_among(words, &filter, COUNTED)?;
    Ok((answer::search(view.state, words, hits), total))
}
