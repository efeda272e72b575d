//! Blocks of a main text and the page they were taken from in; out, where in the page each stands.
//! A block stands where its visible characters stand one after the other, whatever tags and white space lie between.

use super::markup::{Piece, UNSEEN, attribute, plain, reference, seen};
use crate::span::Bytes;

/// The visible characters of a page, with their places.
pub(super) struct Source<'s> {
    source: &'s str,
    signs: String,
    /// Where runs of characters begin in `signs` and in the page; between two of them both go on alike.
    runs: Vec<(u32, u32)>,
    /// Characters of `signs` that stand in links, one run for each link.
    links: Vec<Bytes>,
    /// Characters of `signs` that stand in menus and advertisements.
    around: Vec<Bytes>,
    /// Runs of the page whose lines are kept as they are.
    kept: Vec<Bytes>,
    /// Bytes that may still be searched in vain, so that no page takes more than linear time.
    budget: usize,
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Its bytes in the page.
    pub run: Bytes,
    /// How many links it consists of, if of nothing else.
    pub links: usize,
    /// Whether it stands in a menu or advertisement.
    pub around: bool,
}

/// Visible characters that stand by chance nowhere else in a page.
const LONG: usize = 32;

/// Elements whose words are never the report's.
const AROUND: [&str; 6] = ["nav", "amp-ad", "amp-embed", "amp-consent", "amp-sidebar", "button"];

/// Elements that end a link which nothing closes.
const BREAKS: [&str; 7] = ["p", "div", "td", "tr", "table", "li", "ul"];

impl<'s> Source<'s> {
    pub fn new(source: &'s str) -> Self {
        let mut aligned = Self {
            source,
            signs: String::new(),
            runs: Vec::new(),
            links: Vec::new(),
            around: Vec::new(),
            kept: Vec::new(),
            budget: 1 << 28,
        };
        let (mut lines, mut last) = (None, 0);
        let (mut link, mut around) = (None, None);
        for piece in seen(source, UNSEEN) {
            match piece {
                Piece::Words { text, start } => {
                    aligned.words(text, start);
                    last = start + text.len();
                }
                Piece::Tag { name, closes, inside, .. } => {
                    let at = aligned.signs.len();
                    let is = |one: &str| name.eq_ignore_ascii_case(one);
                    if is("pre") {
                        if let (true, Some(start)) = (closes, lines) {
                            aligned.kept.push(Bytes::new(start, last));
                        }
                        lines = (!closes).then_some(last);
                    } else if is("a") || link.is_some() && !closes && BREAKS.iter().any(|one| is(one)) {
                        aligned.links.extend(link.take().map(|start| Bytes::new(start, at)));
                        link = (is("a") && !closes && attribute(inside, "href").is_some()).then_some(at);
                    } else if AROUND.iter().any(|one| is(one)) {
                        aligned.around.extend(around.take().map(|start| Bytes::new(start, at)));
                        around = (!closes).then_some(at);
                    }
                }
                Piece::Raw { .. } => {}
            }
        }
        aligned.links.retain(|run| run.start < run.end);
        aligned
    }

    fn words(&mut self, text: &str, start: usize) {
        let mut at = 0;
        // The next character goes on from the one before it.
        let mut on = false;
        while let Some(sign) = text[at..].chars().next() {
            let found = if sign == '&' { reference(&text[at..]) } else { None };
            let (signs, length) = found.unwrap_or(([sign, '\0'], sign.len_utf8()));
            let plain = found.is_none();
            for sign in signs.into_iter().filter(|sign| *sign != '\0' && !sign.is_whitespace()) {
                if !on || !plain {
                    self.runs.push((self.signs.len() as u32, (start + at) as u32));
                }
                self.signs.push(sign);
                on = plain;
            }
            if signs[0].is_whitespace() {
                on = false;
            }
            at += length;
        }
    }

    /// Finds blocks in their order: long ones first, then the short ones between them.
    pub fn find(&mut self, blocks: &[String]) -> Vec<Option<Found>> {
        let blocks: Vec<String> = blocks.iter().map(|block| visible(block)).collect();
        let mut places: Vec<Option<(usize, usize)>> = vec![None; blocks.len()];
        let mut from = 0;
        for (block, place) in blocks.iter().zip(&mut places).filter(|(block, _)| block.len() >= LONG) {
            *place = self.search(block, from, self.signs.len());
            from = place.map_or(from, |(_, end)| end);
        }
        let mut from = 0;
        for at in 0..blocks.len() {
            if places[at].is_none() && !blocks[at].is_empty() {
                let until =
                    places[at + 1..].iter().flatten().next().map_or(self.signs.len(), |(start, _)| *start);
                places[at] = self.search(&blocks[at], from, until);
            }
            from = places[at].map_or(from, |(_, end)| end);
        }
        places.into_iter().map(|place| place.map(|(start, end)| self.found(start, end))).collect()
    }

    fn search(&mut self, block: &str, from: usize, until: usize) -> Option<(usize, usize)> {
        let room = self.signs.get(from..until)?;
        if self.budget < room.len() {
            return None;
        }
        let found = room.find(block);
        self.budget -= if found.is_some() { 0 } else { room.len() };
        found.map(|at| (from + at, from + at + block.len()))
    }

    fn found(&self, start: usize, end: usize) -> Found {
        let run = Bytes::new(start, end);
        // Links follow one another without a gap where a block is nothing but links.
        let first = self.links.partition_point(|link| link.end <= run.start);
        let (mut links, mut until) = (0, run.start);
        for link in &self.links[first..] {
            if until >= run.end || link.start > until {
                break;
            }
            (links, until) = (links + 1, link.end);
        }
        let at = self.around.partition_point(|around| around.end < run.end);
        let around = self.around.get(at).is_some_and(|around| around.holds(run));
        Found { run: self.bytes(start, end), links: if until >= run.end { links } else { 0 }, around }
    }

    /// Returns the bytes of the page that hold the characters `start..end`.
    fn bytes(&self, start: usize, end: usize) -> Bytes {
        let first = self.place(start);
        let last = self.signs[..end].char_indices().next_back().map_or(start, |(at, _)| at);
        let place = self.place(last);
        let length = match reference(&self.source[place..]) {
            Some((_, length)) => length,
            None => self.source[place..].chars().next().map_or(0, char::len_utf8),
        };
        Bytes::new(first, place + length)
    }

    fn place(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(signs, _)| *signs as usize <= at).saturating_sub(1);
        self.runs.get(run).map_or(0, |(signs, source)| *source as usize + at - *signs as usize)
    }

    /// Returns the lines of a run as the page shows them, if it keeps their ends.
    pub fn lines(&self, run: Bytes) -> Option<String> {
        let whole = self.kept.iter().find(|kept| kept.holds(run))?;
        // From the beginning of its first line, so that indents can be compared.
        let before = &self.source[whole.start as usize..run.start as usize];
        let from = before.rfind(['\n', '>']).map_or(whole.start as usize, |at| whole.start as usize + at + 1);
        let mut lines = String::new();
        for piece in seen(self.source.get(from..run.end as usize)?, UNSEEN) {
            if let Piece::Words { text, .. } = piece {
                lines.push_str(&plain(text));
            }
        }
        Some(lines.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
    }
}

/// Returns the visible characters of words.
pub(super) fn visible(words: &str) -> String {
    words.chars().filter(|sign| !sign.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_where_their_characters_stand() {
        let long = "Gunners shelled the market of Tarsk and its mosque";
        let page = format!(
            "<title>{long}</title><nav>Share More</nav><p>{}</p><p>More</p><p>Caf&eacute;<p>a <i>b</i>c</p><p>{long}.</p><b>Share</b>",
            long.replace(" the ", " <b>the</b>\n ")
        );
        let mut source = Source::new(&page);
        let blocks =
            [long, "More", "Café", "a bc", "nowhere", &format!("{long}."), "Share"].map(str::to_owned);
        let found = source.find(&blocks);
        let told: Vec<Option<&str>> =
            found.iter().map(|found| found.map(|found| found.run.of(&page))).collect();
        let first = long.replace(" the ", " <b>the</b>\n ");
        let last = format!("{long}.");
        assert_eq!(
            told,
            [
                Some(&*first),
                Some("More"),
                Some("Caf&eacute;"),
                Some("a <i>b</i>c"),
                None,
                Some(&*last),
                Some("Share")
            ]
        );
        let starts: Vec<u32> = found.iter().flatten().map(|found| found.run.start).collect();
        assert!(starts.is_sorted(), "in the order of the page: {starts:?}");
    }

    #[test]
    fn kept_lines_stay_lines() {
        let page = "<body><pre>\n  FM: TARSK\n\n  The truce <b>held</b>.\n  It held.</pre>";
        let mut source = Source::new(page);
        let found = source.find(&["FM: TARSK The truce held. It held.".to_owned()])[0].expect("found");
        assert_eq!(source.lines(found.run).as_deref(), Some("  FM: TARSK\n\n  The truce held.\n  It held."));
    }

    #[test]
    fn links_and_menus_are_told() {
        let page = "<nav>Home</nav><td><a href=a>Archive</a> <br><a href=b>Letters<td>The <a href=c>truce</a> held.<a href=d>x</a>";
        let mut source = Source::new(page);
        let blocks = ["Home", "Archive\nLetters", "The truce held.", "x"].map(str::to_owned);
        let told: Vec<(usize, bool)> =
            source.find(&blocks).iter().flatten().map(|found| (found.links, found.around)).collect();
        assert_eq!(told, [(0, true), (2, false), (0, false), (1, false)]);
    }
}
