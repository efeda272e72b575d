//! Situation reports: shown, downloaded, frozen into the ledger.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use truce_record::id::{Sha256Hash, Target};
use truce_record::judge::Opinion;
use truce_report::brief::{self, Sitrep};
use truce_report::page::{self, Page};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Sent;
use super::documents::attachment;
use super::judgements::written;
use crate::desk::{Desk, View};
use crate::problem::Problem;
use crate::query::{Asked, day, list, record};

pub(super) fn still() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(sitrep))
}

pub(super) fn live() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(freeze))
}

/// What a report is of.
#[derive(Debug, Default, Clone, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct SitrepQuery {
    /// First day.
    from: Option<String>,
    /// Last day; reports published later are left out.
    to: Option<String>,
    /// The agreement it is about; all that reports of these days tell of if not given.
    agreement: Option<String>,
    /// The zone it is about.
    zone: Option<String>,
    /// Also say what changed since this day.
    diff: Option<String>,
    /// Only these sections, by the ids that `form=json` lists, with commas between; all if not given.
    sections: Option<String>,
    /// `json`, `html`, `md`, `docx` or `pdf`; json if not given.
    form: Option<String>,
    /// As a file to keep, and not shown.
    download: Option<bool>,
    /// Who freezes it.
    by: Option<String>,
    /// Why it is frozen.
    reason: Option<String>,
}

impl SitrepQuery {
    fn asked(&self) -> Result<Sitrep, Problem> {
        let needed = |name: &'static str, text: Option<&str>| {
            day(name, text)?.ok_or_else(|| {
                Problem::asked_wrongly(
                    format!("`{name}` is missing"),
                    "give the first and the last day: from=2019-02-01&to=2019-02-14",
                )
            })
        };
        let (from, to) = (needed("from", self.from.as_deref())?, needed("to", self.to.as_deref())?);
        if from > to {
            return Err(Problem::asked_wrongly(
                format!("{from} is after {to}"),
                "`from` is the first day and `to` the last",
            ));
        }
        Ok(Sitrep {
            from,
            to,
            agreement: record(self.agreement.as_deref())?,
            zone: record(self.zone.as_deref())?,
            diff: day("diff", self.diff.as_deref())?,
            only: None,
        })
    }

    /// Writes the report, and returns it with its sections chosen; and the whole one.
    fn pages(&self, desk: &Desk, view: &View<'_>) -> Result<(Arc<Page>, Arc<Page>), Problem> {
        let whole = self.whole(desk, view)?;
        let Some(sections) = self.sections.as_deref() else { return Ok((whole.clone(), whole)) };
        let wanted: Vec<&str> = list(sections).collect();
        let known: Vec<String> = whole.sections().into_iter().map(|section| section.id).collect();
        if let Some(other) = wanted.iter().find(|id| !known.iter().any(|one| one == *id)) {
            return Err(Problem::asked_wrongly(
                format!("`{other}` is no section"),
                format!("sections are {}", known.join(", ")),
            ));
        }
        Ok((Arc::new(whole.only(&wanted)), whole))
    }

    /// Writes the whole report once for each state of the ledger, whatever forms and sections of it are asked for.
    fn whole(&self, desk: &Desk, view: &View<'_>) -> Result<Arc<Page>, Problem> {
        let asked = self.asked()?;
        let (seq, name) = (view.state.head().seq, format!("{asked:?}"));
        let _one = desk.assessing();
        if let Some(page) = desk.prepared().page(seq, &name) {
            return Ok(page);
        }
        let page = Arc::new(brief::sitrep(view.state, &asked)?);
        desk.prepared().keep_page(seq, name, page.clone());
        Ok(page)
    }
}

/// A section of a report.
#[derive(Serialize, ToSchema)]
struct SectionTold {
    /// Its id.
    id: String,
    /// Its heading.
    title: String,
}

/// A section as HTML.
#[derive(Serialize, ToSchema)]
struct PartTold {
    /// Id of the section.
    section: String,
    /// Its HTML.
    html: String,
}

/// Where the ledger stood.
#[derive(Serialize, ToSchema)]
struct HeadTold {
    /// Entries.
    entries: u64,
    /// Hash of the last one.
    head: String,
}

/// A situation report in parts.
#[derive(Serialize, ToSchema)]
struct SitrepTold {
    /// Its title.
    title: String,
    /// A line under it.
    subtitle: String,
    /// What the reader must know before reading.
    caution: String,
    /// The sections that were chosen.
    parts: Vec<PartTold>,
    /// All sections that there are.
    sections: Vec<SectionTold>,
    /// Where the ledger stood.
    head: HeadTold,
}

/// What the page of a report may do in a frame of the application: nothing but be shown.
const FRAMED: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

/// The situation report of a stretch of days.
#[utoipa::path(get, path = "/sitrep", tag = "answers", params(SitrepQuery),
    responses((status = 200, body = SitrepTold, description = "or HTML, Markdown, DOCX, PDF"), (status = 400, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn sitrep(State(desk): State<Desk>, Asked(query): Asked<SitrepQuery>) -> Result<Response, Problem> {
    let written = desk.answer_with(move |desk, view| {
        let (page, whole) = query.pages(desk, view)?;
        let form = query.form.as_deref().unwrap_or("json");
        let failed = |what: String| Problem::failed(what, "try another form");
        let (media, bytes): (&str, Vec<u8>) = match form {
            "json" => {
                let told = told(view, &page, &whole);
                ("application/json", serde_json::to_vec(&told).map_err(|error| failed(error.to_string()))?)
            }
            "html" => ("text/html; charset=utf-8", page::html(&page).into_bytes()),
            "md" => ("text/markdown; charset=utf-8", page::markdown(&page).into_bytes()),
            "docx" => (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                page::docx(&page).map_err(|error| failed(error.to_string()))?,
            ),
            "pdf" => {
                let printed = crate::print::pdf(&page::html(&page));
                let told = |error: anyhow::Error| {
                    let text = format!("{error:#}");
                    let (detail, help) = text
                        .split_once("\nhelp: ")
                        .unwrap_or((&text, "download HTML and print it from a browser"));
                    Problem::failed(detail, help)
                };
                ("application/pdf", printed.map_err(told)?)
            }
            other => {
                return Err(Problem::asked_wrongly(
                    format!("`{other}` is no form of a report"),
                    "forms are json, html, md, docx, pdf",
                ));
            }
        };
        let name = format!(
            "sitrep-{}-{}.{form}",
            query.from.as_deref().unwrap_or_default(),
            query.to.as_deref().unwrap_or_default()
        );
        let kept = query.download.unwrap_or_default() || matches!(form, "docx" | "pdf");
        Ok((media.to_owned(), bytes, kept.then(|| attachment(&name)), form == "html"))
    });
    let (media, bytes, kept, framed) = written.await?;
    let mut answer = ([(header::CONTENT_TYPE, media)], bytes).into_response();
    let headers = answer.headers_mut();
    if let Some(value) = kept.and_then(|value| value.parse().ok()) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    if framed {
        headers.insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static(FRAMED));
        headers.insert(header::X_FRAME_OPTIONS, header::HeaderValue::from_static("SAMEORIGIN"));
    }
    Ok(answer)
}

fn told(view: &View<'_>, page: &Page, whole: &Page) -> SitrepTold {
    let head = view.state.head();
    SitrepTold {
        title: page.title.clone(),
        subtitle: page.subtitle.clone(),
        caution: page.caution.clone(),
        parts: page
            .sections()
            .into_iter()
            .map(|section| PartTold { html: page::fragment(section.blocks), section: section.id })
            .collect(),
        sections: whole
            .sections()
            .into_iter()
            .map(|section| SectionTold { title: section.title.to_owned(), id: section.id })
            .collect(),
        head: HeadTold { entries: head.seq, head: head.hash.to_string() },
    }
}

/// What was frozen.
#[derive(Serialize, ToSchema)]
struct Frozen {
    /// Number of the entry.
    entry: u64,
    /// SHA-256 of the page's HTML.
    hash: String,
    /// What the note is on: the agreement or zone, else the latest report.
    target: String,
}

/// Writes the report into the ledger as a note: its hash and its text, as it is now.
#[utoipa::path(post, path = "/sitrep/freeze", tag = "answers", request_body = SitrepQuery,
    responses((status = 200, body = Frozen), (status = 400, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn freeze(State(desk): State<Desk>, Sent(query): Sent<SitrepQuery>) -> Result<Json<Frozen>, Problem> {
    let frozen = desk.blocking(move |desk| {
        desk.may_write()?;
        let by = desk.person(query.by.as_deref())?;
        let (hash, text, target) = desk.view(|view| {
            let (page, _) = query.pages(desk, view)?;
            let hash = Sha256Hash::of(page::html(&page).as_bytes()).to_string();
            let asked = query.asked()?;
            let latest = || {
                let documents = view.state.documents().iter().filter(|(_, one)| !one.added.is_data_set());
                documents.max_by_key(|(_, one)| one.entry).map(|(id, _)| Target::Document(id.clone()))
            };
            let target =
                asked.agreement.or(asked.zone).map(Target::Record).or_else(latest).ok_or_else(|| {
                    Problem::meaningless(
                        "there is no report in this ledger that a note could be on",
                        "add a report first",
                    )
                })?;
            let text = format!("snapshot of a page, sha256 {hash}\n\n{}", page::markdown(&page));
            Ok((hash, text, target))
        })?;
        let note = Opinion::Note { target: target.clone(), text };
        let written = written(desk, &by, query.reason.clone(), &[note])?;
        Ok(Frozen { entry: written.entry, hash, target: target.to_string() })
    });
    frozen.await.map(Json)
}
