//! Saved searches, and feeds of what they find. Kept beside the ledger, not in it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use truce_record::fold::Document;
use truce_record::id::{RecordId, Target};
use truce_record::log::Filter;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Sent;
use crate::answer::{line, some};
use crate::desk::{Desk, Saved, View};
use crate::problem::Problem;
use crate::query::filtered;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(searches, save))
        .routes(routes!(forget))
        .routes(routes!(atom))
        .routes(routes!(json_feed))
}

/// A saved search with its feeds.
#[derive(Serialize, ToSchema)]
struct SavedTold {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// What was asked, as the parameters of an address.
    query: String,
    /// Address of its Atom feed.
    feed_atom: String,
    /// Address of its JSON feed.
    feed_json: String,
}

impl From<Saved> for SavedTold {
    fn from(saved: Saved) -> Self {
        let feed = |ending: &str| format!("{}/searches/{}/feed.{ending}", super::BASE, saved.id);
        Self {
            feed_atom: feed("atom"),
            feed_json: feed("json"),
            id: saved.id,
            name: saved.name,
            query: saved.query,
        }
    }
}

/// Saved searches.
#[derive(Serialize, ToSchema)]
struct Searches {
    /// The searches, the oldest first.
    items: Vec<SavedTold>,
}

/// Saved searches.
#[utoipa::path(get, path = "/searches", tag = "lists", responses((status = 200, body = Searches)))]
async fn searches(State(desk): State<Desk>) -> Result<Json<Searches>, Problem> {
    let all = desk.blocking(|desk| desk.beside().searches()).await?;
    Ok(Json(Searches { items: all.into_iter().map(SavedTold::from).collect() }))
}

/// A search to save.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SearchSent {
    /// Its name.
    name: String,
    /// What is asked, as the parameters of an address: `q=shells&since=2019`.
    query: String,
}

filtered! {
    /// What a saved search asks.
    SavedQuery {
        /// What is listed.
        kind: Option<String>,
        /// What the screen shows beside it; means nothing here.
        sort: Option<String>,
    }
}

/// Longest name or query.
const LONGEST: usize = 2000;

fn read(query: &str) -> Result<SavedQuery, Problem> {
    let address = format!("/?{}", query.trim().trim_start_matches('?'));
    let wrong = |what: String| {
        Problem::asked_wrongly(
            format!("the query cannot be read: {what}"),
            "give the parameters of an address of /search or /incidents",
        )
    };
    let address: axum::http::Uri = address.parse().map_err(|error| wrong(format!("{error}")))?;
    let read = axum::extract::Query::<SavedQuery>::try_from_uri(&address);
    read.map(|axum::extract::Query(query)| query).map_err(|error| wrong(error.body_text()))
}

/// Saves a search.
#[utoipa::path(post, path = "/searches", tag = "lists", request_body = SearchSent,
    responses((status = 201, body = SavedTold), (status = 400, body = Problem), (status = 403, body = Problem)))]
async fn save(
    State(desk): State<Desk>,
    Sent(sent): Sent<SearchSent>,
) -> Result<(StatusCode, Json<SavedTold>), Problem> {
    let saved = desk.blocking(move |desk| {
        desk.may_write()?;
        let name = sent.name.trim();
        if name.is_empty() || name.len() > LONGEST || sent.query.len() > LONGEST {
            return Err(Problem::asked_wrongly(
                "a saved search needs a name, and neither may be long",
                format!("give up to {LONGEST} letters"),
            ));
        }
        read(&sent.query)?;
        desk.beside().save(name, &sent.query)
    });
    Ok((StatusCode::CREATED, Json(SavedTold::from(saved.await?))))
}

/// Forgets a saved search.
#[utoipa::path(delete, path = "/searches/{id}", tag = "lists", params(("id" = String, Path, description = "search-")),
    responses((status = 204), (status = 404, body = Problem)))]
async fn forget(State(desk): State<Desk>, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let was = desk.blocking(move |desk| {
        desk.may_write()?;
        desk.beside().forget(&id).map(|was| (was, id))
    });
    match was.await? {
        (true, _) => Ok(StatusCode::NO_CONTENT),
        (false, id) => Err(none(&id)),
    }
}

fn none(id: &str) -> Problem {
    Problem::missing(format!("there is no saved search `{id}`"), "GET /api/v1/searches lists them")
}

/// One thing in a feed.
struct Item {
    /// What tells it from others of the feed.
    key: String,
    /// Where it is shown.
    id: String,
    title: String,
    words: String,
    /// When the ledger had it.
    at: String,
    author: Option<String>,
}

/// Things in a feed.
const ITEMS: usize = 50;

/// Finds what a search finds: statements where it has words, else records; the latest that the ledger had first.
fn items(view: &View<'_>, saved: &Saved) -> Result<Vec<Item>, Problem> {
    let query = read(&saved.query)?;
    let filter = query.words().filter(None, view)?;
    let at = |entry: u64| -> Result<String, Problem> {
        let kept = some(view.tables, entry, 1)?.pop();
        Ok(kept.map_or_else(|| view.now.to_string(), |kept| kept.at.to_string()))
    };
    let words = query.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    if let Some(words) = words {
        let filter = Filter { standing: Vec::new(), limit: Some(ITEMS), ..filter };
        let (hits, _) = view.tables.search_among(words, &filter, ITEMS)?;
        let mut found = Vec::new();
        for hit in hits {
            let id: truce_record::id::StatementId = hit.statement.id.parse()?;
            let Some(known) = view.state.statement(&id) else { continue };
            let document = view.state.document(&known.statement.document);
            found.push(Item {
                key: hit.statement.id.clone(),
                id: hit.statement.record.unwrap_or(hit.statement.id),
                title: format!("{} {} ({})", hit.statement.kind, hit.statement.act, hit.name),
                words: hit.statement.quote,
                at: at(known.entry)?,
                author: document.and_then(Document::source).map(str::to_owned),
            });
        }
        return Ok(found);
    }
    let kind = super::places::kind(query.kind.as_deref())?;
    let rows = view.tables.records(&Filter { kind: Some(kind), ..filter })?;
    let mut latest: Vec<(u64, RecordId)> = Vec::new();
    for row in rows {
        let id: RecordId = row.id.parse()?;
        latest.push((view.state.record(&id).map_or(0, |record| record.entry), id));
    }
    latest.sort_by(|one, other| other.cmp(one));
    latest
        .into_iter()
        .take(ITEMS)
        .map(|(entry, id)| {
            let counted = view.state.record(&id).map(|record| view.state.counted(record)).unwrap_or_default();
            let first = counted.first().map(|(statement, _)| (*statement).clone());
            let words = first.as_ref().map_or_else(String::new, |one| one.anchor.quote.clone());
            let author = first.and_then(|one| {
                view.state.document(&one.document).and_then(|document| document.source().map(str::to_owned))
            });
            let title = match view.state.review(&Target::Record(id.clone())) {
                Some(_) => line(view.state, &id),
                None => format!("{} (a machine's reading)", line(view.state, &id)),
            };
            Ok(Item { title, words, at: at(entry)?, author, key: id.to_string(), id: id.to_string() })
        })
        .collect()
}

/// The address that an asker calls this server by; its name was checked before.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}

async fn found(desk: &Desk, id: String) -> Result<(Saved, Vec<Item>, String), Problem> {
    let found = desk.blocking(move |desk| {
        let saved = desk.beside().searches()?.into_iter().find(|saved| saved.id == id);
        let saved = saved.ok_or_else(|| none(&id))?;
        desk.view(|view| {
            let items = items(view, &saved)?;
            let updated =
                items.iter().map(|item| item.at.clone()).max().unwrap_or_else(|| view.now.to_string());
            Ok((saved.clone(), items, updated))
        })
    });
    found.await
}

fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // XML 1.0 has no place for these, however they are written.
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            sign => out.push(sign),
        }
    }
    out
}

/// What a saved search finds, the latest first, as an Atom feed (RFC 4287).
#[utoipa::path(get, path = "/searches/{id}/feed.atom", tag = "lists", params(("id" = String, Path, description = "search-")),
    responses((status = 200, content_type = "application/atom+xml", body = String), (status = 404, body = Problem)))]
async fn atom(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (saved, items, updated) = found(&desk, id).await?;
    let base = base(&headers);
    let own = format!("{base}{}/searches/{}/feed.atom", super::BASE, saved.id);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>{own}</id>\n\
         <title>{}</title>\n<updated>{updated}</updated>\n<link rel=\"self\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" href=\"{base}/search?{}\"/>\n<author><name>Truce</name></author>\n",
        xml(&saved.name),
        xml(saved.query.trim_start_matches('?'))
    );
    for item in items {
        let author = item
            .author
            .as_deref()
            .map_or_else(String::new, |name| format!("<author><name>{}</name></author>", xml(name)));
        feed.push_str(&format!(
            "<entry><id>{base}/records/{key}</id><title>{}</title><updated>{at}</updated>\
             <link href=\"{base}/records/{id}\"/>{author}<summary>{}</summary></entry>\n",
            xml(&item.title),
            xml(&item.words),
            key = item.key,
            id = item.id,
            at = item.at,
        ));
    }
    feed.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

/// What a saved search finds, the latest first, as a JSON Feed 1.1.
#[utoipa::path(get, path = "/searches/{id}/feed.json", tag = "lists", params(("id" = String, Path, description = "search-")),
    responses((status = 200, content_type = "application/feed+json", body = Object), (status = 404, body = Problem)))]
async fn json_feed(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (saved, items, _) = found(&desk, id).await?;
    let base = base(&headers);
    let items: Vec<serde_json::Value> = items
        .into_iter()
        .map(|item| {
            json!({
                "id": format!("{base}/records/{}", item.key),
                "url": format!("{base}/records/{}", item.id),
                "title": item.title,
                "content_text": item.words,
                "date_published": item.at,
                "authors": item.author.map(|name| vec![json!({ "name": name })]).unwrap_or_default(),
            })
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": saved.name,
        "home_page_url": format!("{base}/search?{}", saved.query.trim_start_matches('?')),
        "feed_url": format!("{base}{}/searches/{}/feed.json", super::BASE, saved.id),
        "items": items,
    });
    Ok(([(header::CONTENT_TYPE, "application/feed+json")], feed.to_string()).into_response())
}
