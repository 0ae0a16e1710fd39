//! What the program carries: the price book and the tables that say how resources are priced.
//! Reads nothing at run time.

use std::sync::{Arc, OnceLock};

use catalog::{Book, BookError};

mod texts {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book"));

/// The price book. Opened at the first call.
pub fn book() -> Result<Arc<Book>, BookError> {
    static BOOK: OnceLock<Result<Arc<Book>, BookError>> = OnceLock::new();
    BOOK.get_or_init(|| Book::open(BYTES).map(Arc::new)).clone()
}

/// The bytes of the price book.
pub fn book_bytes() -> &'static [u8] {
    BYTES
}

/// Mapping tables: path below `pricing-data` (`mappings/aws/aws_instance.toml`) and text.
pub fn mappings() -> impl Iterator<Item = (&'static str, &'static str)> {
    texts::MAPPINGS.iter().copied()
}

/// Lists of types that cost nothing: path below `pricing-data` (`free/aws.txt`) and text.
pub fn free_lists() -> impl Iterator<Item = (&'static str, &'static str)> {
    texts::FREE.iter().copied()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_book_opens_and_is_the_one_that_was_built() {
        let book = super::book().expect("the book opens");
        let info = book.info();
        assert_eq!(info.n_bytes, super::book_bytes().len() as u64);
        for service in &info.services {
            assert!(service.n_rows > 0 && service.n_regions > 0, "{service:?}");
            assert!(service.oldest <= service.newest, "{service:?}");
        }
    }

    #[test]
    fn every_block_can_be_read() {
        let book = super::book().expect("the book opens");
        let n_rows: u64 = book.info().services.iter().map(|it| it.n_rows).sum();
        assert_eq!(book.search(&[], usize::MAX).len() as u64, n_rows);
        assert_eq!(book.damage(), []);
    }

    #[test]
    fn the_vocabulary_has_every_unit() {
        let rows = super::book().expect("the book opens").search(&[], usize::MAX);
        let units: std::collections::BTreeSet<_> = rows.into_iter().map(|it| it.unit).collect();
        let unknown: Vec<_> = units.iter().filter(|it| catalog::Unit::parse(it).is_none()).collect();
        assert!(unknown.is_empty(), "units.csv lacks {unknown:?}");
    }

    #[test]
    fn paths_are_those_below_pricing_data() {
        for (path, text) in super::mappings().chain(super::free_lists()) {
            assert!(path.starts_with("mappings/") || path.starts_with("free/"), "{path}");
            assert!(!text.is_empty(), "{path} is empty");
        }
    }
}
