//! Several processes on one ledger at once: nobody loses anything, and nobody is told of damage that is none.

mod desk;

use std::process::Child;

use desk::{Desk, done};

const REPORTS: usize = 120;

/// Runs `beside` until a process has ended. Returns how often it was run while the process was at work.
fn until_done(mut child: Child, mut beside: impl FnMut(usize)) -> usize {
    let mut times = 0;
    while child.try_wait().expect("its state").is_none() {
        beside(times);
        times += 1;
    }
    done("the one at work", child.wait_with_output().expect("ended"));
    times
}

/// A desk with a ledger of one report, so that there is something to look at.
fn begun() -> Desk {
    let desk = Desk::new();
    desk.reports("first", 900..901);
    desk.reports("reports", 0..REPORTS);
    desk.done("add first");
    desk
}

#[test]
fn two_who_add_take_turns() {
    let desk = Desk::new();
    desk.reports("one", 0..40);
    desk.reports("two", 20..60);
    desk.rows("rows.csv", 1, 60);
    // Also the file itself is made by one of them only.
    let children =
        ["add one", "add two", "import rows.csv --mapping monitors.toml"].map(|words| desk.start(words));
    for child in children {
        done("one of three", child.wait_with_output().expect("ended"));
    }
    assert_eq!(desk.documents(), 61);
    desk.done("verify");
    assert!(desk.done("rebuild").contains("the same as before"));
    assert!(desk.done("add one two").starts_with("0 reports new with 0 statements, 80 already known"));
}

#[test]
fn a_ledger_verifies_beside_somebody_who_adds() {
    let desk = begun();
    desk.done("checkpoint key mission.key");
    desk.done("checkpoint make --key mission.key --out point.json");
    let times = until_done(desk.start("add reports"), |_| {
        desk.done("verify");
        desk.done("checkpoint verify point.json");
    });
    assert!(times > 0, "it was verified while somebody added");
}

#[test]
fn a_ledger_is_copied_and_rebuilt_beside_somebody_who_adds() {
    let desk = begun();
    let times = until_done(desk.start("add reports"), |time| {
        desk.done(&format!("backup copy-{time}.ledger"));
        desk.done(&format!("verify --ledger copy-{time}.ledger"));
        assert!(desk.done("rebuild").contains("the same as before"));
    });
    assert!(times > 0, "it was copied while somebody added");
    desk.done("verify");
    assert_eq!(desk.documents(), REPORTS + 1);
}
