//! A line of the body and its signs in; whether it is a heading, a signature, or the head of a broadcast, out.
//! Looks at one line and its neighbours only.

use truce_lexicon::load::sources::Sort;

use super::flow::Unit;
use super::shape::Shape;

/// "[Text] ", "[Excerpts] ": how much of a broadcast is given.
pub(super) fn aside(line: &str) -> Option<usize> {
    let inner = line.strip_prefix('[')?;
    let close = inner.find(']').filter(|close| *close <= 24)?;
    let letters = inner[..close].chars().all(|c| c.is_alphabetic() || c == ' ');
    (letters && inner.len() > close + 1).then_some(close + 2)
}

/// "LEVA HARBOUR RADIO IN SPANISH 0645 GMT 3 FEB 81"
pub(super) fn is_broadcast_head(line: &str, shape: &Shape) -> bool {
    shape.words <= 20
        && shape.dated >= 3
        && !shape.closes
        && shape.verbs == 0
        && (line.contains("GMT") || shape.capital && line.contains(" IN "))
        && (line.contains(" IN ") || line.contains(" in "))
        && shape.any(Sort::Broadcast)
}

pub(super) fn is_signature(line: &str, shape: &Shape) -> bool {
    if line.starts_with("(signed")
        || line.starts_with("(Signed")
        || line.starts_with("Signed")
        || line.starts_with("SIGNED")
    {
        return true;
    }
    shape.any(Sort::Body) && !shape.closes && shape.verbs == 0 && shape.words <= 10 && shape.low <= 3
}

pub(super) fn is_heading(
    line: &str,
    shape: &Shape,
    unit: &Unit,
    next: Option<&Unit>,
    capitals: bool,
    listed: bool,
) -> bool {
    if shape.long || shape.words > 14 || unit.lines > 2 || shape.words == 0 || super::lines::begins_low(line)
    {
        return false;
    }
    let last = line.chars().last().unwrap_or(' ');
    if matches!(last, '.' | '!' | ',' | ';' | '"' | '”' | ')')
        && !(shape.capital && !capitals && shape.words <= 6 && last != ',' && last != ';')
    {
        return false;
    }
    // "Wells dry: 27" is a figure.
    if line.split_once(": ").is_some_and(|(_, after)| after.contains(|c: char| c.is_ascii_digit())) {
        return false;
    }
    if last == ':' {
        return shape.words <= 5 && shape.verbs == 0 && !listed;
    }
    if shape.capital {
        return !capitals || (shape.words <= 6 && (unit.gap || listed) && shape.verbs == 0);
    }
    let closed_off = unit.gap
        || next.is_some_and(|next| next.gap || next.span.end - next.span.start > 100)
        || next.is_none();
    if last == '?' {
        return shape.words <= 12 && !listed && closed_off && line.starts_with(char::is_uppercase);
    }
    shape.verbs == 0 && shape.words <= 9 && closed_off && next.is_some() && !listed
}
