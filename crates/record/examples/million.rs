//! Fills a ledger with invented statements and tells how long questions and appends take; asserts nothing.
//!
//! ```text
//! cargo run --release -p truce-record --example million -- 1000000 /tmp/million.ledger
//! ```

#[path = "../benches/invented/mod.rs"]
mod invented;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use invented::{Dice, STATEMENTS, append, fill, question, report, word, words};
use truce_record::log::{Access, Register, SqliteLedger};

fn told(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |share: f64| times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
    println!("{what}: median {:.2?}, 95% under {:.2?}, longest {:.2?}", at(0.5), at(0.95), at(1.0));
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(count), Some(path)) = (arguments.next(), arguments.next().map(PathBuf::from)) else {
        return Err("usage: million STATEMENTS FILE".into());
    };
    let documents = count.parse::<usize>()?.div_ceil(STATEMENTS);
    let mut dice = Dice(7);
    let mut recent = Vec::new();
    if !path.exists() {
        let begun = Instant::now();
        let mut register = Register::open(SqliteLedger::open(&path, Access::Create)?)?;
        fill(&mut register, documents, &mut dice, &mut recent)?;
        println!("{documents} documents appended in {:.1?}", begun.elapsed());
    }
    let begun = Instant::now();
    let mut register = Register::open(SqliteLedger::open(&path, Access::Append)?)?;
    println!("{} entries opened in {:.1?}", register.state().head().seq, begun.elapsed());
    println!("{} MB", std::fs::metadata(&path)?.len() / 1_000_000);

    let mut times = Vec::new();
    for _ in 0..60 {
        // Of another run there may be reports of these numbers already.
        let number = documents + register.state().documents().len() + 1;
        let one = report(number, &mut dice, &mut recent);
        let begun = Instant::now();
        append(&mut register, &[one])?;
        times.push(begun.elapsed());
    }
    told("append of one document", &mut times);

    let ledger = SqliteLedger::open(&path, Access::Read)?;
    let (mut records, mut statements) = (Vec::new(), Vec::new());
    let mut found = 0;
    for _ in 0..300 {
        let filter = question(documents, &mut dice);
        let begun = Instant::now();
        found += ledger.records(&filter)?.len();
        records.push(begun.elapsed());
        let begun = Instant::now();
        found += ledger.statements(Some("event"), &filter)?.len();
        statements.push(begun.elapsed());
    }
    told("incidents in a circle, month and act", &mut records);
    told("statements in a circle, month and act", &mut statements);

    let mut times = Vec::new();
    for _ in 0..300 {
        let words = words(&mut dice);
        let begun = Instant::now();
        found += ledger.search(&words, 20)?.len();
        found += ledger.search(&word(dice.below(4096)), 20)?.len();
        times.push(begun.elapsed() / 2);
    }
    told("search of words", &mut times);
    println!("{found} rows found");
    Ok(())
}
