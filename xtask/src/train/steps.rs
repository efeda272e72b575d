//! Training of tagger and parser, sentence by sentence.
//! Writes nothing; the weights go to `mod`.

use truce_read::grammar::Upos;
use truce_read::grammar::parser::{self, MOVES, Move, NO_LABEL, State};
use truce_read::grammar::relation::{self, ROOT};
use truce_read::grammar::tagger;
use truce_read::grammar::weights::Features;

use super::corpus::Example;
use super::perceptron::{Dice, Perceptron};

/// Trains a tagger over `classes` tag classes.
pub fn tagger(examples: &[&Example], classes: usize, epochs: usize, dice: &mut Dice) -> Perceptron {
    let mut model = Perceptron::default();
    let mut features = Features::default();
    let mut scores = vec![0; classes];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for epoch in 0..epochs {
        dice.shuffle(&mut order);
        let (mut right, mut all) = (0, 0);
        for &index in &order {
            let example = examples[index];
            let mut units = example.units.clone();
            for at in 0..units.len() {
                tagger::features(&units, at, &mut features);
                scores.fill(0);
                model.score(&features, &mut scores);
                let found = tagger::best(&scores);
                let gold = example.classes[at];
                if found != gold {
                    model.update(&features, gold, found);
                }
                model.tick();
                right += usize::from(found == gold);
                all += 1;
                units[at].tag = found;
            }
        }
        eprintln!("  tagger, round {}: {:.2}", epoch + 1, right as f64 / all as f64 * 100.0);
    }
    model
}

/// Tags the units of an example as `model` stands.
pub fn retag(model: &Perceptron, example: &mut Example, classes: &[(Upos, &'static str)]) {
    let mut features = Features::default();
    let mut scores = vec![0; classes.len()];
    for at in 0..example.units.len() {
        tagger::features(&example.units, at, &mut features);
        scores.fill(0);
        model.score(&features, &mut scores);
        let class = tagger::best(&scores);
        example.units[at].tag = class;
        example.units[at].upos = classes[usize::from(class)].0 as u8;
    }
}

/// Trains transitions and attachments on examples that are tagged as the tagger would.
pub fn parser(
    examples: &[Example],
    relations: usize,
    epochs: usize,
    dice: &mut Dice,
) -> (Perceptron, Perceptron) {
    let (mut moves, mut arcs) = (Perceptron::default(), Perceptron::default());
    let mut state = State::default();
    let mut features = Features::default();
    let mut scores = vec![0; relations];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for epoch in 0..epochs {
        dice.shuffle(&mut order);
        let (mut right, mut labelled, mut all) = (0, 0, 0);
        for &index in &order {
            let example = &examples[index];
            state.start(&example.units);
            while !state.is_done() {
                let costs = MOVES.map(|step| state.allows(step).then(|| cost(&state, &example.heads, step)));
                let least = costs.iter().flatten().min().copied().unwrap_or_default();
                let mut step_scores = [0; 3];
                parser::features(&state, &mut features);
                moves.score(&features, &mut step_scores);
                let pick = |fits: &dyn Fn(usize) -> bool| {
                    (0..3)
                        .filter(|&step| fits(step))
                        .max_by_key(|&step| (step_scores[step], 3 - step))
                        .unwrap_or(0)
                };
                let found = pick(&|step| costs[step].is_some());
                let gold = pick(&|step| costs[step] == Some(least));
                if costs[found] != Some(least) {
                    moves.update(&features, gold as u8, found as u8);
                }
                moves.tick();
                let wander = epoch > 0 && dice.chance(90);
                let step = MOVES[if wander { found } else { gold }];
                let label = state.arc(step).map_or(NO_LABEL, |(child, head)| {
                    if head == state.count {
                        return ROOT;
                    }
                    relation::features(&state, child, head, &mut features);
                    scores.fill(0);
                    arcs.score(&features, &mut scores);
                    let found = relation::best(&scores);
                    if example.heads[child] as usize == head {
                        let gold = example.labels[child];
                        if found != gold {
                            arcs.update(&features, gold, found);
                        }
                        arcs.tick();
                        labelled += usize::from(found == gold);
                    }
                    found
                });
                state.make(step, label);
            }
            all += example.heads.len();
            right += example.heads.iter().zip(&state.heads).filter(|(gold, found)| gold == found).count();
        }
        let share = |count: usize| count as f64 / all as f64 * 100.0;
        eprintln!(
            "  parser, round {}: heads {:.2}, with relations {:.2}",
            epoch + 1,
            share(right),
            share(labelled)
        );
    }
    (moves, arcs)
}

/// Counts the gold arcs that can no longer be drawn after `step`.
///
/// Source: Goldberg and Nivre 2013, "Training deterministic parsers with non-deterministic oracles".
fn cost(state: &State, heads: &[u32], step: Move) -> usize {
    let Some(&top) = state.stack.last() else { return 0 };
    let next = state.next as u32;
    let below = &state.stack[..state.stack.len() - 1];
    let waiting = |child: u32| (state.next..state.count).filter(|&at| heads[at] == child).count();
    match step {
        Move::Shift => {
            let lost_head = below.contains(&heads[state.next]);
            let lost = state.stack.iter().filter(|&&at| heads[at as usize] == next).count();
            usize::from(lost_head) + lost
        }
        Move::Left => {
            let head = heads[top as usize];
            usize::from(head > next || below.last() == Some(&head)) + waiting(top)
        }
        Move::Right => usize::from(heads[top as usize] >= next) + waiting(top),
    }
}
