//! Disks that are full, damaged or not to be written to, and files that are something else: each is told clearly, with
//! what to do, and the file is then as it was.

mod desk;

use desk::{Desk, refused};

const ALL: [&str; 9] = [
    "add reports",
    "import rows.csv --mapping monitors.toml",
    "note doc-0123456789 seen",
    "undo 1",
    "reread",
    "rebuild",
    "verify",
    "list documents",
    "backup copy.ledger",
];

/// A desk with a ledger of three reports, and with more to add.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.reports("first", 0..3);
    desk.reports("reports", 3..6);
    desk.rows("rows.csv", 1, 40);
    desk.done("add first");
    desk
}

#[test]
fn other_files_and_newer_ledgers_are_refused_and_left() {
    let desk = desk();
    let ledger = desk.path("truce.ledger");
    let connect = |path| rusqlite::Connection::open(path).expect("a database");
    let makes: [(&str, &dyn Fn()); 4] = [
        ("a file of another kind", &|| std::fs::write(&ledger, "The truce held.").expect("written")),
        ("another program", &|| connect(&ledger).execute_batch("CREATE TABLE t (a)").expect("made")),
        ("form 99", &|| {
            std::fs::copy(desk.path("kept.ledger"), &ledger).expect("copied");
            connect(&ledger).pragma_update(None, "user_version", 99).expect("raised");
        }),
        ("there is no ledger here", &|| std::fs::write(&ledger, "").expect("written")),
    ];
    desk.done("backup kept.ledger");
    for (says, make) in makes {
        std::fs::remove_file(&ledger).expect("removed");
        make();
        let before = desk.read("truce.ledger");
        for words in ALL {
            // An empty file is what an interrupted start leaves: adding makes a ledger of it.
            if before.is_empty() && (words.starts_with("add") || words.starts_with("import")) {
                continue;
            }
            let said = desk.refused(words);
            assert!(said.contains(says), "{words}: {said}");
        }
        assert!(desk.read("truce.ledger") == before, "{says}");
        assert!(!desk.path("copy.ledger").exists());
    }
}

#[test]
fn a_damaged_page_is_told_and_nothing_is_written_over_it() {
    let desk = desk();
    let mut bytes = desk.read("truce.ledger");
    // The pages of the entries: whatever begins with the words of a body, packed, is no more.
    let root: u32 = rusqlite::Connection::open(desk.path("truce.ledger"))
        .and_then(|one| {
            one.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'entries'", [], |row| row.get(0))
        })
        .expect("a page");
    let at = (root as usize - 1) * 4096;
    bytes[at..at + 4096].fill(0xAA);
    std::fs::write(desk.path("truce.ledger"), &bytes).expect("written");
    for words in
        ["add reports", "import rows.csv --mapping monitors.toml", "undo 1", "reread", "rebuild", "verify"]
    {
        let said = desk.refused(words);
        assert!(said.contains("is damaged") && said.contains("backup"), "{words}: {said}");
        assert!(desk.read("truce.ledger") == bytes, "{words}");
    }
}

/// The shell lets no file grow over this: to a program that is a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_changes_nothing() {
    let desk = desk();
    desk.rows("many.csv", 1, 4000);
    let digest = desk.done("rebuild");
    let room = desk.read("truce.ledger").len().div_ceil(1024);
    for words in ["import many.csv --mapping monitors.toml", "backup copy.ledger"] {
        let limit = if words.starts_with("backup") { room / 2 } else { room + 64 };
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" {words}");
        let output = std::process::Command::new("bash")
            .current_dir(desk.path(""))
            .env("USER", "ana")
            .args(["-c", &script, env!("CARGO_BIN_EXE_truce")])
            .output()
            .expect("run");
        let said = refused(words, &output);
        assert!(said.contains("disk"), "{words}: {said}");
        desk.done("verify");
        assert_eq!(desk.done("rebuild"), digest, "{words}");
    }
    assert!(!desk.path("copy.ledger").exists() && !desk.path("copy.ledger.part").exists());
    desk.done("import many.csv --mapping monitors.toml");
    desk.done("verify");
}

/// Runs a command as somebody who owns nothing. Root may write everywhere, so that for root nothing is read-only.
#[cfg(unix)]
fn as_nobody(desk: &Desk, words: &str) -> Option<std::process::Output> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let mut command = desk.command(words);
    if std::fs::metadata(desk.path("")).expect("a folder").uid() == 0 {
        std::fs::set_permissions(desk.path(""), std::fs::Permissions::from_mode(0o755)).expect("opened");
        command.uid(65_534).gid(65_534);
    }
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("not tried: the program cannot be run as nobody ({error})");
            None
        }
    }
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = desk();
    let modes = |folder: u32, file: u32| {
        let set = |name: &str, mode| {
            std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).expect("set");
        };
        set("truce.ledger", file);
        set("", folder);
    };
    let before = desk.read("truce.ledger");
    modes(0o555, 0o444);
    for words in ALL {
        let Some(output) = as_nobody(&desk, words) else { return };
        if ["verify", "list documents"].contains(&words) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{words}: {said}");
        } else {
            let said = refused(words, &output);
            assert!(said.contains("may not be written") && said.contains("check that"), "{words}: {said}");
        }
    }
    modes(0o755, 0o000);
    for words in ALL {
        let Some(output) = as_nobody(&desk, words) else { return };
        let said = refused(words, &output);
        assert!(said.contains("may not be") && said.contains("check that"), "{words}: {said}");
    }
    modes(0o755, 0o644);
    assert!(desk.read("truce.ledger") == before);
}
