//! Names and values of a row in, one run of text out: a ledger holds millions of them.
//! Knows no name; what a field means is for whoever asks for it.

use std::collections::BTreeMap;

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Fields by name, in order of their names.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Each name with its value behind it.
    text: Box<str>,
    /// Where each name and each value ends.
    ends: Box<[u32]>,
}

impl Fields {
    /// Joins fields that are in order of their names.
    pub(crate) fn of_sorted<'t>(fields: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for (name, value) in fields {
            text.push_str(name);
            ends.push(text.len() as u32);
            text.push_str(value);
            ends.push(text.len() as u32);
        }
        Self { text: text.into(), ends: ends.into() }
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.ends.len() / 2
    }

    /// Returns the name and value at a place.
    fn at(&self, place: usize) -> (&str, &str) {
        let end = |at: usize| self.ends[at] as usize;
        let start = if place == 0 { 0 } else { end(2 * place - 1) };
        (&self.text[start..end(2 * place)], &self.text[end(2 * place)..end(2 * place + 1)])
    }

    /// Returns all names and values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        (0..self.len()).map(|place| self.at(place))
    }

    /// Returns the value of a name.
    ///
    /// ```
    /// use truce_record::statement::Fields;
    /// let fields = Fields::from_iter([("office", "Olmen Radio"), ("clarity", "1")]);
    /// assert_eq!(fields.get("office"), Some("Olmen Radio"));
    /// assert_eq!(fields.get("source"), None);
    /// ```
    pub fn get(&self, name: &str) -> Option<&str> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            let (known, value) = self.at(middle);
            match known.cmp(name) {
                std::cmp::Ordering::Equal => return Some(value),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Returns these fields with another, in the place of one that has its name.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        self.iter().chain([(name, value)]).collect()
    }
}

/// Of two with one name the last counts.
impl<N: AsRef<str> + Ord, V: AsRef<str>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let fields: BTreeMap<N, V> = fields.into_iter().collect();
        Self::of_sorted(fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref())))
    }
}

impl std::ops::Index<&str> for Fields {
    type Output = str;

    /// Returns the value of a name.
    ///
    /// # Panics
    ///
    /// If there is none; [`Fields::get`] tells.
    fn index(&self, name: &str) -> &str {
        self.get(name).unwrap_or_else(|| panic!("there is no field `{name}`"))
    }
}

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<String, String>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_written_as_a_map_in_order_of_their_names() {
        let fields = Fields::from_iter([("b", "2"), ("a", ""), ("é", "x"), ("b", "3")]);
        assert_eq!((fields.len(), fields.get("b"), fields.get("a")), (3, Some("3"), Some("")));
        let text = serde_json::to_string(&fields).expect("text");
        assert_eq!(text, r#"{"a":"","b":"3","é":"x"}"#);
        assert_eq!(serde_json::from_str::<Fields>(&text).expect("fields"), fields);
        assert_eq!(fields.with("c", "4").iter().map(|(name, _)| name).collect::<String>(), "abcé");
        assert!(Fields::default().is_empty() && Fields::default().get("a").is_none());
    }
}
