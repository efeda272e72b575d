//! What waits for a person.

use axum::Json;
use axum::extract::State;
use truce_record::id::RecordKind;
use truce_record::log::Filter;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::lists::Listed;
use crate::answer::{self, Asking, ReviewItem};
use crate::desk::Desk;
use crate::problem::Problem;
use crate::query::{Asked, Stretch, filtered, list};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(review))
}

filtered! {
    /// What is asked of the queue.
    ReviewQuery {
        /// `reading`, `same-as`, or both with a comma between; both if not given.
        kinds: Option<String>,
        /// Only questions less sure than this, 0 to 1. Readings have no number that says how sure they are.
        below: Option<f64>,
        /// At most so many.
        limit: Option<u32>,
        /// Where the list goes on: `next` of the answer before.
        cursor: Option<String>,
    }
}

/// Questions whether two are the same, the surest first; then readings that nobody has looked at.
#[utoipa::path(get, path = "/review", tag = "judgements", params(ReviewQuery),
    responses((status = 200, body = Listed<ReviewItem>), (status = 400, body = Problem)))]
async fn review(
    State(desk): State<Desk>,
    Asked(query): Asked<ReviewQuery>,
) -> Result<Json<Listed<ReviewItem>>, Problem> {
    let listed = desk.answer(move |view| {
        let stretch = Stretch::of(query.limit, query.cursor.as_deref())?;
        let kinds: Vec<&str> = list(query.kinds.as_deref().unwrap_or("reading,same-as")).collect();
        if let Some(other) = kinds.iter().find(|kind| !["reading", "same-as", "proposal"].contains(kind)) {
            return Err(Problem::asked_wrongly(
                format!("`{other}` is no kind of what waits"),
                "kinds are reading and same-as",
            ));
        }
        let filter = query.words().filter(None, view)?;
        let plain =
            Filter { document: filter.document.clone(), rejected: filter.rejected, ..Filter::default() };
        // Only where more than a document is asked for, records decide.
        let mut records = None;
        if filter != plain {
            let wanted = Filter { document: None, ..filter.clone() };
            let mut ids = std::collections::BTreeSet::new();
            for kind in RecordKind::ALL {
                for id in view.tables.record_ids(&Filter { kind: Some(kind), ..wanted.clone() })? {
                    ids.insert(id.parse()?);
                }
            }
            records = Some(ids);
        }
        let asking = Asking {
            same: kinds.contains(&"same-as"),
            readings: kinds.contains(&"reading") && query.below.is_none(),
            records,
            document: filter.document,
            below: query.below,
            skip: stretch.skip,
            limit: stretch.limit,
        };
        let (items, total) = answer::review(view.state, view.tables, &asking)?;
        Ok(Listed { next: stretch.next(items.len(), total), items, total })
    });
    listed.await.map(Json)
}
