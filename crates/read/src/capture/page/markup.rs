//! Markup in, tags and words out. Forgiving: whatever is no tag is words. Builds no tree, so no depth of elements can
//! break it.

use markup5ever::data::NAMED_ENTITIES;

/// A piece of markup with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'s> {
    /// Words, with character references as they stand.
    Words { text: &'s str, start: usize },
    /// What stands inside an element whose content is no markup: a script, a style, a title.
    Raw { element: &'s str, text: &'s str },
    /// A tag, opening or closing, without its angles.
    Tag {
        name: &'s str,
        closes: bool,
        /// Whether it closes itself.
        whole: bool,
        /// Its attributes.
        inside: &'s str,
    },
}

/// Elements whose content is no markup.
const RAW: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// Elements that may stand in the head of a page; any other one ends it.
const HEAD: [&str; 10] =
    ["head", "title", "meta", "link", "base", "script", "style", "noscript", "template", "basefont"];

/// Cuts markup into pieces, comments and declarations left out. Takes linear time.
pub(super) fn pieces(source: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut at = 0;
    let mut raw: Option<&str> = None;
    std::iter::from_fn(move || {
        loop {
            let rest = source.get(at..).filter(|rest| !rest.is_empty())?;
            if let Some(element) = raw.take() {
                let length = end_of_raw(rest, element);
                at += length;
                if length > 0 {
                    return Some(Piece::Raw { element, text: &rest[..length] });
                }
                continue;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                at += comment.find("-->").map_or(rest.len(), |end| end + 7);
                continue;
            }
            let opens = rest.starts_with('<')
                && rest[1..]
                    .starts_with(|sign: char| sign.is_ascii_alphabetic() || matches!(sign, '/' | '!' | '?'));
            if !opens {
                let length =
                    rest.bytes().skip(1).position(|byte| byte == b'<').map_or(rest.len(), |at| at + 1);
                let piece = Piece::Words { text: &rest[..length], start: at };
                at += length;
                return Some(piece);
            }
            let end = tag_end(rest);
            at = (at + end + 1).min(source.len());
            let inside = rest[1..end].trim();
            if inside.starts_with(['!', '?']) {
                continue;
            }
            let closes = inside.starts_with('/');
            let inside = inside.trim_start_matches('/');
            let length = inside
                .find(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | ':'))
                .unwrap_or(inside.len());
            let name = &inside[..length];
            if !closes {
                raw = RAW.into_iter().find(|one| name.eq_ignore_ascii_case(one));
            }
            let (inside, whole) = (&inside[length..], inside.ends_with('/'));
            return Some(Piece::Tag { name, closes, whole, inside: inside.trim_end_matches('/') });
        }
    })
}

/// Returns where a tag ends: at the angle that stands in no quotes.
fn tag_end(rest: &str) -> usize {
    let (mut quote, mut before) = (None, b'<');
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    rest.len()
}

/// Returns where the content of a raw element ends; where nothing closes it, at the end of the page.
fn end_of_raw(rest: &str, element: &str) -> usize {
    let bytes = rest.as_bytes();
    let closes = |at: usize| {
        bytes[at..].starts_with(b"</")
            && bytes
                .get(at + 2..at + 2 + element.len())
                .is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes()))
            && bytes.get(at + 2 + element.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    (0..bytes.len()).find(|&at| closes(at)).unwrap_or(bytes.len())
}

/// Elements that show no words of the page.
pub(super) const UNSEEN: &[&str] = &["head", "svg", "template"];

/// Elements that show none of the report's either.
pub(super) const AROUND: &[&str] = &["head", "svg", "template", "nav", "aside", "footer", "select", "button"];

/// Returns words and tags but for scripts and what stands in elements of the names `left_out`.
pub(super) fn seen<'s>(
    source: &'s str,
    left_out: &'static [&'static str],
) -> impl Iterator<Item = Piece<'s>> {
    let mut silent: Option<&str> = None;
    pieces(source).filter(move |piece| match (*piece, silent) {
        (Piece::Raw { .. }, _) => false,
        (Piece::Tag { name, closes: true, .. }, Some(open)) if name.eq_ignore_ascii_case(open) => {
            silent = None;
            false
        }
        // A head that nothing closes ends where the body begins.
        (Piece::Tag { name, closes: false, .. }, Some("head"))
            if !HEAD.iter().any(|one| name.eq_ignore_ascii_case(one)) =>
        {
            silent = None;
            true
        }
        // A paragraph is in no drawing: it ends one that nothing closes.
        (Piece::Tag { name, closes: false, .. }, Some("svg"))
            if ["p", "div", "table", "ul", "h1", "h2", "body"]
                .iter()
                .any(|one| name.eq_ignore_ascii_case(one)) =>
        {
            silent = None;
            true
        }
        (_, Some(_)) => false,
        (Piece::Tag { name, closes: false, whole, .. }, None) => {
            silent = left_out.iter().copied().find(|one| name.eq_ignore_ascii_case(one) && !whole);
            silent.is_none()
        }
        _ => true,
    })
}

/// Returns about how many elements stand inside one another at most: never fewer than do in sound markup.
pub(super) fn depth(source: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for piece in pieces(source) {
        if let Piece::Tag { name, closes, whole, .. } = piece {
            if closes {
                depth = depth.saturating_sub(usize::from(!counts_not(name)));
            } else if !whole && !counts_not(name) {
                depth += 1;
                most = most.max(depth);
            }
        }
    }
    most
}

/// Says whether elements of a name have no end, or one that pages leave out.
fn counts_not(name: &str) -> bool {
    const NAMES: [&str; 24] = [
        "br", "hr", "img", "input", "link", "meta", "area", "base", "col", "embed", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "param", "font", "basefont",
    ];
    NAMES.iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// Writes a page again with nothing but its words, its tags and their short attributes.
pub(super) fn without_ballast(source: &str) -> String {
    let mut out = String::new();
    for piece in pieces(source) {
        match piece {
            Piece::Words { text, .. } => out.push_str(text),
            Piece::Raw { element: "title", text } => out.push_str(text),
            Piece::Raw { .. } => {}
            Piece::Tag { name, closes, inside, .. } => {
                out.push_str(if closes { "</" } else { "<" });
                out.push_str(name);
                for (name, value) in attributes(inside).filter(|(_, value)| value.len() < 200) {
                    if matches!(name, "class" | "id" | "itemprop" | "role") && !value.contains('"') {
                        out.push_str(&format!(" {name}=\"{value}\""));
                    }
                }
                out.push('>');
            }
        }
    }
    out
}

/// Returns the attributes of a tag with their values, character references replaced.
pub(super) fn attributes(inside: &str) -> impl Iterator<Item = (&str, String)> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        rest = rest
            .trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '"' | '\'' | '='));
        if rest.is_empty() {
            return None;
        }
        let length =
            rest.find(|sign: char| sign.is_whitespace() || matches!(sign, '=' | '/')).unwrap_or(rest.len());
        let name = &rest[..length];
        rest = rest[length..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { return Some((name, String::new())) };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        rest = after;
        Some((name, plain(value)))
    })
}

/// Returns the value of an attribute.
pub(super) fn attribute(inside: &str, name: &str) -> Option<String> {
    attributes(inside).find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Returns words with character references replaced, and white space as it stands.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (signs, length) = reference(rest).unwrap_or((['&', '\0'], 1));
        out.extend(signs.into_iter().filter(|sign| *sign != '\0'));
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// Reads a character reference at the beginning of a text. Returns one character or two, and the bytes they take.
pub(super) fn reference(text: &str) -> Option<([char; 2], usize)> {
    let name = text.strip_prefix('&')?;
    if let Some(number) = name.strip_prefix('#') {
        let (digits, radix, skipped) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.bytes().take_while(|byte| (*byte as char).is_digit(radix)).count();
        if length == 0 {
            return None;
        }
        let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
        let closed = usize::from(digits[length..].starts_with(';'));
        return Some(([numbered(code), '\0'], skipped + length + closed));
    }
    // Old names need no semicolon: the longest one that is known counts.
    let longest = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    let closed = name[longest..].starts_with(';');
    (1..=longest + usize::from(closed)).rev().find_map(|length| {
        let &(first, second) = NAMED_ENTITIES.get(&name[..length])?;
        let first = char::from_u32(first).filter(|sign| *sign != '\0')?;
        Some(([first, char::from_u32(second).unwrap_or('\0')], 1 + length))
    })
}

/// Returns the character with this number; numbers of windows-1252 mean its characters.
fn numbered(code: u32) -> char {
    match code {
        0x80..=0x9F => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[code as u8])
            .0
            .chars()
            .next()
            .unwrap_or('\u{FFFD}'),
        0 => '\u{FFFD}',
        code => char::from_u32(code).unwrap_or('\u{FFFD}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> String {
        let words = seen(source, UNSEEN).filter_map(|piece| match piece {
            Piece::Words { text, .. } => Some(plain(text)),
            _ => None,
        });
        words.collect()
    }

    #[test]
    fn what_a_reader_sees() {
        for (source, expected) in [
            ("<p>a <b>b</b></p>", "a b"),
            ("2 < 3 & 4 > 1", "2 < 3 & 4 > 1"),
            ("<a title = 'x > y'>b</a>", "b"),
            ("a<!-- <b>no</b> -->b<!---->c", "abc"),
            ("<script>if (a < b) { '</p>' }</SCRIPT >x", "x"),
            ("<head><title>T</title><meta name=x><p>y", "y"),
            ("<svg><text>no</text></svg><svg/>z", "z"),
            ("<style>p > a {}", ""),
            (
                "caf&eacute; &copy 1998 &#147;x&#148; &#8217; &#x2014; &bogus; &AMP;",
                "café © 1998 “x” ’ — &bogus; &",
            ),
            ("&#0;&#xFFFFFFFF;&#;&", "\u{FFFD}\u{FFFD}&#;&"),
            ("<", "<"),
            ("x<p", "x"),
            ("x</", "x"),
        ] {
            assert_eq!(words(source), expected, "{source}");
        }
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let inside = r#" a = "1 > 0"  B='x &amp; y' c=z d e="""#;
        for (name, value) in
            [("a", Some("1 > 0")), ("b", Some("x & y")), ("c", Some("z")), ("d", Some("")), ("f", None)]
        {
            assert_eq!(attribute(inside, name).as_deref(), value, "{name}");
        }
        assert_eq!(attribute(r#" data-content="no" content="yes""#, "content").as_deref(), Some("yes"));
        assert_eq!(attribute(r#" content="not closed"#, "content").as_deref(), Some("not closed"));
    }
}
