//! Tellings in, those that may be of one happening out: found by their days, else by what they share.
//! Finds more than are one, and none that the days alone keep apart; `compare` weighs what is found.
//!
//! Two tellings with days can be one only if the days touch, so they are found by their days. A telling without a day
//! is found by a place, a telling word or a figure that it shares: two that share none of these have nothing to show
//! that they are one.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::Spot;
use super::telling::Telling;
use crate::statement::{Point, When, day_number};

/// Stretches of more days than this are told by the month.
const NARROW: i32 = 10;
/// Days that make a month's drawer.
const MONTH: i32 = 30;

/// What two tellings can share beside their days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Place(String),
    /// A square of one degree, by its corner.
    Square(i32, i32),
    Word(String),
    Figure(String, Option<i64>, Option<i64>),
    Row(String, String),
}

/// Tellings with a sign.
#[derive(Debug, Default)]
struct Signed {
    dated: Vec<usize>,
    undated: Vec<usize>,
}

/// Tellings by their numbers.
#[derive(Debug, Default)]
pub struct Index {
    days: BTreeMap<i32, Vec<usize>>,
    months: BTreeMap<i32, Vec<usize>>,
    signs: BTreeMap<Sign, Signed>,
}

impl Index {
    /// Takes in a telling.
    pub fn put(&mut self, number: usize, telling: &Telling) {
        match &telling.when {
            Some(when) if when.days_open() <= NARROW => {
                for day in day_number(when.earliest)..=day_number(when.latest) {
                    self.days.entry(day).or_default().push(number);
                }
            }
            Some(when) => {
                let (from, to) = reach(when);
                for month in from.div_euclid(MONTH)..=to.div_euclid(MONTH) {
                    self.months.entry(month).or_default().push(number);
                }
            }
            None => {}
        }
        for sign in signs(telling) {
            let signed = self.signs.entry(sign).or_default();
            let drawer = if telling.when.is_some() { &mut signed.dated } else { &mut signed.undated };
            drawer.push(number);
        }
    }

    /// Returns the tellings that may be of the happening of this one, itself among them.
    pub fn near(&self, telling: &Telling) -> Vec<usize> {
        let mut near: Vec<usize> = Vec::new();
        if let Some(when) = &telling.when {
            let (from, to) = reach(when);
            near.extend(self.days.range(from..=to).flat_map(|(_, numbers)| numbers));
            let months = from.div_euclid(MONTH)..=to.div_euclid(MONTH);
            near.extend(self.months.range(months).flat_map(|(_, numbers)| numbers));
        }
        for sign in signs(telling) {
            let Some(signed) = self.signs.get(&sign) else { continue };
            near.extend(&signed.undated);
            // A newer release may have moved its row to another day.
            if telling.when.is_none() || matches!(sign, Sign::Row(..)) {
                near.extend(&signed.dated);
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// The days that a stretch can touch: the next ones of a narrow one, a quarter more of a wide one.
fn reach(when: &When) -> (i32, i32) {
    let more = if when.days_open() <= NARROW { 1 } else { when.days_open() / 4 };
    (day_number(when.earliest).saturating_sub(more), day_number(when.latest).saturating_add(more))
}

fn signs(telling: &Telling) -> BTreeSet<Sign> {
    let words = telling.words.iter().cloned().map(Sign::Word);
    let figures =
        telling.figures.iter().map(|(measure, low, high)| Sign::Figure(measure.clone(), *low, *high));
    let row = telling.row.iter().map(|(set, id)| Sign::Row(set.clone(), id.clone()));
    telling.places.iter().flat_map(placed).chain(words).chain(figures).chain(row).collect()
}

/// The names of a place, and the squares that it touches. Countries and provinces go by their names alone.
fn placed(spot: &Spot) -> Vec<Sign> {
    let mut signs: Vec<Sign> = spot.names.iter().cloned().map(Sign::Place).collect();
    if let Some(Point { lat, lon }) = spot.point.filter(|_| !spot.wide) {
        // A degree of latitude is 111 km; near the poles squares are narrow, and names must do.
        let more = i32::try_from(u64::from(spot.reach) * 9).unwrap_or(i32::MAX).min(1_000_000) + 10_000;
        let squares = |from: i32| {
            from.saturating_sub(more).div_euclid(1_000_000)..=from.saturating_add(more).div_euclid(1_000_000)
        };
        signs.extend(squares(lat).flat_map(|north| squares(lon).map(move |east| Sign::Square(north, east))));
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DocumentId, Sha256Hash};

    fn telling(when: Option<&str>, word: &str, point: Option<(f64, f64)>) -> Telling {
        let place = point.map(|(lat, lon)| crate::statement::Place {
            name: format!("{lat} {lon}"),
            point: Point::from_degrees(lat, lon),
            radius_m: Some(3000),
            ..Default::default()
        });
        Telling {
            document: DocumentId::of(&Sha256Hash::of(b"x")),
            day: None,
            number: 0,
            row: None,
            several: None,
            statements: Vec::new(),
            acts: Vec::new(),
            when: when.map(|when| When::parse(when).expect("a time")),
            places: place.iter().map(Spot::of).collect(),
            placed: point.is_some(),
            actors: BTreeSet::new(),
            words: [word.to_owned()].into(),
            figures: BTreeSet::new(),
        }
    }

    #[test]
    fn what_can_be_one_is_found() {
        let all = [
            telling(Some("2011-03-03"), "market", None),
            telling(Some("2011-03-04"), "bridge", None),
            telling(Some("2011-03-09"), "school", None),
            telling(Some("2011-03"), "depot", None),
            telling(Some("2011"), "mill", None),
            telling(None, "market", None),
            telling(None, "well", Some((40.02, 50.99))),
            telling(Some("2012-06-01"), "shop", Some((40.0, 51.01))),
        ];
        let mut index = Index::default();
        for (number, one) in all.iter().enumerate() {
            index.put(number, one);
        }
        for (at, expected) in [
            (0, vec![0, 1, 3, 4, 5]),
            (2, vec![2, 3, 4]),
            (3, vec![0, 1, 2, 3, 4]),
            (5, vec![0, 5]),
            (6, vec![6, 7]),
            (7, vec![6, 7]),
        ] {
            assert_eq!(index.near(&all[at]), expected, "{at}");
        }
    }
}
