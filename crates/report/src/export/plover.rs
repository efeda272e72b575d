//! Incidents as events in PLOVER, one JSON object a line, in the fields that `truce import` and coders use.

use serde_json::json;

use super::{ExportError, Row, Selection};

pub(super) fn write(selection: &Selection<'_>) -> Result<String, ExportError> {
    let mut out = String::new();
    for (row, incident) in selection.rows().zip(&selection.incidents) {
        let mode = incident
            .statements
            .iter()
            .find_map(|(statement, _)| match &statement.content {
                truce_record::statement::Content::Event(event)
                    if event.kind == row.kind && !event.mode.is_empty() =>
                {
                    Some(event.mode.clone())
                }
                _ => None,
            })
            .unwrap_or_default();
        let degrees = row.point.map(truce_record::statement::Point::degrees);
        let event = json!({
            "id": row.id,
            "event_type": row.kind,
            "event_mode": mode,
            "act": row.act,
            "event_date": row.start.map(|day| day.to_string()),
            "event_date_end": row.end.map(|day| day.to_string()),
            "actor": Row::names(&row.who),
            "recipient": Row::names(&row.whom),
            "location": {
                "name": row.place,
                "admin1": row.division,
                "country": row.country,
                "lat": degrees.map(|(lat, _)| lat),
                "lon": degrees.map(|(_, lon)| lon),
            },
            "standing": row.standing,
            "origins": row.origins,
            "text": row.quotes,
            "sources": row.sources,
        });
        out.push_str(&serde_json::to_string(&event)?);
        out.push('\n');
    }
    Ok(out)
}
