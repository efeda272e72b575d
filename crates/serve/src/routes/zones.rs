//! New zones: drawn, or a file of shapes; taken in as `truce import --zones` takes them.

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use truce_record::entry::Obtained;
use truce_record::id::Target;
use truce_record::import::{Importer, Mapping, ZONE_TYPES};
use truce_record::intake::Arrival;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Sent;
use super::judgements::Written;
use crate::desk::{Desk, now};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(add))
}

/// A zone that was drawn, or a file of shapes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct ZoneSent {
    /// Its name; of a file, the name of the data set.
    name: Option<String>,
    /// Its type: buffer, demilitarized, de-escalation, safe, no-fly, corridor, line-of-contact, exclusion, other.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Its outline as a GeoJSON geometry.
    #[schema(value_type = Option<Object>)]
    geometry: Option<Value>,
    /// Name of a file of shapes instead: GeoJSON or KML.
    file_name: Option<String>,
    /// The file's bytes in base 64.
    bytes_base64: Option<String>,
    /// Kilometres around each shape that belong to its zone.
    buffer_km: Option<f64>,
    /// Who adds it.
    by: Option<String>,
}

impl ZoneSent {
    fn arrival(&self) -> Result<(Arrival, String), Problem> {
        let name = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let obtained = |how: &str| Obtained { how: how.to_owned(), when: now(), from: None };
        if let Some(packed) = &self.bytes_base64 {
            let file = self.file_name.as_deref().unwrap_or("zones.geojson");
            let file: String =
                file.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(200).collect();
            let ending = file.rsplit('.').next().unwrap_or_default().to_lowercase();
            let media = match ending.as_str() {
                "kml" => "application/vnd.google-earth.kml+xml",
                "geojson" | "json" => "application/geo+json",
                _ => {
                    return Err(Problem::media(
                        format!("`{file}` is no file of shapes that is taken here"),
                        "send GeoJSON or KML; `truce import FILE.shp --zones TYPE` takes shapefiles",
                    ));
                }
            };
            let bytes = STANDARD.decode(packed.trim()).map_err(|error| {
                Problem::asked_wrongly(
                    format!("`bytes_base64` cannot be read: {error}"),
                    "send base 64 with padding",
                )
            })?;
            let scheme = name.map_or_else(|| file.to_lowercase(), str::to_lowercase);
            return Ok((arrival(bytes, media, file, obtained("import")), scheme));
        }
        let (Some(name), Some(geometry)) = (name, &self.geometry) else {
            return Err(Problem::asked_wrongly(
                "a zone needs `name` and `geometry`, or `file_name` and `bytes_base64`",
                "send a GeoJSON geometry with a name, or a file",
            ));
        };
        let collection = json!({
            "type": "FeatureCollection",
            "features": [{ "type": "Feature", "properties": { "name": name }, "geometry": geometry }],
        });
        let bytes = serde_json::to_vec_pretty(&collection).unwrap_or_default();
        let file = format!(
            "{}.geojson",
            name.chars()
                .filter(|sign| !sign.is_control() && !"/\\".contains(*sign))
                .take(100)
                .collect::<String>()
        );
        Ok((arrival(bytes, "application/geo+json", file, obtained("import")), "drawn".to_owned()))
    }
}

fn arrival(bytes: Vec<u8>, media: &str, name: String, obtained: Obtained) -> Arrival {
    Arrival { bytes, media: media.to_owned(), name, obtained, source: None, url: None, published: None }
}

/// Adds a zone: an outline that was drawn, or each shape of a file. It is kept as a data set of its own.
#[utoipa::path(post, path = "/zones", tag = "judgements", request_body = ZoneSent,
    responses((status = 200, body = Written), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 415, body = Problem), (status = 422, body = Problem)))]
async fn add(State(desk): State<Desk>, Sent(sent): Sent<ZoneSent>) -> Result<Json<Written>, Problem> {
    let added = desk.blocking(move |desk| {
        desk.may_write()?;
        let by = desk.person(sent.by.as_deref())?;
        let kind = sent.kind.as_deref().unwrap_or("other");
        if !ZONE_TYPES.contains(&kind) {
            return Err(Problem::meaningless(
                format!("`{kind}` is no type of zone"),
                format!("types are {}", ZONE_TYPES.join(", ")),
            ));
        }
        if sent.buffer_km.is_some_and(|km| !(0.0..=2000.0).contains(&km)) {
            return Err(Problem::meaningless("`buffer_km` must lie between 0 and 2000", "give kilometres"));
        }
        let (arrival, scheme) = sent.arrival()?;
        let importer = Importer::new(desk.lexicon(), concat!("truce-import ", env!("CARGO_PKG_VERSION")));
        let mapping = Mapping::zones(&scheme, kind, sent.buffer_km);
        let sheet = importer
            .read(&arrival, &[], Some(&mapping), None)
            .map_err(|error| Problem::meaningless(error.to_string(), error.help()))?;
        if sheet.rows.is_empty() {
            let first = sheet.rejected.first();
            return Err(Problem::meaningless(
                first.map_or("the file holds no shape".to_owned(), ToString::to_string),
                first.map_or("send polygons, lines or points in degrees", |one| one.help),
            ));
        }
        let mut taking = desk.taking();
        let laid = desk.write(|register| Ok(taking.lay(register, &by, (&sheet, &arrival, &[]), &now)?))?;
        let records = laid.touched.iter().filter(|target| matches!(target, Target::Record(_)));
        Ok(Written {
            entry: laid.entries.first().copied().unwrap_or_default(),
            entries: laid.entries,
            changed: records.map(ToString::to_string).collect(),
        })
    });
    added.await.map(Json)
}
