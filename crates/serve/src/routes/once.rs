//! A request with an `Idempotency-Key` is done once, however often it comes.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use truce_record::id::Sha256Hash;

use crate::desk::{Desk, Remembered, Reply};
use crate::problem::Problem;

/// Most bytes of a request.
pub const LARGEST: usize = 20 << 20;

/// Longest key.
const LONGEST: usize = 200;

/// Replies to a request that came before as it was replied to then.
pub async fn once(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let key = request.headers().get("idempotency-key").map(|value| value.to_str().map(str::to_owned));
    let key = match key {
        None => return next.run(request).await,
        Some(_) if !matches!(*request.method(), Method::POST | Method::DELETE) => {
            return next.run(request).await;
        }
        Some(Ok(key)) if !key.is_empty() && key.len() <= LONGEST => key,
        Some(_) => {
            return Problem::asked_wrongly(
                "the Idempotency-Key cannot be read",
                format!("give a key of 1 to {LONGEST} plain letters, a new one for each request"),
            )
            .into_response();
        }
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else { return too_large().into_response() };
    let mut asked = format!("{} {}\n", parts.method, parts.uri).into_bytes();
    asked.extend_from_slice(&bytes);
    let asked = Sha256Hash::of(&asked).0;
    let known = desk.replies().begin(&key, asked);
    match known {
        Some(Remembered::Other) => Problem::meaningless(
            "this Idempotency-Key was given to another request",
            "give each request a key of its own",
        )
        .into_response(),
        Some(Remembered::Running) => Problem::conflict(
            "this request is being done already",
            "wait for its reply, or ask again with the same key later",
        )
        .into_response(),
        Some(Remembered::Done(reply)) => {
            let mut answer = (reply.status, Body::from(reply.body)).into_response();
            *answer.headers_mut() = reply.headers;
            answer.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
            answer
        }
        None => {
            let unfinished = Unfinished { desk: &desk, key: &key, done: false };
            let answer = next.run(Request::from_parts(parts, Body::from(bytes))).await;
            unfinished.end(answer).await
        }
    }
}

/// A request that may be broken off: it may then come again.
struct Unfinished<'a> {
    desk: &'a Desk,
    key: &'a str,
    done: bool,
}

impl Unfinished<'_> {
    async fn end(mut self, answer: Response) -> Response {
        let (parts, body) = answer.into_parts();
        let Ok(bytes) = to_bytes(body, LARGEST).await else {
            return Problem::failed("the reply could not be written", "ask again").into_response();
        };
        let reply = parts.status.is_success().then(|| Reply {
            status: parts.status,
            headers: parts.headers.clone(),
            body: bytes.clone(),
        });
        self.desk.replies().end(self.key, reply);
        self.done = true;
        Response::from_parts(parts, Body::from(bytes))
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.desk.replies().end(self.key, None);
        }
    }
}

/// Says that a request is too large.
pub fn too_large() -> Problem {
    Problem::too_large(
        format!("a request may have {} MB", LARGEST >> 20),
        "send fewer or shorter reports at once; `truce add` and `truce import` take files of any length",
    )
}
