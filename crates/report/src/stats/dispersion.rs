//! Daily counts in; how far they are from independent events, out.
//!
//! Methods: Pearson's dispersion, the sum of squared Pearson residuals over the degrees of freedom (McCullagh and
//! Nelder 1989, Generalized Linear Models, 2nd edition, 4.5); sample autocorrelation and Ljung and Box's test (1978,
//! Biometrika 65:297).

use super::chi_squared_tail;

/// Returns Pearson's dispersion of counts about the mean of their own window: 1 for independent events, more where
/// they come in clusters. None where there is nothing to measure.
pub fn dispersion(windows: &[&[u32]]) -> Option<f64> {
    let mut squares = 0.0;
    let mut freedom = 0_i64;
    for counts in windows {
        let mean = mean(counts);
        if mean > 0.0 {
            squares += counts.iter().map(|&count| (f64::from(count) - mean).powi(2) / mean).sum::<f64>();
            freedom += counts.len() as i64 - 1;
        }
    }
    (freedom > 0).then(|| squares / freedom as f64)
}

/// Returns the mean of counts; nought of none.
pub(crate) fn mean(counts: &[u32]) -> f64 {
    counts.iter().map(|&count| f64::from(count)).sum::<f64>() / (counts.len().max(1)) as f64
}

/// Adds up counts by runs of so many days, from the first day on; what is left over is left out.
pub fn summed(counts: &[u32], days: usize) -> Vec<u32> {
    counts.chunks_exact(days.max(1)).map(|run| run.iter().sum()).collect()
}

/// How counts hang together over days.
#[derive(Debug, Clone, PartialEq)]
pub struct Autocorrelation {
    /// Correlation with the count so many days later, from one day on.
    pub lags: Vec<f64>,
    /// Ljung and Box's statistic over these lags.
    pub statistic: f64,
    /// Its p-value: the chance of as much if days were independent.
    pub p: f64,
}

/// Returns the autocorrelation of counts about the mean of their own window; none where they do not vary.
pub fn autocorrelation(windows: &[&[u32]], lags: usize) -> Option<Autocorrelation> {
    let centred: Vec<Vec<f64>> = windows
        .iter()
        .map(|counts| {
            let mean = mean(counts);
            counts.iter().map(|&count| f64::from(count) - mean).collect()
        })
        .collect();
    let whole: f64 = centred.iter().flatten().map(|off| off * off).sum();
    let days: usize = centred.iter().map(Vec::len).sum();
    if whole <= 0.0 || centred.iter().any(|window| window.len() <= lags) {
        return None;
    }
    // Pairs of days across the two windows are left out: the day between is missing and the means differ.
    let found: Vec<f64> = (1..=lags)
        .map(|lag| {
            let pairs: f64 =
                centred.iter().flat_map(|window| window.iter().zip(&window[lag..])).map(|(a, b)| a * b).sum();
            pairs / whole
        })
        .collect();
    let size = days as f64;
    let sum: f64 = found.iter().enumerate().map(|(at, r)| r * r / (size - (at + 1) as f64)).sum();
    let statistic = size * (size + 2.0) * sum;
    Some(Autocorrelation { p: chi_squared_tail(statistic, lags as f64), lags: found, statistic })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::near;

    const COUNTS: [u32; 20] = [2, 0, 1, 3, 5, 4, 0, 0, 1, 2, 7, 6, 3, 0, 0, 1, 0, 2, 1, 4];

    #[test]
    fn independent_and_clustered_counts_are_told_apart() {
        // By hand: mean 2, squares 4+4, over 2, by 1 degree of freedom.
        assert_eq!(dispersion(&[&[0, 4]]), Some(4.0));
        assert_eq!(dispersion(&[&[0, 4], &[1, 1, 1]]), Some(4.0 / 3.0));
        assert_eq!(dispersion(&[&[0, 0], &[0, 0]]), None);
        assert_eq!(dispersion(&[]), None);
        // statsmodels 0.15: GLM(COUNTS, ones, Poisson()).fit(), pearson_chi2 / df_resid.
        assert!(near(dispersion(&[&COUNTS]).expect("counts"), 2.200_501_253_132_832_5, 1e-10));
    }

    /// Values: statsmodels 0.15, `acf(COUNTS, nlags=3, qstat=True)`.
    #[test]
    fn autocorrelation_is_that_of_statsmodels() {
        let found = autocorrelation(&[&COUNTS], 3).expect("they vary");
        for (one, other) in
            found.lags.iter().zip([0.455_466_970_387_243_8, -0.151_708_428_246_013_7, -0.574_373_576_309_795])
        {
            assert!(near(*one, other, 1e-9), "{one} not {other}");
        }
        assert!(
            near(found.statistic, 13.905_426_595_365_576, 1e-9)
                && near(found.p, 0.003_036_750_893_500_218_6, 1e-7),
            "{found:?}"
        );
        assert_eq!(autocorrelation(&[&[1, 1, 1, 1]], 2), None);
    }

    #[test]
    fn weeks_are_whole() {
        assert_eq!(summed(&[1, 2, 3, 4, 5, 6, 7, 8], 7), [28]);
    }
}
