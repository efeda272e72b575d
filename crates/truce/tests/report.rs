//! Answers and exports over a ledger of our own stories, through the program as people run it. Each form is read back
//! by a reader that is not ours, or imported again.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Ledger {
    folder: tempfile::TempDir,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Ledger {
    fn of_story(name: &str) -> Self {
        let ledger = Self { folder: tempfile::tempdir().expect("a folder") };
        let story = root().join("corpus/stories").join(name);
        let story = story.to_str().expect("a path");
        ledger.text(&["add", story, "--meta", &format!("{story}/reports.jsonl"), "--by", "Anna Tester"]);
        ledger
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a path").to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_truce"))
            .args(arguments)
            .args(["--ledger", &self.path("t.ledger")])
            .output()
            .expect("truce runs")
    }

    fn text(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.text(arguments)).expect("JSON")
    }

    fn export(&self, form: &str) -> String {
        self.text(&["export", "--format", form])
    }

    /// Returns the rows of a list.
    fn rows(&self, words: &[&str]) -> Vec<Value> {
        let json = self.text(&[words, &["--format", "json"]].concat());
        serde_json::from_str(&json).expect("JSON")
    }

    fn ids(&self, what: &str) -> Vec<String> {
        let rows = self.rows(&["list", what]);
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// The agreement that most reports tell of.
    fn agreement(&self) -> String {
        let rows = self.rows(&["list", "agreements"]);
        let most = rows.iter().max_by_key(|row| row["statements"].as_u64()).expect("an agreement");
        most["id"].as_str().expect("an id").to_owned()
    }
}

#[test]
fn an_assessment_tells_its_reasons_its_gaps_and_how_to_repeat_it() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let agreement = ledger.agreement();
    let assessment = ledger.json(&["assess", &agreement, "--format", "json"]);
    let verdict = assessment["verdict"].as_str().expect("a verdict");
    assert!(["holding", "strained", "broken", "undetermined"].contains(&verdict), "{verdict}");
    assert!(!assessment["grounds"].as_array().expect("grounds").is_empty());
    assert!(!assessment["gaps"].as_array().expect("gaps").is_empty());
    assert_eq!(assessment["ledger_hash"].as_str().map(str::len), Some(64));
    assert_eq!(assessment, ledger.json(&["assess", &agreement, "--format", "json"]), "it can be repeated");
    let indicators = assessment["indicators"].as_array().expect("indicators");
    assert_eq!(indicators.len(), 14);
    // Every number leads to its rows: ids that the ledger shows.
    let force = indicators.iter().find(|one| one["id"] == "force-since").expect("the indicator");
    for row in force["rows"].as_array().expect("rows") {
        let incidents = row["incidents"].as_array().expect("incidents");
        assert_eq!(Some(incidents.len() as u64), row["count"].as_u64());
        for id in incidents {
            ledger.text(&["show", id.as_str().expect("an id")]);
        }
    }
    let text = ledger.text(&["assess", &agreement]);
    assert!(text.contains("NOT KNOWN") && text.contains("no finding"), "{text}");
    assert!(ledger.text(&["assess", &agreement, "--format", "md"]).starts_with("# "));
}

#[test]
fn an_assessment_of_an_earlier_day_knows_nothing_of_later_reports() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let agreement = ledger.agreement();
    let whole = ledger.json(&["assess", &agreement, "--format", "json"]);
    let last = whole["as_of"].as_str().expect("a day").to_owned();
    let reports = ledger.rows(&["list", "documents"]);
    let mut days: Vec<String> =
        reports.iter().filter_map(|row| row["day"].as_str().map(str::to_owned)).collect();
    days.sort();
    assert_eq!(days.last(), Some(&last), "the day of the latest report is the day looked from");
    let early = ledger.json(&["assess", &agreement, "--as-of", &days[0], "--format", "json"]);
    assert!(early["reports"].as_u64() < whole["reports"].as_u64(), "{early}");
    let refused = ledger.run(&["assess", &agreement, "--as-of", "1950-01-01"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("help:"), "{refused:?}");
}

#[test]
fn a_persons_judgement_changes_the_assessment_and_its_undoing_changes_it_back() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let agreement = ledger.agreement();
    let without_ledger = |mut value: Value| {
        for key in ["ledger_hash", "ledger_entry"] {
            value[key] = Value::Null;
        }
        value
    };
    let before = without_ledger(ledger.json(&["assess", &agreement, "--format", "json"]));
    ledger.text(&[
        "correct",
        &agreement,
        "stage",
        "collapsed",
        "--by",
        "Anna Tester",
        "--reason",
        "said on the phone",
    ]);
    let after = ledger.json(&["assess", &agreement, "--format", "json"]);
    assert_eq!(after["verdict"], "broken");
    assert_eq!(after["grounds"][0]["rule"], "given-up");
    let entry = after["ledger_entry"].as_u64().expect("a number").to_string();
    ledger.text(&["undo", &entry, "--by", "Anna Tester"]);
    assert_eq!(without_ledger(ledger.json(&["assess", &agreement, "--format", "json"])), before);
}

#[test]
fn the_matrix_shows_silence_as_silence() {
    let ledger = Ledger::of_story("donetsk-2016");
    let matrix = ledger.json(&["matrix", &ledger.agreement(), "--format", "json"]);
    let parties = matrix["parties"].as_array().expect("parties").len();
    for line in matrix["lines"].as_array().expect("lines") {
        let cells = line["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), parties);
        for cell in cells {
            let positions = cell["positions"].as_array().expect("positions");
            let silent = positions.iter().any(|position| position == "silent");
            assert!(
                !silent || positions.len() == 1 && cell["evidence"].as_array().is_some_and(Vec::is_empty),
                "{cell}"
            );
        }
    }
    let table = ledger.text(&["matrix", &ledger.agreement(), "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().expect("a head").len(), 5 + parties);
    assert_eq!(
        reader.records().filter_map(Result::ok).count(),
        matrix["lines"].as_array().map_or(0, Vec::len)
    );
}

#[test]
fn tables_have_their_columns_and_no_cell_that_runs() {
    let ledger = Ledger::of_story("donetsk-2016");
    let incidents = ledger.ids("incidents").len();
    for (form, columns, heads) in [("csv", 28, 1), ("hxl", 16, 2), ("acled", 31, 1), ("ucdp", 49, 1)] {
        let text = ledger.export(form);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect(form);
        assert!(rows.iter().all(|row| row.len() == columns), "{form}");
        assert!(rows.len() > heads && rows.len() <= incidents + heads, "{form}: {}", rows.len());
        for cell in rows.iter().flatten() {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@']), "{form}: {cell}");
        }
        if form == "hxl" {
            assert!(rows[1].iter().all(|tag| tag.starts_with('#')), "{:?}", rows[1]);
        }
    }
}

#[test]
fn filters_of_list_hold_for_exports() {
    let ledger = Ledger::of_story("donetsk-2016");
    let all = ledger.rows(&["list", "incidents"]);
    let act = all[0]["act"].as_str().expect("an act").to_owned();
    let listed = ledger.rows(&["list", "incidents", "--act", &act]).len();
    let exported = ledger.text(&["export", "--format", "csv", "--act", &act]);
    assert_eq!(csv::Reader::from_reader(exported.as_bytes()).records().count(), listed);
    assert!(listed < all.len() || all.len() == 1);
}

#[test]
fn maps_and_calendars_are_read_by_other_readers() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let collection: geojson::FeatureCollection = ledger
        .export("geojson")
        .parse::<geojson::GeoJson>()
        .expect("GeoJSON")
        .try_into()
        .expect("a collection");
    assert_eq!(collection.features.len(), ledger.ids("incidents").len() + ledger.ids("zones").len());
    let kml: kml::Kml<f64> = ledger.export("kml").parse().expect("KML");
    let written = format!("{kml:?}");
    assert_eq!(written.matches("Placemark(").count(), ledger.ids("incidents").len());
    let calendar: icalendar::Calendar = ledger.export("ical").parse().expect("iCalendar");
    let _ = calendar;
    let graph = ledger.export("jsonld");
    let mut quoted = 0;
    for quad in oxjsonld::JsonLdParser::new().for_reader(graph.as_bytes()) {
        let quad = quad.expect("JSON-LD");
        quoted += usize::from(quad.predicate.as_str() == "http://www.w3.org/ns/prov#wasQuotedFrom");
    }
    assert!(quoted > 10, "{quoted}");
    for line in ledger.export("jsonl").lines() {
        let record: Value = serde_json::from_str(line).expect("JSON");
        for statement in record["statements"].as_array().expect("statements") {
            assert!(!statement["quote"].as_str().expect("a quote").is_empty());
        }
    }
}

#[test]
fn what_was_exported_can_be_imported() {
    let ledger = Ledger::of_story("donetsk-2016");
    for (form, kind) in [("ucdp", "csv"), ("acled", "csv"), ("plover", "jsonl")] {
        let text = ledger.export(form);
        let rows = match form {
            // What has no day is told, and taken up by nobody who needs one.
            // Nor what was only counted, without a word of what was done.
            "plover" => text
                .lines()
                .filter(|line| !line.contains("\"event_date\":null") && !line.contains("\"event_type\":\"\""))
                .count(),
            // UCDP's type of violence stays empty where nobody is named, and such a row is no event to anybody.
            "ucdp" => csv::Reader::from_reader(text.as_bytes())
                .records()
                .filter(|row| row.as_ref().is_ok_and(|row| !row[5].is_empty()))
                .count(),
            // "Strategic developments/Other" is no event that could be told again.
            "acled" => csv::Reader::from_reader(text.as_bytes())
                .records()
                .filter(|row| row.as_ref().is_ok_and(|row| &row[6] != "Other"))
                .count(),
            _ => 0,
        };
        let file = ledger.path(&format!("export.{kind}"));
        std::fs::write(&file, &text).expect("written");
        let other = Ledger { folder: tempfile::tempdir().expect("a folder") };
        other.text(&["import", &file, "--by", "Anna Tester"]);
        let events = other
            .text(&["list", "statements", "--format", "json"])
            .lines()
            .filter(|line| line.contains("\"kind\":\"event\""))
            .count();
        assert_eq!(events, rows, "{form}");
    }
}

#[test]
fn pages_rest_on_their_notes_and_load_nothing() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let agreement = ledger.agreement();
    let assessment = ledger.json(&["assess", &agreement, "--format", "json"]);
    let to = assessment["as_of"].as_str().expect("a day");
    let from = assessment["since"].as_str().unwrap_or("2006-01-01");
    let page = ["sitrep", "--from", from, "--to", to, "--agreement", &agreement, "--diff", from];
    let markdown = ledger.text(&page);
    for heading in [
        "Summary",
        "Incidents",
        "Claims and responses",
        "Violations by finding",
        "Casualties by source",
        "Terms and deadlines",
        "Talks",
        "Access",
        "Outlook",
        "Annex: sources",
    ] {
        assert!(markdown.contains(&format!("## {heading}")), "{heading}");
    }
    // Every note that is named is there.
    for number in 1..200 {
        let named = markdown.contains(&format!("[^{number}]"));
        assert_eq!(named, markdown.contains(&format!("[^{number}]: ")), "note {number}");
    }
    let html = ledger.path("page.html");
    ledger.text(&[&page[..], &["--out", &html]].concat());
    let html = std::fs::read_to_string(html).expect("the page");
    for outside in ["<script", "src=", "url(", "@import", "<link"] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.contains("<svg") && html.contains("id=\"note-1\""));
    let docx = ledger.path("page.docx");
    ledger.text(&[&page[..], &["--out", &docx]].concat());
    let bytes = std::fs::read(docx).expect("the file");
    docx_rs::read_docx(&bytes).expect("DOCX");
    for arguments in [
        vec!["brief", "agreement", &agreement],
        vec!["brief", "place", "vavuniya"],
        vec!["plot", "timeline", "--agreement", &agreement],
        vec!["plot", "map", "--agreement", &agreement],
        vec!["plot", "matrix", "--agreement", &agreement],
    ] {
        let out = ledger.text(&arguments);
        assert!(out.starts_with("# ") || out.starts_with("<svg"), "{arguments:?}");
    }
    let incident = &ledger.ids("incidents")[0];
    assert!(ledger.text(&["brief", "incident", incident]).contains("## Positions"));
}

#[test]
fn a_pdf_is_printed_where_there_is_a_browser() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let out = ledger.path("page.pdf");
    let output = ledger.run(&["brief", "agreement", &ledger.agreement(), "--out", &out]);
    if output.status.success() {
        assert!(std::fs::read(out).expect("the file").starts_with(b"%PDF"));
    } else {
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("install chromium"), "{told}");
        println!("NOT RUN: PDF (no browser of the Chromium family)");
    }
}

#[test]
fn wrong_questions_are_answered_with_help() {
    let ledger = Ledger::of_story("bihac-1994");
    let incident = ledger.ids("incidents")[0].clone();
    for arguments in [
        vec!["assess", "agr-0000000000"],
        vec!["assess", &incident],
        vec!["sitrep", "--from", "1994-12-02", "--to", "1994-12-01"],
        vec!["sitrep", "--from", "1994-12-01", "--to", "1994-12-02", "--format", "docx"],
        vec!["export", "--format", "papyrus"],
        vec!["plot", "map", "--from", "1994-12-01", "--to", "1994-12-02", "--zone", &incident],
        vec!["brief", "actor", "nobody-of-that-name"],
    ] {
        let output = ledger.run(&arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && !told.contains("panicked"), "{arguments:?}: {told}");
        assert!(told.contains("help:") || told.contains("For more information"), "{arguments:?}: {told}");
    }
}

/// Checks a document against one of the published schemas.
fn check_schema(name: &str, document: &Value) {
    let path = root().join("schemas").join(name);
    let schema: Value = serde_json::from_slice(&std::fs::read(&path).expect(name)).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
}

#[test]
fn json_answers_are_what_their_schemas_say() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let agreement = ledger.agreement();
    let assessment = ledger.json(&["assess", &agreement, "--format", "json"]);
    check_schema("assessment.json", &assessment);
    check_schema("matrix.json", &ledger.json(&["matrix", &agreement, "--format", "json"]));
    let compared =
        ["compare", "--around", "2006-04-18", "--days", "3", "--area", "everywhere", "--format", "json"];
    check_schema("comparison.json", &ledger.json(&compared));
    // The schema is narrow enough to refuse what is no assessment.
    let mut broken = assessment;
    broken["verdict"] = Value::from("violated");
    let schema = std::fs::read(root().join("schemas/assessment.json")).expect("the schema");
    let schema: Value = serde_json::from_slice(&schema).expect("JSON");
    assert!(!jsonschema::is_valid(&schema, &broken));
}

#[test]
fn drawings_are_written_as_pictures_too() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let agreement = ledger.agreement();
    let days = ["--from", "2006-04-14", "--to", "2006-04-24"];
    let rates = ["rates", "--around", "2006-04-18", "--days", "3", "--area", "everywhere"];
    for arguments in [
        &["timeline", "--agreement", &agreement][..],
        &[&["map"], &days[..]].concat(),
        &[&["matrix"], &days[..]].concat(),
        &rates,
    ] {
        let out = ledger.path("plot.png");
        ledger.text(&[&["plot"], arguments, &["--out", &out]].concat());
        let bytes = std::fs::read(&out).expect("the picture");
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{arguments:?}");
        let side = |at: usize| bytes[at..at + 4].iter().fold(0_u32, |sum, &byte| sum * 256 + u32::from(byte));
        assert!(side(16) >= 1500 && side(20) >= 200, "{arguments:?}: {} by {}", side(16), side(20));
        let svg = ledger.text(&[&["plot"], arguments].concat());
        assert!(svg.starts_with("<svg") && !svg.contains("NaN"), "{arguments:?}");
    }
    let refused = ledger.run(&[
        "plot",
        "rates",
        "--around",
        "2006-04-18",
        "--area",
        "everywhere",
        "--out",
        &ledger.path("plot.gif"),
    ]);
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && told.contains(".svg or .png"), "{told}");
}

#[test]
fn a_situation_report_can_be_narrowed_and_says_so() {
    let ledger = Ledger::of_story("vavuniya-2006");
    let page = |more: &[&str]| {
        ledger.text(&[&["sitrep", "--from", "2006-04-14", "--to", "2006-04-24"], more].concat())
    };
    let all = page(&[]);
    assert!(all.contains("| landmine |") && all.contains("| abduction |"), "{all}");
    let narrow = page(&["--act", "landmine"]);
    assert!(narrow.contains("Only incidents of landmine."), "{narrow}");
    assert!(narrow.contains("| landmine |") && !narrow.contains("| abduction |"), "{narrow}");
    // Who was only counted is nobody who could speak.
    assert!(!all.contains("sailors: silent"), "{all}");
}

#[test]
fn parquet_is_written_or_refused_with_what_brings_it() {
    let ledger = Ledger::of_story("donetsk-2016");
    let output = ledger.run(&["export", "--format", "parquet", "--out", &ledger.path("t.parquet")]);
    if cfg!(feature = "parquet") {
        let bytes = std::fs::read(ledger.path("t.parquet")).expect("the file");
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    } else {
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains("--features parquet"), "{told}");
    }
}
