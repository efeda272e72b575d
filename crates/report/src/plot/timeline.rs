//! Incidents by day, a row for each act, with the states of an agreement above. A vague day is drawn as the stretch
//! that it can have been.

use jiff::ToSpan as _;
use jiff::civil::Date;
use truce_record::fold::StageAt;
use truce_record::statement::day_number;

use super::svg::{Align, Drawing, cut};
use super::{GREY, INK, legend, mark};
use crate::area::Relation;
use crate::scene::{Class, Period, Seen};

const LEFT: f64 = 150.0;
const WIDTH: f64 = 960.0;
const ROW: f64 = 26.0;

/// How many acts have a row of their own.
const ACTS: usize = 12;

/// Draws a timeline.
pub fn timeline(period: &Period<'_>, stages: &[StageAt]) -> String {
    let seen: Vec<&Seen> = period
        .incidents
        .iter()
        .filter(|seen| seen.class != Class::Other && seen.incident.when.is_some())
        .collect();
    let first =
        period.since.or_else(|| seen.iter().filter_map(|seen| Some(seen.incident.when?.earliest)).min());
    let (Some(first), last) = (first, period.as_of) else {
        let mut empty = Drawing::new(WIDTH, 60.0, "Timeline", "No incident has a day.");
        empty.text(WIDTH / 2.0, 34.0, "No incident has a day.", Align::Middle, 14.0);
        return empty.finish();
    };
    let mut acts: Vec<(&str, usize)> = Vec::new();
    for one in &seen {
        match acts.iter_mut().find(|(act, _)| *act == one.incident.act) {
            Some((_, count)) => *count += 1,
            None => acts.push((&one.incident.act, 1)),
        }
    }
    acts.sort_by_key(|(act, count)| (std::cmp::Reverse(*count), *act));
    let left_out: usize = acts.iter().skip(ACTS).map(|(_, count)| count).sum();
    acts.truncate(ACTS);
    let top = 58.0;
    let bottom = top + ROW * acts.len().max(1) as f64;
    let height = bottom + 84.0;
    let mut drawing = Drawing::new(
        WIDTH,
        height,
        "Timeline of incidents",
        &format!("{} incidents from {first} to {last}, by act and standing.", seen.len()),
    );
    let days = f64::from((day_number(last) - day_number(first)).max(1));
    let x = |day: Date| {
        let at = f64::from(day_number(day) - day_number(first)).clamp(0.0, days);
        LEFT + at / days * (WIDTH - LEFT - 24.0)
    };
    axis(&mut drawing, first, last, top, bottom, &x);
    strip(&mut drawing, stages, first, last, &x);
    for (row, (act, count)) in acts.iter().enumerate() {
        let y = top + ROW * (row as f64 + 0.5);
        drawing.text(LEFT - 10.0, y + 4.0, &format!("{act} ({count})"), Align::End, 12.5);
        for one in seen.iter().filter(|seen| seen.incident.act == *act) {
            let Some(when) = one.incident.when else { continue };
            let (from, to) = (x(when.earliest), x(when.latest));
            if to - from > 3.0 {
                drawing.line((from, y), (to, y), super::colour(one.incident.standing), 2.5);
            }
            let middle = f64::midpoint(from, to);
            let place = one.incident.places.first().map_or("place not told", |place| place.name.as_str());
            let told = crate::export::xml(&format!(
                "{when} {act}, {place}, {}{}",
                one.incident.standing.as_str(),
                if one.relation == Relation::Undetermined { ", place undetermined" } else { "" }
            ));
            drawing.raw(&format!("<g><title>{told}</title>{}</g>", mark(one.incident.standing, middle, y)));
        }
    }
    legend(&mut drawing, LEFT, bottom + 46.0);
    let mut below = "A bar is the stretch of days that an incident can have been.".to_owned();
    if left_out > 0 {
        below.push_str(&format!(" {left_out} incidents of rarer acts are not drawn."));
    }
    drawing.text(LEFT, bottom + 70.0, &below, Align::Start, 12.0);
    drawing.finish()
}

/// Draws days or months below the rows.
fn axis(drawing: &mut Drawing, first: Date, last: Date, top: f64, bottom: f64, x: &dyn Fn(Date) -> f64) {
    drawing.line((LEFT, bottom), (WIDTH - 24.0, bottom), INK, 1.0);
    let days = day_number(last) - day_number(first);
    let (step, form) = match days {
        0..=20 => (1.max(days / 7), "%-d %b"),
        21..=100 => (14, "%-d %b"),
        _ => (days / 8, "%b %Y"),
    };
    let mut day = first;
    while day <= last {
        let at = x(day);
        drawing.line((at, top), (at, bottom + 4.0), "#dddddd", 1.0);
        drawing.text(at, bottom + 18.0, &day.strftime(form).to_string(), Align::Middle, 11.5);
        let Ok(next) = day.checked_add(i64::from(step.max(1)).days()) else { break };
        day = next;
    }
}

/// Draws the agreement's states as words over a strip, each where a report first has it.
fn strip(drawing: &mut Drawing, stages: &[StageAt], first: Date, last: Date, x: &dyn Fn(Date) -> f64) {
    let mut previous = "";
    let mut free = [f64::MIN; 2];
    for stage in stages {
        let Some(day) = stage.as_of.filter(|day| (first..=last).contains(day)) else { continue };
        if stage.stage == previous {
            continue;
        }
        previous = &stage.stage;
        let at = x(day);
        // Two lines, so that words close together do not stand on one another.
        let Some(line) = (0..2).find(|&line| free[line] <= at) else { continue };
        let y = 18.0 + 15.0 * line as f64;
        drawing.line((at, y + 3.0), (at, 50.0), GREY, 1.0);
        drawing.text(at + 3.0, y, &cut(&stage.stage, 24), Align::Start, 11.5);
        free[line] = at + 14.0 + 6.6 * stage.stage.len() as f64;
    }
    if !stages.is_empty() {
        drawing.line((LEFT, 50.0), (WIDTH - 24.0, 50.0), GREY, 1.0);
        drawing.text(LEFT - 10.0, 46.0, "said of the agreement", Align::End, 11.5);
    }
}
