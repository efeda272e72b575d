//! Points for each two things in, groups out, the closest first: by half the mean of the points between two groups and
//! half the best of them. So one telling that says little does not part what the others join, and no chain of single
//! likenesses makes one group.
//! The result is a function of the set: it does not depend on the order in which things came.

/// What stands for "cannot be the same" in a mean: one such pair outweighs some good ones.
pub const APART: i32 = -120;

/// Groups the things `0..count`. `points` tells for two of them how much speaks for their being one, or `None` if
/// they cannot be; groups are joined while their closeness reaches `bar`.
///
/// `bound` names groups that are one whatever the points say.
pub fn groups(
    count: usize,
    bar: i32,
    bound: &[Vec<usize>],
    points: impl Fn(usize, usize) -> Option<i32>,
) -> Vec<Vec<usize>> {
    let mut table = vec![APART; count * count];
    for one in 0..count {
        for other in one + 1..count {
            let value = points(one, other).unwrap_or(APART);
            table[one * count + other] = value;
            table[other * count + one] = value;
        }
    }
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
    let mut best_pairs: Vec<Vec<i64>> = groups
        .iter()
        .map(|one| {
            groups
                .iter()
                .map(|other| {
                    let pairs = one.iter().flat_map(|&a| other.iter().map(move |&b| (a, b)));
                    pairs.map(|(a, b)| i64::from(table[a * count + b])).max().unwrap_or(i64::from(APART))
                })
                .collect()
        })
        .collect();
    // Sums of points between groups; a join adds two rows.
    let mut sums: Vec<Vec<i64>> = groups
        .iter()
        .map(|one| {
            groups
                .iter()
                .map(|other| {
                    one.iter()
                        .flat_map(|&a| other.iter().map(move |&b| (a, b)))
                        .map(|(a, b)| i64::from(table[a * count + b]))
                        .sum()
                })
                .collect()
        })
        .collect();
    loop {
        let mut best: Option<(i64, usize, usize)> = None;
        for one in 0..groups.len() {
            for other in one + 1..groups.len() {
                let size = (groups[one].len() * groups[other].len()) as i64;
                // In thousandths, so that equal means compare as equal.
                let close = i64::midpoint(sums[one][other] * 1000 / size, best_pairs[one][other] * 1000);
                if close >= i64::from(bar) * 1000 && best.is_none_or(|(most, ..)| close > most) {
                    best = Some((close, one, other));
                }
            }
        }
        let Some((_, one, other)) = best else { break };
        let moved = groups.remove(other);
        groups[one].extend(moved);
        groups[one].sort_unstable();
        let row = sums.remove(other);
        for (at, value) in row.into_iter().enumerate() {
            sums[one][at] += value;
        }
        for row in &mut sums {
            let value = row.remove(other);
            row[one] += value;
        }
        let row = best_pairs.remove(other);
        for (at, value) in row.into_iter().enumerate() {
            best_pairs[one][at] = best_pairs[one][at].max(value);
        }
        for row in &mut best_pairs {
            let value = row.remove(other);
            row[one] = row[one].max(value);
        }
    }
    groups
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
    fn what_is_bound_stays_together() {
        assert_eq!(check(3, &[vec![0, 2]], &[(0, 1, 20), (1, 2, 20)]), [vec![0, 1, 2]]);
        assert_eq!(check(2, &[vec![0, 1]], &[]), [vec![0, 1]]);
    }
}
