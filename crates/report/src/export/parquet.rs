//! A row for each incident in Apache Parquet: the columns of the CSV form, with types. What is not told is null.
//! One row group, uncompressed: a ledger's incidents are small, and every reader reads them.

use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use truce_record::statement::day_number;

use super::{ExportError, Row, Selection};

/// What stands in a column.
enum Cells {
    Text(fn(&Row) -> Option<String>),
    Whole(fn(&Row) -> Option<i64>),
    Degrees(fn(&Row) -> Option<f64>),
    Day(fn(&Row) -> Option<Date>),
}

use Cells::{Day, Degrees, Text, Whole};

/// Columns with their names, in the order of the CSV form.
const COLUMNS: [(&str, Cells); 28] = [
    ("id", Text(|row| Some(row.id.clone()))),
    ("type", Text(|row| Some(row.kind.clone()))),
    ("act", Text(|row| Some(row.act.clone()))),
    ("date_start", Day(|row| row.start)),
    ("date_end", Day(|row| row.end)),
    ("date_prec", Whole(|row| told(row.date_prec.into()))),
    ("place", Text(|row| words(&row.place))),
    ("adm_1", Text(|row| words(&row.division))),
    ("country", Text(|row| words(&row.country))),
    ("latitude", Degrees(|row| row.point.map(|point| point.degrees().0))),
    ("longitude", Degrees(|row| row.point.map(|point| point.degrees().1))),
    ("radius_m", Whole(|row| row.radius_m.map(i64::from))),
    ("where_prec", Whole(|row| told(row.where_prec.into()))),
    ("who", Text(|row| words(&Row::names(&row.who)))),
    ("whom", Text(|row| words(&Row::names(&row.whom)))),
    ("killed_low", Whole(|row| row.low)),
    ("killed_best", Whole(|row| row.best)),
    ("killed_high", Whole(|row| row.high)),
    ("killed_civilians", Whole(|row| row.civilians)),
    ("standing", Text(|row| Some(row.standing.to_owned()))),
    ("origins", Whole(|row| Some(row.origins as i64))),
    ("documents", Whole(|row| Some(row.documents as i64))),
    ("sources", Text(|row| words(&row.sources.join("; ")))),
    ("finding", Text(|row| row.finding.map(str::to_owned))),
    ("review", Text(|row| Some(row.review.to_owned()))),
    ("claims", Text(|row| words(&row.claims))),
    ("quote", Text(|row| words(&row.quotes.join(" / ")))),
    ("caution", Text(|_| Some("machine reading, no finding".to_owned()))),
];

fn words(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A precision code; 0 stands for none.
fn told(code: i64) -> Option<i64> {
    (code > 0).then_some(code)
}

impl Cells {
    fn types(&self) -> (Physical, Option<LogicalType>) {
        match self {
            Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Whole(_) => (Physical::INT64, None),
            Degrees(_) => (Physical::DOUBLE, None),
            Day(_) => (Physical::INT32, Some(LogicalType::Date)),
        }
    }

    fn put(&self, rows: &[Row], writer: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Text(of) => {
                let bytes = |row: &Row| of(row).map(|text| ByteArray::from(text.into_bytes()));
                put::<ByteArrayType>(rows.iter().map(bytes), writer)
            }
            Whole(of) => put::<Int64Type>(rows.iter().map(of), writer),
            Degrees(of) => put::<DoubleType>(rows.iter().map(of), writer),
            Day(of) => put::<Int32Type>(rows.iter().map(|row| of(row).map(day_number)), writer),
        }
    }
}

/// Writes the cells of a column; those that are not told have only their level.
fn put<D: DataType>(
    cells: impl Iterator<Item = Option<D::T>>,
    writer: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let cells: Vec<Option<D::T>> = cells.collect();
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<D::T> = cells.into_iter().flatten().collect();
    writer.typed::<D>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

pub(super) fn write(selection: &Selection<'_>) -> Result<Vec<u8>, ExportError> {
    of_rows(&selection.rows().collect::<Vec<_>>())
}

fn of_rows(rows: &[Row]) -> Result<Vec<u8>, ExportError> {
    let columns = COLUMNS.iter().map(|(name, cells)| {
        let (physical, logical) = cells.types();
        let column = Type::primitive_type_builder(name, physical).with_logical_type(logical);
        column.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    });
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("incident").with_fields(columns).build()?);
    let properties = WriterProperties::builder().set_created_by("truce".to_owned()).build();
    let mut bytes = Vec::new();
    let mut file = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (_, cells) in &COLUMNS {
        let Some(mut writer) = group.next_column()? else { break };
        cells.put(rows, &mut writer)?;
        writer.close()?;
    }
    group.close()?;
    file.close()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use parquet::file::reader::{FileReader as _, SerializedFileReader};

    use super::*;

    #[test]
    fn columns_are_those_of_the_csv_form() {
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, super::super::csv::HEAD);
    }

    #[test]
    fn what_is_not_told_is_null_and_days_are_days() {
        let told = Row {
            id: "inc-0000000001".to_owned(),
            kind: "ASSAULT".to_owned(),
            act: "shelling".to_owned(),
            start: Some(Date::constant(2011, 6, 20)),
            end: Some(Date::constant(2011, 6, 21)),
            date_prec: 2,
            place: "Tarsk; =cmd".to_owned(),
            division: "Upper Tarsk".to_owned(),
            country: "ZZ".to_owned(),
            point: truce_record::statement::Point::from_degrees(36.25, 50.5),
            radius_m: Some(5_000),
            where_prec: 2,
            who: Vec::new(),
            whom: vec![truce_record::statement::Actor::named("Dorva Front")],
            low: Some(3),
            best: Some(4),
            high: None,
            civilians: None,
            standing: "single-source",
            origins: 1,
            sources: vec!["Tarsk Wire".to_owned()],
            documents: 1,
            finding: None,
            review: "unreviewed",
            claims: String::new(),
            quotes: vec!["shells fell on Tarsk".to_owned()],
        };
        let bare = Row {
            start: None,
            end: None,
            date_prec: 0,
            point: None,
            radius_m: None,
            where_prec: 0,
            low: None,
            ..told.clone()
        };
        let bytes = of_rows(&[told, bare]).expect("written");
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&bytes).expect("written");
        let file = SerializedFileReader::new(file).expect("Parquet");
        let rows: Vec<_> = file.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
        let shown = |at: usize, name: &str| {
            let (_, field) = rows[at].get_column_iter().find(|(known, _)| *known == name).expect(name);
            field.to_string()
        };
        assert_eq!(rows.len(), 2);
        for (name, first, second) in [
            ("date_start", "2011-06-20", "null"),
            ("date_end", "2011-06-21", "null"),
            ("date_prec", "2", "null"),
            ("latitude", "36.25", "null"),
            ("killed_low", "3", "null"),
            ("killed_best", "4", "4"),
            ("killed_high", "null", "null"),
            ("who", "null", "null"),
            ("whom", "\"Dorva Front\"", "\"Dorva Front\""),
            // Cells of a typed column are no formulas, and stay as they are.
            ("place", "\"Tarsk; =cmd\"", "\"Tarsk; =cmd\""),
        ] {
            assert!(shown(0, name).starts_with(first), "{name}: {}", shown(0, name));
            assert_eq!(shown(1, name), second, "{name}");
        }
    }
}
