//! A comparison in, one SVG out: weeks with the windows, the ratio with its interval, the placebo days.
//! Blue and orange that the colour-blind tell apart (Okabe and Ito 2008), with shapes that print in grey.

use std::fmt::Write as _;

use jiff::civil::Date;
use truce_record::statement::day_number;

use super::comparison::{Comparison, Week};
use super::words::{chance, per_cent};

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 620.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 936.0;
const BEFORE: &str = "#0072B2";
const AFTER: &str = "#D55E00";
const OTHER: &str = "#8C8C8C";
const INK: &str = "#1A1A1A";

/// Weeks drawn on each side, for each week of the windows.
const AROUND: u32 = 3;

/// Writes text so that no sign in it is taken for markup.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|sign| !sign.is_control())
        .map(|sign| match sign {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

fn words(out: &mut String, x: f64, y: f64, anchor: &str, size: u32, text: &str) {
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\">{}</text>",
        escaped(text)
    );
}

fn bar(out: &mut String, (x, y, wide, high): (f64, f64, f64, f64), fill: &str, label: &str) {
    let _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{high:.1}\" fill=\"{fill}\"><title>{}</title></rect>",
        escaped(label)
    );
}

fn line(out: &mut String, from: (f64, f64), to: (f64, f64), style: &str) {
    let _ = writeln!(
        out,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" {style}/>",
        from.0, from.1, to.0, to.1
    );
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("{value:.3}"))
}

/// Draws a comparison.
pub fn plot(comparison: &Comparison) -> String {
    let asked = &comparison.question;
    let mut area = asked.area.join(", ");
    if let Some(zone) = &asked.zone {
        area = if area.is_empty() { zone.clone() } else { format!("{area}, {zone}") };
    }
    let title = format!("Events {} days before and after {}: {area}", asked.days, asked.around);
    let told = format!(
        "{} events before and {} after. Rate ratio {} (interval {} to {}), p = {} if every event were independent. {}",
        comparison.events_before,
        comparison.events_after,
        shown(comparison.rate_ratio),
        shown(comparison.ci_low),
        comparison.ci_high.map_or_else(|| "open".to_owned(), |high| format!("{high:.3}")),
        chance(comparison.p),
        comparison.placebo_share.map_or_else(String::new, |share| format!(
            "{} of {} other days show a ratio as small.",
            per_cent(share),
            comparison.placebo_days
        ))
    );
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"sans-serif\" fill=\"{INK}\">"
    );
    let _ = writeln!(
        out,
        "<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>",
        escaped(&title),
        escaped(&told)
    );
    let _ = writeln!(out, "<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#FFFFFF\"/>");
    let _ = writeln!(
        out,
        "<defs><pattern id=\"stripes\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"{AFTER}\"/><rect width=\"2\" height=\"6\" fill=\"#FFFFFF\"/></pattern></defs>"
    );
    words(&mut out, LEFT, 30.0, "start", 18, &title);
    let dyads = if asked.dyads.is_empty() { "all dyads".to_owned() } else { asked.dyads.join("; ") };
    words(&mut out, LEFT, 50.0, "start", 12, &format!("{dyads}; counted: {}", asked.data_set));
    weeks(comparison, &mut out);
    ratio(comparison, &mut out);
    placebo(comparison, &mut out);
    out.push_str("</svg>\n");
    out
}

/// The weeks near the day.
fn near(comparison: &Comparison) -> Vec<(i32, &Week)> {
    let day = comparison.question.around.parse::<Date>().map_or(0, day_number);
    let reach = (comparison.question.days.saturating_mul(AROUND)).max(70) as i32;
    comparison
        .weeks
        .iter()
        .filter_map(|week| Some((day_number(week.from.parse::<Date>().ok()?) - day, week)))
        .filter(|(from, _)| (-reach..reach).contains(from))
        .collect()
}

fn weeks(comparison: &Comparison, out: &mut String) {
    const TOP: f64 = 90.0;
    const FLOOR: f64 = 290.0;
    let near = near(comparison);
    words(out, LEFT, 76.0, "start", 13, "Events a week");
    let (Some(first), Some(last)) = (near.first(), near.last()) else {
        words(out, LEFT, 120.0, "start", 12, "The record has no whole week here.");
        return;
    };
    let (from, until) = (f64::from(first.0), f64::from(last.0 + 7));
    let most = near.iter().map(|(_, week)| week.events).max().unwrap_or(0).max(1);
    let x = |day: f64| LEFT + (day - from) / (until - from).max(1.0) * (RIGHT - LEFT);
    let y = |count: f64| FLOOR - count / f64::from(most) * (FLOOR - TOP);
    let days = comparison.question.days as i32;
    for (at, week) in &near {
        let (fill, side) = match *at {
            at if at < 0 && at + 7 > -days => (BEFORE, "before"),
            at if at > 0 && at <= days => ("url(#stripes)", "after"),
            _ => (OTHER, "outside the windows"),
        };
        let (left, right) = (x(f64::from(*at)), x(f64::from(at + 7)));
        let top = y(f64::from(week.events));
        let label = format!("week of {}: {} events, {side}", week.from, week.events);
        bar(out, (left + 0.5, top, (right - left - 1.0).max(0.5), FLOOR - top), fill, &label);
    }
    let axis = format!("stroke=\"{INK}\" stroke-width=\"1\"");
    line(out, (LEFT, FLOOR), (RIGHT, FLOOR), &axis);
    for count in [0, most] {
        words(out, LEFT - 8.0, y(f64::from(count)) + 4.0, "end", 12, &count.to_string());
    }
    let day = x(0.5);
    line(
        out,
        (day, TOP - 8.0),
        (day, FLOOR + 6.0),
        &format!("stroke=\"{INK}\" stroke-width=\"2\" stroke-dasharray=\"5 3\""),
    );
    words(out, day, FLOOR + 20.0, "middle", 12, &comparison.question.around);
    words(out, x(from), FLOOR + 20.0, "start", 12, &first.1.from);
    words(out, x(until), FLOOR + 20.0, "end", 12, &last.1.from);
    let counted = |side: &str, events: u64| format!("{side}: {events} events");
    bar(out, (LEFT + 420.0, 66.0, 12.0, 12.0), BEFORE, "before");
    words(out, LEFT + 438.0, 76.0, "start", 12, &counted("before", comparison.events_before));
    bar(out, (LEFT + 580.0, 66.0, 12.0, 12.0), "url(#stripes)", "after");
    words(out, LEFT + 598.0, 76.0, "start", 12, &counted("after", comparison.events_after));
    bar(out, (LEFT + 730.0, 66.0, 12.0, 12.0), OTHER, "outside");
    words(out, LEFT + 748.0, 76.0, "start", 12, "other weeks");
}

fn ratio(comparison: &Comparison, out: &mut String) {
    const TOP: f64 = 350.0;
    /// Least and greatest ratio on the scale.
    const ENDS: (f64, f64) = (0.05, 20.0);
    words(
        out,
        LEFT,
        TOP,
        "start",
        13,
        "Ratio of the rates, after over before, with the interval that holds 95 of 100",
    );
    let x = |ratio: f64| {
        let share = (ratio.clamp(ENDS.0, ENDS.1) / ENDS.0).ln() / (ENDS.1 / ENDS.0).ln();
        LEFT + 250.0 + share * (RIGHT - LEFT - 390.0)
    };
    let mut rows =
        vec![("exact, events independent", comparison.rate_ratio, comparison.ci_low, comparison.ci_high)];
    if let Some(found) = &comparison.negative_binomial {
        rows.push(("negative binomial", Some(found.rate_ratio), Some(found.ci_low), Some(found.ci_high)));
    }
    if comparison.control_before.is_some() {
        rows.push((
            "over the area of comparison",
            comparison.ratio_of_ratios,
            comparison.ratio_of_ratios_ci_low,
            comparison.ratio_of_ratios_ci_high,
        ));
    }
    let floor = TOP + 12.0 + 24.0 * rows.len() as f64;
    line(
        out,
        (x(1.0), TOP + 8.0),
        (x(1.0), floor + 4.0),
        &format!("stroke=\"{INK}\" stroke-width=\"1\" stroke-dasharray=\"2 3\""),
    );
    for (at, (name, value, low, high)) in rows.into_iter().enumerate() {
        let y = TOP + 24.0 + 24.0 * at as f64;
        words(out, LEFT, y + 4.0, "start", 12, name);
        let (Some(value), Some(low)) = (value, low) else {
            words(out, x(1.0) + 8.0, y + 4.0, "start", 12, "none: one of the counts is nought");
            continue;
        };
        line(
            out,
            (x(low), y),
            (x(high.unwrap_or(ENDS.1)), y),
            &format!("stroke=\"{BEFORE}\" stroke-width=\"3\""),
        );
        let _ = writeln!(out, "<circle cx=\"{:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"{INK}\"/>", x(value));
        words(
            out,
            RIGHT,
            y + 4.0,
            "end",
            12,
            &format!(
                "{value:.3} ({low:.3}-{})",
                high.map_or_else(|| "open".to_owned(), |high| format!("{high:.3}"))
            ),
        );
    }
    for ratio in [0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0] {
        words(out, x(ratio), floor + 18.0, "middle", 11, &ratio.to_string());
    }
}

fn placebo(comparison: &Comparison, out: &mut String) {
    const TOP: f64 = 488.0;
    const FLOOR: f64 = 584.0;
    let bins = &comparison.placebo.bins;
    let most = bins.iter().map(|bin| bin.days).max().unwrap_or(0).max(1);
    let told = match comparison.placebo_share {
        Some(share) => format!(
            "Ratios around all {} days with whole windows: {} are as small as this one",
            comparison.placebo_days,
            per_cent(share)
        ),
        None => "Ratios around other days: none can be told".to_owned(),
    };
    words(out, LEFT, TOP - 14.0, "start", 13, &told);
    let wide = (RIGHT - LEFT) / bins.len().max(1) as f64;
    for (at, bin) in bins.iter().enumerate() {
        let left = LEFT + wide * at as f64;
        let high = bin.days as f64 / most as f64 * (FLOOR - TOP);
        let here = comparison
            .rate_ratio
            .is_some_and(|ratio| ratio >= bin.from && bin.until.is_none_or(|until| ratio < until));
        let until = bin.until.map_or_else(|| "more".to_owned(), |until| until.to_string());
        let label = format!("ratio {} to {until}: {} days", bin.from, bin.days);
        bar(
            out,
            (left + 1.0, FLOOR - high, wide - 2.0, high),
            if here { "url(#stripes)" } else { OTHER },
            &label,
        );
        words(out, left, FLOOR + 14.0, "middle", 11, &bin.from.to_string());
        if here {
            words(out, left + wide / 2.0, (FLOOR - high - 4.0).max(TOP), "middle", 12, "this day");
        }
    }
    line(out, (LEFT, FLOOR), (RIGHT, FLOOR), &format!("stroke=\"{INK}\" stroke-width=\"1\""));
    words(
        out,
        LEFT,
        FLOOR + 30.0,
        "start",
        11,
        "Days near each other share most of their windows: this is no p-value of independent trials.",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markup_are_words() {
        assert_eq!(escaped("A & <B> \"c\"\u{1}"), "A &amp; &lt;B&gt; &quot;c&quot;");
    }
}
