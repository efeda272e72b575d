//! Acts that a report says answer one another. Sequence alone is no answer.

use truce_record::statement::{Content, Statement};

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, Row, count};
use crate::scene::Period;

pub(super) fn measure(scene: &Period<'_>, definition: &Definition) -> Outcome {
    let answers: Vec<&Statement> =
        scene.told_since().filter(|statement| matches!(statement.content, Content::Response(_))).collect();
    let bearing = if answers.is_empty() {
        Bearing::Unknown
    } else if answers.len() as i64 >= definition.threshold("chain") {
        Bearing::Against
    } else {
        Bearing::Neither
    };
    let words = if answers.is_empty() {
        "No report says that one act answered another.".to_owned()
    } else {
        format!("{} said to answer another.", count(answers.len(), "act"))
    };
    let mut outcome = Outcome::new(bearing, words);
    for statement in &answers {
        if let Content::Response(response) = &statement.content {
            let says = response.speaker.as_ref().map_or("the report", |speaker| speaker.name.as_str());
            let label = format!(
                "\"{}\" in answer to \"{}\", says {says}",
                response.effect.quote, response.cause.quote
            );
            outcome.rows.push(Row::statements(label, [&statement.id]));
        }
    }
    outcome.evidence = answers.iter().rev().map(|statement| Evidence::of(scene, statement)).collect();
    outcome
}
