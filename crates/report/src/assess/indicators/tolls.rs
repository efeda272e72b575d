//! People killed and wounded since the agreement, source by source. Figures of different sources are never added up or
//! averaged; of one source and incident the latest counts.

use std::collections::BTreeMap;

use truce_record::fold::FigureGiven;

use super::super::method::Definition;
use super::{Bearing, Evidence, Outcome, QUOTES, Row, told};
use crate::area::Relation;
use crate::scene::{Class, Period, Seen};

/// The toll of one source.
#[derive(Default)]
struct Toll<'s> {
    low: i64,
    best: i64,
    high: i64,
    open: bool,
    incidents: Vec<&'s Seen>,
}

pub(super) fn measure(scene: &Period<'_>, _: &Definition) -> Outcome {
    let mut tolls: BTreeMap<(String, String), Toll<'_>> = BTreeMap::new();
    let mut evidence = Vec::new();
    for seen in told(scene, Class::Force) {
        if seen.relation != Relation::Inside {
            continue;
        }
        // In order of time: a later figure of the same source stands for the earlier one.
        let mut latest: BTreeMap<(String, &str), &FigureGiven> = BTreeMap::new();
        for given in &seen.incident.figures {
            let measure = given.figure.measure.as_str();
            if given.figure.scope == "cumulative"
                || !matches!(measure, "killed" | "wounded" | "killed-or-wounded")
            {
                continue;
            }
            let source = given.speaker.as_ref().map_or_else(
                || scene.source_of(&given.document),
                |speaker| format!("{} (in {})", speaker.name, scene.source_of(&given.document)),
            );
            latest.insert((source, measure), given);
        }
        for ((source, measure), given) in latest {
            let figure = &*given.figure;
            let low = figure.low.unwrap_or(0);
            let best = figure.best.or(figure.low).or(figure.high).unwrap_or(0);
            let toll = tolls.entry((measure.to_owned(), source)).or_default();
            toll.low += low;
            toll.best += best;
            toll.high += figure.high.unwrap_or(best);
            toll.open |= figure.high.is_none();
            toll.incidents.push(seen);
            if evidence.len() < QUOTES {
                evidence.extend(Evidence::of_id(scene, &given.statement));
            }
        }
    }
    let words = if tolls.is_empty() {
        "No figure of killed or wounded is on record for an incident inside the area.".to_owned()
    } else {
        "Counts as each source gives them; sources overlap, so lines must not be added up.".to_owned()
    };
    let mut outcome = Outcome::new(Bearing::Neither, words);
    for ((measure, source), toll) in tolls {
        let high = if toll.open { format!("{} or more", toll.high) } else { toll.high.to_string() };
        let label = format!("{measure}, says {source}: {} (from {} to {high})", toll.best, toll.low);
        outcome.rows.push(Row::incidents(label, &toll.incidents));
    }
    outcome.evidence = evidence;
    outcome
}
