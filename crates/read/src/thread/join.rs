//! Cores in, happenings out: which of them tell of the same one.
//! Joins only on what the words share; what only points back is for `follow`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use truce_lexicon::load::link::Link;

use super::nucleus::Core;
use super::unit::{Nearness, Spot, Unit};

/// A happening as one report tells it.
#[derive(Debug, Clone, Default)]
pub struct Happening {
    /// Its acts, in order of telling.
    pub acts: Vec<String>,
    /// The days it lies in.
    pub when: Option<(Date, Date)>,
    /// Its places.
    pub spots: Vec<Spot>,
    /// Its telling nouns, with the number of units that have them.
    pub words: BTreeMap<String, usize>,
    /// The units that speak of it, in order.
    pub units: Vec<usize>,
    /// The row of a table that tells it.
    pub row: Option<u32>,
    /// The number of that row.
    pub label: Option<String>,
    /// How many happenings it stands for.
    pub several: Option<usize>,
}

impl Happening {
    /// Takes in what a unit tells.
    pub fn take(&mut self, at: usize, unit: &Unit, core: Option<&Core>) {
        if let Some(act) = core.and_then(|core| core.act.clone())
            && !self.acts.contains(&act)
        {
            self.acts.push(act);
        }
        if self.units.last() != Some(&at) && !self.units.contains(&at) {
            self.units.push(at);
            for word in &unit.words {
                *self.words.entry(word.clone()).or_default() += 1;
            }
        }
        // The closer time is kept, so that "in January" does not blur "on January 11".
        if let Some(when) = core.map_or(unit.when, |core| core.own.or(unit.day_near(core.token)))
            && core.is_none_or(|core| !core.planned && (core.act.is_some() || self.when.is_none()))
        {
            let length = |(from, to): (Date, Date)| (to - from).get_days();
            self.when = Some(match self.when {
                Some(known) if length(known) <= length(when) => known,
                _ => when,
            });
        }
        // Harm is told where the wounded lie; the place of the act stands with the act.
        let aside = core.is_some_and(|core| core.act.is_none()) && self.units.len() > 1;
        for spot in unit.spots.iter().filter(|_| !aside) {
            if !self.spots.contains(spot) {
                self.spots.push(spot.clone());
            }
        }
    }

    /// Returns the act that tells most: the first that is more than violence or harm in general.
    #[must_use]
    pub fn act(&self) -> Option<&str> {
        let general = |act: &&String| !matches!(act.as_str(), "other-violence" | "violation" | "killing");
        self.acts.iter().find(general).or(self.acts.first()).map(String::as_str)
    }

    /// Returns how well an act fits, in hundredths; harm alone fits any violence.
    #[must_use]
    pub fn fits(&self, act: Option<&str>, link: &Link) -> u8 {
        let act = act.unwrap_or("killing");
        if self.acts.is_empty() {
            return link.likeness("killing", act);
        }
        self.acts.iter().map(|known| link.likeness(known, act)).max().unwrap_or(0)
    }
}

/// Compares the days of two tellings: points for the same, `None` where they contradict each other.
#[must_use]
pub fn times(one: Option<(Date, Date)>, other: Option<(Date, Date)>, link: &Link) -> Option<i32> {
    let (Some(one), Some(other)) = (one, other) else { return Some(0) };
    if one.0 > other.1 || other.0 > one.1 {
        return None;
    }
    // A month that holds the day says little.
    let narrow = (one.1 - one.0).get_days().max((other.1 - other.0).get_days()) <= 7;
    Some(if narrow { link.weight("own-time") } else { link.weight("own-time") / 2 })
}

/// Compares the places of two tellings.
#[must_use]
pub fn places(one: &[Spot], other: &[Spot], link: &Link) -> i32 {
    // A country holds all of a war.
    let close = |spots: &[Spot]| -> Vec<Spot> { spots.iter().filter(|spot| !spot.wide).cloned().collect() };
    let (one, other) = (&close(one), &close(other));
    if one.is_empty() || other.is_empty() {
        return 0;
    }
    let mut apart = true;
    for here in one {
        for there in other {
            match here.nearness(there) {
                Nearness::Same => return link.weight("own-place"),
                Nearness::Unknown if here.may_hold(there) => return 0,
                Nearness::Unknown => apart = false,
                Nearness::Apart => {}
            }
        }
    }
    link.weight(if apart { "own-place-apart" } else { "own-place-other" })
}

/// Points for telling nouns that a unit shares with a happening and with no other.
#[must_use]
pub fn shared(unit: &Unit, happening: &Happening, others: &[Happening], link: &Link) -> i32 {
    let own = |word: &&String| {
        happening.words.contains_key(*word)
            && others.iter().filter(|other| other.words.contains_key(*word)).count() <= 1
    };
    link.weight("own-word") * unit.words.iter().filter(own).count().min(3) as i32
}

/// Points for standing close to the last unit of a happening.
#[must_use]
pub fn closeness(at: usize, units: &[Unit], happening: &Happening, link: &Link) -> i32 {
    let Some(&last) = happening.units.iter().rev().find(|&&unit| unit <= at) else { return 0 };
    if last == at {
        return link.weight("own-sentence");
    }
    let same_block = units[last].block == units[at].block;
    let next = last + 1 == at;
    match (next, same_block) {
        (true, true) => link.weight("own-next") + link.weight("own-paragraph"),
        (true, false) => link.weight("own-next") / 2,
        (false, true) => link.weight("own-paragraph"),
        (false, false) => 0,
    }
}

/// Joins the cores of all units to happenings. Returns the happenings, and for each unit which core went where.
#[must_use]
pub fn join(units: &[Unit], cores: &[Vec<Core>], link: &Link) -> (Vec<Happening>, Vec<Vec<Option<usize>>>) {
    let mut happenings: Vec<Happening> = Vec::new();
    let mut placed: Vec<Vec<Option<usize>>> = cores.iter().map(|cores| vec![None; cores.len()]).collect();
    // Headlines last: they tell what the first words of the report tell better.
    let order = (0..units.len()).filter(|&at| !units[at].title);
    let titles = (0..units.len()).filter(|&at| units[at].title);
    for at in order.chain(titles) {
        let unit = &units[at];
        for (index, core) in cores[at].iter().enumerate() {
            let best = best(at, units, core, &happenings, link);
            let chosen = match best.or_else(|| latest(at, units, core, &happenings, link)) {
                Some((which, _)) => which,
                None if core.opens || happenings.is_empty() && core.event.is_some() => {
                    happenings.push(Happening {
                        row: unit.row.then_some(unit.block),
                        label: unit.label.clone(),
                        several: unit.several,
                        ..Happening::default()
                    });
                    happenings.len() - 1
                }
                None => continue,
            };
            happenings[chosen].take(at, unit, Some(core));
            placed[at][index] = Some(chosen);
        }
    }
    (happenings, placed)
}

/// Words without a day or a place of their own, and nothing that sets them apart, go on about what was told last.
fn latest(
    at: usize,
    units: &[Unit],
    core: &Core,
    happenings: &[Happening],
    link: &Link,
) -> Option<(usize, i32)> {
    let unit = &units[at];
    let located = unit.when.is_some() || unit.spots.iter().any(|spot| !spot.wide);
    if located || unit.novel && !core.definite || unit.row {
        return None;
    }
    let fits = |which: &usize| {
        happenings[*which].row.is_none() && happenings[*which].fits(core.act.as_deref(), link) >= 40
    };
    let near = (0..happenings.len()).filter(fits).max_by_key(|&which| {
        let happening = &happenings[which];
        (happening.units.iter().rev().find(|&&unit| unit <= at).copied(), std::cmp::Reverse(which))
    })?;
    // Farther than a few sentences, only the matter of the report is meant.
    let last = happenings[near].units.iter().rev().find(|&&unit| unit <= at).copied();
    match last {
        Some(last) if at - last <= 3 || near == 0 => Some((near, 0)),
        _ => fits(&0).then_some((0, 0)),
    }
}

/// Finds the happening that a core tells of, if any reaches the bar.
fn best(
    at: usize,
    units: &[Unit],
    core: &Core,
    happenings: &[Happening],
    link: &Link,
) -> Option<(usize, i32)> {
    let unit = &units[at];
    let mut best: Option<(usize, i32)> = None;
    for (which, happening) in happenings.iter().enumerate() {
        // Rows of a table tell different matters.
        if unit.row && happening.row != Some(unit.block) || !unit.row && happening.row.is_some() {
            continue;
        }
        let fit = i32::from(happening.fits(core.act.as_deref(), link));
        // Acts that only a breach in general joins are two matters inside one report.
        if fit < 45 {
            continue;
        }
        let here = happening.units.contains(&at);
        let Some(mut time) = (if here {
            Some(0)
        } else {
            times(happening.when, core.own.or(unit.day_near(core.token)), link)
        }) else {
            continue;
        };
        // A day that only the course of the report gives speaks half as loud.
        if !here && unit.when.is_none() && core.when.is_some() {
            time =
                times(happening.when, core.when, link).map_or(-link.weight("own-main"), |points| points / 2);
        }
        let mut score = time + closeness(at, units, happening, link);
        if !here {
            score += places(&happening.spots, &unit.spots, link);
            score += shared(unit, happening, happenings, link);
        }
        if core.definite {
            score += link.weight("own-definite") * fit / 100;
        }
        if core.act.as_ref().is_some_and(|act| happening.acts.contains(act)) {
            score += link.weight("own-act");
        }
        // Words without a time or place of their own go on about the matter of the report.
        if which == 0 && unit.when.is_none() && !core.definite {
            score += link.weight("own-main");
        }
        if unit.title && which == 0 {
            score += link.weight("own-definite");
        }
        if unit.novel && !here && !core.definite && !unit.title {
            score += link.weight("own-novelty");
        }
        if here && happening.acts.len() == 1 && core.act.is_some() && fit < 60 {
            score -= link.weight("own-paragraph");
        }
        if score >= link.weight("own-bar") && best.is_none_or(|(_, most)| score > most) {
            best = Some((which, score));
        }
    }
    best
}
