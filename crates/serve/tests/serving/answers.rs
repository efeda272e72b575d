//! The first screen, records, and the answers that the ledger gives.

use serde_json::{Value, json};

use crate::server::Server;

/// Checks that an answer has these fields.
fn has(answer: &Value, fields: &[&str]) {
    for field in fields {
        assert!(answer.get(field).is_some(), "`{field}` is missing in {answer}");
    }
}

#[test]
fn the_first_screen_tells_how_the_ledger_stands() {
    let server = Server::filled();
    let status = server.json("/status");
    has(&status, &["version", "method", "ledger", "counts", "by", "now"]);
    has(&status["ledger"], &["name", "entries", "head", "readonly"]);
    for list in ["incidents", "agreements", "claims", "talks", "zones", "documents", "figures"] {
        assert_eq!(status["counts"][list], server.json(&format!("/{list}"))["total"], "{list}");
    }
    let home = server.json("/home");
    has(&home, &["recent", "review", "latest_documents"]);
    let agreements = server.json("/home-agreements");
    has(&agreements["items"][0], &["id", "label", "stage", "verdict", "days_since_last", "parties"]);
    assert_eq!(agreements["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(agreements["total"], 1);
    assert_eq!(home["latest_documents"].as_array().map(Vec::len), Some(3));
    let waits = |name: &str| home[name].as_u64().unwrap_or_default();
    assert_eq!(Some(waits("review") + waits("readings")), server.json("/review")["total"].as_u64());
    let judged =
        server.done("/judgements", &json!({ "judgement": "accept", "target": server.incident("shooting") }));
    assert_eq!(server.json("/home")["recent"][0]["seq"], judged["entry"], "what is new comes first");
}

#[test]
fn a_record_tells_everything_with_its_words() {
    let server = Server::filled();
    let common =
        ["id", "kind", "label", "places", "statements", "notes", "grade", "merged", "candidates", "related"];
    let incident = server.json(&format!("/records/{}", server.ids("/incidents?where=Tarsk").remove(0)));
    has(&incident, &common);
    has(
        &incident,
        &[
            "act",
            "when",
            "who",
            "whom",
            "standing",
            "origins",
            "claims",
            "figures",
            "violations",
            "responses",
            "terms_nearby",
        ],
    );
    let stances: Vec<&str> = incident["claims"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|claim| claim["stance"].as_str())
        .collect();
    assert!(
        stances.contains(&"asserts") && stances.contains(&"blames") && stances.contains(&"denies"),
        "{stances:?}"
    );
    let figure = &incident["figures"][0];
    assert_eq!(
        (&figure["low"], &figure["measure"], &figure["speaker"]),
        (&json!(4), &json!("killed"), &json!("mayor"))
    );
    let agreement = server.json(&format!("/records/{}", server.ids("/agreements").remove(0)));
    has(&agreement, &common);
    has(&agreement, &["type", "parties", "brokers", "stage", "stages", "terms", "violations"]);
    assert_eq!(agreement["terms"][0]["due"], "2019-04-01");
    let near: Vec<&Value> =
        incident["terms_nearby"].as_array().expect("a list").iter().map(|term| &term["term"]).collect();
    assert!(near.contains(&&agreement["terms"][0]["statement"]));
    let said = incident["statements"][0]["id"].as_str().expect("an id");
    assert_eq!(server.json(&format!("/records/{said}"))["kind"], "statement");
    server.get("/records/inc-0000000000").refuses(404);
    server.get("/records/0").refuses(400);
    server.get("/records/inc-0000000000/history").refuses(404);
}

#[test]
fn an_agreement_is_assessed_and_told_over_time() {
    let server = Server::filled();
    let id = server.ids("/agreements").remove(0);
    let assessment = server.json(&format!("/assess/{id}"));
    assert!(assessment["verdict"].is_string(), "{assessment}");
    let text = assessment.to_string();
    assert!(text.contains("\"document_id\":\"doc-"), "evidence leads to no document");
    let early = server.json(&format!("/assess/{id}?as_of=2019-03-12"));
    assert_ne!(early["reports"], assessment["reports"], "reports of later days were read");
    let timeline = server.json(&format!("/agreements/{id}/timeline"));
    has(&timeline, &["stages", "terms", "incidents", "talks", "zone"]);
    assert_eq!(timeline["stages"][0]["stage"], "signed");
    has(&timeline["stages"][0]["anchor"], &["statement", "document", "start", "end", "quote"]);
    assert_eq!(timeline["terms"][0]["deadline"], "2019-04-01");
    assert_eq!(timeline["zone"]["type"], "FeatureCollection");
    // Without places on the map it holds everywhere, in a list as in its timeline.
    let listed = server.ids(&format!("/incidents?agreement={id}"));
    assert_eq!(listed.len(), timeline["incidents"].as_array().expect("a list").len());
    let matrix = server.json(&format!("/matrix?agreement={id}"));
    assert_eq!(matrix, server.json(&format!("/matrix?agreement={id}&as_of=2019-03-16")));
    server.get("/matrix").refuses(400);
    server.get("/assess/agr-0000000000").refuses(404);
    server.get(&format!("/assess/{id}?as_of=soon")).refuses(400);
    server.get("/compare?around=2019-03-12").refuses(422);
    server.get("/compare").refuses(400);
    let compared = server.json("/compare?around=2019-03-13&days=3&area=everywhere");
    assert_eq!((&compared["events_before"], &compared["events_after"]), (&json!(1), &json!(3)), "{compared}");
    assert_eq!(compared["question"]["area"], json!(["everywhere"]));
    server.get("/compare?around=2019-03-13&area=everywhere&control_area=adm1:Tarsk").refuses(422);
}

#[test]
fn names_are_looked_up_and_words_listed() {
    let server = Server::filled();
    let words = server.json("/words");
    for list in ["acts", "stances", "standings", "stages", "findings", "kinds", "zone_types"] {
        assert!(words[list].as_array().is_some_and(|list| !list.is_empty()), "{list}");
    }
    // Every word that lists of choices offer is one that the server takes.
    for standing in words["standings"].as_array().expect("a list") {
        server.json(&format!("/incidents?standing={}", standing.as_str().expect("a word")));
    }
    let id = server.incident("shelling");
    for finding in words["findings"].as_array().expect("a list") {
        server.done("/judgements", &json!({ "judgement": "finding", "target": id, "value": finding }));
    }
    has(&server.items("/actors?q=united%20nations")[0], &["name", "id", "kind"]);
    assert!(server.items("/actors?q=").is_empty());
    has(&server.items("/places?q=Geneva")[0], &["name", "lat", "lon", "country"]);
    assert_eq!(server.json("/imports"), json!({ "items": [] }));
    let sources = server.items("/sources");
    assert_eq!((&sources[0]["documents"], &sources[0]["grade"]), (&json!(3), &json!("F6")));
}
