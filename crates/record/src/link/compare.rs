//! Two tellings in, points with their reasons out: how much speaks for their being one happening.
//! Weighs nobody's word: a denial of a happening tells of the same happening as its report.

use truce_lexicon::load::link::Link;

use super::telling::Telling;
use crate::statement::{Place, When};

/// How much speaks for two things being one, and what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Points, as the data weighs them.
    pub points: i32,
    /// What speaks for it, in words.
    pub reasons: Vec<String>,
}

impl Likeness {
    /// Adds points with the reason for them.
    pub fn add(&mut self, points: i32, reason: impl Into<String>) {
        self.points += points;
        if points > 0 {
            self.reasons.push(reason.into());
        }
    }
}

/// Compares two tellings; `None` where they cannot be one happening.
pub fn compare(one: &Telling<'_>, other: &Telling<'_>, link: &Link) -> Option<Likeness> {
    let mut likeness = Likeness::default();
    acts(one, other, link, &mut likeness)?;
    times(one, other, link, &mut likeness)?;
    let before = likeness.points;
    places(&one.places, &other.places, link, &mut likeness);
    if !(one.placed && other.placed) {
        likeness.points = likeness.points.max(before + link.weight("place-loose"));
    }
    if one.document == other.document {
        likeness.add(link.weight("one-document"), "");
    }
    let shared: Vec<&str> = one.words.intersection(&other.words).map(String::as_str).take(6).collect();
    if !shared.is_empty() {
        likeness
            .add(link.weight("word") * shared.len() as i32, format!("both speak of {}", shared.join(", ")));
    }
    let counts = one.figures.intersection(&other.figures).count().min(2);
    if counts > 0 {
        likeness.add(link.weight("figure") * counts as i32, "the same figures");
    }
    if let Some(actor) = one.actors.intersection(&other.actors).next() {
        likeness.add(link.weight("actor"), format!("{actor} takes part in both"));
    }
    Some(likeness)
}

fn acts(one: &Telling<'_>, other: &Telling<'_>, link: &Link, likeness: &mut Likeness) -> Option<()> {
    // What is told without an act is told by its harm.
    let acts = |telling: &Telling<'_>| -> Vec<String> {
        if telling.acts.is_empty() {
            vec!["killing".to_owned()]
        } else {
            telling.acts.iter().map(|act| (*act).to_owned()).collect()
        }
    };
    let (here, there) = (acts(one), acts(other));
    let (degree, act) = here
        .iter()
        .flat_map(|a| there.iter().map(move |b| (link.likeness(a, b), a)))
        .max_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.cmp(one.1)))?;
    if degree == 0 {
        return None;
    }
    let reason =
        if degree == 100 { format!("both tell of {act}") } else { format!("acts that go with {act}") };
    likeness.add(link.weight("act") * i32::from(degree) / 100, reason);
    Some(())
}

fn times(one: &Telling<'_>, other: &Telling<'_>, link: &Link, likeness: &mut Likeness) -> Option<()> {
    match (&one.when, &other.when) {
        (Some(here), Some(there)) => stretches(here, there, link, likeness),
        (Some(when), None) => recent(when, other, link, likeness),
        (None, Some(when)) => recent(when, one, link, likeness),
        (None, None) => Some(()),
    }
}

fn stretches(here: &When, there: &When, link: &Link, likeness: &mut Likeness) -> Option<()> {
    let wide = here.days_open().max(there.days_open());
    match here.gap(there) {
        0 => {
            let (weight, reason) = match wide {
                ..=2 => ("time-same", format!("the same day ({here})")),
                3..=10 => ("time-week", format!("within the same days ({here}, {there})")),
                _ => ("time-wide", format!("times that do not exclude each other ({here}, {there})")),
            };
            likeness.add(link.weight(weight), reason);
            Some(())
        }
        1 => {
            likeness.add(link.weight("time-next"), "");
            Some(())
        }
        // Wide times are told loosely at their edges.
        gap if wide > 10 && gap <= wide / 4 => Some(()),
        _ => None,
    }
}

/// One gives no day: it cannot speak of what happened after it was written.
fn recent(when: &When, undated: &Telling<'_>, link: &Link, likeness: &mut Likeness) -> Option<()> {
    let Some(day) = undated.day else { return Some(()) };
    if when.earliest > day {
        return None;
    }
    let days = (day - when.latest).get_days();
    if days <= 7 {
        likeness.add(link.weight("time-recent"), format!("told within a week of {when}"));
    }
    Some(())
}

/// How two places stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Apart,
    Unknown,
    Inside,
    Wide,
    Same,
}

pub(super) fn places(one: &[&Place], other: &[&Place], link: &Link, likeness: &mut Likeness) {
    let best = one
        .iter()
        .flat_map(|here| other.iter().map(move |there| (nearness(here, there), *here, *there)))
        .max_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| b.1.name.cmp(&a.1.name)).then_with(|| b.2.name.cmp(&a.2.name))
        });
    let Some((nearness, here, there)) = best else { return };
    match nearness {
        Nearness::Same => likeness.add(link.weight("place-same"), format!("the same place ({})", here.name)),
        Nearness::Wide => {
            likeness.add(link.weight("place-wide"), format!("the same wide area ({})", here.name))
        }
        Nearness::Inside => likeness
            .add(link.weight("place-inside"), format!("{} and {} lie in one another", here.name, there.name)),
        Nearness::Unknown => likeness.add(link.weight("place-other"), ""),
        Nearness::Apart => likeness.add(link.weight("place-apart"), ""),
    }
}

fn nearness(one: &Place, other: &Place) -> Nearness {
    let wide = |place: &Place| place.precision >= 4 || matches!(place.kind.as_deref(), Some("country"));
    let named = |place: &Place, name: &str| {
        place.name.to_lowercase() == name || place.also.iter().any(|form| form.to_lowercase() == name)
    };
    let name = one.name.to_lowercase();
    let same = named(other, &name)
        || one.also.iter().any(|form| named(other, &form.to_lowercase()))
        || one.geonames.is_some() && one.geonames == other.geonames;
    let far = || match (one.point, other.point) {
        (Some(here), Some(there)) => Some(here.metres_to(there)),
        _ => None,
    };
    let reach = one.radius_m.unwrap_or(0).saturating_add(other.radius_m.unwrap_or(0));
    if same && far().is_none_or(|metres| metres <= reach.saturating_add(30_000)) {
        return if wide(one) || wide(other) { Nearness::Wide } else { Nearness::Same };
    }
    match far() {
        None => Nearness::Unknown,
        Some(metres) => {
            let longest = one.radius_m.unwrap_or(0).max(other.radius_m.unwrap_or(0));
            if metres <= longest.max(1_000) {
                Nearness::Inside
            } else if metres > reach.saturating_add(10_000) {
                Nearness::Apart
            } else {
                Nearness::Unknown
            }
        }
    }
}
