//! Where the ledger's documents come from: sources with their grades, and data sets that were imported.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use truce_lexicon::Lexicon;
use truce_record::State;
use truce_record::fold::Document;
use truce_record::id::{DocumentId, Target};
use truce_record::import::{Importer, Mapping};
use truce_record::intake::Arrival;
use utoipa::ToSchema;

/// A source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceTold {
    /// Its name; empty where nobody is known to have published.
    pub source: String,
    /// How many documents it has.
    pub documents: usize,
    /// The source grade of most of them.
    pub grade: String,
    /// Grades of its documents, with how many have them.
    pub grades: BTreeMap<String, usize>,
    /// The latest day of a document.
    pub latest: Option<String>,
    /// Statements of its documents.
    pub statements: usize,
    /// Its documents.
    pub document_ids: Vec<String>,
}

/// Lists sources, those with most documents first.
pub fn sources(state: &State) -> Vec<SourceTold> {
    let mut sources: BTreeMap<String, SourceTold> = BTreeMap::new();
    for (id, document) in state.documents() {
        let name = document.source().unwrap_or_default().to_owned();
        let source = sources.entry(name.clone()).or_insert_with(|| SourceTold {
            source: name,
            documents: 0,
            grade: String::new(),
            grades: BTreeMap::new(),
            latest: None,
            statements: 0,
            document_ids: Vec::new(),
        });
        source.documents += 1;
        source.statements += document.statements.len();
        source.document_ids.push(id.to_string());
        let grade = state.grade(&Target::Document(id.clone())).to_string();
        *source.grades.entry(grade).or_default() += 1;
        let day = Document::day(document).map(|day| day.to_string());
        if day > source.latest {
            source.latest = day;
        }
    }
    let mut sources: Vec<SourceTold> = sources.into_values().collect();
    for source in &mut sources {
        let most = source.grades.iter().max_by_key(|(_, count)| **count);
        source.grade = most.map_or_else(|| "F6".to_owned(), |(grade, _)| grade.clone());
    }
    sources.sort_by(|one, other| {
        other.documents.cmp(&one.documents).then_with(|| one.source.cmp(&other.source))
    });
    sources
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RejectedRow {
    /// Its line.
    pub line: u32,
    /// Why it was not taken, with what to do.
    pub reason: String,
    /// The cell that stands in the way.
    pub row: Option<String>,
}

/// A data set that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportTold {
    /// Its document.
    pub document: String,
    /// Name of its file.
    pub name: String,
    /// The data set with its release.
    pub data_set: String,
    /// When it was imported.
    pub at: String,
    /// Number of the entry.
    pub entry: u64,
    /// Rows of the file; none where it was not read again to count them.
    pub rows: Option<usize>,
    /// Rows that became statements.
    pub taken: usize,
    /// Rows that were rejected; none where the file was not read again to tell.
    pub rejected: Option<usize>,
    /// These rows.
    pub rejected_rows: Vec<RejectedRow>,
}

/// Lists what was imported, the latest first, without the rows that were rejected: the ledger does not keep them.
pub fn imports(state: &State) -> Vec<ImportTold> {
    let mut imports: Vec<ImportTold> = state
        .documents()
        .iter()
        .filter(|(_, document)| document.added.is_data_set() && document.reading.is_some())
        .map(|(id, document)| ImportTold {
            document: id.to_string(),
            name: document.added.name.clone(),
            data_set: document
                .reading
                .as_ref()
                .and_then(|reading| reading.title.clone())
                .unwrap_or_else(|| document.added.name.clone()),
            at: document.added.obtained.when.to_string(),
            entry: document.entry,
            rows: None,
            taken: taken(state, document),
            rejected: None,
            rejected_rows: Vec::new(),
        })
        .collect();
    imports.sort_by_key(|import| std::cmp::Reverse(import.entry));
    imports
}

fn taken(state: &State, document: &Document) -> usize {
    let rows: BTreeSet<&str> = document
        .statements
        .iter()
        .filter_map(|id| state.statement(id))
        .filter_map(|known| known.statement.foreign.as_ref())
        .map(|foreign| foreign.id.as_str())
        .collect();
    rows.len()
}

/// Reads an imported file again and tells which of its rows are rejected; none where its mapping is no longer known.
/// Returns rows of the file and the rejected ones.
pub fn rejected(
    state: &State,
    lexicon: &Lexicon,
    id: &DocumentId,
    bytes: Vec<u8>,
) -> Option<(usize, Vec<RejectedRow>)> {
    let document = state.document(id)?;
    let added = &document.added;
    let arrival = Arrival {
        bytes,
        media: added.media.clone(),
        name: added.name.clone(),
        obtained: added.obtained.clone(),
        source: added.source.clone(),
        url: added.url.clone(),
        published: added.published.clone(),
    };
    let scheme = document.reading.as_ref().and_then(|reading| reading.title.clone()).unwrap_or_default();
    let family = truce_record::statement::family(&scheme).to_owned();
    let known = Mapping::known().into_iter().find(|known| known.scheme == family || known.scheme == scheme);
    let importer = Importer::new(lexicon, "truce-import");
    let sheet = importer.read(&arrival, &[], known.as_ref(), None).ok()?;
    let rows = sheet
        .rejected
        .iter()
        .map(|one| RejectedRow {
            line: one.line,
            reason: format!("{}: {}; {}", one.field, one.what, one.help),
            row: (!one.value.is_empty()).then(|| one.value.clone()),
        })
        .collect();
    Some((sheet.read, rows))
}
