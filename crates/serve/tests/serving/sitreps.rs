//! Situation reports, zones that are drawn, and searches that are followed.

use serde_json::{Value, json};

use crate::server::Server;

const MARCH: &str = "/sitrep?from=2019-03-01&to=2019-03-31";

#[test]
fn a_report_is_shown_in_parts_and_frozen_as_it_was() {
    let server = Server::filled();
    let whole = server.json(MARCH);
    let sections: Vec<&str> =
        whole["sections"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(sections.len() > 2, "{sections:?}");
    let two = server.json(&format!("{MARCH}&sections={},{}", sections[0], sections[2]));
    let shown: Vec<&Value> =
        two["parts"].as_array().expect("a list").iter().map(|part| &part["section"]).collect();
    assert_eq!(shown, [sections[0], sections[2]]);
    assert_eq!(two["sections"], whole["sections"], "all can still be chosen");
    server.get(&format!("{MARCH}&sections=weather")).refuses(400);
    server.get("/sitrep?from=2019-03-31&to=2019-03-01").refuses(400);
    server.get("/sitrep").refuses(400);
    server.get(&format!("{MARCH}&form=poem")).refuses(400);
    let target = server.ids("/agreements").remove(0);
    let frozen = server
        .done("/sitrep/freeze", &json!({ "from": "2019-03-01", "to": "2019-03-31", "agreement": target }));
    let record = server.json(&format!("/records/{target}"));
    let note = &record["notes"][0];
    assert_eq!((&note["by"], &note["entry"]), (&json!("Ana"), &frozen["entry"]));
    let hash = frozen["hash"].as_str().expect("a hash");
    assert!(
        note["text"].as_str().is_some_and(|text| text.contains(hash) && text.contains("Tarsk")),
        "{note}"
    );
    assert_eq!(hash.len(), 64);
}

#[test]
fn a_report_is_downloaded_in_every_form() {
    let server = Server::filled();
    let html = server.get(&format!("{MARCH}&form=html"));
    assert!(html.header("content-type").starts_with("text/html") && html.text().contains("Tarsk"));
    let policy = html.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'")
            && policy.contains("sandbox")
            && policy.contains("frame-ancestors 'self'")
    );
    assert!(!policy.contains("script-src"));
    assert_eq!(html.header("x-frame-options"), "SAMEORIGIN");
    let markdown = server.get(&format!("{MARCH}&form=md&download=true"));
    assert!(markdown.text().starts_with("# "), "{}", markdown.text());
    assert!(markdown.header("content-disposition").contains("sitrep-2019-03-01-2019-03-31.md"));
    assert!(server.get(&format!("{MARCH}&form=docx")).body.starts_with(b"PK"));
}

#[test]
fn a_zone_is_drawn_and_shown() {
    let server = Server::filled();
    let ring = json!([[[30.0, 10.0], [31.0, 10.0], [31.0, 11.0], [30.0, 10.0]]]);
    let sent = json!({ "name": "Tarsk buffer", "type": "buffer", "geometry": { "type": "Polygon", "coordinates": ring } });
    let written = server.done("/zones", &sent);
    let zones = server.items("/zones");
    assert_eq!(zones.len(), 1);
    assert_eq!((&zones[0]["name"], &zones[0]["act"]), (&json!("Tarsk buffer"), &json!("buffer")));
    let id = zones[0]["id"].as_str().expect("an id");
    assert!(written["changed"].as_array().expect("ids").contains(&json!(id)), "{written}");
    let outline = server.json(&format!("/records/{id}"))["outline"].clone();
    assert!(outline["type"].as_str().is_some_and(|kind| kind.ends_with("Polygon")), "{outline}");
    let map = server.json("/map");
    let features = map["features"].as_array().expect("features");
    assert!(features.iter().any(|one| one["id"] == id && one["properties"]["kind"] == "zone"), "{map}");
    let head = server.head();
    for wrong in [
        json!({}),
        json!({ "name": "x", "type": "moon", "geometry": sent["geometry"] }),
        json!({ "name": "x", "type": "buffer", "geometry": { "type": "Polygon", "coordinates": [[[0, 0], [999, 0], [0, 1]]] } }),
        json!({ "name": "x", "type": "buffer", "geometry": { "type": "Heart" } }),
        json!({ "name": "x", "type": "buffer", "geometry": 7 }),
    ] {
        let answer = server.post("/zones", &wrong);
        assert!((400..500).contains(&answer.status), "{wrong}: {}", answer.text());
        answer.refuses(answer.status);
    }
    assert_eq!(server.head(), head);
}

/// Reads the elements of an XML text and checks that each ends where it must.
fn elements(xml: &str) -> Vec<String> {
    let (mut open, mut found, mut rest) = (Vec::new(), Vec::new(), xml);
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a sign is not written as one: {}", &rest[..at]);
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else if !tag.starts_with('?') {
            let name = tag.split([' ', '/']).next().unwrap_or_default().to_owned();
            found.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    found
}

#[test]
fn a_saved_search_is_followed_by_its_feeds() {
    let server = Server::filled();
    server.post("/searches", &json!({ "name": "wrong", "query": "no-such-filter=1" })).refuses(400);
    server.post("/searches", &json!({ "name": "", "query": "q=x" })).refuses(400);
    for (name, query) in [("Shells & <guns>", "act=shelling"), ("Mayors", "q=mayor")] {
        let saved = server.done("/searches", &json!({ "name": name, "query": query }));
        let id = saved["id"].as_str().expect("an id");
        let listed = server.items("/searches");
        assert_eq!((&listed[0]["name"], &listed[0]["query"]), (&json!(name), &json!(query)));
        let wanted = if query.starts_with("q=") {
            server.json(&format!("/search?{query}"))["total"].clone()
        } else {
            server.json(&format!("/incidents?{query}"))["total"].clone()
        };
        let feed = server.json(saved["feed_json"].as_str().expect("an address"));
        assert_eq!(
            (&feed["version"], &feed["title"]),
            (&json!("https://jsonfeed.org/version/1.1"), &json!(name))
        );
        let items = feed["items"].as_array().expect("items");
        assert_eq!(json!(items.len()), wanted, "{query}");
        assert!(!items.is_empty());
        let mut ids: Vec<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), items.len(), "two things have one id");
        let atom = server.get(saved["feed_atom"].as_str().expect("an address"));
        assert!(atom.header("content-type").starts_with("application/atom+xml"));
        let found = elements(&atom.text());
        assert_eq!(found.iter().filter(|name| *name == "entry").count(), items.len());
        for needed in ["id", "title", "updated"] {
            assert_eq!(found.iter().filter(|name| *name == needed).count(), items.len() + 1, "{needed}");
        }
        assert_eq!(server.ask("DELETE", &format!("/searches/{id}"), &[], b"").status, 204);
        server.ask("DELETE", &format!("/searches/{id}"), &[], b"").refuses(404);
        server.get(&format!("/searches/{id}/feed.json")).refuses(404);
        assert!(server.items("/searches").is_empty());
    }
}
