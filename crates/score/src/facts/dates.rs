//! Dates of the facts form in, whether they agree out.
//! Resolves nothing: both sides are dates already.

use jiff::civil::Date;

/// First day, last day, and by how many days another may differ.
type Stretch = (Date, Date, i32);

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    if year < 1 { None } else { Date::new(year, month, day).ok() }
}

fn one(text: &str) -> Option<Stretch> {
    let mut numbers = text
        .split(|ch: char| !ch.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .take(3)
        .map(str::parse::<i16>);
    let year = numbers.next()?.ok()?;
    let Some(month) = numbers.next() else {
        return Some((day(year, 1, 1)?, day(year, 12, 31)?, 190));
    };
    let month = i8::try_from(month.ok()?).ok()?;
    let Some(of_month) = numbers.next() else {
        let first = day(year, month, 1)?;
        return Some((first, first.last_of_month(), 16));
    };
    let the_day = day(year, month, i8::try_from(of_month.ok()?).ok()?)?;
    Some((the_day, the_day, 3))
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// Reads a day, a month, a year or a range `A/B` of two of them.
fn stretch(text: &str) -> Option<Stretch> {
    let (first, second) = text.split_once('/').unwrap_or((text, ""));
    let first = one(first)?;
    if second.is_empty() {
        return Some(first);
    }
    let second = one(second)?;
    let wide = if days(first.0, second.1) < 8 { 3 } else { 16 };
    Some((first.0, second.1, first.2.max(second.2).max(wide)))
}

/// Says whether both ends of `read` lie as near to those of `gold` as its grain allows.
pub fn same_date(gold: &str, read: &str) -> bool {
    let (Some(gold), Some(read)) = (stretch(gold), stretch(read)) else { return false };
    let near = |one, other| days(one, other).abs() <= gold.2;
    near(gold.0, read.0) && near(gold.1, read.1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_agree_within_their_grain() {
        for (gold, read, want) in [
            ("2018-11-24", "2018-11-27", true),
            ("2018-11-24", "2018-11-28", false),
            ("2018-11", "2018-11-10/2018-11-20", true),
            ("2018-11-10", "2018-11", false),
            ("2018", "2018-06/2018-07", true),
            ("2018-09-11/2018-09-20", "2018-09", true),
            ("2018-09-11/2018-09-14", "2018-09-08/2018-09-21", false),
            ("2018", "2019", false),
            ("2018-02-30", "2018-02-28", false),
            ("", "2018", false),
            ("0000", "0000", false),
            ("2018-13", "2018-12", false),
        ] {
            assert_eq!(same_date(gold, read), want, "{gold} {read}");
        }
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        assert_eq!(stretch("2020-02"), Some((date(2020, 2, 1), date(2020, 2, 29), 16)));
    }
}
