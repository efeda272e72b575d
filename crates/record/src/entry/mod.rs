//! What the ledger is made of: entries, each chained to the one before by its hash.
//! Says how an entry is written and hashed; what entries amount to is `fold`, where they are kept is `log`.
//!
//! # Canonical bytes
//!
//! An entry is hashed as the JSON list `[form, seq, at, by, body]`: no white space, fields in the order of their
//! declaration, empty fields left out, text in UTF-8 with JSON's shortest escapes, numbers whole. The hash is
//! BLAKE3 over the 32 bytes of the hash before and these bytes. The body is stored as the bytes that were hashed,
//! so that an entry can be verified by a program that no longer knows its type.

mod body;
mod chain;
mod change;
mod judgement;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use body::{
    Body, Candidate, DocumentAdded, Linked, Obtained, OriginFound, Overlap, ReadingAdded, Relinked,
    Thousandths,
};
pub use chain::{Checkpoint, CheckpointError, SigningKey, chained};
pub use change::Change;
pub use judgement::{
    Accepted, Corrected, Finding, FindingSet, Graded, InformationGrade, Judgement, LinkedByPerson, Merged,
    Noted, Rejected, SourceGrade, Split, Stated, Undone, Unlinked, Verdict, ViolationLinked,
};

use crate::id::ChainHash;

/// Version of the form of entries that this program writes.
pub const FORM: u32 = 1;

/// Who made an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Author {
    /// A person, by the name given.
    Person(String),
    /// The program, with its version.
    Program(String),
}

impl Author {
    /// Returns the name.
    pub fn name(&self) -> &str {
        match self {
            Self::Person(name) | Self::Program(name) => name,
        }
    }
}

/// Longest name of an author, in characters.
const NAME: usize = 200;

impl Author {
    /// Checks that the name is one line that shows as it is written: nobody signs as somebody else, or as two entries.
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    ///
    /// ```
    /// use truce_record::entry::Author;
    /// assert!(Author::Person("Ana of Tarsk".into()).check().is_ok());
    /// assert!(Author::Person("Ana\n7  Ben".into()).check().is_err());
    /// ```
    pub fn check(&self) -> Result<(), &'static str> {
        let name = self.name();
        // Turns the direction of what follows, parts lines, or shows as nothing.
        let hidden = |sign: char| {
            matches!(
                sign,
                '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
            )
        };
        if name.trim() != name || name.is_empty() {
            return Err("it is empty, or begins or ends with a space");
        }
        if name.chars().any(|sign| sign.is_control() || hidden(sign)) {
            return Err("it holds a line break or a sign that is not seen");
        }
        if name.chars().count() > NAME {
            return Err("it is too long");
        }
        Ok(())
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(name) => write!(f, "person:{name}"),
            Self::Program(name) => write!(f, "program:{name}"),
        }
    }
}

impl FromStr for Author {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("person", name)) => Ok(Self::Person(name.to_owned())),
            Some(("program", name)) => Ok(Self::Program(name.to_owned())),
            _ => Err(format!("`{text}` is no author")),
        }
    }
}

impl Serialize for Author {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Author {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An entry that is about to be written: the ledger gives it its number and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Author,
    /// What.
    pub body: Body,
}

/// One entry of the ledger. Never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, from 1 without gaps.
    pub seq: u64,
    /// When it was written, in whole milliseconds.
    pub at: Timestamp,
    /// Who made it.
    pub by: Author,
    /// Hash of the entry before; zeros for the first.
    pub prev: ChainHash,
    /// Hash of this entry with all before it.
    pub hash: ChainHash,
    /// What it says.
    pub body: Body,
}

/// Where a ledger stands: its last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the last entry; 0 for an empty ledger.
    pub seq: u64,
    /// Its hash; zeros for an empty ledger.
    pub hash: ChainHash,
}

impl Head {
    /// Where an empty ledger stands.
    pub const EMPTY: Self = Self { seq: 0, hash: ChainHash([0; 32]) };
}

impl Entry {
    /// Chains a draft to the entry before. Of its time, what is finer than a millisecond is dropped.
    pub fn chain(head: &Head, draft: Draft) -> Self {
        Self::written(head, draft).0
    }

    /// Chains a draft to the entry before, and returns the canonical bytes of its body too, to be kept.
    pub fn written(head: &Head, draft: Draft) -> (Self, Vec<u8>) {
        let seq = head.seq + 1;
        // Times are kept in milliseconds, and an entry must be hashed as it is kept.
        let at = Timestamp::from_millisecond(draft.at.as_millisecond()).unwrap_or(Timestamp::UNIX_EPOCH);
        let body = draft.body.canonical();
        let hash = chained(&head.hash, FORM, seq, &at, &draft.by.to_string(), &body);
        (Self { seq, at, by: draft.by, prev: head.hash, hash, body: draft.body }, body)
    }

    /// Returns where the ledger stands with this entry.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }
}
