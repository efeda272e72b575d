//! Whom and what the words of a report name, with where: actors, peoples, weapons, times.

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
    /// A weapon.
    Weapon,
    /// An expression of time.
    Time,
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
    // FIXME: places and figures are to be added when the reading keeps where they stand.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        for token in 0..self.grammar.tokens.len() as TokenId {
            if let Some(sort) = self.sort_of(token) {
                let (start, end) = self.noun_phrase(token);
                let run = self.run_ending(token).filter(|run| !matches!(run.kind, RunKind::Title(..)));
                mentions.push(Mention {
                    span: self.grammar.trimmed(start, end),
                    name: run.map(|run| self.grammar.trimmed(run.start, run.end)),
                    sort,
                });
            }
        }
        for run in &self.runs {
            let RunKind::Known(known) = &run.kind else { continue };
            if known.iter().any(|known| matches!(known.used, NameUse::Demonym | NameUse::People)) {
                let span = self.grammar.trimmed(run.start, run.end);
                mentions.push(Mention { span, name: Some(span), sort: Sort::People });
            }
        }
        for time in &self.times {
            let span = self.grammar.trimmed(time.start, time.end);
            mentions.push(Mention { span, name: None, sort: Sort::Time });
        }
        mentions.sort_by_key(|mention| (mention.span, mention.sort));
        mentions.dedup_by_key(|mention| (mention.span, mention.sort));
        mentions
    }

    fn sort_of(&self, token: TokenId) -> Option<Sort> {
        let word = &self.grammar.tokens[token as usize];
        if self.times.iter().any(|time| time.start <= token && token < time.end) {
            return None;
        }
        let demonym = self.run_ending(token).is_some_and(|run| {
            matches!(&run.kind, RunKind::Known(known)
                if known.iter().all(|known| matches!(known.used, NameUse::Demonym | NameUse::People)))
        });
        if demonym {
            return None;
        }
        if word.upos == Upos::Noun && self.lexicon.tables.events.act_of_weapon(&word.lemma).is_some() {
            return Some(Sort::Weapon);
        }
        let entity = self.cast.get(self.cast.of(token)?);
        Some(match entity.kind {
            EntityKind::Person => Sort::Person,
            EntityKind::State => Sort::State,
            EntityKind::Named => Sort::Named,
            EntityKind::Thing => return None,
            _ => Sort::Organisation,
        })
    }
}
