//! Days of acts and days of answers in; whether answers follow more often than by chance, out.
//! Tells nothing of cause: both may answer a third thing.
//!
//! Method: permutation test (Fisher 1935; Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses): the
//! answers of each window are laid on days of the same window at random, so that a change of the rate between the
//! windows cannot pass for answering. The p-value counts the real one among the draws (Phipson and Smyth 2010).

/// Numbers that look random and are the same on every machine (SplitMix64; Steele, Lea and Flood 2014, OOPSLA).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`; nought if that is nought.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }
}

/// Acts and answers of one window, counted by day.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// Acts on each day.
    pub acts: &'a [u32],
    /// Answers on each day.
    pub answers: &'a [u32],
}

/// How often acts are answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Responses {
    /// Acts that could be answered within the window.
    pub acts: u64,
    /// Acts with an answer in the days after.
    pub answered: u64,
    /// How many would have one by chance.
    pub expected: f64,
    /// The chance of as many, answers being laid at random.
    pub p: f64,
    /// How often they were laid.
    pub draws: u32,
}

/// Draws, and the work that they may cost together.
const DRAWS: u32 = 1999;
const WORK: u64 = 20_000_000;

/// Counts acts with an answer on one of the `within` days after; and acts that have so many days left.
fn count(acts: &[u32], answers: &[u32], within: usize) -> (u64, u64) {
    let mut last = vec![0_u64; answers.len() + 1];
    for (at, &answer) in answers.iter().enumerate() {
        last[at + 1] = last[at] + u64::from(answer);
    }
    let mut counted = (0, 0);
    for (at, &act) in acts.iter().enumerate().take(acts.len().saturating_sub(within)) {
        counted.0 += u64::from(act);
        if last[at + 1 + within] > last[at + 1] {
            counted.1 += u64::from(act);
        }
    }
    counted
}

/// Compares how many acts are answered within so many days with what chance has; none where nothing could be.
pub fn responses(windows: &[Window<'_>], within: usize, seed: u64) -> Option<Responses> {
    let (mut acts, mut answered, mut answers) = (0, 0, 0_u64);
    for window in windows {
        let counted = count(window.acts, window.answers, within);
        acts += counted.0;
        answered += counted.1;
        answers += window.answers.iter().map(|&count| u64::from(count)).sum::<u64>();
    }
    if acts == 0 || answers == 0 {
        return None;
    }
    let days: u64 = windows.iter().map(|window| window.acts.len() as u64).sum();
    let draws = DRAWS.min((WORK / (answers + days)) as u32).max(99);
    let mut random = Random::new(seed);
    let (mut sum, mut as_many) = (0_u64, 0_u32);
    let mut laid = Vec::new();
    for _ in 0..draws {
        let mut drawn = 0;
        for window in windows {
            laid.clear();
            laid.resize(window.answers.len(), 0);
            let many: u64 = window.answers.iter().map(|&count| u64::from(count)).sum();
            for _ in 0..many {
                let day = random.below(laid.len() as u64) as usize;
                laid[day] += 1;
            }
            drawn += count(window.acts, &laid, within).1;
        }
        sum += drawn;
        as_many += u32::from(drawn >= answered);
    }
    Some(Responses {
        acts,
        answered,
        expected: sum as f64 / f64::from(draws),
        p: f64::from(as_many + 1) / f64::from(draws + 1),
        draws,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_are_counted_with_what_follows() {
        // Acts on days 0, 3 and 9; the last has no two days left. Answers on days 1 and 9.
        let acts = [1, 0, 0, 1, 0, 0, 0, 0, 0, 1];
        let answers = [0, 1, 0, 0, 0, 0, 0, 0, 0, 1];
        assert_eq!(count(&acts, &answers, 2), (2, 1));
        assert_eq!(count(&acts, &answers, 20), (0, 0));
    }

    #[test]
    fn answering_is_told_from_chance() {
        let mut random = Random::new(7);
        let (mut acts, mut prompt, mut loose) = (vec![0; 300], vec![0; 300], vec![0; 300]);
        for _ in 0..25 {
            let day = random.below(298) as usize;
            acts[day] += 1;
            prompt[day + 1] += 1;
            loose[random.below(300) as usize] += 1;
        }
        let answered = |answers: &[u32]| responses(&[Window { acts: &acts, answers }], 1, 1).expect("acts");
        let (one, other) = (answered(&prompt), answered(&loose));
        assert!(one.answered == one.acts && one.p < 0.001, "{one:?}");
        assert!(other.p > 0.05, "{other:?}");
        assert_eq!(one, answered(&prompt), "the same seed draws the same");
        // Of 300 days, an act's next day holds one of 25 answers with the chance 1 - (299/300)^25 = 0.0801.
        assert!((one.expected - 25.0 * 0.0801).abs() < 0.2, "{one:?}");
    }

    #[test]
    fn a_change_of_rate_alone_is_no_answering() {
        let mut random = Random::new(11);
        let few = [0; 60];
        let mut lay = || {
            let mut days = [0; 60];
            (0..40).for_each(|_| days[random.below(60) as usize] += 1);
            days
        };
        let (acts, answers) = (lay(), lay());
        let windows = [Window { acts: &acts, answers: &answers }, Window { acts: &few, answers: &few }];
        let found = responses(&windows, 2, 1).expect("acts");
        assert!(found.p > 0.05, "{found:?}");
        // Laid over both windows, the same days look like answers.
        let joined = |days: &[u32]| days.iter().chain(&few).copied().collect::<Vec<_>>();
        let (acts, answers) = (joined(&acts), joined(&answers));
        let fooled = responses(&[Window { acts: &acts, answers: &answers }], 2, 1).expect("acts");
        assert!(fooled.p < found.p, "{fooled:?}");
        assert_eq!(responses(&[Window { acts: &few, answers: &few }], 3, 1), None);
    }

    /// Values: the reference implementation of SplitMix64 by Vigna, seed 1234567.
    #[test]
    fn random_numbers_are_those_of_the_reference() {
        let mut random = Random::new(1_234_567);
        for expected in [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423] {
            assert_eq!(random.bits(), expected);
        }
    }
}
