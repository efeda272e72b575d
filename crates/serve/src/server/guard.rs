//! Who may ask. A page of another site must not reach a server on this machine: neither by a name that points here
//! (DNS rebinding), nor by sending what changes something (CSRF). And nobody may ask too often.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Serving;
use super::rate::Rates;
use crate::problem::Problem;

/// Who may ask.
pub struct Guard {
    hosts: Vec<String>,
    rates: Rates,
}

impl Guard {
    /// Lets those ask who call this machine by its own names, and by those given.
    pub fn new(serving: &Serving) -> Self {
        let own = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        let mut hosts: Vec<String> = own.into();
        hosts.extend(serving.hosts.iter().map(|host| host.to_lowercase()));
        if !serving.address.is_unspecified() {
            hosts.push(match serving.address {
                std::net::IpAddr::V4(address) => address.to_string(),
                std::net::IpAddr::V6(address) => format!("[{address}]"),
            });
        }
        Self { hosts, rates: Rates::new(serving.per_second) }
    }

    /// Refuses names that are not this machine's.
    fn host(&self, request: &Request) -> Result<(), Problem> {
        let named = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
        let named = named.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
        let host = named.map(|named| without_port(named).to_lowercase());
        if host.as_ref().is_some_and(|host| self.hosts.contains(host)) {
            return Ok(());
        }
        Err(Problem::misdirected(
            format!("this server is not called `{}`", host.as_deref().unwrap_or("")),
            "call it as localhost or 127.0.0.1, or start it with --allow-host NAME",
        ))
    }
}

/// Takes the port off a name.
fn without_port(named: &str) -> &str {
    if named.starts_with('[') {
        return named.find(']').map_or(named, |end| &named[..=end]);
    }
    named.rsplit_once(':').map_or(named, |(host, _)| host)
}

/// Refuses what another site sends to change something.
///
/// Browsers say with every such request where it comes from; programs that are no browsers say nothing, and no page can
/// make them ask.
fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    let refused = || {
        Err(Problem::forbidden(
            "this came from a page of another site",
            "open the application itself and do it there; nothing was changed",
        ))
    };
    if let Some(site) = headers.get("sec-fetch-site") {
        return if site == "same-origin" || site == "none" { Ok(()) } else { refused() };
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    if named.is_some_and(|named| named.eq_ignore_ascii_case(host)) { Ok(()) } else { refused() }
}

/// What every answer tells the browser: nothing is loaded from elsewhere, shown elsewhere, or guessed.
const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
         worker-src 'self' blob:; frame-src 'self'; font-src 'none'; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Lets a request through, or says why not.
pub async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let asker = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let checked = guard
        .host(&request)
        .and_then(|()| if changes { same_site(request.headers()) } else { Ok(()) })
        .and_then(|()| guard.rates.take(asker, changes));
    let mut answer = match checked {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_no_part_of_a_name() {
        for (named, host) in [
            ("localhost:4747", "localhost"),
            ("localhost", "localhost"),
            ("[::1]:4747", "[::1]"),
            ("[::1]", "[::1]"),
            ("127.0.0.1:1", "127.0.0.1"),
        ] {
            assert_eq!(without_port(named), host, "{named}");
        }
    }

    #[test]
    fn only_the_same_origin_changes_something() {
        for (site, origin, lets) in [
            (Some("same-origin"), Some("http://localhost:4747"), true),
            (Some("none"), None, true),
            (Some("cross-site"), Some("http://evil.example"), false),
            (Some("same-site"), Some("http://localhost:9999"), false),
            (None, Some("http://localhost:4747"), true),
            (None, Some("http://localhost:9999"), false),
            (None, Some("null"), false),
            (None, None, true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("localhost:4747"));
            if let Some(site) = site {
                headers.insert("sec-fetch-site", HeaderValue::from_static(site));
            }
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(same_site(&headers).is_ok(), lets, "{site:?} {origin:?}");
        }
    }
}
