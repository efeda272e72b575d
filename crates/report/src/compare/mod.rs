//! What incidents count as and a question in; counts before and after a day, compared in every way a reader may ask
//! for, out. Draws no conclusion: whether a truce holds is not what a rate ratio says.

mod comparison;
mod error;
mod plot;
mod select;
mod series;
mod text;
mod words;

use jiff::civil::Date;
use truce_lexicon::Lexicon;
use truce_record::entry;
use truce_record::log::OccurrenceRow;
use truce_record::statement::day_number;

pub use comparison::*;
pub use error::CompareError;
pub use plot::plot;
pub use text::text;

use crate::area;
use crate::stats::rates::{Counts, RateRatio, rate_ratio};
use crate::stats::table::Table;
use crate::stats::{change, concentration, negative_binomial, placebo, responses, survival, trend};
use select::{Selected, dated, is_clear, is_strict, placed, select};
use series::{Series, Span, day_of};

/// The population in which each incident of the ledger counts once.
pub const INCIDENTS: &str = "incidents";

/// Version of the form.
const FORM: &str = "compare-1";

/// Most days of a window.
const LONGEST: u32 = 3650;

/// Days within which an act counts as answered.
const WITHIN: u32 = 3;

/// Seed of the permutations. Any would do; that it is always the same makes the answer the same.
const SEED: u64 = 20_180_917;

/// Weeks, at most, that are searched for change points.
const WEEKS: usize = 1500;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The day around which windows lie; in neither of them.
    pub around: Date,
    /// Days of each window.
    pub days: u32,
    /// The area, by divisions.
    pub area: Option<area::Asked>,
    /// The zone, with its name.
    pub zone: Option<(String, area::Scope)>,
    /// The area of comparison.
    pub control: Option<area::Asked>,
    /// Dyads; empty for all.
    pub dyads: Vec<String>,
    /// Acts; empty for all.
    pub acts: Vec<String>,
    /// Only what is told exactly.
    pub strict: bool,
    /// The data set whose rows are counted, or [`INCIDENTS`].
    pub data_set: Option<String>,
}

/// Compares what happened before and after a day.
///
/// # Errors
///
/// If the question names what is not there, or there is nothing to count.
pub fn compare(
    all: &[OccurrenceRow],
    question: &Question,
    lexicon: &Lexicon,
    head: &entry::Head,
) -> Result<Comparison, CompareError> {
    if !(1..=LONGEST).contains(&question.days) {
        return Err(CompareError::Days(question.days));
    }
    let selected = select(all, question, lexicon)?;
    let span = Span::new(day_number(question.around), question.days, selected.span);
    if span.days_before() == 0 || span.days_after() == 0 {
        let (first, last) = (day_of(selected.span.0), day_of(selected.span.1));
        return Err(CompareError::Outside { around: question.around, first, last });
    }
    Ok(answer(all, question, selected, span, head))
}

/// Returns a number to six digits, so that the last bits of a machine do not show; none if it is not finite.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then(|| digits(value))
}

fn digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Counts before and after, and their rate ratio.
fn rates(before: u64, after: u64, span: &Span) -> RateRatio {
    rate_ratio(Counts {
        before,
        after,
        days_before: f64::from(span.days_before()),
        days_after: f64::from(span.days_after()),
    })
}

fn answer(
    all: &[OccurrenceRow],
    question: &Question,
    selected: Selected<'_>,
    span: Span,
    head: &entry::Head,
) -> Comparison {
    let days = |of: &[&OccurrenceRow]| -> Vec<i32> { of.iter().filter_map(|one| one.day).collect() };
    let series = Series::of(span, &days(&selected.inside));
    let (before, after) = (series.before(), series.after());
    let (events_before, events_after) = (total(before), total(after));
    let found = rates(events_before, events_after, &span);
    let before_rows: Vec<&OccurrenceRow> = within(&selected.inside, |day| span.is_before(day));
    let after_rows: Vec<&OccurrenceRow> = within(&selected.inside, |day| span.is_after(day));
    let sum = |rows: &[&OccurrenceRow], of: fn(&OccurrenceRow) -> Option<i64>| {
        rows.iter().filter_map(|one| of(one)).sum::<i64>()
    };
    // A bound that a row leaves out is its best estimate.
    let (low, high) =
        (|one: &OccurrenceRow| one.low.or(one.best), |one: &OccurrenceRow| one.high.or(one.best));
    let control = (!selected.control_area.is_empty()).then(|| Series::of(span, &days(&selected.control)));
    let table = control.as_ref().map(|control| Table {
        before: events_before,
        after: events_after,
        control_before: total(control.before()),
        control_after: total(control.after()),
    });
    let ratio = table.as_ref().and_then(Table::ratio_of_ratios);
    let exact = table.as_ref().map(Table::exact_interval);
    let trends = (trend::trend(before), control.as_ref().and_then(|control| trend::trend(control.before())));
    let mut comparison = Comparison {
        form: FORM,
        question: Asked {
            around: question.around.to_string(),
            days: question.days,
            area: selected.area.iter().cloned().collect(),
            area_found_by: selected.found_by.clone(),
            zone: question.zone.as_ref().map(|(name, _)| name.clone()),
            control_area: selected.control_area.iter().cloned().collect(),
            dyads: selected.dyads.clone(),
            acts: question.acts.clone(),
            strict: question.strict,
            data_set: selected.data_set.clone(),
            record: [day_of(selected.span.0).to_string(), day_of(selected.span.1).to_string()],
        },
        window_before: span.window_before(),
        window_after: span.window_after(),
        days_before: span.days_before(),
        days_after: span.days_after(),
        events_before,
        events_after,
        low_before: sum(&before_rows, low),
        low_after: sum(&after_rows, low),
        best_before: sum(&before_rows, |one| one.best),
        best_after: sum(&after_rows, |one| one.best),
        high_before: sum(&before_rows, high),
        high_after: sum(&after_rows, high),
        civilians_before: sum(&before_rows, |one| one.civilians),
        civilians_after: sum(&after_rows, |one| one.civilians),
        rate_ratio: finite(found.value),
        ci_low: finite(found.low),
        ci_high: finite(found.high),
        p: digits(found.p),
        control_before: table.map(|table| table.control_before),
        control_after: table.map(|table| table.control_after),
        ratio_of_ratios: ratio.and_then(|ratio| finite(ratio.value)),
        ratio_of_ratios_ci_low: ratio.and_then(|ratio| finite(ratio.low)),
        ratio_of_ratios_ci_high: ratio.and_then(|ratio| finite(ratio.high)),
        ratio_of_ratios_exact_low: exact.and_then(|(low, _)| finite(low)),
        ratio_of_ratios_exact_high: exact.and_then(|(_, high)| finite(high)),
        ratio_of_ratios_p: table.and_then(|table| finite(table.fisher())),
        placebo_share: None,
        placebo_days: 0,
        placebo: Placebo::default(),
        dispersion: crate::stats::dispersion::dispersion(&[before, after]).and_then(finite),
        dispersion_weekly: weekly_dispersion(before, after),
        autocorrelation: crate::stats::dispersion::autocorrelation(&[before, after], 7).map(|found| {
            Autocorrelation { lags: found.lags.iter().copied().map(digits).collect(), p: digits(found.p) }
        }),
        negative_binomial: negative_binomial::negative_binomial(before, after).map(|found| {
            NegativeBinomial {
                extra: digits(found.extra),
                rate_ratio: digits(found.ratio.value),
                ci_low: digits(found.ratio.low),
                ci_high: digits(found.ratio.high),
                p: digits(found.p),
            }
        }),
        trend_before: trends.0.as_ref().map(told_trend),
        control_trend_before: trends.1.as_ref().map(told_trend),
        parallel_p: trends
            .0
            .as_ref()
            .zip(trends.1.as_ref())
            .and_then(|(one, other)| finite(trend::parallel(one, other))),
        change_points: change_points(&series),
        quiet: quiet(before, after),
        responses: answered(&selected.inside, &span, &series),
        sources: sources(&before_rows, &after_rows),
        sensitivity: variants(&selected.inside, &span),
        undetermined: undetermined(&selected, &span, &before_rows, &after_rows),
        assumptions: words::assumptions(table.is_some()),
        p_misleads: Vec::new(),
        warnings: selected.warnings.clone(),
        weeks: series.weeks(),
        evidence: Evidence { before: counted(&before_rows), after: counted(&after_rows) },
        ledger: Head { entry: head.seq, hash: head.hash.to_string() },
    };
    slide(&mut comparison, &series);
    comparison.warnings.extend(words::warnings(&comparison, all, question));
    comparison.p_misleads = words::reasons(&comparison, &series);
    comparison
}

fn total(counts: &[u32]) -> u64 {
    counts.iter().map(|&count| u64::from(count)).sum()
}

fn within<'o>(of: &[&'o OccurrenceRow], wanted: impl Fn(i32) -> bool) -> Vec<&'o OccurrenceRow> {
    let mut found: Vec<&OccurrenceRow> =
        of.iter().copied().filter(|one| one.day.is_some_and(&wanted)).collect();
    found.sort_by(|one, other| (one.day, &one.record, &one.row).cmp(&(other.day, &other.record, &other.row)));
    found
}

fn counted(rows: &[&OccurrenceRow]) -> Vec<Counted> {
    rows.iter()
        .filter_map(|one| {
            Some(Counted {
                day: day_of(one.day?).to_string(),
                incident: one.record.clone(),
                statement: one.statement.clone(),
                row: (!one.row.is_empty()).then(|| one.row.clone()),
            })
        })
        .collect()
}

fn weekly_dispersion(before: &[u32], after: &[u32]) -> Option<f64> {
    let weekly = |counts: &[u32]| crate::stats::dispersion::summed(counts, 7);
    crate::stats::dispersion::dispersion(&[&weekly(before), &weekly(after)]).and_then(finite)
}

fn told_trend(found: &trend::Trend) -> Trend {
    Trend {
        weekly_ratio: digits(found.weekly.value),
        ci_low: digits(found.weekly.low),
        ci_high: digits(found.weekly.high),
        p: digits(found.p),
    }
}

/// Slides the day over the record.
fn slide(comparison: &mut Comparison, series: &Series) {
    // Bounds of the bars: equal steps of the ratio's logarithm, a ratio and its inverse alike.
    const BOUNDS: [f64; 12] = [0.125, 0.177, 0.25, 0.354, 0.5, 0.707, 1.0, 1.414, 2.0, 2.828, 4.0, 8.0];
    let (before, after) = (comparison.events_before, comparison.events_after);
    let at = i64::from(series.at());
    let real = placebo::Slid { at: 0, before, after };
    let found = placebo::placebo(series.all(), comparison.question.days as usize, at, real);
    let days = found.days.len() as u64;
    let share = |count: usize| (days > 0 && before > 0).then(|| digits(count as f64 / days as f64));
    let ratios: Vec<f64> = found.days.iter().filter_map(placebo::Slid::ratio).collect();
    let mut from = 0.0;
    let mut bins = Vec::new();
    for until in BOUNDS.into_iter().map(Some).chain([None]) {
        let held = |ratio: &&f64| **ratio >= from && until.is_none_or(|until| **ratio < until);
        bins.push(Bin { from, until, days: ratios.iter().filter(held).count() as u64 });
        from = until.unwrap_or(from);
    }
    comparison.placebo_days = days;
    comparison.placebo_share = share(found.as_small);
    comparison.placebo = Placebo {
        as_small: found.as_small as u64,
        two_sided_share: share(found.as_far),
        separate_days: found.apart as u64,
        separate_as_small: found.apart_as_small as u64,
        bins,
        no_ratio: days - ratios.len() as u64,
    };
}

fn change_points(series: &Series) -> Vec<ChangePoint> {
    let weeks = series.weeks();
    // Around the day, if the record is longer than can be searched.
    let middle = weeks.iter().position(|week| week.from > series.around()).unwrap_or(weeks.len());
    let from = middle.saturating_sub(WEEKS / 2).min(weeks.len().saturating_sub(WEEKS));
    let searched = &weeks[from..weeks.len().min(from + WEEKS)];
    let counts: Vec<u32> = searched.iter().map(|week| week.events).collect();
    let segments = change::segments(&counts, change::penalty(&counts));
    segments
        .windows(2)
        .map(|pair| {
            let day = searched[pair[1].from].from.clone();
            let number = day.parse::<Date>().map_or(0, day_number);
            ChangePoint {
                days_from: number - series.span().around,
                day,
                weekly_before: digits(pair[0].mean),
                weekly_after: digits(pair[1].mean),
            }
        })
        .collect()
}

fn quiet(before: &[u32], after: &[u32]) -> Quiet {
    let (one, other) = (survival::quiets(before), survival::quiets(after));
    let spells = |quiets: &[survival::Quiet]| {
        let curve = survival::kaplan_meier(quiets);
        let (median_days, median_low, median_high) = survival::median(&curve);
        let longest = quiets.iter().map(|quiet| quiet.days).max().unwrap_or(0);
        let share = curve.iter().rev().find(|step| step.days <= 7).map_or(1.0, |step| step.share);
        Spells {
            spells: quiets.len() as u64,
            censored: quiets.iter().filter(|quiet| !quiet.ended).count() as u64,
            median_days,
            median_low,
            median_high,
            longer_than_week: (longest > 0).then(|| digits(share)),
        }
    };
    Quiet {
        before: spells(&one),
        after: spells(&other),
        p: survival::log_rank(&one, &other).and_then(finite),
    }
}

/// Asks whether acts are followed: by the other side where sides are told, by any event where they are not.
fn answered(inside: &[&OccurrenceRow], span: &Span, series: &Series) -> Vec<Responses> {
    let ask = |sides: Option<[String; 2]>, acts: &Series, answers: &Series| {
        let windows = [
            responses::Window { acts: acts.before(), answers: answers.before() },
            responses::Window { acts: acts.after(), answers: answers.after() },
        ];
        responses::responses(&windows, WITHIN as usize, SEED).map(|found| Responses {
            sides,
            within_days: WITHIN,
            acts: found.acts,
            answered: found.answered,
            expected: digits(found.expected),
            p: digits(found.p),
            draws: found.draws,
        })
    };
    let mut found: Vec<Responses> = ask(None, series, series).into_iter().collect();
    let mut sided: std::collections::BTreeMap<(&str, &str), Vec<i32>> = std::collections::BTreeMap::new();
    for one in inside {
        if let ([doer], [done_to], Some(day)) = (one.who.as_slice(), one.whom.as_slice(), one.day)
            && doer != done_to
        {
            sided.entry((doer, done_to)).or_default().push(day);
        }
    }
    for ((doer, other), acts) in &sided {
        if let Some(answers) = sided.get(&(*other, *doer)) {
            let (acts, answers) = (Series::of(*span, acts), Series::of(*span, answers));
            found.extend(ask(Some([(*doer).to_owned(), (*other).to_owned()]), &acts, &answers));
        }
    }
    found
}

fn sources(before: &[&OccurrenceRow], after: &[&OccurrenceRow]) -> Option<Sources> {
    fn of<'o>(rows: impl Iterator<Item = &'o &'o OccurrenceRow>) -> Option<concentration::Concentration> {
        concentration::concentration(rows.map(|one| one.sources.as_slice()))
    }
    let all = of(before.iter().chain(after))?;
    let share = |rows: &[&OccurrenceRow]| {
        let named: Vec<&&OccurrenceRow> = rows.iter().filter(|one| !one.sources.is_empty()).collect();
        let part: f64 = named
            .iter()
            .filter(|one| one.sources.contains(&all.largest))
            .map(|one| 1.0 / one.sources.len() as f64)
            .sum();
        (!named.is_empty()).then(|| digits(part / named.len() as f64))
    };
    Some(Sources {
        events: all.events,
        sources: all.sources as u64,
        herfindahl: digits(all.herfindahl),
        largest_share: digits(all.largest_share),
        largest_alone: digits(all.largest_alone),
        single_source: digits(all.single),
        largest_share_before: share(before),
        largest_share_after: share(after),
        largest: all.largest,
    })
}

/// Counts again under other rules.
fn variants(inside: &[&OccurrenceRow], span: &Span) -> Vec<Variant> {
    let count = |rule: &str, span: &Span, wanted: &dyn Fn(&OccurrenceRow) -> bool| {
        let of = |window: &dyn Fn(i32) -> bool| {
            inside.iter().filter(|one| one.day.is_some_and(window) && wanted(one)).count() as u64
        };
        let (before, after) = (of(&|day| span.is_before(day)), of(&|day| span.is_after(day)));
        let found = rates(before, after, span);
        Variant {
            rule: rule.to_owned(),
            events_before: before,
            events_after: after,
            rate_ratio: finite(found.value),
            ci_low: finite(found.low),
            ci_high: finite(found.high),
            p: digits(found.p),
        }
    };
    let at_least = |number: Option<i64>| number.is_some_and(|number| number >= 1);
    let mut found = vec![
        count("date known to six days (date_prec 1-2)", span, &dated),
        count("place known to the district (where_prec 1-3)", span, &placed),
        count("told clearly as one event (event_clarity 1)", span, &is_clear),
        count("strict: all three", span, &is_strict),
        count("somebody killed by the lowest estimate", span, &|one| at_least(one.low.or(one.best))),
        count("somebody killed by the best estimate", span, &|one| at_least(one.best)),
        count("somebody killed by the highest estimate", span, &|one| at_least(one.high.or(one.best))),
        count("civilians among the killed", span, &|one| at_least(one.civilians)),
        count("told by two sources or more", span, &|one| one.sources.len() > 1),
        count("accepted by a person", span, &|one| one.accepted == Some(true)),
        count("not yet reviewed", span, &|one| one.accepted.is_none()),
    ];
    for days in [span.days / 2, span.days.saturating_mul(2)] {
        let other = span.with_days(days);
        if days > 0 && other.days_before() > 0 && other.days_after() > 0 {
            found.push(count(&format!("windows of {days} days"), &other, &|_| true));
        }
    }
    found
}

fn undetermined(
    selected: &Selected<'_>,
    span: &Span,
    before: &[&OccurrenceRow],
    after: &[&OccurrenceRow],
) -> Undetermined {
    let count = |of: &[&OccurrenceRow], wanted: &dyn Fn(i32) -> bool| {
        of.iter().filter(|one| one.day.is_some_and(wanted)).count() as u64
    };
    Undetermined {
        place_before: count(&selected.unclear, &|day| span.is_before(day)),
        place_after: count(&selected.unclear, &|day| span.is_after(day)),
        undated: selected.undated,
        on_the_day: count(&selected.inside, &|day| day == span.around),
        reports_only_before: count(&selected.reports_only, &|day| span.is_before(day)),
        reports_only_after: count(&selected.reports_only, &|day| span.is_after(day)),
        without_figure: before.iter().chain(after).filter(|one| one.best.is_none()).count() as u64,
    }
}
