//! Mentions in, places out: of all places of a name, the one that fits the countries, the divisions and the other
//! places that the report speaks of.
//! Draws no statement; a name that nobody knows stays without coordinates unless a distance gives them.

use std::collections::BTreeMap;

use truce_lexicon::Lexicon;
use truce_lexicon::load::actors::{ActorKind, NameUse};
use truce_lexicon::load::places::{Place, PlaceKind};

use super::known::Names;
use super::offset::{far, moved};
use super::{PlaceMention, Relation};
use crate::mention::names::{NameRun, RunKind};

/// Which place a mention means.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceReading {
    /// Index of the mention.
    pub mention: usize,
    /// Record of the gazetteer.
    pub place: Option<u32>,
    /// Stable id of that record.
    pub id: Option<u32>,
    /// Its main name; the words of the text for a name that nobody knows.
    pub name: String,
    /// ISO 3166 alpha-2; empty if unknown or across borders.
    pub country: String,
    /// First-level division.
    pub first: Option<u32>,
    /// What sort of place it is.
    pub kind: Option<PlaceKind>,
    /// Latitude and longitude, moved by the distance told.
    pub point: Option<(f64, f64)>,
    /// How far from the point the matter told may be.
    pub radius_km: f64,
    /// Precision as the UCDP counts it (`where_prec`): 1 exact, 2 near, 3 district, 4 province, 5 line or region,
    /// 6 country, 7 sea or more than one country.
    pub precision: u8,
    /// Sureness of the choice, from 0 to 1.
    pub score: f32,
}

/// Weighs the countries that a report speaks of by its states, peoples and groups; the greatest weighs 1.
#[must_use]
pub fn countries(runs: &[NameRun], lexicon: &Lexicon) -> Vec<(String, f32)> {
    let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
    for run in runs {
        let RunKind::Known(known) = &run.kind else { continue };
        let share = 1.0 / known.len().max(1) as f32;
        for known in known {
            let Some(actor) = lexicon.tables.actors.actors.get(known.actor as usize) else { continue };
            let weight = match actor.kind {
                ActorKind::State if known.used == NameUse::Capital => 0.7,
                ActorKind::State => 1.0,
                ActorKind::ArmedGroup | ActorKind::Militia | ActorKind::StateForce | ActorKind::Mission => {
                    0.8
                }
                _ => 0.2,
            };
            for country in actor.countries.iter().take(3) {
                *weights.entry(country).or_default() +=
                    weight * share / actor.countries.len().clamp(1, 3) as f32;
            }
        }
    }
    scaled(weights.into_iter().map(|(country, weight)| (country.to_owned(), weight)).collect())
}

fn scaled(mut weights: Vec<(String, f32)>) -> Vec<(String, f32)> {
    let most = weights.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
    if most > 0.0 {
        weights.iter_mut().for_each(|(_, weight)| *weight = (*weight / most).powf(0.7));
    }
    weights.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    weights
}

/// Chooses the place of every mention. `hints` are countries spoken of, each with its weight up to 1.
#[must_use]
pub fn resolve(mentions: &[PlaceMention], hints: &[(String, f32)], lexicon: &Lexicon) -> Vec<PlaceReading> {
    let mut names = Names::new(lexicon);
    let mut weights: BTreeMap<String, f32> = hints.iter().cloned().collect();
    let mut sets: Vec<Vec<Place<'_>>> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let forms = [&mention.full, &mention.name, &mention.core];
        let exact = forms.into_iter().find(|form| names.get(form).places.iter().any(|place| place.exact));
        let known = names.get(exact.unwrap_or(&mention.core));
        let exact: Vec<&Place<'_>> = known.places.iter().filter(|place| place.exact).collect();
        if let Some(first) = exact.first().filter(|place| !place.country.is_empty() && !mention.associated)
            && exact.iter().all(|place| place.country == first.country)
        {
            *weights.entry(first.country.to_owned()).or_default() += 0.25;
        }
        sets.push(known.places.clone());
    }
    let weights: BTreeMap<String, f32> = scaled(weights.into_iter().collect()).into_iter().collect();
    let mut chosen: Vec<Option<Place<'_>>> = vec![None; mentions.len()];
    let mut sureness = vec![0.0; mentions.len()];
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); mentions.len()];
    for (at, mention) in mentions.iter().enumerate() {
        if let Some(list) = mention.within.and_then(|within| inside.get_mut(within)) {
            list.push(at);
        }
    }
    // The second round sees where the places of the first lie.
    for round in 0..2 {
        let before = chosen.clone();
        let near = neighbours(&before, mentions);
        // What one mention of a name shows of its place holds for the others.
        let mut shown: BTreeMap<(&str, u32), f32> = BTreeMap::new();
        let mut company: Vec<Vec<f32>> = Vec::with_capacity(mentions.len());
        for (at, mention) in mentions.iter().enumerate() {
            let holder = mention.within.and_then(|within| before.get(within).copied().flatten());
            let scores: Vec<f32> = sets[at]
                .iter()
                .map(|place| {
                    let within = holder.map_or(0.0, |holder| held(place, &holder));
                    let holds = inside[at]
                        .iter()
                        .filter_map(|&child| before[child])
                        .map(|child| held(&child, place))
                        .fold(0.0, f32::max);
                    let score = within + holds;
                    if score > 0.0 {
                        let most = shown.entry((&mention.core, place.index)).or_default();
                        *most = most.max(score);
                    }
                    score
                })
                .collect();
            company.push(scores);
        }
        for (at, mention) in mentions.iter().enumerate() {
            let mut best: Option<(f32, Place<'_>)> = None;
            let mut second = f32::MIN;
            for (place, &together) in sets[at].iter().zip(&company[at]) {
                let weight = weights.get(place.country).copied();
                if !place.exact && !weights.is_empty() && !weight.is_some_and(|weight| weight > 0.25) {
                    continue;
                }
                let elsewhere =
                    shown.get(&(mention.core.as_str(), place.index)).copied().unwrap_or_default() * 0.7;
                let mut score = fit(place, mention, weight, weights.is_empty());
                score += if together == 0.0 { elsewhere } else { together };
                if round > 0 {
                    score += if place.kind == PlaceKind::Country {
                        0.8
                    } else {
                        nearness(place, &near, at, &mention.core)
                    };
                }
                match best {
                    Some((most, _)) if score <= most => second = second.max(score),
                    _ => {
                        second = best.map_or(second, |(most, _)| most);
                        best = Some((score, *place));
                    }
                }
            }
            chosen[at] = best.map(|(_, place)| place);
            sureness[at] =
                best.map_or(0.0, |(most, _)| (0.5 + (most - second.max(most - 2.0)) / 4.0).clamp(0.0, 1.0));
        }
    }
    let mut readings: Vec<PlaceReading> = mentions
        .iter()
        .enumerate()
        .map(|(at, mention)| reading(at, mention, chosen[at], sureness[at]))
        .collect();
    for (at, reading) in readings.iter_mut().enumerate() {
        as_division(reading, &sets[at]);
        if reading.point.is_none() && mentions[at].name.contains('-') {
            join(reading, &mentions[at], &mut names, &weights);
        }
    }
    settle(mentions, &mut readings);
    readings
}

/// A region that is also a first-level division is counted as one.
fn as_division(reading: &mut PlaceReading, places: &[Place<'_>]) {
    let (Some(PlaceKind::Region), Some(point)) = (reading.kind, reading.point) else { return };
    let same = places.iter().find(|place| {
        place.kind == PlaceKind::First
            && place.country == reading.country
            && far((place.lat, place.lon), point) < reading.radius_km
    });
    if let Some(division) = same {
        reading.first = Some(division.index);
        reading.precision = reading.precision.min(4);
    }
}

/// Places a road or line between the two places it is named after: "the Zharkhat-Brelnitz road".
fn join(
    reading: &mut PlaceReading,
    mention: &PlaceMention,
    names: &mut Names<'_>,
    weights: &BTreeMap<String, f32>,
) {
    let mut ends = mention.name.split('-');
    let (Some(one), Some(other), None) = (ends.next(), ends.next(), ends.next()) else { return };
    let mut best = |name: &str| {
        let places = &names.get(name.trim()).places;
        let score =
            |place: &&Place<'_>| fit(place, mention, weights.get(place.country).copied(), weights.is_empty());
        places
            .iter()
            .max_by(|one, other| score(one).total_cmp(&score(other)))
            .map(|place| (place.lat, place.lon, place.country.to_owned()))
    };
    let (Some(one), Some(other)) = (best(one), best(other)) else { return };
    let apart = far((one.0, one.1), (other.0, other.1));
    if one.2 == other.2 && apart < 600.0 {
        reading.point = Some((f64::midpoint(one.0, other.0), f64::midpoint(one.1, other.1)));
        reading.radius_km = apart / 2.0;
        reading.country = one.2;
    }
}

/// How well a place fits by itself and the countries spoken of.
fn fit(place: &Place<'_>, mention: &PlaceMention, weight: Option<f32>, nowhere: bool) -> f32 {
    let mut score = match place.kind {
        PlaceKind::Country | PlaceKind::Continent => 3.0,
        PlaceKind::FormerCountry => 2.8,
        PlaceKind::Capital => 2.9,
        PlaceKind::First if place.radius_km < 8.0 => 1.0,
        PlaceKind::First => 2.1,
        PlaceKind::Second => 0.9,
        PlaceKind::Settlement => 0.42 * (place.population.max(500) as f32).log10(),
        _ => 1.8,
    };
    score += match (place.exact, place.main) {
        (true, true) => 0.5,
        (true, false) if place.kind.is_settlement() => -0.3,
        (true, false) => 0.0,
        (false, true) => -0.4,
        (false, false) => -0.6,
    };
    // The project's own entries are there because reports on conflicts use the name.
    if place.id >= 1 << 31 && place.exact {
        score += 0.7;
    }
    score += match weight {
        Some(weight) => 2.2 * weight,
        None if place.country.is_empty() => 1.6,
        None if nowhere => 0.0,
        None => -0.3,
    };
    score += match mention.noun {
        None => 0.0,
        Some(noun) if noun == place.kind => 1.2,
        Some(PlaceKind::First | PlaceKind::Region | PlaceKind::Second)
            if matches!(
                place.kind,
                PlaceKind::First | PlaceKind::Second | PlaceKind::Region | PlaceKind::Area
            ) =>
        {
            0.8
        }
        Some(PlaceKind::Settlement) if place.kind.is_settlement() => 0.8,
        Some(PlaceKind::First | PlaceKind::Region) => -0.4,
        Some(PlaceKind::Settlement) => -0.8,
        Some(_) => 0.0,
    };
    score
}

/// How well a place fits inside the place named as its holder.
fn held(place: &Place<'_>, holder: &Place<'_>) -> f32 {
    if place.index == holder.index {
        return -1.0;
    }
    let apart = far((place.lat, place.lon), (holder.lat, holder.lon));
    match holder.kind {
        PlaceKind::Country if place.country == holder.country => 3.0,
        PlaceKind::Country => -1.0,
        PlaceKind::First if place.first == Some(holder.index) => 3.0,
        _ if place.country == holder.country && apart < f64::from(holder.radius_km) * 1.5 + 10.0 => 2.0,
        PlaceKind::First | PlaceKind::Region
            if holder.country == place.country && apart < f64::from(holder.radius_km) * 2.5 =>
        {
            1.5
        }
        _ => 0.0,
    }
}

/// Points of the places chosen so far that say where the report is: towns, divisions, areas.
fn neighbours<'m>(
    chosen: &[Option<Place<'_>>],
    mentions: &'m [PlaceMention],
) -> Vec<(usize, &'m str, f64, f64)> {
    let local = |place: &Place<'_>| {
        !matches!(
            place.kind,
            PlaceKind::Country | PlaceKind::Continent | PlaceKind::Sea | PlaceKind::FormerCountry
        )
    };
    chosen
        .iter()
        .enumerate()
        .filter(|&(at, _)| !mentions[at].associated)
        .filter_map(|(at, place)| {
            place.filter(local).map(|place| (at, mentions[at].core.as_str(), place.lat, place.lon))
        })
        .collect()
}

/// How near a place lies to the others: 1.5 for next door.
fn nearness(place: &Place<'_>, near: &[(usize, &str, f64, f64)], at: usize, core: &str) -> f32 {
    let mut best = 0.0_f64;
    for &(other, name, lat, lon) in near {
        // The same name met twice says nothing about itself.
        if other == at || name == core || (lat - place.lat).abs() > 8.0 {
            continue;
        }
        let apart = far((place.lat, place.lon), (lat, lon));
        let steps = 1.0 / (1.0 + (at.abs_diff(other) as f64) / 12.0);
        best = best.max((-apart / 150.0).exp() * (0.6 + 0.4 * steps));
    }
    1.5 * best as f32
}

fn reading(at: usize, mention: &PlaceMention, place: Option<Place<'_>>, score: f32) -> PlaceReading {
    let Some(place) = place else {
        return PlaceReading {
            mention: at,
            name: mention.name.clone(),
            kind: mention.noun,
            precision: 5,
            score: mention.score / 2.0,
            ..PlaceReading::default()
        };
    };
    let mut point = (place.lat, place.lon);
    let mut radius_km = f64::from(place.radius_km);
    let mut precision = precision(&place);
    match mention.noun {
        Some(PlaceKind::Second | PlaceKind::Region) => precision = precision.max(3),
        Some(PlaceKind::First) => precision = precision.max(4),
        Some(kind) if is_spot(kind) && kind != place.kind && place.kind != PlaceKind::Site => {
            // A bridge or hospital that bears the name of a town is near it; one named after a sea is anywhere.
            if radius_km > 30.0 {
                return PlaceReading {
                    mention: at,
                    name: mention.name.clone(),
                    country: place.country.to_owned(),
                    kind: Some(kind),
                    precision: 5,
                    score,
                    ..PlaceReading::default()
                };
            }
            precision = precision.max(2);
            radius_km = radius_km.max(10.0);
        }
        _ => {}
    }
    match mention.relation {
        Relation::At => {}
        Relation::Near | Relation::Side(_) | Relation::Between => {
            radius_km = radius_km.max(15.0);
            precision = precision.max(2);
            if let Relation::Side(bearing) = mention.relation {
                point = moved(point, f64::from(place.radius_km) + 5.0, bearing);
            }
        }
        Relation::Offset { least_km, most_km, bearing } => {
            precision = precision.max(2);
            let middle = f64::midpoint(least_km, most_km);
            match bearing {
                Some(bearing) => {
                    point = moved(point, middle, bearing);
                    radius_km = ((most_km - least_km) / 2.0 + middle * 0.3).max(1.0);
                }
                None => radius_km = radius_km.max(most_km),
            }
        }
    }
    PlaceReading {
        mention: at,
        place: Some(place.index),
        id: Some(place.id),
        name: place.name.to_owned(),
        country: place.country.to_owned(),
        first: place.first,
        kind: Some(place.kind),
        point: Some(point),
        radius_km,
        precision,
        score,
    }
}

/// Says whether such a place is one spot.
fn is_spot(kind: PlaceKind) -> bool {
    matches!(
        kind,
        PlaceKind::Site
            | PlaceKind::Bridge
            | PlaceKind::Base
            | PlaceKind::Airport
            | PlaceKind::Camp
            | PlaceKind::Crossing
            | PlaceKind::Dam
            | PlaceKind::Port
    )
}

/// Returns the UCDP's `where_prec` of a place named without more.
fn precision(place: &Place<'_>) -> u8 {
    match place.kind {
        PlaceKind::Country | PlaceKind::FormerCountry => 6,
        PlaceKind::Continent | PlaceKind::Sea | PlaceKind::Strait => 7,
        PlaceKind::First => 4,
        PlaceKind::Second => 3,
        PlaceKind::Line
        | PlaceKind::River
        | PlaceKind::Road
        | PlaceKind::Canal
        | PlaceKind::Corridor
        | PlaceKind::Desert => 5,
        _ if place.radius_km <= 10.0 || place.kind.is_settlement() => 1,
        _ if place.radius_km <= 25.0 => 2,
        _ if place.radius_km <= 50.0 => 3,
        _ => 5,
    }
}

/// Places names that nobody knows by what the text says of them: a distance, the place that holds them.
fn settle(mentions: &[PlaceMention], readings: &mut [PlaceReading]) {
    for at in 0..mentions.len() {
        if readings[at].point.is_some() {
            continue;
        }
        // "Arrun, 130 km southeast of Sett", "Arrun (20 km SW of Sett)"
        let told = mentions.get(at + 1).filter(|next| {
            matches!(next.relation, Relation::Offset { .. } | Relation::Side(_))
                && next.from.saturating_sub(mentions[at].until) <= 2
        });
        let source = told.map(|_| at + 1).or(mentions[at].within);
        let Some(source) = source.and_then(|source| readings.get(source)).cloned() else { continue };
        let Some(point) = source.point else { continue };
        let reading = &mut readings[at];
        reading.point = Some(point);
        reading.country = source.country;
        reading.first = source.first;
        reading.radius_km = source.radius_km;
        reading.precision = source.precision.max(2);
    }
}
