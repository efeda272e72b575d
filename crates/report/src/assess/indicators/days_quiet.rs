//! Days since the last recorded use of force inside the area. A vague date counts as its last day.

use truce_record::statement::day_number;

use super::super::method::Definition;
use super::{Bearing, Outcome, Row, count, quotes, told};
use crate::area::Relation;
use crate::scene::{Class, Scene};

pub(super) fn measure(scene: &Scene<'_>, definition: &Definition) -> Outcome {
    let inside: Vec<_> = told(scene, Class::Force)
        .into_iter()
        .filter(|seen| seen.relation == Relation::Inside && seen.day().is_some())
        .collect();
    let reported = scene.last_report();
    let Some(last) = inside.first() else {
        let words = match (scene.since, reported) {
            (Some(since), Some(reported)) => format!(
                "No use of force inside the area is on record since {since}. The time is censored: reports end on {reported}, and what is not reported may still have happened."
            ),
            _ => {
                "No use of force inside the area is on record, and no day is known to count from.".to_owned()
            }
        };
        let days = scene.since.zip(reported).map_or(0, |(from, to)| day_number(to) - day_number(from));
        let bearing =
            if i64::from(days) >= definition.threshold("quiet") { Bearing::For } else { Bearing::Unknown };
        return Outcome::new(bearing, words);
    };
    let day = last.day().unwrap_or(scene.as_of).min(scene.as_of);
    let days = i64::from(day_number(scene.as_of) - day_number(day));
    let bearing = if days <= definition.threshold("recent") {
        Bearing::Against
    } else if days >= definition.threshold("quiet") {
        Bearing::For
    } else {
        Bearing::Neither
    };
    let mut outcome = Outcome::new(
        bearing,
        format!(
            "{} since the last recorded use of force inside the area ({}, on or before {day}, {}). The time is censored: nothing later is on record, and reports end on {}.",
            count(days as usize, "day"),
            last.incident.act,
            last.incident.standing.as_str(),
            reported.map_or_else(|| "no known day".to_owned(), |day| day.to_string()),
        ),
    );
    outcome.rows = vec![Row::incidents("the last", &inside[..1])];
    outcome.evidence = quotes(scene, &inside[..1]);
    outcome
}
