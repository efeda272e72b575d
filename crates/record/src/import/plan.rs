//! A sheet and what a ledger already has in; the entries that the ledger needs to have all of the sheet out.
//!
//! A row that the ledger has, by the data set's name and the row's id, changes nothing if it says the same. If it says
//! something else, it is a new statement, which names the one it takes the place of; that one stays. Each row is one
//! record: it is found by the row's id, and rows are not compared with each other. Whether a record is the same as
//! one that reports tell of is the linker's question: imported statements carry acts, days and points like any other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::sheet::{SUPERSEDES, Sheet, SheetRow};
use crate::entry::{Body, Linked, OriginFound, Thousandths};
use crate::fold::State;
use crate::id::{DocumentId, RecordId, RecordKind};
use crate::statement::{Statement, family};

/// What a ledger needs to have all of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// What to append, in order; nothing if the ledger has it all.
    pub bodies: Vec<Body>,
    /// Rows that the ledger does not have.
    pub new: usize,
    /// Rows that it has otherwise.
    pub changed: usize,
    /// Rows that it has as they are.
    pub unchanged: usize,
}

/// One version of a row in the ledger.
struct Version<'s> {
    document: &'s DocumentId,
    entry: u64,
    scheme: &'s str,
    statements: Vec<&'s Statement>,
}

/// Returns what of a data set the state has, by the ids of rows, versions in order of their entries.
fn versions<'s>(state: &'s State, of: &str) -> HashMap<&'s str, Vec<Version<'s>>> {
    let mut rows: HashMap<&str, BTreeMap<&DocumentId, Version<'_>>> = HashMap::new();
    for known in state.statements().values().filter(|known| known.current) {
        let statement = &*known.statement;
        let Some(foreign) = statement.foreign.as_ref().filter(|foreign| foreign.family() == of) else {
            continue;
        };
        let version =
            rows.entry(&foreign.id).or_default().entry(&statement.document).or_insert_with(|| Version {
                document: &statement.document,
                entry: known.entry,
                scheme: &foreign.scheme,
                statements: Vec::new(),
            });
        version.entry = version.entry.max(known.entry);
        version.statements.push(statement);
    }
    rows.into_iter()
        .map(|(id, versions)| {
            let mut versions: Vec<Version<'_>> = versions.into_values().collect();
            versions.sort_by_key(|version| version.entry);
            (id, versions)
        })
        .collect()
}

/// Says what a ledger with this state needs to have all of a sheet.
pub fn plan(state: &State, sheet: &Sheet) -> Plan {
    let mut plan = Plan::default();
    let document = &sheet.added.document;
    let known = versions(state, family(&sheet.scheme));
    let mut statements: Vec<Statement> = Vec::new();
    let mut links: Vec<Body> = Vec::new();
    let mut shared: BTreeMap<&DocumentId, usize> = BTreeMap::new();
    for row in &sheet.rows {
        let before = known.get(row.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        for other in before.iter().filter(|version| version.document != document) {
            *shared.entry(other.document).or_default() += 1;
        }
        if let Some(same) = before.iter().find(|version| row.says_the_same(&version.statements)) {
            plan.unchanged += 1;
            if same.document == document {
                // As the ledger has them, with what they supersede.
                statements.extend(same.statements.iter().map(|&statement| statement.clone()));
            }
            continue;
        }
        match before.last() {
            None => plan.new += 1,
            Some(_) => plan.changed += 1,
        }
        let (stated, linked) = entries(state, sheet, row, before.last());
        statements.extend(stated);
        links.extend(linked);
    }
    if plan.new + plan.changed == 0 {
        return plan;
    }
    for added in std::iter::once(&sheet.added).chain(&sheet.beside) {
        if state.document(&added.document).is_none() {
            plan.bodies.push(Body::DocumentAdded(Box::new(added.clone())));
        }
    }
    // Order of the text, so that a reading is the same whichever of its rows were known before.
    statements.sort_by(|one, other| (one.anchor.span, &one.id).cmp(&(other.anchor.span, &other.id)));
    let mut reading = sheet.reading.clone();
    reading.statements = statements;
    plan.bodies.push(Body::ReadingAdded(Box::new(reading)));
    plan.bodies.extend(origin(state, sheet, &shared).map(Body::OriginFound));
    plan.bodies.extend(links);
    plan
}

/// Two releases of a data set are one origin: a row that stands in both is not reported twice.
fn origin(state: &State, sheet: &Sheet, shared: &BTreeMap<&DocumentId, usize>) -> Option<OriginFound> {
    let document = &sheet.added.document;
    let (of, rows) = shared.iter().max_by_key(|(_, rows)| **rows)?;
    let of = state.origin(of);
    let found = of != document && !state.origins().contains_key(document);
    found.then(|| OriginFound {
        document: document.clone(),
        of: of.clone(),
        containment: Thousandths::of(*rows as f64 / sheet.rows.len().max(1) as f64),
        spans: Vec::new(),
        evidence: vec![format!("both are releases of {}; {rows} rows stand in both", family(&sheet.scheme))],
    })
}

/// Returns the statements of a new or changed row, with the links that make it one record.
fn entries(
    state: &State,
    sheet: &Sheet,
    row: &SheetRow,
    before: Option<&Version<'_>>,
) -> (Vec<Statement>, Vec<Body>) {
    let mut statements = row.statements.clone();
    let Some(main) = statements.first_mut() else { return (statements, Vec::new()) };
    let older = before.and_then(|version| main_of(&version.statements, sheet.kind));
    if let (Some(older), Some(foreign)) = (older, main.foreign.as_mut()) {
        foreign.fields = foreign.fields.with(SUPERSEDES, older.id.as_str());
    }
    let record = older
        .and_then(|older| state.records_of(&older.id).find(|record| record.kind() == sheet.kind))
        .cloned()
        .unwrap_or_else(|| RecordId::of(sheet.kind, std::slice::from_ref(&main.id), ""));
    let reason = match (before, older) {
        (Some(version), Some(older)) if version.scheme == sheet.scheme => {
            format!("row {} of {}, changed: it supersedes {}", row.id, sheet.scheme, older.id)
        }
        (Some(version), Some(older)) => format!(
            "row {} of {}, changed since {}: it supersedes {}",
            row.id, sheet.scheme, version.scheme, older.id
        ),
        _ => format!("row {} of {}: each row is one {}", row.id, sheet.scheme, sheet.kind.as_str()),
    };
    let mut linked: BTreeSet<&crate::id::StatementId> = BTreeSet::new();
    let links = statements
        .iter()
        .filter(|statement| linked.insert(&statement.id) && !state.severed(&statement.id, &record))
        .enumerate()
        .map(|(at, statement)| {
            Body::Linked(Linked {
                statement: statement.id.clone(),
                record: record.clone(),
                score: Thousandths(1000),
                reason: if at == 0 { reason.clone() } else { format!("of the same row, {}", row.id) },
            })
        })
        .collect();
    (statements, links)
}

/// Returns the statement of a row that its record is about.
fn main_of<'s>(statements: &[&'s Statement], kind: RecordKind) -> Option<&'s Statement> {
    let word = match kind {
        RecordKind::Incident => "event",
        RecordKind::Agreement => "agreement",
        RecordKind::Talks => "talks",
        RecordKind::Zone => "zone",
    };
    statements.iter().copied().find(|statement| statement.content.kind() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_of_one_family() {
        for (scheme, expected) in
            [("ucdp-ged-25.1", "ucdp-ged"), ("ucdp-ged", "ucdp-ged"), ("pa-x-9", "pa-x"), ("gdelt", "gdelt")]
        {
            assert_eq!(family(scheme), expected, "{scheme}");
        }
    }
}
