//! Codes of other data sets in; PLOVER types and modes, and our acts, out. The tables stand under `data/imports`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::delimited;
use super::mapping::{Code, CodeTold};

/// Names of the tables.
pub(super) const NAMES: [&str; 5] = ["ucdp", "acled", "cameo", "plover", "viina"];

const TABLES: [&str; 5] = [
    include_str!("../../data/imports/ucdp.csv"),
    include_str!("../../data/imports/acled.csv"),
    include_str!("../../data/imports/cameo.csv"),
    include_str!("../../data/imports/plover.csv"),
    include_str!("../../data/imports/viina.csv"),
];

/// A table of codes.
#[derive(Debug, Default)]
pub(super) struct Crosswalk {
    codes: HashMap<String, Code>,
    /// Codes in order of the table.
    pub order: Vec<String>,
}

impl Crosswalk {
    /// Returns a table by its name.
    pub fn named(name: &str) -> Option<&'static Self> {
        static READ: OnceLock<Vec<Crosswalk>> = OnceLock::new();
        let at = NAMES.iter().position(|known| *known == name)?;
        READ.get_or_init(|| TABLES.iter().map(|text| Self::read(text)).collect()).get(at)
    }

    fn read(text: &str) -> Self {
        let rows: String =
            text.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
        let mut table = Self::default();
        for row in delimited::records(&rows, b',').into_iter().skip(1) {
            let cell = |at: usize| row.cells.get(at).map(|cell| cell.text.clone()).unwrap_or_default();
            table.order.push(cell(0));
            table.codes.insert(cell(0), Code { kind: cell(1), mode: cell(2), act: cell(3), sides: cell(4) });
        }
        table
    }

    /// Looks a code up; if it is missing, what stands before its last slash, or the code without its last digit.
    pub fn code(&self, code: &str) -> Option<&Code> {
        let code = code.trim().to_lowercase();
        let mut rest = code.as_str();
        loop {
            if let Some(found) = self.codes.get(rest) {
                return Some(found);
            }
            rest = match rest.rfind('/') {
                Some(at) => &rest[..at],
                None if rest.len() > 2 && rest.bytes().all(|byte| byte.is_ascii_digit()) => {
                    &rest[..rest.len() - 1]
                }
                None => return None,
            };
        }
    }
}

/// Returns the PLOVER type that an act is of; nothing for one that has none.
pub fn plover_type(act: &str) -> &'static str {
    kind_of(act).unwrap_or_default()
}

/// PLOVER type that an act is of, as the facts form has it.
fn kind_of(act: &str) -> Option<&'static str> {
    Some(match act {
        "air-strike" | "drone-strike" | "shelling" | "missile-strike" | "shooting" | "ground-attack"
        | "clash" | "bombing" | "suicide-bombing" | "landmine" | "chemical-attack" | "killing"
        | "abduction" | "execution" | "sexual-violence" | "destruction" | "violation" | "other-violence" => {
            "ASSAULT"
        }
        "arrest" | "looting" | "siege" | "blockade" | "aid-obstruction" | "territory-seizure" => "COERCE",
        "withdrawal" | "disarmament" | "release" | "prisoner-exchange" => "RETREAT",
        "aid-delivery" | "evacuation" => "AID",
        "troop-movement" | "fortification" | "overflight" => "MOBILIZE",
        "protest" => "PROTEST",
        _ => return None,
    })
}

impl CodeTold {
    /// Returns all of it; none for an act that there is not.
    pub(super) fn whole(&self) -> Option<Code> {
        match self {
            Self::Whole(code) => Some(code.clone()),
            Self::Act(act) => Some(Code {
                kind: kind_of(act)?.to_owned(),
                sides: if act == "clash" { "both" } else { "" }.to_owned(),
                act: act.clone(),
                ..Code::default()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_what_they_begin_with() {
        let act = |table: &str, code: &str| {
            Crosswalk::named(table).and_then(|table| table.code(code)).map(|code| code.act.as_str())
        };
        for (table, code, expected) in [
            ("ucdp", "1", Some("other-violence")),
            ("acled", "Battles/Armed clash", Some("clash")),
            ("acled", "Explosions/Remote violence/Air/drone strike", Some("air-strike")),
            ("acled", "Battles/Something new", Some("clash")),
            ("cameo", "1831", Some("suicide-bombing")),
            ("cameo", "1952", Some("drone-strike")),
            ("cameo", "1951", Some("air-strike")),
            ("cameo", "0251", None),
            ("plover", "ASSAULT/aerial", Some("air-strike")),
            ("plover", "ASSAULT/", Some("other-violence")),
            ("plover", "WONDER", None),
        ] {
            assert_eq!(act(table, code), expected, "{table} {code}");
        }
    }

    #[test]
    fn every_act_is_of_its_type() {
        for name in NAMES {
            let table = Crosswalk::named(name).expect("a table");
            assert!(table.order.len() > 2, "{name}");
            for (key, code) in &table.codes {
                if let Some(kind) = kind_of(&code.act) {
                    assert_eq!(code.kind, kind, "{name} {key}");
                } else {
                    assert!(matches!(code.act.as_str(), "other" | ""), "{name} {key} {}", code.act);
                }
            }
        }
    }
}
