//! An incident in, one flat row out, for the forms that know one place, one day and one figure.
//! What a flat row cannot hold (who says what) is counted in it, and found by its id.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use truce_record::State;
use truce_record::fold::{FigureGiven, Incident};
use truce_record::statement::{Actor, Grain, Point, When};

/// An incident as a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// PLOVER type.
    pub kind: String,
    /// Finer kind.
    pub act: String,
    /// First day it can have been.
    pub start: Option<Date>,
    /// Last day it can have been.
    pub end: Option<Date>,
    /// UCDP `date_prec`, 1 to 5; 0 where no day is told.
    pub date_prec: u8,
    /// The most exact place.
    pub place: String,
    /// First-level division.
    pub division: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Its point.
    pub point: Option<Point>,
    /// How far around, in metres.
    pub radius_m: Option<u32>,
    /// UCDP `where_prec`, 1 to 7; 0 where no point is told.
    pub where_prec: u8,
    /// Doers that any statement names.
    pub who: Vec<Actor>,
    /// Those it was done to.
    pub whom: Vec<Actor>,
    /// Killed: the least that any source gives.
    pub low: Option<i64>,
    /// Killed: what most sources give; of equals the lowest.
    pub best: Option<i64>,
    /// Killed: the most that any source gives.
    pub high: Option<i64>,
    /// Civilians among the killed, counted in the same way.
    pub civilians: Option<i64>,
    /// How it stands.
    pub standing: &'static str,
    /// Number of independent origins.
    pub origins: usize,
    /// Sources that tell of it.
    pub sources: Vec<String>,
    /// Number of documents.
    pub documents: usize,
    /// What an inquiry found.
    pub finding: Option<&'static str>,
    /// `accepted` by a person, else `unreviewed`.
    pub review: &'static str,
    /// Who holds what, in words.
    pub claims: String,
    /// The words that tell it.
    pub quotes: Vec<String>,
}

/// Returns UCDP's `date_prec` for a time: 1 exact, 2 some days, 3 a week, 4 a month, 5 longer; 0 without one.
pub fn date_precision(when: Option<&When>) -> u8 {
    match when.map(|when| (when.days_open(), when.grain)) {
        None => 0,
        Some((0, _)) => 1,
        Some((_, Grain::Month)) => 4,
        Some((1..=5, _)) => 2,
        Some((6, _)) => 3,
        Some((7..=31, _)) => 4,
        Some(_) => 5,
    }
}

impl Row {
    /// Makes the row of an incident.
    pub fn of(state: &State, incident: &Incident) -> Self {
        let place = incident.places.first();
        let killed = latest(state, incident, |given| {
            given.figure.measure == "killed" && given.figure.scope != "cumulative" && !civilians(given)
        });
        let dead = latest(state, incident, |given| {
            given.figure.measure == "killed" && given.figure.scope != "cumulative" && civilians(given)
        });
        let documents: BTreeSet<_> =
            incident.statements.iter().map(|(statement, _)| &statement.document).collect();
        let sources: BTreeSet<String> = documents
            .iter()
            .filter_map(|id| state.document(id))
            .map(|document| document.source().unwrap_or(&document.added.name).to_owned())
            .collect();
        let mut quotes: Vec<String> = Vec::new();
        for (statement, _) in &incident.statements {
            let quote = crate::words::one_line(&statement.anchor.quote);
            if statement.content.kind() == "event" && statement.foreign.is_none() && !quotes.contains(&quote)
            {
                quotes.push(quote);
            }
        }
        let claims: Vec<String> = incident
            .claims
            .iter()
            .map(|claim| {
                let speaker = claim.speaker.as_ref().map_or("the report", |speaker| speaker.name.as_str());
                let target =
                    claim.target.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>().join(", ");
                format!("{speaker} {} {target}", claim.stance).trim_end().to_owned()
            })
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        Self {
            id: incident.id.to_string(),
            kind: incident.kind.clone(),
            act: incident.act.clone(),
            start: incident.when.map(|when| when.earliest),
            end: incident.when.map(|when| when.latest),
            date_prec: date_precision(incident.when.as_ref()),
            place: place.map(|place| place.name.clone()).unwrap_or_default(),
            division: place.and_then(|place| place.division.clone()).unwrap_or_default(),
            country: place.and_then(|place| place.country.clone()).unwrap_or_default(),
            point: place.and_then(|place| place.point),
            radius_m: place.and_then(|place| place.radius_m),
            where_prec: place.map_or(0, |place| place.precision),
            who: incident.who.clone(),
            whom: incident.whom.clone(),
            low: killed.iter().filter_map(|given| given.figure.low.or(given.figure.best)).min(),
            best: agreed(&killed),
            high: killed
                .iter()
                .filter_map(|given| given.figure.high.or(given.figure.best).or(given.figure.low))
                .max(),
            civilians: agreed(&dead),
            standing: incident.standing.as_str(),
            origins: incident.origins.len(),
            sources: sources.into_iter().collect(),
            documents: documents.len(),
            finding: incident.finding.as_ref().map(|held| held.finding.as_str()),
            review: if incident.review.as_ref().is_some_and(|review| review.accepted) {
                "accepted"
            } else {
                "unreviewed"
            },
            claims: claims.join("; "),
            quotes,
        }
    }

    /// Joins the names of actors.
    pub fn names(actors: &[Actor]) -> String {
        actors.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>().join("; ")
    }
}

fn civilians(given: &FigureGiven) -> bool {
    given.figure.of.as_deref().is_some_and(|of| of.to_lowercase().contains("civilian"))
}

/// The figures that each source gave last.
fn latest<'a>(
    state: &State,
    incident: &'a Incident,
    wanted: impl Fn(&FigureGiven) -> bool,
) -> Vec<&'a FigureGiven> {
    let mut found: BTreeMap<String, &FigureGiven> = BTreeMap::new();
    for given in incident.figures.iter().filter(|given| wanted(given)) {
        let source = given
            .speaker
            .as_ref()
            .map_or_else(|| state.origin(&given.document).to_string(), |speaker| speaker.key().to_owned());
        found.insert(source, given);
    }
    found.into_values().collect()
}

/// The number that most sources give; of equals the lowest. Nothing is averaged.
fn agreed(given: &[&FigureGiven]) -> Option<i64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for figure in given.iter().map(|given| &*given.figure) {
        if let Some(number) = figure.best.or(figure.low).or(figure.high) {
            *counts.entry(number).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(number, count)| (*count, std::cmp::Reverse(*number)))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_of_time_is_in_ucdp_codes() {
        for (when, code) in [
            (Some("2021-03-05"), 1),
            (Some("2021-03-05/2021-03-06"), 2),
            (Some("2021-03-01/2021-03-07"), 3),
            (Some("2021-02"), 4),
            (Some("2021-03-01/2021-03-20"), 4),
            (Some("2021"), 5),
            (None, 0),
        ] {
            let when = when.map(|text| When::parse(text).expect(text));
            assert_eq!(date_precision(when.as_ref()), code, "{when:?}");
        }
    }
}
