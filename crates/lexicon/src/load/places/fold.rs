//! Two foldings of names: a light one that forgives accents and punctuation, and a strong one that makes the
//! usual romanisations of one name equal ("Khan Shaykhun", "Khan Sheikhoun").
//! Knows no place; both foldings work word by word, so that the index can be walked while reading.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Articles of Arabic and its assimilated forms, as they are romanised.
const ARTICLES: [&str; 30] = [
    "ad", "ak", "al", "an", "ar", "as", "ash", "at", "az", "ed", "ek", "el", "em", "en", "er", "es", "esh",
    "et", "ez", "il", "l", "ud", "ul", "un", "ur", "us", "ush", "ut", "uz", "adh",
];

/// Folds one word lightly and hands each character to `give`; a space stands for a gap inside the word.
///
/// Drops accents, apostrophes and full stops; hyphens and slashes become gaps.
pub fn light_word(word: &str, mut give: impl FnMut(char)) {
    if word.is_ascii() {
        for byte in word.bytes() {
            match byte {
                b'\'' | b'`' | b'"' | b'.' | b',' => {}
                b'-' | b'/' | b' ' => give(' '),
                _ => give(byte.to_ascii_lowercase() as char),
            }
        }
        return;
    }
    for c in word.chars().flat_map(char::to_lowercase).nfkd() {
        match c {
            '\'' | '`' | '"' | '.' | ',' | 'ʿ' | 'ʾ' | '’' | '‘' | '´' | 'ʻ' | 'ʼ' | '′' | '“' | '”' =>
                {}
            '-' | '–' | '—' | '‑' | '/' | ' ' => give(' '),
            'ø' => give('o'),
            'ł' => give('l'),
            'ı' => give('i'),
            'đ' | 'ð' => give('d'),
            'ħ' => give('h'),
            'ŧ' => give('t'),
            'ə' => give('a'),
            'ß' => "ss".chars().for_each(&mut give),
            'æ' => "ae".chars().for_each(&mut give),
            'œ' => "oe".chars().for_each(&mut give),
            'þ' => "th".chars().for_each(&mut give),
            _ if is_combining_mark(c) => {}
            _ => give(c),
        }
    }
}

/// Folds a whole name lightly: words parted by one space.
#[must_use]
pub fn light(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        begin_word(word, &mut folded);
        light_word(word, |c| push(c, &mut folded));
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn begin_word(word: &str, folded: &mut String) {
    if joins(word) {
        folded.truncate(folded.trim_end().len());
    } else {
        push(' ', folded);
    }
}

fn push(c: char, folded: &mut String) {
    if c != ' ' || !(folded.is_empty() || folded.ends_with(' ')) {
        folded.push(c);
    }
}

/// Says whether a word is written onto the one before it ("'s").
#[must_use]
pub fn joins(word: &str) -> bool {
    word.starts_with(['\'', '’'])
}

/// Folds a whole name strongly.
#[must_use]
pub fn strong(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        strong_word(word, &mut folded);
    }
    folded
}

/// Folds one word strongly onto `folded`; words run together ("Deir ez-Zor", "Deir Ezzor").
pub fn strong_word(word: &str, folded: &mut String) {
    let mut plain = String::with_capacity(word.len());
    light_word(word, |c| plain.push(c));
    for piece in plain.split(' ').filter(|piece| !piece.is_empty() && !ARTICLES.contains(piece)) {
        strong_piece(without_article(piece), folded);
    }
}

/// Cuts off an article written onto its word, which shows by the doubled letter ("Ezzor", "Assuwayda").
fn without_article(piece: &str) -> &str {
    let bytes = piece.as_bytes();
    match bytes {
        [b'a' | b'e', first, second, _, _, ..] if first == second && b"dnrstz".contains(first) => &piece[2..],
        [b'a' | b'e', b's', b'h', b's', b'h', ..] => &piece[3..],
        _ => piece,
    }
}

fn strong_piece(piece: &str, folded: &mut String) {
    let from = folded.len();
    let mut rest = piece;
    while let Some(c) = rest.chars().next() {
        let (given, taken) = letter(rest, c);
        rest = rest.get(taken..).unwrap_or_default();
        if folded.len() == from || !folded.ends_with(given) {
            folded.push(given);
        }
    }
    let stem = &folded[from..];
    if stem.len() > 3 && stem.ends_with('h') && stem[..stem.len() - 1].ends_with(['a', 'i', 'u']) {
        folded.pop();
    }
    if folded.len() > from + 3 && folded.ends_with('i') && piece.ends_with(['e', 'h']) {
        folded.pop();
        folded.push('a');
    }
}

/// Returns the letter that the head of `rest` is folded to, and how many bytes of it are taken.
fn letter(rest: &str, c: char) -> (char, usize) {
    let next = rest.as_bytes().get(1).copied().unwrap_or_default();
    match (c, next) {
        ('k', b'h') => ('h', 2),
        ('g', b'h') => ('g', 2),
        ('d', b'h') => ('d', 2),
        ('t', b'h') => ('t', 2),
        ('z', b'h') => ('z', 2),
        ('p', b'h') => ('f', 2),
        ('s' | 'c', b'h') => ('s', 2),
        ('c', b'k') => ('k', 2),
        ('d', b'j') => ('j', 2),
        ('q' | 'c', _) => ('k', 1),
        ('a', b'i' | b'y') | ('e', b'i' | b'y' | b'e' | b'a') | ('i', b'e') => ('i', 2),
        ('o', b'u' | b'o' | b'w') | ('a', b'w' | b'u') => ('u', 2),
        ('e' | 'y', _) => ('i', 1),
        ('o' | 'w', _) => ('u', 1),
        _ => (c, c.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_folding_forgives_accents_and_punctuation() {
        for (name, folded) in [
            ("Khān Shaykhūn", "khan shaykhun"),
            ("Deir ez-Zor", "deir ez zor"),
            ("Dar‘ā", "dara"),
            ("Côte d'Ivoire", "cote divoire"),
            ("St. George", "st george"),
            ("Łódź", "lodz"),
            ("İdlib", "idlib"),
            ("إدلب", "ادلب"),
            ("", ""),
            ("-", ""),
        ] {
            assert_eq!(light(name), folded, "{name}");
        }
    }

    #[test]
    fn strong_folding_makes_romanisations_equal() {
        for names in [
            &["Khān Shaykhūn", "Khan Sheikhoun", "Khan-Sheikhoun", "Khan Shaikhun"][..],
            &["Ma‘arrat an Nu‘mān", "Maarat al-Numan", "Maarrat al-Nouman", "Ma'arat al-Nu'man"],
            &["Jisr ash Shughūr", "Jisr al-Shughur", "Jisr al-Shughour"],
            &["Deir ez-Zor", "Deir al-Zor", "Dayr az Zawr", "Deir Ezzor", "Deir al-Zour"],
            &["Bāb al Hawá", "Bab al-Hawa", "Bab el-Hawa", "Bab el Hawa"],
            &["As-Suwayda", "Sweida", "Suweida", "al-Suwayda", "Assuwayda"],
            &["Al Ḩasakah", "Hasaka", "al-Hasakeh", "Hassakeh", "Hassakah"],
            &["Ar Raqqah", "Raqqa", "al-Raqqa", "Rakka"],
            &["Douma", "Dūmā", "Duma"],
        ] {
            for name in names {
                assert_eq!(strong(name), strong(names[0]), "{name} and {}", names[0]);
            }
        }
        for (first, second) in [("Homs", "Hama"), ("Aden", "Eden"), ("Tartus", "Taldou")] {
            assert_ne!(strong(first), strong(second));
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["Khān Shaykhūn", "Deir ez-Zor", "Kyiv", "Nagorno-Karabakh", "Hasakeh", "Enghien"] {
            assert_eq!(light(&light(name)), light(name));
            assert_eq!(strong(&strong(name)), strong(name), "{name}");
        }
    }
}
