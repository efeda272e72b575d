//! Small closed classes of words that tell sentences, dates and labels apart, in one look-up.
//! Not a grammar: it knows only the forms that decide what a line is for.

use truce_lexicon::load::sources::hash;

/// A finite verb wherever it stands.
pub(super) const VERB: u8 = 1;
/// A form of "be".
pub(super) const BE: u8 = 2;
/// Somebody is quoted.
pub(super) const SAYS: u8 = 4;
/// The name of a month.
pub(super) const MONTH: u8 = 8;
/// The name of a weekday.
pub(super) const WEEKDAY: u8 = 16;
/// Stands in lines of dates and times.
pub(super) const CLOCK: u8 = 32;

/// The classes, each with its words.
const CLASSES: &[(u8, &[&str])] = &[
    (
        VERB,
        &[
            "has",
            "have",
            "had",
            "will",
            "would",
            "could",
            "should",
            "can",
            "must",
            "might",
            "shall",
            "did",
            "does",
            "do",
            "reported",
            "announced",
            "added",
            "accused",
            "denied",
            "blamed",
            "claimed",
            "killed",
            "wounded",
            "agreed",
            "signed",
            "began",
            "took",
            "gave",
            "went",
            "came",
            "made",
            "held",
            "fired",
            "called",
            "opened",
            "crossed",
            "heard",
            "saw",
            "remains",
            "remained",
            "became",
            "cannot",
            "dont",
            "didnt",
            "wont",
            "isnt",
            "wasnt",
            "arent",
            "hasnt",
            "havent",
            "theyre",
        ],
    ),
    (VERB | BE, &["is", "are", "was", "were", "be", "been"]),
    (VERB | SAYS, &["said", "says", "told", "tells"]),
    (VERB | MONTH, &["may"]),
    (
        MONTH,
        &[
            "january",
            "february",
            "march",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sep",
            "sept",
            "oct",
            "nov",
            "dec",
        ],
    ),
    (
        WEEKDAY,
        &[
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "mon",
            "tue",
            "tues",
            "wed",
            "thu",
            "thur",
            "thurs",
            "fri",
            "sat",
            "sun",
        ],
    ),
    (
        CLOCK,
        &[
            "am", "pm", "a", "m", "p", "gmt", "utc", "bst", "est", "edt", "et", "ist", "pkt", "cet", "cest",
            "eet", "eest", "msk", "hrs", "hours", "local", "time", "noon", "midnight", "ago", "st", "nd",
            "rd", "th", "of", "the", "on", "to", "from", "until",
        ],
    ),
];

const SIZE: usize = 512;

/// Words by the hash of their letters; open addressing, filled when the program is compiled.
static TABLE: [(&str, u8); SIZE] = table();

const fn table() -> [(&'static str, u8); SIZE] {
    let mut table = [("", 0); SIZE];
    let mut class = 0;
    while class < CLASSES.len() {
        let (flags, words) = CLASSES[class];
        let mut word = 0;
        while word < words.len() {
            let mut at = spread(words[word].as_bytes()) as usize % SIZE;
            while table[at].1 != 0 {
                at = (at + 1) % SIZE;
            }
            table[at] = (words[word], flags);
            word += 1;
        }
        class += 1;
    }
    table
}

/// The hash of the lexicon's words, for the compiler.
const fn spread(word: &[u8]) -> u32 {
    let mut hash: u32 = 0x811C_9DC5;
    let mut at = 0;
    while at < word.len() {
        hash = (hash ^ word[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// Returns the classes of a lower-case word whose hash is known; 0 for most.
pub(super) fn classes(low: &str, hash: u32) -> u8 {
    let mut at = hash as usize % SIZE;
    while TABLE[at].1 != 0 {
        if TABLE[at].0 == low {
            return TABLE[at].1;
        }
        at = (at + 1) % SIZE;
    }
    0
}

/// Says whether a word is the name of a month or weekday.
pub(super) fn is_calendar(low: &str) -> bool {
    classes(low, hash(low.bytes())) & (MONTH | WEEKDAY) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_words() {
        for (word, expected) in
            [("may", VERB | MONTH), ("said", VERB | SAYS), ("until", CLOCK), ("truce", 0), ("", 0)]
        {
            assert_eq!(classes(word, hash(word.bytes())), expected, "{word}");
        }
    }
}
