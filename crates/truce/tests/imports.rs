//! `truce import`, run as people run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_truce"))
            .current_dir(self.folder.path())
            .args(arguments)
            .output()
            .expect("it runs")
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} was done");
        let said = String::from_utf8(output.stderr).expect("text");
        assert!(said.starts_with("error: ") && said.contains("help: "), "{said}");
        said
    }
}

fn data(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../record/tests/data").join(name);
    path.to_str().expect("text").to_owned()
}

#[test]
fn rejected_rows_take_no_files_place() {
    let desk = Desk::new();
    let file = data("ged_old_layout.csv");
    std::fs::write(desk.path("rejected.csv"), "mine").expect("written");
    for also in [&["--dry-run"][..], &[]] {
        for to in ["rejected.csv", "truce.ledger", "no-such-folder/rejected.csv"] {
            let words = [&["import", &file, "--by", "Ana", "--rejects", to], also].concat();
            desk.refused(&words);
            assert_eq!(std::fs::read_dir(desk.path("")).expect("a folder").count(), 1, "{words:?}");
            assert_eq!(std::fs::read(desk.path("rejected.csv")).expect("a file"), b"mine");
        }
    }
    let said = desk.refused(&["import", &file, "--by", "Ana", "--rejects", "rejected.csv"]);
    assert!(
        said.contains("rejected.csv: there is a file already") && said.contains("another name"),
        "{said}"
    );
    desk.done(&["import", &file, "--by", "Ana", "--rejects", "other.csv", "--dry-run"]);
    let said = desk.refused(&["import", "none.csv", "--by", "Ana", "--rejects", "third.csv"]);
    assert!(said.contains("none.csv"), "{said}");
    assert!(!desk.path("third.csv.part").exists());
}

/// A report whose every word stands in a table is no copy of the table, and the table none of the report.
#[test]
fn a_data_set_is_no_origin_of_reports() {
    let desk = Desk::new();
    let report = "Mortar rounds fell on the fish market of Olmen late on Sunday and killed four people, a nurse at the \
        district clinic said. Witnesses counted nine explosions within a quarter of an hour.";
    std::fs::write(desk.path("report.txt"), report).expect("written");
    std::fs::copy(data("monitors.toml"), desk.path("monitors.toml")).expect("copied");
    let rows = format!("Nr;Day;What;Village;North;East;Dead\n1;3.11.2018;mortar;{report};40,1;50,2;4\n");
    std::fs::write(desk.path("rows.csv"), rows).expect("written");
    desk.done(&["import", "rows.csv", "--mapping", "monitors.toml", "--by", "Ana"]);
    let said = desk.done(&["add", "report.txt", "--by", "Ana"]);
    assert!(said.contains("1 report new") && !said.contains("copy"), "{said}");
    // The same words in a second report are a copy: what is told apart above is the table, not the words.
    let (first, _) = report.split_once(" Witnesses").expect("two sentences");
    std::fs::write(desk.path("again.txt"), first).expect("written");
    let said = desk.done(&["add", "again.txt", "--by", "Ana"]);
    assert!(said.contains("1 copy of a text"), "{said}");
}

#[test]
fn a_file_is_imported_once() {
    let desk = Desk::new();
    let file = data("ged_old_layout.csv");
    let first = desk.done(&["import", &file, "--by", "Ana", "--rejects", "rejected.csv"]);
    assert!(first.contains("3 new, 0 changed, 0 already known, 3 rejected"), "{first}");
    assert!(first.contains("line 5, latitude `95.62`: lies outside -90 to 90"), "{first}");
    let rejects = std::fs::read_to_string(desk.path("rejected.csv")).expect("written");
    assert_eq!(rejects.lines().count(), 5, "{rejects}");
    let again = desk.done(&["import", &file, "--by", "Ana"]);
    assert!(again.contains("0 new, 0 changed, 3 already known"), "{again}");
    let newer = desk.done(&["import", &data("GEDEvent_v25_1.csv"), "--by", "Ana"]);
    assert!(newer.contains("of ucdp-ged-25.1: 1 new, 1 changed, 0 already known, 0 rejected"), "{newer}");
    assert_eq!(desk.done(&["list", "incidents", "--format", "csv"]).lines().count(), 5);
    desk.done(&["verify"]);
    assert!(desk.done(&["rebuild"]).contains("the same as before"));
}

#[test]
fn a_dry_run_changes_nothing() {
    let desk = Desk::new();
    let told = desk.done(&["import", &data("acled.csv"), "--dry-run", "--by", "Ana"]);
    assert!(
        told.contains("dry run, nothing was kept: 2 new") && told.contains("is no event between parties"),
        "{told}"
    );
    assert!(!desk.path("truce.ledger").exists());
    desk.done(&["import", &data("acled.csv"), "--by", "Ana"]);
    let before = std::fs::read(desk.path("truce.ledger")).expect("a ledger");
    let told = desk.done(&["import", &data("acled.csv"), &data("viina.csv"), "--dry-run", "--by", "Ana"]);
    assert!(told.contains("0 new, 0 changed, 2 already known") && told.contains("1 new"), "{told}");
    assert!(before == std::fs::read(desk.path("truce.ledger")).expect("a ledger"), "the file is as it was");
}

#[test]
fn mappings_and_areas_are_taken() {
    let desk = Desk::new();
    let told =
        desk.done(&["import", &data("monitors.csv"), "--mapping", &data("monitors.toml"), "--by", "Ana"]);
    assert!(told.contains("of olmen-monitors: 2 new"), "{told}");
    let line = data("line.geojson");
    let zones = ["import", &line, "--zones", "buffer", "--buffer", "10", "--by", "Ana"];
    assert!(desk.done(&zones).contains("of line: 1 new"), "areas go by the name of their file");
    assert!(desk.done(&zones).contains("1 already known"));
    assert!(desk.done(&["list", "zones"]).contains("Line of Tarsk"));
    assert!(desk.done(&["import", "--list"]).contains("ucdp-ged"));
}

#[test]
fn rows_are_linked_with_what_reports_tell() {
    let desk = Desk::new();
    let report = "TARSK, November 25, 2018 (Olmen Radio) - Gunners shelled the market of Tarsk on Saturday, killing \
        six people, a doctor said.\n";
    std::fs::write(desk.path("01.txt"), report).expect("written");
    std::fs::write(
        desk.path("rows.csv"),
        "nr;day;what;village;north;east;dead\n1;2018-11-24;mortar;Tarsk;40.5;50.2;6\n2;2018-11-27;mortar;Tarsk;40.5;50.2;1\n",
    )
    .expect("written");
    desk.done(&["add", "01.txt", "--by", "Ana"]);
    let incident = desk.done(&["list", "incidents", "--format", "csv"]);
    let incident =
        incident.lines().nth(1).and_then(|row| row.split(',').next()).expect("an incident").to_owned();
    let told = desk.done(&["import", "rows.csv", "--mapping", &data("monitors.toml"), "--by", "Ana"]);
    assert!(told.contains("1 row told of by reports too"), "{told}");
    let shown = desk.done(&["show", &incident]);
    assert!(shown.contains("rows.csv") && shown.contains("the same place (Tarsk)"), "{shown}");
    assert!(shown.contains("2 independent"), "{shown}");
    assert_eq!(desk.done(&["list", "incidents", "--format", "csv"]).lines().count(), 3);
    let history = desk.done(&["history", &incident]);
    assert!(history.contains("relinked"), "{history}");
    // The other way round it is the same.
    let other = Desk::new();
    std::fs::copy(desk.path("01.txt"), other.path("01.txt")).expect("copied");
    std::fs::copy(desk.path("rows.csv"), other.path("rows.csv")).expect("copied");
    other.done(&["import", "rows.csv", "--mapping", &data("monitors.toml"), "--by", "Ana"]);
    other.done(&["add", "01.txt", "--by", "Ana"]);
    assert_eq!(other.done(&["list", "incidents", "--format", "csv"]).lines().count(), 3);
    other.done(&["verify"]);
    assert!(other.done(&["rebuild"]).contains("the same as before"));
}

#[test]
fn a_missing_file_keeps_no_other_back() {
    let desk = Desk::new();
    let file = data("ged_old_layout.csv");
    let said = desk.refused(&["import", "gone.csv", &file]);
    assert!(said.contains("gone.csv"), "{said}");
    assert!(desk.done(&["import", &file]).contains("3 already known"), "the other was imported");
}

#[test]
fn areas_have_no_day_and_are_found_by_their_place() {
    let desk = Desk::new();
    let line = data("line.geojson");
    desk.done(&["import", &line, "--zones", "buffer", "--buffer", "10"]);
    for (circle, found) in [("40.1,50.25,30", true), ("10,10,30", false)] {
        let rows = desk.done(&["list", "zones", "--near", circle, "--format", "csv"]);
        assert_eq!(rows.lines().count() == 2, found, "{circle}: {rows}");
    }
}

#[test]
fn what_cannot_be_imported_is_refused() {
    let desk = Desk::new();
    std::fs::write(desk.path("notes.csv"), "a,b\n1,2\n").expect("written");
    std::fs::write(desk.path("wrong.toml"), "scheme = \"x\"\nwhat = 1\n").expect("written");
    assert!(desk.refused(&["import", "notes.csv", "--by", "Ana"]).contains("its columns are: a, b"));
    assert!(desk.refused(&["import", "gone.csv", "--by", "Ana"]).contains("gone.csv"));
    let wrong = desk.refused(&["import", "notes.csv", "--mapping", "wrong.toml", "--by", "Ana"]);
    assert!(wrong.contains("unknown field `what`"), "{wrong}");
    assert!(desk.refused(&["import", "notes.csv", "--as", "none", "--by", "Ana"]).contains("`none`"));
    assert!(desk.refused(&["import", "notes.csv", "--zones", "moat", "--by", "Ana"]).contains("`moat`"));
    let acled = data("acled.csv");
    assert!(
        desk.refused(&["import", &acled, "--as", "gdelt", "--by", "Ana"]).contains("the file has no column")
    );
}
