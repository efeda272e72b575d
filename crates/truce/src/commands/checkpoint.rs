//! `truce checkpoint`: where a ledger stands, signed, to be kept where the ledger is not.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use truce_record::entry::{Checkpoint, CheckpointError, Head, SigningKey};
use truce_record::log::{Access, Beside, Existing, Ledger as _, SqliteLedger};

use super::read::write;
use crate::ledger::{self, ByArgument, LedgerArgument, told};

/// Sign where a ledger stands, and check later that nothing before was changed.
///
/// Examples:
///   truce checkpoint key mission.key
///   truce checkpoint make --key mission.key --out 2024-06-01.json
///   truce checkpoint verify 2024-06-01.json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(clap::Subcommand)]
enum Action {
    /// Make a new signing key and print its public half.
    Key {
        /// The file of the secret key; must not be there yet.
        file: PathBuf,
    },
    /// Sign where the ledger stands.
    Make {
        /// The file of the secret key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Write the checkpoint here instead of printing it.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Replace a file that is there already.
        #[arg(long, requires = "out")]
        force: bool,
        #[command(flatten)]
        ledger: LedgerArgument,
        #[command(flatten)]
        by: ByArgument,
    },
    /// Check that a ledger still holds what it held.
    Verify {
        /// The checkpoint.
        file: PathBuf,
        /// The public key that it must be signed with.
        #[arg(long, value_name = "HEX")]
        public: Option<String>,
        #[command(flatten)]
        ledger: LedgerArgument,
    },
}

fn fails(error: CheckpointError) -> anyhow::Error {
    anyhow::anyhow!("{error}\nhelp: {}", error.help())
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    match &arguments.action {
        Action::Key { file } => key(file)?,
        Action::Make { key, out, force, ledger, by } => {
            let secret = std::fs::read_to_string(key)
                .with_context(|| format!("{}: the key could not be read", key.display()))?;
            let secret = SigningKey::from_hex(&secret).map_err(fails)?;
            let head = ledger::open(&ledger.path, Access::Read)?.head().map_err(told)?;
            let checkpoint = Checkpoint::sign(&head, ledger::now(), ledger::person(by)?.name(), &secret);
            let json = format!("{}\n", serde_json::to_string_pretty(&checkpoint)?);
            match out {
                None => write(&json)?,
                Some(out) => {
                    let existing = if *force { Existing::Replace } else { Existing::Keep };
                    let beside = Beside::new(out, existing, &ledger.path).map_err(told)?;
                    std::fs::write(beside.path(), json)
                        .with_context(|| format!("{}: the checkpoint could not be written", out.display()))?;
                    beside.settle().map_err(told)?;
                    write(&format!("{}: entry {}, signed by {}\n", out.display(), head.seq, checkpoint.by))?;
                }
            }
        }
        Action::Verify { file, public, ledger } => {
            let json = std::fs::read_to_string(file)
                .with_context(|| format!("{}: the checkpoint could not be read", file.display()))?;
            let checkpoint = Checkpoint::read(&json).map_err(fails)?;
            if public.as_ref().is_some_and(|public| public.trim() != checkpoint.key.to_string()) {
                return Err(fails(CheckpointError::Signature));
            }
            let ledger = ledger::open(&ledger.path, Access::Read)?;
            let head = ledger.still(|ledger| hold(ledger, &checkpoint)).map_err(told)??;
            write(&format!(
                "the ledger holds all {} entries that {} signed on {}, and {} more\nsigned with {}\n",
                checkpoint.seq,
                checkpoint.by,
                checkpoint.at,
                head.seq - checkpoint.seq,
                checkpoint.key
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks that the ledger, as it stands at one moment, has the entry that was signed. Returns where it stands.
fn hold(ledger: &SqliteLedger, checkpoint: &Checkpoint) -> anyhow::Result<Head> {
    // The whole chain is walked: a hash that only stands beside an entry proves nothing.
    if let Err(failure) = truce_record::log::verify(ledger).map_err(told)? {
        anyhow::bail!("{failure}\nhelp: this and all later entries cannot be trusted");
    }
    let head = ledger.head().map_err(told)?;
    let mut hash = None;
    let read = ledger.entries(checkpoint.seq, &mut |kept| {
        if kept.seq == checkpoint.seq {
            hash = Some(kept.hash);
        }
        Ok(())
    });
    read.map_err(told)?;
    checkpoint.verify(&head, hash).map_err(fails)?;
    Ok(head)
}

/// Makes a key that only its owner may read.
fn key(file: &Path) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut random = [0; 32];
    getrandom::fill(&mut random)
        .map_err(|error| anyhow::anyhow!("no randomness to make a key of: {error}"))?;
    let key = SigningKey::from_bytes(&random);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file).with_context(|| {
        format!("{}: the key could not be written; keys are not overwritten", file.display())
    })?;
    writeln!(out, "{}", key.to_hex())?;
    out.sync_all()?;
    write(&format!(
        "secret key in {}: keep it where the ledger is not\npublic key {}\n",
        file.display(),
        key.public_hex()
    ))
}
