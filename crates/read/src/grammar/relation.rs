//! An arc in, the features of its relation out.
//! Chooses no head; the arc is given.

use super::parser::{State, step};
use super::weights::Features;

/// Class of the relation of the one word that hangs on the root.
pub const ROOT: u8 = 0;

/// Returns the class of the highest score among the relations between words.
#[must_use]
pub fn best(scores: &[i32]) -> u8 {
    (ROOT as usize + 1..scores.len())
        .max_by_key(|&class| (scores[class], scores.len() - class))
        .unwrap_or_default() as u8
}

/// Fills in the features of the arc from `head` to `child`, before it is drawn.
pub fn features(state: &State, child: usize, head: usize, out: &mut Features) {
    let word = |node: usize| state.units[node].word;
    let tag = |node: usize| u32::from(state.units[node].tag);
    let cluster = |node: usize| u32::from(state.units[node].known.cluster);
    let label = |node: u32| u32::from(state.labels[node as usize]);
    let set = |node: usize, side: usize| {
        let set = state.sets[node][side];
        ((set ^ (set >> 31)) as u32).wrapping_mul(31)
    };
    let right = child > head;
    let side = u32::from(right);
    let between = if right { state.marks_between(head, child) } else { state.marks_between(child, head) };
    let distance = step(child.abs_diff(head)) << 4 | between << 1 | side;
    let (hw, dw, ht, dt) = (word(head), word(child), tag(head), tag(child));
    let (hts, dts) = (ht << 1 | side, dt << 1 | side);
    let [dl, dl2] = state.left[child];
    let [dr, dr2] = state.right[child];
    let [hl, _] = state.left[head];
    let [hr, _] = state.right[head];
    let nothing = state.count + 1;
    let before = child.checked_sub(1).unwrap_or(nothing);
    let after = (child + 1).min(nothing);
    let suffix = |node: usize| state.units[node].suffixes[2];
    out.clear();
    out.one(side);
    out.two(hw, side);
    out.one(hts);
    out.two(dw, side);
    out.one(dts);
    out.three(dw, dt, side);
    out.three(hw, ht, side);
    out.two(hts, dt);
    out.three(hw, dt, side);
    out.three(dw, ht, side);
    out.three(hw, dw, side);
    out.three(hts, dt, distance);
    out.three(dw, hts, distance);
    out.two(distance, dt);
    out.two(distance, ht);
    // What the child has.
    out.three(label(dl), dt, hts);
    out.three(label(dr), dt, hts);
    out.three(word(dl as usize), dt, hts);
    out.three(word(dl as usize), dw, side);
    out.three(word(dl as usize), hw, dt);
    out.three(tag(dl as usize), dt, hts);
    out.three(tag(dr as usize), dt, hts);
    out.three(word(dr as usize), dt, hts);
    out.three(label(dl), label(dl2), dts);
    out.three(label(dr), label(dr2), dts);
    out.three(set(child, 0), dt, hts);
    out.three(set(child, 1), dt, hts);
    out.three(set(child, 0), set(child, 1), dts);
    // What the head has.
    out.three(set(head, 0), dt, hts);
    out.three(set(head, 1), dt, hts);
    out.three(set(head, 0), hw, dts);
    out.three(set(head, 1), hw, dts);
    out.three(label(if right { hr } else { hl }), dt, hts);
    out.three(label(if right { hr } else { hl }), dw, hts);
    out.three(label(hl), hts, dt);
    out.three(word(hl as usize), hts, dt);
    out.three(word(if right { hr } else { hl } as usize), hts, dt);
    // Around.
    out.three(tag(before), dt, hts);
    out.three(tag(after), dt, hts);
    out.two(word(before), dts);
    out.two(word(after), dts);
    out.three(tag(before), tag(after), dts);
    out.three(tag((head + 1).min(nothing)), hts, dt);
    out.three(tag(head.checked_sub(1).unwrap_or(nothing)), hts, dt);
    // Word classes.
    out.two(cluster(child), hts);
    out.two(cluster(head), dts);
    out.three(cluster(head), cluster(child), side);
    out.three(cluster(child), ht, word(dl as usize));
    out.three(suffix(child), hts, dt);
    out.three(suffix(head), hts, dt);
    out.three(u32::from(state.units[child].known.tags), hts, dt);
    out.two(state.units[child].shape, hts);
}
