//! What somebody asks for, as a filter over records, statements and documents.

use jiff::civil::Date;

use crate::fold::Standing;
use crate::id::{DocumentId, RecordKind};
use crate::statement::Point;

/// A circle on the earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Its middle.
    pub point: Point,
    /// Its radius in metres.
    pub metres: u32,
}

/// A stretch of the earth between two parallels and two meridians, in degrees. It crosses the line of 180 degrees where
/// its west lies east of its east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Degrees east of its western edge.
    pub west: f64,
    /// Degrees north of its southern edge.
    pub south: f64,
    /// Degrees east of its eastern edge.
    pub east: f64,
    /// Degrees north of its northern edge.
    pub north: f64,
}

impl Window {
    /// Says whether a point lies in it.
    pub fn holds(&self, point: Point) -> bool {
        let (lat, lon) = point.degrees();
        let between = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        between && (self.south..=self.north).contains(&lat)
    }
}

/// What is asked for. Empty fields ask for everything.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Records of this kind.
    pub kind: Option<RecordKind>,
    /// What can have been on this day or later.
    pub since: Option<Date>,
    /// What can have been on this day or earlier.
    pub until: Option<Date>,
    /// What can have been in one of these circles.
    pub near: Vec<Near>,
    /// What has its point here.
    pub window: Option<Window>,
    /// What this document tells of; of statements, its own.
    pub document: Option<DocumentId>,
    /// What names a place with these letters.
    pub place: Option<String>,
    /// What names an actor with these letters, or with this id.
    pub actor: Option<String>,
    /// What is told in words that hold all of these; a word that ends in `*` stands for every word that begins so.
    pub words: Option<String>,
    /// Acts; of claims stances, of figures measures, of agreements and talks stages.
    pub act: Vec<String>,
    /// Standings of incidents.
    pub standing: Vec<Standing>,
    /// Those that a person rejected too.
    pub rejected: bool,
    /// Without the first so many.
    pub skip: usize,
    /// At most so many.
    pub limit: Option<usize>,
}
