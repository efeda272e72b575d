//! Scores the main text and the day of saved pages.
//!
//! The main text is compared by runs of four words, as the article extraction benchmark does: counts of each page are made
//! shares of their sum, so that long pages weigh no more, and precision and recall are means over pages. The set has no
//! days, so they are compared with the day in a page's address, which the reader is not shown there.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use flate2::read::GzDecoder;
use jiff::civil::Date;
use serde::Deserialize;
use truce_read::capture;
use truce_read::capture::page::{Page, Teller};

use crate::scores::{Scores, harmonic, share};

/// Words in a run.
const RUN: usize = 4;

#[derive(Deserialize)]
struct Article {
    #[serde(rename = "articleBody")]
    body: String,
    url: String,
}

/// Scores the folder at `path` (`ground-truth.json` and `html.tar.gz`), keeping the first `errors` error lines.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let mut scores = Scores::new(errors);
    let truth = path.join("ground-truth.json");
    let text = std::fs::read_to_string(&truth).with_context(|| format!("cannot read {}", truth.display()))?;
    let articles: BTreeMap<String, Article> = serde_json::from_str(&text)?;
    let pages = unpacked(&path.join("html.tar.gz"))?;
    let (mut precision, mut recall) = (0.0, 0.0);
    let (mut blocks, mut aligned) = (0, 0);
    let (mut dated, mut twice, mut addressed, mut told, mut right) = (0, 0, 0, 0, 0);
    for (id, article) in &articles {
        let bytes = pages.get(id).with_context(|| format!("html.tar.gz holds no page {id}"))?;
        let capture = capture::decode(bytes);
        let page = capture.page.clone().unwrap_or_default();
        blocks += page.blocks.len();
        aligned += page.blocks.iter().filter(|block| block.source.is_some()).count();
        let (hit, extra, missed) = compare(&runs(&article.body), &runs(&body(&capture.text, &page)));
        let (p, r) = (ratio(hit, extra), ratio(hit, missed));
        precision += p;
        recall += r;
        if p < 0.9 || r < 0.9 {
            scores.error(|| format!("{} precision {p:.3} recall {r:.3}", article.url));
        }
        let day = beside_address(&page);
        dated += usize::from(page.published.is_some());
        twice += usize::from(page.published.as_ref().is_some_and(|published| published.tellers.len() > 1));
        if let Some(expected) = of_address(&article.url) {
            addressed += 1;
            told += usize::from(day.is_some());
            right += usize::from(day == Some(expected));
            if day.is_some_and(|day| day != expected) {
                scores.error(|| format!("{} day {}", article.url, day.unwrap_or_default()));
            }
        }
    }
    let count = articles.len().max(1) as f64;
    scores.value("precision", precision / count);
    scores.value("recall", recall / count);
    scores.value("f1", harmonic(precision / count, recall / count));
    scores.value("aligned", share(aligned, blocks));
    scores.value("dated", share(dated, articles.len()));
    scores.value("dated_twice", share(twice, articles.len()));
    scores.value("day_precision", share(right, told));
    scores.value("day_recall", share(right, addressed));
    scores.count("pages", articles.len());
    scores.count("pages_with_day_in_address", addressed);
    Ok(scores)
}

/// Returns the main text without the headline, which the answer sheets leave out.
fn body(text: &str, page: &Page) -> String {
    let blocks = page.blocks.iter().filter(|block| Some(block.run) != page.headline);
    blocks.map(|block| block.run.of(text)).collect::<Vec<_>>().join("\n")
}

/// Returns the day that a page tells otherwise than by its address.
fn beside_address(page: &Page) -> Option<Date> {
    let published = page.published.as_ref()?;
    (published.tellers != [Teller::Address]).then_some(published.day)
}

/// Returns the day in an address such as `/2019/11/18/`.
fn of_address(address: &str) -> Option<Date> {
    let parts: Vec<&str> = address.split(['/', '-']).collect();
    parts.windows(3).find_map(|three| {
        let year = three[0].parse().ok().filter(|year| (1990..2100).contains(year))?;
        Date::new(year, three[1].parse().ok()?, three[2].parse().ok()?).ok()
    })
}

/// Counts the runs of four words of a text; of a shorter one, its words are the only run.
fn runs(text: &str) -> BTreeMap<Vec<String>, usize> {
    let words: Vec<String> = text
        .split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut counts = BTreeMap::new();
    for at in 0..(words.len() + 1).saturating_sub(RUN).max(1) {
        *counts.entry(words[at..words.len().min(at + RUN)].to_vec()).or_insert(0) += 1;
    }
    counts
}

/// Returns the shares of runs in both, in the read text alone, and in the expected one alone.
fn compare(gold: &BTreeMap<Vec<String>, usize>, read: &BTreeMap<Vec<String>, usize>) -> (f64, f64, f64) {
    let count = |counts: &BTreeMap<Vec<String>, usize>, run| counts.get(run).copied().unwrap_or(0);
    let hit: usize = gold.iter().map(|(run, number)| (*number).min(count(read, run))).sum();
    let extra = read.values().sum::<usize>() - hit;
    let missed = gold.values().sum::<usize>() - hit;
    let all = (hit + extra + missed).max(1) as f64;
    (hit as f64 / all, extra as f64 / all, missed as f64 / all)
}

fn ratio(hit: f64, other: f64) -> f64 {
    if hit + other > 0.0 { hit / (hit + other) } else { 0.0 }
}

/// Unpacks `html/ID.html.gz` files from a packed tar archive.
fn unpacked(path: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut archive = Vec::new();
    GzDecoder::new(file).read_to_end(&mut archive)?;
    let mut pages = BTreeMap::new();
    let mut at = 0;
    while let Some(header) = archive.get(at..at + 512).filter(|header| header[0] != 0) {
        let text = |from: usize, until: usize| {
            String::from_utf8_lossy(&header[from..until]).trim_matches(['\0', ' ']).to_owned()
        };
        let (name, length) = (text(0, 100), text(124, 136));
        let length =
            usize::from_str_radix(&length, 8).with_context(|| format!("{name}: a broken archive"))?;
        let content = archive.get(at + 512..at + 512 + length).context("a cut archive")?;
        if let Some(id) = name.strip_prefix("html/").and_then(|name| name.strip_suffix(".html.gz")) {
            let mut page = Vec::new();
            GzDecoder::new(content).read_to_end(&mut page)?;
            pages.insert(id.to_owned(), page);
        }
        at += 512 + length.div_ceil(512) * 512;
    }
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_compared_as_the_benchmark_does() {
        let (hit, extra, missed) = compare(&runs("a b c d e"), &runs("a, b c d f g"));
        assert_eq!((hit * 4.0, extra * 4.0, missed * 4.0), (1.0, 2.0, 1.0));
        let (hit, extra, missed) = compare(&runs("a b"), &runs("a b"));
        assert_eq!((hit, extra, missed), (1.0, 0.0, 0.0));
        assert_eq!(ratio(0.0, 0.0), 0.0);
    }

    #[test]
    fn days_stand_in_addresses() {
        for (address, day) in [
            ("https://r.example/2019/11/18/x", "2019-11-18"),
            ("https://r.example/story/2019-11-19/x", "2019-11-19"),
            ("https://r.example/2019/11/x", ""),
        ] {
            assert_eq!(of_address(address).map(|day| day.to_string()).unwrap_or_default(), day, "{address}");
        }
    }
}
