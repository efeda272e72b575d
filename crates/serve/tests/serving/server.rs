//! A server on a port of its own, and whoever asks it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};
use truce_serve::{Desk, Opened, Serving};

/// A report of a shelling, a ceasefire and one of its terms.
pub const MARKET: &str = "Shells hit market in Tarsk\n\n\
    TARSK, 12 March 2019 - Four civilians were killed when shells hit the market of Tarsk on Monday, the mayor said. \
    The Olmen Front accused the army of shelling the market. The army denied that it had fired.\n\n\
    The army and the Olmen Front signed a ceasefire on 1 March 2019. Under the ceasefire, both sides agreed to \
    withdraw heavy weapons from Tarsk by 1 April 2019.\n";

/// A report of a shooting.
pub const ROAD: &str = "Soldiers shot dead on the Brenik road\n\n\
    BRENIK, 15 March 2019 - Gunmen shot dead two soldiers near Brenik on 14 March 2019, police said. \
    The Olmen Front denied that its fighters had shot the soldiers.\n";

/// A report whose characters are one, two and four bytes, and one and two UTF-16 code units long.
pub const MIXED: &str = "🕊️ تقرير من كالتو 😀\n\n\
    قال المراسل إن الهدنة هشة 🙂. KALTO, 16 March 2019 - Shells wounded three people in Kalto on 15 March 2019, \
    the mayor said. 😀 Gunmen shot dead a farmer near Kalto on 16 March 2019, police said.\n";

pub struct Server {
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// How the tests serve: whoever asks often is not refused.
pub fn serving() -> Serving {
    Serving { port: 0, per_second: 1_000_000, ..Serving::default() }
}

impl Server {
    pub fn start(serving: Serving, open: impl FnOnce(&Path) -> Opened) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let opened = open(&folder.path().join("test.ledger"));
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let desk = Desk::open(opened).expect("a ledger");
            let runtime =
                tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
            let until = async {
                let _ = stopped.await;
            };
            let listening = move |address| tell.send(address).expect("somebody waits");
            runtime.block_on(truce_serve::serve(desk, serving, listening, until)).expect("served");
        });
        let address = told.recv_timeout(Duration::from_secs(60)).expect("it listens");
        Self { folder, address, stop: Some(stop), thread: Some(thread) }
    }

    pub fn opened(path: PathBuf) -> Opened {
        Opened { path, by: Some("Ana".into()), read_only: false, program: "truce test".into(), key: None }
    }

    /// Serves a ledger without entries.
    pub fn empty() -> Self {
        Self::start(serving(), |path| Self::opened(path.to_owned()))
    }

    /// Serves a ledger of the three reports.
    pub fn filled() -> Self {
        let server = Self::empty();
        for (name, text) in [("market.txt", MARKET), ("road.txt", ROAD), ("mixed.txt", MIXED)] {
            server.add(name, text);
        }
        server
    }

    /// Adds a report and waits until it is read.
    pub fn add(&self, name: &str, text: &str) -> Value {
        let begun = self.post("/documents", &json!({ "name": name, "text": text }));
        assert_eq!(begun.status, 202, "{}", begun.text());
        let job = self.finished(begun.json()["job"].as_str().expect("an id"));
        assert_eq!(job["state"], "done", "{job}");
        job["result"].clone()
    }

    /// Waits for the end of a job, as the application does: by its events.
    pub fn finished(&self, id: &str) -> Value {
        let mut events = self.events();
        assert_eq!(events.next().0, "head", "whoever listens is told at once where the ledger stands");
        let over = |job: &Value| job["state"] == "done" || job["state"] == "failed";
        let job = self.json(&format!("/jobs/{id}"));
        if over(&job) {
            return job;
        }
        loop {
            let (name, data) = events.next();
            if name == "job" && data["id"] == id && over(&data) {
                return data;
            }
        }
    }

    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = self.address;
        write!(stream, "GET /api/v1/events HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("asked");
        Events { lines: BufReader::new(stream) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a time limit");
        stream
    }

    /// Asks below `/api/v1`, or anywhere where the path begins so.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let path = if path.starts_with("/api") || path.starts_with("//") {
            path.replacen("//", "/", 1)
        } else {
            format!("/api/v1{path}")
        };
        let mut stream = self.connect();
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        let host = self.address.to_string();
        let host = [("Host", host.as_str())];
        let named = headers.iter().any(|(name, _)| *name == "Host");
        for (name, value) in host.iter().filter(|_| !named).chain(headers) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).expect("asked");
        // Whoever is refused may be answered before all was sent.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("answered");
        Answer::read(&bytes)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// Asks for JSON that must be there.
    pub fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub fn items(&self, path: &str) -> Vec<Value> {
        self.json(path)["items"].as_array().expect("a list").clone()
    }

    pub fn ids(&self, path: &str) -> Vec<String> {
        self.items(path).iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_with(path, &[], body)
    }

    pub fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut all = vec![("Content-Type", "application/json")];
        all.extend(headers);
        self.ask("POST", path, &all, body.to_string().as_bytes())
    }

    /// Writes what must be taken, and returns what it says.
    pub fn done(&self, path: &str, body: &Value) -> Value {
        let answer = self.post(path, body);
        assert!((200..300).contains(&answer.status), "{path} {body}: {}", answer.text());
        answer.json()
    }

    /// Returns where the ledger stands.
    pub fn head(&self) -> u64 {
        self.json("/status")["ledger"]["entries"].as_u64().expect("a number")
    }

    /// Returns the first incident that an act is told of.
    pub fn incident(&self, act: &str) -> String {
        self.ids(&format!("/incidents?act={act}")).into_iter().next().expect("an incident")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take().map(|stop| stop.send(()));
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !std::thread::panicking()
        {
            panic!("the server panicked");
        }
    }
}

/// Events as they come.
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// Waits for the next event: its name and its data.
    pub fn next(&mut self) -> (String, Value) {
        let (mut name, mut line) = (String::new(), String::new());
        loop {
            line.clear();
            assert!(self.lines.read_line(&mut line).expect("an event in time") > 0, "no more events come");
            if let Some(event) = line.strip_prefix("event: ") {
                event.trim().clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return (name, serde_json::from_str(data.trim()).expect("JSON"));
            }
        }
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).expect("a status");
        let headers: BTreeMap<String, String> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect();
        let mut body = bytes[end + 4..].to_vec();
        if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
            body = whole(&body);
        }
        Self { status, headers, body }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Checks that it refuses, and says why and what to do.
    pub fn refuses(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        for field in ["type", "title", "detail", "help"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {problem}");
        }
        self
    }
}

/// Puts the chunks of a body together.
fn whole(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n").expect("a length");
        let length = std::str::from_utf8(&bytes[..end]).expect("a length");
        let length = usize::from_str_radix(length, 16).expect("a length");
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 4 + length..];
    }
}
