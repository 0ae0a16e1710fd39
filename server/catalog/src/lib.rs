//! The price book: rows, selectors, look-up, provenance.
//! Works over bytes it is given; knows no resource, no disk, no network and no clock.

mod book;
mod keys;
mod price_id;
mod row;
pub mod table;
mod units;

pub use book::{Book, BookBuilder, BookError, Bytes, Info, ServiceInfo};
/// Changes when the same tables would make other bytes: a stamp for those who keep a book they made.
pub const BUILD_STAMP: &str = concat!("1 ", include_str!("../../../pricing-data/services.csv"));

pub use price_id::{Fnv, Identity};
pub use row::{Provider, PurchaseOption, Row, Selector};
pub use units::{Period, Unit};
