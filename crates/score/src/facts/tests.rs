use std::path::PathBuf;
use std::process::Command;

use super::*;

fn kind(name: &str) -> &'static FactKind {
    KINDS.iter().find(|kind| kind.name == name).expect("the kind is listed")
}

fn check(name: &str, gold: &Value, read: &Value, found: usize, right: usize, slots: (usize, usize, usize)) {
    let list = |facts: &Value| facts.as_array().expect("a list").clone();
    let count = compare(kind(name), &list(gold), &list(read), "sheet", &mut Scores::new(0));
    assert_eq!((count.found.hit, count.right.hit), (found, right), "{gold} {read}");
    assert_eq!((count.slots.hit, count.slots.gold, count.slots.read), slots, "{gold} {read}");
}

#[test]
fn a_pair_with_a_wrong_key_is_found_but_not_right() {
    let fact = |stance: &str| json!([{"kind": "claim", "quote": "Velt said so", "speaker": "Velt", "stance": stance}]);
    check("claim", &fact("asserts"), &fact("asserts"), 1, 1, (2, 2, 2));
    check("claim", &fact("asserts"), &fact("denies"), 1, 0, (1, 2, 2));
}

#[test]
fn misses_and_extras_count_their_slots() {
    let fact =
        |quote: &str| json!([{"kind": "zone", "quote": quote, "type": "buffer", "where": ["Velt", "Tarsk"]}]);
    check("zone", &fact("a buffer strip"), &fact("no-fly order"), 0, 0, (0, 3, 3));
}

#[test]
fn a_consult_beside_talks_is_left_out() {
    let consult =
        json!({"kind": "event", "quote": "envoys met in Velt", "type": "CONSULT", "status": "reported"});
    let talks = json!({"kind": "talks", "quote": "envoys met in Velt", "where": ["Velt"]});
    check("event", &json!([talks.clone(), consult.clone()]), &json!([consult.clone()]), 0, 0, (0, 0, 0));
    check("event", &json!([consult.clone()]), &json!([consult]), 1, 1, (2, 2, 2));
}

#[test]
fn a_term_is_right_by_its_quote() {
    let term =
        |due: &str| json!([{"kind": "term", "quote": "shall withdraw all guns", "on": ["Velt"], "due": due}]);
    check("term", &term("2011-01-01"), &term("2012-01-01"), 1, 1, (1, 2, 2));
}

#[test]
fn errors_name_the_wrong_slots() {
    let mut scores = Scores::new(9);
    let gold = [
        json!({"kind": "figure", "quote": "killed 12 people", "measure": "killed", "low": 12, "high": 12}),
        json!({"kind": "figure", "quote": "wounded two others", "measure": "injured"}),
    ];
    let read =
        [json!({"kind": "figure", "quote": "killed 12 people", "measure": "injured", "low": 12, "high": 12})];
    compare(kind("figure"), &gold, &read, "x.json", &mut scores);
    assert_eq!(
        scores.errors,
        [
            r#"~ x.json figure "killed 12 people": measure: want "killed" got "injured""#,
            r#"- x.json figure missed "wounded two others""#
        ]
    );
}

/// Spoils a sheet in every way that the rules tell apart, always the same way.
fn spoil(sheet: &Value, turn: usize) -> Value {
    let mut reading = sheet.clone();
    let Some(facts) = reading.get_mut("facts").and_then(Value::as_array_mut) else { return reading };
    let mut at = turn;
    facts.retain(|_| {
        at += 1;
        !at.is_multiple_of(5)
    });
    let extra: Vec<Value> = facts.iter().step_by(7).cloned().collect();
    for (n, fact) in facts.iter_mut().enumerate() {
        let Some(fact) = fact.as_object_mut() else { continue };
        if let Some(Value::String(quote)) = fact.get_mut("quote") {
            let words: Vec<&str> = quote.split(' ').collect();
            let keep = if n % 3 == 0 { words.len().div_ceil(2) } else { words.len() };
            *quote = words[..keep].join(" ");
        }
        match (n + turn) % 8 {
            0 => drop(fact.insert("type".to_owned(), json!("ASSAULT"))),
            1 => drop(fact.insert("status".to_owned(), json!("reported"))),
            2 => {
                drop(
                    fact.insert("who".to_owned(), json!(["the army", 3, {"name": "fighters", "also": "x"}])),
                );
            }
            3 => drop(fact.insert("when".to_owned(), json!("2018-11-24/2019"))),
            4 => drop(fact.insert("low".to_owned(), json!("12"))),
            5 => drop(fact.remove("start")),
            6 => drop(fact.insert("start".to_owned(), json!(150))),
            _ => {
                if let Some(Value::Array(names)) = fact.get_mut("where") {
                    names.truncate(1);
                }
            }
        }
        for name in ["who", "speaker", "parties", "holder"] {
            if let Some(Value::Array(names)) = fact.get_mut(name) {
                for name in names.iter_mut().step_by(2) {
                    // Full names, as a reading gives them, without the other forms.
                    if let Some(full) = name.get("name").cloned() {
                        *name = full;
                    }
                }
            }
        }
    }
    facts.extend(extra);
    if turn.is_multiple_of(3) {
        reading["document"]["date"] = json!("2001-01-01T00:00");
    }
    reading
}

#[test]
fn agrees_with_the_scorer_of_the_facts_form() {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/facts");
    let (script, gold) = (shared.join("score.py"), shared.join("dev"));
    if !script.exists() || !gold.exists() {
        eprintln!("not run: {} is not there", script.display());
        return;
    }
    let folder = std::env::temp_dir().join(format!("score-agrees-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for readings");
    for (turn, path) in sheets(&gold).expect("sheets").into_iter().enumerate() {
        if turn == 4 {
            continue;
        }
        let reading = spoil(&load(&path).expect("a sheet"), turn);
        std::fs::write(folder.join(path.file_name().expect("a name")), reading.to_string()).expect("written");
    }
    let output = Command::new("python3").arg(&script).args([&gold, &folder]).arg("--json").output();
    let Ok(output) = output else {
        eprintln!("not run: python3 is not there");
        return;
    };
    let want: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let scores = run(&gold, Some(&folder), 0).expect("scored");
    std::fs::remove_dir_all(&folder).expect("removed");
    let ours = scores.json();
    let near = |one: &Value, other: &Value, what: &str| {
        let (one, other) = (one.as_f64().expect("ours"), other.as_f64().expect("theirs"));
        assert!((one - other).abs() < 0.0005, "{what}: {one} {other}");
    };
    for kind in KINDS {
        for name in ["gold", "read", "found_p", "found_r", "found", "right_p", "right_r", "right", "slots"] {
            near(&ours["kinds"][kind.name][name], &want[kind.name][name], &format!("{} {name}", kind.name));
        }
    }
    for name in ["gold", "read", "found_p", "found_r", "found", "right_p", "right_r", "right", "slots"] {
        near(&ours[name], &want["all"][name], name);
    }
    let dates = &want["reference_date"];
    let share = dates["right"].as_f64().expect("a number") / dates["of"].as_f64().expect("a number");
    near(&ours["dates"], &json!(share), "dates");
}
