//! Deadlines of terms, ends of agreements and talks, as all-day entries of a calendar. Source: RFC 5545.

use jiff::Timestamp;
use jiff::ToSpan as _;
use truce_record::statement::When;

use super::{ExportError, Selection};

// All forms are written by one signature.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let mut out = String::new();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Truce//Truce//EN", "CALSCALE:GREGORIAN"] {
        line(&mut out, text);
    }
    for accord in &selection.accords {
        let name = accord.name.as_deref().unwrap_or(&accord.kind);
        for (id, term) in &accord.terms {
            if let Some(due) = &term.due {
                let words =
                    selection.state.statement(id).map_or("", |known| known.statement.anchor.quote.as_str());
                entry(
                    &mut out,
                    selection.made,
                    id.as_str(),
                    due,
                    &format!("Due: {}", term.duty),
                    &format!("{name}: \"{words}\""),
                );
            }
        }
        if let Some(until) = &accord.until {
            entry(
                &mut out,
                selection.made,
                &format!("{}-end", accord.id),
                until,
                &format!("Ends: {name}"),
                "As reports tell it; unverified.",
            );
        }
    }
    for meeting in &selection.meetings {
        let Some(when) = &meeting.when else { continue };
        let series = meeting.series.as_deref().unwrap_or("Talks");
        let round = meeting.round.map_or_else(String::new, |round| format!(", round {round}"));
        let place = meeting.places.first().map_or_else(String::new, |place| format!(", {}", place.name));
        let stage = meeting.stages.last().map_or("", |stage| stage.stage.as_str());
        entry(
            &mut out,
            selection.made,
            meeting.id.as_str(),
            when,
            &format!("{series}{round}{place}"),
            &format!("{stage}; as reports tell it, unverified."),
        );
    }
    line(&mut out, "END:VCALENDAR");
    Ok(out)
}

fn entry(out: &mut String, made: Timestamp, id: &str, when: &When, summary: &str, description: &str) {
    let compact = |day: jiff::civil::Date| day.strftime("%Y%m%d").to_string();
    // The end of an all-day entry is the day after.
    let Ok(after) = when.latest.checked_add(1.day()) else { return };
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{id}@truce"));
    line(out, &format!("DTSTAMP:{}", made.strftime("%Y%m%dT%H%M%SZ")));
    line(out, &format!("DTSTART;VALUE=DATE:{}", compact(when.earliest)));
    line(out, &format!("DTEND;VALUE=DATE:{}", compact(after)));
    line(out, &format!("SUMMARY:{}", text(summary)));
    line(out, &format!("DESCRIPTION:{}", text(description)));
    line(out, "TRANSP:TRANSPARENT");
    line(out, "END:VEVENT");
}

/// Writes words as a calendar holds them.
fn text(words: &str) -> String {
    let words = crate::words::one_line(words);
    words.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// Writes a line, folded where it is longer than 75 bytes, never within a letter.
fn line(out: &mut String, text: &str) {
    let mut room = 75;
    for letter in text.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= letter.len_utf8();
        out.push(letter);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut out = String::new();
        line(&mut out, &format!("SUMMARY:{}", "ö".repeat(80)));
        assert!(out.split("\r\n").all(|part| part.len() <= 75), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "ö".repeat(80)));
    }
}
