//! Counts of equal stretches in; where their rate changed for good, out.
//! Finds steps only: a slow drift is told as a few of them.
//!
//! Method: PELT (Killick, Fearnhead and Eckley 2012, Journal of the American Statistical Association 107:1590) with
//! the cost of Poisson counts, twice the negative log-likelihood at the segment's mean. Penalty for each change:
//! `3 ln n`, the leading term of the modified BIC (Zhang and Siegmund 2007, Biometrics 63:22), times the dispersion
//! about the local level, so that clusters are not taken for changes.

/// Shortest stretch between two changes, in counts.
const SHORTEST: usize = 4;

/// A stretch of one rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Segment {
    /// First count.
    pub from: usize,
    /// Count after the last.
    pub until: usize,
    /// Mean count.
    pub mean: f64,
}

/// Sums of counts up to each place.
struct Sums(Vec<f64>);

impl Sums {
    fn of(counts: &[u32]) -> Self {
        let mut sums = vec![0.0];
        for &count in counts {
            sums.push(sums[sums.len() - 1] + f64::from(count));
        }
        Self(sums)
    }

    /// Twice the negative log-likelihood of a stretch, without what is the same however it is parted.
    fn cost(&self, from: usize, until: usize) -> f64 {
        let sum = self.0[until] - self.0[from];
        if sum <= 0.0 { 0.0 } else { 2.0 * sum * (1.0 - (sum / (until - from) as f64).ln()) }
    }
}

/// Returns the dispersion of counts about their local level, by the differences of neighbours: changes of the level
/// hardly enter it. At least one.
pub fn local_dispersion(counts: &[u32]) -> f64 {
    let pairs = || counts.windows(2).map(|pair| (f64::from(pair[0]), f64::from(pair[1])));
    let sums: f64 = pairs().map(|(one, other)| one + other).sum();
    let squares: f64 = pairs().map(|(one, other)| (one - other).powi(2)).sum();
    if sums > 0.0 { (squares / sums).max(1.0) } else { 1.0 }
}

/// Returns the penalty for a change among so many counts.
pub fn penalty(counts: &[u32]) -> f64 {
    3.0 * (counts.len().max(2) as f64).ln() * local_dispersion(counts)
}

/// Parts counts into stretches of one rate.
pub fn segments(counts: &[u32], penalty: f64) -> Vec<Segment> {
    let sums = Sums::of(counts);
    let length = counts.len();
    if length == 0 {
        return Vec::new();
    }
    // The best cost up to each place, and where its last stretch begins.
    let mut best = vec![f64::INFINITY; length + 1];
    let mut last = vec![0; length + 1];
    best[0] = -penalty;
    let mut open: Vec<usize> = vec![0];
    for until in 1..=length {
        if until < SHORTEST && until < length {
            continue;
        }
        let reach = |from: usize| best[from] + sums.cost(from, until) + penalty;
        let long = |from: usize| until - from >= SHORTEST || from == 0;
        let found = open
            .iter()
            .copied()
            .filter(|&from| long(from))
            .map(|from| (reach(from), from))
            .min_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let Some((cost, from)) = found else { continue };
        // A beginning that is worse by more than a change costs can never be the best again (theorem 3.1).
        open.retain(|&from| !long(from) || best[from] + sums.cost(from, until) <= cost);
        best[until] = cost;
        last[until] = from;
        open.push(until);
    }
    let mut found = Vec::new();
    let mut until = length;
    while until > 0 {
        let from = last[until];
        let mean = (sums.0[until] - sums.0[from]) / (until - from) as f64;
        found.push(Segment { from, until, mean });
        until = from;
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::responses::Random;

    /// The best parting by trying all, without pruning.
    fn slowly(counts: &[u32], penalty: f64) -> f64 {
        let sums = Sums::of(counts);
        let mut best = vec![f64::INFINITY; counts.len() + 1];
        best[0] = -penalty;
        for until in 1..=counts.len() {
            for from in 0..until {
                if until - from >= SHORTEST || (from == 0 && until == counts.len()) {
                    best[until] = best[until].min(best[from] + sums.cost(from, until) + penalty);
                }
            }
        }
        best[counts.len()]
    }

    fn cost(counts: &[u32], found: &[Segment], penalty: f64) -> f64 {
        let sums = Sums::of(counts);
        found.iter().map(|one| sums.cost(one.from, one.until) + penalty).sum::<f64>() - penalty
    }

    #[test]
    fn pruning_loses_no_better_parting() {
        for seed in 0..60 {
            let mut random = Random::new(seed);
            let length = 1 + random.below(90) as usize;
            let step = 1 + random.below(40) as usize;
            let counts: Vec<u32> = (0..length)
                .map(|at| random.below(if (at / step).is_multiple_of(2) { 4 } else { 12 }) as u32)
                .collect();
            let penalty = penalty(&counts);
            let found = segments(&counts, penalty);
            assert!((cost(&counts, &found, penalty) - slowly(&counts, penalty)).abs() < 1e-6, "seed {seed}");
            assert_eq!(found.iter().map(|one| one.until - one.from).sum::<usize>(), length, "seed {seed}");
        }
    }

    #[test]
    fn a_step_is_found_and_level_counts_have_none() {
        let counts: Vec<u32> = [9, 11, 8, 12, 10, 9, 10, 11, 9, 10, 2, 3, 1, 2, 3, 2, 1, 2, 3, 2].into();
        let found = segments(&counts, penalty(&counts));
        assert_eq!(found.iter().map(|one| one.from).collect::<Vec<_>>(), [0, 10], "{found:?}");
        assert_eq!(segments(&[3; 50], penalty(&[3; 50])).len(), 1);
        assert_eq!(segments(&[0; 9], penalty(&[0; 9])).len(), 1);
        assert_eq!(segments(&[], 1.0), []);
    }
}
