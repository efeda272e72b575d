//! Answers: is it holding, how it went, who claims what, before and after a day.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use truce_report::scene::{Period, Question, Scene};
use truce_report::{area, assess, compare, matrix};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::answer::{self, Timeline};
use crate::desk::Desk;
use crate::problem::Problem;
use crate::query::{Asked, day, record};

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new()
        .routes(routes!(assessment))
        .routes(routes!(over_time))
        .routes(routes!(positions))
        .routes(routes!(compared))
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

/// An agreement over time: its stages with their words, terms, incidents, talks, ground.
#[utoipa::path(get, path = "/agreements/{id}/timeline", tag = "answers",
    params(("id" = String, Path, description = "agr-"), Looking),
    responses((status = 200, body = Timeline), (status = 404, body = Problem)))]
async fn over_time(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Asked(looking): Asked<Looking>,
) -> Result<Json<Timeline>, Problem> {
    let told = desk.answer(move |view| {
        let question =
            question(&id, looking.as_of.as_deref(), looking.since.as_deref(), looking.zone.as_deref())?;
        Ok(answer::timeline(view.state, &question)?)
    });
    told.await.map(Json)
}

/// Which agreement, or which days and zone.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct MatrixQuery {
    /// The agreement; without it `from` and `to` say which days are meant.
    agreement: Option<String>,
    /// Look from this day.
    as_of: Option<String>,
    /// Count from this day.
    since: Option<String>,
    /// Look at this zone.
    zone: Option<String>,
    /// First day, without an agreement.
    from: Option<String>,
    /// Last day, without an agreement.
    to: Option<String>,
}

/// Which party takes which position on which incident.
#[utoipa::path(get, path = "/matrix", tag = "answers", params(MatrixQuery),
    responses((status = 200, body = Object, description = "as `truce matrix --format json` prints it"),
        (status = 400, body = Problem), (status = 404, body = Problem)))]
async fn positions(
    State(desk): State<Desk>,
    Asked(query): Asked<MatrixQuery>,
) -> Result<Json<matrix::Matrix>, Problem> {
    let made = desk.answer(move |view| {
        if let Some(agreement) = query.agreement.as_deref() {
            let question =
                question(agreement, query.as_of.as_deref(), query.since.as_deref(), query.zone.as_deref())?;
            let scene = Scene::set(view.state, &question)?;
            return Ok(matrix::matrix(&scene));
        }
        let days = day("from", query.from.as_deref())?.zip(day("to", query.to.as_deref())?);
        let Some((from, to)) = days else {
            return Err(Problem::asked_wrongly(
                "nothing says which days are meant",
                "give `agreement`, or `from` and `to`",
            ));
        };
        let period = Period::set(view.state, from, to, record(query.zone.as_deref())?.as_ref())?;
        Ok(matrix::of_period(&period, &[]))
    });
    made.await.map(Json)
}

/// What is compared.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct CompareQuery {
    /// The day around which the windows lie.
    around: Option<String>,
    /// Days of each window; 90 if not given.
    days: Option<u32>,
    /// First-level divisions: `adm1:NAME,...`; `everywhere` for all.
    area: Option<String>,
    /// A zone of the ledger; with `area`, what lies in both.
    zone: Option<String>,
    /// Divisions to compare the area with.
    control_area: Option<String>,
    /// Pairs of parties, as the data set names them, with `|` between.
    dyad: Option<String>,
    /// Only these acts, or UCDP's types, with commas between.
    act: Option<String>,
    /// Only what is told exactly.
    strict: Option<bool>,
    /// The data set whose rows are counted; `incidents` counts each incident once.
    data_set: Option<String>,
    /// `json` or `svg`.
    form: Option<String>,
}

/// What happened before and after a day, with what every number assumes.
#[utoipa::path(get, path = "/compare", tag = "answers", params(CompareQuery),
    responses((status = 200, body = Object, description = "schemas/comparison.json, or a plot as SVG"),
        (status = 400, body = Problem), (status = 422, body = Problem)))]
async fn compared(State(desk): State<Desk>, Asked(query): Asked<CompareQuery>) -> Result<Response, Problem> {
    let made = desk.answer(move |view| {
        let form = query.form.as_deref().unwrap_or("json");
        if !["json", "svg"].contains(&form) {
            return Err(Problem::asked_wrongly(format!("`{form}` is no form"), "forms are json and svg"));
        }
        let around = day("around", query.around.as_deref())?.ok_or_else(|| {
            Problem::asked_wrongly(
                "the day is missing around which the windows lie",
                "give it as around=2018-11-24",
            )
        })?;
        let asked = |name: &str, text: Option<&String>| {
            let text = text.filter(|text| !text.trim().is_empty());
            text.map(|text| area::Asked::parse(text)).transpose().map_err(|wrong| {
                Problem::asked_wrongly(format!("`{name}`: {wrong}"), "write adm1:NAME,NAME, or everywhere")
            })
        };
        let zone = record(query.zone.as_deref())?
            .map(|id| {
                let area = view.state.zone(&id).ok_or_else(|| Problem::no(&id))?;
                let shape = area::Scope::of_zone(&area).ok_or_else(|| {
                    Problem::meaningless(
                        format!("{id} has neither an outline nor a place with a point"),
                        "import its outline, or correct its place",
                    )
                })?;
                Ok::<_, Problem>((area.name.unwrap_or_else(|| id.to_string()), shape))
            })
            .transpose()?;
        let words = |text: Option<&String>, sign: char| -> Vec<String> {
            let words = text.into_iter().flat_map(|text| text.split(sign));
            words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let question = compare::Question {
            around,
            days: query.days.unwrap_or(90),
            area: asked("area", query.area.as_ref())?,
            zone,
            control: asked("control_area", query.control_area.as_ref())?,
            dyads: words(query.dyad.as_ref(), '|'),
            acts: words(query.act.as_ref(), ','),
            strict: query.strict.unwrap_or_default(),
            data_set: query.data_set.clone().filter(|name| !name.trim().is_empty()),
        };
        let rows = view.tables.occurrences()?;
        let comparison = compare::compare(&rows, &question, view.lexicon, &view.state.head())?;
        Ok(match form {
            "svg" => ([(header::CONTENT_TYPE, "image/svg+xml")], compare::plot(&comparison)).into_response(),
            _ => Json(comparison).into_response(),
        })
    });
    made.await
}
