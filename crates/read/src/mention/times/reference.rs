//! A report's expressions of time in, the day it was made out.
//! Guesses no year that no word of the report supports.

use jiff::civil::Date;

use super::value::{TimeMention, Value};
use crate::document::{BlockKind, DateSource, Document, Meta, ReferenceDate};
use crate::grammar::Grammar;

/// How near the head of the text a date must stand, in characters, to speak for the report without a mark.
const HEAD: u32 = 900;

/// Finds a report's reference date.
#[must_use]
pub fn reference_date(
    document: &Document,
    grammar: &Grammar,
    times: &[TimeMention],
) -> Option<ReferenceDate> {
    let mut best: Option<(i32, usize, Date)> = None;
    for (index, mention) in times.iter().enumerate() {
        let Some(day) = full(&mention.value) else { continue };
        let weight = weight(document, grammar, mention);
        if weight > 0 && best.is_none_or(|(least, _, _)| weight > least) {
            best = Some((weight, index, day));
        }
    }
    if let Some((_, index, day)) = best {
        return Some(ReferenceDate { day, source: DateSource::Stated, span: Some(times[index].span) });
    }
    inferred(document, grammar, times)
}

/// Returns the day of a full date; of a range its last.
fn full(value: &Value) -> Option<Date> {
    let day = |value: &Value| {
        value.is_full_date().then(|| Date::new(value.year?, value.month?, value.day?).ok()).flatten()
    };
    day(value)
}

/// Says how well the place of a full date speaks for its being the date of the report; 0 if not at all.
fn weight(document: &Document, grammar: &Grammar, mention: &TimeMention) -> i32 {
    let block = grammar.sentence_of(mention.start).block as usize;
    let Some(part) = document.blocks.get(block) else { return 0 };
    let text = document.text.as_str();
    let before = text.get(part.span.start as usize..mention.span.start as usize).unwrap_or_default();
    let after = text.get(mention.span.end as usize..part.span.end as usize).unwrap_or_default();
    let cue = before.to_lowercase();
    let cue = cue.rsplit(['\n', '|', '.', ';']).next().unwrap_or_default();
    if ["released on", "copyright", "accessed", "retrieved"].iter().any(|word| cue.contains(word)) {
        return 0;
    }
    let issued = ["issued", "published", "updated", "posted", "filed", "dated", "date:", "prepared", "last "]
        .iter()
        .any(|word| cue.contains(word));
    let period = ["period", "covers", "covering", "as of", "based on", "reporting"]
        .iter()
        .any(|word| cue.contains(word));
    let kind = match (part.kind, part.meta) {
        (_, Some(Meta::Issued)) => 60,
        (_, Some(Meta::Dateline)) => 70,
        (_, Some(Meta::Byline | Meta::Masthead)) => 55,
        (BlockKind::Metadata, _) => 50,
        (BlockKind::Subtitle | BlockKind::Heading | BlockKind::Title, _) => 30,
        _ => 0,
    };
    let head = mention.span.start < HEAD;
    let alone = before.trim().len() + after.trim().len() < 60 || part.span.end - part.span.start < 120;
    let opening = before.chars().filter(|ch| ch.is_alphanumeric()).count() < 40
        && (before.trim().is_empty() || before.trim_end().ends_with([',', '(', '-', '|', '.', ':']));
    let dateline = opening && {
        let rest = after.trim_start();
        rest.starts_with('(')
            || rest.starts_with('-')
            || rest.starts_with('—')
            || rest.starts_with('–')
            || rest.starts_with('/')
    };
    let mut weight = kind;
    if head && dateline {
        weight = weight.max(70);
    }
    if head && alone {
        weight = weight.max(45);
    }
    if head && opening {
        weight = weight.max(40);
    }
    if issued && (head || kind > 0) {
        weight = weight.max(40) + 25;
    }
    if period {
        weight -= 30;
    }
    weight
}

/// Finds the date from day and month where no full date speaks for the report: the year is the latest told
/// that makes the weekday right and lies not before any date the report tells in full.
fn inferred(document: &Document, grammar: &Grammar, times: &[TimeMention]) -> Option<ReferenceDate> {
    let told: Vec<i16> = times
        .iter()
        .filter(|mention| mention.value.bc.eq(&false))
        .flat_map(|mention| {
            let ends =
                mention.value.ends.as_ref().map(|ends| [ends.0.year, ends.1.year]).into_iter().flatten();
            ends.chain([mention.value.year]).flatten().collect::<Vec<_>>()
        })
        .filter(|year| (1850..2100).contains(year))
        .collect();
    let latest = *told.iter().max()?;
    let newest_day = times.iter().filter_map(|mention| full(&mention.value)).max();
    // A dateline without a year first, then a weekday with its day and month in the text.
    let dateline = times.iter().find(|mention| {
        let block = grammar.sentence_of(mention.start).block as usize;
        mention.value.is_month_day()
            && document.blocks.get(block).is_some_and(|part| {
                matches!(part.meta, Some(Meta::Dateline | Meta::Issued))
                    || (mention.span.start < HEAD && weight_without_year(document, part.span.start, mention))
            })
    });
    let weekday = times.iter().filter(|mention| {
        mention.value.is_month_day() && mention.value.weekday.is_some() && mention.value.year.is_none()
    });
    let mut weekdays: Vec<&TimeMention> = weekday.collect();
    // Of several the latest day of the year speaks for the report.
    weekdays.sort_by_key(|mention| (mention.value.month, mention.value.day));
    let anchor = dateline.or_else(|| weekdays.last().copied())?;
    let (month, day) = (anchor.value.month?, anchor.value.day?);
    let weekday = anchor.value.weekday.or_else(|| {
        weekdays
            .iter()
            .find(|mention| mention.value.month == Some(month) && mention.value.day == Some(day))
            .and_then(|mention| mention.value.weekday)
    });
    let fits = |year: &i16| {
        let Ok(date) = Date::new(*year, month, day) else { return false };
        let right = weekday.is_none_or(|weekday| date.weekday().to_monday_one_offset() == weekday);
        let late = newest_day.is_none_or(|newest| date >= newest || newest.year() > *year);
        right && late
    };
    let year = if weekday.is_some() {
        (latest..=latest.saturating_add(6)).find(fits)?
    } else {
        (latest..=latest.saturating_add(1)).find(fits)?
    };
    let date = Date::new(year, month, day).ok()?;
    Some(ReferenceDate { day: date, source: DateSource::YearInferred, span: Some(anchor.span) })
}

fn weight_without_year(document: &Document, start: u32, mention: &TimeMention) -> bool {
    let before = document.text.get(start as usize..mention.span.start as usize).unwrap_or_default();
    let after = document.text.get(mention.span.end as usize..).unwrap_or_default().trim_start();
    before.chars().filter(|ch| ch.is_alphanumeric()).count() < 40
        && !before.contains('.')
        && before.trim_end().ends_with([',', '(', '-', '|', ':'])
        && (after.starts_with('(')
            || after.starts_with("--")
            || after.starts_with('-')
            || after.starts_with('—')
            || after.starts_with('–'))
}
