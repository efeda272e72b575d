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
    let body = "The truce in Tarsk held for a third day on Monday, the mission said in a statement.";
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
    let text = "WorldAfricaOster conflictTruce lapses in Tarsk as rivals trade blame\nShare on FacebookShare on TwitterShare by email\nIssued on: 04/06/2023 - 17:42\nTarsk (AFP) – Shells fell on the port on Sunday, residents said.\n\nADVERTISEMENT\n\nThe army blamed the front, which denied it.Read more:Who holds the hills?\n\nThe port stayed shut.\nabc-de/fg\n© 2023 AFP\nThe content you requested does not exist or is not available anymore. Sign up for our daily newsletter";
    assert_eq!(
        check(text),
        [
            "- WorldAfricaOster conflict",
            "T Truce lapses in Tarsk as rivals trade blame",
            "- Share on FacebookShare on TwitterShare by email",
            "M issued Issued on: 04/06/2023 - 17:42",
            "M dateline Tarsk (AFP) –",
            "P Shells fell on the port on Sunday, residents said.",
            "- ADVERTISEMENT",
            "P The army blamed the front, which denied it.",
            "- Read more:Who holds the hills?",
            "P The port stayed shut.",
            "M credit abc-de/fg",
            "- © 2023 AFP",
            "- The content you requested does not exist or is not available anymore. Sign up for our daily newsletter",
        ]
    );
    let document = read(text);
    let tags: Vec<&str> = document.tags.iter().map(|tag| tag.of(text)).collect();
    assert_eq!(tags, ["World", "Africa", "Oster conflict"]);
    assert_eq!(document.agency.as_ref().map(|(name, _)| name.as_str()), Some("AFP"));
    assert_eq!(document.dateline.map(|place| place.of(text)), Some("Tarsk"));
    assert_eq!((document.genre, document.readable), (Genre::News, true));
}

#[test]
fn a_newspaper_column() {
    let text = "THE TARSK COURIER, FRIDAY, DECEMBER 28, 1951          PAGE ONE\n\nTruce Line Lapses With\nTalks Still Stalled\n\nTARSK, OSTER, DEC. 28 (AP)—The provisional demar-\ncation line agreed on by both negotiators of the two\nsides lapsed at midnight Thursday with nothing signed.\n   The line was accepted at Luri on Nov. 27. It was to\nbecome final if all other points were settled in thirty\ndays.\n   Snow fell.\n\n(Continued on Page 6, Col. 3)";
    assert_eq!(
        check(text),
        [
            "M masthead THE TARSK COURIER, FRIDAY, DECEMBER 28, 1951          PAGE ONE",
            "T Truce Line Lapses With/Talks Still Stalled",
            "M dateline TARSK, OSTER, DEC. 28 (AP)—",
            "P The provisional demar-/cation line agreed on by both negotiators of the two/sides lapsed at midnight Thursday with nothing signed.",
            "P The line was accepted at Luri on Nov. 27. It was to/become final if all other points were settled in thirty/days.",
            "P Snow fell.",
            "- (Continued on Page 6, Col. 3)",
        ]
    );
    assert_eq!(read(text).publisher.map(|(name, _)| name), Some("The Tarsk Courier".to_owned()));
}

#[test]
fn a_live_page() {
    let text = "Skip to main content\nOster talks: Wednesday as it happened\n13 August 2008. All times GMT. By Ana Torvald\n5.20pm Correction: the figure of 50 came from the front.\n4.40pmThe envoy flies to Tarsk on Friday, his office says.\n3.15pm\nShells fall on Luri.\nNobody is hurt, the mayor says.\nMost viewed1. How to peel a mango2. Chess results";
    assert_eq!(
        check(text)[2..],
        [
            "M issued 13 August 2008. All times GMT. By Ana Torvald",
            "M label 5.20pm",
            "P <5.20pm> Correction: the figure of 50 came from the front.",
            "M label 4.40pm",
            "P <4.40pm> The envoy flies to Tarsk on Friday, his office says.",
            "M label 3.15pm",
            "P <3.15pm> Shells fall on Luri.",
            "P <3.15pm> Nobody is hurt, the mayor says.",
            "- Most viewed1. How to peel a mango2. Chess results",
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
    let text = "SPOT REPORT 3 - TARSK\n\n1. INCIDENTS\nDate   | Place | Killed\n16 Jan | Luri  | 4\n17 Jan | Tarsk | none\n\n- The road stayed shut.\n- The port was open.\n";
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
            (false, vec!["16 Jan", "Luri", "4"]),
            (false, vec!["17 Jan", "Tarsk", "none"])
        ]
    );
    assert_eq!(check(text)[0..2], ["T SPOT REPORT 3 - TARSK", "H INCIDENTS"]);
    assert_eq!(check(text)[5..], ["L The road stayed shut.", "L The port was open."]);
}

#[test]
fn a_communique() {
    let text = "HILL PEOPLE'S LIBERATION FRONT\nInformation Department\nStatement No. 2/2019\n6 January 2019\n\nStatement on the false truce of the Oster Army\n\n1. On 21 December the enemy shelled our comrades near Luri.\n\n2. We demand that the Oster Army\n(a) end its offensive, and\n(b) free the prisoners.\n\nHill People's Liberation Front";
    assert_eq!(
        check(text),
        [
            "M masthead HILL PEOPLE'S LIBERATION FRONT",
            "M masthead Information Department",
            "M issued Statement No. 2/2019",
            "M issued 6 January 2019",
            "T Statement on the false truce of the Oster Army",
            "L On 21 December the enemy shelled our comrades near Luri.",
            "L We demand that the Oster Army",
            "L end its offensive, and",
            "L free the prisoners.",
            "M Hill People's Liberation Front",
        ]
    );
    let document = read(text);
    assert_eq!(document.issuer.map(|span| span.of(text)), Some("HILL PEOPLE'S LIBERATION FRONT"));
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
        b"5.20pm",
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
        Just("Share on FacebookShare on Twitter".to_owned()),
        Just("Read more: Who holds the hills".to_owned()),
        Just("ADVERTISEMENT".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just(" | ".to_owned()),
        Just("\t".to_owned()),
        Just("Q: ".to_owned()),
        Just("5.20pm ".to_owned()),
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
        Just("demar-\ncation".to_owned()),
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
