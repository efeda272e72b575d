//! A saved web page in, the words of its report out: main text, headline, day and publisher as the page tells them.
//! Fetches nothing and runs nothing; what the page only shows by a script is not there.
//!
//! The main text is found by the `trafilatura` crate, in [`main_text`] alone. Its blocks are looked up again in the page,
//! so that each can be shown where it stands. A page in which no main text is found is read whole, and says so.

mod align;
mod blocks;
mod day;
mod head;
mod linked;
mod markup;
#[cfg(test)]
mod tests;

use encoding_rs::Encoding;
use jiff::civil::Date;

use crate::notice::Notice;
use crate::span::Bytes;
use align::{Found, visible};
use blocks::Block;
use markup::{AROUND, UNSEEN, seen};

/// What a saved page tells beside its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The headline.
    pub title: Option<String>,
    /// Where the headline stands in the text.
    pub headline: Option<Bytes>,
    /// When it was published.
    pub published: Option<Published>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Language tag of the page ("ar", "en-GB"), as its template has it: often wrong.
    pub language: Option<String>,
    /// The direction in which it is written.
    pub direction: Option<Direction>,
    /// The blocks of the text, in order.
    pub blocks: Vec<Located>,
}

/// The day of publication, with everyone who tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The day, in the zone in which the page writes it.
    pub day: Date,
    /// The places of the page that tell it, the most trusted first; two make it near certain.
    pub tellers: Vec<Teller>,
}

/// A place where a page tells its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller {
    /// JSON-LD.
    Linked,
    /// A meta element.
    Meta,
    /// A `<time>` element, or one marked as the time of publication.
    Time,
    /// The address.
    Address,
}

impl Teller {
    /// Returns its name in published forms.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Linked => "json-ld",
            Self::Meta => "meta",
            Self::Time => "time",
            Self::Address => "address",
        }
    }

    fn told(self) -> &'static str {
        match self {
            Self::Linked => "its JSON-LD",
            Self::Meta => "its meta elements",
            Self::Time => "its <time>",
            Self::Address => "its address",
        }
    }
}

/// The direction of a page's writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// Returns its name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    fn of(value: &str) -> Option<Self> {
        match value.trim().to_ascii_lowercase().as_str() {
            "ltr" => Some(Self::LeftToRight),
            "rtl" => Some(Self::RightToLeft),
            _ => None,
        }
    }
}

/// A block of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    /// Its words in the text.
    pub run: Bytes,
    /// Where they stand in the decoded page, tags between them; none if the page has them only in other form.
    pub source: Option<Bytes>,
}

/// Bytes looked at to tell a page from a text, and for its encoding.
const SAMPLE: usize = 4096;
/// Elements inside one another in a page of which the main text is looked for; pages have a few dozen.
const DEEPEST: usize = 400;
/// Bytes of words and tags above which the main text is not looked for.
const LARGEST: usize = 4 << 20;

/// Elements with which a saved page or a part of one begins.
const BEGINNINGS: [&str; 24] = [
    "html", "head", "body", "title", "meta", "link", "script", "style", "base", "frameset", "div", "p",
    "table", "article", "main", "section", "header", "h1", "h2", "center", "font", "span", "ul", "br",
];

/// Says whether bytes are a web page, by the tag with which they begin.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let start = match super::encoding::wide(bytes) {
        Some((encoding, _)) => encoding.decode(sample).0,
        None => String::from_utf8_lossy(sample),
    };
    let start = start.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let mut rest = start.as_str();
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<!doctype html") {
            return true;
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest.find('>').map(|at| at + 1)
        } else {
            None
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => break,
        }
    }
    let name = |rest: &str| {
        let length = rest.find(|sign: char| !sign.is_ascii_alphanumeric())?;
        let ends = rest[length..].starts_with(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/'));
        Some(rest[..length].to_owned()).filter(|_| ends)
    };
    rest.strip_prefix('<').and_then(name).is_some_and(|name| BEGINNINGS.contains(&name.as_str()))
}

/// Decodes a page: by its mark, by the encoding it names, else by its bytes. Bytes that are sound UTF-8 are UTF-8,
/// whatever the page says: it may have been saved in another encoding than it was sent in.
pub(super) fn decoded(bytes: &[u8], notices: &mut Vec<Notice>) -> String {
    let sound = bytes.starts_with(b"\xEF\xBB\xBF")
        || super::encoding::wide(bytes).is_some()
        || std::str::from_utf8(bytes).is_ok();
    if let Some(named) = named_encoding(bytes).filter(|_| !sound) {
        let (text, _, damaged) = named.decode(bytes);
        if !damaged {
            return text.into_owned();
        }
    }
    super::encoding::text(bytes, notices)
}

/// Returns the encoding that a page names.
fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(SAMPLE)]).to_lowercase();
    let xml = start.split_once("encoding=").filter(|(before, _)| before.trim_start().starts_with("<?xml"));
    let (_, label) = start.split_once("charset=").or(xml)?;
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, '-' | '_' | ':'));
    Encoding::for_label(&label.as_bytes()[..end.unwrap_or(label.len())])
}

/// Takes the report out of a page. Returns its text.
pub(super) fn read(source: &str, notices: &mut Vec<Notice>) -> (String, Page) {
    let head = head::read(source);
    let found = main_text(source).map(|html| blocks::of(seen(&html, UNSEEN))).unwrap_or_default();
    let whole = found.is_empty();
    let mut blocks = if whole { everything(source) } else { found };
    if blocks.is_empty() {
        notices.push(nothing(&head));
    } else if whole {
        notices.push(Notice {
            id: "page/whole",
            message: "the main text of the page could not be told from the rest".to_owned(),
            help: "menus and other words of the page may be among what is read; save the text alone if they are",
            span: None,
        });
    }
    notice(&head, notices);
    if let Some(title) = head.title.as_ref() {
        let signs = visible(title);
        if !blocks.iter().take(3).any(|block| visible(&block.words) == signs) {
            blocks.insert(0, Block { words: title.clone(), ..Block::default() });
        }
    }
    let mut page = Page {
        title: head.title,
        headline: None,
        published: head.published,
        publisher: head.publisher,
        address: head.address,
        language: head.language,
        direction: head.direction,
        blocks: Vec::with_capacity(blocks.len()),
    };
    let text = written(source, &blocks, &mut page);
    (text, page)
}

/// Finds the main text of a page, as markup; none if there is none, or if the page is too deep or too large to look.
///
/// The only place that knows how: to find it otherwise, change this function, and the version of the reader.
fn main_text(source: &str) -> Option<String> {
    // Pages of many megabytes are scripts and pictures but for a small part.
    let lean = (source.len() > LARGEST).then(|| markup::without_ballast(source));
    let source = lean.as_deref().unwrap_or(source);
    if source.len() > LARGEST || markup::depth(source) > DEEPEST {
        return None;
    }
    // The crate's own dates are left out: they depend on the clock.
    let options = trafilatura::Options::default()
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    // A page that trips the extractor up is read whole: reading cannot fail.
    let found = std::panic::catch_unwind(|| trafilatura::extract(source, &options)).ok()?.ok()?;
    Some(found.content_html)
}

/// Returns all blocks of a page but for menus and the like.
fn everything(source: &str) -> Vec<Block> {
    let told = blocks::of(seen(source, AROUND));
    if told.is_empty() { blocks::of(seen(source, UNSEEN)) } else { told }
}

/// Says which blocks of a main text are furniture all the same: those in a menu or an advertisement, and links one after
/// another, as in the columns of old pages.
fn furniture(found: &[Option<Found>]) -> Vec<bool> {
    let links = |at: usize| found.get(at).copied().flatten().map_or(0, |found| found.links);
    let of = |at: usize| {
        let beside = links(at + 1) + at.checked_sub(1).map_or(0, links);
        found[at].is_some_and(|found| found.around) || links(at) > 1 || (links(at) == 1 && beside > 0)
    };
    (0..found.len()).map(of).collect()
}

/// Writes blocks as text, and where each of them stands.
fn written(source: &str, blocks: &[Block], page: &mut Page) -> String {
    let mut places = align::Source::new(source);
    let words: Vec<String> = blocks
        .iter()
        .map(|block| if block.row { block.words.replace(" | ", " ") } else { block.words.clone() })
        .collect();
    let found = places.find(&words);
    let title = page.title.as_deref().map(visible);
    let is_title = |words: &str| title.as_ref().is_some_and(|title| *title == visible(words));
    let mut left_out = furniture(&found);
    // A page of nothing but links is read for what it is.
    if left_out.iter().zip(blocks).all(|(out, block)| *out || is_title(&block.words)) {
        left_out.fill(false);
    }
    let mut text = String::new();
    let mut before: Option<&Block> = None;
    for ((block, found), out) in blocks.iter().zip(found).zip(left_out) {
        if out && !is_title(&block.words) {
            continue;
        }
        if let Some(before) = before {
            let goes_on = block.row && before.row || !block.marker.is_empty() && !before.marker.is_empty();
            text.push_str(if goes_on { "\n" } else { "\n\n" });
        }
        text.push_str(&block.marker);
        let start = text.len();
        match found.and_then(|found| places.lines(found.run)) {
            Some(lines) => text.push_str(&lines),
            None => text.push_str(&block.words),
        }
        let run = Bytes::new(start, text.len());
        if page.headline.is_none() && is_title(run.of(&text)) {
            page.headline = Some(run);
        }
        page.blocks.push(Located { run, source: found.map(|found| found.run) });
        before = Some(block);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Says why a page has no words.
fn nothing(head: &head::Head) -> Notice {
    let (message, help) = if head.frames {
        (
            "the page is only a frame around other pages",
            "open the frame with the report by itself, save that page and give it",
        )
    } else {
        (
            "the page holds no words of a report; perhaps a script shows them",
            "open it in a browser, wait until the report is shown, and save the page whole or its text alone",
        )
    };
    Notice { id: "page/empty", message: message.to_owned(), help, span: None }
}

/// Notices what is doubtful in what a page says of itself.
fn notice(head: &head::Head, notices: &mut Vec<Notice>) {
    if head.broken {
        notices.push(Notice {
            id: "page/description-broken",
            message: "a description of the page for machines (JSON-LD) is broken".to_owned(),
            help: "check the headline, the day and the publisher against the page as it is shown",
            span: None,
        });
    }
    let Some(published) = &head.published else { return };
    if published.tellers.len() < 2 && !head.contradicted.is_empty() {
        let told: Vec<String> =
            head.contradicted.iter().map(|(teller, day)| format!("{} {day}", teller.told())).collect();
        let first = published.tellers.first().map_or("", |teller| teller.told());
        notices.push(Notice {
            id: "page/days-differ",
            message: format!("{first} says {}, {}", published.day, told.join(", ")),
            help: "the first was taken for the day of publication; give the right day with --date or --published",
            span: None,
        });
    }
    if let (Some(first), Some(last)) = (head.updates.first(), head.updates.last())
        && (*first != published.day || *last != published.day)
    {
        notices.push(Notice {
            id: "page/many-days",
            message: format!(
                "the page was added to from {first} to {last}; its days are counted from {}",
                published.day
            ),
            help: "save its entries as reports of their own, each with its day, if days matter",
            span: None,
        });
    }
}
