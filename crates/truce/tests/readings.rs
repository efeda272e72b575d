//! What holds of every reading, whatever the bytes: quotes stand where they are said to stand, the same bytes
//! give the same reading, and nothing panics. Whether a reading is right is told by `cases.rs`.

use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use truce_lexicon::Lexicon;
use truce_read::grammar::LONGEST_SENTENCE;
use truce_read::{Options, Reader, Reading};

/// One reader for all tests: making it takes longer than most of the readings.
fn with_reader(run: impl FnOnce(&Reader<'_>)) {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    static READER: OnceLock<Reader<'static>> = OnceLock::new();
    run(READER.get_or_init(|| Reader::new(LEXICON.get_or_init(Lexicon::embedded))));
}

/// Reads bytes and checks what holds of every reading.
fn check(reader: &Reader<'_>, bytes: &[u8]) -> Reading {
    let reading = reader.read(bytes, &Options::default());
    let text: Vec<char> = reading.document.text.chars().collect();
    let sheet = reading.facts();
    for fact in sheet["facts"].as_array().expect("facts are a list") {
        let quote = fact["quote"].as_str().expect("every fact has a quote");
        let start = fact["start"].as_u64().expect("every fact has a start") as usize;
        let there: String = text.iter().skip(start).take(quote.chars().count()).collect();
        assert_eq!(there, quote, "the quote of {fact}");
        assert!(!quote.trim().is_empty(), "the quote of {fact} holds no word");
        for part in ["cause", "effect"] {
            if let Some(words) = fact[part].as_str() {
                assert!(reading.document.text.contains(words), "{part} of {fact}");
            }
        }
    }
    for words in sheet["document"]["boilerplate"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(reading.document.text.contains(words), "furniture `{words}`");
    }
    for notice in &reading.notices {
        assert!(!notice.message.ends_with('.') && !notice.help.is_empty(), "{notice:?}");
        if let Some(span) = notice.span {
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{notice:?}");
        }
    }
    let whole = |reading: &Reading| serde_json::to_string(&reading.full()).expect("a reading can be written");
    assert_eq!(whole(&reader.read(bytes, &Options::default())), whole(&reading), "a second reading differs");
    reading
}

fn facts(reading: &Reading) -> Vec<Value> {
    reading.facts()["facts"].as_array().cloned().unwrap_or_default()
}

/// Pieces that reports are made of, whole and broken.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "The army",
        "the Dorva Front",
        "Russia",
        "Ankara",
        "the ministry",
        "it",
        "they",
        "who",
        "we",
        "General Mirko Tadin",
        "said",
        "denied",
        "accused",
        "blamed",
        "shelled",
        "had shelled",
        "was killed",
        "would withdraw",
        "urged",
        "agreed to",
        "a truce",
        "the ceasefire",
        "the deal",
        "talks",
        "a buffer zone",
        "an air strike",
        "shelling",
        "prisoners",
        "in Damascus",
        "near Sarn",
        "in the Idlib region",
        "on Tuesday",
        "yesterday",
        "on 3 May 2014",
        "in mid-September",
        "at least 12 people",
        "between 50 and 60",
        "dozens of",
        "no",
        "not",
        "if",
        "because of",
        "in response to",
        "by",
        "and",
        "or",
        ",",
        ".",
        ";",
        ":",
        "?",
        "!",
        "\"",
        "\u{201C}",
        "\u{201D}",
        "'",
        "\u{2019}",
        "(",
        ")",
        "-",
        "\u{2013}",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "|",
        "- ",
        "(a) ",
        "1. ",
        "Article 2.",
        "Q:",
        "6.35am",
        "U.N.",
        "Gov-\nernment",
        "Share this",
        "ADVERTISEMENT",
        "TARSK, May 3 (AP) -",
        "By Our Correspondent",
        "\u{202E}",
        "\u{200B}",
        "\u{FEFF}",
        "\u{AD}",
        "e\u{301}",
        "\u{0645}\u{062F}\u{064A}\u{0646}\u{0629}",
        "\u{1F54A}\u{FE0F}",
        "\u{0}",
        "\u{85}",
        "\u{2028}",
    ];
    prop_oneof![12 => proptest::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn quotes_stand_where_they_are_said_to_stand(pieces in vec(piece(), 0..160), spaced in any::<bool>()) {
        let text = pieces.join(if spaced { " " } else { "" });
        with_reader(|reader| { check(reader, text.as_bytes()); });
    }

    #[test]
    fn no_bytes_stop_a_reading(bytes in vec(any::<u8>(), 0..3000)) {
        with_reader(|reader| { check(reader, &bytes); });
    }

    #[test]
    fn a_report_cut_anywhere_is_read(at in 0_usize..2000, flip in any::<u8>()) {
        let mut bytes = REPORT.as_bytes().to_vec();
        bytes.truncate(at);
        if let Some(last) = bytes.last_mut() {
            *last ^= flip;
        }
        with_reader(|reader| { check(reader, &bytes); });
    }
}

const REPORT: &str = "HomeWorldMiddle EastTruce strained as shells fall on Sarn\n\
By Our Correspondent\n\
SARN, 6 May 2014 (Reuters) \u{2013} Shells killed between 4 and 6 people in Sarn on Monday, \u{201C}a clear breach\u{201D} of \
the truce, the mayor said. The Dorva Front (DF) denied that it had fired. \u{201C}Their own \
mortars fell short,\u{201D} its radio declared.\n\
ADVERTISEMENT\n\
Under the deal, brokered by Norway, both sides must pull their guns 15 km back by 10 June. The army holds most of the \
Olmen district. The seventh round of talks is due to start in Vienna on Friday without the Olmen Council.\n\
Date | Place | Type | Killed\n\
5 May | Sarn | shelling | 4\n\
In response, jets bombed a camp near Lipa Gora, according to resi-\ndents. Share this: Facebook Twitter\n";

#[test]
fn a_report_is_read_alike_by_every_reader() {
    let first = {
        let lexicon = Lexicon::embedded();
        Reader::new(&lexicon).read(REPORT.as_bytes(), &Options::default()).facts().to_string()
    };
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let threads: Vec<String> = std::thread::scope(|scope| {
        let readings: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| reader.read(REPORT.as_bytes(), &Options::default()).facts().to_string()))
            .collect();
        readings.into_iter().map(|reading| reading.join().expect("no reading panics")).collect()
    });
    for other in threads {
        assert_eq!(other, first);
    }
    assert!(first.contains("\"kind\":\"claim\""), "{first}");
}

#[test]
fn an_empty_file_states_nothing_and_is_noticed() {
    with_reader(|reader| {
        for bytes in [&b""[..], b"\n \n\t\n", "\u{FEFF}".as_bytes(), "\u{200B}\u{202E}\n".as_bytes()] {
            let reading = check(reader, bytes);
            assert!(facts(&reading).is_empty(), "{bytes:?}");
        }
        assert!(check(reader, b"").notices.iter().any(|notice| notice.id == "text/empty"));
    });
}

#[test]
fn a_binary_file_states_nothing_and_is_noticed() {
    let noise: Vec<u8> = (0..4096_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    with_reader(|reader| {
        for bytes in [
            &b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"[..],
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR",
            b"PK\x03\x04\x14\0",
            &noise,
        ] {
            let reading = check(reader, bytes);
            assert!(facts(&reading).is_empty());
            assert!(!reading.notices.is_empty());
        }
    });
}

#[test]
fn another_language_states_nothing_and_is_noticed() {
    with_reader(|reader| {
        for text in [
            "Die Armee hat am Dienstag das Dorf Sarn beschossen, sagten Anwohner. Zwölf Menschen wurden getötet, als die \
             Granaten auf dem Markt einschlugen. Die Regierung wies den Vorwurf zurück und sprach von einer Provokation.",
            "Армия во вторник обстреляла село Сарн, сообщили местные жители. Погибли двенадцать человек, когда снаряды \
             попали в рынок. Правительство отвергло обвинения и назвало случившееся провокацией.",
            "قصف الجيش يوم الثلاثاء قرية سارن وقتل اثني عشر شخصا وفق ما قاله السكان. ونفت الحكومة الاتهام وقالت إن \
             الحادث استفزاز من جانب المسلحين في المنطقة.",
        ] {
            let reading = check(reader, text.as_bytes());
            assert!(facts(&reading).is_empty(), "{text}");
            assert!(reading.notices.iter().any(|notice| notice.id == "language/not-english"), "{text}");
        }
    });
}

#[test]
fn damaged_and_marked_text_is_read() {
    with_reader(|reader| {
        for bytes in [
            &b"OLMEN, 6 May 2014 (AP) - The army shelled \xC3\x28 Sarn on Monday, \xFF\xFEresidents said."[..],
            "OLMEN, 6 May 2014 (AP) - The \u{202E}army\u{202C} shelled \u{2066}Sarn\u{2069} on\u{AD} Monday,\u{7} residents said.".as_bytes(),
            b"OLMEN, 6 May 2014 (AP) - The army shelled Sarn on Monday, residents said.\rThe front denied it.\r",
        ] {
            let reading = check(reader, bytes);
            assert!(!facts(&reading).is_empty(), "{:?}", reading.document.text);
        }
    });
}

#[test]
fn a_line_of_a_megabyte_is_read() {
    let sentence =
        "The army shelled Sarn on Monday, killing two people, and the Dorva Front denied that it had fired. ";
    with_reader(|reader| {
        let reading =
            reader.read(sentence.repeat((1 << 20) / sentence.len()).as_bytes(), &Options::default());
        assert!(!reading.statements.is_empty());
        let without_end = reader.read("the army ".repeat(120_000).as_bytes(), &Options::default());
        let signs = reader.read("\u{201C}(".repeat(200_000).as_bytes(), &Options::default());
        let one_word = reader.read("a".repeat(1 << 20).as_bytes(), &Options::default());
        for reading in [reading, without_end, signs, one_word] {
            let _ = reading.facts();
            // What looks at a whole sentence would take the square of its length.
            let longest = reading.grammar.sentences.iter().map(|one| one.range().len()).max().unwrap_or(0);
            assert!(longest <= LONGEST_SENTENCE, "a sentence of {longest} tokens");
        }
    });
}
