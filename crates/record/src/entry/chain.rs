//! Entries in, hashes out; and checkpoints, which let somebody who keeps one show later that nothing before it changed.
//! Keeps nothing: a checkpoint is worth something only outside the ledger.

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Head;
use crate::id::ChainHash;

/// Hashes an entry with all before it. `by` is its author as written, `body` are the canonical bytes of its body: so
/// an entry can be hashed before anything in it is understood.
///
/// # Panics
///
/// Never: text is always JSON.
pub fn chained(prev: &ChainHash, form: u32, seq: u64, at: &Timestamp, by: &str, body: &[u8]) -> ChainHash {
    let text = |value: &str| serde_json::to_vec(value).expect("text is always JSON");
    let mut hasher = blake3::Hasher::new();
    hasher.update(&prev.0);
    hasher.update(format!("[{form},{seq},").as_bytes());
    hasher.update(&text(&at.to_string()));
    hasher.update(b",");
    hasher.update(&text(by));
    hasher.update(b",");
    hasher.update(body);
    hasher.update(b"]");
    ChainHash(*hasher.finalize().as_bytes())
}

/// What is wrong with a checkpoint or a key.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// It is no checkpoint.
    #[error("this is no checkpoint: {0}")]
    Unreadable(String),
    /// The key is no key.
    #[error("this is no signing key: 64 hexadecimal digits are needed")]
    Key,
    /// The signature does not fit.
    #[error("the signature does not fit: the checkpoint was changed, or signed with another key")]
    Signature,
    /// The ledger ends before the checkpoint.
    #[error("the ledger has {has} entries, and the checkpoint is of entry {wants}: entries were lost")]
    Shorter {
        /// Entries of the ledger.
        has: u64,
        /// Entry of the checkpoint.
        wants: u64,
    },
    /// The ledger differs from what it was.
    #[error("entry {seq} is not what it was when the checkpoint was made: its hash is {has}, and was {was}")]
    Differs {
        /// Entry of the checkpoint.
        seq: u64,
        /// Hash it has.
        has: ChainHash,
        /// Hash it had.
        was: ChainHash,
    },
}

impl CheckpointError {
    /// Returns what to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "give a file made by `truce checkpoint make`",
            Self::Key => "make a key with `truce checkpoint key FILE`, and keep it where the ledger is not",
            Self::Signature => {
                "compare the public key with the one its owner publishes; trust another copy of the checkpoint"
            }
            Self::Shorter { .. } => {
                "this is an older copy of the ledger, or a cut one: compare with a backup"
            }
            Self::Differs { .. } => {
                "this ledger was rewritten, or is another one: compare with a backup made before"
            }
        }
    }
}

/// A secret key that signs checkpoints.
#[derive(Debug)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Makes a key of 32 random bytes.
    pub fn from_bytes(random: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(random))
    }

    /// Reads a key as [`SigningKey::to_hex`] writes it.
    ///
    /// # Errors
    ///
    /// If the text is not 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, CheckpointError> {
        let bytes: ChainHash = text.trim().parse().map_err(|_| CheckpointError::Key)?;
        Ok(Self::from_bytes(&bytes.0))
    }

    /// Writes the secret key.
    pub fn to_hex(&self) -> String {
        ChainHash(self.0.to_bytes()).to_string()
    }

    /// Writes the public key, to be published.
    pub fn public_hex(&self) -> String {
        ChainHash(self.0.verifying_key().to_bytes()).to_string()
    }
}

/// Where a ledger stood at a time, signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// `truce/checkpoint/1`.
    pub form: String,
    /// Number of the last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: ChainHash,
    /// When it was signed.
    pub at: Timestamp,
    /// By whom, as the signer says.
    pub by: String,
    /// Public key, in hexadecimal digits.
    pub key: ChainHash,
    /// Ed25519 signature over form, seq, hash, at and by, one a line.
    pub signature: String,
}

const CHECKPOINT: &str = "truce/checkpoint/1";

impl Checkpoint {
    fn message(&self) -> Vec<u8> {
        format!("{}\n{}\n{}\n{}\n{}\n", self.form, self.seq, self.hash, self.at, self.by).into_bytes()
    }

    /// Signs where a ledger stands.
    pub fn sign(head: &Head, at: Timestamp, by: &str, key: &SigningKey) -> Self {
        let mut checkpoint = Self {
            form: CHECKPOINT.to_owned(),
            seq: head.seq,
            hash: head.hash,
            at,
            by: by.to_owned(),
            key: ChainHash(key.0.verifying_key().to_bytes()),
            signature: String::new(),
        };
        checkpoint.signature = key.0.sign(&checkpoint.message()).to_string().to_lowercase();
        checkpoint
    }

    /// Reads a checkpoint from its JSON.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn read(json: &str) -> Result<Self, CheckpointError> {
        let checkpoint: Self =
            serde_json::from_str(json).map_err(|error| CheckpointError::Unreadable(error.to_string()))?;
        if checkpoint.form != CHECKPOINT {
            return Err(CheckpointError::Unreadable(format!("its form is `{}`", checkpoint.form)));
        }
        Ok(checkpoint)
    }

    /// Checks its signature, and that the ledger had and has the same entry: `head` is where the ledger stands,
    /// `hash` the hash of the entry with the checkpoint's number.
    ///
    /// # Errors
    ///
    /// Says which of these does not hold.
    pub fn verify(&self, head: &Head, hash: Option<ChainHash>) -> Result<(), CheckpointError> {
        let key = VerifyingKey::from_bytes(&self.key.0).map_err(|_| CheckpointError::Signature)?;
        let signature: Signature = self.signature.parse().map_err(|_| CheckpointError::Signature)?;
        key.verify_strict(&self.message(), &signature).map_err(|_| CheckpointError::Signature)?;
        match hash {
            _ if self.seq == 0 => Ok(()),
            None => Err(CheckpointError::Shorter { has: head.seq, wants: self.seq }),
            Some(has) if has != self.hash => {
                Err(CheckpointError::Differs { seq: self.seq, has, was: self.hash })
            }
            Some(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> (Checkpoint, Head) {
        let head = Head { seq: 3, hash: ChainHash([7; 32]) };
        let key = SigningKey::from_bytes(&[1; 32]);
        (Checkpoint::sign(&head, Timestamp::UNIX_EPOCH, "Ana", &key), head)
    }

    #[test]
    fn a_checkpoint_holds_for_the_ledger_it_was_made_of() {
        let (checkpoint, head) = checkpoint();
        let json = serde_json::to_string(&checkpoint).expect("JSON");
        let read = Checkpoint::read(&json).expect("a checkpoint");
        assert!(read.verify(&head, Some(head.hash)).is_ok());
        let later = Head { seq: 9, hash: ChainHash([8; 32]) };
        assert!(read.verify(&later, Some(head.hash)).is_ok(), "a longer ledger");
    }

    #[test]
    fn what_was_changed_shows() {
        let (checkpoint, head) = checkpoint();
        let changed = Checkpoint { seq: 2, ..checkpoint.clone() };
        assert!(matches!(changed.verify(&head, Some(head.hash)), Err(CheckpointError::Signature)));
        let renamed = Checkpoint { by: "Eve".into(), ..checkpoint.clone() };
        assert!(matches!(renamed.verify(&head, Some(head.hash)), Err(CheckpointError::Signature)));
        let other = Some(ChainHash([9; 32]));
        assert!(matches!(checkpoint.verify(&head, other), Err(CheckpointError::Differs { seq: 3, .. })));
        assert!(matches!(checkpoint.verify(&head, None), Err(CheckpointError::Shorter { .. })));
    }

    #[test]
    fn keys_are_written_and_read() {
        let key = SigningKey::from_bytes(&[1; 32]);
        assert_eq!(SigningKey::from_hex(&key.to_hex()).expect("a key").public_hex(), key.public_hex());
        assert!(SigningKey::from_hex("not a key").is_err());
    }
}
