//! A desk with invented reports and rows, and the program run on it as people run it.
#![allow(dead_code)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns how many documents the ledger has.
    pub fn documents(&self) -> usize {
        let rows: serde_json::Value =
            serde_json::from_str(&self.done("list documents --format json")).expect("JSON");
        rows.as_array().expect("rows").len()
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect(name)
    }

    /// Writes reports `numbers` into a folder.
    pub fn reports(&self, folder: &str, numbers: std::ops::Range<usize>) {
        let folder = self.path(folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        for number in numbers {
            let day = number % 28 + 1;
            let text = format!(
                "TARSK, March {day}, 2011 (Olmen Radio) - Gunners shelled the market of Tarsk on Monday, killing {number} \
                 people, a doctor said.\n\nThe Dorva Front denied that it had fired.\n"
            );
            std::fs::write(folder.join(format!("{number:04}.txt")), text).expect("written");
        }
    }

    /// Writes a table of so many incidents, and the mapping that tells what its columns mean.
    pub fn rows(&self, name: &str, first: usize, count: usize) {
        const VILLAGES: [&str; 5] = ["Tarsk", "Olmen", "Dorva", "Belno", "Kamen"];
        let mut text = "Nr;Day;What;Village;North;East;Dead\n".to_owned();
        for number in first..first + count {
            let village = VILLAGES[number % VILLAGES.len()];
            let (day, dead) = (number % 28 + 1, number % 7);
            let _ = writeln!(text, "{number};{day}.11.2018;mortar;{village};40,{};50,25;{dead}", number % 90);
        }
        std::fs::write(self.path(name), text).expect("written");
        let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("../record/tests/data/monitors.toml");
        std::fs::copy(mapping, self.path("monitors.toml")).expect("copied");
    }

    pub fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_truce"));
        command.current_dir(self.folder.path()).env("USER", "ana").args(words.split_whitespace());
        command
    }

    pub fn run(&self, words: &str) -> Output {
        self.command(words).output().expect("run")
    }

    pub fn start(&self, words: &str) -> Child {
        self.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started")
    }

    /// Runs a command that must succeed, and returns what it printed.
    pub fn done(&self, words: &str) -> String {
        done(words, self.run(words))
    }

    /// Runs a command that must be refused with help, and returns what it said.
    pub fn refused(&self, words: &str) -> String {
        refused(words, &self.run(words))
    }
}

/// Returns what a command printed that must have succeeded.
pub fn done(words: &str, output: Output) -> String {
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Returns what a command said that must have been refused.
pub fn refused(words: &str, output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{words} was done");
    assert!(said.contains("error: ") && said.contains("\nhelp: "), "{words}: {said}");
    said
}
