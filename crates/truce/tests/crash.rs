//! `truce add` and `truce import` killed at any moment: nothing that was told to be kept is lost, nothing is half there,
//! and the tables are of the entries that are.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use truce_record::fold::replay;
use truce_record::id::{ChainHash, DocumentId};
use truce_record::log::{Access, Ledger as _, LedgerError, Register, SqliteLedger, verify};

mod desk;

const KILLS: usize = 200;
const KILLS_PER_LEDGER: usize = 25;
const REPORTS: usize = 400;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn write_reports(folder: &Path) {
    for number in 0..REPORTS {
        let day = number % 28 + 1;
        let text = format!(
            "TARSK, March {day}, 2011 (Olmen Radio) - Gunners shelled the market of Tarsk on Monday, killing {number} people, \
             a doctor said.\n\nThe Dorva Front denied that it had fired.\n"
        );
        std::fs::write(folder.join(format!("{number:04}.txt")), text).expect("written");
    }
}

/// Runs `truce add` and kills it after so long. Returns the documents that it said were kept.
fn add_and_kill(folder: &Path, ledger: &Path, after: Duration) -> BTreeSet<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truce"));
    command.args(["add", "--each", "--by", "Ana", "--ledger"]).arg(ledger).arg(folder);
    let lines = run_and_kill(command, after);
    let first = lines.iter().filter_map(|line| line.split(' ').next());
    first.filter(|word| word.starts_with("doc-")).map(str::to_owned).collect()
}

/// Runs a command and kills it after so long. Returns the whole lines that it printed.
fn run_and_kill(mut command: Command, after: Duration) -> Vec<String> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("started");
    let mut out = child.stdout.take().expect("its output");
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).map(|_| text)
    });
    let begun = Instant::now();
    while begun.elapsed() < after && child.try_wait().expect("its state").is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    // SIGKILL: the program is not asked.
    child.kill().expect("killed");
    child.wait().expect("ended");
    let text = reader.join().expect("read").expect("text");
    // A line without its end was cut by the kill.
    text.rsplit_once('\n').map_or("", |(whole, _)| whole).lines().map(str::to_owned).collect()
}

/// Checks everything but what the tables hold, and returns the hash of every entry.
fn check(path: &Path, kept: &BTreeSet<String>) -> Vec<ChainHash> {
    let ledger = match SqliteLedger::open(path, Access::Read) {
        Ok(ledger) => ledger,
        // It was killed before there was anything to keep.
        Err(LedgerError::Absent(_)) if kept.is_empty() => return Vec::new(),
        Err(error) => panic!("{error}"),
    };
    ledger.check_pages().expect("no page is damaged");
    let verified = verify(&ledger).expect("readable").unwrap_or_else(|failure| panic!("{failure}"));
    ledger.check_built().expect("the tables are of the last entry");
    let state = &verified.state;
    for document in kept {
        let id: DocumentId = document.parse().expect("an id");
        let document = state.document(&id).unwrap_or_else(|| panic!("{id} was told to be kept, and is lost"));
        assert!(document.reading.is_some(), "{id} is half there");
    }
    assert!(
        state.documents().values().all(|document| document.reading.is_some()),
        "a document is half there"
    );
    let names: BTreeSet<&str> = state.documents().values().map(|one| one.added.name.as_str()).collect();
    assert_eq!(names.len(), state.documents().len(), "a report is there twice");
    let mut hashes = Vec::new();
    let mut entries = Vec::new();
    let read = ledger.entries(1, &mut |kept| {
        hashes.push(kept.hash);
        entries.push(kept.read()?);
        Ok(())
    });
    read.expect("readable");
    assert_eq!(&replay(entries), state);
    hashes
}

/// Checks that the tables, built anew, are the same.
fn check_tables(path: &Path) {
    match SqliteLedger::open(path, Access::Read) {
        Ok(ledger) => {
            let verified = verify(&ledger).expect("readable").unwrap_or_else(|failure| panic!("{failure}"));
            ledger.check_tables(&verified.state).expect("built anew, the tables are the same");
        }
        Err(LedgerError::Absent(_)) => {}
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn killed_at_any_moment_nothing_is_lost_or_half_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = folder.path().join("reports");
    std::fs::create_dir(&reports).expect("a folder");
    write_reports(&reports);
    let mut dice = Dice(20_111_103);
    let (mut kills, mut cut_short) = (0, 0);
    for number in 0..KILLS / KILLS_PER_LEDGER {
        let path = folder.path().join(format!("{number}.ledger"));
        let mut kept = BTreeSet::new();
        let mut before: Vec<ChainHash> = Vec::new();
        for _ in 0..KILLS_PER_LEDGER {
            let told = add_and_kill(&reports, &path, Duration::from_millis(10 + dice.below(240)));
            kills += 1;
            cut_short += usize::from(kept.len() + told.len() < REPORTS);
            kept.extend(told);
            let now = check(&path, &kept);
            assert!(now.starts_with(&before), "entries that were there have changed");
            before = now;
            if kills % 5 == 0 {
                check_tables(&path);
            }
        }
        let output = Command::new(env!("CARGO_BIN_EXE_truce"))
            .args(["add", "--by", "Ana", "--ledger"])
            .arg(&path)
            .arg(&reports)
            .output()
            .expect("run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let whole = check(&path, &kept);
        assert!(whole.starts_with(&before));
        let mut register =
            Register::open(SqliteLedger::open(&path, Access::Append).expect("opens")).expect("opens");
        assert_eq!(register.state().documents().len(), REPORTS, "every report is there once");
        let digest = register.ledger().digest().expect("a digest");
        register.rebuild().expect("rebuilt");
        assert_eq!(register.ledger().digest().expect("a digest"), digest, "rebuilt, the tables are the same");
    }
    assert!(cut_short * 2 > kills, "most kills must meet the program at work: {cut_short} of {kills}");
}

const IMPORT_KILLS: usize = 40;
const FILES: usize = 6;
const ROWS: usize = 700;

#[test]
fn an_import_killed_at_any_moment_has_whole_files_or_none() {
    let desk = desk::Desk::new();
    let names: Vec<String> = (0..FILES).map(|file| format!("rows-{file}.csv")).collect();
    for (file, name) in names.iter().enumerate() {
        desk.rows(name, file * ROWS + 1, ROWS);
    }
    let words = format!("import {} --mapping monitors.toml", names.join(" "));
    let begun = Instant::now();
    desk.done(&format!("{words} --ledger whole.ledger"));
    let whole = begun.elapsed();
    let mut dice = Dice(20_110_314);
    let mut cut_short = 0;
    let (mut path, mut before, mut kept) = (desk.path("0.ledger"), Vec::new(), BTreeSet::new());
    for number in 0..IMPORT_KILLS {
        // A file that is whole is not imported again, so each ledger is killed until it has them all.
        if kept.len() == FILES {
            (path, before, kept) = (desk.path(&format!("{number}.ledger")), Vec::new(), BTreeSet::new());
        }
        let mut command = desk.command(&words);
        command.arg("--ledger").arg(&path);
        let after = whole.mul_f64(dice.below(1000) as f64 / 1000.0);
        let told = run_and_kill(command, after);
        kept.extend(names.iter().filter(|name| told.iter().any(|line| line.starts_with(*name))).cloned());
        cut_short += usize::from(kept.len() < FILES);
        let now = check(&path, &BTreeSet::new());
        assert!(now.starts_with(&before), "entries that were there have changed");
        before = now;
        check_tables(&path);
        let there: BTreeSet<String> = match SqliteLedger::open(&path, Access::Read) {
            Ok(ledger) => {
                let register = Register::open(ledger).expect("opens");
                let state = register.state();
                assert_eq!(
                    state.statements().values().filter(|one| one.statement.content.kind() == "event").count(),
                    state.documents().len() * ROWS,
                    "every row of a file or none"
                );
                state.documents().values().map(|one| one.added.name.clone()).collect()
            }
            Err(LedgerError::Absent(_)) => BTreeSet::new(),
            Err(error) => panic!("{error}"),
        };
        assert!(kept.is_subset(&there), "told to be kept: {kept:?}, there: {there:?}");
        kept = there;
    }
    desk.done(&format!("{words} --ledger {}", path.display()));
    check(&path, &BTreeSet::new());
    assert!(cut_short * 2 > IMPORT_KILLS, "most kills must meet the program at work: {cut_short}");
}
