//! Reports in, the days that they cover out, with what they claim and whom they quote.
//! Where nothing is reported, nothing is known: silence is no quiet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use truce_record::id::{DocumentId, StatementId};
use truce_record::statement::{Actor, Content, Statement, day_number};

use super::Period;

/// A stretch of days without a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Silence {
    /// The first day without one.
    pub from: Date,
    /// The last day without one.
    pub to: Date,
    /// How many days.
    pub days: i32,
}

/// The days that reports cover.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Days with a report, or between the first and the last row of a data set.
    pub days: BTreeSet<Date>,
    /// Stretches without one between the first and the last day looked at, in order.
    pub gaps: Vec<Silence>,
}

/// What the reports of a period say, found in one walk over the statements.
#[derive(Debug, Default)]
pub(super) struct Reported {
    coverage: Coverage,
    /// Claims, control and responses since the day counted from, in order of the reports and their texts.
    told: Vec<Arc<Statement>>,
    /// Everybody who is quoted, each once.
    speakers: BTreeSet<Actor>,
}

impl Period<'_> {
    /// Returns the last day that a report or a data set covers.
    pub fn last_report(&self) -> Option<Date> {
        self.coverage().days.last().copied()
    }

    /// Returns the days covered, and the stretches that are not.
    pub fn coverage(&self) -> &Coverage {
        &self.reported().coverage
    }

    /// Returns claims, control and responses in reports since the day counted from, with those of undated reports.
    pub fn told_since(&self) -> impl Iterator<Item = &Statement> {
        self.reported().told.iter().map(|statement| &**statement)
    }

    /// Returns everybody whom a report quotes.
    pub fn speakers(&self) -> &BTreeSet<Actor> {
        &self.reported().speakers
    }

    fn reported(&self) -> &Reported {
        self.reported.get_or_init(|| self.walk())
    }

    fn walk(&self) -> Reported {
        let mut sets: BTreeMap<&DocumentId, Option<(Date, Date)>> = BTreeMap::new();
        let mut told: BTreeMap<&DocumentId, BTreeMap<&StatementId, &Arc<Statement>>> = BTreeMap::new();
        let mut speakers: BTreeSet<&Actor> = BTreeSet::new();
        let reports: BTreeMap<&DocumentId, bool> =
            self.reports.iter().map(|id| (id, self.is_data_set(id))).collect();
        // In the order in which the state holds them: to look up each by itself takes many times as long.
        for known in self.state.statements().values().filter(|known| known.current) {
            let statement = &known.statement;
            let Some(is_data_set) = reports.get(&statement.document) else { continue };
            if *is_data_set && let Some(when) = statement.when() {
                let days = sets.entry(&statement.document).or_default();
                let (first, last) = days.unwrap_or((when.earliest, when.latest));
                *days = Some((first.min(when.earliest), last.max(when.latest)));
            }
            if matches!(statement.content, Content::Claim(_) | Content::Control(_) | Content::Response(_)) {
                told.entry(&statement.document).or_default().insert(&statement.id, statement);
            }
            if let Some(speaker) = statement.speaker() {
                speakers.insert(speaker);
            }
        }
        Reported {
            coverage: self.covered_by(&sets),
            told: self.in_order(&told),
            speakers: speakers.into_iter().cloned().collect(),
        }
    }

    fn in_order(
        &self,
        told: &BTreeMap<&DocumentId, BTreeMap<&StatementId, &Arc<Statement>>>,
    ) -> Vec<Arc<Statement>> {
        let recent =
            |id: &DocumentId| self.since.is_none_or(|since| self.day_of(id).is_none_or(|day| day >= since));
        let mut ordered = Vec::new();
        for id in self.reports.iter().filter(|id| recent(id)) {
            let (Some(of), Some(document)) = (told.get(id), self.state.document(id)) else { continue };
            let found = document.statements.iter().filter_map(|id| of.get(id));
            ordered.extend(found.map(|statement| (*statement).clone()));
        }
        ordered
    }

    fn covered_by(&self, sets: &BTreeMap<&DocumentId, Option<(Date, Date)>>) -> Coverage {
        let mut days = BTreeSet::new();
        for id in self.reports.iter().filter(|id| !self.is_data_set(id)) {
            days.extend(self.day_of(id).filter(|day| self.since.is_none_or(|since| *day >= since)));
        }
        for (first, last) in sets.values().flatten() {
            let mut day = self.since.map_or(*first, |since| since.max(*first));
            let end = *last.min(&self.as_of);
            while day <= end {
                days.insert(day);
                let Ok(next) = day.checked_add(1.day()) else { break };
                day = next;
            }
        }
        let gaps = silences(&days, self.since, self.as_of);
        Coverage { days, gaps }
    }
}

fn silences(days: &BTreeSet<Date>, since: Option<Date>, as_of: Date) -> Vec<Silence> {
    let mut found = Vec::new();
    let mut put = |after: Option<Date>, before: Option<Date>| {
        let (Some(from), Some(to)) = (after, before) else { return };
        if from <= to {
            found.push(Silence { from, to, days: day_number(to) - day_number(from) + 1 });
        }
    };
    let next = |day: Date| day.checked_add(1.day()).ok();
    let previous = |day: Date| day.checked_sub(1.day()).ok();
    let mut from = since;
    for &day in days {
        put(from, previous(day));
        from = next(day);
    }
    put(from, Some(as_of));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silences_are_found_between_before_and_after_reports() {
        let day = |text: &str| text.parse::<Date>().expect(text);
        let days = BTreeSet::from([day("2021-03-05"), day("2021-03-06"), day("2021-03-10")]);
        let found = silences(&days, Some(day("2021-03-04")), day("2021-03-12"));
        let told: Vec<(String, i32)> = found.iter().map(|one| (one.from.to_string(), one.days)).collect();
        assert_eq!(
            told,
            [("2021-03-04".to_owned(), 1), ("2021-03-07".to_owned(), 3), ("2021-03-11".to_owned(), 2)]
        );
        assert_eq!(silences(&BTreeSet::new(), None, day("2021-03-12")), []);
    }
}
