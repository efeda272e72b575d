//! Scores names against sentences in CoNLL form: one word a line with its label, PER, ORG, LOC or MISC.

use std::path::Path;

use anyhow::Context;
use truce_lexicon::Lexicon;

use crate::reading::{Desk, Mention, Read, Sort};
use crate::scores::{Scores, Tally};

/// Words and the names among them: first word, one past the last, type.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sentence {
    words: Vec<String>,
    names: Vec<(usize, usize, String)>,
}

/// Scores a file of sentences.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let lexicon = Lexicon::embedded();
    let desk = Desk::new(&lexicon);
    let mut scores = Scores::new(errors);
    let (mut typed, mut spans) = (Tally::default(), Tally::default());
    let mut types: std::collections::BTreeMap<String, Tally> = std::collections::BTreeMap::new();
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let sentences = parse(&text);
    for sentence in &sentences {
        let (text, starts) = joined(&sentence.words);
        let read = desk.sentence(&text);
        let found = names(&read, &starts, &sentence.words);
        let hits = |fits: &dyn Fn(&(usize, usize, String), &(usize, usize, String)) -> bool| {
            sentence.names.iter().filter(|want| found.iter().any(|got| fits(want, got))).count()
        };
        let (gold, read) = (sentence.names.len(), found.len());
        typed.add(Tally { hit: hits(&|want, got| want == got), gold, read });
        spans.add(Tally { hit: hits(&|want, got| (want.0, want.1) == (got.0, got.1)), gold, read });
        for name in &sentence.names {
            let row = types.entry(name.2.clone()).or_default();
            row.gold += 1;
            row.hit += usize::from(found.contains(name));
        }
        for name in &found {
            types.entry(name.2.clone()).or_default().read += 1;
        }
        let shown = |(start, end, sort): &(usize, usize, String)| {
            let words = sentence.words.get(*start..*end).unwrap_or_default().join(" ");
            format!("{sort} [{words}] in: {text}")
        };
        for name in sentence.names.iter().filter(|name| !found.contains(name)) {
            scores.error(|| format!("- {}", shown(name)));
        }
        for name in found.iter().filter(|name| !sentence.names.contains(name)) {
            scores.error(|| format!("+ {}", shown(name)));
        }
    }
    scores.f1("typed", typed);
    scores.f1("span", spans);
    scores.count("gold", typed.gold);
    scores.count("read", typed.read);
    scores.count("sentences", sentences.len());
    if typed.read == 0 {
        scores.note("no name was read");
    }
    for (sort, tally) in types {
        scores.part_f1("types", &sort, "typed", tally);
        scores.part("types", &sort, "gold", tally.gold as f64);
        scores.part("types", &sort, "read", tally.read as f64);
    }
    Ok(scores)
}

/// Reads sentences: the label is the last column, the word the one before it.
fn parse(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        let mut columns = line.rsplit('\t');
        let (Some(label), Some(word)) = (columns.next(), columns.next()) else { continue };
        let at = sentence.words.len();
        sentence.words.push(word.to_owned());
        let Some((begin, sort)) = label.split_once('-') else { continue };
        match sentence.names.last_mut() {
            Some(last) if begin == "I" && last.1 == at && last.2 == sort => last.1 = at + 1,
            _ => sentence.names.push((at, at + 1, sort.to_owned())),
        }
    }
    sentences
}

/// Joins words with spaces; returns also the byte at which each word begins.
fn joined(words: &[String]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push(text.len());
        text.push_str(word);
    }
    (text, starts)
}

/// Returns the names read as runs of words; a run that cuts a word is widened to it.
fn names(read: &Read<'_>, starts: &[usize], words: &[String]) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    for mention in read.mentions() {
        let (Some(name), Some(sort)) = (mention.name, sort_of(&mention)) else { continue };
        let start = starts.partition_point(|&at| at <= name.start as usize).saturating_sub(1);
        let mut end = starts.partition_point(|&at| at < name.end as usize);
        // A possessive mark that stands by itself is no part of the name.
        if end > start + 1
            && words.get(end - 1).is_some_and(|word| matches!(word.as_str(), "'s" | "’s" | "'"))
        {
            end -= 1;
        }
        let one = (start, end, sort.to_owned());
        if start < end && !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn sort_of(mention: &Mention) -> Option<&'static str> {
    Some(match mention.sort {
        Sort::Person => "PER",
        // FIXME: most names that nobody knows are taken for bodies.
        Sort::Organisation | Sort::Named => "ORG",
        Sort::State | Sort::Place => "LOC",
        Sort::People => "MISC",
        Sort::Weapon | Sort::Time => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_make_names() {
        let sentences = parse(
            "0\tIlo\tB-PER\n1\tMarden\tI-PER\n2\tof\tO\n3\tVelt\tI-LOC\n4\tTarsk\tB-LOC\n\n\n0\tx\tO\n",
        );
        let name = |start, end, sort: &str| (start, end, sort.to_owned());
        assert_eq!(sentences.len(), 2);
        assert_eq!(sentences[0].names, [name(0, 2, "PER"), name(3, 4, "LOC"), name(4, 5, "LOC")]);
        assert_eq!(sentences[1].words, ["x"]);
    }

    #[test]
    fn words_keep_their_places() {
        let (text, starts) = joined(&["é".to_owned(), "Velt".to_owned()]);
        assert_eq!((text.as_str(), starts), ("é Velt", vec![0, 3]));
    }
}
