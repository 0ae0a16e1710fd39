//! The price book: a header, an index, and small compressed blocks of prices.
//!
//! ```text
//! magic (8) | format (8) | total length (8) | index length (8) | index length unpacked (8) | checksum (8)
//! index: zstd { texts, shelves { provider, service, key attributes, regions, counts, blocks } }
//! blocks: zstd { prices of the same attributes, unit and option; inside them by region and tier } …
//! ```
//!
//! A shelf holds one service. Its prices are sorted by their primary attribute (`instanceType`, `meterName`: see
//! [`crate::keys`]), so that a question that names it opens one block. The checksum at the front covers header and
//! index; each block has its own, looked at when it is opened. Numbers are little-endian.

mod block;
mod build;
mod codec;
mod error;
mod index;
mod look_up;
mod search;
mod store;

pub use build::BookBuilder;
pub use error::BookError;
pub use index::ServiceInfo;
pub use look_up::{Book, Info};
pub use store::Bytes;

/// First bytes of a book.
const MAGIC: &[u8; 8] = b"CO-PRICE";
/// Raised whenever old programs could not read new books.
const FORMAT: u64 = 1;
/// Bytes of the header.
const HEADER: usize = 48;

#[cfg(test)]
mod tests;
