//! Claims: who takes which position on what.
//! A neutral verb amounts to blame, denial, admission or judgement by what it reports.

use super::clause::{Clause, Tense};
use super::context::Context;
use super::event::Drawn;
use super::kinds::{Claim, Content, Name, Statement};
use super::status::{Realis, of_clause};
use super::voice::Speech;
use crate::document::Genre;
use crate::grammar::{Sentence, TokenId, Upos};
use crate::mention::actors::SPEAKER;
use crate::mention::entity::{EntityId, EntityKind};

/// Draws the claims of a report.
#[must_use]
pub fn draw(context: &Context<'_>, events: &[Drawn]) -> Vec<Statement> {
    let mut claims = Vec::new();
    for speech in &context.voices.all {
        let sentence = context.sentence(speech.cue);
        if context.is_read(sentence.block) {
            claims.extend(of_speech(context, speech, events));
        }
    }
    claims.extend(of_issuer(context, events));
    claims.extend(no_comments(context));
    // Signs alone are nobody's words.
    claims.retain(|claim| {
        claim.anchor.of(&context.document.text).contains(|letter: char| letter.is_alphanumeric())
    });
    distinct(claims)
}

fn of_speech(context: &Context<'_>, speech: &Speech, events: &[Drawn]) -> Vec<Statement> {
    let entry = context.lexicon.tables.cues.entry(speech.entry);
    // What a mission's own report says that its people saw and counted is its own voice.
    let watches =
        ["see", "spot", "find", "hear", "record", "observe", "register", "note", "count", "document"];
    if context.document.genre == Genre::MonitorReport
        && entry.id == "say"
        && watches.contains(&context.lemma(speech.cue))
        && speech.speakers.iter().all(|&id| {
            id == SPEAKER
                || matches!(context.cast.get(id).kind, EntityKind::Organisation | EntityKind::Speakers)
        })
    {
        return Vec::new();
    }
    let mut stance = entry.stance.clone();
    let speaker = speech.speakers.first().copied().unwrap_or(SPEAKER);
    let mut targets: Vec<Name> = speech.targets.iter().flat_map(|&token| context.names(token)).collect();
    if speech.negated {
        match stance.as_str() {
            "asserts" | "confirms" => {
                // Not to tell is silence; not to see or count something is none.
                let tells = [
                    "say", "tell", "explain", "disclose", "specify", "give", "reveal", "state", "comment",
                    "reply", "answer", "confirm", "name",
                ];
                if !tells.contains(&context.lemma(speech.cue)) {
                    return Vec::new();
                }
                "no-comment".clone_into(&mut stance);
            }
            "denies" => "admits".clone_into(&mut stance),
            _ => return Vec::new(),
        }
    } else if stance == "asserts" || stance == "admits" && entry.id == "claim" {
        let (judged, blamed) = judge(context, speech, speaker, events);
        judged.clone_into(&mut stance);
        targets.extend(blamed);
    }
    if speech.mutual {
        let all = &speech.speakers;
        return all
            .iter()
            .map(|&one| {
                let others = all
                    .iter()
                    .filter(|&&other| other != one)
                    .map(|&other| context.name(other, speech.cue))
                    .collect();
                statement(context, speech, one, "blames", others)
            })
            .collect();
    }
    speech
        .speakers
        .iter()
        .map(|&speaker| statement(context, speech, speaker, &stance, targets.clone()))
        .collect()
}

fn statement(
    context: &Context<'_>,
    speech: &Speech,
    speaker: EntityId,
    stance: &str,
    target: Vec<Name>,
) -> Statement {
    let (start, end) = quote(context, speech);
    let about = speech.scope.iter().find(|(start, end)| start < end).map(|&(start, end)| {
        let run = context.quote(start, end.min(start + 8));
        run.of(&context.document.text).to_owned()
    });
    Statement {
        anchor: context.quote(start, end),
        content: Content::Claim(Claim {
            speaker: Some(context.name(speaker, speech.cue)),
            stance: stance.to_owned(),
            target,
            about,
        }),
        rules: vec![format!(
            "claim/{}/{}",
            context.lexicon.tables.cues.entry(speech.entry).id,
            context.lemma(speech.cue)
        )],
        voice: None,
    }
}

/// The words that carry a claim: who speaks, and the beginning of what is said.
pub(super) fn quote(context: &Context<'_>, speech: &Speech) -> (TokenId, TokenId) {
    let (mut start, mut end) = speech.region;
    let sentence = context.sentence(speech.cue);
    if end - start > 20 {
        start = speech.cue.saturating_sub(6).max(sentence.start);
        end = speech.cue + 1;
    }
    let after = speech
        .scope
        .iter()
        .find(|&&(from, to)| from >= end && from < to && from < end + 6 && to <= sentence.end);
    let before = speech
        .scope
        .iter()
        .find(|&&(from, to)| to <= start && from < to && to + 3 > start && from >= sentence.start);
    if let Some(&(from, to)) = before {
        start = from.max(to.saturating_sub(14));
    } else if let Some(&(from, to)) = after {
        end = to.min(from + 14);
    }
    (start, end)
}

/// Decides what "said" amounts to.
fn judge(
    context: &Context<'_>,
    speech: &Speech,
    speaker: EntityId,
    events: &[Drawn],
) -> (&'static str, Vec<Name>) {
    let from = speech.scope.iter().map(|scope| scope.0).min().unwrap_or(0);
    let to = speech.scope.iter().map(|scope| scope.1).max().unwrap_or(0);
    let first = events.partition_point(|event| event.predicate < from);
    let inside: Vec<&Drawn> = events[first..]
        .iter()
        .take_while(|event| event.predicate < to)
        .filter(|event| speech.covers(event.predicate))
        .collect();
    let main = main_clause(context, speech);
    let party = is_party(context, speaker);
    if let Some(clause) = main
        && (denies(context, clause, speaker, party) || calls_false(context, clause))
    {
        return ("denies", Vec::new());
    }
    if main.is_some_and(|clause| cannot_tell(context, clause)) {
        return ("disputes", Vec::new());
    }
    let hostile = |event: &&&Drawn| {
        matches!(event.event.kind.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE")
            && matches!(event.event.status, "reported" | "alleged" | "claimed")
    };
    // The speech nearest to an event carries its blame.
    let nearest =
        |event: &&&Drawn| context.voices.inner(event.predicate).is_some_and(|inner| inner.cue == speech.cue);
    for event in inside.iter().filter(hostile).filter(nearest) {
        let own = event
            .doers
            .iter()
            .any(|&doer| context.entity(doer).is_some_and(|doer| context.cast.same_side(doer, speaker)));
        if own {
            if event.event.kind != "MOBILIZE" {
                return ("admits", Vec::new());
            }
        } else if !event.doers.is_empty()
            && event.event.act != "clash"
            && (party || event.event.kind != "MOBILIZE")
            && (party || event.doers.iter().any(|&doer| is_known(context, doer)))
        {
            return ("blames", event.event.who.clone());
        }
    }
    if let Some(clause) = main
        && judges(context, clause)
        && inside.is_empty()
    {
        return ("assesses", Vec::new());
    }
    ("asserts", Vec::new())
}

/// The clause that is said: the outermost in the words said.
fn main_clause<'a>(context: &'a Context<'_>, speech: &Speech) -> Option<&'a Clause> {
    let mut best: Option<(&Clause, usize)> = None;
    for &(start, end) in &speech.scope {
        for token in start..end {
            let Some(clause) = context.clauses.at(token) else { continue };
            let mut depth = 0;
            let mut at = token;
            while let Some(word) = context.grammar.tokens.get(at as usize) {
                if word.head == at || depth > 30 {
                    break;
                }
                at = word.head;
                depth += 1;
            }
            if best.is_none_or(|(_, least)| depth < least) {
                best = Some((clause, depth));
            }
        }
    }
    best.map(|(clause, _)| clause)
}

/// A negated statement about oneself, or that something does not exist, is a denial.
fn denies(context: &Context<'_>, clause: &Clause, speaker: EntityId, party: bool) -> bool {
    // "says that it holds none", "had no part in it".
    let holds_none = || {
        let negative = |token: TokenId| {
            super::clause::is_negative(context.grammar, token)
                || matches!(context.lower(token), "none" | "nobody" | "nothing")
        };
        clause.object.is_some_and(negative)
    };
    if !clause.negated && !holds_none()
        || matches!(clause.modal, Some("will" | "would" | "shall" | "should" | "must"))
        || clause.tense == Tense::Future
    {
        return false;
    }
    if clause.passive
        && clause.object.is_some_and(|object| context.acts(object))
        && clause.agent.is_none()
        && !super::clause::is_negative(context.grammar, clause.predicate)
        && clause.subject.is_none()
        && clause.object.is_some_and(|object| !super::clause::is_negative(context.grammar, object))
    {
        // "its divers were not let down": suffered, not denied.
        return false;
    }
    // "No one was hurt": good news, and nothing is denied.
    let harm = clause.passive
        && clause.object.is_some_and(|object| super::clause::is_negative(context.grammar, object))
        && matches!(context.lemma(clause.predicate), "hurt" | "harm" | "injure" | "wound" | "kill");
    if harm {
        return false;
    }
    let own = clause
        .subject
        .or(clause.object)
        .and_then(|token| context.entity(token))
        .is_some_and(|subject| context.cast.same_side(subject, speaker));
    let none = [clause.subject, clause.object]
        .into_iter()
        .flatten()
        .any(|token| super::clause::is_negative(context.grammar, token));
    own || none && party
}

/// "The point cannot be settled", "it was not possible to establish who fired": doubt without a denial.
fn cannot_tell(context: &Context<'_>, clause: &Clause) -> bool {
    let tells = |token: TokenId| {
        matches!(
            context.lemma(token),
            "verify"
                | "confirm"
                | "establish"
                | "determine"
                | "ascertain"
                | "settle"
                | "prove"
                | "corroborate"
                | "substantiate"
        )
    };
    let not_able = clause.negated && matches!(clause.modal, Some("can" | "could")) && tells(clause.predicate);
    let lemma = context.lemma(clause.predicate);
    let unable = (lemma == "unable" && !clause.negated || lemma == "possible" && clause.negated)
        && clause.complements.iter().any(|&token| tells(token));
    not_able || unable
}

/// "The report is a lie", "the charge is without foundation".
fn calls_false(context: &Context<'_>, clause: &Clause) -> bool {
    let cues = &context.lexicon.tables.cues;
    let listed = |token: TokenId| {
        cues.predicates
            .get(context.lemma(token))
            .is_some_and(|frames| frames.iter().any(|frame| cues.entry(frame.entry).stance == "denies"))
    };
    let baseless = context.lemma(clause.predicate) == "foundation"
        && context
            .grammar
            .children(clause.predicate)
            .iter()
            .any(|&child| matches!(context.lower(child), "without" | "no"));
    clause.copular && !clause.negated && listed(clause.predicate) || baseless
}

/// A judgement: an adjective, a duty, a valuation.
fn judges(context: &Context<'_>, clause: &Clause) -> bool {
    let word = &context.grammar.tokens[clause.predicate as usize];
    if matches!(clause.modal, Some("must" | "should" | "ought")) {
        return true;
    }
    if clause.copular {
        let fact = matches!(
            word.lemma.as_str(),
            "dead"
                | "open"
                | "closed"
                | "ready"
                | "wounded"
                | "present"
                | "missing"
                | "safe"
                | "intact"
                | "empty"
                | "available"
                | "aware"
                | "due"
                | "able"
                | "underway"
                | "absent"
                | "operational"
                | "unhurt"
                | "alive"
                | "near"
                | "inside"
        );
        return word.upos == Upos::Adj && !fact
            || matches!(
                word.lemma.as_str(),
                "step"
                    | "success"
                    | "failure"
                    | "tragedy"
                    | "disaster"
                    | "crime"
                    | "matter"
                    | "priority"
                    | "chance"
                    | "opportunity"
                    | "responsibility"
                    | "way"
            );
    }
    matches!(
        word.lemma.as_str(),
        "hold" | "deserve" | "matter" | "demonstrate" | "represent" | "prove" | "hang" | "need"
    ) && clause.object.is_none_or(|object| !context.acts(object))
}

/// Says whether a doer is somebody the report knows, and no "sniper" or "gunmen" of whom it tells no more.
fn is_known(context: &Context<'_>, doer: TokenId) -> bool {
    context.entity(doer).is_some_and(|id| {
        let side = context.cast.get(context.cast.side(id));
        side.actor.is_some() || side.state.is_some() || side.kind == EntityKind::Named
    })
}

fn is_party(context: &Context<'_>, id: EntityId) -> bool {
    let entity = context.cast.get(id);
    entity.kind.is_party()
        || matches!(entity.kind, EntityKind::Person | EntityKind::Speakers)
            && (entity.state.is_some()
                || entity.body.is_some_and(|body| context.cast.get(body).kind.is_party()))
}

/// In a party's or mission's own text its sentences are its claims.
fn of_issuer(context: &Context<'_>, events: &[Drawn]) -> Vec<Statement> {
    let mut claims = Vec::new();
    for sentence in &context.grammar.sentences {
        if context.host(sentence.block).is_none()
            || !context.is_read(sentence.block)
            || (sentence.start..sentence.end).any(|token| context.voices.is_cue(token))
        {
            continue;
        }
        let first = events.partition_point(|event| event.predicate < sentence.start);
        let inside: Vec<&Drawn> =
            events[first..].iter().take_while(|event| event.predicate < sentence.end).collect();
        let mut stance = None;
        for event in &inside {
            if !matches!(event.event.kind.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE")
                || !matches!(event.event.status, "alleged" | "claimed")
            {
                continue;
            }
            let own = event
                .doers
                .iter()
                .any(|&doer| context.entity(doer).is_some_and(|doer| context.cast.same_side(doer, SPEAKER)));
            stance = Some(if own {
                ("admits", Vec::new())
            } else if event.doers.is_empty() {
                ("asserts", Vec::new())
            } else {
                ("blames", event.event.who.clone())
            });
            let (stance, target) = stance.clone().unwrap_or(("asserts", Vec::new()));
            claims.push(issued(context, event.tokens, stance, target));
        }
        if stance.is_some() {
            continue;
        }
        let main = context.clauses.at(context.grammar.root(*sentence));
        if let Some(clause) = main {
            let tokens = (sentence.start, sentence.end.min(sentence.start + 20));
            if denies(context, clause, SPEAKER, true) && of_clause(context, clause) == Realis::NotDone
                || calls_false(context, clause)
            {
                claims.push(issued(context, tokens, "denies", Vec::new()));
            } else if judges(context, clause) && inside.is_empty() {
                claims.push(issued(context, tokens, "assesses", Vec::new()));
            }
        }
    }
    claims
}

fn issued(context: &Context<'_>, tokens: (TokenId, TokenId), stance: &str, target: Vec<Name>) -> Statement {
    let anchor = context.quote(tokens.0, tokens.1);
    Statement {
        anchor,
        content: Content::Claim(Claim {
            speaker: Some(context.name(SPEAKER, tokens.0)),
            stance: stance.to_owned(),
            target,
            about: Some(anchor.of(&context.document.text).chars().take(60).collect()),
        }),
        rules: vec!["claim/issuer".to_owned()],
        voice: None,
    }
}

/// "no comment", "nothing to add", "could not be reached": phrases that the verbs do not show.
fn no_comments(context: &Context<'_>) -> Vec<Statement> {
    let cues = &context.lexicon.tables.cues;
    let mut claims = Vec::new();
    for sentence in &context.grammar.sentences {
        if !context.is_read(sentence.block)
            || speeches_in(context, sentence).any(|speech| {
                matches!(cues.entry(speech.entry).stance.as_str(), "no-comment" | "disputes" | "retracts")
            })
        {
            continue;
        }
        for at in sentence.start..sentence.end {
            let Some(phrases) = cues.phrases.get(context.lower(at)) else { continue };
            let found = phrases.iter().find(|(words, entry)| {
                matches!(cues.entry(*entry).stance.as_str(), "no-comment" | "disputes" | "retracts")
                    && words.iter().enumerate().all(|(offset, word)| {
                        at as usize + offset < sentence.end as usize
                            && context.lower(at + offset as TokenId) == word
                    })
            });
            let Some((words, entry)) = found else { continue };
            let stance = cues.entry(*entry).stance.clone();
            // "There was no reply from the palace."
            let behind = at + words.len() as TokenId;
            let from = (behind < sentence.end && context.lower(behind) == "from")
                .then(|| (behind + 1..sentence.end.min(behind + 8)).rev().find(|&token| context.acts(token)))
                .flatten();
            let subject = from
                .or_else(|| {
                    (sentence.start..at).rev().find(|&token| {
                        context.acts(token)
                            && context.grammar.tokens[token as usize].deprel.starts_with("nsubj")
                    })
                })
                .or_else(|| (sentence.start..at).find(|&token| context.acts(token)));
            let speaker = subject.and_then(|token| context.entity(token)).map(|id| context.name(id, at));
            let Some(speaker) = speaker.or_else(|| {
                (stance != "no-comment")
                    .then(|| context.name(SPEAKER, at))
                    .filter(|_| context.document.issuer.is_some())
            }) else {
                continue;
            };
            let before = subject.filter(|&token| token < at);
            let start = before.map_or(at.saturating_sub(8).max(sentence.start), |token| {
                context.phrase(token).0.max(at.saturating_sub(16))
            });
            claims.push(Statement {
                anchor: context.quote(start, (at + words.len() as TokenId + 6).min(sentence.end)),
                content: Content::Claim(Claim {
                    speaker: Some(speaker),
                    stance,
                    target: Vec::new(),
                    about: None,
                }),
                rules: vec![format!("claim/phrase/{}", words.join("-"))],
                voice: None,
            });
            break;
        }
    }
    claims
}

/// The speeches whose cue stands in a sentence.
fn speeches_in<'a>(context: &'a Context<'_>, sentence: &Sentence) -> impl Iterator<Item = &'a Speech> {
    let all = &context.voices.all;
    let start = all.partition_point(|speech| speech.cue < sentence.start);
    let end = all.partition_point(|speech| speech.cue < sentence.end);
    all[start..end.max(start)].iter()
}

fn distinct(claims: Vec<Statement>) -> Vec<Statement> {
    let mut kept: Vec<Statement> = Vec::new();
    for claim in claims {
        let again = kept.iter().rev().take(40).any(|known| {
            let (Content::Claim(one), Content::Claim(other)) = (&known.content, &claim.content) else {
                return false;
            };
            known.anchor.overlaps(claim.anchor)
                && one.speaker.as_ref().map(|name| &name.name)
                    == other.speaker.as_ref().map(|name| &name.name)
                && (one.stance == other.stance || known.anchor == claim.anchor)
        });
        if !again {
            kept.push(claim);
        }
    }
    kept
}
