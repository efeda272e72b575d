//! The method as data: what each indicator is, where it comes from, and the numbers at which it begins to speak.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Name and version of the method. A change of any rule or threshold changes the hash beside it.
pub const METHOD: &str = "truce-assess 1";

/// What an indicator is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is counted and how.
    pub definition: String,
    /// Where the idea comes from.
    pub source: String,
    /// Its thresholds.
    #[serde(default)]
    threshold: BTreeMap<String, Threshold>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Threshold {
    value: i64,
    #[allow(dead_code)]
    unit: String,
    #[allow(dead_code)]
    why: String,
}

impl Definition {
    /// Returns a threshold.
    ///
    /// # Panics
    ///
    /// If the data has no such threshold: a test asks for every one.
    pub fn threshold(&self, name: &str) -> i64 {
        let threshold = self.threshold.get(name);
        threshold.unwrap_or_else(|| panic!("indicator {} has no threshold `{name}`", self.id)).value
    }
}

/// All definitions.
pub(super) struct Method {
    definitions: Vec<Definition>,
    hash: String,
}

impl Method {
    /// Returns a definition.
    ///
    /// # Panics
    ///
    /// If there is none: a test asks for every one.
    pub fn get(&self, id: &str) -> &Definition {
        let found = self.definitions.iter().find(|definition| definition.id == id);
        found.unwrap_or_else(|| panic!("no indicator `{id}`"))
    }
}

const FILES: &[(&str, &str)] = &[
    ("access", include_str!("../../data/indicators/access.toml")),
    ("control-changes", include_str!("../../data/indicators/control-changes.toml")),
    ("coverage", include_str!("../../data/indicators/coverage.toml")),
    ("days-quiet", include_str!("../../data/indicators/days-quiet.toml")),
    ("doers", include_str!("../../data/indicators/doers.toml")),
    ("findings", include_str!("../../data/indicators/findings.toml")),
    ("force-since", include_str!("../../data/indicators/force-since.toml")),
    ("responses", include_str!("../../data/indicators/responses.toml")),
    ("restraint", include_str!("../../data/indicators/restraint.toml")),
    ("stages", include_str!("../../data/indicators/stages.toml")),
    ("talks-ahead", include_str!("../../data/indicators/talks-ahead.toml")),
    ("terms-due", include_str!("../../data/indicators/terms-due.toml")),
    ("tolls", include_str!("../../data/indicators/tolls.toml")),
    ("trend", include_str!("../../data/indicators/trend.toml")),
    ("verdict", include_str!("../../data/indicators/verdict.toml")),
];

/// Returns the method that is built in.
pub(super) fn method() -> &'static Method {
    static BUILT_IN: LazyLock<Method> = LazyLock::new(|| {
        let definitions = FILES
            .iter()
            .map(|(name, text)| {
                let definition: Definition = toml::from_str(text)
                    .unwrap_or_else(|error| panic!("data/indicators/{name}.toml: {error}"));
                assert_eq!(definition.id, *name, "an indicator's file bears its id");
                definition
            })
            .collect();
        Method { definitions, hash: hash(FILES) }
    });
    &BUILT_IN
}

/// Returns name, version and hash of the method.
pub(super) fn name() -> String {
    format!("{METHOD} ({})", method().hash)
}

/// Hashes the data, so that two assessments can be told to be of one method: FNV-1a, 64 bits; guards against
/// mistakes, not against forgery.
fn hash(files: &[(&str, &str)]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in files.iter().flat_map(|(name, text)| name.bytes().chain(text.bytes())) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_says_what_it_is_and_where_it_comes_from() {
        for definition in &method().definitions {
            assert!(definition.definition.len() > 40, "{}", definition.id);
            assert!(!definition.source.is_empty(), "{}", definition.id);
            for (name, threshold) in &definition.threshold {
                assert!(threshold.value >= 0 && threshold.why.len() > 20, "{} {name}", definition.id);
            }
        }
        let ids: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        assert!(ids.is_sorted(), "{ids:?}");
    }
}
