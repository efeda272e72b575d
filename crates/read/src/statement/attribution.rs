//! Statements and speeches in; out, for each statement, the claim that carries it.
//! A statement that no claim carries is the report's own.

use std::collections::BTreeMap;

use super::context::Context;
use super::kinds::{Content, Statement};
use crate::grammar::TokenId;

/// Fills in [`Statement::voice`]: the innermost claim whose words hold most of the statement's, or the cue of a
/// claim. Following it from claim to claim gives the whole chain.
pub fn attribute(context: &Context<'_>, statements: &mut [Statement]) {
    let all = &context.voices.all;
    let mut cues: BTreeMap<usize, TokenId> = BTreeMap::new();
    let carriers: Vec<Option<usize>> = all
        .iter()
        .map(|speech| {
            let (start, end) = super::claim::quote(context, speech);
            let words = context.quote(start, end);
            let is_claim = |statement: &&Statement| matches!(statement.content, Content::Claim(_));
            let speakers: Vec<_> =
                speech.speakers.iter().map(|&id| context.name(id, speech.cue).name).collect();
            let same = |statement: &Statement| match &statement.content {
                Content::Claim(claim) => {
                    claim.speaker.as_ref().is_some_and(|name| speakers.contains(&name.name))
                }
                _ => false,
            };
            // A claim told twice was drawn once, by the words that came first.
            let at = statements
                .iter()
                .position(|one| is_claim(&one) && one.anchor == words)
                .or_else(|| statements.iter().position(|one| one.anchor.overlaps(words) && same(one)))?;
            cues.entry(at).or_insert(speech.cue);
            Some(at)
        })
        .collect();
    let mut lengths: BTreeMap<usize, u32> = BTreeMap::new();
    for (speech, carrier) in all.iter().zip(&carriers) {
        if let Some(at) = carrier {
            let length = lengths.entry(*at).or_default();
            *length = speech.length().max(*length);
        }
    }
    for at in 0..statements.len() {
        let run = match cues.get(&at) {
            Some(&cue) => cue..cue + 1,
            None => context.grammar.tokens_in(statements[at].anchor),
        };
        let count = run.end.saturating_sub(run.start) as usize;
        // What carries a claim says more than the claim, so that no chain closes on itself.
        let least = lengths.get(&at).copied().unwrap_or_default();
        statements[at].voice = (0..all.len())
            .filter(|&speech| {
                carriers[speech]
                    .is_some_and(|carrier| lengths.get(&carrier).copied().unwrap_or_default() > least)
            })
            .filter(|&speech| run.clone().filter(|&token| all[speech].covers(token)).count() * 2 > count)
            .min_by_key(|&speech| (all[speech].length(), speech))
            .and_then(|speech| carriers[speech]);
    }
}
