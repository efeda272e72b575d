//! `truce demo`: the reports that the program carries, in the application or printed.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use include_dir::{Dir, DirEntry, File, include_dir};
use rayon::prelude::*;
use truce_lexicon::Lexicon;
use truce_read::{Options, Reader};
use truce_record::State;
use truce_record::entry::Obtained;
use truce_record::intake::{Arrival, Taken};
use truce_record::log::{Access, LedgerError};
use truce_record::taking::{self, Taking};

use super::add::intake;
use super::read::{Format, render, write};
use super::serve::{ServingArguments, serve};
use crate::ledger::{self, told};
use crate::listing::Listing;

/// Reports written for this purpose; what they tell is invented.
static REPORTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// Stories of several reports each, with their days and sources; written for this purpose too.
static STORIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../corpus/stories");

/// Open the application on a ledger of the reports that come with the program.
///
/// The reports are invented, dirty as scraped, and of several kinds and decades. The ledger is made anew in a folder for
/// temporary files and thrown away at the end; --ledger keeps it. With a word, --format, --raw or --print, what the
/// reports state is printed instead.
///
/// Examples:
///   truce demo --open
///   truce demo --print
///   truce demo sahel
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Show only the reports whose name holds this word.
    name: Option<String>,
    /// Print what the reports state, and open nothing.
    #[arg(long)]
    print: bool,
    /// Form of what is printed.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Print the reports themselves, unread.
    #[arg(long)]
    raw: bool,
    /// Keep the ledger in this file. If it is there already, it is opened as it is.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    serving: ServingArguments,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.print || arguments.raw || arguments.name.is_some() || arguments.format.is_some() {
        return print(arguments);
    }
    if let Some(path) = &arguments.ledger {
        if !path.exists() {
            made(path)?;
        }
        return serve(&arguments.serving, path);
    }
    let folder = std::env::temp_dir().join(format!("truce-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder)
        .map_err(|error| anyhow::anyhow!("{}: {error}\nhelp: name a file with --ledger", folder.display()))?;
    let path = folder.join("demo.ledger");
    let served = made(&path).and_then(|()| serve(&arguments.serving, &path));
    // What is left behind in the folder for temporary files does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    served
}

/// Lists the reports: a story's with what its list says of them, then the others.
fn arrivals() -> anyhow::Result<Vec<Arrival>> {
    let mut files: Vec<(&File<'_>, Listing)> = Vec::new();
    let mut stories: Vec<&Dir<'_>> = STORIES.dirs().collect();
    stories.sort_by_key(|story| story.path());
    for story in stories {
        let lines = story.get_file(story.path().join("reports.jsonl"));
        let text = lines.and_then(File::contents_utf8).unwrap_or_default();
        let listing = Listing::of(text, &story.path().join("reports.jsonl"))?;
        let mut texts: Vec<&File<'_>> = story.entries().iter().filter_map(DirEntry::as_file).collect();
        texts
            .retain(|file| file.path().extension().is_some_and(|ending| ending == "txt" || ending == "html"));
        texts.sort_by_key(|file| file.path());
        files.extend(texts.into_iter().map(|file| (file, listing.clone())));
    }
    let mut single: Vec<&File<'_>> = REPORTS.files().collect();
    single.retain(|file| file.path().extension().is_some_and(|ending| ending == "txt"));
    single.sort_by_key(|file| file.path());
    files.extend(single.into_iter().map(|file| (file, Listing::default())));
    Ok(files
        .into_iter()
        .map(|(file, listing)| {
            let report = listing.report(file.path());
            Arrival {
                bytes: file.contents().to_vec(),
                media: report.media().to_owned(),
                name: shown(file.path()),
                obtained: Obtained { how: "demo".to_owned(), when: ledger::now(), from: None },
                source: report.source,
                url: report.url,
                published: report.published,
            }
        })
        .collect())
}

/// The name of a report with the story that it is of.
fn shown(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("-")
}

/// Makes the ledger of the demo.
fn made(path: &Path) -> anyhow::Result<()> {
    let lexicon = Lexicon::embedded();
    let intake = intake(&lexicon);
    let empty = State::default();
    let arrivals = arrivals()?;
    let read: Vec<Result<Option<Taken>, LedgerError>> =
        arrivals.par_iter().map(|arrival| taking::read(&intake, &empty, arrival)).collect();
    let mut register = ledger::register(path, Access::Create)?;
    let mut taking = Taking::new(&lexicon, ledger::program());
    for (arrival, taken) in arrivals.iter().zip(read) {
        let Some(taken) = taken.map_err(told)? else { continue };
        let by = ledger::program();
        taking.keep(&mut register, &by, &taken, &arrival.bytes, &ledger::now).map_err(told)?;
    }
    Ok(())
}

/// Reads the reports and prints what they state.
fn print(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let format = arguments.format.unwrap_or(Format::Text);
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut reports: Vec<_> = REPORTS
        .files()
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "txt"))
        .filter(|file| {
            arguments.name.as_ref().is_none_or(|name| file.path().to_string_lossy().contains(name.as_str()))
        })
        .collect();
    reports.sort_by_key(|file| file.path());
    if reports.is_empty() {
        anyhow::bail!(
            "no report of the demo has this name\nhelp: run `truce demo` without a name to see them all"
        );
    }
    let count = reports.len();
    for (at, file) in reports.into_iter().enumerate() {
        let name = file.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if arguments.raw {
            write(&format!("{}\n", String::from_utf8_lossy(file.contents())))?;
            continue;
        }
        let reading = reader.read(file.contents(), &Options::default());
        if format == Format::Text {
            write(&format!("{}[{} of {count}] invented report\n", if at == 0 { "" } else { "\n" }, at + 1))?;
        }
        write(&render(&name, &reading, format)?)?;
    }
    if format == Format::Text && !arguments.raw {
        write(
            "\nRead a report of your own: truce read FILE. See why: truce explain FILE --words \"...\".\n",
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
