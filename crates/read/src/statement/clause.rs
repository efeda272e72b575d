//! Parsed sentences in, clauses out: each predicate with who and what stands around it.
//! Gives no meaning to a predicate; that is for the drawing of each kind of statement.

use crate::grammar::{Grammar, TokenId, Upos};

/// When a clause says its matter lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// Past or perfect.
    Past,
    /// Present.
    Present,
    /// "will", "is to".
    Future,
    /// No finite verb.
    None,
}

/// A phrase that hangs on a predicate by a preposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oblique {
    /// The preposition, lower case.
    pub preposition: String,
    /// Head of the noun phrase.
    pub head: TokenId,
}

/// A predicate with its surroundings.
#[derive(Debug, Clone)]
pub struct Clause {
    /// The verb, or the noun or adjective after "be".
    pub predicate: TokenId,
    /// Head of the subject.
    pub subject: Option<TokenId>,
    /// Head of the object (for a passive: what the subject would be).
    pub object: Option<TokenId>,
    /// Who did it, after "by" with a passive.
    pub agent: Option<TokenId>,
    /// Phrases with prepositions.
    pub obliques: Vec<Oblique>,
    /// Particle of a phrasal verb.
    pub particle: Option<TokenId>,
    /// Predicates of complement clauses ("that", infinitive).
    pub complements: Vec<TokenId>,
    /// Whether it is passive.
    pub passive: bool,
    /// Whether it is negated, by any word.
    pub negated: bool,
    /// Tense of the finite verb.
    pub tense: Tense,
    /// Modal or future auxiliary, lower case.
    pub modal: Option<&'static str>,
    /// "if", "unless", "should", "whether" before it.
    pub conditional: bool,
    /// Whether a copula makes it a clause ("is fragile").
    pub copular: bool,
    /// The predicate or noun that it depends on.
    pub up: Option<TokenId>,
    /// How it depends on it.
    pub relation: &'static str,
}

/// All clauses of a report.
#[derive(Debug, Default)]
pub struct Clauses {
    /// In order of the text.
    pub all: Vec<Clause>,
    index: Vec<Option<u32>>,
}

impl Clauses {
    /// Returns the clause whose predicate is `token`.
    #[must_use]
    pub fn at(&self, token: TokenId) -> Option<&Clause> {
        self.index.get(token as usize).copied().flatten().map(|at| &self.all[at as usize])
    }

    /// Returns the clause that `token` belongs to: its own or that of the nearest predicate above it.
    #[must_use]
    pub fn around(&self, grammar: &Grammar, token: TokenId) -> Option<&Clause> {
        let mut token = token;
        for _ in 0..64 {
            if let Some(clause) = self.at(token) {
                return Some(clause);
            }
            let head = grammar.tokens.get(token as usize)?.head;
            if head == token {
                return None;
            }
            token = head;
        }
        None
    }
}

/// Cuts all sentences into clauses.
#[must_use]
pub fn find(grammar: &Grammar) -> Clauses {
    let mut clauses = Clauses { all: Vec::new(), index: vec![None; grammar.tokens.len()] };
    for token in 0..grammar.tokens.len() as TokenId {
        if let Some(clause) = clause(grammar, token) {
            clauses.index[token as usize] = Some(clauses.all.len() as u32);
            clauses.all.push(clause);
        }
    }
    inherit(grammar, &mut clauses);
    clauses
}

fn clause(grammar: &Grammar, token: TokenId) -> Option<Clause> {
    let word = &grammar.tokens[token as usize];
    let children = grammar.children(token);
    let relation =
        |name: &str| children.iter().copied().find(|&child| grammar.tokens[child as usize].deprel == name);
    // "is to leave" is planned; only "is ready" is said of the subject.
    let to = || relation("mark").is_some_and(|mark| grammar.tokens[mark as usize].lower == "to");
    let copula = relation("cop").filter(|_| !(word.xpos == "VB" && to()));
    let verb =
        word.upos == Upos::Verb && !matches!(word.deprel, "amod" | "compound" | "case" | "mark" | "fixed");
    let auxiliary_alone = word.upos == Upos::Aux
        && matches!(word.deprel, "root" | "conj" | "ccomp" | "parataxis" | "advcl" | "acl:relcl");
    if !verb && copula.is_none() && !auxiliary_alone {
        return None;
    }
    let mut clause = Clause {
        predicate: token,
        subject: None,
        object: None,
        agent: None,
        obliques: Vec::new(),
        particle: None,
        complements: Vec::new(),
        passive: false,
        negated: false,
        tense: tense_of(word.xpos),
        modal: None,
        conditional: false,
        copular: copula.is_some(),
        up: (word.head != token).then_some(word.head),
        relation: word.deprel,
    };
    if let Some(copula) = copula {
        clause.tense = tense_of(grammar.tokens[copula as usize].xpos);
    }
    let mut have = false;
    for &child in children {
        let other = &grammar.tokens[child as usize];
        match other.deprel {
            // Of two, the nearer before the verb: the other is a mistake of the parse.
            "nsubj" if child < token || clause.subject.is_none() => clause.subject = Some(child),
            "nsubj:outer" => clause.subject = Some(child),
            "nsubj:pass" => {
                clause.object = Some(child);
                clause.passive = true;
            }
            // "gave the council a loan": of two objects the second is what is given.
            "obj"
                if clause.object.is_some_and(|first| {
                    first < child && grammar.tokens[first as usize].deprel == "obj" && first > token
                }) =>
            {
                if let Some(first) = clause.object.replace(child) {
                    clause.obliques.push(Oblique { preposition: "to".to_owned(), head: first });
                }
            }
            "obj" => clause.object = clause.object.or(Some(child)),
            "iobj" => {
                clause.obliques.push(Oblique { preposition: "to".to_owned(), head: child });
            }
            "aux:pass" => {
                clause.passive = true;
                if !have {
                    clause.tense = tense_of(other.xpos);
                }
            }
            "aux" => {
                if let Some(modal) = modal(&other.lower) {
                    clause.modal = Some(modal);
                    if matches!(modal, "will" | "shall" | "would") {
                        clause.tense = Tense::Future;
                        have = true;
                    }
                } else if matches!(other.lemma.as_str(), "have") {
                    clause.tense = Tense::Past;
                    have = true;
                } else if !have {
                    clause.tense = tense_of(other.xpos);
                }
            }
            // An infinitive that the parse takes for a purpose may be what is threatened or promised.
            "advcl"
                if other.xpos == "VB"
                    && child > token
                    && clause.complements.is_empty()
                    && grammar
                        .children(child)
                        .iter()
                        .any(|&mark| grammar.tokens[mark as usize].lower == "to") =>
            {
                clause.complements.push(child);
            }
            "compound:prt" => clause.particle = Some(child),
            "ccomp" | "xcomp" => clause.complements.push(child),
            "advmod"
                if matches!(
                    other.lower.as_str(),
                    "not" | "n't" | "never" | "no" | "nor" | "hardly" | "barely"
                ) =>
            {
                clause.negated = true;
            }
            "cc" | "cc:preconj" if other.lower == "nor" || other.lower == "neither" => clause.negated = true,
            "mark" => match other.lower.as_str() {
                "if" | "unless" | "whether" | "lest" => clause.conditional = true,
                "without" => clause.negated = true,
                _ => {}
            },
            "advmod"
                if matches!(
                    other.lower.as_str(),
                    "down"
                        | "back"
                        | "out"
                        | "up"
                        | "away"
                        | "off"
                        | "in"
                        | "apart"
                        | "home"
                        | "forward"
                        | "aside"
                        | "over"
                        | "through"
                ) && child > token
                    && child <= token + 3 =>
            {
                clause.particle = clause.particle.or(Some(child));
            }
            "obl" | "obl:agent" | "obl:tmod" | "obl:npmod" | "obl:unmarked" | "advcl" | "nmod" => {
                let preposition = preposition(grammar, child);
                if other.deprel == "advcl" {
                    continue;
                }
                if preposition == "by"
                    && (clause.passive || word.xpos == "VBN")
                    && !matches!(other.upos, Upos::Num)
                {
                    clause.agent = clause.agent.or(Some(child));
                }
                clause.obliques.push(Oblique { preposition, head: child });
            }
            _ => {}
        }
    }
    // "was shot dead by gunmen": the doer hangs on the word between.
    if clause.passive && clause.agent.is_none_or(|agent| grammar.tokens[agent as usize].upos != Upos::Propn) {
        let inner = children.iter().filter(|&&child| {
            matches!(grammar.tokens[child as usize].deprel, "xcomp" | "obj" | "advmod" | "obl")
        });
        let by = inner.flat_map(|&child| grammar.children(child)).copied().find(|&child| {
            grammar.tokens[child as usize].deprel.starts_with("obl") && preposition(grammar, child) == "by"
        });
        if let Some(by) = by.filter(|&by| clause.agent.is_none_or(|agent| by < agent)) {
            clause.agent = Some(by);
        }
    }
    clause.subject = clause.subject.map(|subject| before_a_day(grammar, subject, token));
    for argument in [clause.subject, clause.object].into_iter().flatten() {
        if is_negative(grammar, argument) {
            clause.negated = true;
        }
    }
    Some(clause)
}

/// "Olmen Friday shut the border": the day between is no part of the name, which is the subject.
fn before_a_day(grammar: &Grammar, subject: TokenId, verb: TokenId) -> TokenId {
    const DAYS: [&str; 9] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"];
    let word = |token: TokenId| grammar.tokens[token as usize].lower.as_str();
    // "A guild statement last week said": two words.
    let relative = subject > 0
        && matches!(word(subject), "week" | "month" | "year" | "night" | "evening" | "morning" | "weekend")
        && matches!(word(subject - 1), "last" | "this" | "that" | "earlier");
    let day = subject < verb && (relative || DAYS.contains(&word(subject)));
    let first = if relative { subject - 1 } else { subject };
    let before = grammar.children(subject).iter().copied().rev().find(|&child| {
        let word = &grammar.tokens[child as usize];
        child + 1 == first
            && matches!(word.deprel, "compound" | "flat" | "nmod:poss")
            && matches!(word.upos, Upos::Propn | Upos::Noun)
    });
    before.filter(|_| day).unwrap_or(subject)
}

/// Says whether a noun phrase denies what is said of it: "no shell", "neither side", "nobody".
#[must_use]
pub fn is_negative(grammar: &Grammar, token: TokenId) -> bool {
    let word = &grammar.tokens[token as usize];
    matches!(word.lower.as_str(), "nobody" | "none" | "nothing" | "noone" | "neither")
        || grammar.children(token).iter().any(|&child| {
            let child = &grammar.tokens[child as usize];
            child.lower == "not" && child.deprel == "advmod"
                || matches!(child.lower.as_str(), "no" | "neither" | "zero")
                    && !compares(grammar, child)
                    && matches!(child.deprel, "det" | "cc:preconj" | "nummod" | "det:predet" | "advmod")
        })
}

/// "no more than", "no fewer than" bound a number and deny nothing.
fn compares(grammar: &Grammar, word: &crate::grammar::Token) -> bool {
    let next = grammar.tokens.partition_point(|token| token.span.start < word.span.end);
    grammar.tokens.get(next).is_some_and(|next| {
        matches!(next.lower.as_str(), "more" | "fewer" | "less" | "later" | "longer" | "sooner" | "other")
    })
}

/// "Oster has agreed to the line, the guild announced": a whole clause before the verb of another, with its own subject
/// and no word that subordinates it, is what is told, whatever the parse calls it.
fn stands_alone(grammar: &Grammar, clause: &Clause) -> bool {
    clause.relation == "advcl"
        && clause.up.is_some_and(|up| up > clause.predicate)
        && (clause.subject.is_some_and(|subject| subject < clause.predicate)
            || clause.passive && clause.object.is_some_and(|object| object < clause.predicate))
        && clause.tense != Tense::None
        && !grammar.children(clause.predicate).iter().any(|&child| {
            let word = &grammar.tokens[child as usize];
            word.deprel == "mark" || word.deprel == "advmod" && word.lower.starts_with("wh")
        })
}

/// Gives clauses without a subject the one that they share.
fn inherit(grammar: &Grammar, clauses: &mut Clauses) {
    for at in 0..clauses.all.len() {
        let clause = clauses.all[at].clone();
        let Some(up) = clause.up else { continue };
        let word = &grammar.tokens[clause.predicate as usize];
        let above = clauses.index[up as usize].map(|at| clauses.all[at as usize].clone());
        let mut changed = clause.clone();
        if stands_alone(grammar, &clause) {
            changed.relation = "ccomp";
        }
        match clause.relation {
            "acl:relcl" => {
                // "the front, which shelled ...", "the men it holds".
                let relative = |token: Option<TokenId>| {
                    token.is_some_and(|token| {
                        matches!(
                            grammar.tokens[token as usize].lower.as_str(),
                            "who" | "which" | "that" | "whom" | "what"
                        )
                    })
                };
                let open = clause.subject.is_none() && !clause.passive;
                let without_object = clause.object.is_none() && (clause.subject.is_some() || clause.passive);
                if relative(clause.subject) || open && !relative(clause.object) {
                    changed.subject = Some(up);
                } else if relative(clause.object) || without_object {
                    changed.object = Some(up);
                }
            }
            "acl" => match word.xpos {
                // "Guards beaten villagers" is no English: a participle with an object of its own is the verb.
                "VBN"
                    if clause.object.is_some()
                        && !clause.passive
                        && clause.agent.is_none()
                        && grammar.tokens[up as usize].deprel == "root" =>
                {
                    changed.subject = changed.subject.or(Some(up));
                }
                "VBN" => {
                    changed.passive = true;
                    changed.object = changed.object.or(Some(up));
                }
                "VBG" => changed.subject = changed.subject.or(Some(up)),
                _ => {
                    // "a plan to withdraw": whoever has the plan.
                    if let Some(above) = clauses_around(grammar, clauses, up) {
                        changed.subject = changed.subject.or(above.subject);
                    }
                }
            },
            "conj" => {
                if let Some(above) = above {
                    if clause.subject.is_none() && !clause.passive {
                        changed.subject = if above.passive { above.object } else { above.subject };
                    }
                    if clause.passive && clause.object.is_none() {
                        changed.object = if above.passive { above.object } else { above.subject };
                    }
                    if word.xpos == "VBN"
                        && clause.subject.is_none()
                        && clause.object.is_none()
                        && above.passive
                    {
                        changed.passive = true;
                        changed.object = above.object;
                    }
                    if clause.modal.is_none() && clause.subject.is_none() && matches!(word.xpos, "VB") {
                        changed.modal = above.modal;
                        changed.tense = above.tense;
                    }
                    if changed.tense == Tense::None {
                        changed.tense = above.tense;
                    }
                    if matches!(above.relation, "xcomp" | "ccomp" | "acl:relcl" | "acl" | "advcl")
                        && clause.subject.is_none()
                    {
                        changed.relation = above.relation;
                        changed.up = above.up;
                    }
                }
            }
            "xcomp" => {
                if let Some(above) = above {
                    let controller = match grammar.tokens[up as usize].lemma.as_str() {
                        "promise" | "threaten" | "vow" | "refuse" | "agree" | "fail" => above.subject,
                        _ => above.object.or(above.subject),
                    };
                    let controller = if above.passive { above.object } else { controller };
                    if clause.passive {
                        changed.object = changed.object.or(controller);
                    } else {
                        changed.subject = changed.subject.or(controller);
                    }
                }
            }
            "advcl" | "parataxis" | "ccomp" | "csubj"
                if clause.subject.is_none()
                    && clause.object.is_none_or(|_| !clause.passive)
                    && word.xpos != "VBD" =>
            {
                if let Some(above) = above {
                    // "accused the front of shelling": the accused does it.
                    let accused = grammar.children(clause.predicate).iter().any(|&child| {
                        let child = &grammar.tokens[child as usize];
                        child.deprel == "mark"
                            && matches!(child.lower.as_str(), "of" | "for" | "from")
                            && above.object.is_some()
                    });
                    let controller = if above.passive || accused { above.object } else { above.subject };
                    // "Having taken the bridge, the guards ...": they took it.
                    let having = grammar.children(clause.predicate).iter().any(|&child| {
                        let child = &grammar.tokens[child as usize];
                        child.deprel == "aux" && child.lower == "having"
                    });
                    if clause.passive || word.xpos == "VBN" && !having {
                        changed.object = changed.object.or(controller);
                        changed.passive = true;
                    } else {
                        changed.subject = controller;
                    }
                    if changed.tense == Tense::None {
                        changed.tense = above.tense;
                    }
                }
            }
            _ => {}
        }
        if changed.subject.is_some_and(|subject| is_negative(grammar, subject)) {
            changed.negated = true;
        }
        clauses.all[at] = changed;
    }
}

fn clauses_around(grammar: &Grammar, clauses: &Clauses, token: TokenId) -> Option<Clause> {
    clauses.around(grammar, token).cloned()
}

/// Returns the preposition of a phrase, lower case, or nothing.
#[must_use]
pub fn preposition(grammar: &Grammar, token: TokenId) -> String {
    grammar
        .children(token)
        .iter()
        .map(|&child| &grammar.tokens[child as usize])
        .find(|child| child.deprel == "case" && child.upos != Upos::Part && child.lower != "'s")
        .map_or(String::new(), |child| child.lower.clone())
}

/// Returns a noun and those joined to it by "and", in order.
#[must_use]
pub fn conjuncts(grammar: &Grammar, token: TokenId) -> Vec<TokenId> {
    let mut found = vec![token];
    for &child in grammar.children(token) {
        let word = &grammar.tokens[child as usize];
        if word.deprel == "conj" && matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num) {
            found.push(child);
        }
    }
    found
}

fn tense_of(xpos: &str) -> Tense {
    match xpos {
        "VBD" => Tense::Past,
        "VBP" | "VBZ" => Tense::Present,
        _ => Tense::None,
    }
}

fn modal(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "will" | "'ll" | "wo" => "will",
        "would" | "'d" => "would",
        "shall" => "shall",
        "may" => "may",
        "might" => "might",
        "can" | "ca" => "can",
        "could" => "could",
        "must" => "must",
        "should" => "should",
        "ought" => "ought",
        _ => return None,
    })
}
