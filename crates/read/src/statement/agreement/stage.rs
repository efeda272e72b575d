//! A mention and its predicates in, evidence of how far the agreement has come out.
//! Weighs the evidence of one report; what other reports say is left to the assessment.

use truce_lexicon::load::deals::{Line, Place, Stage};

use super::mention::{Link, Mention};
use crate::grammar::TokenId;
use crate::statement::clause::{Tense, preposition};
use crate::statement::context::Context;
use crate::statement::status::Realis;
use crate::statement::wording::{self, realis};

/// One sign of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Stage of the facts form.
    pub stage: &'static str,
    /// Of several signs the one with the highest rank counts.
    pub rank: u8,
    /// The word that gives it.
    pub at: TokenId,
    /// Whether it is told as having come about.
    pub told: bool,
}

/// The stages, so that their names outlive the lexicon.
const STAGES: [&str; 13] = [
    "proposed",
    "negotiated",
    "rejected",
    "agreed",
    "declared",
    "signed",
    "in-effect",
    "extended",
    "strained",
    "violated",
    "suspended",
    "expired",
    "collapsed",
];

/// Returns the form of a stage's name that lives as long as the program.
#[must_use]
pub fn named(stage: &str) -> &'static str {
    STAGES.iter().copied().find(|known| *known == stage).unwrap_or("in-effect")
}

/// Collects the signs around one mention.
#[must_use]
pub fn evidence(context: &Context<'_>, mention: &Mention) -> Vec<Evidence> {
    let deals = &context.lexicon.tables.deals;
    let mut found = Vec::new();
    if mention.verbal {
        found.push(Evidence { stage: "agreed", rank: 20, at: mention.head, told: true });
    }
    for link in &mention.links {
        if let Some(stage) = stage_of(context, link) {
            let mut sign = judged(context, stage, link.predicate, link.nominal, mention);
            // "announced an agreement": what is announced was agreed.
            if let Some(sign) = sign.as_mut().filter(|sign| sign.stage == "declared")
                && !mention.strong
                && !mention.pronoun
            {
                (sign.stage, sign.rank) = ("agreed", 20);
            }
            found.extend(sign);
        }
        if !link.nominal && link.place == Place::Subject {
            found.extend(said_of(context, mention, link.predicate));
        }
    }
    let first = mention.end - 1;
    for token in mention.start..first {
        let stage = deals
            .stage_adjectives
            .get(context.lower(token))
            .or_else(|| deals.stage_adjectives.get(context.lemma(token)));
        if let Some(&at) = stage {
            let stage = &deals.stages[at as usize];
            found.push(Evidence { stage: named(&stage.stage), rank: stage.rank, at: token, told: true });
        }
    }
    found.extend(phrases(context, mention));
    found
}

fn stage_of<'a>(context: &'a Context<'_>, link: &Link) -> Option<&'a Stage> {
    let deals = &context.lexicon.tables.deals;
    let lemma = context.lemma(link.predicate);
    if link.nominal {
        return deals.stage_nouns.get(lemma).map(|&at| &deals.stages[at as usize]);
    }
    deals
        .stage_verbs
        .get(lemma)?
        .iter()
        .find(|(_, place, line)| *place == link.place && fits(context, link, line))
        .map(|(at, ..)| &deals.stages[*at as usize])
}

fn fits(context: &Context<'_>, link: &Link, line: &Line) -> bool {
    let clause = context.clauses.at(link.predicate);
    let next = |ahead: TokenId| context.lower(link.predicate + ahead);
    if let Some(particle) = &line.particle {
        let written =
            clause.and_then(|clause| clause.particle).is_some_and(|token| context.lower(token) == particle)
                || next(1) == particle;
        if !written {
            return false;
        }
    }
    // "a truce ended the war": what it does to another thing says nothing of its own end.
    let ending = matches!(
        line.verb.as_str(),
        "end" | "break" | "fail" | "last" | "live" | "hold" | "run" | "start" | "begin"
    );
    if ending
        && link.place == Place::Subject
        && line.object.is_empty()
        && clause.is_some_and(|clause| {
            clause.object.is_some_and(|object| object != link.predicate && !context.is_time(object))
        })
    {
        return false;
    }
    if line.passive && !clause.is_some_and(|clause| clause.passive) {
        return false;
    }
    if !line.object.is_empty() {
        let object = clause.and_then(|clause| clause.object);
        let near = (1..4).map(|ahead| link.predicate + ahead);
        if !object
            .into_iter()
            .chain(near)
            .any(|token| line.object.iter().any(|word| word == context.lemma(token)))
        {
            return false;
        }
    }
    if line.prepositions.is_empty() {
        return true;
    }
    if link.place == Place::Oblique {
        return line.prepositions.contains(&link.preposition);
    }
    line.prepositions.iter().any(|word| word == next(1))
        || clause.is_some_and(|clause| {
            clause.obliques.iter().any(|oblique| line.prepositions.contains(&oblique.preposition))
        })
}

/// What a sign is worth as it is told: planned, denied, wished, or only one side's word.
/// Says whether what a verb tells was agreed: "agreed to extend", "decided to renew".
fn agreed_to(context: &Context<'_>, at: TokenId) -> bool {
    context.clauses.at(at).and_then(|clause| clause.up).is_some_and(|up| {
        wording::is(context, up, &["agree", "decide", "consent", "resolve"])
            && context.clauses.at(up).is_some_and(|clause| !clause.negated && clause.modal.is_none())
    })
}

fn judged(
    context: &Context<'_>,
    stage: &Stage,
    at: TokenId,
    nominal: bool,
    mention: &Mention,
) -> Option<Evidence> {
    let realis = realis(context, at);
    let sign = |stage: &'static str, rank: u8, told: bool| Some(Evidence { stage, rank, at, told });
    let name = named(&stage.stage);
    match realis {
        Realis::Told | Realis::Hedged => {
            let clause = context.clauses.at(at);
            let present = clause.is_some_and(|clause| clause.tense == Tense::Present && !clause.passive);
            // "the truce expires on Friday": not yet.
            if present
                && !nominal
                && matches!(name, "expired" | "collapsed")
                && !clause.is_some_and(|clause| clause.copular)
            {
                return None;
            }
            // "lasted a fortnight": over; "has lasted a fortnight": not.
            let perfect = context
                .grammar
                .children(at)
                .iter()
                .any(|&child| matches!(context.lower(child), "has" | "have"));
            if wording::is(context, at, &["last", "live"])
                && !nominal
                && clause.is_some_and(|clause| clause.tense == Tense::Past)
                && !perfect
            {
                return sign("collapsed", 76, true);
            }
        }
        Realis::Planned | Realis::Threatened => {
            return match name {
                "proposed" | "negotiated" => sign(name, stage.rank, true),
                "agreed" | "signed" | "declared" => sign("proposed", 10, true),
                "in-effect" => sign("agreed", 20, true),
                // "agreed to extend the truce": it is.
                "extended" if agreed_to(context, at) => sign(name, stage.rank, true),
                _ => None,
            };
        }
        Realis::NotDone => {
            return match name {
                "signed" | "agreed"
                    if context.clauses.at(at).is_some_and(|clause| {
                        clause.subject.is_some_and(|subject| context.acts(subject))
                            && clause.tense == Tense::Past
                            || clause.relation == "xcomp"
                    }) =>
                {
                    sign("rejected", 62, true)
                }
                "in-effect" => sign("violated", 56, true),
                "violated" | "expired" | "collapsed" => sign("in-effect", 40, true),
                _ => None,
            };
        }
        Realis::Unreal => {
            return match name {
                "proposed" => sign(name, stage.rank, true),
                _ => None,
            };
        }
    }
    // "X will not ..." is told above; here: one side's word for the other's breach is strain, not a finding.
    if matches!(name, "violated" | "collapsed" | "suspended" | "expired")
        && disputed(context, at)
        && !mention.earlier
    {
        return sign("strained", 54, true);
    }
    sign(name, stage.rank, true)
}

/// Says whether only a party to the conflict says so.
fn disputed(context: &Context<'_>, at: TokenId) -> bool {
    let over = context.voices.over(at);
    let Some(speech) = over.last() else { return false };
    let party = speech.speakers.iter().any(|&id| {
        let entity = context.cast.get(id);
        entity.kind.is_party() || entity.body.is_some_and(|body| context.cast.get(body).kind.is_party())
    });
    // Its own act, told by itself, is no dispute.
    let own = context
        .clauses
        .around(context.grammar, at)
        .and_then(|clause| clause.subject)
        .and_then(|token| context.entity(token))
        .is_some_and(|id| speech.speakers.iter().any(|&speaker| context.cast.same_side(speaker, id)));
    party && !own
}

/// "the truce is shaky", "the armistice is finished": adjectives and nouns said of it.
fn said_of(context: &Context<'_>, mention: &Mention, predicate: TokenId) -> Option<Evidence> {
    let deals = &context.lexicon.tables.deals;
    if !context.clauses.at(predicate)?.copular {
        return None;
    }
    let at = deals.stage_adjectives.get(context.lemma(predicate))?;
    judged(context, &deals.stages[*at as usize], predicate, false, mention)
}

/// Phrases in the clause whose subject the mention is: "has been observed since".
fn phrases(context: &Context<'_>, mention: &Mention) -> Option<Evidence> {
    let deals = &context.lexicon.tables.deals;
    let sentence = context.sentence(mention.head);
    if mention.compound.is_some()
        || mention.pronoun
            && !mention
                .links
                .iter()
                .any(|link| context.clauses.at(link.predicate).is_some_and(|clause| clause.copular))
    {
        return None;
    }
    let governed = !preposition(context.grammar, mention.head).is_empty() && !mention.heading;
    let mut end = mention.end;
    while end < sentence.end
        && end < mention.end + 18
        && (!wording::parts(context, end) || context.lower(end) == "[")
    {
        if context.lower(end) == "," && matches!(context.lower(end + 1), "and" | "but" | "while" | "although")
        {
            break;
        }
        end += 1;
    }
    let mut best: Option<Evidence> = None;
    for from in mention.end..end {
        for (phrase, at) in &deals.stage_phrases {
            let stands = phrase.iter().enumerate().all(|(ahead, words)| {
                let token = from + ahead as TokenId;
                token < end
                    && words.iter().any(|word| word == context.lower(token) || word == context.lemma(token))
            });
            if !stands {
                continue;
            }
            let stage = &deals.stages[*at as usize];
            if governed && stage.stage != "violated" {
                continue;
            }
            let clause = context.clauses.around(context.grammar, from);
            let unreal = clause.is_some_and(|clause| {
                clause.conditional
                    || matches!(
                        clause.modal,
                        Some("could" | "may" | "might" | "would" | "should" | "will" | "must")
                    )
            });
            let name = named(&stage.stage);
            let evidence = if unreal {
                match name {
                    "in-effect" => Evidence { stage: "agreed", rank: 20, at: from, told: true },
                    _ => continue,
                }
            } else if matches!(name, "violated" | "collapsed" | "suspended" | "expired")
                && disputed(context, from)
            {
                Evidence { stage: "strained", rank: 54, at: from, told: true }
            } else {
                Evidence { stage: name, rank: stage.rank, at: from, told: true }
            };
            if best.is_none_or(|best| evidence.rank > best.rank) {
                best = Some(evidence);
            }
        }
    }
    best
}

/// Settles the stage from all signs, in order of the text.
#[must_use]
pub fn settle(evidence: &[Evidence]) -> &'static str {
    let mut best: Option<Evidence> = None;
    for sign in evidence.iter().filter(|sign| sign.told || sign.rank >= 30) {
        if best.is_none_or(|best| sign.rank >= best.rank) {
            best = Some(*sign);
        }
    }
    best.map_or("in-effect", |best| best.stage)
}
