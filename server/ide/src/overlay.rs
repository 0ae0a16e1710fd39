//! Files with the texts of a trial on top.

use std::collections::BTreeMap;
use std::sync::Arc;

use ir::{Entry, Files, ReadError};
use text::{FileId, TextEdit};

/// Files as they would be after edits.
pub(crate) struct Overlay {
    base: Arc<dyn Files>,
    texts: BTreeMap<FileId, Arc<str>>,
}

impl Overlay {
    /// Applies edits that all refer to the texts of `base`. `None` when one does not fit.
    pub(crate) fn new(base: &Arc<dyn Files>, edits: &[(FileId, TextEdit)]) -> Option<Self> {
        let mut by_file: BTreeMap<&FileId, Vec<TextEdit>> = BTreeMap::new();
        for (file, edit) in edits {
            by_file.entry(file).or_default().push(edit.clone());
        }
        let mut texts = BTreeMap::new();
        for (file, edits) in by_file {
            let text = text::apply_edits(&base.read(file).ok()?, &edits)?;
            texts.insert(file.clone(), text.into());
        }
        Some(Self { base: Arc::clone(base), texts })
    }
}

impl Files for Overlay {
    fn read(&self, file: &FileId) -> Result<Arc<str>, ReadError> {
        match self.texts.get(file) {
            Some(text) => Ok(Arc::clone(text)),
            None => self.base.read(file),
        }
    }

    fn list(&self, dir: &str) -> Result<Vec<Entry>, ReadError> {
        self.base.list(dir)
    }
}
