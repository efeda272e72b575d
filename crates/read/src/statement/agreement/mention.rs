//! Sentences in, mentions of agreements out: each noun phrase with its type, what tells it from others, and the
//! predicates it stands beside.

use std::collections::BTreeSet;

use truce_lexicon::load::deals::{Place, Strength};

use crate::document::BlockKind;
use crate::grammar::{Sentence, TokenId, Upos};
use crate::mention::entity::EntityId;
use crate::statement::context::Context;
use crate::statement::wording;

/// How a noun phrase is introduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// "the", "this", a possessor, a name: known already.
    Definite,
    /// "a", "another".
    Indefinite,
    /// Without a determiner.
    Bare,
    /// "no", "any".
    None,
}

/// A predicate beside a mention.
#[derive(Debug, Clone)]
pub struct Link {
    /// The verb or noun.
    pub predicate: TokenId,
    /// Where the agreement stands.
    pub place: Place,
    /// For [`Place::Oblique`].
    pub preposition: String,
    /// Whether the predicate is a noun ("collapse of the truce").
    pub nominal: bool,
}

/// A noun phrase (or act of agreeing) that may mean an agreement.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The noun, or the verb of agreeing.
    pub head: TokenId,
    /// First token of the phrase.
    pub start: TokenId,
    /// One past the last token of the phrase up to its noun.
    pub end: TokenId,
    /// Type that its words settle, or empty.
    pub kind: String,
    /// Whether the noun names an agreement by itself.
    pub strong: bool,
    /// Whether it is "it", for an agreement told of just before.
    pub pronoun: bool,
    /// Whether it is told by a verb alone ("undertook to halt the raids").
    pub verbal: bool,
    /// Whether it stands in a heading: it adds to what is said but makes no agreement.
    pub heading: bool,
    /// How it is introduced.
    pub reach: Reach,
    /// "earlier", "previous": another one than the main one.
    pub earlier: bool,
    /// "another", "second": one more.
    pub further: bool,
    /// Words of its own name, lower case.
    pub names: BTreeSet<String>,
    /// When, by the phrase itself ("the pact of May 1926").
    pub dated: Option<String>,
    /// Whose it is.
    pub owner: Option<EntityId>,
    /// The noun that it modifies ("truce violations").
    pub compound: Option<TokenId>,
    /// Predicates beside it.
    pub links: Vec<Link>,
}

/// Finds all mentions, in order of the text.
#[must_use]
pub fn find(context: &Context<'_>) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    for &sentence in &context.grammar.sentences {
        let Some(block) = context.document.blocks.get(sentence.block as usize) else { continue };
        let heading = block.kind == BlockKind::Title;
        if !heading && block.kind != BlockKind::Subtitle && !context.is_read(sentence.block) {
            continue;
        }
        for token in sentence.start..sentence.end {
            let found = noun(context, sentence, token)
                .or_else(|| verbal(context, sentence, token))
                .or_else(|| ellipsis(context, sentence, token, &mentions))
                .or_else(|| pronoun(context, sentence, token, &mentions));
            let Some(mut mention) = found else { continue };
            mention.heading = heading;
            // "memorandum of understanding": the longer name takes the shorter inside it.
            while mentions.last().is_some_and(|last| {
                last.start >= mention.start
                    && last.head != mention.head
                    && last.end > mention.start
                    && !last.verbal
                    && last.end <= mention.end
            }) {
                mentions.pop();
            }
            mention.links = super::links::find(context, sentence, &mention);
            mentions.push(mention);
        }
    }
    mentions
}

fn noun(context: &Context<'_>, sentence: Sentence, token: TokenId) -> Option<Mention> {
    let deals = &context.lexicon.tables.deals;
    let word = &context.grammar.tokens[token as usize];
    if matches!(word.upos, Upos::Verb | Upos::Aux) && !matches!(word.xpos, "VBG") {
        return None;
    }
    if matches!(word.lemma.as_str(), "exchange" | "swap") && context.lower(token + 1) == "of" {
        return exchange(context, sentence, token);
    }
    let nouns = deals
        .by_word
        .get(&word.lower)
        .or_else(|| deals.by_word.get(&word.lemma).filter(|_| word.lower != "according"))?;
    // "the League of the Northern Accord": a name, no deal.
    if context.cast.of(token).is_some_and(|id| context.cast.get(id).actor.is_some()) {
        return None;
    }
    // "the reforms deal with": a verb that the tagger took for a noun.
    if word.lower == "deal"
        && context.lower(token + 1) == "with"
        && token > sentence.start
        && context.lower(token - 1).ends_with('s')
    {
        return None;
    }
    let (before, at) = nouns.iter().find(|(before, _)| {
        before.len() as TokenId <= token - sentence.start
            && before
                .iter()
                .rev()
                .enumerate()
                .all(|(back, word)| wording::is(context, token - 1 - back as TokenId, &[word.as_str()]))
    })?;
    let noun = &deals.nouns[*at as usize];
    let first = token - before.len() as TokenId;
    let head = if before.iter().any(|word| word == "of") { first } else { token };
    let end = token + 1;
    let start = phrase_start(context, sentence, first);
    // "truce deal": the next noun is the agreement, this one its type.
    let next = context.grammar.tokens.get(end as usize).filter(|_| end < sentence.end);
    if next.is_some_and(|next| {
        next.upos != Upos::Verb
            && (deals.by_word.contains_key(&next.lower) || deals.by_word.contains_key(&next.lemma))
    }) {
        return None;
    }
    // "accord number four", "Protocol No. 2".
    let numbered = next.is_some_and(|next| matches!(next.lower.as_str(), "number" | "no." | "no"))
        && end + 1 < sentence.end
        && context.grammar.tokens[end as usize + 1].upos == Upos::Num;
    // "the truce runs from six": a verb that the tagger took for a noun.
    let verbal = next.is_some_and(|next| {
        next.lower.ends_with('s')
            && !word.lower.ends_with('s')
            && deals
                .stage_verbs
                .get(&next.lemma)
                .is_some_and(|lines| lines.iter().any(|(_, place, _)| *place == Place::Subject))
    });
    let modifies = !numbered
        && !verbal
        && next.is_some_and(|next| matches!(next.upos, Upos::Noun) && next.spaced)
        && !word.lower.ends_with('s');
    let after = behind(context, sentence, end);
    let inside: Vec<&str> = (start..first).map(|token| context.lower(token)).collect();
    if noun.strength == Strength::Weak
        && inside.iter().any(|word| deals.other_matters.iter().any(|other| other == word))
    {
        return None;
    }
    // "in agreement with", "by agreement": no agreement that was made.
    if start == first
        && first > sentence.start
        && matches!(context.lower(first - 1), "in" | "by")
        && noun.strength == Strength::Weak
        && word.xpos != "NNS"
    {
        return None;
    }
    let kind = kind_of(context, &noun.kind, noun.strength, start, first, end, after);
    let mut mention = Mention {
        head,
        start,
        end,
        kind,
        strong: noun.strength == Strength::Strong,
        verbal: false,
        pronoun: false,
        heading: false,
        reach: reach(context, start, first),
        earlier: inside.iter().any(|word| {
            matches!(*word, "earlier" | "previous" | "prior" | "former" | "past" | "last" | "old")
        }),
        further: inside.iter().any(|word| {
            matches!(*word, "another" | "second" | "third" | "fourth" | "separate" | "local" | "partial")
        }),
        names: names(context, start, first, token),
        dated: super::age::dated(context, sentence, start, first, end),
        owner: owner(context, start, first),
        compound: modifies.then_some(end),
        links: Vec::new(),
    };
    if numbered {
        mention.end = end + 2;
    }
    if mention.owner.is_some() || !mention.names.is_empty() && mention.reach == Reach::Bare && !mention.strong
    {
        mention.reach = Reach::Definite;
    }
    Some(mention)
}

/// "an exchange of 180 prisoners".
fn exchange(context: &Context<'_>, sentence: Sentence, token: TokenId) -> Option<Mention> {
    let captive = (token + 2..sentence.end.min(token + 7)).find(|&token| {
        wording::is(
            context,
            token,
            &[
                "prisoner",
                "prisoners",
                "detainee",
                "captive",
                "hostage",
                "pow",
                "pows",
                "body",
                "bodies",
                "wounded",
                "remains",
            ],
        )
    })?;
    let between = (token + 2..captive).all(|token| {
        matches!(
            context.grammar.tokens[token as usize].upos,
            Upos::Num
                | Upos::Adj
                | Upos::Det
                | Upos::Noun
                | Upos::Adp
                | Upos::Cconj
                | Upos::Adv
                | Upos::Propn
        )
    });
    let start = phrase_start(context, sentence, token);
    between.then(|| Mention {
        head: token,
        start,
        end: captive + 1,
        kind: "prisoner-exchange".to_owned(),
        strong: false,
        verbal: false,
        pronoun: false,
        heading: false,
        reach: reach(context, start, token),
        earlier: (start..token).any(|token| matches!(context.lower(token), "earlier" | "previous" | "last")),
        further: (start..token)
            .any(|token| matches!(context.lower(token), "another" | "second" | "third" | "new" | "further")),
        names: BTreeSet::new(),
        dated: None,
        owner: None,
        compound: None,
        links: Vec::new(),
    })
}

/// "undertook to halt the raids": an act of agreeing that needs no noun.
fn verbal(context: &Context<'_>, sentence: Sentence, token: TokenId) -> Option<Mention> {
    let word = &context.grammar.tokens[token as usize];
    if word.upos != Upos::Verb {
        return None;
    }
    let deals = &context.lexicon.tables.deals;
    let following = matches!(word.lemma.as_str(), "agree" | "decide")
        && (token + 1..sentence.end.min(token + 5))
            .any(|at| wording::is(context, at, &["following", "follows"]));
    if following {
        let stop = (context.grammar.tokens.len() as TokenId).min(token + 80);
        let ceases = (token..stop)
            .any(|at| wording::is(context, at, &["cease", "cease-fire", "ceasefire", "truce", "cessation"]));
        return Some(Mention {
            kind: if ceases { "ceasefire".to_owned() } else { String::new() },
            ..act(token)
        });
    }
    let verbal = deals.verbals.iter().find(|verbal| {
        verbal.verbs.contains(&word.lemma)
            && token + 2 < sentence.end
            && context.lower(token + 1) == "to"
            && (token + 2..sentence.end.min(token + 5)).any(|at| {
                wording_in(context, at, &verbal.infinitives)
                    && (at + 1..sentence.end.min(at + 6))
                        .take_while(|&token| !wording::parts(context, token))
                        .any(|token| wording_in(context, token, &verbal.objects))
            })
    })?;
    let realis = crate::statement::status::realis(context, token);
    if !matches!(realis, crate::statement::status::Realis::Told | crate::statement::status::Realis::Hedged) {
        return None;
    }
    Some(Mention { kind: verbal.kind.clone(), ..act(token) })
}

/// An act of agreeing as a mention.
fn act(token: TokenId) -> Mention {
    Mention {
        head: token,
        start: token,
        end: token + 1,
        kind: String::new(),
        strong: true,
        verbal: true,
        pronoun: false,
        heading: false,
        reach: Reach::Bare,
        earlier: false,
        further: false,
        names: BTreeSet::new(),
        dated: None,
        owner: None,
        compound: None,
        links: Vec::new(),
    }
}

fn wording_in(context: &Context<'_>, token: TokenId, words: &[String]) -> bool {
    words.iter().any(|word| word == context.lower(token) || word == context.lemma(token))
}

/// "an earlier one", "the first", "that of October 1931", after an agreement was named.
fn ellipsis(
    context: &Context<'_>,
    sentence: Sentence,
    token: TokenId,
    before: &[Mention],
) -> Option<Mention> {
    let last = before.iter().rev().find(|mention| !mention.heading && !mention.verbal)?;
    let near = context.grammar.sentence_index(token)
        - context.grammar.sentence_index(last.head).min(context.grammar.sentence_index(token))
        <= 1;
    let word = &context.grammar.tokens[token as usize];
    if !near || last.head == token {
        return None;
    }
    let next = |ahead: TokenId| if token + ahead < sentence.end { context.lower(token + ahead) } else { "" };
    let previous = if token > sentence.start { context.lower(token - 1) } else { "" };
    let earlier = |word: &str| {
        matches!(word, "earlier" | "previous" | "first" | "last" | "former" | "second" | "prior")
    };
    let (start, earlier) = match word.lower.as_str() {
        "one" if earlier(previous) && token > sentence.start + 1 => (token - 2, true),
        "first" | "last" | "previous"
            if previous == "the"
                && matches!(
                    next(1),
                    "," | "broke" | "collapsed" | "lasted" | "ended" | "expired" | "failed" | "held"
                ) =>
        {
            (token - 1, true)
        }
        "that"
            if next(1) == "of"
                && context.times.iter().any(|time| time.start == token + 2 && time.when.is_some()) =>
        {
            (token, false)
        }
        _ => return None,
    };
    if start < sentence.start {
        return None;
    }
    let dated = super::age::dated(context, sentence, start, start, token + 1);
    Some(Mention {
        head: token,
        start,
        end: token + 1,
        kind: before
            .iter()
            .rev()
            .map(|mention| &mention.kind)
            .find(|kind| !kind.is_empty())
            .cloned()
            .unwrap_or_default(),
        strong: last.strong,
        verbal: false,
        pronoun: false,
        heading: false,
        reach: Reach::Definite,
        earlier: earlier && dated.is_none(),
        further: false,
        names: BTreeSet::new(),
        dated,
        owner: None,
        compound: None,
        links: Vec::new(),
    })
}

/// Goes left from the noun over whatever can modify it.
fn phrase_start(context: &Context<'_>, sentence: Sentence, first: TokenId) -> TokenId {
    let mut start = first;
    while start > sentence.start && first - start < 10 {
        if let Some(time) =
            context.times.iter().find(|time| time.end == start && time.start >= sentence.start)
        {
            // "the August 3, 1958 agreement"; but "on Monday a truce".
            if start == first || !matches!(context.lower(start), "a" | "an" | "the") {
                start = time.start;
                continue;
            }
            break;
        }
        let word = &context.grammar.tokens[start as usize - 1];
        let here = &context.grammar.tokens[start as usize];
        if matches!(here.lower.as_str(), "a" | "an" | "the" | "this" | "that" | "no" | "any" | "another")
            && start < first
        {
            break;
        }
        let modifies =
            matches!(word.upos, Upos::Adj | Upos::Num | Upos::Noun | Upos::Propn | Upos::Det | Upos::X)
                || matches!(word.xpos, "PRP$" | "POS")
                || matches!(
                    word.lower.as_str(),
                    "-" | "'s" | "'" | "their" | "its" | "his" | "our" | "newly" | "then"
                )
                || word.upos == Upos::Verb
                    && (matches!(word.deprel, "amod" | "compound")
                        || matches!(word.xpos, "VBN" | "VBG")
                            && start == first
                            && start >= 2
                            && matches!(
                                context.lower(start.saturating_sub(2)),
                                "-" | "a" | "the" | "an" | "its" | "their" | "newly"
                            ));
        if !modifies || matches!(word.lower.as_str(), "both" | "all" | "each") {
            break;
        }
        start -= 1;
    }
    start
}

fn reach(context: &Context<'_>, start: TokenId, first: TokenId) -> Reach {
    for token in start..first {
        match context.lower(token) {
            "the" | "this" | "that" | "these" | "those" | "its" | "their" | "his" | "her" | "our" | "'s"
            | "'" => return Reach::Definite,
            "a" | "an" | "another" | "one" | "some" => return Reach::Indefinite,
            "no" | "any" | "neither" => return Reach::None,
            _ => {}
        }
    }
    Reach::Bare
}

/// The tokens behind the noun that may settle its type: "of", "on", "for", "to" and what follows up to a verb.
fn behind(context: &Context<'_>, sentence: Sentence, end: TokenId) -> (TokenId, TokenId) {
    if end >= sentence.end
        || !matches!(context.lower(end), "of" | "on" | "for" | "to" | "in" | "setting" | "providing")
    {
        return (end, end);
    }
    let stop = (end + 1..sentence.end.min(end + 8))
        .find(|&token| {
            wording::parts(context, token)
                || context.lower(token) == ","
                || context.grammar.tokens[token as usize].upos == Upos::Verb
                    && token > end + 1
                    && context.lower(end) != "setting"
        })
        .unwrap_or(sentence.end.min(end + 8));
    (end, stop)
}

fn kind_of(
    context: &Context<'_>,
    own: &str,
    strength: Strength,
    start: TokenId,
    first: TokenId,
    end: TokenId,
    after: (TokenId, TokenId),
) -> String {
    let deals = &context.lexicon.tables.deals;
    let has = |start: TokenId, stop: TokenId, words: &str| {
        (start..stop).any(|token| wording::at(context, token, stop, words).is_some())
    };
    for qualifier in &deals.qualifiers {
        // A strong noun keeps its own type, unless its whole phrase has another name.
        let several = |words: &&String| {
            strength == Strength::Weak
                || words.contains(' ')
                || words.contains('-') && qualifier.kind == "humanitarian-pause"
        };
        let before = qualifier
            .words
            .iter()
            .filter(several)
            .any(|words| has(start, if words.contains(' ') { end } else { first }, words));
        let behind = strength == Strength::Weak
            && matches!(context.lower(after.0), "of" | "on" | "for" | "to" | "setting")
            && (qualifier.kind != "other" || context.lower(after.0) == "on")
            && qualifier.words.iter().any(|words| has(after.0, after.1, words));
        let split = strength == Strength::Weak
            && qualifier
                .words
                .iter()
                .filter(|words| words.contains(' '))
                .any(|words| has(start, after.1.max(end), words));
        if before || behind || split {
            return qualifier.kind.clone();
        }
    }
    own.to_owned()
}

/// Words of the agreement's own name: capitalised words right before a capitalised or weak noun.
fn names(context: &Context<'_>, start: TokenId, first: TokenId, head: TokenId) -> BTreeSet<String> {
    let tokens = &context.grammar.tokens;
    let mut names = BTreeSet::new();
    let mut at = first;
    while at > start {
        let word = &tokens[at as usize - 1];
        let capital = word.form.chars().next().is_some_and(char::is_uppercase);
        if !capital
            || word.lower == "the"
            || at as usize - 1 == context.sentence(head).start as usize && word.upos != Upos::Propn
        {
            break;
        }
        names.insert(word.lower.clone());
        at -= 1;
    }
    // "the Treaty of Olmen".
    if names.is_empty() && context.lower(head + 1) == "of" {
        names.extend(
            context
                .places
                .iter()
                .find(|place| place.start == head + 2)
                .map(|place| place.name.name.to_lowercase()),
        );
    }
    if names.is_empty() && head + 2 < tokens.len() as TokenId {
        // "Protocol II", "accord number four".
        if matches!(context.lower(head + 1), "no." | "number" | "no")
            && tokens[head as usize + 2].upos == Upos::Num
        {
            names.insert(context.lower(head + 2).to_owned());
        }
    }
    names
}

/// Whose agreement it is, by a possessor before the noun.
fn owner(context: &Context<'_>, start: TokenId, first: TokenId) -> Option<EntityId> {
    for token in (start..first).rev() {
        if matches!(context.lower(token), "'s" | "'") && token > start {
            return context.entity(token - 1).filter(|&id| context.cast.get(id).kind.acts());
        }
        if matches!(context.lower(token), "its" | "their" | "our" | "his") {
            return context.entity(token).filter(|&id| context.cast.get(id).kind.is_party());
        }
    }
    None
}

/// "It lapsed at harvest time": the agreement of the sentence before, where the verb is one that agreements have.
fn pronoun(context: &Context<'_>, sentence: Sentence, token: TokenId, before: &[Mention]) -> Option<Mention> {
    if context.lower(token) != "it" {
        return None;
    }
    let deals = &context.lexicon.tables.deals;
    let clause = wording::clauses(context, sentence)
        .iter()
        .find(|clause| clause.subject == Some(token) && !clause.passive || clause.object == Some(token))?;
    let place = if clause.object == Some(token) { Place::Object } else { Place::Subject };
    let lemma = context.lemma(clause.predicate);
    let binds = place == Place::Subject
        && deals.duties.iter().any(|cue| {
            cue.id == "agreement-binds" && cue.verbs.iter().any(|verb| verb.split(' ').next() == Some(lemma))
        });
    if !binds
        && !deals
            .stage_verbs
            .get(lemma)
            .is_some_and(|lines| lines.iter().any(|(_, known, _)| *known == place))
    {
        return None;
    }
    let here = context.grammar.sentence_index(token);
    let last = before.iter().rev().find(|mention| !mention.heading && mention.compound.is_none())?;
    let there = context.grammar.sentence_index(last.head);
    let own = wording::is(
        context,
        clause.predicate,
        &["expire", "lapse", "sign", "prolong", "extend", "violate", "breach", "broker", "oblige", "bind"],
    ) || lemma == "take"
        && wording::is(context, clause.predicate + 1, &["effect", "hold", "force"])
        || lemma == "provide" && context.lower(clause.predicate + 1) == "for";
    let topic = last.pronoun
        || last.links.iter().any(|link| {
            !link.nominal
                && (link.place == Place::Subject
                    || context.clauses.at(link.predicate).is_some_and(|clause| clause.passive))
        });
    if here - there.min(here) > 1 || !own && !topic || here == there && last.end > token {
        return None;
    }
    let same_block = context.sentence(last.head).block == sentence.block || own;
    same_block.then(|| Mention {
        head: token,
        start: token,
        end: token + 1,
        kind: last.kind.clone(),
        strong: last.strong,
        verbal: false,
        pronoun: true,
        heading: false,
        reach: Reach::Definite,
        earlier: last.earlier,
        further: last.further,
        names: last.names.clone(),
        dated: last.dated.clone(),
        owner: last.owner,
        compound: None,
        links: Vec::new(),
    })
}
