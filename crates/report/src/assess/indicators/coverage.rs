//! How well the time is covered: reports, their independent origins, and the longest stretch without one.

use super::super::method::Definition;
use super::{Bearing, Outcome, count};
use crate::scene::Scene;

pub(super) fn measure(scene: &Scene<'_>, definition: &Definition) -> Outcome {
    let origins = scene.origins(&scene.reports).len();
    let covered = scene.coverage();
    let longest = covered.gaps.iter().map(|gap| gap.days).max().unwrap_or(0);
    let bearing = if (origins as i64) < definition.threshold("origins")
        || i64::from(longest) > definition.threshold("gap")
    {
        Bearing::Unknown
    } else {
        Bearing::Neither
    };
    let mut words = format!(
        "{} of {} on {}.",
        count(scene.reports.len(), "document"),
        count(origins, "independent origin"),
        count(covered.days.len(), "different day")
    );
    if let Some(gap) = covered.gaps.iter().max_by_key(|gap| gap.days) {
        words.push_str(&format!(
            " The longest stretch without one: {}, from {} to {}.",
            count(gap.days as usize, "day"),
            gap.from,
            gap.to
        ));
    }
    Outcome::new(bearing, words)
}
