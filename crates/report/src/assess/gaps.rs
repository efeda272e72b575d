//! A scene in, what is not known out. Shown with every verdict, because a quiet record is not a quiet front.

use schemars::JsonSchema;
use serde::Serialize;
use truce_record::id::Target;

use super::indicators::count;
use super::method::Method;
use crate::area::Relation;
use crate::scene::{Class, Scene, Timing, is_side};

/// Something that the record does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// Its sort.
    pub id: &'static str,
    /// What is not known, and what would help.
    pub words: String,
}

fn gap(id: &'static str, words: impl Into<String>) -> Gap {
    Gap { id, words: words.into() }
}

/// Lists what is not known.
pub(super) fn all(scene: &Scene<'_>, method: &Method) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let longest = method.get("coverage").threshold("gap") as i32;
    for silence in scene.coverage().gaps.iter().filter(|silence| silence.days > longest) {
        gaps.push(gap(
            "no-reports",
            format!(
                "Nothing is on record from {} to {} ({} days). Silence is no quiet.",
                silence.from, silence.to, silence.days
            ),
        ));
    }
    let force: Vec<_> =
        scene.incidents.iter().filter(|seen| seen.class == Class::Force && seen.told()).collect();
    let some = |id, number: usize, words: String| (number > 0).then(|| gap(id, words));
    let single = force.iter().filter(|seen| seen.incident.origins.len() < 2).count();
    gaps.extend(some(
        "single-origin",
        single,
        format!("{single} of {} of force rest on one origin.", count(force.len(), "use")),
    ));
    let vague = force.iter().filter(|seen| seen.relation == Relation::Undetermined).count();
    gaps.extend(some(
        "vague-place",
        vague,
        format!("{} of force can have been inside or outside the area: the place is told too vaguely, or not at all.", count(vague, "use")),
    ));
    let undated = force.iter().filter(|seen| seen.timing != Timing::Within).count();
    gaps.extend(some(
        "vague-day",
        undated,
        format!(
            "{} of force can have been before the truce or after the day looked from.",
            count(undated, "use")
        ),
    ));
    let nobody = force.iter().filter(|seen| seen.incident.who.is_empty()).count();
    gaps.extend(some(
        "no-doer",
        nobody,
        format!("{} of force without a doer named in the act itself.", count(nobody, "use")),
    ));
    let untold =
        scene.reports.iter().filter(|id| scene.day_of(id).is_none() && !scene.is_data_set(id)).count();
    gaps.extend(some(
        "undated-report",
        untold,
        format!("{} without a day: give it with `truce add --meta`.", count(untold, "report")),
    ));
    let unread = scene.incidents.iter().filter(|seen| !seen.reviewed()).count();
    gaps.extend(some(
        "unreviewed",
        unread,
        format!(
            "{unread} of {} known only from machine readings that nobody has reviewed (`truce review`).",
            count(scene.incidents.len(), "incident")
        ),
    ));
    let ungraded = scene
        .reports
        .iter()
        .filter(|id| {
            scene.state.grade(&Target::Document((*id).clone())) == truce_record::fold::Grade::default()
        })
        .count();
    gaps.extend(some(
        "ungraded",
        ungraded,
        format!(
            "{ungraded} of {} without an Admiralty grade, standing at F6 (`truce grade`).",
            count(scene.reports.len(), "document")
        ),
    ));
    let questions = scene.state.open_questions().len();
    gaps.extend(some(
        "open-questions",
        questions,
        format!(
            "{} \"same as?\" wait for a person: incidents may be counted twice.",
            count(questions, "question")
        ),
    ));
    gaps.extend(silent(scene));
    if scene.accord.until.is_none() {
        gaps.push(gap("no-end", "No report tells when the agreement ends."));
    }
    if scene.accord.terms.is_empty() {
        gaps.push(gap("no-terms", "No report tells its terms, so nothing can be measured against them."));
    }
    gaps
}

/// Parties that no report quotes: their account is missing, not refused.
fn silent(scene: &Scene<'_>) -> Option<Gap> {
    let quoted = scene.speakers();
    let silent: Vec<&str> = scene
        .accord
        .parties
        .iter()
        .filter(|party| !quoted.iter().any(|speaker| is_side(party, speaker)))
        .map(|party| party.name.as_str())
        .collect();
    (!silent.is_empty()).then(|| {
        gap(
            "silent-party",
            format!(
                "No report quotes {}. Their account is missing; that is neither denial nor consent.",
                silent.join(", ")
            ),
        )
    })
}
