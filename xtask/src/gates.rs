//! A score as `score --json` prints it in, the gates it does not pass out.
//! Measures nothing itself.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;

/// Arguments of `cargo xtask gates`.
#[derive(Debug, clap::Args)]
pub struct Gates {
    /// Which table of the gates file: the KIND of the score.
    #[arg(long)]
    kind: String,
    /// The JSON object that `score KIND --json` printed.
    #[arg(long)]
    scores: PathBuf,
    /// The gates: tables of a least value for each key.
    #[arg(long, default_value = "corpus/gates.toml")]
    gates: PathBuf,
}

impl Gates {
    /// Compares and prints each key.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let read = |path: &PathBuf| {
            std::fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
        };
        let gates: BTreeMap<String, BTreeMap<String, f64>> =
            toml::from_str(&read(&self.gates)?).with_context(|| self.gates.display().to_string())?;
        let scores: serde_json::Value =
            serde_json::from_str(&read(&self.scores)?).with_context(|| self.scores.display().to_string())?;
        let gates = gates
            .get(&self.kind)
            .with_context(|| format!("{} has no table `{}`", self.gates.display(), self.kind))?;
        let mut code = ExitCode::SUCCESS;
        for (key, least) in gates {
            // A dot leads into an object: `kinds.event.right`.
            let value = key
                .split('.')
                .try_fold(&scores, |value, part| value.get(part))
                .and_then(serde_json::Value::as_f64);
            match value {
                Some(value) if value >= *least => println!("{key} {value:.3}, at least {least:.3}"),
                Some(value) => {
                    eprintln!(
                        "error: {} {key} is {value:.3}, below {least:.3}\nhelp: a change lost readings; see --errors",
                        self.kind
                    );
                    code = ExitCode::FAILURE;
                }
                None => {
                    eprintln!(
                        "error: {} has no `{key}`\nhelp: keys are those of `score {} --json`",
                        self.kind, self.kind
                    );
                    code = ExitCode::FAILURE;
                }
            }
        }
        Ok(code)
    }
}
