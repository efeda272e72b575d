//! `cargo xtask parse`: a text or treebank in, its parse in CoNLL-U out, to look at.

use std::io::Write;
use std::path::PathBuf;

use truce_lexicon::Lexicon;
use truce_read::grammar::{Engine, Grammar, tokenise, treebank};
use truce_read::{capture, document};

/// Prints the parse of a text or of the words of a treebank.
#[derive(Debug, clap::Args)]
pub struct Parse {
    /// Text, or CoNLL-U file whose words are taken.
    file: PathBuf,
    /// Trained weights.
    #[arg(long, default_value = "crates/lexicon/data/weights/english.bin")]
    weights: PathBuf,
    /// Parses again and again, and says how fast.
    #[arg(long)]
    time: bool,
}

impl Parse {
    pub fn run(self) -> anyhow::Result<()> {
        let weights = std::fs::read(&self.weights)?;
        let engine = Engine::new(&weights)?;
        let bytes = std::fs::read(&self.file)?;
        let lexicon = Lexicon::embedded();
        let words = || -> Grammar {
            if self.file.extension().is_some_and(|extension| extension == "conllu") {
                return treebank::read(&String::from_utf8_lossy(&bytes));
            }
            tokenise(&document::extract(&capture::decode(&bytes), &lexicon.tables.sources))
        };
        if self.time {
            let start = std::time::Instant::now();
            let mut grammar = words();
            let cut = start.elapsed();
            for _ in 0..5 {
                let start = std::time::Instant::now();
                engine.parse(&mut grammar, &[]);
                let parsed = start.elapsed();
                println!(
                    "{} tokens, tokenised at {:.0}/s, parsed at {:.0}/s",
                    grammar.tokens.len(),
                    grammar.tokens.len() as f64 / cut.as_secs_f64(),
                    grammar.tokens.len() as f64 / parsed.as_secs_f64()
                );
            }
            return Ok(());
        }
        let mut grammar = words();
        engine.parse(&mut grammar, &[]);
        let mut out = std::io::BufWriter::new(std::io::stdout().lock());
        for sentence in &grammar.sentences {
            for (index, token) in grammar.tokens[sentence.range()].iter().enumerate() {
                let own = sentence.start + index as u32;
                let head = if token.head == own { 0 } else { token.head - sentence.start + 1 };
                writeln!(
                    out,
                    "{}\t{}\t{}\t{}\t{}\t_\t{head}\t{}\t_\t_",
                    index + 1,
                    token.form,
                    token.lemma,
                    token.upos.name(),
                    token.xpos,
                    token.deprel
                )?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
