//! The price book: rows, selectors, look-up, provenance.
//! Works over bytes it is given; knows no resource, no disk, no network and no clock.

mod book;
mod keys;
mod price_id;
mod row;
pub mod table;

pub use book::{Book, BookBuilder, BookError, Bytes, Info, ServiceInfo};
pub use price_id::{Fnv, Identity};
pub use row::{Provider, PurchaseOption, Row, Selector};
