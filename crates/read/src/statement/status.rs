//! Whether a thing is said to have happened: negation, plans, wishes, threats, conditions and hedges around
//! a predicate.

use super::clause::{Clause, Tense};
use super::context::Context;
use super::frame::fitting;
use crate::grammar::{TokenId, Upos};

/// How a predicate is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realis {
    /// As having happened or happening.
    Told,
    /// As said by hearsay ("allegedly").
    Hedged,
    /// As announced, agreed or expected.
    Planned,
    /// As threatened.
    Threatened,
    /// As not having happened.
    NotDone,
    /// As asked for, possible, supposed or asked about: no event.
    Unreal,
}

/// Judges a predicate or an event noun from its own clause and those above it.
#[must_use]
pub fn realis(context: &Context<'_>, token: TokenId) -> Realis {
    let mut realis = Realis::Told;
    let own = context.clauses.at(token);
    if let Some(clause) = own {
        realis = of_clause(context, clause);
        if realis == Realis::Unreal {
            return realis;
        }
    }
    if super::clause::is_negative(context.grammar, token) {
        realis = Realis::NotDone;
    }
    if hedged(context, token) && realis == Realis::Told {
        realis = Realis::Hedged;
    }
    // Upwards, until somebody speaks or the sentence ends.
    let mut at = token;
    for _ in 0..8 {
        let word = &context.grammar.tokens[at as usize];
        if word.head == at {
            break;
        }
        let relation = context.clauses.at(at).map_or(word.deprel, |clause| clause.relation);
        let up = context.clauses.at(at).and_then(|clause| clause.up).unwrap_or(word.head);
        let below = at;
        at = up;
        let Some(above) = context.clauses.at(at) else {
            // A noun that governs a clause: "a plan to withdraw", "a threat to shell".
            // But "the agreement signed in May" was signed.
            let signed = relation == "acl" && context.grammar.tokens[below as usize].xpos == "VBN";
            if let Some(status) = noun_status(context, at)
                && matches!(relation, "acl" | "nmod" | "ccomp")
                && !signed
            {
                realis = combine(realis, status);
            }
            continue;
        };
        match relation {
            "acl:relcl" | "parataxis" | "appos" => break,
            "advcl" => {
                let meant = above.complements.contains(&below).then(|| cue_status(context, above)).flatten();
                if let Some(status) = meant.filter(|status| *status != Realis::Unreal) {
                    realis = combine(realis, status);
                    continue;
                }
                if own.is_some_and(|clause| {
                    clause.predicate == below
                        && clause.tense == Tense::None
                        && context.grammar.tokens[below as usize].xpos == "VB"
                }) {
                    // A purpose: "to stop the tanks".
                    return Realis::Unreal;
                }
                if context.grammar.tokens[below as usize].xpos != "VBG" {
                    break;
                }
            }
            _ => {}
        }
        if is_speech(context, at) && matches!(relation, "ccomp") {
            break;
        }
        let nominal = !matches!(relation, "xcomp" | "ccomp" | "conj" | "advcl" | "acl");
        if nominal {
            // "resumed the shelling": told as the verb is; "demanded the release": wished.
            let above_realis = of_clause(context, above);
            realis = combine(realis, above_realis);
            if let Some(status) = cue_status(context, above) {
                realis = combine(realis, status);
            }
        } else {
            if let Some(status) = cue_status(context, above).filter(|_| matches!(relation, "xcomp" | "ccomp"))
            {
                realis = combine(realis, status);
            }
            if matches!(relation, "xcomp" | "advcl") {
                realis = combine(realis, of_clause(context, above));
            }
        }
        if realis == Realis::Unreal {
            return realis;
        }
    }
    realis
}

fn combine(below: Realis, above: Realis) -> Realis {
    match (below, above) {
        (Realis::Unreal, _) | (_, Realis::Unreal) => Realis::Unreal,
        (below, Realis::Told) => below,
        (Realis::Told | Realis::Hedged, above) => above,
        (Realis::NotDone, Realis::Planned) => Realis::NotDone,
        (below, _) => below,
    }
}

/// Judges a clause by its own words.
#[must_use]
pub fn of_clause(context: &Context<'_>, clause: &Clause) -> Realis {
    if clause.conditional || question(context, clause) {
        return Realis::Unreal;
    }
    match clause.modal {
        Some("will" | "shall" | "would") => {
            if clause.negated {
                return Realis::NotDone;
            }
            return Realis::Planned;
        }
        Some("may" | "might" | "can" | "could") => {
            return if clause.negated { Realis::NotDone } else { Realis::Unreal };
        }
        Some("must" | "should" | "ought") => return Realis::Unreal,
        _ => {}
    }
    if clause.negated {
        return Realis::NotDone;
    }
    if clause.tense == Tense::Future {
        return Realis::Planned;
    }
    // "is to meet": the infinitive hangs on "be".
    if clause.relation == "xcomp" && clause.up.is_some_and(|up| context.lemma(up) == "be") {
        return Realis::Planned;
    }
    let tokens = &context.grammar.tokens;
    let predicate = clause.predicate as usize;
    if tokens[predicate].xpos == "VB"
        && predicate >= 2
        && tokens[predicate - 1].lower == "to"
        && matches!(tokens[predicate - 2].lemma.as_str(), "be")
    {
        return Realis::Planned;
    }
    Realis::Told
}

fn question(context: &Context<'_>, clause: &Clause) -> bool {
    let sentence = context.sentence(clause.predicate);
    sentence.end > sentence.start
        && context.grammar.tokens[sentence.start as usize..sentence.end as usize]
            .iter()
            .rev()
            .take(2)
            .any(|word| word.form == "?")
}

/// What the verb of a clause makes of its complement.
fn cue_status(context: &Context<'_>, clause: &Clause) -> Option<Realis> {
    let cues = &context.lexicon.tables.cues;
    let lemma = context.lemma(clause.predicate);
    let table = if clause.copular { &cues.predicates } else { &cues.verbs };
    let frames: Vec<_> = table
        .get(lemma)?
        .iter()
        .filter(|frame| !cues.entry(frame.entry).status.is_empty())
        .cloned()
        .collect();
    let frame = fitting(clause, &frames, context.grammar, &context.lexicon.tables.events, context.marks)?;
    let status = status(&cues.entry(frame.entry).status)?;
    // "did not agree to withdraw", "never threatened".
    if clause.negated && matches!(status, Realis::Planned | Realis::Threatened) {
        return Some(Realis::NotDone);
    }
    Some(status)
}

fn noun_status(context: &Context<'_>, token: TokenId) -> Option<Realis> {
    let lemma = context.lemma(token);
    Some(match lemma {
        "plan" | "intention" | "decision" | "promise" | "pledge" | "commitment" | "readiness"
        | "agreement" | "offer" => Realis::Planned,
        "threat" => Realis::Threatened,
        "failure" | "refusal" => Realis::NotDone,
        "demand" | "call" | "appeal" | "request" | "need" | "effort" | "attempt" | "hope" | "possibility"
        | "fear" | "proposal" | "right" | "bid" | "way" => Realis::Unreal,
        _ => return None,
    })
}

fn status(name: &str) -> Option<Realis> {
    Some(match name {
        "planned" => Realis::Planned,
        "wished" => Realis::Unreal,
        "threatened" => Realis::Threatened,
        "not-done" => Realis::NotDone,
        "alleged" => Realis::Hedged,
        _ => return None,
    })
}

/// Says whether the predicate is a verb of speech.
#[must_use]
pub fn is_speech(context: &Context<'_>, token: TokenId) -> bool {
    context.voices.is_cue(token)
}

/// Looks for a hedge beside a word: "alleged", "reportedly".
fn hedged(context: &Context<'_>, token: TokenId) -> bool {
    let cues = &context.lexicon.tables.cues;
    context.grammar.children(token).iter().any(|&child| {
        let word = &context.grammar.tokens[child as usize];
        matches!(word.upos, Upos::Adv | Upos::Adj | Upos::Verb)
            && cues.phrases.get(&word.lower).is_some_and(|phrases| {
                phrases
                    .iter()
                    .any(|(words, entry)| words.len() == 1 && cues.entry(*entry).status == "alleged")
            })
    }) || {
        let word = &context.grammar.tokens[token as usize];
        word.deprel == "nmod"
            && matches!(
                context.lemma(word.head),
                "report" | "allegation" | "claim" | "rumour" | "rumor" | "accusation"
            )
    }
}
