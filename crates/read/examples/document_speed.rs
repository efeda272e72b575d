//! Measures `document::extract` over files: megabytes per second on one core.
//!
//! `document_speed FILE...`

use std::time::Instant;

use truce_lexicon::Lexicon;
use truce_read::{capture, document};

fn main() {
    let lexicon = Lexicon::embedded();
    let texts: Vec<Vec<u8>> = std::env::args().skip(1).filter_map(|path| std::fs::read(path).ok()).collect();
    let bytes: usize = texts.iter().map(Vec::len).sum();
    let (mut decoding, mut extracting, mut blocks) = (0.0, 0.0, 0);
    for text in &texts {
        let start = Instant::now();
        let capture = capture::decode(text);
        decoding += start.elapsed().as_secs_f64();
        let start = Instant::now();
        blocks += document::extract(&capture, &lexicon.tables.sources).blocks.len();
        extracting += start.elapsed().as_secs_f64();
    }
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!(
        "{} files, {bytes} bytes, {blocks} blocks: decode {:.0} MB/s, extract {:.1} MB/s",
        texts.len(),
        rate(decoding),
        rate(extracting)
    );
}
