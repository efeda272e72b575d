//! The ledger itself: entries, imports, sources.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use truce_record::id::DocumentId;
use truce_record::log::Ledger as _;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, EntryLine, ImportTold, SourceTold};
use crate::desk::Desk;
use crate::problem::Problem;
use crate::query::Asked;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(entries)).routes(routes!(imports)).routes(routes!(sources))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct EntryQuery {
    /// At most so many, 100 if not given, 1000 at most.
    limit: Option<u32>,
    /// Where the list goes on: `next` of the answer before.
    cursor: Option<String>,
}

/// A stretch of entries.
#[derive(Serialize, ToSchema)]
struct Entries {
    /// The entries, the newest first.
    items: Vec<EntryLine>,
    /// The cursor of older ones; none after the first.
    next: Option<String>,
}

/// The ledger's entries, the newest first.
#[utoipa::path(get, path = "/entries", tag = "ledger", params(EntryQuery),
    responses((status = 200, body = Entries), (status = 400, body = Problem)))]
async fn entries(
    State(desk): State<Desk>,
    Asked(query): Asked<EntryQuery>,
) -> Result<Json<Entries>, Problem> {
    let listed = desk.answer(move |view| {
        let limit = query.limit.unwrap_or(100).min(1000) as usize;
        let head = view.state.head().seq;
        let before = match query.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            None => head + 1,
            Some(cursor) => {
                let number = cursor.strip_prefix("before-").and_then(|number| number.parse::<u64>().ok());
                number.filter(|number| *number <= head + 1).ok_or_else(|| {
                    Problem::asked_wrongly(
                        format!("`{cursor}` is no cursor"),
                        "take it from `next` of the answer before; leave it out to begin with the newest",
                    )
                })?
            }
        };
        let items = answer::entries(view.state, view.tables, before, limit)?;
        let next = items.last().filter(|last| last.seq > 1).map(|last| format!("before-{}", last.seq));
        Ok(Entries { items, next })
    });
    listed.await.map(Json)
}

/// Data sets that were imported.
#[derive(Serialize, ToSchema)]
struct Imports {
    /// The imports, the latest first.
    items: Vec<ImportTold>,
}

/// Files up to this length are read again to tell their rejected rows.
const READ_AGAIN: u64 = 8 << 20;

/// Rejected rows that are listed.
const REJECTED: usize = 500;

/// Data sets that were imported, with the rows that were rejected where the file can be read again.
#[utoipa::path(get, path = "/imports", tag = "ledger", responses((status = 200, body = Imports)))]
async fn imports(State(desk): State<Desk>) -> Result<Json<Imports>, Problem> {
    let listed = desk.blocking(move |desk| {
        desk.view(|view| {
            let seq = view.state.head().seq;
            let known = desk.prepared().imports(seq);
            let imports = known.unwrap_or_else(|| {
                let imports = Arc::new(answer::imports(view.state));
                desk.prepared().keep_imports(seq, imports.clone());
                imports
            });
            let mut items = (*imports).clone();
            for import in &mut items {
                let id: DocumentId = import.document.parse()?;
                let Some(document) = view.state.document(&id).filter(|one| one.added.length <= READ_AGAIN)
                else {
                    continue;
                };
                let known = desk.rejected().get(&import.document).cloned();
                let found = if let Some(found) = known {
                    found
                } else {
                    let bytes = view.tables.original(&document.added.sha256)?.unwrap_or_default();
                    let found = answer::rejected(view.state, view.lexicon, &id, bytes);
                    desk.rejected().insert(import.document.clone(), found.clone());
                    found
                };
                if let Some((rows, mut rejected)) = found {
                    import.rows = Some(rows);
                    import.rejected = Some(rejected.len());
                    rejected.truncate(REJECTED);
                    import.rejected_rows = rejected;
                }
            }
            Ok(Imports { items })
        })
    });
    listed.await.map(Json)
}

/// Where documents come from.
#[derive(Serialize, ToSchema)]
struct Sources {
    /// The sources, those with most documents first.
    items: Vec<SourceTold>,
}

/// Sources with their documents and Admiralty grades.
#[utoipa::path(get, path = "/sources", tag = "ledger", responses((status = 200, body = Sources)))]
async fn sources(State(desk): State<Desk>) -> Result<Json<Sources>, Problem> {
    desk.answer(|view| Ok(Sources { items: answer::sources(view.state) })).await.map(Json)
}
