//! Occurrences and a question in; what is counted, what it is compared with, and what cannot be told, out.
//! Counts one population: rows of one data set, or incidents. What two of them count is never added up.

use std::collections::BTreeSet;

use truce_lexicon::Lexicon;
use truce_record::log::OccurrenceRow;

use super::{CompareError, INCIDENTS, Question};
use crate::area::{Asked, EVERYWHERE, Known, NameError, Relation, Spot, near, resolve};

/// What a question picks of the occurrences. Everything in it has a day, but `undated`.
pub(super) struct Selected<'o> {
    /// The population: a data set or `incidents`.
    pub data_set: String,
    /// First and last day of the population.
    pub span: (i32, i32),
    /// Texts of the area's divisions.
    pub area: BTreeSet<String>,
    /// How its names were found.
    pub found_by: Vec<String>,
    /// Texts of the divisions it is compared with.
    pub control_area: BTreeSet<String>,
    /// Dyads, as the data set names them.
    pub dyads: Vec<String>,
    /// In the area.
    pub inside: Vec<&'o OccurrenceRow>,
    /// In the area of comparison.
    pub control: Vec<&'o OccurrenceRow>,
    /// Told too loosely to say.
    pub unclear: Vec<&'o OccurrenceRow>,
    /// Told only by reports, beside the rows that are counted.
    pub reports_only: Vec<&'o OccurrenceRow>,
    /// Without a day.
    pub undated: u64,
    /// What a reader must know of the choice.
    pub warnings: Vec<String>,
}

/// Says whether an occurrence is told exactly: its date to six days, its place to the district, and clearly.
pub(super) fn is_strict(one: &OccurrenceRow) -> bool {
    dated(one) && placed(one) && is_clear(one)
}

/// UCDP's `date_prec` is 1 or 2.
pub(super) fn dated(one: &OccurrenceRow) -> bool {
    (1..=2).contains(&one.date_precision)
}

/// UCDP's `where_prec` is 1, 2 or 3.
pub(super) fn placed(one: &OccurrenceRow) -> bool {
    (1..=3).contains(&one.precision)
}

/// UCDP's `event_clarity` is 1; a data set that has none tells each event as one.
pub(super) fn is_clear(one: &OccurrenceRow) -> bool {
    one.clarity <= 1
}

pub(super) fn select<'o>(
    all: &'o [OccurrenceRow],
    question: &Question,
    lexicon: &Lexicon,
) -> Result<Selected<'o>, CompareError> {
    if question.area.is_none() && question.zone.is_none() {
        return Err(CompareError::NoArea);
    }
    let everywhere = question.area.as_ref().is_some_and(Asked::is_everywhere);
    if let Some(control) = &question.control
        && (everywhere || control.is_everywhere())
    {
        // Nothing lies outside of everywhere.
        return Err(CompareError::Overlap(control.names.first().map_or(EVERYWHERE, |name| name).to_owned()));
    }
    let data_set = population(all, question)?;
    let counted: Vec<&OccurrenceRow> = if data_set == INCIDENTS {
        // One of each incident: rows of one record stand next to each other.
        let mut last = "";
        all.iter().filter(|one| std::mem::replace(&mut last, &one.record) != one.record).collect()
    } else {
        all.iter().filter(|one| one.data_set == data_set).collect()
    };
    let days = || counted.iter().filter_map(|one| one.day);
    let span = days().min().zip(days().max()).ok_or(CompareError::Empty)?;
    let mut warnings = Vec::new();
    let mut known = Known::new();
    for one in &counted {
        if let Some(division) = one.division.as_ref().filter(|text| !text.is_empty()) {
            known.entry(division.clone()).or_default().extend(one.country.clone());
        }
    }
    let (area, mut found_by) = named(question.area.as_ref(), &known, lexicon, &mut warnings)?;
    let (control_area, control_by) = named(question.control.as_ref(), &known, lexicon, &mut warnings)?;
    found_by.extend(control_by);
    if let Some(both) = area.intersection(&control_area).next() {
        return Err(CompareError::Overlap(both.clone()));
    }
    let dyads = dyads(&counted, question)?;
    check_acts(&counted, question, lexicon)?;
    let wanted = |one: &OccurrenceRow| {
        is_of_dyads(one, &dyads) && is_of_acts(one, &question.acts) && (!question.strict || is_strict(one))
    };
    let countries: BTreeSet<&String> = area.iter().filter_map(|text| known.get(text)).flatten().collect();
    let lies = |one: &OccurrenceRow| {
        let mut inside = Relation::Inside;
        if question.area.is_some() && !everywhere {
            inside = in_divisions(one, &area, &countries);
        }
        if let Some((_, scope)) = &question.zone {
            inside = inside.and(scope.relation_of(&Spot {
                point: one.point,
                radius_m: one.radius_m,
                division: one.division.as_deref().filter(|text| !text.is_empty()),
                country: one.country.as_deref(),
            }));
        }
        inside
    };
    let mut selected = Selected {
        span,
        area: if everywhere { BTreeSet::from([EVERYWHERE.to_owned()]) } else { area.clone() },
        found_by,
        control_area: control_area.clone(),
        dyads: dyads.clone(),
        inside: Vec::new(),
        control: Vec::new(),
        unclear: Vec::new(),
        reports_only: Vec::new(),
        undated: 0,
        warnings,
        data_set: data_set.clone(),
    };
    for one in counted {
        if !wanted(one) {
            continue;
        }
        let inside = lies(one);
        if one.day.is_none() {
            selected.undated += u64::from(inside != Relation::Outside);
            continue;
        }
        match inside {
            Relation::Inside => selected.inside.push(one),
            Relation::Undetermined => selected.unclear.push(one),
            Relation::Outside => {
                if one.division.as_ref().is_some_and(|text| control_area.contains(text)) {
                    selected.control.push(one);
                }
            }
        }
    }
    if data_set != INCIDENTS {
        // Reports write divisions as the gazetteer does: the area means there what its names mean there.
        let elsewhere = reported_area(all, question, lexicon);
        let lies = |one: &OccurrenceRow| {
            let named = |text: &String| area.contains(text) || elsewhere.contains(text);
            everywhere || one.division.as_ref().is_some_and(named)
        };
        selected.reports_only = all
            .iter()
            .filter(|one| one.data_set.is_empty() && one.day.is_some() && lies(one))
            .filter(|one| is_of_acts(one, &question.acts) && (!question.strict || is_strict(one)))
            .collect();
    }
    Ok(selected)
}

/// Chooses whose events are counted.
fn population(all: &[OccurrenceRow], question: &Question) -> Result<String, CompareError> {
    let sets: BTreeSet<&str> =
        all.iter().map(|one| one.data_set.as_str()).filter(|name| !name.is_empty()).collect();
    let owned = || sets.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    match (question.data_set.as_deref(), sets.len()) {
        (Some(INCIDENTS), _) | (None, 0) => Ok(INCIDENTS.to_owned()),
        (Some(name), _) if sets.contains(name) => Ok(name.to_owned()),
        (Some(name), _) => Err(CompareError::UnknownSet { name: name.to_owned(), known: owned() }),
        (None, 1) => Ok(owned().remove(0)),
        (None, _) => Err(CompareError::ManySets(owned())),
    }
}

fn named(
    asked: Option<&Asked>,
    known: &Known,
    lexicon: &Lexicon,
    warnings: &mut Vec<String>,
) -> Result<(BTreeSet<String>, Vec<String>), CompareError> {
    let (mut texts, mut how) = (BTreeSet::new(), Vec::new());
    let Some(asked) = asked else { return Ok((texts, how)) };
    // A name with commas in it is one name.
    let whole = asked.names.join(", ");
    let names = if asked.names.len() > 1 && known.contains_key(&whole) {
        std::slice::from_ref(&whole)
    } else {
        asked.names.as_slice()
    };
    for name in names {
        match resolve(name, known, lexicon) {
            Ok(found) => {
                for text in &found.left_out {
                    warnings.push(format!(
                        "`{text}` may be the same division as `{name}` and is not counted; add it with adm1:{text}"
                    ));
                }
                let list = found.texts.iter().cloned().collect::<Vec<_>>().join(", ");
                how.push(format!("{name}: {list}, by {}", found.how));
                texts.extend(found.texts);
            }
            Err(NameError::Unknown { name, near }) => return Err(CompareError::UnknownArea { name, near }),
            Err(NameError::Ambiguous { name, texts }) => {
                return Err(CompareError::AmbiguousArea { name, texts });
            }
        }
    }
    Ok((texts, how))
}

/// Returns the names by which reports call the divisions of the area.
fn reported_area(all: &[OccurrenceRow], question: &Question, lexicon: &Lexicon) -> BTreeSet<String> {
    let mut known = Known::new();
    for one in all.iter().filter(|one| one.data_set.is_empty()) {
        if let Some(division) = &one.division {
            known.entry(division.clone()).or_default().extend(one.country.clone());
        }
    }
    let names = question.area.iter().flat_map(|asked| &asked.names);
    names.filter_map(|name| resolve(name, &known, lexicon).ok()).flat_map(|found| found.texts).collect()
}

fn in_divisions(one: &OccurrenceRow, area: &BTreeSet<String>, countries: &BTreeSet<&String>) -> Relation {
    match one.division.as_ref().filter(|text| !text.is_empty()) {
        Some(text) if area.contains(text) => Relation::Inside,
        Some(_) => Relation::Outside,
        None if one
            .country
            .as_ref()
            .is_none_or(|country| countries.is_empty() || countries.contains(country)) =>
        {
            Relation::Undetermined
        }
        None => Relation::Outside,
    }
}

/// Reads dyads: those of the data set by their names, any other as two names with ` - ` between.
fn dyads(counted: &[&OccurrenceRow], question: &Question) -> Result<Vec<String>, CompareError> {
    let known: BTreeSet<&str> = counted.iter().filter_map(|one| one.dyad.as_deref()).collect();
    let mut found = Vec::new();
    for name in &question.dyads {
        let lower = name.trim().to_lowercase();
        let exact: Vec<&str> =
            known.iter().copied().filter(|dyad| dyad.trim().to_lowercase() == lower).collect();
        if !exact.is_empty() {
            found.extend(exact.into_iter().map(str::to_owned));
            continue;
        }
        let holding: Vec<&str> =
            known.iter().copied().filter(|dyad| dyad.to_lowercase().contains(&lower)).collect();
        match holding.as_slice() {
            [only] => found.push((*only).to_owned()),
            [] if counted.iter().any(|one| is_of_sides(one, name)) => found.push(name.clone()),
            _ => {
                let near = near(name, known.iter().copied());
                return Err(CompareError::UnknownDyad { name: name.clone(), near });
            }
        }
    }
    Ok(found)
}

fn is_of_dyads(one: &OccurrenceRow, dyads: &[String]) -> bool {
    dyads.is_empty()
        || match &one.dyad {
            Some(dyad) => dyads.contains(dyad),
            None => dyads.iter().any(|dyad| is_of_sides(one, dyad)),
        }
}

/// Says whether the two names of `A - B` are both among those who take part, where no dyad is told.
fn is_of_sides(one: &OccurrenceRow, dyad: &str) -> bool {
    let Some((first, second)) = dyad.split_once(" - ") else { return false };
    let takes_part =
        |name: &str| one.who.iter().chain(&one.whom).any(|side| side.eq_ignore_ascii_case(name.trim()));
    one.dyad.is_none() && takes_part(first) && takes_part(second)
}

/// UCDP's types of violence, by their names.
const VIOLENCE: [&str; 3] = ["state-based", "non-state", "one-sided"];

fn is_of_acts(one: &OccurrenceRow, acts: &[String]) -> bool {
    acts.is_empty()
        || acts.iter().any(|act| {
            one.acts.contains(act)
                || VIOLENCE
                    .iter()
                    .position(|name| name == act)
                    .is_some_and(|at| usize::from(one.violence) == at + 1)
        })
}

fn check_acts(
    counted: &[&OccurrenceRow],
    question: &Question,
    lexicon: &Lexicon,
) -> Result<(), CompareError> {
    if question.acts.is_empty() {
        return Ok(());
    }
    let mut known: BTreeSet<&str> = VIOLENCE.into_iter().collect();
    known.extend(counted.iter().flat_map(|one| &one.acts).map(String::as_str));
    known.extend(lexicon.tables.events.entries.iter().map(|entry| entry.act.as_str()));
    match question.acts.iter().find(|act| !known.contains(act.as_str())) {
        None => Ok(()),
        Some(act) => Err(CompareError::UnknownAct { name: act.clone(), near: near(act, known) }),
    }
}
