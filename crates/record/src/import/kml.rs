//! KML in, rows with shapes out: every placemark with its name and data.

use geo::{Coord, Geometry, GeometryCollection, LineString, Point, Polygon};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use truce_read::span::Bytes;

use super::error::ImportError;
use super::geometry::checked;
use super::table::{Cell, Lines, Row, Table};

/// Says whether a text is KML.
pub(super) fn is_kml(text: &str) -> bool {
    let start: String = text.chars().take(2048).collect();
    start.trim_start().starts_with('<') && start.contains("<kml")
}

/// What is gathered of one placemark.
#[derive(Default)]
struct Placemark {
    start: usize,
    cells: Vec<(String, Cell)>,
    shapes: Vec<Geometry<f64>>,
    rings: Vec<LineString<f64>>,
    fault: Option<String>,
}

/// Reads placemarks.
pub(super) fn table(text: &str) -> Result<Table, ImportError> {
    let mut reader = Reader::from_str(text);
    let mut named = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut current: Option<Placemark> = None;
    let mut words = String::new();
    let mut data = String::new();
    let mut lines = Lines::of(text);
    loop {
        let before = reader.buffer_position() as usize;
        let broken = |what: String| ImportError::Broken { line: Lines::of(text).at(before), what };
        match reader.read_event().map_err(|error| broken(error.to_string()))? {
            Event::Start(tag) => {
                let name = local(&tag);
                words.clear();
                match name.as_str() {
                    "Placemark" => current = Some(Placemark { start: before, ..Placemark::default() }),
                    "Data" | "SimpleData" => data = attribute(&tag, "name"),
                    _ => {}
                }
                open.push(name);
            }
            Event::Text(piece) => words.push_str(&piece.decode().map_err(|error| broken(error.to_string()))?),
            Event::CData(piece) => {
                words.push_str(&piece.decode().map_err(|error| broken(error.to_string()))?)
            }
            Event::GeneralRef(piece) => words.push_str(&reference(&piece.decode().unwrap_or_default())),
            Event::End(_) => {
                let name = open.pop().unwrap_or_default();
                if let Some(mark) = &mut current {
                    close(mark, &name, open.last().map_or("", String::as_str), words.trim(), &data);
                }
                if name == "Placemark"
                    && let Some(mark) = current.take()
                {
                    let run = Bytes::new(mark.start, reader.buffer_position() as usize);
                    let line = lines.at(mark.start);
                    named.push(row(mark, line, run));
                }
                words.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(Table::of_named(named))
}

fn local(tag: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(tag.local_name().as_ref()).into_owned()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found =
        tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes());
    found.map(|attribute| String::from_utf8_lossy(&attribute.value).into_owned()).unwrap_or_default()
}

/// Returns the letter that a reference such as `amp` or `#233` stands for.
fn reference(name: &str) -> String {
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    });
    match (name, number) {
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (_, Some(Ok(number))) => char::from_u32(number).map(String::from).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Takes in what an element said.
fn close(mark: &mut Placemark, name: &str, parent: &str, words: &str, data: &str) {
    let mut say = |name: &str| {
        if !words.is_empty() {
            mark.cells.push((name.to_owned(), Cell { text: words.to_owned(), run: None }));
        }
    };
    match (name, parent) {
        ("name" | "description", "Placemark") => say(name),
        ("value", "Data") | ("SimpleData", _) => say(data),
        ("coordinates", _) => match coordinates(words) {
            Ok(line) => match parent {
                "Point" => mark.shapes.extend(line.0.first().map(|&at| Geometry::Point(Point(at)))),
                "LinearRing" => mark.rings.push(line),
                _ => mark.shapes.push(Geometry::LineString(line)),
            },
            Err(what) => mark.fault = Some(what),
        },
        ("Polygon", _) => {
            let mut rings = std::mem::take(&mut mark.rings).into_iter();
            if let Some(outer) = rings.next() {
                mark.shapes.push(Geometry::Polygon(Polygon::new(outer, rings.collect())));
            }
        }
        _ => {}
    }
}

fn coordinates(words: &str) -> Result<LineString<f64>, String> {
    let positions: Result<Vec<Coord<f64>>, String> = words
        .split_whitespace()
        .map(|position| {
            let mut numbers = position.split(',').map(str::parse::<f64>);
            match (numbers.next(), numbers.next()) {
                (Some(Ok(x)), Some(Ok(y))) => checked(Coord { x, y }),
                _ => Err(format!("`{position}` is no position")),
            }
        })
        .collect();
    positions.map(LineString::new)
}

fn row(mut mark: Placemark, line: u32, run: Bytes) -> (Row, Vec<(String, Cell)>) {
    let fault =
        mark.fault.map(|what| (what, "write positions as 36.5,35.2, degrees east before degrees north"));
    let shape = match mark.shapes.len() {
        0 | 1 => mark.shapes.pop(),
        _ => Some(Geometry::GeometryCollection(GeometryCollection::from(mark.shapes))),
    };
    if let Some(Geometry::Point(point)) = &shape {
        for (name, degrees) in [("latitude", point.y()), ("longitude", point.x())] {
            mark.cells.push((name.to_owned(), Cell { text: degrees.to_string(), run: None }));
        }
    }
    (Row { line, run, shape, fault, ..Row::default() }, mark.cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placemarks_are_rows() {
        let text = r#"<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>all</name>
<Placemark><name>Tarsk &amp; Olmen</name><ExtendedData><Data name="rule"><value>no guns</value></Data></ExtendedData>
<Polygon><outerBoundaryIs><LinearRing><coordinates>50,40,0 51,40,0 51,41,0 50,40,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>Road</name><LineString><coordinates>50,40 nowhere</coordinates></LineString></Placemark>
</Document></kml>"#;
        assert!(is_kml(text) && !is_kml("<html></html>"));
        let table = table(text).expect("rows");
        assert_eq!(table.rows.len(), 2);
        let cell = |name: &str| table.rows[0].cells[table.find(&[name.to_owned()]).expect(name)].text.clone();
        assert_eq!((cell("name"), cell("rule")), ("Tarsk & Olmen".to_owned(), "no guns".to_owned()));
        assert!(matches!(table.rows[0].shape, Some(Geometry::Polygon(_))));
        assert!(
            table.rows[0].run.of(text).starts_with("<Placemark>")
                && table.rows[0].run.of(text).ends_with("</Placemark>")
        );
        assert!(table.rows[1].fault.is_some());
        assert!(super::table("<kml><a></b></kml>").is_err());
    }
}
