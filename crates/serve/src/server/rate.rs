//! How often one asker may ask: a bucket of requests that fills again with time.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::problem::Problem;

/// Seconds' worth of requests that may come at once.
const AT_ONCE: f64 = 3.0;

/// Share of the requests that may change something.
const CHANGING: f64 = 0.25;

/// Askers that are remembered.
const ASKERS: usize = 10_000;

/// The buckets of all askers.
pub struct Rates {
    per_second: f64,
    buckets: Mutex<BTreeMap<(Option<IpAddr>, bool), Bucket>>,
}

struct Bucket {
    left: f64,
    at: Instant,
}

impl Rates {
    /// Makes buckets for so many requests a second.
    pub fn new(per_second: u32) -> Self {
        Self { per_second: f64::from(per_second.max(1)), buckets: Mutex::default() }
    }

    /// Takes a request out of an asker's bucket.
    ///
    /// # Errors
    ///
    /// If it is empty.
    pub fn take(&self, asker: Option<IpAddr>, changes: bool) -> Result<(), Problem> {
        self.take_at(asker, changes, Instant::now())
    }

    fn take_at(&self, asker: Option<IpAddr>, changes: bool, now: Instant) -> Result<(), Problem> {
        let rate = self.per_second * if changes { CHANGING } else { 1.0 };
        let most = (rate * AT_ONCE).max(1.0);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= ASKERS {
            buckets.retain(|_, bucket| now.duration_since(bucket.at).as_secs_f64() < AT_ONCE);
        }
        let bucket = buckets.entry((asker, changes)).or_insert(Bucket { left: most, at: now });
        let passed = now.duration_since(bucket.at).as_secs_f64();
        bucket.left = (bucket.left + passed * rate).min(most);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(Problem::too_many(
                "too many requests came at once",
                "wait a second and ask again; nothing was changed",
            ));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn buckets_empty_and_fill_again() {
        let rates = Rates::new(4);
        let now = Instant::now();
        for at in 0..12 {
            assert!(rates.take_at(None, false, now).is_ok(), "{at}");
        }
        assert!(rates.take_at(None, false, now).is_err());
        assert!(
            rates.take_at(Some(IpAddr::from([127, 0, 0, 2])), false, now).is_ok(),
            "others have their own"
        );
        assert!(rates.take_at(None, true, now).is_ok(), "what changes something has its own");
        assert!(rates.take_at(None, false, now + Duration::from_secs(1)).is_ok());
    }
}
