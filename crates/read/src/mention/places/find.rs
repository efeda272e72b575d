//! Tokens and runs of names in, mentions of places out: names of the gazetteer weighed by their company, then
//! names that only their company shows to be places.
//! Chooses no place; that is `resolve`.

use std::collections::BTreeSet;

use truce_lexicon::Lexicon;
use truce_lexicon::load::actors::{ActorKind, NameUse};
use truce_lexicon::load::places::words::PlaceWords;
use truce_lexicon::load::places::{Place, PlaceKind};

use super::known::Names;
use super::line::{Line, Style, is_upper};
use super::{PlaceMention, Relation, offset, shape, words};
use crate::grammar::{Grammar, TokenId};
use crate::mention::names::{NameRun, RunKind};
use crate::span::Bytes;

/// Least score of a place.
const ENOUGH: f32 = 0.75;
/// Most words of a name.
const MOST: usize = 8;

/// All that finding looks at.
pub(super) struct Finder<'a> {
    pub grammar: &'a Grammar,
    pub runs: &'a [NameRun],
    /// Index of the run that each token is part of, one up; zero for none.
    pub run_of: Vec<u32>,
    pub lexicon: &'a Lexicon,
    pub words: &'a PlaceWords,
    pub names: Names<'a>,
    /// Last names of persons met, lower case.
    pub surnames: BTreeSet<String>,
}

/// A name that may be a place, with what speaks for it.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub start: usize,
    pub end: usize,
    pub name: String,
    pub core: String,
    pub associated: bool,
    pub score: f32,
    pub noun: Option<PlaceKind>,
    /// Tokens of the phrase with its noun.
    pub from: usize,
    pub until: usize,
    pub known: bool,
    pub rule: &'static str,
}

/// Finds the places, in order and without overlap; adjectives and peoples of states are marked as associated.
#[must_use]
pub fn find(grammar: &Grammar, runs: &[NameRun], lexicon: &Lexicon) -> Vec<PlaceMention> {
    let mut finder = Finder::new(grammar, runs, lexicon);
    let mut candidates = Vec::new();
    for &sentence in &grammar.sentences {
        let line = Line::new(grammar, sentence);
        finder.candidates(&line, &mut candidates);
    }
    finder.support(&mut candidates);
    candidates.retain(|candidate| candidate.score >= ENOUGH);
    for &sentence in &grammar.sentences {
        let line = Line::new(grammar, sentence);
        shape::find(&finder, &line, &mut candidates);
    }
    shape::again(&finder, &mut candidates);
    candidates.sort_by_key(|candidate| candidate.start);
    finder.mentions(&candidates)
}

/// Says whether the token at `at` is a number that belongs to the name before it ("Sector 4 was quiet"), not to a noun
/// that it counts or to a date: nothing goes on from it but a new phrase or a noun of place.
pub(super) fn numbered(line: &Line<'_>, at: usize, words: &PlaceWords) -> bool {
    let number = line.form(at);
    let after = line.lower(at + 1);
    let alone = !after.starts_with(char::is_alphanumeric)
        || words.is_follower(after)
        || words.is_speech(after)
        || words.after(after).is_some();
    (1..=3).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && alone
        && after != "%"
}

impl<'a> Finder<'a> {
    fn new(grammar: &'a Grammar, runs: &'a [NameRun], lexicon: &'a Lexicon) -> Self {
        let words = &lexicon.tables.places;
        let mut run_of = vec![0; grammar.tokens.len()];
        let mut surnames = BTreeSet::new();
        for (at, run) in runs.iter().enumerate() {
            for slot in run_of.get_mut(run.start as usize..run.end as usize).unwrap_or_default() {
                *slot = at as u32 + 1;
            }
            let tokens = grammar.tokens.get(run.start as usize..run.end as usize).unwrap_or_default();
            let (RunKind::Unknown, Some(last)) = (&run.kind, tokens.last()) else { continue };
            let titled =
                at > 0 && matches!(runs[at - 1].kind, RunKind::Title(..)) && runs[at - 1].end == run.start;
            let forms: Vec<&str> = tokens.iter().take(MOST).map(|token| token.form.as_str()).collect();
            let full = forms.len() > 1
                && forms.len() < 4
                && words.after(&last.lower).is_none()
                && tokens.first().is_some_and(|first| {
                    words.before(&first.lower).is_none() && !words.is_part(&first.lower)
                })
                && lexicon.places.reach(&forms).exact == 0;
            if titled || full {
                surnames.insert(last.lower.clone());
            }
        }
        Self { grammar, runs, run_of, lexicon, words, names: Names::new(lexicon), surnames }
    }

    /// Returns the run that a token is part of.
    pub(super) fn run(&self, at: usize) -> Option<&'a NameRun> {
        let run = (*self.run_of.get(at)? as usize).checked_sub(1)?;
        self.runs.get(run)
    }

    /// Finds names of the gazetteer in a sentence and weighs them by the sentence alone.
    fn candidates(&mut self, line: &Line<'_>, found: &mut Vec<Candidate>) {
        let mut at = line.start;
        while at < line.end {
            match self.candidate(line, at) {
                Some(candidate) => {
                    at = candidate.end;
                    found.push(candidate);
                }
                None => at += 1,
            }
        }
    }

    fn candidate(&mut self, line: &Line<'_>, at: usize) -> Option<Candidate> {
        if !line.is_name_word(at) && !is_article(line, at) {
            return None;
        }
        let end = name_end(line, at);
        let mut forms = [""; MOST];
        let count = (end - at).min(MOST);
        for (slot, token) in forms.iter_mut().zip(&line.tokens[at..at + count]) {
            *slot = &token.form;
        }
        let reach = self.lexicon.places.reach(&forms[..count]);
        let length = if reach.exact > 0 { reach.exact } else { reach.strong };
        if length == 0 {
            return None;
        }
        let end = at + length;
        // "Sector 4", "Camp 12": a name with a number is another place than the one of the bare name.
        if length == 1 && numbered(line, end, self.words) {
            return None;
        }
        let told = is_tellable(&forms[..length]) && (at..end).any(|at| !self.words.is_stop(line.lower(at)));
        if reach.exact == 0 && !told {
            return None;
        }
        let core = words(self.grammar, at as TokenId, end as TokenId);
        let mut candidate = Candidate {
            start: at,
            end,
            name: core.clone(),
            core,
            associated: false,
            score: 0.0,
            noun: None,
            from: at,
            until: end,
            known: true,
            rule: "place/gazetteer",
        };
        // "southern Italy" and "eastern Java" are names of their own, written with a small letter.
        if self.words.is_part(line.before(at)) && !line.is_name_word(at - 1) {
            let whole = format!("{} {}", line.lower(at - 1), candidate.core);
            let own =
                |place: &Place<'_>| place.exact && place.id >= 1 << 31 && place.kind != PlaceKind::Continent;
            if self.names.get(&whole).places.iter().any(own) {
                candidate.name = whole;
            }
        }
        candidate.score = self.weigh(line, &mut candidate)?;
        if candidate.name != candidate.core && self.words.is_stop(&candidate.core.to_lowercase()) {
            candidate.core.clone_from(&candidate.name);
        }
        Some(candidate)
    }

    /// Weighs a name by its company; none if it cannot be a place.
    fn weigh(&mut self, line: &Line<'_>, candidate: &mut Candidate) -> Option<f32> {
        let (start, end) = (candidate.start, candidate.end);
        let known = self.names.get(&candidate.name);
        let prominence = known.prominence;
        let exact = known.places.first().is_some_and(|place| place.exact);
        let state =
            matches!(known.places.first(), Some(place) if place.kind == PlaceKind::Country && place.exact);
        // One word that only sounds alike is weaker than two.
        let mut score = if exact || end - start > 1 { prominence } else { prominence - 0.2 };
        let noun = self.noun(line, candidate);
        let behind = line.form(end);
        if state
            && !noun
            && behind.starts_with(|c: char| c.is_lowercase())
            && !self.words.is_follower(behind)
            && behind != "'s"
        {
            // "US troops", "Mali accused": the state as one who acts.
            candidate.associated = true;
        }
        if self.words.takes(line.lower(candidate.until)) || self.words.takes(line.lower(end)) {
            candidate.associated = true;
        }
        if noun {
            score += 0.6;
        }
        score += self.company(line, candidate)?;
        let before = line.before(candidate.from.min(start));
        let article = before == "the";
        let lead = if article { line.before(candidate.from.min(start) - 1) } else { before };
        if self.words.is_locative(lead) {
            score += if article && !noun { 0.25 } else { 0.45 };
        } else if self.words.is_weak(lead) {
            score += 0.15;
        } else if self.words.is_part(lead) {
            score += 0.3;
        }
        if end - start > 1 {
            score += 0.15;
        }
        score += match line.style {
            Style::Plain if start > line.start => 0.2,
            Style::Plain => 0.0,
            Style::Title => -0.05,
            Style::Shouted => -0.1,
        };
        if end - start == 1 {
            let lower = line.lower(start);
            let state = prominence >= 1.0 && is_upper(line.form(start)) && line.style == Style::Plain;
            if self.words.is_stop(lower) && !noun && !state {
                score -= if line.form(end) == "," { 0.7 } else { 1.2 };
            }
            if self.surnames.contains(lower) && prominence < 0.9 {
                score -= if self.words.is_locative(lead) { 0.2 } else { 0.6 };
            }
            if is_upper(line.form(start))
                && line.style == Style::Plain
                && line.form(start).len() < 5
                && prominence < 0.9
            {
                score -= 0.6;
            }
        }
        if self.words.is_speech(line.lower(end)) && prominence < 0.9 && !noun {
            score -= 0.5;
        }
        Some(score)
    }

    /// Looks for the noun of place beside a name, and takes it into the phrase.
    fn noun(&self, line: &Line<'_>, candidate: &mut Candidate) -> bool {
        let (start, end) = (candidate.start, candidate.end);
        for length in [2, 1] {
            let phrase = phrase(line, end, length);
            // "the United States Department of State" names a body.
            if line.lower(end + length) == "of" && line.is_name_word(end + length - 1) {
                continue;
            }
            if let Some(noun) = self.words.after(&phrase) {
                candidate.noun = Some(noun.kind);
                candidate.until = end + length;
                // A noun with a capital is part of the name: "Idlib Governorate", "Aleppo Airport".
                if line.style == Style::Plain && (end..end + length).all(|at| line.is_name_word(at)) {
                    candidate.end = end + length;
                    candidate.name = words(self.grammar, start as TokenId, candidate.end as TokenId);
                }
                return true;
            }
        }
        let of = line.before(start) == "of";
        let at = if of { start.saturating_sub(1) } else { start };
        if let Some(noun) = self.words.before(line.before(at))
            && (of || noun.kind.is_settlement() || noun.capital)
        {
            candidate.noun = Some(noun.kind);
            candidate.from = at - 1;
            return true;
        }
        if self.words.is_part(line.before(start)) {
            candidate.from = start - 1;
        }
        false
    }

    /// Looks at the run of names that a candidate is part of.
    fn company(&self, line: &Line<'_>, candidate: &Candidate) -> Option<f32> {
        let (start, end) = (candidate.start, candidate.end);
        if start > line.start
            && let Some(title) = self.run(start - 1)
            && matches!(title.kind, RunKind::Title(..))
            && title.end as usize == start
        {
            return None;
        }
        let head = (start..end).find(|&at| line.is_name_word(at)).unwrap_or(start);
        let Some(run) = self.run(head) else { return Some(0.0) };
        let (from, until) = (run.start as usize, run.end as usize);
        match &run.kind {
            RunKind::Title(..) => None,
            RunKind::Known(known) => {
                let actor = |at: u32| self.lexicon.tables.actors.actors.get(at as usize);
                let placed = known.iter().any(|known| {
                    matches!(known.used, NameUse::Name | NameUse::Capital)
                        && actor(known.actor).is_some_and(|actor| actor.kind == ActorKind::State)
                });
                if from >= start && until <= end && (placed || until - from < end - start) {
                    return Some(0.3);
                }
                if from >= start && until <= end && !known.iter().any(|known| known.person) {
                    // A group that bears the name of a place, or a people's name.
                    let associated =
                        known.iter().all(|known| matches!(known.used, NameUse::Demonym | NameUse::People));
                    return if associated { None } else { Some(-0.35) };
                }
                (until <= end && placed).then_some(0.2)
            }
            RunKind::Unknown => {
                if from >= start && until <= end {
                    return Some(0.0);
                }
                if line.style != Style::Plain {
                    return Some(0.0);
                }
                // What is left over: directions before, nouns of place behind.
                let before = (from..start).all(|at| {
                    self.words.is_part(line.lower(at)) || self.words.before(line.lower(at)).is_some()
                });
                let after =
                    until <= end || self.words.after(line.lower(end)).is_some() || line.form(end) == "-";
                Some(if before && after { 0.1 } else { -1.0 })
            }
        }
    }

    /// Weighs the doubtful again by the sure: names met elsewhere, countries spoken of, lists.
    fn support(&mut self, candidates: &mut [Candidate]) {
        let mut sure: BTreeSet<String> = BTreeSet::new();
        let mut countries: BTreeSet<String> = BTreeSet::new();
        for run in self.runs {
            if let RunKind::Known(known) = &run.kind {
                for known in known {
                    if let Some(actor) = self.lexicon.tables.actors.actors.get(known.actor as usize)
                        && actor.kind == ActorKind::State
                    {
                        countries.extend(actor.countries.iter().cloned());
                    }
                }
            }
        }
        for candidate in candidates.iter().filter(|candidate| candidate.score >= 1.0) {
            sure.insert(candidate.core.to_lowercase());
            let known = self.names.get(&candidate.core);
            if let Some(place) = known.places.first().filter(|place| place.exact) {
                let country = place.country;
                if known.places.iter().all(|other| !other.exact || other.country == country) {
                    countries.insert(country.to_owned());
                }
            }
        }
        let edges: Vec<(usize, usize, bool)> = candidates
            .iter()
            .map(|candidate| (candidate.start, candidate.end, candidate.score >= 1.0))
            .collect();
        for (at, candidate) in candidates.iter_mut().enumerate() {
            if candidate.score >= 1.0 || candidate.score < 0.2 {
                continue;
            }
            let elsewhere = sure.contains(&candidate.core.to_lowercase());
            let known = self.names.get(&candidate.core);
            let at_home = known.places.iter().any(|place| countries.contains(place.country));
            let listed = |one: (usize, usize, bool), other: (usize, usize, bool), sure: bool| {
                sure && other.0 > one.1 && other.0 - one.1 <= 2 && joins(self.grammar, one.1, other.0)
            };
            let before = at > 0 && listed(edges[at - 1], edges[at], edges[at - 1].2);
            let after = edges.get(at + 1).is_some_and(|&next| listed(edges[at], next, next.2));
            candidate.score += if elsewhere { 0.5 } else { 0.0 }
                + match at_home {
                    true => 0.3,
                    false if countries.is_empty() => 0.0,
                    false => -0.15,
                }
                + if before || after { 0.25 } else { 0.0 };
        }
    }

    fn mentions(&self, candidates: &[Candidate]) -> Vec<PlaceMention> {
        let mut mentions: Vec<PlaceMention> = Vec::new();
        let mut sentences = self.grammar.sentences.iter();
        let mut line = sentences.next().map(|&sentence| Line::new(self.grammar, sentence));
        for candidate in candidates {
            while line.is_some_and(|line| line.end <= candidate.start) {
                line = sentences.next().map(|&sentence| Line::new(self.grammar, sentence));
            }
            let Some(line) = line else { break };
            if mentions.last().is_some_and(|last| last.end as usize > candidate.start) {
                continue;
            }
            let (relation, first) = offset::before(&line, candidate.from.min(candidate.start), self.words);
            let mut from = first.min(candidate.from);
            if let Some(last) = mentions.last() {
                from = from.max(last.end as usize).min(candidate.start);
            }
            let relation = match relation {
                Relation::At if candidate.noun == Some(PlaceKind::Road) && candidate.name.contains('-') => {
                    Relation::Between
                }
                other => other,
            };
            let Some(span) = self.span(candidate.start, candidate.end) else { continue };
            mentions.push(PlaceMention {
                start: candidate.start as TokenId,
                end: candidate.end as TokenId,
                from: from as TokenId,
                until: candidate.until.min(line.end) as TokenId,
                span,
                name: candidate.name.clone(),
                full: if candidate.until > candidate.end {
                    words(self.grammar, candidate.start as TokenId, candidate.until as TokenId)
                } else {
                    candidate.name.clone()
                },
                core: candidate.core.clone(),
                noun: candidate.noun,
                relation,
                associated: candidate.associated,
                known: candidate.known,
                within: None,
                score: candidate.score.clamp(0.0, 1.0),
                rule: candidate.rule,
            });
        }
        self.add_associated(&mut mentions);
        self.contain(&mut mentions);
        mentions
    }

    fn span(&self, start: usize, end: usize) -> Option<Bytes> {
        let first = self.grammar.tokens.get(start)?;
        let last = self.grammar.tokens.get(end.checked_sub(1)?)?;
        Some(first.span.join(last.span))
    }

    /// Adds adjectives and peoples of states.
    fn add_associated(&self, mentions: &mut Vec<PlaceMention>) {
        let taken: Vec<(TokenId, TokenId)> =
            mentions.iter().map(|mention| (mention.start, mention.end)).collect();
        for run in self.runs {
            let RunKind::Known(known) = &run.kind else { continue };
            let state = known.iter().find(|known| {
                matches!(known.used, NameUse::Demonym | NameUse::People)
                    && self
                        .lexicon
                        .tables
                        .actors
                        .actors
                        .get(known.actor as usize)
                        .is_some_and(|actor| actor.kind == ActorKind::State)
            });
            let at = taken.partition_point(|&(_, end)| end <= run.start);
            if taken.get(at).is_some_and(|&(start, _)| start < run.end) {
                continue;
            }
            let (Some(state), Some(span)) = (state, self.span(run.start as usize, run.end as usize)) else {
                continue;
            };
            let Some(actor) = self.lexicon.tables.actors.actors.get(state.actor as usize) else { continue };
            mentions.push(PlaceMention {
                start: run.start,
                end: run.end,
                from: run.start,
                until: run.end,
                span,
                name: actor.name.clone(),
                full: actor.name.clone(),
                core: actor.name.clone(),
                noun: None,
                relation: Relation::At,
                associated: true,
                known: true,
                within: None,
                score: 0.9,
                rule: "place/demonym",
            });
        }
        mentions.sort_by_key(|mention| (mention.start, mention.end));
    }

    /// Links "Bergen, Norway", "Lodi in northern Italy" and "Peru's Cusco".
    fn contain(&self, mentions: &mut [PlaceMention]) {
        for at in 0..mentions.len().saturating_sub(1) {
            let (one, next) = (&mentions[at], &mentions[at + 1]);
            if next.associated || next.start < one.until {
                continue;
            }
            let gap = (one.until as usize)..(next.from.min(next.start) as usize).max(one.until as usize);
            let between: Vec<&str> = self
                .grammar
                .tokens
                .get(gap)
                .unwrap_or_default()
                .iter()
                .map(|token| token.lower.as_str())
                .collect();
            let inside = matches!(
                between[..],
                ["," | "in" | "of"] | [",", "in"] | ["in", "the"] | ["("] | ["of", "the"]
            );
            let owns = matches!(between[..], ["'s" | "’s" | "'"]) || (one.associated && between.is_empty());
            if owns {
                mentions[at + 1].within = Some(at);
            } else if inside && !one.associated && next.relation == Relation::At {
                mentions[at].within = Some(at + 1);
            }
        }
    }
}

/// Returns the words `at..at + length` in lower case.
pub(super) fn phrase(line: &Line<'_>, at: usize, length: usize) -> String {
    let mut text = String::new();
    for at in at..at + length {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line.lower(at));
    }
    text
}

/// Says whether the tokens `from..to` only join two items of a list.
fn joins(grammar: &Grammar, from: usize, to: usize) -> bool {
    grammar.tokens.get(from..to).is_some_and(|gap| {
        gap.iter().all(|token| matches!(token.lower.as_str(), "," | "and" | "or" | "&" | "/" | "the"))
    })
}

fn is_article(line: &Line<'_>, at: usize) -> bool {
    matches!(line.lower(at), "al" | "el" | "ar" | "ad" | "az" | "ash")
        && line.form(at + 1).starts_with(char::is_uppercase)
}

/// Returns the end of the run of words that may be parts of one name.
fn name_end(line: &Line<'_>, at: usize) -> usize {
    let mut end = at + 1;
    while end < line.end && end < at + MOST {
        let next = line.is_name_word(end + 1);
        let particle = matches!(
            line.lower(end),
            "al" | "el"
                | "ez"
                | "ash"
                | "as"
                | "ad"
                | "ar"
                | "an"
                | "de"
                | "da"
                | "do"
                | "dos"
                | "das"
                | "del"
                | "della"
                | "di"
                | "la"
                | "las"
                | "los"
                | "le"
                | "les"
                | "du"
                | "des"
                | "ul"
                | "of"
                | "the"
                | "and"
                | "y"
                | "e"
                | "d"
                | "upon"
                | "am"
                | "sur"
                | "sous"
                | "-"
                | "."
                | "'"
                | "'s"
                | "ou"
                | "bin"
                | "ibn"
                | "abu"
                | "umm"
                | "i"
                | "na"
        );
        let number = line.form(end).chars().all(|c| c.is_ascii_digit()) && !line.form(end).is_empty();
        if line.is_name_word(end) || number {
            end += 1;
        } else if particle && (next || (end + 2 < line.end && line.is_name_word(end + 2))) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// Says whether a name met only by its strong folding says enough to be believed.
fn is_tellable(forms: &[&str]) -> bool {
    let letters: usize = forms.iter().map(|form| form.chars().filter(|c| c.is_alphabetic()).count()).sum();
    letters >= 6 || forms.len() > 1
}
