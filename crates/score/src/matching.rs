//! Which of two lists belong together, as a graph, in; how many can be paired one to one at once out.

/// Returns the size of the largest one-to-one pairing, where `edges[i]` lists what the `i`th of the one side
/// may be paired with among the `others` of the other side.
///
/// Source: Kuhn's method of augmenting paths. With similarities of 0 and 1 only, as in CEAF-REE, the best
/// assignment of Kuhn and Munkres is the largest pairing.
pub fn largest(edges: &[Vec<usize>], others: usize) -> usize {
    let mut partner: Vec<Option<usize>> = vec![None; others];
    (0..edges.len()).filter(|&one| augment(one, edges, &mut partner, &mut vec![false; others])).count()
}

fn augment(one: usize, edges: &[Vec<usize>], partner: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for &other in &edges[one] {
        if std::mem::replace(&mut tried[other], true) {
            continue;
        }
        if partner[other].is_none_or(|rival| augment(rival, edges, partner, tried)) {
            partner[other] = Some(one);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_choice_is_given_up_for_a_larger_pairing() {
        // The first could take either, the second only what the first would take.
        assert_eq!(largest(&[vec![0, 1], vec![0]], 2), 2);
        assert_eq!(largest(&[vec![0, 1], vec![0], vec![1]], 2), 2);
        assert_eq!(largest(&[vec![], vec![0]], 1), 1);
        assert_eq!(largest(&[], 3), 0);
    }
}
