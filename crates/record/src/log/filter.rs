//! What somebody asks for, as a filter over records, statements and documents.

use jiff::civil::Date;

use crate::fold::Standing;
use crate::id::RecordKind;
use crate::statement::Point;

/// A circle on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Its middle.
    pub point: Point,
    /// Its radius in metres.
    pub metres: u32,
}

/// What is asked for. Empty fields ask for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Records of this kind.
    pub kind: Option<RecordKind>,
    /// What can have been on this day or later.
    pub since: Option<Date>,
    /// What can have been on this day or earlier.
    pub until: Option<Date>,
    /// What can have been in one of these circles.
    pub near: Vec<Near>,
    /// What names a place with these letters.
    pub place: Option<String>,
    /// What names an actor with these letters, or with this id.
    pub actor: Option<String>,
    /// Acts; of claims stances, of figures measures, of agreements and talks stages.
    pub act: Vec<String>,
    /// Standings of incidents.
    pub standing: Vec<Standing>,
    /// Those that a person rejected too.
    pub rejected: bool,
    /// At most so many.
    pub limit: Option<usize>,
}
