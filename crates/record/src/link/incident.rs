//! Tellings of new documents in; groups that are one incident each, with questions about those that may be, out.
//! Looks at what can be reached from the new tellings by steps that could make two of them one, and at no more.

use std::collections::{BTreeMap, BTreeSet};

use truce_lexicon::load::link::Link;

use super::compare::{compare, points};
use super::settle::{self, Group};
use super::telling::Telling;
use super::{Linker, cluster};
use crate::entry::Body;
use crate::fold::State;
use crate::id::{DocumentId, RecordId, RecordKind, StatementId, Target};

/// Questions that are asked about one group at most.
const ASKED: usize = 3;

/// What is looked at, and what was found of it so far. Tellings go by their numbers in the linker.
struct Field<'a> {
    state: &'a State,
    linker: &'a Linker,
    link: &'a Link,
    bar: i32,
    /// The tellings that may be one with each, with their points.
    edges: BTreeMap<usize, Vec<(usize, i32)>>,
    /// Records that a person says are two.
    told_apart: BTreeSet<(&'a RecordId, &'a RecordId)>,
    /// Pairs that are close enough, while another row of the data set is as close: a person must say which.
    doubtful: BTreeSet<(usize, usize)>,
}

pub(super) fn propose(
    state: &State,
    linker: &Linker,
    fresh: &BTreeSet<DocumentId>,
    link: &Link,
) -> Vec<Body> {
    let mut field = Field {
        state,
        linker,
        link,
        bar: link.weight("bar"),
        edges: BTreeMap::new(),
        told_apart: told_apart(state),
        doubtful: BTreeSet::new(),
    };
    let new = fresh.iter().filter_map(|document| linker.kept.get(document));
    let mut reached = BTreeSet::new();
    field.spread(new.flat_map(|kept| kept.tellings.clone()), &mut reached);
    // Whatever a question may be about is grouped as it would be if it were new.
    let beside: Vec<usize> =
        reached.iter().flat_map(|at| &field.edges[at]).map(|&(other, _)| other).collect();
    field.spread(beside, &mut reached);
    field.doubt(&reached);
    let mut order: Vec<usize> = reached.into_iter().filter(|&at| !field.is_settled(at)).collect();
    order.sort_by(|&one, &other| field.telling(one).order().cmp(&field.telling(other).order()));
    let groups = field.groups(&order);
    let elsewhere = field.elsewhere(&order);
    let settled: Vec<Group<'_>> = groups
        .iter()
        .map(|group| Group {
            members: group
                .iter()
                .map(|&at| {
                    let (points, reason) = field.reason(at, group);
                    (field.telling(at).statements.iter().collect(), points, reason)
                })
                .collect(),
        })
        .collect();
    let (records, mut bodies) = settle::settle(state, RecordKind::Incident, &settled, &elsewhere, fresh);
    bodies.extend(field.questions(&groups, &records));
    bodies
}

/// Returns the records that a person says are two.
fn told_apart(state: &State) -> BTreeSet<(&RecordId, &RecordId)> {
    let rejected = state.questions().values().filter(|question| question.answer == Some(false));
    let records = rejected.filter_map(|question| match &question.subject {
        Target::Record(other) => Some((state.resolve(&question.record), state.resolve(other))),
        _ => None,
    });
    records.flat_map(|(one, other)| [(one, other), (other, one)]).collect()
}

impl<'a> Field<'a> {
    fn telling(&self, at: usize) -> &'a Telling {
        self.linker.tellings[at].as_ref().expect("only tellings of latest readings are looked at")
    }

    /// Adds what can be reached from these by steps between tellings that could be linked, or that a person holds
    /// together.
    fn spread(&mut self, from: impl IntoIterator<Item = usize>, reached: &mut BTreeSet<usize>) {
        let mut next: Vec<usize> = from.into_iter().filter(|&at| reached.insert(at)).collect();
        while let Some(at) = next.pop() {
            let edges = self.near(at);
            let strong = edges.iter().filter(|(_, points)| *points >= self.bar).map(|&(other, _)| other);
            next.extend(strong.chain(self.held(at)).filter(|&other| reached.insert(other)));
            self.edges.insert(at, edges);
        }
    }

    /// Returns the tellings that may be one with this one, with their points.
    fn near(&self, at: usize) -> Vec<(usize, i32)> {
        let (telling, least) = (self.telling(at), self.link.weight("candidate"));
        let near = self.linker.index.near(telling).into_iter().filter(|&other| other != at);
        near.filter_map(|other| {
            let points = points(telling, self.linker.tellings[other].as_ref()?, self.link)?;
            (points >= least).then_some((other, points))
        })
        .collect()
    }

    /// Returns the records of a telling that a person shaped, by a merge or by a link of one of its statements.
    fn shaped(&self, at: usize) -> BTreeSet<&'a RecordId> {
        let statements = self.telling(at).statements.iter();
        statements
            .flat_map(|statement| self.state.records_of(statement).map(move |id| (statement, id)))
            .filter(|(_, id)| id.kind() == RecordKind::Incident)
            .filter(|(statement, id)| {
                self.state.record(id).is_some_and(|record| {
                    !record.merged.is_empty()
                        || record.statements.get(*statement).is_some_and(|link| link.by_person)
                })
            })
            .map(|(_, id)| self.state.resolve(id))
            .collect()
    }

    /// Returns the tellings that a person holds together with this one.
    fn held(&self, at: usize) -> Vec<usize> {
        let records = self.shaped(at).into_iter().filter_map(|id| self.state.record(id));
        let statements: BTreeSet<&StatementId> =
            records.flat_map(|record| record.statements.keys()).collect();
        let documents: BTreeSet<&DocumentId> =
            statements.iter().filter_map(|id| Some(&self.state.statement(id)?.statement.document)).collect();
        let kept = documents.into_iter().filter_map(|document| self.linker.kept.get(document));
        kept.flat_map(|kept| kept.tellings.clone())
            .filter(|&at| self.telling(at).statements.iter().any(|one| statements.contains(one)))
            .collect()
    }

    /// Finds which of several rows of one data set a telling is of. Two rows are never one happening, so it is of the
    /// closest; of several as close, of none until a person says so.
    fn doubt(&mut self, reached: &BTreeSet<usize>) {
        let mut found = BTreeSet::new();
        for &at in reached.iter().filter(|&&at| self.telling(at).row.is_none()) {
            let mut rows: BTreeMap<&str, Vec<(i32, &str, usize)>> = BTreeMap::new();
            for &(other, points) in self.edges[&at].iter().filter(|(_, points)| *points >= self.bar) {
                if let Some((set, id)) = &self.telling(other).row {
                    rows.entry(set).or_default().push((points, id, other));
                }
            }
            for rows in rows.into_values() {
                let most = rows.iter().map(|(points, ..)| *points).max().unwrap_or_default();
                let best: BTreeSet<&str> =
                    rows.iter().filter(|(points, ..)| *points == most).map(|(_, id, _)| *id).collect();
                let doubtful = rows.iter().filter(|(_, id, _)| best.len() > 1 || !best.contains(id));
                found.extend(doubtful.map(|&(.., row)| (at.min(row), at.max(row))));
            }
        }
        self.doubtful = found;
    }

    /// Returns the points of two tellings; [`cluster::NEVER`] for those that may not meet.
    fn points(&self, one: usize, other: usize) -> Option<i32> {
        let (here, there) = (self.telling(one), self.telling(other));
        if here.same_row(there) == Some(false) || self.parted(here, there) {
            return Some(cluster::NEVER);
        }
        let points = points(here, there, self.link)?;
        let doubtful = self.doubtful.contains(&(one.min(other), one.max(other)));
        Some(if doubtful { points.min(self.bar - 1) } else { points })
    }

    fn parted(&self, one: &Telling, other: &Telling) -> bool {
        !self.told_apart.is_empty()
            && one.statements.iter().flat_map(|id| self.state.records_of(id)).any(|here| {
                let mut there = other.statements.iter().flat_map(|id| self.state.records_of(id));
                there.any(|there| self.told_apart.contains(&(here, there)))
            })
    }

    /// Says whether a telling is by itself, and has a record of its own already: nothing is left to be done.
    fn is_settled(&self, at: usize) -> bool {
        let telling = self.telling(at);
        let Some(first) = telling.statements.first() else { return true };
        let mut records = self.state.records_of(first).filter(|id| id.kind() == RecordKind::Incident);
        let (Some(record), None) = (records.next(), records.next()) else { return false };
        let alone = |statement: &StatementId| self.state.records_of(statement).all(|id| id == record);
        self.edges[&at].is_empty()
            && self.held(at).iter().all(|&other| other == at)
            && self.state.record(record).is_some_and(|record| {
                record.statements.len() == telling.statements.len()
                    && telling.statements.iter().all(|one| record.statements.contains_key(one) && alone(one))
            })
    }

    /// Groups tellings, given in their order. A plural belongs to each of the happenings that it means; by itself it is
    /// one of its own.
    fn groups(&self, order: &[usize]) -> Vec<Vec<usize>> {
        let plural = |at: usize| self.telling(at).several.is_some_and(|count| count > 1);
        let (several, single): (Vec<usize>, Vec<usize>) = order.iter().partition(|&&at| plural(at));
        let bound = self.bound(&single);
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for part in self.parts(&single, &bound) {
            let place: BTreeMap<usize, usize> =
                part.iter().enumerate().map(|(place, &at)| (at, place)).collect();
            let own: Vec<Vec<usize>> = bound
                .iter()
                .filter_map(|group| group.iter().map(|at| place.get(at).copied()).collect())
                .collect();
            let found =
                cluster::groups(part.len(), self.bar, &own, |one, other| self.points(part[one], part[other]));
            groups.extend(found.into_iter().map(|group| group.into_iter().map(|at| part[at]).collect()));
        }
        let place: BTreeMap<usize, usize> =
            order.iter().enumerate().map(|(place, &at)| (at, place)).collect();
        groups.sort_by_key(|group: &Vec<usize>| group.first().map(|at| place[at]));
        let singles = groups.len();
        for at in several {
            let close: BTreeSet<usize> = self.edges[&at]
                .iter()
                .filter(|(_, points)| *points >= self.bar)
                .filter_map(|(other, _)| groups[..singles].iter().position(|group| group.contains(other)))
                .collect();
            let mut fitting: Vec<(i32, usize)> = close
                .into_iter()
                .map(|group| (self.mean(at, &groups[group]), group))
                .filter(|(points, _)| *points >= self.bar)
                .collect();
            fitting.sort_by_key(|(points, group)| (std::cmp::Reverse(*points), *group));
            fitting.truncate(usize::from(self.telling(at).several.unwrap_or(1)));
            if fitting.is_empty() {
                groups.push(vec![at]);
            }
            for (_, group) in fitting {
                groups[group].push(at);
            }
        }
        groups
    }

    /// Groups of tellings that a person holds together.
    fn bound(&self, tellings: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<&RecordId, Vec<usize>> = BTreeMap::new();
        for &at in tellings {
            for id in self.shaped(at) {
                groups.entry(id).or_default().push(at);
            }
        }
        groups.into_values().filter(|group| group.len() > 1).collect()
    }

    /// Parts tellings into those between which there are steps that could join them: no group reaches over two parts.
    fn parts(&self, tellings: &[usize], bound: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let place: BTreeMap<usize, usize> =
            tellings.iter().enumerate().map(|(place, &at)| (at, place)).collect();
        let mut beside: Vec<Vec<usize>> = vec![Vec::new(); tellings.len()];
        for (one, &at) in tellings.iter().enumerate() {
            let strong = self.edges[&at].iter().filter(|(_, points)| *points >= self.bar);
            beside[one].extend(strong.filter_map(|(other, _)| place.get(other)));
        }
        for group in bound {
            for pair in group.windows(2) {
                let (one, other) = (place[&pair[0]], place[&pair[1]]);
                beside[one].push(other);
                beside[other].push(one);
            }
        }
        let mut taken = vec![false; tellings.len()];
        let mut parts = Vec::new();
        for first in 0..tellings.len() {
            let mut next = vec![first];
            let mut part = Vec::new();
            while let Some(one) = next.pop() {
                if !std::mem::replace(&mut taken[one], true) {
                    part.push(one);
                    next.extend(&beside[one]);
                }
            }
            if !part.is_empty() {
                part.sort_unstable();
                parts.push(part.into_iter().map(|one| tellings[one]).collect());
            }
        }
        parts
    }

    /// How close a telling is to a group: half the mean of the points between them, half the best.
    fn mean(&self, at: usize, group: &[usize]) -> i32 {
        let points: Vec<i64> =
            group.iter().map(|&other| i64::from(self.points(at, other).unwrap_or(cluster::APART))).collect();
        let best = points.iter().copied().max().unwrap_or_default();
        i64::midpoint(points.iter().sum::<i64>() / points.len().max(1) as i64, best) as i32
    }

    /// Says why a telling belongs to its group: what it shares with the one that is most like it.
    fn reason(&self, at: usize, group: &[usize]) -> (i32, String) {
        let others = group.iter().filter(|&&other| other != at);
        let best = others
            .filter_map(|&other| Some((points(self.telling(at), self.telling(other), self.link)?, other)))
            .max_by(|one, two| {
                let order = |at: usize| self.telling(at).order();
                one.0.cmp(&two.0).then_with(|| order(two.1).cmp(&order(one.1)))
            });
        match best.and_then(|(_, other)| {
            Some((compare(self.telling(at), self.telling(other), self.link)?, self.telling(other)))
        }) {
            None => (100, "no other document tells of it".to_owned()),
            Some((likeness, other)) => {
                (likeness.points, format!("with {}: {}", other.document, likeness.reason()))
            }
        }
    }

    /// Statements that tellings not looked at hold too.
    fn elsewhere(&self, order: &[usize]) -> BTreeSet<&'a StatementId> {
        let here: BTreeSet<usize> = order.iter().copied().collect();
        let documents: BTreeSet<&DocumentId> = order.iter().map(|&at| &self.telling(at).document).collect();
        let kept = documents.into_iter().filter_map(|document| self.linker.kept.get(document));
        kept.flat_map(|kept| kept.tellings.clone())
            .filter(|at| !here.contains(at))
            .flat_map(|at| &self.telling(at).statements)
            .collect()
    }

    /// Asks about groups that may be one, the surest first, and not too often about any.
    fn questions(&self, groups: &[Vec<usize>], records: &[RecordId]) -> Vec<Body> {
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|&at| of.entry(at).or_default().push(number));
        }
        let none: &[usize] = &[];
        let groups_of = |at: &usize| of.get(at).map_or(none, Vec::as_slice);
        let pairs: BTreeSet<(usize, usize)> = of
            .keys()
            .flat_map(|at| self.edges[at].iter().map(move |(other, _)| (at, other)))
            .flat_map(|(at, other)| {
                groups_of(at).iter().flat_map(move |&one| {
                    groups_of(other).iter().map(move |&two| (one.min(two), one.max(two)))
                })
            })
            .filter(|(one, other)| one != other && records[*one] != records[*other])
            .collect();
        let mut near: Vec<(i32, usize, usize)> = pairs
            .into_iter()
            .map(|(one, other)| {
                let means: i64 = groups[one].iter().map(|&at| i64::from(self.mean(at, &groups[other]))).sum();
                ((means / groups[one].len().max(1) as i64) as i32, one, other)
            })
            .filter(|(points, ..)| *points >= self.link.weight("candidate"))
            .collect();
        near.sort_by_key(|&(points, one, other)| (std::cmp::Reverse(points), one, other));
        let mut asked = vec![0; groups.len()];
        let mut questions = Vec::new();
        for (points, one, other) in near {
            if asked[one] >= ASKED || asked[other] >= ASKED {
                continue;
            }
            asked[one] += 1;
            asked[other] += 1;
            let reason = groups[one]
                .iter()
                .flat_map(|&at| groups[other].iter().map(move |&two| (at, two)))
                .filter_map(|(at, two)| compare(self.telling(at), self.telling(two), self.link))
                .max_by_key(|likeness| likeness.points)
                .map_or(String::new(), |likeness| likeness.reason());
            let question = settle::question(&records[other], &records[one], points, reason);
            if !self.state.questions().contains_key(&question.candidate) {
                questions.push(Body::Candidate(question));
            }
        }
        questions
    }
}
