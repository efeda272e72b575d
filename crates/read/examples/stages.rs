//! Reads every text under a folder on one core and prints words a second and the share of each stage.
//! `cargo run --release -p truce-read --example stages -- FOLDER`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use truce_lexicon::Lexicon;
use truce_read::{Options, Reader, capture};

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("help: name a folder of texts (.txt, .md)");
        std::process::exit(2);
    };
    let mut paths = Vec::new();
    gather(Path::new(&folder), &mut paths)?;
    paths.sort();
    let begun = Instant::now();
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let ready = begun.elapsed();
    let mut spent: BTreeMap<&'static str, Duration> = BTreeMap::new();
    let (mut words, mut statements, mut total) = (0, 0, Duration::ZERO);
    for path in &paths {
        let bytes = std::fs::read(path)?;
        let whole = Instant::now();
        let mut last = whole;
        let mut done = |stage: &'static str| {
            let now = Instant::now();
            *spent.entry(stage).or_default() += now - last;
            last = now;
        };
        let captured = capture::decode(&bytes);
        done("capture");
        let reading = reader.read_watched(&captured, &Options::default(), &mut done);
        let facts = reading.facts();
        done("facts");
        total += whole.elapsed();
        statements += facts.get("facts").and_then(|facts| facts.as_array()).map_or(0, Vec::len);
        words += reading.document.text.split_whitespace().count();
    }
    println!("{} texts, {words} words, {statements} facts, ready after {ready:.0?}", paths.len());
    println!("{total:.1?}: {:.0} words a second on one core", words as f64 / total.as_secs_f64());
    let mut stages: Vec<_> = spent.into_iter().collect();
    stages.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
    for (stage, time) in stages {
        println!("{:5.1}%  {stage}", 100.0 * time.as_secs_f64() / total.as_secs_f64());
    }
    Ok(())
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, paths)?;
        } else if path.extension().is_some_and(|end| end == "txt" || end == "md") {
            paths.push(path);
        }
    }
    Ok(())
}
