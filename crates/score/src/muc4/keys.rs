//! The original answer keys of MUC-4 in, numbers of victims and confidences out.
//! Other slots are left alone.

use std::collections::{BTreeMap, BTreeSet};

use super::plain;

/// How many were killed, injured, abducted or released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// "killed", "injured", "abducted", "released".
    pub effect: &'static str,
    /// Every exact number that is right.
    pub accepted: BTreeSet<u64>,
    /// Whether only an optional template holds it.
    pub optional: bool,
}

/// What the keys say of one report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys {
    /// Numbers of victims.
    pub numbers: Vec<Number>,
    /// Forms of a perpetrating organisation, and every confidence that is right, best first.
    pub confidences: Vec<(BTreeSet<String>, Vec<&'static str>)>,
}

/// A slot's value: what stands before the colon, and the quoted strings after it.
type Filler = (String, Vec<String>);

type Template = BTreeMap<String, Vec<Filler>>;

/// Returns what a file of keys says of each report.
pub fn parse(text: &str) -> BTreeMap<String, Keys> {
    let mut all: BTreeMap<String, Keys> = BTreeMap::new();
    for (template, optional) in templates(text) {
        let Some(id) = template.get("MESSAGE: ID").and_then(|fillers| fillers.first()) else { continue };
        let Some(id) = id.0.split_whitespace().next() else { continue };
        add(all.entry(id.to_owned()).or_default(), &template, optional);
    }
    for keys in all.values_mut() {
        // The same victims may stand in several templates of a report.
        let mut distinct: Vec<Number> = Vec::new();
        keys.numbers.sort_by_key(|number| number.optional);
        for number in keys.numbers.drain(..) {
            if !number.optional
                || !distinct
                    .iter()
                    .any(|other| other.effect == number.effect && other.accepted == number.accepted)
            {
                distinct.push(number);
            }
        }
        keys.numbers = distinct;
    }
    all
}

fn templates(text: &str) -> Vec<(Template, bool)> {
    let mut all: Vec<(Template, bool)> = Vec::new();
    let mut slot = String::new();
    for line in text.lines() {
        if line.starts_with(';') || line.trim().is_empty() {
            continue;
        }
        let mut rest = line;
        if line.starts_with(|ch: char| ch.is_ascii_digit())
            && let Some((number, after)) = line.split_once('.')
            && number.trim().parse::<u8>().is_ok()
        {
            let after = after.trim_start();
            let width = after.find("  ").unwrap_or(after.len());
            let (name, value) = after.split_at(width);
            name.trim().clone_into(&mut slot);
            rest = value;
            if slot == "MESSAGE: ID" {
                all.push((Template::new(), false));
            }
        }
        let Some((template, optional)) = all.last_mut() else { continue };
        let value = rest.trim();
        if slot == "MESSAGE: TEMPLATE" {
            *optional |= value.contains("OPTIONAL");
        }
        if !matches!(value, "" | "*" | "-") {
            template.entry(slot.clone()).or_default().push(filler(value));
        }
    }
    all
}

/// Takes `6: "PRIESTS" / "JESUITS"` apart; inner quotation marks are written `\"`.
fn filler(value: &str) -> Filler {
    let mut strings = Vec::new();
    let mut outside = String::new();
    let mut inside: Option<String> = None;
    let mut chars = value.chars();
    while let Some(ch) = chars.next() {
        match (ch, &mut inside) {
            ('\\', Some(string)) => string.extend(chars.next()),
            ('"', Some(string)) => {
                strings.push(plain(string));
                inside = None;
            }
            ('"', None) => inside = Some(String::new()),
            (_, Some(string)) => string.push(ch),
            (_, None) if strings.is_empty() => outside.push(ch),
            _ => {}
        }
    }
    (outside.trim().trim_end_matches(':').trim().to_owned(), strings)
}

fn add(keys: &mut Keys, template: &Template, optional: bool) {
    let fillers = |slot: &str| template.get(slot).map(Vec::as_slice).unwrap_or_default();
    let kidnapping = fillers("INCIDENT: TYPE").iter().any(|(value, _)| value.starts_with("KIDNAPPING"));
    for (number, names) in fillers("HUM TGT: NUMBER") {
        let accepted: BTreeSet<u64> = number
            .split('/')
            .filter_map(|one| one.trim().trim_start_matches('?').trim().parse().ok())
            .collect();
        if accepted.is_empty() {
            continue;
        }
        let optional = optional || number.starts_with('?');
        let effects = fillers("HUM TGT: EFFECT OF INCIDENT");
        let effects = effects.iter().filter(|(_, forms)| forms.iter().any(|form| names.contains(form)));
        let mut told: BTreeSet<&'static str> = effects.flat_map(|(effect, _)| harms(effect)).collect();
        if kidnapping {
            told.insert("abducted");
        }
        for effect in told {
            keys.numbers.push(Number { effect, accepted: accepted.clone(), optional });
        }
    }
    for (values, names) in fillers("PERP: ORGANIZATION CONFIDENCE") {
        let classes: Vec<&'static str> = values.split('/').filter_map(class).collect();
        let forms: BTreeSet<String> = names.iter().cloned().collect();
        if classes.is_empty() || forms.is_empty() {
            continue;
        }
        if let Some(known) = keys.confidences.iter_mut().find(|(known, _)| !known.is_disjoint(&forms)) {
            known.0.extend(forms);
            known.1.extend(classes);
        } else {
            keys.confidences.push((forms, classes));
        }
    }
}

fn harms(effect: &str) -> Vec<&'static str> {
    effect
        .split('/')
        .filter_map(|one| match one.trim().trim_start_matches(['?', '(']).trim_end_matches(')').trim() {
            "DEATH" => Some("killed"),
            "INJURY" => Some("injured"),
            "REGAINED FREEDOM" => Some("released"),
            _ => None,
        })
        .collect()
}

fn class(value: &str) -> Option<&'static str> {
    Some(match value.trim().trim_start_matches(['?', '(']).trim_end_matches(')').trim() {
        "REPORTED AS FACT" => "fact",
        "CLAIMED OR ADMITTED" => "claimed",
        "SUSPECTED OR ACCUSED" => "accused",
        "SUSPECTED OR ACCUSED BY AUTHORITIES" => "accused-by-authorities",
        "POSSIBLE" => "possible",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = r#"
;;; a remark
0.  MESSAGE: ID                     X-0001 (NOBODY)
1.  MESSAGE: TEMPLATE               1
4.  INCIDENT: TYPE                  ATTACK
10. PERP: ORGANIZATION ID           "VELT FRONT" / "VF"
11. PERP: ORGANIZATION CONFIDENCE   SUSPECTED OR ACCUSED / CLAIMED OR ADMITTED: "VELT FRONT" / "VF"
21. HUM TGT: NUMBER                 6 / 7: "PRIESTS" / "\"OLD\" PRIESTS"
                                    PLURAL: "PEASANTS"
                                    ? 1: "COOK"
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "PRIESTS"
                                    INJURY: "PEASANTS"
                                    ? DEATH: "COOK"
24. HUM TGT: TOTAL NUMBER           -

0.  MESSAGE: ID                     X-0001 (NOBODY)
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
4.  INCIDENT: TYPE                  KIDNAPPING
21. HUM TGT: NUMBER                 3: "MINERS"
23. HUM TGT: EFFECT OF INCIDENT     REGAINED FREEDOM: "MINERS"

0.  MESSAGE: ID                     X-0002
1.  MESSAGE: TEMPLATE               *
"#;

    #[test]
    fn keys_are_taken_apart() {
        let keys = parse(KEYS);
        let number = |effect, accepted: &[u64], optional| Number {
            effect,
            accepted: accepted.iter().copied().collect(),
            optional,
        };
        assert_eq!(
            keys["X-0001"].numbers,
            [
                number("killed", &[6, 7], false),
                number("killed", &[1], true),
                number("abducted", &[3], true),
                number("released", &[3], true),
            ]
        );
        let forms = BTreeSet::from(["velt front".to_owned(), "vf".to_owned()]);
        assert_eq!(keys["X-0001"].confidences, [(forms, vec!["accused", "claimed"])]);
        assert_eq!(keys["X-0002"], Keys::default());
    }

    #[test]
    fn inner_quotation_marks_stay_inside() {
        assert_eq!(
            filler(r#"6: "\"OLD\" PRIESTS" / "MEN""#),
            ("6".to_owned(), vec!["old priests".into(), "men".into()])
        );
        assert_eq!(filler("03 JAN 90"), ("03 JAN 90".to_owned(), vec![]));
    }
}
