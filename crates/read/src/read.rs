//! The stages in their order, from bytes to statements.

use truce_lexicon::Lexicon;
use truce_lexicon::load::places::PlaceKind;

use crate::capture::page::Page;
use crate::capture::{self, Capture};
use crate::document::{self, DateSource, Document, Genre, ReferenceDate};
use crate::grammar::{self, Engine, Grammar, TokenId, Upos};
use crate::mention::actors::{self, Cast, Setting};
use crate::mention::entity::EntityKind;
use crate::mention::names;
use crate::mention::places::{self, PlaceMention, PlaceReading};
use crate::mention::times::{self, Discourse, TimeMention};
use crate::notice::Notice;
use crate::statement::clause::{Clause, Clauses, Tense};
use crate::statement::context::{PlaceUse, TimeUse};
use crate::statement::frame::Marks;
use crate::statement::kinds::Name;
use crate::statement::{
    Context, Statement, agreement, attribution, claim, clause, control, event, figure, response, talks, term,
    voice, zone,
};
use crate::thread::{self, Thread};

/// What the caller knows about a report.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The reference date, if the caller knows it.
    pub date: Option<jiff::civil::Date>,
    /// Who published it.
    pub source: Option<String>,
}

/// Everything read from one report.
#[derive(Debug)]
pub struct Reading {
    /// The report taken apart.
    pub document: Document,
    /// What the page that it was taken from tells of it; none for a text.
    pub page: Option<Page>,
    /// Its words.
    pub grammar: Grammar,
    /// Its actors.
    pub cast: Cast,
    /// The places it names.
    pub places: Vec<PlaceMention>,
    /// Which place each of them means.
    pub place_readings: Vec<PlaceReading>,
    /// What it states, in order of the text.
    pub statements: Vec<Statement>,
    /// Which statements speak of one happening.
    pub threads: Vec<Thread>,
    /// Damage and doubts.
    pub notices: Vec<Notice>,
}

impl Reading {
    /// Returns who published the report: as its page tells, else as its text does.
    #[must_use]
    pub fn publisher(&self) -> Option<&str> {
        let page = self.page.as_ref().and_then(|page| page.publisher.as_deref());
        page.or_else(|| self.document.publisher.as_ref().map(|(name, _)| name.as_str()))
    }
}

/// A reader: the lexicon with the engine made ready.
pub struct Reader<'l> {
    lexicon: &'l Lexicon,
    engine: Engine<'l>,
}

impl<'l> Reader<'l> {
    /// Makes a reader. Damaged weights give a reader that reads without a parse.
    ///
    /// # Panics
    ///
    /// Never: empty weights always load.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let engine = Engine::new(lexicon.weights).or_else(|_| Engine::new(&[])).expect("empty weights load");
        Self { lexicon, engine }
    }

    /// Reads a report from its bytes.
    #[must_use]
    pub fn read(&self, bytes: &[u8], options: &Options) -> Reading {
        self.read_capture(&capture::decode(bytes), options)
    }

    /// Reads a decoded report.
    #[must_use]
    pub fn read_capture(&self, capture: &Capture, options: &Options) -> Reading {
        self.read_watched(capture, options, &mut |_| {})
    }

    /// Reads a decoded report and tells `done` the name of each stage as it ends, so that a caller with a clock can
    /// see where the time goes.
    pub fn read_watched(
        &self,
        capture: &Capture,
        options: &Options,
        done: &mut dyn FnMut(&'static str),
    ) -> Reading {
        let lexicon = self.lexicon;
        let mut document = document::extract(capture, &lexicon.tables.sources);
        let mut notices = capture.notices.clone();
        notices.append(&mut document.notices.clone());
        done("document");
        let mut grammar = grammar::tokenise(&document);
        done("tokenise");
        let times = times::recognise(&grammar, &lexicon.tables);
        done("times");
        let mut runs = names::find(&grammar, lexicon);
        runs.retain(|run| !within(&times, run.start, run.end));
        done("names");
        let places = places::find(&grammar, &runs, lexicon);
        done("places");
        let mut merges = actors::merges(&runs);
        merges.extend(places::merges(&places));
        merges.extend(times::merges(&times, &grammar));
        merges.sort_by_key(|merge| (merge.start, std::cmp::Reverse(merge.end)));
        merges.dedup_by(|later, earlier| later.start < earlier.end);
        self.engine.parse(&mut grammar, &merges);
        grammar.know_verbs(&lexicon.tables.sources.words);
        done("parse");
        let page = capture.page.as_ref();
        let told = page.and_then(|page| page.published.as_ref()).map(|published| published.day);
        document.date = match (options.date, told) {
            (Some(day), _) => Some(ReferenceDate { day, source: DateSource::Given, span: None }),
            (None, Some(day)) => Some(ReferenceDate { day, source: DateSource::Page, span: None }),
            (None, None) => times::reference_date(&document, &grammar, &times),
        };
        let hints = places::countries(&runs, lexicon);
        let resolved = places::resolve(&places, &hints, lexicon);
        done("resolve places");
        let setting = Setting {
            year: document.date.map_or(0, |date| date.day.year()),
            countries: countries(&resolved),
            publisher: options
                .source
                .clone()
                .or_else(|| page.and_then(|page| page.publisher.clone()))
                .or_else(|| document.publisher.as_ref().map(|(name, _)| name.clone()))
                .or_else(|| document.agency.as_ref().map(|(name, _)| name.clone())),
            spokesman: spokesman(&document),
            own_voice: matches!(document.genre, Genre::Statement | Genre::Transcript | Genre::Legal),
        };
        let place_tokens: Vec<(TokenId, TokenId)> =
            places.iter().filter(|place| !place.associated).map(|place| (place.start, place.end)).collect();
        let issuer = document
            .issuer
            .map(|run| grammar.tokens_in(run))
            .filter(|run| !run.is_empty())
            .map(|run| (run.start, run.end));
        let cast = actors::resolve(&grammar, &runs, &place_tokens, issuer, &setting, lexicon);
        done("actors");
        let mut statements = Vec::new();
        let mut threads = Vec::new();
        if document.readable {
            let clauses = clause::find(&grammar);
            let place_uses = uses(&grammar, &places, &resolved, lexicon);
            let times = anchored(&document, &grammar, &clauses, &times, lexicon);
            let marks =
                Marks::new(&cast, grammar.tokens.len(), marked(&grammar, &cast, &places), &place_tokens);
            let voices = voice::find(&grammar, &clauses, &cast, &marks, lexicon);
            let context = Context {
                document: &document,
                grammar: &grammar,
                clauses: &clauses,
                cast: &cast,
                voices: &voices,
                marks: &marks,
                places: &place_uses,
                times: &times,
                lexicon,
            };
            done("clauses and voices");
            let mut events = event::draw(&context);
            let deals = agreement::find(&context);
            event::sign(&context, &mut events, &deals);
            statements.extend(event::statements(&context, &events));
            done("events");
            statements.extend(claim::draw(&context, &events));
            statements.extend(figure::draw(&context));
            done("claims and figures");
            statements.extend(agreement::draw(&context, &deals));
            statements.extend(term::draw(&context, &deals));
            statements.extend(talks::draw(&context));
            statements.extend(zone::draw(&context));
            statements.extend(control::draw(&context));
            statements.extend(response::draw(&context));
            done("agreements, talks, zones");
            statements.sort_by_key(|statement| (statement.anchor.start, statement.anchor.end));
            threads = thread::find(&context, &places, &resolved, &events, &mut statements);
            attribution::attribute(&context, &mut statements);
            done("threads");
        }
        Reading {
            document,
            page: capture.page.clone(),
            grammar,
            cast,
            places,
            place_readings: resolved,
            statements,
            threads,
            notices,
        }
    }
}

/// Says whether a run of tokens touches a time.
fn within(times: &[TimeMention], start: TokenId, end: TokenId) -> bool {
    let at = times.partition_point(|time| time.end <= start);
    times.get(at).is_some_and(|time| time.start < end)
}

/// Gives each time of the report its days.
fn anchored(
    document: &Document,
    grammar: &Grammar,
    clauses: &Clauses,
    mentions: &[TimeMention],
    lexicon: &Lexicon,
) -> Vec<TimeUse> {
    let reference = document.date.map(|date| date.day);
    let history = times::is_history(mentions, reference);
    let mut discourse = Discourse::new(&lexicon.tables.times, reference, history);
    mentions
        .iter()
        .map(|mention| {
            let clause = clauses.around(grammar, mention.end.saturating_sub(1));
            let expected = clause.is_some_and(|clause| is_expected(grammar, clauses, clause));
            let tense = match clause.map(|clause| if expected { Tense::Future } else { clause.tense }) {
                Some(Tense::Past) => times::Tense::Past,
                Some(Tense::Present) => times::Tense::Present,
                Some(Tense::Future) => times::Tense::Future,
                _ => times::Tense::Unknown,
            };
            let sentence = grammar.sentence_of(mention.start);
            let block = sentence.block;
            // "The fiercest since the thaw began on Apr. 2": the story does not move back to that day.
            let aside = (sentence.start..mention.start)
                .rev()
                .take(14)
                .take_while(|&token| grammar.tokens[token as usize].lower != ",")
                .any(|token| grammar.tokens[token as usize].lower == "since");
            let when = if aside {
                discourse.clone().anchor(mention, tense, block)
            } else {
                discourse.anchor(mention, tense, block)
            };
            TimeUse {
                start: mention.start,
                end: mention.end,
                when: when.map(|when| when.to_edtf()),
                duration: mention.value.is_length(),
            }
        })
        .collect()
}

/// "was expected to end on Thursday": what is planned lies ahead, though the plan was made.
fn is_expected(grammar: &Grammar, clauses: &Clauses, clause: &Clause) -> bool {
    let lemma = |token: TokenId| grammar.tokens[token as usize].lemma.as_str();
    let plans = |token: TokenId| {
        matches!(
            lemma(token),
            "expect" | "schedule" | "plan" | "due" | "set" | "slate" | "intend" | "anticipate" | "bill"
        )
    };
    let passive = |clause: &Clause| clause.passive || clause.copular || lemma(clause.predicate) == "plan";
    plans(clause.predicate) && passive(clause)
        || matches!(clause.relation, "xcomp" | "advcl" | "ccomp")
            && clause
                .up
                .and_then(|up| clauses.at(up))
                .is_some_and(|above| plans(above.predicate) && passive(above))
}

/// Weighs the countries in which a report's places lie.
fn countries(resolved: &[PlaceReading]) -> Vec<(String, f32)> {
    let mut weights: std::collections::BTreeMap<&str, f32> = std::collections::BTreeMap::new();
    for reading in resolved.iter().filter(|reading| !reading.country.is_empty()) {
        *weights.entry(&reading.country).or_default() += reading.score;
    }
    weights.into_iter().map(|(country, weight)| (country.to_owned(), weight)).collect()
}

/// Puts places into the form in which statements name them.
fn uses(
    grammar: &Grammar,
    mentions: &[PlaceMention],
    resolved: &[PlaceReading],
    lexicon: &Lexicon,
) -> Vec<PlaceUse> {
    let mut uses: Vec<PlaceUse> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| !mention.associated)
        .map(|(at, mention)| {
            let reading = resolved.iter().find(|reading| reading.mention == at);
            let phrase = grammar.text(mention.from, mention.until);
            let mut name = Name { name: mention.name.clone(), also: Vec::new() };
            if phrase != name.name {
                name.also.push(phrase);
            }
            let record =
                reading.and_then(|reading| reading.place).and_then(|place| lexicon.places.place(place));
            if let Some(place) = &record
                && place.name != name.name
            {
                name.also.push(place.name.to_owned());
            }
            PlaceUse {
                start: mention.start,
                end: mention.end,
                name,
                country: record.is_some_and(|place| place.kind == PlaceKind::Country),
            }
        })
        .collect();
    uses.sort_by_key(|place| (place.start, place.end));
    uses
}

/// Marks the tokens that are, or may be, part of a place's name.
fn marked(grammar: &Grammar, cast: &Cast, mentions: &[PlaceMention]) -> Vec<bool> {
    // A name that nobody knows may be a place.
    let unknown = |token: TokenId| {
        grammar.tokens[token as usize].upos == Upos::Propn
            && cast.of(token).is_some_and(|id| cast.get(id).kind == EntityKind::Named)
    };
    let mut marks: Vec<bool> = (0..grammar.tokens.len()).map(|token| unknown(token as TokenId)).collect();
    for mention in mentions.iter().filter(|mention| !mention.associated) {
        for mark in marks.iter_mut().take(mention.end as usize).skip(mention.start as usize) {
            *mark = true;
        }
    }
    marks
}

/// Returns who answers in a transcript: the first label that is no question's.
fn spokesman(document: &Document) -> Option<String> {
    if document.genre != Genre::Transcript {
        return None;
    }
    let labels = document.blocks.iter().filter_map(|block| block.speaker).map(|run| run.of(&document.text));
    labels
        .map(|label| label.trim_end_matches([':', '.']).trim().to_lowercase())
        .find(|label| label.len() > 2 && !label.starts_with('q'))
        .map(|label| label.strip_prefix("the ").unwrap_or(&label).to_owned())
}
