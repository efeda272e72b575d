//! The commands that keep a ledger, run as people run them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const REPORTS: [(&str, &str); 3] = [
    (
        "01.txt",
        "TARSK, March 14, 2011 (Olmen Radio) - Gunners shelled the market of Tarsk on Monday, killing six people, \
         a doctor said.\n\nThe Dorva Front denied that it had fired.\n",
    ),
    (
        "02.txt",
        "TARSK, March 15, 2011 (Dorva Courier) - Mortar shells struck the market of Tarsk on Monday. Eight people were \
         killed, officials said.\n",
    ),
    ("03.txt", "OLMEN, March 16, 2011 - The Dorva Front and Olmen signed a ceasefire on Wednesday.\n"),
];

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        let reports = desk.path("reports");
        std::fs::create_dir(&reports).expect("a folder");
        for (name, text) in REPORTS {
            std::fs::write(reports.join(name), text).expect("written");
        }
        std::fs::write(reports.join("notes.csv"), "not,a,report\n").expect("written");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, words: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_truce"))
            .current_dir(self.folder.path())
            .env("USER", "ana")
            .args(split(words))
            .output()
            .expect("run")
    }

    /// Runs a command that must succeed, and returns what it printed.
    fn done(&self, words: &str) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs a command that must be refused with help, and returns what it said.
    fn refused(&self, words: &str) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words} was done");
        let said = String::from_utf8(output.stderr).expect("text");
        assert!(said.starts_with("error: ") && said.contains("\nhelp: "), "{words}: {said}");
        said
    }

    /// Returns the ids of statements of a kind and act.
    fn statements(&self, kind: &str, act: &str) -> Vec<String> {
        let rows = self.done(&format!("list statements --act {act} --format json"));
        serde_json::from_str::<Vec<serde_json::Value>>(&rows)
            .expect("JSON")
            .into_iter()
            .filter(|row| row["kind"] == kind)
            .map(|row| row["id"].as_str().expect("an id").to_owned())
            .collect()
    }
}

/// Splits a command line; words in quotes stay together.
fn split(words: &str) -> Vec<String> {
    words
        .split('"')
        .enumerate()
        .flat_map(|(at, part)| {
            if at % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}

/// Returns the first id with this prefix.
fn id(text: &str, prefix: &str) -> String {
    let start = text.find(prefix).unwrap_or_else(|| panic!("no {prefix} in {text}"));
    text[start..].chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect()
}

#[test]
fn reports_are_added_once() {
    let desk = Desk::new();
    let first = desk.done("add reports");
    assert!(first.starts_with("3 reports new"), "{first}");
    assert!(desk.done("add reports").starts_with("0 reports new with 0 statements, 3 already known"));
    std::fs::copy(desk.path("reports/01.txt"), desk.path("copy.txt")).expect("copied");
    assert!(
        desk.done("add copy.txt reports/01.txt").contains("2 already known"),
        "the same bytes are one document"
    );
    let documents = desk.done("list documents");
    assert_eq!(documents.lines().count(), 4, "{documents}");
    assert!(desk.done("verify").contains(" entries, 3 documents"));
    assert!(desk.done("rebuild").contains("the same as before"));
}

#[test]
fn documents_are_told_apart_by_all_of_their_hash() {
    let desk = Desk::new();
    // Found by trying: the fifty bits of their ids are the same.
    let (one, other) = ("Report 8703513 of Olmen Radio.\n", "Report 43397402 of Olmen Radio.\n");
    std::fs::write(desk.path("one.txt"), one).expect("written");
    std::fs::write(desk.path("other.txt"), other).expect("written");
    desk.done("add one.txt");
    for _ in 0..2 {
        let said = desk.run("add other.txt reports/01.txt");
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(
            !said.status.success() && told.contains("other.txt: these bytes are not in this ledger"),
            "{told}"
        );
    }
    assert!(desk.done("add one.txt reports/01.txt").contains("2 already known"), "the others are added");
    std::fs::rename(desk.path("other.txt"), desk.path("one.txt")).expect("renamed");
    assert!(desk.refused("add one.txt").contains("a ledger of its own"));
    desk.done("verify");
}

#[test]
fn reports_come_from_standard_input() {
    let desk = Desk::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_truce"))
        .current_dir(desk.folder.path())
        .args(["add", "-", "--source", "Olmen Radio", "--published", "2011-03-14", "--by", "Ana"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    child.stdin.take().expect("its input").write_all(REPORTS[0].1.as_bytes()).expect("written");
    assert!(child.wait().expect("ended").success());
    let documents = desk.done("list documents --format json");
    assert!(
        documents.contains("\"source\":\"Olmen Radio\"") && documents.contains("\"day\":\"2011-03-14\""),
        "{documents}"
    );
}

#[test]
fn a_list_tells_what_is_known_of_reports() {
    let desk = Desk::new();
    let line = r#"{"file": "02.txt", "source": "Dorva Courier", "url": "https://dorva.example/2", "published": "2011-03-15T06:00Z"}"#;
    std::fs::write(desk.path("reports/reports.jsonl"), format!("{line}\n")).expect("written");
    assert!(
        desk.done("add reports --meta reports/reports.jsonl").starts_with("1 report new"),
        "only what is listed"
    );
    let rows = desk.done("list documents --format csv");
    assert!(
        rows.contains("02.txt,Dorva Courier,2011-03-15") && rows.contains("https://dorva.example/2"),
        "{rows}"
    );
    let output = desk.run("add reports --meta reports/reports.jsonl");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("01.txt") && said.contains("03.txt") && !said.contains("notes.csv"), "{said}");
    let gone = format!("{line}\n{{\"file\": \"04.txt\"}}\n");
    std::fs::write(desk.path("reports/reports.jsonl"), gone).expect("written");
    let said = desk.refused("add reports/02.txt --meta reports/reports.jsonl");
    assert!(said.contains("reports.jsonl:2: there is no file `04.txt`"), "{said}");
    let twice = format!("{line}\n{line}\n");
    std::fs::write(desk.path("reports/reports.jsonl"), twice).expect("written");
    assert!(desk.refused("add reports --meta reports/reports.jsonl").contains("has a line already: line 1"));
    for (line, says) in [
        ("{\"file\": 1}", "reports.jsonl:1"),
        ("{\"file\": \"a\", \"published\": \"soon\"}", "begins with no day"),
    ] {
        std::fs::write(desk.path("reports/reports.jsonl"), line).expect("written");
        let said = desk.refused("add reports --meta reports/reports.jsonl");
        assert!(said.contains(says), "{said}");
    }
}

#[test]
fn people_judge_and_undo() {
    let desk = Desk::new();
    desk.done("add reports");
    let events = desk.statements("event", "shelling");
    assert!(events.len() >= 2, "{events:?}");
    let one = id(&desk.done(&format!("link {} --reason \"the first report\"", events[0])), "inc-");
    let other = id(&desk.done(&format!("link {}", events[1])), "inc-");
    assert_ne!(one, other);
    let apart = desk.done("list incidents").lines().count();
    let merged = desk.done(&format!("merge {one} {other} --by Ben --reason \"one market, one day\""));
    assert!(merged.starts_with("entry ") && merged.contains(&one), "{merged}");
    assert_eq!(desk.done("list incidents").lines().count(), apart - 1);
    assert!(desk.done("list incidents --standing corroborated --format csv").contains(&one));
    assert!(desk.done(&format!("show {other}")).contains("merged with"), "the other id means the whole");
    let entry: u64 = merged.split_whitespace().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    let history = desk.done(&format!("history {other}"));
    assert!(history.contains("Ben  merged") && history.contains("one market, one day"), "{history}");
    desk.done(&format!("undo {entry}"));
    assert_eq!(desk.done("list incidents").lines().count(), apart);
    assert!(desk.done(&format!("history {other}")).contains("[undone]"));
    assert!(desk.refused(&format!("undo {entry}")).contains("undone already"));
    desk.done(&format!("correct {one} act clash"));
    assert!(desk.done("list incidents --act clash --format json").contains(&one));
    assert!(desk.refused(&format!("correct {one} when \"last week\"")).contains("is no day"));
    desk.done(&format!("grade {} B2", id(&desk.done("list documents"), "doc-")));
    assert!(desk.done("list documents").contains("B2"));
    desk.done(&format!("finding {one} under-inquiry --body \"the joint commission\""));
    assert!(desk.done(&format!("show {one}")).contains("under-inquiry, by the joint commission"));
    desk.done(&format!("note {one} \"see map\""));
    assert!(desk.done(&format!("show {one}")).contains("note by ana: see map"));
    desk.done(&format!("reject {other}"));
    assert!(!desk.done("list incidents").contains(&other));
    assert!(desk.done("list incidents --rejected").contains(&other));
    assert!(desk.done("verify").contains("are as they were written"));
    assert!(desk.done("rebuild").contains("the same as before"));
}

#[test]
fn what_was_judged_of_a_part_goes_with_it() {
    let desk = Desk::new();
    desk.done("add reports");
    let events = desk.statements("event", "shelling");
    let one = id(&desk.done(&format!("link {}", events[0])), "inc-");
    let other = id(&desk.done(&format!("link {}", events[1])), "inc-");
    desk.done(&format!("note {other} \"see map\""));
    desk.done(&format!("grade {other} B2"));
    let merged = desk.done(&format!("merge {one} {other}"));
    for id in [&one, &other] {
        let shown = desk.done(&format!("show {id}"));
        assert!(shown.contains("note by ana: see map") && shown.contains("graded B2"), "{shown}");
    }
    desk.done(&format!("undo {}", merged.split_whitespace().nth(1).expect("a number")));
    assert!(!desk.done(&format!("show {one}")).contains("see map"));
    assert!(desk.done(&format!("show {other}")).contains("see map"));
}

#[test]
fn filters_that_mean_nothing_are_refused() {
    let desk = Desk::new();
    desk.done("add reports");
    for words in [
        "list documents --actor Dorva",
        "list documents --near 40,50,10",
        "list claims --since 2011",
        "list zones --until 2011",
        "list figures --standing disputed",
        "list agreements --standing denied",
    ] {
        let said = desk.refused(words);
        assert!(said.contains("cannot be asked of"), "{words}: {said}");
    }
    assert_eq!(desk.done("list documents --since 2011-03-16 --format csv").lines().count(), 2);
    for format in ["csv", "json"] {
        let none = desk.done(&format!("list incidents --since 2030 --format {format}"));
        assert!(none == "[]\n" || none.starts_with("id,kind,act,"), "{none}");
    }
    assert_eq!(desk.done("search nowhere --format json"), "[]\n");
}

#[test]
fn a_statement_has_a_history_from_its_reading_on() {
    let desk = Desk::new();
    desk.done("add reports");
    let rows = desk.done("list statements --format json");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&rows).expect("JSON");
    let (one, record) = (&rows[0]["id"], &rows[0]["record"]);
    let (one, record) = (one.as_str().expect("an id"), record.as_str().expect("an id"));
    desk.done(&format!("unlink {one} {record}"));
    for row in rows {
        let history = desk.done(&format!("history {}", row["id"].as_str().expect("an id")));
        assert!(history.contains("reading-added"), "{history}");
    }
}

#[test]
fn corrections_take_the_words_of_the_field() {
    let desk = Desk::new();
    desk.done("add reports");
    let one = id(&desk.done("list incidents"), "inc-");
    let said = desk.refused(&format!("correct {one} act banana"));
    assert!(said.contains("`banana` is no act") && said.contains("shelling"), "{said}");
    let report = "TARSK, March 17, 2011 - The army and the rebels of the Dorva Front signed a ceasefire in Tarsk on \
        Wednesday, officials said.\n";
    std::fs::write(desk.path("04.txt"), report).expect("written");
    desk.done("add 04.txt");
    let truce = id(&desk.done("list agreements"), "agr-");
    assert!(desk.refused(&format!("correct {truce} stage banana")).contains("in-effect"));
    assert!(desk.refused(&format!("correct {truce} act banana")).contains("ceasefire"));
    desk.done(&format!("correct {truce} stage suspended"));
    assert!(desk.done(&format!("show {truce}")).contains("suspended"));
}

#[cfg(unix)]
#[test]
fn folders_that_link_back_are_read_once() {
    let desk = Desk::new();
    std::os::unix::fs::symlink(desk.path("reports"), desk.path("reports/again")).expect("linked");
    assert!(desk.done("add reports").starts_with("3 reports new"));
    assert!(desk.done("read reports --format facts").matches("\"file\"").count() <= 3);
}

#[test]
fn search_counts_only_what_is_left() {
    let desk = Desk::new();
    desk.done("add reports");
    let hits = desk.done("search market --format json");
    let hits: Vec<serde_json::Value> = serde_json::from_str(&hits).expect("JSON");
    assert!(hits.len() > 1);
    let latest = hits[0]["statement"]["id"].as_str().expect("an id");
    desk.done(&format!("reject {latest}"));
    let left = desk.done("search market --limit 1 --format json");
    let left: Vec<serde_json::Value> = serde_json::from_str(&left).expect("JSON");
    assert_eq!(left.len(), 1, "the rejected one takes nobody's place");
    assert_eq!(left[0]["statement"]["id"], hits[1]["statement"]["id"]);
}

#[test]
fn saved_pages_are_read_and_verified() {
    let desk = Desk::new();
    let pages = desk.path("pages");
    std::fs::create_dir_all(pages.join("one_files")).expect("a folder");
    let shown = "of the town, which lies on the river between the two armies, told the radio by telephone on Monday evening";
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"windows-1252\"><title>Six killed in Tarsk - Olmen Radio</title>\
         <meta property=\"og:site_name\" content=\"Olmen Radio\">\
         <link rel=\"canonical\" href=\"https://radio.example/2011/03/14/tarsk\">\
         <meta property=\"article:published_time\" content=\"2011-03-14T08:00Z\"></head>\
         <body><nav><a href=\"/\">Home</a> <a href=\"/w\">Gunners shelled Home</a></nav><article><h1>Six killed in Tarsk</h1>\
         <p>Gunners shelled the <b>market</b> of Tarsk on Monday, killing six people, Zo\u{eb} Brandt, a doctor {shown}.</p>\
         <p>The Dorva Front denied that it had fired, and a spokesman {shown} that nobody had been there.</p></article></body></html>"
    );
    let bytes: Vec<u8> = page.chars().map(|sign| u8::try_from(sign as u32).expect("windows-1252")).collect();
    std::fs::write(pages.join("one.html"), &bytes).expect("written");
    // What a browser saves beside a page is no report.
    std::fs::write(pages.join("one_files/frame.html"), "<html><body><p>Buy tents.").expect("written");
    assert!(desk.done("add pages").starts_with("1 report new"), "only the page is a report");
    let listed = desk.done("list documents --format json");
    let document: serde_json::Value = serde_json::from_str(listed.trim()).expect("one object");
    for words in
        ["Six killed in Tarsk", "2011-03-14", "Olmen Radio", "https://radio.example/2011/03/14/tarsk"]
    {
        assert!(listed.contains(words), "{words} is not in {document}");
    }
    let statements = desk.done("list statements --format json");
    assert!(statements.contains("shelled the market of Tarsk"), "{statements}");
    assert!(!statements.contains("Home"), "{statements}");
    let incidents = desk.done("list incidents --format csv");
    assert!(incidents.contains("shelling") && incidents.contains("2011-03-14"), "{incidents}");
    let verified = desk.done("verify");
    assert!(verified.contains("1 document") && !verified.contains("note:"), "{verified}");
    assert!(desk.done("read pages/one.html").contains("(told by the page)"));
    assert_eq!(std::fs::read(pages.join("one.html")).expect("the page"), bytes, "the page is untouched");
}

#[test]
fn reading_again_changes_nothing_where_nothing_changed() {
    let desk = Desk::new();
    desk.done("add reports");
    assert!(desk.done("reread").starts_with("0 documents read again"));
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/../lexicon/data");
    // The same knowledge, loaded from its folder.
    let again = desk.done(&format!("reread --lexicon \"{other}\""));
    assert!(again.contains("0 otherwise"), "{again}");
    assert!(desk.done("verify").contains("are as they were written"));
}

#[test]
fn imported_rows_are_no_prose_to_read_again() {
    let desk = Desk::new();
    desk.done("add reports/01.txt");
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../record/tests/data");
    for file in ["monitors.csv", "monitors.toml"] {
        std::fs::copy(format!("{data}/{file}"), desk.path(file)).expect("copied");
    }
    desk.done("import monitors.csv --mapping monitors.toml");
    let before = desk.done("list statements --format json");
    let told = desk.done("reread");
    assert!(told.contains("; 1 imported, left as they are"), "{told}");
    assert_eq!(desk.done("list statements --format json"), before, "no row is lost");
}

#[test]
fn questions_are_answered_from_the_tables() {
    let desk = Desk::new();
    desk.done("add reports");
    assert!(desk.done("search market shell*").contains("01.txt"));
    assert_eq!(desk.done("search \"market NOT\""), "nothing found\n", "words are no operators");
    assert!(desk.done("list figures --act killed --format csv").contains("killed"));
    assert!(desk.done("list claims --actor Dorva").contains("denies"));
    assert_eq!(desk.done("list incidents --since 2030"), "nothing found\n");
    assert_eq!(desk.done("review"), "nothing waits for review\n");
    let export: serde_json::Value =
        serde_json::from_str(&desk.done("export --format incidents")).expect("JSON");
    assert!(export["incidents"].is_array() && export["origins"].is_array());
    for words in ["show inc-0123456789", "history doc-0123456789", "list incidents --zone zon-0123456789"] {
        desk.refused(words);
    }
}

#[test]
fn what_cannot_be_a_ledger_is_refused_and_left() {
    let desk = Desk::new();
    for words in ["verify", "list incidents", "search market", "rebuild", "undo 1", "backup copy", "review"] {
        assert!(desk.refused(words).contains("there is no ledger here"), "{words}");
    }
    assert!(desk.refused("add nowhere.txt").contains("nowhere.txt"));
    std::fs::write(desk.path("rows.csv"), "a,b\n1,2\n").expect("written");
    desk.refused("import rows.csv");
    assert!(!desk.path("truce.ledger").exists(), "nothing is made unasked");
    let report = std::fs::read(desk.path("reports/01.txt")).expect("read");
    for words in ["add reports --ledger reports/01.txt", "verify --ledger reports/01.txt"] {
        assert!(desk.refused(words).contains("this is no ledger"), "{words}");
    }
    assert_eq!(std::fs::read(desk.path("reports/01.txt")).expect("read"), report);
    let said = desk.refused("add nowhere.txt reports/02.txt --ledger new.ledger");
    assert!(said.contains("nowhere.txt"), "{said}");
    assert!(desk.done("list documents --ledger new.ledger").contains("02.txt"), "the others are added");
}

#[test]
fn nobody_signs_as_somebody_else() {
    let desk = Desk::new();
    desk.done("add reports --by \"Ana of Tarsk\"");
    let document = id(&desk.done("list documents"), "doc-");
    let before = std::fs::read(desk.path("truce.ledger")).expect("a ledger");
    let forged = "Eve\n     9  2011-03-14T00:00:00Z  Ana  rejected";
    for name in [forged, "Ana\u{202e}evE", "Ana\u{200b}", "Ana\tBen", "Ana\u{1b}[2K"] {
        for words in [format!("note {document} seen"), "add reports".to_owned(), "import rows.csv".to_owned()]
        {
            let said = desk.refused(&format!("{words} --by \"{name}\""));
            assert!(said.contains("is no name of an author") && said.contains("--by"), "{said}");
            assert!(!said.contains(name), "it is shown with its signs told: {said}");
        }
    }
    assert!(std::fs::read(desk.path("truce.ledger")).expect("a ledger") == before);
    assert!(!desk.done(&format!("history {document}")).contains("Eve"));
}

#[test]
fn checkpoints_and_backups_are_kept_elsewhere() {
    let desk = Desk::new();
    desk.done("add reports/01.txt");
    let public = desk.done("checkpoint key mission.key");
    let public = public.trim().rsplit(' ').next().expect("a key").to_owned();
    desk.done("checkpoint make --key mission.key --out point.json");
    desk.done("backup copy.ledger");
    desk.done("add reports");
    assert!(
        desk.done(&format!("checkpoint verify point.json --public {public}"))
            .contains(" entries that ana signed")
    );
    assert!(desk.done("checkpoint verify point.json --ledger copy.ledger").contains("and 0 more"));
    assert!(desk.refused("checkpoint verify point.json --public 00").contains("does not fit"));
    desk.done("add reports --ledger other.ledger");
    assert!(
        desk.refused("checkpoint verify point.json --ledger other.ledger").contains("is not what it was")
    );
    let kept = |name: &str| std::fs::read(desk.path(name)).expect("read");
    for (words, name) in [
        ("backup copy.ledger", "copy.ledger"),
        ("checkpoint make --key mission.key --out point.json", "point.json"),
    ] {
        let before = kept(name);
        assert!(desk.refused(words).contains("a file already"), "{words}");
        assert!(kept(name) == before, "{words}");
        desk.done(&format!("{words} --force"));
        assert!(kept(name) != before && !desk.path(&format!("{name}.part")).exists(), "{words}");
        let own = words.replace(name, "truce.ledger");
        assert!(desk.refused(&format!("{own} --force")).contains("the ledger itself"), "{words}");
    }
    assert!(desk.done("verify --ledger copy.ledger").contains(" entries"));
}

/// A disk that is full from the first writes on: the shell lets no file grow over this.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let desk = Desk::new();
    desk.done("add reports/01.txt");
    for number in 0..200 {
        let text = format!(
            "TARSK, March 14, 2011 - Gunners shelled Tarsk on Monday, killing {number} people. {}\n",
            "x".repeat(number)
        );
        std::fs::write(desk.path("reports").join(format!("more-{number:03}.txt")), text).expect("written");
    }
    let output = Command::new("bash")
        .current_dir(desk.folder.path())
        .env("USER", "ana")
        .args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$0\" add reports", env!("CARGO_BIN_EXE_truce")])
        .output()
        .expect("run");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("disk") && said.contains("help: "), "{said}");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(told.contains(" new with "), "what was kept before is told: {told}");
    assert!(desk.done("verify").contains("are as they were written"));
    let before = documents(&desk.path("truce.ledger"));
    assert!(before >= 1);
    desk.done("add reports");
    assert_eq!(documents(&desk.path("truce.ledger")), 203);
}

#[cfg(target_os = "linux")]
fn documents(path: &Path) -> usize {
    use truce_record::log::{Access, Register, SqliteLedger};
    let ledger = SqliteLedger::open(path, Access::Read).expect("opens");
    Register::open(ledger).expect("opens").state().documents().len()
}
