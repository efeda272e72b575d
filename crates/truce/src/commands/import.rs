//! `truce import`: rows of other data sets in, a ledger that has them out.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use indicatif::ProgressBar;
use truce_record::State;
use truce_record::entry::Obtained;
use truce_record::import::{ImportError, Importer, Mapping, Plan, Rejected, Sheet, ZONE_TYPES, plan};
use truce_record::intake::Arrival;
use truce_record::log::{Access, Beside, Existing, LedgerError, Register, SqliteLedger};
use truce_record::taking::{Laid, Taking};

use super::read::{bytes, lexicon, write};
use crate::ledger::{self, ByArgument, LedgerArgument, told};

/// Import events, agreements or areas of other data sets.
///
/// Each row becomes statements of its source: an event, an agreement or an area, and its figures. The file is kept as
/// it is. A row that the ledger has already changes nothing; a row that a newer release changed is added beside the
/// older one. Events are linked to the incidents that reports tell of, where day, place and act agree; what may be the same
/// but not surely is left to `truce review`. Each file is imported whole or not at all: after an interruption, run the
/// same command again.
///
/// Examples:
///   truce import GEDEvent_v25_1.csv --ledger mission.ledger
///   truce import incidents.csv --mapping incidents.toml --dry-run
///   truce import line.geojson --zones buffer --buffer 10 --rejects rejected.csv
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Files: CSV, TSV, JSON, GeoJSON, KML, or the .shp of a shapefile.
    #[arg(required_unless_present = "list")]
    paths: Vec<PathBuf>,
    /// Show the data sets that are known, and end.
    #[arg(long)]
    list: bool,
    /// The data set, if it is not found by its columns.
    #[arg(long = "as", value_name = "NAME", conflicts_with_all = ["mapping", "zones"])]
    data_set: Option<String>,
    /// A mapping: a small file in TOML that says which columns mean what.
    #[arg(long, value_name = "FILE", conflicts_with = "zones")]
    mapping: Option<PathBuf>,
    /// Take shapes as areas of this type, where no column `type` tells another.
    #[arg(long, value_name = "TYPE")]
    zones: Option<String>,
    /// Kilometres around each shape that belong to its area.
    #[arg(long, value_name = "KM", requires = "zones")]
    buffer: Option<f64>,
    /// Short name of the data set that areas belong to; the file's name if not given.
    #[arg(long, value_name = "NAME", requires = "zones")]
    scheme: Option<String>,
    /// Release of the data set, if the file's name does not tell it.
    #[arg(long, value_name = "VERSION")]
    release: Option<String>,
    /// Who published it, if not who publishes the data set.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// When it was published (YYYY-MM-DD).
    #[arg(long, value_name = "DAY")]
    published: Option<jiff::civil::Date>,
    /// Read, explain what would be imported and what is rejected, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write rejected rows to this file (CSV); a file that is there already is left, and nothing is imported.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Use the lexicon in this folder instead of the one built in.
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArgument,
    #[command(flatten)]
    by: ByArgument,
}

/// Rejected rows that are printed; `--rejects` has them all.
const PRINTED: usize = 20;

/// Runs the command.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if arguments.list {
        return list();
    }
    if let Some(kind) = &arguments.zones
        && !ZONE_TYPES.contains(&kind.as_str())
    {
        anyhow::bail!("`{kind}` is no type of area\nhelp: types are {}", ZONE_TYPES.join(", "));
    }
    if arguments.buffer.is_some_and(|km| !(0.0..=2000.0).contains(&km)) {
        anyhow::bail!(
            "--buffer must lie between 0 and 2000 kilometres\nhelp: give whole or broken kilometres, 7.5"
        );
    }
    // Nothing is judged: an unattended machine may import.
    let by = ledger::adder(&arguments.by)?;
    let chosen = mapping(arguments)?;
    let lexicon = lexicon(arguments.lexicon.as_ref())?;
    // Before anything is imported: a file that is there is refused, and one that cannot be written is told.
    let rejects = arguments.rejects.as_ref().map(|to| rejects(to, arguments)).transpose()?;
    let importer = Importer::new(&lexicon, concat!("truce-import ", env!("CARGO_PKG_VERSION")));
    let mut register = open(arguments)?;
    let mut rejected: Vec<(String, Rejected)> = Vec::new();
    let mut failed = false;
    let mut taking = Taking::new(&lexicon, ledger::program());
    for path in &arguments.paths {
        let step = progress(&format!("reading {}", path.display()));
        let read = arrivals(path, arguments).and_then(|(arrival, beside)| {
            let mapping = chosen.clone().or_else(|| zones(path, arguments));
            let sheet = importer.read(&arrival, &beside, mapping.as_ref(), arguments.release.as_deref());
            let sheet =
                sheet.map_err(|error| anyhow::anyhow!("{}: {}", path.display(), explained(&error)))?;
            Ok((arrival, beside, sheet))
        });
        step.finish_and_clear();
        let (arrival, beside, sheet) = match read {
            Ok(read) => read,
            Err(error) => {
                failed = true;
                anstream::eprintln!("error: {error:#}");
                continue;
            }
        };
        let mut linked = Laid::default();
        let plan = match &mut register {
            Some(register) if !arguments.dry_run => {
                let step = progress(&format!("adding {} rows", sheet.rows.len()));
                let kept = taking.lay(register, &by, (&sheet, &arrival, &beside), &ledger::now);
                step.finish_and_clear();
                linked = kept.map_err(told).with_context(|| path.display().to_string())?;
                std::mem::take(&mut linked.plan)
            }
            Some(register) => plan(register.state(), &sheet),
            None => plan(&State::default(), &sheet),
        };
        tell(path, &sheet, &plan, &linked, arguments)?;
        rejected.extend(sheet.rejected.into_iter().map(|one| (path.display().to_string(), one)));
    }
    if let Some(rejects) = rejects {
        save(rejects, &rejected)?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn explained(error: &ImportError) -> String {
    format!("{error}\nhelp: {}", error.help())
}

fn list() -> anyhow::Result<ExitCode> {
    let lines: String =
        Mapping::known().iter().map(|known| format!("{:<20} {}\n", known.scheme, known.title)).collect();
    write(&lines)?;
    Ok(ExitCode::SUCCESS)
}

/// A dry run reads the ledger if there is one; it makes none.
fn open(arguments: &Arguments) -> anyhow::Result<Option<Register<SqliteLedger>>> {
    let path = &arguments.ledger.path;
    match (arguments.dry_run, path.exists()) {
        (true, false) => Ok(None),
        (true, true) => ledger::register(path, Access::Read).map(Some),
        (false, _) => ledger::register(path, Access::Create).map(Some),
    }
}

fn mapping(arguments: &Arguments) -> anyhow::Result<Option<Mapping>> {
    if let Some(path) = &arguments.mapping {
        let text = String::from_utf8(bytes(path)?).map_err(|_| {
            anyhow::anyhow!("{}: the mapping is no text in UTF-8\nhelp: save it as UTF-8", path.display())
        })?;
        return Mapping::read(&text)
            .map(Some)
            .map_err(|error| anyhow::anyhow!("{}: {}", path.display(), explained(&error)));
    }
    let Some(name) = &arguments.data_set else { return Ok(None) };
    let known = Mapping::known().into_iter().find(|known| known.scheme == *name);
    known.map(Some).ok_or_else(|| anyhow::anyhow!("`{name}` is no data set that is known\nhelp: `truce import --list` shows them; for others, give --mapping"))
}

fn zones(path: &Path, arguments: &Arguments) -> Option<Mapping> {
    let kind = arguments.zones.as_ref()?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    Some(Mapping::zones(arguments.scheme.as_deref().unwrap_or(&stem), kind, arguments.buffer))
}

/// Reads a file, and what belongs to it if it is a shapefile.
fn arrivals(path: &Path, arguments: &Arguments) -> anyhow::Result<(Arrival, Vec<Arrival>)> {
    let main = arrival(path, arguments)?;
    let mut beside = Vec::new();
    if media(path) == "application/vnd.shp" {
        for ending in ["dbf", "prj", "DBF", "PRJ"] {
            let other = path.with_extension(ending);
            if other.exists()
                && !beside.iter().any(|known: &Arrival| known.name.eq_ignore_ascii_case(&name(&other)))
            {
                beside.push(arrival(&other, arguments)?);
            }
        }
    }
    Ok((main, beside))
}

fn arrival(path: &Path, arguments: &Arguments) -> anyhow::Result<Arrival> {
    let stdin = path == Path::new("-");
    Ok(Arrival {
        bytes: bytes(path)?,
        media: media(path).to_owned(),
        name: name(path),
        obtained: Obtained {
            how: "import".to_owned(),
            when: ledger::now(),
            from: (!stdin).then(|| path.display().to_string()),
        },
        source: arguments.source.clone(),
        url: None,
        published: arguments.published.map(|day| day.to_string()),
    })
}

fn name(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard-input".to_owned();
    }
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn media(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "csv" => "text/csv",
        "tsv" | "tab" => "text/tab-separated-values",
        "json" | "jsonl" | "ndjson" => "application/json",
        "geojson" => "application/geo+json",
        "kml" => "application/vnd.google-earth.kml+xml",
        "shp" => "application/vnd.shp",
        "dbf" => "application/vnd.dbf",
        _ => "text/plain",
    }
}

fn progress(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(what.to_owned());
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}

fn tell(
    path: &Path,
    sheet: &Sheet,
    plan: &Plan,
    linking: &Laid,
    arguments: &Arguments,
) -> anyhow::Result<()> {
    let dry_run = arguments.dry_run;
    let rows = |number: usize| format!("{number} {}", if number == 1 { "row" } else { "rows" });
    let mut lines = vec![format!(
        "{}: {} of {}: {}{} new, {} changed, {} already known, {} rejected",
        path.display(),
        rows(sheet.read),
        sheet.scheme,
        if dry_run { "dry run, nothing was kept: " } else { "" },
        plan.new,
        plan.changed,
        plan.unchanged,
        sheet.rejected.iter().map(|one| one.line).collect::<BTreeSet<_>>().len(),
    )];
    if linking.joined > 0 {
        lines.push(format!("  {} told of by reports too", rows(linking.joined)));
    }
    if linking.questions > 0 {
        lines.push(format!(
            "  {} for review: truce review --ledger {}",
            if linking.questions == 1 {
                "1 question".to_owned()
            } else {
                format!("{} questions", linking.questions)
            },
            arguments.ledger.path.display()
        ));
    }
    let printed = if dry_run { usize::MAX } else { PRINTED };
    lines.extend(sheet.rejected.iter().take(printed).map(|one| format!("  {one}")));
    if sheet.rejected.len() > printed {
        lines.push(format!("  and {} more: --rejects FILE writes them all", sheet.rejected.len() - printed));
    }
    write(&format!("{}\n", lines.join("\n")))
}

/// Begins the file of rejected rows.
fn rejects(to: &Path, arguments: &Arguments) -> anyhow::Result<Beside> {
    Beside::new(to, Existing::Keep, &arguments.ledger.path).map_err(|error| match error {
        LedgerError::There(path) => anyhow::anyhow!(
            "{}: there is a file already\nhelp: give --rejects another name, or remove that file; nothing was imported",
            path.display()
        ),
        error => told(error).context(format!("--rejects {}", to.display())),
    })
}

/// Writes rejected rows, one a line.
fn save(rejects: Beside, rejected: &[(String, Rejected)]) -> anyhow::Result<()> {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = "file,line,field,value,what,help\n".to_owned();
    for (file, one) in rejected {
        let cells = [
            quoted(file),
            one.line.to_string(),
            quoted(&one.field),
            quoted(&one.value),
            quoted(&one.what),
            quoted(one.help),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    std::fs::write(rejects.path(), text).map_err(|error| {
        anyhow::anyhow!(
            "{}: {error}\nhelp: the rows were imported; for those rejected, make room and repeat with --dry-run",
            rejects.path().display()
        )
    })?;
    rejects.settle().map_err(told)
}
