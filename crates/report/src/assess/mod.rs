//! A scene in, an assessment out: is the truce holding, what speaks for it, what against, and what is not known.
//!
//! The only place that weighs. Weighs by rules that stand as data beside their reasons, never by who speaks, and never
//! gives a verdict without the indicators it rests on.

mod evidence;
mod gaps;
mod indicators;
mod method;
mod text;
mod verdict;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use truce_record::State;

use crate::scene::{Question, Scene, SceneError};

pub use evidence::{Evidence, Row};
pub use gaps::Gap;
pub use indicators::{Bearing, Indicator};
pub(crate) use indicators::{count, of_period};
pub use method::METHOD;
pub use text::{markdown, plain};
pub use verdict::{Ground, Variant, Verdict};

/// Whether a truce holds, as far as the record can tell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Assessment {
    /// What kind of statement this is: a machine's reading of reports, never a finding.
    pub caution: &'static str,
    /// Name and version of the method, with the hash of its thresholds.
    pub method: String,
    /// Number of the ledger's last entry.
    pub ledger_entry: u64,
    /// Hash of the ledger's last entry. With the method and the question it repeats this assessment exactly.
    pub ledger_hash: String,
    /// Id of the agreement.
    pub agreement: String,
    /// Its name, as most reports give it.
    pub name: String,
    /// Its type.
    pub kind: String,
    /// Its parties.
    pub parties: Vec<String>,
    /// Its mediators, guarantors and hosts.
    pub brokers: Vec<String>,
    /// Its latest state, as the latest report has it or a person set it.
    pub stage: Option<String>,
    /// The day looked from.
    pub as_of: String,
    /// The first day counted.
    pub since: Option<String>,
    /// The area looked at, in words.
    pub area: String,
    /// What was taken for granted.
    pub assumed: Vec<String>,
    /// How many reports it rests on.
    pub reports: usize,
    /// How many independent origins these have.
    pub origins: usize,
    /// The verdict.
    pub verdict: Verdict,
    /// Which rules gave it, and why.
    pub grounds: Vec<Ground>,
    /// What the verdict would be if other rows counted.
    pub variants: Vec<Variant>,
    /// Everything looked at, each with its bearing.
    pub indicators: Vec<Indicator>,
    /// What is not known.
    pub gaps: Vec<Gap>,
}

/// Assesses an agreement.
///
/// # Errors
///
/// If the agreement or the zone is not there, or no day can be told.
pub fn assess(state: &State, question: &Question) -> Result<Assessment, SceneError> {
    let scene = Scene::set(state, question)?;
    Ok(of_scene(&scene))
}

/// Assesses a scene.
pub fn of_scene(scene: &Scene<'_>) -> Assessment {
    let method = method::method();
    let accord = &scene.accord;
    // Neither looks at what the other finds, and of a large scene each takes a while.
    let (indicators, (verdict, grounds), variants, gaps) = std::thread::scope(|threads| {
        let indicators = threads.spawn(|| indicators::all(scene, method));
        let verdict = verdict::verdict(scene, method, verdict::Counting::All);
        let (variants, gaps) = (verdict::variants(scene, method), gaps::all(scene, method));
        let indicators = indicators.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (indicators, verdict, variants, gaps)
    });
    let day = |day: Date| day.to_string();
    let names =
        |actors: &[truce_record::statement::Actor]| actors.iter().map(|actor| actor.name.clone()).collect();
    let mut assumed = scene.scope.assumed.clone();
    if scene.since.is_none() {
        assumed.push(
            "no day is known on which it took effect: everything up to the day looked from is counted"
                .to_owned(),
        );
    } else if !scene.since_given {
        assumed.push(
            "counted from the first day on which reports say that it can have been concluded".to_owned(),
        );
    }
    Assessment {
        caution: "Drawn by a machine from the reports in this ledger; unverified where no person is named. It is no finding.",
        method: method::name(),
        ledger_entry: scene.state.head().seq,
        ledger_hash: scene.state.head().hash.to_string(),
        agreement: accord.id.to_string(),
        name: accord.name.clone().unwrap_or_else(|| format!("unnamed {}", accord.kind)),
        kind: accord.kind.clone(),
        parties: names(&accord.parties),
        brokers: names(&accord.brokers),
        stage: scene.stage().map(str::to_owned),
        as_of: day(scene.as_of),
        since: scene.since.map(day),
        area: scene.scope.words(),
        assumed,
        reports: scene.reports.len(),
        origins: scene.origins(scene.reports.iter()).len(),
        verdict,
        grounds,
        variants,
        indicators,
        gaps,
    }
}
