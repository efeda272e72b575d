//! The reading as the scorers need it: the only room here that knows the reader's own types.
//! Judges nothing; what a gold set calls a thing is decided beside that set's scorer.

mod factual;
mod mentions;
mod roles;

use serde_json::Value;
use truce_lexicon::Lexicon;
use truce_read::grammar::TokenId;
use truce_read::mention::names::{self, NameRun};
use truce_read::mention::places::PlaceMention;
use truce_read::mention::times::{self, TimeMention};
use truce_read::span::{Bytes, Characters, Span};
use truce_read::statement::clause::{self, Clauses};
use truce_read::{Options, Reader, Reading};

pub use mentions::{Mention, Sort};
pub use roles::{Deed, Fillers, Phrase};

/// A reader with the lexicon it reads by.
pub struct Desk<'l> {
    lexicon: &'l Lexicon,
    reader: Reader<'l>,
}

/// One report or sentence, read. Runs of bytes that it hands out are of the text as it was given.
pub struct Read<'l> {
    lexicon: &'l Lexicon,
    reading: Reading,
    runs: Vec<NameRun>,
    times: Vec<TimeMention>,
    clauses: Clauses,
    text: String,
    characters: Characters,
    /// Bytes before the text as it was given.
    base: u32,
}

/// What stands before a sentence by itself, so that it is taken for a paragraph and not for a headline.
// FIXME: needless once the reader takes a document whose parts are known.
const HEADLINE: &str = "News of the day from the whole region\n\n";

impl<'l> Desk<'l> {
    /// Makes a reader that reads by `lexicon`.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, reader: Reader::new(lexicon) }
    }

    /// Returns the facts of a report in the form of a reading: `{"document": {..}, "facts": [..]}`.
    pub fn facts(&self, bytes: &[u8]) -> Value {
        self.reader.read(bytes, &Options::default()).facts()
    }

    /// Reads a whole report.
    pub fn report(&self, text: &str) -> Read<'l> {
        self.read(text, "")
    }

    /// Reads one sentence as running text.
    pub fn sentence(&self, text: &str) -> Read<'l> {
        self.read(text, HEADLINE)
    }

    fn read(&self, text: &str, before: &str) -> Read<'l> {
        let lexicon = self.lexicon;
        let reading = self.reader.read(format!("{before}{text}\n").as_bytes(), &Options::default());
        let grammar = &reading.grammar;
        let times = times::recognise(grammar, &lexicon.tables);
        let mut runs = names::find(grammar, lexicon);
        runs.retain(|run| !times.iter().any(|time| time.start < run.end && run.start < time.end));
        let clauses = clause::find(grammar);
        let characters = Characters::new(text);
        let base = before.len() as u32;
        Read { lexicon, reading, runs, times, clauses, text: text.to_owned(), characters, base }
    }
}

impl Read<'_> {
    /// Returns the words at a run of bytes.
    pub fn words(&self, run: Bytes) -> &str {
        self.text.get(run.start as usize..run.end as usize).unwrap_or_default()
    }

    /// Returns a run of bytes in characters.
    pub fn span(&self, run: Bytes) -> Span {
        self.characters.span(&self.text, run)
    }

    /// Turns a run of the text as it was read into one of the text as it was given.
    fn given(&self, run: Bytes) -> Option<Bytes> {
        let run = Bytes { start: run.start.checked_sub(self.base)?, end: run.end.checked_sub(self.base)? };
        self.text.get(run.start as usize..run.end as usize).map(|_| run)
    }

    /// Returns the tokens `start..end` as a run of bytes, without punctuation at the edges.
    fn bytes(&self, start: TokenId, end: TokenId) -> Option<Bytes> {
        self.given(self.reading.grammar.trimmed(start, end))
    }

    /// Returns the token that holds byte `at` of the text as it was given.
    fn token_at(&self, at: u32) -> Option<TokenId> {
        let at = at + self.base;
        let tokens = &self.reading.grammar.tokens;
        let token = tokens.partition_point(|token| token.span.end <= at);
        tokens.get(token).filter(|token| token.span.start <= at).map(|_| token as TokenId)
    }

    /// Returns the first token of the noun phrase headed by `head` and one past its last: its modifiers and
    /// what hangs on it by "of", without a preposition before it and without clauses and lists after it.
    fn noun_phrase(&self, head: TokenId) -> (TokenId, TokenId) {
        let grammar = &self.reading.grammar;
        let (mut start, mut end) = (head, head + 1);
        for &child in grammar.children(head) {
            let relation = grammar.tokens[child as usize].deprel;
            let (from, to) = grammar.subtree(child);
            if child < head {
                if matches!(
                    relation,
                    "det"
                        | "amod"
                        | "compound"
                        | "nummod"
                        | "nmod"
                        | "nmod:poss"
                        | "det:predet"
                        | "flat"
                        | "nmod:desc"
                ) {
                    start = start.min(from);
                }
                continue;
            }
            let of = relation == "nmod" && clause::preposition(grammar, child) == "of";
            if from != end || !of && !matches!(relation, "flat" | "fixed" | "compound" | "goeswith") {
                break;
            }
            end = if of { self.noun_phrase(child).1.max(from + 1) } else { to + 1 };
        }
        // A name that the parser took apart stays whole.
        let run = self.run_ending(head).map_or(head, |run| run.start);
        (start.min(run), end)
    }

    fn run_ending(&self, token: TokenId) -> Option<&NameRun> {
        let at = self.runs.partition_point(|run| run.end <= token);
        self.runs.get(at).filter(|run| run.start <= token && run.end == token + 1)
    }

    fn is_time(&self, token: TokenId) -> bool {
        self.times.iter().any(|time| time.start <= token && token < time.end)
    }

    fn place_at(&self, token: TokenId) -> Option<&PlaceMention> {
        self.reading
            .places
            .iter()
            .find(|place| !place.associated && place.start <= token && token < place.end)
    }
}
