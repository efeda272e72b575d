//! A report is added, read in a job, and whoever listens is told.

use serde_json::{Value, json};

use crate::server::{MARKET, ROAD, Server};

#[test]
fn a_report_is_read_while_others_listen() {
    let server = Server::empty();
    let mut events = server.events();
    assert_eq!(
        events.next(),
        ("head".to_owned(), json!({ "entries": 0, "head": server.json("/status")["ledger"]["head"] }))
    );
    let begun = server.post(
        "/documents",
        &json!({ "name": "market.txt", "text": MARKET, "source": "Tarsk Wire", "published": "2019-03-12" }),
    );
    assert_eq!(begun.status, 202);
    let id = begun.json()["job"].clone();
    let (mut heads, mut states) = (0, Vec::new());
    let result = loop {
        let (name, data) = events.next();
        if name == "head" {
            heads += 1;
            continue;
        }
        assert_eq!(data["id"], id);
        states.push(data["state"].clone());
        if data["state"] == "done" || data["state"] == "failed" {
            break data["result"].clone();
        }
    };
    assert!(states.contains(&json!("running")), "{states:?}");
    assert_eq!(states.last(), Some(&json!("done")));
    assert!(heads > 0, "the ledger moved on and nobody was told");
    let documents = server.items("/documents");
    assert_eq!(result["documents"], json!([documents[0]["id"]]));
    assert_eq!(documents[0]["source"], "Tarsk Wire");
    assert_eq!(result["statements"], documents[0]["statements"]);
    let records: usize =
        ["/incidents", "/agreements", "/talks", "/zones"].iter().map(|list| server.items(list).len()).sum();
    assert!(records > 0);
    assert_eq!(result["records_new"], records);
    assert_eq!(server.json(&format!("/jobs/{}", id.as_str().expect("an id")))["state"], "done");
    server.get("/jobs/job-0").refuses(404);
}

#[test]
fn the_same_bytes_are_added_once() {
    let server = Server::empty();
    server.add("road.txt", ROAD);
    let head = server.head();
    let again = server.add("other-name.txt", ROAD);
    assert_eq!((&again["known"], &again["records_new"]), (&json!(1), &json!(0)));
    assert_eq!(server.head(), head);
}

#[test]
fn files_are_dropped_several_at_once() {
    let server = Server::empty();
    let mut body = String::new();
    for (name, text) in [("market.txt", MARKET), ("folder/road.txt", ROAD)] {
        body.push_str(&format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"));
    }
    body.push_str(
        "--cut\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nTarsk Wire\r\n--cut--\r\n",
    );
    let headers = [("Content-Type", "multipart/form-data; boundary=cut")];
    let begun = server.ask("POST", "/documents", &headers, body.as_bytes());
    assert_eq!(begun.status, 202, "{}", begun.text());
    let job = server.finished(begun.json()["job"].as_str().expect("an id"));
    assert_eq!(job["state"], "done", "{job}");
    let documents = server.items("/documents");
    let mut names: Vec<&Value> = documents.iter().map(|document| &document["name"]).collect();
    names.sort_by_key(std::string::ToString::to_string);
    assert_eq!(names, ["market.txt", "road.txt"], "folders are no part of a name");
    assert!(documents.iter().all(|document| document["source"] == "Tarsk Wire"));
}

#[test]
fn what_is_no_report_is_refused() {
    let server = Server::empty();
    for (sent, status) in [
        (json!({}), 400),
        (json!({ "text": "a", "bytes_base64": "YQ==" }), 400),
        (json!({ "bytes_base64": "not base 64" }), 400),
        (json!({ "text": "" }), 422),
        (json!({ "text": "a", "published": "yesterday" }), 422),
        (json!({ "text": "a", "by": "two\nlines" }), 422),
        (json!({ "text": "a", "colour": "red" }), 400),
    ] {
        server.post("/documents", &sent).refuses(status);
    }
    assert_eq!(server.head(), 0);
}
