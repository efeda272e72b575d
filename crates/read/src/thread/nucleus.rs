//! Units in, cores out: the words by which a unit itself tells of a happening.
//! Whether two cores tell of the same one is for `join`.

use jiff::civil::Date;

use super::unit::{Unit, days, names_act};
use crate::grammar::{TokenId, Upos};
use crate::statement::event::Drawn;
use crate::statement::{Content, Context, Statement};

/// Words that tell of a happening.
#[derive(Debug, Clone)]
pub struct Core {
    /// The verb, noun or figure.
    pub token: TokenId,
    /// The act; none where only the harm is told.
    pub act: Option<String>,
    /// The event it comes from, by its index among the events.
    pub event: Option<usize>,
    /// Whether it can be told for the first time by these words.
    pub opens: bool,
    /// Whether it points back by an article ("the attack").
    pub definite: bool,
    /// Whether it is only planned: a day beside it is a limit.
    pub planned: bool,
    /// The days that stand in its own words.
    pub own: Option<(Date, Date)>,
    /// When, as the report's course lets the reader think.
    pub when: Option<(Date, Date)>,
}

/// PLOVER types under which an act is only spoken of: asked for, refused, threatened, agreed.
const SPOKEN: &[&str] =
    &["REQUEST", "REJECT", "THREATEN", "ACCUSE", "AGREE", "CONSULT", "SUPPORT", "SANCTION"];

/// Finds the cores of a unit, in order.
#[must_use]
pub fn find(context: &Context<'_>, unit: &Unit, events: &[Drawn], statements: &[Statement]) -> Vec<Core> {
    let mut cores: Vec<Core> = Vec::new();
    let counted = counted(context, unit, statements);
    for (index, drawn) in events.iter().enumerate() {
        if !(unit.start..unit.end).contains(&drawn.predicate) || !logged(context, drawn) {
            continue;
        }
        // "90 breaches in a month" is a count, no happening.
        let many = counted.iter().any(|run| run.0 <= drawn.predicate && drawn.predicate < run.1);
        if drawn.event.act == "violation" && (many || unit.several.is_some()) {
            continue;
        }
        let planned = matches!(drawn.event.status, "planned" | "threatened");
        let moves = matches!(drawn.event.kind.as_str(), "RETREAT" | "AID");
        if planned && !moves {
            continue;
        }
        cores.push(Core {
            token: drawn.predicate,
            act: Some(drawn.event.act.clone()),
            event: Some(index),
            opens: opens(context, unit, drawn, statements),
            // A denial answers to what was told before.
            definite: drawn.nominal && definite(context, drawn.predicate)
                || matches!(drawn.event.status, "not-done" | "denied"),
            planned,
            own: own_days(context, drawn),
            when: drawn.event.when.as_deref().and_then(days),
        });
    }
    for (token, opens) in harms(context, unit, statements) {
        cores.push(Core {
            token,
            act: None,
            event: None,
            opens,
            definite: false,
            planned: false,
            own: None,
            when: None,
        });
    }
    let legend = (unit.start..unit.end).any(|token| context.lower(token) == "=");
    if cores.iter().all(|core| core.act.is_none())
        && !legend
        && let Some(core) = named(context, unit, statements)
    {
        cores.push(core);
    }
    // "and eight at Y on Tuesday": a count that goes on from the one before; a numbered note with a day and a place.
    let counted = context.lower(unit.start) == "and"
        && context.grammar.tokens.get(unit.start as usize + 1).is_some_and(|word| word.upos == Upos::Num);
    let noted = unit.label.is_some() && unit.when.is_some() && !unit.words.is_empty();
    if cores.is_empty() && (counted || noted) {
        cores.push(Core {
            token: unit.start,
            act: None,
            event: None,
            opens: true,
            definite: false,
            planned: false,
            own: None,
            when: None,
        });
    }
    cores.sort_by_key(|core| core.token);
    cores
}

/// Returns the days that stand in an event's own words.
fn own_days(context: &Context<'_>, drawn: &Drawn) -> Option<(Date, Date)> {
    let (start, end) = drawn.tokens;
    let bound = |token: TokenId| {
        matches!(context.lower(token.saturating_sub(1)), "since" | "until" | "by" | "before")
    };
    context
        .times_in(start, end)
        .into_iter()
        .filter(|time| !time.duration && !bound(time.start) && !context.is_of_saying(time.end - 1))
        .find_map(|time| days(time.when.as_deref()?))
}

/// Says whether an event can be told for the first time by these words.
fn opens(context: &Context<'_>, unit: &Unit, drawn: &Drawn, statements: &[Statement]) -> bool {
    let refused = matches!(drawn.event.status, "not-done" | "denied");
    if refused && !denied(context, unit, statements) {
        return false;
    }
    let located = unit.when.is_some() || unit.spots.iter().any(|spot| !spot.wide);
    // "The truce is broken every day" tells of no one breach.
    if drawn.event.act == "violation" && !unit.row {
        return false;
    }
    // A noun opens only where something is told of it; patrols and the like are seen in passing.
    let moves = context.lexicon.tables.link.group(&drawn.event.act) == Some("movement");
    if drawn.nominal {
        return unit.row || located && !moves;
    }
    unit.row || located || unit.novel || !drawn.victims.is_empty()
}

/// Says whether an event is of a kind that a monitor logs.
fn logged(context: &Context<'_>, drawn: &Drawn) -> bool {
    !SPOKEN.contains(&drawn.event.kind.as_str())
        && context.lexicon.tables.link.group(&drawn.event.act).is_some()
}

/// Says whether somebody denies in the unit that a thing happened. Who says that he held his fire, or what the report
/// itself says has not happened, is nothing that a monitor logs.
fn denied(context: &Context<'_>, unit: &Unit, statements: &[Statement]) -> bool {
    let run = context.grammar.span(unit.start, unit.end);
    let none = (unit.start..unit.end)
        .any(|token| matches!(context.lower(token), "no" | "nothing" | "never" | "nobody"));
    statements.iter().any(|statement| {
        statement.anchor.overlaps(run)
            && matches!(&statement.content, Content::Claim(claim)
                if claim.stance == "denies" || none && claim.stance != "no-comment")
    })
}

/// Runs of tokens of figures that count breaches.
fn counted(context: &Context<'_>, unit: &Unit, statements: &[Statement]) -> Vec<(TokenId, TokenId)> {
    let run = context.grammar.span(unit.start, unit.end);
    statements
        .iter()
        .filter(|statement| {
            statement.anchor.overlaps(run)
                && matches!(&statement.content, Content::Figure(figure)
                    if figure.measure == "violations" && figure.low.is_some_and(|low| low > 1.0))
        })
        .map(|statement| {
            let tokens = context.grammar.tokens_in(statement.anchor);
            (tokens.start, tokens.end)
        })
        .collect()
}

/// The first tokens of the figures that count those harmed, and whether they tell of new harm.
fn harms(context: &Context<'_>, unit: &Unit, statements: &[Statement]) -> Vec<(TokenId, bool)> {
    let run = context.grammar.span(unit.start, unit.end);
    let mut found = Vec::new();
    for statement in statements.iter().filter(|statement| run.holds(statement.anchor)) {
        let Content::Figure(figure) = &statement.content else { continue };
        let harm = matches!(figure.measure, "killed" | "injured" | "killed-or-injured");
        let none = figure.high.is_some_and(|high| high < 1.0);
        // "The heaviest loss since the truce" is still one loss, on its day.
        let total = figure.scope != "incident" && unit.when.is_none();
        if !harm || none || total {
            continue;
        }
        let tokens = context.grammar.tokens_in(statement.anchor);
        let verb = tokens.clone().any(|token| context.grammar.tokens[token as usize].upos == Upos::Verb);
        found.push((tokens.start, verb));
    }
    found
}

/// Finds the noun or verb that names an act where no event was drawn: in headlines and behind names.
fn named(context: &Context<'_>, unit: &Unit, statements: &[Statement]) -> Option<Core> {
    let tables = &context.lexicon.tables;
    let past = (unit.start..unit.end).any(|token| {
        let word = &context.grammar.tokens[token as usize];
        word.upos == Upos::Verb && matches!(word.xpos, "VBD" | "VBN" | "VBZ" | "VBP" | "VBG")
    });
    let run = context.grammar.span(unit.start, unit.end);
    // "denied having bombed X": what is denied is named by a participle.
    let refuses = statements.iter().any(|statement| {
        statement.anchor.overlaps(run)
            && matches!(&statement.content, Content::Claim(claim) if claim.stance == "denies")
    });
    // What is denied stands in a verb before any weapon.
    let verbs = (unit.start..unit.end)
        .filter(|&token| refuses && context.grammar.tokens[token as usize].xpos == "VBN");
    for token in verbs.chain(unit.start..unit.end) {
        let word = &context.grammar.tokens[token as usize];
        let lemma = word.lemma.as_str();
        let weapon = tables.events.act_of_weapon(lemma);
        let noun = matches!(word.upos, Upos::Noun | Upos::Propn);
        // "mortar fragments", "mine clearance": the weapon only says of what sort another thing is.
        let part = matches!(word.deprel, "compound" | "amod" | "nmod")
            && word.head != token
            && !names_act(context, word.head)
            && !unit.title
            && !unit.row;
        let verb = word.upos == Upos::Verb && (unit.title || word.xpos == "VBN" && refuses);
        let act = if noun && weapon.is_some() && !part && (past || unit.row || unit.title) {
            weapon.map(str::to_owned)
        } else if noun && !(part && weapon.is_some()) || verb {
            let table = if noun { &tables.events.nouns } else { &tables.events.verbs };
            table.get(lemma).and_then(|frames| {
                // The last frame of a verb has the fewest conditions.
                let mut ordered = frames.iter();
                let plain = if noun { None } else { ordered.next_back() };
                let frame = plain.or_else(|| {
                    ordered.find(|frame| {
                        frame.before.is_empty()
                            || frame.before.iter().rev().zip((unit.start..token).rev()).all(|(wanted, at)| {
                                context.lemma(at) == wanted || context.lower(at) == wanted
                            })
                    })
                })?;
                let entry = &tables.events.entries[frame.entry as usize];
                let logged =
                    tables.link.group(&entry.act).is_some() && !SPOKEN.contains(&entry.kind.as_str());
                logged.then(|| entry.act.clone())
            })
        } else {
            None
        };
        let Some(act) = act else { continue };
        // A breach, a bare plural or a mass noun is war in general.
        let located = unit.when.is_some() || unit.spots.iter().any(|spot| !spot.wide);
        let told = located && (past || refuses) && act != "violation";
        return Some(Core {
            token,
            act: Some(act),
            event: None,
            opens: told || unit.row,
            definite: definite(context, token),
            planned: false,
            own: None,
            when: None,
        });
    }
    None
}

/// Says whether a noun points back: it has "the" or "this" before it, and nothing behind or before it that says
/// which one is meant ("the shelling of the market", "the Tarsk attack").
#[must_use]
pub fn definite(context: &Context<'_>, token: TokenId) -> bool {
    let children = context.grammar.children(token);
    let word = |child: TokenId| &context.grammar.tokens[child as usize];
    let pointed = children.iter().any(|&child| {
        matches!(word(child).lower.as_str(), "the" | "this" | "that" | "these" | "those" | "such")
            || word(child).deprel == "nmod:poss" && word(child).upos == Upos::Pron
    });
    let told = children.iter().any(|&child| {
        matches!(word(child).deprel, "nmod" | "nmod:poss" | "compound" | "acl" | "acl:relcl")
            && word(child).upos != Upos::Pron
            && (context.place_at(child).is_some()
                || !super::unit::words(context, child, child + 1).is_empty()
                || context.is_time(child))
    });
    pointed && !told
}
