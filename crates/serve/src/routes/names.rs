//! Names to choose from when something is corrected: places of the gazetteer, actors of the lexicon.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use truce_lexicon::load::places::fold;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::desk::Desk;
use crate::problem::Problem;
use crate::query::Asked;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(places)).routes(routes!(actors))
}

/// Letters of a name.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct NameQuery {
    /// The name; of places a whole name, of actors any part of one.
    q: Option<String>,
}

/// A place of the gazetteer.
#[derive(Serialize, ToSchema)]
struct PlaceKnown {
    /// Its main name.
    name: String,
    /// Degrees north.
    lat: f64,
    /// Degrees east.
    lon: f64,
    /// ISO 3166 alpha-2.
    country: Option<String>,
    /// Id in `GeoNames`; the project's own places have ids above 2^31.
    id: u32,
    /// What sort of place.
    kind: String,
}

/// Places that a name may stand for.
#[derive(Serialize, ToSchema)]
struct Places {
    /// The places: exact names before similar ones, larger places before smaller.
    items: Vec<PlaceKnown>,
}

/// Names shown.
const SHOWN: usize = 30;

/// Places that a name may stand for.
#[utoipa::path(get, path = "/places", tag = "home", params(NameQuery), responses((status = 200, body = Places)))]
async fn places(State(desk): State<Desk>, Asked(query): Asked<NameQuery>) -> Result<Json<Places>, Problem> {
    let found = desk.blocking(move |desk| {
        let name = query.q.unwrap_or_default();
        let found = desk.lexicon().places.lookup(name.trim()).take(SHOWN);
        let items = found
            .map(|place| PlaceKnown {
                name: place.name.to_owned(),
                lat: (place.lat * 1e6).round() / 1e6,
                lon: (place.lon * 1e6).round() / 1e6,
                country: (!place.country.is_empty()).then(|| place.country.to_owned()),
                id: place.id,
                kind: format!("{:?}", place.kind).to_lowercase(),
            })
            .collect();
        Ok(Places { items })
    });
    found.await.map(Json)
}

/// An actor of the lexicon.
#[derive(Serialize, ToSchema)]
struct ActorKnown {
    /// Its name.
    name: String,
    /// Its id.
    id: String,
    /// What sort of actor.
    kind: String,
    /// Countries it belongs to.
    country: Option<String>,
}

/// Actors whose names hold some letters.
#[derive(Serialize, ToSchema)]
struct Actors {
    /// The actors: names that begin so first.
    items: Vec<ActorKnown>,
}

/// Actors of the lexicon whose names hold these letters.
#[utoipa::path(get, path = "/actors", tag = "home", params(NameQuery), responses((status = 200, body = Actors)))]
async fn actors(State(desk): State<Desk>, Asked(query): Asked<NameQuery>) -> Result<Json<Actors>, Problem> {
    let found = desk.blocking(move |desk| {
        let wanted = fold::light(query.q.as_deref().unwrap_or_default());
        if wanted.is_empty() {
            return Ok(Actors { items: Vec::new() });
        }
        let mut found: Vec<(bool, ActorKnown)> = desk
            .lexicon()
            .tables
            .actors
            .actors
            .iter()
            .filter_map(|actor| {
                let names = std::iter::once(&actor.name).chain(&actor.aliases).map(|name| fold::light(name));
                let held: Vec<String> = names.filter(|name| name.contains(&wanted)).collect();
                (!held.is_empty()).then(|| {
                    let begins = held.iter().any(|name| name.starts_with(&wanted));
                    (
                        !begins,
                        ActorKnown {
                            name: actor.name.clone(),
                            id: actor.id.clone(),
                            kind: format!("{:?}", actor.kind).to_lowercase(),
                            country: actor.countries.first().cloned(),
                        },
                    )
                })
            })
            .collect();
        found.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
        Ok(Actors { items: found.into_iter().take(SHOWN).map(|(_, actor)| actor).collect() })
    });
    found.await.map(Json)
}
