//! Files made from the code: the JSON Schema of a reading.

use std::path::Path;
use std::process::ExitCode;

/// Writes the generated files, or checks that they are up to date.
#[derive(Debug, clap::Args)]
pub struct Generate {
    /// Only compare, and fail where a file would change.
    #[arg(long)]
    check: bool,
}

impl Generate {
    /// Runs the task.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
        let path = root.join("schemas/reading.json");
        let schema = serde_json::to_string_pretty(&schemars::schema_for!(truce_read::full::Full))? + "\n";
        if self.check {
            if std::fs::read_to_string(&path).is_ok_and(|found| found == schema) {
                println!("generated files are up to date");
                return Ok(ExitCode::SUCCESS);
            }
            eprintln!(
                "error: schemas/reading.json differs from the code\nhelp: run `cargo xtask gen` and commit it"
            );
            return Ok(ExitCode::FAILURE);
        }
        std::fs::create_dir_all(root.join("schemas"))?;
        std::fs::write(&path, schema)?;
        println!("wrote schemas/reading.json");
        Ok(ExitCode::SUCCESS)
    }
}
