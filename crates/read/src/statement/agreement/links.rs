//! A mention of an agreement in, the predicates that it stands beside out: by the tree, and by position where the
//! tree went astray.

use truce_lexicon::load::deals::Place;

use super::mention::{Link, Mention};
use crate::grammar::{Sentence, TokenId, Upos};
use crate::statement::clause::preposition;
use crate::statement::context::Context;
use crate::statement::wording;

/// The predicates that a mention stands beside.
pub(super) fn find(context: &Context<'_>, sentence: Sentence, mention: &Mention) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut add = |predicate: TokenId, place: Place, preposition: &str, nominal: bool| {
        if !links.iter().any(|link| link.predicate == predicate && link.place == place) {
            links.push(Link { predicate, place, preposition: preposition.to_owned(), nominal });
        }
    };
    if mention.verbal {
        add(mention.head, Place::Object, "", false);
        return links;
    }
    let grammar = context.grammar;
    if let Some(noun) = mention.compound {
        add(noun, Place::Object, "", true);
    }
    // The head that takes part in clauses: a conjunct stands for its first.
    let mut heads = vec![mention.head];
    let word = &grammar.tokens[mention.head as usize];
    if word.deprel == "conj" || mention.start <= word.head && word.head < mention.end {
        heads.push(word.head);
    }
    for clause in wording::clauses(context, sentence) {
        let among = |token: Option<TokenId>| token.is_some_and(|token| heads.contains(&token));
        if mention.compound.is_none() {
            if among(clause.subject) && !clause.passive {
                add(clause.predicate, Place::Subject, "", false);
            }
            if among(clause.object) {
                add(clause.predicate, Place::Object, "", false);
            }
            for oblique in clause.obliques.iter().filter(|oblique| heads.contains(&oblique.head)) {
                add(clause.predicate, Place::Oblique, &oblique.preposition, false);
            }
        }
    }
    // "collapse of the truce", "the truce's collapse".
    if matches!(word.deprel, "nmod" | "nmod:poss" | "obl") && mention.compound.is_none() {
        let up = &grammar.tokens[word.head as usize];
        if matches!(up.upos, Upos::Noun | Upos::Propn) {
            let preposition = preposition(grammar, mention.head);
            if matches!(preposition.as_str(), "of" | "to" | "in" | "for" | "on") || word.deprel == "nmod:poss"
            {
                add(word.head, Place::Object, &preposition, true);
            }
        }
    }
    flat_links(context, sentence, mention, &mut add);
    links
}

/// Predicates beside the phrase by position alone, for where the tree went astray.
fn flat_links(
    context: &Context<'_>,
    sentence: Sentence,
    mention: &Mention,
    add: &mut impl FnMut(TokenId, Place, &str, bool),
) {
    let grammar = context.grammar;
    if mention.compound.is_some() {
        return;
    }
    // "breaches of the truce": noun, "of", phrase.
    if mention.start >= sentence.start + 2
        && matches!(context.lower(mention.start - 1), "of" | "to")
        && matches!(grammar.tokens[mention.start as usize - 2].upos, Upos::Noun)
    {
        add(mention.start - 2, Place::Object, "of", true);
    }
    // "signed the truce".
    if mention.start > sentence.start {
        let before = mention.start - 1;
        if grammar.tokens[before as usize].upos == Upos::Verb {
            add(before, Place::Object, "", false);
        }
    }
    // "a truce sworn by", "the truce has collapsed", "the truce, called by X on Monday, still holds",
    // "the truce in Sund announced by X", "the truce, which broke down".
    let mut at = mention.end;
    if at + 2 < sentence.end && matches!(context.lower(at), "in" | "around" | "at" | "along" | "for" | "over")
    {
        let past = (at + 1..sentence.end.min(at + 6)).find(|&token| {
            !matches!(grammar.tokens[token as usize].upos, Upos::Propn | Upos::Noun | Upos::Det | Upos::Adj)
        });
        if let Some(past) = past.filter(|&token| {
            grammar.tokens[token as usize].xpos == "VBN"
                || grammar.tokens[token as usize].xpos == "VBD" && context.lower(token + 1) == "by"
        }) {
            add(past, Place::Object, "", false);
        }
    }
    if at + 2 < sentence.end
        && (context.lower(at) == "," && matches!(context.lower(at + 1), "which" | "that")
            || matches!(context.lower(at), "that" | "which"))
    {
        let from = at + 1 + TokenId::from(context.lower(at) == ",");
        let verb = (from..sentence.end.min(from + 5))
            .find(|&token| grammar.tokens[token as usize].upos == Upos::Verb);
        let plain = verb.filter(|&verb| {
            (from..verb).all(|token| {
                matches!(grammar.tokens[token as usize].upos, Upos::Aux | Upos::Adv | Upos::Part)
            })
        });
        if let Some(verb) = plain {
            let passive = grammar.tokens[verb as usize].xpos == "VBN"
                && (from..verb).any(|token| grammar.tokens[token as usize].lemma == "be");
            add(verb, if passive { Place::Object } else { Place::Subject }, "", false);
            return;
        }
    }
    if at + 1 < sentence.end && context.lower(at) == "(" {
        at = (at..sentence.end.min(at + 6))
            .find(|&token| context.lower(token) == ")")
            .map_or(at, |token| token + 1);
    }
    if at + 1 < sentence.end && context.lower(at) == "," {
        if grammar.tokens[at as usize + 1].xpos == "VBN" {
            add(at + 1, Place::Object, "", false);
        }
        // The verb behind what stands between two commas.
        let Some(close) = (at + 2..sentence.end.min(at + 20)).find(|&token| context.lower(token) == ",")
        else {
            return;
        };
        at = close + 1;
        // "..., collapsed within a year": a participle to the tagger.
        if at < sentence.end && grammar.tokens[at as usize].xpos == "VBN" {
            add(at, Place::Subject, "", false);
        }
        if !(at..sentence.end.min(at + 3))
            .any(|token| matches!(grammar.tokens[token as usize].xpos, "VBD" | "VBZ" | "VBP"))
        {
            return;
        }
    }
    let first = at;
    let mut be = false;
    while at < sentence.end && at < first + 5 {
        let word = &grammar.tokens[at as usize];
        match word.upos {
            Upos::Aux => {
                be |= word.lemma == "be"
                    || matches!(word.lower.as_str(), "was" | "were" | "been" | "is" | "are" | "being")
            }
            Upos::Adv | Upos::Part => {}
            Upos::Noun
                if at == first
                    && word.lower.ends_with('s')
                    && context.lexicon.tables.deals.stage_verbs.contains_key(&word.lemma) =>
            {
                add(at, Place::Subject, "", false);
                break;
            }
            Upos::Verb => {
                if be || word.xpos == "VBN" && at == first && first == mention.end {
                    add(at, Place::Object, "", false);
                } else if word.xpos != "VBN" && word.xpos != "VBG" || at > first {
                    add(at, Place::Subject, "", false);
                }
                break;
            }
            _ => break,
        }
        at += 1;
    }
}
