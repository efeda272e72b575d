//! Documents: as they were read, as they came, and new ones.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use truce_record::id::DocumentId;
use truce_record::log::{Ledger as _, LedgerError};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, DocumentAnswer};
use crate::desk::{Desk, View};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(document)).routes(routes!(original))
}

/// Who added a document.
fn adder(view: &View<'_>, entry: u64) -> Result<Option<String>, LedgerError> {
    let kept = answer::some(view.tables, entry, 1)?.pop();
    Ok(kept.map(truce_record::log::Kept::read).transpose()?.map(|entry| entry.by.name().to_owned()))
}

/// A document: its text with everything read of it, in UTF-16 code units.
#[utoipa::path(get, path = "/documents/{id}", tag = "documents",
    params(("id" = String, Path, description = "doc-")),
    responses((status = 200, body = DocumentAnswer), (status = 404, body = Problem)))]
async fn document(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Json<DocumentAnswer>, Problem> {
    let found = desk.answer(move |view| {
        let id: DocumentId = id.parse()?;
        let document = view.state.document(&id).ok_or_else(|| Problem::no(&id))?;
        let bytes = if document.added.is_data_set() {
            Vec::new()
        } else {
            view.tables.original(&document.added.sha256)?.unwrap_or_default()
        };
        let by = adder(view, document.entry)?;
        Ok(answer::document(view.state, view.lexicon, &id, document, &bytes, by))
    });
    found.await.map(Json)
}

/// A name that a header can carry: plain letters for old clients, all letters for others.
pub(super) fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || ".-_".contains(sign) { sign } else { '_' })
        .collect();
    let whole: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

/// The bytes of a document as they came.
#[utoipa::path(get, path = "/documents/{id}/original", tag = "documents",
    params(("id" = String, Path, description = "doc-")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
async fn original(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Response, Problem> {
    let found = desk.answer(move |view| {
        let id: DocumentId = id.parse()?;
        let document = view.state.document(&id).ok_or_else(|| Problem::no(&id))?;
        let bytes = view.tables.original(&document.added.sha256)?.ok_or_else(|| Problem::no(&id))?;
        Ok((document.added.name.clone(), bytes))
    });
    let (name, bytes) = found.await?;
    // Never shown by the browser: a saved page may hold anything.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, bytes).into_response())
}
