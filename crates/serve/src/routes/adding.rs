//! New reports: taken in by a job, through the same path as `truce add`.

use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use truce_record::entry::{Author, Obtained};
use truce_record::intake::Arrival;
use truce_record::statement::leading_day;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Sent;
use crate::desk::{Desk, Progress, now};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(add))
}

/// A report to add: its text or its bytes, with what is known of it.
#[derive(Debug, Default, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ReportSent {
    /// Name of its file.
    name: Option<String>,
    /// Its text.
    text: Option<String>,
    /// Its bytes, in base 64, instead of its text.
    bytes_base64: Option<String>,
    /// Media type; by the name if not given.
    media: Option<String>,
    /// Who published it.
    source: Option<String>,
    /// Its address.
    url: Option<String>,
    /// When it was published: a day, a time may follow.
    published: Option<String>,
    /// Who adds it.
    by: Option<String>,
}

/// A job that was begun.
#[derive(Serialize, ToSchema)]
pub(super) struct Begun {
    /// Its id: `GET /jobs/{id}` tells how it stands.
    pub job: String,
}

/// One file with what is known of it.
struct File {
    name: String,
    media: String,
    bytes: Vec<u8>,
    source: Option<String>,
    url: Option<String>,
    published: Option<String>,
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The last part of a name, without folders.
fn last(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let name: String = name.chars().filter(|sign| !sign.is_control()).take(200).collect();
    if name.is_empty() { "pasted.txt".to_owned() } else { name }
}

fn media(name: &str, given: Option<String>) -> String {
    filled(given).unwrap_or_else(|| {
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let page = ["html", "htm", "xhtml"].contains(&ending.as_str());
        if page { "text/html" } else { "text/plain" }.to_owned()
    })
}

fn checked(published: Option<String>) -> Result<Option<String>, Problem> {
    let published = filled(published);
    if let Some(text) = published.as_deref().filter(|text| leading_day(text).is_none()) {
        return Err(Problem::meaningless(
            format!("`{text}` for `published` begins with no day"),
            "write it as 2019-02-03 or 2019-02-03T14:05Z",
        ));
    }
    Ok(published)
}

impl ReportSent {
    fn file(self) -> Result<File, Problem> {
        let bytes = match (self.text, self.bytes_base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(packed)) => STANDARD.decode(packed.trim()).map_err(|error| {
                Problem::asked_wrongly(
                    format!("`bytes_base64` cannot be read: {error}"),
                    "send base 64 with padding",
                )
            })?,
            _ => {
                return Err(Problem::asked_wrongly(
                    "a report needs `text` or `bytes_base64`, and not both",
                    "send the text as it is, or the bytes of the file in base 64",
                ));
            }
        };
        let name = last(self.name.as_deref().unwrap_or_default());
        Ok(File {
            media: media(&name, self.media),
            name,
            bytes,
            source: filled(self.source),
            url: filled(self.url),
            published: checked(self.published)?,
        })
    }
}

/// Adds reports. JSON holds one report; `multipart/form-data` any number of files with the fields `source`, `url`,
/// `published` and `by` for all of them. Reading goes on in a job; `GET /events` tells how it gets on. Its result is
/// `{documents, statements, records_new, records_known, copies, known, questions}`.
#[utoipa::path(post, path = "/documents", tag = "documents", request_body = ReportSent,
    responses((status = 202, body = Begun), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem)))]
async fn add(State(desk): State<Desk>, request: Request) -> Result<(StatusCode, Json<Begun>), Problem> {
    desk.may_write()?;
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let (files, by) = if sent.is_some_and(|media| media.starts_with("multipart/form-data")) {
        parts(request).await?
    } else {
        let Sent(report) = Sent::<ReportSent>::from_request(request, &()).await?;
        let by = report.by.clone();
        (vec![report.file()?], by)
    };
    if files.iter().any(|file| file.bytes.is_empty()) || files.is_empty() {
        return Err(Problem::meaningless("there is nothing in the report", "send its text, or its file"));
    }
    // Nothing is judged: where nobody is named, the program adds.
    let by = desk.person(by.as_deref()).unwrap_or_else(|_| desk.program());
    by.check().map_err(|why| {
        Problem::meaningless(
            format!("`{}` is no name of an author: {why}", by.name().escape_debug()),
            "give a name in one line",
        )
    })?;
    let job = desk.start("add", move |desk, progress| taken(desk, progress, files, &by))?;
    Ok((StatusCode::ACCEPTED, Json(Begun { job })))
}

/// Reads the parts of a form.
async fn parts(request: Request) -> Result<(Vec<File>, Option<String>), Problem> {
    let wrong = |error: &dyn std::fmt::Display| {
        Problem::asked_wrongly(
            format!("the form cannot be read: {error}"),
            "send multipart/form-data with files and fields",
        )
    };
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| wrong(&error))?;
    let mut known = ReportSent::default();
    let mut files: Vec<(String, Option<String>, Vec<u8>)> = Vec::new();
    loop {
        let field = form.next_field().await;
        let Some(field) = field.map_err(|error| of_form(&error))? else { break };
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(last) {
            let media =
                field.content_type().filter(|media| *media != "application/octet-stream").map(str::to_owned);
            let bytes = field.bytes().await.map_err(|error| of_form(&error))?;
            files.push((file, media, bytes.to_vec()));
            continue;
        }
        let value = Some(field.text().await.map_err(|error| of_form(&error))?);
        match name.as_str() {
            "source" => known.source = value,
            "url" => known.url = value,
            "published" => known.published = value,
            "by" => known.by = value,
            "name" => known.name = value,
            "text" => known.text = value,
            other => {
                return Err(Problem::asked_wrongly(
                    format!("`{other}` is no field of a report"),
                    "fields are source, url, published, by, name, text; files go by any name",
                ));
            }
        }
    }
    let by = known.by.clone();
    let published = checked(known.published.clone())?;
    let mut all: Vec<File> = files
        .into_iter()
        .map(|(name, given, bytes)| File {
            media: media(&name, given),
            name,
            bytes,
            source: filled(known.source.clone()),
            url: filled(known.url.clone()),
            published: published.clone(),
        })
        .collect();
    if known.text.is_some() {
        all.push(known.file()?);
    }
    Ok((all, by))
}

fn of_form(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return super::once::too_large();
    }
    Problem::asked_wrongly(
        format!("the form cannot be read: {}", error.body_text()),
        "send multipart/form-data with files and fields",
    )
}

/// Reads and keeps reports, one after another.
fn taken(
    desk: &Desk,
    progress: &Progress<'_>,
    files: Vec<File>,
    by: &Author,
) -> Result<serde_json::Value, Problem> {
    let of = files.len();
    let (mut documents, mut statements, mut copies, mut known) = (Vec::new(), 0, 0, 0);
    let (mut made, mut joined) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    for (done, file) in files.into_iter().enumerate() {
        progress.step(&format!("reading {}", file.name), done, of);
        let arrival = Arrival {
            bytes: file.bytes,
            media: file.media,
            name: file.name,
            obtained: Obtained { how: "upload".to_owned(), when: now(), from: None },
            source: file.source,
            url: file.url,
            published: file.published,
        };
        let sha256 = truce_record::id::Sha256Hash::of(&arrival.bytes);
        let id = truce_record::id::DocumentId::of(&sha256);
        documents.push(id.to_string());
        // Read before the ledger is held, so that nobody waits for it.
        let has = desk.view(|view| {
            view.state
                .has_bytes(&sha256)
                .map_err(|refusal| truce_record::log::LedgerError::Refused(refusal).into())
        })?;
        if has {
            known += 1;
            continue;
        }
        let read = desk.intake().take(&arrival);
        progress.step(&format!("linking {}", arrival.name), done, of);
        let mut taking = desk.taking();
        let brought = desk.write(|register| Ok(taking.keep(register, by, &read, &arrival.bytes, &now)?))?;
        statements += brought.statements;
        copies += usize::from(brought.copy);
        known += usize::from(!brought.new);
        made.extend(brought.made);
        joined.extend(brought.joined);
    }
    let questions = desk.view(|view| Ok(view.state.open_questions().len()))?;
    let joined = joined.difference(&made).count();
    Ok(json!({
        "documents": documents,
        "statements": statements,
        "records_new": made.len(),
        "records_known": joined,
        "records": made,
        "copies": copies,
        "known": known,
        "questions": questions,
    }))
}
