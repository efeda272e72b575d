//! Words in, numbers out: digits, number words, multipliers, ranges, bounds and vague numbers.
//! Decides nothing about what is counted.

use truce_lexicon::load::figures::{Bound, Figures};

use crate::grammar::{SMALL_NUMBERS, TENS, Token};

/// A number as the words give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// First word, bounds included.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// "about".
    pub approximate: bool,
    /// Whether the noun may follow after "of" ("dozens of villagers").
    pub partitive: bool,
    /// The bare word "one", which may be a pronoun.
    pub one: bool,
}

/// Returns the number that begins at `at`, with the phrases before and after it that bound it.
#[must_use]
pub fn read(words: &[Token], at: usize, figures: &Figures) -> Option<Number> {
    let mut next = at;
    let mut bounds = Vec::new();
    let between = lower(words, at) == "between";
    if between {
        next += 1;
    }
    while let Some((length, bound)) = phrase(words, next, &figures.before) {
        next += length;
        bounds.push(bound);
        if bounds.len() > 4 {
            return None;
        }
    }
    let first = value(words, next)?;
    let mut end = first.end;
    let mut number = Number {
        start: at,
        end,
        low: Some(first.value),
        high: (first.sort != Sort::Vague).then_some(first.value),
        approximate: false,
        partitive: first.sort == Sort::Vague,
        one: first.one,
    };
    if let Some(second) = second(words, next, &first, between) {
        // "five to six million": the first shares the multiplier of the second.
        let low = if first.value < second.multiplier && first.multiplier <= 1.0 {
            first.value * second.multiplier
        } else {
            first.value
        };
        if second.value > low {
            number.low = Some(low);
            number.high = Some(second.value);
            end = second.end;
        }
    } else if between {
        return None;
    }
    while let Some((length, bound)) = phrase(words, end, &figures.after) {
        bounds.push(bound);
        end += length;
        if bounds.len() > 6 {
            break;
        }
    }
    number.end = end;
    for bound in bounds {
        match bound {
            Bound::Least => number.high = None,
            Bound::Most => number.low = None,
            Bound::About => number.approximate = true,
            Bound::Exact => {}
        }
    }
    // "up to dozens": nothing is left of either bound.
    if number.low.is_none() && number.high.is_none() {
        number.high = Some(first.value);
    }
    Some(number)
}

/// Reads the second half of a range: "15 to 20", "between 40 and 50", "6-8", "two or three".
fn second(words: &[Token], start: usize, first: &Value, between: bool) -> Option<Value> {
    let link = words.get(first.end)?;
    let before =
        start.checked_sub(1).and_then(|index| words.get(index)).map_or("", |word| word.lower.as_str());
    let joined = match link.lower.as_str() {
        "-" => first.sort == Sort::Exact,
        "to" | "through" => before != "from",
        "and" => between,
        "or" => true,
        _ => false,
    };
    let second = joined.then(|| value(words, first.end + 1)).flatten()?;
    (second.sort == Sort::Exact).then_some(second)
}

fn phrase(
    words: &[Token],
    at: usize,
    table: &std::collections::BTreeMap<String, Vec<(Vec<String>, Bound)>>,
) -> Option<(usize, Bound)> {
    let first = words.get(at)?;
    table.get(&first.lower)?.iter().find_map(|(phrase, bound)| {
        let fits = phrase.len() <= words.len() - at
            && phrase.iter().zip(&words[at..]).all(|(one, word)| *one == word.lower);
        fits.then_some((phrase.len(), *bound))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Exact,
    /// "dozens": at least so many.
    Vague,
}

#[derive(Debug, Clone, Copy)]
struct Value {
    end: usize,
    value: f64,
    /// The last multiplier in it, or 1.
    multiplier: f64,
    sort: Sort,
    one: bool,
}

fn lower(words: &[Token], at: usize) -> &str {
    words.get(at).map_or("", |word| word.lower.as_str())
}

/// Returns the number at `at` without bounds.
fn value(words: &[Token], at: usize) -> Option<Value> {
    vague(words, at).or_else(|| half(words, at)).or_else(|| digits(words, at)).or_else(|| spelt(words, at))
}

/// "dozens", "tens of thousands", "several hundred", "a couple of".
fn vague(words: &[Token], at: usize) -> Option<Value> {
    let word = lower(words, at);
    let (of, after) = (lower(words, at + 1), lower(words, at + 2));
    let made = |end: usize, value: f64, multiplier: f64| {
        Some(Value { end, value, multiplier, sort: Sort::Vague, one: false })
    };
    let many = match word {
        "tens" => 20.0,
        "dozens" => 24.0,
        "scores" => 40.0,
        "hundreds" => 200.0,
        "thousands" => 2000.0,
        "millions" => 2_000_000.0,
        "lakhs" => 200_000.0,
        "crores" => 20_000_000.0,
        "several" | "many" | "few" => {
            let times = multiplier(of)?;
            return made(at + 2, 2.0 * times, times);
        }
        "a" if of == "few" || of == "good" => {
            let times = multiplier(after)?;
            return made(at + 3, 2.0 * times, times);
        }
        "a" | "the" if of == "couple" && after == "of" => {
            let end = at + 3;
            return match multiplier(lower(words, end)) {
                Some(times) => Some(Value {
                    end: end + 1,
                    value: 2.0 * times,
                    multiplier: times,
                    sort: Sort::Exact,
                    one: false,
                }),
                None => Some(Value { end, value: 2.0, multiplier: 1.0, sort: Sort::Exact, one: false }),
            };
        }
        "score" if of == "of" => return made(at + 1, 20.0, 20.0),
        _ => return None,
    };
    // "hundreds of thousands"
    if of == "of"
        && let Some(times) = plural_multiplier(after)
    {
        return made(at + 3, many * times, times);
    }
    if word == "tens" && of != "of" {
        return None;
    }
    made(at + 1, many, 1.0)
}

/// "half a million", "one and a half million".
fn half(words: &[Token], at: usize) -> Option<Value> {
    let made = |end: usize, value: f64, multiplier: f64| {
        Some(Value { end, value, multiplier, sort: Sort::Exact, one: false })
    };
    match lower(words, at) {
        "half" if matches!(lower(words, at + 1), "a" | "an") => {
            let times = multiplier(lower(words, at + 2))?;
            made(at + 3, times / 2.0, times)
        }
        "half-a-million" | "half-million" => made(at + 1, 500_000.0, 1_000_000.0),
        "half-a-dozen" | "half-dozen" => made(at + 1, 6.0, 12.0),
        "a" if matches!(lower(words, at + 1), "half-million" | "half-dozen") => half(words, at + 1),
        "a" if lower(words, at + 1) == "half" && multiplier(lower(words, at + 2)).is_some() => {
            let times = multiplier(lower(words, at + 2))?;
            made(at + 3, times / 2.0, times)
        }
        _ => {
            let whole = small(lower(words, at))?;
            if lower(words, at + 1) == "and" && lower(words, at + 2) == "a" && lower(words, at + 3) == "half"
            {
                let times = multiplier(lower(words, at + 4))?;
                return made(at + 5, (whole + 0.5) * times, times);
            }
            None
        }
    }
}

/// "2,600", "12 000", "3.4 million", "52 thousand", "10k".
fn digits(words: &[Token], at: usize) -> Option<Value> {
    let word = words.get(at)?;
    if !word.form.starts_with(|ch: char| ch.is_ascii_digit()) {
        return None;
    }
    let mut end = at + 1;
    let mut value = plain_digits(&word.form)?;
    let all_digits = |word: &Token| word.form.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(word) && word.form.len() <= 3 && value > 0.0 {
        // "12 000 400": groups of three with spaces between.
        while let Some(group) =
            words.get(end).filter(|group| group.spaced && group.form.len() == 3 && all_digits(group))
        {
            value = value * 1000.0 + plain_digits(&group.form)?;
            end += 1;
        }
        // "1,00,000": the tokeniser takes only groups of three together.
        if end == at + 1
            && word.form.len() <= 2
            && words.get(end).is_some_and(|comma| comma.form == "," && !comma.spaced)
            && let Some(rest) = words
                .get(end + 1)
                .filter(|rest| !rest.spaced && rest.form.len() >= 6 && rest.form.contains(','))
            && let Some(tail) = plain_digits(&rest.form)
        {
            value = value * if tail >= 1e5 || rest.form.len() > 6 { 1e7 } else { 1e5 } + tail;
            end += 2;
        }
    }
    let mut times = 1.0;
    if let Some(next) = words.get(end) {
        let unit = match next.lower.as_str() {
            "m" | "mn" | "mln" if !next.spaced => Some(1e6),
            "bn" if !next.spaced => Some(1e9),
            "k" if !next.spaced => Some(1e3),
            "mn" | "mln" => Some(1e6),
            "bn" => Some(1e9),
            word => multiplier(word),
        };
        if let Some(unit) = unit {
            times = unit;
            value *= unit;
            end += 1;
        }
    }
    // A broken number is a measure, not a count.
    let value = (value * 100.0).round() / 100.0;
    (value.fract() == 0.0).then_some(Value { end, value, multiplier: times, sort: Sort::Exact, one: false })
}

/// Reads one word of digits; a clock time, date or code is none.
fn plain_digits(form: &str) -> Option<f64> {
    let digits = form.strip_suffix(',').unwrap_or(form);
    if !digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.') {
        return None;
    }
    if digits.contains(',') {
        let groups: Vec<&str> = digits.split(',').collect();
        if groups[1..].iter().any(|group| group.len() != 3) || groups[0].is_empty() {
            return None;
        }
        return digits.replace(',', "").parse().ok();
    }
    let mut parts = digits.split('.');
    let (whole, fraction) = (parts.next()?, parts.next());
    // "13.200" is thirteen thousand in most languages that reports are put into English from.
    if let Some(fraction) = fraction {
        if parts.all(|part| part.len() == 3)
            && fraction.len() == 3
            && whole.len() <= 3
            && !whole.starts_with('0')
        {
            return digits.replace('.', "").parse().ok();
        }
        if digits.matches('.').count() > 1 {
            return None;
        }
    }
    digits.parse().ok()
}

/// "three hundred and sixty-five", "a dozen", "twenty thousand".
fn spelt(words: &[Token], at: usize) -> Option<Value> {
    let (mut total, mut current) = (0.0, 0.0);
    let mut next = at;
    let mut last = ' ';
    let mut times = 1.0;
    if matches!(lower(words, at), "a" | "an") {
        // "a hundred", "a dozen"; not "a thousand-strong".
        multiplier(lower(words, at + 1))?;
        current = 1.0;
        next += 1;
    }
    loop {
        let word = lower(words, next);
        if let Some(value) = small(word) {
            // "twenty three", but not "two three".
            let fits = match last {
                ' ' | 'm' => true,
                't' => value < 10.0 && value > 0.0,
                _ => false,
            };
            if !fits {
                break;
            }
            current += value;
            last = if value >= 20.0 && value % 10.0 == 0.0 { 't' } else { 's' };
        } else if let Some(by) = multiplier(word).filter(|_| next > at || word != "score") {
            if next == at && !matches!(word, "hundred" | "thousand" | "million" | "dozen") {
                return None;
            }
            times = by;
            if by < 1000.0 {
                current = current.max(1.0) * by;
            } else {
                total += current.max(1.0) * by;
                current = 0.0;
            }
            last = 'm';
        } else if word == "and"
            && last == 'm'
            && next > at
            && small(lower(words, next + 1)).is_some()
            && times <= 1000.0
        {
            // "three hundred and five"; a noun must not stand between, and "two hundred and three" is one number.
        } else {
            break;
        }
        next += 1;
    }
    if last == ' ' {
        return None;
    }
    let one = next == at + 1 && lower(words, at) == "one";
    Some(Value {
        end: next,
        value: total + current,
        multiplier: if times > 1.0 { times } else { 1.0 },
        sort: Sort::Exact,
        one,
    })
}

fn multiplier(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "score" => 20.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "lakh" => 1e5,
        "million" => 1e6,
        "crore" => 1e7,
        "billion" => 1e9,
        _ => return None,
    })
}

fn plural_multiplier(word: &str) -> Option<f64> {
    multiplier(word.strip_suffix('s')?)
}

fn small(word: &str) -> Option<f64> {
    if let Some(unit) = SMALL_NUMBERS.iter().position(|&unit| unit == word) {
        return Some(unit as f64);
    }
    let (ten, unit) = word.split_once('-').unwrap_or((word, ""));
    let tens = TENS.iter().position(|&known| known == ten)? as f64 * 10.0 + 20.0;
    match unit {
        "" if !word.contains('-') => Some(tens),
        _ => SMALL_NUMBERS[1..10]
            .iter()
            .position(|&known| known == unit)
            .map(|found| tens + found as f64 + 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Document};
    use crate::span::Bytes;

    fn check(text: &str) -> Option<(Option<f64>, Option<f64>, bool, usize)> {
        let blocks =
            vec![Block { span: Bytes::new(0, text.len()), kind: BlockKind::Paragraph, ..Block::default() }];
        let document = Document { text: text.to_owned(), blocks, ..Document::default() };
        let grammar = crate::grammar::tokenise(&document);
        let lexicon = truce_lexicon::Lexicon::embedded();
        read(&grammar.tokens, 0, &lexicon.tables.figures)
            .map(|number| (number.low, number.high, number.approximate, grammar.tokens.len() - number.end))
    }

    #[test]
    fn numbers() {
        // Text; low, high, approximate; words left after it.
        for (text, low, high, about, left) in [
            ("2,600 people", Some(2600.0), Some(2600.0), false, 1),
            ("12 000 people", Some(12000.0), Some(12000.0), false, 1),
            ("46.700 persons", Some(46700.0), Some(46700.0), false, 1),
            ("1,50,000 villagers", Some(150_000.0), Some(150_000.0), false, 1),
            ("three lakh villagers", Some(300_000.0), Some(300_000.0), false, 1),
            ("about 3.4 million", Some(3.4e6), Some(3.4e6), true, 0),
            ("52 thousand people", Some(52_000.0), Some(52_000.0), false, 1),
            ("4.5m people", Some(4.5e6), Some(4.5e6), false, 1),
            ("10k people", Some(10_000.0), Some(10_000.0), false, 1),
            ("two hundred and forty-eight men", Some(248.0), Some(248.0), false, 1),
            ("a dozen men", Some(12.0), Some(12.0), false, 1),
            ("two dozen men", Some(24.0), Some(24.0), false, 1),
            ("half a million people", Some(5e5), Some(5e5), false, 1),
            ("one and a half million", Some(1.5e6), Some(1.5e6), false, 0),
            ("tens of thousands of people", Some(20_000.0), None, false, 2),
            ("hundreds of thousands of people", Some(200_000.0), None, false, 2),
            ("scores of men", Some(40.0), None, false, 2),
            ("several hundred men", Some(200.0), None, false, 1),
            ("60 to 75 men", Some(60.0), Some(75.0), false, 1),
            ("between 40 and 50 men", Some(40.0), Some(50.0), false, 1),
            ("6-8 men", Some(6.0), Some(8.0), false, 1),
            ("two or three men", Some(2.0), Some(3.0), false, 1),
            ("five to six million people", Some(5e6), Some(6e6), false, 1),
            ("at least some 20 men", Some(20.0), None, true, 1),
            ("no fewer than 20 men", Some(20.0), None, false, 1),
            ("up to 61,500", None, Some(61_500.0), false, 0),
            ("no more than 25 people", None, Some(25.0), false, 1),
            ("20 or more men", Some(20.0), None, false, 1),
            ("twenty-odd men", Some(20.0), Some(20.0), true, 1),
            ("a total of 12 men", Some(12.0), Some(12.0), false, 1),
            ("twenty thousand men", Some(20_000.0), Some(20_000.0), false, 1),
            ("more than a hundred men", Some(100.0), None, false, 1),
        ] {
            assert_eq!(check(text), Some((low, high, about, left)), "{text}");
        }
        for text in [
            "10:30 on",
            "2018-03-12",
            "1.75 of",
            "S/2018/138",
            "a man",
            "several men",
            "first men",
            "the men",
        ] {
            assert_eq!(check(text), None, "{text}");
        }
    }
}
