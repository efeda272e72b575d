//! The words of an address in, what is asked for out. A word that means nothing is refused: a list that ignored it
//! would say too much.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use truce_record::fold::Standing;
use truce_record::id::{RecordId, RecordKind};
use truce_record::log::{Filter, Near, Window};
use truce_record::statement::{Place, Point, When};

use crate::desk::View;
use crate::problem::Problem;

/// The parameters of an address.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(error) => Err(Problem::asked_wrongly(
                format!("the parameters of {} cannot be read: {}", parts.uri.path(), error.body_text()),
                "/api/ lists the parameters of every address",
            )),
        }
    }
}

/// What is asked of lists, as words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words<'a> {
    /// Letters of a place.
    pub place: Option<&'a str>,
    /// First day.
    pub since: Option<&'a str>,
    /// Last day.
    pub until: Option<&'a str>,
    /// A circle.
    pub near: Option<&'a str>,
    /// A zone.
    pub zone: Option<&'a str>,
    /// An actor.
    pub actor: Option<&'a str>,
    /// Acts.
    pub act: Option<&'a str>,
    /// Standings.
    pub standing: Option<&'a str>,
    /// Those that a person rejected too.
    pub rejected: bool,
    /// A document.
    pub document: Option<&'a str>,
    /// An agreement.
    pub agreement: Option<&'a str>,
    /// A window.
    pub bbox: Option<&'a str>,
    /// Words.
    pub q: Option<&'a str>,
}

/// Makes the parameters of a route that takes the filters of lists, with others of its own.
macro_rules! filtered {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            /// Only what names a place with these letters.
            #[serde(rename = "where")]
            #[param(rename = "where")]
            pub place: Option<String>,
            /// Only what can have been on this day, month or year, or later: `2018-11-24`, `2018-11`, `2018`.
            pub since: Option<String>,
            /// Only what can have been on this day, month or year, or earlier.
            pub until: Option<String>,
            /// Only what lies in this circle: degrees north, degrees east, kilometres.
            pub near: Option<String>,
            /// Only what lies around the places of this zone or agreement.
            pub zone: Option<String>,
            /// Only what names an actor with these letters, or with this id of the lexicon.
            pub actor: Option<String>,
            /// Only these acts, with commas between; of claims stances, of figures measures, of agreements and talks stages.
            pub act: Option<String>,
            /// Only incidents that stand so, with commas between.
            pub standing: Option<String>,
            /// Those that a person rejected too.
            pub rejected: Option<bool>,
            /// Only what this document tells.
            pub document: Option<String>,
            /// Only what lies around the places of this agreement, from the day on which it was concluded.
            pub agreement: Option<String>,
            /// Only what has its point in this window: degrees west, south, east, north.
            pub bbox: Option<String>,
            /// Only what is told in words that hold all of these; a word that ends in `*` finds every word that begins so.
            pub q: Option<String>,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// Returns the filters as words.
            pub fn words(&self) -> $crate::query::Words<'_> {
                $crate::query::Words {
                    place: self.place.as_deref(),
                    since: self.since.as_deref(),
                    until: self.until.as_deref(),
                    near: self.near.as_deref(),
                    zone: self.zone.as_deref(),
                    actor: self.actor.as_deref(),
                    act: self.act.as_deref(),
                    standing: self.standing.as_deref(),
                    rejected: self.rejected.unwrap_or_default(),
                    document: self.document.as_deref(),
                    agreement: self.agreement.as_deref(),
                    bbox: self.bbox.as_deref(),
                    q: self.q.as_deref(),
                }
            }
        }
    };
}
pub(crate) use filtered;

fn filled(word: Option<&str>) -> Option<&str> {
    word.map(str::trim).filter(|word| !word.is_empty())
}

/// Reads a day, month or year.
pub fn time(name: &str, text: &str) -> Result<When, Problem> {
    When::parse(text.trim()).ok_or_else(|| {
        Problem::asked_wrongly(
            format!("`{text}` for `{name}` is no day, month or year"),
            "write it as 2018-11-24, 2018-11 or 2018",
        )
    })
}

/// Reads a day.
pub fn day(name: &str, text: Option<&str>) -> Result<Option<jiff::civil::Date>, Problem> {
    filled(text)
        .map(|text| {
            text.parse().map_err(|_| {
                Problem::asked_wrongly(format!("`{text}` for `{name}` is no day"), "write it as 2018-11-24")
            })
        })
        .transpose()
}

/// Reads an id of a record.
pub fn record(text: Option<&str>) -> Result<Option<RecordId>, Problem> {
    filled(text).map(|text| text.parse().map_err(Problem::from)).transpose()
}

fn numbers<const N: usize>(name: &str, text: &str, what: &'static str) -> Result<[f64; N], Problem> {
    let wrong =
        || Problem::asked_wrongly(format!("`{text}` for `{name}` is not {what}"), format!("give {what}"));
    let numbers: Vec<f64> = text
        .split(',')
        .map(|number| number.trim().parse::<f64>().ok().filter(|number| number.is_finite()))
        .collect::<Option<_>>()
        .ok_or_else(wrong)?;
    <[f64; N]>::try_from(numbers).map_err(|_| wrong())
}

/// Reads a circle.
fn circle(text: &str) -> Result<Near, Problem> {
    const WHAT: &str =
        "three numbers with commas between: degrees north, degrees east, kilometres up to 20100";
    let [lat, lon, km] = numbers("near", text, WHAT)?;
    let point = Point::from_degrees(lat, lon).filter(|_| (0.0..=20_100.0).contains(&km));
    let wrong = || Problem::asked_wrongly(format!("`{text}` for `near` is no circle on the earth"), WHAT);
    Ok(Near { point: point.ok_or_else(wrong)?, metres: (km * 1000.0).round() as u32 })
}

/// Reads a window: west, south, east, north.
pub fn window(text: Option<&str>) -> Result<Option<Window>, Problem> {
    const WHAT: &str = "four numbers of degrees with commas between: west, south, east, north";
    let Some(text) = filled(text) else { return Ok(None) };
    let [west, south, east, north] = numbers("bbox", text, WHAT)?;
    if south > north {
        return Err(Problem::asked_wrongly(format!("`{text}` for `bbox` has its south in the north"), WHAT));
    }
    // A map that is turned beyond the line of 180 degrees names degrees beyond it.
    let turned = |lon: f64| (lon + 540.0).rem_euclid(360.0) - 180.0;
    let (west, east) = if east - west >= 360.0 { (-180.0, 180.0) } else { (turned(west), turned(east)) };
    Ok(Some(Window { west, south: south.max(-90.0), east, north: north.min(90.0) }))
}

/// Reads a list of standings.
fn standings(text: &str) -> Result<Vec<Standing>, Problem> {
    list(text)
        .map(|word| {
            Standing::ALL.into_iter().find(|standing| standing.as_str() == word).ok_or_else(|| {
                let words: Vec<&str> = Standing::ALL.iter().map(|standing| standing.as_str()).collect();
                Problem::asked_wrongly(
                    format!("`{word}` for `standing` is no standing"),
                    format!("a standing is one of {}", words.join(", ")),
                )
            })
        })
        .collect()
}

/// Takes a list apart.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

impl Words<'_> {
    /// Returns the filter over records of a kind, or over statements.
    ///
    /// # Errors
    ///
    /// If a word means nothing.
    pub fn filter(&self, kind: Option<RecordKind>, view: &View<'_>) -> Result<Filter, Problem> {
        let mut filter = Filter {
            kind,
            since: filled(self.since).map(|text| time("since", text)).transpose()?.map(|when| when.earliest),
            until: filled(self.until).map(|text| time("until", text)).transpose()?.map(|when| when.latest),
            near: filled(self.near).map(circle).transpose()?.into_iter().collect(),
            place: filled(self.place).map(str::to_owned),
            actor: filled(self.actor).map(str::to_owned),
            act: self.act.into_iter().flat_map(list).map(str::to_owned).collect(),
            standing: standings(self.standing.unwrap_or_default())?,
            rejected: self.rejected,
            window: window(self.bbox)?,
            document: filled(self.document).map(str::parse).transpose()?,
            words: filled(self.q).map(str::to_owned),
            ..Filter::default()
        };
        if let Some(document) = &filter.document
            && view.state.document(document).is_none()
        {
            return Err(Problem::no(document));
        }
        if let Some(zone) = record(self.zone)? {
            let circles = around(view, &zone)?;
            if circles.is_empty() {
                return Err(Problem::meaningless(
                    format!("{zone} has no place with a point"),
                    "correct its place, or leave it out of the filter",
                ));
            }
            filter.near.extend(circles);
        }
        if let Some(agreement) = record(self.agreement)? {
            let accord = view.state.agreement(&agreement).ok_or_else(|| Problem::no(&agreement))?;
            // An agreement without such places holds everywhere, as its assessment has it.
            filter.near.extend(around(view, &agreement)?);
            filter.since = filter.since.or(accord.when.map(|when| when.earliest));
        }
        Ok(filter)
    }
}

/// The circles around the places of a zone or an agreement.
fn around(view: &View<'_>, id: &RecordId) -> Result<Vec<Near>, Problem> {
    let places = match (view.state.zone(id), view.state.agreement(id)) {
        (Some(area), _) if id.kind() == RecordKind::Zone => area.places,
        (_, Some(accord)) if id.kind() == RecordKind::Agreement => accord.places,
        _ => return Err(Problem::no(id)),
    };
    let circle = |place: &Place| Some(Near { point: place.point?, metres: place.radius_m?.max(1000) });
    Ok(places.iter().filter_map(circle).collect())
}

/// Most rows of one answer.
const MOST: usize = 1000;

/// Rows of an answer that names no number.
const USUAL: usize = 100;

/// Where a list goes on, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Without the first so many.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
}

impl Stretch {
    /// Reads `limit` and `cursor`.
    ///
    /// # Errors
    ///
    /// If the cursor is none that an answer gave.
    pub fn of(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Problem> {
        let skip = match filled(cursor) {
            None => 0,
            Some(text) => {
                text.strip_prefix("at-").and_then(|number| number.parse::<u32>().ok()).ok_or_else(|| {
                    Problem::asked_wrongly(
                        format!("`{text}` is no cursor"),
                        "take it from `next` of the answer before; leave it out to begin",
                    )
                })? as usize
            }
        };
        Ok(Self { skip, limit: limit.map_or(USUAL, |limit| (limit as usize).min(MOST)) })
    }

    /// Returns the cursor after `found` rows of `total`, if there are more.
    pub fn next(&self, found: usize, total: usize) -> Option<String> {
        let after = self.skip + found;
        (after < total && found > 0).then(|| format!("at-{after}"))
    }
}
