//! What an expression of time says, before anything is known of the day it was said.

use truce_lexicon::load::times::{Bound, Edge, Kind, Modifier, Origin, Part, Season, Unit, Vague};

use crate::grammar::TokenId;
use crate::span::Bytes;

/// An expression of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// The words, without a preposition before them.
    pub span: Bytes,
    /// What they say.
    pub value: Value,
    /// What the words before make of it ("since", "by", "until").
    pub bound: Option<Bound>,
    /// The tokens of the two ends of a range.
    pub ends: Option<[(TokenId, TokenId); 2]>,
    /// Index into [`truce_lexicon::load::times::Times::rules`]: the rule that made it.
    pub rule: u16,
}

/// What an expression says; what it leaves out is `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What sort of expression it is.
    pub kind: Kind,
    /// Year as astronomers count: 1 BC is 0.
    pub year: Option<i16>,
    /// 199 for the 1990s.
    pub decade: Option<i16>,
    /// 18 for the years 1800-1899.
    pub century: Option<i16>,
    /// Whether the year or century lies before Christ.
    pub bc: bool,
    /// 1-12.
    pub month: Option<i8>,
    /// Last month of "November-December".
    pub last_month: Option<i8>,
    /// 1-31.
    pub day: Option<i8>,
    /// 1 is Monday.
    pub weekday: Option<i8>,
    /// Season.
    pub season: Option<Season>,
    /// Index into the names of holidays.
    pub holiday: Option<u16>,
    /// Part of the day.
    pub part: Option<Part>,
    /// Minutes after midnight.
    pub clock: Option<i16>,
    /// Minutes east of Greenwich.
    pub zone: Option<i16>,
    /// The figures of "05/02/2016" whose order is open: first, second.
    pub slashed: Option<(i8, i8)>,
    /// Unit of a shift or an amount.
    pub unit: Option<Unit>,
    /// How many units; 0 where the text says "some".
    pub count: Option<f32>,
    /// -1 back, 1 forward, 0 the present one.
    pub direction: Option<i8>,
    /// What it is counted from.
    pub origin: Origin,
    /// A part of the stretch.
    pub edge: Option<Edge>,
    /// How exact.
    pub modifier: Option<Modifier>,
    /// Where a vague expression points.
    pub vague: Option<Vague>,
    /// Both ends of a range.
    pub ends: Option<Box<(Value, Value)>>,
    /// What an amount is counted from.
    pub base: Option<Box<Value>>,
}

impl Default for Value {
    fn default() -> Self {
        Self {
            kind: Kind::Date,
            year: None,
            decade: None,
            century: None,
            bc: false,
            month: None,
            last_month: None,
            day: None,
            weekday: None,
            season: None,
            holiday: None,
            part: None,
            clock: None,
            zone: None,
            slashed: None,
            unit: None,
            count: None,
            direction: None,
            origin: Origin::Reference,
            edge: None,
            modifier: None,
            vague: None,
            ends: None,
            base: None,
        }
    }
}

impl Value {
    /// Says whether it names a day with its month and year.
    #[must_use]
    pub fn is_full_date(&self) -> bool {
        self.kind == Kind::Date && self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// Says whether it names a day and month, with or without a year.
    #[must_use]
    pub fn is_month_day(&self) -> bool {
        self.kind == Kind::Date && self.month.is_some() && self.day.is_some()
    }

    /// Says whether it is a length or a repetition, not a point or stretch of the calendar.
    #[must_use]
    pub fn is_length(&self) -> bool {
        matches!(self.kind, Kind::Duration | Kind::Repeat)
    }

    /// Says whether the calendar part holds nothing but a clock time or a part of the day.
    #[must_use]
    pub fn is_clock_only(&self) -> bool {
        self.kind == Kind::Date
            && (self.clock.is_some() || self.part.is_some())
            && self.year.is_none()
            && self.month.is_none()
            && self.day.is_none()
            && self.weekday.is_none()
            && self.holiday.is_none()
            && self.season.is_none()
            && self.decade.is_none()
            && self.century.is_none()
    }

    /// Takes over what `inner` says and this leaves out.
    pub(super) fn fill(&mut self, inner: &Value) {
        macro_rules! fill {
            ($($field:ident),*) => { $( if self.$field.is_none() { self.$field.clone_from(&inner.$field); } )* };
        }
        fill!(
            year, decade, century, month, last_month, day, weekday, season, holiday, part, clock, zone,
            slashed, unit, count, direction, edge, modifier, vague, ends, base
        );
        self.bc |= inner.bc;
        if self.origin == Origin::Reference {
            self.origin = inner.origin;
        }
    }

    /// Returns the same with the ends of a range made whole from each other.
    pub(super) fn with_whole_ends(mut self) -> Self {
        let (year, month, era) = (self.year, self.month, self.bc);
        if let Some(ends) = self.ends.as_mut() {
            let (from, to) = ends.as_mut();
            for end in [&mut *from, &mut *to] {
                if end.month.is_none() && end.day.is_some() {
                    end.month = month;
                }
                if end.year.is_none() {
                    end.year = year;
                }
                end.bc |= era;
            }
            if from.kind == Kind::Date && to.kind == Kind::Date {
                if from.month.is_none() && from.day.is_some() {
                    from.month = to.month;
                }
                if to.month.is_none() && to.day.is_some() {
                    to.month = from.month;
                }
                let turn = i16::from(matches!((from.month, to.month), (Some(from), Some(to)) if from > to));
                match (from.year, to.year) {
                    (None, Some(year)) if from.has_calendar() => from.year = Some(year - turn),
                    (Some(year), None) if to.has_calendar() => to.year = Some(year + turn),
                    (Some(year), Some(short)) if (0..100).contains(&short) && year > 100 => {
                        to.year = Some(year / 100 * 100 + short);
                    }
                    _ => {}
                }
                if from.clock.is_some() && from.month.is_none() && from.day.is_none() && to.day.is_none() {
                    let to = to.clone();
                    from.zone = from.zone.or(to.zone);
                }
            }
        }
        self
    }

    fn has_calendar(&self) -> bool {
        self.month.is_some() || self.season.is_some() || self.holiday.is_some()
    }
}
