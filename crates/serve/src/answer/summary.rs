//! A statement in, a line that tells what it states out, and its fields by name. Adds no word of its own to either.

use truce_record::statement::{Actor, Content, Figure, Place, Statement};

/// Lists the fields of a statement that say something, as names and values.
pub fn fields(statement: &Statement) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = Vec::new();
    let mut put = |name: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fields.push((name, value));
        }
    };
    let all = |actors: &[Actor]| {
        Some(actors.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>().join("; "))
    };
    let lying = |places: &[Place]| {
        Some(places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("; "))
    };
    let one = |actor: &Option<Actor>| actor.as_ref().map(|actor| actor.name.clone());
    let content = &statement.content;
    match content {
        Content::Event(event) => {
            put("type", Some(event.kind.clone()));
            put("mode", Some(event.mode.clone()));
            put("act", Some(event.act.clone()));
            put("status", Some(event.status.as_str().to_owned()));
            put("who", all(&event.who));
            put("whom", all(&event.whom));
        }
        Content::Claim(claim) => {
            put("speaker", one(&claim.speaker));
            put("stance", Some(claim.stance.clone()));
            put("target", all(&claim.target));
            put("about", claim.about.clone());
        }
        Content::Agreement(agreement) => {
            put("name", agreement.name.clone());
            put("type", Some(agreement.kind.clone()));
            put("stage", Some(agreement.stage.clone()));
            put("parties", all(&agreement.parties));
            put("brokers", all(&agreement.brokers));
            put("until", agreement.until.map(|until| until.to_string()));
        }
        Content::Term(term) => {
            put("duty", Some(term.duty.clone()));
            put("bound", all(&term.on));
            put("agreement", term.agreement.clone());
        }
        Content::Talks(talks) => {
            put("series", talks.series.clone());
            put("round", talks.round.map(|round| round.to_string()));
            put("stage", Some(talks.status.clone()));
            put("attending", all(&talks.attending));
            put("absent", all(&talks.absent));
            put("mediators", all(&talks.mediators));
        }
        Content::Zone(zone) => {
            put("name", zone.name.clone());
            put("type", Some(zone.kind.clone()));
            put("rule", zone.rule.clone());
        }
        Content::Control(control) => {
            put("holder", one(&control.holder));
            put("extent", control.extent.clone());
        }
        Content::Figure(figure) => {
            put("measure", Some(figure.measure.clone()));
            put("count", Some(count(figure)));
            put("of", figure.of.clone());
            put("speaker", one(&figure.speaker));
            put("scope", Some(figure.scope.clone()));
        }
        Content::Response(response) => {
            put("cause", Some(response.cause.quote.clone()));
            put("effect", Some(response.effect.quote.clone()));
            put("speaker", one(&response.speaker));
        }
        Content::Reference(reference) => put("act", reference.act.clone()),
    }
    put("where", lying(content.places()));
    let when = content.when().map(ToString::to_string);
    put(if matches!(content, Content::Term(_)) { "due" } else { "when" }, when);
    fields
}

/// Tells a count in words.
pub fn count(figure: &Figure) -> String {
    let count = match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "a number".to_owned(),
    };
    if figure.approximate { format!("about {count}") } else { count }
}

/// Tells a statement in a line: its kind, then its fields.
pub fn summary(statement: &Statement) -> String {
    let told =
        |name: &str| fields(statement).into_iter().find(|(field, _)| *field == name).map(|(_, value)| value);
    let mut parts: Vec<String> = Vec::new();
    match &statement.content {
        Content::Event(event) => parts.push(format!("{} ({})", event.act, event.status.as_str())),
        Content::Claim(claim) => {
            let speaker = told("speaker").unwrap_or_else(|| "the report".to_owned());
            parts.push(format!("{speaker} {}", claim.stance));
            parts.extend(told("target").or_else(|| told("about")));
        }
        Content::Agreement(_) => {
            parts.extend(told("name").or_else(|| told("type")));
            parts.extend(told("stage"));
            parts.extend(told("parties"));
        }
        Content::Term(_) => {
            parts.extend(told("duty"));
            parts.extend(told("bound"));
        }
        Content::Talks(_) => {
            parts.extend(told("series").or_else(|| Some("talks".to_owned())));
            parts.extend(told("stage"));
        }
        Content::Zone(_) => parts.extend(told("name").or_else(|| told("type"))),
        Content::Control(_) => parts
            .push(format!("held by {}", told("holder").unwrap_or_else(|| "somebody not named".to_owned()))),
        Content::Figure(figure) => {
            let of = figure.of.as_ref().map_or(String::new(), |of| format!(" ({of})"));
            parts.push(format!("{} {}{of}", count(figure), figure.measure));
        }
        Content::Response(_) => {
            let both = (told("effect"), told("cause"));
            parts.push(format!(
                "\u{201c}{}\u{201d} in answer to \u{201c}{}\u{201d}",
                both.0.unwrap_or_default(),
                both.1.unwrap_or_default()
            ));
        }
        Content::Reference(_) => parts.extend(told("act").or_else(|| Some("speaks of it".to_owned()))),
    }
    if let Content::Event(_) = &statement.content {
        parts.extend(told("who").map(|who| format!("by {who}")));
        parts.extend(told("whom").map(|whom| format!("to {whom}")));
    }
    parts.extend(told("where").map(|place| format!("at {place}")));
    parts.extend(told("when").or_else(|| told("due")));
    parts.join("; ")
}
