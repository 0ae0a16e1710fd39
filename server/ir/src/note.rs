//! Places and notes: what a stage has to say about its input, next to its result.

use text::{FileId, TextRange};

/// A range in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Bytes in it.
    pub range: TextRange,
}

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The input cannot mean what it says.
    Error,
    /// Probably not what was meant, or a limit was met.
    Warning,
    /// Worth knowing.
    Info,
}

/// A remark about the input: what happened, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub place: Place,
    /// How much it matters.
    pub severity: Severity,
    /// One or two sentences, without a final dot.
    pub message: String,
}
