//! A line and its signs in, what the line is for out.
//! Several weak signs must agree before a line is left unread: when in doubt it is read.

use truce_lexicon::load::sources::Sort;
use truce_lexicon::load::words::Words;

use super::shape::Shape;

/// Where in the report a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Before the first sentence.
    Head,
    /// Between the first sentence and the last.
    Body,
    /// After the last sentence.
    Tail,
}

/// What stands around a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub zone: Zone,
    /// The line before is furniture, with no empty line between.
    pub after_furniture: bool,
    /// A heading of a list of links stands before, with no sentence or empty line between.
    pub links: bool,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Text,
    Furniture,
    /// Furniture that lines of links follow.
    Links,
    Tags,
    Byline,
    Issued,
    Credit,
    Masthead,
}

/// The weight at which a line is left unread.
const ENOUGH: i32 = 3;

/// Says what `line` is for.
pub(super) fn sort(line: &str, shape: &Shape, around: Around, words: &Words) -> Class {
    if shape.words == 0 {
        return Class::Furniture;
    }
    if shape.long {
        return Class::Text;
    }
    if super::marks::is_page(line) || is_address(line) || (is_number(shape) && !line.contains(['/', ':'])) {
        return Class::Furniture;
    }
    if is_desk(line) {
        return Class::Credit;
    }
    if shape.is(Sort::Links) && (shape.words > 1 || around.zone != Zone::Body || around.after_furniture) {
        return Class::Links;
    }
    if shape.is(Sort::Section) && !around.after_furniture && tags(line, shape, around) {
        return Class::Tags;
    }
    if furniture(line, shape, around) >= ENOUGH {
        return Class::Furniture;
    }
    if caption(line, shape) {
        return Class::Furniture;
    }
    if tags(line, shape, around) {
        return Class::Tags;
    }
    if credit(line, shape, around) {
        return Class::Credit;
    }
    if byline(line, shape, around, words) {
        return Class::Byline;
    }
    if masthead(line, shape, around) {
        return Class::Masthead;
    }
    if issued(line, shape, around) {
        return Class::Issued;
    }
    Class::Text
}

fn furniture(line: &str, shape: &Shape, around: Around) -> i32 {
    let near = around.zone != Zone::Body || around.after_furniture;
    let mut weight = 0;
    if shape.covered >= shape.words {
        weight += match (shape.furniture, shape.menu, shape.section) {
            (1.., ..) => 4,
            (0, 2.., _) if shape.glue + shape.bars > 0 || near => 4,
            (0, 3.., _) => 3,
            (0, 1, 1..) if near => 3,
            (0, 1, 0) if near => 3,
            (0, 0, 1..) if around.after_furniture && around.zone == Zone::Tail => 3,
            _ => 0,
        };
    } else if !shape.closes && shape.verbs == 0 {
        let known = shape.furniture * 2 + shape.menu;
        let most = shape.covered * 5 >= shape.words * 3;
        let glued = shape.glue + shape.bars;
        weight += match known {
            4.. if most || glued > 1 => 4,
            3 if most && glued > 0 => 3,
            2.. if most && glued > 0 && near => 3,
            3.. if glued > 2 && near => 3,
            2 if glued > 2 && near => 2,
            1.. if glued > 0 && near && around.after_furniture => 2,
            _ => 0,
        };
    }
    if shape.opens(Sort::Furniture) {
        weight += opener(line, shape, near);
    }
    if shape.any(Sort::Furniture) {
        weight += if shape.any_words > 3 { 5 } else { 4 };
    }
    if around.links && shape.words <= 25 && !shape.prose() && !(shape.closes && shape.verbs > 0) {
        weight += 3;
    }
    // "Ana Torvald, press officer, ana@example.org, tel. 12 34"
    if around.zone == Zone::Tail
        && shape.verbs == 0
        && !shape.says
        && line.contains('@')
        && line.contains('.')
    {
        weight += 3;
    }
    if near && !shape.closes && shape.words <= 10 && shape.verbs == 0 {
        weight += i32::from(shape.glue > 0 || around.after_furniture && around.zone == Zone::Tail);
    }
    if shape.prose() {
        weight -= 2 + i32::from(shape.says);
    }
    if shape.words > 40 {
        weight -= 2;
    }
    weight
}

/// Weighs a phrase at the start of a line by what follows it: a colon, the end, glued words; or just words.
fn opener(line: &str, shape: &Shape, near: bool) -> i32 {
    let rest = line.get(shape.open_end..).unwrap_or("");
    let opened = line.get(..shape.open_end).unwrap_or("");
    let capital = opened.chars().any(char::is_uppercase) && !opened.chars().any(char::is_lowercase);
    let next = rest.trim_start().chars().next();
    let glued = rest.chars().next().is_some_and(char::is_alphanumeric);
    let sure = matches!(next, None | Some(':' | '|' | '»' | '›' | '?' | '…')) || glued;
    let dashed = matches!(next, Some('-' | '–' | '—')) && capital;
    match shape.open_words {
        _ if sure || dashed || opened.starts_with('©') => 5,
        4.. => 5,
        3 => 3,
        _ if capital
            && !shape.capital
            && rest.trim_start().chars().nth(1).is_some_and(char::is_lowercase) =>
        {
            3
        }
        2 if !shape.closes && shape.verbs == 0 => 2 + i32::from(near),
        _ if !shape.closes && near => 1,
        _ => 0,
    }
}

fn caption(line: &str, shape: &Shape) -> bool {
    let rest = line.get(shape.open_end..).unwrap_or("").trim_start();
    (shape.opens(Sort::Caption)
        && (rest.starts_with([':', '|', '/']) || (shape.open_words > 1 && shape.words < 14)))
        || (shape.any(Sort::Caption) && line.ends_with([')', ']']))
}

fn tags(line: &str, shape: &Shape, around: Around) -> bool {
    let rest = line.get(shape.open_end..).unwrap_or("").trim_start_matches([')', ' ']);
    if shape.opens(Sort::Section) && (rest.starts_with([':', '(']) || rest.is_empty()) && !shape.prose() {
        return true;
    }
    // "Oster in brief" is the name of a report.
    let named = shape.any(Sort::Report) && shape.words > 2 && shape.bars + shape.glue == 0;
    (shape.section > 0 || shape.is(Sort::Section))
        && shape.covered >= shape.words
        && shape.words <= 12
        && around.zone == Zone::Head
        && !named
}

fn credit(line: &str, shape: &Shape, around: Around) -> bool {
    if shape.words > 40 || shape.passive || shape.says {
        return false;
    }
    if line.starts_with("(signed)") || line.starts_with("Signed:") {
        return false;
    }
    (shape.opens(Sort::Credit)
        && (around.zone != Zone::Head || !shape.closes)
        && (shape.verbs == 0 || shape.open_words > 1))
        || (shape.any(Sort::Credit) && (around.zone == Zone::Tail || shape.words <= 25))
}

/// An address on the net alone on its line, or a footnote with one.
fn is_address(line: &str) -> bool {
    let inner = line.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | ' ' | '.' | '-' | '•')
    });
    let known = ["http://", "https://", "www.", "t.me/", "HTTP://", "pic.twitter.com/"]
        .iter()
        .any(|start| inner.starts_with(start));
    known && !inner.contains(char::is_whitespace)
}

/// A count of views or shares, or a page's number, alone on its line ("1,204", "*1802718*").
fn is_number(shape: &Shape) -> bool {
    (1..=3).contains(&shape.words) && shape.numbers == shape.words && !shape.date
}

/// Initials of the writer and the desk: "abc-de/fg", "xy/zu".
fn is_desk(line: &str) -> bool {
    let parts = || line.split(['/', '-']);
    line.len() <= 24
        && parts().count() > 1
        && parts()
            .all(|part| (2..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase()))
}

fn byline(line: &str, shape: &Shape, around: Around, words: &Words) -> bool {
    if !shape.opens(Sort::Byline) || shape.words > 24 {
        return false;
    }
    let rest = line.get(shape.open_end..).unwrap_or("").trim_start_matches([' ', ':']);
    let mut names = rest.split_whitespace();
    let first = names.next().unwrap_or("");
    let named = first.starts_with(char::is_uppercase);
    let low: String = first.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if words.is_calendar(&low) {
        return false;
    }
    let sentence = shape.closes && shape.verbs > 0;
    match around.zone {
        Zone::Head => !sentence && (named || rest.is_empty() || shape.date || shape.open_words > 1),
        // In the middle only "By Ana Torvald" alone.
        Zone::Body | Zone::Tail => {
            named && !shape.closes && shape.words <= 6 && shape.verbs == 0 && shape.low <= 2
        }
    }
}

/// The head of a newspaper page: "THE TARSK COURIER, MONDAY, APRIL 9, 1934    PAGE ONE".
fn masthead(line: &str, shape: &Shape, around: Around) -> bool {
    around.zone == Zone::Head
        && shape.date
        && shape.verbs == 0
        && shape.words <= 16
        && (line.contains("PAGE")
            || line.contains("Page ")
            || line.contains("Vol.")
            || shape.capital
                && (shape.any(Sort::Masthead) && !shape.closes
                    || around.after_furniture && line.contains("   ")))
}

fn issued(line: &str, shape: &Shape, around: Around) -> bool {
    if around.zone == Zone::Tail && !shape.date && !shape.opens(Sort::Issued) {
        return false;
    }
    let inner = line.trim_start_matches(['(', '[']);
    let boxed = inner.len() < line.len();
    let rest = line.get(shape.open_end..).unwrap_or("").trim_start();
    let opens = shape.opens(Sort::Issued)
        && (rest.starts_with([':', '.', '/'])
            || shape.date
            || rest.starts_with(|c: char| c.is_ascii_digit())
            || (boxed && shape.open_words > 1)
            || shape.is(Sort::Issued) && shape.words > 1);
    let dated = shape.date && shape.dated * 3 >= shape.words;
    // "FM AMEMBASSY TARSK", "In the name of God, the Merciful"; "C O N F I D E N T I A L".
    let formula = shape.opens(Sort::Issued)
        && !shape.closes
        && ((shape.open_words >= 4 && shape.verbs == 0)
            || (shape.open_words > 1 && shape.capital && shape.words <= 8));
    let spaced = shape.capital && shape.letters >= 6;
    match around.zone {
        Zone::Head => {
            (opens && (shape.verbs == 0 || boxed || shape.dated * 4 >= shape.words) && shape.words <= 40)
                || formula
                || spaced
                || (dated && shape.words <= 24 && !(shape.prose() && shape.dated * 2 < shape.words))
        }
        Zone::Tail if dated && shape.words <= 8 && shape.verbs == 0 && !shape.closes => true,
        Zone::Body | Zone::Tail => {
            opens
                && shape.date
                && shape.verbs == 0
                && shape.words <= 16
                && shape.open_words > 0
                && (boxed || rest.starts_with(':') || shape.open_words > 1)
        }
    }
}
