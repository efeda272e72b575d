//! `truce serve` and `truce demo`, run as people run them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const REPORT: &str = "Soldiers shot dead on the Brenik road\n\n\
    BRENIK, 15 March 2019 - Gunmen shot dead two soldiers near Brenik on 14 March 2019, police said. \
    Shells hit the market of Kalto on 13 March 2019, the mayor said.\n";

/// A server that was started, and where it listens.
struct Served {
    child: Child,
    host: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_truce"))
            .args(arguments)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut line = String::new();
        let told = child.stdout.take().expect("its words");
        BufReader::new(told).read_line(&mut line).expect("where it listens");
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, host }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.host).expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(head.contains(" 200 "), "{path}: {answer}");
        body.to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn done(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_truce")).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn ledger(folder: &tempfile::TempDir) -> String {
    let report = folder.path().join("road.txt");
    std::fs::write(&report, REPORT).expect("written");
    let path: PathBuf = folder.path().join("test.ledger");
    let path = path.to_str().expect("text").to_owned();
    done(&["add", report.to_str().expect("text"), "--ledger", &path, "--by", "Ana"]);
    path
}

#[test]
fn what_is_exported_over_http_is_what_the_command_line_exports() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(&folder);
    let served = Served::start(&["serve", "--ledger", &path, "--by", "Ana"]);
    for (form, filter, also) in [
        ("incidents", "", &[][..]),
        ("csv", "", &[]),
        ("geojson", "", &[]),
        ("jsonl", "", &[]),
        ("incidents", "&act=shelling", &["--act", "shelling"]),
        ("incidents", "&since=2019-03-14", &["--since", "2019-03-14"]),
    ] {
        let over_http = served.get(&format!("/api/v1/export?form={form}{filter}"));
        let words = [&["export", "--ledger", &path, "--format", form], also].concat();
        assert_eq!(over_http, done(&words), "{form}{filter}");
        assert!(over_http.len() > 40, "{form}{filter} is empty");
    }
}

#[test]
fn what_a_list_and_a_record_say_is_what_the_command_line_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = ledger(&folder);
    let served = Served::start(&["serve", "--ledger", &path, "--read-only"]);
    let listed: serde_json::Value = serde_json::from_str(&served.get("/api/v1/incidents")).expect("JSON");
    let printed = done(&["list", "incidents", "--ledger", &path, "--format", "json"]);
    let printed: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(listed["items"], printed);
    assert!(listed["items"].as_array().is_some_and(|items| !items.is_empty()));
}

#[test]
fn the_demo_opens_a_ledger_of_its_own_reports() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("demo.ledger");
    let served = Served::start(&["demo", "--ledger", path.to_str().expect("text")]);
    let status: serde_json::Value = serde_json::from_str(&served.get("/api/v1/status")).expect("JSON");
    assert!(status["counts"]["documents"].as_u64() >= Some(8), "{status}");
    assert!(status["counts"]["agreements"].as_u64() >= Some(1), "{status}");
    assert!(path.exists());
    done(&["verify", "--ledger", path.to_str().expect("text")]);
}

#[test]
fn an_address_that_others_reach_is_refused_unless_it_is_meant() {
    let output = Command::new(env!("CARGO_BIN_EXE_truce"))
        .args(["serve", "--bind", "0.0.0.0", "--port", "0"])
        .output()
        .expect("it runs");
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(
        !output.status.success() && said.contains("no accounts") && said.contains("--open-to-network"),
        "{said}"
    );
}
