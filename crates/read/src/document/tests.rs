//! Reports of every shape, written for these tests, and properties that hold for any text.

use proptest::prelude::*;
use truce_lexicon::Lexicon;
use truce_lexicon::load::sources::Sources;

use super::{BlockKind, Document, Genre, Meta, extract};
use crate::capture::{Capture, decode};

fn sources() -> &'static Sources {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    &LEXICON.get_or_init(Lexicon::embedded).tables.sources
}

fn read(text: &str) -> Document {
    extract(&Capture { text: text.to_owned(), ..Capture::default() }, sources())
}

/// The blocks as short lines: a letter for the kind, the label or speaker, the words.
fn check(text: &str) -> Vec<String> {
    let document = read(text);
    let show = |block: &super::Block| {
        let kind = match (block.kind, block.meta) {
            (BlockKind::Title, _) => "T",
            (BlockKind::Subtitle, _) => "S",
            (BlockKind::Heading, _) => "H",
            (BlockKind::Paragraph, _) => "P",
            (BlockKind::ListItem, _) => "L",
            (BlockKind::TableRow, _) if block.header => "R!",
            (BlockKind::TableRow, _) => "R",
            (BlockKind::Furniture, _) => "-",
            (BlockKind::Metadata, Some(Meta::Dateline)) => "M dateline",
            (BlockKind::Metadata, Some(Meta::Byline)) => "M byline",
            (BlockKind::Metadata, Some(Meta::Issued)) => "M issued",
            (BlockKind::Metadata, Some(Meta::Credit)) => "M credit",
            (BlockKind::Metadata, Some(Meta::Tags)) => "M tags",
            (BlockKind::Metadata, Some(Meta::Masthead)) => "M masthead",
            (BlockKind::Metadata, Some(Meta::Label)) => "M label",
            (BlockKind::Metadata, Some(Meta::Speaker)) => "M speaker",
            (BlockKind::Metadata, _) => "M",
        };
        let label =
            block.speaker.or(block.label).map_or(String::new(), |label| format!(" <{}>", label.of(text)));
        format!("{kind}{label} {}", block.span.of(text).replace('\n', "/"))
    };
    document.blocks.iter().map(show).collect()
}

fn assert_sound(document: &Document) {
    let text = document.text.as_str();
    let mut at = 0;
    let mut lost = String::new();
    for block in &document.blocks {
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        assert!(
            start < end && at <= start && text.is_char_boundary(start) && text.is_char_boundary(end),
            "{block:?}"
        );
        let marker = block.marker.map_or("", |marker| marker.of(text));
        let between = text[at..start].trim();
        if between != marker {
            lost.push_str(between.strip_suffix(marker).unwrap_or(between).trim());
        }
        for inner in block.cells.iter().chain(&block.label).chain(&block.speaker).chain(&block.marker) {
            assert!(
                text.is_char_boundary(inner.start as usize) && text.is_char_boundary(inner.end as usize),
                "{block:?}"
            );
        }
        assert!(block.cells.iter().all(|cell| block.span.holds(*cell)), "{block:?}");
        at = end;
    }
    lost.push_str(text[at..].trim());
    assert_eq!(lost, "", "in {text:?}");
}

#[test]
fn furniture_examples_and_their_counterparts() {
    use truce_lexicon::load::sources::Sort;
    let body = "The truce in Tarsk outlasted the storm on Monday, the mission said in a statement.";
    for phrase in &sources().phrases {
        for example in &phrase.examples {
            // At the head for what stands at the head, else between paragraphs.
            let text = match phrase.sort {
                Sort::Furniture | Sort::Menu | Sort::Links | Sort::Caption | Sort::Credit => {
                    format!("Truce holds in Tarsk\n{body}\n\n{example}\n\n{body}\n\n{example}")
                }
                Sort::Section if phrase.at == truce_lexicon::load::sources::At::Open => {
                    format!("Truce holds in Tarsk\n{body}\n\n{body}\n\n{example}")
                }
                _ => format!("{example}\nTruce holds in Tarsk\n\n{body}"),
            };
            let document = read(&text);
            let unread = document.blocks.iter().any(|block| {
                block.span.of(&text) == example
                    && matches!(block.kind, BlockKind::Furniture | BlockKind::Metadata)
            }) || document
                .blocks
                .iter()
                .filter(|block| matches!(block.kind, BlockKind::Furniture | BlockKind::Metadata))
                .any(|block| {
                    block.span.of(&text).len() * 3 > example.len() && example.contains(block.span.of(&text))
                });
            assert!(unread, "phrase `{}` misses its own example {example:?}: {:#?}", phrase.id, check(&text));
        }
        for not in &phrase.not {
            let text = format!("Truce holds in Tarsk\n\n{body}\n\n{not}\n\n{body}");
            let is_read = read(&text).blocks.iter().any(|block| {
                block.span.of(&text) == not
                    && !matches!(block.kind, BlockKind::Furniture | BlockKind::Metadata)
            });
            assert!(is_read, "phrase `{}` takes {not:?} for its own: {:#?}", phrase.id, check(&text));
        }
    }
}

#[test]
fn a_page_as_scraped() {
    let text = "NewsEuropeOster strikeBarges burn at Luri as dockers and marines face off\nShare on TelegramShare on XShare via email\nPublished on: 19/02/2014 - 09:25\nLuri (AFP) – A rocket set two barges alight on Wednesday, pilots said.\n\nADVERTISEMENT\n\nThe marines suspect the marsh brigade, which has said nothing.Read also:Where do barges still sail?\n\nThe lock is closed.\nabc-de/fg\n© 2014 AFP\nThe page you requested has been moved. Subscribe to our harbour letter";
    assert_eq!(
        check(text),
        [
            "- NewsEuropeOster strike",
            "T Barges burn at Luri as dockers and marines face off",
            "- Share on TelegramShare on XShare via email",
            "M issued Published on: 19/02/2014 - 09:25",
            "M dateline Luri (AFP) –",
            "P A rocket set two barges alight on Wednesday, pilots said.",
            "- ADVERTISEMENT",
            "P The marines suspect the marsh brigade, which has said nothing.",
            "- Read also:Where do barges still sail?",
            "P The lock is closed.",
            "M credit abc-de/fg",
            "- © 2014 AFP",
            "- The page you requested has been moved. Subscribe to our harbour letter",
        ]
    );
    let document = read(text);
    let tags: Vec<&str> = document.tags.iter().map(|tag| tag.of(text)).collect();
    assert_eq!(tags, ["News", "Europe", "Oster strike"]);
    assert_eq!(document.agency.as_ref().map(|(name, _)| name.as_str()), Some("AFP"));
    assert_eq!(document.dateline.map(|place| place.of(text)), Some("Luri"));
    assert_eq!((document.genre, document.readable), (Genre::News, true));
}

#[test]
fn a_newspaper_column() {
    let text = "THE TARSK COURIER, MONDAY, APRIL 9, 1934          PAGE ONE\n\nFort Yields After\nLong Winter Siege\n\nTARSK, OSTER, APRIL 8 (AP)—The starving garri-\nson of the fort above the salt works marched out under\na white flag at daybreak Sunday and stacked its rifles.\n   Terms were read aloud at the gate on April 7. The mili-\ntia may keep its colours if the guns are left behind.\n   Bells rang.\n\n(Continued on Page 11, Col. 2)";
    assert_eq!(
        check(text),
        [
            "M masthead THE TARSK COURIER, MONDAY, APRIL 9, 1934          PAGE ONE",
            "T Fort Yields After/Long Winter Siege",
            "M dateline TARSK, OSTER, APRIL 8 (AP)—",
            "P The starving garri-/son of the fort above the salt works marched out under/a white flag at daybreak Sunday and stacked its rifles.",
            "P Terms were read aloud at the gate on April 7. The mili-/tia may keep its colours if the guns are left behind.",
            "P Bells rang.",
            "- (Continued on Page 11, Col. 2)",
        ]
    );
    assert_eq!(read(text).publisher.map(|(name, _)| name), Some("The Tarsk Courier".to_owned()));
}

#[test]
fn a_live_page() {
    let text = "Skip to navigation\nLuri siege: Saturday as it happened\n21 October 1995. All times CET. By Ana Torvald\n8.10am Clarification: the second ship is a tanker.\n7.35amThe admiral sails for Tarsk at noon, his aide says.\n6.50am\nFlares go up over Luri.\nThe lighthouse is dark, the pilots say.\nMost viewed1. Seven bridges to walk2. Rowing results";
    assert_eq!(
        check(text)[2..],
        [
            "M issued 21 October 1995. All times CET. By Ana Torvald",
            "M label 8.10am",
            "P <8.10am> Clarification: the second ship is a tanker.",
            "M label 7.35am",
            "P <7.35am> The admiral sails for Tarsk at noon, his aide says.",
            "M label 6.50am",
            "P <6.50am> Flares go up over Luri.",
            "P <6.50am> The lighthouse is dark, the pilots say.",
            "- Most viewed1. Seven bridges to walk2. Rowing results",
        ]
    );
    assert_eq!(read(text).genre, Genre::LiveBlog);
}

#[test]
fn a_transcript() {
    let text = "OSTER MISSION - DAILY PRESS BRIEFING\nTarsk, 3 May 1994\n\nTHE SPOKESMAN: Good morning. Two rounds were fired at Luri.\nNobody was hurt.\n\nQ: By whom?\nA: That is not established.\n\nMS. TORVALD: I would add one thing.";
    assert_eq!(
        check(text)[2..],
        [
            "M speaker THE SPOKESMAN:",
            "P <THE SPOKESMAN> Good morning. Two rounds were fired at Luri.",
            "P <THE SPOKESMAN> Nobody was hurt.",
            "M speaker Q:",
            "P <Q> By whom?",
            "M speaker A:",
            "P <A> That is not established.",
            "M speaker MS. TORVALD:",
            "P <MS. TORVALD> I would add one thing.",
        ]
    );
    assert_eq!(read(text).genre, Genre::Transcript);
}

#[test]
fn a_table_with_its_header() {
    let text = "SPOT REPORT 3 - TARSK\n\n1. INCIDENTS\nDate   | Place | Killed\n7 Nov  | Luri  | 4\n8 Nov  | Tarsk | none\n\n- The road stayed shut.\n- The port was open.\n";
    let document = read(text);
    let rows: Vec<(bool, Vec<&str>)> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::TableRow)
        .map(|block| (block.header, block.cells.iter().map(|cell| cell.of(text)).collect()))
        .collect();
    assert_eq!(
        rows,
        [
            (true, vec!["Date", "Place", "Killed"]),
            (false, vec!["7 Nov", "Luri", "4"]),
            (false, vec!["8 Nov", "Tarsk", "none"])
        ]
    );
    assert_eq!(check(text)[0..2], ["T SPOT REPORT 3 - TARSK", "H INCIDENTS"]);
    assert_eq!(check(text)[5..], ["L The road stayed shut.", "L The port was open."]);
}

#[test]
fn a_communique() {
    let text = "MARSH PEOPLE'S LIBERATION FRONT\nPress Department\nStatement No. 11/1988\n3 October 1988\n\nStatement on the burning of the reed villages\n\n1. On 29 September the enemy bombed our comrades at the Luri weir.\n\n2. We demand that the occupiers\n(a) open the sluices, and\n(b) pay for the boats.\n\nMarsh People's Liberation Front";
    assert_eq!(
        check(text),
        [
            "M masthead MARSH PEOPLE'S LIBERATION FRONT",
            "M masthead Press Department",
            "M issued Statement No. 11/1988",
            "M issued 3 October 1988",
            "T Statement on the burning of the reed villages",
            "L On 29 September the enemy bombed our comrades at the Luri weir.",
            "L We demand that the occupiers",
            "L open the sluices, and",
            "L pay for the boats.",
            "M Marsh People's Liberation Front",
        ]
    );
    let document = read(text);
    assert_eq!(document.issuer.map(|span| span.of(text)), Some("MARSH PEOPLE'S LIBERATION FRONT"));
    assert_eq!(document.genre, Genre::Statement);
}

#[test]
fn another_language_is_not_read() {
    for (text, language) in [
        (
            "Alto el fuego en Tarsk\n\nEl ejército anunció el lunes que respetará la tregua acordada con los rebeldes en la región de Tarsk, y que sus tropas permanecerán en los cuarteles hasta el final de las conversaciones de paz.",
            "Spanish",
        ),
        (
            "Перемирие в Тарске\n\nМиссия наблюдателей сообщила в среду, что режим прекращения огня в районе Тарска соблюдается, и призвала стороны отвести тяжелые вооружения от линии соприкосновения.",
            "Russian",
        ),
        (
            "هدنة في طرسق\n\nقالت بعثة المراقبين يوم الأربعاء إن وقف إطلاق النار في منطقة طرسق ما زال قائما ودعت الطرفين إلى سحب الأسلحة الثقيلة من خط التماس بين القوات.",
            "Arabic",
        ),
    ] {
        let document = read(text);
        assert!(
            !document.readable && document.notices[0].message.ends_with(language),
            "{:?}",
            document.notices
        );
    }
    for text in [
        "Tregua en Tarsk",
        "",
        "Truce in Tarsk: Hizb al-Nasr wa-l-Hurriya",
        "THE ARMY SAID THAT IT HAD SEEN NO SHELLING OF THE PORT OF TARSK ON MONDAY.",
    ] {
        assert!(read(text).readable, "{text}");
    }
}

#[test]
fn any_file_is_taken_apart() {
    for bytes in [
        &b""[..],
        b"\n\n\n",
        b"|||\n|-|-|",
        b"Q:",
        b"1.",
        b"1/8",
        b"[",
        b"By ",
        b"(AFP) -",
        b"6.35am",
        b"Article 1.",
        b"Tags",
        b"- ",
        b"From:",
    ] {
        assert_sound(&extract(&decode(bytes), sources()));
    }
    for text in
        ["\u{feff}By \u{200f}x", "İİİİİ ǰǰǰ: ß", "Statement by İİİ İİİİ", "ADVERTISEMENT—é", "…\u{2028}…"]
    {
        assert_sound(&read(text));
    }
}

/// Lines that mean something to the reader, so that random reports are made of more than noise.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("The truce in Tarsk held on Monday, the mission said in a statement.".to_owned()),
        Just("Tarsk (AFP) – ".to_owned()),
        Just("WorldAfrica".to_owned()),
        Just("Share on TelegramShare on X".to_owned()),
        Just("Read more: Who holds the hills".to_owned()),
        Just("ADVERTISEMENT".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just(" | ".to_owned()),
        Just("\t".to_owned()),
        Just("Q: ".to_owned()),
        Just("6.35am ".to_owned()),
        Just("1/8 ".to_owned()),
        Just("(a) ".to_owned()),
        Just("- ".to_owned()),
        Just("Article 3. ".to_owned()),
        Just("By Ana Torvald".to_owned()),
        Just("13 May 2020".to_owned()),
        Just("[Text] ".to_owned()),
        Just("**".to_owned()),
        Just("Subject: ".to_owned()),
        Just("   ".to_owned()),
        Just("redeploy-\nment".to_owned()),
        "[A-Za-zéИ—–.:|()\\[\\]0-9 \\n]{1,20}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_hold_every_word_in_order(parts in prop::collection::vec(fragment(), 0..30)) {
        assert_sound(&read(&parts.concat()));
    }

    #[test]
    fn any_bytes_are_taken_apart(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_sound(&extract(&decode(&bytes), sources()));
    }
}
