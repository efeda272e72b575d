//! Wire services, publishers, and the wordings of everything in a report that is not its text.
//! Judges no line; that is `truce_read::document`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::words::Words;
use super::{LoadError, csv_file, files, listed, toml_file};

/// What is known of where reports come from and what surrounds them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Sources {
    pub agencies: Vec<Agency>,
    pub publishers: Vec<Publisher>,
    pub phrases: Vec<Phrase>,
    /// All wordings of all phrases, sorted by their words.
    pub wordings: Vec<Wording>,
    /// Menu and furniture wordings without spaces, sorted: pages glue them together in capitals.
    pub compact: Vec<String>,
    /// A bit for every wording by its first two words, so that most words of a text are passed over at once.
    pub first: Vec<u64>,
    /// The same for wordings that may be cut out of a text.
    pub cuts: Vec<u64>,
    /// First words by their hash, and where their wordings stand: open addressing, an empty range is free.
    pub table: Vec<(u32, u32, u32)>,
    /// Closed classes of words, by which lines are told apart; later stages use them too.
    pub words: Words,
}

/// A wire service.
#[derive(Debug, Serialize, Deserialize)]
pub struct Agency {
    /// Its phrase, for those who find it in a line.
    pub phrase: u16,
    pub id: String,
    pub name: String,
    /// The forms it is credited by.
    pub credits: Vec<String>,
    pub country: String,
}

/// A newspaper, broadcaster, site or mission that publishes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Publisher {
    /// Its phrase, for those who find it in a line.
    pub phrase: u16,
    pub id: String,
    pub name: String,
    pub domain: String,
}

/// What a phrase shows its line, or its part of a line, to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Page furniture.
    Furniture,
    /// The heading of a list of links.
    Links,
    /// A word of menus and share bars: proves nothing alone.
    Menu,
    /// A section label.
    Section,
    /// Who wrote it.
    Byline,
    /// When and where it was issued, updated, covered.
    Issued,
    /// Who else had a hand in it, at the end.
    Credit,
    /// A caption of a picture that is not on the page.
    Caption,
    /// A correction or note of the editor: read as text.
    Note,
    /// The body that issues a report, in a letterhead.
    Body,
    /// Names a kind of report ("Daily Report").
    Report,
    /// A word of newspapers' names.
    Masthead,
    /// One who speaks in a transcript.
    Speaker,
    /// Shows that a party speaks of itself.
    Party,
    /// Shows that a mission or office reports what it saw.
    Monitor,
    /// Shows a broadcast or its monitoring.
    Broadcast,
    /// Shows a treaty, resolution or order.
    Legal,
    /// Shows opinion or analysis.
    Comment,
    /// Shows a live page.
    Live,
    /// A wire service is credited.
    Agency,
    /// A publisher is named.
    Publisher,
}

/// Where a phrase must stand to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// It is the whole line, or the line is made of such phrases.
    Whole,
    /// It opens the line, and what follows goes with it.
    Open,
    /// It ends the line.
    End,
    /// It stands anywhere in the line.
    Any,
    /// It stands anywhere, and may be cut out of a line of text.
    Cut,
}

/// A group of wordings that show the same.
#[derive(Debug, Serialize, Deserialize)]
pub struct Phrase {
    pub id: String,
    pub sort: Sort,
    pub at: At,
    pub examples: Vec<String>,
    pub not: Vec<String>,
}

/// One wording: lower-case words, `#` for any number.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wording {
    pub words: Vec<String>,
    /// Index into `phrases`.
    pub phrase: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseFile {
    phrase: Vec<PhraseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseEntry {
    id: String,
    sort: Sort,
    at: At,
    words: Vec<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

#[derive(Deserialize)]
struct AgencyRow {
    id: String,
    name: String,
    credits: String,
    #[serde(default)]
    country: String,
}

#[derive(Deserialize)]
struct PublisherRow {
    id: String,
    name: String,
    #[serde(default)]
    domain: String,
}

/// Bits of the table of first words.
const BITS: usize = 1 << 17;

/// Hashes a lower-case word (FNV-1a).
pub fn hash(word: impl Iterator<Item = u8>) -> u32 {
    word.fold(0x811C_9DC5, hash_on)
}

/// Mixes the hashes of two words that follow one another.
fn pair(first: u32, next: Option<u32>) -> u32 {
    let mixed = first.wrapping_mul(0x9E37_79B1) ^ next.map_or(0, |next| next.wrapping_mul(0x85EB_CA77) | 1);
    mixed ^ mixed >> 15
}

/// Adds a byte to the hash of a word.
pub fn hash_on(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Says whether a word ends before `c` although nothing stands between, as where a page glued labels together:
/// "WorldAfrica", "MENUWorld", "2021The", "viewed1". `length` is that of the word so far, in bytes.
pub fn glued(before: char, c: char, next: Option<char>, length: usize) -> bool {
    if c.is_uppercase() {
        before.is_lowercase()
            || (before.is_numeric() && next.is_some_and(char::is_lowercase))
            || (before.is_uppercase()
                && (length > 1 || before == 'X')
                && next.is_some_and(char::is_lowercase)
                && next != Some('s'))
    } else if c.is_ascii_digit() {
        before.is_alphabetic() && length > 3
    } else {
        before.is_ascii_digit() && c.is_alphabetic() && length > 3
    }
}

/// Takes a name apart into lower-case words, as lines are taken apart.
fn plain_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut before = ' ';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if matches!(c, '\'' | '’') && open && next.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let inside = c.is_alphanumeric() || c == '©';
        if inside {
            let length = words.last().map_or(0, String::len);
            if !open || glued(before, c, next, length) {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        open = inside;
        before = c;
    }
    words
}

impl Sources {
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        let folder = folder.join("sources");
        let mut sources = Self::default();
        if !folder.is_dir() {
            return Ok(sources.indexed());
        }
        for path in files(&folder, "", "toml")? {
            let file: PhraseFile = toml_file(&path)?;
            for entry in file.phrase {
                let phrase = sources.phrases.len() as u16;
                for wording in &entry.words {
                    let words: Vec<String> = wording.split_whitespace().map(str::to_owned).collect();
                    if words.is_empty() || wording.chars().any(char::is_uppercase) {
                        let message =
                            format!("phrase `{}`: \"{wording}\" is empty or not in lower case", entry.id);
                        return Err(LoadError::Entry { path, message });
                    }
                    sources.wordings.push(Wording { words, phrase });
                }
                sources.phrases.push(Phrase {
                    id: entry.id,
                    sort: entry.sort,
                    at: entry.at,
                    examples: entry.examples,
                    not: entry.not,
                });
            }
        }
        let mut sources = sources.with_names(&folder)?;
        sources = sources.indexed();
        Ok(sources)
    }

    /// Adds the names of wire services and publishers, so that all are found in one pass.
    fn with_names(mut self, folder: &Path) -> Result<Self, LoadError> {
        let agencies = folder.join("agencies.csv");
        if agencies.exists() {
            for row in csv_file::<AgencyRow>(&agencies)? {
                let credits = listed(&row.credits);
                let name = self.phrase(format!("agency/{}", row.id), Sort::Agency);
                self.names(&credits, name);
                self.agencies.push(Agency {
                    id: row.id,
                    name: row.name,
                    credits,
                    country: row.country,
                    phrase: name,
                });
            }
        }
        let publishers = folder.join("publishers.csv");
        if publishers.exists() {
            for row in csv_file::<PublisherRow>(&publishers)? {
                let name = self.phrase(format!("publisher/{}", row.id), Sort::Publisher);
                self.names(&[row.name.clone(), row.domain.clone()], name);
                self.publishers.push(Publisher {
                    id: row.id,
                    name: row.name,
                    domain: row.domain,
                    phrase: name,
                });
            }
        }
        Ok(self)
    }

    fn phrase(&mut self, id: String, sort: Sort) -> u16 {
        self.phrases.push(Phrase { id, sort, at: At::Any, examples: Vec::new(), not: Vec::new() });
        (self.phrases.len() - 1) as u16
    }

    fn names(&mut self, names: &[String], phrase: u16) {
        for name in names {
            let words = plain_words(name);
            let wording = Wording { words, phrase };
            if !wording.words.is_empty() && !self.wordings.contains(&wording) {
                self.wordings.push(wording);
            }
        }
    }

    fn indexed(mut self) -> Self {
        self.wordings.sort();
        let phrases = &self.phrases;
        let glued = |wording: &&Wording| {
            let phrase = &phrases[usize::from(wording.phrase)];
            matches!(phrase.sort, Sort::Menu | Sort::Section | Sort::Furniture)
                && matches!(phrase.at, At::Whole | At::Cut)
                && wording.words.iter().map(String::len).sum::<usize>() > 2
        };
        self.compact = self.wordings.iter().filter(glued).map(|wording| wording.words.concat()).collect();
        self.compact.sort();
        self.compact.dedup();
        self.first = vec![0; BITS / 64];
        self.cuts = vec![0; BITS / 64];
        for wording in &self.wordings {
            let phrase = &self.phrases[usize::from(wording.phrase)];
            let bit = hash(wording.words[0].bytes()) as usize % BITS;
            let next = wording.words.get(1).map(|word| hash(word.bytes()));
            let both = pair(bit as u32, next) as usize % BITS;
            self.first[both / 64] |= 1 << (both % 64);
            if phrase.at == At::Cut || phrase.sort == Sort::Caption {
                self.cuts[bit / 64] |= 1 << (bit % 64);
            }
        }
        self.table = vec![(0, 0, 0); (self.wordings.len() * 2).next_power_of_two().max(2)];
        let mut from = 0;
        for group in self.wordings.chunk_by(|one, next| one.words[0] == next.words[0]) {
            let hash = hash(group[0].words[0].bytes());
            let mut at = hash as usize % self.table.len();
            while self.table[at].1 < self.table[at].2 {
                at = (at + 1) % self.table.len();
            }
            self.table[at] = (hash, from, from + group.len() as u32);
            from += group.len() as u32;
        }
        self
    }

    /// Says whether a word of this hash may begin a wording, followed by another of this hash or alone.
    pub fn may_begin(&self, hash: u32, next: Option<u32>) -> bool {
        let bit = pair(hash % BITS as u32, next) as usize % BITS;
        self.first.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// Says whether a word of this hash may begin a wording that can be cut out of a text.
    pub fn may_cut(&self, hash: u32) -> bool {
        let bit = hash as usize % BITS;
        self.cuts.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// Returns the wordings whose first word is `word`, which has this hash.
    pub fn starting(&self, word: &str, hash: u32) -> &[Wording] {
        let mut at = hash as usize;
        for _ in 0..self.table.len() {
            at %= self.table.len();
            let (found, from, to) = self.table[at];
            if from >= to {
                break;
            }
            let group = self.wordings.get(from as usize..to as usize).unwrap_or_default();
            if found == hash && group.first().is_some_and(|wording| wording.words[0] == word) {
                return group;
            }
            at += 1;
        }
        &[]
    }
}
