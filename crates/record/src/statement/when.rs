//! Days: from when to when a thing can have been, and how finely that is told. Never a false instant.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How finely a time is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One day.
    Day,
    /// A month.
    Month,
    /// A year.
    Year,
    /// From one time told to another.
    Range,
}

/// A stretch of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct When {
    /// First day it can be.
    pub earliest: Date,
    /// Last day it can be.
    pub latest: Date,
    /// The unit it is told in.
    pub grain: Grain,
}

impl When {
    /// Makes a time of one day.
    pub fn day(day: Date) -> Self {
        Self { earliest: day, latest: day, grain: Grain::Day }
    }

    /// Reads a day `2018-11-24`, a month `2018-09`, a year `2017`, or two of these with a slash between.
    ///
    /// ```
    /// let when = truce_record::statement::When::parse("2018-09").unwrap();
    /// assert_eq!(when.latest.to_string(), "2018-09-30");
    /// assert_eq!(when.to_string(), "2018-09");
    /// ```
    pub fn parse(edtf: &str) -> Option<Self> {
        if let Some((from, to)) = edtf.split_once('/') {
            let (from, to) = (one(from)?, one(to)?);
            let (earliest, latest) = (from.earliest.min(to.earliest), to.latest.max(from.latest));
            return Some(Self { earliest, latest, grain: Grain::Range });
        }
        one(edtf)
    }

    /// Returns the number of days that the first and the last possible day lie apart.
    pub fn days_open(&self) -> i32 {
        days_between(self.earliest, self.latest)
    }

    /// Returns how many days lie between the two times at least; 0 if they can be the same.
    pub fn gap(&self, other: &Self) -> i32 {
        days_between(self.latest, other.earliest).max(days_between(other.latest, self.earliest)).max(0)
    }

    /// Returns the stretch from the first day of either to the last of either.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let (earliest, latest) = (self.earliest.min(other.earliest), self.latest.max(other.latest));
        if earliest == latest { Self::day(earliest) } else { Self { earliest, latest, grain: Grain::Range } }
    }

    /// Returns the days that both can be.
    pub fn common(&self, other: &Self) -> Option<Self> {
        let (earliest, latest) = (self.earliest.max(other.earliest), self.latest.min(other.latest));
        let grain = if (earliest, latest) == (self.earliest, self.latest) { self.grain } else { other.grain };
        (earliest <= latest).then_some(Self { earliest, latest, grain })
    }
}

/// Returns the number of days from `from` to `to`.
fn days_between(from: Date, to: Date) -> i32 {
    day_number(to) - day_number(from)
}

/// Returns the number of days since 1970-01-01.
pub fn day_number(day: Date) -> i32 {
    Date::constant(1970, 1, 1).until(day).map_or(0, |span| span.get_days())
}

/// Returns the day that a time of publication begins with: `2019-02-03T14:05Z` is of the third of February.
///
/// ```
/// use truce_record::statement::leading_day;
/// assert_eq!(leading_day("2019-02-03T14:05Z"), "2019-02-03".parse().ok());
/// assert_eq!(leading_day("soon"), None);
/// ```
pub fn leading_day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

fn one(text: &str) -> Option<When> {
    let text = text.trim();
    let (before, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = digits.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse::<i16>().ok()? * before;
    let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
    let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
    match (month, day) {
        (Some(month), Some(day)) if parts.next().is_none() => {
            Some(When::day(Date::new(year, month, day).ok()?))
        }
        (Some(month), None) => {
            let first = Date::new(year, month, 1).ok()?;
            Some(When { earliest: first, latest: first.last_of_month(), grain: Grain::Month })
        }
        (None, None) => Some(When {
            earliest: Date::new(year, 1, 1).ok()?,
            latest: Date::new(year, 12, 31).ok()?,
            grain: Grain::Year,
        }),
        _ => None,
    }
}

fn written(day: Date, finest: Grain) -> String {
    let sign = if day.year() < 0 { "-" } else { "" };
    let year = i32::from(day.year()).abs();
    match finest {
        Grain::Year => format!("{sign}{year:04}"),
        Grain::Month => format!("{sign}{year:04}-{:02}", day.month()),
        Grain::Day | Grain::Range => format!("{sign}{year:04}-{:02}-{:02}", day.month(), day.day()),
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.grain {
            Grain::Range if self.earliest == self.latest => f.write_str(&written(self.earliest, Grain::Day)),
            Grain::Range => {
                write!(f, "{}/{}", written(self.earliest, Grain::Day), written(self.latest, Grain::Day))
            }
            grain => f.write_str(&written(self.earliest, grain)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written() {
        for (text, earliest, latest) in [
            ("2018-11-24", "2018-11-24", "2018-11-24"),
            ("2016-02", "2016-02-01", "2016-02-29"),
            ("2017", "2017-01-01", "2017-12-31"),
            ("2018-09-11/2018-09-20", "2018-09-11", "2018-09-20"),
        ] {
            let when = When::parse(text).expect(text);
            assert_eq!(
                (when.earliest.to_string(), when.latest.to_string()),
                (earliest.into(), latest.into())
            );
            assert_eq!(when.to_string(), text);
        }
        for text in ["", "2018-13", "18", "2018-02-30", "yesterday", "2018-01-01-01", "2018/"] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn gaps_count_the_days_between() {
        let at = |text| When::parse(text).expect("a time");
        for (one, other, gap) in [
            ("2018-09-01", "2018-09-01", 0),
            ("2018-09-01", "2018-09-03", 2),
            ("2018-09", "2018-09-12", 0),
            ("2018", "2017-12-31", 1),
        ] {
            assert_eq!(at(one).gap(&at(other)), gap, "{one} {other}");
            assert_eq!(at(other).gap(&at(one)), gap, "{other} {one}");
        }
        assert_eq!(at("2018-09").common(&at("2018-09-12")), Some(at("2018-09-12")));
        assert_eq!(at("2018-09").common(&at("2018-10-12")), None);
    }

    #[test]
    fn days_are_numbered_over_centuries() {
        for (day, number) in [("1970-01-01", 0), ("1969-12-31", -1), ("2000-03-01", 11017)] {
            assert_eq!(day_number(day.parse().expect(day)), number, "{day}");
        }
    }
}
