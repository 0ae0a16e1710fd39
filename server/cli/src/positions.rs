//! Places as people and tools read them: paths relative to what was asked for, lines and columns.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use ir::{Files, Place};
use text::{Encoding, FileId, LineCol, LineIndex};

/// Turns places of one workspace into file, line and column.
pub struct Positions {
    files: Arc<dyn Files>,
    base: String,
    /// Each file's text and lines, `None` for one that cannot be read.
    known: RefCell<HashMap<FileId, Known>>,
}

type Known = Option<Arc<(Arc<str>, LineIndex)>>;

impl Positions {
    /// Paths will be relative to the folder `base`.
    pub fn new(files: Arc<dyn Files>, base: &str) -> Self {
        Self { files, base: base.to_owned(), known: RefCell::default() }
    }

    /// A path relative to the folder, with `..` where the file lies outside.
    pub fn path(&self, file: &FileId) -> String {
        let base: Vec<&str> = self.base.split('/').filter(|part| !part.is_empty()).collect();
        let parts: Vec<&str> = file.as_str().split('/').collect();
        let n_shared = base.iter().zip(&parts).take_while(|(left, right)| left == right).count();
        let up = std::iter::repeat_n("..", base.len() - n_shared);
        let down = parts.into_iter().skip(n_shared);
        up.chain(down).collect::<Vec<_>>().join("/")
    }

    /// 0-based line and UTF-16 column.
    pub fn line_col(&self, file: &FileId, offset: u32) -> LineCol {
        match self.lines(file).as_deref() {
            Some((text, index)) => index.line_col(text, offset, Encoding::Utf16),
            None => LineCol { line: 0, col: 0 },
        }
    }

    /// `main.tf:12`.
    pub fn shown(&self, place: &Place) -> String {
        format!("{}:{}", self.path(&place.file), self.line_col(&place.file, place.range.start).line + 1)
    }

    fn lines(&self, file: &FileId) -> Known {
        let mut known = self.known.borrow_mut();
        let read = || self.files.read(file).ok().map(|text| Arc::new((text.clone(), LineIndex::new(&text))));
        known.entry(file.clone()).or_insert_with(read).clone()
    }
}
