//! Lengths of quiet in, some of them cut off; how long quiet lasts, out.
//! Takes lengths as independent and the cutting off as telling nothing of them.
//!
//! Methods: Kaplan and Meier (1958, Journal of the American Statistical Association 53:457) with Greenwood's variance
//! and the interval on the scale of log-log (Kalbfleisch and Prentice 2002, 1.4); log-rank test (Mantel 1966).

use super::{Z95, chi_squared_tail};

/// A length of quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quiet {
    /// Days from one day with an event to the next, or to the end of the window.
    pub days: u32,
    /// Whether an event ended it, and not the window.
    pub ended: bool,
}

/// The share of quiet that lasts longer than so many days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Days.
    pub days: u32,
    /// The share.
    pub share: f64,
    /// Lower bound of the interval of 95 of 100.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Returns the lengths of quiet in a window of daily counts: from each day with events to the next such day, the last
/// one cut off by the window's end. Events of one day are one.
pub fn quiets(counts: &[u32]) -> Vec<Quiet> {
    let days: Vec<usize> =
        counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(at, _)| at).collect();
    let mut found: Vec<Quiet> =
        days.windows(2).map(|pair| Quiet { days: (pair[1] - pair[0]) as u32, ended: true }).collect();
    if let Some(&last) = days.last()
        && counts.len() - last > 1
    {
        found.push(Quiet { days: (counts.len() - 1 - last) as u32, ended: false });
    }
    found
}

/// At each length at which quiet ended: how many lasted till then, and how many ended.
fn table(quiets: &[Quiet]) -> Vec<(u32, f64, f64)> {
    let mut lengths: Vec<u32> = quiets.iter().filter(|one| one.ended).map(|one| one.days).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths
        .into_iter()
        .map(|days| {
            let lasted = quiets.iter().filter(|one| one.days >= days).count();
            let ended = quiets.iter().filter(|one| one.ended && one.days == days).count();
            (days, lasted as f64, ended as f64)
        })
        .collect()
}

/// Returns the curve of Kaplan and Meier, a step for each length at which quiet ended.
pub fn kaplan_meier(quiets: &[Quiet]) -> Vec<Step> {
    let (mut share, mut variance) = (1.0_f64, 0.0_f64);
    table(quiets)
        .into_iter()
        .map(|(days, lasted, ended)| {
            share *= 1.0 - ended / lasted;
            variance += ended / (lasted * (lasted - ended));
            let (low, high) = if share > 0.0 && share < 1.0 {
                let reach = (Z95 * variance.sqrt() / share.ln()).exp();
                let (one, other) = (share.powf(reach), share.powf(1.0 / reach));
                (one.min(other), one.max(other))
            } else {
                (share, share)
            };
            Step { days, share, low, high }
        })
        .collect()
}

/// Returns the median length of quiet with its bounds; a bound or the median is none where the curve never falls
/// to a half.
pub fn median(curve: &[Step]) -> (Option<u32>, Option<u32>, Option<u32>) {
    let first = |of: fn(&Step) -> f64| curve.iter().find(|step| of(step) <= 0.5).map(|step| step.days);
    (first(|step| step.share), first(|step| step.low), first(|step| step.high))
}

/// Returns the p-value of the log-rank test for two sets of quiet lasting alike; none where neither tells.
pub fn log_rank(one: &[Quiet], other: &[Quiet]) -> Option<f64> {
    let both: Vec<Quiet> = one.iter().chain(other).copied().collect();
    let (mut excess, mut variance) = (0.0, 0.0);
    for (days, lasted, ended) in table(&both) {
        let here = one.iter().filter(|quiet| quiet.days >= days).count() as f64;
        let ended_here = one.iter().filter(|quiet| quiet.ended && quiet.days == days).count() as f64;
        excess += ended_here - ended * here / lasted;
        if lasted > 1.0 {
            variance += ended * (here / lasted) * (1.0 - here / lasted) * (lasted - ended) / (lasted - 1.0);
        }
    }
    (variance > 0.0).then(|| chi_squared_tail(excess * excess / variance, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::near;

    fn of(told: &[(u32, bool)]) -> Vec<Quiet> {
        told.iter().map(|&(days, ended)| Quiet { days, ended }).collect()
    }

    #[test]
    fn quiet_runs_from_event_to_event() {
        assert_eq!(quiets(&[0, 2, 0, 0, 1, 1, 0]), of(&[(3, true), (1, true), (1, false)]));
        assert_eq!(quiets(&[0, 0, 1]), of(&[]));
        assert_eq!(quiets(&[0, 0]), of(&[]));
    }

    /// Values: lifelines 0.30, `KaplanMeierFitter` (`confidence_interval_`, log-log) and `logrank_test`.
    #[test]
    fn curves_are_those_of_lifelines() {
        let one = of(&[(1, true), (1, true), (2, true), (2, false), (4, true), (7, true), (9, false)]);
        let other = of(&[(1, true), (3, true), (6, false), (8, true), (12, true), (15, false)]);
        let expected = [
            (1, 0.714_285_714_285_714_3, 0.258_153_665_458_794_9, 0.919_797_456_044_858_3),
            (2, 0.571_428_571_428_571_4, 0.171_866_015_528_775_06, 0.837_082_780_349_180_6),
            (4, 0.380_952_380_952_380_93, 0.061_231_174_238_430_72, 0.716_441_992_625_581_5),
            (7, 0.190_476_190_476_190_47, 0.009_184_630_591_806_197, 0.556_400_819_925_664_5),
        ];
        let curve = kaplan_meier(&one);
        assert_eq!(curve.len(), expected.len());
        for (step, (days, share, low, high)) in curve.iter().zip(expected) {
            assert_eq!(step.days, days);
            assert!(near(step.share, share, 1e-9), "{step:?}");
            assert!(near(step.low, low, 1e-6) && near(step.high, high, 1e-6), "{step:?}");
        }
        assert_eq!(median(&curve).0, Some(4));
        let p = log_rank(&one, &other).expect("both tell");
        assert!(near(p, 0.283_184_378_828_946_04, 1e-7), "{p}");
        assert_eq!(log_rank(&[], &[]), None);
    }
}
