//! Days of events in; counts of each day of the record, of the windows and of weeks out.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::comparison::Week;

/// The windows around a day, and the days that the record covers. Days are numbers from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The day, in neither window.
    pub around: i32,
    /// Days of each window.
    pub days: u32,
    /// First and last day of the record.
    record: (i32, i32),
}

/// Returns the day of a number.
pub(super) fn day_of(number: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    epoch.checked_add(i64::from(number).days()).unwrap_or(if number < 0 { Date::MIN } else { Date::MAX })
}

impl Span {
    pub fn new(around: i32, days: u32, record: (i32, i32)) -> Self {
        Self { around, days, record }
    }

    /// Returns windows of so many days around the same day.
    pub fn with_days(&self, days: u32) -> Self {
        Self { days, ..*self }
    }

    /// First and last day of the window before, as far as the record covers it.
    fn before(&self) -> (i32, i32) {
        ((self.around - self.days as i32).max(self.record.0), (self.around - 1).min(self.record.1))
    }

    fn after(&self) -> (i32, i32) {
        ((self.around + 1).max(self.record.0), (self.around + self.days as i32).min(self.record.1))
    }

    pub fn days_before(&self) -> u32 {
        let (from, until) = self.before();
        (until - from + 1).max(0) as u32
    }

    pub fn days_after(&self) -> u32 {
        let (from, until) = self.after();
        (until - from + 1).max(0) as u32
    }

    pub fn is_before(&self, day: i32) -> bool {
        (self.around - self.days as i32..self.around).contains(&day)
    }

    pub fn is_after(&self, day: i32) -> bool {
        (self.around + 1..=self.around + self.days as i32).contains(&day)
    }

    pub fn window_before(&self) -> [String; 2] {
        [self.around - self.days as i32, self.around - 1].map(|day| day_of(day).to_string())
    }

    pub fn window_after(&self) -> [String; 2] {
        [self.around + 1, self.around + self.days as i32].map(|day| day_of(day).to_string())
    }
}

/// Counts of each day of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Series {
    span: Span,
    counts: Vec<u32>,
}

impl Series {
    /// Counts days of events.
    pub fn of(span: Span, days: &[i32]) -> Self {
        let (first, last) = span.record;
        let mut counts = vec![0; (last - first + 1).max(0) as usize];
        for day in days {
            if let Some(count) = usize::try_from(day - first).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        Self { span, counts }
    }

    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Every day of the record.
    pub fn all(&self) -> &[u32] {
        &self.counts
    }

    /// Where the day stands in the record; it may lie outside.
    pub fn at(&self) -> i32 {
        self.span.around - self.span.record.0
    }

    /// The day as it is written.
    pub fn around(&self) -> String {
        day_of(self.span.around).to_string()
    }

    fn part(&self, (from, until): (i32, i32)) -> &[u32] {
        let first = self.span.record.0;
        self.counts.get((from - first).max(0) as usize..(until - first + 1).max(0) as usize).unwrap_or(&[])
    }

    pub fn before(&self) -> &[u32] {
        self.part(self.span.before())
    }

    pub fn after(&self) -> &[u32] {
        self.part(self.span.after())
    }

    /// Counts whole weeks in both directions from the day, which is in none of them.
    pub fn weeks(&self) -> Vec<Week> {
        let at = self.at().clamp(0, self.counts.len() as i32) as usize;
        let mut weeks: Vec<Week> = Vec::new();
        let mut add = |from: usize, run: &[u32]| {
            weeks.push(Week {
                from: day_of(self.span.record.0 + from as i32).to_string(),
                events: run.iter().sum(),
            });
        };
        let odd = at % 7;
        for (number, run) in self.counts[odd..at].chunks_exact(7).enumerate() {
            add(odd + number * 7, run);
        }
        let later = self.counts.get(at + 1..).unwrap_or(&[]);
        for (number, run) in later.chunks_exact(7).enumerate() {
            add(at + 1 + number * 7, run);
        }
        weeks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_in_no_window_and_no_week() {
        let span = Span::new(100, 7, (80, 130));
        let series = Series::of(span, &[92, 93, 99, 100, 101, 107, 108, 79]);
        assert_eq!(series.before().iter().sum::<u32>(), 2);
        assert_eq!(series.after().iter().sum::<u32>(), 2);
        assert!(span.is_before(93) && !span.is_before(92) && !span.is_before(100) && !span.is_after(100));
        let weeks = series.weeks();
        assert_eq!(weeks.iter().map(|week| week.events).collect::<Vec<_>>(), [1, 2, 2, 1, 0, 0]);
        assert_eq!(weeks[2].from, day_of(101).to_string());
    }

    #[test]
    fn days_outside_the_record_are_not_watched() {
        let span = Span::new(100, 30, (90, 110));
        assert_eq!((span.days_before(), span.days_after()), (10, 10));
        let outside = Span::new(200, 30, (90, 110));
        assert_eq!((outside.days_before(), outside.days_after()), (0, 0));
        assert!(Series::of(outside, &[95]).before().is_empty());
        assert_eq!(Series::of(outside, &[95]).weeks().len(), 3);
    }
}
