//! Numbers of a comparison in; what they assume, and why the smallest of them misleads, in words, out.
//! Weighs nothing: each sentence stands whatever the numbers are, or is left out.

use std::fmt::Write as _;

use truce_record::log::OccurrenceRow;

use super::series::Series;
use super::{Assumption, Comparison, INCIDENTS, Question, Reason};

/// What each number assumes.
pub(super) fn assumptions(with_control: bool) -> Vec<Assumption> {
    let mut all = vec![
        Assumption {
            number: "events_before, events_after",
            method: "One row of the data set is one event, however rows are linked; without a data set, one incident is. Each counts on its first day; the day asked for is in neither window.",
            assumes: "Who compiled the record looked as hard after the day as before it, and drew the line between two events in the same way.",
            breaks: "A monitor that closes, an office that moves, a rule of coding that changes with a release.",
        },
        Assumption {
            number: "best_*, low_*, high_*, civilians_*",
            method: "Sums over the events of a window. No interval is given: a few large events make most of a sum.",
            assumes: "Estimates err alike before and after.",
            breaks: "One massacre on either side of the day; late corrections, which reach older events first.",
        },
        Assumption {
            number: "rate_ratio, ci_low, ci_high, p",
            method: "Exact conditional comparison of two Poisson rates: given the sum, the events after are binomial; interval of Clopper and Pearson (1934) carried to the ratio, two-sided exact binomial p-value.",
            assumes: "Every event is independent of every other, the rate is level inside each window, and the day was chosen without looking at the events.",
            breaks: "Offensives and reprisals, which make events come in runs; a rate that was falling already; a day that was chosen because of the violence before it.",
        },
        Assumption {
            number: "negative_binomial",
            method: "Rate ratio where days vary more than chance has it (NB2, maximum likelihood; Hilbe 2011), Wald interval, p-value by the likelihood ratio.",
            assumes: "Days are independent of each other, and vary as much after as before.",
            breaks: "Runs of days, which autocorrelation shows: then this interval is too narrow as well.",
        },
        Assumption {
            number: "dispersion, autocorrelation",
            method: "Pearson's dispersion about the mean of each window; correlation of days with later days of the same window, with the test of Ljung and Box (1978).",
            assumes: "The rate is level inside each window: a trend raises both.",
            breaks: "Few events: then neither can be told from chance.",
        },
        Assumption {
            number: "trend_before",
            method: "Poisson regression of the daily counts before, standard errors widened by the dispersion.",
            assumes: "The rate changed by the same share from week to week.",
            breaks: "A turn inside the window: two halves that cancel look level.",
        },
        Assumption {
            number: "placebo_share",
            method: "The day is slid over the whole record; the share of days whose ratio is as small. A day with no event before it counts as not smaller.",
            assumes: "Without the truce, this day would have been like any other day of the record.",
            breaks: "A record with several phases, or with other truces in it. Days near each other share most of their windows, so that the share is no p-value of so many trials: `separate_days` says how many do not.",
        },
        Assumption {
            number: "change_points",
            method: "PELT (Killick and others 2012) on weekly counts with Poisson costs and a penalty of 3 ln n (Zhang and Siegmund 2007) times the local dispersion.",
            assumes: "The rate moves in steps that last four weeks or more.",
            breaks: "A slow drift, which is told as several steps.",
        },
        Assumption {
            number: "quiet",
            method: "Days from a day with events to the next, the last one cut off by the window's end: Kaplan and Meier (1958) with an interval on the scale of log-log, log-rank test.",
            assumes: "Spells are independent, and the window's end says nothing of the spell that it cuts off.",
            breaks: "Runs of events; a window that ends because violence began again.",
        },
        Assumption {
            number: "responses",
            method: "Acts that are followed within three days, against answers laid at random on days of the same window (permutation test with a fixed seed).",
            assumes: "Without answering, an answer is as likely on any day of its window.",
            breaks: "A rate that rises or falls inside the window, weekdays, a third cause of both. Where sides are not told, it measures runs, not answers.",
        },
        Assumption {
            number: "sources",
            method: "Sum of squared shares of the sources; an event told by several counts for each in part.",
            assumes: "Two names are two sources.",
            breaks: "Names that draw on one another, which a data set does not tell.",
        },
        Assumption {
            number: "sensitivity",
            method: "The same counts under stricter rules, other figures, and windows half and twice as long.",
            assumes: "Nothing more than the main counts.",
            breaks: "They are no independent tests: the same events are in most of them.",
        },
    ];
    if with_control {
        all.insert(
            3,
            Assumption {
                number: "ratio_of_ratios",
                method: "Rate ratio of the area over that of the area of comparison: Wald interval of its logarithm (Woolf 1955), Fisher's exact p-value, exact conditional interval.",
                assumes: "Without the truce both areas would have changed by the same share, and the truce did not reach the area of comparison.",
                breaks: "Fighters who move from one area to the other; an offensive in one of them; a truce that both feel. The trends before can argue against it, and cannot prove it.",
            },
        );
    }
    all
}

/// What a reader must know beside the numbers.
pub(super) fn warnings(comparison: &Comparison, all: &[OccurrenceRow], question: &Question) -> Vec<String> {
    let mut found = Vec::new();
    let asked = &comparison.question;
    for (side, covered) in [("before", comparison.days_before), ("after", comparison.days_after)] {
        if covered < asked.days {
            found.push(format!(
                "the record covers {covered} of the {} days {side}: the rate ratio is by days covered, and the placebo days have whole windows",
                asked.days
            ));
        }
    }
    if comparison.events_before + comparison.events_after == 0 {
        found.push("nothing is told of either window: that is no evidence of quiet".to_owned());
    } else if comparison.events_before.min(comparison.events_after) == 0 {
        found.push("one window has no event: the ratio has no finite interval".to_owned());
    }
    if asked.data_set == "ucdp-ged" {
        found.push(
            "UCDP GED counts events with at least one death by its estimates: violations without a death are not in it"
                .to_owned(),
        );
        if asked
            .acts
            .iter()
            .any(|act| !matches!(act.as_str(), "other-violence" | "state-based" | "non-state" | "one-sided"))
        {
            found.push(
                "UCDP does not code by what means people died: an act is known only of rows that reports are linked to"
                    .to_owned(),
            );
        }
    }
    let unclear = comparison.undetermined.place_before + comparison.undetermined.place_after;
    if unclear > 0 {
        found.push(format!(
            "{} before and {} after are told too loosely to say whether they lie in the area, and are not counted",
            comparison.undetermined.place_before, comparison.undetermined.place_after
        ));
    }
    if comparison.placebo.no_ratio * 2 > comparison.placebo_days {
        found.push(format!(
            "{} of the {} placebo days have no event before them and count as not smaller: where nobody reported then, the share of days with a ratio as small is too low",
            comparison.placebo.no_ratio, comparison.placebo_days
        ));
    }
    found.extend(question.zone.iter().flat_map(|(_, scope)| scope.assumed.iter().cloned()));
    if asked.data_set == INCIDENTS && all.iter().any(|one| !one.data_set.is_empty()) {
        found.push(
            "rows of a data set and incidents of reports are counted together: how hard each looked differs"
                .to_owned(),
        );
    }
    if asked.data_set == INCIDENTS {
        found.push(
            "incidents are read and linked by a machine; those that nobody has reviewed may be wrong"
                .to_owned(),
        );
    }
    found
}

/// A chance as people read it.
pub(super) fn chance(p: f64) -> String {
    if p < 0.0001 {
        "less than 0.0001".to_owned()
    } else if p < 0.1 {
        format!("{p:.4}")
    } else {
        format!("{p:.3}")
    }
}

/// A share in per cent.
pub(super) fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// Why the p-value misleads, in the order in which it usually does.
pub(super) fn reasons(comparison: &Comparison, series: &Series) -> Vec<Reason> {
    let mut found = vec![Reason { name: "selection of the day", text: selection(comparison) }];
    found.push(Reason { name: "runs of events (autocorrelation)", text: runs(comparison) });
    found.push(Reason { name: "overdispersion", text: dispersed(comparison) });
    found.push(Reason { name: "regression to the mean", text: regression(comparison, series) });
    found.push(Reason { name: "reporting intensity", text: reporting(comparison) });
    found.push(Reason { name: "multiple looks", text: looks(comparison) });
    found
}

fn selection(comparison: &Comparison) -> String {
    let mut text = format!(
        "The p-value of {} asks how likely such counts are around a day picked blindly. This day was picked because something happened on it.",
        chance(comparison.p)
    );
    if let Some(share) = comparison.placebo_share {
        let _ = write!(
            text,
            " Of the {} days of the record with whole windows, {} show a ratio as small: in this record such a fall is that common, truce or no truce.",
            comparison.placebo_days,
            per_cent(share)
        );
    }
    text
}

fn runs(comparison: &Comparison) -> String {
    let mut text =
        "It takes every event as independent. In war one event brings the next, so that as many events carry less information than they seem to.".to_owned();
    if let Some(found) = &comparison.autocorrelation {
        let _ = write!(
            text,
            " Here a day's count goes with the next day's at r = {:.2}; the chance of as much over a week, if days were independent, is {}: {}.",
            found.lags.first().copied().unwrap_or_default(),
            chance(found.p),
            if found.p < 0.05 {
                "there are runs, and the interval is too narrow"
            } else {
                "no sign of runs inside the windows, which so few events could hardly show; the change points tell of longer ones"
            }
        );
    }
    text
}

fn dispersed(comparison: &Comparison) -> String {
    let mut text = "It takes days as varying no more than chance has it.".to_owned();
    if let Some(dispersion) = comparison.dispersion {
        let _ = write!(text, " Daily counts here vary {dispersion:.2} times as much");
        if let Some(weekly) = comparison.dispersion_weekly {
            let _ = write!(text, ", weekly ones {weekly:.2} times");
        }
        text.push('.');
    }
    if let Some(found) = &comparison.negative_binomial {
        let _ = write!(
            text,
            " Allowing for it, the interval is {:.3}-{:.3} and p = {}.",
            found.ci_low,
            found.ci_high,
            chance(found.p)
        );
    }
    text
}

fn regression(comparison: &Comparison, series: &Series) -> String {
    let days = series.all().len().max(1) as f64;
    let usual = series.all().iter().map(|&count| f64::from(count)).sum::<f64>() / days;
    let before = comparison.events_before as f64 / f64::from(comparison.days_before.max(1));
    let after = comparison.events_after as f64 / f64::from(comparison.days_after.max(1));
    let bears = if before > usual {
        "The window before was above the record's average, so that part of the fall was to be expected"
    } else {
        "The window before was not above the record's average; it may still have been a height of its own phase"
    };
    format!(
        "Truces are made when violence is high, and high violence falls by itself. Events a day: {before:.2} before, {after:.2} after, {usual:.2} over the whole record. {bears}."
    )
}

fn reporting(comparison: &Comparison) -> String {
    let mut text =
        "A count falls too when fewer people report: access, attention and safety change with a truce."
            .to_owned();
    if let Some(sources) = &comparison.sources {
        let _ = write!(
            text,
            " {} of these events rest on one source alone, {} on {} alone.",
            per_cent(sources.single_source),
            per_cent(sources.largest_alone),
            sources.largest
        );
        if let (Some(before), Some(after)) = (sources.largest_share_before, sources.largest_share_after) {
            let _ = write!(text, " Its share was {} before and {} after.", per_cent(before), per_cent(after));
        }
    }
    text
}

fn looks(comparison: &Comparison) -> String {
    let rules = comparison.sensitivity.len();
    let small = comparison.sensitivity.iter().filter(|one| one.p < 0.05).count();
    format!(
        "Whoever tries areas, windows, acts and filters finds a small p-value somewhere. Of the {rules} other rules below, {small} give one under 0.05; which window and area are meant must be said before looking."
    )
}
