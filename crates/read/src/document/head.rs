//! The lines before the first sentence: headline, deck, labels, bylines, dates, letterheads, menus.
//! Which line is the headline is weighed over all of them, not taken by position alone.

use truce_lexicon::load::sources::Sort;

use super::carve;
use super::flow::Unit;
use super::headings::is_broadcast_head;
use super::maker::{Maker, trimmed};
use super::shape::Shape;
use super::sort::{Around, Class, Zone, sort};
use super::title::{self, is_title_before_date};
use super::{Block, BlockKind, Meta, dateline, marks};
use crate::span::Bytes;

/// A line of the head, or a part of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub span: Bytes,
    pub class: Class,
    pub shape: Shape,
    pub gap: bool,
    /// Whether it stands alone on its line.
    pub alone: bool,
    /// Whether it is the subject of a mail or cable.
    pub subject: bool,
}

/// Reads the head; returns whether a headline was found.
pub(super) fn read(maker: &mut Maker<'_>, units: &[Unit]) -> bool {
    let mut pieces = Vec::new();
    for unit in units {
        if unit.gap {
            maker.links = false;
            maker.after_furniture = false;
        }
        split(maker, unit, &mut pieces);
    }
    join_lines(maker.text, &mut pieces);
    let title = title::choose(maker.text, &pieces);
    for (at, piece) in pieces.iter().enumerate() {
        let meta = match piece.class {
            Class::Furniture | Class::Links => {
                maker.furniture(piece.span);
                continue;
            }
            Class::Text if Some(at) == title => {
                maker.document.title = Some(piece.span);
                maker.push(Block { span: piece.span, kind: BlockKind::Title, ..Block::default() });
                continue;
            }
            Class::Text => match title::kind(maker.text, &pieces, at, title, &maker.sources.words) {
                Ok(kind) => {
                    let mut block = Block { span: piece.span, kind, ..Block::default() };
                    let start = piece.span.start as usize;
                    if let Some(length) = marks::list_marker(piece.span.of(maker.text)) {
                        block.marker = Some(trimmed(maker.text, start, start + length));
                        block.span.start += length as u32;
                    }
                    maker.push(block);
                    continue;
                }
                Err(meta) => meta,
            },
            Class::Tags => Meta::Tags,
            Class::Byline => Meta::Byline,
            // A digest: days over paragraphs are its headings.
            Class::Issued if maker.days && piece.shape.dated == piece.shape.words => {
                maker.push(Block { span: piece.span, kind: BlockKind::Heading, ..Block::default() });
                continue;
            }
            Class::Issued if is_broadcast_head(piece.span.of(maker.text), &piece.shape) => Meta::Dateline,
            Class::Issued => Meta::Issued,
            Class::Credit => Meta::Credit,
            Class::Masthead => Meta::Masthead,
        };
        if meta == Meta::Dateline {
            let words = piece.span.of(maker.text);
            let place = dateline::find(words, &maker.sources.words).and_then(|found| found.place);
            let place = place.or_else(|| title::is_place(words, &piece.shape).then_some((0, words.len())));
            let start = piece.span.start as usize;
            let place = place.map(|(from, to)| Bytes::new(start + from, start + to));
            maker.document.dateline = maker.document.dateline.or(place);
        }
        maker.metadata(piece.span, meta);
    }
    title.is_some()
}

/// Splits a line where labels are glued before a headline, at bars, and before a date.
fn split(maker: &mut Maker<'_>, unit: &Unit, pieces: &mut Vec<Piece>) {
    let text = maker.text;
    let line = unit.span.of(text);
    let start = unit.span.start as usize;
    if let Some(length) = marks::mail_header(line) {
        return mail(maker, unit, length, pieces);
    }
    let shape = maker.shape(line);
    if shape.long {
        maker.words.read(line);
    }
    if (shape.glue > 0 || shape.long)
        && let Some(at) = carve::glued_labels(line, &maker.words, Zone::Head, maker.sources)
    {
        let labels = trimmed(text, start, start + at);
        let shape = maker.shape(labels.of(text));
        pieces.push(Piece {
            span: labels,
            class: Class::Furniture,
            shape,
            gap: unit.gap,
            alone: false,
            subject: false,
        });
        maker.after_furniture = true;
        let rest = Unit { span: Bytes::new(start + at, unit.span.end as usize), gap: false, ..*unit };
        let first = pieces.len();
        split(maker, &rest, pieces);
        if let Some(piece) = pieces.get_mut(first) {
            piece.alone = false;
        }
        return;
    }
    let class = classify(maker, line, &shape);
    let mixed = shape.date || !matches!(class, Class::Furniture | Class::Links);
    if mixed && shape.bars > 0 && at_bars(maker, unit, pieces) {
        return;
    }
    if matches!(class, Class::Text | Class::Issued)
        && let Some(at) = date_tail(maker, line)
        && (class == Class::Text || is_title_before_date(maker, &line[..at]))
    {
        let front = trimmed(text, start, start + at);
        let front_shape = maker.shape(front.of(text));
        let front_class = classify(maker, front.of(text), &front_shape);
        pieces.push(Piece {
            span: front,
            class: front_class,
            shape: front_shape,
            gap: unit.gap,
            alone: true,
            subject: false,
        });
        let back = trimmed(text, start + at, unit.span.end as usize);
        let shape = maker.shape(back.of(text));
        pieces.push(Piece {
            span: back,
            class: Class::Issued,
            shape,
            gap: false,
            alone: false,
            subject: false,
        });
        return;
    }
    note(maker, class);
    pieces.push(Piece { span: unit.span, class, shape, gap: unit.gap, alone: true, subject: false });
}

fn classify(maker: &Maker<'_>, line: &str, shape: &Shape) -> Class {
    sort(
        line,
        shape,
        Around { zone: Zone::Head, after_furniture: maker.after_furniture, links: maker.links },
        &maker.sources.words,
    )
}

fn note(maker: &mut Maker<'_>, class: Class) {
    match class {
        Class::Furniture => maker.after_furniture = true,
        Class::Links => {
            maker.after_furniture = true;
            maker.links = true;
        }
        // Section labels under a menu are still the menu.
        Class::Tags => {}
        _ => {
            maker.after_furniture = false;
            maker.links = false;
        }
    }
}

/// A line of a mail's header: its subject is the headline, its addresses are furniture.
fn mail(maker: &mut Maker<'_>, unit: &Unit, length: usize, pieces: &mut Vec<Piece>) {
    let text = maker.text;
    let start = unit.span.start as usize;
    let line = unit.span.of(text);
    let name = line[..length].to_ascii_lowercase();
    let mut length = length;
    while let Some(mark) = ["FW:", "Fw:", "Fwd:", "FWD:", "RE:", "Re:"]
        .iter()
        .find(|mark| line[length..].trim_start().starts_with(**mark))
    {
        length = line.len() - line[length..].trim_start().len() + mark.len();
    }
    let rest = trimmed(text, start + length, unit.span.end as usize);
    let subject = name.starts_with("subj");
    if subject && rest.start < rest.end {
        let shape = maker.shape(&line[..length]);
        let label = Bytes::new(start, start + length);
        pieces.push(Piece {
            span: label,
            class: Class::Issued,
            shape,
            gap: unit.gap,
            alone: false,
            subject: false,
        });
        let shape = maker.shape(rest.of(text));
        pieces.push(Piece { span: rest, class: Class::Text, shape, gap: false, alone: true, subject: true });
        return;
    }
    let class = if name.contains("keywords") {
        Class::Tags
    } else if line.contains('@') || name.starts_with("x-") {
        Class::Furniture
    } else {
        Class::Issued
    };
    let shape = maker.shape(line);
    pieces.push(Piece { span: unit.span, class, shape, gap: unit.gap, alone: true, subject: false });
}

/// Splits at bars, if the parts are for different things; parts of one headline stay together.
fn at_bars(maker: &mut Maker<'_>, unit: &Unit, pieces: &mut Vec<Piece>) -> bool {
    let text = maker.text;
    let line = unit.span.of(text);
    let start = unit.span.start as usize;
    let mut parts: Vec<Piece> = Vec::new();
    let mut from = 0;
    let mut bounds: Vec<(usize, usize)> =
        line.match_indices(['|', '•', '·']).map(|(at, bar)| (at, at + bar.len())).collect();
    bounds.push((line.len(), line.len()));
    for (end, next) in bounds {
        let span = trimmed(text, start + from, start + end);
        if span.start < span.end {
            let shape = maker.shape(span.of(text));
            let class = classify(maker, span.of(text), &shape);
            note(maker, class);
            parts.push(Piece {
                span,
                class,
                shape,
                gap: unit.gap && parts.is_empty(),
                alone: false,
                subject: false,
            });
        }
        from = next;
    }
    let first = parts.first().map_or(Class::Text, |part| part.class);
    if parts.iter().all(|part| part.class == first) {
        return false;
    }
    // The bars between belong to the part before.
    let ends: Vec<u32> = parts.iter().skip(1).map(|part| part.span.start).collect();
    let mut joined: Vec<Piece> = Vec::new();
    for (mut part, next) in parts.into_iter().zip(ends.into_iter().map(Some).chain([None])) {
        let whole = trimmed(text, part.span.start as usize, next.map_or(unit.span.end, |next| next) as usize);
        match joined.last_mut() {
            Some(last) if last.class == part.class => {
                let bare = part.span;
                last.span =
                    if part.class == Class::Text { last.span.join(bare) } else { last.span.join(whole) };
                last.shape = maker.shape(last.span.of(text));
            }
            _ => {
                if part.class != Class::Text {
                    part.span = whole;
                }
                joined.push(part);
            }
        }
    }
    // A bar after a headline goes with what follows, so that nothing visible is lost.
    for at in 1..joined.len() {
        let before = joined[at - 1].span.end;
        if before < joined[at].span.start {
            let lost = trimmed(text, before as usize, joined[at].span.start as usize);
            if lost.start < lost.end {
                joined[at].span.start = lost.start;
            }
        }
    }
    if let Some(first) = joined.first_mut() {
        first.span.start = unit.span.start;
    }
    if let Some(last) = joined.last_mut() {
        last.span.end = unit.span.end;
    }
    pieces.append(&mut joined);
    true
}

/// Finds where a date, or the words of its issue, end a headline: "Weekly Report 9/2012, sent from ...".
fn date_tail(maker: &mut Maker<'_>, line: &str) -> Option<usize> {
    for (at, mark) in line.match_indices([',', '-', '–', '—', '|', '(']) {
        let rest = line[at + mark.len()..].trim_start();
        if at == 0 || rest.is_empty() || (mark == "-" && !line[..at].ends_with(' ')) {
            continue;
        }
        let shape = maker.shape(rest);
        let starts = rest.starts_with(|c: char| c.is_ascii_digit()) || shape.opens(Sort::Issued) || {
            maker.words.read(rest);
            maker.sources.words.is_calendar(maker.words.low(0))
        };
        if starts
            && shape.date
            && shape.dated * 2 >= shape.words
            && shape.verbs == 0
            && line[..at].split_whitespace().count() >= 2
        {
            return Some(at);
        }
        if starts && shape.opens(Sort::Issued) && shape.date && mark == "," {
            return Some(at);
        }
    }
    None
}

/// Joins a headline that was set in two or three lines.
fn join_lines(text: &str, pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at + 1 < pieces.len() {
        let (first, second) = (pieces[at], pieces[at + 1]);
        let both = first.class == Class::Text
            && second.class == Class::Text
            && !second.gap
            && first.alone
            && second.alone;
        if both && runs_on(first.span.of(text), second.span.of(text), &first.shape, &second.shape) {
            pieces[at].span = first.span.join(second.span);
            pieces[at].shape.words += second.shape.words;
            pieces[at].shape.low += second.shape.low;
            pieces[at].shape.verbs += second.shape.verbs;
            pieces.remove(at + 1);
        } else {
            at += 1;
        }
    }
}

fn runs_on(first: &str, second: &str, shape: &Shape, next: &Shape) -> bool {
    if shape.words > 12 || next.words > 12 || shape.closes || shape.capital != next.capital || first == second
    {
        return false;
    }
    let last = first.rsplit(' ').next().unwrap_or("").to_lowercase();
    let open = matches!(
        last.as_str(),
        "with"
            | "of"
            | "the"
            | "to"
            | "in"
            | "and"
            | "a"
            | "an"
            | "for"
            | "as"
            | "on"
            | "by"
            | "at"
            | "from"
            | "or"
            | "over"
            | "after"
            | "into"
            | "amid"
            | "but"
            | "is"
            | "are"
            | "near"
            | "his"
            | "their"
            | "its"
            | "new"
            | "says"
    ) || first.ends_with([',', '-']);
    open || (super::lines::begins_low(second) && !second.starts_with("by ") && shape.capital == next.capital)
}
