//! A report as it came and as it was read.

use serde_json::{Value, json};

use crate::server::{MARKET, MIXED, ROAD, Server};

/// Cuts a text as a browser does.
fn cut(text: &str, start: &Value, end: &Value) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = |value: &Value| value.as_u64().expect("a place") as usize;
    String::from_utf16(&units[at(start)..at(end)]).expect("whole characters")
}

#[test]
fn places_in_a_text_are_those_a_browser_counts() {
    let server = Server::filled();
    let mut behind_emoji = 0;
    for row in server.items("/documents") {
        let document = server.json(&format!("/documents/{}", row["id"].as_str().expect("an id")));
        let text = document["text"].as_str().expect("a text");
        let statements = document["statements"].as_array().expect("a list");
        assert!(!statements.is_empty());
        for said in statements {
            assert_eq!(cut(text, &said["start"], &said["end"]), said["quote"], "{said}");
            if row["name"] == "mixed.txt" {
                let units = text[..text.find("KALTO").expect("a place")].encode_utf16().count();
                behind_emoji += usize::from(said["start"].as_u64() > Some(units as u64));
            }
            for field in said["fields"].as_array().expect("a list") {
                if !field["start"].is_null() {
                    assert!(!cut(text, &field["start"], &field["end"]).is_empty(), "{field}");
                }
            }
        }
        let mut last = 0;
        for block in document["blocks"].as_array().expect("a list") {
            let (start, end) =
                (block["start"].as_u64().expect("a place"), block["end"].as_u64().expect("a place"));
            assert!(last <= start && start <= end, "{block}");
            last = end;
        }
        assert!(last as usize <= text.encode_utf16().count());
        for field in ["name", "captured_at", "by", "media", "hash", "extractor", "dir", "grade"] {
            assert!(document[field].is_string(), "{field}");
        }
    }
    assert!(behind_emoji > 0, "nothing was read behind the emoji");
}

#[test]
fn the_bytes_are_those_that_came() {
    let server = Server::filled();
    for (row, text) in server.items("/documents").iter().zip([MARKET, ROAD, MIXED]) {
        let id = row["id"].as_str().expect("an id");
        let original = server.get(&format!("/documents/{id}/original"));
        assert_eq!(original.status, 200);
        assert_eq!(original.text(), text);
        assert!(original.header("content-disposition").starts_with("attachment"));
        assert_eq!(original.header("x-content-type-options"), "nosniff");
    }
    server.get("/documents/doc-0000000000").refuses(404);
    server.get("/documents/nonsense").refuses(400);
}

#[test]
fn what_the_machine_missed_is_stated_by_its_place() {
    let server = Server::filled();
    let id = server.ids("/documents?q=farmer").remove(0);
    let path = format!("/documents/{id}");
    let before = server.json(&path);
    let text = before["text"].as_str().expect("a text");
    let at = text.find("shot dead a farmer").expect("the words");
    let start = text[..at].encode_utf16().count();
    let end = start + "shot dead a farmer".len();
    let sent = json!({ "judgement": "statement", "document": id, "start": start, "end": end, "kind": "event",
        "act": "killing", "who": "Gunmen", "place": "Kalto", "when": "2019-03-16" });
    let written = server.done("/judgements", &sent);
    let after = server.json(&path);
    let known = |document: &Value| document["statements"].as_array().expect("a list").len();
    assert_eq!(known(&after), known(&before) + 1);
    let statements = after["statements"].as_array().expect("a list");
    let mine = statements.iter().find(|said| said["act"] == "killing").expect("what was stated");
    assert_eq!(mine["quote"], "shot dead a farmer");
    assert_eq!(server.ids("/incidents?act=killing").len(), 1);
    // Undone are both entries: the statement and its link.
    for entry in written["entries"].as_array().expect("entries").iter().rev() {
        server.done("/undo", &json!({ "entry": entry }));
    }
    assert_eq!(server.json(&path), before);
    let far = json!({ "judgement": "statement", "document": id, "start": 1_000_000, "end": 1_000_009, "kind": "event" });
    let refused = server.post("/judgements", &far);
    refused.refuses(422);
}
