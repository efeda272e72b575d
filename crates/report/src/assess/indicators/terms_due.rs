//! The terms with a deadline, and how they stand on the day looked from. Whether one was met is for people to say.

use truce_record::id::StatementId;
use truce_record::statement::Term;

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, Row, count};
use crate::scene::Scene;

pub(super) fn measure(scene: &Scene<'_>, definition: &Definition) -> Outcome {
    let terms = &scene.accord.terms;
    let (mut passed, mut ahead) = (Vec::new(), Vec::new());
    for (id, term) in terms {
        match term.due {
            Some(due) if due.latest < scene.as_of => passed.push((id, term)),
            Some(_) => ahead.push((id, term)),
            None => {}
        }
    }
    let broken: Vec<&(StatementId, Term)> = terms
        .iter()
        .filter(|(id, _)| scene.accord.violations.iter().any(|violation| violation.term == *id))
        .collect();
    let words = if terms.is_empty() {
        "No report in the ledger tells its terms.".to_owned()
    } else {
        format!(
            "{} on record: {} with a deadline that has passed, {} with one ahead, {} that a person says an incident breaks. The record does not say whether a term was met.",
            count(terms.len(), "term"),
            passed.len(),
            ahead.len(),
            broken.len()
        )
    };
    let bearing = if broken.len() as i64 >= definition.threshold("broken") {
        Bearing::Against
    } else if terms.is_empty() || !passed.is_empty() {
        Bearing::Unknown
    } else {
        Bearing::Neither
    };
    let mut outcome = Outcome::new(bearing, words);
    for (state, of) in [("deadline passed", &passed), ("deadline ahead", &ahead)] {
        for (id, term) in of {
            let due = term.due.map_or_else(String::new, |due| due.to_string());
            outcome.rows.push(Row::statements(format!("{state} ({due}): {}", term.duty), [*id]));
        }
    }
    for (id, term) in terms.iter().filter(|(_, term)| term.due.is_none()) {
        outcome.rows.push(Row::statements(format!("no deadline: {}", term.duty), [id]));
    }
    outcome.evidence = terms.iter().filter_map(|(id, _)| Evidence::of_id(scene, id)).collect();
    outcome
}
