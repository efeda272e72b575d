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

/// A moment, and how long this thread has been at work until then, where the system tells: on a machine that others
/// use too, the second is what counts.
struct Since(Instant, Option<Duration>);

impl Since {
    fn now() -> Self {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanos = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
        Self(Instant::now(), nanos.map(Duration::from_nanos))
    }

    fn elapsed(&self) -> (Duration, Duration) {
        let wall = self.0.elapsed();
        let work = self.1.zip(Self::now().1).map(|(before, now)| now.saturating_sub(before));
        (wall, work.unwrap_or(wall))
    }
}

fn told(what: &str, times: &[(Duration, Duration)]) {
    let (mut wall, mut work): (Vec<Duration>, Vec<Duration>) = times.iter().copied().unzip();
    for (times, how) in [(&mut wall, "by the clock"), (&mut work, "at work")] {
        times.sort();
        let at =
            |share: f64| times.get(((times.len() - 1) as f64 * share) as usize).copied().unwrap_or_default();
        println!(
            "{what}, {how}: median {:.2?}, 95% under {:.2?}, longest {:.2?}",
            at(0.5),
            at(0.95),
            at(1.0)
        );
    }
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
        let begun = Since::now();
        append(&mut register, &[one])?;
        times.push(begun.elapsed());
    }
    told("append of one document", &times);

    let ledger = SqliteLedger::open(&path, Access::Read)?;
    let (mut records, mut statements) = (Vec::new(), Vec::new());
    let mut found = 0;
    for _ in 0..300 {
        let filter = question(documents, &mut dice);
        let begun = Since::now();
        found += ledger.records(&filter)?.len();
        records.push(begun.elapsed());
        let begun = Since::now();
        found += ledger.statements(Some("event"), &filter)?.len();
        statements.push(begun.elapsed());
    }
    told("incidents in a circle, month and act", &records);
    told("statements in a circle, month and act", &statements);

    let mut times = Vec::new();
    for _ in 0..300 {
        for words in [words(&mut dice), word(dice.below(4096))] {
            let begun = Since::now();
            found += ledger.search(&words, 20)?.len();
            times.push(begun.elapsed());
        }
    }
    told("search of words", &times);
    println!("{found} rows found");
    Ok(())
}
