//! Expressions in order of the text in, each with its days out: keeps where the story stands in time.
//! Looks at no verb itself; the caller gives the tense.

use jiff::civil::Date;
use truce_lexicon::load::times::{Kind, Origin, Times};

use super::anchor::{Context, Tense, anchor};
use super::value::TimeMention;
use super::when::{Grain, When};

/// Where a text stands in time.
#[derive(Debug, Clone)]
pub struct Discourse<'a> {
    times: &'a Times,
    reference: Option<Date>,
    history: bool,
    previous: Option<When>,
    /// A year told in the block being read, and the block.
    year: Option<(i16, u32)>,
    /// In a history: where the story stood before a year far from it was told, that year, and the token.
    aside: Option<(Option<When>, i16, u32)>,
}

/// How far, in years, a story may go at once before it counts as an aside.
const LEAP: i16 = 10;

/// How far, in tokens, an aside reaches.
const REACH: u32 = 30;

impl<'a> Discourse<'a> {
    /// Starts at the head of a text.
    #[must_use]
    pub fn new(times: &'a Times, reference: Option<Date>, history: bool) -> Self {
        Self { times, reference, history, previous: None, year: None, aside: None }
    }

    /// Returns the days of the next expression, which stands in `block`, and moves on.
    pub fn anchor(&mut self, mention: &TimeMention, tense: Tense, block: u32) -> Option<When> {
        self.end_aside(mention);
        let year = self
            .year
            .filter(|(year, told)| *told == block && self.keeps(*year, mention))
            .map(|(year, _)| year);
        let context = Context {
            times: self.times,
            reference: self.reference,
            tense,
            previous: self.previous.as_ref(),
            year,
            history: self.history,
        };
        let when = anchor(mention, &context);
        if let Some(when) = &when {
            self.move_to(mention, when, block);
        }
        when
    }

    /// Says whether an expression without a year goes on in the year just told: only in a year that is past,
    /// and if it does not step back in the calendar.
    fn keeps(&self, year: i16, mention: &TimeMention) -> bool {
        let past = self.reference.is_none_or(|reference| year < reference.year() - 1);
        let value = &mention.value;
        let later = self.previous.as_ref().is_none_or(|previous| {
            previous.grain >= Grain::Season
                || value.month.is_none_or(|month| month >= previous.earliest.month())
        });
        past && later && value.month.is_some()
    }

    /// Goes back to the story when an aside ("documents of 2005 show") is over.
    fn end_aside(&mut self, mention: &TimeMention) {
        let Some((_, year, token)) = self.aside else { return };
        let told = mention.value.year;
        if told.is_some_and(|told| (told - year).abs() <= LEAP) {
            // A second year nearby: the story itself has gone there.
            self.aside = None;
        } else if mention.start > token + REACH || told.is_some() {
            self.previous = self.aside.take().and_then(|(before, _, _)| before);
        }
    }

    fn move_to(&mut self, mention: &TimeMention, when: &When, block: u32) {
        let value = &mention.value;
        let told = value.year.or_else(|| value.ends.as_ref().and_then(|ends| ends.1.year));
        if let Some(year) = told {
            self.year = Some((year, block));
        }
        let moves = match value.kind {
            Kind::Date | Kind::Range => !value.is_clock_only(),
            Kind::Shift | Kind::Offset => value.origin != Origin::Event,
            Kind::Window => value.part.is_some(),
            _ => false,
        };
        if !moves || when.grain > Grain::Year {
            return;
        }
        let mut next = when.clone();
        if value.kind == Kind::Range {
            next = When::new(when.latest, when.latest, when.grain);
        }
        if when.open_end && when.range {
            // "Since May" tells of May, not of today.
            next.latest = next.earliest;
        }
        if self.history
            && self.aside.is_none()
            && let (Some(year), Some(previous)) = (told, &self.previous)
            && (year - previous.earliest.year()).abs() > LEAP
        {
            self.aside = Some((Some(previous.clone()), year, mention.start));
        }
        self.previous = Some(next);
    }
}

/// Says whether a text tells of times long before its reference date: it names several years, nearly all of
/// them past, and hardly any day by its distance from the report.
#[must_use]
pub fn is_history(mentions: &[TimeMention], reference: Option<Date>) -> bool {
    let years: Vec<i16> = mentions.iter().filter_map(|mention| mention.value.year).collect();
    let near = |year: i16| reference.is_some_and(|reference| (year - reference.year()).abs() <= 1);
    let past = years.iter().filter(|year| !near(**year)).count();
    let fresh = mentions
        .iter()
        .filter(|mention| {
            let value = &mention.value;
            let close = value.kind == Kind::Shift && value.origin == Origin::Reference;
            close || (value.kind == Kind::Date && value.weekday.is_some() && value.month.is_none())
        })
        .count();
    years.len() >= 3 && past * 10 >= years.len() * 8 && fresh * 4 <= years.len()
}
