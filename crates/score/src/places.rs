//! Scores places against texts annotated with coordinates.
//! Exact wants the same words, overlap a shared character; a point counts within 161 km (100 miles). Adjectives
//! of states ("Turkish") are no places here.

use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;
use truce_lexicon::Lexicon;
use truce_read::mention::places::far;
use truce_read::span::{Characters, Span};
use truce_read::{Options, Reader};

use crate::scores::{Scores, Tally, share};

/// Distance within which a point is right, as in the literature on geoparsing.
const NEAR_KM: f64 = 161.0;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
    places: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    start: u32,
    end: u32,
    name: String,
    lat: f64,
    lon: f64,
}

struct Read {
    span: Span,
    point: Option<(f64, f64)>,
    /// What it was taken for, and by which rule.
    told: String,
}

/// Scores the gold file at `path`, keeping the first `errors` error lines.
pub fn run(path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let gold = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lexicon = Lexicon::embedded();
    let reader = Reader::new(&lexicon);
    let mut scores = Scores::new(errors);
    let (mut exact, mut overlap, mut right) = (Tally::default(), Tally::default(), 0);
    for (number, line) in gold.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let text: Text = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
        let read = read(&reader, &text.text);
        let (mut same, mut touched) = (0, 0);
        for place in &text.places {
            touched += usize::from(
                read.iter().any(|read| read.span.start < place.end && place.start < read.span.end),
            );
            let Some(found) =
                read.iter().find(|read| read.span.start == place.start && read.span.end == place.end)
            else {
                scores.error(|| format!("{} missed {} at {}", text.id, place.name, place.start));
                continue;
            };
            same += 1;
            let km = found.point.map(|point| far(point, (place.lat, place.lon)));
            if km.is_some_and(|km| km <= NEAR_KM) {
                right += 1;
            } else {
                scores.error(|| {
                    let km = km.map_or("?".to_owned(), |km| format!("{km:.0}"));
                    format!(
                        "{} {} at {} is put {km} km away: {}",
                        text.id, place.name, place.start, found.told
                    )
                });
            }
        }
        for read in &read {
            if !text.places.iter().any(|place| read.span.start < place.end && place.start < read.span.end) {
                scores.error(|| format!("{} extra at {}: {}", text.id, read.span.start, read.told));
            }
        }
        exact.add(Tally { hit: same, gold: text.places.len(), read: read.len() });
        overlap.add(Tally { hit: touched.min(read.len()), gold: text.places.len(), read: read.len() });
    }
    scores.f1("exact", exact);
    scores.f1("overlap", overlap);
    scores.f1("f161", Tally { hit: right, ..exact });
    scores.value("acc161", share(right, exact.hit));
    scores.count("places", exact.gold);
    Ok(scores)
}

fn read(reader: &Reader<'_>, text: &str) -> Vec<Read> {
    let reading = reader.read(text.as_bytes(), &Options::default());
    let characters = Characters::new(&reading.document.text);
    let mentions = reading.places.iter().enumerate().filter(|(_, place)| place.rule != "place/demonym");
    mentions
        .map(|(at, place)| {
            let found = reading.place_readings.iter().find(|found| found.mention == at);
            let told =
                found.map_or("nowhere".to_owned(), |found| format!("{} {}", found.name, found.country));
            Read {
                span: characters.span(&reading.document.text, place.span),
                point: found.and_then(|found| found.point),
                told: format!("{} as {told} by {}", place.name, place.rule),
            }
        })
        .collect()
}
