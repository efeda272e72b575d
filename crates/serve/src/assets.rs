//! The built web application, embedded: an address in, its file out, as small as the browser takes it.
//! What is not there in a compressed form is compressed once, when it is first asked for.
//! Where it was not built, the first page says how to build it, and the interface works all the same.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::problem::Problem;

/// The files that `npm run build` writes, each beside its compressed forms.
#[derive(rust_embed::RustEmbed)]
#[folder = "web-dist/"]
#[allow_missing = true]
struct Files;

/// The page that stands where no application was built.
const UNBUILT: &str = include_str!("unbuilt.html");

/// Answers with a file of the application; any address that is none is one of the application's own.
pub async fn file(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let named = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if let Some(found) = found(path, &headers) {
        return found;
    }
    if named {
        return Problem::missing(
            format!("there is no file `/{path}`"),
            "the application begins at /, the interface at /api/v1, its description at /api/",
        )
        .into_response();
    }
    found("index.html", &headers).unwrap_or_else(|| {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        let still = HeaderValue::from_static("no-cache");
        ([(header::CONTENT_TYPE, html), (header::CACHE_CONTROL, still)], UNBUILT).into_response()
    })
}

/// Compressed forms, the smaller first.
const FORMS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

fn found(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.is_empty() || FORMS.iter().any(|(_, ending)| path.ends_with(ending)) {
        return None;
    }
    let plain = Files::get(path)?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let built = FORMS.iter().find_map(|(name, ending)| {
        let takes = accepts(accepted, name);
        takes
            .then(|| Files::get(&format!("{path}{ending}")))
            .flatten()
            .map(|file| (*name, Bytes::from(file.data.into_owned())))
    });
    let packed = built.or_else(|| {
        let worth = accepts(accepted, "gzip") && is_text(path);
        worth.then(|| packed(path, &plain.data)).flatten().map(|bytes| ("gzip", bytes))
    });
    let hash: String = plain.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{hash}{}\"", packed.as_ref().map_or("", |(name, _)| name));
    let mut answer = Response::builder()
        .header(header::CONTENT_TYPE, media(path))
        .header(header::ETAG, &tag)
        .header(header::VARY, "accept-encoding")
        .header(header::CACHE_CONTROL, keeping(path));
    let same = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(tag.as_str());
    if same {
        return answer.status(StatusCode::NOT_MODIFIED).body(Body::empty()).ok();
    }
    let data = match packed {
        Some((name, file)) => {
            answer = answer.header(header::CONTENT_ENCODING, name);
            file
        }
        None => Bytes::from(plain.data.into_owned()),
    };
    answer.body(Body::from(data)).ok()
}

/// Compresses a file once, and keeps it.
fn packed(path: &str, plain: &[u8]) -> Option<Bytes> {
    static PACKED: Mutex<BTreeMap<String, Bytes>> = Mutex::new(BTreeMap::new());
    let mut kept = PACKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = kept.get(path) {
        return Some(bytes.clone());
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    let bytes = Bytes::from(encoder.finish().ok()?);
    kept.insert(path.to_owned(), bytes.clone());
    Some(bytes)
}

/// Says whether a file is worth compressing.
fn is_text(path: &str) -> bool {
    let media = media(path);
    media.starts_with("text/") || media.contains("json") || media.contains("svg") || media.contains("wasm")
}

/// Says whether a browser takes an encoding; one with `q=0` it does not.
fn accepts(accepted: &str, name: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some(name)
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// Files with a hash in their names never change; others are asked for again.
fn keeping(path: &str) -> &'static str {
    if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn media(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "geojson" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_as_they_are_offered() {
        for (accepted, name, takes) in [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=1.0", "gzip", true),
            ("br;q=0, gzip", "br", false),
            ("", "gzip", false),
            ("brotli", "br", false),
        ] {
            assert_eq!(accepts(accepted, name), takes, "{accepted} {name}");
        }
    }
}
