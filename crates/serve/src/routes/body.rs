//! The body of a request as JSON, or what is wrong with it.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use serde::de::DeserializeOwned;

use super::once::too_large;
use crate::problem::Problem;

/// A body that was read.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        // A form of another page cannot send this type.
        let json = media.is_some_and(|media| {
            media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"))
        });
        if !json {
            return Err(Problem::media(
                format!("the body is {}, and not application/json", media.unwrap_or("of no named type")),
                "send JSON with the header Content-Type: application/json",
            ));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|_| too_large())?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            Problem::asked_wrongly(
                format!("the body cannot be read: {error}"),
                "/api/ shows what each address takes",
            )
        })
    }
}
