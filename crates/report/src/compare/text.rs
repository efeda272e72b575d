//! A comparison in, a note on method for people out: each number with what it assumes.

use std::fmt::Write as _;

use super::comparison::{Comparison, Spells, Trend};
use super::words::{chance, per_cent};

/// Widest line.
const WIDTH: usize = 100;

/// Writes a comparison for people.
pub fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    heading(comparison, &mut out);
    counts(comparison, &mut out);
    ratios(comparison, &mut out);
    part(&mut out, "Why the p-value misleads");
    for reason in &comparison.p_misleads {
        let mut name = reason.name.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        filled(&mut out, &format!("- {name}. {}", reason.text), 2);
    }
    series(comparison, &mut out);
    behind(comparison, &mut out);
    part(&mut out, "What each number assumes, and what would break it");
    for one in &comparison.assumptions {
        let _ = writeln!(out, "{}", one.number);
        filled(&mut out, &format!("  {}", one.method), 2);
        filled(&mut out, &format!("  Assumes: {}", one.assumes), 2);
        filled(&mut out, &format!("  Breaks: {}", one.breaks), 2);
    }
    if !comparison.warnings.is_empty() {
        part(&mut out, "Mind");
        for warning in &comparison.warnings {
            filled(&mut out, &format!("- {warning}."), 2);
        }
    }
    let _ = writeln!(
        out,
        "\nCounted from entry {} of the ledger ({}). The incidents behind the counts are in --format json.",
        comparison.ledger.entry,
        comparison.ledger.hash.get(..16).unwrap_or_default()
    );
    out
}

fn part(out: &mut String, name: &str) {
    let _ = writeln!(out, "\n{name}\n{}", "-".repeat(name.chars().count()));
}

/// Writes words over lines of the page's width, all but the first moved in.
fn filled(out: &mut String, words: &str, indent: usize) {
    let lead = words.len() - words.trim_start().len();
    let mut line = " ".repeat(lead);
    for word in words.split_whitespace() {
        if line.trim().is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = format!("{}{word}", " ".repeat(indent));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    let _ = writeln!(out, "{line}");
}

fn heading(comparison: &Comparison, out: &mut String) {
    let asked = &comparison.question;
    let mut area = asked.area.join(", ");
    if let Some(zone) = &asked.zone {
        if !area.is_empty() {
            area.push_str(", inside ");
        }
        area.push_str(zone);
    }
    let _ = writeln!(out, "Events {} days before and after {}: {area}", asked.days, asked.around);
    let all = |names: &[String]| if names.is_empty() { "all".to_owned() } else { names.join("; ") };
    let _ = writeln!(out, "Dyad: {}. Acts: {}.", all(&asked.dyads), all(&asked.acts));
    let _ = writeln!(
        out,
        "Counted: {}, {} to {}{}.",
        if asked.data_set == super::INCIDENTS {
            "each incident of the ledger once".to_owned()
        } else {
            format!("each row of {} once", asked.data_set)
        },
        asked.record[0],
        asked.record[1],
        if asked.strict { "; only what is told exactly" } else { "" }
    );
    for found in &asked.area_found_by {
        let _ = writeln!(out, "Area {found}.");
    }
}

fn counts(comparison: &Comparison, out: &mut String) {
    part(out, "Counts");
    let [before, after] = [&comparison.window_before, &comparison.window_after].map(|days| days.join(" to "));
    let _ = writeln!(out, "{:<28} {before:>26} {after:>26}", "");
    let mut row = |name: &str, before: String, after: String| {
        let _ = writeln!(out, "{name:<28} {before:>26} {after:>26}");
    };
    row("events", comparison.events_before.to_string(), comparison.events_after.to_string());
    for (name, before, after) in [
        ("killed, best estimate", comparison.best_before, comparison.best_after),
        ("killed, lowest", comparison.low_before, comparison.low_after),
        ("killed, highest", comparison.high_before, comparison.high_after),
        ("civilians killed", comparison.civilians_before, comparison.civilians_after),
    ] {
        row(name, before.to_string(), after.to_string());
    }
    if let (Some(before), Some(after)) = (comparison.control_before, comparison.control_after) {
        row("events, area of comparison", before.to_string(), after.to_string());
    }
    let open = &comparison.undetermined;
    row("place not to be told", open.place_before.to_string(), open.place_after.to_string());
    if open.reports_only_before + open.reports_only_after > 0 {
        row(
            "told only by reports",
            open.reports_only_before.to_string(),
            open.reports_only_after.to_string(),
        );
    }
    let _ = writeln!(
        out,
        "On the day itself: {}. Without a day: {}. Without a figure of people killed: {}.",
        open.on_the_day, open.undated, open.without_figure
    );
}

fn between(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low:.3}-{high:.3}"),
        (Some(low), None) => format!("{low:.3} and above"),
        _ => "no interval".to_owned(),
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| format!("{value:.3}"))
}

fn ratios(comparison: &Comparison, out: &mut String) {
    part(out, "Ratio of the rates, after over before (intervals hold 95 of 100)");
    let mut line = |name: &str, value: Option<f64>, interval: String, p: Option<f64>| {
        let p = p.map_or_else(String::new, |p| format!("   p = {}", chance(p)));
        let _ = writeln!(out, "{name:<44} {:>7} ({interval}){p}", number(value));
    };
    line(
        "exact, events independent",
        comparison.rate_ratio,
        between(comparison.ci_low, comparison.ci_high),
        Some(comparison.p),
    );
    if let Some(found) = &comparison.negative_binomial {
        line(
            "negative binomial, days vary",
            Some(found.rate_ratio),
            between(Some(found.ci_low), Some(found.ci_high)),
            Some(found.p),
        );
    }
    if comparison.control_before.is_some() {
        line(
            "over the ratio of the area of comparison",
            comparison.ratio_of_ratios,
            between(comparison.ratio_of_ratios_ci_low, comparison.ratio_of_ratios_ci_high),
            comparison.ratio_of_ratios_p,
        );
        line(
            "  the same, exact conditional interval",
            comparison.ratio_of_ratios,
            between(comparison.ratio_of_ratios_exact_low, comparison.ratio_of_ratios_exact_high),
            None,
        );
    }
    let placebo = &comparison.placebo;
    match comparison.placebo_share {
        Some(share) => {
            filled(
                out,
                &format!(
                    "Placebo dates: {} of {} days show a ratio as small ({} days); {} have one as far from one either way. Of {} days whose windows share no day, this one among them, {} show a ratio as small.",
                    per_cent(share),
                    comparison.placebo_days,
                    placebo.as_small,
                    placebo.two_sided_share.map_or_else(|| "none".to_owned(), per_cent),
                    placebo.separate_days,
                    placebo.separate_as_small
                ),
                2,
            );
        }
        None => {
            let _ = writeln!(out, "Placebo dates: no day of the record can be compared with.");
        }
    }
}

fn trend(name: &str, found: Option<&Trend>, out: &mut String) {
    match found {
        Some(found) => {
            let _ = writeln!(
                out,
                "{name}: times {:.3} a week ({}), p = {} for a level rate.",
                found.weekly_ratio,
                between(Some(found.ci_low), Some(found.ci_high)),
                chance(found.p)
            );
        }
        None => {
            let _ = writeln!(out, "{name}: too few events to tell.");
        }
    }
}

fn spells(found: &Spells) -> String {
    let days =
        |days: Option<u32>| days.map_or_else(|| "longer than seen".to_owned(), |days| format!("{days}"));
    format!(
        "{} spells, {} cut off, median {} days ({} to {}), longer than a week {}",
        found.spells,
        found.censored,
        days(found.median_days),
        days(found.median_low),
        days(found.median_high),
        found.longer_than_week.map_or_else(|| "none".to_owned(), per_cent)
    )
}

fn series(comparison: &Comparison, out: &mut String) {
    part(out, "The series");
    trend("Trend before", comparison.trend_before.as_ref(), out);
    if comparison.control_before.is_some() {
        trend("Trend before, area of comparison", comparison.control_trend_before.as_ref(), out);
        if let Some(p) = comparison.parallel_p {
            let _ =
                writeln!(out, "Both trends alike: p = {}; few events cannot show a difference.", chance(p));
        }
    }
    if comparison.change_points.is_empty() {
        let _ = writeln!(out, "The weekly rate changed for good nowhere in the record.");
    }
    for one in &comparison.change_points {
        let _ = writeln!(
            out,
            "The weekly rate changed for good with the week of {} ({:+} days): {:.1} to {:.1} events.",
            one.day, one.days_from, one.weekly_before, one.weekly_after
        );
    }
    filled(out, &format!("Quiet before: {}.", spells(&comparison.quiet.before)), 2);
    filled(out, &format!("Quiet after: {}.", spells(&comparison.quiet.after)), 2);
    if let Some(p) = comparison.quiet.p {
        let _ = writeln!(out, "Both alike: log-rank p = {}.", chance(p));
    }
    for one in &comparison.responses {
        let who = one.sides.as_ref().map_or_else(
            || "Events followed by another".to_owned(),
            |[acts, answers]| format!("Acts of {acts} followed by one of {answers}"),
        );
        filled(
            out,
            &format!(
                "{who} within {} days: {} of {}; {:.1} by chance, p = {} ({} permutations).",
                one.within_days,
                one.answered,
                one.acts,
                one.expected,
                chance(one.p),
                one.draws
            ),
            2,
        );
    }
}

fn behind(comparison: &Comparison, out: &mut String) {
    part(out, "Sources");
    match &comparison.sources {
        Some(found) => filled(
            out,
            &format!(
                "{} sources tell {} events. {} has {} of them, {} alone; {} rest on one source. Herfindahl's index {:.3}.",
                found.sources,
                found.events,
                found.largest,
                per_cent(found.largest_share),
                per_cent(found.largest_alone),
                per_cent(found.single_source),
                found.herfindahl
            ),
            2,
        ),
        None => {
            let _ = writeln!(out, "No event names a source.");
        }
    }
    part(out, "The same under other rules");
    for one in &comparison.sensitivity {
        if one.events_before + one.events_after == 0 {
            let _ = writeln!(out, "{:<48} no event", one.rule);
            continue;
        }
        let _ = writeln!(
            out,
            "{:<48} {:>5} -> {:<5} {:>7} ({})",
            one.rule,
            one.events_before,
            one.events_after,
            number(one.rate_ratio),
            between(one.ci_low, one.ci_high)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_and_not_wider() {
        let mut out = String::new();
        filled(&mut out, &format!("- {}", "word ".repeat(60)), 2);
        assert!(out.lines().all(|line| line.chars().count() <= WIDTH), "{out}");
        assert!(out.lines().skip(1).all(|line| line.starts_with("  word")), "{out}");
        assert_eq!(out.matches("word").count(), 60);
    }
}
