//! A state and new statements in, proposals out: which statements speak of which record, with a score and a reason.
//! Pure. Weighs nobody's word and overrides nobody: what a person linked, merged or parted stays.
//!
//! What one document says of one happening is a [`Telling`]. Tellings are compared two by two, and grouped by
//! their points, over everything that can be reached from the new ones. So the groups are a function of
//! the documents, not of the order in which they came; a statement that fits another record better, now that more
//! is known, is moved by an entry of its own.

mod cluster;
mod compare;
mod deal;
mod settle;
mod telling;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use truce_lexicon::Lexicon;

pub use compare::{Likeness, compare};
pub use telling::Telling;

use crate::entry::Body;
use crate::fold::{Document, State};
use crate::id::{DocumentId, RecordId, RecordKind};
use crate::statement::Statement;
use settle::Group;

/// Proposes what the statements of new documents are to be linked to, and what must move because of them.
///
/// The documents of `new` need not be in the state; their statements may be there already.
#[must_use]
pub fn propose(state: &State, new: &[Statement], lexicon: &Lexicon) -> Vec<Body> {
    let fresh: BTreeSet<&DocumentId> = new.iter().map(|statement| &statement.document).collect();
    let documents = documents(state, new);
    let mut bodies = incidents(state, &documents, &fresh, lexicon);
    for kind in [RecordKind::Agreement, RecordKind::Talks, RecordKind::Zone] {
        bodies.extend(deal::propose(state, &documents, &fresh, kind, lexicon));
    }
    bodies
}

/// The statements of each document with its day, in order of the text.
type Documents<'a> = BTreeMap<&'a DocumentId, (Option<Date>, Vec<&'a Statement>)>;

fn documents<'a>(state: &'a State, new: &'a [Statement]) -> Documents<'a> {
    let mut documents: Documents<'a> = BTreeMap::new();
    for (id, document) in state.documents() {
        let statements =
            document.statements.iter().filter_map(|id| state.statement(id)).map(|known| &*known.statement);
        documents.insert(id, (document.day(), statements.collect()));
    }
    for statement in new {
        let (_, statements) = documents
            .entry(&statement.document)
            .or_insert_with(|| (state.document(&statement.document).and_then(Document::day), Vec::new()));
        if !statements.iter().any(|known| known.id == statement.id) {
            statements.push(statement);
        }
    }
    documents
}

fn incidents(
    state: &State,
    documents: &Documents<'_>,
    fresh: &BTreeSet<&DocumentId>,
    lexicon: &Lexicon,
) -> Vec<Body> {
    let link = &lexicon.tables.link;
    let mut tellings: Vec<Telling<'_>> = documents
        .iter()
        .flat_map(|(document, (day, statements))| Telling::gather(document, *day, statements, link))
        .collect();
    tellings.sort_by(|one, other| one.order().cmp(&other.order()));
    let reached = reach(
        &tellings,
        |telling| fresh.contains(telling.document),
        |one, other| {
            compare(one, other, link).is_some_and(|likeness| likeness.points >= link.weight("candidate"))
        },
    );
    let (near, far): (Vec<Telling<'_>>, Vec<Telling<'_>>) = {
        let mut flags = reached.into_iter();
        tellings.into_iter().partition(|_| flags.next().unwrap_or(false))
    };
    let (several, single): (Vec<Telling<'_>>, Vec<Telling<'_>>) =
        near.into_iter().partition(|telling| telling.several.is_some_and(|count| count > 1));
    let points =
        |one: &Telling<'_>, other: &Telling<'_>| compare(one, other, link).map(|likeness| likeness.points);
    let bound = bound(state, &single);
    let grouped = cluster::groups(single.len(), link.weight("bar"), &bound, |one, other| {
        points(&single[one], &single[other])
    });
    let mut groups: Vec<Vec<&Telling<'_>>> =
        grouped.iter().map(|group| group.iter().map(|&at| &single[at]).collect()).collect();
    // A plural belongs to each of the happenings that it means; by itself it is one of its own.
    let singles = groups.len();
    for telling in &several {
        let mut fitting: Vec<(i32, usize)> = (0..singles)
            .filter_map(|at| Some((mean(telling, &groups[at], link)?, at)))
            .filter(|(points, _)| *points >= link.weight("bar"))
            .collect();
        fitting.sort_by_key(|(points, at)| (std::cmp::Reverse(*points), *at));
        fitting.truncate(usize::from(telling.several.unwrap_or(1)));
        if fitting.is_empty() {
            groups.push(vec![telling]);
        }
        for (_, at) in fitting {
            groups[at].push(telling);
        }
    }
    let elsewhere: BTreeSet<_> = far.iter().flat_map(Telling::ids).collect();
    let settled: Vec<Group<'_>> = groups
        .iter()
        .map(|group| Group {
            members: group
                .iter()
                .map(|telling| {
                    let (points, reason) = reason(telling, group, link);
                    (telling.ids().collect(), points, reason)
                })
                .collect(),
        })
        .collect();
    let (records, mut bodies) = settle::settle(state, RecordKind::Incident, &settled, &elsewhere);
    bodies.extend(questions(state, &groups, &records, link));
    bodies
}

/// Marks what can be reached from the new by steps between things that may be one.
fn reach<T>(things: &[T], new: impl Fn(&T) -> bool, near: impl Fn(&T, &T) -> bool) -> Vec<bool> {
    let mut reached: Vec<bool> = things.iter().map(&new).collect();
    let mut next: Vec<usize> = (0..things.len()).filter(|&at| reached[at]).collect();
    while let Some(at) = next.pop() {
        for other in 0..things.len() {
            if !reached[other] && near(&things[at], &things[other]) {
                reached[other] = true;
                next.push(other);
            }
        }
    }
    reached
}

/// Groups of tellings that a person holds together: by a merge, or by links of their own.
fn bound(state: &State, tellings: &[Telling<'_>]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&RecordId, Vec<usize>> = BTreeMap::new();
    for (at, telling) in tellings.iter().enumerate() {
        for statement in telling.ids() {
            for id in state.records_of(statement).filter(|id| id.kind() == RecordKind::Incident) {
                let Some(record) = state.record(id) else { continue };
                let linked = record.statements.get(statement).is_some_and(|link| link.by_person);
                let group = groups.entry(state.resolve(id)).or_default();
                if (linked || !record.merged.is_empty()) && !group.contains(&at) {
                    group.push(at);
                }
            }
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// How close a telling is to a group: half the mean of the points between them, half the best.
fn mean(
    telling: &Telling<'_>,
    group: &[&Telling<'_>],
    link: &truce_lexicon::load::link::Link,
) -> Option<i32> {
    let points: Vec<i32> = group
        .iter()
        .map(|other| compare(telling, other, link).map_or(cluster::APART, |likeness| likeness.points))
        .collect();
    let best = *points.iter().max()?;
    Some(i32::midpoint(points.iter().sum::<i32>() / points.len() as i32, best))
}

/// Says why a telling belongs to its group: what it shares with the one that is most like it.
fn reason(
    telling: &Telling<'_>,
    group: &[&Telling<'_>],
    link: &truce_lexicon::load::link::Link,
) -> (i32, String) {
    let best = group
        .iter()
        .filter(|other| other.order() != telling.order())
        .filter_map(|other| Some((compare(telling, other, link)?, other)))
        .max_by(|one, two| one.0.points.cmp(&two.0.points).then_with(|| two.1.order().cmp(&one.1.order())));
    match best {
        None => (100, "no other document tells of it".to_owned()),
        Some((likeness, other)) => {
            (likeness.points, format!("with {}: {}", other.document, likeness.reasons.join("; ")))
        }
    }
}

/// Asks about groups that may be one, the surest three of each.
fn questions(
    state: &State,
    groups: &[Vec<&Telling<'_>>],
    records: &[RecordId],
    link: &truce_lexicon::load::link::Link,
) -> Vec<Body> {
    let mut asked = Vec::new();
    for one in 0..groups.len() {
        let mut near: Vec<(i32, usize)> = Vec::new();
        for other in one + 1..groups.len() {
            let means: Vec<i32> =
                groups[one].iter().filter_map(|telling| mean(telling, &groups[other], link)).collect();
            let points = means.iter().sum::<i32>() / means.len().max(1) as i32;
            if points >= link.weight("candidate") && records[one] != records[other] {
                near.push((points, other));
            }
        }
        near.sort_by_key(|(points, other)| (std::cmp::Reverse(*points), *other));
        for (points, other) in near.into_iter().take(3) {
            let reasons = groups[one]
                .iter()
                .flat_map(|telling| groups[other].iter().filter_map(move |two| compare(telling, two, link)))
                .max_by_key(|likeness| likeness.points)
                .map(|likeness| likeness.reasons.join("; "));
            let question =
                settle::question(&records[other], &records[one], points, reasons.unwrap_or_default());
            if !state.questions().contains_key(&question.candidate) {
                asked.push(Body::Candidate(question));
            }
        }
    }
    asked
}
