//! Two counts in, the ratio of their rates with its exact interval and p-value out.
//! Takes every event as independent of the others; `dispersion` says how far that holds.
//!
//! Method: given the sum of two Poisson counts, the second is binomial with the share `r t2 / (t1 + r t2)`
//! (Przyborowski and Wilenski 1940, Biometrika 31:313). The interval of that share is Clopper and Pearson's
//! (1934, Biometrika 26:404), carried to the ratio.

use statrs::distribution::{Beta, ContinuousCDF as _};
use statrs::function::factorial::ln_binomial;

/// Counts of two windows with the days that each was watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Events before.
    pub before: u64,
    /// Events after.
    pub after: u64,
    /// Days watched before.
    pub days_before: f64,
    /// Days watched after.
    pub days_after: f64,
}

/// The rate after, divided by the rate before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// The ratio; not finite where nothing happened before, no number where nothing happened at all.
    pub value: f64,
    /// Lower bound of the exact interval of 95 of 100.
    pub low: f64,
    /// Upper bound; not finite where nothing happened before.
    pub high: f64,
    /// The two-sided exact binomial p-value for equal rates.
    pub p: f64,
}

/// Compares the rates of two windows.
///
/// ```
/// use truce_report::stats::rates::{Counts, rate_ratio};
/// let found = rate_ratio(Counts { before: 40, after: 17, days_before: 72.0, days_after: 72.0 });
/// assert_eq!(format!("{:.3} ({:.3}-{:.3}), p = {:.4}", found.value, found.low, found.high, found.p), "0.425 (0.226-0.767), p = 0.0032");
/// ```
pub fn rate_ratio(counts: Counts) -> RateRatio {
    let Counts { before, after, days_before, days_after } = counts;
    let scale = days_before / days_after;
    let (low, high) = clopper_pearson(after, after + before);
    let odds = |share: f64| if share >= 1.0 { f64::INFINITY } else { share / (1.0 - share) * scale };
    RateRatio {
        value: after as f64 / before as f64 * scale,
        low: odds(low),
        high: odds(high),
        p: binomial_test(after, after + before, days_after / (days_before + days_after)),
    }
}

/// Returns the exact interval of 95 of 100 for a share of which `hits` of `of` were seen.
pub fn clopper_pearson(hits: u64, of: u64) -> (f64, f64) {
    let quantile = |one: u64, other: u64, at: f64| {
        Beta::new(one as f64, other as f64).map_or(f64::NAN, |beta| beta.inverse_cdf(at))
    };
    let low = if hits == 0 { 0.0 } else { quantile(hits, of - hits + 1, 0.025) };
    let high = if hits == of { 1.0 } else { quantile(hits + 1, of - hits, 0.975) };
    (low, high)
}

/// Returns the two-sided exact p-value for `hits` of `of` where each is a hit with the chance `share`: the chances of
/// all numbers of hits that are no likelier than what was seen.
pub fn binomial_test(hits: u64, of: u64, share: f64) -> f64 {
    let chance = |number: u64| {
        (ln_binomial(of, number) + number as f64 * share.ln() + (of - number) as f64 * (1.0 - share).ln())
            .exp()
    };
    // Chances that differ by rounding alone are alike, as in R's binom.test.
    let most = chance(hits) * (1.0 + 1e-7);
    let sum: f64 = (0..=of).map(chance).filter(|chance| *chance <= most).sum();
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::near;

    /// Values: scipy 1.17, `binomtest(after, after + before, days_after / days).proportion_ci(method="exact")` and
    /// its `pvalue`, the interval carried to the ratio.
    #[test]
    fn ratios_are_those_of_scipy() {
        for (before, after, days_before, days_after, low, high, p) in [
            (
                40,
                17,
                72.0,
                72.0,
                0.225_923_065_329_917_9,
                0.766_866_906_848_224_6,
                0.003_201_543_767_450_381_3,
            ),
            (35, 16, 72.0, 72.0, 0.236_252_824_515_236_7, 0.847_994_685_246_533_9, 0.010_973_562_899_720_513),
            (5, 0, 30.0, 30.0, 0.0, 1.091_279_105_182_546, 0.0625),
            (12, 30, 60.0, 90.0, 0.828_642_090_041_434_6, 3.574_445_655_672_026_8, 0.156_506_566_522_977_95),
            (
                300,
                250,
                100.0,
                100.0,
                0.701_733_819_869_505_4,
                0.988_932_299_561_971_5,
                0.036_578_745_549_102_676,
            ),
        ] {
            let found = rate_ratio(Counts { before, after, days_before, days_after });
            assert!(near(found.low, low, 1e-6), "{before} {after}: {} not {low}", found.low);
            assert!(near(found.high, high, 1e-6), "{before} {after}: {} not {high}", found.high);
            assert!(near(found.p, p, 1e-8), "{before} {after}: {} not {p}", found.p);
        }
    }

    #[test]
    fn nothing_before_leaves_the_ratio_open_above() {
        let found = rate_ratio(Counts { before: 0, after: 3, days_before: 30.0, days_after: 30.0 });
        assert!(found.value.is_infinite() && found.high.is_infinite());
        // By hand: the share's lower bound is the cube root of 0.025.
        let share = 0.025_f64.cbrt();
        assert!(near(found.low, share / (1.0 - share), 1e-9), "{}", found.low);
        let none = rate_ratio(Counts { before: 0, after: 0, days_before: 30.0, days_after: 30.0 });
        assert!(none.value.is_nan() && none.low == 0.0 && none.high.is_infinite() && none.p == 1.0);
    }

    #[test]
    fn large_counts_stay_finite() {
        let found = rate_ratio(Counts { before: 60_000, after: 50_000, days_before: 72.0, days_after: 72.0 });
        assert!(found.p < 1e-100 && found.low < found.value && found.value < found.high, "{found:?}");
    }
}
