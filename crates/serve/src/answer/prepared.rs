//! What is made once for a state and used by many requests: the first screen, the points of a filter, a report's page.
//! Everything here is thrown away when the ledger moves on.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::civil::Date;
use truce_record::fold::Standing;
use truce_record::id::RecordKind;
use truce_record::log::{Filter, LedgerError, SqliteLedger, Window};
use truce_record::statement::{Point, When};
use truce_report::page::Page;

use super::home::{AgreementCards, Home};
use super::row::Row;
use super::sources::ImportTold;

/// A record with what a map and a timeline need of it at hand.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// Its row.
    pub row: Row,
    /// Its first day.
    pub first: Option<Date>,
    /// Its last day.
    pub last: Option<Date>,
    /// Place of its standing in [`Standing::ALL`].
    pub standing: Option<usize>,
}

/// What narrows records that are at hand: all of a filter that is changed while a map is looked at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Narrowing {
    since: Option<Date>,
    until: Option<Date>,
    act: Vec<String>,
    standing: Vec<Standing>,
    window: Option<Window>,
}

impl Narrowing {
    /// Takes it out of a filter.
    pub fn take(filter: &mut Filter) -> Self {
        Self {
            since: filter.since.take(),
            until: filter.until.take(),
            act: std::mem::take(&mut filter.act),
            standing: std::mem::take(&mut filter.standing),
            window: filter.window.take(),
        }
    }

    /// Says whether a record is asked for, wherever it lies.
    pub fn holds(&self, one: &Pinned) -> bool {
        self.since.is_none_or(|since| one.last.is_some_and(|last| last >= since))
            && self.until.is_none_or(|until| one.first.is_some_and(|first| first <= until))
            && (self.act.is_empty() || self.act.contains(&one.row.act))
            && (self.standing.is_empty()
                || one.standing.is_some_and(|at| self.standing.contains(&Standing::ALL[at])))
    }

    /// Says whether a record has its point in the window, if there is a window.
    pub fn in_window(&self, one: &Pinned) -> bool {
        self.window.is_none_or(|window| {
            let point = one.row.lat.zip(one.row.lon).and_then(|(lat, lon)| Point::from_degrees(lat, lon));
            point.is_some_and(|point| window.holds(point))
        })
    }

    /// Returns the window.
    pub fn window(&self) -> Option<&Window> {
        self.window.as_ref()
    }
}

/// Filters whose records are kept.
const KEPT: usize = 4;

/// Filters whose numbers of rows are kept.
const COUNTED: usize = 64;

/// Reports whose pages are kept: each is asked for as a preview, and then as a file.
const WRITTEN: usize = 4;

/// What was made for one entry of the ledger.
#[derive(Debug, Default)]
pub struct Prepared {
    seq: u64,
    home: Option<Arc<Home>>,
    cards: Option<Arc<AgreementCards>>,
    imports: Option<Arc<Vec<ImportTold>>>,
    pages: VecDeque<(String, Arc<Page>)>,
    pinned: VecDeque<(Filter, Arc<Vec<Pinned>>)>,
    totals: VecDeque<(&'static str, Filter, usize)>,
}

impl Prepared {
    fn at(&mut self, seq: u64) -> &mut Self {
        if self.seq != seq {
            *self = Self { seq, ..Self::default() };
        }
        self
    }

    /// Returns the first screen of this entry, if it was made.
    pub fn home(&mut self, seq: u64) -> Option<Arc<Home>> {
        self.at(seq).home.clone()
    }

    /// Keeps the first screen of an entry.
    pub fn keep_home(&mut self, seq: u64, home: Arc<Home>) {
        self.at(seq).home = Some(home);
    }

    /// Returns the agreements with their verdicts at this entry, if they were assessed.
    pub fn cards(&mut self, seq: u64) -> Option<Arc<AgreementCards>> {
        self.at(seq).cards.clone()
    }

    /// Keeps the agreements with their verdicts.
    pub fn keep_cards(&mut self, seq: u64, cards: Arc<AgreementCards>) {
        self.at(seq).cards = Some(cards);
    }

    /// Returns the imports at this entry, if they were told.
    pub fn imports(&mut self, seq: u64) -> Option<Arc<Vec<ImportTold>>> {
        self.at(seq).imports.clone()
    }

    /// Keeps the imports.
    pub fn keep_imports(&mut self, seq: u64, imports: Arc<Vec<ImportTold>>) {
        self.at(seq).imports = Some(imports);
    }

    /// Returns the page of a report at this entry, if it was written.
    pub fn page(&mut self, seq: u64, asked: &str) -> Option<Arc<Page>> {
        self.at(seq).pages.iter().find(|(known, _)| known == asked).map(|(_, page)| page.clone())
    }

    /// Keeps the page of a report.
    pub fn keep_page(&mut self, seq: u64, asked: String, page: Arc<Page>) {
        let kept = &mut self.at(seq).pages;
        kept.push_front((asked, page));
        kept.truncate(WRITTEN);
    }

    /// Returns the records of a filter at this entry, if they were looked for.
    pub fn pinned(&mut self, seq: u64, filter: &Filter) -> Option<Arc<Vec<Pinned>>> {
        let kept = &mut self.at(seq).pinned;
        let at = kept.iter().position(|(known, _)| known == filter)?;
        let found = kept.remove(at)?;
        let records = found.1.clone();
        kept.push_front(found);
        Some(records)
    }

    /// Returns how many rows of a list a filter finds at this entry, if they were counted.
    pub fn total(&mut self, seq: u64, list: &str, filter: &Filter) -> Option<usize> {
        let mut kept = self.at(seq).totals.iter();
        kept.find(|(of, known, _)| *of == list && known == filter).map(|(_, _, total)| *total)
    }

    /// Keeps how many rows of a list a filter finds.
    pub fn keep_total(&mut self, seq: u64, list: &'static str, filter: Filter, total: usize) {
        let kept = &mut self.at(seq).totals;
        kept.push_front((list, filter, total));
        kept.truncate(COUNTED);
    }

    /// Keeps the records of a filter.
    pub fn keep_pinned(&mut self, seq: u64, filter: Filter, records: Arc<Vec<Pinned>>) {
        let kept = &mut self.at(seq).pinned;
        kept.push_front((filter, records));
        kept.truncate(KEPT);
    }
}

/// Looks for the records of a filter: all of them, whatever its limit, in order of their days.
///
/// # Errors
///
/// If they cannot be read.
pub fn pinned(tables: &SqliteLedger, kind: RecordKind, filter: &Filter) -> Result<Vec<Pinned>, LedgerError> {
    let rows = tables.records_unordered(&Filter { kind: Some(kind), ..filter.clone() })?;
    let mut records: Vec<Pinned> = rows
        .into_iter()
        .map(|row| {
            let when = row.when.as_deref().and_then(When::parse);
            Pinned {
                first: when.map(|when| when.earliest),
                last: when.map(|when| when.latest),
                standing: Standing::ALL.iter().position(|standing| standing.as_str() == row.standing),
                row: Row::from(row),
            }
        })
        .collect();
    records.sort_by(|one, other| {
        let day = |one: &Pinned| (one.first.is_none(), one.first, one.last);
        day(one).cmp(&day(other)).then_with(|| one.row.id.cmp(&other.row.id))
    });
    Ok(records)
}
