//! What is shown, as a file for others.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use truce_record::id::{RecordId, RecordKind};
use truce_report::export::{FORMS, Form, Selection};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::documents::attachment;
use crate::desk::Desk;
use crate::problem::Problem;
use crate::query::{Asked, filtered};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(export))
}

filtered! {
    /// What is exported.
    ExportQuery {
        /// The form: incidents, csv, hxl, geojson, kml, jsonl, ucdp, acled, plover, jsonld, ical; csv if not given.
        form: Option<String>,
        /// Only records of this kind: incidents, agreements, talks, zones; all that the form knows if not given.
        kind: Option<String>,
    }
}

/// Exactly what the filter finds, as a file. A machine's reading is never given as a finding.
#[utoipa::path(get, path = "/export", tag = "answers", params(ExportQuery),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 400, body = Problem)))]
async fn export(State(desk): State<Desk>, Asked(query): Asked<ExportQuery>) -> Result<Response, Problem> {
    let written = desk.answer(move |view| {
        let name = query.form.as_deref().unwrap_or("csv");
        let form = Form::named(name).ok_or_else(|| {
            let names: Vec<&str> = FORMS.iter().map(|form| form.name).collect();
            Problem::asked_wrongly(
                format!("`{name}` for `form` is no form of export"),
                format!("forms are {}", names.join(", ")),
            )
        })?;
        let kinds: Vec<RecordKind> = match query.kind.as_deref() {
            None => RecordKind::ALL.into(),
            Some(kind) => vec![super::places::kind(Some(kind))?],
        };
        let filter = query.words().filter(None, view)?;
        let mut ids: Vec<RecordId> = Vec::new();
        for kind in kinds {
            let of_kind = truce_record::log::Filter { kind: Some(kind), ..filter.clone() };
            for row in view.tables.records(&of_kind)? {
                ids.push(row.id.parse()?);
            }
        }
        let selection = Selection::of(view.state, ids, view.now);
        let text = form
            .write(&selection)
            .map_err(|error| Problem::failed(error.to_string(), "try another form; nothing was changed"))?;
        Ok((form, text))
    });
    let (form, text) = written.await?;
    let media = if form.media.starts_with("text/") {
        format!("{}; charset=utf-8", form.media)
    } else {
        form.media.to_owned()
    };
    let name = format!(
        "{}-{}.{}",
        desk.path().file_stem().unwrap_or_default().to_string_lossy(),
        form.name,
        form.ending
    );
    let headers = [(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, attachment(&name))];
    Ok((headers, text).into_response())
}
