//! Whatever is asked, the program does not fail: it answers, or says what is wrong.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::server::{Answer, Server};

/// Checks that an answer is one, or a refusal that says what to do.
fn sane(answer: &Answer, asked: &str) {
    assert!(answer.status < 500, "{asked}: {} {}", answer.status, answer.text());
    if answer.status >= 400 {
        answer.refuses(answer.status);
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const ODD: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "1e999",
    "NaN",
    "inf",
    "-inf",
    "\0",
    "'",
    "\"",
    "%",
    "_",
    "\\",
    "*",
    "a*b*",
    "--",
    "' OR 1=1 --",
    "NEAR(",
    "\" OR \"",
    "AND",
    "()",
    "{}",
    "[]",
    "null",
    "true",
    "../../etc/passwd",
    "2019-02-30",
    "0000-00-00",
    "-9999-01-01",
    "9999-12-31",
    "2019-13",
    "9999-12-31/0001-01-01",
    "1,2",
    "1,2,3",
    "91,181,5",
    "0,0,1e300",
    "-180,-90,180,90",
    "180,0,-180,1",
    "0,10,0,-10",
    "inc-",
    "inc-0000000000",
    "doc-zzzzzzzzzz",
    "st-é",
    "agr-0000000000",
    "zon-0000000000",
    "at-18446744073709551615",
    "at--1",
    "at-",
    "🕊️",
    "ا",
    "\u{202e}abc",
    "\u{feff}",
    "adm1:",
    "adm1:x,adm2:y",
    "svg",
    "pdf\0",
    "csv",
];

const PATHS: &[(&str, &[&str])] = &[
    (
        "/incidents",
        &[
            "where",
            "since",
            "until",
            "near",
            "zone",
            "actor",
            "act",
            "standing",
            "rejected",
            "document",
            "agreement",
            "bbox",
            "q",
            "limit",
            "cursor",
        ],
    ),
    ("/claims", &["actor", "act", "document", "q", "limit", "cursor"]),
    ("/documents", &["since", "until", "document", "q", "cursor"]),
    ("/facets", &["kind", "q", "bbox", "since"]),
    ("/map", &["bbox", "zoom", "near", "since"]),
    ("/search", &["q", "near", "limit", "cursor", "where"]),
    ("/review", &["kinds", "below", "limit", "cursor", "document", "where"]),
    ("/entries", &["cursor", "limit"]),
    ("/export", &["form", "kind", "q", "since"]),
    ("/matrix", &["agreement", "as_of", "since", "zone", "from", "to"]),
    (
        "/compare",
        &["around", "days", "area", "zone", "control_area", "dyad", "act", "strict", "data_set", "form"],
    ),
    ("/sitrep", &["from", "to", "agreement", "zone", "diff", "sections", "form"]),
    ("/places", &["q"]),
    ("/actors", &["q"]),
];

#[test]
fn odd_parameters_are_answered_or_refused() {
    let server = Server::filled();
    for (path, parameters) in PATHS {
        for parameter in *parameters {
            for odd in ODD {
                let asked = format!("{path}?{parameter}={}", encoded(odd));
                sane(&server.get(&asked), &format!("{path}?{parameter}={odd:?}"));
            }
        }
    }
    // With the rest given as it should be, one odd word meets what lies behind the first check.
    let agreement = server.ids("/agreements").remove(0);
    for odd in ODD {
        let odd = encoded(odd);
        for asked in [
            format!("/compare?around=2019-03-12&area=adm1:{odd}&days={odd}"),
            format!("/compare?around=2019-03-12&area=adm1:Tarsk&act={odd}"),
            format!("/compare?around={odd}&area=adm1:Tarsk"),
            format!("/sitrep?from=2019-03-01&to={odd}"),
            format!("/sitrep?from=2019-03-01&to=2019-03-31&sections={odd}"),
            format!("/sitrep?from={odd}&to=9999-12-31"),
            format!("/matrix?from=-9999-01-01&to={odd}"),
            format!("/assess/{agreement}?as_of={odd}"),
            format!("/assess/{agreement}?since={odd}"),
            format!("/assess/{agreement}?zone={odd}"),
            format!("/agreements/{agreement}/timeline?since={odd}"),
        ] {
            sane(&server.get(&asked), &asked);
        }
    }
}

#[test]
fn odd_addresses_are_answered_or_refused() {
    let server = Server::filled();
    for odd in ODD.iter().filter(|odd| !odd.is_empty()) {
        let odd = encoded(odd);
        for asked in [
            format!("/records/{odd}"),
            format!("/records/{odd}/history"),
            format!("/documents/{odd}"),
            format!("/documents/{odd}/original"),
            format!("/assess/{odd}"),
            format!("/agreements/{odd}/timeline"),
            format!("/jobs/{odd}"),
            format!("/searches/{odd}/feed.atom"),
            format!("/searches/{odd}/feed.json"),
            format!("//{odd}"),
            format!("//assets/{odd}"),
        ] {
            sane(&server.get(&asked), &asked);
        }
    }
}

#[test]
fn odd_bodies_are_answered_or_refused() {
    let server = Server::filled();
    let head = server.head();
    let id = server.incident("shooting");
    let document = server.ids("/documents").remove(0);
    let odd: Vec<Value> = ODD
        .iter()
        .map(|odd| json!(odd))
        .chain([json!(null), json!(-1), json!([]), json!({}), json!(1e300)])
        .collect();
    for judgement in [
        "accept",
        "correct",
        "merge",
        "split",
        "link",
        "unlink",
        "grade",
        "finding",
        "violation",
        "statement",
    ] {
        for value in &odd {
            for field in [
                "target",
                "targets",
                "from",
                "statements",
                "statement",
                "record",
                "kind",
                "field",
                "value",
                "term",
                "document",
                "start",
                "when",
                "low",
            ] {
                let mut sent = json!({ "judgement": judgement, "target": id, "field": "when", "document": document, "start": 0, "end": 1 });
                sent[field] = value.clone();
                sane(&server.post("/judgements", &sent), &sent.to_string());
            }
        }
    }
    for path in
        ["/judgements", "/undo", "/documents", "/searches", "/zones", "/sitrep/freeze", "/checkpoints"]
    {
        for body in
            ["", "{", "[]", "null", "\"\"", "{\"a\":", "\u{0}", &"[".repeat(5000), &"{\"a\":".repeat(5000)]
        {
            let answer = server.ask("POST", path, &[("Content-Type", "application/json")], body.as_bytes());
            sane(&answer, &format!("{path} {}", body.get(..20.min(body.len())).unwrap_or_default()));
        }
        let form = server.ask(
            "POST",
            path,
            &[("Content-Type", "multipart/form-data; boundary=x")],
            b"--x\r\n\r\n--",
        );
        sane(&form, path);
    }
    assert!(server.head() >= head);
    assert_eq!(
        server.json("/incidents")["total"],
        server.json("/facets")["total"],
        "the ledger can be read afterwards"
    );
}

#[test]
fn any_words_are_answered_or_refused() {
    let server = Server::filled();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let paths: Vec<(String, String)> = PATHS
        .iter()
        .flat_map(|(path, names)| names.iter().map(|name| ((*path).to_owned(), (*name).to_owned())))
        .collect();
    let strategy = (proptest::sample::select(paths), any::<String>());
    runner
        .run(&strategy, |((path, name), text)| {
            let asked = format!("{path}?{name}={}", encoded(&text));
            let answer = server.get(&asked);
            prop_assert!(answer.status < 500, "{asked}: {}", answer.text());
            Ok(())
        })
        .expect("every answer is one");
}
