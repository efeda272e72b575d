//! Mentions of truces, deals and accords in, one agreement for each out, with its parties, brokers and stage.
//! What an agreement obliges to is drawn in `term`.

mod age;
mod links;
mod mention;
mod parties;
mod stage;

use std::collections::BTreeSet;

pub use mention::{Mention, Reach};
pub use parties::{adjective_name, belligerents, is_group};
use stage::Evidence;

use super::context::Context;
use super::kinds::{Agreement, Content, Name, Statement};
use super::status::{Realis, realis};
use super::wording::{self, push};
use crate::grammar::TokenId;

/// An agreement with all its mentions.
#[derive(Debug, Clone)]
pub struct Deal {
    /// Its mentions, in order of the text.
    pub mentions: Vec<Mention>,
    /// What is known of it.
    pub agreement: Agreement,
    signs: Vec<Evidence>,
    names: BTreeSet<String>,
    dates: Vec<String>,
    earlier: bool,
    /// Parties that the text names beside its mentions so far.
    bound: Vec<Name>,
    /// The headline's phrase, with what it tells.
    headline: Option<Mention>,
}

/// Draws the agreements of a report.
#[must_use]
pub fn draw(context: &Context<'_>, deals: &[Deal]) -> Vec<Statement> {
    deals.iter().map(|deal| statement(context, deal)).collect()
}

/// Finds the agreements of a report, each once, in order of their first mention.
#[must_use]
pub fn find(context: &Context<'_>) -> Vec<Deal> {
    let mut deals: Vec<Deal> = Vec::new();
    let mut headings = Vec::new();
    for mention in mention::find(context) {
        let signs = stage::evidence(context, &mention);
        if mention.heading {
            headings.push((mention, signs));
            continue;
        }
        let when = concluded(context, &mention, &signs);
        let known = home(&deals, context, &mention, when.as_deref());
        let refers = mention.pronoun || mention.reach == Reach::Definite || mention.compound.is_some();
        match known {
            Some(at) if mention.reach != Reach::None && (refers || makes(context, &mention, &signs)) => {
                deals[at].take(context, mention, signs, when)
            }
            Some(_) => {}
            None if makes(context, &mention, &signs) => deals.push(Deal::new(context, mention, signs, when)),
            None => {}
        }
    }
    // A headline tells of the main agreement.
    for (mention, signs) in headings {
        if let Some(at) = (0..deals.len())
            .find(|&at| !deals[at].earlier && compatible(deals[at].agreement.kind, &mention.kind))
            && mention.reach != Reach::None
        {
            deals[at].signs.splice(0..0, signs);
            deals[at].headline.get_or_insert(mention);
        }
    }
    fill(context, &mut deals);
    deals
}

impl Deal {
    fn new(context: &Context<'_>, mention: Mention, signs: Vec<Evidence>, when: Option<String>) -> Self {
        let mut deal = Self {
            agreement: Agreement::default(),
            names: BTreeSet::new(),
            dates: Vec::new(),
            earlier: mention.earlier,
            mentions: Vec::new(),
            signs: Vec::new(),
            bound: Vec::new(),
            headline: None,
        };
        deal.take(context, mention, signs, when);
        deal
    }

    fn take(&mut self, context: &Context<'_>, mention: Mention, signs: Vec<Evidence>, when: Option<String>) {
        parties::beside(context, &mention).parties.into_iter().for_each(|name| push(&mut self.bound, name));
        if self.agreement.kind.is_empty() && (self.names.is_empty() || !mention.names.is_empty()) {
            self.agreement.kind = kind(&mention.kind);
        }
        self.names.extend(mention.names.iter().cloned());
        self.dates.extend(mention.dated.iter().cloned());
        self.agreement.when = self.agreement.when.take().or(when).or_else(|| mention.dated.clone());
        self.signs.extend(signs);
        self.mentions.push(mention);
    }
}

const KINDS: [&str; 9] = [
    "ceasefire",
    "humanitarian-pause",
    "de-escalation",
    "cessation-of-hostilities",
    "peace-accord",
    "prisoner-exchange",
    "withdrawal",
    "corridor",
    "other",
];

fn kind(name: &str) -> &'static str {
    KINDS.iter().copied().find(|known| *known == name).unwrap_or("")
}

/// Says whether two mentions of these types may mean one agreement.
fn compatible(one: &str, other: &str) -> bool {
    let truce =
        |kind: &str| matches!(kind, "ceasefire" | "cessation-of-hostilities" | "humanitarian-pause" | "");
    one == other
        || one.is_empty()
        || other.is_empty()
        || truce(one) && truce(other) && (one != "humanitarian-pause" && other != "humanitarian-pause")
}

/// The agreement that a mention means, if it was met before.
fn home(deals: &[Deal], context: &Context<'_>, mention: &Mention, when: Option<&str>) -> Option<usize> {
    let last = |at: &usize| deals[*at].mentions.last().map_or(0, |mention| mention.head);
    if mention.pronoun {
        let near = |at: &usize| {
            context.grammar.sentence_index(mention.head) <= context.grammar.sentence_index(last(at)) + 1
        };
        return (0..deals.len()).max_by_key(last).filter(near);
    }
    let fits = |deal: &Deal| {
        if !compatible(deal.agreement.kind, &mention.kind)
            || mention.earlier != deal.earlier && mention.dated.is_none()
        {
            return false;
        }
        let named = mention.names.intersection(&deal.names).next().is_some();
        if !mention.names.is_empty() && !deal.names.is_empty() && !named {
            return false;
        }
        if !mention.names.is_empty()
            && deal.names.is_empty()
            && !mention.strong
            && deal.agreement.kind != mention.kind
        {
            return false;
        }
        if let Some(date) = &mention.dated {
            let known: Vec<&String> = deal.dates.iter().chain(&deal.agreement.when).collect();
            if known.is_empty() || !known.iter().any(|known| near(known, date, 40)) {
                return named && known.is_empty();
            }
            return true;
        }
        if let Some(owner) = mention.owner
            && deal
                .mentions
                .iter()
                .any(|known| known.owner.is_some_and(|known| !context.cast.same_side(known, owner)))
        {
            return false;
        }
        // What happened to it before it was made happened to another.
        if let (Some(before), Some(made)) = (happened(context, mention), &deal.agreement.when)
            && earlier_year(&before, made)
        {
            return false;
        }
        if mention.further && !deal.mentions.iter().any(|known| known.further) {
            return false;
        }
        if mention.reach == Reach::Indefinite && mention.names.is_empty() && !deal.names.is_empty() {
            return false;
        }
        // "Sund signed an armistice" after "Olmen and Orma signed one": others, so another.
        if matches!(mention.reach, Reach::Indefinite) && !deal.bound.is_empty() {
            let parties = parties::beside(context, mention).parties;
            let shared = parties.iter().any(|one| {
                deal.bound.iter().any(|other| {
                    one.name == other.name || one.also.contains(&other.name) || other.also.contains(&one.name)
                }) || parties::is_group(&one.name)
            });
            if !parties.is_empty() && !shared {
                return false;
            }
        }
        if mention.reach == Reach::Indefinite
            && let (Some(when), Some(known)) = (when, &deal.agreement.when)
        {
            return near(known, when, 60);
        }
        // A deal "without words" is met again only by a definite noun or a strong one.
        mention.strong
            || mention.reach == Reach::Definite
            || !mention.kind.is_empty()
            || mention.compound.is_some()
    };
    let same = |at: &usize| deals[*at].agreement.kind == mention.kind || mention.kind.is_empty();
    let fitting: Vec<usize> = (0..deals.len()).filter(|&at| fits(&deals[at])).collect();
    fitting.iter().copied().filter(same).max_by_key(last).or_else(|| fitting.into_iter().max_by_key(last))
}

/// Says whether a mention that means no known agreement makes one.
fn makes(context: &Context<'_>, mention: &Mention, signs: &[Evidence]) -> bool {
    if mention.verbal || mention.pronoun {
        return mention.verbal;
    }
    let told = signs.iter().any(|sign| sign.told);
    let proposed = signs.iter().any(|sign| sign.stage == "proposed" && sign.told);
    let concluded = signs.iter().any(|sign| sign.told && !matches!(sign.stage, "proposed" | "negotiated"));
    if let Some(noun) = mention.compound {
        return mention.strong
            && context.lexicon.tables.deals.stage_nouns.contains_key(context.lemma(noun))
            && concluded;
    }
    let unreal = matches!(realis(context, mention.head), Realis::Unreal | Realis::NotDone);
    let marked = mention.dated.is_some() || !mention.names.is_empty();
    let typed = !mention.kind.is_empty();
    match (mention.strong, mention.reach) {
        (_, Reach::None) => false,
        (true, Reach::Definite) => true,
        (true, _) => (told && !unreal) || proposed || marked && !unreal,
        (false, Reach::Definite) => {
            marked || typed && (told || mention.kind != "other") || concluded && !unreal
        }
        (false, _) => {
            !unreal && (typed && told || marked && concluded || concluded && typed) || typed && proposed
        }
    }
}

/// When it was concluded or took effect, by the clause of a mention.
fn concluded(context: &Context<'_>, mention: &Mention, signs: &[Evidence]) -> Option<String> {
    if mention.dated.is_some() {
        return mention.dated.clone();
    }
    let sign = signs
        .iter()
        .find(|sign| sign.told && matches!(sign.stage, "agreed" | "signed" | "declared" | "in-effect"))?;
    let effect = wording::is(
        context,
        sign.at,
        &[
            "take",
            "begin",
            "start",
            "come",
            "enter",
            "go",
            "sign",
            "agree",
            "reach",
            "conclude",
            "declare",
            "announce",
            "broker",
            "mediate",
            "negotiate",
            "call",
            "arrange",
            "in",
            "effective",
            "propose",
            "force",
            "run",
        ],
    );
    let clause = context.clauses.around(context.grammar, sign.at);
    let (start, end) = clause.map_or((mention.start, sign.at + 1), |clause| context.clause_tokens(clause));
    let sentence = context.sentence(mention.head);
    let end = end.max(sign.at + 1);
    let far = sentence.end.min(end + 20);
    let reach = (end..far)
        .find(|&token| wording::parts(context, token) && !matches!(context.lower(token), "(" | ")"))
        .unwrap_or(far);
    let point = |start: TokenId, end: TokenId| {
        context
            .times_in(start, end)
            .into_iter()
            .find(|time| !time.duration && time.when.is_some() && !until(context, time.start))
            .and_then(|time| time.when.clone())
    };
    effect.then(|| point(start, end).or_else(|| point(end, reach))).flatten()
}

/// Says whether the time behind this token is an end ("until", "by", "up to").
fn until(context: &Context<'_>, start: TokenId) -> bool {
    start > 0 && matches!(context.lower(start - 1), "until" | "till" | "by" | "through" | "before" | "to")
}

/// When the clause of a mention took place.
fn happened(context: &Context<'_>, mention: &Mention) -> Option<String> {
    let sentence = context.sentence(mention.head);
    let dated = |start: TokenId, end: TokenId| {
        let time =
            context.times_in(start, end).into_iter().find(|time| !time.duration && time.when.is_some());
        time.and_then(|time| time.when.clone())
    };
    // "an agreement reached in March".
    let concluded = context.grammar.children(mention.head).iter().find_map(|&child| {
        let word = &context.grammar.tokens[child as usize];
        (word.deprel == "acl" && word.xpos == "VBN")
            .then(|| dated(child, (context.grammar.subtree(child).1 + 1).min(child + 8)))
            .flatten()
    });
    if concluded.is_some() {
        return concluded;
    }
    let link = mention.links.iter().find(|link| !link.nominal && link.predicate >= sentence.start)?;
    let clause = context.clauses.at(link.predicate)?;
    let (start, end) = context.clause_tokens(clause);
    context
        .times_in(start, end.max(mention.end))
        .into_iter()
        .find(|time| !time.duration && time.when.is_some())
        .and_then(|time| time.when.clone())
}

/// Says whether one time lies in a year before the other.
fn earlier_year(one: &str, other: &str) -> bool {
    let year = |when: &str| {
        when.rsplit('/').next().and_then(|when| when.get(..4)).and_then(|when| when.parse::<i32>().ok())
    };
    let first = other.get(..4).and_then(|when| when.parse::<i32>().ok());
    year(one).zip(first).is_some_and(|(one, other)| one < other)
}

/// Says whether two times lie within so many days of each other, by their beginnings; a vague one reaches farther.
fn near(one: &str, other: &str, days: i32) -> bool {
    let read = |when: &str| {
        let mut parts =
            when.split('/').next().unwrap_or("").split('-').map(|part| part.parse::<i32>().unwrap_or(1));
        let year = parts.next().unwrap_or(0);
        let month = parts.next();
        let day = parts.next();
        let reach = match (month, day) {
            (None, _) => 366,
            (_, None) => 31,
            _ => 0,
        };
        (year * 372 + month.unwrap_or(1) * 31 + day.unwrap_or(1), reach)
    };
    let ((one, reach), (other, far)) = (read(one), read(other));
    (one - other).abs() <= days + reach + far
}

/// Adds parties, brokers, scope, end and stage.
fn fill(context: &Context<'_>, deals: &mut [Deal]) {
    let fighting: Vec<Name> = belligerents(context).into_iter().map(|id| context.name(id, 0)).collect();
    let mediators = parties::by_role(context);
    let year = context.document.date.map(|date| i32::from(date.day.year()));
    let main = deals.iter().position(|deal| !deal.earlier);
    let mut known: Vec<Name> = Vec::new();
    for (at, deal) in deals.iter_mut().enumerate() {
        let mut brokers = Vec::new();
        let mut bound = Vec::new();
        for mention in &deal.mentions {
            let found = parties::beside(context, mention);
            found.brokers.into_iter().for_each(|name| push(&mut brokers, name));
            found.parties.into_iter().for_each(|name| push(&mut bound, name));
            for name in scope(context, mention) {
                push(&mut deal.agreement.place, name);
            }
            if deal.agreement.until.is_none() {
                deal.agreement.until = end(context, mention);
            }
        }
        if Some(at) == main {
            for name in &mediators {
                push(&mut brokers, name.clone());
            }
        }
        if bound.iter().all(|name| parties::is_group(&name.name)) {
            for name in parties::elsewhere(context, &deal.dates, &deal.agreement.place) {
                push(&mut bound, name);
            }
        }
        bound.retain(|name| !brokers.iter().any(|broker| broker.name == name.name));
        // "the two leaders", "both sides": those of the agreement told before, or those who fight.
        let groups = bound.len();
        bound.retain(|name| !parties::is_group(&name.name));
        if bound.is_empty() && groups > 0 {
            bound = if known.is_empty() { fighting.clone() } else { known.clone() };
        }
        let spoken = deal.mentions.iter().filter(|mention| mention.compound.is_none()).count() > 1;
        let recent = spoken
            || deal
                .agreement
                .when
                .as_deref()
                .and_then(|when| when.get(..4))
                .and_then(|when| when.parse::<i32>().ok())
                .zip(year)
                .is_none_or(|(when, year)| year - when < 8);
        let truce = matches!(
            deal.agreement.kind,
            "ceasefire" | "cessation-of-hostilities" | "humanitarian-pause" | "prisoner-exchange"
        );
        if bound.is_empty() && recent && fighting.len() > 1 && (truce || Some(at) == main) {
            bound = fighting
                .iter()
                .filter(|name| !brokers.iter().any(|broker| broker.name == name.name))
                .cloned()
                .collect();
        }
        // A truce that only one of those who fight is named beside binds the other too, unless one declared it alone.
        let alone = deal.signs.iter().any(|sign| matches!(sign.stage, "declared" | "proposed" | "rejected"))
            || deal.mentions.iter().any(|mention| mention.owner.is_some());
        if let [only] = bound.as_slice()
            && truce
            && !alone
            && fighting.len() == 2
            && fighting.iter().any(|name| name.name == only.name)
        {
            bound.clone_from(&fighting);
        }
        if deal.agreement.kind.is_empty() {
            let concluded =
                deal.signs.iter().any(|sign| sign.told && matches!(sign.stage, "signed" | "agreed"));
            let accord = deal.mentions.iter().any(|mention| {
                wording::is(context, mention.head, &["agreement", "accord", "deal", "treaty"])
            });
            deal.agreement.kind =
                if concluded && accord && bound.len() > 1 { "peace-accord" } else { "other" };
        }
        if !bound.is_empty() {
            known.clone_from(&bound);
        }
        deal.agreement.parties = bound;
        deal.agreement.brokers = brokers;
        deal.agreement.stage = stage::settle(&deal.signs);
        deal.agreement.name = deal.name(context);
    }
    // "under the truce and the protocol, the two sides undertook": one sentence binds the same parties.
    for at in 0..deals.len() {
        if deals[at].agreement.parties.is_empty() {
            let parties = deals
                .iter()
                .find(|other| !other.agreement.parties.is_empty() && beside(context, other, &deals[at]))
                .map(|other| other.agreement.parties.clone());
            deals[at].agreement.parties = parties.unwrap_or_default();
        }
    }
}

/// Says whether two agreements are told of together: in one sentence, or the second right behind the first.
fn beside(context: &Context<'_>, one: &Deal, other: &Deal) -> bool {
    let sentence = |mention: &Mention| context.grammar.sentence_index(mention.head);
    let block = |mention: &Mention| context.sentence(mention.head).block;
    other.mentions.iter().any(|mention| {
        one.mentions.iter().any(|known| {
            let (here, there) = (sentence(mention), sentence(known));
            here == there || here == there + 1 && block(mention) == block(known) && mention.dated.is_none()
        })
    })
}

impl Deal {
    /// The text's own name for it: its fullest phrase.
    fn name(&self, context: &Context<'_>) -> Option<String> {
        let best = self.mentions.iter().filter(|mention| !mention.verbal).max_by_key(|mention| {
            (
                mention.names.len().min(3),
                usize::from(mention.dated.is_some()),
                std::cmp::Reverse(mention.head),
            )
        })?;
        let skip = (best.start..best.end)
            .take_while(|&token| {
                matches!(context.lower(token), "the" | "a" | "an" | "this" | "that" | "its" | "their")
            })
            .count() as TokenId;
        let from = (best.start + skip).min(best.end - 1);
        Some(context.quote(from, best.end).of(&context.document.text).to_owned())
    }
}

/// Where it applies: places behind the phrase after "in", "around" and the like.
fn scope(context: &Context<'_>, mention: &Mention) -> Vec<Name> {
    let mut names = Vec::new();
    let token = mention.end;
    let sentence = context.sentence(mention.head);
    if token + 1 < sentence.end
        && matches!(
            context.lower(token),
            "in" | "around" | "throughout" | "across" | "along" | "for" | "at" | "over"
        )
    {
        let stop = (token + 1..sentence.end.min(token + 8))
            .find(|&token| wording::parts(context, token) || context.lower(token) == ",")
            .unwrap_or(sentence.end.min(token + 8));
        if let Some(place) = context.places_in(token + 1, stop).first() {
            names.push(place.name.clone());
        }
    }
    for place in context.places_in(mention.start, mention.end) {
        push(&mut names, place.name.clone());
    }
    names
}

/// When it ends, as far as its clause says.
fn end(context: &Context<'_>, mention: &Mention) -> Option<String> {
    let sentence = context.sentence(mention.head);
    let point = |start: TokenId, end: TokenId| {
        context
            .times_in(start, end)
            .into_iter()
            .find(|time| !time.duration && time.when.is_some())
            .and_then(|time| time.when.clone())
    };
    for link in mention.links.iter().filter(|link| !link.nominal) {
        let ends =
            wording::is(context, link.predicate, &["expire", "lapse", "end", "run", "collapse", "elapse"]);
        if ends && link.place == truce_lexicon::load::deals::Place::Subject {
            let when = point(link.predicate, sentence.end.min(link.predicate + 8));
            if when.is_some() {
                return when;
            }
        }
    }
    let stop = sentence.end.min(mention.end + 10);
    let until = (mention.end..stop)
        .take_while(|&token| context.lower(token) != ",")
        .find(|&token| matches!(context.lower(token), "until" | "till"))?;
    context
        .times
        .iter()
        .find(|time| time.start == until + 1 && !time.duration)
        .and_then(|time| time.when.clone())
}

fn statement(context: &Context<'_>, deal: &Deal) -> Statement {
    let best = deal
        .mentions
        .iter()
        .enumerate()
        .max_by_key(|(at, mention)| (weight(context, mention) + u32::from(*at == 0), std::cmp::Reverse(*at)))
        .map_or(&deal.mentions[0], |(_, mention)| mention);
    let best = deal
        .headline
        .as_ref()
        .filter(|headline| weight(context, headline) > weight(context, best) + 1)
        .unwrap_or(best);
    let (start, end) = words(context, best);
    let cue =
        deal.signs.iter().max_by_key(|sign| sign.rank).map_or("definite", |sign| context.lemma(sign.at));
    Statement {
        anchor: context.quote(start, end),
        content: Content::Agreement(deal.agreement.clone()),
        rules: vec![
            format!("agreement/{}", deal.agreement.kind),
            format!("stage/{}/{cue}", deal.agreement.stage),
        ],
        voice: None,
    }
}

/// How much a mention says of the agreement: conclusion, date, parties, brokers.
fn weight(context: &Context<'_>, mention: &Mention) -> u32 {
    let signs = stage::evidence(context, mention);
    let found = parties::beside(context, mention);
    let concluding = signs.iter().any(|sign| {
        matches!(
            sign.stage,
            "agreed"
                | "signed"
                | "declared"
                | "in-effect"
                | "expired"
                | "collapsed"
                | "extended"
                | "violated"
                | "suspended"
                | "rejected"
        )
    });
    let timed = concluded(context, mention, &signs).is_some() || end(context, mention).is_some();
    u32::from(!mention.pronoun) * 3
        + u32::from(concluding) * 2
        + u32::from(timed) * 3
        + u32::from(!found.brokers.is_empty()) * 2
        + u32::from(!found.parties.is_empty())
        + u32::from(mention.compound.is_none())
}

/// The words that state the agreement: the clause of the mention, or the phrase with what follows.
fn words(context: &Context<'_>, mention: &Mention) -> (TokenId, TokenId) {
    let sentence = context.sentence(mention.head);
    let (mut start, mut end) = (mention.start, mention.end);
    let predicate = mention
        .links
        .iter()
        .find(|link| !link.nominal && link.predicate.abs_diff(mention.head) < 22)
        .map(|link| link.predicate);
    if let Some(clause) = predicate.and_then(|predicate| context.clauses.at(predicate)) {
        let (from, to) = context.clause_tokens(clause);
        start = start.min(from.max(mention.start.saturating_sub(14)));
        end = end.max(to.min(mention.end + 18));
    } else if let Some(predicate) = predicate {
        start = start.min(predicate);
        end = end.max(predicate + 1);
    }
    // Up to the next mark, so that dates and places behind the verb stand in the quote.
    while end < sentence.end && end - start < 22 && !wording::parts(context, end) && context.lower(end) != ","
    {
        end += 1;
    }
    (start.max(sentence.start), end.min(sentence.end))
}

/// Returns the agreement that a sentence speaks of: one mentioned in it, or else in the one before.
#[must_use]
pub fn near_sentence<'d>(
    context: &Context<'_>,
    deals: &'d [Deal],
    sentence: usize,
    back: usize,
) -> Option<&'d Deal> {
    let distance = |deal: &Deal| {
        deal.mentions
            .iter()
            .map(|mention| context.grammar.sentence_index(mention.head))
            .filter(|&at| at <= sentence && sentence - at <= back)
            .map(|at| sentence - at)
            .min()
    };
    deals
        .iter()
        .filter_map(|deal| distance(deal).map(|far| (far, deal)))
        .min_by_key(|(far, _)| *far)
        .map(|(_, deal)| deal)
}
