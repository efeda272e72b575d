//! A state and its tables in, what is sent out: records with their words, lists, maps. Its names are the interface's.
//! Changes nothing, asks for no clock, and knows nothing of HTTP.

mod document;
pub mod drawn;
mod entries;
mod facets;
mod history;
mod home;
mod map;
mod prepared;
mod record;
mod review;
mod row;
mod said;
mod search;
mod sources;
mod summary;
mod timeline;
mod units;

pub use document::{DocumentAnswer, document};
pub use entries::{EntryLine, entries, some};
pub use facets::{Count, Facets, Month, facets};
pub use history::{Line, history, recent, told};
pub use home::{AgreementCard, AgreementCards, Home, cards, home};
pub use map::{Map, map};
pub use prepared::{Narrowing, Pinned, Prepared, pinned};
pub use record::{RecordAnswer, line, record};
pub use review::{Asking, ReviewItem, review, waiting};
pub use row::{ClaimRow, DocumentListed, Row};
pub use said::{ActorTold, LinkTold, NoteTold, PlaceTold, ReviewTold, Said};
pub use search::{Found, search};
pub use sources::{ImportTold, RejectedRow, SourceTold, imports, rejected, sources};
pub use timeline::{Timeline, timeline};
pub use units::Units;
