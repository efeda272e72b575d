//! Frames of the field's sentences in, a treebank of them out.
//! Fills every slot in a fixed order, so that the same frames give the same sentences.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, bail};

use super::perceptron::Dice;

/// How often a frame is filled, if none of its lists is longer.
const LEAST: usize = 12;
/// How often a frame is filled at most.
const MOST: usize = 48;
/// Every so-many-th sentence is written in capitals, as telegrams and headlines are.
const CAPITALS: usize = 8;

/// Writes the sentences that `frames` stand for, in the form of a treebank.
pub fn treebank(frames: &str) -> anyhow::Result<String> {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut out = String::new();
    let mut dice = Dice::new(20_260_102);
    for (number, line) in frames.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some((name, words)) = line.split_once(" = ").filter(|(name, _)| !name.contains('/')) {
            lists.insert(name, words.split(' ').collect());
            continue;
        }
        let rows: Vec<Vec<&str>> = line.split(' ').map(cut).collect();
        if rows.iter().any(|row| row.len() != 4) {
            bail!("line {}: a word is word/TAG/head/relation", number + 1);
        }
        let longest =
            rows.iter().filter_map(|row| slot(row[0])).map(|(list, _)| lists.get(list).map_or(0, Vec::len));
        for time in 0..longest.max().unwrap_or(1).clamp(LEAST, MOST) {
            let mut first = true;
            for (at, row) in rows.iter().enumerate() {
                let mut form = match slot(row[0]) {
                    None => row[0].to_owned(),
                    Some((list, tag)) => {
                        let words = lists
                            .get(list)
                            .with_context(|| format!("line {}: no list {list}", number + 1))?;
                        // The verbs each have their turn; what stands around them is drawn.
                        let word = if tag.is_some() {
                            words[time % words.len()]
                        } else {
                            words[dice.below(words.len())]
                        };
                        tag.map_or(word.to_owned(), |tag| inflect(word, tag, &lists))
                    }
                };
                if first && form.starts_with(char::is_alphabetic) {
                    form = form[..1].to_uppercase() + &form[1..];
                    first = false;
                }
                if time % CAPITALS == CAPITALS - 1 {
                    form = form.to_uppercase();
                }
                let upos = upos(row[1], row[3]);
                writeln!(
                    out,
                    "{}\t{form}\t{form}\t{upos}\t{}\t_\t{}\t{}\t_\t_",
                    at + 1,
                    row[1],
                    row[2],
                    row[3]
                )?;
            }
            out.push('\n');
        }
    }
    Ok(out)
}

/// Cuts "word/TAG/head/relation"; a tag may be a comma or full stop.
fn cut(word: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = word.rsplitn(4, '/').collect();
    parts.reverse();
    parts
}

/// "<t:VBD>": the list and the form.
fn slot(word: &str) -> Option<(&str, Option<&str>)> {
    let inner = word.strip_prefix('<')?.strip_suffix('>')?;
    Some(inner.split_once(':').map_or((inner, None), |(list, tag)| (list, Some(tag))))
}

fn inflect(verb: &str, tag: &str, lists: &BTreeMap<&str, Vec<&str>>) -> String {
    let irregular =
        lists.get("irregular").into_iter().flatten().map(|forms| forms.split('-').collect::<Vec<_>>());
    let forms = irregular.filter(|forms| forms[0] == verb).find(|forms| forms.len() == 3);
    let silent = verb.ends_with('e');
    let doubled =
        matches!(verb, "shut" | "cut" | "hit" | "kidnap" | "set" | "expel" | "rob" | "stab" | "run");
    let sibilant = verb.ends_with(['s', 'x', 'z']) || verb.ends_with("ch") || verb.ends_with("sh");
    let consonant_y =
        verb.ends_with('y') && !verb.ends_with("oy") && !verb.ends_with("ey") && !verb.ends_with("ay");
    match (tag, forms) {
        ("VBD", Some(forms)) => forms[1].to_owned(),
        ("VBN", Some(forms)) => forms[2].to_owned(),
        ("VBD" | "VBN", None) if silent => format!("{verb}d"),
        ("VBD" | "VBN", None) if consonant_y => format!("{}ied", &verb[..verb.len() - 1]),
        ("VBD" | "VBN", None) if doubled => format!("{verb}{}ed", &verb[verb.len() - 1..]),
        ("VBD" | "VBN", None) => format!("{verb}ed"),
        ("VBZ", _) if sibilant => format!("{verb}es"),
        ("VBZ", _) if consonant_y => format!("{}ies", &verb[..verb.len() - 1]),
        ("VBZ", _) => format!("{verb}s"),
        ("VBG", _) if doubled || verb == "overrun" => format!("{verb}{}ing", &verb[verb.len() - 1..]),
        ("VBG", _) if silent && !verb.ends_with("ee") => format!("{}ing", &verb[..verb.len() - 1]),
        ("VBG", _) => format!("{verb}ing"),
        _ => verb.to_owned(),
    }
}

/// The part of speech that a Penn tag stands for in this relation.
fn upos(tag: &str, relation: &str) -> &'static str {
    match tag {
        _ if matches!(relation, "aux" | "aux:pass" | "cop") => "AUX",
        "NN" | "NNS" => "NOUN",
        "NNP" | "NNPS" => "PROPN",
        "JJ" | "JJR" | "JJS" => "ADJ",
        "RB" | "RBR" | "RBS" => "ADV",
        "CD" => "NUM",
        "CC" => "CCONJ",
        "DT" | "WDT" if relation == "det" => "DET",
        "WDT" | "WP" | "PRP" | "PRP$" | "EX" | "DT" => "PRON",
        "IN" if relation == "mark" => "SCONJ",
        "IN" | "RP" => "ADP",
        "TO" if relation == "case" => "ADP",
        "TO" | "POS" => "PART",
        "," | "." | ":" | "``" | "''" | "-LRB-" | "-RRB-" | "HYPH" => "PUNCT",
        _ => "VERB",
    }
}
