//! Daily counts in; where the ratio of the real day stands among the ratios of all other days, out.
//! Asks how unusual the change is in this series, not how likely under a model. Days near each other share most of
//! their counts: the share is no p-value of independent trials.
//!
//! Method: placebo dates, as placebo treatments "in time" (Abadie, Diamond and Hainmueller 2015, American Journal of
//! Political Science 59:495) and randomisation inference over the date.

/// One day's counts before and after it, the day itself left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slid {
    /// Which day of the series.
    pub at: usize,
    /// Events in the days before.
    pub before: u64,
    /// Events in the days after.
    pub after: u64,
}

impl Slid {
    /// Returns the rate ratio; none where nothing happened before.
    pub fn ratio(&self) -> Option<f64> {
        (self.before > 0).then(|| self.after as f64 / self.before as f64)
    }

    /// Says whether the ratio is as small as another: compared as fractions, so that equal ratios are equal.
    fn as_small_as(&self, other: &Self) -> bool {
        self.before > 0
            && u128::from(self.after) * u128::from(other.before)
                <= u128::from(other.after) * u128::from(self.before)
    }

    /// How far the logarithm of the ratio is from nought; half an event is added to each count, so that it is told
    /// where one is nought.
    fn distance(&self) -> f64 {
        ((self.after as f64 + 0.5) / (self.before as f64 + 0.5)).ln().abs()
    }
}

/// Counts before and after each day of the series that has whole windows.
#[derive(Debug, Clone, PartialEq)]
pub struct Placebo {
    /// All days with whole windows.
    pub days: Vec<Slid>,
    /// Days whose ratio is as small as the real one; a day with nothing before it is not.
    pub as_small: usize,
    /// Days whose ratio is as far from one, either way.
    pub as_far: usize,
    /// Days of which no two share a day of their windows, the real one among them.
    pub apart: usize,
    /// Those of them whose ratio is as small as the real one, the real one among them.
    pub apart_as_small: usize,
}

/// Slides the day over a series of daily counts. `real` are the counts of the real day, and `at` is where in the
/// series it stands; it may lie too near the ends to be among the days.
pub fn placebo(series: &[u32], window: usize, at: i64, real: Slid) -> Placebo {
    let mut sums = Vec::with_capacity(series.len() + 1);
    sums.push(0_u64);
    for &count in series {
        sums.push(sums[sums.len() - 1] + u64::from(count));
    }
    let days: Vec<Slid> = (window..series.len().saturating_sub(window))
        .map(|at| Slid {
            at,
            before: sums[at] - sums[at - window],
            after: sums[at + window + 1] - sums[at + 1],
        })
        .collect();
    let span = 2 * window as i64 + 1;
    let apart = || days.iter().filter(|day| (day.at as i64 - at).rem_euclid(span) == 0);
    Placebo {
        as_small: days.iter().filter(|day| day.as_small_as(&real)).count(),
        as_far: days.iter().filter(|day| day.distance() >= real.distance() - 1e-12).count(),
        apart: apart().count(),
        apart_as_small: apart().filter(|day| day.as_small_as(&real)).count(),
        days,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_ranked_by_their_ratio() {
        // Windows of two days; days 2 to 5 have whole ones. By hand:
        //  2: (1+1) / (0+3) -> 2 before, 3 after;  3: 3, 0 after 1;  4: 2 before, 1 after;  5: 3 before, 2 after.
        let series = [1, 1, 2, 0, 3, 1, 0, 2];
        let real = Slid { at: 4, before: 2, after: 1 };
        let found = placebo(&series, 2, 4, real);
        assert_eq!(
            found.days,
            [
                Slid { at: 2, before: 2, after: 3 },
                Slid { at: 3, before: 3, after: 4 },
                Slid { at: 4, before: 2, after: 1 },
                Slid { at: 5, before: 3, after: 2 }
            ]
        );
        assert_eq!((found.as_small, found.as_far), (1, 1));
        assert_eq!((found.apart, found.apart_as_small), (1, 1));
    }

    #[test]
    fn nothing_before_is_not_smaller() {
        let real = Slid { at: 1, before: 2, after: 0 };
        let found = placebo(&[0, 0, 0, 0, 0], 1, 1, real);
        assert_eq!((found.days.len(), found.as_small), (3, 0));
        assert!(placebo(&[1, 2], 3, 0, real).days.is_empty(), "a series shorter than its windows has no day");
    }

    #[test]
    fn equal_fractions_are_equal() {
        let real = Slid { at: 0, before: 3, after: 1 };
        assert!(Slid { at: 9, before: 9, after: 3 }.as_small_as(&real));
        assert!(!Slid { at: 9, before: 8, after: 3 }.as_small_as(&real));
    }
}
