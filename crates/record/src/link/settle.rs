//! Groups of statements in, entries out: which record each group is, what is linked and what must move.
//! Moves nothing that a person linked, and links nothing that a person parted.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::{Body, Candidate, Linked, Relinked, Thousandths};
use crate::fold::State;
use crate::id::{CandidateId, DocumentId, RecordId, RecordKind, StatementId, Target};

/// Statements that belong to one record.
pub struct Group<'a> {
    /// Tellings: their statements, points, and why they belong here. The first founds a new record.
    pub members: Vec<(Vec<&'a StatementId>, i32, String)>,
}

/// Chooses the record of each group and returns the entries that make it so. `elsewhere` are statements that other
/// groups, not looked at now, hold too: their links stay.
pub fn settle(
    state: &State,
    kind: RecordKind,
    groups: &[Group<'_>],
    elsewhere: &BTreeSet<&StatementId>,
    fresh: &BTreeSet<DocumentId>,
) -> (Vec<RecordId>, Vec<Body>) {
    let records = choose(state, kind, groups, fresh);
    // The records that each statement is to have, with the telling that puts it there.
    let mut wanted: BTreeMap<&StatementId, BTreeMap<&RecordId, (i32, &str)>> = BTreeMap::new();
    let mut order: Vec<&StatementId> = Vec::new();
    for (group, record) in groups.iter().zip(&records) {
        for (statements, points, reason) in &group.members {
            for &statement in statements {
                let told = wanted.entry(statement).or_insert_with(|| {
                    order.push(statement);
                    BTreeMap::new()
                });
                told.entry(record).or_insert((*points, reason));
            }
        }
    }
    let mut bodies = Vec::new();
    for statement in order {
        let wanted = &wanted[statement];
        let held: Vec<&RecordId> =
            state.records_of(statement).filter(|record| record.kind() == kind).collect();
        let by_person = |record: &RecordId| {
            state
                .record(record)
                .and_then(|record| record.statements.get(statement))
                .is_some_and(|link| link.by_person)
        };
        let keeps = |record: &&RecordId| by_person(record) || elsewhere.contains(statement);
        let mut leaves: Vec<&RecordId> = held
            .iter()
            .copied()
            .filter(|record| !wanted.keys().any(|wanted| state.resolve(wanted) == *record))
            .filter(|record| !keeps(record))
            .collect();
        // A person who put it somewhere has said where it belongs.
        let placed = held.iter().any(|record| by_person(record));
        for (&record, &(points, reason)) in wanted {
            let there = held.iter().any(|held| state.resolve(record) == *held);
            if there || placed || state.severed(statement, record) {
                continue;
            }
            let (score, reason) = (score(points), reason.to_owned());
            bodies.push(match leaves.pop() {
                Some(from) => Body::Relinked(Relinked {
                    statement: statement.clone(),
                    from: from.clone(),
                    record: record.clone(),
                    score,
                    reason,
                }),
                None => Body::Linked(Linked {
                    statement: statement.clone(),
                    record: record.clone(),
                    score,
                    reason,
                }),
            });
        }
        // Two of its happenings turned out to be one.
        if let Some((&record, &(points, reason))) = wanted.iter().next()
            && !state.severed(statement, record)
        {
            for from in leaves {
                bodies.push(Body::Relinked(Relinked {
                    statement: statement.clone(),
                    from: from.clone(),
                    record: record.clone(),
                    score: score(points),
                    reason: reason.to_owned(),
                }));
            }
        }
    }
    (records, bodies)
}

/// A hundred points are as sure as the program gets.
fn score(points: i32) -> Thousandths {
    Thousandths((points.clamp(0, 100) * 10) as u16)
}

/// Gives each group the record that holds most of its statements already, those of older documents first, and a new
/// one if none does: people may have taken note of what was there before.
fn choose(
    state: &State,
    kind: RecordKind,
    groups: &[Group<'_>],
    fresh: &BTreeSet<DocumentId>,
) -> Vec<RecordId> {
    let mut claims: Vec<((usize, usize), std::cmp::Reverse<RecordId>, usize)> = Vec::new();
    let is_old = |statement: &StatementId| {
        state.statement(statement).is_some_and(|known| !fresh.contains(&known.statement.document))
    };
    for (at, group) in groups.iter().enumerate() {
        let mut counts: BTreeMap<&RecordId, (usize, usize)> = BTreeMap::new();
        for statement in group.members.iter().flat_map(|(statements, ..)| statements) {
            for record in state.records_of(statement).filter(|record| record.kind() == kind) {
                let count = counts.entry(record).or_default();
                count.0 += usize::from(is_old(statement));
                count.1 += 1;
            }
        }
        claims
            .extend(counts.into_iter().map(|(record, count)| (count, std::cmp::Reverse(record.clone()), at)));
    }
    claims.sort_by(|one, other| other.cmp(one));
    let mut chosen: Vec<Option<RecordId>> = vec![None; groups.len()];
    let mut used: BTreeSet<RecordId> = BTreeSet::new();
    for (_, record, at) in claims {
        if chosen[at].is_none() && used.insert(record.0.clone()) {
            chosen[at] = Some(record.0);
        }
    }
    groups
        .iter()
        .zip(chosen)
        .map(|(group, chosen)| {
            chosen.unwrap_or_else(|| {
                let founders: Vec<StatementId> = group
                    .members
                    .first()
                    .map(|(statements, ..)| statements.iter().map(|&id| id.clone()).collect())
                    .unwrap_or_default();
                let mut id = RecordId::of(kind, &founders, "");
                let mut apart = 1;
                while state.record(&id).is_some() || used.contains(&id) {
                    id = RecordId::of(kind, &founders, &apart.to_string());
                    apart += 1;
                }
                used.insert(id.clone());
                id
            })
        })
        .collect()
}

/// Makes the question whether two records are the same.
pub fn question(subject: &RecordId, record: &RecordId, points: i32, reason: String) -> Candidate {
    let subject = Target::Record(subject.clone());
    Candidate {
        candidate: CandidateId::of(&subject, record),
        subject,
        record: record.clone(),
        score: score(points),
        reason,
    }
}
