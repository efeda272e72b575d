//! Replies to requests with an `Idempotency-Key`: the same request again gets the same reply, and is done once.
//! Source: draft-ietf-httpapi-idempotency-key-header.

use std::collections::VecDeque;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};

/// Replies that are remembered.
const KEPT: usize = 500;

/// A reply.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// What is known of a key.
#[derive(Debug, Clone)]
pub enum Remembered {
    /// The request is being done.
    Running,
    /// It was done.
    Done(Reply),
    /// Another request had the key.
    Other,
}

/// Replies by key, the latest kept.
#[derive(Debug, Default)]
pub struct Replies {
    /// Key, what was asked, and the reply once there is one.
    kept: VecDeque<(String, Asked, Option<Reply>)>,
}

/// What tells one request from another: its hash.
type Asked = [u8; 32];

impl Replies {
    /// Returns what is known of a key; remembers the request if nothing is.
    pub fn begin(&mut self, key: &str, asked: Asked) -> Option<Remembered> {
        if let Some((_, before, reply)) = self.kept.iter().find(|(known, ..)| known == key) {
            return Some(match reply {
                _ if *before != asked => Remembered::Other,
                Some(reply) => Remembered::Done(reply.clone()),
                None => Remembered::Running,
            });
        }
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((key.to_owned(), asked, None));
        None
    }

    /// Remembers the reply to a request; one that failed may be tried again.
    pub fn end(&mut self, key: &str, reply: Option<Reply>) {
        match reply {
            Some(reply) => {
                if let Some((.., kept)) = self.kept.iter_mut().find(|(known, ..)| known == key) {
                    *kept = Some(reply);
                }
            }
            None => self.kept.retain(|(known, ..)| known != key),
        }
    }
}
