//! An open document.

use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, Uri};
use text::{Encoding, FileId, LineIndex};

use crate::from_proto;

/// A document that the client owns.
pub(crate) struct Document {
    /// As the client writes it.
    pub(crate) uri: Uri,
    /// The folder it belongs to.
    pub(crate) folder: u64,
    pub(crate) file: FileId,
    pub(crate) version: i32,
    pub(crate) text: Arc<str>,
}

/// Applies changes one after the other: each refers to the text that the one before left.
pub(crate) fn apply(text: &str, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) -> String {
    let mut text = text.to_owned();
    for change in changes {
        match change.range {
            None => text = change.text,
            Some(range) => {
                let index = LineIndex::new(&text);
                let range = from_proto::range(&text, &index, range, encoding);
                text.replace_range(range.start as usize..range.end as usize, &change.text);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use lsp_types::{Position, Range};

    use super::*;

    fn change(start: (u32, u32), end: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let position = |(line, character)| Position { line, character };
        let range = Range { start: position(start), end: position(end) };
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.to_owned() }
    }

    #[test]
    fn changes_build_on_each_other() {
        let changes = vec![change((0, 0), (0, 0), "a\n"), change((1, 3), (1, 4), "X")];
        assert_eq!(apply("é😀b\n", changes.clone(), Encoding::Utf16), "a\né😀X\n");
        let changes = vec![change((0, 0), (0, 0), "a\n"), change((1, 6), (1, 7), "X")];
        assert_eq!(apply("é😀b\n", changes, Encoding::Utf8), "a\né😀X\n");
    }

    #[test]
    fn places_outside_are_clamped_and_swapped_ends_are_empty() {
        assert_eq!(apply("ab", vec![change((9, 9), (9, 9), "c")], Encoding::Utf16), "abc");
        assert_eq!(apply("ab", vec![change((0, 2), (0, 1), "c")], Encoding::Utf16), "abc");
    }
}
