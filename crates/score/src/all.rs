//! Runs every gold set of the shared folder, and writes the accepted scores.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::scores::Scores;
use crate::{facts, factuality, muc4, names, pages, places, plover, re3d, syntax, times};

/// Runs all, prints a table and writes `out` as `kind,metric,value`.
pub fn run(shared: &Path, out: &Path) -> anyhow::Result<()> {
    let gold = shared.join("gold");
    let keys = ["key-tst1.v7", "key-tst2.v4"].map(|name| gold.join("muc4/keys").join(name));
    let keys: Vec<PathBuf> = keys.into_iter().filter(|path| path.exists()).collect();
    let runs: [(&str, PathBuf, &dyn Fn(&Path) -> anyhow::Result<Scores>); 11] = [
        ("facts", shared.join("facts/dev"), &|path| facts::run(path, None, 0)),
        ("factuality", gold.join("uds"), &|path| factuality::run(path, None, 0)),
        ("muc4", gold.join("muc4/dev.json"), &|path| muc4::run(path, &keys, 0)),
        ("names", gold.join("wikigold/test.conllu"), &|path| names::run(path, 0)),
        ("pages", gold.join("articles"), &|path| pages::run(path, 0)),
        ("places", gold.join("geovirus/places.jsonl"), &|path| places::run(path, 0)),
        ("plover", gold.join("plover/dev.jsonl"), &|path| plover::run(path, 0)),
        ("re3d", gold.join("re3d"), &|path| re3d::run(path, 0)),
        ("syntax-ewt", gold.join("ud/en_ewt-ud-dev.conllu"), &|path| syntax::run(path, 0)),
        ("syntax-gum", gold.join("ud/en_gum_open-ud-dev.conllu"), &|path| syntax::run(path, 0)),
        ("times", gold.join("wikiwars/times.jsonl"), &|path| times::run(path, 0)),
    ];
    let mut all: BTreeMap<&str, Scores> = BTreeMap::new();
    for (kind, path, run) in runs {
        if !path.exists() {
            eprintln!("{kind}: not run, {} is not there", path.display());
            continue;
        }
        eprintln!("{kind} ...");
        all.insert(kind, run(&path).with_context(|| kind.to_owned())?);
    }
    for (kind, scores) in &all {
        print!("== {kind}\n{}", scores.table());
    }
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::write(out, csv(&all)?).with_context(|| out.display().to_string())?;
    println!("written: {}", out.display());
    Ok(())
}

/// Returns the scores as rows `kind,metric,value`, sorted, with three digits after the point; numbers of
/// things that belong to the gold set, not to the reader, are left out.
fn csv(all: &BTreeMap<&str, Scores>) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["kind", "metric", "value"])?;
    for (kind, scores) in all {
        for (metric, value) in scores.rows() {
            if metric.ends_with(".gold") || metric.ends_with(".read") {
                continue;
            }
            // Minus nought is nought.
            let value = (value * 1000.0).round() / 1000.0 + 0.0;
            writer.write_record([*kind, &metric, &format!("{value:.3}")])?;
        }
    }
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scores::Tally;

    #[test]
    fn rows_are_sorted_and_rounded() {
        let mut scores = Scores::new(0);
        scores.f1("type", Tally { hit: 1, gold: 3, read: 1 });
        scores.value("pearson", -0.0001);
        scores.part("kinds", "event", "right", 1.0);
        scores.part("kinds", "event", "gold", 7.0);
        let text = csv(&BTreeMap::from([("b", scores), ("a", Scores::new(0))])).expect("written");
        assert_eq!(
            String::from_utf8(text).expect("text"),
            "kind,metric,value\nb,kinds.event.right,1.000\nb,pearson,0.000\nb,type,0.500\nb,type_p,1.000\nb,type_r,0.333\n"
        );
    }
}
