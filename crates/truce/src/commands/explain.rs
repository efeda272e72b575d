//! `truce explain`: which rules, entries, parse and references made the statements at one place.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use truce_read::Reader;
use truce_read::span::{Bytes, Characters};

/// Explain what was read at one place of a report: words, parse, actors, statements and their rules.
///
/// Example:
///   truce explain report.txt --at 1520
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// The report; `-` is standard input.
    path: PathBuf,
    /// The place: an offset in characters from the beginning, as every reading prints it.
    #[arg(long, value_name = "OFFSET", conflicts_with = "words")]
    at: Option<u32>,
    /// The place: the first occurrence of these words.
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
    /// The report's reference date (YYYY-MM-DD).
    #[arg(long, value_name = "DAY")]
    date: Option<jiff::civil::Date>,
    /// Use the lexicon in this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let lexicon = super::read::lexicon(arguments.lexicon.as_ref())?;
    let bytes = super::read::bytes(&arguments.path)?;
    let options = truce_read::Options { date: arguments.date, source: None };
    let reading = Reader::new(&lexicon).read(&bytes, &options);
    let text = &reading.document.text;
    let at = match (arguments.at, &arguments.words) {
        (Some(at), _) => text.char_indices().nth(at as usize).map(|(byte, _)| byte as u32),
        (None, Some(words)) => text.find(words.as_str()).map(|byte| byte as u32),
        (None, None) => anyhow::bail!("no place given\nhelp: add --at OFFSET or --words TEXT"),
    };
    let Some(at) = at else {
        anyhow::bail!(
            "the place is not in the report\nhelp: offsets count characters from 0; words must stand exactly as written"
        );
    };
    let characters = Characters::new(text);
    let mut out = String::new();
    let here = Bytes { start: at, end: at + 1 };
    if let Some(block) = reading.document.blocks.iter().find(|block| block.span.overlaps(here)) {
        let _ = writeln!(
            out,
            "block: {:?}{}",
            block.kind,
            block.meta.map_or(String::new(), |meta| format!(" ({meta:?})"))
        );
    } else {
        let _ = writeln!(out, "block: none; nothing is written at this place");
    }
    let sentence = reading
        .grammar
        .sentences
        .iter()
        .find(|sentence| reading.grammar.span(sentence.start, sentence.end).overlaps(here));
    if let Some(sentence) = sentence {
        let _ = writeln!(
            out,
            "\nparse\n  {:5} {:22} {:16} {:12} {:12} {:>5}  actor (rule)",
            "at", "word", "lemma", "tag", "relation", "head"
        );
        for token in sentence.start..sentence.end {
            let word = &reading.grammar.tokens[token as usize];
            let head = &reading.grammar.tokens[word.head as usize];
            let actor =
                reading.cast.of(token).map(|id| reading.cast.get(id)).map_or(String::new(), |entity| {
                    let lexicon =
                        entity.lexicon_id.as_ref().map_or(String::new(), |id| format!(", lexicon {id}"));
                    format!("{} ({}{lexicon})", entity.name, entity.rule)
                });
            let _ = writeln!(
                out,
                "  {:5} {:22} {:16} {:12} {:12} {:>5}  {actor}",
                characters.before(text, word.span.start),
                word.form,
                word.lemma,
                format!("{:?}/{}", word.upos, word.xpos),
                word.deprel,
                characters.before(text, head.span.start),
            );
        }
    }
    let mut found = false;
    let run = sentence.map_or(here, |sentence| reading.grammar.span(sentence.start, sentence.end));
    for statement in reading.statements.iter().filter(|statement| statement.anchor.overlaps(run)) {
        found = true;
        let span = characters.span(text, statement.anchor);
        let here = if statement.anchor.overlaps(here) { "*" } else { " " };
        let _ = writeln!(
            out,
            "\n{here} statement at {}..{}: \"{}\"",
            span.start,
            span.end,
            statement.anchor.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
        );
        let _ = writeln!(out, "    {}", serde_json::to_string(&statement.content)?);
        for rule in &statement.rules {
            let _ = writeln!(out, "    rule {rule}");
        }
        if let Some(voice) = statement.voice
            && let Some(claim) = reading.statements.get(voice)
        {
            let _ = writeln!(
                out,
                "    said in: \"{}\"",
                claim.anchor.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
            );
        }
    }
    if !found {
        let _ = writeln!(out, "\nno statement was read in this sentence");
    }
    super::read::write(&out)?;
    Ok(ExitCode::SUCCESS)
}
