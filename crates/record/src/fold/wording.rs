//! The words of a statement in, what they say of the happening out: that it is untrue, that nothing happened, that a
//! report is taken back. All runs of words are looked for in one walk of the text: rows of data sets are long and many.
//! Knows nothing of who says so; that is `standing`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that call a report untrue, whoever uses them.
const UNTRUE: &[&str] = &[
    "never happened",
    "did not happen",
    "didn't happen",
    "did not take place",
    "never took place",
    "never occurred",
    "did not occur",
    "invented",
    "invention",
    "fabricat",
    "hoax",
    "untrue",
    "false report",
    "fake news",
    "false news",
    "disinformation",
    "pure fiction",
    "no truth",
    "not true",
    "baseless",
    "groundless",
    "unfounded",
];

/// Words by which somebody denies a happening, and which mean nothing of the sort outside a denial: "we have seen no
/// such movement", "the two were nothing of the kind".
const DENIED: &[&str] = &["no such", "nothing of the kind", "nothing of the sort"];

/// Words of a denial that leave no happening.
const NOTHING: &[&str] = &[
    "denies event",
    "there was no",
    "there were no",
    "there had been no",
    "there has been no",
    "nothing was",
    "was no attack",
    "denied reports",
    "denies reports",
    "denied that any",
    "denies that any",
];

/// Words of harm: that nobody was hurt does not deny that shells fell.
const HARM: &[&str] = &[
    "casualt",
    "hurt",
    "injur",
    "wound",
    "killed",
    "died",
    "deaths",
    "dead",
    "harmed",
    "victim",
    "fatalit",
    "damage",
    "loss of life",
];

/// Words that begin a clause of which nobody is the subject.
const NONE: &[&str] =
    &["no ", "nothing ", "nobody ", "no one ", "none of ", "not one ", "not a single ", "neither "];

/// A clause inside the words that nobody is the subject of.
const NONE_WITHIN: &[&str] = &[", no "];

/// What nobody does without denying the happening by it: nobody claims, knows or confirms it.
const OTHER: &[&str] = &[
    "claim",
    "responsib",
    "admit",
    "admission",
    "blame",
    "comment",
    "confirm",
    "verif",
    "arrest",
    "identif",
    "charge",
    "independent",
    "evidence",
    "immediate",
    "indication",
    "sign of",
    "word on",
    "word from",
    "detail",
    "reason",
    "doubt",
    "know",
    "knew",
    "explain",
    "sure",
    "owns",
];

/// Verbs of taking back, where what is taken back follows.
const BACK: &[&str] =
    &["withdraw", "withdrew", "withdrawn", "retract", "took back", "take back", "takes back"];

/// What is taken back, where it is a report.
const REPORT: &[&str] =
    &["story", "report", "article", "account", "item", "post", "headline", "news", "dispatch"];

/// Words that take a report back by themselves.
const TAKEN_BACK: &[&str] = &[
    "regret the error",
    "regrets the error",
    "apologise to our readers",
    "apologize to our readers",
    "apologises to its readers",
    "apologizes to its readers",
    "we were wrong",
    "was wrong to report",
    "were wrong to report",
    "reported in error",
    "published in error",
    "erroneously reported",
    "erroneous report",
    "retracted by its source",
    "withdrawn by its source",
    "retraction",
    "kill notice",
    "disregard the",
];

/// What is looked for anywhere in the words, by the bit of [`Wording::found`] that says that it is there.
const LISTS: [(u8, &[&str]); 8] = [
    (is::UNTRUE, UNTRUE),
    (is::DENIED, DENIED),
    (is::NOTHING, NOTHING),
    (is::HARM, HARM),
    (is::NONE_WITHIN, NONE_WITHIN),
    (is::OTHER, OTHER),
    (is::BACK, BACK),
    (is::TAKEN_BACK, TAKEN_BACK),
];

/// The bits of the lists.
mod is {
    pub const UNTRUE: u8 = 1;
    pub const DENIED: u8 = 1 << 1;
    pub const NOTHING: u8 = 1 << 2;
    pub const HARM: u8 = 1 << 3;
    pub const NONE_WITHIN: u8 = 1 << 4;
    pub const OTHER: u8 = 1 << 5;
    pub const BACK: u8 = 1 << 6;
    pub const TAKEN_BACK: u8 = 1 << 7;
}

/// The words of a statement, with the lists of which they hold a run.
pub(super) struct Wording<'q> {
    /// As they are, where capitals are told from small letters by one bit; else in lower case.
    words: Cow<'q, str>,
    found: u8,
}

impl<'q> Wording<'q> {
    pub fn of(quote: &'q str) -> Self {
        let words = if quote.is_ascii() { Cow::Borrowed(quote) } else { Cow::Owned(quote.to_lowercase()) };
        let found = FINDER.lists_in(words.as_bytes());
        Self { words, found }
    }

    fn has(&self, list: u8) -> bool {
        self.found & list != 0
    }

    /// Says whether the words call a report untrue.
    pub fn is_untrue(&self) -> bool {
        self.has(is::UNTRUE)
    }

    /// Says whether the words of a denial deny the happening, not only who did it.
    pub fn denies_event(&self) -> bool {
        let nothing = !self.has(is::HARM) && self.has(is::NOTHING);
        self.has_no_subject() || self.is_untrue() || self.has(is::DENIED) || nothing
    }

    /// Says whether the words begin a clause with "no", "nobody" or "not one", of which something is told that would be
    /// the happening: that nobody claims, knows or confirms it does not deny it.
    pub fn has_no_subject(&self) -> bool {
        let words = self.words.trim_start_matches(|c: char| !c.is_alphanumeric());
        (NONE.iter().any(|none| begins(words.as_bytes(), none.as_bytes())) || self.has(is::NONE_WITHIN))
            && !self.has(is::HARM)
            && !self.has(is::OTHER)
    }

    /// Says whether the words take a report back.
    pub fn retracts(&self) -> bool {
        if self.has(is::TAKEN_BACK) || !self.has(is::BACK) {
            return self.has(is::TAKEN_BACK);
        }
        let words = self.words.to_lowercase();
        // "Withdraws its report", "took the story back": not guns.
        let takes_back = |verb: &&str| {
            words.find(verb).is_some_and(|at| {
                let after: String = words[at + verb.len()..].chars().take(40).collect();
                REPORT.iter().any(|what| {
                    after
                        .split(|c: char| !c.is_alphabetic())
                        .any(|word| word.strip_suffix('s').unwrap_or(word) == *what)
                })
            })
        };
        BACK.iter().any(takes_back)
    }
}

/// Says whether a text begins with a run, whatever its capitals.
fn begins(text: &[u8], run: &[u8]) -> bool {
    text.get(..run.len()).is_some_and(|start| start.eq_ignore_ascii_case(run))
}

/// Bytes by which runs are looked up. No run of the lists is shorter.
const FIRST: usize = 4;

/// The runs of all lists by a number made of their first bytes.
struct Finder {
    /// A bit for each number that a run has: most places of a text are passed by at one look.
    bits: Vec<u64>,
    runs: HashMap<u16, Vec<(u8, &'static [u8])>>,
}

static FINDER: LazyLock<Finder> = LazyLock::new(|| {
    let mut finder = Finder { bits: vec![0; (1 << 16) / 64], runs: HashMap::new() };
    for (bit, list) in LISTS {
        for run in list {
            let number = run.as_bytes().first_chunk().copied().map_or(0, number);
            finder.bits[usize::from(number >> 6)] |= 1 << (number & 63);
            finder.runs.entry(number).or_default().push((bit, run.as_bytes()));
        }
    }
    finder
});

/// Makes a number of bytes, the same for capitals and small letters.
fn number(first: [u8; FIRST]) -> u16 {
    let letters = u32::from_le_bytes(first) | 0x2020_2020;
    (letters.wrapping_mul(0x9E37_79B1) >> 16) as u16
}

impl Finder {
    /// Returns the lists of which a run stands in a text, as bits.
    fn lists_in(&self, text: &[u8]) -> u8 {
        let mut found = 0;
        for (at, first) in text.windows(FIRST).enumerate() {
            let number = first.first_chunk().copied().map_or(0, number);
            if self.bits[usize::from(number >> 6)] & 1 << (number & 63) != 0 {
                for (bit, run) in self.runs.get(&number).into_iter().flatten() {
                    if found & bit == 0 && begins(&text[at..], run) {
                        found |= bit;
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denials_of_the_event_are_told_from_denials_of_authorship() {
        for (quote, expected) in [
            ("No shell fell on the town", true),
            ("Not one tank crossed the river", true),
            ("Rumours that a column has crossed at Luzh are a fabrication", true),
            ("The raid never took place", true),
            ("Nobody has claimed the abduction", false),
            ("No group claimed responsibility for the blast", false),
            ("No one was arrested over the killing", false),
            ("Nobody was hurt when the shell fell", false),
            ("There were no casualties", false),
            ("We did not fire on the market", false),
            ("The shells came from the other bank", false),
        ] {
            assert_eq!(Wording::of(quote).denies_event(), expected, "{quote}");
        }
    }

    #[test]
    fn stories_are_taken_back_and_guns_are_not() {
        for (quote, expected) in [
            ("We withdraw the report and apologise", true),
            ("The agency has retracted its story of a raid", true),
            ("An earlier item was published in error", true),
            ("The army withdrew its guns from the line", false),
            ("The rebels took back the village", false),
            ("They withdrew, the reporter of the agency said", false),
        ] {
            assert_eq!(Wording::of(quote).retracts(), expected, "{quote}");
        }
    }

    #[test]
    fn every_run_is_found_wherever_it_stands() {
        assert!(LISTS.iter().flat_map(|(_, list)| *list).all(|run| run.len() >= FIRST));
        for (bit, list) in LISTS {
            for run in list {
                for text in [
                    (*run).to_owned(),
                    format!("é {run}"),
                    run.to_uppercase(),
                    format!("{run}, x"),
                    format!("n{run}"),
                ] {
                    assert!(FINDER.lists_in(text.as_bytes()) & bit != 0, "{text}");
                }
            }
        }
        for text in ["", "n", "The shells came from the other bank"] {
            assert_eq!(Wording::of(text).found, 0, "{text}");
        }
    }
}
