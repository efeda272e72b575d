//! The reading as the scorers need it: the only room here that knows the reader's own types.
//! Judges nothing; what a gold set calls a thing is decided beside that set's scorer.

mod mentions;
mod roles;

use serde_json::Value;
use truce_lexicon::Lexicon;
use truce_read::document::{Block, BlockKind, Document};
use truce_read::grammar::{self, Engine, Grammar, TokenId};
use truce_read::mention::actors::{self, Cast, Setting};
use truce_read::mention::names::{self, NameRun};
use truce_read::mention::times::{self, TimeMention};
use truce_read::span::{Bytes, Characters, Span};
use truce_read::statement::clause::{self, Clauses};
use truce_read::statement::context::TimeUse;
use truce_read::statement::frame::Marks;
use truce_read::statement::status::{self, Realis};
use truce_read::statement::voice::{self, Voices};
use truce_read::statement::{Context, Statement};
use truce_read::{Options, Reader};

pub use mentions::{Mention, Sort};
pub use roles::{Deed, Fillers, Phrase};

/// A reader with the lexicon it reads by.
pub struct Desk<'l> {
    lexicon: &'l Lexicon,
    reader: Reader<'l>,
    engine: Engine<'l>,
}

/// One report or sentence, read.
pub struct Read<'l> {
    lexicon: &'l Lexicon,
    document: Document,
    grammar: Grammar,
    cast: Cast,
    runs: Vec<NameRun>,
    times: Vec<TimeUse>,
    clauses: Clauses,
    voices: Voices,
    marks: Marks,
    statements: Vec<Statement>,
    characters: Characters,
}

impl<'l> Desk<'l> {
    /// Makes a reader that reads by `lexicon`.
    pub fn new(lexicon: &'l Lexicon) -> anyhow::Result<Self> {
        let engine = Engine::new(lexicon.weights)
            .or_else(|_| Engine::new(&[]))
            .map_err(|_| anyhow::anyhow!("no weights can be loaded"))?;
        Ok(Self { lexicon, reader: Reader::new(lexicon), engine })
    }

    /// Returns the facts of a report in the form of a reading: `{"document": {..}, "facts": [..]}`.
    pub fn facts(&self, bytes: &[u8]) -> Value {
        self.reader.read(bytes, &Options::default()).facts()
    }

    /// Reads a whole report.
    pub fn report(&self, text: &str) -> Read<'l> {
        let reading = self.reader.read(text.as_bytes(), &Options::default());
        self.finish(reading.document, reading.grammar, reading.cast, reading.statements)
    }

    /// Reads one sentence as running text, whatever it looks like.
    pub fn sentence(&self, text: &str) -> Read<'l> {
        // FIXME: repeats the stages of the reader, which has no door for a document that is taken apart already.
        let span = Bytes::new(0, text.len());
        let block = Block { span, kind: BlockKind::Paragraph, ..Block::default() };
        let document =
            Document { text: text.to_owned(), blocks: vec![block], readable: true, ..Document::default() };
        let mut grammar = grammar::tokenise(&document);
        let times = times::recognise(&grammar, &self.lexicon.tables);
        let runs = self.names(&grammar, &times);
        let mut merges = actors::merges(&runs);
        merges.extend(times::merges(&times, &grammar));
        merges.sort_by_key(|merge| (merge.start, std::cmp::Reverse(merge.end)));
        merges.dedup_by(|later, earlier| later.start < earlier.end);
        self.engine.parse(&mut grammar, &merges);
        let cast = actors::resolve(&grammar, &runs, &[], None, &Setting::default(), self.lexicon);
        self.finish(document, grammar, cast, Vec::new())
    }

    fn finish(
        &self,
        document: Document,
        grammar: Grammar,
        cast: Cast,
        statements: Vec<Statement>,
    ) -> Read<'l> {
        let mentions = times::recognise(&grammar, &self.lexicon.tables);
        let runs = self.names(&grammar, &mentions);
        // No date is scored through this door, so that none is worked out.
        let times = mentions
            .iter()
            .map(|time| TimeUse {
                start: time.start,
                end: time.end,
                when: None,
                duration: time.value.is_length(),
            })
            .collect();
        let clauses = clause::find(&grammar);
        let marks = Marks::new(&cast, grammar.tokens.len(), Vec::new());
        let voices = voice::find(&grammar, &clauses, &cast, &marks, self.lexicon);
        let characters = Characters::new(&document.text);
        let lexicon = self.lexicon;
        Read { lexicon, document, grammar, cast, runs, times, clauses, voices, marks, statements, characters }
    }

    /// Finds names outside times.
    fn names(&self, grammar: &Grammar, times: &[TimeMention]) -> Vec<NameRun> {
        let mut runs = names::find(grammar, self.lexicon);
        runs.retain(|run| !times.iter().any(|time| time.start < run.end && run.start < time.end));
        runs
    }
}

impl Read<'_> {
    fn context(&self) -> Context<'_> {
        Context {
            document: &self.document,
            grammar: &self.grammar,
            clauses: &self.clauses,
            cast: &self.cast,
            voices: &self.voices,
            marks: &self.marks,
            places: &[],
            times: &self.times,
            lexicon: self.lexicon,
        }
    }

    /// Returns the text as it was read.
    pub fn text(&self) -> &str {
        &self.document.text
    }

    /// Returns the words at a run of bytes.
    pub fn words(&self, run: Bytes) -> &str {
        self.text().get(run.start as usize..run.end as usize).unwrap_or_default()
    }

    /// Returns a run of bytes in characters.
    pub fn span(&self, run: Bytes) -> Span {
        self.characters.span(self.text(), run)
    }

    /// Returns how far the thing told by the word at byte `at` is said to be so, from -1 (not so) to 1 (so);
    /// nothing if no word begins there.
    pub fn factuality(&self, at: u32) -> Option<f64> {
        let token = self.token_at(at)?;
        Some(match status::realis(&self.context(), token) {
            Realis::Told => 1.0,
            Realis::Hedged => 0.5,
            Realis::Planned => 0.2,
            Realis::Threatened => -0.4,
            Realis::Unreal => -0.5,
            Realis::NotDone => -1.0,
        })
    }

    fn token_at(&self, at: u32) -> Option<TokenId> {
        let tokens = &self.grammar.tokens;
        let token = tokens.partition_point(|token| token.span.end <= at);
        tokens.get(token).filter(|token| token.span.start <= at).map(|_| token as TokenId)
    }

    /// Returns the first token of the noun phrase headed by `head` and one past its last: its modifiers and
    /// what hangs on it by "of", without a preposition before it and without clauses and lists after it.
    fn noun_phrase(&self, head: TokenId) -> (TokenId, TokenId) {
        let tokens = &self.grammar.tokens;
        let (first, _) = self.grammar.subtree(head);
        let mut start = head;
        let mut end = head + 1;
        for &child in self.grammar.children(head) {
            let word = &tokens[child as usize];
            if child < head {
                if !matches!(
                    word.deprel,
                    "case" | "cc" | "punct" | "cop" | "aux" | "advmod" | "mark" | "nsubj" | "acl" | "dep"
                ) {
                    start = start.min(self.grammar.subtree(child).0);
                }
                continue;
            }
            let (from, to) = self.grammar.subtree(child);
            let of = || clause::preposition(&self.grammar, child) == "of";
            let goes_on = matches!(word.deprel, "flat" | "fixed" | "compound" | "goeswith")
                || word.deprel == "nmod" && of();
            if from != end || !goes_on {
                break;
            }
            end = if word.deprel == "nmod" { self.noun_phrase(child).1.max(from + 1) } else { to + 1 };
        }
        // A name that the parser took apart stays whole.
        if let Some(run) = self.run_ending(head) {
            start = start.min(run.start);
        }
        (start.max(first.min(start)), end)
    }

    fn run_ending(&self, token: TokenId) -> Option<&NameRun> {
        let at = self.runs.partition_point(|run| run.end <= token);
        self.runs.get(at).filter(|run| run.start <= token && run.end == token + 1)
    }
}
