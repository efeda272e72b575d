//! What is told while it happens (server-sent events), and how jobs stand.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Sse;
use axum::response::sse::{Event as Told, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::broadcast::error::RecvError;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::{Desk, Event, HeadMoved, Job};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(events)).routes(routes!(job))
}

/// How a job stands.
#[utoipa::path(get, path = "/jobs/{id}", tag = "ledger",
    params(("id" = String, Path, description = "job-")),
    responses((status = 200, body = Job), (status = 404, body = Problem)))]
async fn job(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Json<Job>, Problem> {
    let found = desk.jobs().get(&id).cloned();
    found.map(Json).ok_or_else(|| {
        Problem::missing(
            format!("there is no job `{id}`"),
            "jobs are forgotten when the server ends, and old ones before",
        )
    })
}

fn told(event: &Event) -> Told {
    let (name, data) = match event {
        Event::Head(head) => ("head", serde_json::to_string(head)),
        Event::Job(job) => ("job", serde_json::to_string(job)),
    };
    Told::default().event(name).data(data.unwrap_or_default())
}

/// Server-sent events: `head` whenever the ledger moves on, and once at the beginning; `job` whenever a job gets on.
#[utoipa::path(get, path = "/events", tag = "ledger",
    responses((status = 200, content_type = "text/event-stream", body = String, description = "events `head` {entries, head} and `job`")))]
async fn events(State(desk): State<Desk>) -> Sse<impl Stream<Item = Result<Told, Infallible>>> {
    let (listening, closing) = (desk.listen(), desk.closing());
    let first = Some(Event::Head(HeadMoved::of(&desk.head())));
    let stream =
        unfold((desk, listening, closing, first), |(desk, mut listening, mut closing, first)| async move {
            if let Some(event) = first {
                return Some((Ok(told(&event)), (desk, listening, closing, None)));
            }
            if *closing.borrow() {
                return None;
            }
            let event = tokio::select! {
                event = listening.recv() => event,
                _ = closing.changed() => return None,
            };
            let event = match event {
                Ok(event) => event,
                // Whoever was too slow is told where things stand now.
                Err(RecvError::Lagged(_)) => Event::Head(HeadMoved::of(&desk.head())),
                Err(RecvError::Closed) => return None,
            };
            Some((Ok(told(&event)), (desk, listening, closing, None)))
        });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
