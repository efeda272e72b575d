//! A state and its tables in, what is sent out: records with their words, lists, maps. Its names are the interface's.
//! Changes nothing, asks for no clock, and knows nothing of HTTP.

mod document;
pub mod drawn;
mod history;
mod home;
mod prepared;
mod record;
mod review;
mod row;
mod said;
mod summary;
mod units;

pub use document::{DocumentAnswer, document};
pub use history::{Line, history, recent, told};
pub use home::{AgreementCard, Home, home};
pub use prepared::{Pinned, Prepared, pinned};
pub use record::{RecordAnswer, line, record};
pub use review::{Asking, ReviewItem, review, waiting};
pub use row::{ClaimRow, DocumentListed, Row};
pub use said::{ActorTold, LinkTold, NoteTold, PlaceTold, ReviewTold, Said};
pub use units::Units;
