//! Statements and clauses in, threads out: which words of one report speak of one happening.
//! Sees one report; comparing reports is left to the ledger.
//!
//! A unit (a sentence, a row) that tells of an act or its harm has a core. Cores join to happenings by act, days,
//! places and telling nouns; units without a core follow a happening if they name its harm, its traces, its author
//! or the truth of its account. Words that no statement holds become references.

mod follow;
mod join;
mod nucleus;
mod unit;

use self::follow::Why;
use self::join::Happening;
use self::nucleus::Core;
use self::unit::{Spot, Unit};
use jiff::civil::Date;
use truce_lexicon::load::places::PlaceKind;

use crate::grammar::{TokenId, Upos};
use crate::mention::places::{PlaceMention, PlaceReading};
use crate::span::Bytes;
use crate::statement::clause::preposition;
use crate::statement::event::Drawn;
use crate::statement::kinds::{Name, Reference};
use crate::statement::{Content, Context, Statement};

/// What one report says of one happening.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thread {
    /// The act, as far as the report tells it.
    pub act: Option<String>,
    /// When it happened: a day, or two with `/` between. The day of a report, of a funeral or of a deadline is none.
    pub when: Option<String>,
    /// Where it happened, by the names that the report gives.
    pub place: Vec<Name>,
    /// The statements that speak of it, by their indexes, in order of the text.
    pub statements: Vec<usize>,
    /// How many happenings it stands for, where the report counts several without telling them apart.
    pub several: Option<usize>,
}

/// Which happenings a unit speaks of, and why.
struct Reach {
    happenings: Vec<usize>,
    why: Option<Why>,
}

/// Finds the threads of a report. References are added to the statements, which stay in order of the text.
pub fn find(
    context: &Context<'_>,
    mentions: &[PlaceMention],
    readings: &[PlaceReading],
    events: &[Drawn],
    statements: &mut Vec<Statement>,
) -> Vec<Thread> {
    let link = &context.lexicon.tables.link;
    let spots = spots(context, mentions, readings);
    let aside: Vec<Bytes> = statements
        .iter()
        .filter(|statement| matches!(statement.content, Content::Agreement(_) | Content::Talks(_)))
        .map(|statement| statement.anchor)
        .collect();
    let mut units = unit::cut(context, &spots, &aside);
    let mut cores: Vec<Vec<Core>> =
        units.iter().map(|unit| nucleus::find(context, unit, events, statements)).collect();
    let (_, placed) = join::join(&units, &cores, link);
    // A unit that tells of two happenings is cut between their words, and all is joined again.
    let mut at = 0;
    let mut placed: Vec<Vec<Option<usize>>> = placed;
    while at < units.len() {
        let firsts = placed[at]
            .windows(2)
            .position(|pair| pair[0].is_some() && pair[1].is_some() && pair[0] != pair[1]);
        if let Some(first) = firsts
            && !units[at].row
        {
            let token = boundary(context, cores[at][first].token, cores[at][first + 1].token);
            if token > units[at].start && token < units[at].end {
                let (before, after) = unit::split(context, &spots, &aside, &units[at], token);
                let later = cores[at].split_off(first + 1);
                let later_placed = placed[at].split_off(first + 1);
                units[at] = before;
                units.insert(at + 1, after);
                cores.insert(at + 1, later);
                placed.insert(at + 1, later_placed);
            }
        }
        at += 1;
    }
    let (mut happenings, placed) = join::join(&units, &cores, link);
    let reaches = reach(context, &units, &mut happenings, &placed, statements);
    write(context, &units, &happenings, &reaches, events, &cores, &placed, statements)
}

/// Says for each unit which happenings it speaks of.
fn reach(
    context: &Context<'_>,
    units: &[Unit],
    happenings: &mut Vec<Happening>,
    placed: &[Vec<Option<usize>>],
    statements: &[Statement],
) -> Vec<Reach> {
    let link = &context.lexicon.tables.link;
    let mut reaches = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        let mut own: Vec<usize> = placed[at].iter().copied().flatten().collect();
        own.sort_unstable();
        own.dedup();
        let mut why = None;
        if own.is_empty() {
            (own, why) = follow::follow(context, at, units, happenings, statements);
            if own.is_empty() && why.is_some() {
                let mut remote = Happening { several: unit.several, ..Happening::default() };
                remote.take(at, unit, None);
                // The day of looking back is not the day of the happening; that of the harm is.
                let keeps = match why {
                    Some(Why::Cue(index)) => link.cues[index].id == "harm",
                    Some(Why::Noun) => true,
                    _ => false,
                };
                if !keeps {
                    remote.when = None;
                }
                remote.acts = follow::acts(context, unit);
                happenings.push(remote);
                own.push(happenings.len() - 1);
            }
            for &which in &own {
                if happenings[which].units.contains(&at) {
                    continue;
                }
                happenings[which].units.push(at);
                happenings[which].units.sort_unstable();
            }
        } else if let [one] = own.as_slice()
            && let Some(count) = unit.several
            && happenings[*one].several.is_none()
            && let Some(all) = follow::several(count, at, unit, happenings, context)
            && all.contains(one)
        {
            own = all;
            why = Some(Why::Noun);
        }
        reaches.push(Reach { happenings: own, why });
    }
    reaches
}

/// Finds the place between two cores where a clause ends: a mark or a joining word, the last before the second.
fn boundary(context: &Context<'_>, first: TokenId, second: TokenId) -> TokenId {
    let joins = |token: TokenId| {
        matches!(
            context.lower(token),
            "," | ";"
                | "and"
                | "but"
                | "while"
                | "as"
                | "when"
                | "after"
                | "since"
                | "|"
                | "-"
                | "\u{2013}"
                | "\u{2014}"
        )
    };
    (first + 1..second).rev().find(|&token| joins(token)).unwrap_or(second)
}

fn spots(
    context: &Context<'_>,
    mentions: &[PlaceMention],
    readings: &[PlaceReading],
) -> Vec<(TokenId, Spot)> {
    let mut spots: Vec<(TokenId, Spot)> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| {
            !mention.associated && !context.acts(mention.start) && !whence(context, mention)
        })
        .map(|(at, mention)| {
            let reading = readings.iter().find(|reading| reading.mention == at);
            let mut names = vec![mention.name.to_lowercase()];
            names.extend(reading.map(|reading| reading.name.to_lowercase()));
            names.dedup();
            let spot = Spot {
                name: Name { name: mention.name.clone(), also: Vec::new() },
                names,
                point: reading.and_then(|reading| reading.point),
                radius_km: reading.map_or(0.0, |reading| reading.radius_km),
                wide: reading.is_some_and(|reading| reading.point.is_some() && reading.precision >= 4),
                part: is_part(context, mention),
            };
            (mention.start, spot)
        })
        .collect();
    spots.sort_by_key(|(start, _)| *start);
    spots
}

/// Says whether a place is where somebody or something came from: "jets from Tarsk" struck elsewhere.
fn whence(context: &Context<'_>, mention: &PlaceMention) -> bool {
    let head = (mention.start..mention.end).find(|&token| {
        let word = &context.grammar.tokens[token as usize];
        word.head < mention.start || word.head >= mention.end
    });
    let before = context.lower(mention.from.saturating_sub(1));
    let article = before == "the" && context.lower(mention.from.saturating_sub(2)) == "from";
    before == "from" || article || head.is_some_and(|head| preposition(context.grammar, head) == "from")
}

/// Says whether the report calls a place a part of another: "Low Mill, a suburb", "the Tanners' quarter".
fn is_part(context: &Context<'_>, mention: &PlaceMention) -> bool {
    const PARTS: &[&str] = &[
        "district",
        "neighbourhood",
        "neighborhood",
        "quarter",
        "suburb",
        "area",
        "street",
        "road",
        "square",
        "camp",
        "checkpoint",
        "crossing",
        "village",
        "hamlet",
        "sector",
        "junction",
        "bridge",
        "hill",
        "estate",
        "ward",
    ];
    let named = matches!(
        mention.noun,
        Some(PlaceKind::Area | PlaceKind::Camp | PlaceKind::Crossing | PlaceKind::Base | PlaceKind::Bridge)
    );
    let after = mention.until;
    let told = context.lower(after) == ","
        && (after + 1..after + 5).any(|token| PARTS.contains(&context.lemma(token)))
        && matches!(context.lower(after + 1), "a" | "an" | "the");
    let joined = (mention.from..=mention.until).any(|token| PARTS.contains(&context.lemma(token)));
    named || told || joined
}

/// Writes references for words that no statement holds, and gathers the threads.
#[allow(clippy::too_many_arguments)]
fn write(
    context: &Context<'_>,
    units: &[Unit],
    happenings: &[Happening],
    reaches: &[Reach],
    events: &[Drawn],
    cores: &[Vec<Core>],
    placed: &[Vec<Option<usize>>],
    statements: &mut Vec<Statement>,
) -> Vec<Thread> {
    let mut of: Vec<(usize, usize)> = Vec::new();
    let mut references: Vec<Statement> = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        let reach = &reaches[at];
        if reach.happenings.is_empty() {
            continue;
        }
        let run = context.grammar.span(unit.start, unit.end);
        // Events of the unit that tell of another happening, or of none, are not its words.
        let foreign = |statement: &Statement| {
            matches!(&statement.content, Content::Event(_))
                && !cores[at].iter().zip(&placed[at]).any(|(core, placed)| {
                    placed.is_some()
                        && core.event.is_some_and(|event| {
                            let drawn = &events[event];
                            context.quote(drawn.tokens.0, drawn.tokens.1) == statement.anchor
                        })
                })
        };
        let mut covered: Vec<Bytes> = Vec::new();
        for (index, statement) in statements.iter().enumerate() {
            let speaks = matches!(
                &statement.content,
                Content::Event(_) | Content::Claim(_) | Content::Figure(_) | Content::Response(_)
            );
            let inside = run.overlaps(statement.anchor)
                && (run.holds(statement.anchor)
                    || run.holds(Bytes { start: statement.anchor.start, end: statement.anchor.start + 1 }));
            if speaks && inside && !foreign(statement) {
                of.extend(reach.happenings.iter().map(|&which| (which, index)));
                covered.push(statement.anchor);
            }
        }
        let mut words = left_over(context, unit, &covered);
        // A unit that is told in a claim only still says what, where and when.
        let tells = placed[at].iter().any(Option::is_some);
        let plain = of.iter().any(|&(_, index)| {
            index < statements.len()
                && run.holds(statements[index].anchor)
                && matches!(&statements[index].content, Content::Event(_) | Content::Figure(_))
        });
        if words.is_empty() && tells && !plain {
            words.push(context.quote(unit.start, unit.end));
        }
        for words in words {
            of.extend(reach.happenings.iter().map(|&which| (which, statements.len() + references.len())));
            references.push(reference(context, unit, &happenings[reach.happenings[0]], reach.why, words));
        }
    }
    let mut all: Vec<(usize, Statement)> =
        std::mem::take(statements).into_iter().chain(references).enumerate().collect();
    all.sort_by_key(|(old, statement)| (statement.anchor.start, statement.anchor.end, *old));
    let mut place = vec![0; all.len()];
    for (new, (old, _)) in all.iter().enumerate() {
        place[*old] = new;
    }
    *statements = all.into_iter().map(|(_, statement)| statement).collect();
    let mut threads: Vec<Thread> = happenings
        .iter()
        .enumerate()
        .map(|(which, happening)| {
            let mut own: Vec<usize> =
                of.iter().filter(|(of, _)| *of == which).map(|(_, index)| place[*index]).collect();
            own.sort_unstable();
            own.dedup();
            Thread {
                act: happening.act().map(str::to_owned),
                when: happening.when.map(written),
                place: happening
                    .spots
                    .iter()
                    .filter(|spot| !spot.wide)
                    .map(|spot| spot.name.clone())
                    .collect(),
                statements: own,
                several: happening.several,
            }
        })
        .filter(|thread| !thread.statements.is_empty())
        .collect();
    threads.sort_by(|one, other| one.statements.cmp(&other.statements));
    threads
}

/// Returns the runs of a unit that no statement holds and that say something: four words with a verb or noun.
fn left_over(context: &Context<'_>, unit: &Unit, covered: &[Bytes]) -> Vec<Bytes> {
    let mut runs = Vec::new();
    let mut start: Option<TokenId> = None;
    for token in unit.start..=unit.end {
        let free = token < unit.end
            && !covered.iter().any(|run| run.overlaps(context.grammar.tokens[token as usize].span));
        match (free, start) {
            (true, None) => start = Some(token),
            (false, Some(from)) => {
                let telling = (from..token).filter(|&token| {
                    matches!(
                        context.grammar.tokens[token as usize].upos,
                        Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Pron | Upos::Num
                    )
                });
                let short = unit.end - unit.start < 5;
                if telling.count() >= if short { 1 } else { 2 } && (short || token - from >= 4) {
                    runs.push(context.quote(from, token));
                }
                start = None;
            }
            _ => {}
        }
    }
    runs
}

fn written((from, to): (Date, Date)) -> String {
    if from == to { from.to_string() } else { format!("{from}/{to}") }
}

fn reference(
    context: &Context<'_>,
    unit: &Unit,
    happening: &Happening,
    why: Option<Why>,
    words: Bytes,
) -> Statement {
    let tokens = context.grammar.tokens_in(words);
    let rule = match why {
        None => "thread/tells".to_owned(),
        Some(Why::Cue(index)) => format!("thread/{}", context.lexicon.tables.link.cues[index].id),
        Some(Why::Noun) => "thread/noun".to_owned(),
        Some(Why::Words) => "thread/words".to_owned(),
        Some(Why::GoesOn) => "thread/goes-on".to_owned(),
        Some(Why::Label) => "thread/label".to_owned(),
    };
    Statement {
        anchor: words,
        content: Content::Reference(Reference {
            act: happening.act().map(str::to_owned),
            place: context.place_of(tokens.start, tokens.end),
            when: unit.when.map(written),
            back: why.is_some(),
        }),
        rules: vec![rule],
        voice: None,
    }
}
