//! A scene in, the claims matrix out: which party takes which position on which incident.
//! Silence is shown as silence, and never as a denial.

mod text;

use schemars::JsonSchema;
use serde::Serialize;
use truce_record::statement::Actor;

use crate::assess::Evidence;
use crate::scene::{Class, Period, Scene, Seen, Stance, is_count, is_side, positions};

pub use text::{csv, markdown, plain};

/// Positions of parties on incidents.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Matrix {
    /// Those whose positions are shown, the agreement's parties first.
    pub parties: Vec<String>,
    /// A line for each incident.
    pub lines: Vec<Line>,
    /// How many positions of each sort each party takes: the accounts of the sides beside one another.
    pub accounts: Vec<Account>,
    /// Who bears out whose account.
    pub confirmations: Vec<Confirmation>,
}

/// The positions on one incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// The incident.
    pub incident: String,
    /// Its act.
    pub act: String,
    /// When.
    pub when: Option<String>,
    /// Where.
    pub places: Vec<String>,
    /// How it stands.
    pub standing: String,
    /// A cell for each party, in their order.
    pub cells: Vec<Cell>,
}

/// What one party holds about one incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Cell {
    /// Its positions, each once; `silent` alone where no report has a word of it.
    pub positions: Vec<&'static str>,
    /// Whom it names as doers.
    pub names: Vec<String>,
    /// The words.
    pub evidence: Vec<Evidence>,
}

/// How often a party takes each position.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Account {
    /// The party.
    pub party: String,
    /// Positions with their numbers, `silent` among them.
    pub positions: Vec<(String, usize)>,
}

/// One who bears out another's account.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Confirmation {
    /// The incident.
    pub incident: String,
    /// Who confirms.
    pub by: String,
    /// Whose account: those who told it before.
    pub of: Vec<String>,
    /// The words.
    pub evidence: Evidence,
}

/// How many actors beside the parties are shown.
const OTHERS: usize = 6;

/// Makes the matrix of the uses of force, coercion and build-up in a scene.
pub fn matrix(scene: &Scene<'_>) -> Matrix {
    of_period(scene, &scene.accord.parties)
}

/// Makes the matrix of a time and an area, some parties first.
pub fn of_period(scene: &Period<'_>, parties: &[Actor]) -> Matrix {
    let seen: Vec<&Seen> = scene
        .incidents
        .iter()
        .filter(|seen| matches!(seen.class, Class::Force | Class::Coercion | Class::BuildUp))
        .collect();
    let columns = columns(parties, &seen);
    let lines: Vec<Line> = seen.iter().map(|seen| line(scene, seen, &columns)).collect();
    let accounts = columns
        .iter()
        .enumerate()
        .map(|(at, party)| {
            let mut counted: Vec<(String, usize)> = Vec::new();
            for position in lines.iter().flat_map(|line| &line.cells[at].positions) {
                match counted.iter_mut().find(|(known, _)| known == position) {
                    Some((_, count)) => *count += 1,
                    None => counted.push(((*position).to_owned(), 1)),
                }
            }
            counted.sort();
            Account { party: party.name.clone(), positions: counted }
        })
        .collect();
    Matrix {
        parties: columns.iter().map(|party| party.name.clone()).collect(),
        lines,
        accounts,
        confirmations: seen.iter().flat_map(|seen| confirmations(scene, seen)).collect(),
    }
}

/// The parties of the agreement, then those who take most positions or are blamed most.
fn columns(parties: &[Actor], seen: &[&Seen]) -> Vec<Actor> {
    let mut columns: Vec<Actor> = Vec::new();
    for party in parties {
        if !columns.iter().any(|known| is_side(known, party)) {
            columns.push(party.clone());
        }
    }
    let mut others: Vec<(&Actor, usize)> = Vec::new();
    let all: Vec<_> = seen.iter().flat_map(|seen| positions(&seen.incident)).collect();
    for actor in
        all.iter().flat_map(|position| position.holder.into_iter().chain(position.doers.iter().copied()))
    {
        if is_count(actor) || columns.iter().any(|known| is_side(known, actor)) {
            continue;
        }
        match others.iter_mut().find(|(known, _)| is_side(known, actor)) {
            Some((_, count)) => *count += 1,
            None => others.push((actor, 1)),
        }
    }
    others.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    columns.extend(others.into_iter().take(OTHERS).map(|(actor, _)| actor.clone()));
    columns
}

fn line(scene: &Period<'_>, seen: &Seen, columns: &[Actor]) -> Line {
    let incident = &seen.incident;
    let all = positions(incident);
    let cells = columns
        .iter()
        .map(|party| {
            let own = all.iter().filter(|one| one.holder.is_some_and(|holder| is_side(party, holder)));
            let mut cell = Cell { positions: Vec::new(), names: Vec::new(), evidence: Vec::new() };
            for one in own {
                if !cell.positions.contains(&one.stance.as_str()) {
                    cell.positions.push(one.stance.as_str());
                }
                if one.stance == Stance::Blames {
                    for doer in &one.doers {
                        if !cell.names.contains(&doer.name) {
                            cell.names.push(doer.name.clone());
                        }
                    }
                }
                let mut evidence = Evidence::of(scene, one.statement);
                evidence.incident = Some(incident.id.to_string());
                cell.evidence.push(evidence);
            }
            if cell.positions.is_empty() {
                cell.positions.push("silent");
            }
            cell
        })
        .collect();
    Line {
        incident: incident.id.to_string(),
        act: incident.act.clone(),
        when: incident.when.map(|when| when.to_string()),
        places: incident.places.iter().map(|place| place.name.clone()).collect(),
        standing: incident.standing.as_str().to_owned(),
        cells,
    }
}

fn confirmations(scene: &Period<'_>, seen: &Seen) -> Vec<Confirmation> {
    let all = positions(&seen.incident);
    let mut found = Vec::new();
    for (at, one) in all.iter().enumerate().filter(|(_, one)| one.stance == Stance::Confirms) {
        let Some(by) = one.holder else { continue };
        let mut of: Vec<String> = Vec::new();
        for earlier in &all[..at] {
            let told = matches!(earlier.stance, Stance::Asserts | Stance::Blames | Stance::Admits);
            if let Some(holder) = earlier.holder.filter(|holder| told && !is_side(by, holder))
                && !of.contains(&holder.name)
            {
                of.push(holder.name.clone());
            }
        }
        found.push(Confirmation {
            incident: seen.incident.id.to_string(),
            by: by.name.clone(),
            of,
            evidence: Evidence::of(scene, one.statement),
        });
    }
    found
}
