//! What is known before reading: data in, lookups out.
//! Holds no judgement about any report; reading is `truce_read`.

#[allow(missing_docs)]
pub mod load;

use std::path::Path;

pub use load::LoadError;
pub use load::places::Gazetteer;

/// Everything known before reading.
#[derive(Debug)]
pub struct Lexicon {
    /// Actors, cues, events, figures, times, sources, classes of words.
    pub tables: load::Tables,
    /// Names of places.
    pub places: Gazetteer,
    /// Trained weights of the tagger and parser, as committed under `data/weights`.
    pub weights: &'static [u8],
}

static TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tables.bin"));
static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.bin"));
static WEIGHTS: &[u8] = include_bytes!("../data/weights/english.bin");

impl Lexicon {
    /// Returns the lexicon built into the program.
    ///
    /// # Panics
    ///
    /// Never: the embedded tables were packed by the same code.
    #[must_use]
    pub fn embedded() -> Self {
        Self {
            tables: load::Tables::unpack(TABLES).expect("the embedded tables were packed by this version"),
            places: Gazetteer::from_static(PLACES),
            weights: WEIGHTS,
        }
    }

    /// Loads a lexicon from a folder of the same form as `data/`.
    ///
    /// # Errors
    ///
    /// Names the file, and the entry in it, that could not be read.
    pub fn load(folder: &Path) -> Result<Self, LoadError> {
        Ok(Self { tables: load::Tables::load(folder)?, places: Gazetteer::load(folder)?, weights: WEIGHTS })
    }
}
