//! Texts in, origins out: which documents carry the text of another, whole or shortened.
//! A report that covers the same events in its own words is its own origin, however much it agrees.
//!
//! Two texts are compared by their runs of five words (shingles). A copy keeps most of them, also when it is cut or
//! added to, so the share is taken of the shorter text. Measured on wire copy that keeps 25 to 100 percent of its
//! text, a share of three tenths finds 97 to 100 percent; wordings that reporters share by chance stay under a tenth.

use std::collections::BTreeMap;

use jiff::civil::Date;
use truce_lexicon::Lexicon;
use truce_read::document::BlockKind;
use truce_read::span::{Characters, Span};
use truce_read::{capture, document};

use crate::entry::{OriginFound, Overlap, Thousandths};
use crate::fold::{Document, State};
use crate::id::DocumentId;

/// Words in a shingle.
const SHINGLE: usize = 5;
/// Least share of the shorter text's shingles that a copy has, in thousandths.
const CONTAINED: usize = 300;
/// Fewer shingles than this are a headline or a brief: too little to tell a copy by.
const FEWEST: usize = 12;
/// Copies appear within so many days of each other.
const DAYS: i32 = 10;
/// Shared runs shorter than this many words are told of nobody.
const RUN: usize = 8;

/// The texts of documents, ready to be compared, as far as they were needed so far.
#[derive(Debug, Default)]
pub struct Shelf {
    texts: BTreeMap<DocumentId, Words>,
}

impl Shelf {
    /// Takes in the text of a document from its bytes, without page furniture.
    pub fn put(&mut self, document: &DocumentId, bytes: &[u8], lexicon: &Lexicon) {
        let capture = capture::decode(bytes);
        let read = document::extract(&capture, &lexicon.tables.sources);
        let characters = Characters::new(&read.text);
        let furniture: Vec<Span> = read
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Furniture)
            .map(|block| characters.span(&read.text, block.span))
            .collect();
        self.texts.insert(document.clone(), Words::new(&read.text, &furniture));
    }

    /// Returns the documents whose texts are needed to tell what a document of this day copies, and are not here yet.
    #[must_use]
    pub fn missing(&self, state: &State, day: Option<Date>) -> Vec<DocumentId> {
        near(state, day).filter(|document| !self.texts.contains_key(*document)).cloned().collect()
    }

    /// Finds what a document of the state copies, or what copies it. Only texts on the shelf are compared, and of them
    /// only those that copy none themselves: copies of copies never chain two stories into one.
    #[must_use]
    pub fn find(&self, state: &State, document: &DocumentId) -> Vec<OriginFound> {
        let Some(words) = self.texts.get(document) else { return Vec::new() };
        let new = Text::of(state, document, words);
        let roots: Vec<Text<'_>> = near(state, new.day)
            .filter(|root| *root != document && state.origin(root) == *root)
            .filter_map(|root| Some(Text::of(state, root, self.texts.get(root)?)))
            .collect();
        find(&new, &roots)
    }
}

/// Reports that appeared within the days in which copies appear. A data set that quotes reports is nobody's copy.
fn near(state: &State, day: Option<Date>) -> impl Iterator<Item = &DocumentId> {
    let near = move |document: &Document| !document.added.is_data_set() && close(document.day(), day);
    state.documents().iter().filter(move |(_, document)| near(document)).map(|(id, _)| id)
}

fn close(one: Option<Date>, other: Option<Date>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).get_days().abs() <= DAYS,
        _ => true,
    }
}

/// A document's text, as far as origins are concerned.
struct Text<'a> {
    document: &'a DocumentId,
    day: Option<Date>,
    agency: Option<&'a str>,
    words: &'a Words,
}

impl<'a> Text<'a> {
    fn of(state: &'a State, document: &'a DocumentId, words: &'a Words) -> Self {
        let known = state.document(document);
        Self {
            document,
            day: known.and_then(Document::day),
            agency: known.and_then(|known| known.reading.as_ref()?.agency.as_deref()),
            words,
        }
    }
}

/// The words of a text with their characters, ready to be compared.
#[derive(Debug)]
struct Words {
    words: Vec<(String, Span)>,
    /// Where each shingle stands first, by its words.
    shingles: BTreeMap<u64, usize>,
}

impl Words {
    fn new(text: &str, furniture: &[Span]) -> Self {
        let mut words: Vec<(String, Span)> = Vec::new();
        let mut word = String::new();
        let mut start = 0;
        for (at, letter) in text.chars().chain([' ']).enumerate() {
            let at = at as u32;
            if letter.is_alphanumeric() {
                if word.is_empty() {
                    start = at;
                }
                word.extend(letter.to_lowercase());
            } else if !word.is_empty() && !matches!(letter, '\'' | '\u{2019}') {
                let span = Span { start, end: at };
                let page = furniture.iter().any(|run| run.start < span.end && span.start < run.end);
                if !page {
                    words.push((std::mem::take(&mut word), span));
                }
                word.clear();
            }
        }
        let mut shingles = BTreeMap::new();
        for (at, run) in words.windows(SHINGLE).enumerate() {
            shingles.entry(hash(run)).or_insert(at);
        }
        Self { words, shingles }
    }

    /// Returns the share of the shorter text's shingles that stand in the other, in thousandths.
    fn containment(&self, other: &Self) -> usize {
        let fewer = self.shingles.len().min(other.shingles.len());
        if fewer < FEWEST {
            return 0;
        }
        let shared = self.shingles.keys().filter(|shingle| other.shingles.contains_key(*shingle)).count();
        shared * 1000 / fewer
    }

    /// Returns the runs of words that both have, the longest that can be made from each place.
    fn overlaps(&self, other: &Self) -> Vec<Overlap> {
        let mut found = Vec::new();
        let mut at = 0;
        while at + SHINGLE <= self.words.len() {
            let Some(&there) = other.shingles.get(&hash(&self.words[at..at + SHINGLE])) else {
                at += 1;
                continue;
            };
            let length = self.words[at..]
                .iter()
                .zip(&other.words[there..])
                .take_while(|((one, _), (two, _))| one == two)
                .count();
            if length >= RUN {
                found.push(Overlap {
                    here: run(&self.words[at..at + length]),
                    there: run(&other.words[there..there + length]),
                });
            }
            at += length.max(1);
        }
        found
    }
}

fn run(words: &[(String, Span)]) -> Span {
    let (first, last) = (words.first().map(|word| word.1), words.last().map(|word| word.1));
    Span { start: first.map_or(0, |span| span.start), end: last.map_or(0, |span| span.end) }
}

fn hash(words: &[(String, Span)]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for (word, _) in words {
        hasher.update(word.as_bytes());
        hasher.update(&[0]);
    }
    let bytes = *hasher.finalize().as_bytes();
    u64::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
}

/// The text of the earlier day is the origin; of one day, the longer text, for copies are cut more often than added
/// to; of one length, the lesser id.
fn find(new: &Text<'_>, roots: &[Text<'_>]) -> Vec<OriginFound> {
    let mut held: Vec<(usize, &Text<'_>)> = roots
        .iter()
        .filter(|root| close(root.day, new.day))
        .map(|root| (new.words.containment(root.words), root))
        .filter(|(share, _)| *share >= CONTAINED)
        .collect();
    held.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.document.cmp(other.1.document)));
    let before = |root: &Text<'_>| {
        let days = match (root.day, new.day) {
            (Some(one), Some(two)) => one.cmp(&two),
            _ => std::cmp::Ordering::Equal,
        };
        days.then(new.words.words.len().cmp(&root.words.words.len()))
            .then_with(|| root.document.cmp(new.document))
            .is_lt()
    };
    // It copies the origin that holds most of it; failing that, every origin found here copies it.
    if let Some((share, root)) = held.iter().find(|(_, root)| before(root)) {
        return vec![found(new, root, *share)];
    }
    held.iter().map(|(share, root)| found(root, new, *share)).collect()
}

fn found(copy: &Text<'_>, of: &Text<'_>, share: usize) -> OriginFound {
    let mut evidence = vec![format!(
        "{}.{}% of the shorter text's runs of {SHINGLE} words stand in the other",
        share / 10,
        share % 10
    )];
    match (copy.agency, of.agency) {
        (Some(one), Some(other)) if one == other => evidence.push(format!("both credit {one}")),
        (Some(one), Some(other)) => evidence.push(format!("one credits {one}, the other {other}")),
        (Some(one), None) | (None, Some(one)) => evidence.push(format!("one credits {one}")),
        (None, None) => {}
    }
    if let (Some(one), Some(other)) = (copy.day, of.day) {
        let days = (one - other).get_days().abs();
        evidence.push(if days == 0 { "the same day".to_owned() } else { format!("{days} days apart") });
    }
    OriginFound {
        document: copy.document.clone(),
        of: of.document.clone(),
        containment: Thousandths(share.min(1000) as u16),
        spans: copy.words.overlaps(of.words),
        evidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Sha256Hash;

    const WIRE: &str = "Mortar rounds fell on the fish market of Olmen late on Sunday and killed four people, \
        a nurse at the district clinic said. Witnesses counted nine explosions within a quarter of an hour. \
        The Dorva Front said its gunners had not fired that night and asked for an inquiry. The army did not \
        answer calls. A truce signed in Tarsk in March had kept the town quiet for eleven weeks.";

    fn check(texts: &[(&str, &str)]) -> Vec<(usize, usize)> {
        let ids: Vec<DocumentId> =
            texts.iter().map(|(_, text)| DocumentId::of(&Sha256Hash::of(text.as_bytes()))).collect();
        let words: Vec<Words> = texts.iter().map(|(_, text)| Words::new(text, &[])).collect();
        let text = |at: usize| Text {
            document: &ids[at],
            day: texts[at].0.parse().ok(),
            agency: None,
            words: &words[at],
        };
        let mut roots: Vec<usize> = Vec::new();
        let mut pairs = Vec::new();
        for new in 0..texts.len() {
            let others: Vec<Text<'_>> = roots.iter().map(|&root| text(root)).collect();
            let found = find(&text(new), &others);
            let index = |id: &DocumentId| ids.iter().position(|known| known == id).unwrap();
            for one in &found {
                pairs.push((index(&one.document), index(&one.of)));
                for span in &one.spans {
                    let words = |text: &str, span: Span| {
                        let run: String = text
                            .chars()
                            .skip(span.start as usize)
                            .take((span.end - span.start) as usize)
                            .collect();
                        run.to_lowercase().split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" ")
                    };
                    let (here, there) = (texts[index(&one.document)].1, texts[index(&one.of)].1);
                    assert_eq!(words(here, span.here), words(there, span.there));
                }
                roots.retain(|&root| root != index(&one.document));
            }
            if !found.iter().any(|one| index(&one.document) == new) {
                roots.push(new);
            }
        }
        pairs
    }

    #[test]
    fn whole_cut_and_extended_copies_are_one_origin() {
        let cut = &WIRE[..WIRE.find("The army").unwrap()];
        let added =
            format!("Our own reporter saw the stalls closed on Monday. {WIRE} Fishermen stayed ashore.");
        assert_eq!(
            check(&[("2011-06-06", WIRE), ("2011-06-07", cut), ("2011-06-08", &added)]),
            [(1, 0), (2, 0)]
        );
    }

    #[test]
    fn the_earlier_day_is_the_origin_in_any_order() {
        let cut = &WIRE[..WIRE.find("The army").unwrap()];
        assert_eq!(check(&[("2011-06-07", cut), ("2011-06-06", WIRE)]), [(0, 1)]);
    }

    #[test]
    fn own_words_about_the_same_event_are_their_own_origin() {
        let own = "Four people died when shells struck Olmen's fish market on Sunday night, according to a nurse. \
            The front denied firing and wants the matter examined; the army said nothing. Nine blasts were heard \
            in fifteen minutes. It was the first bloodshed there since the March truce of Tarsk took hold.";
        assert_eq!(check(&[("2011-06-06", WIRE), ("2011-06-07", own)]), []);
    }

    #[test]
    fn the_same_words_months_later_are_no_copy_of_the_news() {
        assert_eq!(check(&[("2011-06-06", WIRE), ("2011-11-06", WIRE.trim_end_matches('.'))]), []);
    }

    #[test]
    fn briefs_are_too_short_to_tell() {
        assert_eq!(
            check(&[
                ("2011-06-06", "Four killed in Olmen market."),
                ("2011-06-06", "Four killed in Olmen market!")
            ]),
            []
        );
    }
}
