//! How long an append, a question and a search take. The ledger has 20,000 statements, or as many as `STATEMENTS` says:
//!
//! ```text
//! STATEMENTS=1000000 cargo bench -p truce-record --bench ledger
//! ```
#![allow(missing_docs)]

mod invented;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use invented::{Dice, append, fill, question, report, words};
use truce_record::log::{Access, Register, SqliteLedger};

fn ledger(criterion: &mut Criterion) {
    let statements = std::env::var("STATEMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000);
    let documents = usize::div_ceil(statements, invented::STATEMENTS);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.ledger");
    let (mut dice, mut recent) = (Dice(7), Vec::new());
    let mut register = SqliteLedger::open(&path, Access::Create).and_then(Register::open).expect("a ledger");
    fill(&mut register, documents, &mut dice, &mut recent).expect("filled");

    criterion.bench_function("open", |bench| {
        bench.iter(|| SqliteLedger::open(&path, Access::Read).and_then(Register::open).expect("opens"));
    });
    let reader = SqliteLedger::open(&path, Access::Read).expect("opens");
    criterion.bench_function("incidents in a circle, month and act", |bench| {
        bench.iter(|| black_box(reader.records(&question(documents, &mut dice)).expect("rows")));
    });
    criterion.bench_function("statements in a circle, month and act", |bench| {
        bench.iter(|| {
            black_box(reader.statements(Some("event"), &question(documents, &mut dice)).expect("rows"))
        });
    });
    criterion.bench_function("search of words", |bench| {
        bench.iter(|| black_box(reader.search(&words(&mut dice), 20).expect("hits")));
    });
    let mut number = documents;
    criterion.bench_function("append of one document", |bench| {
        bench.iter(|| {
            number += 1;
            append(&mut register, &[report(number, &mut dice, &mut recent)]).expect("appended");
        });
    });
}

criterion_group!(benches, ledger);
criterion_main!(benches);
