//! Whom and what the words of a report name, with where: actors, peoples, places, times, weapons.

use truce_lexicon::load::actors::NameUse;
use truce_read::grammar::{TokenId, Upos};
use truce_read::mention::entity::EntityKind;
use truce_read::mention::names::RunKind;
use truce_read::span::Bytes;

use super::Read;

/// What sort of thing is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// One person, by name or office.
    Person,
    /// A state as an actor.
    State,
    /// A body, group, organisation, or a class of people.
    Organisation,
    /// Named, but nothing more is known.
    Named,
    /// An adjective or noun for the people of a state.
    People,
    /// A place.
    Place,
    /// An expression of time.
    Time,
    /// A weapon.
    Weapon,
}

/// A mention.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The whole noun phrase.
    pub span: Bytes,
    /// The name in it, if there is one.
    pub name: Option<Bytes>,
    /// What is mentioned.
    pub sort: Sort,
}

impl Read<'_> {
    /// Returns what is mentioned, in order of the text.
    // FIXME: figures are to be added when the reading keeps where they stand.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let mut add = |span: Option<Bytes>, name: Option<Bytes>, sort: Sort| {
            mentions.extend(span.map(|span| Mention { span, name, sort }));
        };
        for token in 0..self.reading.grammar.tokens.len() as TokenId {
            if let Some(sort) = self.sort_of(token) {
                let (start, end) = self.noun_phrase(token);
                let run = self.run_ending(token).filter(|run| !matches!(run.kind, RunKind::Title(..)));
                add(self.bytes(start, end), run.and_then(|run| self.bytes(run.start, run.end)), sort);
            }
        }
        for run in self.runs.iter().filter(|run| is_people(&run.kind)) {
            let span = self.bytes(run.start, run.end);
            add(span, span, Sort::People);
        }
        for place in self.reading.places.iter().filter(|place| !place.associated) {
            let actor = self.sort_of(place.end.saturating_sub(1));
            if !matches!(actor, Some(Sort::Person | Sort::Organisation)) {
                add(self.bytes(place.from, place.until), self.bytes(place.start, place.end), Sort::Place);
            }
        }
        for time in &self.times {
            add(self.given(time.span), None, Sort::Time);
        }
        mentions.sort_by_key(|mention| (mention.span, mention.sort));
        mentions.dedup_by_key(|mention| (mention.span, mention.sort));
        mentions
    }

    fn sort_of(&self, token: TokenId) -> Option<Sort> {
        let word = &self.reading.grammar.tokens[token as usize];
        if self.is_time(token) || self.run_ending(token).is_some_and(|run| is_people(&run.kind)) {
            return None;
        }
        if word.upos == Upos::Noun && self.lexicon.tables.events.act_of_weapon(&word.lemma).is_some() {
            return Some(Sort::Weapon);
        }
        let entity = self.reading.cast.get(self.reading.cast.of(token)?);
        Some(match entity.kind {
            EntityKind::Person => Sort::Person,
            EntityKind::State => Sort::State,
            EntityKind::Named if self.place_at(token).is_some() => return None,
            EntityKind::Named => Sort::Named,
            EntityKind::Thing => return None,
            _ => Sort::Organisation,
        })
    }
}

/// Says whether a name is only that of a people ("Turkish", "Turks").
fn is_people(kind: &RunKind) -> bool {
    matches!(kind, RunKind::Known(known)
        if known.iter().all(|known| matches!(known.used, NameUse::Demonym | NameUse::People)))
}
