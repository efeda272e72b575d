//! Units in, blocks out: the body and the tail of a report.
//! The head, where the order of lines means most, is read in `head`.

use truce_lexicon::load::sources::Sources;

use super::carve::{self, Cut};
use super::flow::{Unit, is_capital};
use super::headings::{aside, is_broadcast_head, is_heading, is_signature};
use super::shape::{Shape, shape};
use super::sort::{Around, Class, Zone, sort};
use super::speaker::Speakers;
use super::words::Words;
use super::{Block, BlockKind, Document, Meta, dateline, marks, tables};
use crate::span::Bytes;

/// Units at either end that are looked at for the head and the tail.
const MARGIN: usize = 400;

/// What is known while blocks are made.
pub(super) struct Maker<'t> {
    pub text: &'t str,
    pub sources: &'t Sources,
    pub words: Words,
    pub document: Document,
    pub speakers: Speakers,
    pub transcript: bool,
    /// Whether times, and numbers of a thread, label entries.
    pub timed: bool,
    pub threaded: bool,
    /// Whether several lines are days and nothing else, over paragraphs: a digest.
    pub days: bool,
    /// Whether most sentences are in capitals, so that capitals show nothing.
    pub capitals: bool,
    /// What the dateline credits, for `credits`.
    pub dateline_agency: Option<Bytes>,
    cuts: Vec<Cut>,
    label: Option<Bytes>,
    speaker: Option<Bytes>,
    lead: Option<u32>,
    pub after_furniture: bool,
    pub links: bool,
    tags: bool,
}

impl<'t> Maker<'t> {
    pub fn new(text: &'t str, sources: &'t Sources) -> Self {
        Self {
            text,
            sources,
            words: Words::default(),
            document: Document::default(),
            speakers: Speakers::default(),
            transcript: false,
            timed: false,
            threaded: false,
            days: false,
            capitals: false,
            dateline_agency: None,
            cuts: Vec::new(),
            label: None,
            speaker: None,
            lead: None,
            after_furniture: false,
            links: false,
            tags: false,
        }
    }

    pub fn shape(&mut self, line: &str) -> Shape {
        shape(line, &mut self.words, self.sources)
    }

    /// Counts the marks that mean something only if a report uses them throughout.
    pub fn survey(&mut self, units: &[Unit]) {
        let (mut times, mut numbers, mut capital, mut long, mut days) = (0, 0, 0, 0, 0);
        for unit in units {
            let line = unit.span.of(self.text);
            times += usize::from(marks::time_label(line).is_some());
            numbers += usize::from(marks::thread_label(line).is_some());
            self.speakers.count(line, self.sources);
            if line.len() <= 28 && line.contains(|c: char| c.is_ascii_digit()) {
                let shape = self.shape(line);
                days += usize::from(shape.date && shape.dated == shape.words);
            }
            if line.len() > 80 {
                long += 1;
                capital += usize::from(!line.bytes().any(|byte| byte.is_ascii_lowercase()));
            }
        }
        self.timed = times > 1;
        self.threaded = numbers > 1;
        self.days = days > 2;
        self.capitals = capital * 2 > long;
        self.transcript = self.speakers.is_transcript();
    }

    /// Returns the first unit that belongs to the body.
    pub fn body_start(&mut self, units: &[Unit]) -> usize {
        let mut question = None;
        for (at, unit) in units.iter().enumerate().take(MARGIN) {
            let line = unit.span.of(self.text);
            if self.opens_body(unit, units.get(at + 1)) {
                // One question or exclamation may be the headline.
                let asks =
                    line.ends_with(['?', '!']) && line.len() < 160 && !line.contains(". ") && unit.lines < 4;
                if !asks || at > 12 {
                    return self.after_menu(units, at);
                }
                question = question.or(Some(at));
            }
        }
        if let Some(at) = question {
            return at;
        }
        // Nothing reads like a sentence: the first lines may still be a head.
        units.len().min(3)
    }

    /// Passes over a lone sentence in a long menu (a notice on cookies, a teaser): the body is where sentences
    /// stand together. Without such a place the first sentence opens it.
    fn after_menu(&mut self, units: &[Unit], first: usize) -> usize {
        const CLOSE: usize = 8;
        let line = units[first].span.of(self.text);
        if units.len() < 40 || dateline::find(line, &self.sources.words).is_some() {
            return first;
        }
        let end = units.len().min(MARGIN);
        let opens: Vec<bool> =
            (first..end).map(|at| self.opens_body(&units[at], units.get(at + 1))).collect();
        let near = |at: usize| opens[at..].iter().take(CLOSE).filter(|opens| **opens).count();
        if near(0) > 2 {
            return first;
        }
        let found = (CLOSE..opens.len()).find(|&at| opens[at] && near(at) > 3);
        found.map_or(first, |at| first + at)
    }

    fn opens_body(&mut self, unit: &Unit, next: Option<&Unit>) -> bool {
        let line = unit.span.of(self.text);
        let row = next.is_some_and(|next| tables::pair(self.text, unit, next));
        if row
            || (self.timed && marks::time_label(line).is_some())
            || (self.threaded && marks::thread_label(line).is_some())
        {
            return !unit.row || row;
        }
        if self.transcript
            && self.speakers.find(line, self.sources).is_some_and(|label| label.end < line.len())
        {
            return true;
        }
        let shape = self.shape(line);
        let class = sort(
            line,
            &shape,
            Around { zone: Zone::Head, after_furniture: false, links: false },
            &self.sources.words,
        );
        let dated = dateline::find(line, &self.sources.words)
            .is_some_and(|found| line.len() > found.end + 40 && (found.agency.is_some() || shape.words > 24));
        if dated && class != Class::Furniture {
            return true;
        }
        if marks::list_marker(line).is_some() && shape.words >= 3 && class == Class::Text {
            return true;
        }
        // "Recalling its resolutions," opens a resolution.
        let recital = shape.words >= 5 && line.ends_with([',', ';']) && !is_capital(line);
        (shape.prose() || recital) && class == Class::Text
    }

    /// Returns the first unit after the last sentence.
    pub fn tail_start(&mut self, units: &[Unit], body: usize) -> usize {
        let least = units.len().saturating_sub(MARGIN).max(body);
        for at in (least..units.len()).rev() {
            let line = units[at].span.of(self.text);
            let shape = self.shape(line);
            let class = sort(
                line,
                &shape,
                Around { zone: Zone::Tail, after_furniture: false, links: false },
                &self.sources.words,
            );
            let marked = marks::list_marker(line).is_some()
                || units[at].row
                || self.timed && marks::time_label(line).is_some();
            if class == Class::Text && (shape.prose() || (marked && shape.words > 3)) {
                return at + 1;
            }
        }
        least.max(body)
    }

    /// Makes the blocks of one unit of the body or tail.
    pub fn unit(&mut self, unit: &Unit, next: Option<&Unit>, zone: Zone) {
        if unit.gap {
            self.links = self.links && zone == Zone::Tail;
            self.after_furniture = self.after_furniture && zone == Zone::Tail;
        }
        let line = unit.span.of(self.text);
        let start = unit.span.start as usize;
        let shape = self.shape(line);
        if zone == Zone::Body
            && shape.glue > 0
            && !shape.long
            && let Some(at) = carve::glued_labels(line, &self.words, zone, self.sources)
        {
            self.metadata(Bytes::new(start, start + at), Meta::Tags);
            let span = Bytes::new(start + at, unit.span.end as usize);
            return self.unit(&Unit { span, gap: false, ..*unit }, next, zone);
        }
        let around = Around { zone, after_furniture: self.after_furniture, links: self.links };
        let mut class = sort(line, &shape, around, &self.sources.words);
        // A label between two lines of furniture is furniture.
        let label = class == Class::Text
            && self.after_furniture
            && !shape.closes
            && shape.verbs == 0
            && shape.words <= 12;
        if label && let Some(next) = next.filter(|next| !next.gap) {
            let line = next.span.of(self.text);
            let shape = self.shape(line);
            if matches!(sort(line, &shape, around, &self.sources.words), Class::Furniture | Class::Links) {
                class = Class::Furniture;
            }
        }
        match class {
            Class::Furniture => return self.furniture(unit.span),
            Class::Links => {
                self.furniture(unit.span);
                self.links = true;
                return;
            }
            Class::Tags => {
                // "Tags" alone: the next line holds them.
                self.tags = shape.words <= 2 && !line.contains(':');
                return self.metadata(unit.span, Meta::Tags);
            }
            Class::Text if self.tags && !unit.gap && !shape.closes && shape.words <= 12 => {
                return self.metadata(unit.span, Meta::Tags);
            }
            Class::Byline => return self.metadata(unit.span, Meta::Byline),
            Class::Issued if self.days && shape.dated == shape.words => {
                return self.paragraph(unit.span, BlockKind::Heading, None);
            }
            Class::Issued | Class::Masthead => return self.metadata(unit.span, Meta::Issued),
            Class::Credit => return self.metadata(unit.span, Meta::Credit),
            Class::Text => {}
        }
        self.links = false;
        self.after_furniture = false;
        if zone == Zone::Tail && is_signature(line, &shape) {
            return self.metadata(unit.span, Meta::Signature);
        }
        self.text_unit(unit.span, shape, unit, next);
    }

    /// Makes the blocks of a unit that is read: label, speaker, dateline, marker and the text after them.
    fn text_unit(&mut self, span: Bytes, shape: Shape, unit: &Unit, next: Option<&Unit>) {
        let mut at = span.start as usize;
        let end = span.end as usize;
        let text = self.text;
        let mut labelled = false;
        let label = if self.timed { marks::time_label(&text[at..end]) } else { None };
        let label = label.or_else(|| if self.threaded { marks::thread_label(&text[at..end]) } else { None });
        if let Some(length) = label {
            let label = trimmed(text, at, at + length);
            self.push(Block {
                span: label,
                kind: BlockKind::Metadata,
                meta: Some(Meta::Label),
                ..Block::default()
            });
            self.label = Some(bare(text, label));
            self.speaker = None;
            labelled = true;
            at = skip(text, at + length, end);
            if at >= end {
                return;
            }
        } else if let Some(length) = marks::article_label(&text[at..end]) {
            let label = trimmed(text, at, at + length);
            self.push(Block {
                span: label,
                kind: BlockKind::Metadata,
                meta: Some(Meta::Label),
                ..Block::default()
            });
            self.label = Some(bare(text, label));
            labelled = true;
            at = skip(text, at + length, end);
            if at >= end {
                return;
            }
        }
        if self.transcript
            && let Some(found) = self.speakers.find(&text[at..end], self.sources)
        {
            let label = trimmed(text, at, at + found.end);
            self.push(Block {
                span: label,
                kind: BlockKind::Metadata,
                meta: Some(Meta::Speaker),
                ..Block::default()
            });
            self.speaker = Some(Bytes::new(at, at + found.name));
            at = skip(text, at + found.end, end);
            if at >= end {
                return;
            }
            return self.paragraph(Bytes::new(at, end), BlockKind::Paragraph, None);
        }
        let line = &text[at..end];
        if let Some(found) = dateline::find(line, &self.sources.words).filter(|_| !labelled) {
            let place = found.place.map(|(from, to)| Bytes::new(at + from, at + to));
            let agency = found.agency.map(|(from, to)| Bytes::new(at + from, at + to));
            self.metadata(trimmed(text, at, at + found.end), Meta::Dateline);
            self.document.dateline = self.document.dateline.or(place);
            self.dateline_agency = self.dateline_agency.or(agency);
            at = skip(text, at + found.end, end);
            if at < end {
                self.paragraph(Bytes::new(at, end), BlockKind::Paragraph, None);
            }
            return;
        }
        if let Some(length) = aside(line) {
            self.metadata(trimmed(text, at, at + length), Meta::Label);
            at = skip(text, at + length, end);
            return self.paragraph(Bytes::new(at, end), BlockKind::Paragraph, None);
        }
        if is_broadcast_head(line, &shape) {
            return self.metadata(Bytes::new(at, end), Meta::Dateline);
        }
        if let Some(length) = marks::list_marker(line) {
            let marker = trimmed(text, at, at + length);
            let inner = Bytes::new(at + length, end);
            let heading = is_heading(inner.of(text), &shape, unit, next, self.capitals, true);
            let kind = if heading { BlockKind::Heading } else { BlockKind::ListItem };
            return self.paragraph(inner, kind, Some(marker));
        }
        if let Some(length) = line
            .strip_prefix("**")
            .or_else(|| line.strip_prefix("## "))
            .or_else(|| line.strip_prefix("# "))
            .map(|rest| line.len() - rest.trim_start().len())
            && shape.words <= 14
            && length < line.len()
        {
            let marker = trimmed(text, at, at + length);
            return self.paragraph(Bytes::new(at + length, end), BlockKind::Heading, Some(marker));
        }
        if !labelled && is_heading(line, &shape, unit, next, self.capitals, false) {
            return self.paragraph(Bytes::new(at, end), BlockKind::Heading, None);
        }
        if labelled || unit.gap {
            // An entry ends where a new paragraph has no label of its own, unless the page is a live one.
            self.label = self.label.filter(|_| labelled || self.timed || self.threaded);
        }
        self.paragraph(Bytes::new(at, end), BlockKind::Paragraph, None);
    }

    /// Adds text, with furniture in its middle cut out.
    fn paragraph(&mut self, span: Bytes, kind: BlockKind, marker: Option<Bytes>) {
        let text = self.text;
        let mut cuts = std::mem::take(&mut self.cuts);
        carve::cuts(span.of(text), &mut self.words, self.sources, &mut cuts);
        let start = span.start as usize;
        let mut at = start;
        for cut in &cuts {
            self.piece(trimmed(text, at, start + cut.start), kind, marker);
            let furniture = trimmed(text, start + cut.start, start + cut.end);
            let marker = marker.filter(|_| cut.start == 0);
            self.push(Block { span: furniture, kind: BlockKind::Furniture, marker, ..Block::default() });
            at = start + cut.end;
        }
        self.cuts = cuts;
        self.piece(trimmed(text, at, span.end as usize), kind, marker);
    }

    fn piece(&mut self, span: Bytes, kind: BlockKind, marker: Option<Bytes>) {
        if span.start >= span.end {
            return;
        }
        let index = self.document.blocks.len() as u32;
        let lead = if kind == BlockKind::ListItem { self.lead } else { None };
        if kind != BlockKind::ListItem {
            let words = span.of(self.text);
            let opens =
                kind == BlockKind::Paragraph && (words.ends_with(':') || !super::lines::closes(words));
            self.lead = opens.then_some(index);
        }
        if kind == BlockKind::Heading {
            self.label = self.label.filter(|_| self.timed || self.threaded);
        }
        self.push(Block {
            span,
            kind,
            marker,
            label: self.label,
            speaker: self.speaker,
            lead,
            ..Block::default()
        });
    }

    pub fn furniture(&mut self, span: Bytes) {
        self.after_furniture = true;
        self.push(Block { span, kind: BlockKind::Furniture, ..Block::default() });
    }

    pub fn metadata(&mut self, span: Bytes, meta: Meta) {
        self.push(Block { span, kind: BlockKind::Metadata, meta: Some(meta), ..Block::default() });
    }

    pub fn push(&mut self, block: Block) {
        if block.span.start < block.span.end {
            self.document.blocks.push(block);
        }
    }

    /// Makes the rows of a table.
    pub fn rows(&mut self, units: &[Unit]) {
        self.lead = None;
        self.links = false;
        self.after_furniture = false;
        let first = self.document.blocks.last().is_none_or(|block| block.kind != BlockKind::TableRow);
        let header = first && tables::has_header(self.text, units);
        for (at, unit) in units.iter().enumerate() {
            let cells = tables::cells(self.text, unit.span);
            if cells.is_empty() {
                self.push(Block { span: unit.span, kind: BlockKind::Furniture, ..Block::default() });
                continue;
            }
            self.push(Block {
                span: unit.span,
                kind: BlockKind::TableRow,
                cells,
                header: header && at == 0,
                label: self.label,
                ..Block::default()
            });
        }
    }
}

/// Cuts white space off both ends of `start..end`.
pub(super) fn trimmed(text: &str, start: usize, end: usize) -> Bytes {
    let words = &text[start..end];
    let from = start + words.len() - words.trim_start().len();
    Bytes::new(from.min(end), (start + words.trim_end().len()).max(from.min(end)))
}

fn skip(text: &str, at: usize, end: usize) -> usize {
    end - text[at..end].trim_start().len()
}

/// Cuts brackets, stops and dashes off a label.
fn bare(text: &str, label: Bytes) -> Bytes {
    let words = label.of(text);
    let inner = words.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.is_empty() {
        return label;
    }
    // The stops of "p.m." belong to it.
    let inner = if words.contains(".m.") {
        words.trim_matches(['[', ']', '(', ')', ' ', '-', '–', '—', ':'])
    } else {
        inner
    };
    let start = label.start as usize + (inner.as_ptr() as usize - words.as_ptr() as usize);
    Bytes::new(start, start + inner.len())
}
