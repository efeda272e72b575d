//! `truce export`: the ledger in a form for others.

use std::process::ExitCode;

use truce_record::id::{RecordId, RecordKind};
use truce_report::export::{FORMS, Form, LEFT_OUT, Selection};

use crate::filter::FilterArguments;
use crate::ledger::{self, LedgerArgument, told};
use crate::output::OutArgument;

/// Write what the ledger holds in a form for others.
///
/// All filters of `truce list` apply. A machine's reading is never given as a finding: each form says so in its own
/// way, and names the ids under which the ledger keeps the words.
///
/// Examples:
///   truce export --format geojson --since 2019 --out incidents.geojson
///   truce export --format ucdp --act shelling,air-strike
///   truce export --format ical --out deadlines.ics
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Form of the export: incidents, csv, hxl, geojson, kml, jsonl, ucdp, acled, plover, jsonld, ical, parquet.
    #[arg(long, visible_alias = "form", value_name = "FORM", value_parser = form, default_value = "incidents")]
    format: &'static Form,
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    out: OutArgument,
    #[command(flatten)]
    ledger: LedgerArgument,
}

fn form(name: &str) -> Result<&'static Form, String> {
    if let Some((name, feature)) = LEFT_OUT.iter().find(|(left_out, _)| *left_out == name) {
        return Err(format!(
            "this program was built without {name}\nhelp: build it with `cargo build --release --features {feature}`, or export csv"
        ));
    }
    Form::named(name).ok_or_else(|| {
        let lines: Vec<String> =
            FORMS.iter().map(|form| format!("  {:9} {}", form.name, form.what)).collect();
        format!("the forms are\n{}", lines.join("\n"))
    })
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut ids: Vec<RecordId> = Vec::new();
    {
        let tables = ledger::tables(&arguments.ledger.path)?;
        for kind in RecordKind::ALL {
            let filter = arguments.filter.filter(Some(kind), &arguments.ledger)?;
            for row in tables.records(&filter).map_err(told)? {
                ids.push(row.id.parse().map_err(|error| anyhow::anyhow!("{}: {error}", row.id))?);
            }
        }
    }
    let state = ledger::state(&arguments.ledger.path)?;
    let selection = Selection::of(state, ids, ledger::now());
    arguments.out.write(&arguments.format.write(&selection)?)?;
    Ok(ExitCode::SUCCESS)
}
