//! The parts of a drawing: lines, words, a title for those who hear it.

use std::fmt::Write as _;

use crate::export::xml;

/// Where words stand beside their point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// A drawing in the making.
pub(super) struct Drawing {
    width: f64,
    height: f64,
    title: String,
    description: String,
    body: String,
}

impl Drawing {
    /// Begins a drawing.
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        Self {
            width,
            height,
            title: title.to_owned(),
            description: description.to_owned(),
            body: String::new(),
        }
    }

    /// Adds elements as they are.
    pub fn raw(&mut self, elements: &str) {
        self.body.push_str(elements);
        self.body.push('\n');
    }

    /// Adds a line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: &str, width: f64) {
        let _ = writeln!(
            self.body,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            from.0, from.1, to.0, to.1
        );
    }

    /// Adds words.
    pub fn text(&mut self, x: f64, y: f64, words: &str, align: Align, size: f64) {
        let anchor = match align {
            Align::Start => "start",
            Align::Middle => "middle",
            Align::End => "end",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{}</text>",
            xml(&crate::words::one_line(words))
        );
    }

    /// Finishes the drawing. It can stand alone or inside an HTML page.
    pub fn finish(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" width=\"{w:.0}\" height=\"{h:.0}\" role=\"img\" \
             font-family=\"system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif\" fill=\"#1b1b1b\">\n<title>{}</title>\n<desc>{}</desc>\n\
             <rect width=\"{w:.0}\" height=\"{h:.0}\" fill=\"#fff\"/>\n{}</svg>",
            xml(&self.title),
            xml(&self.description),
            self.body,
            w = self.width,
            h = self.height,
        )
    }
}

/// Cuts words to a number of letters.
pub(super) fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(most.saturating_sub(1)).collect();
    cut.push('\u{2026}');
    cut
}
