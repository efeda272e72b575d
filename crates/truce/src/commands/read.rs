//! `truce read`: reports in, readings out.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use truce_lexicon::Lexicon;
use truce_read::{Options, Reader, Reading};

use crate::dossier;
use crate::listing::{is_report, walk};

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A dossier for people.
    Text,
    /// The full reading with spans, rules and notices (schemas/reading.json).
    Json,
    /// The facts form: one JSON object per report, for exchange and scoring.
    Facts,
}

/// Read reports and tell what they state, with the words each statement rests on.
///
/// A report is plain text or a saved web page; of a page, the main text is read.
///
/// Examples:
///   truce read report.txt
///   truce read reports/ --format facts --out readings/
///   curl ... | truce read - --date 2018-11-28
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Files or folders to read; `-` is standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write one file per report into this folder instead of printing.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The reports' reference date (YYYY-MM-DD), where you know it better than the text tells.
    #[arg(long, value_name = "DAY")]
    date: Option<jiff::civil::Date>,
    /// Who published the reports, where the text does not say.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Use the lexicon in this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

/// Loads the lexicon that was asked for.
pub fn lexicon(folder: Option<&PathBuf>) -> anyhow::Result<Lexicon> {
    match folder {
        None => Ok(Lexicon::embedded()),
        Some(folder) => {
            Lexicon::load(folder).map_err(|error| anyhow::anyhow!("{error}\nhelp: {}", error.help()))
        }
    }
}

/// Reads the bytes of a report.
pub fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("standard input could not be read")?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(|error| {
        anyhow::anyhow!("{}: {error}\nhelp: check the path and that you may read it", path.display())
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let lexicon = lexicon(arguments.lexicon.as_ref())?;
    let reader = Reader::new(&lexicon);
    let options = Options { date: arguments.date, source: arguments.source.clone() };
    let mut files = Vec::new();
    let mut failures = Vec::new();
    for path in &arguments.paths {
        if path.is_dir() {
            files.extend(walk(path, &mut failures).into_iter().filter(|path| is_report(path)));
        } else {
            files.push(path.clone());
        }
    }
    if let Some(folder) = &arguments.out {
        std::fs::create_dir_all(folder).with_context(|| format!("{} could not be made", folder.display()))?;
    }
    let progress = if files.len() > 1 && std::io::stderr().is_terminal() {
        let bar = ProgressBar::new(files.len() as u64);
        bar.set_style(
            ProgressStyle::with_template("reading {bar:30} {pos}/{len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar
    } else {
        ProgressBar::hidden()
    };
    // Chunks keep the order of the output and bound the memory, whatever the number of threads.
    for chunk in files.chunks(64) {
        let outputs: Vec<anyhow::Result<Option<String>>> = chunk
            .par_iter()
            .map(|path| {
                let output = one(&reader, path, arguments, &options);
                progress.inc(1);
                output
            })
            .collect();
        for output in outputs {
            match output {
                Ok(Some(text)) => write(&text)?,
                Ok(None) => {}
                Err(error) => failures.push(error),
            }
        }
    }
    progress.finish_and_clear();
    for error in &failures {
        anstream::eprintln!("error: {error:#}");
    }
    if files.is_empty() && failures.is_empty() {
        anstream::eprintln!(
            "error: no report found\nhelp: a folder is read for files that end in .txt, .text, .md, .html or .htm"
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints, and ends quietly where nobody reads on.
pub fn write(text: &str) -> anyhow::Result<()> {
    write_bytes(text.as_bytes())
}

/// Writes bytes to the standard output; whoever stops reading has had enough.
pub fn write_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    match anstream::stdout().write_all(bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        outcome => outcome.context("the output could not be written"),
    }
}

fn one(
    reader: &Reader<'_>,
    path: &Path,
    arguments: &Arguments,
    options: &Options,
) -> anyhow::Result<Option<String>> {
    let bytes = bytes(path)?;
    let reading = reader.read(&bytes, options);
    let name = if path == Path::new("-") {
        "standard-input".to_owned()
    } else {
        path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    };
    let rendered = render(&name, &reading, arguments.format)?;
    let Some(folder) = &arguments.out else {
        return Ok(Some(rendered));
    };
    let extension = if arguments.format == Format::Text { "txt" } else { "json" };
    let target = folder.join(format!("{name}.{extension}"));
    std::fs::write(&target, rendered)
        .with_context(|| format!("{} could not be written", target.display()))?;
    for notice in &reading.notices {
        anstream::eprintln!("{}: {}: {}", path.display(), notice.id, notice.message);
    }
    Ok(None)
}

/// Puts a reading into the form asked for.
pub fn render(name: &str, reading: &Reading, format: Format) -> anyhow::Result<String> {
    Ok(match format {
        Format::Text => dossier::write(name, reading) + "\n",
        Format::Json => serde_json::to_string_pretty(&reading.full())? + "\n",
        Format::Facts => serde_json::to_string_pretty(&reading.facts())? + "\n",
    })
}
