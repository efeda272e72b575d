//! Records in; how many of each act, standing, actor, place and month, out.

use std::collections::BTreeMap;

use serde::Serialize;
use truce_record::fold::Standing;
use utoipa::ToSchema;

use super::prepared::Pinned;

/// A value and how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Count {
    /// The value.
    pub value: String,
    /// How often.
    pub n: usize,
}

/// A month with its records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Month {
    /// The month, `2018-11`.
    pub month: String,
    /// Records whose first day lies in it.
    pub n: usize,
    /// These by standing.
    pub by_standing: BTreeMap<&'static str, usize>,
}

/// How many of everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Facets {
    /// By act, most first.
    pub act: Vec<Count>,
    /// By standing, most first.
    pub standing: Vec<Count>,
    /// By actor, most first.
    pub actor: Vec<Count>,
    /// By place, most first.
    pub place: Vec<Count>,
    /// By month, in order.
    pub month: Vec<Month>,
    /// Records in all.
    pub total: usize,
    /// Records whose day is not told.
    pub undated: usize,
}

/// Values shown.
const SHOWN: usize = 60;

fn most(counts: BTreeMap<&str, usize>) -> Vec<Count> {
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(value, n)| Count { value: value.to_owned(), n }).collect();
    counts.sort_by(|one, other| other.n.cmp(&one.n).then_with(|| one.value.cmp(&other.value)));
    counts.truncate(SHOWN);
    counts
}

/// Counts records.
pub fn facets<'a>(records: impl IntoIterator<Item = &'a Pinned>) -> Facets {
    let (mut act, mut standing) = (BTreeMap::new(), BTreeMap::new());
    let (mut actor, mut place) = (BTreeMap::new(), BTreeMap::new());
    let mut months: BTreeMap<(i16, i8), Month> = BTreeMap::new();
    let (mut total, mut undated) = (0, 0);
    for one in records {
        total += 1;
        *act.entry(one.row.act.as_str()).or_default() += 1;
        if !one.row.standing.is_empty() {
            *standing.entry(one.row.standing.as_str()).or_default() += 1;
        }
        for name in one.row.actors.split("; ").filter(|name| !name.is_empty()) {
            *actor.entry(name).or_default() += 1;
        }
        for name in one.row.places.split("; ").filter(|name| !name.is_empty()) {
            *place.entry(name).or_default() += 1;
        }
        let Some(first) = one.first else {
            undated += 1;
            continue;
        };
        let month = months.entry((first.year(), first.month())).or_insert_with(|| Month {
            month: format!("{:04}-{:02}", first.year(), first.month()),
            n: 0,
            by_standing: BTreeMap::new(),
        });
        month.n += 1;
        if let Some(standing) = one.standing.and_then(|at| Standing::ALL.get(at)) {
            *month.by_standing.entry(standing.as_str()).or_default() += 1;
        }
    }
    Facets {
        act: most(act),
        standing: most(standing),
        actor: most(actor),
        place: most(place),
        month: months.into_values().collect(),
        total,
        undated,
    }
}
