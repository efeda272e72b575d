//! Points for each two things in, groups out, the closest first: by half the mean of the points between two groups and
//! half the best of them. So one telling that says little does not part what the others join, and no chain of single
//! likenesses makes one group.
//! The result is a function of the set: it does not depend on the order in which things came.

/// What stands for "cannot be the same" in a mean: one such pair outweighs some good ones.
pub const APART: i32 = -120;

/// What stands for "whatever else agrees": no mean outweighs it.
pub const NEVER: i32 = i32::MIN / 2;

/// Groups the things `0..count`. `points` tells for two of them how much speaks for their being one, `None` if they
/// cannot be, [`NEVER`] if no group may hold both; groups are joined while their closeness reaches `bar`.
///
/// `bound` names groups that are one whatever the points say.
pub fn groups(
    count: usize,
    bar: i32,
    bound: &[Vec<usize>],
    points: impl Fn(usize, usize) -> Option<i32>,
) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut taken = vec![false; count];
    for group in bound {
        let own: Vec<usize> =
            group.iter().copied().filter(|&one| !std::mem::replace(&mut taken[one], true)).collect();
        if !own.is_empty() {
            groups.push(own);
        }
    }
    groups.extend((0..count).filter(|&one| !taken[one]).map(|one| vec![one]));
    groups.sort();
    let mut between = Between::new(&groups, bar, points);
    while let Some((one, other)) = between.closest() {
        between.join(one, other);
        let moved = std::mem::take(&mut groups[other]);
        groups[one].extend(moved);
        groups[one].sort_unstable();
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// How close groups are to each other. A group that was joined to another is empty.
struct Between {
    bar: i64,
    sizes: Vec<usize>,
    /// Sums of points between each two groups, and the most of them.
    pairs: Vec<Vec<(i64, i64)>>,
    /// For each group the closest of those after it.
    best: Vec<Option<(i64, usize)>>,
}

impl Between {
    fn new(groups: &[Vec<usize>], bar: i32, points: impl Fn(usize, usize) -> Option<i32>) -> Self {
        let mut pairs = vec![vec![(0, 0); groups.len()]; groups.len()];
        for one in 0..groups.len() {
            for other in one + 1..groups.len() {
                let all = || {
                    groups[one].iter().flat_map(|&a| groups[other].iter().map(move |&b| (a.min(b), a.max(b))))
                };
                let found: Vec<i64> = all().map(|(a, b)| i64::from(points(a, b).unwrap_or(APART))).collect();
                let pair = (found.iter().sum(), found.iter().copied().max().unwrap_or_default());
                pairs[one][other] = pair;
                pairs[other][one] = pair;
            }
        }
        let sizes = groups.iter().map(Vec::len).collect();
        let mut between = Self { bar: i64::from(bar) * 1000, sizes, pairs, best: vec![None; groups.len()] };
        (0..groups.len()).for_each(|one| between.look(one));
        between
    }

    /// Returns how close two groups are, in thousandths, so that equal means compare as equal; none below the bar.
    fn close(&self, one: usize, other: usize) -> Option<i64> {
        let size = (self.sizes[one] * self.sizes[other]) as i64;
        let (sum, most) = self.pairs[one][other];
        if size == 0 {
            return None;
        }
        let close = i64::midpoint(sum * 1000 / size, most * 1000);
        (close >= self.bar).then_some(close)
    }

    /// Finds the closest group after this one; the first of several.
    fn look(&mut self, one: usize) {
        let later = (one + 1..self.sizes.len()).filter_map(|other| Some((self.close(one, other)?, other)));
        let best = later.max_by_key(|(close, other)| (*close, std::cmp::Reverse(*other)));
        self.best[one] = best;
    }

    fn closest(&self) -> Option<(usize, usize)> {
        let pairs = self.best.iter().enumerate().filter_map(|(one, best)| Some((best.as_ref()?, one)));
        pairs
            .max_by_key(|((close, _), one)| (*close, std::cmp::Reverse(*one)))
            .map(|((_, other), one)| (one, *other))
    }

    fn join(&mut self, one: usize, other: usize) {
        for at in (0..self.sizes.len()).filter(|&at| at != one && at != other) {
            let ((sum, most), (more, best)) = (self.pairs[one][at], self.pairs[other][at]);
            self.pairs[one][at] = (sum + more, most.max(best));
            self.pairs[at][one] = self.pairs[one][at];
        }
        self.sizes[one] += std::mem::take(&mut self.sizes[other]);
        self.best[other] = None;
        self.look(one);
        for at in 0..other {
            if at == one || self.sizes[at] == 0 {
                continue;
            }
            let was = self.best[at];
            let now = (at < one).then(|| self.close(at, one)).flatten();
            if was.is_some_and(|(_, best)| best == one || best == other) {
                self.look(at);
            } else if let Some(close) = now
                && was.is_none_or(|(most, best)| close > most || close == most && one < best)
            {
                self.best[at] = Some((close, one));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, bound: &[Vec<usize>], pairs: &[(usize, usize, i32)]) -> Vec<Vec<usize>> {
        groups(count, 10, bound, |one, other| {
            pairs.iter().find(|(a, b, _)| (*a, *b) == (one, other)).map(|pair| pair.2)
        })
    }

    #[test]
    fn what_is_close_is_joined() {
        assert_eq!(check(3, &[], &[(0, 1, 20), (0, 2, 0), (1, 2, 0)]), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn a_chain_is_no_group() {
        assert_eq!(check(3, &[], &[(0, 1, 20), (1, 2, 15), (0, 2, -60)]), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn what_may_never_be_one_is_in_no_group() {
        // Ten that are alike, of which two may not meet.
        let parts = groups(10, 10, &[], |one, other| Some(if (one, other) == (3, 7) { NEVER } else { 50 }));
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert!(!parts.iter().any(|part| part.contains(&3) && part.contains(&7)), "{parts:?}");
    }

    /// Joins by looking at every two groups each time.
    fn plainly(count: usize, bar: i32, points: impl Fn(usize, usize) -> i32) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = (0..count).map(|one| vec![one]).collect();
        loop {
            let mut best: Option<(i64, usize, usize)> = None;
            for one in 0..groups.len() {
                for other in one + 1..groups.len() {
                    let all: Vec<i64> = groups[one]
                        .iter()
                        .flat_map(|&a| groups[other].iter().map(move |&b| (a.min(b), a.max(b))))
                        .map(|(a, b)| i64::from(points(a, b)))
                        .collect();
                    let most = all.iter().copied().max().unwrap_or_default();
                    let mean = all.iter().sum::<i64>() * 1000 / all.len() as i64;
                    let close = i64::midpoint(mean, most * 1000);
                    if close >= i64::from(bar) * 1000 && best.is_none_or(|(most, ..)| close > most) {
                        best = Some((close, one, other));
                    }
                }
            }
            let Some((_, one, other)) = best else { return groups };
            let moved = groups.remove(other);
            groups[one].extend(moved);
            groups[one].sort_unstable();
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_remembered_is_what_looking_again_would_find(
            count in 1_usize..12,
            values in proptest::collection::vec(-30_i32..40, 144),
        ) {
            let points = |one: usize, other: usize| values[one * 12 + other];
            let found = groups(count, 10, &[], |one, other| Some(points(one, other)));
            proptest::prop_assert_eq!(found, plainly(count, 10, points));
        }
    }

    #[test]
    fn what_is_bound_stays_together() {
        assert_eq!(check(3, &[vec![0, 2]], &[(0, 1, 20), (1, 2, 20)]), [vec![0, 1, 2]]);
        assert_eq!(check(2, &[vec![0, 1]], &[]), [vec![0, 1]]);
    }
}
