//! A row in; what it states, its id and its other fields out, by a mapping. Or every cell that stands in the way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use truce_read::span::Bytes;

use super::crosswalk::Crosswalk;
use super::error::Rejected;
use super::mapping::{Code, CodeTold, Column, EventColumns, Mapping, WhenColumns};
use super::names::Names;
use super::table::{Cell, Row, Table, plain};
use super::value::{self, Wrong};
use crate::statement::{Actor, Content, Event, Figure, Status, When};

/// What a row states.
pub(super) struct Drawn {
    /// Its id in the data set.
    pub id: String,
    /// What it states, the main matter first, each with its cells.
    pub stated: Vec<(Content, Bytes)>,
    /// Its other fields.
    pub fields: BTreeMap<String, String>,
}

/// Draws rows of one table.
pub(super) struct Drawer<'a, 'l> {
    pub mapping: &'a Mapping,
    pub table: &'a Table,
    pub names: Names<'l>,
    codes: HashMap<String, CodeTold>,
    crosswalk: Option<&'static Crosswalk>,
    /// Columns whose cells are kept with a row.
    kept: Vec<usize>,
}

/// Collects what is wrong with a row.
pub(super) struct Faults {
    line: u32,
    pub all: Vec<Rejected>,
}

impl Faults {
    /// Notes a cell that stands in the way.
    pub fn add(&mut self, field: &str, value: &str, (what, help): Wrong) {
        self.all.push(Rejected {
            line: self.line,
            field: field.to_owned(),
            value: value.to_owned(),
            what,
            help,
        });
    }

    /// Takes a value, or notes what is wrong.
    pub fn take<T>(&mut self, field: &str, value: &str, outcome: Result<T, Wrong>) -> Option<T> {
        outcome.map_err(|wrong| self.add(field, value, wrong)).ok()
    }
}

impl<'a, 'l> Drawer<'a, 'l> {
    pub fn new(mapping: &'a Mapping, table: &'a Table, names: Names<'l>) -> Self {
        let event = mapping.event.as_ref();
        let codes = event.map(|event| {
            event.codes.iter().map(|(code, told)| (code.trim().to_lowercase(), told.clone())).collect()
        });
        let kept = if let Some(columns) = &mapping.keep {
            columns.iter().filter_map(|column| table.find(&column.names)).collect()
        } else {
            let used: BTreeSet<usize> =
                mapping.columns().into_iter().filter_map(|column| table.find(&column.names)).collect();
            (0..table.columns.len()).filter(|at| !used.contains(at)).collect()
        };
        Self {
            mapping,
            table,
            names,
            codes: codes.unwrap_or_default(),
            crosswalk: event.and_then(|event| Crosswalk::named(event.crosswalk.as_deref()?)),
            kept,
        }
    }

    /// Draws a row.
    pub fn row(&mut self, row: &Row) -> Result<Drawn, Vec<Rejected>> {
        let mut faults = Faults { line: row.line, all: Vec::new() };
        if let Some((what, help)) = &row.fault {
            faults.add("", "", (what.clone(), help));
            return Err(faults.all);
        }
        let stated = match self.mapping.rows {
            super::mapping::Rows::Incidents => self.incident(row, &mut faults),
            super::mapping::Rows::Agreements => self.agreement(row, &mut faults),
            super::mapping::Rows::Zones => self.zone(row, &mut faults),
        };
        let id = self.id(row, &mut faults);
        if !faults.all.is_empty() {
            return Err(faults.all);
        }
        let fields = self
            .kept
            .iter()
            .filter_map(|&at| Some((self.table.columns[at].clone(), row.cell(at)?.text.clone())))
            .collect();
        Ok(Drawn { id, stated, fields })
    }

    /// Returns the first cell of these columns that says something.
    pub fn cell<'r>(&self, row: &'r Row, column: Option<&Column>) -> Option<&'r Cell> {
        column?.names.iter().find_map(|name| row.cell(self.table.find(std::slice::from_ref(name))?))
    }

    fn id(&self, row: &Row, faults: &mut Faults) -> String {
        let parts: Vec<&str> = self
            .mapping
            .id
            .iter()
            .filter_map(|column| Some(self.cell(row, Some(column))?.text.as_str()))
            .collect();
        if !parts.is_empty() {
            return parts.join("-");
        }
        if let Some(column) = self.mapping.id.first()
            && self.mapping.rows != super::mapping::Rows::Zones
        {
            faults.add(
                &column.told,
                "",
                ("the row has no id".to_owned(), "give it one that stays the same in later versions"),
            );
        }
        let mut hasher = blake3::Hasher::new();
        for cell in &row.cells {
            hasher.update(&(cell.text.len() as u64).to_le_bytes());
            hasher.update(cell.text.as_bytes());
        }
        if let Some(shape) = &row.shape {
            hasher.update(super::geometry::outline(shape).as_bytes());
        }
        format!("row-{}", &hasher.finalize().to_hex()[..16])
    }

    /// Reads when a thing was. An error is noted; a row that may go without has none.
    pub fn when(&self, row: &Row, columns: Option<&WhenColumns>, faults: &mut Faults) -> Option<When> {
        let columns = columns?;
        let Some(from) = self.cell(row, Some(&columns.from)) else {
            if !columns.optional {
                faults.add(
                    &columns.from.told,
                    "",
                    ("the row has no date".to_owned(), "fill it in, or set `optional = true` in the mapping"),
                );
            }
            return None;
        };
        let part =
            |column: Option<&Column>| self.cell(row, column).map(|cell| cell.text.trim_start_matches('0'));
        let text = match (part(columns.month.as_ref()), part(columns.day.as_ref())) {
            (Some(month), Some(day)) if from.text.len() == 4 => {
                format!("{}-{month:0>2}-{day:0>2}", from.text)
            }
            (Some(month), None) if from.text.len() == 4 => format!("{}-{month:0>2}", from.text),
            _ => from.text.clone(),
        };
        let from_when = faults.take(&columns.from.told, &text, value::when(&text, columns.order))?;
        let until = match (self.cell(row, columns.until.as_ref()), &columns.until) {
            (Some(cell), Some(column)) => {
                Some(faults.take(&column.told, &cell.text, value::when(&cell.text, columns.order))?)
            }
            _ => None,
        };
        let mut told = None;
        if let (Some(cell), Some(column)) = (self.cell(row, columns.precision.as_ref()), &columns.precision) {
            told = columns.grains.get(cell.text.as_str()).copied();
            if told.is_none() {
                let what = "means nothing here as an exactness of time".to_owned();
                faults.add(&column.told, &cell.text, (what, "add the value under `grains` in the mapping"));
                return None;
            }
        }
        faults.take(&columns.from.told, &text, value::stretch(from_when, until, told))
    }

    /// Returns the actors that cells name, each once.
    pub fn actors(
        &mut self,
        row: &Row,
        columns: &[Column],
        split: Option<&str>,
        country: Option<&str>,
        year: Option<i16>,
    ) -> Vec<Actor> {
        let mut actors: Vec<Actor> = Vec::new();
        for column in columns {
            let Some(cell) = self.cell(row, Some(column)) else { continue };
            for actor in self.names.actors(&cell.text, split, country, year) {
                if !actors.iter().any(|known| known.key() == actor.key()) {
                    actors.push(actor);
                }
            }
        }
        actors
    }

    fn incident(&mut self, row: &Row, faults: &mut Faults) -> Vec<(Content, Bytes)> {
        let mapping = self.mapping;
        let Some(columns) = &mapping.event else { return Vec::new() };
        let when = self.when(row, mapping.when.as_ref(), faults);
        let places = self.places(row, faults);
        let Some(code) = self.code(row, columns, faults) else { return Vec::new() };
        let year = when.map(|when| when.earliest.year());
        let country = places.first().and_then(|place| place.country.clone());
        let split = columns.split.as_deref();
        let mut who = self.actors(row, &columns.who, split, country.as_deref(), year);
        let mut whom = self.actors(row, &columns.whom, split, country.as_deref(), year);
        for (flag, name) in &columns.who_flags {
            let cell = self.table.find(&[plain(flag)]).and_then(|at| row.cell(at));
            if cell.is_some_and(|cell| holds(&cell.text)) {
                who.push(self.names.actor(name, country.as_deref(), year));
            }
        }
        match code.sides.as_str() {
            "both" => {
                let more = std::mem::take(&mut whom).into_iter();
                let more: Vec<Actor> =
                    more.filter(|one| !who.iter().any(|known| known.key() == one.key())).collect();
                who.extend(more);
            }
            "second" => std::mem::swap(&mut who, &mut whom),
            _ => {}
        }
        let event = Event {
            kind: code.kind,
            mode: code.mode,
            act: code.act,
            who,
            whom,
            place: places.clone(),
            when,
            status: Status::Reported,
        };
        let mut stated = vec![(Content::Event(event), row.run)];
        for columns in &mapping.figures {
            stated.extend(self.figure(row, columns, faults).map(|(figure, run)| {
                (Content::Figure(Figure { place: places.clone(), when, ..figure }), run)
            }));
        }
        stated
    }

    fn code(&self, row: &Row, columns: &EventColumns, faults: &mut Faults) -> Option<Code> {
        let told = if let Some(flags) = &columns.flags {
            self.flagged(row, flags)
        } else {
            let parts: Vec<&str> = columns
                .code
                .iter()
                .filter_map(|column| Some(self.cell(row, Some(column))?.text.as_str()))
                .collect();
            parts.join("/")
        };
        let lower = told.to_lowercase();
        let code = self
            .codes
            .get(&lower)
            .and_then(CodeTold::whole)
            .or_else(|| self.crosswalk.and_then(|table| table.code(&told)).cloned())
            .or_else(|| columns.default.as_ref().and_then(CodeTold::whole));
        let field = columns.code.iter().map(|column| column.told.as_str()).collect::<Vec<_>>().join("/");
        match code {
            Some(code) if code.kind.is_empty() => {
                faults.add(&field, &told, ("is no event between parties".to_owned(), "nothing needs doing; to take such rows, give the code a type under [event.codes] of a mapping"));
                None
            }
            Some(code) => Some(code),
            None => {
                let what = if told.is_empty() {
                    "the row has no code of what was done"
                } else {
                    "stands for no act"
                };
                faults.add(
                    &field,
                    &told,
                    (what.to_owned(), "add it under [event.codes] of a mapping, or give a `default`"),
                );
                None
            }
        }
    }

    /// Returns the first code of the table whose column holds.
    fn flagged(&self, row: &Row, endings: &str) -> String {
        let codes = self.crosswalk.map(|table| table.order.as_slice()).unwrap_or_default();
        let holding = codes.iter().find(|code| {
            let cell = endings
                .split('|')
                .find_map(|ending| row.cell(self.table.find(&[plain(&format!("{code}{ending}"))])?));
            cell.is_some_and(|cell| holds(&cell.text))
        });
        holding.cloned().unwrap_or_default()
    }

    fn figure(
        &self,
        row: &Row,
        columns: &super::mapping::FigureColumns,
        faults: &mut Faults,
    ) -> Option<(Figure, Bytes)> {
        let mut run: Option<Bytes> = None;
        let mut number = |column: &Option<Column>, faults: &mut Faults| {
            let (column, cell) = (column.as_ref()?, self.cell(row, column.as_ref())?);
            run = match (run, cell.run) {
                (Some(run), Some(more)) => Some(run.join(more)),
                (run, more) => run.or(more),
            };
            faults.take(&column.told, &cell.text, value::count(&cell.text))
        };
        let best = number(&columns.best, faults);
        let (low, high) = (number(&columns.low, faults), number(&columns.high, faults));
        if best.is_none() && low.is_none() && high.is_none() {
            return None;
        }
        if columns.skip_nought && [best, low, high].into_iter().flatten().all(|number| number == 0) {
            return None;
        }
        // UCDP has a few rows whose bounds are the wrong way round; the row itself is kept as its words.
        let (low, high) = match (low, high) {
            (Some(low), Some(high)) => (Some(low.min(high)), Some(low.max(high))),
            bounds => bounds,
        };
        let bounded = low.is_some() || high.is_some();
        let figure = Figure {
            measure: columns.measure.clone(),
            of: columns.of.clone(),
            low: if bounded { low } else { best },
            high: if bounded { high } else { best },
            best: best.filter(|_| bounded),
            scope: "incident".to_owned(),
            ..Figure::default()
        };
        // Cells far apart are no quote for one figure: then the row is.
        let run = run.filter(|run| row.run.holds(*run) && run.end - run.start <= 120).unwrap_or(row.run);
        Some((figure, run))
    }
}

/// Says whether a flag, a nought or one or a probability, holds.
fn holds(text: &str) -> bool {
    text.parse::<f64>().map_or_else(|_| text.eq_ignore_ascii_case("true"), |share| share >= 0.5)
}
