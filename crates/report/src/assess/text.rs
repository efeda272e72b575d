//! An assessment in, words for people out: plain for a terminal, Markdown for a document.

use std::fmt::Write as _;

use super::{Assessment, Bearing, Evidence, Indicator, Row};
use crate::words::{escaped, one_line, quote};

/// How many letters of a quote are shown.
const QUOTE: usize = 280;

/// How many lines of a table are shown.
const LINES: usize = 12;

/// Writes an assessment for a terminal.
pub fn plain(assessment: &Assessment) -> String {
    write(assessment, &Plain)
}

/// Writes an assessment as Markdown.
pub fn markdown(assessment: &Assessment) -> String {
    write(assessment, &Markdown)
}

/// How the parts of a page are written.
trait Page {
    fn title(&self, out: &mut String, text: &str);
    fn section(&self, out: &mut String, text: &str);
    fn item(&self, out: &mut String, text: &str);
    fn detail(&self, out: &mut String, text: &str);
}

struct Plain;

impl Page for Plain {
    fn title(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "{text}\n");
    }

    fn section(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "\n{}", text.to_uppercase());
    }

    fn item(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "  {text}");
    }

    fn detail(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "      {text}");
    }
}

struct Markdown;

impl Page for Markdown {
    fn title(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "# {}\n", escaped(text));
    }

    fn section(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "\n## {}\n", escaped(text));
    }

    fn item(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "- {}", escaped(text));
    }

    fn detail(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "  - {}", escaped(text));
    }
}

fn write(assessment: &Assessment, page: &dyn Page) -> String {
    let mut out = String::new();
    page.title(&mut out, &format!("{}: {}", assessment.name, assessment.verdict.as_str()));
    let none = |names: &[String]| if names.is_empty() { "none named".to_owned() } else { names.join("; ") };
    for line in [
        format!(
            "{}, {}, {}",
            assessment.agreement,
            assessment.kind,
            assessment.stage.as_deref().unwrap_or("state not told")
        ),
        format!("parties: {}", none(&assessment.parties)),
        format!("brokers: {}", none(&assessment.brokers)),
        format!(
            "as of {}, counted {}",
            assessment.as_of,
            assessment
                .since
                .as_ref()
                .map_or_else(|| "from the beginning of the record".to_owned(), |day| format!("since {day}"))
        ),
        format!("area: {}", assessment.area),
        format!("rests on {} documents of {} independent origins", assessment.reports, assessment.origins),
    ] {
        page.item(&mut out, &line);
    }
    page.section(&mut out, "Verdict");
    page.item(&mut out, &format!("{}. {}", assessment.verdict.as_str(), assessment.caution));
    for ground in &assessment.grounds {
        page.item(&mut out, &format!("{} [{}]", ground.words, ground.rule));
        for one in &ground.evidence {
            page.detail(&mut out, &quoted(one));
        }
    }
    for variant in &assessment.variants {
        page.item(&mut out, &format!("counting {}: {}", variant.counting, variant.verdict.as_str()));
    }
    for (bearing, title) in [
        (Bearing::Against, "Against"),
        (Bearing::For, "For"),
        (Bearing::Neither, "For neither"),
        (Bearing::Unknown, "Too thin to tell"),
    ] {
        let of: Vec<&Indicator> =
            assessment.indicators.iter().filter(|indicator| indicator.bearing == bearing).collect();
        if of.is_empty() {
            continue;
        }
        page.section(&mut out, title);
        of.into_iter().for_each(|one| indicator(&mut out, page, one));
    }
    page.section(&mut out, "Not known");
    assessment.gaps.iter().for_each(|gap| page.item(&mut out, &gap.words));
    if !assessment.assumed.is_empty() {
        page.section(&mut out, "Taken for granted");
        assessment.assumed.iter().for_each(|words| page.item(&mut out, words));
    }
    page.section(&mut out, "To repeat this");
    page.item(
        &mut out,
        &format!("ledger entry {}, hash {}", assessment.ledger_entry, assessment.ledger_hash),
    );
    page.item(&mut out, &format!("method {}", assessment.method));
    out
}

fn indicator(out: &mut String, page: &dyn Page, indicator: &Indicator) {
    page.item(out, &format!("{} [{}]: {}", indicator.title, indicator.id, indicator.words));
    for row in indicator.rows.iter().take(LINES) {
        page.detail(out, &line(row));
    }
    if indicator.rows.len() > LINES {
        page.detail(out, &format!("and {} more lines; --format json has all", indicator.rows.len() - LINES));
    }
    for one in indicator.evidence.iter().take(3) {
        page.detail(out, &quoted(one));
    }
}

fn line(row: &Row) -> String {
    const IDS: usize = 4;
    let ids: Vec<&str> = row.incidents.iter().chain(&row.statements).map(String::as_str).collect();
    let more = if ids.len() > IDS { ", ..." } else { "" };
    format!("{}  {}  ({}{more})", row.count, one_line(&row.label), ids[..ids.len().min(IDS)].join(", "))
}

fn quoted(evidence: &Evidence) -> String {
    let day = evidence.day.as_deref().unwrap_or("undated");
    let speaker =
        evidence.speaker.as_ref().map_or_else(String::new, |speaker| format!("{}, in ", one_line(speaker)));
    let id = evidence.incident.as_deref().unwrap_or(&evidence.statement);
    // A row of a data set is a long quote; the ledger shows all of it under the id.
    let quote = quote(&evidence.quote);
    let quote = if quote.chars().count() > QUOTE {
        format!("{}\u{2026}", quote.chars().take(QUOTE).collect::<String>())
    } else {
        quote
    };
    format!("\"{quote}\" ({speaker}{}, {day}, {id})", one_line(&evidence.source))
}
