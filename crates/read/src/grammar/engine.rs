//! Words in, tags and heads out.
//! Judges no meaning; what a word says about the world is drawn later.

use super::parser::{self, State};
use super::unit::{Unit, is_cased};
use super::weights::{Features, Weights};
use super::{Grammar, Merge, Sentence, Token, Upos, lemma, regraft, repair, tagger};

/// The tagger and parser over trained weights.
#[derive(Debug, Clone)]
pub struct Engine<'a> {
    /// None where no weights were given.
    weights: Option<Weights<'a>>,
}

/// Weights that this version cannot use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadWeights(pub(super) &'static str);

impl std::fmt::Display for BadWeights {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "trained weights cannot be used: {}", self.0)
    }
}

impl std::error::Error for BadWeights {}

/// A run of tokens that is one word to the parser.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// First token of the hyphened word at its end, by which it is looked at.
    seen: usize,
    given: Option<Upos>,
}

impl<'a> Engine<'a> {
    /// Takes the weights as they are; an empty slice gives a trivial analysis.
    ///
    /// # Errors
    ///
    /// If the weights are of another version or cut short.
    pub fn new(weights: &'a [u8]) -> Result<Self, BadWeights> {
        let weights = if weights.is_empty() { None } else { Some(Weights::new(weights)?) };
        Ok(Self { weights })
    }

    /// Fills in tags, lemmas, heads and relations, each run of `merges` as one word.
    ///
    /// `merges` are in order and do not overlap; one that does, or leaves its sentence, is not heeded.
    /// The last token of a run is its head; the others hang on it as `flat` (names) or `compound`.
    pub fn parse(&self, grammar: &mut Grammar, merges: &[Merge]) {
        let mut state = State::default();
        let mut scratch = (Features::default(), Vec::new());
        let (mut runs, mut units, mut given) = (Vec::new(), Vec::new(), Vec::new());
        let mut merges = merges;
        for sentence in &grammar.sentences {
            let rest = merges.partition_point(|merge| merge.start < sentence.end);
            let (here, after) = merges.split_at(rest);
            merges = after;
            gather(&grammar.tokens, *sentence, here, &mut runs);
            let Some(weights) = &self.weights else {
                without_weights(&mut grammar.tokens, *sentence, &runs);
                continue;
            };
            units.clear();
            given.clear();
            let tokens = &grammar.tokens[sentence.range()];
            let cased = is_cased(tokens.iter().map(|token| token.form.as_str()));
            for run in &runs {
                units.push(see(weights, &grammar.tokens, *run, cased, run.start == sentence.start as usize));
                given.push(run.given.and_then(|upos| class_of(weights, upos)));
            }
            tagger::tag(weights, &mut units, &given);
            parser::parse(weights, &mut state, &units, &mut scratch);
            for (index, run) in runs.iter().enumerate() {
                let tokens = &mut grammar.tokens;
                let class = weights.classes.get(usize::from(units[index].tag)).copied().unwrap_or_default();
                let class =
                    run.given.map_or(class, |upos| if class.0 == upos { class } else { (upos, usual(upos)) });
                spread(tokens, *run, here, class);
                let head = head_of(tokens, *run);
                let above = state.heads[index] as usize;
                let above = runs.get(above).map_or(head, |run| head_of(tokens, *run));
                tokens[head].head = above as u32;
                tokens[head].deprel =
                    weights.relations.get(usize::from(state.labels[index])).copied().unwrap_or("dep");
            }
        }
        if self.weights.is_some() {
            for at in 0..grammar.sentences.len() {
                repair::mend(&mut grammar.tokens, grammar.sentences[at]);
                regraft::mend(&mut grammar.tokens, grammar.sentences[at]);
            }
        }
        for token in &mut grammar.tokens {
            let irregular = self
                .weights
                .as_ref()
                .and_then(|weights| lemma::known(weights.lemmas, &token.lower, token.upos));
            token.lemma =
                irregular.map_or_else(|| lemma::by_rule(&token.lower, token.upos, token.xpos), str::to_owned);
        }
        grammar.link();
    }
}

/// Cuts a sentence into runs: merges, hyphened words whose parts are tokens, and single tokens.
fn gather(tokens: &[Token], sentence: Sentence, merges: &[Merge], runs: &mut Vec<Run>) {
    runs.clear();
    let last = sentence.end as usize;
    let mut merges = merges.iter().peekable();
    let mut at = sentence.start as usize;
    while at < last {
        let mut run = Run { start: at, end: at + 1, seen: at, given: None };
        loop {
            while merges
                .next_if(|merge| (merge.start as usize) < run.end - 1 || merge.end <= merge.start)
                .is_some()
            {}
            if let Some(merge) =
                merges.next_if(|merge| (merge.start as usize) < run.end && merge.end as usize <= last)
            {
                run.end = merge.end as usize;
                run.seen = if run.end - 1 > run.start || merge.end - merge.start > 1 {
                    run.end - 1
                } else {
                    run.seen
                };
                run.given = Some(merge.upos);
            }
            let (mark, next) = (run.end, run.end + 1);
            let hyphen = next < last
                && tokens[mark].form == "-"
                && !tokens[mark].spaced
                && !tokens[next].spaced
                && is_worded(&tokens[mark - 1])
                && is_worded(&tokens[next]);
            if !hyphen || next - run.start > 12 {
                break;
            }
            run.end = next + 1;
            run.given = None;
        }
        at = run.end;
        runs.push(run);
    }
}

/// Says whether a token can be part of a hyphened word: "pro", "government", "U.N."
pub fn is_worded(token: &Token) -> bool {
    let form = token.form.as_str();
    // The full stop of an abbreviation is none of the sentence.
    let whole = form.strip_suffix('.').filter(|rest| rest.contains('.')).unwrap_or(form);
    whole.starts_with(char::is_alphanumeric) && whole.ends_with(char::is_alphanumeric)
}

/// Returns what tagger and parser see of a run.
fn see(weights: &Weights<'_>, tokens: &[Token], run: Run, cased: bool, first: bool) -> Unit {
    let token = &tokens[run.end - 1];
    let mut unit = if run.seen + 1 < run.end {
        let joined =
            |part: fn(&Token) -> &str| tokens[run.seen..run.end].iter().map(part).collect::<String>();
        Unit::new(&joined(|token| &token.form), &joined(|token| &token.lower), cased, first)
    } else {
        Unit::new(&token.form, &token.lower, cased, first)
    };
    unit.known = weights.known(unit.word);
    unit
}

/// Returns the tag class that stands for a part of speech.
fn class_of(weights: &Weights<'_>, upos: Upos) -> Option<u8> {
    let named = weights.classes.iter().position(|class| *class == (upos, usual(upos)));
    named.or_else(|| weights.classes.iter().position(|class| class.0 == upos)).map(|class| class as u8)
}

/// Returns the commonest Penn tag of a part of speech.
fn usual(upos: Upos) -> &'static str {
    match upos {
        Upos::Adj => "JJ",
        Upos::Adp | Upos::Sconj => "IN",
        Upos::Adv => "RB",
        Upos::Aux => "VBZ",
        Upos::Cconj => "CC",
        Upos::Det => "DT",
        Upos::Intj => "UH",
        Upos::Noun => "NN",
        Upos::Num => "CD",
        Upos::Part => "TO",
        Upos::Pron => "PRP",
        Upos::Propn => "NNP",
        Upos::Punct => ":",
        Upos::Sym => "SYM",
        Upos::Verb => "VB",
        Upos::X => "FW",
    }
}

fn is_number(token: &Token) -> bool {
    token.form.starts_with(|ch: char| ch.is_ascii_digit())
}

/// Says whether a run without a given class is a range of numbers ("15-20").
fn is_range(tokens: &[Token], run: Run) -> bool {
    run.end - run.start == 3
        && run.given.is_none()
        && is_number(&tokens[run.start])
        && is_number(&tokens[run.end - 1])
}

/// Returns the token of a run that stands for it: the last, but the first of a range of numbers.
fn head_of(tokens: &[Token], run: Run) -> usize {
    if is_range(tokens, run) { run.start } else { run.end - 1 }
}

/// Tags the tokens of a run and hangs the inner ones on its head.
fn spread(tokens: &mut [Token], run: Run, merges: &[Merge], class: (Upos, &'static str)) {
    let head = head_of(tokens, run);
    (tokens[head].upos, tokens[head].xpos) = class;
    if run.end - run.start == 1 {
        return;
    }
    let range = is_range(tokens, run);
    for index in run.start..run.end {
        if index == head {
            continue;
        }
        let inside = merges.iter().find(|merge| (merge.start as usize..merge.end as usize).contains(&index));
        let token = &mut tokens[index];
        (token.upos, token.xpos) = guess(&token.form);
        if class.0 == Upos::Propn && token.form.starts_with(char::is_alphabetic) {
            // "al" of "al-Dar"
            (token.upos, token.xpos) = class;
        }
        let mut above = head;
        token.deprel = "compound";
        if let Some(merge) = inside {
            let last = merge.end as usize - 1;
            if index == last {
                (token.upos, token.xpos) = (merge.upos, usual(merge.upos));
            } else {
                above = last;
                token.deprel = if merge.upos == Upos::Propn { "flat" } else { "compound" };
            }
        }
        if range {
            (above, token.deprel) = if index == run.start + 1 { (index + 1, "case") } else { (head, "nmod") };
        } else if token.upos == Upos::Punct {
            token.deprel = "punct";
        }
        token.head = above as u32;
    }
}

/// Hangs every word on the one before it.
fn without_weights(tokens: &mut [Token], sentence: Sentence, runs: &[Run]) {
    for run in runs {
        for index in run.start..run.end {
            let token = &mut tokens[index];
            (token.upos, token.xpos) = guess(&token.form);
            if let Some(upos) = run.given {
                (token.upos, token.xpos) = (upos, usual(upos));
            }
            token.head = (index as u32).saturating_sub(1).max(sentence.start);
            token.deprel = if index as u32 == sentence.start { "root" } else { "dep" };
        }
    }
}

/// Tags a word by its shape alone.
fn guess(form: &str) -> (Upos, &'static str) {
    let first = form.chars().next().unwrap_or(' ');
    if first.is_numeric() {
        (Upos::Num, "CD")
    } else if !form.chars().any(char::is_alphanumeric) {
        (
            Upos::Punct,
            match form {
                "-" => "HYPH",
                "." | "!" | "?" => ".",
                "," => ",",
                "(" | "[" => "-LRB-",
                ")" | "]" => "-RRB-",
                _ => ":",
            },
        )
    } else if first.is_uppercase() {
        (Upos::Propn, "NNP")
    } else if form.ends_with("ed") {
        (Upos::Verb, "VBD")
    } else if form.ends_with("ing") {
        (Upos::Verb, "VBG")
    } else if form.ends_with("ly") {
        (Upos::Adv, "RB")
    } else {
        (Upos::Noun, if form.ends_with('s') { "NNS" } else { "NN" })
    }
}
