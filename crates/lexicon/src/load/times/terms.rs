//! The names that `data/times` may use: classes of words, slots of a value, kinds of expression.

use serde::{Deserialize, Serialize};

/// Declares an enumeration whose names in the data are given beside it.
macro_rules! names {
    ($(#[$meta:meta])* $type:ident { $($(#[$inner:meta])* $variant:ident = $name:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type { $($(#[$inner])* $variant),* }

        impl $type {
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the one with this name in the data.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Some(match name { $($name => Self::$variant,)* _ => return None })
            }

            /// Returns the one with this number.
            #[must_use]
            pub fn of(number: i32) -> Option<Self> {
                Self::ALL.get(usize::try_from(number).ok()?).copied()
            }
        }
    };
}

names! {
    /// What a token can be. The first are lists in the data, the rest are shapes of figures.
    Class {
        Month = "month",
        /// A month that can be nothing else, so that it needs no number or preposition beside it.
        PlainMonth = "plain-month",
        Weekday = "weekday",
        PlainWeekday = "plain-weekday",
        Unit = "unit",
        /// Units in the plural.
        Units = "units",
        /// "daily", "week-long".
        Daily = "daily",
        Long = "long",
        /// "months-long".
        LongSome = "long-some",
        Season = "season",
        Part = "part",
        Ordinal = "ordinal",
        Some = "some",
        Meridiem = "meridiem",
        Zone = "zone",
        Cardinal = "cardinal",
        Scale = "scale",
        /// Any number, in figures or in words, one token or several.
        Number = "number",
        /// 1-31.
        Day = "day",
        /// "14th".
        Nth = "nth",
        /// 1000-2100.
        Year = "year",
        /// A year that is no round number, so that it needs no other sign to be taken for one.
        PlainYear = "plain-year",
        /// "94", "'94".
        Short = "short-year",
        /// 1-4 figures.
        Figure = "figure",
        /// "05:20", "8.15".
        Clock = "clock",
        /// "2230".
        Military = "military",
        /// "04/06/2023", "17.8.74".
        Slashed = "slashed",
        /// "2018-11-24", "2018/11/24".
        Iso = "iso",
        /// "1990s", "'80s".
        Decade = "decade",
        /// Day, hour and minute: "132200".
        Group = "date-time-group",
        /// "November-December".
        Months = "months",
        /// "18h30".
        Hour = "hour",
    }
}

names! {
    /// What a value is made of.
    Slot {
        Year = "year",
        Month = "month",
        Day = "day",
        Weekday = "weekday",
        Season = "season",
        Holiday = "holiday",
        Part = "part",
        Clock = "clock",
        Meridiem = "meridiem",
        Zone = "zone",
        Unit = "unit",
        Count = "count",
        /// Half of the amount.
        Half = "half",
        Direction = "direction",
        Decade = "decade",
        Century = "century",
        Era = "era",
        Edge = "edge",
        Modifier = "modifier",
        Origin = "origin",
        Iso = "iso",
        Slashed = "slashed",
        Group = "date-time-group",
        Months = "months",
        Vague = "vague",
        /// Fields of an inner expression are taken over.
        Inner = "inner",
        From = "from",
        To = "to",
        /// The expression from which an amount is counted.
        Base = "base",
        Skip = "skip",
    }
}

names! {
    /// What sort of expression it is.
    Kind {
        /// A place in the calendar, some of its fields perhaps left out.
        Date = "date",
        /// A whole unit of the calendar some units away ("last week").
        Shift = "shift",
        /// An amount of time counted from something ("three weeks ago").
        Offset = "offset",
        /// A stretch of units that ends or starts at something ("the past three months").
        Window = "window",
        /// An amount of time.
        Duration = "duration",
        /// Something that comes again.
        Repeat = "repeat",
        /// "recently", "now".
        Vague = "vague",
        /// From one expression to another.
        Range = "range",
    }
}

names! {
    /// A unit of time.
    Unit {
        Second = "second",
        Minute = "minute",
        Hour = "hour",
        Day = "day",
        Weekend = "weekend",
        Week = "week",
        Fortnight = "fortnight",
        Month = "month",
        Quarter = "quarter",
        HalfYear = "half-year",
        Year = "year",
        Decade = "decade",
        Century = "century",
    }
}

names! {
    /// A part of a day.
    Part {
        Dawn = "dawn",
        Morning = "morning",
        Noon = "noon",
        Afternoon = "afternoon",
        Evening = "evening",
        Night = "night",
        Daytime = "daytime",
        Midnight = "midnight",
    }
}

names! {
    /// A season of the northern temperate year.
    Season { Spring = "spring", Summer = "summer", Autumn = "autumn", Winter = "winter" }
}

names! {
    /// A part of a longer stretch.
    Edge { Start = "start", Middle = "mid", End = "end", FirstHalf = "first-half", SecondHalf = "second-half" }
}

names! {
    /// How exact an amount or a date is.
    Modifier { About = "about", Less = "less", More = "more" }
}

names! {
    /// What a shift is counted from.
    Origin {
        /// The report's reference date.
        Reference = "reference",
        /// The date the discourse stands at.
        Discourse = "discourse",
        /// The happening told in the clause that follows ("two days after the raid").
        Event = "event",
        /// An expression inside this one.
        Base = "base",
    }
}

names! {
    /// Where a vague expression points.
    Vague { Past = "past", Present = "present", Future = "future" }
}

names! {
    /// Half of the day.
    Meridiem { Am = "am", Pm = "pm" }
}

names! {
    /// Years before or after Christ.
    Era { Ad = "ad", Bc = "bc" }
}

impl Class {
    /// Returns the class as one bit.
    #[must_use]
    pub fn bit(self) -> u64 {
        1 << (self as u64)
    }

    /// Returns the slot it fills unless the pattern says otherwise.
    #[must_use]
    pub fn slot(self) -> Slot {
        match self {
            Self::Month | Self::PlainMonth => Slot::Month,
            Self::Weekday | Self::PlainWeekday => Slot::Weekday,
            Self::Unit | Self::Units | Self::Daily | Self::Long | Self::LongSome => Slot::Unit,
            Self::Season => Slot::Season,
            Self::Part => Slot::Part,
            Self::Ordinal | Self::Day | Self::Nth => Slot::Day,
            Self::Some | Self::Cardinal | Self::Scale | Self::Number | Self::Figure => Slot::Count,
            Self::Meridiem => Slot::Meridiem,
            Self::Zone => Slot::Zone,
            Self::Year | Self::PlainYear | Self::Short => Slot::Year,
            Self::Clock | Self::Military | Self::Hour => Slot::Clock,
            Self::Slashed => Slot::Slashed,
            Self::Iso => Slot::Iso,
            Self::Decade => Slot::Decade,
            Self::Group => Slot::Group,
            Self::Months => Slot::Months,
        }
    }
}

/// Returns the number of a value by its name, or the number itself.
#[must_use]
pub fn value(slot: Slot, name: &str) -> Option<i32> {
    match slot {
        Slot::Unit => Unit::parse(name).map(|unit| unit as i32),
        Slot::Part => Part::parse(name).map(|part| part as i32),
        Slot::Season => Season::parse(name).map(|season| season as i32),
        Slot::Edge => Edge::parse(name).map(|edge| edge as i32),
        Slot::Modifier => Modifier::parse(name).map(|modifier| modifier as i32),
        Slot::Origin => Origin::parse(name).map(|origin| origin as i32),
        Slot::Vague => Vague::parse(name).map(|vague| vague as i32),
        Slot::Meridiem => Meridiem::parse(name).map(|meridiem| meridiem as i32),
        Slot::Era => Era::parse(name).map(|era| era as i32),
        _ => name.parse().ok(),
    }
}
