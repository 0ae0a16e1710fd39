//! Text without meaning: file names, byte ranges, line indexes, edits.
//! Knows nothing of any language, of disk, or of any protocol.

mod edit;
mod file;
mod line_index;
mod range;

pub use edit::{TextEdit, apply_edits};
pub use file::FileId;
pub use line_index::{Encoding, LineCol, LineIndex};
pub use range::TextRange;
