//! Prints the ledger's statements of a report: `cargo run -p truce-record --example statements -- FILE`.

use truce_lexicon::Lexicon;
use truce_read::{Options, Reader};
use truce_record::id::{DocumentId, Sha256Hash};
use truce_record::statement::draw;

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: statements FILE");
        return;
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => return eprintln!("{path}: {error}"),
    };
    let lexicon = Lexicon::embedded();
    let reading = Reader::new(&lexicon).read(&bytes, &Options::default());
    for statement in draw(&reading, &DocumentId::of(&Sha256Hash::of(&bytes)), &lexicon) {
        println!("{}", serde_json::to_string(&statement).unwrap_or_default());
    }
}
