//! What tests share: files in memory, fixtures with markers, a tiny catalog whose numbers are ours.
//! Product code never depends on it.

mod files;
mod fixture;

pub use files::MemoryFiles;
pub use fixture::{Fixture, Label};
