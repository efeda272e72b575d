//! How the ledger stands, and the first screen.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use truce_record::id::RecordKind;
use truce_record::judge;
use truce_record::log::Filter;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::lists::total;
use crate::answer::{self, AgreementCards, Home};
use crate::desk::Desk;
use crate::problem::Problem;

pub(super) fn still() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(home)).routes(routes!(agreements)).routes(routes!(words))
}

pub(super) fn live() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(status))
}

/// Which ledger.
#[derive(Serialize, ToSchema)]
struct LedgerTold {
    /// Name of its file.
    name: String,
    /// Where its file is.
    path: String,
    /// Its entries.
    entries: u64,
    /// Hash of the last one.
    head: String,
    /// Whether nothing may be written.
    readonly: bool,
}

/// How the ledger stands.
#[derive(Serialize, ToSchema)]
struct Status {
    /// Version of the program.
    version: &'static str,
    /// Name and version of the method of assessment.
    method: &'static str,
    /// Which ledger.
    ledger: LedgerTold,
    /// How many of everything: `incidents`, `agreements`, `claims`, `talks`, `zones`, `documents`, `figures`; `review` are
    /// questions that wait, `readings` readings that nobody has looked at.
    counts: BTreeMap<&'static str, usize>,
    /// Who judges where a request names nobody.
    by: Option<String>,
    /// The time.
    now: String,
}

/// How the ledger stands.
#[utoipa::path(get, path = "/status", tag = "home", responses((status = 200, body = Status)))]
async fn status(State(desk): State<Desk>) -> Result<Json<Status>, Problem> {
    let opened = desk.opened().clone();
    let status = desk.answer_with(move |desk, view| {
        let count = |kind| {
            let filter = Filter { kind: Some(kind), ..Filter::default() };
            total(desk, view, "records", &filter)
        };
        let said = |kind| total(desk, view, kind, &Filter::default());
        let (review, readings) = answer::waiting(view.state);
        let head = view.state.head();
        Ok(Status {
            version: env!("CARGO_PKG_VERSION"),
            method: truce_report::assess::METHOD,
            ledger: LedgerTold {
                name: opened.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                path: opened.path.display().to_string(),
                entries: head.seq,
                head: head.hash.to_string(),
                readonly: opened.read_only,
            },
            counts: BTreeMap::from([
                ("incidents", count(RecordKind::Incident)?),
                ("agreements", count(RecordKind::Agreement)?),
                ("talks", count(RecordKind::Talks)?),
                ("zones", count(RecordKind::Zone)?),
                ("claims", said("claim")?),
                ("figures", said("figure")?),
                ("documents", view.state.documents().len()),
                ("review", review),
                ("readings", readings),
            ]),
            by: opened.by,
            now: view.now.to_string(),
        })
    });
    status.await.map(Json)
}

/// The first screen: what is new, what waits for a person.
#[utoipa::path(get, path = "/home", tag = "home", responses((status = 200, body = Home)))]
async fn home(State(desk): State<Desk>) -> Result<Json<Home>, Problem> {
    let made = desk.answer_with(|desk, view| {
        let seq = view.state.head().seq;
        if let Some(home) = desk.prepared().home(seq) {
            return Ok(home);
        }
        let home = Arc::new(answer::home(view.state, view.tables)?);
        desk.prepared().keep_home(seq, home.clone());
        Ok(home)
    });
    Ok(Json((*made.await?).clone()))
}

/// Agreements with their verdicts, the latest told first. To assess them may take longer than the rest of the screen.
#[utoipa::path(get, path = "/home-agreements", tag = "home", responses((status = 200, body = AgreementCards)))]
async fn agreements(State(desk): State<Desk>) -> Result<Json<AgreementCards>, Problem> {
    let made = desk.answer_with(|desk, view| {
        let seq = view.state.head().seq;
        // Who asks meanwhile waits for the same.
        let _one = desk.assessing();
        if let Some(cards) = desk.prepared().cards(seq) {
            return Ok(cards);
        }
        let cards = Arc::new(answer::cards(view.state));
        desk.prepared().keep_cards(seq, cards.clone());
        Ok(cards)
    });
    Ok(Json((*made.await?).clone()))
}

/// The words that fields take.
#[derive(Serialize, ToSchema)]
struct WordLists {
    /// Acts of incidents.
    acts: Vec<String>,
    /// Types of agreements.
    types: Vec<String>,
    /// Stances of claims.
    stances: Vec<&'static str>,
    /// Standings of incidents.
    standings: Vec<&'static str>,
    /// Stages of agreements.
    stages: Vec<String>,
    /// Findings.
    findings: Vec<&'static str>,
    /// Kinds of statements that a person may state.
    kinds: Vec<&'static str>,
    /// Types of zones.
    zone_types: Vec<&'static str>,
}

/// The words that fields take, for lists to choose from.
#[utoipa::path(get, path = "/words", tag = "home", responses((status = 200, body = WordLists)))]
async fn words(State(desk): State<Desk>) -> Result<Json<WordLists>, Problem> {
    let lists = desk.blocking(|desk| {
        let lexicon = desk.lexicon();
        let owned = |words: std::collections::BTreeSet<&str>| words.into_iter().map(str::to_owned).collect();
        Ok(WordLists {
            acts: owned(judge::acts(lexicon)),
            types: owned(judge::types(lexicon)),
            stances: super::judgements::STANCES.to_vec(),
            standings: truce_record::fold::Standing::ALL.iter().map(|standing| standing.as_str()).collect(),
            stages: owned(judge::stages(lexicon)),
            findings: truce_record::entry::Finding::ALL.iter().map(|finding| finding.as_str()).collect(),
            kinds: super::judgements::KINDS.to_vec(),
            zone_types: truce_record::import::ZONE_TYPES.to_vec(),
        })
    });
    lists.await.map(Json)
}
