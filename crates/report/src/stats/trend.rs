//! Daily counts in; by what share their rate rose or fell from week to week, out.
//! A straight line on the scale of logarithms: it sees no turn inside the window.
//!
//! Method: Poisson regression of counts on days by Newton's method, standard errors widened by the root of the
//! dispersion where that is above one (McCullagh and Nelder 1989, 6.2.3).

use super::{Interval, Z95, two_sided};

/// How a rate changed over a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The rate of a week divided by that of the week before.
    pub weekly: Interval,
    /// The slope: change of the rate's logarithm in a day.
    pub slope: f64,
    /// Its standard error.
    pub error: f64,
    /// The p-value for a level rate.
    pub p: f64,
}

/// Fits a trend to daily counts; none where there are too few to tell.
pub fn trend(counts: &[u32]) -> Option<Trend> {
    let events: u32 = counts.iter().sum();
    if events < 3 || counts.len() < 7 {
        return None;
    }
    // Days from the middle of the window, so that level and slope hardly depend on each other.
    let middle = (counts.len() - 1) as f64 / 2.0;
    let days = || counts.iter().enumerate().map(|(at, &count)| (at as f64 - middle, f64::from(count)));
    let (mut level, mut slope) = ((f64::from(events) / counts.len() as f64).ln(), 0.0);
    let mut information = [0.0; 3];
    for _ in 0..60 {
        let (mut score, mut inner) = ([0.0; 2], [0.0; 3]);
        for (day, count) in days() {
            let mean = (level + slope * day).exp();
            score[0] += count - mean;
            score[1] += (count - mean) * day;
            inner[0] += mean;
            inner[1] += mean * day;
            inner[2] += mean * day * day;
        }
        information = inner;
        let size = inner[0] * inner[2] - inner[1] * inner[1];
        if size <= 0.0 || !size.is_finite() {
            return None;
        }
        let step = [
            (inner[2] * score[0] - inner[1] * score[1]) / size,
            (inner[0] * score[1] - inner[1] * score[0]) / size,
        ];
        level += step[0];
        slope += step[1];
        if step[0].abs() < 1e-12 && step[1].abs() < 1e-14 {
            break;
        }
    }
    let size = information[0] * information[2] - information[1] * information[1];
    let squares: f64 = days()
        .map(|(day, count)| {
            let mean = (level + slope * day).exp();
            (count - mean).powi(2) / mean
        })
        .sum();
    let dispersion = (squares / (counts.len() as f64 - 2.0)).max(1.0);
    let error = (information[0] / size * dispersion).sqrt();
    if !error.is_finite() || !slope.is_finite() {
        return None;
    }
    let weekly = |slope: f64| (7.0 * slope).exp();
    Some(Trend {
        weekly: Interval {
            value: weekly(slope),
            low: weekly(slope - Z95 * error),
            high: weekly(slope + Z95 * error),
        },
        slope,
        error,
        p: two_sided(slope / error),
    })
}

/// Returns the p-value for two windows having the same trend.
pub fn parallel(one: &Trend, other: &Trend) -> f64 {
    two_sided((one.slope - other.slope) / one.error.hypot(other.error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::near;

    const COUNTS: [u32; 20] = [2, 0, 1, 3, 5, 4, 0, 0, 1, 2, 7, 6, 3, 0, 0, 1, 0, 2, 1, 4];

    /// Values: statsmodels 0.15, `GLM(COUNTS, [1, day], Poisson()).fit(scale="X2")`: coefficient and standard error
    /// of the day, its p-value.
    #[test]
    fn trends_are_those_of_statsmodels() {
        let found = trend(&COUNTS).expect("enough to tell");
        assert!(near(found.slope, -0.005_013_373_264_747_874_5, 1e-7), "{found:?}");
        assert!(near(found.error, 0.040_798_348_394_614_256, 1e-6), "{found:?}");
        assert!(near(found.p, 0.902_200_721_624_472_1, 1e-6), "{found:?}");
    }

    #[test]
    fn too_few_events_have_no_trend() {
        assert_eq!(trend(&[0; 30]), None);
        assert_eq!(trend(&[0, 0, 0, 0, 0, 0, 0, 2]), None);
        let rising = trend(&[0, 0, 0, 0, 0, 1, 1, 2, 3, 4]).expect("enough");
        assert!(rising.weekly.value > 1.0 && rising.weekly.low < rising.weekly.high, "{rising:?}");
    }
}
