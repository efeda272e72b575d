//! A letterhead, a label or the first names of a report in, who speaks as "we" out.
//! Who says a single sentence is `statement::voice`.

use super::{Resolver, SPEAKER, Setting};
use crate::grammar::TokenId;
use crate::mention::entity::{Entity, EntityKind};
use crate::mention::names::{NameRun, RunKind};
use truce_lexicon::load::actors::NameUse;

impl Resolver<'_> {
    /// Gives the speaker of the report a name: the body whose own text it is.
    pub(super) fn set_issuer(&mut self, start: TokenId, end: TokenId) {
        let run = (start..end).find_map(|token| {
            self.cast.run_at.get(&token).copied().filter(|&at| matches!(&self.runs[at].kind, RunKind::Known(known) if known.iter().any(|known| known.used != NameUse::Demonym)))
        });
        let text = self.grammar.text(start, end);
        let id = match run.map(|at| self.runs[at].clone()) {
            Some(NameRun { kind: RunKind::Known(known), start, .. }) => self.known(&known, start, false),
            _ => None,
        };
        let (name, mut also, kind, actor, state) = match id {
            Some(id) => {
                let entity = self.cast.get(id);
                (entity.name.clone(), entity.also.clone(), entity.kind, entity.actor, entity.state)
            }
            None => (text.clone(), Vec::new(), EntityKind::Organisation, None, self.cast.main_state),
        };
        also.push(text);
        let speaker = &mut self.cast.entities[SPEAKER as usize];
        (speaker.name, speaker.kind, speaker.actor, speaker.state) = (name, kind, actor, state);
        speaker.also = Vec::new();
        for form in also {
            speaker.add_form(&form);
        }
        speaker.rule = "actor/issuer";
        if let Some(actor) = actor {
            self.by_actor.insert(actor, SPEAKER);
        }
    }

    /// Finds out who "we" is where no letterhead tells: the first person or state that the report names in
    /// its first sentences; the paper, in a report of its own.
    pub(super) fn name_speaker(&mut self, setting: &Setting) {
        if self.cast.entities[SPEAKER as usize].rule != "actor/speaker" {
            return;
        }
        if !setting.own_voice {
            if let Some(publisher) = &setting.publisher {
                let speaker = &mut self.cast.entities[SPEAKER as usize];
                publisher.clone_into(&mut speaker.name);
                speaker.kind = EntityKind::Media;
                speaker.rule = "actor/publisher";
            }
            return;
        }
        if let Some(label) = &setting.spokesman {
            let speaker = &mut self.cast.entities[SPEAKER as usize];
            label.clone_into(&mut speaker.name);
            speaker.rule = "actor/label";
            return;
        }
        let early = |at: TokenId| self.grammar.sentence_index(at) < 6;
        let first = |wanted: &dyn Fn(&Entity) -> bool, subject: bool| {
            self.log
                .iter()
                .take_while(|(at, ..)| early(*at))
                .find(|(_, id, is_subject)| (*is_subject || !subject) && wanted(self.cast.get(*id)))
                .map(|&(_, id, _)| id)
        };
        let person = |entity: &Entity| {
            entity.kind == EntityKind::Person && (entity.actor.is_some() || !entity.also.is_empty())
        };
        let body = |entity: &Entity| {
            matches!(
                entity.kind,
                EntityKind::State | EntityKind::Organisation | EntityKind::Body | EntityKind::Armed
            )
        };
        let found = first(&person, false).or_else(|| first(&body, true)).or_else(|| first(&body, false));
        if let Some(id) = found {
            let entity = self.cast.get(id).clone();
            let speaker = &mut self.cast.entities[SPEAKER as usize];
            speaker.name = entity.name;
            speaker.also = entity.also;
            speaker.kind = entity.kind;
            speaker.actor = entity.actor;
            speaker.state = entity.state;
            speaker.body = entity.body;
            speaker.rule = "actor/first-named";
        }
    }
}
