//! The description of the interface is what the interface does.

use std::collections::BTreeSet;

use crate::server::Server;

/// Every address with its method, by hand: what is missing in the description, or is there and not here, is found.
const ROUTES: &[&str] = &[
    "GET /actors",
    "GET /agreements",
    "GET /agreements/{id}/timeline",
    "GET /assess/{agreement}",
    "GET /backup",
    "GET /checkpoints",
    "GET /claims",
    "GET /compare",
    "GET /documents",
    "GET /documents/{id}",
    "GET /documents/{id}/original",
    "GET /entries",
    "GET /events",
    "GET /export",
    "GET /facets",
    "GET /figures",
    "GET /home",
    "GET /home-agreements",
    "GET /imports",
    "GET /incidents",
    "GET /jobs/{id}",
    "GET /map",
    "GET /matrix",
    "GET /places",
    "GET /records/{id}",
    "GET /records/{id}/history",
    "GET /review",
    "GET /search",
    "GET /searches",
    "GET /searches/{id}/feed.atom",
    "GET /searches/{id}/feed.json",
    "GET /sitrep",
    "GET /sources",
    "GET /status",
    "GET /talks",
    "GET /words",
    "GET /zones",
    "DELETE /searches/{id}",
    "POST /checkpoints",
    "POST /documents",
    "POST /judgements",
    "POST /searches",
    "POST /sitrep/freeze",
    "POST /undo",
    "POST /verify",
    "POST /zones",
];

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let server = Server::empty();
    let described = server.json("/openapi.json");
    assert!(described["openapi"].as_str().is_some_and(|version| version.starts_with("3.")));
    let mut found = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().expect("paths") {
        let path = path.strip_prefix("/api/v1").expect("below /api/v1");
        for (method, what) in methods.as_object().expect("methods") {
            found.insert(format!("{} {path}", method.to_uppercase()));
            assert!(
                what["summary"]
                    .as_str()
                    .or(what["description"].as_str())
                    .is_some_and(|text| !text.is_empty()),
                "{path}"
            );
            assert!(what["responses"].as_object().is_some_and(|answers| !answers.is_empty()), "{path}");
        }
    }
    let wanted: BTreeSet<String> = ROUTES.iter().map(|&route| route.to_owned()).collect();
    assert_eq!(found, wanted);
    for route in ROUTES {
        let (_, path) = route.split_once(' ').expect("method and path");
        // No address takes PATCH: one that is routed says so, one that is not is not found.
        let answer = server.ask("PATCH", &path.replace(['{', '}'], ""), &[], b"");
        assert_eq!(answer.status, 405, "{route} is described and not served");
    }
    server.get("/no-such-route").refuses(404);
}

#[test]
fn the_description_refers_to_nothing_that_is_missing() {
    let described = serde_json::to_value(truce_serve::openapi()).expect("JSON");
    let text = described.to_string();
    let names: BTreeSet<&str> =
        text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() > 10);
    for name in names {
        assert!(described["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

#[test]
fn pages_of_the_application_are_answered_with_the_application() {
    let server = Server::empty();
    let home = server.get("//");
    assert!(home.status == 200 && home.header("content-type").starts_with("text/html"));
    for path in ["//review", "//incidents/inc-0000000000", "//assess/agr-0000000000", "//map?since=2019"] {
        let page = server.get(path);
        assert_eq!((page.status, &page.body), (200, &home.body), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
    }
    server.get("//assets/no-such-file.js").refuses(404);
    let described = server.get("//api/");
    assert!(described.text().contains("<html") && !described.text().contains("//cdn"));
    for part in ["//api/page.js", "//api/page.css"] {
        assert_eq!(server.get(part).status, 200, "{part}");
    }
}
