//! Words of one block in, sentences out.
//! Looks at words only; headings and list items were told apart by `document`.

use super::tokenise::Gap;
use super::words::{BEFORE_NAME, OPENERS};
use super::{Sentence, Token};

/// A run of more tokens without an end is no sentence but a list or a damaged text, and is cut where it is longest
/// after a comma, so that whatever looks at a whole sentence stays fast.
pub const LONGEST: usize = 400;

/// Appends the sentences of the tokens from `first` on, all of them of `block`.
pub fn split(tokens: &[Token], first: usize, gaps: &[Gap], table: bool, block: u32, out: &mut Vec<Sentence>) {
    let mut start = first;
    let mut index = first;
    while index < tokens.len() {
        let mut end = index + 1;
        if ends(tokens, start, index) {
            end = closing(tokens, end);
        }
        let cell =
            table && end < tokens.len() && (tokens[index].form == "|" || gaps[end - first] == Gap::Wide);
        let bullet = end < tokens.len()
            && gaps[end - first] >= Gap::Line
            && matches!(tokens[end].form.as_str(), "•" | "-" | "*" | "·" | "--" | "▪" | "●" | "■");
        if cell || bullet || (end < tokens.len() && ends(tokens, start, index) && starts(tokens, index, end))
        {
            out.push(Sentence { start: start as u32, end: end as u32, block });
            start = end;
        } else if end - start >= LONGEST {
            let comma =
                (end - LONGEST / 4..end).rev().find(|&at| matches!(tokens[at].form.as_str(), "," | ";"));
            let cut = comma.map_or(end, |at| at + 1);
            out.push(Sentence { start: start as u32, end: cut as u32, block });
            start = cut;
        }
        index = end;
    }
    if start < tokens.len() {
        out.push(Sentence { start: start as u32, end: tokens.len() as u32, block });
    }
}

/// Says whether the token at `index` can end the sentence that began at `start`.
fn ends(tokens: &[Token], start: usize, index: usize) -> bool {
    let form = tokens[index].form.as_str();
    if !form.ends_with(['.', '!', '?', '…', '۔', '。']) {
        return false;
    }
    // "3." and "a." at the start are list markers.
    if index == start + 1 && form == "." {
        let marker = &tokens[start].form;
        return !(marker.len() < 4 && marker.chars().all(|ch| ch.is_ascii_digit())
            || marker.chars().count() == 1);
    }
    true
}

/// Returns the index after the closing marks that follow a final stop.
fn closing(tokens: &[Token], mut end: usize) -> usize {
    while end < tokens.len() && !tokens[end].spaced {
        let closes = match tokens[end].form.as_str() {
            ")" | "]" | "." | "!" | "?" => true,
            // In `need."And` the quotation mark closes; in `need. "And` it opens.
            "\"" | "'" | "''" => tokens.get(end + 1).is_none_or(|next| next.spaced || !is_lower(next)),
            _ => false,
        };
        if !closes {
            break;
        }
        end += 1;
    }
    end
}

fn is_lower(token: &Token) -> bool {
    token.form.chars().next().is_some_and(char::is_lowercase)
}

/// Says whether a sentence can start at `next` after the final mark at `mark`.
fn starts(tokens: &[Token], mark: usize, next: usize) -> bool {
    let last = tokens[mark].form.as_str();
    let mut opener = next;
    while opener + 1 < tokens.len() && matches!(tokens[opener].form.as_str(), "\"" | "'" | "(" | "[") {
        opener += 1;
    }
    let token = &tokens[opener];
    if is_lower(token) {
        // "iPhone" and the like never matter; "al-Bab fell" begins a sentence, "said" does not.
        return last.len() == 1 && (token.lower.starts_with("al-") || token.lower.starts_with("el-"));
    }
    let abbreviation = last.len() > 1 && last.ends_with('.') && last.chars().any(char::is_alphabetic);
    if !abbreviation {
        return token.form.chars().any(char::is_alphanumeric) || opener == next || tokens[next].spaced;
    }
    if last.len() == 2 || BEFORE_NAME.contains(&last.trim_end_matches('.').to_lowercase().as_str()) {
        return false;
    }
    let capital = token.form.chars().next().is_some_and(char::is_uppercase);
    tokens[next].spaced && ((capital && OPENERS.contains(&token.lower.as_str())) || opener > next)
}
