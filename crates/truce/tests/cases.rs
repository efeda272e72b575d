//! The cases of `corpus/cases` through the whole reader: what must be read of a report, and what must not.
//! Whether facts are the same is judged as in the scorer; the form of a case is told in CONTRIBUTING.md.

#![allow(clippy::unwrap_used)]

#[path = "../../score/src/facts/dates.rs"]
#[allow(dead_code)]
mod dates;
#[path = "../../score/src/facts/names.rs"]
#[allow(dead_code)]
mod names;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use truce_lexicon::Lexicon;
use truce_read::{Options, Reader};

/// Slots that hold names.
const NAMES: [&str; 13] = [
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
/// Slots that hold dates.
const DATES: [&str; 4] = ["when", "until", "due", "date"];

struct Case {
    pending: Option<String>,
    report: Vec<u8>,
    must: Vec<Value>,
    must_not: Vec<Value>,
}

#[test]
fn every_case_is_read_as_it_must_be() {
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let only = std::env::var("TRUCE_CASE").ok();
    let mut failures = String::new();
    let mut pending = Vec::new();
    let mut read = 0;
    for path in files() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        read += 1;
        let case = case(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|message| panic!("{name}.md: {message}"));
        let wrong = check(&reader, &case);
        match (&case.pending, wrong.is_empty()) {
            (None, true) => {}
            (None, false) => {
                let _ = writeln!(failures, "error: corpus/cases/{name}.md\n{wrong}");
            }
            (Some(reason), false) => pending.push(format!("{name}: {reason}")),
            (Some(_), true) => {
                let _ = writeln!(
                    failures,
                    "error: corpus/cases/{name}.md is read as it must be\nhelp: take away its line `Pending:`\n"
                );
            }
        }
    }
    println!("{read} cases, {} of them pending", pending.len());
    for one in &pending {
        println!("pending: {one}");
    }
    assert!(
        failures.is_empty(),
        "\n{failures}help: TRUCE_CASE=NAME runs one case; `truce explain` tells why a fact was read"
    );
    assert!(only.is_some() || read >= 36, "cases are missing: {read}");
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/cases");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| {
        path.extension().is_some_and(|extension| extension == "md")
            && path.file_stem().is_some_and(|stem| stem != "README")
    });
    files.sort();
    files
}

/// Reads a case from its page.
fn case(page: &str) -> Result<Case, String> {
    let (head, rest) = page.split_once("\n## Report\n").ok_or("no `## Report`")?;
    let (report, rest) = rest.split_once("\n## Must\n").ok_or("no `## Must`")?;
    let (must, must_not) = rest.split_once("\n## Must not\n").ok_or("no `## Must not`")?;
    if !head.starts_with("# ") || !head.lines().any(|line| line.starts_with("Why: ")) {
        return Err("no title, or no line `Why:`".to_owned());
    }
    let (form, report) = fence(report)?;
    let facts = |page: &str| -> Result<Vec<Value>, String> {
        serde_json::from_str(fence(page)?.1).map_err(|error| error.to_string())
    };
    Ok(Case {
        pending: head.lines().find_map(|line| line.strip_prefix("Pending: ")).map(str::to_owned),
        report: encode(report, form.strip_prefix("text").ok_or("the report is not ```text")?.trim())?,
        must: facts(must)?,
        must_not: facts(must_not)?,
    })
}

/// Returns the words after the opening of a fenced block, and what is inside it.
fn fence(page: &str) -> Result<(&str, &str), String> {
    let (_, rest) = page.split_once("```").ok_or("no fenced block")?;
    let (form, rest) = rest.split_once('\n').ok_or("an open fence")?;
    let (inside, _) = rest.split_once("\n```").ok_or("an open fence")?;
    Ok((form.trim(), inside))
}

/// Puts the report into the bytes in which it arrives.
fn encode(report: &str, form: &str) -> Result<Vec<u8>, String> {
    match form {
        "" => Ok(report.as_bytes().to_vec()),
        "crlf" => Ok(report.replace('\n', "\r\n").into_bytes()),
        "utf-16le" => {
            Ok([0xFF, 0xFE].into_iter().chain(report.encode_utf16().flat_map(u16::to_le_bytes)).collect())
        }
        "escaped" => Ok(unescape(report)),
        label => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
                .ok_or(format!("unknown form `{label}`"))?;
            let (bytes, _, damaged) = encoding.encode(report);
            if damaged {
                Err(format!("the report cannot be written in {label}"))
            } else {
                Ok(bytes.into_owned())
            }
        }
    }
}

/// `\xFF` is a byte, `\u{202E}` a character.
fn unescape(report: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = report;
    while let Some(at) = rest.find('\\') {
        bytes.extend(rest[..at].bytes());
        rest = &rest[at..];
        if let Some(byte) =
            rest.strip_prefix("\\x").and_then(|hex| u8::from_str_radix(hex.get(..2)?, 16).ok())
        {
            bytes.push(byte);
            rest = &rest[4..];
        } else if let Some((hex, after)) = rest.strip_prefix("\\u{").and_then(|rest| rest.split_once('}')) {
            let sign = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).unwrap_or('\u{FFFD}');
            bytes.extend(sign.to_string().bytes());
            rest = after;
        } else {
            bytes.push(b'\\');
            rest = &rest[1..];
        }
    }
    bytes.extend(rest.bytes());
    bytes
}

/// Reads the report and tells what is wrong with the reading; nothing if it is right.
fn check(reader: &Reader<'_>, case: &Case) -> String {
    let reading = reader.read(&case.report, &Options::default());
    let sheet = reading.facts();
    let mut facts: Vec<Value> = sheet["facts"].as_array().cloned().unwrap_or_default();
    let mut document = sheet["document"].clone();
    document["kind"] = json!("document");
    facts.push(document);
    facts.extend(
        reading
            .notices
            .iter()
            .map(|notice| json!({"kind": "notice", "id": notice.id, "quote": notice.message})),
    );
    let mut wrong = String::new();
    let mut kinds = Vec::new();
    for expected in &case.must {
        let count = facts.iter().filter(|fact| matches(expected, fact)).count() as u64;
        let right = expected.get("count").and_then(Value::as_u64).map_or(count > 0, |wanted| wanted == count);
        if !right {
            let _ = writeln!(wrong, "  must, but is read {count} times: {expected}");
            kinds.push(expected["kind"].clone());
        }
    }
    for unwanted in &case.must_not {
        for fact in facts.iter().filter(|fact| matches(unwanted, fact)) {
            let _ = writeln!(wrong, "  must not: {unwanted}\n    is read: {}", short(fact));
        }
    }
    for fact in facts.iter().filter(|fact| kinds.contains(&fact["kind"])) {
        let _ = writeln!(wrong, "  read: {}", short(fact));
    }
    wrong
}

/// Says whether a fact has all the slots of a partial one.
fn matches(partial: &Value, fact: &Value) -> bool {
    partial.as_object().unwrap().iter().all(|(slot, wanted)| {
        if slot == "count" {
            return true;
        }
        if let Some(slot) = slot.strip_suffix("_has") {
            return wanted.as_str().is_some_and(|words| plain(&fact[slot]).contains(&plain(&json!(words))));
        }
        let found = fact.get(slot).unwrap_or(&Value::Null);
        if NAMES.contains(&slot.as_str()) {
            return same_names(wanted, found, slot);
        }
        let one = |wanted: &Value| match (wanted, found) {
            (Value::String(wanted), Value::String(found)) if DATES.contains(&slot.as_str()) => {
                dates::same_date(wanted, found)
            }
            (Value::Number(wanted), Value::Number(found)) => wanted.as_f64() == found.as_f64(),
            _ => wanted == found,
        };
        // Of several values any one will do.
        wanted.as_array().map_or_else(|| one(wanted), |any| any.iter().any(one))
    })
}

/// Says whether two sets of names are the same, each name by any of its forms.
fn same_names(wanted: &Value, found: &Value, slot: &str) -> bool {
    let naming = if slot == "where" { names::Naming::Place } else { names::Naming::Other };
    let (same, one, other) = names::name_counts(wanted, found, naming);
    same == one && same == other
}

/// Returns words without line ends, breaks of words and case.
fn plain(value: &Value) -> String {
    let words = value.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("- ", "").to_lowercase()
}

fn short(fact: &Value) -> String {
    let mut fact = fact.clone();
    if let Some(object) = fact.as_object_mut() {
        object.retain(|slot, value| {
            slot != "start" && slot != "boilerplate" && !value.is_null() && *value != json!([])
        });
        for value in object.values_mut().filter(|value| value.get("also").is_some()) {
            *value = value["name"].clone();
        }
        for list in object.values_mut().filter_map(Value::as_array_mut) {
            for value in list.iter_mut().filter(|value| value.get("also").is_some()) {
                *value = value["name"].clone();
            }
        }
    }
    fact.to_string()
}
