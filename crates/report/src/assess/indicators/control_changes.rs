//! Ground that is said to be held by one and then by another, and ground seized. A truce freezes lines.

use std::collections::BTreeMap;

use truce_record::statement::{Content, Statement};

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, Row, count};
use crate::area::Relation;
use crate::scene::{Scene, Seen};

pub(super) fn measure(scene: &Scene<'_>, definition: &Definition) -> Outcome {
    let mut held: BTreeMap<String, Vec<(&str, &Statement)>> = BTreeMap::new();
    for statement in scene.told_since() {
        let Content::Control(control) = &statement.content else { continue };
        let Some(holder) = &control.holder else { continue };
        if scene.scope.relation(&control.place) == Relation::Outside {
            continue;
        }
        for place in &control.place {
            held.entry(place.name.clone()).or_default().push((holder.key(), statement));
        }
    }
    let changed: Vec<(&String, &Vec<(&str, &Statement)>)> = held
        .iter()
        .filter(|(_, holders)| holders.iter().any(|(holder, _)| *holder != holders[0].0))
        .collect();
    let seized: Vec<&Seen> = scene
        .incidents
        .iter()
        .filter(|seen| {
            seen.incident.act == "territory-seizure" && seen.told() && seen.relation == Relation::Inside
        })
        .collect();
    let bearing = if seized.len() as i64 >= definition.threshold("seizures") {
        Bearing::Against
    } else if held.is_empty() {
        Bearing::Unknown
    } else {
        Bearing::Neither
    };
    let mut outcome = Outcome::new(
        bearing,
        format!(
            "{} said to be held by somebody, {} of them by different holders in different reports; {} of ground told.",
            count(held.len(), "place"),
            changed.len(),
            count(seized.len(), "seizure"),
        ),
    );
    if !seized.is_empty() {
        outcome.rows.push(Row::incidents("ground seized", &seized));
    }
    for (place, holders) in &held {
        for (_, statement) in holders {
            if let Content::Control(control) = &statement.content {
                let holder = control.holder.as_ref().map_or("somebody", |holder| holder.name.as_str());
                let day =
                    scene.day_of(&statement.document).map_or_else(String::new, |day| format!(", {day}"));
                let extent =
                    control.extent.as_ref().map_or_else(String::new, |extent| format!("{extent} of "));
                outcome
                    .rows
                    .push(Row::statements(format!("{extent}{place}: {holder}{day}"), [&statement.id]));
            }
        }
    }
    outcome.evidence = held.values().flatten().map(|(_, statement)| Evidence::of(scene, statement)).collect();
    outcome
}
