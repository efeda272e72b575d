//! The lines of the head in, the headline and the use of the others out.
//! Weighs length, place, gaps and wording; no sign decides alone.

use truce_lexicon::load::sources::Sort;
use truce_lexicon::load::words::Words;

use super::head::Piece;
use super::maker::Maker;
use super::shape::Shape;
use super::sort::Class;
use super::{BlockKind, Meta, dateline, marks};

/// Says whether what stands before a date says more than that there is a date.
pub(super) fn is_title_before_date(maker: &mut Maker<'_>, front: &str) -> bool {
    let shape = maker.shape(front);
    let named =
        shape.words >= 3 && !front.contains(',') && !shape.any(Sort::Agency) && !is_names(front, &shape);
    (shape.any(Sort::Report) || named)
        && !shape.opens(Sort::Issued)
        && !shape.opens(Sort::Byline)
        && !shape.date
}

/// "Ana Torvald, Leo Kesh and Ian Brand": names of persons and nothing else, as far as one can see.
fn is_names(words: &str, shape: &Shape) -> bool {
    let listed = words.contains(',') || words.contains(" and ");
    shape.words <= if listed { 12 } else { 3 }
        && shape.words >= 2
        && shape.verbs == 0
        && !shape.capital
        && shape.numbers == 0
        && !words.contains([':', '(', '|', '"', '?', '/', '-'])
        && !shape.any(Sort::Body)
        && !shape.any(Sort::Report)
        && !shape.any(Sort::Masthead)
        && words
            .split([',', ' '])
            .filter(|word| !word.is_empty())
            .all(|word| word == "and" || word.starts_with(char::is_uppercase))
        && words.split(", ").flat_map(|part| part.split(" and ")).all(|name| {
            let name = name.trim_start_matches("and ");
            (2..=4).contains(&name.split_whitespace().count())
        })
}

/// More lines of unknown use than this before the text are a menu.
const MENU: i32 = 9;

/// The piece that is the headline, if any is one.
pub(super) fn choose(text: &str, pieces: &[Piece]) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    let mut seen = 0;
    if let Some(subject) = pieces.iter().position(|piece| piece.subject) {
        return Some(subject);
    }
    let all = pieces.iter().filter(|piece| piece.class == Class::Text).count() as i32;
    for (at, piece) in pieces.iter().enumerate() {
        if piece.class != Class::Text {
            continue;
        }
        // Under a long menu the headline is near the text; else it stands before the deck.
        let place = if all > MENU { (all - 1 - seen).min(12) - signed(pieces, at) } else { 3 * seen };
        let weight = weigh(text, pieces, at) - place;
        seen += i32::from(!is_letterhead(piece.span.of(text), &piece.shape));
        if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, at));
        }
    }
    best.map(|(_, at)| at)
}

/// What speaks for a headline under a menu: a byline or date soon after, and more than a word or three.
fn signed(pieces: &[Piece], at: usize) -> i32 {
    let mut after = pieces[at + 1..]
        .iter()
        .filter(|piece| !matches!(piece.class, Class::Furniture | Class::Links))
        .take(3);
    let dated = after.any(|piece| matches!(piece.class, Class::Byline | Class::Issued));
    i32::from(dated) * 4 - i32::from(pieces[at].shape.words < 4) * 6
}

fn weigh(text: &str, pieces: &[Piece], at: usize) -> i32 {
    let (piece, shape) = (&pieces[at], &pieces[at].shape);
    let words = piece.span.of(text);
    let mut weight = match shape.words {
        0 | 1 => 2,
        2 | 3 => 6,
        4..=24 => 10,
        25..=34 => 5,
        _ => -20,
    };
    weight += i32::from(shape.low > 0 || shape.verbs > 0) * 2;
    weight += i32::from(piece.gap);
    let others = pieces.iter().enumerate().any(|(other, piece)| other != at && piece.class == Class::Text);
    weight += i32::from(pieces[at + 1..].iter().any(|other| other.span.of(text) == words)) * 6;
    // "TARSK VERIFICATION MISSION", and "DAILY REPORT 14" under it: who reports, then what it is.
    let over_report = is_letterhead(words, shape)
        && pieces[at + 1..].iter().take(2).any(|next| next.shape.any(Sort::Report));
    if over_report {
        weight -= 20;
    } else if shape.any(Sort::Report) {
        weight += if others && is_bare_report(words, shape) { -3 } else { 2 };
    } else if is_letterhead(words, shape) {
        weight -= 20;
    } else if shape.any(Sort::Masthead) && shape.low == 0 && shape.words <= 4 && others {
        weight -= 5;
    }
    if super::lines::begins_low(words) {
        weight -= 12;
    }
    // A byline or date right under it, and not all names: "Shells kill a child in Tarsk", then "12 March 2020".
    let under = pieces.get(at + 1).is_some_and(|next| matches!(next.class, Class::Byline | Class::Issued));
    if under && shape.low > 0 && shape.words > 3 && !shape.any(Sort::Report) {
        weight += 4;
    }
    if words.starts_with(['(', '[', '*']) || words.ends_with([':', ',', ';']) || is_names(words, shape) {
        weight -= if words.starts_with('[') { 20 } else { 12 };
    }
    if shape.closes && words.ends_with('.') {
        weight -= match (shape.capital, shape.low) {
            (true, _) => 2,
            (false, 0..=1) => 6,
            (false, _) => 16,
        };
    }
    // A few words after glued labels may be one more label ("Live: Oster and Luri").
    if others && !piece.alone && shape.words <= 5 {
        weight -= 5;
    }
    // "Fort Garrick, Oster City": a place of issue.
    if shape.low == 0 && shape.words <= 5 && words.contains(',') && !shape.capital {
        weight -= 6;
    }
    // A heading of the first section ("SUMMARY") is not the headline.
    if marks::list_marker(words).is_some() || (shape.opens(Sort::Note) && shape.words <= 2) {
        weight -= 12;
    }
    weight
}

/// "TARSK, Oster" alone on its line, over the text.
pub(super) fn is_place(words: &str, shape: &Shape) -> bool {
    let first = words.split(',').next().unwrap_or("");
    let capital =
        first.len() > 2 && !first.chars().any(char::is_lowercase) && first.split_whitespace().count() <= 3;
    capital
        && words.contains(", ")
        && shape.low == 0
        && shape.words <= 5
        && shape.numbers == 0
        && !shape.any(Sort::Body)
}

/// "Media release 11/27", "Weekly Report 9/2012": the kind of report and its number, nothing else.
fn is_bare_report(words: &str, shape: &Shape) -> bool {
    shape.words <= 6 && words.contains(|c: char| c.is_ascii_digit()) && !words.contains([':', '-', '–'])
}

/// Says whether a line is the name of a body, as over a letter: "GENERAL STAFF OF OSTER", "MoD of Oster @mod".
pub(super) fn is_letterhead(words: &str, shape: &Shape) -> bool {
    if !shape.any(Sort::Body) || shape.verbs > 0 || shape.words > 14 || shape.closes {
        return false;
    }
    let handle = words.contains('@');
    let acronym = words.ends_with(')')
        && words
            .rsplit('(')
            .next()
            .is_some_and(|inner| inner.len() <= 12 && inner.chars().filter(|c| c.is_uppercase()).count() > 1);
    let barred = shape.bars > 0;
    let proper = words.split_whitespace().all(|word| {
        word.chars().find(|c| c.is_alphabetic()).is_none_or(|c| {
            !c.is_lowercase()
                || matches!(word, "of" | "the" | "for" | "and" | "to" | "in" | "on" | "de" | "la")
        })
    });
    proper && (handle || acronym || barred || shape.words <= if shape.capital { 12 } else { 8 })
}

/// What a line of the head that is not the headline is: a block that may be read, or metadata.
pub(super) fn kind(
    text: &str,
    pieces: &[Piece],
    at: usize,
    title: Option<usize>,
    known: &Words,
) -> Result<BlockKind, Meta> {
    let (piece, shape) = (&pieces[at], &pieces[at].shape);
    let words = piece.span.of(text);
    if is_letterhead(words, shape) || shape.any(Sort::Publisher) && shape.words <= 6 && shape.verbs == 0 {
        return Err(Meta::Masthead);
    }
    let Some(title) = title else {
        let sentence = shape.words >= 5 && (shape.verbs > 0 || shape.closes || words.ends_with([',', ';']));
        return Ok(if sentence || marks::list_marker(words).is_some() {
            BlockKind::Paragraph
        } else {
            BlockKind::Heading
        });
    };
    if shape.prose() {
        return Ok(BlockKind::Paragraph);
    }
    if words == pieces[title].span.of(text) {
        return Err(Meta::Masthead);
    }
    if words.ends_with(':') || words.starts_with(['(', '[']) && shape.words > 8 {
        return Ok(BlockKind::Paragraph);
    }
    if at < title {
        let read = shape.verbs > 0 && shape.words >= 5;
        let numbered = is_bare_report(words, shape);
        return if read {
            Ok(BlockKind::Subtitle)
        } else {
            Err(if numbered { Meta::Issued } else { Meta::Masthead })
        };
    }
    let dated = pieces.iter().any(|piece| matches!(piece.class, Class::Issued | Class::Byline));
    if (dated && is_names(words, shape)) || (shape.any(Sort::Agency) && shape.words <= 2) {
        return Err(Meta::Byline);
    }
    if dateline::find(words, known).is_some() || is_place(words, shape) && at + 1 == pieces.len() {
        return Err(Meta::Dateline);
    }
    let last = at + 1 == pieces.len();
    if last && shape.words <= 3 && (shape.capital || shape.opens(Sort::Note)) || words.ends_with('?') && last
    {
        return Ok(BlockKind::Heading);
    }
    Ok(BlockKind::Subtitle)
}
