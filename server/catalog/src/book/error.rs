//! What can be wrong with the bytes of a book.

use thiserror::Error;

/// Why bytes are not taken for a price book.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BookError {
    /// The first bytes are not a book's.
    #[error("these bytes are no price book")]
    Foreign,
    /// A book of another program version.
    #[error("the price book has format {found}, this program reads format {expected}")]
    Format {
        /// The book's format.
        found: u64,
        /// The format that this program reads.
        expected: u64,
    },
    /// The book was cut short, or something was appended.
    #[error("the price book has {found} bytes and says it has {expected}: it was not copied whole")]
    Length {
        /// Bytes at hand.
        found: u64,
        /// Bytes that the header states.
        expected: u64,
    },
    /// Header or index differ from what was written.
    #[error("the price book is damaged: its index does not match its checksum")]
    Index,
    /// One block differs from what was written. Other prices can still be read.
    #[error("the price book is damaged at block {block} ({service}): prices there cannot be read")]
    Block {
        /// Number of the block.
        block: usize,
        /// The service whose prices it holds.
        service: String,
    },
}
