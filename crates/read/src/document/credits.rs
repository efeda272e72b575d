//! Metadata and furniture in, the wire service, the publisher and the section labels out.
//! Names are given as the lexicon or the page writes them; capitals throughout are set in lower case.

use truce_lexicon::load::sources::{Agency, Sort, Sources, hash};

use super::words::Words;
use super::{BlockKind, Document, Meta, carve};
use crate::span::Bytes;

/// Blocks at either end that may hold credits.
const MARGIN: usize = 60;

/// Fills in agency, publisher and tags.
pub(super) fn find(document: &mut Document, dateline_agency: Option<Bytes>, sources: &Sources) {
    let mut words = Words::default();
    document.agency = agency(document, dateline_agency, sources, &mut words);
    document.publisher = publisher(document, sources, &mut words);
    document.tags = tags(document, sources, &mut words);
}

fn edges(document: &Document) -> impl Iterator<Item = &super::Block> {
    let count = document.blocks.len();
    document
        .blocks
        .iter()
        .enumerate()
        .filter(move |(at, _)| *at < MARGIN || *at + MARGIN >= count)
        .map(|(_, block)| block)
}

fn agency(
    document: &Document,
    dateline: Option<Bytes>,
    sources: &Sources,
    words: &mut Words,
) -> Option<(String, Bytes)> {
    let text = document.text.as_str();
    if let Some(found) = dateline.and_then(|span| agency_in(text, span, sources, words)) {
        return Some(found);
    }
    for metas in [&[Meta::Byline, Meta::Credit][..], &[Meta::Issued]] {
        for block in edges(document).filter(|block| block.meta.is_some_and(|meta| metas.contains(&meta))) {
            if let Some(found) = agency_in(text, block.span, sources, words) {
                return Some(found);
            }
        }
    }
    // A line of rights or of one word in capitals at the end.
    document.blocks.iter().rev().take(12).filter(|block| block.kind == BlockKind::Furniture).find_map(
        |block| {
            let line = block.span.of(text);
            let rights = line.starts_with(['©', '(']) || line.starts_with("Copyright");
            (rights && line.len() < 120).then(|| agency_in(text, block.span, sources, words)).flatten()
        },
    )
}

/// The wire service credited in `span`, by its short name.
fn agency_in(text: &str, span: Bytes, sources: &Sources, words: &mut Words) -> Option<(String, Bytes)> {
    let line = span.of(text);
    words.read(line);
    let mut best: Option<(usize, usize, &Agency)> = None;
    for at in 0..words.len() {
        words.hits_at(at, sources, |hit| {
            if hit.sort != Sort::Agency || best.is_some_and(|(from, to, _)| hit.end - hit.start <= to - from)
            {
                return;
            }
            let shown = &line[words.words[hit.start].start..words.words[hit.end - 1].end];
            let agency = sources.agencies.iter().find(|agency| agency.phrase == hit.phrase);
            if let Some(agency) = agency.filter(|agency| is_credit(agency, shown)) {
                best = Some((hit.start, hit.end, agency));
            }
        });
    }
    let (start, end, agency) = best?;
    let short = agency.credits.first().unwrap_or(&agency.name);
    let base = span.start as usize;
    let run = Bytes::new(base + words.words[start].start, base + words.words[end - 1].end);
    Some((short.clone(), run))
}

/// "Ana Torvald" is no credit of ANA: the letters must be as the agency writes them, or all capitals.
fn is_credit(agency: &Agency, shown: &str) -> bool {
    let loud = shown.len() > 4 && !shown.chars().any(char::is_lowercase);
    loud || agency.credits.iter().any(|credit| credit.contains(shown))
}

fn tags(document: &Document, sources: &Sources, words: &mut Words) -> Vec<Bytes> {
    let text = document.text.as_str();
    let mut tags: Vec<Bytes> = Vec::new();
    let publisher = document.publisher.as_ref().map_or(Bytes::default(), |(_, span)| *span);
    let mut add = |span: Bytes| {
        let new = !span.overlaps(publisher)
            && !tags.iter().any(|tag| tag.of(text).eq_ignore_ascii_case(span.of(text)));
        if new && span.start < span.end && tags.len() < 12 {
            tags.push(span);
        }
    };
    let first = document
        .blocks
        .iter()
        .position(|block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow)
        })
        .unwrap_or(document.blocks.len());
    let mut listed = false;
    for (at, block) in document.blocks.iter().enumerate() {
        let line = block.span.of(text);
        if listed && block.meta == Some(Meta::Tags) && line.len() < 200 && !super::lines::closes(line) {
            lists(text, block.span, 0, &mut add);
        } else if block.meta == Some(Meta::Tags) && line.len() < 300 {
            listed = label(line).is_some_and(|end| line[end..].trim().is_empty());
            if let Some(end) = label(line) {
                lists(text, block.span, end, &mut add);
            } else {
                menu(text, block.span, sources, words, true, &mut add);
            }
        } else if at < first && block.kind == BlockKind::Furniture && line.len() < 300 {
            menu(text, block.span, sources, words, false, &mut add);
            listed = false;
        } else {
            listed = false;
        }
    }
    tags
}

/// Where the labels start in a line that says so: "Tags: a, b", "Theme(s): (NEWS) Conflict".
fn label(line: &str) -> Option<usize> {
    let low = line.to_lowercase();
    let name = [
        "tags",
        "tagged",
        "theme",
        "topics",
        "topic",
        "keywords",
        "x-keywords",
        "filed under",
        "filed in",
        "categories",
        "category",
        "posted in",
        "in this story",
        "subjects",
        "section",
        "key words",
    ];
    if !name.iter().any(|name| low.starts_with(name)) {
        return None;
    }
    line.find(':')
        .map(|colon| colon + 1)
        .or_else(|| (line.split_whitespace().count() <= 2).then_some(line.len()))
}

fn lists(text: &str, span: Bytes, from: usize, add: &mut impl FnMut(Bytes)) {
    let line = span.of(text);
    let rest = &line[from..];
    // "OSTER RIVERS TRADE" is parted by spaces alone.
    let spaced = !rest.contains([',', ';', '|', '/']) && !rest.chars().any(char::is_lowercase);
    for part in rest.split(|c: char| matches!(c, ',' | ';' | '|' | '\n' | '#') || (spaced && c == ' ')) {
        let mut inner = part.trim();
        if inner.starts_with('(')
            && let Some(close) = inner.find(')')
        {
            inner = inner[close + 1..].trim();
        }
        let start = span.start as usize + (inner.as_ptr() as usize - line.as_ptr() as usize);
        add(Bytes::new(start, start + inner.len()));
    }
}

/// Section labels in a menu or trail: parts that are no words of menus, and no publisher.
fn menu(
    text: &str,
    span: Bytes,
    sources: &Sources,
    words: &mut Words,
    sure: bool,
    add: &mut impl FnMut(Bytes),
) {
    let line = span.of(text);
    words.read(line);
    let trail = line.contains(['»', '›', '>']);
    let starts = carve::parts(line, words);
    // A bar menu shows all sections of a site, a trail or glued labels those of the report.
    let site = line.contains('|') && starts.len() > 3;
    let base = span.start as usize;
    let part = |index: usize| (starts[index], starts.get(index + 1).copied().unwrap_or(words.len()));
    let plain_menu = (0..starts.len())
        .map(part)
        .any(|(start, end)| carve::sort_of(words, start, end, sources) == Some(Sort::Menu));
    let sections = (0..starts.len())
        .map(part)
        .filter(|&(start, end)| carve::sort_of(words, start, end, sources) == Some(Sort::Section))
        .count();
    let mut found = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(words.len());
        let (from, to) = (words.words[start].start, words.words[end - 1].end);
        let sort = carve::sort_of(words, start, end, sources);
        let proper = line[from..].starts_with(char::is_uppercase) && end - start <= 4;
        let sort = if sort == Some(Sort::Section)
            && !trail
            && !sure
            && plain_menu
            && is_menu(words, start, end, sources)
        {
            Some(Sort::Menu)
        } else {
            sort
        };
        let mut opener = false;
        words.hits_at(start, sources, |hit| opener |= hit.sort == Sort::Furniture && hit.end <= end);
        let own =
            sort.is_none() && !opener && proper && sections > 0 && !is_masthead(words, start, end, sources);
        let glued = index == 0 || words.words[start].glued || trail;
        if (sort == Some(Sort::Section) && (glued || sure || !site))
            || (own && glued && (trail || sure || sections > 0))
        {
            found.push(Bytes::new(base + from, base + to));
        } else if sort.is_none() && end == start + 1 && words.low(start).len() > 6 {
            capitals(words.low(start), base + from, sources, &mut found);
        }
    }
    if sure
        || trail
        || (sections > 0 && !site)
        || (site && found.len() <= 3)
        || (sections == 0 && found.len() <= 3)
    {
        found.into_iter().for_each(add);
    }
}

fn is_menu(words: &Words, start: usize, end: usize, sources: &Sources) -> bool {
    let mut menu = false;
    words.hits_at(start, sources, |hit| menu |= hit.sort == Sort::Menu && hit.end == end);
    menu
}

/// Sections in a word of glued capitals ("HOMENEWSOSTER"): longest first.
fn capitals(word: &str, base: usize, sources: &Sources, found: &mut Vec<Bytes>) {
    let mut at = 0;
    let mut parts = Vec::new();
    while at < word.len() {
        let known = (at + 2..=word.len()).rev().find_map(|end| {
            let part = word.get(at..end)?;
            let group = sources.starting(part, hash(part.bytes()));
            let mut sorts = group.iter().filter(|wording| wording.words.len() == 1).filter_map(|wording| {
                sources.phrases.get(usize::from(wording.phrase)).map(|phrase| phrase.sort)
            });
            sorts.find(|sort| matches!(sort, Sort::Menu | Sort::Section)).map(|sort| (end, sort))
        });
        let Some((end, sort)) = known else {
            return;
        };
        if sort == Sort::Section {
            parts.push(Bytes::new(base + at, base + end));
        }
        at = end;
    }
    found.append(&mut parts);
}

fn is_masthead(words: &Words, start: usize, end: usize, sources: &Sources) -> bool {
    (start..end).any(|at| {
        let mut known = false;
        words.hits_at(at, sources, |hit| {
            known |= matches!(hit.sort, Sort::Masthead | Sort::Publisher) && hit.end <= end
        });
        known
    })
}

fn publisher(document: &Document, sources: &Sources, words: &mut Words) -> Option<(String, Bytes)> {
    let text = document.text.as_str();
    let mut known = None;
    let mut body = false;
    for (at, block) in edges(document).enumerate() {
        let line = block.span.of(text);
        body |= matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        if line.len() > 240 {
            continue;
        }
        let found = match (block.kind, block.meta) {
            (BlockKind::Furniture, _) if at < MARGIN && !body => {
                rights(text, block.span).or_else(|| in_menu(text, block.span, sources, words))
            }
            (BlockKind::Furniture, _) => {
                rights(text, block.span).or_else(|| standards(text, block.span, sources, words))
            }
            (_, Some(Meta::Masthead)) => masthead(text, block.span, sources, words),
            (_, Some(Meta::Byline)) => special(text, block.span),
            (_, Some(Meta::Tags)) => in_menu(text, block.span, sources, words),
            _ => None,
        };
        // The line of rights, at the end, is surest; a menu is seen first.
        known = found.filter(|_| known.is_none()).or(known);
    }
    known
        .map(|span| (plain(span.of(text)), span))
        .or_else(|| document.issuer.map(|span| (plain(bare(span.of(text))), span)))
}

/// The holder named in a line of rights: "Copyright 1998 Leva Evening Post. All Rights Reserved."
fn rights(text: &str, span: Bytes) -> Option<Bytes> {
    let line = span.of(text);
    let mut rest = line;
    let mut spelled = false;
    for word in [
        "Copyright",
        "COPYRIGHT",
        "©",
        "(c)",
        "(C)",
        "&copy;",
        "All rights reserved.",
        "All Rights Reserved.",
    ] {
        if let Some(after) = rest.strip_prefix(word) {
            spelled |= word.len() > 4;
            rest = after.trim_start_matches([' ', '-', ',', '.']);
        }
    }
    if rest.len() == line.len() {
        return None;
    }
    let year = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | ',');
    rest = rest.trim_start_matches(year);
    let end = rest.find(['|', '.', '\n', ',']).map_or(rest.len(), |end| {
        // "LevaPost.io" goes on after its stop.
        if rest[end..].starts_with('.') && rest[end + 1..].starts_with(char::is_lowercase) {
            rest[end + 1..].find(|c: char| !c.is_alphanumeric()).map_or(rest.len(), |more| end + 1 + more)
        } else {
            end
        }
    });
    let name = rest[..end].trim_end_matches(year).trim_start_matches("by ").trim();
    let words = name.split_whitespace().count();
    let lone = words == 1 && !name.chars().any(char::is_lowercase) && !spelled;
    let proper = name.starts_with(char::is_uppercase)
        && (1..=6).contains(&words)
        && !lone
        && !name.starts_with("Crown")
        && !name.contains(':');
    let from = span.start as usize + (name.as_ptr() as usize - line.as_ptr() as usize);
    proper.then(|| Bytes::new(from, from + name.len()))
}

/// A publisher among the parts of a menu.
fn in_menu(text: &str, span: Bytes, sources: &Sources, words: &mut Words) -> Option<Bytes> {
    let line = span.of(text);
    words.read(line);
    let base = span.start as usize;
    if line.starts_with("From Wikinews") {
        return Some(Bytes::new(base + 5, base + 13));
    }
    let starts = carve::parts(line, words);
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(words.len());
        // Words glued in one name ("LevaPost.io") are parts here: a part may go on with the next.
        let lone = end == start + 1 && carve::sort_of(words, start, end, sources).is_none();
        let longer = starts.get(index + 2).copied().unwrap_or(words.len());
        let joined = lone
            && longer > end
            && longer - start <= 3
            && words.words.get(end).is_some_and(|word| word.glued);
        for end in [end, if joined { longer } else { end }] {
            let (from, to) = (words.words[start].start, words.words[end - 1].end);
            let name = &line[from..to];
            let named = name.starts_with(char::is_uppercase) && (end - start <= 6);
            let mut exact = false;
            words.hits_at(start, sources, |hit| {
                exact |= hit.end == end
                    && (hit.sort == Sort::Publisher || hit.sort == Sort::Masthead && end > start + 1)
            });
            let more = (start..end).filter(|&at| {
                let mut masthead = false;
                words.hits_at(at, sources, |hit| masthead |= hit.sort == Sort::Masthead && hit.end <= end);
                masthead
            });
            let masthead =
                end - start > 1 && carve::sort_of(words, start, end, sources).is_none() && more.count() > 0;
            let known =
                carve::sort_of(words, start, end, sources).is_some_and(|sort| sort != Sort::Publisher);
            if named && !known && (exact || (masthead && starts.len() > 1)) {
                let online = name.strip_suffix(" online").map_or(to, |name| from + name.len());
                return Some(Bytes::new(base + from, base + online));
            }
        }
    }
    None
}

/// "Our Standards: how the Leva Post checks what it prints": the paper whose standards a page tells of.
fn standards(text: &str, span: Bytes, sources: &Sources, words: &mut Words) -> Option<Bytes> {
    let line = span.of(text);
    words.read(line);
    if words.len() < 3 || words.low(0) != "our" || words.low(1) != "standards" {
        return None;
    }
    (2..words.len()).find_map(|at| {
        let mut end = None;
        words.hits_at(at, sources, |hit| end = end.or((hit.sort == Sort::Publisher).then_some(hit.end)));
        let (from, to) = (words.words[at].start, words.words[end?.checked_sub(1)?].end);
        Some(Bytes::new(span.start as usize + from, span.start as usize + to))
    })
}

/// The paper in the head of its page: what stands before the date.
fn masthead(text: &str, span: Bytes, sources: &Sources, words: &mut Words) -> Option<Bytes> {
    let line = span.of(text);
    words.read(line);
    let mut service = false;
    let known = (0..words.len()).any(|at| {
        let mut known = false;
        words.hits_at(at, sources, |hit| {
            known |= matches!(hit.sort, Sort::Masthead | Sort::Publisher);
            service |= hit.sort == Sort::Agency;
        });
        known
    });
    let end = line.find([',', '|', '\n']).or_else(|| line.find("   ")).unwrap_or(line.len());
    let name = line[..end].trim();
    let proper = name
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "of" | "the"));
    (known && !service && proper && name.split_whitespace().count() <= 6)
        .then(|| Bytes::new(span.start as usize, span.start as usize + name.len()))
}

/// "Special to The Examiner"
fn special(text: &str, span: Bytes) -> Option<Bytes> {
    let line = span.of(text);
    let at =
        line.find("Special to ").map(|at| at + 11).or_else(|| line.find("SPECIAL TO ").map(|at| at + 11))?;
    let name = line[at..].split([',', '\n', '(']).next().unwrap_or("").trim();
    let from = span.start as usize + at;
    (!name.is_empty() && name.len() < 60).then(|| Bytes::new(from, from + name.len()))
}

/// A name without its article.
fn bare(name: &str) -> &str {
    ["the ", "The ", "THE "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
}

/// Sets a name in capitals in lower case, but for acronyms.
fn plain(name: &str) -> String {
    if name.chars().any(char::is_lowercase) || !name.contains(' ') {
        return name.to_owned();
    }
    let mut first = true;
    let mut out = String::with_capacity(name.len());
    for word in name.split_inclusive(' ') {
        let core = word.trim_end();
        let low = core.to_lowercase();
        let small =
            !first && matches!(low.as_str(), "of" | "the" | "for" | "and" | "in" | "to" | "on" | "de" | "la");
        let vowels = low.chars().filter(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).count();
        if small {
            out.push_str(&word.to_lowercase());
        } else if core.contains('.') || (vowels == 0 && core.len() > 1) {
            out.push_str(word);
        } else {
            for part in word.split_inclusive('-') {
                let mut chars = part.chars();
                out.extend(chars.next());
                out.extend(chars.flat_map(char::to_lowercase));
            }
        }
        first = false;
    }
    out
}
