//! Blocks in, the same blocks out, with the menus and link lists among them marked as furniture.
//! A line of a menu looks like a headline; only that many stand together, beside furniture, gives it away.

use super::maker::Maker;
use super::{Block, BlockKind};

/// Pieces of furniture that a report must have for its lines to be suspected: it is a page as scraped.
const PAGE: usize = 5;
/// Lines that must stand together.
const RUN: usize = 4;
/// Most words of a line of a menu or a linked headline.
const WORDS: usize = 14;

/// Marks runs of short lines without a stop, between furniture, in a page as scraped.
pub(super) fn find(maker: &mut Maker<'_>) {
    let text = maker.text;
    let blocks = &mut maker.document.blocks;
    let furniture = blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Furniture && block.span.end - block.span.start > 3)
        .count();
    if furniture < PAGE {
        return;
    }
    // Between sentences a list may be the report's own: it is spared if it counts something.
    let sentence = |block: &Block| {
        let words = block.span.of(text);
        block.kind == BlockKind::Paragraph && words.len() > 80 && super::lines::closes(words)
    };
    let first = blocks.iter().position(sentence).unwrap_or(blocks.len());
    let last = blocks.iter().rposition(sentence).unwrap_or(0);
    let mut at = 0;
    while at < blocks.len() {
        if !is_line(text, &blocks[at]) {
            at += 1;
            continue;
        }
        let start = at;
        while at < blocks.len() && (is_line(text, &blocks[at]) || blocks[at].kind == BlockKind::Furniture) {
            at += 1;
        }
        // Furniture at the end belongs to no line.
        let run = &blocks[start..at];
        let lines: Vec<&Block> = run.iter().filter(|block| block.kind != BlockKind::Furniture).collect();
        let inside = first < start && at <= last;
        let counts = |words: &str| is_figure(words) || inside && words.contains(|c: char| c.is_ascii_digit());
        let figures = lines.iter().filter(|block| counts(block.span.of(text))).count();
        let beside = run.len() > lines.len()
            || start == 0
            || at == blocks.len()
            || blocks[start - 1].kind == BlockKind::Furniture;
        if lines.len() >= RUN && beside && figures * 4 < lines.len() {
            for block in &mut blocks[start..at] {
                if block.kind != BlockKind::Furniture {
                    *block = Block {
                        span: block.span,
                        kind: BlockKind::Furniture,
                        marker: block.marker,
                        ..Block::default()
                    };
                }
            }
        }
    }
}

/// Whether a block can be a line of a menu: short, without a stop, not spoken, not under a time.
fn is_line(text: &str, block: &Block) -> bool {
    let words = block.span.of(text);
    matches!(
        block.kind,
        BlockKind::Paragraph | BlockKind::Heading | BlockKind::Subtitle | BlockKind::ListItem
    ) && block.label.is_none()
        && block.speaker.is_none()
        && block.lead.is_none()
        && words.len() < 160
        && !super::lines::closes(words)
        && !words.ends_with([':', ';', ','])
        && words.split_whitespace().count() <= WORDS
}

/// "Wells dry: 27" is a figure.
fn is_figure(words: &str) -> bool {
    words.split_once([':', '=']).is_some_and(|(_, after)| after.contains(|c: char| c.is_ascii_digit()))
}
