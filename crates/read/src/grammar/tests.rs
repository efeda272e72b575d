//! Tokens and sentences of invented reports.

use super::{Engine, Grammar, tokenise};
use crate::document::{Block, BlockKind, Document};
use crate::span::Bytes;

pub(super) fn document(text: &str) -> Document {
    let blocks =
        vec![Block { span: Bytes::new(0, text.len()), kind: BlockKind::Paragraph, ..Block::default() }];
    Document { text: text.to_owned(), blocks, ..Document::default() }
}

fn check(text: &str, expected: &str) {
    let grammar = tokenise(&document(text));
    let sentences: Vec<String> = grammar
        .sentences
        .iter()
        .map(|sentence| {
            let forms: Vec<&str> =
                grammar.tokens[sentence.range()].iter().map(|token| token.form.as_str()).collect();
            forms.join(" ")
        })
        .collect();
    assert_eq!(sentences.join(" / "), expected, "{text}");
}

#[test]
fn words() {
    for (text, expected) in [
        ("They don't; it's the rebels' plan.", "They do n't ; it 's the rebels ' plan ."),
        ("We can’t, and won't.", "We ca n't , and wo n't ."),
        ("the redeploy-\nment order", "the redeployment order"),
        ("along the cease-\nfire line; the cease-fire", "along the cease-fire line ; the cease-fire"),
        ("a self-\n declared truce", "a self-declared truce"),
        ("at 03:10-03:35 and 9 p.m. on Feb. 8", "at 03:10 - 03:35 and 9 p.m. on Feb. 8"),
        ("6-9km away, 2,600 oxen, in 1997,40 died", "6 - 9 km away , 2,600 oxen , in 1997 , 40 died"),
        ("T. W. Corran of the U.S. Navy", "T. W. Corran of the U.S. Navy"),
        ("TARSK, OSTER, Mar. 6 (AP)--The dam", "TARSK , OSTER , Mar. 6 ( AP ) -- The dam"),
        ("Liwa al-Bahr, Al-Tell, an An-2 of the MLN-T", "Liwa al-Bahr , Al-Tell , an An-2 of the MLN-T"),
        ("a 12-week, Dorian-led, army-held belt", "a 12 - week , Dorian - led , army - held belt"),
        ("the so-called mid-March truce", "the so-called mid - March truce"),
        ("US$5m, $3.2bn and 40%", "US $ 5 m , $ 3.2 bn and 40 %"),
        ("the truce—the third—held", "the truce -- the third -- held"),
        ("Da’esh in Sana'a, O'Brien's", "Da'esh in Sana'a , O'Brien 's"),
        ("see https://a.org/x-y, S/2018/138.", "see https://a.org/x-y , S/2018/138 ."),
        ("\u{202B}“Hold fire”\u{202C} he said", "\" Hold fire \" he said"),
        ("on 2018-03-12 at 8.15pm", "on 2018-03-12 at 8.15 pm"),
        ("#Idar @moda_news and/or x", "#Idar @moda_news and / or x"),
    ] {
        check(text, expected);
    }
}

#[test]
fn sentences() {
    for (text, expected) in [
        ("He left. She stayed.", "He left . / She stayed ."),
        ("The lamps are lit.And more came.", "The lamps are lit . / And more came ."),
        ("Gen. Orlo met Lt. Col. Anse. He left.", "Gen. Orlo met Lt. Col. Anse . / He left ."),
        ("It began at 9 a.m. The army denied it.", "It began at 9 a.m. / The army denied it ."),
        ("He backs the U.S. Army.", "He backs the U.S. Army ."),
        (
            "\"We stop.\" He left. \"Why?\" she asked.",
            "\" We stop . \" / He left . / \" Why ? \" she asked .",
        ),
        ("3. The parties shall meet. They shall talk", "3 . The parties shall meet . / They shall talk"),
        ("No. 4 Division fired. No. It did not.", "No. 4 Division fired . / No . / It did not ."),
        ("7.15amOstia's harbour pilot said so.", "7.15 am Ostia 's harbour pilot said so ."),
        ("TRUCE HOLDS", "TRUCE HOLDS"),
        ("Fire hit Vessa... It stopped.", "Fire hit Vessa ... / It stopped ."),
    ] {
        check(text, expected);
    }
}

/// Checks what must hold for any text.
pub(super) fn sound(text: &str, grammar: &Grammar) {
    let mut last = 0;
    for token in &grammar.tokens {
        assert!(last <= token.span.start && token.span.start < token.span.end, "{text:?}");
        assert!(text.get(token.span.start as usize..token.span.end as usize).is_some(), "{text:?}");
        assert!(!token.form.is_empty());
        last = token.span.end;
    }
    let mut next = 0;
    for sentence in &grammar.sentences {
        assert_eq!(sentence.start, next);
        assert!(sentence.end > sentence.start);
        next = sentence.end;
        let range = sentence.start..sentence.end;
        assert_eq!(range.clone().filter(|&token| grammar.is_root(token)).count(), 1, "{text:?}");
        let root = grammar.root(*sentence);
        for token in range.clone() {
            assert!(range.contains(&grammar.tokens[token as usize].head));
            assert!(token == root || grammar.is_ancestor(root, token), "{text:?}");
            let (first, last) = grammar.subtree(token);
            assert!(first <= token && token <= last);
        }
        assert_eq!(grammar.subtree(root), (sentence.start, sentence.end - 1));
    }
    assert_eq!(next as usize, grammar.tokens.len());
}

proptest::proptest! {
    #[test]
    fn any_text_is_sound(text in "\\PC{0,80}|[a-zA-Z0-9 .,'’\"\\-–—\n()$%@/&:]{0,120}") {
        let mut grammar = tokenise(&document(&text));
        sound(&text, &grammar);
        Engine::new(&[]).expect("empty weights are legal").parse(&mut grammar, &[]);
        sound(&text, &grammar);
    }
}
