//! Days in the calendar: from when to when, how finely told, and how that is written.
//! Never an instant: a day is the finest, with the clock time kept beside it.

use jiff::ToSpan;
use jiff::civil::Date;
use truce_lexicon::load::times::{Bound, Edge, Modifier, Part, Season};

/// How finely a time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Grain {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    HalfYear,
    Year,
    Decade,
    Century,
}

/// A stretch of days.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// First day it can be.
    pub earliest: Date,
    /// Last day it can be.
    pub latest: Date,
    /// The unit it is told in.
    pub grain: Grain,
    /// First day of that unit, before "early", "the end of" and the like narrowed it.
    pub unit_start: Date,
    /// Whether it is narrowed to a part of the unit.
    pub edge: Option<Edge>,
    /// How exact it is.
    pub modifier: Option<Modifier>,
    /// The season, if the grain is one.
    pub season: Option<Season>,
    /// Part of the day.
    pub part: Option<Part>,
    /// Minutes after midnight, as told.
    pub clock: Option<i16>,
    /// Minutes east of Greenwich, if told.
    pub zone: Option<i16>,
    /// Whether it starts at some time not told and ends here ("until", "by").
    pub open_start: bool,
    /// Whether it starts here and goes on ("since").
    pub open_end: bool,
    /// Whether it runs from one time told to another.
    pub range: bool,
}

impl When {
    /// Makes a time of the days `earliest..=latest`, told in `grain`.
    #[must_use]
    pub fn new(earliest: Date, latest: Date, grain: Grain) -> Self {
        Self {
            earliest,
            latest: latest.max(earliest),
            grain,
            unit_start: earliest,
            edge: None,
            modifier: None,
            season: None,
            part: None,
            clock: None,
            zone: None,
            open_start: false,
            open_end: false,
            range: false,
        }
    }

    /// Makes a time of one day.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self::new(day, day, Grain::Day)
    }

    /// Makes a time of one month.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self::new(first, first.last_of_month(), Grain::Month))
    }

    /// Makes a time of one year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        Some(Self::new(Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?, Grain::Year))
    }

    /// Makes the season of a year; winter runs into the next.
    #[must_use]
    pub fn season(year: i16, season: Season) -> Option<Self> {
        let month = season as i8 * 3 + 3;
        let last =
            if month == 12 { Self::month(year.checked_add(1)?, 2)? } else { Self::month(year, month + 2)? };
        let mut when = Self::new(Date::new(year, month, 1).ok()?, last.latest, Grain::Season);
        when.season = Some(season);
        Some(when)
    }

    /// Narrows it to a part of its unit.
    #[must_use]
    pub fn narrowed(mut self, edge: Edge) -> Self {
        if self.grain == Grain::Day {
            return self;
        }
        let (from, to) = (self.earliest, self.latest);
        let shift = |months: i64| from.checked_add(months.months()).unwrap_or(from);
        let before = |day: Date| day.yesterday().unwrap_or(day);
        let months = match self.grain {
            Grain::Season | Grain::Quarter => 3,
            Grain::HalfYear => 6,
            Grain::Year => 12,
            Grain::Decade => 120,
            Grain::Century => 1200,
            _ => 0,
        };
        // Thirds; a decade is early until its fourth year, as people speak.
        let (first, second) = if months == 120 { (48, 72) } else { (months / 3, months * 2 / 3) };
        let day = |number: i8| Date::new(from.year(), from.month(), number).unwrap_or(from);
        (self.earliest, self.latest) = match (edge, self.grain) {
            (Edge::Start, Grain::Month) => (from, day(10)),
            (Edge::Middle, Grain::Month) => (day(11), day(20)),
            (Edge::End, Grain::Month) => (day(21), to),
            (Edge::FirstHalf, Grain::Month) => (from, day(15)),
            (Edge::SecondHalf, Grain::Month) => (day(16), to),
            (Edge::Start, _) if months > 0 => (from, before(shift(first))),
            (Edge::Middle, _) if months > 0 => (shift(first), before(shift(second))),
            (Edge::End, _) if months > 0 => (shift(second), to),
            (Edge::FirstHalf, _) if months > 0 => (from, before(shift(months / 2))),
            (Edge::SecondHalf, _) if months > 0 => (shift(months / 2), to),
            (Edge::Start, Grain::Week) => (from, from.tomorrow().unwrap_or(from)),
            (Edge::Middle, Grain::Week) => {
                (from.checked_add(2.days()).unwrap_or(from), from.checked_add(3.days()).unwrap_or(to))
            }
            (Edge::End, Grain::Week) => (from.checked_add(4.days()).unwrap_or(from), to),
            _ => (from, to),
        };
        self.edge = Some(edge);
        self
    }

    /// Applies the preposition before it; `reference` ends what goes on.
    #[must_use]
    pub fn bounded(mut self, bound: Option<Bound>, reference: Option<Date>) -> Self {
        match bound {
            Some(Bound::Since) => {
                self.open_end = true;
                if let Some(reference) = reference
                    && reference > self.latest
                {
                    self.latest = reference;
                    self.range = true;
                }
            }
            Some(Bound::From) => self.open_end = true,
            Some(Bound::Until | Bound::By) => {
                self.open_start = true;
                if self.edge == Some(Edge::End) || self.grain == Grain::Week {
                    self.earliest = self.latest;
                }
            }
            _ => {}
        }
        self
    }

    /// Returns the form of the facts: a day, a month, a year, or two of these with a slash.
    #[must_use]
    pub fn to_edtf(&self) -> String {
        let (from, to) = (self.earliest, self.latest);
        if from == to {
            return day(from);
        }
        let first_of_month = from.day() == 1;
        let last_of_month = to == to.last_of_month();
        let whole_months = first_of_month && last_of_month;
        let whole_years = whole_months && from.month() == 1 && to.month() == 12;
        if whole_years {
            return if from.year() == to.year() {
                year(from)
            } else {
                format!("{}/{}", year(from), year(to))
            };
        }
        if whole_months {
            return if from.year() == to.year() && from.month() == to.month() {
                month(from)
            } else {
                format!("{}/{}", month(from), month(to))
            };
        }
        if self.open_end && self.range && first_of_month && self.edge.is_none() && self.grain >= Grain::Month
        {
            let start = if self.grain >= Grain::Year { year(from) } else { month(from) };
            return format!("{start}/{}", day(to));
        }
        format!("{}/{}", day(from), day(to))
    }
}

pub(super) fn year(date: Date) -> String {
    let year = date.year();
    if year < 0 { format!("-{:04}", -i32::from(year)) } else { format!("{year:04}") }
}

pub(super) fn month(date: Date) -> String {
    format!("{}-{:02}", year(date), date.month())
}

pub(super) fn day(date: Date) -> String {
    format!("{}-{:02}", month(date), date.day())
}
