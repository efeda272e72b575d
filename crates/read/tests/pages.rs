//! Saved pages in the manner of several content systems: what is taken from them, and that every span holds.
//!
//! The pages hold `{1}` to `{4}` where the paragraphs of their report stand. Places, people and papers are invented.

use truce_read::capture::page::{Direction, Page};
use truce_read::capture::{Capture, decode};

const ENGLISH: [&str; 4] = [
    "Gunners shelled the market of Tarsk on Monday, killing six people and wounding eleven, a doctor at the town’s only hospital said by telephone.",
    "The Dorva Front denied that it had fired, and said it would ask the monitors of the truce to come and look at the craters.",
    "Colonel José Brandt of the Olmen army said the shells had come from the other bank of the river, where the Front keeps two batteries.",
    "It was the first shelling of the town since the truce was signed in Olmen in January, and the worst there since the autumn.",
];

const ARABIC: [&str; 4] = [
    "قتل ستة أشخاص وأصيب أحد عشر آخرون في قصف استهدف سوق مدينة طرسق يوم الاثنين، وفق ما قاله طبيب في المستشفى الوحيد في المدينة.",
    "ونفت جبهة درفا أن تكون قد أطلقت النار، وقالت إنها ستطلب من مراقبي الهدنة الحضور لمعاينة الحفر التي خلفتها القذائف.",
    "وقال العقيد برانت من جيش أولمن إن القذائف جاءت من الضفة الأخرى للنهر حيث تحتفظ الجبهة ببطاريتين للمدفعية.",
    "وهذا أول قصف للمدينة منذ توقيع الهدنة في أولمن في كانون الثاني، والأسوأ هناك منذ الخريف الماضي.",
];

struct Expected {
    title: &'static str,
    day: &'static str,
    /// How many places of the page tell the day.
    tellers: usize,
    publisher: &'static str,
    /// The order of the paragraphs.
    order: [usize; 4],
    /// What else the text holds.
    also: &'static [&'static str],
    /// Words of the page that are not the report's.
    furniture: &'static [&'static str],
    notices: &'static [&'static str],
}

const EXPECTED: Expected = Expected {
    title: "Six killed in Tarsk",
    day: "2011-03-14",
    tellers: 1,
    publisher: "",
    order: [0, 1, 2, 3],
    also: &[],
    furniture: &[],
    notices: &[],
};

/// Reads a page with its paragraphs, decodes it, and compares.
fn check(
    source: &str,
    paragraphs: &[&str; 4],
    encode: fn(&str) -> Vec<u8>,
    expected: &Expected,
) -> (Capture, Page) {
    let mut source = source.to_owned();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        source = source.replace(&format!("{{{}}}", at + 1), paragraph);
    }
    let capture = decode(&encode(&source));
    let page = capture.page.clone().expect("a page");
    let text = capture.text.as_str();
    assert_eq!(page.title.as_deref(), Some(expected.title), "{text}");
    let published = page.published.clone();
    let day = published.as_ref().map(|published| published.day.to_string()).unwrap_or_default();
    assert_eq!(day, expected.day, "{}", expected.title);
    assert_eq!(
        published.map_or(0, |published| published.tellers.len()),
        expected.tellers,
        "{}",
        expected.title
    );
    assert_eq!(page.publisher.as_deref().unwrap_or_default(), expected.publisher);
    let ids: Vec<&str> = capture.notices.iter().map(|notice| notice.id).collect();
    assert_eq!(ids, expected.notices, "{}", expected.title);
    assert!(text.starts_with(expected.title), "{text}");
    assert_eq!(text.matches(expected.title).count(), 1, "{text}");
    let mut from = 0;
    for at in expected.order {
        let found = text[from..].find(paragraphs[at]);
        from += found.unwrap_or_else(|| panic!("paragraph {} is not in its place:\n{text}", at + 1));
    }
    for words in expected.also {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    for words in expected.furniture {
        assert!(source.contains(words), "the page does not hold {words}");
        assert!(!text.contains(words), "{words} is in:\n{text}");
    }
    // A headline may stand in the head of a page alone, or there only without the name of the site.
    for block in page.blocks.iter().filter(|block| Some(block.run) != page.headline || block.source.is_some())
    {
        let run = block.source.unwrap_or_else(|| panic!("{} stands nowhere", block.run.of(text)));
        let words = run.of(&source).replace("&ndash;", "–");
        let shown: String =
            words.split('<').map(|part| part.rsplit('>').next().unwrap_or_default()).collect();
        let signs = |text: &str| text.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>();
        assert_eq!(signs(&shown), signs(block.run.of(text)));
    }
    (capture, page)
}

fn utf8(source: &str) -> Vec<u8> {
    source.as_bytes().to_vec()
}

#[test]
fn a_blog() {
    let (_, page) = check(
        include_str!("pages/blog.html"),
        &ENGLISH,
        utf8,
        &Expected {
            title: "Six killed in Tarsk market shelling",
            tellers: 3,
            publisher: "The Olmen Notebook",
            also: &["- Three shells fell near the mosque before noon.\n- Two shells fell"],
            furniture: &[
                "About the author",
                "Buy tents",
                "Click to share",
                "Ice on the river",
                "nine shells",
                "Bread prices",
                "cookies",
                "Proudly",
            ],
            ..EXPECTED
        },
    );
    assert_eq!(page.address.as_deref(), Some("https://notebook.example/2011/03/14/six-killed/"));
    assert_eq!((page.language.as_deref(), page.direction), (Some("en-US"), None));
}

#[test]
fn a_press_release() {
    check(
        include_str!("pages/office.html"),
        &ENGLISH,
        utf8,
        &Expected {
            title: "Office condemns shelling of Tarsk market",
            day: "2011-03-15",
            publisher: "Office of the Joint Observer",
            also: &[
                "OLMEN, 15 March 2011 – Gunners",
                "Day | Killed | Wounded\n13 March | 2 | 5\n14 March | 6 | 11",
            ],
            furniture: &["Skip to main", "Where we work", "Fraud alert"],
            ..EXPECTED
        },
    );
}

#[test]
fn a_wire_story_behind_a_paywall() {
    check(
        include_str!("pages/wire.html"),
        &ENGLISH,
        utf8,
        &Expected {
            title: "Six killed as market is shelled in Tarsk",
            tellers: 2,
            publisher: "Northern Wire",
            also: &["TARSK, March 14 (Northern Wire) - Gunners"],
            furniture: &[
                "812 partners",
                "Sign in",
                "Subscribe now",
                "Grain ship",
                "fish quotas",
                "delayed a minimum",
            ],
            ..EXPECTED
        },
    );
}

#[test]
fn an_amp_page() {
    check(
        include_str!("pages/amp.html"),
        &ENGLISH,
        utf8,
        &Expected {
            tellers: 2,
            publisher: "Radio Olmen",
            furniture: &[
                "Programmes of",
                "Advertisement",
                "your privacy",
                "member of nothing",
                "boilerplate",
            ],
            ..EXPECTED
        },
    );
}

#[test]
fn an_arabic_page() {
    let (_, page) = check(
        include_str!("pages/arabic.html"),
        &ARABIC,
        utf8,
        &Expected {
            title: "مقتل ستة أشخاص في قصف سوق طرسق",
            publisher: "إذاعة أولمن",
            furniture: &["الصفحة الرئيسية", "جميع الحقوق"],
            ..EXPECTED
        },
    );
    assert_eq!((page.language.as_deref(), page.direction), (Some("ar"), Some(Direction::RightToLeft)));
}

#[test]
fn a_table_layout_of_1998() {
    let windows = |source: &str| {
        let bytes: Vec<u8> = source
            .chars()
            .map(|sign| match sign {
                '’' => 0x92,
                sign => u8::try_from(sign as u32).expect("a sign of windows-1252"),
            })
            .collect();
        assert!(std::str::from_utf8(&bytes).is_err());
        bytes
    };
    check(
        include_str!("pages/table.html"),
        &ENGLISH,
        windows,
        &Expected {
            title: "Olmen Daily: Six killed in Tarsk",
            day: "",
            tellers: 0,
            furniture: &["Archive of 1998", "Letters to us"],
            ..EXPECTED
        },
    );
}

#[test]
fn a_live_page_of_three_days() {
    check(
        include_str!("pages/live.html"),
        &ENGLISH,
        utf8,
        &Expected {
            title: "Tarsk shelling: live",
            publisher: "Olmen Post",
            order: [2, 1, 0, 3],
            also: &["Monitors arrive", "Front denies"],
            furniture: &["Opinion of the day", "morning letter"],
            notices: &["page/days-differ", "page/many-days"],
            ..EXPECTED
        },
    );
}

#[test]
fn a_page_whose_description_is_broken() {
    check(
        include_str!("pages/broken.html"),
        &ENGLISH,
        utf8,
        &Expected {
            publisher: "Tarsk Observer",
            furniture: &["Weather for farmers", "Mill Street"],
            notices: &["page/description-broken"],
            ..EXPECTED
        },
    );
}
