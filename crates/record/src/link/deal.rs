//! Statements of agreements, talks and zones in, proposals out: which of them speak of the same one.
//! Terms go with the agreement that their document names them of.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use truce_lexicon::load::link::Link;

use super::cluster;
use super::compare::{Likeness, Spot, places};
use super::settle::{self, Group};
use crate::entry::Body;
use crate::fold::State;
use crate::id::{DocumentId, RecordKind};
use crate::statement::{Actor, Agreement, Content, Place, Statement, Talks, When, Zone};

/// One statement that names an agreement, talks or a zone, with what hangs on it.
struct Named<'a> {
    statement: &'a Statement,
    day: Option<Date>,
    terms: Vec<&'a Statement>,
}

/// Proposes links for statements of one kind.
pub fn propose(
    state: &State,
    documents: &[(Option<Date>, Vec<&Statement>)],
    fresh: &BTreeSet<DocumentId>,
    kind: RecordKind,
    link: &Link,
) -> Vec<Body> {
    let mut named: Vec<Named<'_>> = documents
        .iter()
        .flat_map(|(day, statements)| {
            let of_kind = statements.iter().filter(|statement| kind_of(&statement.content) == Some(kind));
            let mut named: Vec<Named<'_>> =
                of_kind.map(|statement| Named { statement, day: *day, terms: Vec::new() }).collect();
            if kind == RecordKind::Agreement {
                hang(statements, &mut named);
            }
            named
        })
        .collect();
    named.sort_by_key(|one| (one.day, &one.statement.document, one.statement.anchor.span));
    let bar = link.weight(match kind {
        RecordKind::Talks => "talks-bar",
        RecordKind::Zone => "zone-bar",
        RecordKind::Agreement | RecordKind::Incident => "agreement-bar",
    });
    let near =
        |one: &Named<'_>, other: &Named<'_>| points(one, other, link).is_some_and(|points| points >= bar);
    let reached = reach(&named, |one| fresh.contains(&one.statement.document), near);
    let mut flags = reached.into_iter();
    let named: Vec<Named<'_>> = named.into_iter().filter(|_| flags.next().unwrap_or(false)).collect();
    let groups = cluster::groups(named.len(), bar, &bound(state, &named, kind), |one, other| {
        if apart(&named[one], &named[other]) {
            return Some(cluster::NEVER);
        }
        points(&named[one], &named[other], link)
    });
    let settled: Vec<Group<'_>> = groups
        .iter()
        .map(|group| Group {
            members: group
                .iter()
                .map(|&at| {
                    let best = group
                        .iter()
                        .filter(|&&other| other != at)
                        .filter_map(|&other| compare(&named[at], &named[other], link))
                        .max_by_key(|likeness| likeness.points);
                    let ids = std::iter::once(&named[at].statement.id)
                        .chain(named[at].terms.iter().map(|term| &term.id))
                        .collect();
                    match best {
                        None => (ids, 100, "no other statement names it".to_owned()),
                        Some(likeness) => (ids, likeness.points, likeness.reason()),
                    }
                })
                .collect(),
        })
        .collect();
    settle::settle(state, kind, &settled, &BTreeSet::new(), fresh).1
}

fn kind_of(content: &Content) -> Option<RecordKind> {
    match content {
        Content::Agreement(_) => Some(RecordKind::Agreement),
        Content::Talks(_) => Some(RecordKind::Talks),
        Content::Zone(_) => Some(RecordKind::Zone),
        _ => None,
    }
}

/// Hangs each term on the agreement of its name, else on the one named last before it, else on the first.
fn hang<'a>(statements: &[&'a Statement], named: &mut [Named<'a>]) {
    for &statement in statements {
        let Content::Term(term) = &statement.content else { continue };
        let by_name = named.iter().position(|one| match &one.statement.content {
            Content::Agreement(agreement) => agreement.name.is_some() && agreement.name == term.agreement,
            _ => false,
        });
        let before =
            named.iter().rposition(|one| one.statement.anchor.span.start <= statement.anchor.span.start);
        if let Some(at) = by_name.or(before).or((!named.is_empty()).then_some(0)) {
            named[at].terms.push(statement);
        }
    }
}

/// What a person holds together stays together.
fn bound(state: &State, named: &[Named<'_>], kind: RecordKind) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, one) in named.iter().enumerate() {
        for id in state.records_of(&one.statement.id).filter(|id| id.kind() == kind) {
            let Some(record) = state.record(id) else { continue };
            let linked = record.statements.get(&one.statement.id).is_some_and(|link| link.by_person);
            if linked || !record.merged.is_empty() {
                groups.entry(id).or_default().push(at);
            }
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// Marks what can be reached from the new by steps between things that may be one.
fn reach(
    things: &[Named<'_>],
    new: impl Fn(&Named<'_>) -> bool,
    near: impl Fn(&Named<'_>, &Named<'_>) -> bool,
) -> Vec<bool> {
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

/// Says whether the two are rows of one data set, which tells them apart.
fn apart(one: &Named<'_>, other: &Named<'_>) -> bool {
    match (&one.statement.foreign, &other.statement.foreign) {
        (Some(one), Some(other)) => one.family() == other.family(),
        _ => false,
    }
}

fn compare(one: &Named<'_>, other: &Named<'_>, link: &Link) -> Option<Likeness> {
    weigh(one, other, link, Likeness::told())
}

fn points(one: &Named<'_>, other: &Named<'_>, link: &Link) -> Option<i32> {
    weigh(one, other, link, Likeness::default()).map(|likeness| likeness.points)
}

fn weigh(one: &Named<'_>, other: &Named<'_>, link: &Link, mut likeness: Likeness) -> Option<Likeness> {
    if apart(one, other) {
        return None;
    }
    match (&one.statement.content, &other.statement.content) {
        (Content::Agreement(a), Content::Agreement(b)) => agreements(a, b, link, &mut likeness)?,
        (Content::Talks(a), Content::Talks(b)) => talks(a, b, link, &mut likeness)?,
        (Content::Zone(a), Content::Zone(b)) => zones(a, b, link, &mut likeness)?,
        _ => return None,
    }
    // The truce of which reports of one month speak is one truce, unless they say otherwise.
    if let (Some(here), Some(there)) = (one.day, other.day)
        && (here - there).get_days().abs() <= 31
    {
        likeness.add(8, || "reports of the same month".to_owned());
    }
    if one.statement.document == other.statement.document {
        likeness.add(8, || "named in one document".to_owned());
    }
    Some(likeness)
}

fn agreements(one: &Agreement, other: &Agreement, link: &Link, likeness: &mut Likeness) -> Option<()> {
    // A pause inside a ceasefire is an agreement of its own.
    let open = |kind: &str| matches!(kind, "other" | "");
    let truce = |kind: &str| matches!(kind, "ceasefire" | "cessation-of-hostilities");
    if one.kind == other.kind || truce(&one.kind) && truce(&other.kind) {
        likeness.add(14, || format!("both are of the kind {}", one.kind));
    } else if !open(&one.kind) && !open(&other.kind) {
        return None;
    }
    name(one.name.as_deref(), other.name.as_deref(), likeness);
    parties(&one.parties, &other.parties, likeness);
    here(&one.place, &other.place, link, likeness);
    dates(one.when.as_ref(), other.when.as_ref(), 20, likeness)
}

fn talks(one: &Talks, other: &Talks, link: &Link, likeness: &mut Likeness) -> Option<()> {
    match (one.round, other.round) {
        (Some(a), Some(b)) if a != b => return None,
        (Some(round), Some(_)) => likeness.add(20, || format!("both are round {round}")),
        _ => {}
    }
    name(one.series.as_deref(), other.series.as_deref(), likeness);
    parties(&one.attending, &other.attending, likeness);
    here(&one.place, &other.place, link, likeness);
    dates(one.when.as_ref(), other.when.as_ref(), 3, likeness)
}

fn zones(one: &Zone, other: &Zone, link: &Link, likeness: &mut Likeness) -> Option<()> {
    if one.kind != other.kind {
        return None;
    }
    likeness.add(15, || format!("both are zones of the kind {}", one.kind));
    name(one.name.as_deref(), other.name.as_deref(), likeness);
    here(&one.place, &other.place, link, likeness);
    Some(())
}

/// Words that any agreement or meeting is called by.
const GENERIC: &[&str] = &[
    "the",
    "a",
    "an",
    "of",
    "in",
    "for",
    "on",
    "and",
    "truce",
    "ceasefire",
    "cease-fire",
    "agreement",
    "deal",
    "accord",
    "pause",
    "humanitarian",
    "talks",
    "meeting",
    "round",
    "peace",
    "pact",
    "this",
    "that",
    "new",
    "current",
    "zone",
];

fn name(one: Option<&str>, other: Option<&str>, likeness: &mut Likeness) {
    let words = |name: &str| -> BTreeSet<String> {
        name.to_lowercase()
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty() && !GENERIC.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (Some(one), Some(other)) = (one, other) else { return };
    let (here, there) = (words(one), words(other));
    match here.intersection(&there).count() {
        0 if here.is_empty() || there.is_empty() => {
            likeness.add(8, || "one has no name of its own".to_owned())
        }
        0 => likeness.points -= 10,
        count => likeness.add(12 * count.min(2) as i32, || format!("both are called {one}")),
    }
}

fn parties(one: &[Actor], other: &[Actor], likeness: &mut Likeness) {
    let keys: BTreeSet<&str> = one.iter().map(Actor::key).collect();
    let shared: Vec<&str> = other.iter().map(Actor::key).filter(|key| keys.contains(key)).collect();
    match shared.len() {
        0 if one.is_empty() || other.is_empty() => {}
        0 => likeness.points -= 15,
        1 => likeness.add(8, || format!("{} is in both", shared[0])),
        _ => likeness.add(16, || format!("{} are in both", shared.join(" and "))),
    }
}

fn here(one: &[Place], other: &[Place], link: &Link, likeness: &mut Likeness) {
    let spots = |places: &[Place]| places.iter().map(Spot::of).collect::<Vec<_>>();
    places(&spots(one), &spots(other), link, likeness);
}

fn dates(one: Option<&When>, other: Option<&When>, slack: i32, likeness: &mut Likeness) -> Option<()> {
    if let (Some(one), Some(other)) = (one, other) {
        let gap = one.gap(other);
        if gap == 0 {
            likeness.add(20, || format!("the same time ({one})"));
        } else if gap > slack && one.days_open().max(other.days_open()) <= 31 {
            return None;
        }
    }
    Some(())
}
