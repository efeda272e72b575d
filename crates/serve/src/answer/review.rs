//! What waits for a person: questions whether two things are the same, and readings that nobody has looked at.

use std::collections::BTreeSet;

use serde::Serialize;
use truce_record::State;
use truce_record::fold::{Document, Known, Question};
use truce_record::id::{CandidateId, DocumentId, RecordId, RecordKind, StatementId, Target};
use truce_record::log::{Ledger as _, LedgerError, SqliteLedger};
use truce_record::statement::{Content, Statement};
use utoipa::ToSchema;

use super::record::line;
use super::said::{self, PlaceTold};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// Questions whether two are the same.
    pub same: bool,
    /// Readings.
    pub readings: bool,
    /// Only what concerns these records and what their statements say; everything if not given.
    pub records: Option<BTreeSet<RecordId>>,
    /// Only what this document says.
    pub document: Option<DocumentId>,
    /// Only questions less sure than this.
    pub below: Option<f64>,
    /// Without the first so many.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
}

/// Words with those around them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InContext {
    /// The words before.
    pub before: String,
    /// The words.
    pub quote: String,
    /// The words after.
    pub after: String,
}

/// A field and its value.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// What a statement states.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StatedTold {
    /// `event`, `claim`, ...
    pub kind: &'static str,
    /// Act, stage or type.
    pub act: Option<String>,
    /// What it states, in a line.
    pub summary: String,
    /// Who vouches for it.
    pub speaker: Option<String>,
    /// The stance it carries.
    pub stance: Option<String>,
    /// Whether an event is said to have happened.
    pub status: Option<String>,
    /// The rules that made it.
    pub rules: Vec<String>,
}

/// A record in a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordInLine {
    /// Its id.
    pub id: String,
    /// It in a line.
    pub label: String,
}

/// A reading that nobody has looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingItem {
    /// Id of the statement.
    pub id: String,
    /// The document.
    pub document: String,
    /// Name of its file.
    pub document_name: String,
    /// Who published it.
    pub source: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// First character of the words.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words in their sentence.
    pub context: InContext,
    /// Direction of the words: `ltr` or `rtl`.
    pub dir: &'static str,
    /// What they state.
    pub statement: StatedTold,
    /// It by fields.
    pub fields: Vec<Field>,
    /// Records that it is linked to.
    pub records: Vec<RecordInLine>,
    /// How sure its first link is.
    pub score: Option<f64>,
    /// Why it is linked.
    pub reason: Option<String>,
}

/// Words of one side of a question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SideQuote {
    /// The words.
    pub quote: String,
    /// Who published them.
    pub source: Option<String>,
    /// Their day.
    pub day: Option<String>,
    /// Who vouches for them.
    pub speaker: Option<String>,
    /// The document.
    pub document: String,
    /// The statement.
    pub statement: String,
}

/// One side of a question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// `incident`, `statement`, ...
    pub kind: &'static str,
    /// It in a line.
    pub label: String,
    /// When.
    pub when: Option<String>,
    /// Where.
    pub places: Vec<PlaceTold>,
    /// The act.
    pub act: Option<String>,
    /// The standing of an incident.
    pub standing: Option<&'static str>,
    /// Its words.
    pub quotes: Vec<SideQuote>,
}

/// A question whether two are the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SameItem {
    /// Id of the question.
    pub id: String,
    /// How sure, 0 to 1.
    pub score: f64,
    /// Why.
    pub reason: String,
    /// One of the two.
    pub left: Side,
    /// The other.
    pub right: Side,
}

/// Something that waits for a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ReviewItem {
    Reading(Box<ReadingItem>),
    SameAs(Box<SameItem>),
}

/// Lists what waits, questions first, then readings of the latest documents; and how many there are.
///
/// # Errors
///
/// If the texts cannot be read.
pub fn review(
    state: &State,
    ledger: &SqliteLedger,
    asking: &Asking,
) -> Result<(Vec<ReviewItem>, usize), LedgerError> {
    let questions = if asking.same { questions(state, asking) } else { Vec::new() };
    let readings = if asking.readings { readings(state, asking) } else { Vec::new() };
    let total = questions.len() + readings.len();
    let mut items = Vec::new();
    for (id, question) in questions.iter().skip(asking.skip).take(asking.limit) {
        items.push(ReviewItem::SameAs(Box::new(same(state, id, question))));
    }
    let skip = asking.skip.saturating_sub(questions.len());
    let mut texts = Texts::default();
    for known in readings.iter().skip(skip).take(asking.limit - items.len()) {
        items.push(ReviewItem::Reading(Box::new(reading(state, ledger, &known.statement, &mut texts)?)));
    }
    Ok((items, total))
}

/// Counts the questions that are open and the readings that nobody has looked at.
pub fn waiting(state: &State) -> (usize, usize) {
    let asking = Asking { same: true, readings: true, ..Asking::default() };
    (questions(state, &asking).len(), readings(state, &asking).len())
}

fn questions<'a>(state: &'a State, asking: &Asking) -> Vec<(&'a CandidateId, &'a Question)> {
    let mut open = state.open_questions();
    open.retain(|(_, question)| {
        let of_subject = |wanted: &BTreeSet<RecordId>| match &question.subject {
            Target::Record(id) => wanted.contains(state.resolve(id)),
            Target::Statement(id) => state.records_of(id).any(|record| wanted.contains(record)),
            _ => false,
        };
        let told = asking
            .records
            .as_ref()
            .is_none_or(|wanted| wanted.contains(state.resolve(&question.record)) || of_subject(wanted));
        let of_document = asking.document.as_ref().is_none_or(|document| match &question.subject {
            Target::Statement(id) => {
                state.statement(id).is_some_and(|known| known.statement.document == *document)
            }
            _ => false,
        });
        told && of_document && asking.below.is_none_or(|below| question.score.share() < below)
    });
    open
}

/// Readings of reports that nobody has accepted or rejected, nor a record they make; of the latest documents first.
/// Rows of data sets are no readings.
fn readings<'a>(state: &'a State, asking: &Asking) -> Vec<&'a Known> {
    let mut documents: Vec<(&DocumentId, u64)> = state
        .documents()
        .iter()
        .filter(|(id, document)| {
            !document.added.is_data_set() && asking.document.as_ref().is_none_or(|wanted| wanted == *id)
        })
        .map(|(id, document)| (id, document.entry))
        .collect();
    documents.sort_by_key(|(_, entry)| std::cmp::Reverse(*entry));
    let reviewed = |id: &StatementId| {
        state.review(&Target::Statement(id.clone())).is_some()
            || state.stated_by(id).is_some()
            || state.records_of(id).any(|record| state.review(&Target::Record(record.clone())).is_some())
    };
    documents
        .into_iter()
        .filter_map(|(id, _)| state.document(id))
        .flat_map(|document| &document.statements)
        .filter(|id| {
            asking
                .records
                .as_ref()
                .is_none_or(|wanted| state.records_of(id).any(|record| wanted.contains(record)))
        })
        .filter_map(|id| state.statement(id))
        .filter(|known| !matches!(known.statement.content, Content::Reference(_)))
        .filter(|known| !reviewed(&known.statement.id))
        .collect()
}

/// Texts that were decoded for this answer.
#[derive(Default)]
struct Texts(std::collections::BTreeMap<DocumentId, Vec<char>>);

impl Texts {
    fn of(&mut self, state: &State, ledger: &SqliteLedger, id: &DocumentId) -> Result<&[char], LedgerError> {
        if !self.0.contains_key(id) {
            let bytes = match state.document(id) {
                Some(document) => ledger.original(&document.added.sha256)?.unwrap_or_default(),
                None => Vec::new(),
            };
            let text = truce_read::capture::decode(&bytes).text;
            self.0.insert(id.clone(), text.chars().collect());
        }
        Ok(self.0.get(id).map_or(&[], Vec::as_slice))
    }
}

/// Characters shown before and after the words.
const AROUND: usize = 280;

fn reading(
    state: &State,
    ledger: &SqliteLedger,
    statement: &Statement,
    texts: &mut Texts,
) -> Result<ReadingItem, LedgerError> {
    let document = state.document(&statement.document);
    let span = statement.anchor.span;
    let text = texts.of(state, ledger, &statement.document)?;
    let (start, end) = (span.start as usize, span.end as usize);
    let fits =
        text.get(start..end).is_some_and(|words| words.iter().copied().eq(statement.anchor.quote.chars()));
    let (before, after): (String, String) = if fits {
        let from = start.saturating_sub(AROUND);
        let to = (end + AROUND).min(text.len());
        (paragraph_end(&text[from..start]), paragraph_start(&text[end..to]))
    } else {
        (String::new(), String::new())
    };
    let first = state.records_of(&statement.id).next();
    let link = first.and_then(|record| state.record(record)?.statements.get(&statement.id));
    Ok(ReadingItem {
        id: statement.id.to_string(),
        document: statement.document.to_string(),
        document_name: document.map_or_else(String::new, |document| document.added.name.clone()),
        source: document.and_then(|document| document.source()).map(str::to_owned),
        day: document.and_then(Document::day).map(|day| day.to_string()),
        start: span.start,
        end: span.end,
        dir: super::document::direction(&statement.anchor.quote),
        context: InContext { before, quote: statement.anchor.quote.clone(), after },
        statement: StatedTold {
            kind: statement.content.kind(),
            act: said::act(&statement.content),
            summary: super::summary::summary(statement),
            speaker: statement.speaker().map(|speaker| speaker.name.clone()),
            stance: said::stance(statement),
            status: said::status(&statement.content),
            rules: statement.rules.clone(),
        },
        fields: super::summary::fields(statement)
            .into_iter()
            .map(|(name, value)| Field { name, value })
            .collect(),
        records: state
            .records_of(&statement.id)
            .map(|id| RecordInLine { id: id.to_string(), label: line(state, id) })
            .collect(),
        score: link.map(|link| link.score.share()),
        reason: link.map(|link| link.reason.to_string()),
    })
}

/// What follows the last empty line.
fn paragraph_end(text: &[char]) -> String {
    let at = text.windows(2).rposition(|pair| pair == ['\n', '\n']).map_or(0, |at| at + 2);
    text[at..].iter().collect()
}

/// What stands before the first empty line.
fn paragraph_start(text: &[char]) -> String {
    let at = text.windows(2).position(|pair| pair == ['\n', '\n']).unwrap_or(text.len());
    text[..at].iter().collect()
}

fn same(state: &State, id: &CandidateId, question: &Question) -> SameItem {
    let left = match &question.subject {
        Target::Statement(statement) => {
            state.statement(statement).map(|known| of_statement(state, &known.statement))
        }
        Target::Record(record) => Some(of_record(state, state.resolve(record))),
        Target::Document(_) | Target::Candidate(_) => None,
    };
    SameItem {
        id: id.to_string(),
        score: question.score.share(),
        reason: question.reason.clone(),
        left: left.unwrap_or_else(|| Side {
            id: question.subject.to_string(),
            kind: "unknown",
            label: String::new(),
            when: None,
            places: Vec::new(),
            act: None,
            standing: None,
            quotes: Vec::new(),
        }),
        right: of_record(state, state.resolve(&question.record)),
    }
}

fn of_statement(state: &State, statement: &Statement) -> Side {
    Side {
        id: statement.id.to_string(),
        kind: "statement",
        label: super::summary::summary(statement),
        when: statement.when().map(ToString::to_string),
        places: said::places(statement.places()),
        act: said::act(&statement.content),
        standing: None,
        quotes: vec![quote(state, statement)],
    }
}

/// Words of a record shown beside another.
const QUOTES: usize = 12;

fn of_record(state: &State, id: &RecordId) -> Side {
    let record = state.record(id);
    let counted = record.map(|record| state.counted(record)).unwrap_or_default();
    let mut side = Side {
        id: id.to_string(),
        kind: id.kind().as_str(),
        label: line(state, id),
        when: None,
        places: Vec::new(),
        act: None,
        standing: None,
        quotes: counted.iter().take(QUOTES).map(|(statement, _)| quote(state, statement)).collect(),
    };
    match id.kind() {
        RecordKind::Incident => {
            if let Some(incident) = state.incident(id) {
                side.when = incident.when.map(|when| when.to_string());
                side.places = said::places(&incident.places);
                side.act = Some(incident.act);
                side.standing = Some(incident.standing.as_str());
            }
        }
        RecordKind::Agreement => {
            if let Some(accord) = state.agreement(id) {
                side.when = accord.when.map(|when| when.to_string());
                side.places = said::places(&accord.places);
                side.act = Some(accord.kind);
            }
        }
        RecordKind::Talks => {
            if let Some(meeting) = state.talks(id) {
                side.when = meeting.when.map(|when| when.to_string());
                side.places = said::places(&meeting.places);
            }
        }
        RecordKind::Zone => {
            if let Some(area) = state.zone(id) {
                side.places = said::places(&area.places);
                side.act = Some(area.kind);
            }
        }
    }
    side
}

fn quote(state: &State, statement: &Statement) -> SideQuote {
    let document = state.document(&statement.document);
    SideQuote {
        quote: statement.anchor.quote.clone(),
        source: document.and_then(|document| document.source()).map(str::to_owned),
        day: document.and_then(Document::day).map(|day| day.to_string()),
        speaker: statement.speaker().map(|speaker| speaker.name.clone()),
        document: statement.document.to_string(),
        statement: statement.id.to_string(),
    }
}
