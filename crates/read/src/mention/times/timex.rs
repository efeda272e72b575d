//! Values as TIMEX2 writes them, for comparison with annotated texts.
//! Loses bounds and edges, as TIMEX2 does in its VAL attribute.

use truce_lexicon::load::times::{Kind, Part, Season, Unit, Vague};

use super::value::Value;
use super::when::{Grain, When};

/// Returns the TIMEX2 VAL of an expression, given the days it was found to mean.
#[must_use]
pub fn timex(value: &Value, when: Option<&When>) -> Option<String> {
    match value.kind {
        Kind::Vague => Some(
            match value.vague? {
                Vague::Past => "PAST_REF",
                Vague::Present => "PRESENT_REF",
                Vague::Future => "FUTURE_REF",
            }
            .to_owned(),
        ),
        Kind::Duration => duration(value),
        Kind::Window if value.part.is_none() => duration(value),
        Kind::Repeat => Some(repeat(value)),
        Kind::Range => value.ends.as_ref().and_then(|ends| timex(&ends.0, when)),
        Kind::Date | Kind::Shift | Kind::Offset | Kind::Window => match when {
            Some(when) => Some(point(value, when)),
            None => open(value),
        },
    }
}

fn duration(value: &Value) -> Option<String> {
    let count = value.count.unwrap_or(1.0);
    let number = if count <= 0.0 {
        "X".to_owned()
    } else if (count - count.round()).abs() < 0.001 {
        format!("{}", count.round() as i64)
    } else {
        format!("{count}")
    };
    let (clock, unit) = match value.unit? {
        Unit::Second => ("T", "S"),
        Unit::Minute => ("T", "M"),
        Unit::Hour => ("T", "H"),
        Unit::Day => ("", "D"),
        Unit::Weekend => ("", "WE"),
        Unit::Week => ("", "W"),
        Unit::Fortnight => return Some(format!("P{}W", (count * 2.0).round() as i64)),
        Unit::Month => ("", "M"),
        Unit::Quarter => return Some(format!("P{}M", (count * 3.0).round() as i64)),
        Unit::HalfYear => return Some(format!("P{}M", (count * 6.0).round() as i64)),
        Unit::Year => ("", "Y"),
        Unit::Decade => ("", "DE"),
        Unit::Century => ("", "CE"),
    };
    Some(format!("P{clock}{number}{unit}"))
}

fn repeat(value: &Value) -> String {
    if let Some(weekday) = value.weekday {
        return format!("XXXX-WXX-{weekday}");
    }
    if let Some(month) = value.month {
        return format!("XXXX-{month:02}");
    }
    if let Some(season) = value.season {
        return format!("XXXX-{}", season_code(season));
    }
    if let Some(part) = value.part {
        return format!("XXXX-XX-XXT{}", part_code(part));
    }
    match value.unit {
        Some(Unit::Hour | Unit::Minute | Unit::Second) => "XXXX-XX-XXTXX",
        Some(Unit::Week | Unit::Fortnight | Unit::Weekend) => "XXXX-WXX",
        Some(Unit::Month | Unit::Quarter | Unit::HalfYear) => "XXXX-XX",
        Some(Unit::Year) => "XXXX",
        _ => "XXXX-XX-XX",
    }
    .to_owned()
}

fn season_code(season: Season) -> &'static str {
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    }
}

fn part_code(part: Part) -> &'static str {
    match part {
        Part::Dawn | Part::Morning => "MO",
        Part::Noon | Part::Daytime => "DT",
        Part::Afternoon => "AF",
        Part::Evening => "EV",
        Part::Night => "NI",
        Part::Midnight => "MI",
    }
}

fn time(when: &When) -> String {
    let zone = if when.zone == Some(0) { "Z" } else { "" };
    match (when.clock, when.part) {
        (Some(clock), _) => format!("T{:02}:{:02}{zone}", clock / 60, clock % 60),
        (None, Some(Part::Dawn)) | (None, None) => String::new(),
        (None, Some(part)) => format!("T{}", part_code(part)),
    }
}

fn year(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

fn point(value: &Value, when: &When) -> String {
    let start = when.unit_start;
    let name = year(start.year());
    match when.grain {
        Grain::Day => format!("{name}-{:02}-{:02}{}", start.month(), start.day(), time(when)),
        Grain::Week | Grain::Weekend => {
            let week = start.iso_week_date();
            let end = if when.grain == Grain::Weekend { "-WE" } else { "" };
            format!("{}-W{:02}{end}", year(week.year()), week.week())
        }
        Grain::Month => format!("{name}-{:02}", start.month()),
        Grain::Quarter => format!("{name}-Q{}", (start.month() - 1) / 3 + 1),
        Grain::HalfYear => format!("{name}-H{}", (start.month() - 1) / 6 + 1),
        Grain::Season => when.season.map_or(name.clone(), |season| format!("{name}-{}", season_code(season))),
        Grain::Year => match value.edge {
            Some(truce_lexicon::load::times::Edge::FirstHalf) => format!("{name}-H1"),
            Some(truce_lexicon::load::times::Edge::SecondHalf) => format!("{name}-H2"),
            _ => name,
        },
        Grain::Decade => match value.decade {
            Some(decade) if value.bc => format!("BC{decade:03}"),
            _ => short(start.year(), 3),
        },
        Grain::Century => match value.century {
            Some(century) if value.bc => format!("BC{century:02}"),
            _ => short(start.year(), 2),
        },
    }
}

/// Returns the first figures of a year, for a decade or century.
fn short(first: i16, length: usize) -> String {
    // A decade before Christ is named by its figures: the 460s BC are -468 to -459.
    let name = if first > 0 { format!("{first:04}") } else { format!("BC{:04}", -(i32::from(first))) };
    name[..name.len() - (4 - length)].to_owned()
}

/// Returns the form of an expression whose days are not known.
fn open(value: &Value) -> Option<String> {
    let clock = match (value.clock, value.part) {
        (Some(clock), _) => format!("T{:02}:{:02}", clock / 60, clock % 60),
        (None, Some(part)) => format!("T{}", part_code(part)),
        _ => String::new(),
    };
    Some(match (value.month, value.day) {
        _ if value.weekday.is_some() && value.month.is_none() => format!("XXXX-WXX-{}", value.weekday?),
        (Some(month), Some(day)) => format!("XXXX-{month:02}-{day:02}{clock}"),
        (Some(month), None) => format!("XXXX-{month:02}"),
        (None, Some(day)) => format!("XXXX-XX-{day:02}{clock}"),
        (None, None) if value.season.is_some() => format!("XXXX-{}", season_code(value.season?)),
        _ if !clock.is_empty() => format!("XXXX-XX-XX{clock}"),
        _ => match value.unit? {
            Unit::Year => "XXXX",
            Unit::Month => "XXXX-XX",
            Unit::Week => "XXXX-WXX",
            _ => "XXXX-XX-XX",
        }
        .to_owned(),
    })
}
