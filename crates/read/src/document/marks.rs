//! Small marks at the start of a line: list markers, times of live pages, numbers of threads, table bars.
//! Each is recognised by shape alone; whether a report uses it throughout is for the caller to count.

/// Says whether a line is drawn as a row of a table: two bars, two tabs, or two gaps of three spaces and more.
pub(super) fn is_row(line: &str) -> bool {
    let (mut bars, mut tabs, mut gaps, mut spaces) = (0, 0, 0, 0);
    for byte in line.bytes() {
        bars += usize::from(byte == b'|');
        tabs += usize::from(byte == b'\t');
        spaces = if byte == b' ' { spaces + 1 } else { 0 };
        gaps += usize::from(spaces == 3);
    }
    bars >= 2 || tabs >= 2 || gaps >= 2
}

/// Says whether a row only draws a line ("|---|---|").
pub(super) fn is_drawn(line: &str) -> bool {
    !line.chars().any(char::is_alphanumeric)
}

/// Says whether a line can only be the start of something new, whatever the line before it.
pub(super) fn opens(line: &str) -> bool {
    list_marker(line).is_some()
        || time_label(line).is_some()
        || thread_label(line).is_some()
        || mail_header(line).is_some()
        || article_label(line).is_some()
}

/// Says whether a line only numbers a page: "Page 3 of 12", "<<page 2>>", "- 3 -".
pub(super) fn is_page(line: &str) -> bool {
    let inner = line.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if inner.len() > 24 || inner.is_empty() {
        return false;
    }
    let numbered = inner.len() < line.len() && inner.len() <= 3;
    let rest = ["page ", "PAGE ", "Page ", "p. ", "Seite "].iter().find_map(|name| inner.strip_prefix(name));
    let rest = rest.or(numbered.then_some(inner));
    rest.is_some_and(|rest| {
        let mut words = rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| matches!(word, "of" | "OF") || word.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// Returns the length of a mail's or page's own header with its colon ("Subject:", "X-Mailer:").
pub(super) fn mail_header(line: &str) -> Option<usize> {
    const NAMES: &[&str] = &[
        "from",
        "to",
        "cc",
        "subject",
        "subj",
        "date",
        "sent",
        "reply-to",
        "message-id",
        "newsgroups",
        "organization",
        "sender",
        "received",
        "mime-version",
        "content-type",
        "lines",
        "path",
        "references",
        "return-path",
        "keywords",
    ];
    let mut limit = line.len().min(24);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let colon = line[..limit].find(':')?;
    let name = &line[..colon];
    let known = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let private = name.starts_with("X-")
        && name.len() > 2
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (known || private).then_some(colon + 1)
}

/// Returns the length of the number of an article or the like: "Article 4.", "SECTION II -", "Rule 3:".
pub(super) fn article_label(line: &str) -> Option<usize> {
    const NAMES: &[&str] = &[
        "article",
        "section",
        "clause",
        "rule",
        "annex",
        "chapter",
        "paragraph",
        "point",
        "appendix",
        "part",
        "item",
    ];
    let name = line.split(' ').next()?;
    if !name.starts_with(|c: char| c.is_ascii_uppercase())
        || !NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
    {
        return None;
    }
    let rest = line.get(name.len() + 1..)?;
    let number = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let roman = |byte: u8| matches!(byte, b'I' | b'V' | b'X' | b'L');
    let core = &rest[..number];
    let digits = core.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = (digits > 0 && core.len() <= digits + 1)
        || (!core.is_empty() && core.bytes().all(roman))
        || (core.len() == 1 && core.bytes().all(|byte| byte.is_ascii_uppercase()));
    if !numbered || core.len() > 5 {
        return None;
    }
    let at = name.len() + 1 + number;
    match rest[number..].chars().next() {
        None => Some(at),
        Some('.' | ':' | ')') => Some(at + 1),
        Some(' ') => {
            let after = rest[number..].trim_start();
            let dash = after.chars().next().filter(|c| matches!(c, '-' | '–' | '—'))?;
            Some(line.len() - after.len() + dash.len_utf8())
        }
        Some(_) => None,
    }
}

/// Returns the length of a list marker with the white space after it.
///
/// "- ", "• ", "1. ", "2.3 ", "(a) ", "b) ", "iv. ", "(A): "; a capital and a stop ("A. ") only before capitals.
pub(super) fn list_marker(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    let mark = if let Some(length) = pictogram(line) {
        length
    } else if matches!(
        first,
        '-' | '*'
            | '–'
            | '—'
            | '•'
            | '·'
            | '▪'
            | '■'
            | '●'
            | '◦'
            | '‣'
            | '►'
            | '▶'
            | '→'
            | '✓'
            | '\u{f0b7}'
            | '§'
    ) {
        first.len_utf8()
    } else {
        numbered(line)?
    };
    let rest = &line[mark..];
    let text = rest.trim_start();
    let spaced = rest.len() > text.len()
        || matches!(first, '•' | '●' | '\u{2300}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}');
    (spaced && text.chars().any(char::is_alphanumeric)).then_some(line.len() - text.len())
}

/// Returns the length of the pictograms at the start of a line, as messengers set them before items.
fn pictogram(line: &str) -> Option<usize> {
    let sign = |c: char| matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{20e3}');
    let length = line.len() - line.trim_start_matches(sign).len();
    (length > 0).then_some(length)
}

fn numbered(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let open = usize::from(matches!(bytes.first(), Some(b'(' | b'[')));
    let mut at = open;
    while at < bytes.len().min(8)
        && (bytes[at].is_ascii_alphanumeric()
            || (bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
    {
        at += 1;
    }
    let core = &line[open..at];
    if core.is_empty() {
        return None;
    }
    let digits = core.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let letter = core.len() == 1 && bytes[open].is_ascii_alphabetic();
    let roman = core.len() <= 5
        && core.bytes().all(|byte| matches!(byte | 0x20, b'i' | b'v' | b'x'))
        && (core.bytes().all(|byte| byte.is_ascii_lowercase())
            || core.bytes().all(|byte| byte.is_ascii_uppercase()));
    if !(digits && core.len() <= 7) && !letter && !roman {
        return None;
    }
    match (open, bytes.get(at)) {
        (1, Some(b')' | b']')) => {
            // A year or long number in brackets is no marker.
            if digits && core.len() > 3 {
                return None;
            }
            Some(at + 1 + usize::from(bytes.get(at + 1) == Some(&b':')))
        }
        (0, Some(b')')) if core.len() <= 4 => Some(at + 1),
        (0, Some(b'.')) if digits && !core.contains('.') && core.len() <= 4 => Some(at + 1),
        (0, Some(b'.')) if digits && core.contains('.') => Some(at + 1),
        (0, Some(b' '))
            if digits
                && core.contains('.')
                && core.len() <= 5
                && core.split('.').all(|part| part.len() <= 2 && !part.is_empty())
                && line[at..].trim_start().starts_with(char::is_uppercase) =>
        {
            Some(at)
        }
        (0, Some(b'.')) if roman && core.bytes().all(|byte| byte.is_ascii_lowercase()) => Some(at + 1),
        (0, Some(b'.')) if (letter || roman) && core.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            // "A. CONTEXT" is a marker, "A. Smith" an initial.
            let next: Vec<char> = line[at + 1..].trim_start().chars().take(2).collect();
            (next.len() == 2 && next.iter().all(|c| c.is_uppercase())).then_some(at + 1)
        }
        (0, Some(b'.')) if letter && bytes[open].is_ascii_lowercase() => Some(at + 1),
        _ => None,
    }
}

/// Returns the length of a time that labels an entry: "6.35am", "17:25 GMT", "[11:48]", "UPD 02:30.".
pub(super) fn time_label(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    for word in ["UPD ", "UPDATE ", "Update ", "Upd "] {
        if line.starts_with(word) {
            at = word.len();
        }
    }
    let worded = at > 0;
    let boxed = bytes.get(at) == Some(&b'[');
    at += usize::from(boxed);
    let hour = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=2).contains(&hour) || !matches!(bytes.get(at + hour), Some(b':' | b'.' | b'h')) {
        return None;
    }
    if line[at..at + hour].parse::<u32>().is_ok_and(|hour| hour > 24) {
        return None;
    }
    let colon = bytes[at + hour] == b':';
    at += hour + 1;
    let minute = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if minute != 2 || line[at..at + 2].parse::<u32>().is_ok_and(|minute| minute > 59) {
        return None;
    }
    at += 2;
    let half = half_of_day(&line[at..]);
    at += half;
    let zone = zone(&line[at..]);
    at += zone;
    if boxed {
        return (bytes.get(at) == Some(&b']')).then_some(at + 1);
    }
    let rest = &line[at..];
    let trimmed = rest.trim_start();
    let mark = trimmed.chars().next();
    let next = trimmed.trim_start_matches(['-', '–', '—', ':', '|', '.', ' ']);
    let separated = matches!(mark, Some('-' | '–' | '—' | ':' | '|' | '.'))
        // "03:10-03:35" is a span of time.
        && !next.starts_with(|c: char| c.is_ascii_digit());
    if separated {
        return (colon || half + zone > 0 || worded).then(|| line.len() - next.len());
    }
    let sure = half + zone > 0 || colon || worded;
    let ends = trimmed.is_empty();
    let upper = trimmed.trim_start_matches(['"', '“', '\'', '‘']).starts_with(char::is_uppercase);
    (sure && (ends || (upper && (rest.len() > trimmed.len() || half > 0)))).then_some(at)
}

fn half_of_day(rest: &str) -> usize {
    let space = usize::from(rest.starts_with(' '));
    for form in ["am", "pm", "AM", "PM", "a.m.", "p.m.", "A.M.", "P.M."] {
        if rest[space..].starts_with(form) && !rest[space + form.len()..].starts_with(char::is_lowercase) {
            return space + form.len();
        }
    }
    0
}

fn zone(rest: &str) -> usize {
    let space = usize::from(rest.starts_with(' '));
    for form in [
        "GMT",
        "UTC",
        "BST",
        "CET",
        "CEST",
        "EST",
        "EDT",
        "EET",
        "EEST",
        "IST",
        "PKT",
        "MSK",
        "ET",
        "Z",
        "local time",
        "local",
        "hrs",
    ] {
        if rest[space..].starts_with(form) && !rest[space + form.len()..].starts_with(char::is_alphanumeric) {
            return space + form.len();
        }
    }
    0
}

/// Returns the length of a number in a thread or row of pictures: "1/8", "3/ ", "[1/4]".
pub(super) fn thread_label(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let boxed = usize::from(matches!(bytes.first(), Some(b'[' | b'(')));
    let number = bytes[boxed..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = boxed + number;
    if !(1..=2).contains(&number) || bytes.get(at) != Some(&b'/') {
        return None;
    }
    at += 1;
    let of = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    at += of;
    if of > 3 || (boxed == 1 && !matches!(bytes.get(at), Some(b']' | b')'))) {
        return None;
    }
    at += boxed;
    let rest = line.get(at..)?;
    if rest.is_empty() {
        return (of > 0).then_some(at);
    }
    (rest.starts_with(char::is_whitespace) && !rest.trim_start().starts_with(char::is_lowercase))
        .then_some(at)
}
