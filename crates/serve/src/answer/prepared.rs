//! What is made once for a state and used by many requests: the first screen, and the points of a filter.
//! Everything here is thrown away when the ledger moves on.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::civil::Date;
use truce_record::fold::Standing;
use truce_record::id::RecordKind;
use truce_record::log::{Filter, LedgerError, SqliteLedger};
use truce_record::statement::When;

use super::home::Home;
use super::row::Row;

/// A record with what a map and a timeline need of it at hand.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// Its row.
    pub row: Row,
    /// Its first day.
    pub first: Option<Date>,
    /// Place of its standing in [`Standing::ALL`].
    pub standing: Option<usize>,
}

/// Filters whose records are kept.
const KEPT: usize = 4;

/// Filters whose numbers of rows are kept.
const COUNTED: usize = 64;

/// What was made for one entry of the ledger.
#[derive(Debug, Default)]
pub struct Prepared {
    seq: u64,
    home: Option<Arc<Home>>,
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

/// Looks for the records of a filter: all of them, whatever its limit.
///
/// # Errors
///
/// If they cannot be read.
pub fn pinned(tables: &SqliteLedger, kind: RecordKind, filter: &Filter) -> Result<Vec<Pinned>, LedgerError> {
    let all = Filter { kind: Some(kind), skip: 0, limit: None, ..filter.clone() };
    let rows = tables.records(&all)?;
    Ok(rows
        .into_iter()
        .map(|row| Pinned {
            first: row.when.as_deref().and_then(When::parse).map(|when| when.earliest),
            standing: Standing::ALL.iter().position(|standing| standing.as_str() == row.standing),
            row: Row::from(row),
        })
        .collect())
}
