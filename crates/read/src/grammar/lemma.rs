//! Words with their tags in, dictionary forms out.
//! Irregular forms come from training; the rest is spelling.

use super::Upos;
use super::unit::hash;

/// Returns the key of a form and part of speech in the table of irregular forms.
#[must_use]
pub fn key(lower: &str, upos: Upos) -> u32 {
    hash(lower.bytes().chain([b'/', upos as u8]))
}

/// Looks a form up in the irregular ones: a count, then key and offset for each, sorted by key, then texts with
/// their length before them.
#[must_use]
pub fn known<'a>(table: &'a [u8], lower: &str, upos: Upos) -> Option<&'a str> {
    let number = |at: usize| table.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let count = number(0)? as usize;
    let wanted = key(lower, upos);
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = usize::midpoint(low, high);
        let found = number(4 + middle * 8)?;
        if found == wanted {
            let at = 4 + count * 8 + number(8 + middle * 8)? as usize;
            let length = usize::from(*table.get(at)?);
            return std::str::from_utf8(table.get(at + 1..at + 1 + length)?).ok();
        }
        if found < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    None
}

/// Returns the dictionary form by the rules of spelling.
#[must_use]
pub fn by_rule(lower: &str, upos: Upos, xpos: &str) -> String {
    match xpos {
        "NNS" => plural(lower),
        "NNPS" if upos == Upos::Noun => plural(lower),
        "VBZ" if upos == Upos::Verb => plural(lower),
        "VBG" => stem(lower, "ing"),
        "VBD" | "VBN" => stem(lower, "ed"),
        "JJR" | "RBR" => compared(lower, "er"),
        "JJS" | "RBS" => compared(lower, "est"),
        _ => lower.to_owned(),
    }
}

fn plural(lower: &str) -> String {
    let cut = |count: usize| lower.get(..lower.len() - count).unwrap_or(lower);
    if lower.len() < 4 && !lower.ends_with('s') || lower.len() < 3 {
        return lower.to_owned();
    }
    if lower.ends_with("ies") && lower.len() > 4 {
        return format!("{}y", cut(3));
    }
    if ["sses", "ches", "shes", "xes", "zzes"].iter().any(|ending| lower.ends_with(ending)) {
        return cut(2).to_owned();
    }
    if lower.ends_with("oes") && lower.len() > 5 {
        return cut(2).to_owned();
    }
    if lower.ends_with("'s") || lower.ends_with("ss") || lower.ends_with("us") || lower.ends_with("is") {
        return if lower.ends_with("'s") { cut(2).to_owned() } else { lower.to_owned() };
    }
    if lower.ends_with('s') { cut(1).to_owned() } else { lower.to_owned() }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Takes an ending off a verb: "denied", "stopping", "agreed", "shelled", "clashing".
fn stem(lower: &str, ending: &str) -> String {
    let Some(stem) = lower.strip_suffix(ending) else { return lower.to_owned() };
    let bytes = stem.as_bytes();
    if !bytes.iter().any(|byte| is_vowel(*byte)) || bytes.len() < 2 {
        return lower.to_owned();
    }
    if ending == "ed" {
        if let Some(root) = stem.strip_suffix('i') {
            return format!("{root}y");
        }
        if stem.ends_with('e') {
            return stem.to_owned();
        }
    }
    restore(stem)
}

/// Gives a bare stem its final "e" or its single consonant back.
fn restore(stem: &str) -> String {
    let bytes = stem.as_bytes();
    let count = bytes.len();
    let [.., before, last] = *bytes else { return stem.to_owned() };
    let vowels = bytes
        .iter()
        .enumerate()
        .filter(|&(at, byte)| is_vowel(*byte) && !(at > 0 && is_vowel(bytes[at - 1])));
    let syllables = vowels.count();
    if before == last && !is_vowel(last) {
        // "stopp", but "shell", "pass", "buzz".
        return if matches!(last, b'l' | b's' | b'z' | b'f') && !(last == b'l' && syllables > 1) {
            stem.to_owned()
        } else {
            stem.get(..count - 1).unwrap_or(stem).to_owned()
        };
    }
    let e = [
        "at", "iz", "is", "ag", "uc", "ur", "ir", "or", "ar", "ud", "id", "ad", "od", "iv", "av", "ov", "ev",
        "uk", "ik", "ak", "ok", "ut", "it", "ot", "ul", "il", "ol", "al", "bl", "tl", "dl", "pl", "gl", "fl",
        "cl", "kl", "um", "im", "am", "om", "in", "un", "on", "an", "up", "ip", "ap", "op", "us", "as", "os",
        "ib", "ub", "ob", "ab", "uz", "az", "oz",
    ];
    let tail = stem.get(count - 2..).unwrap_or_default();
    let always = matches!(last, b'v' | b'u' | b'c')
        || (last == b'g'
            && matches!(before, b'n' | b'd' | b'r' | b'l' | b'a')
            && !stem.ends_with("ing")
            && !stem.ends_with("ong"))
        || (last == b's' && matches!(before, b'n' | b'r' | b'p' | b'u' | b'o' | b'i' | b'a'))
        || (last == b'z' && before != b't')
        || (last == b'l' && matches!(before, b'b' | b't' | b'd' | b'p' | b'g' | b'f' | b'c' | b'k' | b'z'));
    let long = syllables == 1
        && count > 2
        && is_vowel(before)
        && !is_vowel(last)
        && !is_vowel(bytes[count - 3])
        && e.contains(&tail)
        && !matches!(last, b'w' | b'x' | b'y');
    let verbal = syllables > 1
        && (tail == "at" && !stem.ends_with("eat") && !stem.ends_with("oat")
            || stem.ends_with("ur") && !stem.ends_with("our") && !stem.ends_with("ccur")
            || stem.ends_with("ir") && !stem.ends_with("air")
            || stem.ends_with("ut") && stem.ends_with("cut")
            || tail == "id" && !stem.ends_with("void")
            || tail == "ak"
            || tail == "id"
            || tail == "ud"
            || tail == "us"
            || stem.ends_with("mov")
            || stem.ends_with("fin")
            || stem.ends_with("bin"));
    if always || long || verbal { format!("{stem}e") } else { stem.to_owned() }
}

/// Takes the ending of a comparison off: "heavier", "largest", "bigger".
fn compared(lower: &str, ending: &str) -> String {
    let Some(stem) = lower.strip_suffix(ending).filter(|stem| stem.len() > 2) else {
        return lower.to_owned();
    };
    if let Some(root) = stem.strip_suffix('i') {
        return format!("{root}y");
    }
    let bytes = stem.as_bytes();
    let [.., before, last] = *bytes else { return stem.to_owned() };
    if before == last && !matches!(last, b'l' | b's') {
        return stem.get(..bytes.len() - 1).unwrap_or(stem).to_owned();
    }
    if matches!(last, b'g' | b'c' | b'v' | b's' | b'l') && !is_vowel(before) || last == b't' && before == b'a'
    {
        return format!("{stem}e");
    }
    stem.to_owned()
}
