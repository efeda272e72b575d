//! `truce demo`: the reports that the program carries, read and shown.

use std::process::ExitCode;

use include_dir::{Dir, include_dir};
use truce_lexicon::Lexicon;
use truce_read::{Options, Reader};

use super::read::{Format, render, write};

/// Reports written for this purpose; what they tell is invented.
static REPORTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/demo");

/// Read the reports that come with the program and show what they state.
///
/// The reports are invented, dirty as scraped, and of several kinds and decades.
#[derive(clap::Args)]
pub struct Arguments {
    /// Show only the reports whose name holds this word.
    name: Option<String>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Show the reports themselves, unread.
    #[arg(long)]
    raw: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
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
        if arguments.format == Format::Text {
            write(&format!("{}[{} of {count}] invented report\n", if at == 0 { "" } else { "\n" }, at + 1))?;
        }
        write(&render(&name, &reading, arguments.format)?)?;
    }
    if arguments.format == Format::Text && !arguments.raw {
        write(
            "\nRead a report of your own: truce read FILE. See why: truce explain FILE --words \"...\".\n",
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
