//! What tests share: files in memory, fixtures with markers, a tiny catalog whose numbers are ours.
//! Product code never depends on it.

mod files;
mod fixture;
mod tiny_catalog;

pub use files::MemoryFiles;
pub use fixture::{Fixture, Label};
pub use tiny_catalog::{tiny_catalog, tiny_catalog_bytes};
