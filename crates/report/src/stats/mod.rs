//! Counts and days in, numbers with their uncertainty out. Pure: nothing here knows of ledgers, places or parties.
//! Says nothing about what a number means; `compare` puts the words to it.
//!
//! Each file names the source of its method, and its tests compare with values that another program computed.

pub mod change;
pub mod concentration;
pub mod dispersion;
pub mod negative_binomial;
pub mod placebo;
pub mod rates;
pub mod responses;
pub mod survival;
pub mod table;
pub mod trend;

use statrs::distribution::{ChiSquared, ContinuousCDF as _, Normal};

/// The 97.5th percentile of the normal distribution: intervals hold 95 of 100.
pub const Z95: f64 = 1.959_963_984_540_054;

/// An estimate with the interval that holds 95 of 100; bounds that are not finite are none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Returns the chance of a standard normal value as far from nought as this, on either side.
pub fn two_sided(z: f64) -> f64 {
    Normal::standard().cdf(-z.abs()).mul_add(2.0, 0.0).min(1.0)
}

/// Returns the chance that a chi-squared value with these degrees of freedom is at least this.
pub fn chi_squared_tail(value: f64, freedom: f64) -> f64 {
    ChiSquared::new(freedom).map_or(f64::NAN, |chi| chi.sf(value.max(0.0)))
}

/// Finds where a function crosses nought between two points, by halving; it must have different signs there.
pub(crate) fn crossing(mut low: f64, mut high: f64, of: impl Fn(f64) -> f64) -> f64 {
    let rising = of(low) < 0.0;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if (of(middle) < 0.0) == rising {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Says whether two numbers are the same to so many parts of one.
#[cfg(test)]
pub(crate) fn near(one: f64, other: f64, within: f64) -> bool {
    (one - other).abs() <= within * other.abs().max(1e-9)
}
