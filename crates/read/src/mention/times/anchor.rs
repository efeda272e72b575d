//! An expression and what is known around it in, days of the calendar out.
//! Takes past or future from the verb; where nothing decides, gives no day.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use truce_lexicon::load::times::{Bound, Edge, Kind, Origin, Times, Unit, Vague};

use super::calendar;
use super::value::{TimeMention, Value};
use super::when::{Grain, When};

/// Tense of the verb that governs an expression.
#[allow(missing_docs)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tense {
    Past,
    Present,
    Future,
    #[default]
    Unknown,
}

/// What is known when an expression is read.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Words and holidays.
    pub times: &'a Times,
    /// The report's reference date.
    pub reference: Option<Date>,
    /// Tense of the governing verb.
    pub tense: Tense,
    /// The time the discourse stands at.
    pub previous: Option<&'a When>,
    /// The year the discourse stands in, if it was told.
    pub year: Option<i16>,
    /// Whether the text is a history, where a date without a year belongs to the story, not to the report.
    pub history: bool,
}

/// Returns the days that an expression means, or none if the text does not tell.
#[must_use]
pub fn anchor(mention: &TimeMention, context: &Context<'_>) -> Option<When> {
    let mut context = *context;
    match mention.bound {
        Some(Bound::Until | Bound::By) if context.tense != Tense::Past => context.tense = Tense::Future,
        Some(Bound::Since) => context.tense = Tense::Past,
        _ => {}
    }
    let when = match mention.value.kind {
        Kind::Duration => stretch(&mention.value, mention.bound, &context),
        _ => value(&mention.value, &context),
    }?;
    Some(when.bounded(mention.bound, context.reference))
}

/// Returns the stretch of a length of time, where it leads up to the report ("has burned for a month").
fn stretch(value: &Value, bound: Option<Bound>, context: &Context<'_>) -> Option<When> {
    if bound != Some(Bound::For) || context.tense != Tense::Present || context.history {
        return None;
    }
    let reference = context.reference?;
    let mut when = When::new(moved(reference, value, -1.0)?, reference, Grain::Day);
    when.range = true;
    Some(when)
}

/// Returns the days of a value.
pub(super) fn value(value: &Value, context: &Context<'_>) -> Option<When> {
    let mut when = match value.kind {
        Kind::Date => date(value, context)?,
        Kind::Shift => shift(value, context)?,
        Kind::Offset => offset(value, context)?,
        Kind::Window => window(value, context)?,
        Kind::Range => range(value, context)?,
        Kind::Vague if value.vague == Some(Vague::Present) => When::day(context.reference?),
        Kind::Duration | Kind::Repeat | Kind::Vague => return None,
    };
    when.part = value.part.or(when.part);
    when.clock = value.clock.or(when.clock);
    when.zone = value.zone.or(when.zone);
    when.modifier = value.modifier.or(when.modifier);
    if let Some(edge) = value.edge.filter(|_| value.kind != Kind::Window) {
        when = when.narrowed(edge);
    }
    Some(when)
}

fn range(value: &Value, context: &Context<'_>) -> Option<When> {
    let (from, to) = value.ends.as_deref()?;
    let mut outer = value.clone();
    outer.kind = Kind::Date;
    let clocks = from.is_clock_only() && to.is_clock_only();
    if clocks {
        outer.clock = from.clock;
        outer.zone = from.zone;
        return date(&outer, context).or_else(|| context.reference.map(When::day));
    }
    let last = self::value(to, context);
    let first = match &last {
        Some(last) if from.year.is_none() => {
            let before =
                Context { reference: Some(last.latest), tense: Tense::Past, history: false, ..*context };
            self::value(from, &before)
        }
        _ => self::value(from, context),
    }?;
    let last = last.or_else(|| {
        let after =
            Context { reference: Some(first.earliest), tense: Tense::Future, history: false, ..*context };
        self::value(to, &after)
    })?;
    let mut when = When::new(first.earliest, last.latest, first.grain.min(last.grain));
    when.unit_start = first.unit_start;
    when.range = true;
    when.clock = first.clock;
    Some(when)
}

/// How far a candidate lies from where it is expected; what the tense speaks against costs more.
fn cost(candidate: &When, pivot: Date, tense: Tense) -> i64 {
    let days = |from: Date, to: Date| i64::from((to - from).get_days());
    let (ahead, behind) = match tense {
        Tense::Past => (8, 1),
        Tense::Future => (1, 8),
        Tense::Present => (3, 1),
        Tense::Unknown => (2, 1),
    };
    if candidate.earliest > pivot {
        days(pivot, candidate.earliest) * ahead
    } else if candidate.latest < pivot {
        days(candidate.latest, pivot) * behind
    } else {
        0
    }
}

/// Returns the candidate that fits best, or by direction the nearest wholly before or after the pivot.
fn fit(
    candidates: impl Iterator<Item = When>,
    pivot: Date,
    direction: Option<i8>,
    tense: Tense,
) -> Option<When> {
    let candidates = candidates.filter(|candidate| match direction {
        Some(step) if step < 0 => candidate.latest < pivot,
        Some(step) if step > 0 => candidate.earliest > pivot,
        _ => true,
    });
    let tense = match direction {
        Some(step) if step < 0 => Tense::Past,
        Some(step) if step > 0 => Tense::Future,
        _ => tense,
    };
    candidates.min_by_key(|candidate| cost(candidate, pivot, tense))
}

/// Returns the years that can be meant, the likeliest first, and the day around which to look.
struct Years {
    first: i16,
    last: i16,
    pivot: Date,
    tense: Tense,
}

fn years(value: &Value, context: &Context<'_>, span: i16) -> Option<Years> {
    if let Some(year) = value.year {
        let pivot = Date::new(year, 7, 1).ok()?;
        return Some(Years { first: year, last: year, pivot, tense: Tense::Unknown });
    }
    let discourse = value.origin == Origin::Discourse || context.history;
    if discourse && let Some(previous) = context.previous {
        let year = previous.earliest.year();
        let turn = if value.direction.is_some() || span > 1 { span } else { turn_of_year(value, previous) };
        let (back, on) = if value.direction.is_some() || span > 1 { (turn, turn) } else { (-turn, turn) };
        return Some(Years {
            first: year.saturating_sub(back),
            last: year.saturating_add(on),
            pivot: previous.earliest,
            tense: Tense::Unknown,
        });
    }
    if let Some(year) = context.year.filter(|_| value.direction.is_none() && context.tense != Tense::Future) {
        return Some(Years {
            first: year,
            last: year,
            pivot: Date::new(year, 7, 1).ok()?,
            tense: Tense::Unknown,
        });
    }
    let pivot = context.reference?;
    let year = pivot.year();
    Some(Years { first: year - span, last: year + span, pivot, tense: context.tense })
}

/// Returns by how many years a story steps when it goes on to a month told without its year.
///
/// A story goes forward and stays in its year, unless another year is clearly nearer: from December to January,
/// or from January back to December.
fn turn_of_year(value: &Value, previous: &When) -> i16 {
    let Some(month) = value.month.filter(|_| previous.grain <= Grain::Month) else { return 0 };
    let gap = i16::from(month) - i16::from(previous.earliest.month());
    let cost = |turn: i16| {
        let months = gap + turn * 12;
        let way = if months >= 0 { months * 5 } else { -months * 13 };
        way + turn.abs() * 30
    };
    (-1..=1).min_by_key(|turn| (cost(*turn), turn.abs())).unwrap_or(0)
}

fn in_years(years: &Years) -> impl Iterator<Item = i16> + use<> {
    years.first.max(-9000)..=years.last.min(9000)
}

fn date(value: &Value, context: &Context<'_>) -> Option<When> {
    if let Some(index) = value.holiday {
        let holiday = context.times.holidays.get(context.times.holiday_names.get(index as usize)?)?;
        let years = years(value, context, 1)?;
        let days = in_years(&years).filter_map(|year| calendar::holiday(holiday, year));
        return fit(days, years.pivot, value.direction, years.tense);
    }
    if let Some(century) = value.century {
        let (first, last) = if value.bc {
            (1 - (century + 1) * 100, -century * 100)
        } else {
            (century * 100, century * 100 + 99)
        };
        return Some(When::new(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?, Grain::Century));
    }
    if let Some(decade) = value.decade {
        let first = decade.checked_mul(10)?;
        let (first, last) = if value.bc { (-8 - first, 1 - first) } else { (first, first + 9) };
        return Some(When::new(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?, Grain::Decade));
    }
    if let Some(season) = value.season {
        let years = years(value, context, 1)?;
        let seasons = in_years(&years).filter_map(|year| When::season(year, season));
        return fit(seasons, years.pivot, value.direction.filter(|step| *step != 0), years.tense);
    }
    if let (Some(month), Some(day)) = (value.month, value.day) {
        let years = years(value, context, 1)?;
        let days = |years: &Years| {
            in_years(years)
                .filter_map(move |year| Date::new(year, month, day).ok())
                .map(When::day)
                .collect::<Vec<_>>()
        };
        if let Some(weekday) = value.weekday.filter(|_| value.year.is_none()) {
            let matches = |when: &When| when.earliest.weekday().to_monday_one_offset() == weekday;
            let wide = self::years(value, &Context { year: None, ..*context }, 6)?;
            let found = fit(days(&wide).into_iter().filter(matches), wide.pivot, None, wide.tense);
            if found.is_some() {
                return found;
            }
        }
        let leap = days(&years);
        let leap = if leap.is_empty() && day == 29 { days(&self::years(value, context, 4)?) } else { leap };
        return fit(leap.into_iter(), years.pivot, value.direction, years.tense);
    }
    if let Some(month) = value.month {
        let years = years(value, context, 1)?;
        let months = in_years(&years).filter_map(|year| When::month(year, month));
        let mut when = fit(months, years.pivot, value.direction.filter(|step| *step != 0), years.tense)?;
        if let Some(last) = value.last_month {
            let year = when.earliest.year() + i16::from(last < month);
            when.latest = When::month(year, last)?.latest;
            when.range = true;
        }
        return Some(when);
    }
    if let Some(day) = value.day {
        return day_of_month(day, value, context);
    }
    if let Some(weekday) = value.weekday {
        return day_of_week(weekday, value, context);
    }
    if let Some(year) = value.year {
        return When::year(year);
    }
    if value.is_clock_only() {
        return clock_day(context).map(When::day);
    }
    None
}

/// Returns the day that a bare clock time belongs to: the one just told, else the report's.
fn clock_day(context: &Context<'_>) -> Option<Date> {
    let told =
        context.previous.filter(|previous| previous.grain == Grain::Day).map(|previous| previous.earliest);
    match (told, context.reference) {
        (Some(told), Some(reference)) if !context.history => {
            Some(if (told - reference).get_days().abs() <= 31 { told } else { reference })
        }
        (told, reference) => told.or(reference),
    }
}

fn day_of_month(day: i8, value: &Value, context: &Context<'_>) -> Option<When> {
    let previous = context.previous.filter(|previous| previous.grain <= Grain::Month);
    let pivot = match (context.history, previous) {
        (true, Some(previous)) => previous.earliest,
        _ => context.reference.or(previous.map(|previous| previous.earliest))?,
    };
    let months =
        (-2..=2).filter_map(|step| pivot.first_of_month().checked_add(Span::new().months(step)).ok());
    let days = months.filter_map(|first| Date::new(first.year(), first.month(), day).ok()).map(When::day);
    let matches = |when: &When| {
        value.weekday.is_none_or(|weekday| when.earliest.weekday().to_monday_one_offset() == weekday)
    };
    let days: Vec<When> = days.collect();
    let tense = if context.history { Tense::Unknown } else { context.tense };
    fit(days.iter().filter(|when| matches(when)).cloned(), pivot, None, tense)
        .or_else(|| fit(days.into_iter(), pivot, None, tense))
}

fn day_of_week(weekday: i8, value: &Value, context: &Context<'_>) -> Option<When> {
    let discourse = value.origin == Origin::Discourse || context.history;
    let pivot = match (discourse, context.previous) {
        (true, Some(previous)) if previous.grain == Grain::Day => previous.earliest,
        (true, _) => return None,
        _ => context.reference?,
    };
    let monday = monday_of(pivot)?;
    let day = |weeks: i64| monday.checked_add((weeks * 7 + i64::from(weekday) - 1).days()).ok();
    let found = match value.direction {
        None if context.tense == Tense::Future => (0..=1).filter_map(day).find(|day| *day >= pivot),
        None => (-1..=0).rev().filter_map(day).find(|day| *day <= pivot),
        Some(0) => day(0),
        Some(1) => (0..=1).filter_map(day).find(|day| *day > pivot),
        Some(step) => {
            let last = (-1..=0).rev().filter_map(day).find(|day| *day < pivot)?;
            last.checked_sub((i64::from(-step - 1) * 7).days()).ok()
        }
    };
    found.map(When::day)
}

fn monday_of(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

/// Returns the time that a shift or an amount is counted from.
fn origin(value: &Value, context: &Context<'_>) -> Option<When> {
    match value.origin {
        Origin::Reference => {
            let told = context.previous.filter(|_| context.history).cloned();
            told.or_else(|| context.reference.map(When::day))
        }
        Origin::Discourse => context.previous.cloned().or_else(|| context.reference.map(When::day)),
        Origin::Base => self::value(value.base.as_deref()?, context),
        Origin::Event => None,
    }
}

/// Returns a whole unit of the calendar, some units away.
fn shift(value: &Value, context: &Context<'_>) -> Option<When> {
    let origin = origin(value, context)?;
    let step = value.count.unwrap_or(1.0) as i64 * i64::from(value.direction.unwrap_or(1));
    let unit = value.unit.or_else(|| value.season.map(|_| Unit::Year)).unwrap_or(Unit::Day);
    let from = if step > 0 { origin.latest } else { origin.earliest };
    let add = |span: Span| from.checked_add(span).ok();
    let when = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => When::day(from),
        Unit::Day => {
            // "That day" is told of a day; of a month it stays open.
            if origin.grain > Grain::Day && value.origin == Origin::Discourse {
                return None;
            }
            When::day(add(Span::new().days(step))?)
        }
        Unit::Week | Unit::Fortnight => {
            let monday = monday_of(add(Span::new().days(step * 7))?)?;
            When::new(monday, monday.checked_add(6.days()).ok()?, Grain::Week)
        }
        Unit::Weekend => {
            let saturday = monday_of(from)?.checked_add(5.days()).ok()?;
            let back = i64::from(step == 0 && context.tense != Tense::Future && saturday > from) * 7;
            let saturday = saturday.checked_add((step * 7 - back).days()).ok()?;
            When::new(saturday, saturday.tomorrow().ok()?, Grain::Weekend)
        }
        Unit::Month => {
            let first = from.first_of_month().checked_add(Span::new().months(step)).ok()?;
            When::month(first.year(), first.month())?
        }
        Unit::Quarter => {
            let month = (from.month() - 1) / 3 * 3 + 1;
            let first =
                Date::new(from.year(), month, 1).ok()?.checked_add(Span::new().months(step * 3)).ok()?;
            let last = first.checked_add(2.months()).ok()?.last_of_month();
            When::new(first, last, Grain::Quarter)
        }
        Unit::HalfYear => {
            let month = (from.month() - 1) / 6 * 6 + 1;
            let first =
                Date::new(from.year(), month, 1).ok()?.checked_add(Span::new().months(step * 6)).ok()?;
            When::new(first, first.checked_add(5.months()).ok()?.last_of_month(), Grain::HalfYear)
        }
        Unit::Year => When::year(from.year().checked_add(step as i16)?)?,
        Unit::Decade => {
            let first = (from.year().div_euclid(10) + step as i16).checked_mul(10)?;
            When::new(Date::new(first, 1, 1).ok()?, Date::new(first + 9, 12, 31).ok()?, Grain::Decade)
        }
        Unit::Century => {
            let first = (from.year().div_euclid(100) + step as i16).checked_mul(100)?;
            When::new(Date::new(first, 1, 1).ok()?, Date::new(first + 99, 12, 31).ok()?, Grain::Century)
        }
    };
    refine(when, value, context)
}

/// Narrows a stretch to the month, day, weekday or season named with it ("Tuesday of last week").
fn refine(when: When, value: &Value, context: &Context<'_>) -> Option<When> {
    let year = when.earliest.year();
    if when.grain == Grain::Week
        && let Some(weekday) = value.weekday
    {
        return when.earliest.checked_add(i64::from(weekday - 1).days()).ok().map(When::day);
    }
    if when.grain == Grain::Month
        && let Some(day) = value.day
    {
        return Date::new(year, when.earliest.month(), day).ok().map(When::day);
    }
    if when.grain == Grain::Year
        && (value.month.is_some() || value.season.is_some() || value.holiday.is_some())
    {
        let inner =
            Value { kind: Kind::Date, year: Some(year), direction: None, unit: None, ..value.clone() };
        return date(&inner, context);
    }
    Some(when)
}

/// Moves a day by an amount of time, in whole units; 0 where the amount is not told.
fn moved(day: Date, value: &Value, sign: f32) -> Option<Date> {
    let count = value.count.unwrap_or(1.0);
    if count <= 0.0 {
        return None;
    }
    let whole = |factor: f32| (count * factor * sign).round() as i64;
    let span = match value.unit? {
        Unit::Second | Unit::Minute => Span::new(),
        Unit::Hour => Span::new().try_days(whole(1.0 / 24.0)).ok()?,
        Unit::Day => Span::new().try_days(whole(1.0)).ok()?,
        Unit::Weekend | Unit::Week => Span::new().try_days(whole(7.0)).ok()?,
        Unit::Fortnight => Span::new().try_days(whole(14.0)).ok()?,
        Unit::Month => Span::new().try_months(whole(1.0)).ok()?,
        Unit::Quarter => Span::new().try_months(whole(3.0)).ok()?,
        Unit::HalfYear => Span::new().try_months(whole(6.0)).ok()?,
        Unit::Year => Span::new().try_months(whole(12.0)).ok()?,
        Unit::Decade => Span::new().try_years(whole(10.0)).ok()?,
        Unit::Century => Span::new().try_years(whole(100.0)).ok()?,
    };
    day.checked_add(span).ok()
}

fn offset(value: &Value, context: &Context<'_>) -> Option<When> {
    let origin = origin(value, context)?;
    from_origin(value, &origin)
}

/// Returns the time that lies an amount of time before or after another.
///
/// The answer is as coarse as the unit: years give a year, months a month, unless the day is known and the unit
/// is days, weeks or finer.
fn from_origin(value: &Value, origin: &When) -> Option<When> {
    let sign = f32::from(value.direction.unwrap_or(1));
    let day = moved(if sign < 0.0 { origin.earliest } else { origin.latest }, value, sign)?;
    match value.unit? {
        Unit::Month | Unit::Quarter | Unit::HalfYear => When::month(day.year(), day.month()),
        Unit::Year => When::year(day.year()),
        Unit::Decade | Unit::Century => {
            let first = day.year().div_euclid(10) * 10;
            Some(When::new(Date::new(first, 1, 1).ok()?, Date::new(first + 9, 12, 31).ok()?, Grain::Decade))
        }
        Unit::Week | Unit::Fortnight | Unit::Weekend if origin.grain <= Grain::Week => {
            Some(When { grain: Grain::Week, ..When::day(day) })
        }
        _ if origin.grain <= Grain::Week => Some(When::day(day)),
        _ => None,
    }
}

impl Value {
    /// Returns the time an amount of time away from a known happening: with `origin` event ("six days after
    /// the raid") and for deadlines ("within 40 days").
    #[must_use]
    pub fn counted_from(&self, event: &When) -> Option<When> {
        matches!(self.kind, Kind::Offset | Kind::Duration).then(|| from_origin(self, event)).flatten()
    }
}

fn window(value: &Value, context: &Context<'_>) -> Option<When> {
    let origin = origin(value, context)?;
    let back = value.direction == Some(-1);
    let based = value.origin == Origin::Base;
    let (from, to) = match (back, value.edge) {
        (true, _) => {
            let from = if based && value.unit >= Some(Unit::Week) || value.edge == Some(Edge::End) {
                moved(origin.latest.tomorrow().ok()?, value, -1.0)?
            } else {
                moved(origin.latest, value, -1.0)?
            };
            (from, origin.latest)
        }
        (false, Some(Edge::Start)) => {
            (origin.earliest, moved(origin.earliest, value, 1.0)?.yesterday().ok()?)
        }
        (false, _) => (origin.earliest, moved(origin.earliest, value, 1.0)?),
    };
    let mut when = When::new(from, to, Grain::Day);
    when.range = from != to;
    Some(when)
}
