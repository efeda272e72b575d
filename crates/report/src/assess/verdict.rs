//! Indicators' matter in, a verdict out, by rules that are listed here and thresholds that stand as data.
//! Order matters: the record must be thick enough for any verdict; then broken, strained, holding are asked in turn.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use truce_record::entry::Finding;
use truce_record::fold::{StageAt, Standing};
use truce_record::statement::day_number;

use super::evidence::Evidence;
use super::indicators::count;
use super::method::{Definition, Method};
use crate::area::Relation;
use crate::scene::{Class, Part, Scene, Seen};

/// Whether the truce holds. `undetermined` is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is kept, as far as reports tell.
    Holding,
    /// Force is used or told of, and the parties have not given it up.
    Strained,
    /// It was given up, or is not kept in any sense of the word.
    Broken,
    /// The record does not bear a verdict.
    Undetermined,
}

impl Verdict {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holding => "holding",
            Self::Strained => "strained",
            Self::Broken => "broken",
            Self::Undetermined => "undetermined",
        }
    }
}

/// A rule that led to the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ground {
    /// Id of the rule.
    pub rule: &'static str,
    /// Why it applies.
    pub words: String,
    /// Incidents it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<String>,
    /// Words it rests on, of many some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// What the verdict would be if other rows counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Variant {
    /// Which rows.
    pub counting: String,
    /// The verdict then.
    pub verdict: Verdict,
}

/// Which incidents count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    /// All that somebody tells and that surely lie inside.
    All,
    /// Only those that two or more independent origins tell.
    Corroborated,
    /// Only those that a person accepted.
    Reviewed,
    /// Also those whose place is too vague to say.
    Vague,
    /// Only those in which a party or broker is named, or nobody.
    Bound,
}

impl Counting {
    fn words(self) -> &'static str {
        match self {
            Self::All => "all incidents surely inside the area",
            Self::Corroborated => "only incidents told by two or more independent origins",
            Self::Reviewed => "only incidents that a person accepted",
            Self::Vague => "incidents whose place is too vague to say as well",
            Self::Bound => "only incidents in which a party or broker is named, or nobody is",
        }
    }

    fn counts(self, scene: &Scene<'_>, seen: &Seen) -> bool {
        let told = seen.class == Class::Force && seen.told();
        told && match self {
            Self::All => seen.relation == Relation::Inside,
            Self::Corroborated => {
                seen.relation == Relation::Inside && seen.incident.standing == Standing::Corroborated
            }
            Self::Reviewed => seen.relation == Relation::Inside && seen.reviewed(),
            Self::Vague => seen.relation != Relation::Outside,
            Self::Bound => seen.relation == Relation::Inside && is_bound(scene, seen),
        }
    }
}

/// Says whether somebody bound by the agreement can have had a part in it: a party or broker is named as doer or target,
/// or no doer is named. Others who fight on the same ground break no agreement of theirs.
fn is_bound(scene: &Scene<'_>, seen: &Seen) -> bool {
    let incident = &seen.incident;
    let named = || incident.who.iter().chain(&incident.whom);
    incident.who.is_empty() || named().any(|actor| scene.part_of(actor) != Part::Neither)
}

/// Returns the verdicts that other ways of counting give.
pub(super) fn variants(scene: &Scene<'_>, method: &Method) -> Vec<Variant> {
    [Counting::Corroborated, Counting::Bound, Counting::Vague, Counting::Reviewed]
        .into_iter()
        .map(|counting| Variant {
            counting: counting.words().to_owned(),
            verdict: verdict(scene, method, counting).0,
        })
        .collect()
}

/// Returns the verdict with its grounds.
pub(super) fn verdict(scene: &Scene<'_>, method: &Method, counting: Counting) -> (Verdict, Vec<Ground>) {
    let matter = Matter::of(scene, method.get("verdict"), counting);
    // With nothing reviewed, the absence of reviewed force says nothing.
    if counting == Counting::Reviewed && !scene.incidents.iter().any(Seen::reviewed) {
        return (Verdict::Undetermined, vec![ground("nothing-reviewed", "Nobody has reviewed an incident.")]);
    }
    for (verdict, rules) in [
        (Verdict::Broken, &[given_up as Rule, ended_by_party, open_fighting][..]),
        (Verdict::Undetermined, &[not_in_force, run_out, too_thin, stale][..]),
        (Verdict::Strained, &[recent_force, told_strained, proven_violation, one_says_ended][..]),
        (Verdict::Holding, &[quiet_and_covered, told_holding][..]),
    ] {
        let grounds: Vec<Ground> = rules.iter().filter_map(|rule| rule(&matter)).collect();
        if !grounds.is_empty() {
            return (verdict, grounds);
        }
    }
    let words =
        "Force is neither recent enough to call the truce strained nor long enough ago to call it holding.";
    (Verdict::Undetermined, vec![ground("between", words)])
}

/// What the rules look at.
struct Matter<'s> {
    scene: &'s Scene<'s>,
    definition: &'s Definition,
    /// Uses of force that count, the latest first.
    force: Vec<&'s Seen>,
}

type Rule = fn(&Matter<'_>) -> Option<Ground>;

fn ground(rule: &'static str, words: impl Into<String>) -> Ground {
    Ground { rule, words: words.into(), incidents: Vec::new(), evidence: Vec::new() }
}

impl<'s> Matter<'s> {
    fn of(scene: &'s Scene<'s>, definition: &'s Definition, counting: Counting) -> Self {
        let mut force: Vec<&Seen> =
            scene.incidents.iter().filter(|seen| counting.counts(scene, seen)).collect();
        force.reverse();
        Self { scene, definition, force }
    }

    fn threshold(&self, name: &str) -> i64 {
        self.definition.threshold(name)
    }

    /// Uses of force in the latest days.
    fn within(&self, days: i64) -> Vec<&'s Seen> {
        let end = day_number(self.scene.as_of);
        let recent = |seen: &&&Seen| {
            seen.day().is_some_and(|day| i64::from(end - day_number(day.min(self.scene.as_of))) <= days)
        };
        self.force.iter().filter(recent).copied().collect()
    }

    /// States told since the latest of any of some states, those states left out.
    fn told_after(&self, states: &[&str]) -> Vec<&'s StageAt> {
        let stages = &self.scene.accord.stages;
        let from =
            stages.iter().rposition(|stage| states.contains(&stage.stage.as_str())).map_or(0, |at| at + 1);
        stages[from..].iter().collect()
    }

    fn origins(&self, stages: &[&StageAt]) -> usize {
        self.scene.origins(stages.iter().map(|stage| &stage.document)).len()
    }

    fn with_stages(&self, mut ground: Ground, stages: &[&StageAt]) -> Ground {
        let quotes = stages.iter().rev().take(4);
        ground.evidence = quotes.filter_map(|stage| Evidence::of_id(self.scene, &stage.statement)).collect();
        ground
    }

    fn with_incidents(&self, mut ground: Ground, seen: &[&Seen]) -> Ground {
        ground.incidents = seen.iter().map(|seen| seen.incident.id.to_string()).collect();
        ground.evidence =
            seen.iter().take(4).filter_map(|seen| Evidence::of_incident(self.scene, seen)).collect();
        ground
    }
}

/// States that say that the agreement is alive.
const ALIVE: [&str; 6] = ["in-effect", "extended", "agreed", "signed", "declared", "strained"];

fn given_up(matter: &Matter<'_>) -> Option<Ground> {
    if matter.scene.accord.stage_set.as_deref() == Some("collapsed") {
        return Some(ground("given-up", "A person set the agreement's state to collapsed."));
    }
    let ended: Vec<&StageAt> =
        matter.told_after(&ALIVE).into_iter().filter(|stage| stage.stage == "collapsed").collect();
    let origins = matter.origins(&ended);
    (origins as i64 >= matter.threshold("origins")).then(|| {
        let words = format!(
            "{} say that it has collapsed, and none since that it is in effect.",
            count(origins, "independent origin")
        );
        matter.with_stages(ground("given-up", words), &ended)
    })
}

fn ended_by_party(matter: &Matter<'_>) -> Option<Ground> {
    let scene = matter.scene;
    let ended: Vec<&StageAt> = matter
        .told_after(&["in-effect", "extended"])
        .into_iter()
        .filter(|stage| {
            let speaker = scene.state.statement(&stage.statement).and_then(|known| known.statement.speaker());
            matches!(stage.stage.as_str(), "collapsed" | "suspended" | "expired")
                && speaker.is_some_and(|speaker| scene.part_of(speaker) == Part::Party)
        })
        .collect();
    let first = ended.iter().filter_map(|stage| stage.as_of).min()?;
    let after: Vec<&Seen> =
        matter.force.iter().copied().filter(|seen| seen.day().is_some_and(|day| day >= first)).collect();
    (!after.is_empty()).then(|| {
        let words = format!(
            "A party is quoted as ending or suspending it, and {} of force on that day or later {} on record.",
            count(after.len(), "use"),
            if after.len() == 1 { "is" } else { "are" }
        );
        let mut one = matter.with_stages(ground("ended-by-party", words), &ended);
        one.incidents = after.iter().map(|seen| seen.incident.id.to_string()).collect();
        one
    })
}

fn open_fighting(matter: &Matter<'_>) -> Option<Ground> {
    let days = matter.threshold("fighting-days");
    let recent: Vec<&Seen> = matter
        .within(days)
        .into_iter()
        .filter(|seen| seen.incident.standing != Standing::Disputed && is_bound(matter.scene, seen))
        .collect();
    let origins: BTreeSet<_> = recent.iter().flat_map(|seen| &seen.incident.origins).collect();
    // Of each incident the lowest toll that anybody gives: the reading most favourable to the truce.
    let killed: i64 = recent.iter().map(|seen| lowest_toll(seen)).sum();
    let open = recent.len() as i64 >= matter.threshold("fighting-incidents")
        && killed >= matter.threshold("fighting-killed")
        && origins.len() as i64 >= matter.threshold("origins");
    open.then(|| {
        let words = format!(
            "{} of force in the latest {days} days in which a party or broker is named, or nobody, told by {}, with {killed} or more killed even by the lowest figures.",
            count(recent.len(), "use"),
            count(origins.len(), "independent origin")
        );
        matter.with_incidents(ground("open-fighting", words), &recent)
    })
}

fn lowest_toll(seen: &Seen) -> i64 {
    let killed = seen.incident.figures.iter().filter(|given| given.figure.measure == "killed");
    killed
        .filter(|given| given.figure.scope != "cumulative")
        .filter_map(|given| given.figure.low.or(given.figure.best))
        .min()
        .unwrap_or(0)
}

fn not_in_force(matter: &Matter<'_>) -> Option<Ground> {
    let stage = matter.scene.stage().unwrap_or("unknown");
    matches!(stage, "proposed" | "negotiated" | "rejected" | "unknown").then(|| {
        ground(
            "not-in-force",
            format!("No report says that it is in force: its latest state is \"{stage}\"."),
        )
    })
}

fn run_out(matter: &Matter<'_>) -> Option<Ground> {
    let until = matter.scene.accord.until?;
    let extended = matter.scene.stage() == Some("extended");
    (until.latest < matter.scene.as_of && !extended).then(|| {
        ground("run-out", format!("Its time ran out on {until}, and no report tells of an extension."))
    })
}

fn too_thin(matter: &Matter<'_>) -> Option<Ground> {
    let origins = matter.scene.origins(&matter.scene.reports).len();
    ((origins as i64) < matter.threshold("origins")).then(|| {
        ground(
            "too-thin",
            format!(
                "The record rests on {}: nothing in it is borne out by another.",
                count(origins, "independent origin")
            ),
        )
    })
}

fn stale(matter: &Matter<'_>) -> Option<Ground> {
    let last = matter.scene.last_report();
    let days = last.map(|last| i64::from(day_number(matter.scene.as_of) - day_number(last)));
    let limit = matter.threshold("stale-days");
    match days {
        Some(days) if days <= limit => None,
        Some(days) => {
            Some(ground("stale", format!("The latest report is {days} days old, more than {limit}.")))
        }
        None => Some(ground("stale", "No report of that time has a day.")),
    }
}

fn recent_force(matter: &Matter<'_>) -> Option<Ground> {
    let days = matter.threshold("recent-days");
    let recent = matter.within(days);
    (!recent.is_empty()).then(|| {
        let others = recent.iter().filter(|seen| !is_bound(matter.scene, seen)).count();
        let mut words =
            format!("{} of force inside the area in the latest {days} days.", count(recent.len(), "use"));
        if others > 0 {
            words.push_str(&format!(" In {others} of them only others than parties and brokers are named."));
        }
        matter.with_incidents(ground("recent-force", words), &recent)
    })
}

fn told_strained(matter: &Matter<'_>) -> Option<Ground> {
    let told: Vec<&StageAt> = matter
        .told_after(&["in-effect", "extended"])
        .into_iter()
        .filter(|stage| matches!(stage.stage.as_str(), "strained" | "violated" | "suspended"))
        .collect();
    (!told.is_empty()).then(|| {
        let origins = count(matter.origins(&told), "independent origin");
        let words = format!(
            "{origins} called it strained, violated or suspended, with no later word that it is in effect."
        );
        matter.with_stages(ground("told-strained", words), &told)
    })
}

fn proven_violation(matter: &Matter<'_>) -> Option<Ground> {
    let proven: Vec<&Seen> = matter
        .scene
        .incidents
        .iter()
        .filter(|seen| !seen.incident.violations.is_empty())
        .filter(|seen| {
            seen.incident.finding.as_ref().is_some_and(|held| held.finding == Finding::Substantiated)
        })
        .collect();
    (!proven.is_empty()).then(|| {
        let words =
            format!("{} linked to a term by a person and substantiated.", count(proven.len(), "incident"));
        matter.with_incidents(ground("proven-violation", words), &proven)
    })
}

fn one_says_ended(matter: &Matter<'_>) -> Option<Ground> {
    let ended: Vec<&StageAt> =
        matter.told_after(&ALIVE).into_iter().filter(|stage| stage.stage == "collapsed").collect();
    (!ended.is_empty()).then(|| {
        matter.with_stages(
            ground("one-says-ended", "One origin says that it has collapsed; no other bears it out."),
            &ended,
        )
    })
}

fn quiet_and_covered(matter: &Matter<'_>) -> Option<Ground> {
    let days = matter.threshold("quiet-days");
    if !matter.within(days).is_empty() {
        return None;
    }
    let end = day_number(matter.scene.as_of);
    let recent = matter.scene.reports.iter().filter(|id| {
        let day =
            if matter.scene.is_data_set(id) { matter.scene.last_report() } else { matter.scene.day_of(id) };
        day.is_some_and(|day| i64::from(end - day_number(day)) <= days)
    });
    let origins = matter.scene.origins(recent).len();
    let begun = matter.scene.since.is_some_and(|since| i64::from(end - day_number(since)) >= days);
    (begun && origins as i64 >= matter.threshold("origins")).then(|| {
        ground(
            "quiet-and-covered",
            format!(
                "No use of force inside the area in the latest {days} days, while {} reported.",
                count(origins, "independent origin")
            ),
        )
    })
}

fn told_holding(matter: &Matter<'_>) -> Option<Ground> {
    let told: Vec<&StageAt> = matter
        .told_after(&["strained", "violated", "suspended", "collapsed", "expired"])
        .into_iter()
        .filter(|stage| matches!(stage.stage.as_str(), "in-effect" | "extended"))
        .collect();
    let origins = matter.origins(&told);
    (origins as i64 >= matter.threshold("origins")).then(|| {
        let words = format!(
            "{} say that it is in effect, and no use of force inside the area is recent.",
            count(origins, "independent origin")
        );
        matter.with_stages(ground("told-holding", words), &told)
    })
}
