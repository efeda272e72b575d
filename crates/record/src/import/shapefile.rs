//! A shapefile in (shapes, and beside them their table and projection), rows with shapes out.

use std::io::Cursor;

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use shapefile::dbase::{self, FieldValue};
use shapefile::record::traits::HasXY;
use shapefile::{PolygonRing, Shape, ShapeReader};

use super::error::ImportError;
use super::geometry::checked;
use super::table::{Cell, Row, Table};

/// Says whether bytes are a shapefile: its code is 9994.
pub(super) fn is_shapefile(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0, 0, 0x27, 0x0A])
}

/// Reads shapes with the rows of their table (`.dbf`); `projection` is what the `.prj` beside them says.
pub(super) fn table(
    shapes: &[u8],
    attributes: Option<&[u8]>,
    projection: Option<&str>,
) -> Result<Table, ImportError> {
    if let Some(told) = projection.map(str::trim)
        && told.starts_with("PROJ")
    {
        return Err(ImportError::Projection(told.chars().take(80).collect()));
    }
    let broken = |line: usize, what: String| ImportError::Broken { line: line as u32, what };
    let mut records = match attributes {
        None => Vec::new(),
        Some(bytes) => dbase::Reader::new_with_encoding(Cursor::new(bytes), dbase::encoding::UnicodeLossy)
            .and_then(|mut reader| reader.read())
            .map_err(|error| broken(0, format!("its table (.dbf) cannot be read: {error}")))?,
    }
    .into_iter();
    let mut reader = ShapeReader::new(Cursor::new(shapes)).map_err(|error| broken(0, error.to_string()))?;
    let mut named = Vec::new();
    for (at, shape) in reader.iter_shapes().enumerate() {
        let shape = shape.map_err(|error| broken(at + 1, error.to_string()))?;
        let mut cells: Vec<(String, Cell)> = records
            .next()
            .into_iter()
            .flatten()
            .filter_map(|(name, value)| Some((name, Cell { text: said(&value)?, run: None })))
            .collect();
        // The record is a map without order.
        cells.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut row = Row { line: at as u32 + 1, ..Row::default() };
        match of(shape) {
            Ok(shape) => row.shape = shape,
            Err(what) => row.fault = Some((what, "reproject the file to WGS 84 (EPSG:4326)")),
        }
        named.push((row, cells));
    }
    Ok(Table::of_named(named))
}

fn said(value: &FieldValue) -> Option<String> {
    let text = match value {
        FieldValue::Character(text) => text.clone()?,
        FieldValue::Numeric(number) => number.as_ref()?.to_string(),
        FieldValue::Float(number) => number.as_ref()?.to_string(),
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Double(number) | FieldValue::Currency(number) => number.to_string(),
        FieldValue::Logical(yes) => yes.as_ref()?.to_string(),
        FieldValue::Date(day) => {
            let day = day.as_ref()?;
            format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
        }
        FieldValue::Memo(text) => text.clone(),
        FieldValue::DateTime(_) => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn position(at: &impl HasXY) -> Result<Coord<f64>, String> {
    checked(Coord { x: at.x(), y: at.y() })
}

fn line(points: &[impl HasXY]) -> Result<LineString<f64>, String> {
    points.iter().map(position).collect::<Result<Vec<_>, _>>().map(LineString::new)
}

fn lines<P: HasXY>(parts: &[Vec<P>]) -> Result<Geometry<f64>, String> {
    let mut lines: Vec<LineString<f64>> = parts.iter().map(|part| line(part)).collect::<Result<_, _>>()?;
    Ok(if lines.len() == 1 {
        Geometry::LineString(lines.remove(0))
    } else {
        Geometry::MultiLineString(MultiLineString::new(lines))
    })
}

/// Rings stand in no order but that a hole follows the ring that it is in.
fn polygons<P: HasXY>(rings: &[PolygonRing<P>]) -> Result<Geometry<f64>, String> {
    let mut parts: Vec<(LineString<f64>, Vec<LineString<f64>>)> = Vec::new();
    for ring in rings {
        match ring {
            PolygonRing::Outer(points) => parts.push((line(points)?, Vec::new())),
            PolygonRing::Inner(points) => match parts.last_mut() {
                Some((_, holes)) => holes.push(line(points)?),
                None => parts.push((line(points)?, Vec::new())),
            },
        }
    }
    let mut all: Vec<Polygon<f64>> =
        parts.into_iter().map(|(outer, holes)| Polygon::new(outer, holes)).collect();
    Ok(if all.len() == 1 {
        Geometry::Polygon(all.remove(0))
    } else {
        Geometry::MultiPolygon(MultiPolygon::new(all))
    })
}

fn of(shape: Shape) -> Result<Option<Geometry<f64>>, String> {
    let point = |at: Coord<f64>| Geometry::Point(Point(at));
    let many = |line: LineString<f64>| Geometry::MultiPoint(MultiPoint::new(line.into_points()));
    Ok(Some(match shape {
        Shape::NullShape => return Ok(None),
        Shape::Point(at) => point(position(&at)?),
        Shape::PointM(at) => point(position(&at)?),
        Shape::PointZ(at) => point(position(&at)?),
        Shape::Multipoint(all) => many(line(all.points())?),
        Shape::MultipointM(all) => many(line(all.points())?),
        Shape::MultipointZ(all) => many(line(all.points())?),
        Shape::Polyline(all) => lines(all.parts())?,
        Shape::PolylineM(all) => lines(all.parts())?,
        Shape::PolylineZ(all) => lines(all.parts())?,
        Shape::Polygon(all) => polygons(all.rings())?,
        Shape::PolygonM(all) => polygons(all.rings())?,
        Shape::PolygonZ(all) => polygons(all.rings())?,
        Shape::Multipatch(_) => return Err("it is a body with a surface, no area".to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use shapefile::{Polygon as Area, ShapeWriter};

    use super::*;

    #[test]
    fn shapes_are_rows() {
        let mut bytes = Cursor::new(Vec::new());
        let ring = |x: f64| {
            PolygonRing::Outer(vec![
                shapefile::Point::new(x, 40.0),
                shapefile::Point::new(x, 41.0),
                shapefile::Point::new(x + 1.0, 41.0),
                shapefile::Point::new(x, 40.0),
            ])
        };
        let areas = vec![Area::new(ring(50.0)), Area::new(ring(500.0))];
        ShapeWriter::new(&mut bytes).write_shapes(&areas).expect("written");
        let bytes = bytes.into_inner();
        assert!(is_shapefile(&bytes));
        let read = table(&bytes, None, Some("GEOGCS[\"WGS 84\"]")).expect("rows");
        assert!(matches!(read.rows[0].shape, Some(Geometry::Polygon(_))));
        assert!(read.rows[1].fault.is_some(), "500 degrees east");
        assert!(matches!(table(&bytes, None, Some("PROJCS[\"UTM\"]")), Err(ImportError::Projection(_))));
        assert!(table(&bytes[..90], None, None).is_err());
    }
}
