//! A reading as a dossier for people: what was agreed, what happened, who says so, who denies it.
//! Everything in it is a machine's reading, shown with the words it rests on.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use truce_read::Reading;
use truce_read::document::DateSource;
use truce_read::span::Bytes;
use truce_read::statement::{Claim, Content, Event, Figure, Name, Statement};

const HEAD: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const MARK: Style = AnsiColor::Cyan.on_default();

/// Writes the dossier of one reading.
pub fn write(name: &str, reading: &Reading) -> String {
    let mut out = String::new();
    header(&mut out, name, reading);
    let statements = &reading.statements;
    section(&mut out, "AGREEMENTS", reading, statements, |content| match content {
        Content::Agreement(agreement) => Some(vec![
            format!(
                "{} ({}), {}",
                agreement.name.as_deref().unwrap_or("unnamed"),
                agreement.kind,
                agreement.stage
            ),
            listed("parties", &agreement.parties),
            listed("brokers", &agreement.brokers),
            listed("where", &agreement.place),
            dated("when", agreement.when.as_ref()),
            dated("until", agreement.until.as_ref()),
        ]),
        Content::Term(term) => Some(vec![
            format!("term: {}", one_line(&term.duty)),
            listed("binds", &term.on),
            dated("due", term.due.as_ref()),
        ]),
        _ => None,
    });
    section(&mut out, "TALKS", reading, statements, |content| match content {
        Content::Talks(talks) => {
            let round = talks.round.map_or(String::new(), |round| format!(", round {round}"));
            Some(vec![
                format!("{}{round}, {}", talks.series.as_deref().unwrap_or("talks"), talks.status),
                listed("where", &talks.place),
                dated("when", talks.when.as_ref()),
                listed("attending", &talks.attending),
                listed("absent", &talks.absent),
                listed("mediators", &talks.mediators),
            ])
        }
        _ => None,
    });
    section(&mut out, "ZONES AND CONTROL", reading, statements, |content| match content {
        Content::Zone(zone) => Some(vec![
            format!(
                "{} zone{}",
                zone.kind,
                zone.name.as_ref().map_or(String::new(), |name| format!(": {name}"))
            ),
            listed("where", &zone.place),
            zone.rule.as_ref().map_or(String::new(), |rule| format!("rule: {rule}")),
        ]),
        Content::Control(control) => Some(vec![format!(
            "{} holds {}{}",
            control.holder.as_ref().map_or("somebody", |name| name.name.as_str()),
            control.extent.as_ref().map_or(String::new(), |extent| format!("{extent} of ")),
            joined(&control.place)
        )]),
        _ => None,
    });
    incidents(&mut out, reading);
    section(&mut out, "FIGURES", reading, statements, |content| match content {
        Content::Figure(figure) => Some(vec![self::figure(figure)]),
        _ => None,
    });
    section(&mut out, "PLANNED, EXPECTED, THREATENED", reading, statements, |content| match content {
        Content::Event(event) if matches!(event.status, "planned" | "threatened") => {
            Some(vec![self::event(event)])
        }
        _ => None,
    });
    section(&mut out, "RESPONSES", reading, statements, |content| match content {
        Content::Response(response) => Some(vec![
            format!("in answer to: {}", one_line(response.cause.of(&reading.document.text))),
            format!("did: {}", one_line(response.effect.of(&reading.document.text))),
            response
                .speaker
                .as_ref()
                .map_or("the report's own link".to_owned(), |name| format!("says {}", name.name)),
        ]),
        _ => None,
    });
    notices(&mut out, reading);
    out
}

fn header(out: &mut String, name: &str, reading: &Reading) {
    let document = &reading.document;
    let text = &document.text;
    let title = document.title.map_or(name, |run| run.of(text));
    let _ = writeln!(out, "{HEAD}{}{HEAD:#}", one_line(title));
    let date = match document.date {
        None => "reference date not found: relative dates stay open".to_owned(),
        Some(date) => format!(
            "{}{}",
            date.day,
            match date.source {
                DateSource::Given => " (given)",
                DateSource::Page => " (told by the page)",
                DateSource::Stated => "",
                DateSource::YearInferred => " (year inferred)",
            }
        ),
    };
    let mut facts = vec![name.to_owned(), date];
    facts.extend(document.agency.as_ref().map(|(agency, _)| format!("agency {agency}")));
    facts.extend(document.publisher.as_ref().map(|(publisher, _)| format!("publisher {publisher}")));
    if !document.tags.is_empty() {
        let tags: Vec<&str> = document.tags.iter().map(|run| run.of(text)).collect();
        facts.push(format!("tags {}", tags.join(", ")));
    }
    let _ = writeln!(out, "{}", facts.join(" | "));
    let _ = writeln!(
        out,
        "{QUIET}A machine's reading, unverified; every line rests on the words quoted.{QUIET:#}"
    );
}

fn section(
    out: &mut String,
    title: &str,
    reading: &Reading,
    statements: &[Statement],
    lines: impl Fn(&Content) -> Option<Vec<String>>,
) {
    let mut begun = false;
    for statement in statements {
        let Some(lines) = lines(&statement.content) else { continue };
        if !begun {
            let _ = writeln!(out, "\n{HEAD}{title}{HEAD:#}");
            begun = true;
        }
        let mut lines = lines.into_iter().filter(|line| !line.is_empty());
        if let Some(first) = lines.next() {
            let _ = writeln!(out, "  {first}");
        }
        for line in lines {
            let _ = writeln!(out, "      {line}");
        }
        quote(out, reading, statement.anchor);
    }
}

/// Incidents with the claims that stand beside them.
fn incidents(out: &mut String, reading: &Reading) {
    let statements = &reading.statements;
    let mut used = vec![false; statements.len()];
    let mut begun = false;
    for statement in statements {
        let Content::Event(event) = &statement.content else { continue };
        if matches!(event.status, "planned" | "threatened") {
            continue;
        }
        if !begun {
            let _ = writeln!(out, "\n{HEAD}INCIDENTS AND ACTS{HEAD:#}");
            begun = true;
        }
        let _ = writeln!(out, "  {}", self::event(event));
        quote(out, reading, statement.anchor);
        for (at, other) in statements.iter().enumerate() {
            if let Content::Claim(claim) = &other.content
                && !used[at]
                && (other.anchor.overlaps(statement.anchor) || statement.voice == Some(at))
            {
                used[at] = true;
                let _ = writeln!(out, "      {MARK}{}{MARK:#}", self::claim(claim));
                quote_indented(out, reading, other.anchor);
            }
        }
    }
    let mut begun = false;
    for (statement, used) in statements.iter().zip(used) {
        let Content::Claim(claim) = &statement.content else { continue };
        if used {
            continue;
        }
        if !begun {
            let _ = writeln!(out, "\n{HEAD}OTHER POSITIONS TAKEN{HEAD:#}");
            begun = true;
        }
        let _ = writeln!(out, "  {MARK}{}{MARK:#}", self::claim(claim));
        quote(out, reading, statement.anchor);
    }
}

fn event(event: &Event) -> String {
    let kind = if event.act == "other" { event.kind.to_lowercase() } else { event.act.clone() };
    let mut parts = vec![format!("{kind} [{}]", event.status)];
    parts.push(if event.who.is_empty() {
        "by: not said".to_owned()
    } else {
        format!("by {}", joined(&event.who))
    });
    if !event.whom.is_empty() {
        parts.push(format!("to {}", joined(&event.whom)));
    }
    if !event.place.is_empty() {
        parts.push(format!("at {}", joined(&event.place)));
    }
    parts.extend(event.when.clone());
    parts.join("; ")
}

fn claim(claim: &Claim) -> String {
    let speaker = claim.speaker.as_ref().map_or("the report itself", |name| name.name.as_str());
    let stance = match claim.stance.as_str() {
        "no-comment" => "gives no comment",
        stance => stance,
    };
    if claim.target.is_empty() {
        format!("{speaker} {stance}")
    } else {
        format!("{speaker} {stance} {}", joined(&claim.target))
    }
}

fn figure(figure: &Figure) -> String {
    let count = match (figure.low, figure.high) {
        (Some(low), Some(high)) if (low - high).abs() < f64::EPSILON => format!("{low}"),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("at least {low}"),
        (None, Some(high)) => format!("up to {high}"),
        (None, None) => "a number".to_owned(),
    };
    let about = if figure.approximate { "about " } else { "" };
    let mut line = format!("{about}{count} {}", figure.measure);
    if let Some(of) = &figure.of {
        let _ = write!(line, " ({of})");
    }
    if !figure.place.is_empty() {
        let _ = write!(line, " at {}", joined(&figure.place));
    }
    if let Some(when) = &figure.when {
        let _ = write!(line, ", {when}");
    }
    let _ = write!(
        line,
        ", {}; {}",
        figure.scope,
        figure
            .speaker
            .as_ref()
            .map_or("in the report's own voice".to_owned(), |name| format!("says {}", name.name))
    );
    line
}

fn notices(out: &mut String, reading: &Reading) {
    if reading.notices.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{HEAD}NOTICES{HEAD:#}");
    for notice in &reading.notices {
        let _ = writeln!(out, "  {}: {}", notice.id, notice.message);
        let _ = writeln!(out, "      help: {}", notice.help);
    }
}

fn quote(out: &mut String, reading: &Reading, run: Bytes) {
    let _ = writeln!(out, "      {QUIET}\"{}\"{QUIET:#}", one_line(run.of(&reading.document.text)));
}

fn quote_indented(out: &mut String, reading: &Reading, run: Bytes) {
    let _ = writeln!(out, "          {QUIET}\"{}\"{QUIET:#}", one_line(run.of(&reading.document.text)));
}

fn joined(names: &[Name]) -> String {
    names.iter().map(|name| name.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn listed(label: &str, names: &[Name]) -> String {
    if names.is_empty() { String::new() } else { format!("{label}: {}", joined(names)) }
}

fn dated(label: &str, when: Option<&String>) -> String {
    when.map_or(String::new(), |when| format!("{label}: {when}"))
}

/// One line without control characters, so that a report cannot play with the terminal.
pub fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(
            word.chars().filter(|c| {
                !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            }),
        );
    }
    line
}
