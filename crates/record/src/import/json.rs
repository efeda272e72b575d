//! JSON in (a list, an object a line, or GeoJSON), rows out, each with its place in the text.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use truce_read::span::Bytes;

use super::error::ImportError;
use super::geometry;
use super::table::{Cell, Lines, Row, Table};

const SAVE: &str = "save the file again from where it comes, or put the line right";

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
}

/// Reads rows.
pub(super) fn table(text: &str) -> Result<Table, ImportError> {
    let mut named = Vec::new();
    let mut lines = Lines::of(text);
    if let Ok(collection) = serde_json::from_str::<Collection<'_>>(text)
        && collection.kind == "FeatureCollection"
    {
        named.extend(collection.features.into_iter().map(|raw| object(raw, &mut lines)));
    } else if text.trim_start().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(text)
            .map_err(|error| ImportError::Broken { line: error.line() as u32, what: error.to_string() })?;
        named.extend(list.into_iter().map(|raw| object(raw, &mut lines)));
    } else if let Ok(raw) = serde_json::from_str::<&RawValue>(text) {
        named.push(object(raw, &mut lines));
    } else {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            named.push(match serde_json::from_str::<&RawValue>(line) {
                Ok(raw) => object(raw, &mut lines),
                Err(error) => {
                    let run = place(text, line);
                    let line = lines.at(run.start as usize);
                    let fault = Some((format!("the line is no JSON: {error}"), SAVE));
                    (Row { line, run, fault, ..Row::default() }, Vec::new())
                }
            });
        }
    }
    Ok(Table::of_named(named))
}

/// Returns where a part of a text stands in it.
fn place(text: &str, part: &str) -> Bytes {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Bytes::new(start, start + part.len())
}

fn object(raw: &RawValue, lines: &mut Lines<'_>) -> (Row, Vec<(String, Cell)>) {
    let run = place(lines.text(), raw.get());
    let mut row = Row { line: lines.at(run.start as usize), run, ..Row::default() };
    let mut cells = Vec::new();
    let value: Value = match serde_json::from_str(raw.get()) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) => {
            row.fault = Some(("the row is no object with named values".to_owned(), SAVE));
            return (row, cells);
        }
        Err(error) => {
            row.fault = Some((format!("the row is no JSON: {error}"), SAVE));
            return (row, cells);
        }
    };
    if value["type"] == "Feature" {
        match &value["geometry"] {
            Value::Null => {}
            shape => match geometry::of_geojson(shape) {
                Ok(shape) => {
                    if let geo::Geometry::Point(point) = &shape {
                        // Points are given to mappings as columns, so that rows of CSV and GeoJSON are read alike.
                        cells.push(("latitude".to_owned(), said(point.y().to_string())));
                        cells.push(("longitude".to_owned(), said(point.x().to_string())));
                    }
                    row.shape = Some(shape);
                }
                Err(what) => row.fault = Some((what, "put the geometry right, or leave the feature out")),
            },
        }
        if !value["id"].is_null() {
            flatten("id", &value["id"], &mut cells);
        }
        if let Value::Object(properties) = &value["properties"] {
            for (name, value) in properties {
                flatten(name, value, &mut cells);
            }
        }
    } else if let Value::Object(fields) = &value {
        for (name, value) in fields {
            flatten(name, value, &mut cells);
        }
    }
    (row, cells)
}

fn said(text: String) -> Cell {
    Cell { text, run: None }
}

/// Makes cells of a value: names inside it are joined with points, values of a list with semicolons.
fn flatten(name: &str, value: &Value, cells: &mut Vec<(String, Cell)>) {
    match value {
        Value::Null => {}
        Value::String(text) => add(name, text.trim(), cells),
        Value::Bool(_) | Value::Number(_) => add(name, &value.to_string(), cells),
        Value::Array(values) => values.iter().for_each(|value| flatten(name, value, cells)),
        Value::Object(fields) => {
            fields.iter().for_each(|(inner, value)| flatten(&format!("{name}.{inner}"), value, cells));
        }
    }
}

fn add(name: &str, text: &str, cells: &mut Vec<(String, Cell)>) {
    if text.is_empty() {
        return;
    }
    match cells.iter_mut().find(|(known, _)| known == name) {
        Some((_, cell)) => {
            cell.text.push_str("; ");
            cell.text.push_str(text);
        }
        None => cells.push((name.to_owned(), said(text.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell<'a>(table: &'a Table, row: usize, name: &str) -> &'a str {
        let at = table.find(&[name.to_owned()]).expect(name);
        table.rows[row].cell(at).map_or("", |cell| cell.text.as_str())
    }

    #[test]
    fn rows_of_all_forms_are_read() {
        let one = r#"{"id": 7, "attributes": {"ACTOR": [{"text": "A"}, {"text": "B"}]}, "mode": null}"#;
        for text in [one.to_owned(), format!("[{one}]"), format!("{one}\n\n{one}\n")] {
            let table = table(&text).expect("rows");
            assert_eq!(cell(&table, 0, "id"), "7");
            assert_eq!(cell(&table, 0, "attributes_actor_text"), "A; B");
            assert_eq!(table.rows[0].run.of(&text), one);
        }
    }

    #[test]
    fn a_broken_line_is_one_row() {
        let table = table("{\"id\": 1}\n{\"id\": \n{\"id\": 3}").expect("rows");
        assert_eq!(
            table.rows.iter().map(|row| (row.line, row.fault.is_some())).collect::<Vec<_>>(),
            [(1, false), (2, true), (3, false)]
        );
        assert!(super::table("[{\"id\": 1},").is_err());
    }

    #[test]
    fn features_have_shapes() {
        let text = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"Tarsk"},"geometry":{"type":"Point","coordinates":[50,40]}},
{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[500,40]}}]}"#;
        let table = table(text).expect("rows");
        assert_eq!(cell(&table, 0, "name"), "Tarsk");
        assert_eq!(cell(&table, 0, "latitude"), "40");
        assert!(table.rows[0].shape.is_some() && table.rows[1].fault.is_some());
        assert_eq!(table.rows[1].line, 3);
    }
}
