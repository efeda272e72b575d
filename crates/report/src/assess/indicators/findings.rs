//! What inquiries found, and which incidents a person has linked to a term. Only people set these.

use truce_record::entry::Finding;

use super::super::method::Definition;
use super::{Bearing, Outcome, Row, count, quotes};
use crate::scene::{Period, Seen};

pub(super) fn measure(scene: &Period<'_>, definition: &Definition) -> Outcome {
    let held = |finding| -> Vec<&Seen> {
        let has = |seen: &&Seen| seen.incident.finding.as_ref().is_some_and(|held| held.finding == finding);
        scene.incidents.iter().filter(has).collect()
    };
    let linked: Vec<&Seen> =
        scene.incidents.iter().filter(|seen| !seen.incident.violations.is_empty()).collect();
    let proven: Vec<&Seen> = held(Finding::Substantiated)
        .into_iter()
        .filter(|seen| !seen.incident.violations.is_empty())
        .collect();
    let bearing = if proven.len() as i64 >= definition.threshold("violations") {
        Bearing::Against
    } else {
        Bearing::Neither
    };
    let words = if linked.is_empty() && Finding::ALL.iter().all(|finding| held(*finding).is_empty()) {
        "Nobody has entered a finding, so nothing here is called a violation.".to_owned()
    } else {
        format!(
            "{} linked to a term by a person, {} of them substantiated.",
            count(linked.len(), "incident"),
            proven.len()
        )
    };
    let mut outcome = Outcome::new(bearing, words);
    for finding in Finding::ALL {
        let seen = held(finding);
        if !seen.is_empty() {
            outcome.rows.push(Row::incidents(finding.as_str(), &seen));
        }
    }
    outcome.evidence = quotes(scene, &proven);
    outcome
}
