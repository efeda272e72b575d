//! The form of a comparison: every number with its name, as JSON and for the text and the plot.
//! Numbers that cannot be told are null, never nought.

use schemars::JsonSchema;
use serde::Serialize;

/// Counts before and after a day, compared. Days are `YYYY-MM-DD`; intervals hold 95 of 100.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Version of this form.
    pub form: &'static str,
    /// What was asked.
    pub question: Asked,
    /// First and last day of the window before.
    pub window_before: [String; 2],
    /// First and last day of the window after.
    pub window_after: [String; 2],
    /// Days of the window before that the record covers.
    pub days_before: u32,
    /// Days of the window after that the record covers.
    pub days_after: u32,
    /// Events in the window before.
    pub events_before: u64,
    /// Events in the window after.
    pub events_after: u64,
    /// People killed before, by the lowest estimates.
    pub low_before: i64,
    /// People killed after, by the lowest estimates.
    pub low_after: i64,
    /// People killed before, by the best estimates.
    pub best_before: i64,
    /// People killed after, by the best estimates.
    pub best_after: i64,
    /// People killed before, by the highest estimates.
    pub high_before: i64,
    /// People killed after, by the highest estimates.
    pub high_after: i64,
    /// Civilians killed before.
    pub civilians_before: i64,
    /// Civilians killed after.
    pub civilians_after: i64,
    /// The rate of events after, divided by the rate before; null where nothing happened before.
    pub rate_ratio: Option<f64>,
    /// Lower bound of its exact interval.
    pub ci_low: Option<f64>,
    /// Upper bound; null where it is open.
    pub ci_high: Option<f64>,
    /// Two-sided exact p-value for equal rates, every event being independent. Misleads: see `p_misleads`.
    pub p: f64,
    /// Events in the area of comparison before; null if none was named.
    pub control_before: Option<u64>,
    /// Events in the area of comparison after.
    pub control_after: Option<u64>,
    /// The rate ratio of the area, divided by that of the area of comparison.
    pub ratio_of_ratios: Option<f64>,
    /// Lower bound of its Wald interval.
    pub ratio_of_ratios_ci_low: Option<f64>,
    /// Upper bound of its Wald interval.
    pub ratio_of_ratios_ci_high: Option<f64>,
    /// Lower bound of its exact conditional interval.
    pub ratio_of_ratios_exact_low: Option<f64>,
    /// Upper bound of its exact conditional interval; null where it is open.
    pub ratio_of_ratios_exact_high: Option<f64>,
    /// Fisher's exact two-sided p-value for a ratio of ratios of one.
    pub ratio_of_ratios_p: Option<f64>,
    /// Share of all days of the record whose rate ratio is as small as this one; a day with no event before it counts as
    /// not smaller. Null where no day has whole windows, or nothing happened before.
    pub placebo_share: Option<f64>,
    /// Days of the record that have whole windows.
    pub placebo_days: u64,
    /// More of the placebo days.
    pub placebo: Placebo,
    /// Pearson's dispersion of daily counts about the mean of their window: 1 for independent events.
    pub dispersion: Option<f64>,
    /// The same of weekly counts.
    pub dispersion_weekly: Option<f64>,
    /// How days hang together.
    pub autocorrelation: Option<Autocorrelation>,
    /// The rate ratio where days may vary more than chance.
    pub negative_binomial: Option<NegativeBinomial>,
    /// Whether the rate was changing already.
    pub trend_before: Option<Trend>,
    /// The same in the area of comparison.
    pub control_trend_before: Option<Trend>,
    /// P-value for both areas having had the same trend before.
    pub parallel_p: Option<f64>,
    /// Where the weekly rate changed for good.
    pub change_points: Vec<ChangePoint>,
    /// How long quiet lasted.
    pub quiet: Quiet,
    /// Whether acts are followed by others more often than chance has it.
    pub responses: Vec<Responses>,
    /// Of how many sources the windows are told.
    pub sources: Option<Sources>,
    /// The same counts under other rules.
    pub sensitivity: Vec<Variant>,
    /// What could not be counted.
    pub undetermined: Undetermined,
    /// What each number assumes, and what would break it.
    pub assumptions: Vec<Assumption>,
    /// Why the p-value misleads, with the figures of this record.
    pub p_misleads: Vec<Reason>,
    /// What else a reader must know.
    pub warnings: Vec<String>,
    /// Events of each week of the record, counted from the day on in both directions.
    pub weeks: Vec<Week>,
    /// The incidents behind the counts.
    pub evidence: Evidence,
    /// The entry of the ledger up to which it was counted.
    pub ledger: Head,
}

/// What was asked, with what the names were taken to mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Asked {
    /// The day. It is in neither window.
    pub around: String,
    /// Days on each side of it.
    pub days: u32,
    /// Divisions of the area, as the sources write them.
    pub area: Vec<String>,
    /// How the names of divisions were found.
    pub area_found_by: Vec<String>,
    /// The zone.
    pub zone: Option<String>,
    /// Divisions of the area of comparison.
    pub control_area: Vec<String>,
    /// Dyads; empty for all.
    pub dyads: Vec<String>,
    /// Acts; empty for all.
    pub acts: Vec<String>,
    /// Whether only what is told exactly was counted.
    pub strict: bool,
    /// The data set whose rows are the events; `incidents` where each incident of the ledger is one.
    pub data_set: String,
    /// First and last day of that record.
    pub record: [String; 2],
}

/// More of the days over which the day was slid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Placebo {
    /// Days whose ratio is as small.
    pub as_small: u64,
    /// Share of days whose ratio is as far from one, either way; half an event is added to each count.
    pub two_sided_share: Option<f64>,
    /// Days, this one among them, of which no two share a day of their windows.
    pub separate_days: u64,
    /// Those of them whose ratio is as small, this one among them.
    pub separate_as_small: u64,
    /// How many days have a ratio up to the bound, for a plot.
    pub bins: Vec<Bin>,
    /// Days without an event before them.
    pub no_ratio: u64,
}

/// A bar of a plot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Bin {
    /// Lower bound of the ratio.
    pub from: f64,
    /// Upper bound; null for all above.
    pub until: Option<f64>,
    /// Days.
    pub days: u64,
}

/// How days hang together.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Autocorrelation {
    /// Correlation of daily counts with those so many days later, from 1 day to 7.
    pub lags: Vec<f64>,
    /// Ljung and Box's p-value for none.
    pub p: f64,
}

/// The rate ratio where days may vary more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct NegativeBinomial {
    /// Extra variation `a` of the variance `m + a m²`.
    pub extra: f64,
    /// The rate ratio.
    pub rate_ratio: f64,
    /// Lower bound.
    pub ci_low: f64,
    /// Upper bound.
    pub ci_high: f64,
    /// P-value by the likelihood ratio.
    pub p: f64,
}

/// Whether a rate was changing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Trend {
    /// The rate of a week divided by that of the week before.
    pub weekly_ratio: f64,
    /// Lower bound.
    pub ci_low: f64,
    /// Upper bound.
    pub ci_high: f64,
    /// P-value for a level rate.
    pub p: f64,
}

/// A week with which the rate changed for good.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ChangePoint {
    /// First day of the week.
    pub day: String,
    /// Days from the day asked for; less than nought before it.
    pub days_from: i32,
    /// Events a week before.
    pub weekly_before: f64,
    /// Events a week from then on.
    pub weekly_after: f64,
}

/// How long quiet lasted: from a day with events to the next.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Quiet {
    /// Before.
    pub before: Spells,
    /// After.
    pub after: Spells,
    /// Log-rank p-value for quiet lasting alike.
    pub p: Option<f64>,
}

/// Spells of quiet in a window.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Spells {
    /// Spells.
    pub spells: u64,
    /// Those cut off by the window's end.
    pub censored: u64,
    /// Median days to the next day with events; null where more than half lasted longer than was seen.
    pub median_days: Option<u32>,
    /// Lower bound of the median.
    pub median_low: Option<u32>,
    /// Upper bound of the median; null where it is open.
    pub median_high: Option<u32>,
    /// Share of spells that last longer than a week (Kaplan and Meier).
    pub longer_than_week: Option<f64>,
}

/// Whether acts are followed by others.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Responses {
    /// Who acts and who answers; null where sides are not told and any event may follow any.
    pub sides: Option<[String; 2]>,
    /// Days within which an answer counts.
    pub within_days: u32,
    /// Acts that could be answered in their window.
    pub acts: u64,
    /// Acts with an answer.
    pub answered: u64,
    /// Answered acts by chance.
    pub expected: f64,
    /// Chance of as many.
    pub p: f64,
    /// Permutations drawn, from a fixed seed.
    pub draws: u32,
}

/// Of how many sources the windows are told.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Sources {
    /// Events with a named source.
    pub events: u64,
    /// Sources.
    pub sources: u64,
    /// Herfindahl's index: 1 if one source tells all.
    pub herfindahl: f64,
    /// The source with most.
    pub largest: String,
    /// Its share.
    pub largest_share: f64,
    /// Share of events that it alone tells.
    pub largest_alone: f64,
    /// Share of events that one source alone tells, whichever.
    pub single_source: f64,
    /// Its share before.
    pub largest_share_before: Option<f64>,
    /// Its share after.
    pub largest_share_after: Option<f64>,
}

/// The counts under another rule.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Variant {
    /// The rule.
    pub rule: String,
    /// Events before.
    pub events_before: u64,
    /// Events after.
    pub events_after: u64,
    /// Rate ratio.
    pub rate_ratio: Option<f64>,
    /// Lower bound.
    pub ci_low: Option<f64>,
    /// Upper bound.
    pub ci_high: Option<f64>,
    /// Exact p-value.
    pub p: f64,
}

/// What could not be counted: never forced in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Undetermined {
    /// Before: told too loosely to say whether it was in the area.
    pub place_before: u64,
    /// After: told too loosely to say whether it was in the area.
    pub place_after: u64,
    /// Told without a day.
    pub undated: u64,
    /// On the day itself, which is in neither window.
    pub on_the_day: u64,
    /// In the windows and the area, but told only by reports and in no row of the data set that is counted.
    pub reports_only_before: u64,
    /// The same after.
    pub reports_only_after: u64,
    /// Events in the windows without any figure of people killed.
    pub without_figure: u64,
}

/// What a number assumes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Assumption {
    /// The number.
    pub number: &'static str,
    /// How it is made.
    pub method: &'static str,
    /// What it assumes.
    pub assumes: &'static str,
    /// What would break it.
    pub breaks: &'static str,
}

/// Why the p-value misleads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// What it is called.
    pub name: &'static str,
    /// In words, with the figures of this record.
    pub text: String,
}

/// A week of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Week {
    /// First day.
    pub from: String,
    /// Events in the area.
    pub events: u32,
}

/// The incidents behind the counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// Before.
    pub before: Vec<Counted>,
    /// After.
    pub after: Vec<Counted>,
}

/// One counted event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    /// Its day.
    pub day: String,
    /// The incident: `truce show ID` shows its words.
    pub incident: String,
    /// The statement of its row, if it is one.
    pub statement: Option<String>,
    /// The row's id in the data set.
    pub row: Option<String>,
}

/// Where the ledger stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Head {
    /// Number of the last entry.
    pub entry: u64,
    /// Its hash.
    pub hash: String,
}
