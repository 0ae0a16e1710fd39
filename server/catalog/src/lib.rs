//! The price book: rows, selectors, look-up, provenance.
//! Works over bytes it is given; knows no resource, no disk, no network and no clock.

mod row;

pub use row::{Provider, PurchaseOption, Row, Selector};
