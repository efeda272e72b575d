//! `truce list`: what the ledger holds, filtered, as a table, JSON or CSV.

use std::process::ExitCode;

use serde::Serialize;
use truce_record::id::RecordKind;

use super::read::write;
use crate::dossier::one_line;
use crate::filter::FilterArguments;
use crate::ledger::{self, LedgerArgument, told};

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
#[allow(missing_docs)]
enum What {
    Incidents,
    Agreements,
    Talks,
    Zones,
    Claims,
    Figures,
    Statements,
    Documents,
}

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A table for people.
    Table,
    /// A JSON array, one object a line.
    Json,
    /// Comma-separated values with a line of names.
    Csv,
}

/// List what the ledger holds.
///
/// Examples:
///   truce list incidents --since 2019-01 --act shelling --standing disputed
///   truce list claims --actor Houthis --format csv
///   truce list incidents --near 14.80,42.95,20
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// What to list.
    #[arg(value_enum)]
    what: What,
    #[command(flatten)]
    filter: FilterArguments,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    ledger: LedgerArgument,
}

impl What {
    /// Filters that mean something for it. All take `--limit`.
    fn filters(self) -> &'static [&'static str] {
        match self {
            Self::Incidents => {
                &["where", "since", "until", "near", "zone", "actor", "act", "standing", "rejected"]
            }
            Self::Agreements | Self::Talks | Self::Statements => {
                &["where", "since", "until", "near", "zone", "actor", "act", "rejected"]
            }
            // Areas have no days and no actors, claims no days and places of their own.
            Self::Zones => &["where", "near", "zone", "act", "rejected"],
            Self::Claims => &["actor", "act", "rejected"],
            Self::Figures => &["where", "since", "until", "near", "zone", "actor", "act", "rejected"],
            Self::Documents => &["since", "until"],
        }
    }
}

impl Arguments {
    /// Refuses filters that mean nothing for what is listed: a list that ignored them would say too much.
    fn check(&self) -> anyhow::Result<()> {
        let given = self.filter.given();
        let known = self.what.filters();
        let Some(name) = given.iter().find(|name| !known.contains(name)) else {
            return Ok(());
        };
        let what = clap::ValueEnum::to_possible_value(&self.what)
            .map_or(String::new(), |value| value.get_name().to_owned());
        let known: Vec<String> = known.iter().map(|name| format!("--{name}")).collect();
        anyhow::bail!(
            "--{name} cannot be asked of {what}\nhelp: {what} take {} and --limit",
            known.join(", ")
        )
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    arguments.check()?;
    let kind = match arguments.what {
        What::Incidents => Some(RecordKind::Incident),
        What::Agreements => Some(RecordKind::Agreement),
        What::Talks => Some(RecordKind::Talks),
        What::Zones => Some(RecordKind::Zone),
        _ => None,
    };
    let filter = arguments.filter.filter(kind, &arguments.ledger)?;
    let ledger = ledger::tables(&arguments.ledger.path)?;
    let format = arguments.format;
    let out = match arguments.what {
        What::Incidents | What::Agreements | What::Talks | What::Zones => {
            let rows = ledger.records(&filter).map_err(told)?;
            if format == Format::Table {
                table(
                    &["id", "act", "when", "where", "standing", "told by", "actors"],
                    rows.iter().map(|row| {
                        vec![
                            row.id.clone(),
                            row.name.as_ref().map_or(row.act.clone(), |name| format!("{name} ({})", row.act)),
                            row.when.clone().unwrap_or_default(),
                            row.places.clone(),
                            row.standing.clone(),
                            told_by(row.statements, row.documents),
                            row.actors.clone(),
                        ]
                    }),
                )
            } else {
                printed(&rows, format)?
            }
        }
        What::Claims | What::Figures | What::Statements => {
            let kind = match arguments.what {
                What::Claims => Some("claim"),
                What::Figures => Some("figure"),
                _ => None,
            };
            let rows = ledger.statements(kind, &filter).map_err(told)?;
            if format == Format::Table {
                table(
                    &["id", "what", "count", "when", "speaker", "words"],
                    rows.iter().map(|row| {
                        let count = match (row.low, row.high) {
                            (Some(low), Some(high)) if low == high => low.to_string(),
                            (Some(low), Some(high)) => format!("{low}-{high}"),
                            (Some(low), None) => format!("{low}+"),
                            (None, Some(high)) => format!("up to {high}"),
                            (None, None) => String::new(),
                        };
                        vec![
                            row.record.clone().unwrap_or_else(|| row.id.clone()),
                            format!("{} {}", row.kind, row.act),
                            count,
                            row.as_of.clone().or_else(|| row.earliest.clone()).unwrap_or_default(),
                            row.speaker.clone().unwrap_or_default(),
                            row.quote.clone(),
                        ]
                    }),
                )
            } else {
                printed(&rows, format)?
            }
        }
        What::Documents => {
            let rows = ledger.documents(&filter).map_err(told)?;
            if format == Format::Table {
                table(
                    &["id", "name", "day", "source", "grade", "statements", "title"],
                    rows.iter().map(|row| {
                        vec![
                            row.id.clone(),
                            row.name.clone(),
                            row.day.clone().unwrap_or_default(),
                            row.source.clone().unwrap_or_default(),
                            row.grade.clone(),
                            row.statements.to_string(),
                            row.title.clone().unwrap_or_default(),
                        ]
                    }),
                )
            } else {
                printed(&rows, format)?
            }
        }
    };
    write(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// Tells how often a record is told of, and in how many reports.
fn told_by(statements: u32, documents: u32) -> String {
    let counted = |n: u32, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    format!("{}, {}", counted(statements, "statement"), counted(documents, "report"))
}

/// Prints rows as a JSON array, one row a line, or as CSV with a line of names, also where there are none.
pub fn printed<T: Serialize + Default>(rows: &[T], format: Format) -> anyhow::Result<String> {
    if format == Format::Csv {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names = flat(&serde_json::to_value(T::default())?);
        writer.write_record(names.iter().map(|(name, _)| name))?;
        for row in rows {
            let flat = flat(&serde_json::to_value(row)?);
            writer.write_record(flat.iter().map(|(_, value)| value))?;
        }
        return Ok(String::from_utf8(writer.into_inner()?)?);
    }
    let lines: Vec<String> = rows.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok(if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) })
}

/// Lists the fields of a row as text, those of rows inside it after one another.
fn flat(row: &serde_json::Value) -> Vec<(String, String)> {
    use serde_json::Value;
    let Value::Object(fields) = row else { return Vec::new() };
    fields
        .iter()
        .flat_map(|(name, value)| match value {
            Value::Object(_) => flat(value),
            Value::Null => vec![(name.clone(), String::new())],
            Value::String(text) => vec![(name.clone(), text.clone())],
            other => vec![(name.clone(), other.to_string())],
        })
        .collect()
}

/// Writes a table with columns as wide as needed, and no cell wider than people read.
fn table(names: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    const WIDEST: usize = 48;
    let cut = |text: &str| {
        let text = one_line(text);
        if text.chars().count() <= WIDEST {
            return text;
        }
        let mut cut: String = text.chars().take(WIDEST - 1).collect();
        cut.push('…');
        cut
    };
    let rows: Vec<Vec<String>> = rows.map(|row| row.iter().map(|cell| cut(cell)).collect()).collect();
    if rows.is_empty() {
        return "nothing found\n".to_owned();
    }
    let widths: Vec<usize> = (0..names.len())
        .map(|column| {
            rows.iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .chain([names[column].len()])
                .max()
                .unwrap_or_default()
        })
        .collect();
    let mut out = String::new();
    let mut line = |cells: &[String]| {
        let padded: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:width$}")).collect();
        out.push_str(padded.join("  ").trim_end());
        out.push('\n');
    };
    line(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    rows.iter().for_each(|row| line(row));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_reports_are_counted_apart() {
        assert_eq!(told_by(8, 1), "8 statements, 1 report");
        assert_eq!(told_by(1, 2), "1 statement, 2 reports");
    }

    #[derive(Default, Serialize)]
    struct Row {
        a: u8,
        b: Inner,
    }

    #[derive(Default, Serialize)]
    struct Inner {
        c: Option<u8>,
        d: String,
    }

    #[test]
    fn rows_are_flat_in_csv_and_an_array_in_json() {
        let rows = [Row { a: 1, b: Inner { c: None, d: "x,y".to_owned() } }];
        let written = |rows: &[Row], format| printed(rows, format).expect("written");
        assert_eq!(written(&rows, Format::Csv), "a,c,d\n1,,\"x,y\"\n");
        assert_eq!(written(&[], Format::Csv), "a,c,d\n");
        assert_eq!(written(&[], Format::Json), "[]\n");
        let read: serde_json::Value = serde_json::from_str(&written(&rows, Format::Json)).expect("JSON");
        assert_eq!(read[0]["b"]["d"], "x,y");
    }
}
