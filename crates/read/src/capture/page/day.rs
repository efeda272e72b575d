//! Dates as pages and addresses write them in, days out. A date that can be read in two ways is not read.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the day that a date names, in the zone in which it is written.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty()).take(12).collect();
    let number = |part: Option<&&str>| part.and_then(|part| whole(part));
    let first = parts.first()?;
    // 2011-03-14T08:00Z, 2011/03/14, 20110314
    if let Some(year) = whole(first).filter(|_| first.len() == 4) {
        let end = parts.get(2).map(|part| part.split(['T', 't']).next().unwrap_or_default());
        let month = number(parts.get(1)).or_else(|| named(parts.get(1)?));
        return make(year, month?, whole(end?)?);
    }
    let compact = first.split(['T', 't']).next().unwrap_or_default();
    if compact.len() >= 8 && compact.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact_day(compact);
    }
    // Tue, 15 Nov 2011 10:00 or November 15, 2011
    if let Some(at) = parts.iter().position(|part| named(part).is_some()) {
        let beside = |at: Option<usize>| parts.get(at?).and_then(|part| whole(ordinal(part)));
        let year = parts.iter().skip(at + 1).filter(|part| part.len() == 4).find_map(|part| whole(part))?;
        let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
        return make(year, named(parts[at])?, before.or(after.filter(|day| *day <= 31))?);
    }
    // 14.3.2011 is a day first; 3/14/2011 only where one of the two can be no month.
    let (one, two, year) = (number(parts.first())?, number(parts.get(1))?, number(parts.get(2))?);
    let dotted = text.get(first.len()..)?.starts_with('.');
    match (dotted, one > 12, two > 12) {
        (true, ..) | (false, true, false) => make(year, two, one),
        (false, false, true) => make(year, one, two),
        (false, false, false) if one == two => make(year, one, two),
        _ => None,
    }
}

/// Returns the day that the path of an address names: `/2011/03/14/`, `/2011/mar/14/`, `2011-03-14`, `20110314`.
pub(super) fn of_address(address: &str) -> Option<Date> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path).split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).filter(|part| !part.is_empty()).collect();
    let spread = parts.windows(3).find_map(|three| {
        let year = whole(three[0]).filter(|_| three[0].len() == 4)?;
        let short = |part: &str| whole(part).filter(|_| part.len() <= 2);
        make(year, short(three[1]).or_else(|| named(three[1]))?, short(three[2])?)
    });
    spread.or_else(|| parts.iter().find_map(|part| compact_day(part).filter(|_| part.len() == 8)))
}

fn compact_day(text: &str) -> Option<Date> {
    make(whole(text.get(..4)?)?, whole(text.get(4..6)?)?, whole(text.get(6..8)?)?)
}

fn whole(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

fn ordinal(text: &str) -> &str {
    ["st", "nd", "rd", "th"].into_iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text)
}

fn named(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let at = MONTHS.iter().position(|month| text.starts_with(month))?;
    let full = ["january", "february", "march", "april", "may", "june", "july", "august"];
    let full = full.into_iter().chain(["september", "october", "november", "december"]).nth(at)?;
    (full.starts_with(text.as_str())).then_some(at as u32 + 1)
}

/// Makes a day of the years in which there were reports on the web, or scanned ones put there.
fn make(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2011-03-14", Some("2011-03-14")),
            ("2011-03-14T23:40:00-05:00", Some("2011-03-14")),
            ("2011-3-4 08:00", Some("2011-03-04")),
            ("20110314", Some("2011-03-14")),
            ("20110314T0800Z", Some("2011-03-14")),
            ("2011/03/14 09:00", Some("2011-03-14")),
            ("Mon, 14 Mar 2011 09:40:00 GMT", Some("2011-03-14")),
            ("Monday, March 14th, 2011 9:40 am", Some("2011-03-14")),
            ("14 September 2011", Some("2011-09-14")),
            ("Sept. 14, 2011", Some("2011-09-14")),
            ("14.3.2011", Some("2011-03-14")),
            ("3/14/2011", Some("2011-03-14")),
            ("14/3/2011", Some("2011-03-14")),
            ("3/4/2011", None),
            ("2011-02-30", None),
            ("2011-03", None),
            ("1300000000", None),
            ("0001-01-01T00:00:00", None),
            ("yesterday", None),
            ("Marching on", None),
            ("", None),
            ("é2011-03-14", None),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn addresses_name_days() {
        for (address, expected) in [
            ("https://radio.example/2011/03/14/six-killed/", Some("2011-03-14")),
            ("https://radio.example/news/2011/mar/14/x", Some("2011-03-14")),
            ("https://radio.example/story-2011-03-14.html", Some("2011-03-14")),
            ("https://radio.example/20110314/x", Some("2011-03-14")),
            ("https://radio.example/2011/03/six-killed", None),
            ("https://radio.example/story-20110399", None),
            ("https://20110314.example/x", None),
            ("https://radio.example/x?day=2011-03-14", None),
            ("/2011/03/14/x", Some("2011-03-14")),
        ] {
            assert_eq!(of_address(address).map(|day| day.to_string()).as_deref(), expected, "{address}");
        }
    }
}
