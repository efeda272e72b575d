//! Treebanks and a dictionary in, the forms whose dictionary form the rules of spelling miss out.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use truce_read::grammar::lemma::{by_rule, key};
use truce_read::grammar::{Grammar, Upos};

use super::words::dictionary;

/// Forms with their part of speech and dictionary form.
pub type Lemmas = BTreeMap<u32, String>;

/// Collects the exceptions.
pub fn exceptions(banks: &[Grammar], wordnet: &Path) -> anyhow::Result<Lemmas> {
    let mut lemmas = Lemmas::new();
    let verbs = dictionary(wordnet, "verb")?;
    let nouns = dictionary(wordnet, "noun")?;
    let mut sorted: Vec<&String> = verbs.iter().collect();
    sorted.sort();
    for verb in sorted {
        for (form, xpos) in inflected(verb) {
            add(&mut lemmas, &form, Upos::Verb, xpos, verb, &verbs);
        }
    }
    let mut sorted: Vec<&String> = nouns.iter().collect();
    sorted.sort();
    for noun in sorted {
        add(&mut lemmas, &with_s(noun), Upos::Noun, "NNS", noun, &nouns);
    }
    // What the treebanks say goes over what spelling suggests.
    let mut seen: BTreeMap<(&str, u8), BTreeMap<(&str, &str), usize>> = BTreeMap::new();
    for token in banks.iter().flat_map(|bank| &bank.tokens) {
        if token.lemma != "_" && token.upos != Upos::Propn && token.upos != Upos::X {
            *seen
                .entry((&token.lower, token.upos as u8))
                .or_default()
                .entry((&token.lemma, token.xpos))
                .or_default() += 1;
        }
    }
    for ((form, upos), found) in seen {
        let Some((&(lemma, xpos), _)) = found.iter().max_by_key(|(_, count)| **count) else { continue };
        let upos = truce_read::grammar::labels::UPOS[usize::from(upos)].0;
        if by_rule(form, upos, xpos) == lemma {
            lemmas.remove(&key(form, upos));
        } else if lemma.len() < 255 {
            lemmas.insert(key(form, upos), lemma.to_owned());
        }
    }
    Ok(lemmas)
}

/// Adds a form if the rules miss it and do not find another word.
fn add(lemmas: &mut Lemmas, form: &str, upos: Upos, xpos: &str, lemma: &str, dictionary: &HashSet<String>) {
    let found = by_rule(form, upos, xpos);
    if found != lemma && !dictionary.contains(&found) && form.len() < 40 {
        lemmas.entry(key(form, upos)).or_insert_with(|| lemma.to_owned());
    }
}

/// Returns the plural of a noun or the third person of a verb.
pub fn with_s(word: &str) -> String {
    let vowel_before = |letter: char| {
        word.strip_suffix(letter).is_some_and(|rest| rest.ends_with(['a', 'e', 'i', 'o', 'u']))
    };
    match word {
        _ if word.ends_with('y') && !vowel_before('y') => format!("{}ies", &word[..word.len() - 1]),
        _ if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

/// Returns the regular forms of a verb.
pub fn inflected(verb: &str) -> Vec<(String, &'static str)> {
    let mut forms = vec![(with_s(verb), "VBZ")];
    if let Some(stem) = verb.strip_suffix('e') {
        forms.push((format!("{stem}ed"), "VBD"));
        forms.push((format!("{stem}ing"), "VBG"));
    } else if let Some(stem) = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        forms.push((format!("{stem}ied"), "VBD"));
        forms.push((format!("{verb}ing"), "VBG"));
    } else {
        forms.push((format!("{verb}ed"), "VBD"));
        forms.push((format!("{verb}ing"), "VBG"));
    }
    forms
}

/// Lays out the table that `lemma::known` reads.
pub fn pack(lemmas: &Lemmas) -> Vec<u8> {
    let mut index = (lemmas.len() as u32).to_le_bytes().to_vec();
    let mut texts: Vec<u8> = Vec::new();
    let mut places: BTreeMap<&str, u32> = BTreeMap::new();
    for (key, lemma) in lemmas {
        let place = *places.entry(lemma).or_insert_with(|| {
            let place = texts.len() as u32;
            texts.push(lemma.len() as u8);
            texts.extend(lemma.as_bytes());
            place
        });
        index.extend(key.to_le_bytes());
        index.extend(place.to_le_bytes());
    }
    index.extend(texts);
    index
}
