//! Every judgement changes what it is about, and its undoing brings back what was before.

use serde_json::{Value, json};

use crate::server::{Server, serving};

/// Judges, checks that what is shown changed, undoes it, and checks that it is shown as before.
fn check(server: &Server, sent: &Value, shown: &str) {
    let before = server.json(shown);
    let written = server.done("/judgements", sent);
    assert!(!written["changed"].as_array().expect("ids").is_empty(), "{sent} tells of nothing changed");
    assert_ne!(server.json(shown), before, "{sent} changed nothing at {shown}");
    let undone = server.done("/undo", &json!({ "entry": written["entry"], "reason": "by mistake" }));
    assert_eq!(undone["entry"].as_u64(), written["entry"].as_u64().map(|entry| entry + 1));
    assert_eq!(server.json(shown), before, "{sent} was not undone at {shown}");
}

#[test]
fn judgements_change_what_they_are_about_and_are_undone() {
    let server = Server::filled();
    let (shelling, shooting) = (server.incident("shelling"), server.incident("shooting"));
    let agreement = server.ids("/agreements").remove(0);
    let document = server.ids("/documents").remove(0);
    let record = |id: &str| format!("/records/{id}");
    let of_shooting = server.json(&record(&shooting));
    let statements = of_shooting["statements"].as_array().expect("a list");
    let said = statements[0]["id"].clone();
    let accord = server.json(&record(&agreement));
    let term = accord["terms"][0]["statement"].clone();
    assert!(term.is_string(), "{accord}");
    for (sent, shown) in [
        (json!({ "judgement": "accept", "target": shooting }), record(&shooting)),
        (json!({ "judgement": "accept", "target": said }), record(&shooting)),
        (json!({ "judgement": "reject", "target": shooting }), record(&shooting)),
        (json!({ "judgement": "reject", "target": shooting }), "/incidents".into()),
        (
            json!({ "judgement": "correct", "target": shooting, "field": "when", "value": "2019-03-13" }),
            record(&shooting),
        ),
        (
            json!({ "judgement": "correct", "target": shooting, "field": "place", "value": "Dolna" }),
            "/incidents".into(),
        ),
        (
            json!({ "judgement": "correct", "target": shooting, "field": "act", "value": "killing" }),
            "/incidents".into(),
        ),
        (
            json!({ "judgement": "correct", "target": agreement, "field": "name", "value": "Tarsk truce" }),
            record(&agreement),
        ),
        (
            json!({ "judgement": "correct", "target": agreement, "field": "stage", "value": "collapsed" }),
            record(&agreement),
        ),
        (json!({ "judgement": "merge", "target": shelling, "from": [shooting] }), "/incidents".into()),
        (json!({ "judgement": "split", "target": shooting, "statements": [said] }), "/incidents".into()),
        (json!({ "judgement": "link", "statement": said, "record": shelling }), record(&shelling)),
        (json!({ "judgement": "unlink", "statement": said, "record": shooting }), record(&shooting)),
        (
            json!({ "judgement": "grade", "target": document, "value": "B2" }),
            format!("/documents/{document}"),
        ),
        (
            json!({ "judgement": "finding", "target": shelling, "value": "substantiated", "body": "Joint commission" }),
            record(&shelling),
        ),
        (json!({ "judgement": "violation", "target": shelling, "term": term }), record(&shelling)),
        (json!({ "judgement": "violation", "target": shelling, "term": term }), record(&agreement)),
        (json!({ "judgement": "note", "target": shelling, "value": "Ask the mayor." }), record(&shelling)),
    ] {
        check(&server, &sent, &shown);
    }
}

#[test]
fn a_merged_record_is_shown_under_both_ids_and_split_again() {
    let server = Server::filled();
    let (shelling, shooting) = (server.incident("shelling"), server.incident("shooting"));
    let count = server.ids("/incidents").len();
    let written =
        server.done("/judgements", &json!({ "judgement": "merge", "target": shelling, "from": [shooting] }));
    assert_eq!(server.ids("/incidents").len(), count - 1);
    let record = server.json(&format!("/records/{shooting}"));
    assert_eq!(record["id"], *shelling);
    assert_eq!(record["merged"], json!([{ "id": shooting, "entry": written["entry"] }]));
    let history = server.items(&format!("/records/{shelling}/history"));
    let line = history.iter().find(|line| line["seq"] == written["entry"]).expect("its line");
    assert_eq!(
        (&line["by"], &line["judgement"], &line["undone"]),
        (&json!("Ana"), &json!(true), &json!(false))
    );
}

#[test]
fn a_history_tells_corrections_as_people_write_them() {
    let server = Server::filled();
    let id = server.incident("shooting");
    for (field, value) in [("when", "2019-03-13"), ("when", "unknown"), ("place", "Dolna; Brenik")] {
        let sent = json!({ "judgement": "correct", "target": id, "field": field, "value": value });
        let written = server.done("/judgements", &sent);
        let history = server.items(&format!("/records/{id}/history"));
        let line = history.iter().find(|line| line["seq"] == written["entry"]).expect("its line");
        assert_eq!(line["text"], format!("{id} {field} = {value}"));
    }
}

#[test]
fn several_are_judged_together_or_none_is() {
    let server = Server::filled();
    let ids = server.ids("/incidents");
    let head = server.head();
    let mut missing = ids.clone();
    missing.push("inc-0000000000".into());
    server.post("/judgements", &json!({ "judgement": "accept", "targets": missing })).refuses(404);
    assert_eq!(server.head(), head, "of a list with a stranger nothing is kept");
    let written = server.done("/judgements", &json!({ "judgement": "accept", "targets": ids }));
    assert_eq!(written["entries"].as_array().expect("entries").len(), ids.len());
    assert_eq!(server.head(), head + ids.len() as u64);
    for row in server.items("/incidents") {
        assert_eq!(row["review"], "accepted");
    }
}

#[test]
fn what_waits_is_shown_with_its_words_and_leaves_when_judged() {
    let server = Server::filled();
    let before = server.json("/review?kinds=reading");
    let item = &before["items"][0];
    assert_eq!(item["kind"], "reading");
    let document = server.json(&format!("/documents/{}", item["document"].as_str().expect("an id")));
    let context = &item["context"];
    let words = ["before", "quote", "after"].map(|part| context[part].as_str().expect("words"));
    assert!(document["text"].as_str().expect("a text").contains(&words.concat()), "{context}");
    let id = item["id"].as_str().expect("an id");
    server.done("/judgements", &json!({ "judgement": "accept", "target": id }));
    let after = server.json("/review?kinds=reading");
    assert_eq!(after["total"].as_u64(), before["total"].as_u64().map(|total| total - 1));
    assert!(!server.ids("/review?kinds=reading&limit=1000").iter().any(|one| one == id));
    let of_document =
        server.items(&format!("/review?document={}", item["document"].as_str().expect("an id")));
    assert!(of_document.iter().all(|one| one["document"] == item["document"]));
    server.get("/review?kinds=everything").refuses(400);
}

#[test]
fn what_means_nothing_is_refused_and_changes_nothing() {
    let server = Server::filled();
    let id = server.incident("shooting");
    let head = server.head();
    for (sent, status) in [
        (json!({}), 400),
        (json!({ "judgement": "applaud", "target": id }), 400),
        (json!({ "judgement": "accept" }), 400),
        (json!({ "judgement": "accept", "target": "inc-0000000000" }), 404),
        (json!({ "judgement": "accept", "target": id, "colour": "red" }), 400),
        (json!({ "judgement": "correct", "target": id, "field": "when", "value": "last week" }), 422),
        (json!({ "judgement": "correct", "target": id, "field": "mood", "value": "bad" }), 422),
        (json!({ "judgement": "merge", "target": id, "from": [] }), 400),
        (json!({ "judgement": "finding", "target": id, "value": "guilty" }), 400),
        (json!({ "judgement": "note", "target": id, "value": "  " }), 400),
    ] {
        let answer = server.post("/judgements", &sent);
        assert_eq!(answer.status, status, "{sent}: {}", answer.text());
        answer.refuses(status);
    }
    server.post("/undo", &json!({ "entry": 1 })).refuses(409);
    server.post("/undo", &json!({ "entry": 99_999 })).refuses(409);
    assert_eq!(server.head(), head);
}

#[test]
fn a_judgement_needs_a_name() {
    let server = Server::start(serving(), |path| {
        let mut opened = Server::opened(path.to_owned());
        opened.by = None;
        opened
    });
    server.add("road.txt", crate::server::ROAD);
    let id = server.incident("shooting");
    server.post("/judgements", &json!({ "judgement": "accept", "target": id })).refuses(422);
    let written = server.done("/judgements", &json!({ "judgement": "accept", "target": id, "by": "Bo" }));
    let entries = server.items("/entries?limit=1");
    assert_eq!((&entries[0]["seq"], &entries[0]["by"]), (&written["entry"], &json!("Bo")));
}

#[test]
fn a_request_with_a_key_is_done_once() {
    let server = Server::filled();
    let id = server.incident("shooting");
    let note = json!({ "judgement": "note", "target": id, "value": "Once." });
    let key = [("Idempotency-Key", "one")];
    let head = server.head();
    let first = server.post_with("/judgements", &key, &note);
    let again = server.post_with("/judgements", &key, &note);
    assert_eq!((first.status, first.json()), (200, again.json()));
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.header("idempotent-replayed"), "");
    assert_eq!(server.head(), head + 1);
    let other = json!({ "judgement": "note", "target": id, "value": "Twice." });
    server.post_with("/judgements", &key, &other).refuses(422);
    assert_eq!(server.head(), head + 1);
    // What was refused may be sent again.
    let wrong = json!({ "judgement": "note", "target": "inc-0000000000", "value": "Lost." });
    let key = [("Idempotency-Key", "two")];
    server.post_with("/judgements", &key, &wrong).refuses(404);
    assert_eq!(server.post_with("/judgements", &key, &note).status, 200);
    server.post_with("/judgements", &[("Idempotency-Key", "")], &note).refuses(400);
}
