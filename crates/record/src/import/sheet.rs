//! A file in, with a mapping or without; its rows as statements out, with those that were rejected.
//! Asks no ledger: what is new in it is for `plan` to say.

use std::collections::HashMap;

use truce_lexicon::Lexicon;
use truce_read::capture;
use truce_read::span::{Bytes, Characters};

use super::draw::Drawer;
use super::error::{ImportError, Rejected};
use super::mapping::{Mapping, Rows};
use super::names::Names;
use super::table::Table;
use super::{LARGEST, delimited, json, kml, shapefile};
use crate::entry::{DocumentAdded, ReadingAdded};
use crate::id::{DocumentId, RecordKind, Sha256Hash};
use crate::intake::{Arrival, fingerprint};
use crate::statement::{Anchor, Fields, Foreign, Statement};

/// Rows of a file as statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the data set, with its release if that is known.
    pub scheme: String,
    /// What each row is.
    pub kind: RecordKind,
    /// The entry that adds the file.
    pub added: DocumentAdded,
    /// Entries that add files beside it: the table and the projection of a shapefile.
    pub beside: Vec<DocumentAdded>,
    /// The entry of its reading, without the statements.
    pub reading: ReadingAdded,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// What was rejected, in order of the lines.
    pub rejected: Vec<Rejected>,
    /// Rows that the file has.
    pub read: usize,
}

/// A row as statements.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow {
    /// Its line.
    pub line: u32,
    /// Its id in the data set.
    pub id: String,
    /// What it states, the main matter first.
    pub statements: Vec<Statement>,
}

/// Reads files for a ledger.
pub struct Importer<'l> {
    lexicon: &'l Lexicon,
    name: String,
    fingerprint: String,
}

impl<'l> Importer<'l> {
    /// Makes an importer. `name` is its name and version, as entries keep it.
    pub fn new(lexicon: &'l Lexicon, name: impl Into<String>) -> Self {
        Self { lexicon, name: name.into(), fingerprint: fingerprint(lexicon) }
    }

    /// Reads a file by a mapping; without one, by that of the known data sets that fits.
    ///
    /// `beside` are the files that belong to a shapefile: `.dbf` and `.prj`. `release` is the version of the data
    /// set; if none is given, the one that the file's name tells.
    ///
    /// # Errors
    ///
    /// If the file as a whole cannot be read. Single rows that cannot are in [`Sheet::rejected`].
    pub fn read(
        &self,
        arrival: &Arrival,
        beside: &[Arrival],
        mapping: Option<&Mapping>,
        release: Option<&str>,
    ) -> Result<Sheet, ImportError> {
        if arrival.bytes.len() > LARGEST {
            return Err(ImportError::Large(arrival.bytes.len() >> 20));
        }
        let text = capture::decode(&arrival.bytes).text;
        let (table, known) = rows(arrival, beside, &text, mapping)?;
        let mapping = mapping.or(known.as_ref()).ok_or(ImportError::Empty)?;
        check(mapping, &table)?;
        let added = document(arrival, mapping);
        let release = release.map(str::to_owned).or_else(|| release_in(&arrival.name));
        let scheme = match &release {
            Some(release) => format!("{}-{release}", mapping.scheme),
            None => mapping.scheme.clone(),
        };
        let mut sheet = Sheet {
            kind: match mapping.rows {
                Rows::Incidents => RecordKind::Incident,
                Rows::Agreements => RecordKind::Agreement,
                Rows::Zones => RecordKind::Zone,
            },
            beside: beside.iter().map(|arrival| document(arrival, mapping)).collect(),
            reading: ReadingAdded {
                document: added.document.clone(),
                reader: self.name.clone(),
                lexicon: self.fingerprint.clone(),
                text: Sha256Hash::of(text.as_bytes()),
                title: Some(scheme.clone()),
                date: None,
                agency: None,
                publisher: mapping.source.clone(),
                issuer: None,
                genre: Some("DataSet".to_owned()),
                notices: Vec::new(),
                statements: Vec::new(),
            },
            added,
            scheme,
            rows: Vec::with_capacity(table.rows.len()),
            rejected: Vec::new(),
            read: table.rows.len(),
        };
        fill(&mut sheet, &table, mapping, &text, Names::new(self.lexicon));
        Ok(sheet)
    }
}

/// Reads the file's rows, and finds the mapping that fits if none is given.
fn rows(
    arrival: &Arrival,
    beside: &[Arrival],
    text: &str,
    mapping: Option<&Mapping>,
) -> Result<(Table, Option<Mapping>), ImportError> {
    if shapefile::is_shapefile(&arrival.bytes) {
        let with = |ending: &str| beside.iter().find(|file| file.name.to_lowercase().ends_with(ending));
        let projection = with(".prj").map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
        let attributes = with(".dbf").map(|file| file.bytes.as_slice());
        let table = shapefile::table(&arrival.bytes, attributes, projection.as_deref())?;
        return choose(table, mapping);
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    if kml::is_kml(text) {
        return choose(kml::table(text)?, mapping);
    }
    if text.trim_start().starts_with(['{', '[']) {
        return choose(json::table(text)?, mapping);
    }
    let mut records = delimited::records(text, delimited::delimiter(text));
    let columns: Vec<String> = records
        .first()
        .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
        .unwrap_or_default();
    let named = Table::new(columns.clone(), Vec::new());
    // A file of a data set whose files have no line of names is known by their number.
    let bare = |known: &Mapping| known.header.len() == columns.len() && !known.fits(&named);
    let found = if mapping.is_some() {
        None
    } else {
        best(&named).or_else(|| Mapping::known().into_iter().find(|known| bare(known)))
    };
    let chosen = mapping.or(found.as_ref()).ok_or_else(|| ImportError::Unknown(columns.join(", ")))?;
    let columns = if bare(chosen) {
        chosen.header.clone()
    } else {
        records.remove(0);
        columns
    };
    for row in &mut records {
        if row.cells.len() != columns.len() {
            let what =
                format!("the row has {} cells, and the file {} columns", row.cells.len(), columns.len());
            row.fault =
                Some((what, "look for a quote that is missing, or a delimiter inside a cell without quotes"));
        }
    }
    Ok((Table::new(columns, records), found))
}

/// Returns the mapping of the known data sets that fits best: by most columns.
fn best(table: &Table) -> Option<Mapping> {
    Mapping::known().into_iter().filter(|known| known.fits(table)).max_by_key(|known| known.known_by.len())
}

fn choose(table: Table, mapping: Option<&Mapping>) -> Result<(Table, Option<Mapping>), ImportError> {
    if table.rows.is_empty() {
        return Err(ImportError::Empty);
    }
    let found = if mapping.is_some() { None } else { best(&table) };
    if mapping.is_none() && found.is_none() {
        return Err(ImportError::Unknown(table.columns.join(", ")));
    }
    Ok((table, found))
}

/// Checks that the columns are there without which no row can be read.
fn check(mapping: &Mapping, table: &Table) -> Result<(), ImportError> {
    let needed = mapping
        .when
        .iter()
        .filter(|when| !when.optional)
        .map(|when| &when.from)
        .chain(mapping.id.first().filter(|_| mapping.rows != Rows::Zones))
        .chain(
            mapping
                .event
                .iter()
                .filter(|event| event.default.is_none())
                .filter_map(|event| event.code.first()),
        );
    for column in needed {
        if !table.has(&column.names) {
            return Err(ImportError::Column {
                scheme: mapping.scheme.clone(),
                wanted: format!("`{}`", column.told),
            });
        }
    }
    Ok(())
}

fn document(arrival: &Arrival, mapping: &Mapping) -> DocumentAdded {
    let sha256 = Sha256Hash::of(&arrival.bytes);
    DocumentAdded {
        document: DocumentId::of(&sha256),
        sha256,
        length: arrival.bytes.len() as u64,
        media: arrival.media.clone(),
        name: arrival.name.clone(),
        obtained: arrival.obtained.clone(),
        source: arrival.source.clone().or_else(|| mapping.source.clone()),
        url: arrival.url.clone(),
        published: arrival.published.clone(),
    }
}

fn fill(sheet: &mut Sheet, table: &Table, mapping: &Mapping, text: &str, names: Names<'_>) {
    let characters = Characters::new(text);
    let anchor = |run: Bytes| Anchor { span: characters.span(text, run), quote: run.of(text).to_owned() };
    let rule = format!("import/{}", mapping.scheme);
    let mut drawer = Drawer::new(mapping, table, names);
    let mut first: HashMap<String, usize> = HashMap::new();
    for row in &table.rows {
        let drawn = match drawer.row(row) {
            Ok(drawn) => drawn,
            Err(faults) => {
                sheet.rejected.extend(faults);
                continue;
            }
        };
        let foreign = Foreign {
            scheme: sheet.scheme.clone(),
            id: drawn.id.clone(),
            fields: drawn.fields.into_iter().collect(),
        };
        let mut statements: Vec<Statement> = Vec::with_capacity(drawn.stated.len());
        for (content, run) in drawn.stated {
            let mut statement = Statement::new(sheet.added.document.clone(), anchor(run), content);
            statement.rules = vec![rule.clone()];
            statement.foreign = Some(if statements.is_empty() {
                foreign.clone()
            } else {
                Foreign { fields: Fields::default(), ..foreign.clone() }
            });
            if !statements.iter().any(|known| known.id == statement.id) {
                statements.push(statement);
            }
        }
        let made = SheetRow { line: row.line, id: drawn.id, statements };
        match first.get(&made.id).map(|&at| &sheet.rows[at]) {
            None => {
                first.insert(made.id.clone(), sheet.rows.len());
                sheet.rows.push(made);
            }
            // The same row twice is one row.
            Some(before) if before.says_the_same(&made.statements.iter().collect::<Vec<_>>()) => {}
            Some(before) => sheet.rejected.push(Rejected {
                line: made.line,
                field: mapping.id.iter().map(|column| column.told.as_str()).collect::<Vec<_>>().join("-"),
                value: made.id,
                what: format!("another row has this id: line {}", before.line),
                help: "name more columns under `id` in a mapping, so that together they tell rows apart",
            }),
        }
    }
}

/// Field of a row that names the statement it takes the place of.
pub(super) const SUPERSEDES: &str = "supersedes";

impl SheetRow {
    /// Says whether these statements say what the row says. A field that only one of them has says nothing: releases
    /// add and drop columns.
    pub(super) fn says_the_same(&self, others: &[&Statement]) -> bool {
        let alike = |one: &Statement, other: &Statement| match (&one.foreign, &other.foreign) {
            (Some(one), Some(other)) => one
                .fields
                .iter()
                .filter(|(name, _)| *name != SUPERSEDES)
                .all(|(name, value)| other.fields.get(name).is_none_or(|known| known == value)),
            _ => true,
        };
        self.statements.len() == others.len()
            && self.statements.iter().all(|statement| {
                others.iter().any(|other| other.content == statement.content && alike(statement, other))
            })
    }
}

/// Returns the release that a file's name tells: `GEDEvent_v25_1.csv` is 25.1.
fn release_in(name: &str) -> Option<String> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (at, _) = stem.rmatch_indices(['v', 'V']).find(|(at, _)| {
        let before = stem[..*at].chars().next_back();
        before.is_none_or(|sign| !sign.is_alphanumeric())
            && stem[at + 1..].starts_with(|sign: char| sign.is_ascii_digit())
    })?;
    let parts: Vec<&str> = stem[at + 1..]
        .split(['_', '.', '-'])
        .take_while(|part| {
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit())
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_releases() {
        for (name, expected) in [
            ("GEDEvent_v25_1.csv", Some("25.1")),
            ("GEDEvent_v25_0_3.csv", Some("25.0.3")),
            ("v2.csv", Some("2")),
            ("ged_syria_20160101_20191130.csv", None),
            ("viina.csv", None),
        ] {
            assert_eq!(release_in(name).as_deref(), expected, "{name}");
        }
    }
}
