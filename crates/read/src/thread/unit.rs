//! Sentences in, units out: the stretches of a report that speak of one thing each, with what they name.
//! Decides nothing about happenings; that is for `join` and `follow`.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::document::BlockKind;
use crate::grammar::{TokenId, Upos};
use crate::mention::places::far;
use crate::span::Bytes;
use crate::statement::{Context, Name, table};

/// A place that a unit names.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// As the report writes it.
    pub name: Name,
    /// All its names, lower case.
    pub names: Vec<String>,
    /// Latitude and longitude, if known.
    pub point: Option<(f64, f64)>,
    /// How far from the point it reaches.
    pub radius_km: f64,
    /// Whether it is a province, a country or the like, which tells little of where.
    pub wide: bool,
    /// Whether the report calls it a part of a town or a stretch of country: a quarter, a road, a camp.
    pub part: bool,
}

impl Unit {
    /// Returns the days named closest to a token.
    #[must_use]
    pub fn day_near(&self, token: TokenId) -> Option<(Date, Date)> {
        self.days.iter().min_by_key(|(at, _)| at.abs_diff(token)).map(|day| day.1)
    }
}

/// How two places stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nearness {
    /// The same, or one inside the other.
    Same,
    /// Not to be told.
    Unknown,
    /// Too far apart to be one.
    Apart,
}

impl Spot {
    /// Compares two places by name, then by distance.
    #[must_use]
    pub fn nearness(&self, other: &Self) -> Nearness {
        if self.names.iter().any(|name| other.names.contains(name)) {
            return Nearness::Same;
        }
        match (self.point, other.point) {
            (Some(one), Some(two)) => {
                let reach = self.radius_km.max(other.radius_km);
                let distance = far(one, two);
                if distance <= reach.max(2.0) {
                    Nearness::Same
                } else if distance > self.radius_km + other.radius_km + 2.0 {
                    Nearness::Apart
                } else {
                    Nearness::Unknown
                }
            }
            _ => Nearness::Unknown,
        }
    }

    /// Says whether one may be a part of the other, by what the report calls it.
    #[must_use]
    pub fn may_hold(&self, other: &Self) -> bool {
        self.part != other.part
    }
}

/// A stretch of a report.
#[derive(Debug, Clone)]
pub struct Unit {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// Its block.
    pub block: u32,
    /// Whether it is a headline.
    pub title: bool,
    /// Whether it is a row of a table or an item of a list, which tells its own matter.
    pub row: bool,
    /// The days it names for its matter.
    pub when: Option<(Date, Date)>,
    /// All days it names for any matter, in order, each with its first token.
    pub days: Vec<(TokenId, (Date, Date))>,
    /// The places it names.
    pub spots: Vec<Spot>,
    /// Its telling nouns, as lemmas.
    pub words: BTreeSet<String>,
    /// Whether its words set it apart from what was told before.
    pub novel: bool,
    /// How many happenings a plural of it means.
    pub several: Option<usize>,
    /// The number of the table row that it opens with ("6.1").
    pub label: Option<String>,
}

/// Cuts a report into units, in order of the text.
#[must_use]
pub fn cut(context: &Context<'_>, spots: &[(TokenId, Spot)], aside: &[Bytes]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for sentence in &context.grammar.sentences {
        let Some(block) = context.document.blocks.get(sentence.block as usize) else { continue };
        let title = matches!(block.kind, BlockKind::Title | BlockKind::Subtitle | BlockKind::Heading);
        let table = block.kind == BlockKind::TableRow;
        if block.header || !(title || context.is_read(sentence.block)) {
            continue;
        }
        // The cells of a row tell one matter together.
        if table
            && let Some(last) = units.last_mut()
            && last.block == sentence.block
        {
            last.end = sentence.end;
            continue;
        }
        let mut start = sentence.start;
        for token in sentence.start..sentence.end {
            if context.lower(token) == ";" && !table && token > start + 2 && sentence.end > token + 3 {
                units.push(unit(start, token, sentence.block, title, false));
                start = token + 1;
            }
            // "the first since a shell killed eight there in October": what follows is another matter.
            if !table && !title && steps_back(context, sentence.start, token, sentence.end) {
                units.push(unit(start, token, sentence.block, title, false));
                start = token;
            }
            // "Nine died at X on Monday, and eight at Y on Tuesday": a second day behind a joining word.
            if !table && !title && joins_another(context, sentence.start, token, sentence.end) {
                units.push(unit(start, token, sentence.block, title, false));
                start = token;
            }
        }
        units.push(unit(start, sentence.end, sentence.block, title, table));
    }
    for at in 0..units.len() {
        look(context, spots, aside, &mut units[at]);
        // What follows the number of a row goes on about that row.
        if at > 0 && units[at].label.is_none() && units[at - 1].block == units[at].block {
            let label = units[at - 1].label.clone();
            units[at].label = label;
        }
    }
    units
}

/// Cuts a unit in two before `token`.
#[must_use]
pub fn split(
    context: &Context<'_>,
    spots: &[(TokenId, Spot)],
    aside: &[Bytes],
    whole: &Unit,
    token: TokenId,
) -> (Unit, Unit) {
    let mut before = unit(whole.start, token, whole.block, whole.title, whole.row);
    let mut after = unit(token, whole.end, whole.block, whole.title, whole.row);
    look(context, spots, aside, &mut before);
    look(context, spots, aside, &mut after);
    (before, after)
}

fn unit(start: TokenId, end: TokenId, block: u32, title: bool, row: bool) -> Unit {
    Unit {
        start,
        end,
        block,
        title,
        row,
        when: None,
        days: Vec::new(),
        spots: Vec::new(),
        words: BTreeSet::new(),
        novel: false,
        several: None,
        label: None,
    }
}

/// Fills in what a unit names.
fn look(context: &Context<'_>, spots: &[(TokenId, Spot)], aside: &[Bytes], unit: &mut Unit) {
    let link = &context.lexicon.tables.link;
    let run = context.grammar.span(unit.start, unit.end);
    // The truce that a sentence mentions has its own days and places.
    let aside: Vec<Bytes> =
        aside.iter().filter(|other| other.overlaps(run) && !covers(**other, run)).copied().collect();
    let apart = |token: TokenId| {
        let span = context.grammar.tokens[token as usize].span;
        aside.iter().any(|run| run.holds(span))
    };
    unit.days = days_named(context, unit, &apart);
    unit.when = unit.days.first().map(|day| day.1);
    unit.spots = spots
        .iter()
        .filter(|(start, _)| {
            (unit.start..unit.end).contains(start) && !apart(*start) && !context.is_of_saying(*start)
        })
        .map(|(_, spot)| spot.clone())
        .collect();
    unit.words = words(context, unit.start, unit.end);
    unit.novel = (unit.start..unit.end).any(|token| {
        let plain = context.lower(token);
        link.novelty.words.contains(plain) && !context.is_time(token) && !context.is_place(token)
    }) || has_phrase(context, unit.start, unit.end, &link.novelty.phrases);
    unit.several = several(context, unit);
    unit.label = label(context, unit);
}

/// Returns how many happenings a unit means by a plural: "both raids", "the three ambushes", "on 20 and 21 July".
/// "Nine rockets fell" is one.
fn several(context: &Context<'_>, unit: &Unit) -> Option<usize> {
    let link = &context.lexicon.tables.link;
    let word = |token: TokenId| context.grammar.tokens.get(token as usize);
    let told = (unit.start..unit.end).find_map(|token| {
        let several = link.several.iter().find(|several| several.word == context.lower(token))?;
        let pair = matches!(several.word.as_str(), "both" | "either" | "neither");
        let pointed = pair || matches!(context.lower(token.saturating_sub(1)), "the" | "these" | "those");
        let act = (token + 1..unit.end.min(token + 4)).any(|token| names_act(context, token));
        let bare = word(token + 1)
            .is_some_and(|word| matches!(word.upos, Upos::Adp | Upos::Aux | Upos::Verb | Upos::Punct));
        (pointed && (act || bare)).then_some(several.count)
    });
    told.or_else(|| {
        let listed = context.times_in(unit.start, unit.end).into_iter().any(|time| {
            (time.start..time.end).any(|token| context.lower(token) == "and")
                && time.when.as_deref().and_then(days).is_some_and(|(from, to)| (to - from).get_days() <= 14)
        });
        listed.then_some(2)
    })
}

/// Says whether a token is a noun that stands for a happening.
#[must_use]
pub fn names_act(context: &Context<'_>, token: TokenId) -> bool {
    let lemma = context.lemma(token);
    context.lexicon.tables.link.nouns.iter().any(|noun| noun.words.contains(lemma))
}

/// Says whether one of the phrases stands in `start..end`.
#[must_use]
pub fn has_phrase(context: &Context<'_>, start: TokenId, end: TokenId, phrases: &[String]) -> bool {
    crate::statement::wording::first(context, start, end, phrases).is_some()
}

/// Returns the telling nouns of a run of tokens.
#[must_use]
pub fn words(context: &Context<'_>, start: TokenId, end: TokenId) -> BTreeSet<String> {
    let link = &context.lexicon.tables.link;
    (start..end)
        .filter(|&token| {
            let word = &context.grammar.tokens[token as usize];
            let known = context.cast.of(token).is_some_and(|id| {
                let entity = context.cast.get(id);
                entity.lexicon_id.is_some() && entity.kind.acts()
            });
            matches!(word.upos, Upos::Noun | Upos::Propn)
                && word.lemma.chars().count() >= 3
                && word.lemma.chars().any(char::is_alphabetic)
                && !link.generic.contains(&word.lemma)
                && context.place_at(token).is_none()
                && !context.is_time(token)
                && !known
        })
        .map(|token| singular(context.lemma(token)))
        .collect()
}

/// Joins spellings of one noun: lower case, without a plural that the dictionary form kept.
fn singular(lemma: &str) -> String {
    let lower = lemma.to_lowercase();
    match lower.strip_suffix('s') {
        Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => lower,
    }
}

const BOUNDS: &[&str] = &["since", "until", "till", "before", "after", "by"];
/// Says whether a run holds most of another.
fn covers(run: Bytes, other: Bytes) -> bool {
    let common = run.end.min(other.end).saturating_sub(run.start.max(other.start));
    common * 10 >= (other.end - other.start) * 7
}

/// Says whether "since" or "until" at `token` begins a clause with a day of its own.
fn steps_back(context: &Context<'_>, start: TokenId, token: TokenId, end: TokenId) -> bool {
    let verb = |from: TokenId, to: TokenId| {
        (from..to).any(|token| context.grammar.tokens[token as usize].upos == Upos::Verb)
    };
    matches!(context.lower(token), "since" | "until")
        && token > start + 3
        && !context.is_time(token)
        && !context.is_time(token + 1)
        && verb(start, token)
        && verb(token, end)
        && !context.times_in(token, end).is_empty()
}

/// Says whether a joining word at `token` begins a count with a day of its own, after another day.
fn joins_another(context: &Context<'_>, start: TokenId, token: TokenId, end: TokenId) -> bool {
    let point = |from: TokenId, to: TokenId| {
        let mut times = context.times_in(from, to).into_iter().filter(|time| !time.duration);
        times.find_map(|time| time.when.clone())
    };
    context.lower(token) == "and"
        && context.grammar.tokens.get(token as usize + 1).is_some_and(|word| word.upos == Upos::Num)
        && !context.is_time(token + 1)
        && point(start, token).zip(point(token, end)).is_some_and(|(one, other)| one != other)
}

/// Returns the days a unit names for its matter, in order: no bound ("since Monday"), no day of saying.
fn days_named(
    context: &Context<'_>,
    unit: &Unit,
    apart: &impl Fn(TokenId) -> bool,
) -> Vec<(TokenId, (Date, Date))> {
    let mut named: Vec<(TokenId, (Date, Date))> = Vec::new();
    for time in context.times_in(unit.start, unit.end) {
        let before = context.lower(time.start.saturating_sub(1));
        if time.duration
            || now(context, time.start, time.end)
            || BOUNDS.contains(&before)
            || context.is_of_saying(time.end - 1)
            || apart(time.start)
        {
            continue;
        }
        if let Some(found) =
            time.when.as_deref().and_then(days).map(|days| loosened(context, time.start, time.end, days))
            && !named.iter().any(|(_, known)| *known == found)
        {
            named.push((time.start, found));
        }
    }
    // Rows of tables and numbered notes give days without their year.
    if named.is_empty()
        && (unit.row || label(context, unit).is_some())
        && let Some(reference) = context.document.date
    {
        let own = context.grammar.span(unit.start, unit.end).of(&context.document.text);
        named.extend(
            own.split([' ', '|', '\t', ',', ';', ':'])
                .filter_map(|word| Some((unit.start, table::days(word, reference.day)?))),
        );
    }
    named
}

/// "Six have now died" gives no day, and "that day" gives one that the report told before.
fn now(context: &Context<'_>, start: TokenId, end: TokenId) -> bool {
    end == start + 1 && matches!(context.lower(start), "now" | "currently" | "yet")
        || matches!(context.lower(start), "that" | "same")
        || context.lower(start) == "the" && context.lower(start + 1) == "same"
}

/// "Four weeks ago" is told by the week, "six months earlier" by the month.
fn loosened(context: &Context<'_>, start: TokenId, end: TokenId, days: (Date, Date)) -> (Date, Date) {
    let has = |words: &[&str]| (start..end).any(|token| words.contains(&context.lower(token)));
    if days.0 != days.1 || !has(&["ago", "earlier", "before", "previously"]) {
        return days;
    }
    let slack = if has(&["week", "weeks", "fortnight"]) {
        3
    } else if has(&["month", "months"]) {
        15
    } else if has(&["year", "years"]) {
        180
    } else {
        return days;
    };
    let moved = |day: Date, by: i64| day.checked_add(by.days()).unwrap_or(day);
    (moved(days.0, -slack), moved(days.1, slack))
}

/// Returns the first and last day of a time written in EDTF.
#[must_use]
pub fn days(edtf: &str) -> Option<(Date, Date)> {
    let (from, to) = edtf.split_once('/').unwrap_or((edtf, edtf));
    let from = edge(from).map(|(first, _)| first);
    let to = edge(to).map(|(_, last)| last);
    match (from, to) {
        (Some(from), Some(to)) => Some((from, to.max(from))),
        _ => None,
    }
}

fn edge(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.trim_end_matches(['~', '?', '%']).splitn(3, '-');
    let year: i16 = parts.next()?.parse().ok()?;
    let Some(month) = parts.next() else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    let month: i8 = month.parse().ok()?;
    let Some(day) = parts.next() else {
        let first = Date::new(year, month, 1).ok()?;
        return Some((first, first.last_of_month()));
    };
    let day = Date::new(year, month, day.parse().ok()?).ok()?;
    Some((day, day))
}

/// Returns the row number that a unit, or the label of its block, opens with.
fn label(context: &Context<'_>, unit: &Unit) -> Option<String> {
    let block = context.document.blocks.get(unit.block as usize)?;
    let text = &context.document.text;
    let marked = block.marker.or(block.label).map(|run| run.of(text));
    let own = context.grammar.span(unit.start, unit.end).of(text);
    let first = own.split_whitespace().next().unwrap_or_default();
    marked.into_iter().chain([first]).map(number).find(|label| !label.is_empty())
}

/// A row number: digits with points between them ("6.1", "12"), else nothing.
fn number(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = word.contains('.') && word.chars().all(|c| c.is_ascii_digit() || c == '.');
    if digits { word.to_owned() } else { String::new() }
}

/// Returns the row numbers that stand anywhere in a unit.
#[must_use]
pub fn numbers(context: &Context<'_>, unit: &Unit) -> Vec<String> {
    let own = context.grammar.span(unit.start, unit.end).of(&context.document.text);
    let found: Vec<String> = own.split_whitespace().map(number).filter(|label| !label.is_empty()).collect();
    if found.is_empty() { unit.label.clone().into_iter().collect() } else { found }
}
