//! What people decide, and its undoing. Written through the register, as the command line writes.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use truce_record::entry::{Author, Body, Draft, Finding, Judgement, LinkedByPerson, Stated, Verdict};
use truce_record::fold::Refusal;
use truce_record::id::{RecordId, RecordKind, StatementId, Target};
use truce_record::judge::{Opinion, OpinionError};
use truce_record::log::{Ledger as _, LedgerError};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Sent;
use crate::answer::{Units, drawn};
use crate::desk::{Desk, now};
use crate::problem::Problem;

pub(super) fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::new().routes(routes!(judge)).routes(routes!(undo))
}

pub(super) use crate::answer::drawn::STANCES;

/// Kinds of statements that a person may state.
pub(super) const KINDS: [&str; 7] = ["event", "claim", "agreement", "term", "talks", "zone", "figure"];

/// A judgement. Which fields it takes depends on its kind.
#[derive(Debug, Default, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct JudgementSent {
    /// `accept`, `reject`, `correct`, `merge`, `split`, `link`, `unlink`, `grade`, `finding`, `violation`, `note`, `statement`.
    judgement: String,
    /// What it is about: any id; of `merge` the record that stays.
    target: Option<String>,
    /// Several, of `accept`, `reject`, `grade` and `note`: one entry each, all or none.
    targets: Vec<String>,
    /// The records that become part of the target, of `merge`.
    from: Vec<String>,
    /// The statements that leave the target, of `split`.
    statements: Vec<String>,
    /// The statement, of `link` and `unlink`.
    statement: Option<String>,
    /// The record, of `link` and `unlink`; without it `link` makes a new one.
    record: Option<String>,
    /// What a new record is of, of `link`; what is stated, of `statement`.
    kind: Option<String>,
    /// The field, of `correct`: `act`, `when`, `place`, `name`, `stage`.
    field: Option<String>,
    /// The value, of `correct`; the grade, the finding, the note.
    value: Option<String>,
    /// Who found it, of `finding`.
    body: Option<String>,
    /// The statement of the term, of `violation`.
    term: Option<String>,
    /// The document, of `statement`.
    document: Option<String>,
    /// First UTF-16 code unit of the words, of `statement`.
    start: Option<u32>,
    /// One past the last.
    end: Option<u32>,
    /// The act, stage or type, of `statement`.
    act: Option<String>,
    /// Who says so, of `statement`.
    speaker: Option<String>,
    /// The stance of a claim, of `statement`.
    stance: Option<String>,
    /// Whom a claim blames, or those an act was done to, of `statement`.
    target_name: Option<String>,
    /// Who did it, of `statement`.
    who: Option<String>,
    /// Where, of `statement`: names with `;` between.
    place: Option<String>,
    /// When, of `statement`, in EDTF.
    when: Option<String>,
    /// At least, of a figure.
    low: Option<i64>,
    /// At most, of a figure.
    high: Option<i64>,
    /// Why, in the person's words.
    reason: Option<String>,
    /// Who judges; whoever the server was started for if not given.
    by: Option<String>,
}

/// What was written.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Written {
    /// Number of the first entry.
    pub entry: u64,
    /// Numbers of all entries that a person's judgement became.
    pub entries: Vec<u64>,
    /// Records, documents, statements and questions that changed.
    pub changed: Vec<String>,
}

impl From<OpinionError> for Problem {
    fn from(error: OpinionError) -> Self {
        match error {
            OpinionError::Refused(refusal) => LedgerError::Refused(refusal).into(),
            other => {
                let help = other.help();
                Self::meaningless(other.to_string(), help)
            }
        }
    }
}

fn needed<'a>(name: &str, value: Option<&'a String>) -> Result<&'a str, Problem> {
    value.map(|value| value.trim()).filter(|value| !value.is_empty()).ok_or_else(|| {
        Problem::asked_wrongly(
            format!("this judgement needs `{name}`"),
            "/api/ shows what each judgement takes",
        )
    })
}

fn id<T: std::str::FromStr<Err = truce_record::id::NotAnId>>(
    name: &str,
    value: Option<&String>,
) -> Result<T, Problem> {
    Ok(needed(name, value)?.parse()?)
}

fn ids<T: std::str::FromStr<Err = truce_record::id::NotAnId>>(values: &[String]) -> Result<Vec<T>, Problem> {
    Ok(values.iter().map(|value| value.parse()).collect::<Result<_, _>>()?)
}

/// Most targets of one request.
const MOST: usize = 1000;

impl JudgementSent {
    fn targets(&self) -> Result<Vec<Target>, Problem> {
        if self.targets.len() > MOST {
            return Err(Problem::too_large(
                format!("{} targets at once", self.targets.len()),
                format!("send {MOST} at most"),
            ));
        }
        let mut targets: Vec<Target> = ids(&self.targets)?;
        if let Some(target) = &self.target {
            targets.push(target.parse()?);
        }
        if targets.is_empty() {
            return Err(Problem::asked_wrongly(
                "this judgement needs `target` or `targets`",
                "name what it is about by its id",
            ));
        }
        Ok(targets)
    }

    /// Returns what is judged, in order; none for what a person states.
    fn opinions(&self) -> Result<Vec<Opinion>, Problem> {
        let each = |make: &dyn Fn(Target) -> Opinion| -> Result<Vec<Opinion>, Problem> {
            Ok(self.targets()?.into_iter().map(make).collect())
        };
        Ok(match self.judgement.as_str() {
            "accept" => each(&Opinion::Accept)?,
            "reject" => each(&Opinion::Reject)?,
            "correct" => vec![Opinion::Correct {
                record: id("target", self.target.as_ref())?,
                field: needed("field", self.field.as_ref())?.to_owned(),
                value: needed("value", self.value.as_ref())?.to_owned(),
            }],
            "merge" => {
                let from: Vec<RecordId> = ids(&self.from)?;
                if from.is_empty() {
                    return Err(Problem::asked_wrongly(
                        "this judgement needs `from`",
                        "name the records that become part of the target",
                    ));
                }
                vec![Opinion::Merge { into: id("target", self.target.as_ref())?, from }]
            }
            "split" => vec![Opinion::Split {
                record: id("target", self.target.as_ref())?,
                statements: ids::<StatementId>(&self.statements)?,
            }],
            "link" => vec![Opinion::Link {
                statement: id("statement", self.statement.as_ref())?,
                record: self.record.as_ref().map(|record| record.parse()).transpose()?,
                kind: kind(self.kind.as_deref().unwrap_or("incident"))?,
            }],
            "unlink" => vec![Opinion::Unlink {
                statement: id("statement", self.statement.as_ref())?,
                record: id("record", self.record.as_ref())?,
            }],
            "grade" => {
                let grade = needed("value", self.value.as_ref())?.to_owned();
                each(&|target| Opinion::Grade { target, grade: grade.clone() })?
            }
            "finding" => vec![Opinion::Find {
                incident: id("target", self.target.as_ref())?,
                finding: finding(needed("value", self.value.as_ref())?)?,
                body: self.body.clone().filter(|body| !body.trim().is_empty()),
            }],
            "violation" => vec![Opinion::Break {
                incident: id("target", self.target.as_ref())?,
                term: id("term", self.term.as_ref())?,
            }],
            "note" => {
                let text = needed("value", self.value.as_ref())?.to_owned();
                each(&|target| Opinion::Note { target, text: text.clone() })?
            }
            other => {
                return Err(Problem::asked_wrongly(
                    format!("`{other}` is no judgement"),
                    "judgements are accept, reject, correct, merge, split, link, unlink, grade, finding, violation, note, statement",
                ));
            }
        })
    }
}

fn kind(word: &str) -> Result<RecordKind, Problem> {
    RecordKind::ALL.into_iter().find(|kind| kind.as_str() == word).ok_or_else(|| {
        let words = RecordKind::ALL.map(RecordKind::as_str).join(", ");
        Problem::asked_wrongly(
            format!("`{word}` is no kind of record"),
            format!("a record is one of {words}"),
        )
    })
}

fn finding(word: &str) -> Result<Finding, Problem> {
    Finding::ALL.into_iter().find(|finding| finding.as_str() == word).ok_or_else(|| {
        let words: Vec<&str> = Finding::ALL.iter().map(|finding| finding.as_str()).collect();
        Problem::asked_wrongly(
            format!("`{word}` is no finding"),
            format!("a finding is one of {}", words.join(", ")),
        )
    })
}

/// Writes opinions, one entry each, all or none.
pub(super) fn written(
    desk: &Desk,
    by: &Author,
    reason: Option<String>,
    opinions: &[Opinion],
) -> Result<Written, Problem> {
    let reason = reason.filter(|reason| !reason.trim().is_empty());
    append(desk, by, &mut |state| {
        opinions
            .iter()
            .map(|opinion| {
                let verdict = opinion.verdict(state, desk.lexicon())?;
                Ok(Body::Judgement(Judgement { reason: reason.clone(), verdict }))
            })
            .collect()
    })
}

/// Appends what a person says, and tells what changed.
fn append(
    desk: &Desk,
    by: &Author,
    bodies: &mut dyn FnMut(&truce_record::State) -> Result<Vec<Body>, Problem>,
) -> Result<Written, Problem> {
    desk.write(|register| {
        let mut failed = None;
        let appended = register.append_with(
            &[],
            &mut |state| match bodies(state) {
                Ok(bodies) => {
                    Ok(bodies.into_iter().map(|body| Draft { at: now(), by: by.clone(), body }).collect())
                }
                Err(problem) => {
                    failed = Some(problem);
                    Ok(Vec::new())
                }
            },
            &mut |_| Ok(Vec::new()),
        );
        if let Some(problem) = failed {
            return Err(problem);
        }
        let appended = appended?;
        let state = register.state();
        let changed: BTreeSet<String> = appended
            .touched
            .iter()
            .map(|target| match target {
                Target::Record(id) => state.resolve(id).to_string(),
                other => other.to_string(),
            })
            .collect();
        Ok(Written {
            entry: appended.entries.first().copied().unwrap_or_default(),
            entries: appended.entries,
            changed: changed.into_iter().collect(),
        })
    })
}

/// Judges: accepts, rejects, corrects, merges, splits, links, grades, finds, notes, or states what the program missed.
#[utoipa::path(post, path = "/judgements", tag = "judgements", request_body = JudgementSent,
    responses((status = 200, body = Written), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn judge(State(desk): State<Desk>, Sent(sent): Sent<JudgementSent>) -> Result<Json<Written>, Problem> {
    let written = desk.blocking(move |desk| {
        desk.may_write()?;
        let by = desk.person(sent.by.as_deref())?;
        if sent.judgement == "statement" {
            return state(desk, &by, &sent);
        }
        written(desk, &by, sent.reason.clone(), &sent.opinions()?)
    });
    written.await.map(Json)
}

/// States what a document says and the program did not read.
fn state(desk: &Desk, by: &Author, sent: &JudgementSent) -> Result<Written, Problem> {
    let document: truce_record::id::DocumentId = id("document", sent.document.as_ref())?;
    let bytes = desk.view(|view| {
        let known = view.state.document(&document).ok_or_else(|| Problem::no(&document))?;
        if known.added.is_data_set() {
            return Err(Problem::meaningless(
                "rows of a data set are not stated by hand",
                "correct the record that the row makes, or import a corrected table",
            ));
        }
        Ok(view.tables.original(&known.added.sha256)?.unwrap_or_default())
    })?;
    let text = truce_read::capture::decode(&bytes).text;
    let units = Units::new(&text);
    let (Some(start), Some(end)) = (sent.start, sent.end) else {
        return Err(Problem::asked_wrongly(
            "this judgement needs `start` and `end`",
            "name the words by their UTF-16 code units in the document's text",
        ));
    };
    let quote: String = {
        let (from, to) = (units.to_character(start), units.to_character(end));
        text.chars().skip(from as usize).take(to.saturating_sub(from) as usize).collect()
    };
    let content = drawn::content(
        &drawn::Fields {
            kind: sent.kind.as_deref().unwrap_or("event"),
            act: sent.act.as_deref(),
            speaker: sent.speaker.as_deref(),
            stance: sent.stance.as_deref(),
            target: sent.target_name.as_deref(),
            who: sent.who.as_deref(),
            place: sent.place.as_deref(),
            when: sent.when.as_deref(),
            low: sent.low,
            high: sent.high,
        },
        &quote,
        desk.lexicon(),
    )
    .map_err(|(detail, help)| Problem::meaningless(detail, help))?;
    let statement = drawn::statement(document, &text, &units, (start, end), content)
        .map_err(|(detail, help)| Problem::meaningless(detail, help))?;
    let record: Option<RecordId> = sent.record.as_ref().map(|record| record.parse()).transpose()?;
    append(desk, by, &mut |state| {
        if let Some(record) = &record
            && state.record(record).is_none()
        {
            return Err(LedgerError::Refused(Refusal::Missing(record.to_string())).into());
        }
        let judged = |verdict| Body::Judgement(Judgement { reason: sent.reason.clone(), verdict });
        let mut bodies = vec![judged(Verdict::Stated(Stated { statement: Box::new(statement.clone()) }))];
        let own = || {
            let kind = drawn::founds(&statement.content)?;
            Some(RecordId::of(kind, std::slice::from_ref(&statement.id), ""))
        };
        if let Some(record) = record.clone().or_else(own) {
            let linked = LinkedByPerson { statement: statement.id.clone(), record };
            bodies.push(judged(Verdict::LinkedByPerson(linked)));
        }
        Ok(bodies)
    })
}

/// An undoing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UndoSent {
    /// Number of the entry.
    entry: u64,
    /// Why.
    #[serde(default)]
    reason: Option<String>,
    /// Who.
    #[serde(default)]
    by: Option<String>,
}

/// Undoes an entry; undoing the undoing brings it back.
#[utoipa::path(post, path = "/undo", tag = "judgements", request_body = UndoSent,
    responses((status = 200, body = Written), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn undo(State(desk): State<Desk>, Sent(sent): Sent<UndoSent>) -> Result<Json<Written>, Problem> {
    let undone = desk.blocking(move |desk| {
        desk.may_write()?;
        let by = desk.person(sent.by.as_deref())?;
        written(desk, &by, sent.reason, &[Opinion::Undo(sent.entry)])
    });
    undone.await.map(Json)
}
