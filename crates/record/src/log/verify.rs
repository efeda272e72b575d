//! A ledger in; out, that all of it is as it was written, or the first entry that is not.
//! Shows changes, not who made them; whether the whole was swapped is shown by a checkpoint kept elsewhere.

use std::collections::BTreeMap;

use truce_read::capture;

use super::{Kept, Ledger, LedgerError};
use crate::entry::{Body, DocumentAdded, Head, Judgement, ReadingAdded, Verdict};
use crate::fold::{Replay, State};
use crate::id::{DocumentId, Sha256Hash};
use crate::statement::{Anchor, Content, Statement};

/// The first thing that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq}: {what}")]
pub struct VerifyFailure {
    /// Number of the entry.
    pub seq: u64,
    /// What is wrong.
    pub what: String,
}

/// What was verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// The last entry.
    pub head: Head,
    /// Entries whose chain holds.
    pub entries: u64,
    /// Documents whose bytes have their hash.
    pub documents: u64,
    /// Quotes that are the text at their place.
    pub anchors: u64,
    /// Readings of texts that this version decodes otherwise: their quotes were not compared.
    pub unread: Vec<DocumentId>,
    /// What the entries amount to.
    pub state: State,
}

/// Walks the whole ledger: the chain, the bytes of every document, and every quote.
///
/// # Errors
///
/// The outer error says that the ledger could not be read, the inner one which entry is not as it was written.
pub fn verify(ledger: &impl Ledger) -> Result<Result<Verified, VerifyFailure>, LedgerError> {
    let mut verified = Verified {
        head: Head::EMPTY,
        entries: 0,
        documents: 0,
        anchors: 0,
        unread: Vec::new(),
        state: State::default(),
    };
    let mut added: BTreeMap<DocumentId, DocumentAdded> = BTreeMap::new();
    let (mut replay, mut failure) = (Replay::default(), None);
    let walked = ledger.entries(1, &mut |kept| {
        let seq = kept.seq;
        match one(ledger, kept, &mut verified, &mut added, &mut replay)? {
            None => Ok(()),
            Some(what) => {
                failure = Some(VerifyFailure { seq, what });
                // Ends the walk: what is behind a broken link says nothing.
                Err(LedgerError::Entry { seq, what: String::new() })
            }
        }
    });
    match (failure, walked) {
        (Some(failure), _) => Ok(Err(failure)),
        (None, Err(LedgerError::Entry { seq, what })) => Ok(Err(VerifyFailure { seq, what })),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => {
            verified.state = replay.finish();
            Ok(Ok(verified))
        }
    }
}

/// Verifies one entry. Returns what is wrong with it.
fn one(
    ledger: &impl Ledger,
    kept: Kept,
    verified: &mut Verified,
    added: &mut BTreeMap<DocumentId, DocumentAdded>,
    replay: &mut Replay,
) -> Result<Option<String>, LedgerError> {
    let head = verified.head;
    if kept.seq != head.seq + 1 {
        return Ok(Some(format!("entry {} is missing before it", head.seq + 1)));
    }
    if kept.prev != head.hash {
        return Ok(Some(format!("it is not chained to entry {}", head.seq)));
    }
    let entry = match kept.read() {
        Ok(entry) => entry,
        Err(LedgerError::Entry { what, .. }) => return Ok(Some(what)),
        Err(error) => return Err(error),
    };
    let wrong = match &entry.body {
        Body::DocumentAdded(document) => {
            let twice = added.contains_key(&document.document);
            let wrong = if twice {
                Some(format!("document {} was added before", document.document))
            } else {
                bytes(ledger, document)?
            };
            added.insert(document.document.clone(), (**document).clone());
            verified.documents += 1;
            wrong
        }
        Body::ReadingAdded(reading) => match added.get(&reading.document) {
            None => Some(format!("it reads document {}, which no entry before adds", reading.document)),
            Some(document) => anchors(ledger, document, reading, verified)?,
        },
        Body::Judgement(Judgement { verdict: Verdict::Stated(stated), .. }) => {
            let statement = &stated.statement;
            let reading = verified.state.document(&statement.document).and_then(|one| one.reading.clone());
            match (added.get(&statement.document), reading) {
                (Some(document), Some(mut reading)) => {
                    reading.statements = vec![(**statement).clone()];
                    anchors(ledger, document, &reading, verified)?
                }
                _ => Some(format!(
                    "it states words of document {}, which no entry before adds",
                    statement.document
                )),
            }
        }
        _ => None,
    };
    if wrong.is_some() {
        return Ok(wrong);
    }
    verified.head = entry.head();
    verified.entries += 1;
    replay.apply(entry);
    Ok(None)
}

fn bytes(ledger: &impl Ledger, document: &DocumentAdded) -> Result<Option<String>, LedgerError> {
    let id = &document.document;
    let found = match ledger.original(&document.sha256) {
        Ok(found) => found,
        Err(LedgerError::Damaged(what)) => return Ok(Some(what)),
        Err(error) => return Err(error),
    };
    Ok(match found {
        None => Some(format!("the bytes of document {id} are missing")),
        Some(bytes) if Sha256Hash::of(&bytes) != document.sha256 => Some(format!(
            "the bytes of document {id} were changed: their SHA-256 is {}",
            Sha256Hash::of(&bytes)
        )),
        Some(bytes) if bytes.len() as u64 != document.length => {
            Some(format!("document {id} has {} bytes, and had {}", bytes.len(), document.length))
        }
        Some(_) if *id != DocumentId::of(&document.sha256) => {
            Some(format!("{id} is not the id of its bytes"))
        }
        Some(_) => None,
    })
}

fn anchors(
    ledger: &impl Ledger,
    document: &DocumentAdded,
    reading: &ReadingAdded,
    verified: &mut Verified,
) -> Result<Option<String>, LedgerError> {
    let Some(bytes) = ledger.original(&document.sha256)? else {
        return Ok(Some(format!("the bytes of document {} are missing", document.document)));
    };
    let text = capture::decode(&bytes).text;
    if Sha256Hash::of(text.as_bytes()) != reading.text {
        verified.unread.push(reading.document.clone());
        return Ok(None);
    }
    // Where each character begins, so that any number of quotes costs one walk of the text.
    let starts: Vec<u32> =
        text.char_indices().map(|(at, _)| at as u32).chain(std::iter::once(text.len() as u32)).collect();
    let stands = |anchor: &Anchor| {
        let byte = |at: u32| starts.get(at as usize).map(|&byte| byte as usize);
        byte(anchor.span.start)
            .zip(byte(anchor.span.end))
            .and_then(|(start, end)| text.get(start..end))
            .is_some_and(|words| words == anchor.quote)
    };
    for statement in &reading.statements {
        if let Some(anchor) = quotes(statement).into_iter().find(|anchor| !stands(anchor)) {
            return Ok(Some(format!(
                "statement {} quotes words that do not stand at characters {}..{} of document {}",
                statement.id, anchor.span.start, anchor.span.end, reading.document
            )));
        }
        let remade =
            Statement::new(statement.document.clone(), statement.anchor.clone(), statement.content.clone());
        if remade.id != statement.id || statement.document != reading.document {
            return Ok(Some(format!("statement {} is not the id of what it states", statement.id)));
        }
        verified.anchors += quotes(statement).len() as u64;
    }
    Ok(None)
}

fn quotes(statement: &Statement) -> Vec<&Anchor> {
    let mut quotes = vec![&statement.anchor];
    if let Content::Response(response) = &statement.content {
        quotes.extend([&response.cause, &response.effect]);
    }
    quotes
}
