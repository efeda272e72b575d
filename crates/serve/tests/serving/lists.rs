//! Lists: what they hold, how they are filtered, where they go on.

use serde_json::json;

use crate::server::Server;

const LISTS: [&str; 7] =
    ["/incidents", "/agreements", "/claims", "/talks", "/zones", "/documents", "/figures"];

#[test]
fn cursors_lead_through_a_list_without_loss() {
    let server = Server::filled();
    for list in LISTS {
        let all = server.json(&format!("{list}?limit=1000"));
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let stretch = server.json(&format!("{list}?limit=2&cursor={cursor}"));
            let items = stretch["items"].as_array().expect("a list");
            assert!(items.len() <= 2, "{list}");
            assert_eq!(stretch["total"], all["total"], "{list}");
            found.extend(items.iter().cloned());
            let Some(next) = stretch["next"].as_str() else { break };
            next.clone_into(&mut cursor);
        }
        assert_eq!(json!(found), all["items"], "{list}");
        assert_eq!(json!(found.len()), all["total"], "{list}");
        server.get(&format!("{list}?cursor=elsewhere")).refuses(400);
        server.get(&format!("{list}?no-such-filter=1")).refuses(400);
    }
    assert!(server.ids("/incidents").len() >= 3);
    assert!(server.items("/claims").len() >= 3);
    assert_eq!(server.items("/documents").len(), 3);
}

#[test]
fn filters_keep_what_they_ask_for_and_nothing_else() {
    let server = Server::filled();
    let all = server.items("/incidents");
    let of = |filter: &str| server.ids(&format!("/incidents?{filter}"));
    let expected = |keep: &dyn Fn(&serde_json::Value) -> bool| -> Vec<String> {
        let kept = all.iter().filter(|row| keep(row));
        kept.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    let holds = |field: &'static str, text: &'static str| {
        move |row: &serde_json::Value| row[field].as_str().is_some_and(|value| value.contains(text))
    };
    for (filter, wanted) in [
        ("where=Tarsk", expected(&holds("places", "Tarsk"))),
        ("where=tarsk", expected(&holds("places", "Tarsk"))),
        ("act=shooting", expected(&holds("act", "shooting"))),
        (
            "act=shooting,shelling",
            expected(&|row| matches!(row["act"].as_str(), Some("shooting" | "shelling"))),
        ),
        ("actor=Gunmen", expected(&holds("actors", "Gunmen"))),
        ("since=2019-03-14", expected(&|row| row["when"].as_str() >= Some("2019-03-14"))),
        ("until=2019-03-13", expected(&|row| row["when"].as_str() < Some("2019-03-14"))),
        (
            "since=2019-03-14&act=shooting",
            expected(&|row| row["when"].as_str() >= Some("2019-03-14") && row["act"] == "shooting"),
        ),
        ("standing=single-source", expected(&holds("standing", "single-source"))),
        ("where=Nowhere", Vec::new()),
    ] {
        let found = of(filter);
        assert_eq!(found, wanted, "{filter}");
        assert!(filter.contains("Nowhere") || !found.is_empty(), "{filter} finds nothing");
    }
    assert!(of("where=Tarsk").len() < all.len() && of("act=shooting").len() < all.len());
    for document in server.ids("/documents") {
        let record = |id: &String| {
            let record = server.json(&format!("/records/{id}"));
            record["statements"].as_array().expect("a list").iter().any(|said| said["document"] == *document)
        };
        let told: Vec<String> = of("").into_iter().filter(record).collect();
        assert_eq!(of(&format!("document={document}")), told);
        assert!(!told.is_empty());
    }
    server.get("/incidents?standing=unheard-of").refuses(400);
    server.get("/incidents?since=yesterday").refuses(400);
    server.get("/incidents?document=doc-0000000000").refuses(404);
    // Claims have no place of their own: a list that ignored the filter would say too much.
    server.get("/claims?where=Tarsk").refuses(400);
}

#[test]
fn words_narrow_every_list_as_they_narrow_an_export() {
    let server = Server::filled();
    for (words, incidents) in [("farmer", 1), ("mayor", 2), ("farm*", 1), ("farmer mayor", 0), ("", 4)] {
        let q = words.replace(' ', "%20");
        let found = server.ids(&format!("/incidents?q={q}"));
        assert_eq!(found.len(), incidents, "{words}");
        let mut exported: Vec<String> = server
            .get(&format!("/export?form=incidents&kind=incidents&q={q}"))
            .text()
            .split(|letter: char| letter != '-' && !letter.is_ascii_alphanumeric())
            .filter(|word| word.starts_with("inc-") && word.len() == 14)
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<String>>()
            .into_iter()
            .collect();
        exported.sort();
        let mut found = found;
        found.sort();
        assert_eq!(exported, found, "{words}");
        assert_eq!(server.json(&format!("/facets?q={q}"))["total"], incidents, "{words}");
    }
    assert_eq!(server.items("/documents?q=farmer").len(), 1);
    let claims = server.items("/claims?q=farmer");
    assert!(!claims.is_empty());
    for claim in claims {
        assert!(claim["quote"].as_str().is_some_and(|quote| quote.contains("farmer")), "{claim}");
    }
}

#[test]
fn rejected_records_are_listed_only_when_asked_for() {
    let server = Server::filled();
    let id = server.incident("shooting");
    server.done("/judgements", &json!({ "judgement": "reject", "target": id }));
    assert!(!server.ids("/incidents").contains(&id));
    assert!(server.ids("/incidents?rejected=true").contains(&id));
}

#[test]
fn facets_count_what_lists_hold() {
    let server = Server::filled();
    let facets = server.json("/facets?kind=incidents");
    let rows = server.json("/incidents");
    assert_eq!(facets["total"], rows["total"]);
    for facet in ["act", "standing"] {
        let mut counted = 0;
        for one in facets[facet].as_array().expect("a list") {
            let value = one["value"].as_str().expect("a value");
            assert_eq!(
                server.json(&format!("/incidents?{facet}={value}"))["total"],
                one["n"],
                "{facet} {value}"
            );
            counted += one["n"].as_u64().expect("a number");
        }
        assert_eq!(json!(counted), facets["total"], "{facet}");
    }
    let months = facets["month"].as_array().expect("a list");
    assert_eq!(months.len(), 1);
    assert_eq!((&months[0]["month"], &months[0]["n"]), (&json!("2019-03"), &facets["total"]));
}

#[test]
fn search_marks_what_was_looked_for() {
    let server = Server::filled();
    let found = server.json("/search?q=farmer");
    let items = found["items"].as_array().expect("a list");
    assert!(!items.is_empty());
    assert_eq!(found["total"], items.len());
    for item in items {
        let pieces = item["snippet"].as_array().expect("pieces");
        let hits: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece["hit"] == true)
            .filter_map(|piece| piece["text"].as_str())
            .collect();
        assert_eq!(hits, ["farmer"], "{item}");
    }
    assert_eq!(server.json("/search?q=unicorn")["total"], 0);
}
