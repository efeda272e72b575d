//! Uses of force since the agreement, by act, standing and place. An incident is not a violation: that takes a finding.

use super::super::method::Definition;
use super::{Bearing, Outcome, Row, count, grouped, quotes, told};
use crate::area::Relation;
use crate::scene::{Class, Period, Timing};
use truce_record::fold::Standing;

pub(super) fn measure(scene: &Period<'_>, definition: &Definition) -> Outcome {
    let force = told(scene, Class::Force);
    let taken_back = scene.incidents.iter().filter(|seen| seen.class == Class::Force && !seen.told()).count();
    let by = |relation| force.iter().copied().filter(|seen| seen.relation == relation).collect::<Vec<_>>();
    let (inside, open) = (by(Relation::Inside), by(Relation::Undetermined));
    let undated = force.iter().filter(|seen| seen.timing != Timing::Within).count();
    let firm = inside
        .iter()
        .filter(|seen| seen.timing == Timing::Within && seen.incident.standing == Standing::Corroborated)
        .count();
    let bearing = if firm as i64 >= definition.threshold("corroborated") {
        Bearing::Against
    } else if inside.is_empty() && open.is_empty() {
        if scene.reports.is_empty() { Bearing::Unknown } else { Bearing::For }
    } else if inside.is_empty() {
        Bearing::Unknown
    } else {
        Bearing::Neither
    };
    let mut words = format!(
        "{} of force inside the area, {firm} of them told by two or more independent origins; {} whose place is too vague to say; {} outside.",
        count(inside.len(), "use"),
        open.len(),
        scene.outside,
    );
    if undated > 0 {
        words.push_str(&format!(" Of {undated} the day is open or untold."));
    }
    if taken_back > 0 {
        words.push_str(&format!(
            " {} known only from a denial or taken back: not counted.",
            count(taken_back, "more use")
        ));
    }
    let mut outcome = Outcome::new(bearing, words);
    for (relation, seen) in [("inside", &inside), ("place undetermined", &open)] {
        for ((act, standing), group) in
            grouped(seen, |seen| (seen.incident.act.clone(), seen.incident.standing.as_str()))
        {
            outcome.rows.push(Row::incidents(format!("{relation}: {act}, {standing}"), &group));
        }
    }
    outcome.evidence = quotes(scene, &inside);
    outcome.evidence.extend(quotes(scene, &open));
    outcome
}
