//! Head, signature and manner of speaking in; who issues a report, and what sort of text it is, out.
//! Takes a body for the issuer only where it stands over, in the title of, or under its own text.

use truce_lexicon::load::sources::{Sort, Sources};

use super::shape::shape;
use super::title::is_letterhead;
use super::words::Words;
use super::{Block, BlockKind, Document, Genre, Meta};
use crate::span::Bytes;

/// Bytes of the body that are looked at for the manner of speaking.
const SAMPLE: usize = 6000;

/// Finds the body whose own text this is.
pub(super) fn issuer(document: &Document, sources: &Sources) -> Option<Bytes> {
    let text = document.text.as_str();
    let mut words = Words::default();
    let head = document.blocks.iter().take(40).take_while(|block| {
        !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow)
    });
    // "REPORT BY THE SECRETARY-GENERAL" tells more than the letterhead of the council it is written to.
    let own =
        head.clone().filter(|block| block.kind != BlockKind::Furniture && block.span.of(text).len() <= 240);
    if let Some(author) = own.into_iter().find_map(|block| author(text, block.span, sources, &mut words, &BY))
    {
        return Some(author);
    }
    let mut state: Option<Bytes> = None;
    let mut menu: Option<Bytes> = None;
    for block in head {
        let line = block.span.of(text);
        if line.len() > 240 {
            continue;
        }
        match (block.kind, block.meta) {
            (_, Some(Meta::Masthead)) | (BlockKind::Heading, _) => {
                let shape = shape(line, &mut words, sources);
                if is_letterhead(line, &shape) {
                    let name = name(text, block.span);
                    let low = name.of(text).to_lowercase();
                    // "GOVERNMENT OF OSTER" stands over the ministry that speaks.
                    if low.starts_with("government of")
                        || low.starts_with("republic of")
                        || low.starts_with("kingdom of")
                    {
                        state = state.or(Some(name));
                    } else {
                        return Some(name);
                    }
                }
            }
            (BlockKind::Title, _) => {
                if let Some(found) = in_title(text, block.span, sources, &mut words) {
                    return Some(found);
                }
            }
            (_, Some(Meta::Issued)) => {
                if let Some(found) = in_from(text, block.span, sources, &mut words) {
                    return Some(found);
                }
            }
            (BlockKind::Furniture, _) if menu.is_none() && line.len() < 80 => {
                let shape = shape(line, &mut words, sources);
                let capital =
                    shape.capital && shape.words > 1 && is_letterhead(line, &shape) && shape.covered == 0;
                menu = capital.then(|| name(text, block.span));
            }
            _ => {}
        }
    }
    state.or(menu).or_else(|| signature(document, sources, &mut words))
}

/// The name in a letterhead, without handle, number of the document, and what follows a bar.
fn name(text: &str, span: Bytes) -> Bytes {
    let line = span.of(text);
    let end = line
        .find(['|', '@', '\n'])
        .or_else(|| line.find(" - "))
        // A second column: "SECURITY COUNCIL        Distr. GENERAL".
        .or_else(|| line.find("   "))
        .unwrap_or(line.len());
    let mut at = 0;
    for word in line[..end].split_inclusive(' ') {
        if at > 0 && word.contains(|c: char| c.is_ascii_digit()) && word.contains('/') {
            break;
        }
        at += word.len();
    }
    Bytes::new(span.start as usize, span.start as usize + line[..at].trim_end().len())
}

/// What stands before the name of an author.
const BY: [&str; 8] = [
    "statement by ",
    "briefing by ",
    "declaration by ",
    "remarks by ",
    "report by ",
    "note by ",
    "message from ",
    "letter from ",
];

/// What stands before the name of a body that may be no more than the matter.
const OF: [&str; 7] = [
    "statement of ",
    "statement from ",
    "communique of ",
    "communiqué of ",
    "declaration of ",
    "press release of ",
    "report of ",
];

/// "Statement by the General Staff ...": the body behind one of some marks.
fn author(text: &str, span: Bytes, sources: &Sources, words: &mut Words, marks: &[&str]) -> Option<Bytes> {
    let line = span.of(text);
    let low = line.to_lowercase();
    let signs = shape(line, words, sources);
    if !signs.any(Sort::Report) || low.len() != line.len() {
        return None;
    }
    let base = span.start as usize;
    let (mark, at) = marks.iter().find_map(|mark| low.find(mark).map(|at| (mark, at)))?;
    let from = at + mark.len();
    let end = from + run_of_names(&line[from..]);
    let name = &line[from..end];
    let body = shape(name, words, sources);
    let named = body.any(Sort::Body) || name.split_whitespace().count() > 1 && body.capital == signs.capital;
    (named && end > from).then(|| Bytes::new(base + from, base + end))
}

/// "UNMOL - MONTHLY SITUATION REPORT", "Communique of the General Command".
fn in_title(text: &str, span: Bytes, sources: &Sources, words: &mut Words) -> Option<Bytes> {
    if let Some(author) = author(text, span, sources, words, &OF) {
        return Some(author);
    }
    let line = span.of(text);
    if !shape(line, words, sources).any(Sort::Report) {
        return None;
    }
    [" - ", " – ", " | ", ": "].into_iter().find_map(|mark| {
        let at = line.find(mark)?;
        let body = shape(&line[..at], words, sources);
        let named = body.any(Sort::Body) && !body.any(Sort::Report) && body.words <= 8 && body.low <= 2;
        named.then(|| Bytes::new(span.start as usize, span.start as usize + at))
    })
}

/// How far words go on as a name: capitals, and the small words between them.
fn run_of_names(rest: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in rest.split_inclusive(' ') {
        let core = word.trim();
        let low = core.to_lowercase();
        let small = matches!(core, "of" | "the" | "for" | "and" | "to" | "de" | "la" | "al");
        if matches!(low.as_str(), "on" | "regarding" | "concerning" | "at" | "about" | "in" | "following")
            && at > 0
        {
            break;
        }
        let proper = core.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        if !small && !proper {
            break;
        }
        at += word.len();
        if !small {
            end = at - (word.len() - word.trim_end().len());
        }
        if core.ends_with([',', ';', ':', '.']) && core.len() > 3 {
            end -= 1;
            break;
        }
    }
    end
}

/// "FROM: FORCE COMMANDER UNMOL, LEVA"
fn in_from(text: &str, span: Bytes, sources: &Sources, words: &mut Words) -> Option<Bytes> {
    let line = span.of(text);
    let rest = line
        .strip_prefix("FROM:")
        .or_else(|| line.strip_prefix("From:"))
        .or_else(|| line.strip_prefix("FM "))?;
    let name = rest.split([',', '\n']).next().unwrap_or("").trim();
    let signs = shape(name, words, sources);
    // "FORCE COMMANDER UNMOL": the mission's own short name is enough.
    let last = name.rsplit(' ').next().unwrap_or(name);
    let short = last.len() <= 8 && name.len() > last.len() && shape(last, words, sources).is(Sort::Body);
    let name = if short { last } else { name };
    let start = span.start as usize + (name.as_ptr() as usize - line.as_ptr() as usize);
    (signs.any(Sort::Body) && !name.contains('@')).then(|| Bytes::new(start, start + name.len()))
}

fn signature(document: &Document, sources: &Sources, words: &mut Words) -> Option<Bytes> {
    let text = document.text.as_str();
    let block = document.blocks.iter().rev().take(6).find(|block| block.meta == Some(Meta::Signature))?;
    let line = block.span.of(text);
    let signs = shape(line, words, sources);
    (signs.any(Sort::Body) && is_letterhead(line, &signs)).then(|| name(text, block.span))
}

/// Says what sort of text the report is.
pub(super) fn genre(document: &Document, transcript: bool, timed: bool, sources: &Sources) -> Genre {
    let text = document.text.as_str();
    let mut words = Words::default();
    let blocks = &document.blocks;
    let count = |test: &dyn Fn(&Block) -> bool| blocks.iter().take(400).filter(|block| test(block)).count();
    let broadcasts = count(&|block| {
        block.meta == Some(Meta::Dateline)
            && [" IN ", " in "].iter().any(|mark| block.span.of(text).contains(mark))
            && block.span.of(text).contains("GMT")
    });
    if broadcasts > 0 {
        return Genre::Broadcast;
    }
    if transcript {
        return Genre::Transcript;
    }
    let articles = count(&|block| {
        block.meta == Some(Meta::Label)
            && block.span.of(text).starts_with(|c: char| c.is_ascii_uppercase())
            && super::marks::article_label(block.span.of(text)).is_some()
    });
    let mut legal = articles > 1;
    let mut comment = document.tags.iter().any(|tag| {
        words.read(tag.of(text));
        let mut known = false;
        words.hits_at(0, sources, |hit| known |= hit.sort == Sort::Comment && hit.end == words.len());
        known
    });
    let (mut monitor, mut statement, mut live, mut issued) = (false, false, false, false);
    let (mut seen, mut own, mut party, mut said) = (0, 0, 0, 0);
    for block in blocks.iter().take(120) {
        let line = block.span.of(text);
        let head = matches!(block.kind, BlockKind::Title | BlockKind::Subtitle)
            || block.meta.is_some_and(|meta| matches!(meta, Meta::Masthead | Meta::Issued | Meta::Tags));
        if head && line.len() < 400 {
            let signs = shape(line, &mut words, sources);
            monitor |= signs.any(Sort::Monitor);
            legal |= signs.opens(Sort::Legal);
            comment |= signs.is(Sort::Comment);
            live |= signs.any(Sort::Live);
            let low = line.to_lowercase();
            issued |= signs.any(Sort::Report);
            statement |= low.contains("statement")
                || low.contains("communiqu")
                || low.contains("declaration")
                || low.contains("press release")
                || low.contains("news release");
        } else if block.kind != BlockKind::Furniture && seen < SAMPLE {
            seen += line.len();
            own += first_person(line);
            said += line.matches(" said").count();
            legal |= line.starts_with("Recalling ") || line.starts_with("Will the Minister");
            if line.len() < 2000 {
                party += usize::from(shape(line, &mut words, sources).any(Sort::Party))
                    + party_words(line, sources, &mut words);
            }
        }
    }
    if legal {
        return Genre::Legal;
    }
    if document.issuer.is_some() && (own > 2 || party > 0) && !monitor {
        return Genre::Statement;
    }
    if monitor {
        return Genre::MonitorReport;
    }
    if timed && live || timed && document.issuer.is_none() {
        return Genre::LiveBlog;
    }
    if document.issuer.is_some() || statement {
        return if document.issuer.is_some() && issued && !statement {
            Genre::MonitorReport
        } else {
            Genre::Statement
        };
    }
    if document.agency.is_some() || document.dateline.is_some() {
        return if comment { Genre::Comment } else { Genre::News };
    }
    if comment {
        return Genre::Comment;
    }
    if own > 1 && !blocks.iter().any(|block| block.meta == Some(Meta::Byline)) {
        return Genre::Statement;
    }
    let byline = said > 2 || blocks.iter().any(|block| block.meta == Some(Meta::Byline));
    if byline || document.title.is_some() && own == 0 && document.publisher.is_some() {
        Genre::News
    } else {
        Genre::Unknown
    }
}

fn party_words(line: &str, sources: &Sources, words: &mut Words) -> usize {
    words.read(line);
    let mut count = 0;
    for at in 0..words.len() {
        words.hits_at(at, sources, |hit| count += usize::from(hit.sort == Sort::Party));
    }
    count
}

/// Counts "we", "our", "us" outside quotation marks.
fn first_person(line: &str) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for word in line.split_whitespace() {
        if word.starts_with(['"', '“']) {
            quoted = true;
        }
        let core = word.trim_matches(|c: char| !c.is_alphabetic());
        count +=
            usize::from(!quoted && matches!(core, "I" | "we" | "We" | "our" | "Our" | "us" | "WE" | "OUR"));
        if word.trim_end_matches(['.', ',', ';', '?', '!']).ends_with(['"', '”']) {
            quoted = false;
        }
    }
    count
}
