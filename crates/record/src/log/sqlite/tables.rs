//! A state in, rows out: the tables that queries read. Everything here can be deleted and built again.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{occurrence, schema};
use crate::fold::{Document, Known, State};
use crate::id::{CandidateId, DocumentId, RecordId, RecordKind, StatementId, Target, number};
use crate::log::LedgerError;
use crate::statement::{Actor, Content, Place, Statement, When, day_number};

/// Lists everything a state holds, statements in the order in which they came.
pub(super) fn everything(state: &State) -> Vec<Target> {
    let documents = state.documents().keys().cloned().map(Target::Document);
    let mut known: Vec<_> = state.statements().iter().collect();
    known.sort_by_key(|(_, known)| statement_number(known));
    let statements = known.into_iter().map(|(id, _)| Target::Statement(id.clone()));
    let records = RecordKind::ALL
        .into_iter()
        .flat_map(|kind| state.records(kind).map(|(id, _)| Target::Record(id.clone())).collect::<Vec<_>>());
    let questions = state.questions().keys().cloned().map(Target::Candidate);
    documents.chain(statements).chain(records).chain(questions).collect()
}

/// Says whether the tables are there, in this program's form, and of entry `seq`.
pub(super) fn are_of(connection: &Connection, seq: u64) -> bool {
    let built = connection.query_row("SELECT form, seq FROM built", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    });
    built.is_ok_and(|built| built == (schema::BUILT_FORM, seq as i64))
}

/// Throws every table away and builds it anew.
pub(super) fn rebuild(connection: &Connection, state: &State) -> Result<(), LedgerError> {
    for table in schema::TABLES {
        connection.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    connection.execute_batch(schema::BUILT)?;
    connection.execute("INSERT INTO built VALUES (?1, 0)", [schema::BUILT_FORM])?;
    project(connection, state, &everything(state))
}

/// Writes the rows of whatever was touched.
pub(super) fn project<'a>(
    connection: &Connection,
    state: &State,
    touched: impl IntoIterator<Item = &'a Target>,
) -> Result<(), LedgerError> {
    for target in touched {
        match target {
            Target::Document(id) => document(connection, state, id)?,
            Target::Statement(id) => statement(connection, state, id)?,
            Target::Record(id) => record(connection, state, id)?,
            Target::Candidate(id) => question(connection, state, id)?,
        }
    }
    connection
        .prepare_cached("UPDATE built SET form = ?1, seq = ?2")?
        .execute(params![schema::BUILT_FORM, state.head().seq as i64])?;
    Ok(())
}

/// Returns the number of a statement: the entry that brought it, and its place there.
pub(super) fn statement_number(known: &Known) -> i64 {
    (known.entry as i64) << 24 | i64::from(known.at)
}

fn day(day: Option<jiff::civil::Date>) -> Option<i32> {
    day.map(day_number)
}

/// Joins names, each once, in order.
fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if !name.is_empty() && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join("; ")
}

fn document(connection: &Connection, state: &State, id: &DocumentId) -> Result<(), LedgerError> {
    let Some(document) = state.document(id) else { return Ok(()) };
    let Document { added, entry, reading, statements, .. } = document;
    let num = number(id.as_str());
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            num,
            id.as_str(),
            *entry as i64,
            added.sha256.to_string(),
            added.name,
            added.media,
            added.length as i64,
            document.source(),
            added.url,
            added.published,
            day(document.day()),
            reading.as_ref().and_then(|reading| reading.title.as_deref()),
            reading.as_ref().and_then(|reading| reading.agency.as_deref()),
            statements.len() as i64,
            state.origin(id).as_str(),
            state.grade(&Target::Document(id.clone())).to_string(),
        ])?;
    match state.origins().get(id) {
        Some(origin) => connection
            .prepare_cached("INSERT OR REPLACE INTO origin VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                num,
                id.as_str(),
                origin.of.as_str(),
                origin.containment.0,
                origin.evidence.join("; ")
            ])?,
        None => connection.prepare_cached("DELETE FROM origin WHERE document = ?1")?.execute([num])?,
    };
    Ok(())
}

/// The word by which statements of a kind are told apart.
fn act(content: &Content) -> &str {
    match content {
        Content::Event(event) => &event.act,
        Content::Claim(claim) => &claim.stance,
        Content::Agreement(agreement) => &agreement.stage,
        Content::Term(_) => "term",
        Content::Talks(talks) => &talks.status,
        Content::Zone(zone) => &zone.kind,
        Content::Control(_) => "control",
        Content::Figure(figure) => &figure.measure,
        Content::Response(_) => "response",
        Content::Reference(reference) => reference.act.as_deref().unwrap_or("reference"),
    }
}

fn status(content: &Content) -> Option<&str> {
    match content {
        Content::Event(event) => Some(event.status.as_str()),
        _ => None,
    }
}

fn statement(connection: &Connection, state: &State, id: &StatementId) -> Result<(), LedgerError> {
    let Some(known) = state.statement(id) else { return Ok(()) };
    let num = statement_number(known);
    let counts = state.stands(known);
    let statement = &*known.statement;
    let before: Option<String> = connection
        .prepare_cached("SELECT quote FROM statement WHERE num = ?1")?
        .query_row([num], |row| row.get(0))
        .optional()?;
    if let Some(quote) = before {
        connection
            .prepare_cached("UPDATE statement SET counts = ?2 WHERE num = ?1")?
            .execute(params![num, counts])?;
        if quote != statement.anchor.quote {
            requote(connection, num, &quote, &statement.anchor.quote)?;
        }
        // What it states is in its id; who says so may be read otherwise than before.
        return parts(connection, num, statement);
    }
    let place = statement.places().iter().find(|place| place.point.is_some());
    let point = place.and_then(|place| place.point);
    let names = joined(
        statement
            .places()
            .iter()
            .map(|place| place.name.as_str())
            .chain(statement.content.actors().into_iter().map(|(_, actor)| actor.name.as_str())),
    );
    let when = statement.when();
    connection
        .prepare_cached(
            "INSERT INTO statement VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            num,
            id.as_str(),
            number(statement.document.as_str()),
            statement.content.kind(),
            act(&statement.content),
            status(&statement.content),
            when.map(|when| day_number(when.earliest)),
            when.map(|when| day_number(when.latest)),
            point.map(|point| point.lat),
            point.map(|point| point.lon),
            place.and_then(|place| place.radius_m),
            statement.anchor.span.start,
            statement.anchor.span.end,
            counts,
            statement.anchor.quote,
            names,
        ])?;
    connection
        .prepare_cached("INSERT INTO statement_words (rowid, quote, names) VALUES (?1, ?2, ?3)")?
        .execute(params![num, statement.anchor.quote, names])?;
    boxed(connection, num, when, place)?;
    parts(connection, num, statement)
}

/// Puts other words in the place of a statement's: its document is decoded otherwise than before.
fn requote(connection: &Connection, num: i64, before: &str, quote: &str) -> Result<(), LedgerError> {
    let words = "INSERT INTO statement_words (statement_words, rowid, quote, names) \
         SELECT 'delete', num, ?2, names FROM statement WHERE num = ?1";
    connection.prepare_cached(words)?.execute(params![num, before])?;
    connection
        .prepare_cached("UPDATE statement SET quote = ?2 WHERE num = ?1")?
        .execute(params![num, quote])?;
    let words = "INSERT INTO statement_words (rowid, quote, names) \
         SELECT num, quote, names FROM statement WHERE num = ?1";
    connection.prepare_cached(words)?.execute([num])?;
    Ok(())
}

/// Writes what only claims and figures have.
fn parts(connection: &Connection, num: i64, statement: &Statement) -> Result<(), LedgerError> {
    match &statement.content {
        Content::Claim(claim) => {
            connection
                .prepare_cached("INSERT OR REPLACE INTO claim VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![
                    num,
                    claim.speaker.as_ref().map(|speaker| speaker.name.as_str()),
                    claim.speaker.as_ref().and_then(|speaker| speaker.id.as_deref()),
                    claim.stance,
                    joined(claim.target.iter().map(|actor| actor.name.as_str())),
                    claim.about,
                ])?;
        }
        Content::Figure(figure) => {
            connection
                .prepare_cached("INSERT OR REPLACE INTO figure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                .execute(params![
                    num,
                    figure.measure,
                    figure.low,
                    figure.best,
                    figure.high,
                    figure.approximate,
                    figure.of,
                    statement.speaker().map(|speaker| speaker.name.as_str()),
                    figure.scope,
                ])?;
        }
        _ => {}
    }
    Ok(())
}

/// Puts a statement into the tree of days and coordinates. What has no day lies on all of them: where it was is known. What
/// has no point is found by other ways.
fn boxed(
    connection: &Connection,
    num: i64,
    when: Option<&When>,
    place: Option<&Place>,
) -> Result<(), LedgerError> {
    /// Further than any day that can be written; the tree has no infinity.
    const EVER: i32 = 10_000_000;
    let Some(point) = place.and_then(|place| place.point) else { return Ok(()) };
    let (from, to) = when.map_or((-EVER, EVER), |when| (day_number(when.earliest), day_number(when.latest)));
    let (lat, lon) = point.degrees();
    connection
        .prepare_cached("INSERT OR REPLACE INTO statement_box VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?5)")?
        .execute(params![num, from, to, lat, lon])?;
    Ok(())
}

/// What all kinds of records have for a row.
#[derive(Default)]
struct Row {
    act: String,
    name: Option<String>,
    when: Option<When>,
    places: Vec<Place>,
    actors: Vec<Actor>,
    standing: &'static str,
    origins: usize,
    finding: Option<&'static str>,
    violations: usize,
    review: Option<bool>,
}

fn row(state: &State, id: &RecordId) -> Option<Row> {
    Some(match id.kind() {
        RecordKind::Incident => {
            let incident = state.incident(id)?;
            Row {
                act: incident.act,
                name: incident.name,
                when: incident.when,
                places: incident.places,
                actors: incident.who.into_iter().chain(incident.whom).collect(),
                standing: incident.standing.as_str(),
                origins: incident.origins.len(),
                finding: incident.finding.map(|held| held.finding.as_str()),
                violations: incident.violations.len(),
                review: incident.review.map(|review| review.accepted),
            }
        }
        RecordKind::Agreement => {
            let accord = state.agreement(id)?;
            let stage =
                accord.stage_set.clone().or_else(|| accord.stages.last().map(|last| last.stage.clone()));
            Row {
                act: stage.unwrap_or_default(),
                name: accord.name.or(Some(accord.kind)),
                when: accord.when,
                places: accord.places,
                actors: accord.parties.into_iter().chain(accord.brokers).collect(),
                violations: accord.violations.len(),
                review: accord.review.map(|review| review.accepted),
                ..Row::default()
            }
        }
        RecordKind::Talks => {
            let meeting = state.talks(id)?;
            Row {
                act: meeting.stages.last().map(|last| last.stage.clone()).unwrap_or_default(),
                name: meeting.series,
                when: meeting.when,
                places: meeting.places,
                actors: meeting.attending.into_iter().chain(meeting.mediators).collect(),
                review: meeting.review.map(|review| review.accepted),
                ..Row::default()
            }
        }
        RecordKind::Zone => {
            let area = state.zone(id)?;
            Row {
                act: area.kind,
                name: area.name,
                places: area.places,
                review: area.review.map(|review| review.accepted),
                ..Row::default()
            }
        }
    })
}

fn record(connection: &Connection, state: &State, id: &RecordId) -> Result<(), LedgerError> {
    let num = number(id.as_str());
    for table in [
        "DELETE FROM record WHERE num = ?1",
        "DELETE FROM link WHERE record = ?1",
        "DELETE FROM occurrence WHERE record = ?1",
    ] {
        connection.prepare_cached(table)?.execute([num])?;
    }
    // A record that became part of another has no row of its own.
    if state.resolve(id) != id {
        return Ok(());
    }
    let (Some(record), Some(row)) = (state.record(id), row(state, id)) else { return Ok(()) };
    let counted = state.counted(record);
    let documents: std::collections::BTreeSet<&DocumentId> =
        counted.iter().map(|(statement, _)| &statement.document).collect();
    let place = row.places.iter().find(|place| place.point.is_some());
    let point = place.and_then(|place| place.point);
    connection
        .prepare_cached(
            "INSERT INTO record VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
        )?
        .execute(params![
            num,
            id.as_str(),
            id.kind().as_str(),
            row.act,
            row.name,
            row.when.map(|when| when.to_string()),
            row.when.map(|when| day_number(when.earliest)),
            row.when.map(|when| day_number(when.latest)),
            joined(row.places.iter().map(|place| place.name.as_str())),
            point.map(|point| point.lat),
            point.map(|point| point.lon),
            place.and_then(|place| place.radius_m),
            place.map_or(0, |place| place.precision),
            joined(row.actors.iter().map(|actor| actor.name.as_str())),
            joined(row.actors.iter().filter_map(|actor| actor.id.as_deref())),
            row.standing,
            counted.len() as i64,
            documents.len() as i64,
            row.origins as i64,
            row.finding,
            row.violations as i64,
            row.review.map(|accepted| if accepted { "accepted" } else { "rejected" }),
        ])?;
    occurrence::write(connection, num, &state.occurrences(id))?;
    for (statement, link) in counted {
        if let Some(known) = state.statement(&statement.id) {
            connection.prepare_cached("INSERT INTO link VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                num,
                statement_number(known),
                link.score.0,
                link.by_person,
                link.entry as i64,
            ])?;
        }
    }
    Ok(())
}

fn question(connection: &Connection, state: &State, id: &CandidateId) -> Result<(), LedgerError> {
    let num = number(id.as_str());
    match state.questions().get(id) {
        None => connection.prepare_cached("DELETE FROM question WHERE num = ?1")?.execute([num])?,
        Some(question) => connection
            .prepare_cached("INSERT OR REPLACE INTO question VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![
                num,
                id.as_str(),
                question.subject.to_string(),
                question.record.as_str(),
                question.score.0,
                question.reason,
                question.answer,
            ])?,
    };
    Ok(())
}
