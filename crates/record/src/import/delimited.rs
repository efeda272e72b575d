//! Text with a character between its cells (CSV, TSV and their kin) in, rows out, each cell with its place.
//!
//! The state machine is that of the `csv` crate (`csv-core`): it tells how many bytes each field took, and so where
//! the field stands, which the crate's own reader no longer knows.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use truce_read::span::Bytes;

use super::table::{Cell, Lines, Row};

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Finds the character between cells: of those usual, the most frequent on the first line, outside quotes.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|&count| count > 0) => break,
            _ if !quoted => {
                if let Some(at) = DELIMITERS.iter().position(|&delimiter| delimiter == byte) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let best = (0..DELIMITERS.len()).rev().max_by_key(|&at| counts[at]).unwrap_or(0);
    DELIMITERS[best]
}

/// Reads records. The first may be the names of the columns: that is for others to say.
pub(super) fn records(text: &str, delimiter: u8) -> Vec<Row> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    // In files between tabs, quotes are letters like others.
    if delimiter == b'\t' {
        reader = ReaderBuilder::new().delimiter(delimiter).quoting(false).build();
    }
    let bytes = text.as_bytes();
    let mut lines = Lines::of(text);
    let mut walk = Walk { text, at: 0 };
    let mut rows = Vec::new();
    let mut row = Row::default();
    while let Some((cell, run, last)) = walk.field(&mut reader, row.cells.is_empty()) {
        if row.cells.is_empty() {
            row.line = lines.at(run.start as usize);
            row.run = run;
        }
        row.run = row.run.join(run);
        row.cells.push(Cell { text: cell.trim().to_owned(), run: Some(inner(bytes, run)) });
        if last {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl Walk<'_> {
    /// Reads the next field: its value, its place, and whether it ends its record.
    fn field(&mut self, reader: &mut Reader, first: bool) -> Option<(String, Bytes, bool)> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut value = Vec::new();
        let mut buffer = [0; 1024];
        let last = loop {
            let (result, read, written) = reader.read_field(&bytes[self.at..], &mut buffer);
            self.at += read;
            value.extend_from_slice(&buffer[..written]);
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => break record_end,
                ReadFieldResult::End => return None,
            }
        };
        let newline = |byte: &u8| matches!(byte, b'\r' | b'\n');
        // Line ends before a record are blank lines, or the second half of the line end before.
        let skipped = if first { bytes[start..self.at].iter().take_while(|b| newline(b)).count() } else { 0 };
        let start = start + skipped;
        let end = if last {
            self.at - bytes[start..self.at].iter().rev().take_while(|byte| newline(byte)).count()
        } else {
            self.at - 1
        };
        let value = String::from_utf8(value)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Some((value, Bytes::new(start, end.max(start)), last))
    }
}

/// Returns the run without its quotes.
fn inner(bytes: &[u8], run: Bytes) -> Bytes {
    let (start, end) = (run.start as usize, run.end as usize);
    if end >= start + 2 && bytes[start] == b'"' && bytes[end - 1] == b'"' {
        Bytes::new(start + 1, end - 1)
    } else {
        run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_they_say() {
        let text = "id,place,note\r\n1,Tarsk,\"two\nlines, \"\"quoted\"\"\"\r\n\r\n2,\u{d6}lmen,last";
        let rows = records(text, delimiter(text));
        assert_eq!(rows.len(), 3);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 5]);
        assert_eq!(rows[1].run.of(text), "1,Tarsk,\"two\nlines, \"\"quoted\"\"\"");
        assert_eq!(rows[1].cells[2].text, "two\nlines, \"quoted\"");
        assert_eq!(rows[2].run.of(text), "2,\u{d6}lmen,last");
        for row in &rows {
            for cell in row.cells.iter().filter(|cell| !cell.text.contains('"')) {
                assert_eq!(cell.run.expect("a place").of(text), cell.text);
            }
        }
    }

    #[test]
    fn the_delimiter_is_found() {
        for (text, expected) in [
            ("a,b,c\n1;2,3,4\n", b','),
            ("a\tb,c\td\n", b'\t'),
            ("a;b;\"c,d,e,f\"\n", b';'),
            ("alone\n1\n", b','),
        ] {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_between_tabs_are_letters() {
        let rows = records("1\t\"open\tx\n2\ty\tz\n", b'\t');
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].cells[1].text, "\"open");
    }
}
