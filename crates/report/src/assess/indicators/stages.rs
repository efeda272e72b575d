//! The agreement's state as reports have it, by source and day. The words for it are kept apart, never folded.

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, Row};
use crate::scene::Scene;

pub(super) fn measure(scene: &Scene<'_>, _: &Definition) -> Outcome {
    let stages = &scene.accord.stages;
    let mut outcome = match (scene.stage(), stages.is_empty(), &scene.accord.stage_set) {
        (None, ..) => Outcome::new(Bearing::Unknown, "No report says how the agreement stands."),
        (Some(stage), true, _) | (Some(stage), _, Some(_)) => {
            Outcome::new(bearing(stage), format!("A person set the state: {stage}."))
        }
        (Some(stage), ..) => {
            let last = stages.last().and_then(|last| last.as_of);
            let day =
                last.map_or_else(|| "an undated report".to_owned(), |day| format!("the report of {day}"));
            Outcome::new(bearing(stage), format!("The latest word on it is \"{stage}\", in {day}."))
        }
    };
    let mut groups: Vec<(String, Vec<_>)> = Vec::new();
    for stage in stages.iter().rev() {
        match groups.iter_mut().find(|(known, _)| *known == stage.stage) {
            Some((_, group)) => group.push(stage),
            None => groups.push((stage.stage.clone(), vec![stage])),
        }
    }
    for (stage, group) in &groups {
        let origins = scene.origins(group.iter().map(|one| &one.document)).len();
        let label =
            format!("{stage}, by {origins} independent origin{}", if origins == 1 { "" } else { "s" });
        outcome.rows.push(Row::statements(label, group.iter().map(|one| &one.statement)));
    }
    outcome.evidence =
        stages.iter().rev().filter_map(|stage| Evidence::of_id(scene, &stage.statement)).collect();
    outcome
}

fn bearing(stage: &str) -> Bearing {
    match stage {
        "in-effect" | "extended" => Bearing::For,
        "strained" | "violated" | "suspended" | "collapsed" => Bearing::Against,
        _ => Bearing::Neither,
    }
}
