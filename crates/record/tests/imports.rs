//! Files of other data sets: what is taken of them, what is rejected and why, and that importing twice is importing once.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use proptest::prelude::*;
use truce_lexicon::Lexicon;
use truce_record::State;
use truce_record::entry::{Author, Body, Draft, Entry, Obtained};
use truce_record::id::RecordKind;
use truce_record::import::{ImportError, Importer, Mapping, Sheet, plan};
use truce_record::intake::Arrival;
use truce_record::log::{Access, Original, Register, SqliteLedger, verify};
use truce_record::statement::{Actor, Content, Event, Figure, Statement};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn arrival(name: &str, bytes: Vec<u8>) -> Arrival {
    Arrival {
        bytes,
        media: "text/csv".to_owned(),
        name: name.to_owned(),
        obtained: Obtained { how: "import".to_owned(), when: Timestamp::UNIX_EPOCH, from: None },
        source: None,
        url: None,
        published: None,
    }
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(Lexicon::embedded)
}

fn importer() -> &'static Importer<'static> {
    static IMPORTER: std::sync::OnceLock<Importer<'static>> = std::sync::OnceLock::new();
    IMPORTER.get_or_init(|| Importer::new(lexicon(), "truce-import test"))
}

fn read(name: &str, bytes: Vec<u8>, mapping: Option<&Mapping>) -> Result<Sheet, ImportError> {
    importer().read(&arrival(name, bytes), &[], mapping, None)
}

fn sheet(name: &str) -> Sheet {
    read(name, std::fs::read(data(name)).expect(name), None).expect(name)
}

fn event(statement: &Statement) -> &Event {
    match &statement.content {
        Content::Event(event) => event,
        other => panic!("a {}", other.kind()),
    }
}

fn figures(statements: &[Statement]) -> Vec<&Figure> {
    statements
        .iter()
        .filter_map(|statement| match &statement.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        })
        .collect()
}

/// What was rejected: line and field.
fn rejected(sheet: &Sheet) -> Vec<(u32, &str)> {
    sheet.rejected.iter().map(|one| (one.line, one.field.as_str())).collect()
}

/// Applies what a state lacks of a sheet. Returns rows new, changed and known.
fn apply(state: &mut State, sheet: &Sheet) -> (usize, usize, usize) {
    let plan = plan(state, sheet);
    for body in plan.bodies {
        let by = Author::Program("test".to_owned());
        state.check(&by, &body).expect("an entry that means something");
        let entry = Entry::chain(&state.head(), Draft { at: Timestamp::UNIX_EPOCH, by, body });
        state.apply(entry);
    }
    (plan.new, plan.changed, plan.unchanged)
}

#[test]
fn ucdp_events_of_the_old_layout_are_read() {
    let sheet = sheet("ged_old_layout.csv");
    assert_eq!((sheet.scheme.as_str(), sheet.read, sheet.rows.len()), ("ucdp-ged", 6, 3));
    let one = &sheet.rows[0];
    let first = event(&one.statements[0]);
    assert_eq!((first.kind.as_str(), first.act.as_str()), ("ASSAULT", "other-violence"));
    assert_eq!(first.who.iter().map(Actor::key).collect::<Vec<_>>(), ["syria", "Syrian insurgents"]);
    let place = &first.place[0];
    assert_eq!(
        (place.name.as_str(), place.precision, place.country.as_deref()),
        ("Jarjanaz town", 1, Some("SY"))
    );
    let point = place.point.expect("a point");
    assert_eq!((point.lat, point.lon), (35_620_000, 36_770_000));
    assert_eq!(first.when.expect("a day").to_string(), "2018-11-24");
    let counts: Vec<_> =
        figures(&one.statements).iter().map(|f| (f.of.as_deref(), f.low, f.best, f.high)).collect();
    assert_eq!(counts, [(None, Some(3), Some(3), Some(4)), (Some("civilians"), Some(1), None, Some(1))]);
    assert_eq!(one.statements[1].anchor.quote, "3,3,4");
    let fields = &one.statements[0].foreign.as_ref().expect("a row").fields;
    assert_eq!(&fields["dyad_name"], "Government of Syria - Syrian insurgents");
    assert_eq!(&fields["source_headline"], "Shells hit the road");
    let two = event(&sheet.rows[1].statements[0]);
    assert_eq!(two.whom[0].kind.as_deref(), Some("civilians"));
    assert_eq!(two.when.expect("days").to_string(), "2018-11-24/2018-11-26");
    let three = event(&sheet.rows[2].statements[0]);
    assert_eq!(three.when.expect("a month").to_string(), "2018-11");
    assert_eq!(three.who.len(), 3);
    assert_eq!(rejected(&sheet), [(5, "latitude"), (6, "date_start"), (6, "best|best_est"), (7, "")]);
    for one in &sheet.rejected {
        assert!(!one.what.is_empty() && !one.help.is_empty(), "{one}");
    }
}

#[test]
fn ucdp_events_of_the_new_layout_in_windows_1252_are_read() {
    let sheet = sheet("GEDEvent_v25_1.csv");
    assert_eq!(sheet.scheme, "ucdp-ged-25.1");
    assert!(sheet.rejected.is_empty(), "{:?}", sheet.rejected);
    let two = &sheet.rows[1];
    assert_eq!(two.line, 3);
    let fields = &two.statements[0].foreign.as_ref().expect("a row").fields;
    assert_eq!(&fields["source_headline"], "A headline\nof two lines \u{2013} with a dash");
    assert_eq!(&fields["source_office"], "Caf\u{e9} de l\u{2019}\u{c9}tat");
    assert_eq!(event(&two.statements[0]).place[0].name, "Ma\u{f1}ara");
    assert_eq!(event(&two.statements[0]).when.expect("a day").to_string(), "2018-11-28");
    assert!(
        two.statements[0].anchor.quote.starts_with("900010,")
            && two.statements[0].anchor.quote.contains('\n')
    );
}

#[test]
fn other_data_sets_are_known_by_their_columns() {
    let acled = sheet("acled.csv");
    assert_eq!(acled.scheme, "acled");
    let acts = |sheet: &Sheet| {
        sheet.rows.iter().map(|row| event(&row.statements[0]).act.clone()).collect::<Vec<_>>()
    };
    assert_eq!(acts(&acled), ["shelling", "clash"]);
    assert_eq!(event(&acled.rows[0].statements[0]).who[0].key(), "syria");
    assert_eq!(event(&acled.rows[1].statements[0]).who.len(), 2, "both sides of a clash are doers");
    assert_eq!(event(&acled.rows[1].statements[0]).when.expect("a week").days_open(), 12);
    assert_eq!(figures(&acled.rows[0].statements)[0].low, Some(9));
    assert!(figures(&acled.rows[1].statements).is_empty());
    assert_eq!(rejected(&acled), [(4, "event_type/sub_event_type")]);

    let gdelt = sheet("gdelt.export.CSV");
    assert_eq!(
        (gdelt.scheme.as_str(), acts(&gdelt)),
        ("gdelt", vec!["shelling".to_owned(), "withdrawal".to_owned()])
    );
    assert_eq!(event(&gdelt.rows[1].statements[0]).place[0].precision, 6);
    assert_eq!(rejected(&gdelt), [(2, "EventCode")]);

    let plover = sheet("plover.jsonl");
    assert_eq!((plover.scheme.as_str(), acts(&plover)), ("plover", vec!["air-strike".to_owned()]));
    assert_eq!(event(&plover.rows[0].statements[0]).who[0].key(), "syria");
    assert_eq!(event(&plover.rows[0].statements[0]).place[0].country.as_deref(), Some("SY"));
    assert_eq!(plover.rejected.iter().map(|one| one.line).collect::<Vec<_>>(), [2, 3]);

    assert_eq!(acts(&sheet("polecat.tsv")), ["drone-strike"]);

    let viina = sheet("viina.csv");
    assert_eq!((viina.scheme.as_str(), acts(&viina)), ("viina", vec!["shelling".to_owned()]));
    assert_eq!(event(&viina.rows[0].statements[0]).who[0].key(), "russia");
    assert_eq!(viina.rejected.len(), 1);
}

#[test]
fn agreements_are_read() {
    let agreement = |sheet: &Sheet, at: usize| match &sheet.rows[at].statements[0].content {
        Content::Agreement(agreement) => agreement.clone(),
        other => panic!("a {}", other.kind()),
    };
    let pax = sheet("pax.csv");
    assert_eq!(pax.kind, RecordKind::Agreement);
    let truce = agreement(&pax, 0);
    assert_eq!((truce.kind.as_str(), truce.stage.as_str(), truce.parties.len()), ("ceasefire", "signed", 2));
    assert_eq!((truce.name.as_deref(), truce.brokers[0].key()), (Some("Tarsk Truce"), "turkey"));
    let eth = sheet("eth_prio.csv");
    assert_eq!(agreement(&eth, 0).when.expect("a day").to_string(), "2018-09-17");
    assert_eq!(agreement(&eth, 1).when.expect("a month").to_string(), "2018-12");
    assert_eq!(agreement(&eth, 1).until.expect("an end").to_string(), "2019-01-05");
}

#[test]
fn any_table_is_read_through_a_mapping() {
    let mapping =
        Mapping::read(&std::fs::read_to_string(data("monitors.toml")).expect("a mapping")).expect("sound");
    let bytes = std::fs::read(data("monitors.csv")).expect("a table");
    let sheet = read("monitors.csv", bytes.clone(), Some(&mapping)).expect("a sheet");
    assert_eq!(sheet.rows.len(), 2);
    let one = event(&sheet.rows[0].statements[0]);
    assert_eq!((one.kind.as_str(), one.act.as_str()), ("ASSAULT", "shelling"));
    assert_eq!(one.place[0].point.expect("a point").lat, 40_500_000);
    assert_eq!(event(&sheet.rows[1].statements[0]).kind, "COERCE");
    assert_eq!(rejected(&sheet), [(3, "what")]);
    assert!(
        matches!(read("monitors.csv", bytes, None), Err(ImportError::Unknown(columns)) if columns.contains("Village"))
    );
    let lacking = Mapping { id: vec!["number".to_owned().into()], ..mapping };
    let refused = read("m.csv", std::fs::read(data("monitors.csv")).expect("a table"), Some(&lacking));
    assert!(matches!(refused, Err(ImportError::Column { .. })), "{refused:?}");
    for text in
        ["", "scheme = \"x\"", "scheme = \"x\"\n[event]\ncrosswalk = \"none\"", "scheme = \"x\"\nwho = 3"]
    {
        assert!(matches!(Mapping::read(text), Err(ImportError::Mapping(_))), "{text}");
    }
}

#[test]
fn zones_are_read_from_lines_with_a_buffer_and_from_kml() {
    let bytes = std::fs::read(data("line.geojson")).expect("a line");
    let sheet =
        read("line.geojson", bytes, Some(&Mapping::zones("tarsk", "buffer", Some(10.0)))).expect("a sheet");
    let Content::Zone(zone) = &sheet.rows[0].statements[0].content else { panic!("no zone") };
    assert_eq!((zone.kind.as_str(), zone.name.as_deref()), ("buffer", Some("Line of Tarsk")));
    assert_eq!(zone.rule.as_deref(), Some("no heavy weapons"));
    assert!(zone.outline.as_ref().is_some_and(|outline| outline.starts_with("POLYGON ((")));
    assert!((zone.place[0].radius_m.expect("a radius") as i32 - 36_000).abs() < 6_000, "{:?}", zone.place[0]);
    assert_eq!(sheet.rejected.len(), 1, "a feature without a shape");
    let bytes = std::fs::read(data("zones.kml")).expect("KML");
    let sheet = read("zones.kml", bytes, Some(&Mapping::zones("pocket", "safe", None))).expect("a sheet");
    let mut state = State::default();
    assert_eq!(apply(&mut state, &sheet), (1, 0, 0));
    let zones: Vec<_> =
        state.records(RecordKind::Zone).map(|(id, _)| state.zone(id).expect("a zone")).collect();
    assert_eq!(zones[0].name.as_deref(), Some("Tarsk pocket"));
    assert!(zones[0].outline.is_some());
}

#[test]
fn a_newer_release_changes_only_what_it_changes() {
    let (old, new) = (sheet("ged_old_layout.csv"), sheet("GEDEvent_v25_1.csv"));
    let mut state = State::default();
    assert_eq!(apply(&mut state, &old), (3, 0, 0));
    assert_eq!(apply(&mut state, &new), (1, 1, 0));
    for known in [&old, &new] {
        let before = state.head();
        assert_eq!(apply(&mut state, known), (0, 0, known.rows.len()));
        assert_eq!(state.head(), before, "nothing was appended");
    }
    let incidents: Vec<_> =
        state.records(RecordKind::Incident).map(|(id, _)| state.incident(id).expect("an incident")).collect();
    assert_eq!(incidents.len(), 4);
    let changed = incidents.iter().find(|incident| incident.statements.len() > 3).expect("a changed one");
    let bests: Vec<_> = changed
        .figures
        .iter()
        .filter(|given| given.figure.of.is_none())
        .map(|given| given.figure.best)
        .collect();
    assert_eq!(bests, [Some(3), Some(4)], "the older figure stays");
    assert_eq!(changed.origins.len(), 1, "two releases are one origin");
    let newer = &new.rows[0].statements[0].id;
    let newer = state.statement(newer).expect("the newer one");
    let older = &newer.statement.foreign.as_ref().expect("a row").fields["supersedes"];
    assert_eq!(older, old.rows[0].statements[0].id.to_string());
}

#[test]
fn an_imported_ledger_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = SqliteLedger::open(&folder.path().join("a.ledger"), Access::Create).expect("a ledger");
    let mut register = Register::open(ledger).expect("a register");
    let names = [
        "ged_old_layout.csv",
        "GEDEvent_v25_1.csv",
        "acled.csv",
        "gdelt.export.CSV",
        "plover.jsonl",
        "pax.csv",
    ];
    for name in names {
        let sheet = sheet(name);
        let bytes = std::fs::read(data(name)).expect(name);
        let mut drafts = |state: &State| {
            let by = Author::Program("test".to_owned());
            let bodies = plan(state, &sheet).bodies.into_iter();
            Ok(bodies.map(|body| Draft { at: Timestamp::UNIX_EPOCH, by: by.clone(), body }).collect())
        };
        let original = Original { sha256: sheet.added.sha256, bytes: &bytes };
        let appended = register.append_with(&[original], &mut drafts, &mut |_| Ok(Vec::new())).expect(name);
        assert!(!appended.entries.is_empty(), "{name}");
    }
    let verified = verify(register.ledger()).expect("readable").expect("as it was written");
    assert_eq!(verified.documents, names.len() as u64);
    assert!(verified.unread.is_empty(), "every quote was compared");
    assert!(verified.anchors > 12);
}

/// Rows of an invented file: id, day, dead.
fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
    proptest::collection::vec((0_u8..12, 1_u8..29, 0_u8..4), 1..20)
}

fn written(rows: &[(u8, u8, u8)]) -> String {
    let row = |(id, day, dead): &(u8, u8, u8)| format!("{id};2018-11-{day:02};mortar;Tarsk;40;50;{dead}\n");
    std::iter::once("nr;day;what;village;north;east;dead\n".to_owned()).chain(rows.iter().map(row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn importing_twice_is_importing_once(one in rows(), other in rows()) {
        let mapping = Mapping::read(&std::fs::read_to_string(data("monitors.toml")).expect("a mapping")).expect("sound");
        let sheets: Vec<Sheet> = [&one, &other]
            .into_iter()
            .map(|rows| read("m.csv", written(rows).into_bytes(), Some(&mapping)).expect("a sheet"))
            .collect();
        let mut state = State::default();
        for sheet in &sheets {
            let (new, changed, known) = apply(&mut state, sheet);
            prop_assert_eq!(new + changed + known, sheet.rows.len());
        }
        let once = state.clone();
        for sheet in &sheets {
            prop_assert_eq!(apply(&mut state, sheet), (0, 0, sheet.rows.len()));
        }
        prop_assert_eq!(&state, &once);
        // One record to an id, however many files have it.
        let ids: std::collections::BTreeSet<&str> =
            sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.id.as_str()).collect();
        prop_assert_eq!(state.records(RecordKind::Incident).count(), ids.len());
        // What is rejected and what is taken make the whole.
        for sheet in &sheets {
            prop_assert!(sheet.rows.len() + sheet.rejected.len() <= sheet.read);
        }
    }

    #[test]
    fn no_bytes_break_the_importer(bytes in proptest::collection::vec(any::<u8>(), 0..400), which in 0_usize..9) {
        let known = Mapping::known();
        let zones = Mapping::zones("x", "safe", Some(5.0));
        for (name, mapping) in [("x.csv", known.get(which)), ("x.geojson", Some(&zones))] {
            match read(name, bytes.clone(), mapping) {
                Ok(sheet) => prop_assert!(sheet.rows.len() + sheet.rejected.len() <= sheet.read),
                Err(error) => prop_assert!(!error.to_string().is_empty()),
            }
        }
    }
}

/// Returns a file of the data shared beside the repository, or says that it is not there.
fn shared(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        // Past the capture of the test runner: a check that was not made must show.
        let _ = writeln!(std::io::stderr(), "NOT RUN: {} is not there", path.display());
    }
    bytes
}

#[test]
fn real_ucdp_files_are_read_whole() {
    for (name, rows) in [
        ("ucdp_ged_syria/ged_syria_20160101_20191130.csv", 16_566),
        ("ucdp_ged_ukraine/UCDP-Ukraine.csv", 3_883),
    ] {
        let Some(bytes) = shared(name) else { continue };
        let sheet = read("ged.csv", bytes, None).expect(name);
        assert_eq!(sheet.read, rows, "{name}");
        assert_eq!(sheet.rows.len(), rows, "{name}: {:?}", sheet.rejected.first());
        let resolved = sheet
            .rows
            .iter()
            .filter(|row| event(&row.statements[0]).who.iter().any(|actor| actor.id.is_some()));
        assert!(resolved.count() * 10 > rows * 9, "{name}: actors of most rows are known");
    }
}

/// A shapefile of one square, by hand: 100 bytes of header, 8 of the record's, then the shape.
fn square(west: f64, south: f64) -> Vec<u8> {
    let corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)];
    let bounds: Vec<u8> =
        [west, south, west + 1.0, south + 1.0].iter().flat_map(|number| number.to_le_bytes()).collect();
    let mut shape: Vec<u8> = 5_i32.to_le_bytes().into();
    shape.extend(&bounds);
    for number in [1_i32, corners.len() as i32, 0] {
        shape.extend(number.to_le_bytes());
    }
    for (east, north) in corners {
        shape.extend((west + east).to_le_bytes());
        shape.extend((south + north).to_le_bytes());
    }
    let mut file: Vec<u8> = 9994_i32.to_be_bytes().into();
    file.extend([0; 20]);
    file.extend(((100 + 8 + shape.len()) as i32 / 2).to_be_bytes());
    file.extend(1000_i32.to_le_bytes());
    file.extend(5_i32.to_le_bytes());
    file.extend(&bounds);
    file.extend([0; 32]);
    file.extend(1_i32.to_be_bytes());
    file.extend((shape.len() as i32 / 2).to_be_bytes());
    file.extend(shape);
    file
}

/// Its table: one column `name` of ten letters, one row.
fn names(name: &str) -> Vec<u8> {
    let mut file = vec![3, 111, 1, 1];
    file.extend(1_u32.to_le_bytes());
    file.extend(65_u16.to_le_bytes());
    file.extend(11_u16.to_le_bytes());
    file.extend([0; 20]);
    file.extend(b"name\0\0\0\0\0\0\0C");
    file.extend([0; 4]);
    file.extend([10, 0]);
    file.extend([0; 14]);
    file.push(13);
    file.push(b' ');
    file.extend(format!("{name:10}").bytes());
    file.push(26);
    file
}

#[test]
fn a_shapefile_is_read_with_its_table() {
    let beside = [arrival("zone.dbf", names("Tarsk"))];
    let mapping = Mapping::zones("pockets", "safe", None);
    let sheet = importer()
        .read(&arrival("zone.shp", square(50.0, 40.0)), &beside, Some(&mapping), None)
        .expect("a sheet");
    assert_eq!((sheet.rows.len(), sheet.rejected.len()), (1, 0), "{:?}", sheet.rejected);
    let Content::Zone(zone) = &sheet.rows[0].statements[0].content else { panic!("no zone") };
    assert_eq!((zone.kind.as_str(), zone.name.as_deref()), ("safe", Some("Tarsk")));
    let point = zone.place[0].point.expect("a point");
    assert_eq!((point.lat, point.lon), (40_500_000, 50_500_000));
    let mut state = State::default();
    assert_eq!(apply(&mut state, &sheet), (1, 0, 0));
    assert_eq!(apply(&mut state, &sheet), (0, 0, 1));
    assert_eq!(state.documents().len(), 2, "the table is kept too");
    let mut cut = square(50.0, 40.0);
    cut.truncate(150);
    assert!(importer().read(&arrival("zone.shp", cut), &[], Some(&mapping), None).is_err());
}

#[test]
fn a_real_shapefile_is_read_whole() {
    let (Some(shapes), Some(attributes), Some(projection)) = (
        shared("ocha_cod_syria/syr_admin1.shp"),
        shared("ocha_cod_syria/syr_admin1.dbf"),
        shared("ocha_cod_syria/syr_admin1.prj"),
    ) else {
        return;
    };
    let beside = [arrival("syr_admin1.dbf", attributes), arrival("syr_admin1.prj", projection)];
    let mapping = Mapping::zones("governorates", "other", None);
    let sheet =
        importer().read(&arrival("syr_admin1.shp", shapes), &beside, Some(&mapping), None).expect("a sheet");
    assert_eq!(sheet.rows.len(), 14, "{:?}", sheet.rejected);
    let named = |row: &truce_record::import::SheetRow| match &row.statements[0].content {
        Content::Zone(zone) => zone.name.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let names: Vec<String> = sheet.rows.iter().map(named).collect();
    assert!(names.iter().any(|name| name == "Idleb"), "{names:?}");
    let mut state = State::default();
    assert_eq!(apply(&mut state, &sheet), (14, 0, 0));
    assert_eq!(apply(&mut state, &sheet), (0, 0, 14));
    assert_eq!(state.documents().len(), 3, "the table and the projection are kept too");
    assert!(sheet.rows.iter().all(|row| matches!(row.statements[0].content, Content::Zone(_))));
    assert!(plan(&state, &sheet).bodies.iter().all(|body| !matches!(body, Body::Linked(_))));
}

#[test]
fn each_row_counts_once_and_on_its_first_day() {
    let mut state = State::default();
    apply(&mut state, &sheet("ged_old_layout.csv"));
    // The newer release has one of them otherwise, one more, and days written month first.
    apply(&mut state, &sheet("GEDEvent_v25_1.csv"));
    let ids: Vec<_> = state.records(RecordKind::Incident).map(|(id, _)| id.clone()).collect();
    let mut found: Vec<(String, String, u8, Option<i64>)> = ids
        .iter()
        .flat_map(|id| state.occurrences(id))
        .map(|one| (one.row, one.day.expect("a day").to_string(), one.date_precision, one.best))
        .collect();
    found.sort();
    let expected = [
        ("900001", "2018-11-24", 1, Some(4)),
        ("900002", "2018-11-24", 2, Some(5)),
        ("900003", "2018-11-01", 4, Some(2)),
        ("900010", "2018-11-28", 1, Some(1)),
    ];
    let told: Vec<_> =
        found.iter().map(|(row, day, how, best)| (row.as_str(), day.as_str(), *how, *best)).collect();
    assert_eq!(told, expected);
}
