//! Reads files and keeps their pieces by text.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{File, Piece, Placed, cut::cut, nesting::is_shallow, read, tree};
use text::TextRange;

/// How many bytes of pieces are kept. When the younger half is full the older one is dropped.
const KEPT_BYTES: usize = 16 << 20;

/// Reads files. What it kept never changes an answer.
pub struct Parser {
    top_level: &'static [&'static str],
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    young: HashMap<Arc<str>, Arc<Piece>>,
    old: HashMap<Arc<str>, Arc<Piece>>,
    young_bytes: usize,
}

impl Parser {
    /// A parser for files whose top-level blocks begin with these words; blocks of other kinds are read too, but
    /// cannot end a half-typed block before them.
    pub fn new(top_level: &'static [&'static str]) -> Self {
        Self { top_level, kept: Mutex::default() }
    }

    /// Reads a file. Never fails: what is wrong is in the errors of the pieces.
    pub fn parse(&self, text: &str) -> File {
        let starts = cut(text, self.top_level);
        let ends = starts.iter().skip(1).copied().chain([text.len() as u32]);
        let pieces = starts.iter().zip(ends).map(|(start, end)| {
            let range = TextRange::new(*start, end);
            Placed { offset: *start, piece: self.piece(range.slice(text)) }
        });
        File { pieces: pieces.collect() }
    }

    fn piece(&self, text: &str) -> Arc<Piece> {
        if let Some(piece) = self.lock().find(text) {
            return piece;
        }
        let piece = Arc::new(parse_piece(text));
        self.lock().keep(piece.clone());
        piece
    }

    /// Nothing is awaited and nothing can panic while the lock is held.
    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, text: &str) -> Option<Arc<Piece>> {
        if let Some(piece) = self.young.get(text) {
            return Some(piece.clone());
        }
        let piece = self.old.remove(text)?;
        self.keep(piece.clone());
        Some(piece)
    }

    fn keep(&mut self, piece: Arc<Piece>) {
        if self.young_bytes + piece.text.len() > KEPT_BYTES / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += piece.text.len();
        self.young.insert(piece.text.clone(), piece);
    }
}

fn parse_piece(text: &str) -> Piece {
    // Where it nests too deep, the reader says so at the place.
    let sound = if is_shallow(text) { tree::read(text) } else { None };
    let (body, errors) = sound.map_or_else(|| read::read(text), |body| (body, Vec::new()));
    Piece { text: text.into(), body, errors }
}
