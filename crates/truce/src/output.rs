//! Where a command's answer goes: the standard output, or a file that is there whole or not at all.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Where to write.
#[derive(Debug, Clone, clap::Args)]
pub struct OutArgument {
    /// Write to this file; to the standard output if not given.
    #[arg(long = "out", value_name = "FILE")]
    pub file: Option<PathBuf>,
}

impl OutArgument {
    /// Writes an answer.
    pub fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        match &self.file {
            Some(path) => to_file(path, bytes),
            None => crate::commands::read::write_bytes(bytes),
        }
    }
}

/// Writes a file under another name and then moves it into place.
pub fn to_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let told = || {
        format!(
            "{} could not be written\nhelp: check that the folder is there and may be written to",
            path.display()
        )
    };
    std::fs::write(&beside, bytes).with_context(told)?;
    std::fs::rename(&beside, path).with_context(told)
}
