//! States, bodies, groups, persons and generic agents.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::LoadError;

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Actors {}

impl Actors {
    pub fn load(_folder: &Path) -> Result<Self, LoadError> {
        Ok(Self::default())
    }
}
