//! All that is known of a report when statements are drawn, with the questions that every kind asks.

use truce_lexicon::Lexicon;

use super::clause::{Clause, Clauses};
use super::frame::Marks;
use super::kinds::Name;
use super::voice::Voices;
use crate::document::{BlockKind, Document, Genre};
use crate::grammar::{Grammar, Sentence, TokenId};
use crate::mention::actors::{Cast, SPEAKER};
use crate::mention::entity::{EntityId, EntityKind};
use crate::span::Bytes;

/// A place named by the tokens `start..end`.
#[derive(Debug, Clone)]
pub struct PlaceUse {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// Its name and other forms.
    pub name: Name,
    /// Whether it is a whole country.
    pub country: bool,
}

/// A time told by the tokens `start..end`.
#[derive(Debug, Clone)]
pub struct TimeUse {
    /// First token.
    pub start: TokenId,
    /// One past the last token.
    pub end: TokenId,
    /// Its value as the facts form has it, if the report allows one.
    pub when: Option<String>,
    /// Whether it is a length or a repetition, not a point of time.
    pub duration: bool,
}

/// Everything that drawing looks at.
pub struct Context<'a> {
    /// The report taken apart.
    pub document: &'a Document,
    /// Its words.
    pub grammar: &'a Grammar,
    /// Its clauses.
    pub clauses: &'a Clauses,
    /// Its actors.
    pub cast: &'a Cast,
    /// Who says what.
    pub voices: &'a Voices,
    /// Which tokens name actors and places.
    pub marks: &'a Marks,
    /// Its places, in order.
    pub places: &'a [PlaceUse],
    /// Its times, in order.
    pub times: &'a [TimeUse],
    /// What is known before reading.
    pub lexicon: &'a Lexicon,
}

impl Context<'_> {
    /// Returns the words of a token in lower case.
    #[must_use]
    pub fn lower(&self, token: TokenId) -> &str {
        self.grammar.tokens.get(token as usize).map_or("", |word| word.lower.as_str())
    }

    /// Returns the dictionary form of a token.
    #[must_use]
    pub fn lemma(&self, token: TokenId) -> &str {
        self.grammar.tokens.get(token as usize).map_or("", |word| word.lemma.as_str())
    }

    /// Returns the names of an entity as a person would give them; whoever speaks stands in for "we".
    #[must_use]
    pub fn name(&self, id: EntityId, at: TokenId) -> Name {
        let id = if id == SPEAKER { self.voices.speaker(at).unwrap_or(SPEAKER) } else { id };
        let entity = self.cast.get(id);
        let mut name = Name { name: entity.name.clone(), also: entity.also.clone() };
        // Whom it acts or speaks for is another right name for it.
        let mut body = entity.body;
        for _ in 0..3 {
            let Some(other) = body else { break };
            let other = self.cast.get(if other == SPEAKER {
                self.voices.speaker(at).unwrap_or(SPEAKER)
            } else {
                other
            });
            if entity.kind != EntityKind::Thing {
                name.also.push(other.name.clone());
                name.also.extend(other.also.iter().take(6).cloned());
            }
            body = other.body;
        }
        if let Some(state) = entity.state.filter(|_| entity.kind != EntityKind::State) {
            name.also.push(self.lexicon.tables.actors.actors[state as usize].name.clone());
        }
        name
    }

    /// Returns the names of whoever the phrase headed by `token` means, those joined to it included.
    #[must_use]
    pub fn names(&self, token: TokenId) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for head in super::clause::conjuncts(self.grammar, token) {
            let Some(id) = self.cast.of(head) else { continue };
            let entity = self.cast.get(id);
            if entity.members.is_empty() {
                names.push(self.name(id, head));
            } else {
                names.extend(entity.members.iter().map(|&member| self.name(member, head)));
            }
        }
        names.dedup_by(|one, other| one.name == other.name);
        names
    }

    /// Returns the entity of a phrase, with the speaker put in for "we".
    #[must_use]
    pub fn entity(&self, token: TokenId) -> Option<EntityId> {
        let id = self.cast.of(token)?;
        Some(if id == SPEAKER { self.voices.speaker(token).unwrap_or(SPEAKER) } else { id })
    }

    /// Says whether the phrase headed by `token` names somebody who can act.
    #[must_use]
    pub fn acts(&self, token: TokenId) -> bool {
        self.cast.of(token).is_some_and(|id| self.cast.get(id).kind.acts())
            && !self.is_place(token)
            && !self.is_seat(token)
    }

    /// Says whether a token names a capital as a place: in it, at it, to it, or what is attacked there.
    fn is_seat(&self, token: TokenId) -> bool {
        if !self.cast.is_capital(token) {
            return false;
        }
        let word = &self.grammar.tokens[token as usize];
        let preposition = super::clause::preposition(self.grammar, token);
        match word.deprel {
            // "accused Damascus": blamed, asked or warned, it is a government.
            "obj" | "nsubj:pass" => !self.is_spoken_to(word.head),
            "obl" | "nmod" | "obl:unmarked" | "nmod:unmarked" => {
                !matches!(preposition.as_str(), "by" | "between" | "with" | "against")
            }
            "conj" => word.head != token && self.is_seat(word.head),
            _ => false,
        }
    }

    /// Says whether the object of a verb is somebody who is blamed, asked or told.
    fn is_spoken_to(&self, verb: TokenId) -> bool {
        let lemma = self.lemma(verb);
        let cues = &self.lexicon.tables.cues;
        let blamed = cues
            .verbs
            .get(lemma)
            .is_some_and(|frames| frames.iter().any(|frame| cues.entry(frame.entry).target == "obj"));
        blamed
            || matches!(
                lemma,
                "urge"
                    | "ask"
                    | "tell"
                    | "warn"
                    | "press"
                    | "invite"
                    | "thank"
                    | "criticise"
                    | "criticize"
                    | "condemn"
            )
    }

    /// Says whether a token is part of the name of a place that does not act.
    #[must_use]
    pub fn is_place(&self, token: TokenId) -> bool {
        self.place_at(token).is_some()
            && self
                .cast
                .of(token)
                .is_none_or(|id| matches!(self.cast.get(id).kind, EntityKind::Thing | EntityKind::Named))
    }

    /// Returns the place whose name holds a token.
    #[must_use]
    pub fn place_at(&self, token: TokenId) -> Option<&PlaceUse> {
        let at = self.places.partition_point(|place| place.end <= token);
        self.places.get(at).filter(|place| place.start <= token)
    }

    /// Says whether a token is part of a time.
    #[must_use]
    pub fn is_time(&self, token: TokenId) -> bool {
        let at = self.times.partition_point(|time| time.end <= token);
        self.times.get(at).is_some_and(|time| time.start <= token)
    }

    /// Returns the places inside the tokens `start..end`.
    #[must_use]
    pub fn places_in(&self, start: TokenId, end: TokenId) -> Vec<&PlaceUse> {
        self.places[self.places.partition_point(|place| place.start < start)..]
            .iter()
            .take_while(|place| place.end <= end)
            .collect()
    }

    /// Returns the times inside the tokens `start..end`.
    #[must_use]
    pub fn times_in(&self, start: TokenId, end: TokenId) -> Vec<&TimeUse> {
        self.times[self.times.partition_point(|time| time.start < start)..]
            .iter()
            .take_while(|time| time.end <= end)
            .collect()
    }

    /// Returns where a clause says that its matter took place: places in its own words, else the place the
    /// report last spoke of in the same block.
    #[must_use]
    pub fn place_of(&self, start: TokenId, end: TokenId) -> Vec<Name> {
        let mut inside = self.places_in(start, end);
        inside.retain(|place| !self.is_agent(place));
        // A town beside its country or province is the closer answer.
        let close: Vec<&&PlaceUse> = inside.iter().filter(|place| !place.country).collect();
        if !close.is_empty() {
            return close.into_iter().map(|place| place.name.clone()).collect();
        }
        inside.into_iter().map(|place| place.name.clone()).collect()
    }

    /// Says whether a country is named as one who acts or owns, not as where something happens.
    pub(super) fn is_agent(&self, place: &PlaceUse) -> bool {
        if !place.country {
            return false;
        }
        let mut token = place.end.saturating_sub(1);
        for _ in 0..6 {
            let word = &self.grammar.tokens[token as usize];
            match word.deprel {
                "conj" | "flat" | "appos" if word.head != token => token = word.head,
                "nsubj" | "obl:agent" | "iobj" => return true,
                "nmod:poss" | "compound" | "amod" => return self.acts(word.head),
                _ => return false,
            }
        }
        false
    }

    /// Returns when: a time in the words given, else in the same sentence.
    #[must_use]
    pub fn time_of(&self, start: TokenId, end: TokenId) -> Option<String> {
        let point = |from: TokenId, to: TokenId| {
            self.times_in(from, to)
                .into_iter()
                .find(|time| !time.duration && time.when.is_some())
                .and_then(|time| time.when.clone())
        };
        let sentence = self.grammar.sentence_of(start);
        point(start, end).or_else(|| {
            self.times_in(sentence.start, sentence.end)
                .into_iter()
                .find(|time| !time.duration && time.when.is_some() && !self.is_of_saying(time.end - 1))
                .and_then(|time| time.when.clone())
        })
    }

    /// Says whether a token hangs on a verb of saying: "said on Saturday", "told reporters in Geneva" tell when and
    /// where it was said.
    #[must_use]
    pub fn is_of_saying(&self, token: TokenId) -> bool {
        const SAYING: &[&str] = &[
            "say",
            "tell",
            "announce",
            "report",
            "add",
            "write",
            "state",
            "declare",
            "speak",
            "issue",
            "publish",
            "deny",
            "reject",
            "accuse",
            "blame",
            "condemn",
            "warn",
            "confirm",
            "acknowledge",
            "urge",
            "protest",
        ];
        // "said Saturday", "said on Saturday", whatever the parse makes of it.
        let at = |back: TokenId| self.lemma(token.saturating_sub(back));
        if token >= 2 && (SAYING.contains(&at(1)) || matches!(at(1), "on" | "in") && SAYING.contains(&at(2)))
        {
            return true;
        }
        self.clauses.around(self.grammar, token).is_some_and(|clause| {
            // It follows the verb closely; what stands before belongs to what is said.
            SAYING.contains(&self.lemma(clause.predicate))
                && token > clause.predicate
                && token - clause.predicate <= 8
        })
    }

    /// Returns whose own text a block is: the issuer's in a statement, the one who answers in a transcript.
    #[must_use]
    pub fn host(&self, block: u32) -> Option<EntityId> {
        match self.document.genre {
            Genre::Statement => Some(SPEAKER),
            Genre::Transcript => {
                let label =
                    self.document.blocks.get(block as usize)?.speaker?.of(&self.document.text).to_lowercase();
                (!label.starts_with('q')).then_some(SPEAKER)
            }
            _ => None,
        }
    }

    /// Returns the sentence of a token.
    #[must_use]
    pub fn sentence(&self, token: TokenId) -> Sentence {
        self.grammar.sentence_of(token)
    }

    /// Says whether statements are drawn from a block of this kind.
    #[must_use]
    pub fn is_read(&self, block: u32) -> bool {
        self.document.blocks.get(block as usize).is_some_and(|block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow)
        })
    }

    /// Says whether a block is a row of a table.
    #[must_use]
    pub fn is_table(&self, block: u32) -> bool {
        self.document.blocks.get(block as usize).is_some_and(|block| block.kind == BlockKind::TableRow)
    }

    /// Returns the tokens of a clause's own words: from its first argument to its last, without the clauses
    /// that hang on it.
    #[must_use]
    pub fn clause_tokens(&self, clause: &Clause) -> (TokenId, TokenId) {
        let mut first = clause.predicate;
        let mut last = clause.predicate;
        let sentence = self.sentence(clause.predicate);
        let inside = |token: TokenId| sentence.start <= token && token < sentence.end;
        let arguments = [clause.subject, clause.object, clause.agent, clause.particle].into_iter().flatten();
        for token in arguments.chain(clause.obliques.iter().map(|oblique| oblique.head)) {
            if !inside(token) {
                continue;
            }
            let (from, to) = self.phrase(token);
            if to >= first.saturating_sub(40) && from <= last + 40 {
                first = first.min(from);
                last = last.max(to);
            }
        }
        for &child in self.grammar.children(clause.predicate) {
            let word = &self.grammar.tokens[child as usize];
            if matches!(word.deprel, "aux" | "aux:pass" | "cop" | "advmod" | "expl") {
                first = first.min(child);
                last = last.max(child);
            }
        }
        (first, last + 1)
    }

    /// Returns the tokens of a phrase without relative clauses and the like hanging on it.
    #[must_use]
    pub fn phrase(&self, head: TokenId) -> (TokenId, TokenId) {
        let (first, mut last) = self.grammar.subtree(head);
        for &child in self.grammar.children(head) {
            let word = &self.grammar.tokens[child as usize];
            if child > head
                && matches!(word.deprel, "acl:relcl" | "acl" | "appos" | "parataxis" | "advcl" | "list")
            {
                let (start, _) = self.grammar.subtree(child);
                last = last.min(start.saturating_sub(1)).max(head);
            }
        }
        (first, last)
    }

    /// Returns the bytes of the tokens `start..end` without punctuation at the edges.
    #[must_use]
    pub fn quote(&self, start: TokenId, end: TokenId) -> Bytes {
        self.grammar.trimmed(start, end)
    }
}
