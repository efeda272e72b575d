//! Uses of force by alleged doer and by who says so. Shows who blames whom; decides nothing between them.

use std::collections::BTreeMap;

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, QUOTES, Row, count, told};
use crate::area::Relation;
use crate::scene::{Class, Scene, Seen, Stance, positions};

pub(super) fn measure(scene: &Scene<'_>, _: &Definition) -> Outcome {
    let force: Vec<&Seen> =
        told(scene, Class::Force).into_iter().filter(|seen| seen.relation != Relation::Outside).collect();
    let mut pairs = Pairs::default();
    let mut unnamed = 0;
    let mut evidence = Vec::new();
    for seen in &force {
        let mut named = false;
        for position in positions(&seen.incident) {
            if !matches!(position.stance, Stance::Blames | Stance::Admits | Stance::Denies) {
                continue;
            }
            let holder = position.holder.map_or_else(
                || format!("{} in its own voice", scene.source_of(&position.statement.document)),
                |holder| holder.name.clone(),
            );
            named |= !position.doers.is_empty();
            for doer in &position.doers {
                let part = scene.part_of(doer).as_str();
                pairs.put(
                    match position.stance {
                        Stance::Admits => format!("{} ({part}), by its own account", doer.name),
                        Stance::Denies => format!("{} ({part}): {holder} denies it", doer.name),
                        _ => format!("{} ({part}), says {holder}", doer.name),
                    },
                    seen,
                );
            }
            if position.doers.is_empty() && position.stance == Stance::Denies {
                pairs.put(format!("{holder} denies"), seen);
            }
            if evidence.len() < QUOTES {
                let mut one = Evidence::of(scene, position.statement);
                one.incident = Some(seen.incident.id.to_string());
                evidence.push(one);
            }
        }
        unnamed += usize::from(!named);
    }
    let mut pairs = pairs.lines;
    pairs.sort_by_key(|(_, group)| std::cmp::Reverse(group.len()));
    let words = if force.is_empty() {
        "No use of force is on record to be blamed on anybody.".to_owned()
    } else {
        format!(
            "Of {} of force, {unnamed} without a named doer. Each line is what somebody says, not what is so.",
            count(force.len(), "use")
        )
    };
    let mut outcome = Outcome::new(Bearing::Neither, words);
    outcome.rows = pairs.into_iter().map(|(label, seen)| Row::incidents(label, &seen)).collect();
    outcome.evidence = evidence;
    outcome
}

/// Incidents by label, in order of first appearance.
#[derive(Default)]
struct Pairs<'s> {
    lines: Vec<(String, Vec<&'s Seen>)>,
    /// The line of each label.
    places: BTreeMap<String, usize>,
}

impl<'s> Pairs<'s> {
    /// Adds an incident to the line of a label, once.
    fn put(&mut self, label: String, seen: &'s Seen) {
        if let Some(place) = self.places.get(&label) {
            let group = &mut self.lines[*place].1;
            // In order of incidents: only the last can be this one.
            if group.last().is_none_or(|last| last.incident.id != seen.incident.id) {
                group.push(seen);
            }
        } else {
            self.places.insert(label.clone(), self.lines.len());
            self.lines.push((label, vec![seen]));
        }
    }
}
