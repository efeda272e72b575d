//! One sentence in, put into a report as others would stand around it; what the whole reader states of it out.

use truce_read::statement::Content;
use truce_read::{Options, Reader};

/// Reads one sentence of a report and returns what it states.
pub fn check(reader: &Reader<'_>, text: &str) -> Vec<Content> {
    let report = format!(
        "A valley between two rivers\n\nTarsk, 4 March 2019\n\nThe road to the valley is long and the weather was fair. {text} It was still warm in the \
         evening, and the bread was good.\n"
    );
    let reading = reader.read(report.as_bytes(), &Options::default());
    reading.statements.into_iter().map(|statement| statement.content).collect()
}
