//! Reports in, the days that they cover out. Where nothing is reported, nothing is known: silence is no quiet.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use truce_record::statement::day_number;

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

impl Period<'_> {
    /// Returns the last day that a report or a data set covers.
    pub fn last_report(&self) -> Option<Date> {
        self.coverage().days.last().copied()
    }

    /// Returns the days covered, and the stretches that are not.
    pub fn coverage(&self) -> Coverage {
        let (mut days, mut sets) = (BTreeSet::new(), BTreeSet::new());
        for id in &self.reports {
            if self.is_data_set(id) {
                sets.insert(id);
            } else {
                days.extend(self.day_of(id).filter(|day| self.since.is_none_or(|since| *day >= since)));
            }
        }
        for id in sets {
            let rows = self.state.document(id).into_iter().flat_map(|document| &document.statements);
            let told = rows.filter_map(|id| self.state.statement(id)?.statement.when().copied());
            let (first, last) = told.fold((None::<Date>, None::<Date>), |(first, last), when| {
                (
                    Some(first.map_or(when.earliest, |day| day.min(when.earliest))),
                    Some(last.map_or(when.latest, |day| day.max(when.latest))),
                )
            });
            let (Some(first), Some(last)) = (first, last) else { continue };
            let mut day = self.since.map_or(first, |since| since.max(first));
            let end = last.min(self.as_of);
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
