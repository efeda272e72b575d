//! Is it holding: the assessment of an agreement.

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use truce_report::assess;
use truce_report::scene::Question;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;
use crate::problem::Problem;
use crate::query::{Asked, day, record};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(assessment))
}

/// From which day, since which day, and where.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Looking {
    /// Look from this day: reports published later are left out. The day of the latest report if not given.
    as_of: Option<String>,
    /// Count from this day. The day on which the agreement was concluded if not given.
    since: Option<String>,
    /// Look at this zone. The agreement's own places if not given.
    zone: Option<String>,
}

/// Reads what is asked of an agreement.
pub(super) fn question(
    agreement: &str,
    as_of: Option<&str>,
    since: Option<&str>,
    zone: Option<&str>,
) -> Result<Question, Problem> {
    Ok(Question {
        agreement: agreement.parse()?,
        as_of: day("as_of", as_of)?,
        since: day("since", since)?,
        zone: record(zone)?,
    })
}

/// Whether a truce is holding: holding, strained, broken or undetermined, with reasons for and against.
#[utoipa::path(get, path = "/assess/{agreement}", tag = "answers",
    params(("agreement" = String, Path, description = "agr-"), Looking),
    responses((status = 200, body = Object, description = "as `truce assess --format json` prints it"),
        (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn assessment(
    State(desk): State<Desk>,
    Path(agreement): Path<String>,
    Asked(looking): Asked<Looking>,
) -> Result<Json<assess::Assessment>, Problem> {
    let assessed = desk.answer(move |view| {
        let question = question(
            &agreement,
            looking.as_of.as_deref(),
            looking.since.as_deref(),
            looking.zone.as_deref(),
        )?;
        Ok(assess::assess(view.state, &question)?)
    });
    assessed.await.map(Json)
}
