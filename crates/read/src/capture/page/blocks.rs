//! Markup in, blocks of words out: one for each paragraph, heading, item and row, in the forms that `document` reads.
//! Says nothing of what a block is for.

use super::markup::{Piece, attribute, plain};

/// One block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// Its words, white space made one.
    pub words: String,
    /// What stands before the words and is not of the page: a dash or number for an item.
    pub marker: String,
    /// Whether bars stand between cells.
    pub row: bool,
}

/// Elements that end a block and begin another.
const BREAKS: [&str; 40] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "table",
    "thead",
    "tbody",
    "caption",
    "article",
    "section",
    "header",
    "footer",
    "nav",
    "aside",
    "main",
    "figure",
    "figcaption",
    "form",
    "fieldset",
    "hr",
    "body",
    "html",
    "title",
    "center",
    "address",
    "details",
    "summary",
    "quote",
];

/// Longest cell in bytes of a table that holds data; others only lay a page out.
const LONGEST_CELL: usize = 200;

#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    words: String,
    /// Lists that are open: the number of the next item, or none where they are not numbered.
    lists: Vec<Option<u32>>,
    /// The marker of the next block.
    marker: String,
    /// The cells of the row that is open.
    row: Option<Vec<Vec<Block>>>,
    /// Line breaks just met.
    broken: u32,
    /// Lines are kept as they are.
    kept: u32,
}

/// Cuts pieces into blocks.
pub(super) fn of<'s>(pieces: impl Iterator<Item = Piece<'s>>) -> Vec<Block> {
    let mut cutter = Cutter::default();
    for piece in pieces {
        match piece {
            Piece::Words { text, .. } => cutter.words(text),
            Piece::Raw { .. } => {}
            Piece::Tag { name, closes, inside, .. } => cutter.tag(&name.to_ascii_lowercase(), closes, inside),
        }
    }
    cutter.end_row();
    cutter.end();
    cutter.blocks
}

impl Cutter {
    fn words(&mut self, text: &str) {
        let blank = text.trim().is_empty();
        // One break goes on in the next line, two are an empty line between.
        if self.broken > 0 && !blank {
            if self.broken > 1 {
                self.end();
            } else if !self.words.trim().is_empty() {
                self.words.push('\n');
            }
            self.broken = 0;
        }
        if self.kept > 0 {
            self.words.push_str(&plain(text));
        } else {
            self.words.extend(plain(text).chars().map(|sign| if sign.is_whitespace() { ' ' } else { sign }));
        }
    }

    fn tag(&mut self, name: &str, closes: bool, inside: &str) {
        match name {
            "br" => self.broken += 1,
            "td" | "th" => {
                self.end();
                if !closes && let Some(row) = &mut self.row {
                    row.push(Vec::new());
                }
            }
            "tr" => {
                self.end_row();
                self.row = (!closes).then(Vec::new);
            }
            "ul" | "ol" => {
                self.end();
                if closes {
                    self.lists.pop();
                } else if self.lists.len() < 64 {
                    let first = attribute(inside, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
                    self.lists.push((name == "ol").then_some(first));
                }
            }
            "li" => {
                self.end();
                self.marker.clear();
                if !closes {
                    self.marker = match self.lists.last_mut() {
                        Some(Some(number)) => {
                            *number = number.saturating_add(1);
                            format!("{}. ", *number - 1)
                        }
                        _ => "- ".to_owned(),
                    };
                }
            }
            name if BREAKS.contains(&name) => {
                if name == "table" {
                    self.end_row();
                }
                self.end();
                if name == "pre" {
                    self.kept = if closes { self.kept.saturating_sub(1) } else { self.kept + 1 };
                }
            }
            _ => {}
        }
    }

    /// Ends a block.
    fn end(&mut self) {
        self.broken = 0;
        let lines = self.words.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let words = if self.kept > 0 {
            self.words.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
        } else {
            lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        };
        self.words.clear();
        if words.trim().is_empty() {
            return;
        }
        let block = Block { words, marker: std::mem::take(&mut self.marker), row: false };
        match self.row.as_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(block),
            None => self.blocks.push(block),
        }
    }

    /// Ends a row: of data, it becomes one block; one that only lays the page out becomes the blocks inside.
    fn end_row(&mut self) {
        self.end();
        let Some(cells) = self.row.take() else { return };
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let data = filled > 1
            && cells.iter().all(|cell| {
                cell.len() <= 1
                    && cell.iter().all(|block| block.words.len() <= LONGEST_CELL && block.marker.is_empty())
            });
        if !data {
            self.blocks.extend(cells.into_iter().flatten());
            return;
        }
        let cell =
            |cell: &Vec<Block>| cell.first().map_or(String::new(), |block| block.words.replace('\n', " "));
        let words = cells.iter().map(cell).collect::<Vec<_>>().join(" | ");
        self.blocks.push(Block { words: words.trim().to_owned(), marker: String::new(), row: true });
    }
}

#[cfg(test)]
mod tests {
    use super::super::markup::{UNSEEN, seen};
    use super::*;

    #[test]
    fn markup_becomes_blocks() {
        let long = "word ".repeat(60);
        let layout = format!("<table><tr><td>Home<td>{long}<p>x</td></tr></table>");
        for (source, expected) in [
            ("<p>One\n two</p><p>three", &["One two", "three"][..]),
            ("a<br>b &amp; c", &["a\nb & c"]),
            ("a<br> <BR/>b<br>", &["a", "b"]),
            ("<ul><li>x</li><li><p>y</p></li></ul>z", &["- x", "- y", "z"]),
            ("<ol start=3><li>x<li>y<ul><li>z</ul></ol>", &["3. x", "4. y", "- z"]),
            (
                "<table><tr><th>Day</th><th>Killed</th></tr><tr><td>1</td><td><p>6</p></td></tr></table>",
                &["Day | Killed", "1 | 6"],
            ),
            ("<table><tr><td>a<td></td><td>b</table>", &["a |  | b"]),
            (&layout, &["Home", long.trim(), "x"]),
            ("<p>in<b>si</b>de</p><script>if (a < b) {}</script>", &["inside"]),
            ("<pre>\n  FM TARSK\n\n  1. held\n</pre>", &["  FM TARSK\n\n  1. held"]),
            ("", &[]),
        ] {
            let blocks: Vec<String> =
                of(seen(source, UNSEEN)).iter().map(|block| block.marker.clone() + &block.words).collect();
            assert_eq!(blocks, expected, "{source}");
        }
    }
}
