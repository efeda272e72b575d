//! Files in every state of repair.

use super::{decode, shorten};

/// The text and the ids of the notices.
fn check(bytes: &[u8]) -> (String, Vec<&'static str>) {
    let capture = decode(bytes);
    let ids = capture.notices.iter().map(|notice| notice.id).collect();
    (capture.text, ids)
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    mark.into_iter()
        .chain(text.encode_utf16())
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

#[test]
fn encodings() {
    let plain = "The truce in Tarsk held, said Zoë Múñez.";
    let cases: Vec<(Vec<u8>, &str, Vec<&str>)> = vec![
        (plain.as_bytes().to_vec(), plain, vec![]),
        ([b"\xEF\xBB\xBF", plain.as_bytes()].concat(), plain, vec![]),
        (utf16(plain, true, true), plain, vec![]),
        (utf16(plain, false, true), plain, vec![]),
        (utf16(plain, true, false), plain, vec!["encoding/guessed"]),
        (utf16(plain, false, false), plain, vec!["encoding/guessed"]),
        (
            b"Zo\xEB M\xFA\xF1ez \x96 \x93no comment\x94".to_vec(),
            "Zoë Múñez – “no comment”",
            vec!["encoding/guessed"],
        ),
        (
            b"Zo\xC3\xAB and Mi\xC5\xA1a met\xFF in Tarsk".to_vec(),
            "Zoë and Miša met\u{FFFD} in Tarsk",
            vec!["encoding/damaged"],
        ),
        (b"held fire \xE2\x80".to_vec(), "held fire \u{FFFD}", vec!["encoding/damaged"]),
        (b"line\r\nline\r\n".to_vec(), "line\r\nline\r\n", vec![]),
        (Vec::new(), "", vec!["text/empty"]),
        (b" \n\t\n".to_vec(), " \n\t\n", vec!["text/empty"]),
        (b"a bell\x07 rang".to_vec(), "a bell\x07 rang", vec!["text/control-characters"]),
        (
            "the \u{202e}army\u{202c} said".into(),
            "the \u{202e}army\u{202c} said",
            vec!["text/direction-controls"],
        ),
        ("cease\u{ad}fire".into(), "cease\u{ad}fire", vec!["text/invisible-characters"]),
        ("the armyâ€™s guns".into(), "the armyâ€™s guns", vec!["encoding/decoded-twice"]),
    ];
    for (bytes, text, ids) in cases {
        assert_eq!(check(&bytes), (text.to_owned(), ids), "{bytes:?}");
    }
}

#[test]
fn older_alphabets() {
    for (encoding, text) in [
        (
            encoding_rs::WINDOWS_1251,
            "Перемирие в районе Тарска соблюдается, сообщила миссия наблюдателей в среду.",
        ),
        (encoding_rs::WINDOWS_1256, "قالت البعثة إن وقف إطلاق النار في منطقة طرسق ما زال قائما يوم الأربعاء"),
        (
            encoding_rs::WINDOWS_1250,
            "Příměří v oblasti Tarska je dodržováno, uvedla ve středu pozorovatelská mise.",
        ),
    ] {
        let (bytes, _, _) = encoding.encode(text);
        assert_eq!(check(&bytes), (text.to_owned(), vec!["encoding/guessed"]), "{}", encoding.name());
    }
}

#[test]
fn binary_files_have_no_text() {
    for bytes in [
        &b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n1 0 obj"[..],
        b"PK\x03\x04\x14\0\0\0",
        b"\x7FELF\x02\x01\x01\0",
        b"\x89PNG\r\n\x1A\n",
        b"\xFF\xD8\xFF\xE0",
        b"\0\x01\x02\x03\0\0\x04\x05\0\0\0\0",
    ] {
        let (text, ids) = check(bytes);
        assert_eq!((text.as_str(), ids), ("", vec!["format/binary"]), "{bytes:?}");
    }
    let (text, ids) = check(b"RIFF between the parties, observers say");
    assert_eq!((text.len(), ids.len()), (39, 0));
}

#[test]
fn notices_point_at_the_damage() {
    let capture = decode("é\u{7}".as_bytes());
    let span = capture.notices[0].span.unwrap();
    assert_eq!((span.start, span.end), (1, 2));
}

#[test]
fn long_texts_are_cut_on_a_character() {
    let (mut text, mut notices) = ("aéé".to_owned(), Vec::new());
    shorten(&mut text, 4, &mut notices);
    assert_eq!((text.as_str(), notices.len()), ("aé", 1));
}

#[test]
fn fifty_megabytes_in_one_line() {
    let bytes = "The truce held. ".repeat(50 << 16).into_bytes();
    let (text, ids) = check(&bytes);
    assert_eq!((text.len(), ids), (50 << 20, vec!["text/large"]));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_bytes_give_some_text(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let capture = decode(&bytes);
        let length = capture.text.chars().count() as u32;
        for notice in capture.notices {
            proptest::prop_assert!(notice.span.is_none_or(|span| span.end <= length));
        }
    }
}
