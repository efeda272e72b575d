//! `truce compare`, run as people run it: on invented rows, and on UCDP's where they are at hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).expect("written");
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

    fn compared(&self, arguments: &[&str]) -> Value {
        let mut all = vec!["compare", "--format", "json"];
        all.extend(arguments);
        serde_json::from_str(&self.done(&all)).expect("JSON")
    }
}

/// A file of rows in UCDP's form: an invented war between the council of Tarsk and a front.
fn rows() -> String {
    let mut text = "id,type_of_violence,dyad_name,side_a,side_b,source_office,where_prec,where_coordinates,adm_1,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,deaths_civilians,low,best,high\n".to_owned();
    let mut row = |day: &str, prec: u32, place: (&str, u32), counts: [u32; 4], clarity: u32, dyad: &str| {
        let id = text.lines().count();
        let (division, where_prec) = place;
        let [civilians, low, best, high] = counts;
        let last = if prec == 3 { day.replace("-14", "-20") } else { day.to_owned() };
        let (lat, lon) = if division == "Olmen District" { (37.5, 36.5) } else { (35.5, 36.5) };
        let _ = writeln!(
            text,
            "{id},1,{dyad},Tarsk Council,Dorva Front,Olmen Radio;Tarsk Post,{where_prec},Somewhere,{division},{lat},{lon},Syria,{clarity},{prec},{day},{last},{civilians},{low},{best},{high}"
        );
    };
    let council = "Tarsk Council - Dorva Front";
    // The record begins and ends far from the windows of ten days around 20 June.
    row("2011-01-01", 1, ("Olmen District", 1), [0, 1, 1, 1], 1, council);
    row("2011-12-31", 1, ("Olmen District", 1), [0, 1, 1, 1], 1, council);
    // Before: six in Upper Tarsk, one of them only told to the week (it counts on its first day), one unclear.
    for day in ["2011-06-10", "2011-06-12", "2011-06-12", "2011-06-19"] {
        row(day, 1, ("Upper Tarsk Governorate", 1), [1, 2, 3, 5], 1, council);
    }
    row("2011-06-14", 3, ("Upper Tarsk Governorate", 1), [0, 1, 1, 1], 1, council);
    row("2011-06-15", 1, ("Upper Tarsk Governorate", 1), [0, 4, 4, 4], 2, council);
    // Outside the window by a day, on the day itself, and of another dyad.
    row("2011-06-09", 1, ("Upper Tarsk Governorate", 1), [9, 9, 9, 9], 1, council);
    row("2011-06-20", 1, ("Upper Tarsk Governorate", 1), [9, 9, 9, 9], 1, council);
    row("2011-06-13", 1, ("Upper Tarsk Governorate", 1), [9, 9, 9, 9], 1, "Dorva Front - Others");
    // After: two, one of them placed by the province alone.
    row("2011-06-21", 1, ("Upper Tarsk Governorate", 1), [0, 1, 2, 2], 1, council);
    row("2011-06-30", 1, ("Upper Tarsk Governorate", 4), [0, 0, 0, 3], 1, council);
    row("2011-07-01", 1, ("Upper Tarsk Governorate", 1), [9, 9, 9, 9], 1, council);
    // Elsewhere: three before and four after; and one of which only the country is known.
    for day in
        ["2011-06-11", "2011-06-16", "2011-06-17", "2011-06-22", "2011-06-23", "2011-06-24", "2011-06-29"]
    {
        row(day, 1, ("Olmen District", 1), [0, 1, 1, 1], 1, council);
    }
    row("2011-06-18", 1, ("", 6), [0, 1, 1, 1], 1, council);
    text
}

const ASKED: [&str; 6] = ["--around", "2011-06-20", "--days", "10", "--dyad", "Tarsk Council - Dorva Front"];

fn invented() -> Desk {
    let desk = Desk::new();
    desk.write("rows.csv", &rows());
    desk.done(&["import", "rows.csv", "--by", "Ana"]);
    desk
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ASKED.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn rows_are_counted_by_their_first_day() {
    let desk = invented();
    let found = desk.compared(&with(&["--area", "adm1:Upper Tarsk", "--control-area", "adm1:Olmen"]));
    for (name, expected) in [
        ("events_before", 6),
        ("events_after", 2),
        ("best_before", 17),
        ("best_after", 2),
        ("low_before", 13),
        ("high_before", 25),
        ("high_after", 5),
        ("civilians_before", 4),
        ("civilians_after", 0),
        ("control_before", 3),
        ("control_after", 4),
        // 365 days, less ten on either side.
        ("placebo_days", 345),
    ] {
        assert_eq!(found[name], expected, "{name}");
    }
    let apart = &found["undetermined"];
    assert_eq!((&apart["place_before"], &apart["place_after"]), (&1.into(), &0.into()));
    assert_eq!(apart["on_the_day"], 1);
    let near = |name: &str, expected: f64| {
        let value = found[name].as_f64().expect(name);
        assert!((value - expected).abs() < 1e-3, "{name}: {value}");
    };
    near("rate_ratio", 1.0 / 3.0);
    near("p", 0.289_062);
    near("ratio_of_ratios", 0.25);
    assert_eq!(found["question"]["area"], serde_json::json!(["Upper Tarsk Governorate"]));
    assert_eq!(found["evidence"]["before"].as_array().expect("a list").len(), 6);
    let strict = desk.compared(&with(&["--area", "adm1:Upper Tarsk", "--strict"]));
    assert_eq!((&strict["events_before"], &strict["events_after"]), (&4.into(), &1.into()));
    assert!(strict["control_before"].is_null() && strict["ratio_of_ratios"].is_null());
    // All dyads, and acts by UCDP's types.
    let all = ["--around", "2011-06-20", "--days", "10", "--area", "adm1:Upper Tarsk"];
    assert_eq!(desk.compared(&all)["events_before"], 7);
    assert_eq!(
        desk.compared(&with(&["--area", "adm1:Upper Tarsk", "--act", "state-based"]))["events_before"],
        6
    );
    assert_eq!(
        desk.compared(&with(&["--area", "adm1:Upper Tarsk", "--act", "shelling"]))["events_before"],
        0
    );
}

#[test]
fn linking_and_reports_move_no_count() {
    let desk = invented();
    let asked = with(&["--area", "adm1:Upper Tarsk"]);
    let before = desk.compared(&asked);
    // A person says that two rows are one happening; reports tell of others.
    let ids: Vec<String> = before["evidence"]["before"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["incident"].as_str().expect("an id").to_owned())
        .collect();
    desk.done(&["merge", &ids[1], &ids[2], "--by", "Ana", "--reason", "one day"]);
    desk.write(
        "report.txt",
        "IDLIB, 14 June 2011 (Reuters) - Shells hit the market of Idlib on Monday, killing 12 people, residents said.\n",
    );
    desk.done(&["add", "report.txt", "--by", "Ana"]);
    desk.done(&["import", "rows.csv", "--by", "Ana"]);
    let after = desk.compared(&asked);
    for name in [
        "events_before",
        "events_after",
        "best_before",
        "civilians_before",
        "rate_ratio",
        "p",
        "placebo_share",
    ] {
        assert_eq!(before[name], after[name], "{name}");
    }
    // A newer release counts its rows once, as it has them.
    desk.write("rows_v2.csv", &rows().replace(",3,5\n", ",4,5\n"));
    assert!(desk.done(&["import", "rows_v2.csv", "--by", "Ana"]).contains("0 new, 4 changed"));
    let newer = desk.compared(&asked);
    assert_eq!((&newer["events_before"], &newer["best_before"]), (&6.into(), &21.into()));
    // Each incident once: the merged rows are one.
    let incidents = desk.compared(&with(&["--area", "adm1:Upper Tarsk", "--data-set", "incidents"]));
    assert_eq!(incidents["events_before"], 5);
    // What a person rejects is left out, and comes back with the rejection's undoing.
    desk.done(&["reject", &ids[5], "--by", "Ana", "--reason", "a copy"]);
    assert_eq!(desk.compared(&asked)["events_before"], 5);
    desk.done(&["rebuild"]);
    assert_eq!(desk.compared(&asked)["events_before"], 5);
    desk.done(&["verify"]);
}

#[test]
fn zones_leave_open_what_may_lie_across_their_border() {
    let desk = invented();
    desk.write(
        "zone.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Belt of Tarsk"},"geometry":{"type":"Polygon","coordinates":[[[36,35],[37,35],[37,36],[36,36],[36,35]]]}}]}"#,
    );
    desk.done(&["import", "zone.geojson", "--zones", "demilitarized", "--by", "Ana"]);
    let zones = desk.done(&["list", "zones", "--format", "json"]);
    let zones: Value = serde_json::from_str(&zones).expect("JSON");
    let id = zones[0]["id"].as_str().expect("an id").to_owned();
    let found = desk.compared(&with(&["--zone", &id]));
    // Those placed by the province may have been 100 km away, those by the country 500 km.
    assert_eq!((&found["events_before"], &found["events_after"]), (&6.into(), &1.into()));
    assert_eq!(found["undetermined"]["place_after"], 1);
    assert_eq!(found["undetermined"]["place_before"], 1);
    assert_eq!(found["question"]["zone"], "Belt of Tarsk");
}

#[test]
fn what_is_not_there_is_refused_with_what_is_near() {
    let desk = invented();
    for (arguments, said) in [
        (&["--area", "adm1:Uper Tarsk"][..], "Upper Tarsk Governorate"),
        (&["--area", "Tarsk"], "adm1:"),
        (&[], "no area is named"),
        (&["--area", "adm1:Olmen", "--control-area", "adm1:Olmen"], "compared with"),
        (&["--area", "adm1:Olmen", "--data-set", "acled"], "ucdp-ged"),
        (&["--area", "adm1:Olmen", "--act", "shellings"], "shelling"),
    ] {
        let mut all = vec!["compare"];
        all.extend(with(arguments));
        let output = desk.run(&all);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains(said), "{arguments:?}: {told}");
    }
    let dyad = ["compare", "--around", "2011-06-20", "--area", "adm1:Olmen", "--dyad", "Dorva"];
    assert!(desk.refused(&dyad).contains("Tarsk Council - Dorva Front"));
    let part = ["--around", "2011-06-20", "--days", "10", "--area", "adm1:Upper Tarsk", "--dyad", "council"];
    assert_eq!(desk.compared(&part)["question"]["dyads"], serde_json::json!(["Tarsk Council - Dorva Front"]));
    let late = ["compare", "--around", "2014-06-20", "--area", "adm1:Olmen"];
    assert!(desk.refused(&late).contains("2011-12-31"));
}

#[test]
fn the_note_and_the_plot_tell_the_same() {
    let desk = invented();
    let asked = with(&["--area", "adm1:Upper Tarsk", "--control-area", "adm1:Olmen"]);
    let printed = |format: &'static str| {
        let mut all = vec!["compare", "--format", format];
        all.extend(&asked);
        desk.done(&all)
    };
    let note = printed("text");
    for words in [
        "0.333 (0.033-1.864)   p = 0.289",
        "Why the p-value misleads",
        "Selection of the day",
        "Regression to the mean",
        "Reporting intensity",
        "Multiple looks",
        "Overdispersion",
        "autocorrelation",
        "Assumes: ",
        "Breaks: ",
        "violations without a death",
    ] {
        assert!(note.contains(words), "{words}\n{note}");
    }
    let plot = printed("svg");
    assert!(plot.starts_with("<svg ") && plot.ends_with("</svg>\n"), "{plot}");
    assert!(plot.contains(
        "<title id=\"title\">Events 10 days before and after 2011-06-20: Upper Tarsk Governorate</title>"
    ));
    assert!(plot.contains("<desc id=\"desc\">6 events before and 2 after. Rate ratio 0.333"), "{plot}");
    assert!(!plot.contains("NaN") && !plot.contains("inf"), "{plot}");
    assert_eq!(printed("json"), printed("json"), "the same question has the same answer");
}

/// Where UCDP's events of Syria are, if they are at hand: they are not part of the project.
fn syria() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/ucdp_ged_syria/ged_syria_20160101_20191130.csv");
    if path.is_file() {
        return Some(path);
    }
    println!("NOT RUN: UCDP's events of Syria are not at {}", path.display());
    None
}

#[test]
fn published_figures_come_out_again() {
    let Some(path) = syria() else { return };
    let desk = Desk::new();
    desk.done(&["import", path.to_str().expect("text"), "--by", "Ana"]);
    let asked = [
        "--around",
        "2018-09-17",
        "--days",
        "72",
        "--area",
        "adm1:Idlib",
        "--dyad",
        "Government of Syria - Syrian insurgents",
    ];
    let with = |more: &[&'static str]| {
        desk.compared(&asked.iter().copied().chain(more.iter().copied()).collect::<Vec<_>>())
    };
    let found = with(&["--control-area", "adm1:Hamah,Latakia,Aleppo Governorate"]);
    for (name, expected) in [
        ("events_before", 40),
        ("events_after", 17),
        ("best_before", 109),
        ("best_after", 46),
        ("civilians_before", 60),
        ("civilians_after", 32),
        ("control_before", 52),
        ("control_after", 38),
        ("placebo_days", 1286),
    ] {
        assert_eq!(found[name], expected, "{name}");
    }
    let told =
        |found: &Value, name: &str, digits: usize| format!("{:.digits$}", found[name].as_f64().expect(name));
    for (name, digits, expected) in [
        ("rate_ratio", 3, "0.425"),
        ("ci_low", 3, "0.226"),
        ("ci_high", 3, "0.767"),
        ("p", 4, "0.0032"),
        ("ratio_of_ratios", 3, "0.582"),
        ("ratio_of_ratios_ci_low", 3, "0.287"),
        ("ratio_of_ratios_ci_high", 3, "1.177"),
        ("ratio_of_ratios_p", 3, "0.162"),
        ("placebo_share", 3, "0.116"),
    ] {
        assert_eq!(told(&found, name, digits), expected, "{name}");
    }
    let strict = with(&["--strict"]);
    assert_eq!((&strict["events_before"], &strict["events_after"]), (&35.into(), &16.into()));
    for (name, expected) in [("rate_ratio", "0.457"), ("ci_low", "0.236"), ("ci_high", "0.848")] {
        assert_eq!(told(&strict, name, 3), expected, "{name}");
    }
}
