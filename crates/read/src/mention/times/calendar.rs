//! Movable days: Easter by the western and eastern computus, the civil Islamic calendar, the nth weekday.
//! Sources: Meeus, Astronomical Algorithms (1998), chapters 8 and 9; the Islamic calendar is the tabular one,
//! from which a sighting may differ by a day.

use jiff::ToSpan;
use jiff::civil::Date;
use truce_lexicon::load::times::Holiday;

use super::when::{Grain, When};

/// Returns a holiday in a year, or none if its formula gives no day.
pub fn holiday(holiday: &Holiday, year: i16) -> Option<When> {
    let length = i64::from(holiday.days.unwrap_or(1)) - 1;
    let from = |day: Date| {
        let last = day.checked_add(length.days()).unwrap_or(day);
        When::new(day, last, Grain::Day)
    };
    if let Some(offset) = holiday.easter {
        return Some(from(easter(year)?.checked_add(i64::from(offset).days()).ok()?));
    }
    if let Some(offset) = holiday.orthodox_easter {
        return Some(from(orthodox_easter(year)?.checked_add(i64::from(offset).days()).ok()?));
    }
    if let Some((month, day)) = holiday.islamic {
        let first = islamic(year, month, day)?;
        let mut when = from(first);
        when.earliest = when.earliest.yesterday().ok()?;
        when.latest = when.latest.tomorrow().ok()?;
        return Some(when);
    }
    if let Some((from, to)) = holiday.within {
        let first = Date::new(year, from.0, from.1).ok()?;
        let last = Date::new(if to.0 < from.0 { year.checked_add(1)? } else { year }, to.0, to.1).ok()?;
        return Some(When::new(first, last, Grain::Day));
    }
    let month = holiday.month?;
    if let Some((weekday, nth)) = holiday.nth {
        let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
        return Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok().map(from);
    }
    Date::new(year, month, holiday.day?).ok().map(from)
}

/// Returns Easter Sunday of the western churches (the Gregorian computus, also before 1583).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let lift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - lift + 15).rem_euclid(30);
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * correction + 114;
    Date::new(year as i16, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()
}

/// Returns Easter Sunday of the eastern churches, in the Gregorian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (four, seven, nineteen) = (year.rem_euclid(4), year.rem_euclid(7), year.rem_euclid(19));
    let epact = (19 * nineteen + 15) % 30;
    let weekday = (2 * four + 4 * seven - epact + 34).rem_euclid(7);
    let sum = epact + weekday + 114;
    let julian = Date::new(year as i16, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()?;
    let gap = year.div_euclid(100) - year.div_euclid(400) - 2;
    julian.checked_add(gap.days()).ok()
}

/// Returns the first fall of an Islamic month and day in a Gregorian year.
fn islamic(year: i16, month: u8, day: u8) -> Option<Date> {
    let guess = (i32::from(year) - 622) * 33 / 32;
    (guess - 1..=guess + 2).find_map(|hijri| {
        let date = islamic_day(hijri, i32::from(month), i32::from(day))?;
        (date.year() == year).then_some(date)
    })
}

fn islamic_day(year: i32, month: i32, day: i32) -> Option<Date> {
    // Days since the epoch, 16 July 622 of the Julian calendar (19 July Gregorian).
    let days = (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + 29 * (month - 1) + month / 2 + day - 1;
    Date::new(622, 7, 19).ok()?.checked_add(i64::from(days).days()).ok()
}
