//! The source tree in, offences against the rules of the house out.
//! Judges where code stands and what it leans on; what it does is left to the compiler and the tests.

mod crates;
mod files;
mod rooms;
mod source;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use serde::Deserialize;

/// Arguments of `cargo xtask house`.
#[derive(Debug, clap::Args)]
pub struct House {
    /// The root of the project.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/.."))]
    root: PathBuf,
}

/// Exceptions, each with its reason (`xtask/house.toml`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    /// By crate folder: rooms that every room may use.
    #[serde(default)]
    ground: BTreeMap<String, BTreeMap<String, String>>,
    /// By crate folder: rooms that may use every room, and that no room uses.
    #[serde(default)]
    roof: BTreeMap<String, BTreeMap<String, String>>,
    /// By path: files that may be longer.
    #[serde(default)]
    long: BTreeMap<String, String>,
}

/// One broken rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Offence {
    /// Path from the root, with the line where there is one.
    place: String,
    /// What is wrong, without a final full stop.
    what: String,
    /// What to do.
    help: &'static str,
}

impl House {
    /// Checks everything and prints what is wrong.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let root = self
            .root
            .canonicalize()
            .with_context(|| format!("{} could not be found", self.root.display()))?;
        let path = root.join("xtask/house.toml");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("{} could not be read", path.display()))?;
        let exceptions: Exceptions = toml::from_str(&text).with_context(|| path.display().to_string())?;
        let tracked = files::tracked(&root)?;
        let mut offences = crates::check(&root, &tracked)?;
        offences.extend(rooms::check(&root, &tracked, &exceptions)?);
        offences.extend(files::check(&root, &tracked, &exceptions)?);
        offences.sort();
        offences.dedup();
        for offence in &offences {
            eprintln!("error: {}: {}\nhelp: {}", offence.place, offence.what, offence.help);
        }
        if offences.is_empty() {
            println!("the house is in order: {} files", tracked.len());
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "{} in the house",
            if offences.len() == 1 { "1 error".to_owned() } else { format!("{} errors", offences.len()) }
        );
        Ok(ExitCode::FAILURE)
    }
}

/// Returns the crate folders in their order: those under `crates` as `ls` sorts them, then `xtask`.
fn crate_folders(tracked: &[String]) -> Vec<String> {
    let mut folders: Vec<String> = tracked
        .iter()
        .filter_map(|path| path.strip_suffix("/Cargo.toml"))
        .filter(|folder| folder.starts_with("crates/") && folder.matches('/').count() == 1)
        .map(str::to_owned)
        .collect();
    folders.sort();
    if tracked.iter().any(|path| path == "xtask/Cargo.toml") {
        folders.push("xtask".to_owned());
    }
    folders
}

/// Reads a tracked file that is text; none for a binary one.
fn text_of(root: &Path, path: &str) -> anyhow::Result<Option<String>> {
    let bytes = std::fs::read(root.join(path)).with_context(|| format!("{path} could not be read"))?;
    Ok(String::from_utf8(bytes).ok().filter(|text| !text.contains('\0')))
}
