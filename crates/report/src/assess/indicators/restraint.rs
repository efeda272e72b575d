//! Acts that carry an agreement out: fire ordered to stop, forces drawn back, people let go, aid let through.

use super::super::method::Definition;
use super::{Bearing, Outcome, Row, count, grouped, quotes, told};
use crate::area::Relation;
use crate::scene::{Class, Period, Seen};

pub(super) fn measure(scene: &Period<'_>, definition: &Definition) -> Outcome {
    let acts: Vec<&Seen> =
        told(scene, Class::Restraint).into_iter().filter(|seen| seen.relation != Relation::Outside).collect();
    let bearing =
        if acts.len() as i64 >= definition.threshold("acts") { Bearing::For } else { Bearing::Unknown };
    let words = if acts.is_empty() {
        "No withdrawal, release, evacuation or aid delivery is on record.".to_owned()
    } else {
        format!("{} of restraint on record.", count(acts.len(), "act"))
    };
    let mut outcome = Outcome::new(bearing, words);
    outcome.rows = grouped(&acts, |seen| (seen.incident.act.clone(), seen.incident.standing.as_str()))
        .into_iter()
        .map(|((act, standing), group)| Row::incidents(format!("{act}, {standing}"), &group))
        .collect();
    outcome.evidence = quotes(scene, &acts);
    outcome
}
