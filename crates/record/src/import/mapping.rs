//! A small file in TOML in; out, which columns of a data set mean what.
//! The data sets that the program knows are mappings too, under `data/imports`: nothing is built in that a user could
//! not write.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::ImportError;
use super::table::{Table, plain};
use super::value::{DayOrder, Told};

/// A column by the names it may go by, parted by `|`: the first that the file has is taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Column {
    /// The names as the mapping has them.
    pub told: String,
    /// Their plain forms.
    pub(super) names: Vec<String>,
}

impl From<String> for Column {
    fn from(told: String) -> Self {
        Self { names: told.split('|').map(plain).filter(|name| !name.is_empty()).collect(), told }
    }
}

/// What the rows of a data set are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// One happening each.
    #[default]
    Incidents,
    /// One ceasefire, accord or deal each.
    Agreements,
    /// One area each.
    Zones,
}

/// When.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WhenColumns {
    /// The day, or the first day; or the year, where `month` and `day` are given.
    pub from: Column,
    /// Month, where year, month and day are three columns.
    pub month: Option<Column>,
    /// Day, where year, month and day are three columns.
    pub day: Option<Column>,
    /// The last day.
    pub until: Option<Column>,
    /// How exactly it is told.
    pub precision: Option<Column>,
    /// What the values of `precision` mean.
    #[serde(default)]
    pub grains: BTreeMap<String, Told>,
    /// Which comes first in `3/4/2018`.
    #[serde(default)]
    pub order: DayOrder,
    /// Whether a row may go without.
    #[serde(default)]
    pub optional: bool,
}

/// Where.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WhereColumns {
    /// Name of the place.
    pub name: Option<Column>,
    /// First-level division.
    pub division: Option<Column>,
    /// Country, by its name or its code of two letters.
    pub country: Option<Column>,
    /// Degrees north.
    pub lat: Option<Column>,
    /// Degrees east.
    pub lon: Option<Column>,
    /// How exactly it is told.
    pub precision: Option<Column>,
    /// What the values of `precision` mean, as UCDP's `where_prec` from 1 to 7.
    #[serde(default)]
    pub precisions: BTreeMap<String, u8>,
    /// `where_prec` of all rows, where no column tells it.
    pub exactness: Option<u8>,
    /// How far from the point it may have been, in kilometres.
    pub radius_km: Option<Column>,
    /// Id in GeoNames.
    pub geonames: Option<Column>,
}

/// What a code of the data set stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Code {
    /// PLOVER type; none for what is no event.
    #[serde(rename = "type", default)]
    pub kind: String,
    /// PLOVER mode.
    #[serde(default)]
    pub mode: String,
    /// Finer kind.
    #[serde(default)]
    pub act: String,
    /// `both` where both sides are doers, `second` where the second is.
    #[serde(default)]
    pub sides: String,
}

/// What a code stands for, in a mapping: its act alone, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum CodeTold {
    /// The act; its type follows.
    Act(String),
    /// All of it.
    Whole(Code),
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EventColumns {
    /// Columns of the code, from the coarsest to the finest.
    #[serde(default)]
    pub code: Vec<Column>,
    /// Where the code is told by columns of noughts and ones, what follows their names: `_b`.
    pub flags: Option<String>,
    /// Table of codes that the program carries: `ucdp`, `acled`, `cameo`, `plover`, `viina`.
    pub crosswalk: Option<String>,
    /// What codes stand for, before the table.
    #[serde(default)]
    pub codes: BTreeMap<String, CodeTold>,
    /// What all rows, or rows with an unknown code, stand for.
    pub default: Option<CodeTold>,
    /// Columns of the doers, or of the first side.
    #[serde(default)]
    pub who: Vec<Column>,
    /// Columns of those it was done to, or of the second side.
    #[serde(default)]
    pub whom: Vec<Column>,
    /// Columns of noughts and ones that name a doer, with the name.
    #[serde(default)]
    pub who_flags: BTreeMap<String, String>,
    /// What parts several names in one cell.
    pub split: Option<String>,
}

/// A count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FigureColumns {
    /// What is counted: `killed`, `injured`, `displaced`, ...
    pub measure: String,
    /// Whom it counts.
    pub of: Option<String>,
    /// The number, or the source's best estimate.
    pub best: Option<Column>,
    /// At least.
    pub low: Option<Column>,
    /// At most.
    pub high: Option<Column>,
    /// Whether nought is no figure: for parts of a count, where nought says only that none is known.
    #[serde(default)]
    pub skip_nought: bool,
}

/// A ceasefire, accord or deal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AgreementColumns {
    /// Its name.
    pub name: Option<Column>,
    /// Column of its type.
    #[serde(rename = "type")]
    pub kind: Option<Column>,
    /// What the values of `type` mean.
    #[serde(default)]
    pub types: BTreeMap<String, String>,
    /// Its type where no value tells it.
    pub default_type: String,
    /// Columns of its parties.
    #[serde(default)]
    pub parties: Vec<Column>,
    /// Columns of mediators and guarantors.
    #[serde(default)]
    pub brokers: Vec<Column>,
    /// What parts several names in one cell.
    pub split: Option<String>,
    /// Column of its stage.
    pub stage: Option<Column>,
    /// What the values of `stage` mean.
    #[serde(default)]
    pub stages: BTreeMap<String, String>,
    /// Its stage where no value tells it.
    pub default_stage: String,
    /// Its end.
    pub until: Option<WhenColumns>,
}

/// An area with a rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ZoneColumns {
    /// Its name.
    pub name: Option<Column>,
    /// Column of its type.
    #[serde(rename = "type")]
    pub kind: Option<Column>,
    /// Its type where no column tells it: `buffer`, `demilitarized`, `safe`, ...
    pub default_type: String,
    /// Its rule, in a few words.
    pub rule: Option<Column>,
    /// Kilometres around the shape that belong to it, for a buffer along a line.
    pub buffer_km: Option<f64>,
}

/// Which columns of a data set mean what.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mapping {
    /// Short name of the data set, the same in all its releases: `ucdp-ged`.
    pub scheme: String,
    /// What it is, for people.
    #[serde(default)]
    pub title: String,
    /// Who publishes it.
    pub source: Option<String>,
    /// What its rows are.
    #[serde(default)]
    pub rows: Rows,
    /// Names of the columns, where the file's first line does not tell them.
    #[serde(default)]
    pub header: Vec<String>,
    /// Columns by which the data set is known.
    #[serde(default)]
    pub known_by: Vec<Column>,
    /// Columns that together name a row, the same in all releases; none if the whole row does.
    #[serde(default)]
    pub id: Vec<Column>,
    /// When.
    pub when: Option<WhenColumns>,
    /// Where.
    #[serde(rename = "where")]
    pub place: Option<WhereColumns>,
    /// What was done.
    pub event: Option<EventColumns>,
    /// Counts.
    #[serde(default, rename = "figure")]
    pub figures: Vec<FigureColumns>,
    /// A ceasefire, accord or deal.
    pub agreement: Option<AgreementColumns>,
    /// An area.
    pub zone: Option<ZoneColumns>,
    /// Other columns to keep with each row; all that are not used if not given.
    pub keep: Option<Vec<Column>>,
}

/// The data sets that the program knows.
const KNOWN: [&str; 8] = [
    include_str!("../../data/imports/ucdp-ged.toml"),
    include_str!("../../data/imports/acled.toml"),
    include_str!("../../data/imports/gdelt.toml"),
    include_str!("../../data/imports/polecat.toml"),
    include_str!("../../data/imports/plover.toml"),
    include_str!("../../data/imports/viina.toml"),
    include_str!("../../data/imports/pax.toml"),
    include_str!("../../data/imports/eth-prio.toml"),
];

/// Shapes of any file, as areas.
const ZONES: &str = include_str!("../../data/imports/zones.toml");

impl Mapping {
    /// Reads a mapping.
    ///
    /// ```
    /// let text = "scheme = \"monitors\"\n[when]\nfrom = \"day\"\n[event]\ndefault = \"shelling\"";
    /// assert_eq!(truce_record::import::Mapping::read(text).unwrap().scheme, "monitors");
    /// assert!(truce_record::import::Mapping::read("scheme = 3").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Says where it is wrong.
    pub fn read(text: &str) -> Result<Self, ImportError> {
        let wrong = |what: String| ImportError::Mapping(what.trim().to_owned());
        let mapping: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if mapping.scheme.trim().is_empty() {
            return Err(wrong("`scheme` is empty".to_owned()));
        }
        let part = match mapping.rows {
            Rows::Incidents => ("[event]", mapping.event.is_some()),
            Rows::Agreements => ("[agreement]", mapping.agreement.is_some()),
            Rows::Zones => ("[zone]", mapping.zone.is_some()),
        };
        if !part.1 {
            return Err(wrong(format!("its rows need a part {}", part.0)));
        }
        if let Some(event) = &mapping.event
            && let Some(name) = &event.crosswalk
            && super::crosswalk::Crosswalk::named(name).is_none()
        {
            let names = super::crosswalk::NAMES.join(", ");
            return Err(wrong(format!("there is no crosswalk `{name}`; there are {names}")));
        }
        let exactness =
            mapping.place.iter().flat_map(|place| place.precisions.values().copied().chain(place.exactness));
        if let Some(outside) = exactness.into_iter().find(|value| !(1..=7).contains(value)) {
            return Err(wrong(format!("exactness goes from 1 to 7, and {outside} is none")));
        }
        Ok(mapping)
    }

    /// Returns the mappings of the data sets that the program knows.
    ///
    /// # Panics
    ///
    /// Never: tests read them all.
    pub fn known() -> Vec<Self> {
        KNOWN.iter().map(|text| Self::read(text).expect("the program's own mappings are sound")).collect()
    }

    /// Returns the mapping for shapes of any file, as areas of a type; `buffer_km` around each belongs to it.
    ///
    /// # Panics
    ///
    /// Never: tests read it.
    pub fn zones(scheme: &str, kind: &str, buffer_km: Option<f64>) -> Self {
        let mut mapping = Self::read(ZONES).expect("the program's own mappings are sound");
        scheme.clone_into(&mut mapping.scheme);
        if let Some(zone) = &mut mapping.zone {
            kind.clone_into(&mut zone.default_type);
            zone.buffer_km = buffer_km;
        }
        mapping
    }

    /// Says whether a table is of this data set.
    pub(super) fn fits(&self, table: &Table) -> bool {
        !self.known_by.is_empty() && self.known_by.iter().all(|column| table.has(&column.names))
    }
}

impl Mapping {
    /// Returns every column that it gives a meaning.
    pub(super) fn columns(&self) -> Vec<&Column> {
        fn when<'a>(columns: &'a WhenColumns, to: &mut Vec<&'a Column>) {
            to.push(&columns.from);
            to.extend(
                [&columns.month, &columns.day, &columns.until, &columns.precision].into_iter().flatten(),
            );
        }
        let mut all: Vec<&Column> = self.id.iter().collect();
        self.when.iter().for_each(|columns| when(columns, &mut all));
        if let Some(place) = &self.place {
            let columns = [
                &place.name,
                &place.division,
                &place.country,
                &place.lat,
                &place.lon,
                &place.precision,
                &place.radius_km,
                &place.geonames,
            ];
            all.extend(columns.into_iter().flatten());
        }
        if let Some(event) = &self.event {
            all.extend(event.code.iter().chain(&event.who).chain(&event.whom));
        }
        for figure in &self.figures {
            all.extend([&figure.best, &figure.low, &figure.high].into_iter().flatten());
        }
        if let Some(agreement) = &self.agreement {
            all.extend(agreement.parties.iter().chain(&agreement.brokers));
            all.extend([&agreement.name, &agreement.kind, &agreement.stage].into_iter().flatten());
            agreement.until.iter().for_each(|columns| when(columns, &mut all));
        }
        if let Some(zone) = &self.zone {
            all.extend([&zone.name, &zone.kind, &zone.rule].into_iter().flatten());
        }
        all
    }
}
