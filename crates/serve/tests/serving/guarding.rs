//! Who may ask, how much and how often; and what every answer tells a browser.

use serde_json::json;

use crate::server::{ROAD, Server, serving};

#[test]
fn pages_of_other_sites_change_nothing() {
    let server = Server::filled();
    let id = server.incident("shooting");
    let note = json!({ "judgement": "note", "target": id, "value": "From elsewhere." });
    let head = server.head();
    let own = format!("http://{}", server.address);
    for headers in [
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("Sec-Fetch-Site", "cross-site"), ("Origin", own.as_str())],
        vec![("Origin", "http://evil.example")],
        vec![("Origin", "null")],
        vec![("Origin", "http://127.0.0.1:1")],
    ] {
        for path in ["/judgements", "/undo", "/documents", "/zones", "/verify", "/searches", "/sitrep/freeze"]
        {
            server.post_with(path, &headers, &note).refuses(403);
        }
        server.ask("DELETE", "/searches/search-1", &headers, b"").refuses(403);
    }
    assert_eq!(server.head(), head);
    assert_eq!(
        server.post_with("/judgements", &[("Sec-Fetch-Site", "same-origin"), ("Origin", &own)], &note).status,
        200
    );
    assert_eq!(server.post_with("/judgements", &[("Origin", &own)], &note).status, 200);
    assert_eq!(server.head(), head + 2);
}

#[test]
fn forms_of_other_sites_have_types_that_are_not_taken() {
    let server = Server::filled();
    let note =
        json!({ "judgement": "note", "target": server.incident("shooting"), "value": "A form." }).to_string();
    let head = server.head();
    for media in ["text/plain", "application/x-www-form-urlencoded", ""] {
        server.ask("POST", "/judgements", &[("Content-Type", media)], note.as_bytes()).refuses(415);
    }
    assert_eq!(server.head(), head);
}

#[test]
fn names_that_are_not_this_machines_are_refused() {
    let server = Server::filled();
    let port = server.address.port();
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4747", "", "192.0.2.7"] {
        for path in ["/incidents", "/status", "//", "//assets/index.js"] {
            server.ask("GET", path, &[("Host", host)], b"").refuses(421);
        }
    }
    for host in [format!("localhost:{port}"), format!("LOCALHOST:{port}"), format!("[::1]:{port}")] {
        assert_eq!(server.ask("GET", "/status", &[("Host", &host)], b"").status, 200, "{host}");
    }
    let mut named = serving();
    named.hosts = vec!["Desk.example".into()];
    let server = Server::start(named, |path| Server::opened(path.to_owned()));
    assert_eq!(server.ask("GET", "/status", &[("Host", "desk.example:1")], b"").status, 200);
}

#[test]
fn every_answer_tells_the_browser_to_load_nothing_from_elsewhere() {
    let server = Server::filled();
    for (path, status) in
        [("/status", 200), ("/nowhere", 404), ("//", 200), ("/incidents?x=1", 400), ("//api/", 200)]
    {
        let answer = server.get(path);
        assert_eq!(answer.status, status, "{path}");
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "frame-ancestors 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let server = Server::filled();
    let head = server.head();
    let text = "a".repeat(truce_serve::server::LARGEST);
    let report = json!({ "name": "long.txt", "text": text });
    server.post("/documents", &report).refuses(413);
    server.post_with("/documents", &[("Idempotency-Key", "long")], &report).refuses(413);
    let many: Vec<String> = (0..1001).map(|_| "inc-0000000000".to_owned()).collect();
    server.post("/judgements", &json!({ "judgement": "accept", "targets": many })).refuses(413);
    assert_eq!(server.head(), head);
}

#[test]
fn whoever_asks_too_often_must_wait() {
    let mut slow = serving();
    slow.per_second = 1;
    let server = Server::start(slow, |path| Server::opened(path.to_owned()));
    let refused = (0..100).map(|_| server.get("/status")).find(|answer| answer.status == 429);
    refused.expect("somebody who asks a hundred times at once is refused").refuses(429);
}

#[test]
fn a_server_that_only_reads_takes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("copy.ledger");
    std::fs::write(&copy, Server::filled().get("/backup").body).expect("written");
    let server = Server::start(serving(), |_| {
        let mut opened = Server::opened(copy.clone());
        opened.read_only = true;
        opened
    });
    let id = server.incident("shooting");
    let head = server.head();
    assert_eq!(server.json("/status")["ledger"]["readonly"], true);
    server.post("/judgements", &json!({ "judgement": "accept", "target": id })).refuses(403);
    server.post("/undo", &json!({ "entry": head })).refuses(403);
    server.post("/documents", &json!({ "name": "more.txt", "text": ROAD })).refuses(403);
    server.post("/searches", &json!({ "name": "mine", "query": "q=x" })).refuses(403);
    server.post("/sitrep/freeze", &json!({ "from": "2019-03-01", "to": "2019-03-31" })).refuses(403);
    assert_eq!(server.head(), head);
}

#[test]
fn an_answer_is_sent_once_for_each_head() {
    let server = Server::filled();
    for path in [
        "/incidents",
        "/home",
        "/facets",
        "/map",
        "/review",
        "/documents",
        "/entries",
        "/sources",
        "/matrix?from=2019-03-01&to=2019-03-31",
    ] {
        let first = server.get(path);
        let tag = first.header("etag").to_owned();
        assert!(first.status == 200 && !tag.is_empty(), "{path}: {}", first.text());
        let again = server.ask("GET", path, &[("If-None-Match", &tag)], b"");
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_ne!(
            server
                .get(&format!("{path}{}limit=1", if path.contains('?') { '&' } else { '?' }))
                .header("etag"),
            tag
        );
        let before = first.header("x-ledger-head").to_owned();
        let (seq, hash) = before.split_once(':').expect("number and hash");
        assert_eq!((seq.parse::<u64>().expect("a number"), hash.len()), (server.head(), 64));
        server.done(
            "/judgements",
            &json!({ "judgement": "note", "target": server.incident("shooting"), "value": path }),
        );
        let moved = server.ask("GET", path, &[("If-None-Match", &tag)], b"");
        assert_eq!(moved.status, 200, "{path} is answered from before");
        assert_ne!(moved.header("x-ledger-head"), before);
    }
}
