//! Cells in; days, numbers and degrees out, or what is wrong with them.

use jiff::civil::Date;

use crate::statement::{Grain, When};

/// What is wrong with a cell, and what to do.
pub(super) type Wrong = (String, &'static str);

/// Which comes first in `3/4/2018`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOrder {
    /// The month, as in files from the United States.
    #[default]
    MonthFirst,
    /// The day.
    DayFirst,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a day, month or year; a time of day after it is left out.
pub(super) fn when(text: &str, order: DayOrder) -> Result<When, Wrong> {
    let wrong = || {
        (
            "is no date".to_owned(),
            "write it as 2018-11-24, 2018-11 or 2018; 24 November 2018 and 11/24/2018 are read too",
        )
    };
    let text = text.trim();
    // A day may carry a time: `2018-11-24T10:00:00Z`, `11/24/2018 12:00:00 AM`.
    let clock = text.find([':']).map_or(text.len(), |at| text[..at].rfind(['T', ' ']).unwrap_or(at));
    let day = text[..clock].trim();
    if let Some(when) = When::parse(day) {
        return Ok(when);
    }
    if day.len() >= 8 && day.bytes().all(|byte| byte.is_ascii_digit()) && matches!(day.len(), 8 | 12 | 14) {
        return dated(number(&day[..4]), number(&day[4..6]), number(&day[6..8])).ok_or_else(wrong);
    }
    let parts: Vec<&str> =
        day.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let &[one, two, three] = parts.as_slice() else { return Err(wrong()) };
    let month = |word: &str| {
        let word = word.to_lowercase();
        (word.len() >= 3).then(|| MONTHS.iter().position(|month| word.starts_with(month))).flatten()
    };
    let found = if let Some(named) = month(two) {
        dated(number(three), named as i16 + 1, number(one))
    } else if let Some(named) = month(one) {
        dated(number(three), named as i16 + 1, number(two))
    } else if one.len() == 4 {
        dated(number(one), number(two), number(three))
    } else if day.contains('.') || order == DayOrder::DayFirst {
        dated(number(three), number(two), number(one))
    } else {
        dated(number(three), number(one), number(two))
    };
    found.ok_or_else(wrong)
}

fn number(digits: &str) -> i16 {
    digits.parse().unwrap_or(-1)
}

fn dated(year: i16, month: i16, day: i16) -> Option<When> {
    // A year of two digits can be of either century: it is no date.
    let sound = (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    sound.then(|| Date::new(year, month as i8, day as i8).ok()).flatten().map(When::day)
}

/// How finely a data set tells a time, in the words of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// To the day.
    Day,
    /// From the first day to the last.
    Days,
    /// Within a week of the day.
    Week,
    /// Within the month.
    Month,
    /// Within the year.
    Year,
}

/// Puts the first and the last day together, widened where the data set says that they are told less finely.
pub(super) fn stretch(from: When, until: Option<When>, told: Option<Told>) -> Result<When, Wrong> {
    let mut when = from;
    if let Some(until) = until {
        if until.latest < from.earliest {
            let what = format!("ends before it begins, on {from}");
            return Err((what, "swap the two, or correct the one that is mistyped"));
        }
        if until != from {
            when =
                When { earliest: from.earliest, latest: until.latest.max(from.latest), grain: Grain::Range };
        }
    }
    Ok(match told {
        None | Some(Told::Day | Told::Days) => when,
        Some(Told::Week) if when.days_open() == 0 => {
            let shift = |days: i64| when.earliest.checked_add(jiff::Span::new().days(days));
            match (shift(-6), shift(6)) {
                (Ok(earliest), Ok(latest)) => When { earliest, latest, grain: Grain::Range },
                _ => when,
            }
        }
        Some(Told::Week) => when,
        Some(Told::Month) => {
            let (earliest, latest) = (when.earliest.first_of_month(), when.latest.last_of_month());
            let one = earliest.year() == latest.year() && earliest.month() == latest.month();
            When { earliest, latest, grain: if one { Grain::Month } else { Grain::Range } }
        }
        Some(Told::Year) => {
            let (earliest, latest) = (when.earliest.first_of_year(), when.latest.last_of_year());
            let one = earliest.year() == latest.year();
            When { earliest, latest, grain: if one { Grain::Year } else { Grain::Range } }
        }
    })
}

/// Reads a whole number that counts people or things; `12.0` and `1,200` are read too.
pub(super) fn count(text: &str) -> Result<i64, Wrong> {
    let wrong = || ("is no whole number".to_owned(), "write digits only, or leave the cell empty");
    let digits: String = text.chars().filter(|sign| !matches!(sign, ',' | ' ' | '\u{a0}' | '_')).collect();
    let digits = digits.split_once('.').map_or(digits.as_str(), |(whole, rest)| {
        if rest.bytes().all(|byte| byte == b'0') { whole } else { "" }
    });
    match digits.parse::<i64>() {
        Ok(number) if number < 0 => {
            Err(("is below nought".to_owned(), "leave the cell empty where the number is not known"))
        }
        Ok(number) => Ok(number),
        Err(_) => Err(wrong()),
    }
}

/// Reads degrees between `-bound` and `bound`.
pub(super) fn degrees(text: &str, bound: f64) -> Result<f64, Wrong> {
    let help = "write degrees with a point, 34.802462; south and west are below nought";
    let text = if text.contains('.') { text.to_owned() } else { text.replace(',', ".") };
    let number: f64 = text.trim().parse().map_err(|_| ("is no number of degrees".to_owned(), help))?;
    if number.abs() > bound || !number.is_finite() {
        return Err((
            format!("lies outside -{bound} to {bound}"),
            "check that the two columns are not swapped",
        ));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_forms_that_data_sets_use() {
        let day = |text| when(text, DayOrder::MonthFirst).map(|when| when.to_string());
        for (text, expected) in [
            ("2018-11-24", "2018-11-24"),
            ("2018-11-24 00:00:00.000", "2018-11-24"),
            ("2018-11-24T10:00:00Z", "2018-11-24"),
            ("2/18/2014 12:00:00 AM", "2014-02-18"),
            ("20181124", "2018-11-24"),
            ("20181124103000", "2018-11-24"),
            ("24 November 2018", "2018-11-24"),
            ("24-Nov-2018", "2018-11-24"),
            ("Nov 24, 2018", "2018-11-24"),
            ("24.11.2018", "2018-11-24"),
            ("2018/11/24", "2018-11-24"),
            ("2018-11", "2018-11"),
            ("2018", "2018"),
        ] {
            assert_eq!(day(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", "soon", "24/11/2018", "1/2/18", "2018-02-30", "99999999", "32 May 2018"] {
            assert!(day(text).is_err(), "{text}");
        }
        assert_eq!(
            when("24/11/2018", DayOrder::DayFirst).map(|when| when.to_string()).as_deref(),
            Ok("2018-11-24")
        );
    }

    #[test]
    fn times_are_as_wide_as_told() {
        let at = |text| when(text, DayOrder::MonthFirst).expect("a date");
        for (from, until, told, expected) in [
            ("2018-11-24", Some("2018-11-24"), None, "2018-11-24"),
            ("2018-11-24", Some("2018-11-26"), Some(Told::Days), "2018-11-24/2018-11-26"),
            ("2018-11-24", None, Some(Told::Week), "2018-11-18/2018-11-30"),
            ("2018-11-24", Some("2018-11-24"), Some(Told::Month), "2018-11"),
            ("2018-11-24", Some("2018-12-24"), Some(Told::Month), "2018-11-01/2018-12-31"),
            ("2018-11-24", None, Some(Told::Year), "2018"),
        ] {
            let stretched = stretch(at(from), until.map(at), told).expect("a time");
            assert_eq!(stretched.to_string(), expected, "{from} {until:?} {told:?}");
        }
        assert!(stretch(at("2018-11-24"), Some(at("2018-11-20")), None).is_err());
    }

    #[test]
    fn numbers_are_read_or_refused() {
        for (text, expected) in [("4", 4), ("4.0", 4), ("1,200", 1200), ("0", 0)] {
            assert_eq!(count(text), Ok(expected), "{text}");
        }
        for text in ["", "-1", "4.5", "four", "4-6"] {
            assert!(count(text).is_err(), "{text}");
        }
        assert_eq!(degrees("34,8", 90.0), Ok(34.8));
        for text in ["91", "north", "NaN", "inf"] {
            assert!(degrees(text, 90.0).is_err(), "{text}");
        }
    }
}
