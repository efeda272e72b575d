//! Scores what the reader knows of times.
//! Nothing to score yet.

use std::path::Path;

use crate::scores::Scores;

/// Scores the gold file at `path`, keeping the first `errors` error lines.
pub fn run(_path: &Path, errors: usize) -> anyhow::Result<Scores> {
    let mut scores = Scores::new(errors);
    scores.note("there is no reader of times to score yet");
    Ok(scores)
}
