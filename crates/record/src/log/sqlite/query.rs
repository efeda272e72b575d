//! A filter in, rows out. Reads only the built tables, so that a question costs what its answer does.

use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::types::{ToSql, Value};
use rusqlite::{Row, params_from_iter};

use super::SqliteLedger;
use super::rows::{DocumentRow, RecordRow, SearchHit, StatementRow};
use crate::id::{RecordId, number};
use crate::log::{Filter, LedgerError, Near, Window};
use crate::statement::{Point, day_number};

/// Conditions joined by AND, with their values.
#[derive(Default)]
struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    /// Adds a condition in which `?` stands for the value.
    fn add(&mut self, condition: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        self.conditions.push(condition.replace('?', &format!("?{}", self.values.len())));
    }

    fn any(&mut self, column: &str, values: impl IntoIterator<Item = String>) {
        let marks: Vec<String> = values
            .into_iter()
            .map(|value| {
                self.values.push(value.into());
                format!("?{}", self.values.len())
            })
            .collect();
        if !marks.is_empty() {
            self.conditions.push(format!("{column} IN ({})", marks.join(", ")));
        }
    }

    fn sql(&self) -> String {
        if self.conditions.is_empty() {
            String::new()
        } else {
            format!(" WHERE {}", self.conditions.join(" AND "))
        }
    }
}

/// Makes a pattern that finds these letters, whatever else they hold.
fn holding(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Adds days.
fn days(filter: &Filter, alias: &str, clause: &mut Where) {
    if let Some(since) = filter.since {
        clause.add(&format!("{alias}.day_to >= ?"), i64::from(day_number(since)));
    }
    if let Some(until) = filter.until {
        clause.add(&format!("{alias}.day_from <= ?"), i64::from(day_number(until)));
    }
}

/// Adds places of records: a window as it is, circles as the degrees they lie between. The index in the order of days
/// holds the points: to pass over all of them costs less than to sort those that a tree finds.
fn points(filter: &Filter, clause: &mut Where) {
    let mut edge = |degrees: f64| {
        clause.values.push(degrees.into());
        format!("?{}", clause.values.len())
    };
    let mut conditions = Vec::new();
    if let Some(Window { west, south, east, north }) = filter.window {
        let (south, north) = (edge(south), edge(north));
        let turned = if west <= east { "AND" } else { "OR" };
        let (west, east) = (edge(west), edge(east));
        conditions.push(format!(
            "r.lat / 1e6 >= {south} AND r.lat / 1e6 <= {north} AND (r.lon / 1e6 >= {west} {turned} r.lon / 1e6 <= {east})"
        ));
    }
    let mut boxes = Vec::new();
    for near in &filter.near {
        let (south, north, stretches) = around(near);
        for (west, east) in stretches {
            let [south, north, west, east] = [south, north, west, east].map(&mut edge);
            boxes.push(format!(
                "(r.lat / 1e6 >= {south} AND r.lat / 1e6 <= {north} AND r.lon / 1e6 >= {west} AND r.lon / 1e6 <= {east})"
            ));
        }
    }
    if !boxes.is_empty() {
        conditions.push(format!("({})", boxes.join(" OR ")));
    }
    clause.conditions.extend(conditions);
}

/// Adds days and places of statements, and returns what to read from: the tree where places are asked for, else the
/// table.
fn days_and_places(filter: &Filter, clause: &mut Where) -> String {
    days(filter, "s", clause);
    if filter.near.is_empty() && filter.window.is_none() {
        return "statement s".to_owned();
    }
    let mut boxes = Vec::new();
    if filter.near.is_empty()
        && let Some(window) = &filter.window
    {
        // A circle finds less than a window; where both are asked for, the window is only checked.
        let whole = window.west <= window.east;
        let stretches = if whole {
            vec![(window.west, window.east)]
        } else {
            vec![(window.west, 180.0), (-180.0, window.east)]
        };
        for (west, east) in stretches {
            // The tree rounds: what lies on an edge is looked for a little beyond it.
            let edges = [window.south - 1e-4, window.north + 1e-4, west - 1e-4, east + 1e-4];
            boxes.push(within(clause, edges));
        }
    }
    for near in &filter.near {
        let (south, north, stretches) = around(near);
        for (west, east) in stretches {
            boxes.push(within(clause, [south, north, west, east]));
        }
    }
    clause.conditions.push(format!("({})", boxes.join(" OR ")));
    if let Some(since) = filter.since {
        clause.add("b.day_to >= ?", f64::from(day_number(since)));
    }
    if let Some(until) = filter.until {
        clause.add("b.day_from <= ?", f64::from(day_number(until)));
    }
    // CROSS: the tree first, for it finds little where the columns of kinds and acts find much.
    "statement_box b CROSS JOIN statement s ON s.num = b.num".to_owned()
}

/// Adds a condition that a box of the tree meets another: south, north, west, east.
fn within(clause: &mut Where, edges: [f64; 4]) -> String {
    clause.values.extend(edges.map(Value::from));
    let last = clause.values.len();
    format!(
        "(b.lat_to >= ?{} AND b.lat_from <= ?{} AND b.lon_to >= ?{} AND b.lon_from <= ?{})",
        last - 3,
        last - 2,
        last - 1,
        last
    )
}

/// Returns the degrees that a circle lies between: south and north, and west and east, in two stretches where it
/// crosses the line of 180 degrees. The circle itself is checked afterwards, exactly.
fn around(near: &Near) -> (f64, f64, Vec<(f64, f64)>) {
    // Of a mean radius of 6,371 km, with a little to spare for the tree's rounding.
    let reach = f64::from(near.metres) / 6_371_009.0 + 2e-5;
    let (lat, lon) = near.point.degrees();
    let (south, north) = (lat - reach.to_degrees(), lat + reach.to_degrees());
    // A circle that holds a pole lies on every meridian.
    if north >= 90.0 || south <= -90.0 {
        return (south, north, vec![(-180.0, 180.0)]);
    }
    let wide = (reach.sin() / lat.to_radians().cos()).min(1.0).asin().to_degrees() + 0.001;
    let (west, east) = (lon - wide, lon + wide);
    let stretches = if west < -180.0 {
        vec![(-180.0, east), (west + 360.0, 180.0)]
    } else if east > 180.0 {
        vec![(west, 180.0), (-180.0, east - 360.0)]
    } else {
        vec![(west, east)]
    };
    (south, north, stretches)
}

fn inside(filter: &Filter, lat: Option<i32>, lon: Option<i32>) -> bool {
    if filter.near.is_empty() && filter.window.is_none() {
        return true;
    }
    let (Some(lat), Some(lon)) = (lat, lon) else { return false };
    let point = Point { lat, lon };
    filter.window.is_none_or(|window| window.holds(point))
        && (filter.near.is_empty()
            || filter.near.iter().any(|near| near.point.metres_to(point) <= near.metres))
}

fn written(number: Option<i32>) -> Option<String> {
    let epoch = Date::constant(1970, 1, 1);
    number.and_then(|number| epoch.checked_add(i64::from(number).days()).ok()).map(|day| day.to_string())
}

/// Adds what is asked of records.
fn of_records(filter: &Filter, clause: &mut Where) {
    if let Some(kind) = filter.kind {
        clause.add("r.kind = ?", kind.as_str().to_owned());
    }
    clause.any("r.act", filter.act.iter().cloned());
    clause.any("r.standing", filter.standing.iter().map(|standing| standing.as_str().to_owned()));
    if !filter.rejected {
        clause.conditions.push("r.review IS NOT 'rejected'".to_owned());
    }
    if let Some(place) = &filter.place {
        clause.add("r.places LIKE ? ESCAPE '\\'", holding(place));
    }
    if let Some(actor) = &filter.actor {
        clause.values.push(holding(actor).into());
        clause.values.push(holding(&format!("; {actor};")).into());
        let last = clause.values.len();
        clause.conditions.push(format!(
            "(r.actors LIKE ?{} ESCAPE '\\' OR '; ' || r.actor_ids || ';' LIKE ?{last} ESCAPE '\\')",
            last - 1
        ));
    }
    if let Some(document) = &filter.document {
        clause.add(
            "r.num IN (SELECT l.record FROM document d JOIN statement s ON s.document = d.num \
             JOIN link l ON l.statement = s.num WHERE d.id = ?)",
            document.to_string(),
        );
    }
    if let Some(query) = words(filter) {
        clause.add(
            "r.num IN (SELECT l.record FROM statement_words w CROSS JOIN statement s ON s.num = w.rowid \
             JOIN link l ON l.statement = s.num WHERE w.statement_words MATCH ? AND s.counts = 1)",
            query,
        );
    }
    days(filter, "r", clause);
    points(filter, clause);
}

/// Returns what of a filter over records is left to check when they are read: whether a circle holds them.
fn circles(filter: &Filter) -> Filter {
    Filter { window: None, ..filter.clone() }
}

/// Adds what is asked of statements, and returns what to read from.
fn of_statements(kind: Option<&str>, filter: &Filter, clause: &mut Where) -> String {
    if !filter.rejected {
        clause.conditions.push("s.counts = 1".to_owned());
    }
    if let Some(kind) = kind {
        clause.add("s.kind = ?", kind.to_owned());
    }
    clause.any("s.act", filter.act.iter().cloned());
    for name in filter.place.iter().chain(&filter.actor) {
        clause.add("s.names LIKE ? ESCAPE '\\'", holding(name));
    }
    if let Some(document) = &filter.document {
        clause.add("s.document = (SELECT num FROM document WHERE id = ?)", document.to_string());
    }
    if let Some(query) = words(filter) {
        clause.add("s.num IN (SELECT rowid FROM statement_words WHERE statement_words MATCH ?)", query);
    }
    days_and_places(filter, clause)
}

/// Adds what is asked of documents.
fn of_documents(filter: &Filter, clause: &mut Where) {
    if let Some(since) = filter.since {
        clause.add("d.day >= ?", i64::from(day_number(since)));
    }
    if let Some(until) = filter.until {
        clause.add("d.day <= ?", i64::from(day_number(until)));
    }
    if let Some(document) = &filter.document {
        clause.add("d.id = ?", document.to_string());
    }
    if let Some(query) = words(filter) {
        clause.add(
            "d.num IN (SELECT s.document FROM statement_words w CROSS JOIN statement s ON s.num = w.rowid \
             WHERE w.statement_words MATCH ? AND s.counts = 1)",
            query,
        );
    }
}

/// Returns the words asked for as a query, if there are any.
fn words(filter: &Filter) -> Option<String> {
    filter.words.as_deref().map(fts).filter(|query| !query.is_empty())
}

const RECORD: &str = "SELECT r.id, r.kind, r.act, r.name, r.moment, r.places, r.lat, r.lon, r.precision, r.radius, r.actors, \
     r.standing, r.statements, r.documents, r.origins, r.finding, r.violations, r.review FROM ";

fn record(row: &Row<'_>) -> rusqlite::Result<RecordRow> {
    let degrees = |number: Option<i32>| number.map(|number| f64::from(number) / 1e6);
    Ok(RecordRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        act: row.get(2)?,
        name: row.get(3)?,
        when: row.get(4)?,
        places: row.get(5)?,
        lat: degrees(row.get(6)?),
        lon: degrees(row.get(7)?),
        precision: row.get(8)?,
        radius_m: row.get(9)?,
        actors: row.get(10)?,
        standing: row.get(11)?,
        statements: row.get(12)?,
        documents: row.get(13)?,
        origins: row.get(14)?,
        finding: row.get(15)?,
        violations: row.get(16)?,
        review: row.get(17)?,
    })
}

const STATEMENT: &str = "SELECT s.id, d.id, s.kind, s.act, s.status, s.day_from, s.day_to, \
     coalesce(c.speaker, f.speaker), c.target, f.low, f.high, iif(f.statement IS NULL, NULL, d.day), s.names, \
     (SELECT r.id FROM link l JOIN record r ON r.num = l.record WHERE l.statement = s.num ORDER BY r.id LIMIT 1), \
     s.first, s.quote, s.lat, s.lon, d.name, d.title, d.day FROM ";

/// What statements are shown with.
const BESIDE: &str = " JOIN document d ON d.num = s.document \
     LEFT JOIN claim c ON c.statement = s.num LEFT JOIN figure f ON f.statement = s.num";

fn statement(row: &Row<'_>) -> rusqlite::Result<StatementRow> {
    Ok(StatementRow {
        id: row.get(0)?,
        document: row.get(1)?,
        kind: row.get(2)?,
        act: row.get(3)?,
        status: row.get(4)?,
        earliest: written(row.get(5)?),
        latest: written(row.get(6)?),
        speaker: row.get(7)?,
        target: row.get(8)?,
        low: row.get(9)?,
        high: row.get(10)?,
        as_of: written(row.get(11)?),
        names: row.get(12)?,
        record: row.get(13)?,
        start: row.get(14)?,
        quote: row.get(15)?,
    })
}

impl SqliteLedger {
    /// Lists records, in order of their days.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn records(&self, filter: &Filter) -> Result<Vec<RecordRow>, LedgerError> {
        let mut clause = Where::default();
        of_records(filter, &mut clause);
        let sql = format!(
            "{RECORD}record r{} ORDER BY r.day_from IS NULL, r.day_from, r.day_to, r.id",
            clause.sql()
        );
        self.rows(&sql, &clause, &circles(filter), 6, record)
    }

    /// Lists records as they lie in the table, whatever the filter's limit. Takes a tenth of the time of
    /// [`Self::records`] where most of many records are found.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn records_unordered(&self, filter: &Filter) -> Result<Vec<RecordRow>, LedgerError> {
        let mut clause = Where::default();
        of_records(filter, &mut clause);
        let sql = format!("{RECORD}record r NOT INDEXED{}", clause.sql());
        self.rows(&sql, &clause, &Filter { skip: 0, limit: None, ..circles(filter) }, 6, record)
    }

    /// Lists ids of records, whatever the filter's limit.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn record_ids(&self, filter: &Filter) -> Result<Vec<String>, LedgerError> {
        let mut clause = Where::default();
        of_records(filter, &mut clause);
        let sql = format!("SELECT r.lat, r.lon, r.id FROM record r{}", clause.sql());
        let all = Filter { skip: 0, limit: None, ..circles(filter) };
        self.rows(&sql, &clause, &all, 0, |row| row.get(2))
    }

    /// Returns the row of a record, if the tables have one.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn record(&self, id: &RecordId) -> Result<Option<RecordRow>, LedgerError> {
        let mut clause = Where::default();
        clause.add("r.num = ?", number(id.as_str()));
        clause.add("r.id = ?", id.to_string());
        let sql = format!("{RECORD}record r{}", clause.sql());
        Ok(self.rows(&sql, &clause, &Filter::default(), 6, record)?.pop())
    }

    /// Lists statements of one kind, in order of their days.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn statements(&self, kind: Option<&str>, filter: &Filter) -> Result<Vec<StatementRow>, LedgerError> {
        let mut clause = Where::default();
        let from = of_statements(kind, filter, &mut clause);
        let sql = format!(
            "{STATEMENT}{from}{BESIDE}{} ORDER BY s.day_from IS NULL, s.day_from, s.day_to, s.num",
            clause.sql()
        );
        self.rows(&sql, &clause, filter, 16, statement)
    }

    /// Lists documents, in order of their days.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn documents(&self, filter: &Filter) -> Result<Vec<DocumentRow>, LedgerError> {
        let mut clause = Where::default();
        of_documents(filter, &mut clause);
        let sql = format!(
            "SELECT d.id, d.name, d.source, d.day, d.title, d.url, d.agency, d.origin, d.statements, d.grade, d.sha256, \
             NULL, NULL FROM document d{} ORDER BY d.day IS NULL, d.day, d.entry",
            clause.sql()
        );
        let all = Filter { skip: filter.skip, limit: filter.limit, ..Filter::default() };
        self.rows(&sql, &clause, &all, 11, |row| {
            Ok(DocumentRow {
                id: row.get(0)?,
                name: row.get(1)?,
                source: row.get(2)?,
                day: written(row.get(3)?),
                title: row.get(4)?,
                url: row.get(5)?,
                agency: row.get(6)?,
                origin: row.get(7)?,
                statements: row.get(8)?,
                grade: row.get(9)?,
                sha256: row.get(10)?,
            })
        })
    }

    /// Counts records, whatever the filter's limit.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn count_records(&self, filter: &Filter) -> Result<usize, LedgerError> {
        let mut clause = Where::default();
        of_records(filter, &mut clause);
        self.count("record r", "r", &clause, &circles(filter))
    }

    /// Counts statements of one kind, whatever the filter's limit.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn count_statements(&self, kind: Option<&str>, filter: &Filter) -> Result<usize, LedgerError> {
        let mut clause = Where::default();
        let from = of_statements(kind, filter, &mut clause);
        self.count(&from, "s", &clause, filter)
    }

    /// Counts documents, whatever the filter's limit.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn count_documents(&self, filter: &Filter) -> Result<usize, LedgerError> {
        let mut clause = Where::default();
        of_documents(filter, &mut clause);
        self.count("document d", "d", &clause, &Filter::default())
    }

    /// Counts rows: those in a circle or window one by one, others in the tables.
    fn count(&self, from: &str, alias: &str, clause: &Where, filter: &Filter) -> Result<usize, LedgerError> {
        if filter.near.is_empty() && filter.window.is_none() {
            let mut prepared =
                self.connection.prepare_cached(&format!("SELECT count(*) FROM {from}{}", clause.sql()))?;
            let values = clause.values.iter().map(|value| value as &dyn ToSql);
            let count: i64 = prepared.query_row(params_from_iter(values), |row| row.get(0))?;
            return Ok(count as usize);
        }
        let sql = format!("SELECT {alias}.lat, {alias}.lon FROM {from}{}", clause.sql());
        let all = Filter { skip: 0, limit: None, ..filter.clone() };
        Ok(self.rows(&sql, clause, &all, 0, |_| Ok(()))?.len())
    }

    /// Finds the statements that hold all of these words, or words that begin with the last of them if it ends in
    /// `*`; the latest first.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<SearchHit>, LedgerError> {
        let query = fts(words);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        // By recency and not by rank: ranking a common beginning of a word reads every hit. Those that do not count
        // are left out before the hits are counted.
        let sql = format!(
            "{STATEMENT}statement_words CROSS JOIN statement s ON s.num = statement_words.rowid{BESIDE} \
             WHERE statement_words MATCH ?1 AND s.counts = 1 ORDER BY statement_words.rowid DESC LIMIT ?2"
        );
        let mut prepared = self.connection.prepare_cached(&sql)?;
        let hits = prepared.query_map(rusqlite::params![query, limit as i64], |row| {
            Ok(SearchHit {
                statement: statement(row)?,
                name: row.get(18)?,
                title: row.get(19)?,
                day: written(row.get(20)?),
            })
        })?;
        Ok(hits.collect::<Result<_, _>>()?)
    }

    /// Finds the statements that hold all of these words and are asked for, the latest first; and how many there are, up
    /// to a limit.
    ///
    /// # Errors
    ///
    /// If they cannot be read.
    pub fn search_among(
        &self,
        words: &str,
        filter: &Filter,
        most: usize,
    ) -> Result<(Vec<SearchHit>, usize), LedgerError> {
        let query = fts(words);
        if query.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let mut clause = Where::default();
        clause.add("statement_words MATCH ?", query);
        // The index of words finds less than a circle: places are only checked.
        let anywhere = Filter { near: Vec::new(), window: None, words: None, ..filter.clone() };
        of_statements(None, &anywhere, &mut clause);
        let from = "statement_words CROSS JOIN statement s ON s.num = statement_words.rowid";
        let counted = Filter { skip: 0, limit: Some(most), ..filter.clone() };
        let sql = format!("SELECT s.lat, s.lon FROM {from}{}", clause.sql());
        let total = self.rows(&sql, &clause, &counted, 0, |_| Ok(()))?.len();
        let sql = format!("{STATEMENT}{from}{BESIDE}{} ORDER BY statement_words.rowid DESC", clause.sql());
        let hits = self.rows(&sql, &clause, filter, 16, |row| {
            Ok(SearchHit {
                statement: statement(row)?,
                name: row.get(18)?,
                title: row.get(19)?,
                day: written(row.get(20)?),
            })
        })?;
        Ok((hits, total))
    }

    fn rows<T>(
        &self,
        sql: &str,
        clause: &Where,
        filter: &Filter,
        lat: usize,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        let checked = !filter.near.is_empty() || filter.window.is_some();
        let mut values: Vec<&dyn ToSql> = clause.values.iter().map(|value| value as &dyn ToSql).collect();
        // Where nothing is left to check, rows that are skipped are not even read.
        let (limit, skip) = (filter.limit.map_or(-1, |limit| limit as i64), filter.skip as i64);
        let mut sql = sql.to_owned();
        if !checked && (limit >= 0 || skip > 0) {
            sql.push_str(&format!(" LIMIT ?{} OFFSET ?{}", values.len() + 1, values.len() + 2));
            values.push(&limit);
            values.push(&skip);
        }
        let mut prepared = self.connection.prepare_cached(&sql)?;
        let mut rows = prepared.query(params_from_iter(values))?;
        let mut skipped = if checked { 0 } else { filter.skip };
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if filter.limit.is_some_and(|limit| found.len() >= limit) {
                break;
            }
            if checked && !inside(filter, row.get(lat)?, row.get(lat + 1)?) {
                continue;
            }
            if skipped < filter.skip {
                skipped += 1;
            } else {
                found.push(read(row)?);
            }
        }
        Ok(found)
    }
}

/// Makes a query of words: each in quotes, so that no sign in them is taken for an operator.
fn fts(words: &str) -> String {
    let words: Vec<String> = words
        .split_whitespace()
        .map(|word| {
            let (word, star) = word.strip_suffix('*').map_or((word, ""), |word| (word, "*"));
            (word.replace(['"', '\0'], ""), star)
        })
        .filter(|(word, _)| word.chars().any(char::is_alphanumeric))
        .map(|(word, star)| format!("\"{word}\"{star}"))
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_operators() {
        for (words, query) in [
            ("truce", "\"truce\""),
            ("cease* fire", "\"cease\"* \"fire\""),
            ("NOT (a OR b)", "\"NOT\" \"(a\" \"OR\" \"b)\""),
            ("\" * -", ""),
        ] {
            assert_eq!(fts(words), query, "{words}");
        }
    }

    #[test]
    fn circles_cross_the_line_of_180_degrees_and_the_poles() {
        let circle = |lat, lon, km: u32| Near {
            point: Point::from_degrees(lat, lon).expect("a point"),
            metres: km * 1000,
        };
        let stretches = |near: &Near| around(near).2.len();
        assert_eq!(stretches(&circle(0.0, 0.0, 100)), 1);
        assert_eq!(stretches(&circle(-17.0, 179.9, 100)), 2);
        assert_eq!(stretches(&circle(-17.0, -179.9, 100)), 2);
        assert_eq!(around(&circle(89.9, 10.0, 100)).2, [(-180.0, 180.0)]);
        // Whatever lies in a circle lies between its degrees.
        for (lat, lon, km) in
            [(60.0, 20.0, 2000), (-45.0, 175.0, 900), (10.0, -179.0, 300), (80.0, 0.0, 1000)]
        {
            let near = circle(lat, lon, km);
            let (south, north, stretches) = around(&near);
            for step in
                (-89..=89).flat_map(|lat| (-180..180).map(move |lon| (f64::from(lat), f64::from(lon))))
            {
                let point = Point::from_degrees(step.0, step.1).expect("a point");
                if near.point.metres_to(point) <= near.metres {
                    let held = stretches.iter().any(|(west, east)| (*west..=*east).contains(&step.1));
                    assert!((south..=north).contains(&step.0) && held, "{step:?} in {near:?}");
                }
            }
        }
    }

    #[test]
    fn patterns_take_letters_as_they_are() {
        assert_eq!(holding("50%_a"), "%50\\%\\_a%");
    }
}
