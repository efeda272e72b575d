//! Clauses and cast in, speeches out: who says, blames, denies or doubts what, and over which words.
//! What a neutral "said" amounts to is decided by `claim`, from what is said.

use truce_lexicon::Lexicon;
use truce_lexicon::load::cues::CueEntry;
use truce_lexicon::load::frames::Frame;

use super::clause::{Clause, Clauses, conjuncts, preposition};
use super::frame::{Marks, fitting};
use crate::grammar::{Grammar, Sentence, TokenId, Upos};
use crate::mention::actors::Cast;
use crate::mention::entity::{EntityId, EntityKind};

/// Somebody takes a position on something.
#[derive(Debug, Clone)]
pub struct Speech {
    /// The word that tells so.
    pub cue: TokenId,
    /// Index of the cue's entry in the lexicon.
    pub entry: u16,
    /// Who speaks; none for the report itself.
    pub speakers: Vec<EntityId>,
    /// Tokens from speaker to cue: the words that tell who speaks.
    pub region: (TokenId, TokenId),
    /// What is said, as runs of tokens.
    pub scope: Vec<(TokenId, TokenId)>,
    /// Who is blamed.
    pub targets: Vec<TokenId>,
    /// "accused each other".
    pub mutual: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// The cue itself is negated, or only intended.
    pub negated: bool,
}

impl Speech {
    /// Says whether the token is among the words that are said.
    #[must_use]
    pub fn covers(&self, token: TokenId) -> bool {
        self.scope.iter().any(|&(start, end)| start <= token && token < end)
    }

    /// Returns the number of tokens said: of two speeches that cover a token, the shorter is the inner.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.scope.iter().map(|&(start, end)| end - start).sum()
    }
}

/// All speeches of a report.
#[derive(Debug, Default)]
pub struct Voices {
    /// In order of their cues.
    pub all: Vec<Speech>,
    /// For each token, the speeches that cover it, outermost first.
    over: Vec<Vec<u32>>,
    /// Whether a token is a cue.
    cues: Vec<bool>,
}

impl Voices {
    /// Makes the index over `all`, for a report of so many tokens.
    #[must_use]
    pub fn new(all: Vec<Speech>, tokens: usize) -> Self {
        let mut over: Vec<Vec<u32>> = vec![Vec::new(); tokens];
        let mut cues = vec![false; tokens];
        let mut order: Vec<u32> = (0..all.len() as u32).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(all[at as usize].length()));
        for at in order {
            let speech = &all[at as usize];
            if speech.speakers.is_empty() {
                continue;
            }
            for &(start, end) in &speech.scope {
                for token in start..end.min(tokens as TokenId) {
                    over[token as usize].push(at);
                }
            }
        }
        for speech in &all {
            if let Some(cue) = cues.get_mut(speech.cue as usize) {
                *cue = true;
            }
        }
        Self { all, over, cues }
    }

    /// Returns the speeches that cover a token, outermost first.
    pub fn over(&self, token: TokenId) -> impl DoubleEndedIterator<Item = &Speech> {
        self.over.get(token as usize).into_iter().flatten().map(|&at| &self.all[at as usize])
    }

    /// Returns the innermost speech that covers a token.
    #[must_use]
    pub fn inner(&self, token: TokenId) -> Option<&Speech> {
        self.over(token).next_back()
    }

    /// Says whether a token is the cue of a speech.
    #[must_use]
    pub fn is_cue(&self, token: TokenId) -> bool {
        self.cues.get(token as usize).copied().unwrap_or(false)
    }

    /// Returns who speaks at a token, innermost.
    #[must_use]
    pub fn speaker(&self, token: TokenId) -> Option<EntityId> {
        self.inner(token).and_then(|speech| speech.speakers.first().copied())
    }
}

/// Finds all speeches.
#[must_use]
pub fn find(grammar: &Grammar, clauses: &Clauses, cast: &Cast, marks: &Marks, lexicon: &Lexicon) -> Voices {
    let finder = Finder { grammar, clauses, cast, marks, lexicon };
    let mut all = Vec::new();
    for clause in &clauses.all {
        if let Some(speech) = finder.verb(clause) {
            all.push(speech);
        }
    }
    for sentence in &grammar.sentences {
        finder.phrases(*sentence, &mut all);
        finder.nouns(*sentence, &mut all);
    }
    all.sort_by_key(|speech| (speech.cue, speech.entry));
    finder.quotations(&mut all);
    Voices::new(all, grammar.tokens.len())
}

struct Finder<'a> {
    grammar: &'a Grammar,
    clauses: &'a Clauses,
    cast: &'a Cast,
    marks: &'a Marks,
    lexicon: &'a Lexicon,
}

impl Finder<'_> {
    fn entry(&self, frame: &Frame) -> &CueEntry {
        self.lexicon.tables.cues.entry(frame.entry)
    }

    /// The frame of a plain "said".
    fn plain_say(&self) -> Option<&Frame> {
        let frames = self.lexicon.tables.cues.verbs.get("say")?;
        frames.iter().find(|frame| self.entry(frame).id == "say")
    }

    fn verb(&self, clause: &Clause) -> Option<Speech> {
        let cues = &self.lexicon.tables.cues;
        let word = &self.grammar.tokens[clause.predicate as usize];
        let table = if clause.copular { &cues.predicates } else { &cues.verbs };
        let frames: Vec<Frame> = table
            .get(&word.lemma)?
            .iter()
            .filter(|frame| !self.entry(frame).stance.is_empty())
            .cloned()
            .collect();
        let frame = fitting(clause, &frames, self.grammar, &self.lexicon.tables.events, self.marks)?;
        let entry = self.entry(frame);
        // "The report is a lie": its subject is the matter; whoever says so denies it.
        if clause.copular && entry.stance == "denies" {
            return None;
        }
        let told_passive = clause.passive && matches!(word.lemma.as_str(), "tell" | "inform" | "notify");
        let subject = if clause.passive { clause.agent } else { clause.subject };
        let subject = subject.or_else(|| self.near_subject(clause))?;
        let subject = self.antecedent(subject).unwrap_or(subject);
        let speakers = self.speakers(subject);
        // "The deal is welcome": its subject is the matter, not the speaker.
        if speakers.is_empty()
            || clause.copular
                && speakers
                    .iter()
                    .any(|&id| matches!(self.cast.get(id).kind, EntityKind::Named | EntityKind::Civilians))
        {
            return None;
        }
        // Plans and wishes of the cue itself are not speech: "would not say" is, "will say" is not.
        if clause.conditional
            || clause.modal.is_some_and(|modal| matches!(modal, "will" | "may" | "might" | "should" | "must"))
                && entry.stance != "no-comment"
        {
            return None;
        }
        let sentence = self.grammar.sentence_of(clause.predicate);
        let region = self.region(clause, subject);
        let (targets, mutual) = self.targets(clause, entry);
        let scope = if told_passive {
            self.after(clause, sentence)
        } else {
            self.scope(clause, entry, region, sentence, &targets)
        };
        let stance = entry.stance.as_str();
        let bare = scope.iter().all(|(start, end)| start >= end);
        if bare && matches!(stance, "asserts" | "assesses") {
            return None;
        }
        Some(Speech {
            cue: clause.predicate,
            entry: frame.entry,
            speakers,
            region,
            quoted: scope.iter().any(|&(start, end)| {
                self.grammar.tokens[start as usize..end as usize].iter().any(|word| word.form == "\"")
            }),
            scope,
            targets,
            mutual,
            negated: clause.negated && frame.negated != Some(true),
        })
    }

    /// Returns who speaks: a phrase, those joined to it, each of "both sides".
    fn speakers(&self, subject: TokenId) -> Vec<EntityId> {
        let mut found = Vec::new();
        for id in conjuncts(self.grammar, subject)
            .into_iter()
            .filter_map(|token| self.author(token).or_else(|| self.cast.of(token)))
            .filter(|&id| self.speaks(id))
        {
            match self.cast.get(id).members.as_slice() {
                [] => found.push(id),
                members => found.extend_from_slice(members),
            }
        }
        found.dedup();
        found
    }

    /// Whose a text is that says something: "a statement by the guild", "the guild's letter".
    fn author(&self, text: TokenId) -> Option<EntityId> {
        let events = &self.lexicon.tables.events;
        if !events.in_class(&self.grammar.tokens[text as usize].lemma, "text") {
            return None;
        }
        self.owners(text).into_iter().find_map(|owner| self.cast.of(owner))
    }

    /// The actors that a noun belongs to: before it, or behind "by", "of" and "from".
    fn owners(&self, noun: TokenId) -> Vec<TokenId> {
        let children = self.grammar.children(noun).iter().copied();
        let owns = |&child: &TokenId| {
            let before =
                matches!(self.grammar.tokens[child as usize].deprel, "amod" | "nmod:poss" | "compound");
            let behind = self.grammar.tokens[child as usize].deprel == "nmod"
                && matches!(preposition(self.grammar, child).as_str(), "by" | "from" | "of");
            (before || behind)
                && self.cast.of(child).is_some_and(|id| self.speaks(id) && self.cast.get(id).kind.acts())
        };
        children.filter(owns).collect()
    }

    fn speaks(&self, id: EntityId) -> bool {
        !matches!(self.cast.get(id).kind, EntityKind::Thing)
    }

    /// Whom "who" means where the parse hung its clause elsewhere: behind a comma the name that the phrase before it
    /// describes, else the nearest actor.
    fn antecedent(&self, pronoun: TokenId) -> Option<TokenId> {
        let word = &self.grammar.tokens[pronoun as usize];
        if !matches!(word.lower.as_str(), "who" | "which")
            || self.cast.of(pronoun).is_some_and(|id| self.speaks(id))
        {
            return None;
        }
        let start = self.grammar.sentence_of(pronoun).start;
        let comma = pronoun > start && self.grammar.tokens[pronoun as usize - 1].form == ",";
        let mut found = (start..pronoun).rev().take(8).find(|&token| {
            self.cast.of(token).is_some_and(|id| self.speaks(id))
                && !matches!(self.grammar.tokens[token as usize].deprel, "compound" | "nmod:poss" | "amod")
        })?;
        let mut at = found;
        for _ in 0..8 {
            let word = &self.grammar.tokens[at as usize];
            if !comma || word.head == at || word.head < start {
                break;
            }
            at = word.head;
            let named = self.grammar.tokens[at as usize].upos == Upos::Propn;
            if named && self.cast.of(at).is_some_and(|id| self.speaks(id)) {
                found = at;
            }
        }
        Some(found)
    }

    /// Looks for a speaker that the parse has missed: the nearest actor before the verb, or behind it
    /// ("said a diplomat").
    fn near_subject(&self, clause: &Clause) -> Option<TokenId> {
        if clause.passive {
            return None;
        }
        let sentence = self.grammar.sentence_of(clause.predicate);
        let verb = clause.predicate;
        let xpos = self.grammar.tokens[verb as usize].xpos;
        if !matches!(xpos, "VBD" | "VBZ" | "VBP") {
            return None;
        }
        let before = (sentence.start..verb)
            .rev()
            .take(4)
            .take_while(|&token| {
                !matches!(self.grammar.tokens[token as usize].form.as_str(), "," | ";" | "\"")
            })
            .find(|&token| self.cast.of(token).is_some_and(|id| self.speaks(id)));
        // "Villagers who had walked to Leva told": not the place behind the preposition, but whoever the clause is about.
        let before = before.map(|found| self.walkers(found).unwrap_or(found));
        before.or_else(|| {
            (verb + 1..sentence.end)
                .take(8)
                .take_while(|&token| {
                    !matches!(self.grammar.tokens[token as usize].form.as_str(), "," | ";" | "\"" | "that")
                })
                .filter(|&token| self.cast.of(token).is_some_and(|id| self.speaks(id)))
                .last()
        })
    }

    /// For a name behind a preposition in a clause with "who", the noun that this clause describes.
    fn walkers(&self, found: TokenId) -> Option<TokenId> {
        if preposition(self.grammar, found).is_empty() {
            return None;
        }
        let start = self.grammar.sentence_of(found).start;
        let who =
            (start..found).rev().take(6).find(|&token| self.grammar.tokens[token as usize].lower == "who")?;
        let noun = who.checked_sub(1).filter(|&noun| noun >= start)?;
        self.cast.of(noun).is_some_and(|id| self.speaks(id)).then_some(noun)
    }

    /// The tokens from the speaker's phrase to the cue.
    fn region(&self, clause: &Clause, subject: TokenId) -> (TokenId, TokenId) {
        let (mut first, mut last) = self.grammar.subtree(subject);
        while first < subject && self.grammar.tokens[first as usize].upos == Upos::Punct {
            first += 1;
        }
        if last >= clause.predicate && subject < clause.predicate {
            last = subject;
        }
        if clause.predicate.abs_diff(subject) > 25 {
            first = clause.predicate;
            last = clause.predicate;
        }
        (first.min(clause.predicate), last.max(clause.predicate) + 1)
    }

    fn targets(&self, clause: &Clause, entry: &CueEntry) -> (Vec<TokenId>, bool) {
        // "accused each other", whatever the parse makes of it.
        let next = |offset: TokenId| {
            self.grammar
                .tokens
                .get((clause.predicate + offset) as usize)
                .map_or("", |word| word.lower.as_str())
        };
        if !entry.target.is_empty() && matches!((next(1), next(2)), ("each", "other") | ("one", "another")) {
            return (Vec::new(), true);
        }
        // "traded accusations": each blames the other.
        let traded = matches!(
            self.grammar.tokens[clause.predicate as usize].lemma.as_str(),
            "trade" | "exchange" | "swap"
        );
        if traded && entry.stance == "blames" {
            return (Vec::new(), true);
        }
        let head = match entry.target.as_str() {
            "" => None,
            "obj" if clause.passive => clause.object,
            "obj" => clause.object.or_else(|| clause.obliques.first().map(|oblique| oblique.head)),
            preposition => clause
                .obliques
                .iter()
                .find(|oblique| oblique.preposition == preposition)
                .map(|oblique| oblique.head),
        };
        let Some(head) = head else { return (Vec::new(), false) };
        let text = &self.grammar.tokens[head as usize].lower;
        if matches!(text.as_str(), "other" | "another") || text == "each" {
            return (Vec::new(), true);
        }
        (conjuncts(self.grammar, head), false)
    }

    /// The words after the cue up to the end of its part of the sentence.
    fn after(&self, clause: &Clause, sentence: Sentence) -> Vec<(TokenId, TokenId)> {
        vec![(clause.predicate + 1, self.part_end(clause, sentence))]
    }

    /// Where the part of the sentence that a cue governs ends: at a semicolon, or where a verb joined to it
    /// begins.
    fn part_end(&self, clause: &Clause, sentence: Sentence) -> TokenId {
        let verb = clause.predicate;
        let mut end = (verb..sentence.end)
            .find(|&token| self.grammar.tokens[token as usize].form == ";")
            .unwrap_or(sentence.end);
        for &child in self.grammar.children(verb) {
            let word = &self.grammar.tokens[child as usize];
            if matches!(word.deprel, "conj" | "parataxis" | "advcl") && child > verb {
                let cue = self.clauses.at(child).is_some_and(|clause| {
                    !clause.copular
                        && self
                            .lexicon
                            .tables
                            .cues
                            .verbs
                            .get(&self.grammar.tokens[clause.predicate as usize].lemma)
                            .is_some_and(|frames| {
                                frames.iter().any(|frame| !self.entry(frame).stance.is_empty())
                            })
                });
                let own_subject = word.deprel == "conj"
                    && self
                        .grammar
                        .children(child)
                        .iter()
                        .any(|&token| self.grammar.tokens[token as usize].deprel.starts_with("nsubj"));
                if cue
                    || own_subject
                        && word.deprel == "conj"
                        && self.grammar.tokens[self.grammar.subtree(child).0 as usize].lower == "but"
                {
                    end = end.min(self.grammar.subtree(child).0);
                }
            }
        }
        end.max(verb + 1)
    }

    fn scope(
        &self,
        clause: &Clause,
        entry: &CueEntry,
        region: (TokenId, TokenId),
        sentence: Sentence,
        targets: &[TokenId],
    ) -> Vec<(TokenId, TokenId)> {
        let tokens = &self.grammar.tokens;
        let end = self.part_end(clause, sentence);
        if let Some(&target) = targets.iter().max() {
            // "accused the front of ...": what comes behind the one who is accused.
            let (_, last) = self.grammar.subtree(target);
            let start = if target > clause.predicate && entry.target == "obj" {
                (target + 1).max(last.min(target) + 1)
            } else {
                clause.predicate + 1
            };
            return vec![(start.min(end), end)];
        }
        let part_start = (sentence.start..clause.predicate)
            .rev()
            .find(|&token| tokens[token as usize].form == ";")
            .map_or(sentence.start, |token| token + 1);
        // A clause to the right that is said.
        let right = clause.complements.iter().copied().find(|&token| token > clause.predicate);
        let explicit = (region.1..end.min(region.1 + 8)).any(|token| {
            tokens[token as usize].lower == "that" && tokens[token as usize].upos == Upos::Sconj
        });
        if let Some(right) = right.filter(|_| true) {
            let (first, _) = self.grammar.subtree(right);
            return vec![(first.max(region.1).min(end), end)];
        }
        if explicit {
            return vec![(region.1, end)];
        }
        // "..., the ministry said": what stands before, and what goes on behind.
        let before = region.0 > part_start + 1
            && region.0 > 0
            && matches!(
                tokens[region.0 as usize - 1].form.as_str(),
                "," | "\"" | "'" | "-" | ")" | "?" | "!"
            );
        if before {
            let resumes = tokens.get(region.1 as usize).is_some_and(|word| word.form == ",");
            let mut scope = vec![(part_start, region.0)];
            if resumes && region.1 + 1 < end {
                scope.push((region.1 + 1, end));
            }
            return scope;
        }
        vec![(region.1.max(clause.predicate + 1).min(end), end)]
    }

    /// "according to X", "X by the reckoning of Y": phrases that name a speaker.
    fn phrases(&self, sentence: Sentence, all: &mut Vec<Speech>) {
        let tokens = &self.grammar.tokens;
        for at in sentence.start..sentence.end {
            let word = &tokens[at as usize];
            let Some(phrases) = self.lexicon.tables.cues.phrases.get(&word.lower) else { continue };
            let found = phrases.iter().find(|(words, entry)| {
                matches!(self.lexicon.tables.cues.entry(*entry).stance.as_str(), "asserts" | "assesses")
                    && words.len() > usize::from(words[0] != "citing")
                    && at as usize + words.len() <= sentence.end as usize
                    && words.iter().zip(&tokens[at as usize..]).all(|(word, token)| *word == token.lower)
            });
            let Some((words, entry)) = found else { continue };
            let start = at + words.len() as TokenId;
            let head = if words[0] == "according" && tokens[at as usize].deprel == "case" {
                Some(word.head)
            } else {
                None
            };
            let head = head.filter(|&head| head >= start && self.cast.of(head).is_some()).or_else(|| {
                // The first noun that heads a phrase behind it.
                (start..sentence.end.min(start + 14))
                    .take_while(|&token| !matches!(tokens[token as usize].form.as_str(), ";" | "." | "\""))
                    .find(|&token| self.cast.of(token).is_some_and(|id| self.speaks(id)))
            });
            let Some(head) = head else { continue };
            let speakers: Vec<EntityId> = conjuncts(self.grammar, head)
                .into_iter()
                .filter_map(|token| self.cast.of(token))
                .filter(|&id| self.speaks(id))
                .collect();
            if speakers.is_empty() {
                continue;
            }
            let (_, last) = self.grammar.subtree(head);
            // The speaker's phrase ends at the next comma outside it.
            let stop = (head + 1..=last.min(sentence.end - 1))
                .find(|&token| matches!(tokens[token as usize].form.as_str(), "," | ";" | "."))
                .unwrap_or(last + 1)
                .max(head + 1);
            let part_start = (sentence.start..at)
                .rev()
                .find(|&token| tokens[token as usize].form == ";")
                .map_or(sentence.start, |token| token + 1);
            let part_end =
                (at..sentence.end).find(|&token| tokens[token as usize].form == ";").unwrap_or(sentence.end);
            all.push(Speech {
                cue: at,
                entry: *entry,
                speakers,
                region: (at, stop),
                scope: vec![(part_start, at), (stop.min(part_end), part_end)],
                targets: Vec::new(),
                mutual: false,
                quoted: false,
                negated: false,
            });
        }
    }

    /// "the guild's claim that the wells were poisoned", "by its own count": nouns that tell what somebody says.
    fn nouns(&self, sentence: Sentence, all: &mut Vec<Speech>) {
        let tokens = &self.grammar.tokens;
        for noun in sentence.start..sentence.end {
            let word = &tokens[noun as usize];
            if word.upos != Upos::Noun {
                continue;
            }
            let cue = if self.is_account(noun) {
                self.plain_say()
            } else {
                self.lexicon.tables.cues.nouns.get(&word.lemma).and_then(|frames| frames.first())
            };
            let Some(cue) = cue else { continue };
            let speakers: Vec<EntityId> = self
                .owners(noun)
                .into_iter()
                .flat_map(|owner| conjuncts(self.grammar, owner))
                .filter_map(|token| self.cast.of(token))
                .filter(|&id| self.speaks(id))
                .collect();
            if speakers.is_empty() {
                continue;
            }
            let (first, last) = self.grammar.subtree(noun);
            let said = self.grammar.children(noun).iter().copied().find(|&child| {
                matches!(tokens[child as usize].deprel, "acl" | "ccomp")
                    && self.clauses.at(child).is_some()
                    && child > noun
                    && self.grammar.children(child).iter().any(|&mark| {
                        matches!(tokens[mark as usize].lower.as_str(), "that" | "to")
                            && tokens[mark as usize].deprel == "mark"
                    })
            });
            let scope = match said {
                Some(said) => {
                    let (from, to) = self.grammar.subtree(said);
                    vec![(from.max(noun + 1), to + 1)]
                }
                // "by its own count, ...": the rest of the sentence.
                None if self.is_account(noun) => vec![(sentence.start, first), (noun + 1, sentence.end)],
                None => continue,
            };
            all.push(Speech {
                cue: noun,
                entry: cue.entry,
                speakers,
                region: (first.max(noun.saturating_sub(6)), (noun + 1).min(last + 1)),
                scope,
                targets: Vec::new(),
                mutual: false,
                quoted: false,
                negated: false,
            });
        }
    }

    /// "by its own account", "by the army's count": a noun of telling behind "by" with an owner before it.
    fn is_account(&self, noun: TokenId) -> bool {
        matches!(
            self.grammar.tokens[noun as usize].lower.as_str(),
            "account" | "count" | "reckoning" | "estimate" | "tally" | "admission" | "telling"
        ) && preposition(self.grammar, noun) == "by"
            && self
                .grammar
                .children(noun)
                .iter()
                .any(|&child| self.grammar.tokens[child as usize].deprel == "nmod:poss")
    }

    /// Extends speeches over whole quotations, also of several sentences, and gives quotations without a
    /// cue to whoever spoke last.
    fn quotations(&self, all: &mut Vec<Speech>) {
        let tokens = &self.grammar.tokens;
        let mut at = 0;
        while at < self.grammar.sentences.len() {
            let block = self.grammar.sentences[at].block;
            let first = self.grammar.sentences[at].start;
            let mut end = at;
            while end < self.grammar.sentences.len() && self.grammar.sentences[end].block == block {
                end += 1;
            }
            let last = self.grammar.sentences[end - 1].end;
            let marks: Vec<TokenId> =
                (first..last).filter(|&token| tokens[token as usize].form == "\"").collect();
            for pair in marks.chunks(2) {
                let open = pair[0];
                let close = pair.get(1).copied().unwrap_or(last);
                let words = close.saturating_sub(open + 1);
                if words < 5 {
                    continue;
                }
                let inside = |token: TokenId| open < token && token < close;
                let (from, to) =
                    (self.grammar.sentence_of(open), self.grammar.sentence_of(close.min(last - 1)));
                // The cue beside the quotation, in the sentence where it begins or ends.
                let beside = all.iter().position(|speech| {
                    !inside(speech.cue)
                        && (from.start <= speech.cue && speech.cue < from.end
                            || to.start <= speech.cue && speech.cue < to.end)
                        && matches!(
                            self.lexicon.tables.cues.entry(speech.entry).stance.as_str(),
                            "asserts" | "assesses" | "denies" | "admits" | "confirms" | "blames"
                        )
                        && speech.targets.is_empty()
                });
                if let Some(beside) = beside {
                    let speech = &mut all[beside];
                    if !speech.covers(open + 1) || !speech.covers(close - 1) {
                        speech.scope.push((open + 1, close));
                    }
                    speech.quoted = true;
                } else if words >= 6 && from.start == open {
                    let previous = all
                        .iter()
                        .rev()
                        .find(|speech| {
                            speech.cue < open && self.grammar.sentence_of(speech.cue).block == block
                        })
                        .cloned();
                    if let Some(previous) = previous {
                        all.push(Speech {
                            cue: open + 1,
                            entry: self.plain_say().map_or(0, |frame| frame.entry),
                            speakers: previous.speakers,
                            region: (open + 1, open + 1),
                            scope: vec![(open + 1, close)],
                            targets: Vec::new(),
                            mutual: false,
                            quoted: true,
                            negated: false,
                        });
                    }
                }
            }
            at = end;
        }
        all.sort_by_key(|speech| (speech.cue, speech.entry));
    }
}

/// Says whether a noun phrase stands after a preposition.
#[must_use]
pub fn after_preposition(grammar: &Grammar, token: TokenId) -> bool {
    !preposition(grammar, token).is_empty()
}
