//! Parsed tokens of a sentence in, the same with heads mended where reports are known to lead the parser astray.
//! Each repair needs signs that leave no second reading; in doubt the tree stays.

use super::{Sentence, Token, Upos};

/// Mends the tree of one sentence.
pub(super) fn mend(tokens: &mut [Token], sentence: Sentence) {
    for at in sentence.range() {
        neighbour(tokens, sentence, at);
        verb_in_disguise(tokens, sentence, at);
        gerund(tokens, sentence, at);
        condition(tokens, sentence, at);
        squeezed(tokens, sentence, at);
        off_auxiliary(tokens, at);
        apposition(tokens, sentence, at);
        conjunction(tokens, at);
        reduced(tokens, sentence, at);
    }
    at_least(tokens, sentence);
    verbless(tokens, sentence);
    past(tokens, sentence);
    for at in sentence.range() {
        if matches!(tokens[at].upos, Upos::Verb | Upos::Aux) {
            second_subject(tokens, sentence, at);
            fronted_list(tokens, sentence, at);
        }
    }
}

/// Words farther from their head than this are left where they are, so that the time grows with the text.
const REACH: usize = 48;

pub(super) fn children(tokens: &[Token], sentence: Sentence, of: usize) -> impl Iterator<Item = usize> + '_ {
    let range = sentence.range();
    let near = range.start.max(of.saturating_sub(REACH))..range.end.min(of + REACH);
    near.filter(move |&at| at != of && tokens[at].head as usize == of)
}

/// The first token of the phrase headed by `at`, as far as it reaches without a gap.
pub(super) fn first_of(tokens: &[Token], sentence: Sentence, at: usize) -> usize {
    let mut first = at;
    while first > sentence.start as usize && at - first < REACH && above(tokens, first - 1, at) {
        first -= 1;
    }
    first
}

/// Says whether `at` hangs on `head`, at whatever depth.
pub(super) fn above(tokens: &[Token], at: usize, head: usize) -> bool {
    let mut at = at;
    for _ in 0..24 {
        if at == head {
            return true;
        }
        let up = tokens[at].head as usize;
        if up == at {
            return false;
        }
        at = up;
    }
    false
}

fn has_finite_verb(tokens: &[Token], sentence: Sentence) -> bool {
    sentence.range().map(|at| &tokens[at]).any(|token| {
        matches!(token.xpos, "VBD" | "VBZ" | "VBP" | "MD") && matches!(token.upos, Upos::Verb | Upos::Aux)
    })
}

pub(super) fn is_nominal(token: &Token) -> bool {
    matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
}

/// "in neighbouring Arrun": an adjective, though it looks like a verb.
fn neighbour(tokens: &mut [Token], sentence: Sentence, at: usize) {
    let like_verb = tokens[at].upos == Upos::Verb
        && matches!(
            tokens[at].lower.as_str(),
            "neighbouring"
                | "neighboring"
                | "surrounding"
                | "bordering"
                | "adjoining"
                | "opposing"
                | "warring"
        );
    let Some(noun) = (at + 1..(at + 3).min(sentence.end as usize)).find(|&next| is_nominal(&tokens[next]))
    else {
        return;
    };
    let led =
        at > sentence.start as usize && matches!(tokens[at - 1].upos, Upos::Adp | Upos::Sconj | Upos::Det);
    if !like_verb || !led {
        return;
    }
    let mut head = noun;
    while tokens[head].deprel == "flat" && tokens[head].head as usize > head {
        head = tokens[head].head as usize;
    }
    if tokens[head].head as usize != at && head != noun {
        return;
    }
    let (up, relation) = (tokens[at].head as usize, tokens[at].deprel);
    if up == head || above(tokens, up, head) {
        return;
    }
    let verbal = up != at && tokens[up].upos == Upos::Verb;
    tokens[head].head = if up == at { head as u32 } else { up as u32 };
    tokens[head].deprel = match relation {
        "acl" | "advcl" if verbal => "obl",
        "acl" | "advcl" => "nmod",
        other => other,
    };
    let mut clause = up;
    while tokens[clause].upos != Upos::Verb && tokens[clause].head as usize != clause {
        clause = tokens[clause].head as usize;
    }
    let moved: Vec<usize> = children(tokens, sentence, at).filter(|&child| child != head).collect();
    for child in moved {
        if matches!(tokens[child].deprel, "mark" | "case") {
            tokens[child].head = head as u32;
            tokens[child].deprel = "case";
        } else if child > head && clause != at {
            tokens[child].head = clause as u32;
        } else {
            tokens[child].head = head as u32;
        }
    }
    tokens[at].upos = Upos::Adj;
    tokens[at].xpos = "JJ";
    tokens[at].head = head as u32;
    tokens[at].deprel = "amod";
}

/// "The guild controls the market": a noun with an object is a verb.
fn verb_in_disguise(tokens: &mut [Token], sentence: Sentence, at: usize) {
    if tokens[at].xpos != "NNS" || tokens[at].upos != Upos::Noun {
        return;
    }
    let object = children(tokens, sentence, at).any(|child| child > at && tokens[child].deprel == "obj");
    let subject = children(tokens, sentence, at)
        .find(|&child| child + 1 == at && tokens[child].deprel == "compound" && is_nominal(&tokens[child]));
    let (true, Some(subject)) = (object, subject) else { return };
    take_subject(tokens, sentence, at, subject);
}

/// Makes a verb of what the parse took for a noun, with the noun before it as its subject.
fn take_subject(tokens: &mut [Token], sentence: Sentence, at: usize, subject: usize) {
    tokens[at].upos = Upos::Verb;
    tokens[at].xpos = "VBZ";
    tokens[subject].deprel = "nsubj";
    for child in children(tokens, sentence, at).filter(|&child| child < subject).collect::<Vec<_>>() {
        if matches!(tokens[child].deprel, "det" | "amod" | "compound" | "nmod:poss" | "nummod") {
            tokens[child].head = subject as u32;
        }
    }
}

/// "If the truce collapses": what a conjunction leads, with a noun before it, is a verb.
fn condition(tokens: &mut [Token], sentence: Sentence, at: usize) {
    if tokens[at].xpos != "NNS" || !matches!(tokens[at].deprel, "advcl" | "ccomp") {
        return;
    }
    let first = first_of(tokens, sentence, at);
    let joins = |at: usize| {
        matches!(
            tokens[at].lower.as_str(),
            "if" | "when" | "unless" | "once" | "until" | "because" | "before"
        )
    };
    let led = joins(first) || first > sentence.start as usize && joins(first - 1);
    let subject = children(tokens, sentence, at)
        .find(|&child| child + 1 == at && tokens[child].deprel == "compound" && is_nominal(&tokens[child]));
    let (true, Some(subject)) = (led, subject) else { return };
    take_subject(tokens, sentence, at, subject);
}

/// Participles that describe a noun behind the one who did it: "a Swiss brokered truce".
const BORNE: &[&str] = &[
    "led",
    "backed",
    "brokered",
    "made",
    "held",
    "controlled",
    "run",
    "owned",
    "funded",
    "sponsored",
    "mediated",
    "built",
    "supplied",
    "trained",
    "flagged",
    "based",
    "born",
    "imposed",
    "declared",
    "occupied",
    "administered",
    "monitored",
    "supported",
    "ruled",
    "armed",
    "financed",
    "appointed",
    "registered",
    "drafted",
    "hosted",
    "chaired",
];

/// "The guild renounced violence": a past tense squeezed between two nouns, which the parse takes for a participle that
/// describes the second.
fn squeezed(tokens: &mut [Token], sentence: Sentence, at: usize) {
    if tokens[at].xpos != "VBN" || tokens[at].deprel != "amod" || BORNE.contains(&tokens[at].lower.as_str()) {
        return;
    }
    let object = tokens[at].head as usize;
    if object <= at || at == sentence.start as usize || tokens[at - 1].form == "-" {
        return;
    }
    if has_finite_verb(tokens, sentence) {
        return;
    }
    let subject = at - 1;
    let beside = tokens[subject].head as usize == object
        && is_nominal(&tokens[subject])
        && matches!(tokens[subject].deprel, "compound" | "nmod:unmarked" | "obl:unmarked" | "nsubj" | "nmod");
    if !beside {
        return;
    }
    let (above, relation) = (tokens[object].head as usize, tokens[object].deprel);
    tokens[at].xpos = "VBD";
    tokens[at].head = if above == object { at as u32 } else { above as u32 };
    tokens[at].deprel = relation;
    tokens[subject].head = at as u32;
    tokens[subject].deprel = "nsubj";
    tokens[object].head = at as u32;
    tokens[object].deprel = "obj";
    for child in children(tokens, sentence, object).filter(|&child| child < subject).collect::<Vec<_>>() {
        tokens[child].head = subject as u32;
    }
    let last = sentence.end as usize - 1;
    if tokens[last].upos == Upos::Punct && tokens[last].head as usize == object {
        tokens[last].head = at as u32;
    }
}

/// "accused the guild of burning two farms": a noun in -ing with an object is a verb.
fn gerund(tokens: &mut [Token], sentence: Sentence, at: usize) {
    let noun =
        tokens[at].upos == Upos::Noun && tokens[at].lower.ends_with("ing") && tokens[at].deprel == "nmod";
    if !noun {
        return;
    }
    // Its object may hang on the verb above: "accused" has one already.
    let above = tokens[at].head as usize;
    let verb = tokens[above].head as usize;
    if tokens[above].deprel == "obj" && verb != above {
        let second =
            children(tokens, sentence, verb).find(|&child| child > at && tokens[child].deprel == "obj");
        if let Some(second) = second {
            tokens[second].head = at as u32;
        }
    }
    let object = || children(tokens, sentence, at).any(|child| child > at && tokens[child].deprel == "obj");
    let case = children(tokens, sentence, at).find(|&child| tokens[child].deprel == "case");
    let (true, Some(case)) = (object(), case) else { return };
    if tokens[verb].upos == Upos::Verb && tokens[above].deprel == "obj" {
        tokens[at].head = verb as u32;
        tokens[at].deprel = "advcl";
    } else {
        tokens[at].deprel = "acl";
    }
    tokens[at].upos = Upos::Verb;
    tokens[at].xpos = "VBG";
    tokens[case].deprel = "mark";
    tokens[case].upos = Upos::Sconj;
}

/// "A storm off the cape cost the fleet a frigate": where a sentence has no verb and one of its nouns an object, that
/// noun is the verb.
fn verbless(tokens: &mut [Token], sentence: Sentence) {
    let finite = |token: &Token| matches!(token.xpos, "VBD" | "VBZ" | "VBP" | "MD");
    if sentence.range().any(|at| finite(&tokens[at])) {
        return;
    }
    let Some(root) = sentence.range().find(|&at| tokens[at].head as usize == at) else { return };
    let verb = (root + 1..(sentence.end as usize).min(root + REACH)).find(|&at| {
        tokens[at].upos == Upos::Noun
            && children(tokens, sentence, at).any(|child| child > at && tokens[child].deprel == "obj")
    });
    let Some(verb) = verb.filter(|_| is_nominal(&tokens[root])) else { return };
    let above = tokens[verb].head as usize;
    let before: Vec<usize> = children(tokens, sentence, verb).filter(|&child| child < verb).collect();
    let Some(noun) = before.iter().copied().rev().find(|&at| is_nominal(&tokens[at])) else { return };
    // What described the noun belongs to the noun before it, in its place.
    tokens[noun].head = if above == verb { noun as u32 } else { above as u32 };
    tokens[noun].deprel = tokens[verb].deprel;
    for &child in before.iter().filter(|&&child| child != noun) {
        tokens[child].head = noun as u32;
    }
    tokens[verb].upos = Upos::Verb;
    tokens[verb].xpos = if tokens[verb].lower.ends_with('s') { "VBZ" } else { "VBD" };
    tokens[verb].head = verb as u32;
    tokens[verb].deprel = "root";
    tokens[root].head = verb as u32;
    tokens[root].deprel = "nsubj";
}

/// "documented at least 83 killings": what is counted is the object, and "at least" belongs to the number.
fn at_least(tokens: &mut [Token], sentence: Sentence) {
    for at in sentence.range() {
        let next =
            at + 1 < sentence.end as usize && matches!(tokens[at + 1].lower.as_str(), "least" | "most");
        let counts = at + 2 < sentence.end as usize && tokens[at + 2].upos == Upos::Num;
        if tokens[at].lower != "at" || !next || !counts {
            continue;
        }
        let number = at + 2;
        let mut noun = tokens[number].head as usize;
        if tokens[number].deprel != "nummod" {
            noun = number;
        }
        tokens[at].head = number as u32;
        tokens[at].deprel = "advmod";
        tokens[at + 1].head = at as u32;
        tokens[at + 1].deprel = "fixed";
        let verb = tokens[noun].head as usize;
        let free = verb < noun
            && tokens[verb].upos == Upos::Verb
            && tokens[noun].deprel == "obl"
            && !children(tokens, sentence, noun).any(|child| tokens[child].deprel == "case")
            && !children(tokens, sentence, verb).any(|child| tokens[child].deprel == "obj");
        if free {
            tokens[noun].deprel = "obj";
        }
    }
}

/// "The rights group documented four killings": where a sentence has no finite verb and what looks like a participle
/// behind its first noun has an object or a clause of its own, it is the verb.
fn past(tokens: &mut [Token], sentence: Sentence) {
    if has_finite_verb(tokens, sentence) {
        return;
    }
    let Some(root) = sentence.range().find(|&at| tokens[at].head as usize == at) else { return };
    if !is_nominal(&tokens[root]) {
        return;
    }
    let verb = children(tokens, sentence, root).find(|&at| {
        at > root
            && tokens[at].upos == Upos::Verb
            && tokens[at].xpos == "VBN"
            && tokens[at].deprel == "acl"
            && !children(tokens, sentence, at).any(|child| tokens[child].deprel.starts_with("aux"))
            && children(tokens, sentence, at)
                .any(|child| child > at && matches!(tokens[child].deprel, "obj" | "ccomp"))
    });
    let Some(verb) = verb else { return };
    tokens[verb].xpos = "VBD";
    tokens[verb].head = verb as u32;
    tokens[verb].deprel = "root";
    tokens[root].head = verb as u32;
    tokens[root].deprel = "nsubj";
    let behind: Vec<usize> = children(tokens, sentence, root).filter(|&child| child > verb).collect();
    for child in behind {
        tokens[child].head = verb as u32;
    }
}

/// "the Dorva Front, an alliance of clans": a phrase without a verb that follows a name and a comma describes the name.
fn apposition(tokens: &mut [Token], sentence: Sentence, at: usize) {
    if tokens[at].upos != Upos::Noun || !matches!(tokens[at].deprel, "parataxis" | "list" | "dep" | "conj") {
        return;
    }
    let first = first_of(tokens, sentence, at);
    let start = sentence.start as usize;
    // The comma may hang on the phrase itself.
    let comma = if tokens[first].form == "," { first } else { first.saturating_sub(1) };
    let article = matches!(tokens[comma + 1].lower.as_str(), "a" | "an" | "the");
    if comma <= start || tokens[comma].form != "," || !article {
        return;
    }
    let named = tokens[comma - 1].upos == Upos::Propn;
    let clausal = children(tokens, sentence, at).any(|child| {
        tokens[child].deprel.starts_with("nsubj") || matches!(tokens[child].deprel, "cop" | "cc")
    });
    if !named || clausal || above(tokens, comma - 1, at) {
        return;
    }
    let mut name = comma - 1;
    while matches!(tokens[name].deprel, "flat" | "compound") && tokens[name].head as usize != name {
        name = tokens[name].head as usize;
    }
    if !above(tokens, name, at) {
        tokens[at].head = name as u32;
        tokens[at].deprel = "appos";
    }
}

/// "until the pass was cleared": what stands before the subject of a clause joins clauses.
fn conjunction(tokens: &mut [Token], at: usize) {
    let subject = tokens[at].head as usize;
    let joins = tokens[at].deprel == "case"
        && at < subject
        && matches!(tokens[at].lower.as_str(), "since" | "after" | "before" | "until" | "till");
    if !joins || !tokens[subject].deprel.starts_with("nsubj") {
        return;
    }
    let verb = tokens[subject].head as usize;
    tokens[at].head = verb as u32;
    tokens[at].deprel = "mark";
    tokens[at].upos = Upos::Sconj;
    if tokens[verb].head as usize != verb && matches!(tokens[verb].deprel, "conj" | "parataxis" | "ccomp") {
        tokens[verb].deprel = "advcl";
    }
}

/// A subject belongs to the verb, not to its auxiliary.
fn off_auxiliary(tokens: &mut [Token], at: usize) {
    let head = tokens[at].head as usize;
    if head != at
        && tokens[head].upos == Upos::Aux
        && matches!(tokens[head].deprel, "aux" | "aux:pass" | "cop")
        && (tokens[at].deprel.starts_with("nsubj") || tokens[at].deprel.starts_with("obl"))
    {
        tokens[at].head = tokens[head].head;
    }
}

/// "an agreement reached in March": a participle, though it looks like the past tense.
fn reduced(tokens: &mut [Token], sentence: Sentence, at: usize) {
    let last = sentence.end as usize;
    if tokens[at].xpos != "VBD"
        || tokens[at].deprel != "advcl"
        || at == sentence.start as usize
        || at + 1 >= last
    {
        return;
    }
    let noun = at - 1;
    let led = tokens[at + 1].upos == Upos::Adp && tokens[at + 1].head as usize != at;
    let bare = children(tokens, sentence, at).all(|child| child > at);
    if !is_nominal(&tokens[noun]) || !led || !bare || above(tokens, noun, at) {
        return;
    }
    let noun =
        if matches!(tokens[noun].deprel, "flat" | "compound") { tokens[noun].head as usize } else { noun };
    if above(tokens, noun, at) {
        return;
    }
    tokens[at].xpos = "VBN";
    tokens[at].head = noun as u32;
    tokens[at].deprel = "acl";
}

/// "... and the islanders, the consul said": of two subjects before a verb the farther belongs to what comes
/// before it.
fn second_subject(tokens: &mut [Token], sentence: Sentence, verb: usize) {
    let subjects: Vec<usize> = children(tokens, sentence, verb)
        .filter(|&child| child < verb && tokens[child].deprel == "nsubj")
        .collect();
    let [far, near] = subjects[..] else { return };
    let start = first_of(tokens, sentence, near);
    if join_subjects(tokens, sentence, far, near) || start == 0 || tokens[start - 1].form != "," {
        return;
    }
    let first = first_of(tokens, sentence, far);
    // What joins it to the words before, which the parse hung on the verb.
    let joint = (sentence.start as usize..first)
        .rev()
        .find(|&at| tokens[at].upos != Upos::Adp && tokens[at].deprel != "fixed");
    let joint = joint.filter(|&at| tokens[at].deprel == "cc");
    let Some(joint) = joint else { return };
    let Some(before) = (sentence.start as usize..joint).rev().find(|&at| is_nominal(&tokens[at])) else {
        return;
    };
    if above(tokens, before, far) || above(tokens, far, joint) {
        return;
    }
    tokens[far].head = before as u32;
    tokens[far].deprel = "conj";
    tokens[joint].head = far as u32;
}

/// "Oster and rebel backer Luri agreed": two subjects with "and" between them are one.
fn join_subjects(tokens: &mut [Token], sentence: Sentence, far: usize, near: usize) -> bool {
    let joined = (far + 1..near).any(|at| tokens[at].deprel == "cc");
    if !joined || near - far > 6 || (far + 1..near).any(|at| matches!(tokens[at].form.as_str(), "," | ";")) {
        return false;
    }
    if (far + 1..near).any(|at| tokens[at].upos == Upos::Verb || tokens[at].upos == Upos::Aux) {
        return false;
    }
    let between: Vec<usize> = (far + 1..near)
        .filter(|&at| !above(tokens, near, at) && !above(tokens, at, near))
        .filter(|&at| {
            tokens[at].head as usize == far || tokens[at].deprel == "advmod" || tokens[at].deprel == "cc"
        })
        .collect();
    for at in between {
        tokens[at].head = near as u32;
        if tokens[at].deprel != "cc" {
            tokens[at].deprel = "amod";
        }
    }
    for at in children(tokens, sentence, far).filter(|&at| at > far && at < near).collect::<Vec<_>>() {
        tokens[at].head = near as u32;
    }
    tokens[near].head = far as u32;
    tokens[near].deprel = "conj";
    true
}

/// "In September, Oster and Luri agreed": the parse takes the subjects for more months.
fn fronted_list(tokens: &mut [Token], sentence: Sentence, verb: usize) {
    let start = sentence.start as usize;
    let Some(fronted) = children(tokens, sentence, verb).find(|&child| {
        child < verb
            && matches!(tokens[child].deprel, "obl" | "obl:tmod" | "obl:unmarked" | "nmod")
            && first_of(tokens, sentence, child) <= start + 1
    }) else {
        return;
    };
    let listed: Vec<usize> = children(tokens, sentence, fronted)
        .filter(|&child| child > fronted && child < verb && tokens[child].deprel == "conj")
        .collect();
    let (Some(&first), Some(&last)) = (listed.first(), listed.last()) else { return };
    let head = first_of(tokens, sentence, first);
    // A comma, and no other joint, stands before the list.
    if head == 0 || tokens[head - 1].form != "," || !is_nominal(&tokens[first]) {
        return;
    }
    let subject = children(tokens, sentence, verb)
        .find(|&child| child < verb && matches!(tokens[child].deprel, "nsubj" | "nsubj:pass"));
    let until = subject.unwrap_or(verb);
    // "In Homs, Hama and Idlib, rebels attacked": a comma closes the list.
    if until < last || (last + 1..until).any(|at| tokens[at].form == ",") {
        return;
    }
    let joined = (first + 1..until).any(|at| tokens[at].deprel == "cc");
    if subject.is_some() && !joined || subject.is_none() && first_of(tokens, sentence, verb) < head {
        return;
    }
    let relation = subject.map_or("nsubj", |subject| tokens[subject].deprel);
    tokens[first].head = verb as u32;
    tokens[first].deprel = relation;
    for &other in &listed[1..] {
        tokens[other].head = first as u32;
    }
    if let Some(subject) = subject {
        // A word between "and" and the subject describes it: "rebel backer Luri".
        for &other in &listed[1..] {
            if is_nominal(&tokens[other]) && other + 2 < subject {
                continue;
            }
            tokens[other].head = subject as u32;
            tokens[other].deprel = "compound";
        }
        tokens[subject].head = first as u32;
        tokens[subject].deprel = "conj";
    }
}
