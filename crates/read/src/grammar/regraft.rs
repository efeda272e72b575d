//! Parsed tokens of a sentence in, the same with clauses hung where they belong: behind "which", around "he said", behind
//! "after". Each needs signs that leave no second reading; in doubt the tree stays.

use super::repair::{above, children, first_of, is_nominal};
use super::{Sentence, Token, Upos};

/// Mends the clauses of one sentence.
pub(super) fn mend(tokens: &mut [Token], sentence: Sentence) {
    for at in sentence.range() {
        if tokens[at].upos != Upos::Verb {
            continue;
        }
        bare_past(tokens, sentence, at);
        behind_which(tokens, sentence, at);
        around_speech(tokens, sentence, at);
        behind_after(tokens, sentence, at);
        seen_doing(tokens, sentence, at);
    }
}

fn is_subject(token: &Token) -> bool {
    matches!(token.deprel, "nsubj" | "nsubj:pass")
}

/// "Oster and Luri each accused the other": with a subject, an object and no auxiliary it is the past tense.
fn bare_past(tokens: &mut [Token], sentence: Sentence, verb: usize) {
    if tokens[verb].xpos != "VBN" || !matches!(tokens[verb].deprel, "root" | "ccomp" | "conj") {
        return;
    }
    let subject = children(tokens, sentence, verb).find(|&at| at < verb && tokens[at].deprel == "nsubj:pass");
    let helped = children(tokens, sentence, verb)
        .any(|at| tokens[at].deprel.starts_with("aux") || tokens[at].upos == Upos::Aux);
    let object = children(tokens, sentence, verb).any(|at| at > verb && tokens[at].deprel == "obj");
    if let Some(subject) = subject.filter(|_| !helped && object) {
        tokens[verb].xpos = "VBD";
        tokens[subject].deprel = "nsubj";
    }
}

/// "Oster, which took the port in 1967, left it in 2005": the verb behind the second comma is the main one.
fn behind_which(tokens: &mut [Token], sentence: Sentence, verb: usize) {
    let subjects: Vec<usize> =
        children(tokens, sentence, verb).filter(|&at| at < verb && is_subject(&tokens[at])).collect();
    let [noun, pronoun] = subjects[..] else { return };
    if !is_nominal(&tokens[noun])
        || !matches!(tokens[pronoun].lower.as_str(), "which" | "who")
        || tokens[pronoun - 1].form != ","
        || pronoun - noun > 6
    {
        return;
    }
    let main = children(tokens, sentence, verb).find(|&at| {
        at > verb
            && tokens[at].deprel == "conj"
            && matches!(tokens[at].upos, Upos::Verb)
            && !children(tokens, sentence, at).any(|child| child < at && tokens[child].deprel == "cc")
            && !children(tokens, sentence, at).any(|child| is_subject(&tokens[child]))
            && {
                let first = first_of(tokens, sentence, at);
                tokens[first].form == "," || first > 0 && tokens[first - 1].form == ","
            }
    });
    let Some(main) = main else { return };
    let (up, relation) = (tokens[verb].head as usize, tokens[verb].deprel);
    if above(tokens, up, main) {
        return;
    }
    tokens[main].head = if up == verb { main as u32 } else { up as u32 };
    tokens[main].deprel = relation;
    let joined: Vec<usize> = children(tokens, sentence, verb)
        .filter(|&at| at > main && matches!(tokens[at].deprel, "conj" | "punct"))
        .collect();
    for at in joined {
        tokens[at].head = main as u32;
    }
    tokens[noun].head = main as u32;
    tokens[verb].head = noun as u32;
    tokens[verb].deprel = "acl:relcl";
}

/// "The rebels, he said, had fired": the phrase before the first comma is the subject behind the second.
fn around_speech(tokens: &mut [Token], sentence: Sentence, said: usize) {
    let main = tokens[said].head as usize;
    let start = sentence.start as usize;
    let says = matches!(
        tokens[said].lower.as_str(),
        "said"
            | "says"
            | "added"
            | "adds"
            | "told"
            | "claimed"
            | "claims"
            | "believes"
            | "reported"
            | "insisted"
    );
    if !says
        || main <= said
        || !matches!(tokens[said].deprel, "advcl" | "parataxis" | "ccomp")
        || children(tokens, sentence, main).any(|at| is_subject(&tokens[at]))
    {
        return;
    }
    let Some(speaker) = children(tokens, sentence, said).find(|&at| at < said && is_subject(&tokens[at]))
    else {
        return;
    };
    let first = first_of(tokens, sentence, speaker);
    let opening = (start..first).find(|&at| {
        is_nominal(&tokens[at])
            && (tokens[at].head as usize == said || tokens[at].head as usize == main)
            && matches!(
                tokens[at].deprel,
                "obl" | "nmod" | "dislocated" | "vocative" | "obl:tmod" | "advmod" | "obl:unmarked"
            )
    });
    let Some(opening) = opening else { return };
    let led = children(tokens, sentence, opening).any(|at| tokens[at].deprel == "case");
    let commas = tokens[first - 1].form == "," && (said + 1..main).any(|at| tokens[at].form == ",");
    if led || !commas || first_of(tokens, sentence, opening) > start + 1 {
        return;
    }
    let passive = children(tokens, sentence, main).any(|at| tokens[at].deprel == "aux:pass");
    tokens[opening].head = main as u32;
    tokens[opening].deprel = if passive { "nsubj:pass" } else { "nsubj" };
    tokens[said].deprel = "parataxis";
}

/// "entered the suburb after shelling it": what was done after tells of whoever entered, not of the suburb.
fn behind_after(tokens: &mut [Token], sentence: Sentence, gerund: usize) {
    if tokens[gerund].xpos != "VBG" || tokens[gerund].deprel != "acl" {
        return;
    }
    let marked = children(tokens, sentence, gerund).any(|at| {
        at < gerund
            && matches!(tokens[at].deprel, "mark" | "case")
            && matches!(
                tokens[at].lower.as_str(),
                "after" | "before" | "while" | "by" | "without" | "when" | "since"
            )
    });
    if !marked {
        return;
    }
    let mut at = tokens[gerund].head as usize;
    for _ in 0..4 {
        let up = tokens[at].head as usize;
        if up == at {
            return;
        }
        if tokens[up].upos == Upos::Verb {
            // Behind the verb: what hangs on its subject stays there.
            if up < at && !above(tokens, up, gerund) {
                tokens[gerund].head = up as u32;
                tokens[gerund].deprel = "advcl";
            }
            return;
        }
        at = up;
    }
}

/// "Guards were seen looting shops": they looted; shops do not loot.
fn seen_doing(tokens: &mut [Token], sentence: Sentence, gerund: usize) {
    let noun = tokens[gerund].head as usize;
    if tokens[gerund].xpos != "VBG" || tokens[gerund].deprel != "amod" || gerund == 0 || noun <= gerund {
        return;
    }
    let seen = gerund - 1;
    let watched = tokens[seen].xpos == "VBN"
        && matches!(
            tokens[seen].lower.as_str(),
            "seen" | "caught" | "filmed" | "spotted" | "observed" | "heard"
        )
        && children(tokens, sentence, seen).any(|at| tokens[at].deprel == "aux:pass");
    if watched && tokens[noun].head as usize == seen {
        tokens[gerund].head = seen as u32;
        tokens[gerund].deprel = "xcomp";
        tokens[noun].head = gerund as u32;
        tokens[noun].deprel = "obj";
    }
}
