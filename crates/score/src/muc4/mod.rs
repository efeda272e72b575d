//! Scores the parts played in attacks against MUC-4: perpetrators, targets, victims, weapons; with the
//! original keys also numbers of victims and how surely a perpetrator is named.

mod keys;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;
use truce_lexicon::Lexicon;

use crate::re3d::lines;
use crate::reading::{Desk, Fillers};
use crate::scores::{Scores, Tally};
use keys::Keys;

const ROLES: [&str; 5] = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"];

#[derive(Debug, Deserialize)]
struct Row {
    docid: String,
    doctext: String,
    extracts: BTreeMap<String, Vec<Vec<(String, i64)>>>,
}

/// Scores a file of JSON lines, and `keys` if any are given.
pub fn run(path: &Path, key_files: &[PathBuf], errors: usize) -> anyhow::Result<Scores> {
    let lexicon = Lexicon::embedded();
    let desk = Desk::new(&lexicon);
    let mut scores = Scores::new(errors);
    let mut keys = BTreeMap::new();
    for path in key_files {
        // The keys are of 1992 and not all in UTF-8.
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        keys.append(&mut keys::parse(&String::from_utf8_lossy(&bytes)));
    }
    let mut roles = [Tally::default(); ROLES.len()];
    let mut numbers: BTreeMap<String, Tally> = BTreeMap::new();
    let mut confidences: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut reports = 0;
    for row in lines::<Row>(path)? {
        reports += 1;
        let fillers = desk.report(&shouted(&row.doctext)).fillers();
        for (role, tally) in ROLES.iter().zip(&mut roles) {
            let gold: Vec<Vec<String>> = row
                .extracts
                .get(*role)
                .into_iter()
                .flatten()
                .filter(|entity| !entity.is_empty())
                .map(|entity| entity.iter().map(|(words, _)| plain(words)).collect())
                .collect();
            let read = of_role(&fillers, role);
            let one = ceaf_ree(&gold, &read);
            tally.add(one);
            if one.hit < one.gold.max(one.read) {
                scores.error(|| {
                    let gold: Vec<String> = gold.iter().map(|forms| forms.join(" / ")).collect();
                    format!("{} {role}: want [{}] got [{}]", row.docid, gold.join(" | "), read.join(" | "))
                });
            }
        }
        if let Some(keys) = keys.get(&row.docid) {
            count_numbers(keys, &fillers, &mut numbers, |effect, want, got| {
                scores.error(|| format!("{} {effect}: want {want:?} got {got:?}", row.docid));
            });
            count_confidences(keys, &fillers, &mut confidences);
        }
    }
    let mut all = Tally::default();
    for (role, tally) in ROLES.iter().zip(roles) {
        scores.part_f1("roles", role, "ceafree", tally);
        scores.part("roles", role, "gold", tally.gold as f64);
        scores.part("roles", role, "read", tally.read as f64);
        all.add(tally);
    }
    scores.f1("ceafree", all);
    scores.count("gold", all.gold);
    scores.count("read", all.read);
    scores.count("reports", reports);
    if all.read == 0 {
        scores.note("no part in an attack was read in any report");
    }
    if !key_files.is_empty() {
        let mut sum = Tally::default();
        for (effect, tally) in numbers {
            scores.part_f1("effects", &effect, "number", tally);
            scores.part("effects", &effect, "gold", tally.gold as f64);
            scores.part("effects", &effect, "read", tally.read as f64);
            sum.add(tally);
        }
        scores.f1("number", sum);
        let told = confidences.values().filter(|tally| tally.gold > 0);
        let (total, classes) = told.fold((0.0, 0), |(sum, count), tally| (sum + tally.f1(), count + 1));
        scores.value("confidence", if classes == 0 { 0.0 } else { total / f64::from(classes) });
        for (class, tally) in confidences {
            scores.part_f1("confidences", class, "f1", tally);
            scores.part("confidences", class, "gold", tally.gold as f64);
            scores.part("confidences", class, "read", tally.read as f64);
        }
    }
    Ok(scores)
}

/// Returns a report in capitals, as those of MUC-4 arrived; the gold set has them in small letters, in which
/// no name can be told from a word.
fn shouted(text: &str) -> String {
    text.to_ascii_uppercase()
}

fn of_role(fillers: &Fillers, role: &str) -> Vec<String> {
    let list: Vec<&String> = match role {
        "PerpInd" => fillers.perpetrators.iter().collect(),
        "PerpOrg" => fillers.organisations.keys().collect(),
        "Target" => fillers.targets.iter().collect(),
        "Victim" => fillers.victims.iter().collect(),
        _ => fillers.weapons.iter().collect(),
    };
    let forms: BTreeSet<String> =
        list.into_iter().map(|words| plain(words)).filter(|form| !form.is_empty()).collect();
    forms.into_iter().collect()
}

/// Returns words in small letters without punctuation, articles and needless white space.
///
/// Source: the evaluation of Du, Rush and Cardie (2021), so that figures can be compared.
fn plain(words: &str) -> String {
    let bare: String = words.to_lowercase().chars().filter(|ch| !ch.is_ascii_punctuation()).collect();
    bare.split_whitespace().filter(|word| !matches!(*word, "a" | "an" | "the")).collect::<Vec<_>>().join(" ")
}

/// Pairs entities one to one: one that was read, by one form, fits a gold entity that has this form.
fn ceaf_ree(gold: &[Vec<String>], read: &[String]) -> Tally {
    let edges: Vec<Vec<usize>> =
        gold.iter().map(|forms| (0..read.len()).filter(|&at| forms.contains(&read[at])).collect()).collect();
    Tally { hit: crate::matching::largest(&edges, read.len()), gold: gold.len(), read: read.len() }
}

/// Pairs exact numbers of victims within each effect.
fn count_numbers(
    keys: &Keys,
    fillers: &Fillers,
    tallies: &mut BTreeMap<String, Tally>,
    mut tell: impl FnMut(&str, &[&BTreeSet<u64>], &[u64]),
) {
    for effect in ["killed", "injured", "abducted", "released"] {
        let of = |optional: bool| {
            let numbers = keys.numbers.iter();
            numbers
                .filter(move |one| one.effect == effect && one.optional == optional)
                .map(|one| &one.accepted)
        };
        let (wanted, optional): (Vec<_>, Vec<_>) = (of(false).collect(), of(true).collect());
        let read: Vec<u64> =
            fillers.numbers.iter().filter(|number| number.0 == effect).map(|number| number.1).collect();
        let edges = |gold: &[&BTreeSet<u64>]| -> Vec<Vec<usize>> {
            gold.iter().map(|set| (0..read.len()).filter(|&at| set.contains(&read[at])).collect()).collect()
        };
        let hit = crate::matching::largest(&edges(&wanted), read.len());
        let every: Vec<_> = wanted.iter().chain(&optional).copied().collect();
        // What only an optional template holds is neither asked for nor punished.
        let excused = crate::matching::largest(&edges(&every), read.len()) - hit;
        let tally = Tally { hit, gold: wanted.len(), read: read.len() - excused };
        tallies.entry(effect.to_owned()).or_default().add(tally);
        if hit < tally.gold.max(tally.read) {
            tell(effect, &wanted, &read);
        }
    }
}

/// Says how surely a perpetrator is named, in the classes of the keys, from how its acts are told.
fn confidence(statuses: &BTreeSet<&'static str>) -> &'static str {
    if statuses.contains("claimed") {
        "claimed"
    } else if statuses.contains("reported") {
        "fact"
    } else if statuses.contains("alleged") {
        "accused"
    } else {
        "possible"
    }
}

fn count_confidences(keys: &Keys, fillers: &Fillers, tallies: &mut BTreeMap<&'static str, Tally>) {
    for (name, statuses) in &fillers.organisations {
        let name = plain(name);
        let Some((_, accepted)) = keys.confidences.iter().find(|(forms, _)| forms.contains(&name)) else {
            continue;
        };
        let Some(&first) = accepted.first() else { continue };
        let got = confidence(statuses);
        let want = if accepted.contains(&got) { got } else { first };
        tallies.entry(want).or_default().gold += 1;
        let row = tallies.entry(got).or_default();
        row.read += 1;
        row.hit += usize::from(want == got);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(entities: &[&[&str]]) -> Vec<Vec<String>> {
        entities.iter().map(|forms| forms.iter().map(|form| plain(form)).collect()).collect()
    }

    fn check(gold: &[&[&str]], read: &[&str], want: usize) {
        let read: Vec<String> = read.iter().map(|form| plain(form)).collect();
        assert_eq!(ceaf_ree(&forms(gold), &read).hit, want, "{gold:?} {read:?}");
    }

    #[test]
    fn entities_pair_one_to_one() {
        check(&[&["the gunmen", "attackers"]], &["Gunmen"], 1);
        check(&[&["the gunmen", "attackers"]], &["gunmen", "attackers"], 1);
        // "bomb" fits both; the pairing must leave it to the one that has nothing else.
        check(&[&["bomb", "car bomb"], &["bomb"]], &["bomb", "car bomb"], 2);
        check(&[&["bomb"]], &["bombs"], 0);
        check(&[], &["bomb"], 0);
    }

    #[test]
    fn words_are_made_plain() {
        for (words, want) in
            [("The \"Velt\" Front's, a", "velt fronts"), ("so-called  men", "socalled men"), ("the", "")]
        {
            assert_eq!(plain(words), want, "{words}");
        }
    }

    #[test]
    fn optional_numbers_are_neither_asked_for_nor_punished() {
        let number = |accepted: &[u64], optional| keys::Number {
            effect: "killed",
            accepted: accepted.iter().copied().collect(),
            optional,
        };
        let keys = Keys { numbers: vec![number(&[6], false), number(&[1], true)], confidences: Vec::new() };
        let fillers = Fillers {
            numbers: vec![("killed".into(), 6), ("killed".into(), 1), ("killed".into(), 9)],
            ..Fillers::default()
        };
        let mut tallies = BTreeMap::new();
        count_numbers(&keys, &fillers, &mut tallies, |_, _, _| {});
        assert_eq!(tallies["killed"], Tally { hit: 1, gold: 1, read: 2 });
    }

    #[test]
    fn confidence_is_asked_only_of_the_right_perpetrator() {
        let keys = Keys {
            numbers: Vec::new(),
            confidences: vec![(BTreeSet::from(["velt front".to_owned()]), vec!["accused", "fact"])],
        };
        let told = |name: &str, status| {
            let organisations = BTreeMap::from([(name.to_owned(), BTreeSet::from([status]))]);
            let mut tallies = BTreeMap::new();
            count_confidences(&keys, &Fillers { organisations, ..Fillers::default() }, &mut tallies);
            tallies
        };
        assert_eq!(told("the Velt Front", "reported")["fact"], Tally { hit: 1, gold: 1, read: 1 });
        assert_eq!(told("the Velt Front", "claimed")["accused"], Tally { hit: 0, gold: 1, read: 0 });
        assert!(told("Tarsk", "reported").is_empty());
    }
}
