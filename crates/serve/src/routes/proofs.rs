//! Proofs that nothing was changed, and copies: verify, checkpoints, backup.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use truce_record::entry::{Checkpoint, SigningKey};
use truce_record::log::{Existing, LedgerError, SqliteLedger, verify};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::adding::Begun;
use super::body::Sent;
use super::documents::attachment;
use crate::answer::some;
use crate::desk::{Desk, now};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(verified)).routes(routes!(checkpoints, sign)).routes(routes!(backup))
}

/// Checks the whole ledger in a job: its pages, the chain, the bytes of every document, every quote, the tables. The
/// result is `{sound, lines: [{what, ok, detail}]}`.
#[utoipa::path(post, path = "/verify", tag = "ledger", responses((status = 202, body = Begun)))]
async fn verified(State(desk): State<Desk>) -> Result<(StatusCode, Json<Begun>), Problem> {
    let job = desk.start("verify", |desk, progress| {
        let mut lines = Vec::new();
        let mut line = |what: &str, ok: bool, detail: String| {
            lines.push(json!({ "what": what, "ok": ok, "detail": detail }));
            ok
        };
        let checked = desk.view(|view| {
            progress.step("pages", 0, 3);
            // Of one moment: beside somebody who adds, two moments would differ.
            view.tables.still(|ledger: &SqliteLedger| {
                let pages = ledger.check_pages();
                let said = |result: &Result<(), LedgerError>| match result {
                    Ok(()) => "as they were written".to_owned(),
                    Err(error) => format!("{error}; {}", error.help()),
                };
                if !line("pages of the file", pages.is_ok(), said(&pages)) {
                    return Ok(false);
                }
                progress.step("entries, documents and quotes", 1, 3);
                let found = match verify(ledger)? {
                    Ok(found) => found,
                    Err(failure) => {
                        let help = "this and all later entries cannot be trusted; take the newest backup that passes";
                        return Ok(line("entries", false, format!("{failure}; {help}")));
                    }
                };
                line("entries", true, format!("{} are chained to one another, up to {}", found.entries, found.head.hash));
                line("documents", true, format!("{} have the bytes they came with", found.documents));
                let unread = found.unread.len();
                let apart = if unread > 0 {
                    format!("; those of {unread} documents that are decoded otherwise now were not compared")
                } else {
                    String::new()
                };
                line("quotes", true, format!("{} are the words at their places{apart}", found.anchors));
                progress.step("tables", 2, 3);
                let tables =
                    ledger.check_tables(&found.state).and_then(|()| ledger.check_snapshot(&found.state));
                Ok::<bool, LedgerError>(line("tables", tables.is_ok(), said(&tables)))
            })?
            .map_err(Problem::from)
        })?;
        Ok(json!({ "sound": checked, "lines": lines }))
    })?;
    Ok((StatusCode::ACCEPTED, Json(Begun { job })))
}

/// A checkpoint, and whether the ledger holds what it signed.
#[derive(Serialize, ToSchema)]
struct CheckpointTold {
    /// Number of the last entry then.
    seq: u64,
    /// When it was signed.
    at: String,
    /// Who signed.
    by: String,
    /// Hash of that entry.
    hash: String,
    /// Public key.
    key: String,
    /// Whether its signature is good and the ledger still has that entry.
    ok: bool,
    /// What is wrong, if something is.
    detail: Option<String>,
    /// The checkpoint itself, to be kept where the ledger is not.
    #[schema(value_type = Object)]
    checkpoint: serde_json::Value,
}

/// Checkpoints.
#[derive(Serialize, ToSchema)]
struct Checkpoints {
    /// The checkpoints, the latest first.
    items: Vec<CheckpointTold>,
    /// Whether this server has a key to sign with.
    can_sign: bool,
}

fn told(desk: &Desk, checkpoint: &Checkpoint) -> Result<CheckpointTold, Problem> {
    let outcome = desk.view(|view| {
        let kept = some(view.tables, checkpoint.seq, 1)?.pop();
        let hash = kept.filter(|kept| kept.seq == checkpoint.seq).map(|kept| kept.hash);
        Ok(checkpoint.verify(&view.state.head(), hash))
    })?;
    Ok(CheckpointTold {
        seq: checkpoint.seq,
        at: checkpoint.at.to_string(),
        by: checkpoint.by.clone(),
        hash: checkpoint.hash.to_string(),
        key: checkpoint.key.to_string(),
        ok: outcome.is_ok(),
        detail: outcome.err().map(|error| format!("{error}; {}", error.help())),
        checkpoint: serde_json::to_value(checkpoint).unwrap_or_default(),
    })
}

/// Checkpoints that were signed here, each checked against the ledger. `POST /verify` checks the chain between.
#[utoipa::path(get, path = "/checkpoints", tag = "ledger", responses((status = 200, body = Checkpoints)))]
async fn checkpoints(State(desk): State<Desk>) -> Result<Json<Checkpoints>, Problem> {
    let listed = desk.blocking(|desk| {
        let all = desk.beside().checkpoints()?;
        let items = all.iter().rev().map(|checkpoint| told(desk, checkpoint)).collect::<Result<_, _>>()?;
        Ok(Checkpoints { items, can_sign: desk.opened().key.is_some() })
    });
    listed.await.map(Json)
}

/// Who signs.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct SignSent {
    /// Who signs; whoever the server was started for if not given.
    by: Option<String>,
}

/// Signs where the ledger stands. Keep the checkpoint where the ledger is not: only there it proves something.
#[utoipa::path(post, path = "/checkpoints", tag = "ledger", request_body = SignSent,
    responses((status = 200, body = CheckpointTold), (status = 422, body = Problem)))]
async fn sign(State(desk): State<Desk>, Sent(sent): Sent<SignSent>) -> Result<Json<CheckpointTold>, Problem> {
    let signed = desk.blocking(move |desk| {
        desk.may_write()?;
        let by = desk.person(sent.by.as_deref())?;
        let Some(path) = desk.opened().key.clone() else {
            return Err(Problem::meaningless(
                "this server has no key to sign with",
                "make one with `truce checkpoint key FILE`, and start the server with --key FILE",
            ));
        };
        let secret = std::fs::read_to_string(&path).map_err(|error| {
            Problem::failed(format!("{}: the key could not be read: {error}", path.display()), "check --key")
        })?;
        let key = SigningKey::from_hex(&secret)
            .map_err(|error| Problem::failed(error.to_string(), error.help()))?;
        let head = desk.view(|view| Ok(view.state.head()))?;
        let checkpoint = Checkpoint::sign(&head, now(), by.name(), &key);
        desk.beside().keep(checkpoint.clone())?;
        told(desk, &checkpoint)
    });
    signed.await.map(Json)
}

/// A copy of the whole ledger, consistent while others may be writing.
#[utoipa::path(get, path = "/backup", tag = "ledger",
    responses((status = 200, content_type = "application/vnd.sqlite3", body = Vec<u8>), (status = 404, body = Problem)))]
async fn backup(State(desk): State<Desk>) -> Result<Response, Problem> {
    let name = format!(
        "{}-{}.ledger",
        desk.path().file_stem().unwrap_or_default().to_string_lossy(),
        desk.head().seq
    );
    let bytes = desk.blocking(|desk| {
        if !desk.path().exists() {
            return Err(Problem::missing("there is no ledger yet", "add a report first"));
        }
        let copy = std::env::temp_dir().join(format!(
            "truce-backup-{}-{}",
            std::process::id(),
            now().as_nanosecond()
        ));
        let copied = desk.view(|view| Ok(view.tables.backup(&copy, Existing::Keep)?));
        let bytes = copied.and_then(|_| {
            std::fs::read(&copy).map_err(|error| {
                Problem::failed(
                    format!("the copy could not be read: {error}"),
                    "check the room for temporary files",
                )
            })
        });
        // What is left behind in the folder for temporary files does no harm.
        let _ = std::fs::remove_file(&copy);
        bytes
    });
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.sqlite3".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, Body::from(bytes.await?)).into_response())
}
