//! Answers that follow from the ledger's head are sent once: `ETag`, `If-None-Match`, 304.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use truce_record::id::Sha256Hash;

use crate::desk::{Desk, now};

/// Addresses whose answers follow from more than the head.
const LIVE: [&str; 7] = ["/status", "/jobs", "/events", "/searches", "/checkpoints", "/backup", "/export"];

/// Answers with 304 where the asker has the answer, and names it where not.
pub async fn fresh(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches(super::BASE);
    let live = LIVE.iter().any(|start| path.starts_with(start));
    if request.method() != Method::GET || live {
        return next.run(request).await;
    }
    // What others appended counts too.
    if let Err(problem) = desk.blocking(Desk::look).await {
        return problem.into_response();
    }
    let tag = tag(&desk, &request);
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag || one.trim() == "*")) {
        return marked(StatusCode::NOT_MODIFIED.into_response(), &tag);
    }
    let answer = next.run(request).await;
    if answer.status() == StatusCode::OK { marked(answer, &tag) } else { answer }
}

/// Names an answer: the head, the day, the program and the address.
fn tag(desk: &Desk, request: &Request) -> String {
    let head = desk.head();
    let day = now().to_string();
    let named = format!(
        "{} {} {} {}",
        head.hash,
        day.get(..10).unwrap_or_default(),
        desk.opened().program,
        request.uri().path_and_query().map_or("", |path| path.as_str())
    );
    let hash = Sha256Hash::of(named.as_bytes()).to_string();
    format!("W/\"{}-{}\"", head.seq, &hash[..20])
}

fn marked(mut answer: Response, tag: &str) -> Response {
    let headers = answer.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    answer
}
