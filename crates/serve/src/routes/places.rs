//! What lies where and when: the map and the counts beside it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use truce_record::id::RecordKind;
use truce_record::log::Filter;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, Facets, Map, Narrowing, Pinned};
use crate::desk::{Desk, View};
use crate::problem::Problem;
use crate::query::{Asked, filtered};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(map)).routes(routes!(facets))
}

/// Looks for the records of a filter once for each state of the ledger, and returns what they are narrowed by besides.
fn pinned(
    desk: &Desk,
    view: &View<'_>,
    kind: RecordKind,
    mut filter: Filter,
) -> Result<(Arc<Vec<Pinned>>, Narrowing), Problem> {
    let seq = view.state.head().seq;
    let asked = Narrowing::take(&mut filter);
    let filter = Filter { kind: Some(kind), ..filter };
    if let Some(found) = desk.prepared().pinned(seq, &filter) {
        return Ok((found, asked));
    }
    // A map asks for its points and its counts at once: they are looked for once.
    let _one = desk.preparing();
    if let Some(found) = desk.prepared().pinned(seq, &filter) {
        return Ok((found, asked));
    }
    let found = Arc::new(answer::pinned(view.tables, kind, &filter)?);
    desk.prepared().keep_pinned(seq, filter, found.clone());
    Ok((found, asked))
}

filtered! {
    /// What is asked of a map.
    MapQuery {
        /// The zoom level, as web maps count them; 3 if not given.
        zoom: Option<f64>,
    }
}

/// Incidents as points, or in clusters where more than 2000 lie in the window; and zones. GeoJSON.
#[utoipa::path(get, path = "/map", tag = "lists", params(MapQuery),
    responses((status = 200, body = Map), (status = 400, body = Problem)))]
async fn map(State(desk): State<Desk>, Asked(query): Asked<MapQuery>) -> Result<Json<Map>, Problem> {
    let made = desk.blocking(move |desk| {
        desk.view(|view| {
            let filter = query.words().filter(None, view)?;
            let (records, asked) = pinned(desk, view, RecordKind::Incident, filter)?;
            let zoom = query.zoom.unwrap_or(3.0).clamp(0.0, 22.0).floor() as u8;
            Ok(answer::map(view.state, &records, &asked, zoom))
        })
    });
    made.await.map(Json)
}

filtered! {
    /// What is counted.
    FacetQuery {
        /// `incidents`, `agreements`, `talks` or `zones`; incidents if not given.
        kind: Option<String>,
    }
}

/// How many records of each act, standing, actor, place and month.
#[utoipa::path(get, path = "/facets", tag = "lists", params(FacetQuery),
    responses((status = 200, body = Facets), (status = 400, body = Problem)))]
async fn facets(State(desk): State<Desk>, Asked(query): Asked<FacetQuery>) -> Result<Json<Facets>, Problem> {
    let counted = desk.blocking(move |desk| {
        desk.view(|view| {
            let kind = kind(query.kind.as_deref())?;
            let filter = query.words().filter(None, view)?;
            let (records, asked) = pinned(desk, view, kind, filter)?;
            let inside = records.iter().filter(|one| asked.holds(one) && asked.in_window(one));
            Ok(answer::facets(inside))
        })
    });
    counted.await.map(Json)
}

/// Reads the word for a list of records.
pub(super) fn kind(word: Option<&str>) -> Result<RecordKind, Problem> {
    match word.unwrap_or("incidents") {
        "incidents" | "incident" => Ok(RecordKind::Incident),
        "agreements" | "agreement" => Ok(RecordKind::Agreement),
        "talks" => Ok(RecordKind::Talks),
        "zones" | "zone" => Ok(RecordKind::Zone),
        other => Err(Problem::asked_wrongly(
            format!("`{other}` for `kind` is no kind of record"),
            "kinds are incidents, agreements, talks, zones",
        )),
    }
}
