//! Events with their sources in; on how few of them the record rests, out.
//! Sees names only: two of them may draw on one another, which `origin` finds for reports and nobody for a data set.
//!
//! Method: Herfindahl's index, the sum of squared shares (Herfindahl 1950; Hirschman 1964, American Economic Review
//! 54:761). An event told by several sources counts for each in part.

use std::collections::BTreeMap;

/// How many events rest on one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Concentration {
    /// Events with a named source.
    pub events: u64,
    /// Sources.
    pub sources: usize,
    /// Sum of squared shares: 1 if one source tells all, near 0 if many tell alike.
    pub herfindahl: f64,
    /// The source with most.
    pub largest: String,
    /// Its share.
    pub largest_share: f64,
    /// Share of the events that one source alone tells.
    pub single: f64,
    /// Share of the events that the largest alone tells.
    pub largest_alone: f64,
}

/// Measures concentration; none where no event names a source.
pub fn concentration<'a>(events: impl IntoIterator<Item = &'a [String]>) -> Option<Concentration> {
    let mut parts: BTreeMap<&str, f64> = BTreeMap::new();
    let mut alone: BTreeMap<&str, u64> = BTreeMap::new();
    let mut count = 0;
    for sources in events {
        if sources.is_empty() {
            continue;
        }
        count += 1;
        for source in sources {
            *parts.entry(source).or_default() += 1.0 / sources.len() as f64;
        }
        if let [only] = sources {
            *alone.entry(only).or_default() += 1;
        }
    }
    // Of equals, the first in order of names.
    let (largest, part) = parts
        .iter()
        .max_by(|one, other| one.1.total_cmp(other.1).then(other.0.cmp(one.0)))
        .map(|(name, part)| (*name, *part))?;
    let all = count as f64;
    Some(Concentration {
        events: count,
        sources: parts.len(),
        herfindahl: parts.values().map(|part| (part / all).powi(2)).sum(),
        largest: largest.to_owned(),
        largest_share: part / all,
        single: alone.values().sum::<u64>() as f64 / all,
        largest_alone: alone.get(largest).copied().unwrap_or(0) as f64 / all,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up() {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let events = [
            of(&["Olmen Radio"]),
            of(&["Olmen Radio"]),
            of(&["Olmen Radio", "Tarsk Post"]),
            of(&[]),
            of(&["Tarsk Post"]),
        ];
        let found = concentration(events.iter().map(Vec::as_slice)).expect("sources");
        // By hand: 2.5 and 1.5 of 4.
        assert_eq!((found.events, found.sources), (4, 2));
        assert_eq!(found.herfindahl, 0.625_f64.powi(2) + 0.375_f64.powi(2));
        assert_eq!((found.largest.as_str(), found.largest_share), ("Olmen Radio", 0.625));
        assert_eq!((found.single, found.largest_alone), (0.75, 0.5));
        assert_eq!(concentration(std::iter::empty()), None);
    }
}
