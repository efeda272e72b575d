//! What somebody calls an area in, what lies in it out: inside, outside, or not to be told.
//! Forces nothing in: what is told too loosely to say is counted apart.

mod names;
mod outline;
mod scope;

pub use names::{Known, NameError, Resolved, near, resolve};
pub use outline::outline;
pub use scope::{Area, Scope, Spot};

/// The word for no area at all.
pub const EVERYWHERE: &str = "everywhere";

/// First-level divisions that are asked for, as they were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Their names, without `adm1:`; none for everywhere.
    pub names: Vec<String>,
}

impl Asked {
    /// Says whether no area is meant, and so everything counts.
    pub fn is_everywhere(&self) -> bool {
        self.names.is_empty()
    }

    /// Reads `adm1:NAME[,NAME...]`; each name may have its own `adm1:`. `everywhere` names no division.
    ///
    /// ```
    /// use truce_report::area::Asked;
    /// assert_eq!(Asked::parse("adm1:Upper Tarsk,adm1:Olmen").unwrap().names, ["Upper Tarsk", "Olmen"]);
    /// assert!(Asked::parse("everywhere").unwrap().is_everywhere());
    /// assert!(Asked::parse("Tarsk").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim() == EVERYWHERE {
            return Ok(Self::default());
        }
        let mut names = Vec::new();
        for part in text.split(',') {
            let name = match part.trim().split_once(':') {
                Some((level, name)) if level.trim().eq_ignore_ascii_case("adm1") => name.trim(),
                Some((level, _)) => {
                    return Err(format!("`{level}` is no level that is known: write adm1:NAME"));
                }
                None if names.is_empty() => {
                    return Err(format!("`{}` needs its level before it: adm1:{0}", part.trim()));
                }
                None => part.trim(),
            };
            if name.is_empty() {
                return Err("a name is empty: write adm1:NAME[,NAME...]".to_owned());
            }
            names.push(name.to_owned());
        }
        Ok(Self { names })
    }
}

/// Where a thing lies, seen from an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// All places that it can have been lie inside.
    Inside,
    /// It can have been inside or outside.
    Undetermined,
    /// All places that it can have been lie outside.
    Outside,
}

impl Relation {
    /// Returns the word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Undetermined => "undetermined",
            Self::Outside => "outside",
        }
    }

    /// Returns where a thing lies, seen from what two areas have in common.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}
