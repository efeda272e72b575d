//! The phrase of an agreement in, when it was made out: by its date, its age, or the days it was reached.

use crate::grammar::{Sentence, TokenId};
use crate::statement::context::Context;
use crate::statement::wording;

/// When, by the phrase itself: "the 1991 truce", "the pact of May 1926".
pub(super) fn dated(
    context: &Context<'_>,
    sentence: Sentence,
    start: TokenId,
    first: TokenId,
    end: TokenId,
) -> Option<String> {
    let before = context
        .times_in(start, first)
        .into_iter()
        .find_map(|time| time.when.clone().filter(|_| !time.duration));
    // "the 1991 truce".
    let year = (start..first).map(|token| context.lower(token)).find(|lower| {
        lower.len() == 4
            && (lower.starts_with("19") || lower.starts_with("20"))
            && lower.bytes().all(|byte| byte.is_ascii_digit())
    });
    before.or(year.map(str::to_owned)).or_else(|| aged(context, start, first)).or_else(|| {
        let mut at = end;
        if at < sentence.end && context.lower(at) == "," {
            at += 1;
        }
        // "an agreement reached in March".
        let made =
            ["reach", "sign", "make", "conclude", "strike", "agree", "broker", "announce", "declare", "seal"];
        if at < sentence.end
            && matches!(context.grammar.tokens[at as usize].xpos, "VBN" | "VBD")
            && wording::is(context, at, &made)
        {
            let time = context.times_in(at, sentence.end.min(at + 9)).into_iter().find(|time| !time.duration);
            return time.and_then(|time| time.when.clone());
        }
        if at >= sentence.end || context.lower(at) != "of" {
            return None;
        }
        context
            .times
            .iter()
            .find(|time| time.start == at + 1)
            .and_then(|time| time.when.clone().filter(|_| !time.duration))
    })
}

/// "a 13-week-old pact": made so long before the report's date.
fn aged(context: &Context<'_>, start: TokenId, first: TokenId) -> Option<String> {
    let today = context.document.date?.day;
    let words = context.quote(start, first).of(&context.document.text).to_lowercase();
    let old = words.split_whitespace().find_map(|word| word.strip_suffix("-old"))?;
    let (count, unit) = old.rsplit_once('-')?;
    let count: i64 = count.parse().ok().or_else(|| wording::cardinal(count))?;
    let span = match unit {
        "day" => jiff::Span::new().days(count),
        "week" => jiff::Span::new().weeks(count),
        "month" => jiff::Span::new().months(count),
        "year" => jiff::Span::new().years(count),
        _ => return None,
    };
    let made = today.checked_sub(span).ok()?.to_string();
    // A month or a year tells no day.
    Some(match unit {
        "month" => made[..7].to_owned(),
        "year" => made[..4].to_owned(),
        _ => made,
    })
}
