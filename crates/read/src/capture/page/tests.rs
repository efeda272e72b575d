//! Pages in every state of repair.

use super::super::{Capture, decode};
use super::*;

/// Decodes a page, on a stack as small as a thread of the program has, and checks what holds of every page.
fn check(source: &[u8]) -> Capture {
    let bytes = source.to_vec();
    let small = std::thread::Builder::new().stack_size(2 << 20);
    let capture = small.spawn(move || decode(&bytes)).expect("a thread").join().expect("no panic");
    let page = capture.page.as_ref().expect("a page");
    let mut before = 0;
    for block in &page.blocks {
        assert!(block.run.start as usize >= before && !block.run.of(&capture.text).trim().is_empty());
        before = block.run.end as usize;
    }
    if let Some(headline) = page.headline {
        assert_eq!(visible(headline.of(&capture.text)), visible(page.title.as_deref().expect("a title")));
    }
    capture
}

fn ids(capture: &Capture) -> Vec<&'static str> {
    capture.notices.iter().map(|notice| notice.id).collect()
}

#[test]
fn pages_are_told_from_texts() {
    for (bytes, page) in [
        (&b"<!DOCTYPE html><p>x"[..], true),
        (b"\n <HTML lang=en>", true),
        (b"\xEF\xBB\xBF<html>", true),
        (b"\xFF\xFE<\0h\0t\0m\0l\0>\0", true),
        (b"<?xml version=\"1.0\"?><!-- saved --><html>", true),
        (b"<!-- saved from url=(0014)about:internet -->\n<html>", true),
        (b"<p>The truce held.</p>", true),
        (b"<?xml version=\"1.0\"?><rss>", false),
        (b"The tag <html> opens a page.", false),
        (b"", false),
        (b"<", false),
        (b"<p", false),
        (b"<TARSK> 14 March", false),
        (b"<Pristav> said", false),
    ] {
        assert_eq!(is_page(bytes), page, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn encodings_are_the_mark_the_name_or_the_guess() {
    let text = "Перемирие в Тарске соблюдается, сообщила миссия наблюдателей в среду.";
    let page = |charset: &str| format!("<html><head>{charset}</head><body><p>{text}</p></body></html>");
    let meta = page("<meta charset=\"windows-1251\">");
    let old = page("<META http-equiv=Content-Type content='text/html; charset=KOI8-R'>");
    let wrong = page("<meta charset=utf-8>");
    for (bytes, notices) in [
        (encoding_rs::WINDOWS_1251.encode(&meta).0.into_owned(), vec![]),
        (encoding_rs::KOI8_R.encode(&old).0.into_owned(), vec![]),
        // Saved in another encoding than it names.
        (meta.as_bytes().to_vec(), vec![]),
        ([b"\xEF\xBB\xBF", meta.as_bytes()].concat(), vec![]),
        (encoding_rs::WINDOWS_1251.encode(&wrong).0.into_owned(), vec!["encoding/guessed"]),
        (encoding_rs::WINDOWS_1251.encode(&page("")).0.into_owned(), vec!["encoding/guessed"]),
    ] {
        let capture = check(&bytes);
        assert!(capture.text.contains(text), "{}", capture.text);
        let encoding: Vec<_> = ids(&capture).into_iter().filter(|id| id.starts_with("encoding")).collect();
        assert_eq!(encoding, notices);
    }
}

#[test]
fn pages_without_words_say_why() {
    for (source, text, help) in [
        ("<html></html>", "", "browser"),
        (
            "<html><head><title>Tarsk</title></head><body><div id=root></div><script>x()</script></body>",
            "Tarsk\n",
            "browser",
        ),
        ("<html><frameset cols=*><frame src=a.html></frameset>", "", "frame"),
        ("<html><", "<\n", ""),
    ] {
        let capture = check(source.as_bytes());
        assert_eq!(capture.text, text, "{source}");
        let found = capture.notices.iter().find(|notice| notice.id == "page/empty");
        assert_eq!(
            found.map_or("", |notice| if notice.help.contains(help) { help } else { "?" }),
            help,
            "{source}"
        );
    }
}

#[test]
fn no_page_fails() {
    let held = "<p>The truce held in Tarsk.</p>";
    let deep = |open: &str, close: &str| {
        format!("<html><body>{}{held}{}</body></html>", open.repeat(100_000), close.repeat(100_000))
    };
    for source in [
        deep("<div>", "</div>"),
        deep("<div>", ""),
        deep("<div><table></div>", ""),
        deep("<font size=1>", ""),
        deep("<b><p>", ""),
        deep("<ul><li>", "</li></ul>"),
        deep("<table><tr><td>", ""),
        deep("<blockquote>", "</blockquote>"),
        deep("<svg>", "</svg>"),
        deep("<a href=x>", ""),
        deep("</div>", ""),
        format!("<html>{held}<p"),
        format!("<html>{held}<script>"),
        format!("<html>{held}<!--"),
        format!("<html><head>{held}"),
        format!("<html>{held}&#xFFFFFFFF;&#0;&bogus;&amp"),
        format!("<html><meta charset=\"{held}"),
    ] {
        let capture = check(source.as_bytes());
        let start: String = source.chars().take(60).collect();
        assert!(capture.text.contains("The truce held in Tarsk.") || !source.contains("<body>"), "{start}");
    }
}

#[test]
fn twenty_megabytes() {
    let article = "<p>Gunners shelled the market of Tarsk on Monday, killing six people, a doctor said by telephone.</p>".repeat(8);
    let picture = format!("<img src=\"data:image/png;base64,{}\">", "A".repeat(20 << 20));
    let capture =
        check(format!("<html><body><nav>Home</nav><article>{article}{picture}</article>").as_bytes());
    assert!(
        !capture.text.contains("AAAA") && !capture.text.contains("Home") && capture.text.contains("Tarsk")
    );
    assert_eq!(ids(&capture), Vec::<&str>::new());
    let words = check(format!("<html><body>{}", article.repeat((20 << 20) / article.len())).as_bytes());
    assert!(ids(&words).contains(&"page/whole") && words.text.len() > 16 << 20);
}

#[test]
fn the_same_page_gives_the_same_text() {
    let source = include_str!("../../../tests/pages/wire.html");
    let first = decode(source.as_bytes());
    for _ in 0..8 {
        let again = decode(source.as_bytes());
        assert_eq!((&again.text, &again.page), (&first.text, &first.page));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 200, ..Default::default() })]

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(proptest::sample::select(PARTS.to_vec()), 0..60)) {
        let source = format!("<html>{}", parts.concat());
        // Few pieces can look like plain text with a tag in it, and are read as that.
        if decode(source.as_bytes()).page.is_some() {
            check(source.as_bytes());
        }
    }
}

/// Pieces of which pages are shuffled together.
const PARTS: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=x>",
    "</div>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<li>",
    "<ul>",
    "</ol>",
    "<br>",
    "<pre>",
    "</pre>",
    "<b>",
    "</i>",
    "<a href=",
    "\"",
    "'",
    ">",
    "<",
    "&amp;",
    "&#8217;",
    "&",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<h1>",
    "</h1>",
    "<title>",
    "</title>",
    "<meta property=og:title content=",
    "<time datetime=2011-03-14>",
    "<head>",
    "<body>",
    "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Tarsk",
    "\"}",
    "<article>",
    "</article>",
    "é",
    "مقتل",
    "\u{a0}",
    "\n",
    " ",
    "\0",
    "The truce held in Tarsk on Monday, the monitors said. ",
    "Tarsk",
    "<svg>",
    "<nav>",
    "</nav>",
    "<select>",
    "<option>",
    "<template>",
    "<frameset>",
    "<noscript>",
    "<form>",
    "<![CDATA[",
    "<?php",
    "</",
    "<math>",
    "<caption>",
];
