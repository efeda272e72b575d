//! The ledger proves what it holds: entries, verification, checkpoints, copies.

use serde_json::json;

use crate::server::{Server, serving};

/// Finds where some bytes stand in others.
fn find(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    bytes
        .windows(wanted.len())
        .enumerate()
        .filter(|(_, window)| *window == wanted)
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn a_sound_ledger_is_found_sound_and_another_is_not() {
    let server = Server::filled();
    let verify = |server: &Server| {
        let begun = server.ask("POST", "/verify", &[], b"");
        assert_eq!(begun.status, 202, "{}", begun.text());
        server.finished(begun.json()["job"].as_str().expect("an id"))["result"].clone()
    };
    let result = verify(&server);
    assert_eq!(result["sound"], true, "{result}");
    let lines = result["lines"].as_array().expect("lines");
    assert!(lines.len() >= 4 && lines.iter().all(|line| line["ok"] == true), "{result}");
    // Somebody changes one word in the file.
    let mut bytes = server.get("/backup").body;
    let places = find(&bytes, b"the mayor said");
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 9].copy_from_slice(b"the baker");
    }
    let copy = server.folder.path().join("changed.ledger");
    std::fs::write(&copy, bytes).expect("written");
    let changed = Server::start(serving(), |_| Server::opened(copy.clone()));
    let result = verify(&changed);
    assert_eq!(result["sound"], false, "{result}");
}

#[test]
fn entries_are_chained_back_to_the_first() {
    let server = Server::filled();
    let (mut entries, mut cursor) = (Vec::new(), String::new());
    loop {
        let stretch = server.json(&format!("/entries?limit=7&cursor={cursor}"));
        entries.extend(stretch["items"].as_array().expect("a list").iter().cloned());
        let Some(next) = stretch["next"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    assert_eq!(entries.len() as u64, server.head());
    assert_eq!(entries[0]["hash"], server.json("/status")["ledger"]["head"]);
    for pair in entries.windows(2) {
        assert_eq!(pair[0]["prev"], pair[1]["hash"]);
        assert_eq!(pair[0]["seq"].as_u64(), pair[1]["seq"].as_u64().map(|seq| seq + 1));
    }
    assert_eq!(entries.last().map(|entry| entry["seq"].clone()), Some(json!(1)));
}

#[test]
fn checkpoints_are_signed_with_the_key_that_was_given() {
    let server = Server::filled();
    server.post("/checkpoints", &json!({})).refuses(422);
    assert_eq!(server.json("/checkpoints"), json!({ "items": [], "can_sign": false }));
    let signing = Server::start(serving(), |path| {
        let key = path.with_file_name("secret.key");
        std::fs::write(&key, "11".repeat(32)).expect("written");
        let mut opened = Server::opened(path.to_owned());
        opened.key = Some(key);
        opened
    });
    signing.add("road.txt", crate::server::ROAD);
    let signed = signing.done("/checkpoints", &json!({}));
    assert_eq!(
        (&signed["ok"], &signed["seq"], &signed["by"]),
        (&json!(true), &json!(signing.head()), &json!("Ana"))
    );
    signing.add("market.txt", crate::server::MARKET);
    let listed = signing.items("/checkpoints");
    assert_eq!(listed, [signed], "what came later changes nothing that was signed");
    let text = signing.get("/checkpoints").text();
    assert!(!text.contains(&"11".repeat(32)), "the secret key is told");
}

#[test]
fn a_copy_is_the_whole_ledger() {
    let server = Server::filled();
    let answer = server.get("/backup");
    assert!(answer.header("content-disposition").starts_with("attachment"));
    assert!(answer.body.starts_with(b"SQLite format 3\0"));
    let copy = server.folder.path().join("copy.ledger");
    std::fs::write(&copy, answer.body).expect("written");
    let other = Server::start(serving(), |_| Server::opened(copy.clone()));
    for path in ["/incidents", "/documents", "/claims", "/entries"] {
        assert_eq!(other.json(path), server.json(path), "{path}");
    }
    Server::empty().get("/backup").refuses(404);
}
