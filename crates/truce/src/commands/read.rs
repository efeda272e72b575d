//! `truce read`: reports in, readings out.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use rayon::prelude::*;
use truce_lexicon::Lexicon;
use truce_read::{Options, Reader};

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The facts form: one JSON object per report.
    Facts,
}

/// Read reports and print what they state.
#[derive(clap::Args)]
pub struct Arguments {
    /// Files or folders to read; `-` is standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Facts)]
    format: Format,
    /// Write one file per report into this folder instead of printing.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Use this lexicon instead of the one built in.
    #[arg(long)]
    lexicon: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let lexicon = match &arguments.lexicon {
        Some(folder) => Lexicon::load(folder).context("the lexicon could not be loaded")?,
        None => Lexicon::embedded(),
    };
    let reader = Reader::new(&lexicon);
    let mut files = Vec::new();
    for path in &arguments.paths {
        collect(path, &mut files)?;
    }
    let results: Vec<anyhow::Result<()>> = files
        .par_iter()
        .map(|path| {
            let bytes = if path == Path::new("-") {
                let mut bytes = Vec::new();
                std::io::stdin().read_to_end(&mut bytes)?;
                bytes
            } else {
                std::fs::read(path).with_context(|| format!("{} could not be read", path.display()))?
            };
            let reading = reader.read(&bytes, &Options::default());
            let facts = serde_json::to_string_pretty(&reading.facts())?;
            match &arguments.out {
                Some(folder) => {
                    std::fs::create_dir_all(folder)?;
                    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    std::fs::write(folder.join(format!("{name}.json")), facts)?;
                }
                None => println!("{facts}"),
            }
            Ok(())
        })
        .collect();
    let mut code = ExitCode::SUCCESS;
    for result in results {
        if let Err(error) = result {
            eprintln!("error: {error:#}");
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .with_context(|| format!("{} could not be read", path.display()))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
            .collect();
        inside.sort();
        files.extend(inside);
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}
