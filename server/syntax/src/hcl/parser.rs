//! Reads files and keeps their pieces by text.

use std::sync::Arc;

use crate::ByText;

use super::{File, Piece, Placed, cut::cut, nesting::is_shallow, read, tree};
use text::TextRange;

/// Reads files. What it kept never changes an answer.
pub struct Parser {
    top_level: &'static [&'static str],
    kept: ByText<Piece>,
}

impl Parser {
    /// A parser for files whose top-level blocks begin with these words; blocks of other kinds are read too, but
    /// cannot end a half-typed block before them.
    pub fn new(top_level: &'static [&'static str]) -> Self {
        Self { top_level, kept: ByText::default() }
    }

    /// Reads a file. Never fails: what is wrong is in the errors of the pieces.
    pub fn parse(&self, text: &str) -> File {
        let starts = cut(text, self.top_level);
        let ends = starts.iter().skip(1).copied().chain([text.len() as u32]);
        let pieces = starts.iter().zip(ends).map(|(start, end)| {
            let range = TextRange::new(*start, end);
            Placed { offset: *start, piece: self.piece(range.slice(text), text.len()) }
        });
        File { pieces: pieces.collect() }
    }

    fn piece(&self, text: &str, file_bytes: usize) -> Arc<Piece> {
        if let Some(piece) = self.kept.find(text) {
            return piece;
        }
        let piece = Arc::new(parse_piece(text, file_bytes));
        self.kept.keep(piece.text.clone(), piece.clone());
        piece
    }
}

/// Longer pieces are read line by line: a tree takes 200 times the memory of its text and seconds of time.
const MAX_TREE_BYTES: usize = 256 << 10;

/// In longer files every piece is read line by line: trees of 20,000 resources take seconds. On sound text both
/// ways give the same.
const MAX_TREE_FILE_BYTES: usize = 1 << 20;

fn parse_piece(text: &str, file_bytes: usize) -> Piece {
    // Where it nests too deep, the reader says so at the place.
    let is_for_tree = text.len() <= MAX_TREE_BYTES && file_bytes <= MAX_TREE_FILE_BYTES && is_shallow(text);
    let sound = if is_for_tree { tree::read(text) } else { None };
    let (body, errors) = sound.map_or_else(|| read::read(text), |body| (body, Vec::new()));
    Piece { text: text.into(), body, errors }
}
