//! Whether force inside the area became rarer or more frequent: the latest stretch of days against the one before it.

use jiff::ToSpan as _;
use truce_record::statement::day_number;

use super::super::method::Definition;
use super::{Bearing, Outcome, Row, told};
use crate::scene::{Class, Scene, Seen};

pub(super) fn measure(scene: &Scene<'_>, definition: &Definition) -> Outcome {
    let long = definition.threshold("days") as i32;
    let end = day_number(scene.as_of);
    let ago = |seen: &Seen| seen.day().map(|day| end - day_number(day));
    let placed: Vec<&Seen> = told(scene, Class::Force).into_iter().filter(|seen| seen.placed()).collect();
    let between = |from: i32, to: i32| -> Vec<&Seen> {
        placed
            .iter()
            .copied()
            .filter(|seen| ago(seen).is_some_and(|days| (from..to).contains(&days)))
            .collect()
    };
    let (late, early) = (between(0, long), between(long, 2 * long));
    let first = scene.as_of.checked_sub((2 * i64::from(long) - 1).days()).ok();
    let begun = scene.since.zip(first).is_some_and(|(since, first)| since <= first);
    if !begun {
        return Outcome::new(
            Bearing::Unknown,
            format!(
                "The truce is younger than two stretches of {long} days, so there is nothing to compare."
            ),
        );
    }
    let (now, before) = (late.len(), early.len());
    let change = now.abs_diff(before) as i64;
    let bearing = if change < definition.threshold("change") {
        Bearing::Neither
    } else if now > before {
        Bearing::Against
    } else {
        Bearing::For
    };
    let mut outcome = Outcome::new(
        bearing,
        format!(
            "{now} in the latest {long} days, {before} in the {long} days before. Reports differ in number too: `truce compare` tests the difference and says what it assumes."
        ),
    );
    outcome.rows = vec![
        Row::incidents(format!("latest {long} days"), &late),
        Row::incidents(format!("{long} days before"), &early),
    ];
    outcome
}
