//! Hindrances to those who watch or help: blocked aid and patrols, and accounts that nobody could check.

use truce_record::statement::{Content, Statement};

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, Row, quotes};
use crate::scene::{Period, Seen};

pub(super) fn measure(scene: &Period<'_>, definition: &Definition) -> Outcome {
    let blocked: Vec<&Seen> = scene
        .incidents
        .iter()
        .filter(|seen| {
            matches!(seen.incident.act.as_str(), "aid-obstruction" | "blockade" | "siege") && seen.told()
        })
        .collect();
    let unchecked: Vec<&Statement> = scene
        .told_since()
        .filter(|statement| matches!(&statement.content, Content::Claim(claim) if claim.stance == "disputes"))
        .collect();
    let bearing = if blocked.len() as i64 >= definition.threshold("blocked") {
        Bearing::Against
    } else {
        Bearing::Neither
    };
    let mut outcome = Outcome::new(
        bearing,
        format!(
            "{} blocked access or besieged a place; {} that an account could not be checked or is doubted.",
            match blocked.len() {
                0 => "No report says that anybody".to_owned(),
                1 => "1 incident".to_owned(),
                many => format!("{many} incidents"),
            },
            match unchecked.len() {
                1 => "1 report says".to_owned(),
                many => format!("{many} statements say"),
            }
        ),
    );
    if !blocked.is_empty() {
        outcome.rows.push(Row::incidents("access blocked", &blocked));
    }
    if !unchecked.is_empty() {
        outcome.rows.push(Row::statements("not checked or doubted", unchecked.iter().map(|one| &one.id)));
    }
    outcome.evidence = quotes(scene, &blocked);
    outcome.evidence.extend(unchecked.iter().map(|statement| Evidence::of(scene, statement)));
    outcome
}
