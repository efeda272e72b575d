//! Names and quotes in, whether they are the same out.
//! Compares words only: knows no actor and no place.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

const STOP: &[&str] = &[
    "the", "a", "an", "of", "in", "on", "at", "to", "and", "for", "s", "by", "from", "its", "their", "his",
    "her",
];

/// Words that name no body by themselves: they match only a form that is equal.
const GENERIC: &[&str] = &[
    "ministry",
    "minister",
    "state",
    "states",
    "army",
    "government",
    "group",
    "forces",
    "force",
    "police",
    "council",
    "movement",
    "party",
    "republic",
    "islamic",
    "military",
    "side",
    "sides",
    "group",
    "militants",
    "fighters",
    "rebels",
    "troops",
    "president",
    "spokesman",
    "official",
    "officials",
    "authorities",
    "media",
    "city",
    "province",
    "region",
    "area",
    "zone",
    "village",
    "town",
];

/// Words that make another body of a name.
const OTHER: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "free",
    "new",
    "democratic",
    "former",
];

/// Words that only say what sort of place a place is.
const PLACE: &[&str] = &[
    "region",
    "province",
    "district",
    "governorate",
    "city",
    "town",
    "village",
    "port",
    "area",
    "county",
    "oblast",
    "department",
    "state",
];

fn is_word(ch: char) -> bool {
    ch == '_' || ch.is_alphanumeric() && !is_combining_mark(ch)
}

/// Takes the full stops out of initials: "U.N." is "UN".
fn join_initials(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let mut end = at;
        if at == 0 || !is_word(chars[at - 1]) {
            while end + 1 < chars.len() && is_word(chars[end]) && chars[end + 1] == '.' {
                end += 2;
            }
        }
        if end - at >= 4 {
            out.extend(chars[at..end].iter().step_by(2));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Returns the words of a text without case, accents and punctuation.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    for ch in join_initials(text).nfkd().flat_map(char::to_lowercase) {
        match ch {
            'ß' => plain.push_str("ss"),
            'ς' => plain.push('σ'),
            _ if canonical_combining_class(ch) != 0 => {}
            _ => plain.push(ch),
        }
    }
    plain.split(|ch| !is_word(ch)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns the last word of a name, before any "of", "in", "for": "Army of Liberation" is "army".
pub fn head(name: &str) -> String {
    let mut words = words(name);
    let cut = words
        .iter()
        .skip(1)
        .position(|word| matches!(word.as_str(), "of" | "in" | "for" | "from" | "at" | "on"));
    if let Some(cut) = cut {
        words.truncate(cut + 1);
    }
    words.into_iter().rfind(|word| !STOP.contains(&word.as_str())).unwrap_or_default()
}

/// Returns the forms of one name: a string, or an object with `name` and `also`.
pub fn forms(name: &Value) -> Vec<&str> {
    match name {
        Value::String(name) => vec![name],
        Value::Object(object) => {
            let mut forms = vec![object.get("name").and_then(Value::as_str).unwrap_or_default()];
            if let Some(Value::Array(also)) = object.get("also") {
                forms.extend(also.iter().filter_map(Value::as_str));
            }
            forms
        }
        _ => Vec::new(),
    }
}

/// Returns the values of a slot: none, one or a list.
pub fn listed(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) if text.is_empty() => Vec::new(),
        Value::Array(values) => values.iter().collect(),
        _ => vec![value],
    }
}

/// What is compared: a place's name may carry a word for its sort, another name may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    Place,
    Other,
}

fn tokens(form: &str, naming: Naming) -> Vec<String> {
    let words: Vec<String> = words(form).into_iter().filter(|word| !STOP.contains(&word.as_str())).collect();
    if naming == Naming::Other {
        return words;
    }
    let bare: Vec<String> = words.iter().filter(|word| !PLACE.contains(&word.as_str())).cloned().collect();
    if bare.is_empty() { words } else { bare }
}

/// Says whether two names have a form in common.
pub fn same_name(one: &Value, other: &Value, naming: Naming) -> bool {
    let others = forms(other);
    forms(one).iter().any(|form| others.iter().any(|other| same_form(form, other, naming)))
}

fn same_form(one: &str, other: &str, naming: Naming) -> bool {
    let (x, y) = (tokens(one, naming), tokens(other, naming));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    if x == y {
        return true;
    }
    let (x, y): (BTreeSet<_>, BTreeSet<_>) = (x.into_iter().collect(), y.into_iter().collect());
    let generic = |set: &BTreeSet<String>| set.iter().all(|word| GENERIC.contains(&word.as_str()));
    if generic(&x) || generic(&y) {
        return false;
    }
    // One form contains the other, no word between them makes it another body, and they share the head
    // word or most of their words.
    let both = x.intersection(&y).count();
    let shared = both as f64 / x.len().max(y.len()) as f64;
    both == x.len().min(y.len())
        && !x.symmetric_difference(&y).any(|word| OTHER.contains(&word.as_str()))
        && (shared >= 0.6 || shared >= 0.3 && head(one) == head(other))
}

/// Pairs the names of two slots one to one: hits, names wanted, names got.
pub fn name_counts(gold: &Value, read: &Value, naming: Naming) -> (usize, usize, usize) {
    let (gold, mut read) = (listed(gold), listed(read));
    let got = read.len();
    let mut hits = 0;
    for name in &gold {
        if let Some(at) = read.iter().position(|other| same_name(name, other, naming)) {
            read.remove(at);
            hits += 1;
        }
    }
    (hits, gold.len(), got)
}

/// Returns the share of words that two quotes have in common, little words aside.
pub fn overlap(one: &str, other: &str) -> f64 {
    let set =
        |text| words(text).into_iter().filter(|word| !STOP.contains(&word.as_str())).collect::<BTreeSet<_>>();
    let (x, y) = (set(one), set(other));
    if x.is_empty() || y.is_empty() {
        return 0.0;
    }
    x.intersection(&y).count() as f64 / x.union(&y).count() as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn words_are_plain() {
        for (text, want) in [
            ("The U.N.-led Mission", vec!["the", "un", "led", "mission"]),
            ("Straße, Pérez!", vec!["strasse", "perez"]),
            ("Foo.b.c. x", vec!["foo", "bc", "x"]),
            ("a.b.c", vec!["abc"]),
            ("Dr. No", vec!["dr", "no"]),
            ("", vec![]),
        ] {
            assert_eq!(words(text), want, "{text}");
        }
    }

    #[test]
    fn the_head_is_before_of() {
        for (name, want) in
            [("Army of the Valley", "army"), ("of Tarsk", "tarsk"), ("the", ""), ("Tarsk Front", "front")]
        {
            assert_eq!(head(name), want, "{name}");
        }
    }

    #[test]
    fn names_match_by_words() {
        for (one, other, naming, want) in [
            (json!("Tarsk Front"), json!("the Tarsk Front"), Naming::Other, true),
            (json!("Tarsk Liberation Front"), json!("Liberation Front"), Naming::Other, true),
            (json!("Tarsk"), json!("South Tarsk"), Naming::Other, false),
            (json!("ministry"), json!("Tarsk ministry"), Naming::Other, false),
            (json!("ministry"), json!("the Ministry"), Naming::Other, true),
            (json!("Tarsk province"), json!("Tarsk"), Naming::Place, true),
            (json!("Tarsk province"), json!("Tarsk"), Naming::Other, false),
            (json!({"name": "Republic of Belmar", "also": ["Velt"]}), json!("Velt"), Naming::Other, true),
            (json!("Ilo Marden"), json!("Marden"), Naming::Other, true),
            (json!("Ilo Ran Ter Marden"), json!("Marden"), Naming::Other, false),
            (json!("Ilo"), json!("Ilo Marden"), Naming::Other, false),
            (json!(""), json!(""), Naming::Other, false),
        ] {
            assert_eq!(same_name(&one, &other, naming), want, "{one} {other}");
        }
    }

    #[test]
    fn names_pair_one_to_one() {
        assert_eq!(
            name_counts(&json!(["Velt", "Tarsk"]), &json!(["Tarsk", "Tarsk"]), Naming::Other),
            (1, 2, 2)
        );
        assert_eq!(name_counts(&json!(null), &json!("Velt"), Naming::Other), (0, 0, 1));
    }

    #[test]
    fn overlap_leaves_little_words_out() {
        assert!((overlap("the shelling of Velt", "shelling in Velt town") - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(overlap("the", "the"), 0.0);
    }
}
