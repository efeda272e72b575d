//! The start of a paragraph in, its dateline out: place, date and agency before the first words.
//! Does not resolve the date, and knows no place by name.

use truce_lexicon::load::words::Words;

/// A dateline, in bytes of the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dateline {
    /// One past its last mark; the text starts after the white space that follows.
    pub end: usize,
    /// The place, if one is named.
    pub place: Option<(usize, usize)>,
    /// The agency in brackets, without them.
    pub agency: Option<(usize, usize)>,
}

/// Longest dateline, in bytes.
const LONGEST: usize = 160;

/// Finds the dateline of a paragraph.
///
/// A dash, or a colon, must close it, and an agency in brackets, a date, or a place in capitals must stand
/// before: "Tarsk (AFP) – ", "TARSK, Oster, MAR. 6 (AP)—", "LEVA: ", "GENEVA - ".
pub(super) fn find(text: &str, words: &Words) -> Option<Dateline> {
    let first = text.chars().next()?;
    if !(first.is_uppercase() || matches!(first, '(' | '[')) {
        return None;
    }
    let mut limit = text.len().min(LONGEST);
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let window = &text[..limit];
    for (at, c) in window.char_indices() {
        let length = match c {
            '&' if let Some(entity) = ["&#8211;", "&#8212;", "&ndash;", "&mdash;"]
                .iter()
                .find(|entity| window[at..].starts_with(**entity)) =>
            {
                entity.len()
            }
            '—' | '–' | '―' => c.len_utf8(),
            '-' if window[at..].starts_with("--") => {
                window[at..].bytes().take_while(|byte| *byte == b'-').count()
            }
            '-' | '_' if window[..at].ends_with(' ') && window[at + 1..].starts_with(' ') => 1,
            '-' if window[..at].ends_with(')') => 1,
            ':' if window[at + 1..].starts_with(' ') => 1,
            // "TARSK, May 3. /TASS/. The"
            '.' if window[..at].ends_with('/') => 1,
            // "New Tarsk, Aug 12 (PTI) The": no mark follows the agency.
            ')' if is_unmarked(window, at) => 1,
            '.' if is_part(&window[..at], words) => continue,
            '.' | '!' | '?'
                if window[at + 1..].starts_with([' ', '\n']) && !is_abbreviation(&window[..at], words) =>
            {
                return None;
            }
            _ => continue,
        };
        let spaced =
            window[..at].ends_with(' ') || c == '—' || length > 1 || window[..at].ends_with([')', '/']);
        if c == '–' && !spaced {
            continue;
        }
        let close = if c == ')' { at + 1 } else { at };
        if let Some(found) = head(&window[..close], c == ':', &text[at + length..], words) {
            return Some(Dateline { end: brackets(text, at + length), ..found });
        }
        if c == ':' {
            return None;
        }
    }
    None
}

/// Passes over notes in brackets that monitors put before the text: "[Text]", "[REPORT] [TEXT]".
fn brackets(text: &str, mut end: usize) -> usize {
    loop {
        let rest = text.get(end..).unwrap_or("");
        let inner = rest.trim_start();
        match inner.find(']') {
            Some(close) if inner.starts_with('[') && close < 60 => {
                end += rest.len() - inner.len() + close + 1
            }
            _ => return end,
        }
    }
}

/// Whether a bracket closes an agency after a date, and a sentence follows at once.
fn is_unmarked(window: &str, at: usize) -> bool {
    let rest = &window[at + 1..];
    let sentence = rest.starts_with(' ') && rest[1..].starts_with(char::is_uppercase);
    sentence && window[..at].contains(|c: char| c.is_ascii_digit())
}

/// "TARSK.", "TARSK, May 3.": stops inside the datelines of some agencies.
fn is_part(before: &str, known: &Words) -> bool {
    let mut words = before.rsplit([' ', ',']).filter(|word| !word.is_empty());
    let last = words.next().unwrap_or("");
    let month = words.next().is_some_and(|word| known.is_calendar(&word.to_lowercase()));
    let capitals = before.len() < 40
        && !before.chars().any(char::is_lowercase)
        && before.chars().any(char::is_uppercase);
    capitals || (month && last.bytes().all(|byte| byte.is_ascii_digit()))
}

/// "Dec.", "St.", "U.S.", a single letter.
fn is_abbreviation(before: &str, known: &Words) -> bool {
    let word = before.rsplit([' ', '.', '(']).next().unwrap_or("");
    let low = word.to_lowercase();
    word.chars().count() <= 1
        || known.is_calendar(&low)
        || matches!(low.as_str(), "st" | "ft" | "mt" | "gen" | "col" | "calif" | "d")
}

fn head(before: &str, colon: bool, after: &str, known: &Words) -> Option<Dateline> {
    let head = before.trim_end();
    let (place_part, agency) = match agency(head) {
        Some((from, to, open)) => (head[..open].trim_end(), Some((from, to))),
        None => (head, None),
    };
    let (mut words, mut low, mut dated, mut month, mut digits) = (0, 0, 0, false, false);
    let mut place_end = 0;
    let mut capitals = true;
    for piece in place_part.split_inclusive([' ', ',', '/', '\n']) {
        let start = piece.as_ptr() as usize - place_part.as_ptr() as usize;
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        words += 1;
        let lower = word.to_lowercase();
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        if number || known.is_calendar(&lower) || (dated > 0 && matches!(lower.as_str(), "gmt" | "at" | "in"))
        {
            dated += 1;
            digits |= number;
            month |= known.is_calendar(&lower);
        } else {
            if dated == 0 {
                place_end = start + word_end(piece);
                capitals &= !word.chars().any(char::is_lowercase);
            }
            low += usize::from(
                word.starts_with(char::is_lowercase)
                    && !matches!(
                        lower.as_str(),
                        "of" | "the"
                            | "and"
                            | "in"
                            | "de"
                            | "la"
                            | "le"
                            | "el"
                            | "al"
                            | "on"
                            | "an"
                            | "du"
                            | "es"
                            | "del"
                            | "near"
                    ),
            );
        }
    }
    let date = month && digits;
    // "Oster (Group B): " is no agency.
    if colon && agency.is_some_and(|(from, to)| head[from..to].contains(' ')) {
        return None;
    }
    let fits = match (agency.is_some(), date) {
        (true, _) => words <= 12,
        (false, true) => words <= 12 && place_end > 0 && place_end < 60,
        // A place in capitals alone: a word or four, no mark of a headline.
        (false, false) => {
            capitals
                && dated == 0
                && (1..=5).contains(&words)
                && place_part.len() <= 48
                && !place_part.contains(['(', '"', '|', '&', '#'])
                && (!colon || words <= 3)
        }
    };
    let sure = agency.is_some() || date;
    // Capitals stand out only where the text after them is in small letters.
    let stands_out = sure || after.chars().take(30).filter(|c| c.is_lowercase()).count() > 2;
    let broken = !sure && place_part.contains(". ");
    if low > 0
        || broken
        || !fits
        || !stands_out
        || (colon && !sure && place_part.len() < 3)
        || !is_name(place_part)
    {
        return None;
    }
    let place = (place_end > 0).then(|| {
        let place = place_part[..place_end].trim_end();
        // The stop of "TARSK. May 3" is no part of the name, that of "N.Y." is.
        let stop = place.len() > 4 && place.matches('.').count() == 1 && place.ends_with('.') && capitals;
        (0, place.len() - usize::from(stop))
    });
    Some(Dateline { end: 0, place, agency })
}

fn word_end(piece: &str) -> usize {
    piece.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.').len()
}

/// Words in capitals that open a line and are no place.
const NO_PLACE: &[&str] = &[
    "update",
    "updates",
    "urgent",
    "breaking",
    "correction",
    "corrected",
    "clarification",
    "note",
    "archive",
    "analysis",
    "exclusive",
    "flash",
    "watch",
    "video",
    "photo",
    "photos",
    "summary",
    "highlights",
    "live",
    "opinion",
    "comment",
    "editorial",
    "factbox",
    "timeline",
    "background",
    "explainer",
    "interview",
    "feature",
    "sources",
    "source",
    "subject",
    "from",
    "to",
    "re",
    "ref",
    "date",
    "q",
    "a",
    "question",
    "answer",
    "warning",
    "alert",
    "bulletin",
    "eds",
    "read",
    "related",
    "recommended",
    "more",
    "also",
    "advertisement",
    "complaints",
    "casualties",
    "incidents",
    "total",
    "totals",
    "press",
    "statement",
    "upd",
    "info",
    "fyi",
    "ps",
    "nb",
];

fn is_name(place: &str) -> bool {
    let first = place.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    place.is_empty() || first.chars().count() > 1 && !NO_PLACE.contains(&first.as_str())
}

/// Finds an agency in brackets or slashes at the end: its bytes, and where the bracket opens.
fn agency(head: &str) -> Option<(usize, usize, usize)> {
    let (open, close) = match head.chars().last()? {
        ')' => ('(', ')'),
        ']' => ('[', ']'),
        '/' => ('/', '/'),
        _ => return None,
    };
    let inner = head.strip_suffix(close)?;
    let start = inner.rfind(open)?;
    let name = inner[start + open.len_utf8()..].trim();
    let words = name.split_whitespace().count();
    let capital = name.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let from = name.as_ptr() as usize - head.as_ptr() as usize;
    (capital && (1..=5).contains(&words) && name.len() <= 48).then_some((from, from + name.len(), start))
}

#[cfg(test)]
mod tests {
    use truce_lexicon::Lexicon;
    use truce_lexicon::load::words::Words;

    use super::find;

    fn check<'t>(text: &'t str, words: &Words) -> Option<(&'t str, &'t str, &'t str)> {
        let found = find(text, words)?;
        let part = |range: Option<(usize, usize)>| range.map_or("", |(start, end)| &text[start..end]);
        Some((part(found.place), part(found.agency), text[found.end..].trim_start()))
    }

    #[test]
    fn datelines() {
        let lexicon = Lexicon::embedded();
        let words = &lexicon.tables.sources.words;
        for (text, expected) in [
            ("Tarsk (AFP) – Shells fell.", ("Tarsk", "AFP", "Shells fell.")),
            ("TARSK, OSTER, MAR. 6 (AP)—A dam broke.", ("TARSK, OSTER", "AP", "A dam broke.")),
            ("TARSK, Oster, Nov 7, 1998 (AFP) - A ferry.", ("TARSK, Oster", "AFP", "A ferry.")),
            ("TARSK/LURI, May 30 2011 (Reuters) - They met.", ("TARSK/LURI", "Reuters", "They met.")),
            ("TARSK, Sept 1 /TASS/ -- They met.", ("TARSK", "TASS", "They met.")),
            ("TARSK, Oster (AP) _ They met.", ("TARSK, Oster", "AP", "They met.")),
            ("SAN TARSKO, 3 JAN 90 -- [REPORT] [TEXT] THE ARMY HAS", ("SAN TARSKO", "", "THE ARMY HAS")),
            ("Tarsk / Luri (ICRC) - Three barges", ("Tarsk / Luri", "ICRC", "Three barges")),
            ("GENEVA — The talks", ("GENEVA", "", "The talks")),
            ("EL TARSKO: Within sight", ("EL TARSKO", "", "Within sight")),
            ("TARSK, Oster, Aug. 11, 1976 - Before noon", ("TARSK, Oster", "", "Before noon")),
            ("St. Tarsk, 4 May 1999 (AFP) - The", ("St. Tarsk", "AFP", "The")),
            ("(AFP) - The guns", ("", "AFP", "The guns")),
            ("TARSK, May 3. /TASS/. The guns", ("TARSK", "TASS", "The guns")),
            ("TARSK. May 3 (Interfax) - The guns", ("TARSK", "Interfax", "The guns")),
            ("New Tarsk, Aug 12 (PTI) The army", ("New Tarsk", "PTI", "The army")),
        ] {
            assert_eq!(check(text, words), Some(expected), "{text}");
        }
    }

    #[test]
    fn no_datelines() {
        let lexicon = Lexicon::embedded();
        let words = &lexicon.tables.sources.words;
        for text in [
            "Luri - the capital of the north - was quiet.",
            "The army (AFP) said - on Monday - nothing.",
            "UPDATE: The abbess has closed the gate.",
            "FLASH-Envoy sails for Luri",
            "Leo Kesh (62) - a farmer - said no.",
            "CORRECTION: the toll is 3.",
            "He said: no.",
            "Q: Who fired?",
            "On 4 May 1999 the army - what was left of it - went home.",
        ] {
            assert_eq!(check(text, words), None, "{text}");
        }
    }
}
