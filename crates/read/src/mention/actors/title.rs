//! Titles, names and marks in, one person out: what stands before and behind a name belongs to it.
//! Does not say who a name means; that is `name`.

use truce_lexicon::load::actors::NameUse;

use super::{Resolver, fold, last_word_cased};
use crate::grammar::{Merge, TokenId, Upos};
use crate::mention::entity::{EntityId, EntityKind};
use crate::mention::names::{NameRun, RunKind};

/// Returns the runs that the parser should take as one word each: persons with the titles before them,
/// and names of several words.
#[must_use]
pub fn merges(runs: &[NameRun]) -> Vec<Merge> {
    let mut merges = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let (end, _) = group(runs, at);
        let (start, stop) = (runs[at].start, runs[end - 1].end);
        let name = runs[at..end].iter().any(|run| !matches!(run.kind, RunKind::Title(..)));
        if stop - start > 1 && name {
            merges.push(Merge { start, end: stop, upos: Upos::Propn });
        }
        at = end;
    }
    merges
}

/// Returns the end of the group of runs that begins at `at` (a person with titles and the body before them),
/// and whether it is a person's.
fn group(runs: &[NameRun], at: usize) -> (usize, bool) {
    let touches = |one: usize| one + 1 < runs.len() && runs[one].end == runs[one + 1].start;
    let mut end = at;
    let before = match &runs[end].kind {
        RunKind::Known(known) => known.iter().any(|known| is_body(known.used)),
        RunKind::Unknown => true,
        RunKind::Title(..) => false,
    };
    if before {
        if touches(end) && matches!(runs[end + 1].kind, RunKind::Title(..)) {
            end += 1;
        } else {
            return (at + 1, false);
        }
    }
    if !matches!(runs[end].kind, RunKind::Title(..)) {
        return (at + 1, false);
    }
    while touches(end) && matches!(runs[end + 1].kind, RunKind::Title(..)) {
        end += 1;
    }
    if touches(end) && is_person_name(&runs[end + 1]) { (end + 2, true) } else { (at + 1, false) }
}

fn is_body(used: NameUse) -> bool {
    matches!(
        used,
        NameUse::Demonym
            | NameUse::Name
            | NameUse::People
            | NameUse::Force
            | NameUse::Metonym
            | NameUse::Capital
    )
}

fn is_person_name(run: &NameRun) -> bool {
    match &run.kind {
        RunKind::Unknown => true,
        RunKind::Known(known) => {
            known.iter().any(|known| known.used == NameUse::Surname)
                || known.iter().all(|known| known.used == NameUse::Name)
        }
        RunKind::Title(..) => false,
    }
}

impl Resolver<'_> {
    /// Joins titles and the body before a person's name to the person.
    pub(super) fn link_titles(&mut self, person: EntityId, at: usize) {
        let mut first = at;
        while first > 0
            && self.runs[first - 1].end == self.runs[first].start
            && matches!(self.runs[first - 1].kind, RunKind::Title(..))
        {
            first -= 1;
        }
        let name_start = self.runs[at].start;
        let title_start = self.runs[first].start;
        let mut office = None;
        for run in &self.runs[first..at] {
            if let RunKind::Title(index, rank) = run.kind
                && !rank
            {
                office = Some(index);
            }
        }
        let body = if first > 0 && self.runs[first - 1].end == title_start {
            match &self.runs[first - 1].kind {
                RunKind::Known(known) => {
                    let known = known.clone();
                    let start = self.runs[first - 1].start;
                    self.known(&known, start, false)
                }
                _ => None,
            }
        } else {
            None
        };
        if self.cast.entities[person as usize].body.is_none() {
            self.cast.entities[person as usize].body = body;
        }
        if self.cast.entities[person as usize].state.is_none() {
            self.cast.entities[person as usize].state = body.and_then(|body| self.cast.get(body).state);
        }
        if office.is_some() {
            let title = self.grammar.text(title_start, name_start);
            let form = match body {
                Some(body) => format!("{} {title}", self.demonym(body)),
                None => title,
            };
            self.cast.entities[person as usize].add_form(&form);
        }
    }

    /// Takes "(RSF)" behind a name as another name of it.
    pub(super) fn abbreviation(&mut self, id: EntityId, end: TokenId) {
        let tokens = &self.grammar.tokens;
        let at = end as usize;
        if tokens.get(at).is_some_and(|token| token.form == "(")
            && let Some(short) = tokens.get(at + 1)
            && tokens.get(at + 2).is_some_and(|token| matches!(token.form.as_str(), ")" | "/" | "-"))
            && short.form.chars().filter(|c| c.is_uppercase()).count() >= 2
        {
            let form = short.form.clone();
            self.by_name.insert(fold(&form), id);
            self.cast.entities[id as usize].add_form(&form);
        }
    }

    /// Takes the office behind a name (", spokesman for the front,") as the person's.
    pub(super) fn apposition(&mut self, id: EntityId, end: TokenId) {
        let tokens = &self.grammar.tokens;
        let sentence_end = self.grammar.sentence_of(end.saturating_sub(1)).end as usize;
        let at = end as usize;
        if at + 1 >= sentence_end || tokens[at].form != "," {
            return;
        }
        let window = at + 1..sentence_end.min(at + 9);
        let title = window.clone().find_map(|at| {
            let token = &tokens[at];
            if matches!(token.form.as_str(), "," | "." | ";") {
                return None;
            }
            self.lexicon
                .tables
                .actors
                .titles_beginning(&token.lower)
                .iter()
                .find(|phrase| {
                    phrase.words.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.lower)
                        && !self.lexicon.tables.actors.offices[phrase.of as usize].rank
                })
                .map(|phrase| (at, at + phrase.words.len()))
        });
        let Some((start, stop)) = title else { return };
        if tokens[at + 1..start].iter().any(|token| token.form == "," || token.upos == Upos::Verb) {
            return;
        }
        let close = (stop..sentence_end)
            .find(|&at| matches!(tokens[at].form.as_str(), "," | "." | ";" | ")"))
            .unwrap_or(sentence_end);
        let form = self.grammar.text(at as TokenId + 1, close.min(stop + 8) as TokenId);
        let entity = &mut self.cast.entities[id as usize];
        entity.kind = EntityKind::Person;
        entity.add_form(&form);
        let surname = fold(&last_word_cased(&entity.name.clone()));
        self.by_surname.entry(surname).or_insert(id);
        // The body: a name inside the apposition.
        let from = self.runs.partition_point(|run| run.start as usize <= at);
        let inside = self.runs[from..]
            .iter()
            .take(12)
            .find(|run| {
                run.start as usize > at
                    && (run.end as usize) <= close
                    && matches!(run.kind, RunKind::Known(_))
            })
            .cloned();
        if let Some(NameRun { kind: RunKind::Known(known), start, .. }) = inside
            && let Some(body) = self.known(&known, start, false)
        {
            let state = self.cast.get(body).state;
            let entity = &mut self.cast.entities[id as usize];
            entity.body.get_or_insert(body);
            entity.state = entity.state.or(state);
        }
    }
}
