//! Daily counts of two windows in; the ratio of their rates out, where days may vary more than chance.
//! Takes days as independent of each other: `dispersion` says whether they are.
//!
//! Method: negative binomial with variance `m + a m²` and one `a` for both windows (NB2; Hilbe 2011, Negative Binomial
//! Regression, 2nd edition, 8), by maximum likelihood. With one mean to each window its estimate is the window's
//! average whatever `a` is, so that only `a` is sought. Wald interval; p-value by the likelihood ratio.

use statrs::function::gamma::ln_gamma;

use super::dispersion::mean;
use super::{Interval, Z95, chi_squared_tail};

/// A comparison of two windows of daily counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NegativeBinomial {
    /// Extra variation `a`: nought where days vary as chance has it.
    pub extra: f64,
    /// The ratio of the rates.
    pub ratio: Interval,
    /// The p-value for equal rates, by the likelihood ratio.
    pub p: f64,
}

/// Bounds of the logarithm of the extra variation.
const LEAST: f64 = -14.0;
const MOST: f64 = 6.0;

/// Days by their count, which is what the likelihood needs.
struct Window {
    mean: f64,
    days: f64,
    counts: Vec<(f64, f64)>,
}

impl Window {
    fn of(counts: &[u32]) -> Self {
        let mut sorted = counts.to_vec();
        sorted.sort_unstable();
        let mut tallied: Vec<(f64, f64)> = Vec::new();
        for count in sorted {
            let count = f64::from(count);
            match tallied.last_mut() {
                Some((last, days)) if *last == count => *days += 1.0,
                _ => tallied.push((count, 1.0)),
            }
        }
        Self { mean: mean(counts), days: counts.len() as f64, counts: tallied }
    }

    /// The logarithm of the likelihood, without what does not depend on the parameters.
    fn likelihood(&self, extra: f64, mean: f64) -> f64 {
        if mean <= 0.0 {
            return 0.0;
        }
        let shape = 1.0 / extra;
        let tail = (shape * (extra * mean).ln_1p(), (mean * extra / (1.0 + mean * extra)).ln());
        self.counts
            .iter()
            .map(|&(count, days)| {
                // ln Γ(count + shape) - ln Γ(shape) as a sum where the count is small: no digits are lost.
                let rising = if count < 60.0 {
                    (0..count as u32).map(|step| (shape + f64::from(step)).ln()).sum::<f64>()
                } else {
                    ln_gamma(count + shape) - ln_gamma(shape)
                };
                days * (rising + count * tail.1 - tail.0)
            })
            .sum()
    }
}

/// Finds the extra variation that makes counts likeliest, and how likely.
fn fit(windows: &[(&Window, f64)]) -> (f64, f64) {
    let of = |log: f64| windows.iter().map(|(window, mean)| window.likelihood(log.exp(), *mean)).sum::<f64>();
    // A coarse walk finds the hill, golden sections its top.
    let steps = 80;
    let at = |step: i32| LEAST + (MOST - LEAST) * f64::from(step) / f64::from(steps);
    let best = (0..=steps).max_by(|&one, &other| of(at(one)).total_cmp(&of(at(other)))).unwrap_or(0);
    let (mut low, mut high) = (at((best - 1).max(0)), at((best + 1).min(steps)));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..90 {
        let (one, other) = (high - golden * (high - low), low + golden * (high - low));
        if of(one) < of(other) { low = one } else { high = other }
    }
    let top = f64::midpoint(low, high);
    (if top < LEAST + 0.3 { 0.0 } else { top.exp() }, of(top))
}

/// Compares daily counts of two windows; none where either saw nothing.
pub fn negative_binomial(before: &[u32], after: &[u32]) -> Option<NegativeBinomial> {
    let both: Vec<u32> = before.iter().chain(after).copied().collect();
    let (one, other, whole) = (Window::of(before), Window::of(after), Window::of(&both));
    if one.mean <= 0.0 || other.mean <= 0.0 {
        return None;
    }
    let (extra, likelihood) = fit(&[(&one, one.mean), (&other, other.mean)]);
    let (_, equal) = fit(&[(&whole, whole.mean)]);
    let error =
        [&one, &other].iter().map(|window| (1.0 / window.mean + extra) / window.days).sum::<f64>().sqrt();
    let value = other.mean / one.mean;
    let reach = (Z95 * error).exp();
    Some(NegativeBinomial {
        extra,
        ratio: Interval { value, low: value / reach, high: value * reach },
        p: chi_squared_tail(2.0 * (likelihood - equal), 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::near;

    const BEFORE: [u32; 24] = [2, 0, 1, 3, 5, 4, 0, 0, 1, 2, 7, 6, 3, 0, 0, 1, 0, 2, 1, 4, 9, 0, 0, 3];
    const AFTER: [u32; 24] = [0, 0, 1, 0, 2, 4, 0, 0, 0, 2, 0, 1, 3, 0, 0, 1, 0, 0, 1, 0, 5, 0, 0, 0];

    /// Values: statsmodels 0.15, `NegativeBinomial(counts, [1, window]).fit()`: `alpha`, the coefficient of the
    /// window with its standard error, and twice the difference of `llf` to the fit without it.
    #[test]
    fn fits_are_those_of_statsmodels() {
        let found = negative_binomial(&BEFORE, &AFTER).expect("both saw something");
        assert!(near(found.extra, 1.261_458_242_176_575, 1e-4), "{found:?}");
        assert!(near(found.ratio.value, 0.370_370_370_370_370_35, 1e-9), "{found:?}");
        assert!(
            near(found.ratio.low, 0.163_658_810_520_747_4, 1e-3)
                && near(found.ratio.high, 0.838_171_869_951_694_9, 1e-3),
            "{found:?}"
        );
        assert!(near(found.p, 0.021_897_203_024_411_713, 1e-4), "{found:?}");
    }

    #[test]
    fn steady_days_have_no_extra_variation() {
        let found = negative_binomial(&[2, 2, 2, 2, 2, 2], &[1, 1, 1, 1, 1, 1]).expect("both saw something");
        assert_eq!(found.extra, 0.0);
        assert_eq!(negative_binomial(&[0, 0], &[1, 2]), None);
    }
}
