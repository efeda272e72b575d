//! Scores tags and trees against a CoNLL-U file, its words given.
//! Cutting words and sentences is not scored here.

use std::path::Path;

use anyhow::Context;
use truce_lexicon::Lexicon;
use truce_read::grammar::{Engine, treebank};

use crate::scores::Scores;

/// Scores the gold file at `path` (in a folder, the test part of the English Web Treebank), keeping the first
/// `errors` error lines.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let mut scores = Scores::new(errors);
    let file = if path.is_dir() { path.join("en_ewt-ud-test.conllu") } else { path.to_owned() };
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let gold = treebank::read(&text);
    let lexicon = Lexicon::embedded();
    let engine = Engine::new(lexicon.weights)?;
    let found = treebank::parsed(&engine, &gold);
    let syntax = treebank::compare(&gold, &found);
    for (name, value) in [
        ("upos", syntax.upos),
        ("xpos", syntax.xpos),
        ("lemma", syntax.lemma),
        ("uas", syntax.uas),
        ("las", syntax.las),
        ("las_subtypes", syntax.las_subtypes),
    ] {
        scores.value(name, value);
    }
    scores.count("words", gold.tokens.len());
    scores.count("sentences", gold.sentences.len());
    for sentence in &gold.sentences {
        for (gold, found) in gold.tokens[sentence.range()].iter().zip(&found.tokens[sentence.range()]) {
            if (gold.head, gold.deprel) != (found.head, found.deprel) {
                scores.error(|| {
                    format!("{} {}: {} {}", gold.form, gold.upos.name(), gold.deprel, found.deprel)
                });
            }
        }
    }
    Ok(scores)
}
