//! Prints the document fields of reports, as JSON lines or as blocks.
//!
//! `document [--blocks] FILE...`

use truce_lexicon::Lexicon;
use truce_read::{capture, document};

fn main() {
    let mut blocks = false;
    let lexicon = Lexicon::embedded();
    for path in std::env::args().skip(1) {
        if path == "--blocks" {
            blocks = true;
            continue;
        }
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                std::process::exit(1);
            }
        };
        let capture = capture::decode(&bytes);
        let document = document::extract(&capture, &lexicon.tables.sources);
        let text = &document.text;
        if blocks {
            println!("=== {path}");
            for block in &document.blocks {
                let label = block.speaker.or(block.label).map_or("", |label| label.of(text));
                println!("{:?} {:?} <{label}> {:?}", block.kind, block.meta, block.span.of(text));
            }
        }
        let boilerplate: Vec<&str> = document.boilerplate().into_iter().map(|span| span.of(text)).collect();
        let words = |span: &truce_read::span::Bytes| span.of(text).to_owned();
        let notices: Vec<String> = capture
            .notices
            .iter()
            .chain(&document.notices)
            .map(|notice| format!("{}: {}", notice.id, notice.message))
            .collect();
        println!(
            "{}",
            serde_json::json!({
                "path": path,
                "title": document.title.as_ref().map(words),
                "agency": document.agency.as_ref().map(|(name, _)| name),
                "publisher": document.publisher.as_ref().map(|(name, _)| name),
                "tags": document.tags.iter().map(words).collect::<Vec<_>>(),
                "issuer": document.issuer.as_ref().map(words),
                "dateline": document.dateline.as_ref().map(words),
                "genre": format!("{:?}", document.genre),
                "readable": document.readable,
                "boilerplate": boilerplate,
                "notices": notices,
            })
        );
    }
}
