//! Tagged words in, heads and relations out, by the arc-hybrid transition system.
//! Looks at one sentence; runs to be read as one word were merged before.
//!
//! Source: Kuhlmann, Gómez-Rodríguez and Satta 2011 (system); Zhang and Nivre 2011 (features).

use super::relation::{self, ROOT};
use super::unit::Unit;
use super::weights::{Features, Weights};

/// A step of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Puts the next word on the stack.
    Shift,
    /// Hangs the top of the stack on the next word.
    Left,
    /// Hangs the top of the stack on the word under it.
    Right,
}

/// Every move, by its class in the weights.
pub const MOVES: [Move; 3] = [Move::Shift, Move::Left, Move::Right];

/// A sentence half parsed.
///
/// Nodes `0..count` are its words, `count` is the root, which stands after the last word, and `count + 1` is nothing.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Words, the root and nothing.
    pub units: Vec<Unit>,
    /// Number of words.
    pub count: usize,
    /// Words whose head is still open, the newest last.
    pub stack: Vec<u32>,
    /// The next word.
    pub next: usize,
    /// Head of each word; nothing where it is open.
    pub heads: Vec<u32>,
    /// Relation class of each word.
    pub labels: Vec<u8>,
    /// The two outermost children to the left, and to the right.
    pub left: Vec<[u32; 2]>,
    /// The two outermost children to the right.
    pub right: Vec<[u32; 2]>,
    /// Relations of the children to the left and to the right, as bits.
    pub sets: Vec<[u64; 2]>,
    /// Number of children to the left and to the right.
    pub valency: Vec<[u8; 2]>,
    /// Punctuation marks before each word.
    marks: Vec<u32>,
}

/// Label of a node without one.
pub const NO_LABEL: u8 = 255;

impl State {
    /// Starts on a sentence of tagged words.
    pub fn start(&mut self, units: &[Unit]) {
        let count = units.len();
        self.count = count;
        self.units.clear();
        self.units.extend_from_slice(units);
        self.units.push(Unit { word: 2, tag: 254, upos: 254, ..Unit::default() });
        self.units.push(Unit { word: 1, tag: 253, upos: 253, ..Unit::default() });
        let nothing = count as u32 + 1;
        self.stack.clear();
        self.next = 0;
        refill(&mut self.heads, count + 2, nothing);
        refill(&mut self.labels, count + 2, NO_LABEL);
        refill(&mut self.left, count + 2, [nothing; 2]);
        refill(&mut self.right, count + 2, [nothing; 2]);
        refill(&mut self.sets, count + 2, [0; 2]);
        refill(&mut self.valency, count + 2, [0; 2]);
        self.marks.clear();
        let mut marks = 0;
        for unit in &self.units {
            self.marks.push(marks);
            marks += u32::from(unit.upos == super::Upos::Punct as u8);
        }
    }

    /// Says whether every word has its head.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.next >= self.count && self.stack.is_empty()
    }

    /// Says whether a move can be made.
    #[must_use]
    pub fn allows(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.next < self.count,
            // The root takes one word only: the last on the stack.
            Move::Left => !self.stack.is_empty() && (self.next < self.count || self.stack.len() == 1),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// Returns the word that `step` would give a head, and that head.
    #[must_use]
    pub fn arc(&self, step: Move) -> Option<(usize, usize)> {
        let child = *self.stack.last()? as usize;
        match step {
            Move::Shift => None,
            Move::Left => Some((child, self.next)),
            Move::Right => Some((child, *self.stack.get(self.stack.len().checked_sub(2)?)? as usize)),
        }
    }

    /// Makes a move that is allowed, with the relation of the arc it draws.
    pub fn make(&mut self, step: Move, label: u8) {
        let Some((child, head)) = self.arc(step) else {
            self.stack.push(self.next as u32);
            self.next += 1;
            return;
        };
        self.stack.pop();
        self.heads[child] = head as u32;
        self.labels[child] = label;
        let side = usize::from(step == Move::Right);
        let outer = if side == 0 { &mut self.left[head] } else { &mut self.right[head] };
        *outer = [child as u32, outer[0]];
        self.sets[head][side] |= 1 << (label & 63);
        self.valency[head][side] = self.valency[head][side].saturating_add(1).min(6);
    }

    /// Returns the node at `depth` of the stack, 0 being its top.
    fn stacked(&self, depth: usize) -> usize {
        self.stack.len().checked_sub(depth + 1).map_or(self.count + 1, |at| self.stack[at] as usize)
    }

    /// Returns the node `ahead` of the next word, the root being the last.
    fn ahead(&self, ahead: usize) -> usize {
        let at = self.next + ahead;
        if at > self.count { self.count + 1 } else { at }
    }

    fn set(&self, node: usize, side: usize) -> u32 {
        let set = self.sets[node][side];
        ((set ^ (set >> 31)) as u32).wrapping_mul(31)
    }

    /// Returns the number of punctuation marks between two nodes, at most three.
    pub(super) fn marks_between(&self, first: usize, second: usize) -> u32 {
        let end = second.min(self.count);
        let start = (first + 1).min(end);
        (self.marks[end] - self.marks[start]).min(3)
    }
}

fn refill<T: Clone>(list: &mut Vec<T>, count: usize, value: T) {
    list.clear();
    list.resize(count, value);
}

/// Returns a distance in steps that grow with it.
pub(super) fn step(distance: usize) -> u32 {
    match distance {
        0..=4 => distance as u32,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        _ => 8,
    }
}

/// Fills in the features of a state.
pub fn features(state: &State, out: &mut Features) {
    let [s0, s1, s2] = [0, 1, 2].map(|depth| state.stacked(depth));
    let [b0, b1, b2] = [0, 1, 2].map(|ahead| state.ahead(ahead));
    let nothing = state.count + 1;
    let word = |node: usize| state.units[node].word;
    let tag = |node: usize| u32::from(state.units[node].tag);
    let cluster = |node: usize| u32::from(state.units[node].known.cluster);
    let label = |node: u32| u32::from(state.labels[node as usize]);
    let both = |a: u32, b: u32| a << 8 | b;
    let [s0l, s0l2] = state.left[s0];
    let [s0r, s0r2] = state.right[s0];
    let [s1l, s1l2] = state.left[s1];
    let [s1r, s1r2] = state.right[s1];
    let [b0l, b0l2] = state.left[b0];
    let child = |node: u32| tag(node as usize);
    let (s0w, s1w, b0w, b1w) = (word(s0), word(s1), word(b0), word(b1));
    let (s0t, s1t, s2t, b0t, b1t, b2t) = (tag(s0), tag(s1), tag(s2), tag(b0), tag(b1), tag(b2));
    let (s0c, s1c, b0c, b1c) = (cluster(s0), cluster(s1), cluster(b0), cluster(b1));
    let near = if s0 == nothing { 9 } else { step(b0.saturating_sub(s0)) };
    let far = if s1 == nothing { 9 } else { step(s0.saturating_sub(s1)) };
    let [s0vl, s0vr] = state.valency[s0].map(u32::from);
    let [s1vl, s1vr] = state.valency[s1].map(u32::from);
    let b0vl = u32::from(state.valency[b0][0]);
    out.clear();
    out.one(0);
    // Single nodes.
    for node in [s0, s1, s2, b0, b1, b2] {
        out.one(word(node));
        out.one(tag(node));
        out.two(word(node), tag(node));
    }
    // Pairs.
    out.three(s0w, both(s0t, b0t), b0w);
    out.three(s0w, s0t, b0w);
    out.three(s0w, b0t, b0w);
    out.three(s0w, s0t, b0t);
    out.three(s0t, b0t, b0w);
    out.two(s0w, b0w);
    out.two(s0t, b0t);
    out.two(b0t, b1t);
    out.two(b0w, b1w);
    out.two(b0w, b1t);
    out.two(s0w, s1w);
    out.two(s0t, s1t);
    out.two(s0w, s1t);
    out.two(s0t, s1w);
    out.three(s0w, both(s0t, s1t), s1w);
    out.two(s1t, b0t);
    out.two(s1w, b0w);
    out.two(s1t, b0w);
    out.two(s1w, b0t);
    // Triples.
    out.three(b0t, b1t, b2t);
    out.three(s0t, b0t, b1t);
    out.three(s0w, b0t, b1t);
    out.three(s1t, s0t, b0t);
    out.three(s1w, s0t, b0t);
    out.three(s1t, s0w, b0t);
    out.three(s1t, s0t, b0w);
    out.three(s2t, s1t, s0t);
    out.three(both(s1t, s0t), b0t, b1t);
    out.three(both(s2t, s1t), s0t, b0t);
    out.three(s0t, child(s0l), b0t);
    out.three(s0t, child(s0r), b0t);
    out.three(s0t, b0t, child(b0l));
    out.three(s0w, b0t, child(b0l));
    out.three(s1t, child(s1l), s0t);
    out.three(s1t, child(s1r), s0t);
    out.three(both(s1t, child(s1r)), s0t, b0t);
    out.three(both(s1t, s0t), child(s0l), b0t);
    out.three(both(s1t, s0t), child(s0r), b0t);
    out.three(s0t, child(s0l), child(s0l2));
    out.three(s0t, child(s0r), child(s0r2));
    out.three(s1t, child(s1r), child(s1r2));
    out.three(b0t, child(b0l), child(b0l2));
    // Children by word and relation.
    for (node, kind) in [(s0l, s0t), (s0r, s0t), (s1l, s1t), (s1r, s1t), (b0l, b0t)] {
        out.two(word(node as usize), kind);
        out.two(label(node), kind);
    }
    out.three(label(s0l), label(s0l2), s0t);
    out.three(label(s0r), label(s0r2), s0t);
    out.three(label(s1l), label(s1l2), s1t);
    out.three(s0w, word(s0l as usize), b0t);
    out.three(s1w, word(s0l as usize), s0t);
    out.three(s1t, word(s0l as usize), s0w);
    // Sets of relations, numbers of children.
    out.two(state.set(s0, 0), s0t);
    out.two(state.set(s0, 1), s0t);
    out.two(state.set(s1, 1), s1t);
    out.two(state.set(b0, 0), b0t);
    out.three(state.set(s1, 1), s1w, s0t);
    out.three(state.set(s0, 1), s0w, b0t);
    out.three(s0w, s0vl, s0vr);
    out.three(s0t, s0vl, s0vr);
    out.three(s1t, s1vl, s1vr);
    out.three(s1w, s1vl, s1vr);
    out.two(b0t, b0vl);
    // Distances and the marks between.
    let near_marks = near << 4 | state.marks_between(s0, b0);
    let far_marks = far << 4 | state.marks_between(s1, s0);
    out.two(s0w, near);
    out.two(b0w, near);
    out.three(s0t, b0t, near_marks);
    out.three(s1t, s0t, far_marks);
    out.three(both(s1t, s0t), b0t, both(near, far));
    out.three(s0w, b0w, near);
    // Clusters.
    out.two(s0c, b0t);
    out.two(s0t, b0c);
    out.two(s0c, b0c);
    out.two(s1c, s0c);
    out.three(s1c, s0t, b0t);
    out.three(s1t, s0c, b0t);
    out.three(s1c, s0c, b0t);
    out.three(s0c, b0c, b1c);
    out.two(s0c >> 4, b0c >> 4);
    out.three(s1c >> 4, s0c >> 4, b0c >> 4);
}

/// Parses one sentence of tagged words; the result lies in `state`.
pub fn parse(weights: &Weights<'_>, state: &mut State, units: &[Unit], scratch: &mut (Features, Vec<i32>)) {
    state.start(units);
    let (list, scores) = scratch;
    while !state.is_done() {
        let open = MOVES.map(|step| state.allows(step));
        let chosen = if open.iter().filter(|open| **open).count() == 1 {
            open.iter().position(|open| *open).unwrap_or_default()
        } else {
            let mut moves = [0; 3];
            features(state, list);
            weights.transitions.score(list, &mut moves);
            (0..3)
                .filter(|&class| open[class])
                .max_by_key(|&class| (moves[class], 3 - class))
                .unwrap_or_default()
        };
        let chosen = MOVES[chosen];
        let label = state.arc(chosen).map_or(NO_LABEL, |(child, head)| {
            if head == state.count {
                return ROOT;
            }
            relation::features(state, child, head, list);
            scores.clear();
            scores.resize(weights.relations.len(), 0);
            weights.attachments.score(list, scores);
            relation::best(scores)
        });
        state.make(chosen, label);
    }
}
