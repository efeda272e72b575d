//! Foreign words made fit for a page.

/// Takes the meaning from letters that Markdown or HTML would read: quotes come from foreign texts.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' => {
                out.push('\\');
                out.push(letter);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            _ => out.push(letter),
        }
    }
    out
}

/// Writes words on one line, without what a terminal would obey.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|letter: char| letter.is_whitespace() || letter.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Writes a quote as it was meant to be read: on one line, and HTML entities that a text carries as signs.
/// Only pages for people show quotes so; data keep the letters of the document.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (sign, length) = entity(rest).unwrap_or(('&', 1));
        out.push(sign);
        rest = &rest[length..];
    }
    out.push_str(rest);
    one_line(&out)
}

/// Returns the sign of the entity that a text begins with, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    let name = &name[..name.find(';').filter(|end| (2..=8).contains(end))?];
    let sign = match name {
        "quot" => '"',
        "apos" => '\'',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        "ldquo" => '\u{201c}',
        "rdquo" => '\u{201d}',
        "lsquo" => '\u{2018}',
        "rsquo" => '\u{2019}',
        "ndash" => '\u{2013}',
        "mdash" => '\u{2014}',
        "hellip" => '\u{2026}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((sign, name.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_in_quotes_are_shown_as_signs_once() {
        for (text, shown) in [
            ("he said: &quot;we hold&quot;", "he said: \"we hold\""),
            ("Tarsk&#8217;s  gate", "Tarsk\u{2019}s gate"),
            ("&#x2014;now&nbsp;here", "\u{2014}now here"),
            ("&amp;quot;", "&quot;"),
            ("A & B; R&D; &;", "A & B; R&D; &;"),
            ("&#xD800; &#; &unknown; &#7;x", "&#xD800; &#; &unknown; x"),
            ("ends in &quot", "ends in &quot"),
            ("&\u{e9}\u{e9}\u{e9};", "&\u{e9}\u{e9}\u{e9};"),
        ] {
            assert_eq!(quote(text), shown, "{text}");
        }
    }
}
