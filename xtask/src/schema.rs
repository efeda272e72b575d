//! Files made from the code: the JSON Schemas of what the program prints.

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
        let mut outcome = ExitCode::SUCCESS;
        for (name, schema) in [
            ("schemas/assessment.json", written::<truce_report::assess::Assessment>()),
            ("schemas/comparison.json", written::<truce_report::compare::Comparison>()),
            ("schemas/matrix.json", written::<truce_report::matrix::Matrix>()),
            ("schemas/reading.json", written::<truce_read::full::Full>()),
        ] {
            let path = root.join(name);
            let schema = serde_json::to_string_pretty(&schema)? + "\n";
            if !self.check {
                std::fs::create_dir_all(root.join("schemas"))?;
                std::fs::write(&path, schema)?;
                println!("wrote {name}");
            } else if std::fs::read_to_string(&path).is_ok_and(|found| found == schema) {
                println!("{name} is up to date");
            } else {
                eprintln!("error: {name} differs from the code\nhelp: run `cargo xtask gen` and commit it");
                outcome = ExitCode::FAILURE;
            }
        }
        Ok(outcome)
    }
}

/// The schema of what is written: what is left out where it is empty need not be there.
fn written<T: schemars::JsonSchema>() -> schemars::Schema {
    schemars::generate::SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
}
