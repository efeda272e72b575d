//! Words and patterns of time expressions.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::LoadError;

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Times {}

impl Times {
    pub fn load(_folder: &Path) -> Result<Self, LoadError> {
        Ok(Self::default())
    }
}
