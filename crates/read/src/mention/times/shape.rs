//! What a token can be by its figures, and what numbers its words tell.
//! Decides nothing about the words around it, except that a number may take several tokens.

use truce_lexicon::load::times::{Class, Times};

use crate::grammar::Token;

/// A token as patterns see it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Index into the words of the lexicon, or `u16::MAX`.
    pub word: u16,
    /// What it can be, as bits.
    pub classes: u64,
    /// Groups that can start with it, as bits.
    pub starts: u32,
}

/// Looks at every token once.
pub fn see(tokens: &[Token], times: &Times) -> Vec<Seen> {
    let mut firsts = [(0usize, 0usize); 256];
    for (index, word) in times.words.iter().enumerate() {
        let range = &mut firsts[word.form.bytes().next().unwrap_or(0) as usize];
        if range.1 == 0 {
            range.0 = index;
        }
        range.1 = index + 1;
    }
    tokens.iter().map(|token| see_one(token, times, &firsts)).collect()
}

fn see_one(token: &Token, times: &Times, firsts: &[(usize, usize); 256]) -> Seen {
    let mut seen = Seen { word: u16::MAX, ..Seen::default() };
    let Some(&first) = token.lower.as_bytes().first() else { return seen };
    let (from, to) = firsts[first as usize];
    if let Ok(at) =
        times.words[from..to].binary_search_by(|word| word.form.as_bytes().cmp(token.lower.as_bytes()))
    {
        let word = &times.words[from + at];
        seen.word = (from + at) as u16;
        seen.starts = word.starts;
        if !word.capital || token.form.starts_with(char::is_uppercase) {
            for &(class, _) in &word.meanings {
                seen.classes |= class.bit();
            }
        }
    }
    if first.is_ascii_digit()
        || (first == b'\'' && token.lower.as_bytes().get(1).is_some_and(u8::is_ascii_digit))
    {
        seen.classes |= figure_classes(&token.lower);
    } else if token.lower.contains('-') && seen.classes == 0 {
        if joined_number(&token.lower, times).is_some() {
            seen.classes |= Class::Number.bit();
        } else if joined_months(&token.lower, times).is_some() {
            seen.classes |= Class::Months.bit();
        }
    }
    if seen.classes & (Class::Cardinal.bit() | Class::Scale.bit()) != 0 {
        seen.classes |= Class::Number.bit();
    }
    let mut classes = seen.classes;
    while classes != 0 {
        let bit = classes.trailing_zeros();
        seen.starts |= times.class_starts.get(bit as usize).copied().unwrap_or(0);
        classes &= classes - 1;
    }
    seen
}

/// Returns the shapes of a token of figures.
fn figure_classes(lower: &str) -> u64 {
    let mut classes = 0;
    for class in [
        Class::Day,
        Class::Nth,
        Class::Year,
        Class::PlainYear,
        Class::Short,
        Class::Figure,
        Class::Clock,
        Class::Military,
        Class::Slashed,
        Class::Iso,
        Class::Decade,
        Class::Group,
        Class::Hour,
    ] {
        if figure(class, lower).is_some() {
            classes |= class.bit();
        }
    }
    if plain_number(lower).is_some() {
        classes |= Class::Number.bit();
    }
    classes
}

fn digits(text: &str) -> Option<i32> {
    (!text.is_empty() && text.len() < 10 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn ranged(text: &str, longest: usize, least: i32, most: i32) -> Option<i32> {
    digits(text).filter(|value| text.len() <= longest && (least..=most).contains(value))
}

/// Returns the year that two figures mean.
fn short_year(value: i32) -> i32 {
    if value <= 30 { 2000 + value } else { 1900 + value }
}

/// Returns what the figures of a token say as `class`.
///
/// Dates are packed as year * 10000 + month * 100 + day; clock times are minutes after midnight.
pub fn figure(class: Class, lower: &str) -> Option<i32> {
    match class {
        Class::Day => ranged(lower, 2, 1, 31),
        Class::Year => ranged(lower, 4, 1000, 2100),
        // Armies of 1,863 men are as a rule written with a comma.
        Class::PlainYear => ranged(lower, 4, 1801, 2049).filter(|year| year % 50 != 0),
        Class::Short => {
            let value = ranged(lower.strip_prefix('\'').unwrap_or(lower), 2, 0, 99)?;
            (lower.trim_start_matches('\'').len() == 2).then(|| short_year(value))
        }
        Class::Figure => ranged(lower, 4, 0, 9999),
        Class::Nth => {
            let at = lower.len().checked_sub(2)?;
            let (value, ending) = (lower.get(..at)?, lower.get(at..)?);
            ranged(value, 2, 1, 99).filter(|_| matches!(ending, "st" | "nd" | "rd" | "th"))
        }
        Class::Clock => {
            let mut parts = lower.split([':', '.']);
            let hour = ranged(parts.next()?, 2, 0, 24)?;
            let minute = parts.next()?;
            let minutes = ranged(minute, 2, 0, 59).filter(|_| minute.len() == 2)?;
            let seconds = parts.next().is_none_or(|second| lower.contains(':') && second.len() == 2);
            (seconds && hour * 60 + minutes <= 1440 && parts.next().is_none()).then_some(hour * 60 + minutes)
        }
        Class::Military => {
            let value = ranged(lower, 4, 0, 2400).filter(|_| lower.len() == 4)?;
            (value % 100 < 60).then_some(value / 100 * 60 + value % 100)
        }
        Class::Hour => {
            let (hour, minute) = lower.split_once('h')?;
            let minutes = if minute.is_empty() { 0 } else { ranged(minute, 2, 0, 59)? };
            Some(ranged(hour, 2, 0, 24)? * 60 + minutes)
        }
        Class::Group => {
            let value = digits(lower).filter(|_| lower.len() == 6)?;
            let (day, hour, minute) = (value / 10000, value / 100 % 100, value % 100);
            ((1..=31).contains(&day) && hour < 25 && minute < 60).then_some(value)
        }
        Class::Iso => {
            let mut parts = lower.split(['-', '/', '.']);
            let year = parts.next()?;
            let year = ranged(year, 4, 1000, 2100).filter(|_| year.len() == 4)?;
            let (month, day) = (ranged(parts.next()?, 2, 1, 12)?, ranged(parts.next()?, 2, 1, 31)?);
            parts.next().is_none().then_some(year * 10000 + month * 100 + day)
        }
        Class::Slashed => {
            let mut parts = lower.split(['/', '.', '-']);
            let (first, second) = (ranged(parts.next()?, 2, 1, 31)?, ranged(parts.next()?, 2, 1, 31)?);
            let year = parts.next()?;
            let year = match year.len() {
                2 => short_year(digits(year)?),
                4 => ranged(year, 4, 1000, 2100)?,
                _ => return None,
            };
            (parts.next().is_none() && first.min(second) <= 12).then_some(year * 10000 + first * 100 + second)
        }
        Class::Decade => {
            let value = lower.strip_suffix('s')?;
            let short = value.strip_prefix('\'').unwrap_or(value);
            let number = digits(short).filter(|number| number % 10 == 0)?;
            match short.len() {
                3 => Some(number / 10),
                4 if (1000..=2090).contains(&number) => Some(number / 10),
                2 => Some(short_year(number) / 10),
                _ => None,
            }
        }
        _ => None,
    }
}

fn plain_number(lower: &str) -> Option<f32> {
    if lower.len() > 12 || !lower.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.') {
        return None;
    }
    lower.replace(',', "").parse().ok()
}

fn meaning(word: &str, class: Class, times: &Times) -> Option<i32> {
    let word = &times.words[times.word(word)? as usize];
    word.meanings.iter().find(|(other, _)| *other == class).map(|&(_, value)| value)
}

/// Returns the value of a word as `class`.
pub fn word_value(seen: Seen, class: Class, times: &Times) -> Option<i32> {
    let word = times.words.get(seen.word as usize)?;
    word.meanings.iter().find(|(other, _)| *other == class).map(|&(_, value)| value)
}

/// Returns the value of "twenty-five".
fn joined_number(lower: &str, times: &Times) -> Option<i32> {
    let (tens, ones) = lower.split_once('-')?;
    let tens = meaning(tens, Class::Cardinal, times).filter(|tens| *tens >= 20)?;
    let ones = meaning(ones, Class::Cardinal, times).filter(|ones| *ones < 10)?;
    Some(tens + ones)
}

/// Returns the months of "november-december" as first * 100 + last.
pub fn joined_months(lower: &str, times: &Times) -> Option<i32> {
    let (first, last) = lower.split_once('-')?;
    Some(meaning(first, Class::Month, times)? * 100 + meaning(last, Class::Month, times)?)
}

/// Reads a number at `at`, in figures or in words, and says where it ends.
pub fn number(
    tokens: &[Token],
    seen: &[Seen],
    at: usize,
    limit: usize,
    times: &Times,
) -> Option<(f32, usize)> {
    let mut total = 0.0;
    let mut part: Option<f32> = None;
    let mut figures = false;
    let mut index = at;
    let mut end = None;
    while index < limit {
        let (token, look) = (&tokens[index], seen[index]);
        if let Some(value) = plain_number(&token.lower) {
            if end.is_some() {
                break;
            }
            part = Some(value);
            figures = true;
        } else if let Some(value) =
            word_value(look, Class::Cardinal, times).or_else(|| joined_number(&token.lower, times))
        {
            let value = value as f32;
            part = match part {
                Some(_) if figures => break,
                Some(tens) if tens >= 20.0 && tens % 10.0 == 0.0 && value < 10.0 => Some(tens + value),
                Some(hundreds) if hundreds >= 100.0 && value < 100.0 => Some(hundreds + value),
                None => Some(value),
                Some(_) => break,
            };
        } else if let Some(scale) = word_value(look, Class::Scale, times) {
            let scale = scale as f32;
            let value = part.take().unwrap_or(1.0) * scale;
            if scale >= 1000.0 {
                total += value;
            } else {
                part = Some(value);
            }
        } else if end.is_some() && matches!(token.lower.as_str(), "and" | "-") {
            // "two hundred and fifty", "twenty - five", "two and a half"
            let rest = |offset: usize| tokens.get(index + offset).filter(|_| index + offset < limit);
            if token.lower == "and" && rest(1).is_some_and(|token| token.lower == "a") {
                if rest(2).is_some_and(|token| token.lower == "half") {
                    return Some((total + part.unwrap_or(0.0) + 0.5, index + 3));
                }
                break;
            }
            let goes_on = part.is_some_and(|part| {
                let tens = (20.0..100.0).contains(&part) && part % 10.0 == 0.0;
                (token.lower == "-" && tens) || (token.lower == "and" && part >= 100.0)
            });
            let next = seen.get(index + 1).filter(|_| index + 1 < limit);
            if !goes_on || next.is_none_or(|next| next.classes & Class::Cardinal.bit() == 0) {
                break;
            }
            index += 1;
            continue;
        } else {
            break;
        }
        index += 1;
        end = Some(index);
    }
    end.map(|end| (total + part.unwrap_or(0.0), end))
}
