//! Two facts in, which of their slots agree, and which facts are the same, out.
//! Follows the rules of the facts form; counts nothing up.

use serde_json::{Map, Value};

use super::dates::same_date;
use super::names::{Naming, listed, name_counts, overlap};

/// A kind of fact with the slots that make it right, and all that are counted.
#[derive(Debug)]
pub struct FactKind {
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub slots: &'static [&'static str],
}

/// All kinds, in the order in which they are shown.
pub const KINDS: &[FactKind] = &[
    FactKind {
        name: "event",
        keys: &["type", "who", "status"],
        slots: &["type", "act", "who", "whom", "where", "when", "status"],
    },
    FactKind { name: "claim", keys: &["speaker", "stance"], slots: &["speaker", "stance", "target"] },
    FactKind {
        name: "agreement",
        keys: &["type", "stage", "parties"],
        slots: &["type", "parties", "brokers", "where", "when", "until", "stage"],
    },
    FactKind { name: "term", keys: &[], slots: &["on", "due"] },
    FactKind {
        name: "talks",
        keys: &["where", "round"],
        slots: &["series", "round", "where", "when", "attending", "absent", "mediators", "status"],
    },
    FactKind { name: "zone", keys: &["type"], slots: &["type", "where"] },
    FactKind { name: "control", keys: &["holder", "where"], slots: &["holder", "where", "extent"] },
    FactKind {
        name: "figure",
        keys: &["measure", "low", "high"],
        slots: &["measure", "low", "high", "where", "when", "speaker", "scope"],
    },
    FactKind { name: "response", keys: &["cause", "effect"], slots: &["cause", "effect", "speaker"] },
];

const NAMES: &[&str] = &[
    "who",
    "whom",
    "where",
    "parties",
    "brokers",
    "attending",
    "absent",
    "mediators",
    "on",
    "speaker",
    "target",
    "holder",
    "series",
];
const DATES: &[&str] = &["when", "until", "due"];

/// Says whether a slot holds names.
pub fn is_names(slot: &str) -> bool {
    NAMES.contains(&slot)
}

/// Returns how the names of a slot are compared.
pub fn naming(slot: &str) -> Naming {
    if slot == "where" { Naming::Place } else { Naming::Other }
}

/// Returns a slot of a fact, or null.
pub fn slot<'a>(fact: &'a Value, name: &str) -> &'a Value {
    fact.get(name).unwrap_or(&Value::Null)
}

/// Returns a slot of a fact as text, or nothing.
pub fn text<'a>(fact: &'a Value, name: &str) -> &'a str {
    slot(fact, name).as_str().unwrap_or_default()
}

/// Says whether a slot is filled.
pub fn filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    }
}

/// Returns how many things a slot holds: names, or one value.
pub fn size(name: &str, value: &Value) -> usize {
    if is_names(name) { listed(value).len() } else { usize::from(filled(value)) }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

/// Says whether the slot `name` of a reading agrees with the answer sheet.
pub fn slot_right(name: &str, gold: &Value, read: &Value) -> bool {
    let quotes =
        |least| overlap(gold.as_str().unwrap_or_default(), read.as_str().unwrap_or_default()) >= least;
    if is_names(name) {
        let (hits, wanted, got) = name_counts(gold, read, naming(name));
        return wanted + got == 0
            || wanted > 0 && got > 0 && 2.0 * hits as f64 / (wanted + got) as f64 >= 0.5;
    }
    if DATES.contains(&name) {
        return match (gold, read) {
            (Value::Null, Value::Null) => true,
            (Value::String(gold), Value::String(read)) => same_date(gold, read),
            _ => false,
        };
    }
    match name {
        "cause" | "effect" => quotes(0.3),
        "extent" => quotes(0.5),
        "low" | "high" | "round" => {
            same_value(gold, read) || number(gold).is_some_and(|gold| Some(gold) == number(read))
        }
        _ => same_value(gold, read),
    }
}

/// Puts together the statuses that agree on whether a thing is said to have happened.
fn realis(status: &Value) -> Option<u8> {
    Some(match status.as_str()? {
        "reported" | "claimed" | "alleged" => 1,
        "planned" => 2,
        "threatened" => 3,
        "denied" | "not-done" => 4,
        "unknown" => 5,
        _ => return None,
    })
}

/// Says whether a slot that makes a fact right is right.
pub fn key_right(kind: &str, name: &str, gold: &Value, read: &Value) -> bool {
    if kind == "event" && name == "status" {
        return realis(slot(gold, name)) == realis(slot(read, name));
    }
    let threat = |fact| text(fact, "status") == "threatened";
    if kind == "event" && name == "type" && threat(gold) && threat(read) {
        return true;
    }
    slot_right(name, slot(gold, name), slot(read, name))
}

/// Returns a fact of a reading with whatever is not of the right form emptied, so that nothing stops the scoring.
pub fn clean(fact: &Value) -> Value {
    let Value::Object(fact) = fact else { return Value::Object(Map::new()) };
    let mut out = Map::new();
    for (name, value) in fact {
        if is_names(name) {
            out.insert(name.clone(), listed(value).into_iter().filter_map(clean_name).collect());
        } else if DATES.contains(&name.as_str())
            || matches!(name.as_str(), "quote" | "cause" | "effect" | "extent")
        {
            out.insert(name.clone(), if value.is_string() { value.clone() } else { Value::Null });
        } else if !value.is_array() && !value.is_object() {
            out.insert(name.clone(), value.clone());
        }
    }
    Value::Object(out)
}

fn clean_name(name: &Value) -> Option<Value> {
    match name {
        Value::String(_) => Some(name.clone()),
        Value::Object(object) if object.get("name").is_some_and(Value::is_string) => {
            let mut object = object.clone();
            let also = object.get("also").map(listed).unwrap_or_default();
            let also: Vec<Value> = also.into_iter().filter(|form| form.is_string()).cloned().collect();
            object.insert("also".to_owned(), Value::Array(also));
            Some(Value::Object(object))
        }
        _ => None,
    }
}

/// Where a quote stands in the text, in characters; `None` where the sheet does not say.
fn place(fact: &Value, quote: &str) -> Option<(i64, i64)> {
    let start = fact.get("start")?.as_i64()?;
    Some((start, start + quote.chars().count() as i64))
}

/// Returns how alike the quotes of two facts are, or nothing if they cannot be the same fact.
fn likeness(gold: &Value, read: &Value) -> Option<f64> {
    let words = text(read, "quote");
    let there = place(read, words);
    let quote = text(gold, "quote");
    let alternatives = gold.get("alternatives").and_then(Value::as_array).into_iter().flatten();
    let quotes = std::iter::once((quote, place(gold, quote)))
        .chain(alternatives.filter_map(Value::as_str).map(|quote| (quote, None)));
    let mut best = 0.0_f64;
    for (quote, here) in quotes {
        let shared = overlap(quote, words);
        let (near, inside) = match (here, there) {
            (Some(here), Some(there)) => {
                (here.0 - 200 <= there.1 && there.0 - 200 <= here.1, here.0 < there.1 && there.0 < here.1)
            }
            _ => (true, false),
        };
        if near && (shared >= 0.3 || inside && shared >= 0.1) {
            best = best.max(shared);
        }
    }
    (best > 0.0).then_some(best)
}

/// Pairs the facts of one kind one to one, the best pairs first.
pub fn pair(gold: &[&Value], read: &[&Value], kind: &FactKind) -> Vec<(usize, usize)> {
    let mut scored = Vec::new();
    for (i, wanted) in gold.iter().enumerate() {
        for (j, got) in read.iter().enumerate() {
            if let Some(best) = likeness(wanted, got) {
                let keys = kind.keys.iter().filter(|name| key_right(kind.name, name, wanted, got)).count();
                let slots = kind
                    .slots
                    .iter()
                    .filter(|name| slot_right(name, slot(wanted, name), slot(got, name)))
                    .count();
                scored.push((keys as f64 + best + slots as f64 / 100.0, i, j));
            }
        }
    }
    scored.sort_by(|one, other| other.0.total_cmp(&one.0).then((other.1, other.2).cmp(&(one.1, one.2))));
    let (mut used_gold, mut used_read) = (vec![false; gold.len()], vec![false; read.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in scored {
        if !used_gold[i] && !used_read[j] {
            used_gold[i] = true;
            used_read[j] = true;
            pairs.push((i, j));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn slots_agree() {
        for (name, gold, read, want) in [
            ("who", json!(["Velt", "Tarsk"]), json!("Velt"), true),
            ("who", json!(["Velt", "Tarsk", "Ilo"]), json!(["Velt", "Marn", "Orn"]), false),
            ("who", json!([]), json!(null), true),
            ("who", json!([]), json!(["Velt"]), false),
            ("where", json!("Velt town"), json!("Velt"), true),
            ("when", json!(null), json!(null), true),
            ("when", json!("2018"), json!(null), false),
            ("when", json!("2018-01-01"), json!("2018-01-03"), true),
            ("low", json!(3), json!("3.0"), true),
            ("low", json!(3), json!(3.0), true),
            ("high", json!(null), json!(0), false),
            ("high", json!(null), json!(null), true),
            ("extent", json!("more than half"), json!("half"), false),
            ("extent", json!("all"), json!("all of it"), true),
            ("cause", json!("after the shelling of Velt"), json!("shelling of Velt"), true),
            ("act", json!("clash"), json!("clash"), true),
            ("act", json!(null), json!("clash"), false),
        ] {
            assert_eq!(slot_right(name, &gold, &read), want, "{name} {gold} {read}");
        }
    }

    #[test]
    fn statuses_agree_on_what_happened() {
        let event = |status: &str, kind: &str| json!({"status": status, "type": kind});
        assert!(key_right("event", "status", &event("alleged", "AID"), &event("reported", "AID")));
        assert!(!key_right("event", "status", &event("denied", "AID"), &event("reported", "AID")));
        assert!(key_right(
            "event",
            "type",
            &event("threatened", "ASSAULT"),
            &event("threatened", "THREATEN")
        ));
        assert!(!key_right("event", "type", &event("planned", "ASSAULT"), &event("threatened", "THREATEN")));
        assert!(!key_right("talks", "status", &event("concluded", ""), &event("planned", "")));
    }

    #[test]
    fn a_damaged_reading_is_cleaned() {
        let fact = json!({"kind": "event", "who": [1, "Velt", {"name": 3}, {"name": "Ilo", "also": [2, "I"]}],
            "when": 2018, "act": ["clash"], "quote": null, "type": "AID"});
        let want = json!({"kind": "event", "who": ["Velt", {"name": "Ilo", "also": ["I"]}], "when": null,
            "quote": null, "type": "AID"});
        assert_eq!(clean(&fact), want);
        assert_eq!(clean(&json!("x")), json!({}));
    }

    fn event(quote: &str, start: Option<i64>, kind: &str) -> Value {
        json!({"quote": quote, "start": start, "type": kind, "who": [], "status": "reported"})
    }

    #[test]
    fn facts_pair_by_quote_and_place() {
        let kind = &KINDS[0];
        let check = |gold: &[Value], read: &[Value], want: &[(usize, usize)]| {
            let (gold, read): (Vec<_>, Vec<_>) = (gold.iter().collect(), read.iter().collect());
            assert_eq!(pair(&gold, &read, kind), want, "{gold:?} {read:?}");
        };
        let shelled = event("forces shelled the town of Velt", Some(10), "ASSAULT");
        // The same words far off are another fact; without a place they are the same.
        check(
            std::slice::from_ref(&shelled),
            &[event("forces shelled the town of Velt", Some(900), "ASSAULT")],
            &[],
        );
        check(std::slice::from_ref(&shelled), &[event("forces shelled Velt", None, "ASSAULT")], &[(0, 0)]);
        // A tenth of the words is enough where the quotes overlap.
        let long = "forces and many other men from over the river and the hills went on with it all";
        check(std::slice::from_ref(&shelled), &[event(long, Some(12), "ASSAULT")], &[]);
        check(
            std::slice::from_ref(&shelled),
            &[event("forces fired shells at some five villages", Some(12), "ASSAULT")],
            &[(0, 0)],
        );
        check(
            std::slice::from_ref(&shelled),
            &[event("forces fired shells at some five villages", Some(100), "ASSAULT")],
            &[],
        );
        // The pair with right slots goes first, whatever the order.
        check(
            &[event("shelled Velt", Some(0), "AID"), event("shelled Velt", Some(0), "ASSAULT")],
            &[event("shelled Velt", Some(0), "ASSAULT")],
            &[(1, 0)],
        );
        // An alternative counts wherever it stands.
        let mut other = shelled.clone();
        other["alternatives"] = json!(["guns fired on Velt"]);
        check(&[other], &[event("guns fired on Velt", Some(5000), "ASSAULT")], &[(0, 0)]);
    }
}
