//! Incidents as placemarks in time. Source: OGC KML 2.2.

use std::fmt::Write as _;

use super::{ExportError, Row, Selection};

/// Writes words as XML holds them; letters that no XML may hold are left out.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => {
                out.push(letter)
            }
            _ => {}
        }
    }
    out
}

// All forms are written by one signature.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
         <name>Incidents</name>\n<description>Drawn by a machine from reports; unverified, no findings.</description>\n",
    );
    for row in selection.rows() {
        placemark(&mut out, &row);
    }
    out.push_str("</Document>\n</kml>\n");
    Ok(out)
}

fn placemark(out: &mut String, row: &Row) {
    let _ = writeln!(out, "<Placemark id=\"{}\">", xml(&row.id));
    let name = if row.place.is_empty() { row.act.clone() } else { format!("{}, {}", row.act, row.place) };
    let _ = writeln!(out, "<name>{}</name>", xml(&name));
    let _ = writeln!(out, "<description>{}</description>", xml(&row.quotes.join(" / ")));
    if let (Some(start), Some(end)) = (row.start, row.end) {
        let _ = writeln!(out, "<TimeSpan><begin>{start}</begin><end>{end}</end></TimeSpan>");
    }
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    out.push_str("<ExtendedData>");
    for (key, value) in [
        ("standing", row.standing.to_owned()),
        ("origins", row.origins.to_string()),
        ("alleged_doers", Row::names(&row.who)),
        ("killed_low", number(row.low)),
        ("killed_high", number(row.high)),
        ("where_prec", row.where_prec.to_string()),
        ("radius_m", row.radius_m.map(|metres| metres.to_string()).unwrap_or_default()),
        ("claims", row.claims.clone()),
        ("sources", row.sources.join("; ")),
        ("review", row.review.to_owned()),
    ] {
        let _ = write!(out, "<Data name=\"{key}\"><value>{}</value></Data>", xml(&value));
    }
    out.push_str("</ExtendedData>\n");
    if let Some(point) = row.point {
        let (lat, lon) = point.degrees();
        let _ = writeln!(out, "<Point><coordinates>{lon:.6},{lat:.6}</coordinates></Point>");
    }
    out.push_str("</Placemark>\n");
}
