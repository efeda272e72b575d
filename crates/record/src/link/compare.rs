//! Two tellings in, points with their reasons out: how much speaks for their being one happening.
//! Weighs nobody's word: a denial of a happening tells of the same happening as its report.

use truce_lexicon::load::link::Link;

use super::telling::Telling;
use crate::statement::{Place, Point, When};

/// How much speaks for two things being one, and what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Points, as the data weighs them.
    pub points: i32,
    /// What speaks for it, in words; none where only the points are asked for.
    reasons: Option<Vec<String>>,
}

impl Likeness {
    /// Begins one that keeps its reasons.
    pub fn told() -> Self {
        Self { points: 0, reasons: Some(Vec::new()) }
    }

    /// Adds points with the reason for them.
    pub fn add(&mut self, points: i32, reason: impl FnOnce() -> String) {
        self.points += points;
        if let Some(reasons) = &mut self.reasons
            && points > 0
        {
            reasons.push(reason());
        }
    }

    /// Returns what speaks for it, in one line.
    pub fn reason(&self) -> String {
        self.reasons.as_ref().map(|reasons| reasons.join("; ")).unwrap_or_default()
    }
}

/// Compares two tellings; `None` where they cannot be one happening.
pub fn compare(one: &Telling, other: &Telling, link: &Link) -> Option<Likeness> {
    weigh(one, other, link, Likeness::told())
}

/// Counts the points of two tellings, without words for them.
pub fn points(one: &Telling, other: &Telling, link: &Link) -> Option<i32> {
    weigh(one, other, link, Likeness::default()).map(|likeness| likeness.points)
}

fn weigh(one: &Telling, other: &Telling, link: &Link, mut likeness: Likeness) -> Option<Likeness> {
    if let Some(same) = one.same_row(other) {
        likeness.add(100, || "two releases of one row".to_owned());
        return same.then_some(likeness);
    }
    times(one, other, link, &mut likeness)?;
    acts(one, other, link, &mut likeness)?;
    let before = likeness.points;
    places(&one.places, &other.places, link, &mut likeness);
    if !(one.placed && other.placed) {
        likeness.points = likeness.points.max(before + link.weight("place-loose"));
    }
    if one.document == other.document {
        likeness.add(link.weight("one-document"), String::new);
    }
    let shared: Vec<&str> = one.words.intersection(&other.words).map(String::as_str).take(6).collect();
    if !shared.is_empty() {
        likeness.add(link.weight("word") * shared.len() as i32, || {
            format!("both speak of {}", shared.join(", "))
        });
    }
    let counts = one.figures.intersection(&other.figures).count().min(2);
    if counts > 0 {
        likeness.add(link.weight("figure") * counts as i32, || "the same figures".to_owned());
    }
    if let Some(actor) = one.actors.intersection(&other.actors).next() {
        likeness.add(link.weight("actor"), || format!("{actor} takes part in both"));
    }
    Some(likeness)
}

fn acts(one: &Telling, other: &Telling, link: &Link, likeness: &mut Likeness) -> Option<()> {
    // What is told without an act is told by its harm.
    const HARM: &[&str] = &["killing"];
    let mut here: Vec<&str> = one.acts.iter().map(String::as_str).collect();
    let mut there: Vec<&str> = other.acts.iter().map(String::as_str).collect();
    here.extend(if here.is_empty() { HARM } else { &[] });
    there.extend(if there.is_empty() { HARM } else { &[] });
    let (degree, act) = here
        .iter()
        .flat_map(|a| there.iter().map(move |b| (link.likeness(a, b), *a)))
        .max_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.cmp(one.1)))?;
    if degree == 0 {
        return None;
    }
    likeness.add(link.weight("act") * i32::from(degree) / 100, || {
        if degree == 100 { format!("both tell of {act}") } else { format!("acts that go with {act}") }
    });
    Some(())
}

fn times(one: &Telling, other: &Telling, link: &Link, likeness: &mut Likeness) -> Option<()> {
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
            let (weight, told) = match wide {
                ..=2 => ("time-same", "the same day"),
                3..=10 => ("time-week", "within the same days"),
                _ => ("time-wide", "times that do not exclude each other"),
            };
            likeness.add(link.weight(weight), || {
                if here == there { format!("{told} ({here})") } else { format!("{told} ({here}, {there})") }
            });
            Some(())
        }
        1 => {
            likeness.add(link.weight("time-next"), String::new);
            Some(())
        }
        // Wide times are told loosely at their edges.
        gap if wide > 10 && gap <= wide / 4 => Some(()),
        _ => None,
    }
}

/// One gives no day: it cannot speak of what happened after it was written.
fn recent(when: &When, undated: &Telling, link: &Link, likeness: &mut Likeness) -> Option<()> {
    let Some(day) = undated.day else { return Some(()) };
    if when.earliest > day {
        return None;
    }
    let days = (day - when.latest).get_days();
    if days <= 7 {
        likeness.add(link.weight("time-recent"), || format!("told within a week of {when}"));
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

/// A place, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// Its name and every other form, in small letters.
    pub names: Vec<String>,
    /// Where it lies.
    pub point: Option<Point>,
    /// How far around that it reaches, in metres.
    pub reach: u32,
    /// Whether it is a province, a country or the like.
    pub wide: bool,
    geonames: Option<u32>,
}

impl Spot {
    /// Makes one of a place.
    pub fn of(place: &Place) -> Self {
        Self {
            name: place.name.clone(),
            names: std::iter::once(&place.name).chain(&place.also).map(|name| name.to_lowercase()).collect(),
            point: place.point,
            reach: place.radius_m.unwrap_or(0),
            wide: place.precision >= 4 || place.kind.as_deref() == Some("country"),
            geonames: place.geonames,
        }
    }
}

pub(super) fn places(one: &[Spot], other: &[Spot], link: &Link, likeness: &mut Likeness) {
    let best = one
        .iter()
        .flat_map(|here| other.iter().map(move |there| (nearness(here, there), here, there)))
        .max_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| b.1.name.cmp(&a.1.name)).then_with(|| b.2.name.cmp(&a.2.name))
        });
    let Some((nearness, here, there)) = best else { return };
    match nearness {
        Nearness::Same => {
            likeness.add(link.weight("place-same"), || format!("the same place ({})", here.name))
        }
        Nearness::Wide => {
            likeness.add(link.weight("place-wide"), || format!("the same wide area ({})", here.name));
        }
        Nearness::Inside => likeness.add(link.weight("place-inside"), || {
            format!("{} and {} lie in one another", here.name, there.name)
        }),
        Nearness::Unknown => likeness.add(link.weight("place-other"), String::new),
        Nearness::Apart => likeness.add(link.weight("place-apart"), String::new),
    }
}

fn nearness(one: &Spot, other: &Spot) -> Nearness {
    let same = one.names.iter().any(|name| other.names.contains(name))
        || one.geonames.is_some() && one.geonames == other.geonames;
    let far = || Some(one.point?.metres_to(other.point?));
    let reach = one.reach.saturating_add(other.reach);
    if same && far().is_none_or(|metres| metres <= reach.saturating_add(30_000)) {
        return if one.wide || other.wide { Nearness::Wide } else { Nearness::Same };
    }
    match far() {
        None => Nearness::Unknown,
        Some(metres) if metres <= one.reach.max(other.reach).max(1_000) => Nearness::Inside,
        Some(metres) if metres > reach.saturating_add(10_000) => Nearness::Apart,
        Some(_) => Nearness::Unknown,
    }
}
