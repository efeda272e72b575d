//! Rust source in, its words without comments, literals and tests out.
//! A reader for the checks of the house only; it never has to understand more than paths.

/// A word or sign of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The text: an identifier, or one sign.
    pub text: String,
    /// Line, from 1.
    pub line: usize,
}

/// Cuts source into words: identifiers and single signs, `::` as one. Comments, literals and modules under
/// `#[cfg(test)]` are left out.
pub(super) fn words(source: &str) -> Vec<Word> {
    without_tests(all_words(source))
}

fn all_words(source: &str) -> Vec<Word> {
    let text: Vec<char> = source.chars().collect();
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let mut words = Vec::new();
    let mut line = 1;
    let mut index = 0;
    while index < text.len() {
        let start = index;
        let sign = text[index];
        if sign == '/' && at(index + 1) == '/' {
            while index < text.len() && text[index] != '\n' {
                index += 1;
            }
        } else if sign == '/' && at(index + 1) == '*' {
            index = after_comment(&text, index);
        } else if let Some(end) = after_literal(&text, index) {
            index = end;
        } else if sign.is_alphanumeric() || sign == '_' {
            while at(index).is_alphanumeric() || at(index) == '_' {
                index += 1;
            }
            words.push(Word { text: text[start..index].iter().collect(), line });
        } else if sign == ':' && at(index + 1) == ':' {
            index += 2;
            words.push(Word { text: "::".to_owned(), line });
        } else {
            index += 1;
            if !sign.is_whitespace() {
                words.push(Word { text: sign.to_string(), line });
            }
        }
        line += text[start..index].iter().filter(|&&sign| sign == '\n').count();
    }
    words
}

fn after_comment(text: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut index = start;
    while index < text.len() {
        match (text[index], text.get(index + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                index += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                index += 2;
                if depth == 0 {
                    return index;
                }
            }
            _ => index += 1,
        }
    }
    text.len()
}

/// Returns where the string or character literal that begins at `start` ends, if one begins there.
fn after_literal(text: &[char], start: usize) -> Option<usize> {
    let at = |index: usize| text.get(index).copied().unwrap_or('\0');
    let inside_word = start > 0 && (at(start - 1).is_alphanumeric() || at(start - 1) == '_');
    let mut index = start;
    if !inside_word {
        while matches!(at(index), 'b' | 'c' | 'r') && index - start < 2 {
            index += 1;
        }
    }
    let raw = index > start && at(index - 1) == 'r';
    let mut hashes = 0;
    while raw && at(index + hashes) == '#' {
        hashes += 1;
    }
    if at(index + hashes) == '"' {
        index += hashes + 1;
        while index < text.len() {
            if text[index] == '\\' && !raw {
                index += 1;
            } else if text[index] == '"' && (0..hashes).all(|hash| at(index + 1 + hash) == '#') {
                return Some(index + 1 + hashes);
            }
            index += 1;
        }
        return Some(text.len());
    }
    if at(index) != '\'' || (index > start && at(start) != 'b') {
        return None;
    }
    // 'x' and '\n' are characters, 'x without a closing quote is a lifetime.
    if at(index + 1) == '\\' {
        let end = (index + 3..text.len()).find(|&end| text[end] == '\'')?;
        return Some(end + 1);
    }
    (at(index + 2) == '\'').then_some(index + 3)
}

/// Drops what stands under `#[cfg(test)]`.
fn without_tests(words: Vec<Word>) -> Vec<Word> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(words.len());
    let mut index = 0;
    while index < words.len() {
        let marked =
            words[index..].iter().zip(mark).filter(|(word, sign)| word.text == *sign).count() == mark.len();
        if !marked {
            kept.push(words[index].clone());
            index += 1;
            continue;
        }
        // The item ends at its closing brace, or at a semicolon before any brace.
        let mut depth = 0;
        index += mark.len();
        while index < words.len() {
            match words[index].text.as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                _ => {}
            }
            let ends = depth == 0 && matches!(words[index].text.as_str(), "}" | ";");
            index += 1;
            if ends {
                break;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_comments_literals_and_tests() {
        for (source, expected) in [
            ("use a::b; // use c", "use a :: b ;"),
            ("/* x /* y */ z */ fn f<'a>() {}", "fn f < ' a > ( ) { }"),
            ("let s = \"crate::x \\\" y\"; t", "let s = ; t"),
            ("let s = r#\"a \" crate::b\"#; t", "let s = ; t"),
            ("m('\\'', 'x', b'y', b\"z\"); t", "m ( , , , ) ; t"),
            ("#[cfg(test)]\nmod tests { use crate::x; }\nt", "t"),
            ("#[cfg(test)]\nmod tests;\nt", "t"),
        ] {
            let found: Vec<String> = words(source).into_iter().map(|word| word.text).collect();
            assert_eq!(found.join(" "), expected, "{source}");
        }
    }
}
