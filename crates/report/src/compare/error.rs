//! Why a comparison cannot be made, and what to do.

use std::fmt::Write as _;

use jiff::civil::Date;

/// Why a comparison cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// Nothing to count.
    #[error("the ledger has no incident with a day")]
    Empty,
    /// Neither an area nor a zone.
    #[error("no area is named")]
    NoArea,
    /// A window without days.
    #[error("a window of {0} days cannot be compared")]
    Days(u32),
    /// Several data sets, none chosen.
    #[error("the ledger holds rows of several data sets: {}", .0.join(", "))]
    ManySets(Vec<String>),
    /// A data set that is not there.
    #[error("the ledger has no rows of `{name}`")]
    UnknownSet {
        /// Its name.
        name: String,
        /// Those that are there.
        known: Vec<String>,
    },
    /// A division that nothing is told of.
    #[error("no incident lies in a division called `{name}`")]
    UnknownArea {
        /// Its name.
        name: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// A name of divisions in several countries.
    #[error("`{name}` is the name of several divisions: {}", .texts.join(", "))]
    AmbiguousArea {
        /// The name.
        name: String,
        /// Their names.
        texts: Vec<String>,
    },
    /// A division in the area and in what it is compared with.
    #[error("`{0}` is in the area and in the area that it is compared with")]
    Overlap(String),
    /// A dyad that is not there.
    #[error("no incident is of a dyad called `{name}`")]
    UnknownDyad {
        /// Its name.
        name: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// An act that is none.
    #[error("`{name}` is no act")]
    UnknownAct {
        /// Its name.
        name: String,
        /// Acts that are near.
        near: Vec<String>,
    },
    /// Windows outside the record.
    #[error(
        "the record goes from {first} to {last}, and the windows around {around} have no day of it on one side"
    )]
    Outside {
        /// The day asked for.
        around: Date,
        /// First day of the record.
        first: Date,
        /// Last day of the record.
        last: Date,
    },
}

impl CompareError {
    /// Returns what to do about it.
    pub fn help(&self) -> String {
        let named = |what: &str, names: &[String]| {
            let mut help = what.to_owned();
            if !names.is_empty() {
                let _ = write!(help, "; near it are: {}", names.join("; "));
            }
            help
        };
        match self {
            Self::Empty => {
                "add reports with `truce add`, or rows of a data set with `truce import`".to_owned()
            }
            Self::NoArea => "give --area adm1:NAME, or --zone ID as `truce list zones` shows them; --area everywhere counts all"
                    .to_owned(),
            Self::Days(_) => "give --days from 1 to 3650".to_owned(),
            Self::ManySets(names) => format!(
                "what several data sets count cannot be added up: choose one with --data-set, as `--data-set {}`; `--data-set incidents` counts each incident of the ledger once, whoever tells it",
                names.first().map_or("NAME", String::as_str)
            ),
            Self::UnknownSet { known, .. } => {
                named("`--data-set incidents` counts each incident once, whoever tells it", known)
            }
            Self::UnknownArea { near, .. } => {
                named("names are those of the sources, or of the gazetteer", near)
            }
            Self::AmbiguousArea { .. } => "write the name of the one that is meant in full".to_owned(),
            Self::Overlap(_) => "take it out of --area or of --control-area".to_owned(),
            Self::UnknownDyad { near, .. } => named("write the name as the data set does", near),
            Self::UnknownAct { near, .. } => named(
                "acts are listed in docs/reference/facts.md; state-based, non-state and one-sided are UCDP's types",
                near,
            ),
            Self::Outside { .. } => {
                "give a day inside the record, or import a release that reaches further".to_owned()
            }
        }
    }
}
