//! Words in, the statements that hold them out, with the words marked.

use serde::Serialize;
use truce_lexicon::load::places::fold;
use truce_record::State;
use truce_record::id::{RecordId, StatementId};
use truce_record::log::SearchHit;
use utoipa::ToSchema;

use super::record::line;

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are among those looked for.
    pub hit: bool,
}

/// A statement that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Found {
    /// The statement.
    pub statement: String,
    /// The document.
    pub document: String,
    /// Name of its file.
    pub document_name: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// Its day.
    pub day: Option<String>,
    /// The record it is linked to.
    pub record: Option<String>,
    /// That record in a line.
    pub record_label: Option<String>,
    /// What it states.
    pub kind: String,
    /// Act, stance, stage or measure.
    pub act: Option<String>,
    /// First character of the words.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words, with those looked for marked.
    pub snippet: Vec<Piece>,
}

/// Tells hits.
pub fn search(state: &State, words: &str, hits: Vec<SearchHit>) -> Vec<Found> {
    let looked: Vec<(String, bool)> = words
        .split_whitespace()
        .map(|word| match word.strip_suffix('*') {
            Some(start) => (fold::light(start), true),
            None => (fold::light(word), false),
        })
        .filter(|(word, _)| !word.is_empty())
        .collect();
    hits.into_iter().map(|hit| found(state, &looked, hit)).collect()
}

fn found(state: &State, looked: &[(String, bool)], hit: SearchHit) -> Found {
    let row = hit.statement;
    let known = row.id.parse::<StatementId>().ok().and_then(|id| state.statement(&id));
    let document = known.and_then(|known| state.document(&known.statement.document));
    let record = row.record.as_ref().and_then(|id| id.parse::<RecordId>().ok());
    Found {
        end: known.map_or(row.start, |known| known.statement.anchor.span.end),
        source: document.and_then(|document| document.source()).map(str::to_owned),
        record_label: record.map(|id| line(state, &id)),
        snippet: marked(&row.quote, looked),
        statement: row.id,
        document: row.document,
        document_name: hit.name,
        title: hit.title,
        day: hit.day,
        record: row.record,
        kind: row.kind,
        act: Some(row.act).filter(|act| !act.is_empty()),
        start: row.start,
    }
}

/// Takes a quote apart where words looked for stand in it.
fn marked(quote: &str, looked: &[(String, bool)]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |text: &str, hit: bool| match pieces.last_mut() {
        Some(last) if last.hit == hit => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece { text: text.to_owned(), hit }),
    };
    let mut rest = quote;
    while !rest.is_empty() {
        let word = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        if word == 0 {
            let between = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
            put(&rest[..between], false);
            rest = &rest[between..];
            continue;
        }
        let folded = fold::light(&rest[..word]);
        let hit = looked
            .iter()
            .any(|(looked, begins)| folded == *looked || (*begins && folded.starts_with(looked.as_str())));
        put(&rest[..word], hit);
        rest = &rest[word..];
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_marked_where_they_stand() {
        let looked = [("shell".to_owned(), true), ("menaka".to_owned(), false)];
        let pieces = marked("Shells hit Ménaka, shells!", &looked);
        let hits: Vec<&str> =
            pieces.iter().filter(|piece| piece.hit).map(|piece| piece.text.as_str()).collect();
        assert_eq!(hits, ["Shells", "Ménaka", "shells"]);
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, "Shells hit Ménaka, shells!");
    }
}
