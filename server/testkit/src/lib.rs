//! What tests share: files in memory, fixtures with markers, a tiny catalog whose numbers are ours, workspaces
//! and edits made by chance.
//! Product code never depends on it.

mod files;
mod fixture;
pub mod generate;
mod tiny_catalog;

pub use files::MemoryFiles;
pub use fixture::{Fixture, Label};
pub use tiny_catalog::{tiny_catalog, tiny_catalog_bytes};
