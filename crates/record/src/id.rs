//! Hashes in, short names for documents, statements and records out. They take no side and never change.
//! Which of them stand for the same happening is no affair of a name: merging is an entry.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Letters of an id: Crockford's base 32 in lower case, without `i`, `l`, `o` and `u`.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Letters after the prefix. Fifty bits: among a million ids, two are alike in one of two thousand ledgers.
const SHORT: usize = 10;
/// Letters of the id of a statement, of which there are many more: eighty bits.
const LONG: usize = 16;

/// What is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id of {1}")]
pub struct NotAnId(String, &'static str);

impl NotAnId {
    /// Returns what to do about it.
    pub fn help(&self) -> &'static str {
        "ids look like doc-, st-, inc-, agr-, tlk-, zon- or rev- with ten or more letters; `truce list` prints them"
    }
}

/// Writes the first `length * 5` bits of a BLAKE3 hash over `parts`, each with its length before it.
fn letters(parts: &[&[u8]], length: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let hash = hasher.finalize();
    let bytes = hash.as_bytes();
    (0..length)
        .map(|at| {
            let bit = at * 5;
            let pair = u16::from_be_bytes([bytes[bit / 8], bytes[bit / 8 + 1]]);
            char::from(LETTERS[usize::from(pair >> (11 - bit % 8)) & 31])
        })
        .collect()
}

/// Returns the bits of an id's ten letters: a number that is the same wherever the id is.
pub(crate) fn number(id: &str) -> i64 {
    let kind = match id.get(..4) {
        Some("agr-") => 1,
        Some("tlk-") => 2,
        Some("zon-") => 3,
        _ => 0,
    };
    let bits = |letter| LETTERS.iter().position(|known| *known == letter).unwrap_or_default() as i64;
    let letters = id.get(4..).unwrap_or_default();
    letters.bytes().fold(kind, |number, letter| number << 5 | bits(letter))
}

fn is_id(text: &str, prefix: &str, length: usize) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| rest.len() == length && rest.bytes().all(is_letter))
}

/// Says whether a byte is one of the letters of ids.
fn is_letter(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b't' | b'v'..=b'z')
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $length:expr, $first:literal $(| $prefix:literal)*) => {
        $(#[$doc])*
        // Kept in place, for a ledger holds millions of them.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $first.len() + $length]);

        impl $name {
            /// Returns the id as it is written.
            ///
            /// # Panics
            ///
            /// Never: ids are made of letters.
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).expect("ids are made of letters")
            }

            /// Returns its letters as bytes.
            pub(crate) fn bytes(&self) -> &[u8] {
                &self.0
            }

            /// Takes an id from its letters as bytes; none if they cannot be letters.
            pub(crate) fn of_bytes(bytes: [u8; $first.len() + $length]) -> Option<Self> {
                bytes.is_ascii().then_some(Self(bytes))
            }

            /// Joins a prefix and letters.
            fn joined(prefix: &str, letters: &str) -> Self {
                let mut id = [0; $first.len() + $length];
                id[..prefix.len()].copy_from_slice(prefix.as_bytes());
                id[prefix.len()..].copy_from_slice(letters.as_bytes());
                Self(id)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.as_str()).finish()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let wrong = || NotAnId(text.to_owned(), $what);
                if is_id(text, $first, $length) $(|| is_id(text, $prefix, $length))* {
                    text.as_bytes().try_into().map(Self).map_err(|_| wrong())
                } else {
                    Err(wrong())
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Written(PhantomData))
            }
        }
    };
}

/// Reads what is written as text, without keeping the text.
struct Written<T>(PhantomData<T>);

impl<T: FromStr<Err = NotAnId>> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or a hash")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

id!(
    /// A captured document, by the hash of its bytes: the same bytes are the same document.
    DocumentId, "a document", SHORT, "doc-"
);
id!(
    /// A statement, by its document, the place of its words and what they state.
    StatementId, "a statement", LONG, "st-"
);
id!(
    /// An incident, an agreement, talks or a zone: what statements of many documents are linked to.
    RecordId, "an incident, agreement, talks or zone", SHORT, "inc-" | "agr-" | "tlk-" | "zon-"
);
id!(
    /// A question for a person: are these the same?
    CandidateId, "a question for review", SHORT, "rev-"
);

impl DocumentId {
    /// Names the document of these bytes.
    ///
    /// ```
    /// let id = truce_record::id::DocumentId::of(&truce_record::id::Sha256Hash::of(b"The truce held."));
    /// assert_eq!(id.as_str().len(), "doc-".len() + 10);
    /// ```
    pub fn of(sha256: &Sha256Hash) -> Self {
        Self::joined("doc-", &letters(&[b"document", &sha256.0], SHORT))
    }
}

impl StatementId {
    /// Names a statement by its document, its characters and the canonical bytes of what it states.
    pub fn of(document: &DocumentId, start: u32, end: u32, content: &[u8]) -> Self {
        let document = document.as_str().as_bytes();
        let parts: [&[u8]; 5] = [b"statement", document, &start.to_le_bytes(), &end.to_le_bytes(), content];
        Self::joined("st-", &letters(&parts, LONG))
    }
}

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// One happening in the world.
    Incident,
    /// A ceasefire, accord or deal.
    Agreement,
    /// A meeting or round.
    Talks,
    /// An area with a rule.
    Zone,
}

impl RecordKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Incident, Self::Agreement, Self::Talks, Self::Zone];

    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Agreement => "agreement",
            Self::Talks => "talks",
            Self::Zone => "zone",
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Incident => "inc-",
            Self::Agreement => "agr-",
            Self::Talks => "tlk-",
            Self::Zone => "zon-",
        }
    }
}

impl RecordId {
    /// Names a new record by the statements it begins with and what sets it apart: `""` for the first record that
    /// begins with them, the number of the entry's batch or the like for one that is split off.
    pub fn of(kind: RecordKind, statements: &[StatementId], apart: &str) -> Self {
        let mut parts: Vec<&[u8]> = vec![kind.prefix().as_bytes(), apart.as_bytes()];
        let mut sorted: Vec<&StatementId> = statements.iter().collect();
        sorted.sort();
        parts.extend(sorted.iter().map(|statement| statement.as_str().as_bytes()));
        Self::joined(kind.prefix(), &letters(&parts, SHORT))
    }

    /// Returns what it is of.
    pub fn kind(&self) -> RecordKind {
        RecordKind::ALL
            .into_iter()
            .find(|kind| self.0.starts_with(kind.prefix().as_bytes()))
            .unwrap_or(RecordKind::Incident)
    }
}

impl RecordId {
    /// Comes before every record's id.
    pub(crate) const FIRST: Self = Self([0; 14]);
    /// Comes after every record's id.
    pub(crate) const LAST: Self = Self([0x7F; 14]);
}

impl CandidateId {
    /// Names the question whether `subject` belongs to `record`.
    pub fn of(subject: &Target, record: &RecordId) -> Self {
        let subject = subject.to_string();
        let letters = letters(&[b"candidate", subject.as_bytes(), record.as_str().as_bytes()], SHORT);
        Self::joined("rev-", &letters)
    }
}

/// Anything that a judgement can be about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A document.
    Document(DocumentId),
    /// A statement.
    Statement(StatementId),
    /// An incident, agreement, talks or zone.
    Record(RecordId),
    /// A question for review.
    Candidate(CandidateId),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document(id) => id.as_str(),
            Self::Statement(id) => id.as_str(),
            Self::Record(id) => id.as_str(),
            Self::Candidate(id) => id.as_str(),
        })
    }
}

impl FromStr for Target {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let text = text.trim();
        DocumentId::from_str(text)
            .map(Self::Document)
            .or_else(|_| text.parse().map(Self::Statement))
            .or_else(|_| text.parse().map(Self::Record))
            .or_else(|_| text.parse().map(Self::Candidate))
            .map_err(|_: NotAnId| NotAnId(text.to_owned(), "anything in a ledger"))
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Written(PhantomData))
    }
}

macro_rules! hash {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let wrong = || NotAnId(text.to_owned(), "a hash");
                let mut bytes = [0; 32];
                if text.len() != 64 || !text.is_ascii() {
                    return Err(wrong());
                }
                for (at, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| wrong())?;
                }
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Written(PhantomData))
            }
        }
    };
}

hash!(
    /// SHA-256 of bytes as they arrived: the hash that others use too, so that custody can be compared.
    Sha256Hash
);
hash!(
    /// BLAKE3 of an entry with all before it.
    ChainHash
);

impl Sha256Hash {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_and_parse_back() {
        let document = DocumentId::of(&Sha256Hash::of(b"x"));
        assert_eq!(document.to_string().parse(), Ok(document.clone()));
        let statement = StatementId::of(&document, 3, 9, b"{}");
        assert_ne!(statement, StatementId::of(&document, 3, 9, b"[]"), "what is stated is part of the id");
        for kind in RecordKind::ALL {
            let record = RecordId::of(kind, std::slice::from_ref(&statement), "");
            assert_eq!(record.kind(), kind);
            assert_eq!(record.to_string().parse::<Target>(), Ok(Target::Record(record)));
        }
    }

    #[test]
    fn letters_are_those_that_ids_are_made_of() {
        for byte in 0..=u8::MAX {
            assert_eq!(is_letter(byte), LETTERS.contains(&byte), "{byte}");
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "inc-", "inc-0123456789a", "INC-0123456789", "inc-012345678i", "event-0123456789"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }
}
