//! Two counts of an area and two of another in, the ratio of their rate ratios out.
//! Holds only if without the truce both areas had changed alike; that cannot be seen in the counts.
//!
//! Methods: Wald interval of the log odds ratio (Woolf 1955, Annals of Human Genetics 19:251); Fisher's exact test
//! (1935), two-sided by the chances that are no likelier; exact conditional interval (Cornfield 1956; Agresti 1992,
//! Statistical Science 7:131).

use statrs::function::factorial::ln_binomial;

use super::{Interval, Z95, crossing};

/// Counts of an area and of another that it is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// In the area before.
    pub before: u64,
    /// In the area after.
    pub after: u64,
    /// In the other before.
    pub control_before: u64,
    /// In the other after.
    pub control_after: u64,
}

impl Table {
    /// Returns the ratio of the rate ratios with its Wald interval; none where one of the counts is nought.
    pub fn ratio_of_ratios(&self) -> Option<Interval> {
        let counts = [self.before, self.after, self.control_before, self.control_after];
        if counts.contains(&0) {
            return None;
        }
        let [before, after, control_before, control_after] = counts.map(|count| count as f64);
        let value = (after / before) / (control_after / control_before);
        let error = counts.iter().map(|&count| 1.0 / count as f64).sum::<f64>().sqrt();
        let reach = (Z95 * error).exp();
        Some(Interval { value, low: value / reach, high: value * reach })
    }

    /// Chances of each possible number of the area's events after, given all sums and the logarithm of the ratio.
    fn chances(&self, log_ratio: f64) -> (u64, Vec<f64>) {
        let (area, control) = (self.before + self.after, self.control_before + self.control_after);
        let after = self.after + self.control_after;
        let (least, most) = (after.saturating_sub(control), area.min(after));
        let logs: Vec<f64> = (least..=most)
            .map(|number| {
                ln_binomial(area, number) + ln_binomial(control, after - number) + number as f64 * log_ratio
            })
            .collect();
        let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logs.iter().map(|log| (log - top).exp()).sum();
        (least, logs.iter().map(|log| (log - top).exp() / sum).collect())
    }

    /// Returns Fisher's two-sided exact p-value for a ratio of one.
    pub fn fisher(&self) -> f64 {
        let (least, chances) = self.chances(0.0);
        let seen = chances[(self.after - least) as usize] * (1.0 + 1e-7);
        chances.iter().filter(|chance| **chance <= seen).sum::<f64>().min(1.0)
    }

    /// Returns the exact conditional interval of 95 of 100; open bounds are nought and infinity.
    pub fn exact_interval(&self) -> (f64, f64) {
        // Log ratios beyond this are told as open: counts that large are not met.
        const FAR: f64 = 40.0;
        let (least, chances) = self.chances(0.0);
        let seen = (self.after - least) as usize;
        let at_most = |log: f64| self.chances(log).1[..=seen].iter().sum::<f64>();
        let at_least = |log: f64| self.chances(log).1[seen..].iter().sum::<f64>();
        let low = if seen == 0 { 0.0 } else { crossing(-FAR, FAR, |log| at_least(log) - 0.025).exp() };
        let high = if seen + 1 == chances.len() {
            f64::INFINITY
        } else {
            crossing(-FAR, FAR, |log| at_most(log) - 0.025).exp()
        };
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::near;

    /// Values: scipy 1.17, `fisher_exact` and `contingency.odds_ratio(kind="conditional").confidence_interval()`;
    /// the Wald interval from statsmodels 0.15, `Table2x2.oddsratio_confint`.
    #[test]
    fn tables_are_those_of_scipy_and_statsmodels() {
        for (counts, value, wald, p, exact) in [
            (
                [40, 17, 52, 38],
                0.581_578_947_368_421_1,
                (0.287_374_381_517_194_24, 1.176_980_600_137_188_5),
                0.162_258_250_964_602_9,
                (0.267_916_819_015_482_64, 1.239_719_792_322_219_8),
            ),
            (
                [8, 3, 5, 9],
                0.208_333_333_333_333_34,
                (0.037_333_778_145_073_826, 1.162_560_553_317_714_1),
                0.110_701_305_693_902_27,
                (0.025_416_967_743_311_227, 1.493_487_979_780_687_3),
            ),
            (
                [120, 90, 300, 310],
                0.725_806_451_612_903_2,
                (0.529_126_167_105_130_2, 0.995_594_317_485_807_3),
                0.054_623_975_298_891,
                (0.522_043_223_289_742_1, 1.007_540_255_245_022_8),
            ),
        ] {
            let [before, after, control_before, control_after] = counts;
            let table = Table { before, after, control_before, control_after };
            let found = table.ratio_of_ratios().expect("no count is nought");
            for (one, other) in [(found.value, value), (found.low, wald.0), (found.high, wald.1)] {
                assert!(near(one, other, 1e-8), "{counts:?}: {one} not {other}");
            }
            assert!(near(table.fisher(), p, 1e-8), "{counts:?}: {} not {p}", table.fisher());
            let (low, high) = table.exact_interval();
            assert!(near(low, exact.0, 1e-5) && near(high, exact.1, 1e-5), "{counts:?}: {low} {high}");
        }
    }

    #[test]
    fn a_nought_leaves_no_wald_interval() {
        let table = Table { before: 5, after: 0, control_before: 9, control_after: 7 };
        assert_eq!(table.ratio_of_ratios(), None);
        let (low, high) = table.exact_interval();
        assert!(low == 0.0 && high.is_finite() && high > 0.0, "{high}");
    }
}
